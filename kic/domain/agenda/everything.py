"""The whole agenda of a state and a day: overdue first, then what waits, then what comes."""

import datetime
from collections.abc import Callable, Iterator

import msgspec

from kic.core.snapshot import Snapshot
from kic.domain.agenda import Day, Due, DueState, Owes
from kic.domain.agenda.acts import of_notices, of_objections
from kic.domain.agenda.money import of_payments, of_reports
from kic.domain.agenda.participation import of_participation
from kic.domain.agenda.programme import of_committee, of_concept, of_settings
from kic.domain.agenda.rounds import of_applications, of_calls, of_meetings
from kic.domain.applications import Application
from kic.domain.concept.structure import Body
from kic.domain.notices import Notice, Objection
from kic.domain.payments import Payment
from kic.domain.reporting import Report

PARTS: tuple[Callable[[Snapshot, Day], Iterator[Due]], ...] = (
    of_settings,
    of_concept,
    of_participation,
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
    found = (_named(repository, due) for part in PARTS for due in part(repository, day))
    return tuple(sorted(found, key=order))


def _named(repository: Snapshot, due: Due) -> Due:
    """With the organisation that owes it as its applicant; a private person is not named anywhere."""
    if due.owes is not Owes.APPLICANT or due.names:
        return due
    for entry in repository.entries_with(due.record):
        record = entry.record
        of = record if isinstance(record, Application) else None
        if isinstance(record, (Notice, Payment, Report, Objection)):
            of = repository.get(Application, record.application)
        body = repository.get(Body, of.applicant.body) if of is not None else None
        if body is not None:
            return msgspec.structs.replace(due, names=(body.short_name or body.name,))
    return due


def order(due: Due) -> tuple[int, datetime.date, str, str]:
    """State, day, record, key."""
    return _ORDER[due.state], due.date, due.record, due.key


def within(dues: tuple[Due, ...], today: datetime.date, days: int) -> tuple[Due, ...]:
    """What is overdue, what waits, and what comes in so many days."""
    ahead = min(days, (datetime.date.max - today).days)
    horizon = today + datetime.timedelta(days=ahead)
    return tuple(due for due in dues if due.date <= horizon)
