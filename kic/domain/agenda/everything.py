"""The whole agenda of a state and a day: overdue first, then what waits, then what comes."""

import datetime
from collections.abc import Callable, Iterator

from kic.core.snapshot import Snapshot
from kic.domain.agenda import Day, Due, DueState
from kic.domain.agenda.acts import of_notices, of_objections
from kic.domain.agenda.money import of_payments, of_reports
from kic.domain.agenda.programme import of_committee, of_concept, of_settings
from kic.domain.agenda.rounds import of_applications, of_calls, of_meetings

PARTS: tuple[Callable[[Snapshot, Day], Iterator[Due]], ...] = (
    of_settings,
    of_concept,
    of_committee,
    of_calls,
    of_applications,
    of_meetings,
    of_notices,
    of_objections,
    of_payments,
    of_reports,
)
"""Each part of the agenda, in the order of the chapters."""

_ORDER = {DueState.OVERDUE: 0, DueState.OPEN: 1, DueState.AHEAD: 2}


def agenda(repository: Snapshot, today: datetime.date) -> tuple[Due, ...]:
    """Everything that is due: overdue first, then what waits, then what comes; each in the order of its days.

    Linear in the records. Nothing is left out for lying far ahead: who shows it chooses how far to look.
    """
    day = Day(today)
    return tuple(sorted((due for part in PARTS for due in part(repository, day)), key=order))


def order(due: Due) -> tuple[int, datetime.date, str, str]:
    """State, day, record, key."""
    return _ORDER[due.state], due.date, due.record, due.key


def within(dues: tuple[Due, ...], today: datetime.date, days: int) -> tuple[Due, ...]:
    """What is overdue, what waits, and what comes in so many days."""
    ahead = min(days, (datetime.date.max - today).days)
    horizon = today + datetime.timedelta(days=ahead)
    return tuple(due for due in dues if due.date <= horizon)
