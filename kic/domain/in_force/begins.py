"""When a record began: the day from which it can be part of what was in force.

The table is written out kind by kind. The day is that of the act or event itself and stands in the record; the day of
the commit is git's and is none of them. Of several days the earliest counts: an announced call is there before it
opens. A kind without a day of its own (a body, an indicator, the settings) has always been there.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from kic.core.record import Record
from kic.core.snapshot import Snapshot
from kic.core.values import Moment, PartialDate
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.committee import Council, Seat
from kic.domain.concept.edition import Edition, Resolution, Term
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import Event, Recommendation
from kic.domain.concept.structure import Body, Theme
from kic.domain.decisions import Decision
from kic.domain.meetings import Meeting
from kic.domain.notices import Notice, Objection
from kic.domain.papers import Paper
from kic.domain.participation import Consultation, Contribution
from kic.domain.payments import Payment
from kic.domain.publications import Publication
from kic.domain.reporting import Examination, Report
from kic.domain.revisions import Amendment
from kic.domain.scoring import ScoreSheet
from kic.domain.settings import Settings

Day = datetime.date | PartialDate | Moment

ALWAYS = datetime.date.min
"""No day says since when: it has always been there."""
NOT_YET = datetime.date.max
"""A draft or plan without any day: it is known now, and of no day before."""


def begin(repository: Snapshot, record: Record) -> datetime.date:
    """The first day on which this record can have been there."""
    of_kind = BEGINS.get(type(record))
    if of_kind is not None:
        return of_kind(repository, record)
    return earliest((entry.date for log in record.log_fields for entry in getattr(record, log)), ALWAYS)


def earliest(days: Iterable[Day | None], otherwise: datetime.date) -> datetime.date:
    """The first of these days, each as early as it can mean; `otherwise` where none is known."""
    return min((first_of(each) for each in days if each is not None), default=otherwise)


def first_of(day: Day) -> datetime.date:
    """The first day that this can mean."""
    if isinstance(day, PartialDate):
        return day.earliest
    return day.local.date() if isinstance(day, Moment) else day


def _edition(repository: Snapshot, each: Edition) -> datetime.date:
    """With the first event or contribution for its sake: there is no text of it yet, but a process that has a name."""
    days = [event.date for event in repository.all(Consultation) if event.edition == each.id]
    asked = [said.received for said in repository.all(Contribution) if said.edition == each.id]
    return min(earliest((*days, *asked), datetime.date.max), _written(repository, each))


def _written(repository: Snapshot, edition: Edition | None) -> datetime.date:
    """Since when there is a text of an edition: its draft, or the first of the days after it; else its resolution's."""
    if edition is None:
        return ALWAYS
    resolution = repository.get(Resolution, edition.resolution)
    resolved = None if resolution is None else resolution.date
    return earliest(
        (edition.drafted, edition.adopted, edition.published, edition.effective, resolved), ALWAYS
    )


def _of_edition(repository: Snapshot, id: str) -> datetime.date:  # noqa: A002
    return _written(repository, repository.get(Edition, id))


def _theme(repository: Snapshot, each: Theme) -> datetime.date:
    return first_of(each.added) if each.added is not None else _of_edition(repository, each.edition)


def _recommendation(repository: Snapshot, each: Recommendation) -> datetime.date:
    """With its edition; one of a theme that came later, with its theme."""
    theme = repository.get(Theme, each.theme)
    begun = _of_edition(repository, each.edition)
    return begun if theme is None else max(begun, _theme(repository, theme))


def _term(repository: Snapshot, each: Term) -> datetime.date:
    resolution = repository.get(Resolution, each.resolution)
    return earliest((each.since, None if resolution is None else resolution.date), ALWAYS)


def _call(_: Snapshot, each: Call) -> datetime.date:
    announced = each.announcement.date if each.announcement is not None else None
    known = (announced, each.opens, each.terms.frozen)
    if any(known):
        return earliest(known, ALWAYS)
    return earliest((each.closes, each.decided, PartialDate(each.year)), ALWAYS)


def _meeting(_: Snapshot, each: Meeting) -> datetime.date:
    return earliest((each.invitation.sent if each.invitation else None,), each.starts.local.date())


def _payment(_: Snapshot, each: Payment) -> datetime.date:
    return earliest((each.requested, *(step.date for step in each.steps)), NOT_YET)


BEGINS: dict[type[Record], Callable[[Snapshot, Any], datetime.date]] = {
    Settings: lambda _, each: ALWAYS,  # noqa: ARG005
    Edition: _edition,
    Resolution: lambda _, each: first_of(each.date),
    Term: _term,
    Body: lambda _, each: ALWAYS,  # noqa: ARG005
    Theme: _theme,
    Recommendation: _recommendation,
    Event: lambda _, each: first_of(each.date),
    Indicator: lambda _, each: ALWAYS,  # noqa: ARG005
    Consultation: lambda _, each: first_of(each.date),
    Contribution: lambda _, each: each.received,
    Amendment: lambda _, each: first_of(each.date),
    Council: lambda _, each: first_of(each.start),
    Seat: lambda _, each: earliest((term.start for term in each.terms), ALWAYS),
    Call: _call,
    Application: lambda _, each: first_of(each.received),
    ScoreSheet: lambda _, each: each.received,
    Meeting: _meeting,
    Paper: lambda _, each: each.date,
    Decision: lambda _, each: each.date,
    Notice: lambda _, each: earliest((step.date for step in each.steps), NOT_YET),
    Objection: lambda _, each: each.received,
    Payment: _payment,
    Report: lambda _, each: each.received,
    Examination: lambda _, each: each.date,
    Publication: lambda _, each: each.published,
}
"""The first day of each kind of record. A kind that is not here begins with the first entry of its log."""
