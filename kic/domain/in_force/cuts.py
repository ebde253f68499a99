"""What a record did not say yet on a day: entries of logs, steps, results and dates that came later.

Logs end with the day, whatever day it is. What else is taken back is taken back for a day in the past only: of today
and of days to come nothing is known but what the files say. A field without a day of its own (a title of an
application, a reason for ineligibility, terms of a call) stands as it is known today; nothing is guessed.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from kic.core.record import Record
from kic.core.snapshot import Snapshot
from kic.core.values import certainly_after
from kic.domain.applications import Application, Ineligible, PapersEvent
from kic.domain.calls import Call, CallState, Reservation, Visibility
from kic.domain.committee import Seat
from kic.domain.concept.edition import Edition
from kic.domain.decisions import Decision
from kic.domain.in_force.begins import Day
from kic.domain.in_force.trimming import Drop, Edit, Set
from kic.domain.meetings import Meeting, MeetingState
from kic.domain.notices import Notice, Objection
from kic.domain.papers import Paper
from kic.domain.payments import Payment
from kic.domain.reporting import Examination, Report
from kic.domain.revisions import Amendment
from kic.domain.settings import Settings


def logs_after(record: Record, day: datetime.date) -> Iterator[Edit]:
    """The entries of the record's logs that are later than the day."""
    for log in record.log_fields:
        for at, entry in enumerate(getattr(record, log)):
            if certainly_after(entry.received if log == "adapted" else entry.date, day):
                yield Drop((log, at))


def taken_back(repository: Snapshot, record: Record, day: datetime.date) -> Iterator[Edit]:
    """What else the record did not say on a day in the past."""
    cut = _CUTS.get(type(record))
    if cut is not None:
        yield from cut(repository, record, day)


def _later(record: Any, day: datetime.date, *fields: str) -> Iterator[Edit]:
    """The fields whose own day is later."""
    for field in fields:
        value: Day | None = record
        for step in field.split("."):
            value = getattr(value, step, None)
        if value is not None and certainly_after(value, day):
            yield Drop(tuple(field.split(".")))


def _items(field: str, items: Iterable[Any], day: datetime.date, of: str = "date") -> Iterator[Edit]:
    for at, item in enumerate(items):
        if certainly_after(getattr(item, of), day):
            yield Drop((field, at))


# -- the concept -----------------------------------------------------------------------------------------


def _edition(_: Snapshot, edition: Edition, day: datetime.date) -> Iterator[Edit]:
    """Before it was adopted, it was a draft: no day of its life was known."""
    if edition.adopted is not None and certainly_after(edition.adopted, day):
        for field in ("adopted", "published", "effective", "superseded", "resolution"):
            if getattr(edition, field) is not None:
                yield Drop((field,))
    else:
        yield from _later(edition, day, "published", "superseded")


def _amendment(_: Snapshot, amendment: Amendment, day: datetime.date) -> Iterator[Edit]:
    yield from _later(amendment, day, "published")


def _seat(_: Snapshot, seat: Seat, day: datetime.date) -> Iterator[Edit]:
    yield from _items("terms", seat.terms, day, "start")
    term = seat.term_on(day)
    if term is not None and term.group is not None:
        yield Set(("group",), term.group, term.group)


def _settings(_: Snapshot, settings: Settings, day: datetime.date) -> Iterator[Edit]:
    for at, year in enumerate(settings.budget):
        announced = year.announced is not None and year.announced <= day
        if year.year > day.year and not announced:
            yield Drop(("budget", at))
            continue
        for field in ("announced", "closed"):
            value = getattr(year, field)
            if value is not None and value > day:
                yield Drop(("budget", at, field))
        for number, block in enumerate(year.blocks):
            if block.since > day:
                yield Drop(("budget", at, "blocks", number))
    last = settings.reporting.last_report
    if last is not None and last > day:  # what comes next now was not next then
        yield Drop(("reporting", "last_report"))
        if settings.reporting.next_report is not None:
            yield Drop(("reporting", "next_report"))


# -- calls and applications ------------------------------------------------------------------------------

_STATES = tuple(CallState)


def _call(repository: Snapshot, call: Call, day: datetime.date) -> Iterator[Edit]:
    state = _state(repository, call, day)
    if state is not call.state:
        yield Set(("state",), state, state.value)
    if state in (CallState.DRAFT, CallState.OPEN) and call.marks_visible is not Visibility.NOBODY:
        yield Drop(("marks_visible",))  # there are no marks yet
    yield from _later(call, day, "announcement.date", "terms.frozen", "decided")
    if call.carried_over is not None and call.carried_over.decided > day:
        yield Drop(("carried_over",))
    fulfilled = call.money.reservation_fulfilled
    if fulfilled is not None and fulfilled > day:
        yield Drop(("money", "reservation_fulfilled"))
        yield Set(("money", "reservation"), Reservation.OPEN, Reservation.OPEN.value)
    yield from _figures(call, day)


def _figures(call: Call, day: datetime.date) -> Iterator[Edit]:
    """What is known of a round as a whole: how many applied when it has closed, what they got when it is decided."""
    if call.figures is None:
        return
    closed = call.closes is None or call.closes.local.date() <= day
    decided = call.decided is None or not certainly_after(call.decided, day)
    known = (
        *(("applications", "requested") if closed else ()),
        *(("funded", "committed") if decided else ()),
    )
    said = [
        field for field in type(call.figures).__struct_fields__ if getattr(call.figures, field) is not None
    ]
    if said and not {*said} & {*known}:
        yield Drop(("figures",))
    else:
        yield from (Drop(("figures", field)) for field in said if field not in known)


def _state(repository: Snapshot, call: Call, day: datetime.date) -> CallState:
    """How far it was, by its days. Without the day of a step, the step counts from when the one before it did.

    No day says when a call was settled: it counts from the last dated act on its money on.
    """
    reached = CallState.DRAFT
    for state, begun in (
        (CallState.OPEN, call.opens or (call.announcement.date if call.announcement else None)),
        (CallState.CLOSED, call.closes and _day_after(call.closes.local.date())),
        (CallState.DECIDED, _decided(repository, call)),
        (CallState.SETTLED, _last_act(repository, call) if call.state is CallState.SETTLED else None),
    ):
        if begun is not None and certainly_after(begun, day):
            return reached
        if state is call.state or _STATES.index(state) > _STATES.index(call.state):
            return call.state
        reached = state
    return reached


def _day_after(day: datetime.date) -> datetime.date:
    return day if day == datetime.date.max else day + datetime.timedelta(days=1)


def _decided(repository: Snapshot, call: Call) -> Day | None:
    made = [each.date for each in repository.all(Decision) if each.call == call.id]
    return min(made, default=None) or call.decided


def _stepping(repository: Snapshot) -> Iterator[Notice | Objection | Payment]:
    yield from repository.all(Notice)
    yield from repository.all(Objection)
    yield from repository.all(Payment)


def _last_act(repository: Snapshot, call: Call) -> datetime.date | None:
    """The day of the last step of a notice or payment of this call, and of what was handed in and examined."""
    projects = {each.id for each in repository.all(Application) if each.call == call.id}
    days = [step.date for record in _stepping(repository) if record.call == call.id for step in record.steps]
    days += [each.received for each in repository.all(Report) if each.application in projects]
    days += [each.date for each in repository.all(Examination) if each.application in projects]
    return max(days, default=None)


def _application(_: Snapshot, application: Application, day: datetime.date) -> Iterator[Edit]:
    yield from _items("advice", application.advice, day)
    early = application.early_start
    if early is not None and early.requested > day:
        yield Drop(("early_start",))
    else:
        yield from _later(application, day, "early_start.consented")
    lapsed = [each.date for each in application.papers if each.event is PapersEvent.LAPSED]
    if lapsed and lapsed[-1] > day:
        for at, reason in enumerate(application.ineligible):
            if reason is Ineligible.INCOMPLETE:
                yield Drop(("ineligible", at))
        if application.ineligible_note is not None and {*application.ineligible} == {Ineligible.INCOMPLETE}:
            yield Drop(("ineligible_note",))


# -- the committee ---------------------------------------------------------------------------------------


def _meeting(_: Snapshot, meeting: Meeting, day: datetime.date) -> Iterator[Edit]:
    """Before its day it was invited to, and nothing had happened yet."""
    if meeting.starts.local.date() > day:
        if meeting.state is MeetingState.HELD:
            state = MeetingState.INVITED if meeting.invitation is not None else MeetingState.PLANNED
            yield Set(("state",), state, state.value)
        for field in ("present", "minutes"):
            if getattr(meeting, field):
                yield Drop((field,))
        for at, item in enumerate(meeting.items):
            for field in ("exclusions", "absent", "vote", "result", "wording", "reason"):
                if getattr(item, field):
                    yield Drop(("items", at, field))
    elif meeting.minutes is not None and meeting.minutes.written > day:
        yield Drop(("minutes",))
    elif meeting.minutes is not None:
        yield from _later(meeting, day, "minutes.sent", "minutes.approved")


def _paper(repository: Snapshot, paper: Paper, day: datetime.date) -> Iterator[Edit]:
    for at, station in enumerate(paper.deliberations):
        meeting = repository.get(Meeting, station.meeting)
        held = station.date or (meeting.starts.local.date() if meeting is not None else None)
        if held is not None and held > day:
            for field in ("result", "note"):
                if getattr(station, field) is not None:
                    yield Drop(("deliberations", at, field))


# -- notices and money -----------------------------------------------------------------------------------


def _notice(_: Snapshot, notice: Notice, day: datetime.date) -> Iterator[Edit]:
    yield from _later(notice, day, "requested", "known")
    if notice.register is not None and notice.register.date > day:
        yield Drop(("register",))


def _objection(_: Snapshot, objection: Objection, day: datetime.date) -> Iterator[Edit]:
    for at, step in enumerate(objection.steps):
        if step.delivered is not None and step.date <= day < step.delivered:
            yield Drop(("steps", at, "delivered"))


def _payment(_: Snapshot, payment: Payment, day: datetime.date) -> Iterator[Edit]:
    yield from _later(payment, day, "requested")


def _examination(_: Snapshot, examination: Examination, day: datetime.date) -> Iterator[Edit]:
    yield from _later(examination, day, "known")


_CUTS: Mapping[type[Record], Callable[[Snapshot, Any, datetime.date], Iterator[Edit]]] = {
    Settings: _settings,
    Edition: _edition,
    Amendment: _amendment,
    Seat: _seat,
    Call: _call,
    Application: _application,
    Meeting: _meeting,
    Paper: _paper,
    Notice: _notice,
    Objection: _objection,
    Payment: _payment,
    Examination: _examination,
}
"""What is taken back of each kind besides its logs; a kind that is not here has nothing but logs and its first day."""
