"""Exceptions of a call for its auditor: waived findings, more time, consents, items recognised, what was waived."""

import datetime
from collections.abc import Iterator

from kic.core.pack import Table, column
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.documents.audit_scope import of_call
from kic.domain.applications import Application, Ineligible
from kic.domain.calls import Call
from kic.domain.notices import ConditionEvent, Notice, Objection
from kic.domain.payments import Payment
from kic.domain.reporting import Examination
from kic.domain.settings import Settings

_Row = tuple[datetime.date | None, str, Text, str | Text | None]
"""When, in which record, what, and why."""


def exceptions(repository: Snapshot, call: Call, today: datetime.date) -> Table:
    """What was decided or let pass against the rule, each with its reason and day."""
    rows = sorted(_each_exception(repository, call, today), key=lambda row: (str(row[0] or ""), row[1]))
    return Table(
        name="exceptions",
        title=text("Exceptions, each with its reason"),
        columns=(
            column("date"),
            column("record", text("Record")),
            column("exception", text("Exception")),
            column("reason"),
        ),
        rows=tuple(rows),
        none=text("No exception is recorded."),
    )


def _each_exception(repository: Snapshot, call: Call, today: datetime.date) -> Iterator[_Row]:
    yield from _of_settings(repository, call, today)
    mine = [each for each in repository.all(Application) if each.call == call.id]
    for application in mine:
        yield from _of_application(application, call)
    for notice in repository.all(Notice):
        if notice.call == call.id:
            yield from _of_notice(notice)
    yield from _of_examinations(repository, {each.id for each in mine})
    for objection in repository.all(Objection):
        if objection.call == call.id and objection.restored:
            what = text("a late objection was heard all the same")
            yield objection.received, objection.id, what, objection.note
    for payment in repository.all(Payment):
        for step in payment.steps if payment.call == call.id else ():
            if step.instruction is not None:
                what = text("the one who certified also ordered, under a service instruction")
                yield step.date, payment.id, what, step.instruction


def _of_settings(repository: Snapshot, call: Call, today: datetime.date) -> Iterator[_Row]:
    settings = repository.only(Settings)
    if settings is None:
        return
    mine = of_call(repository, call)
    names = {each.id for each in mine} | {repository.entry(each).path for each in mine}
    for waiver in settings.waivers:
        if waiver.record in names:
            if today <= waiver.until:
                what = text("finding {code} accepted until {until}", code=waiver.code, until=waiver.until)
            else:
                what = text("finding {code} was accepted until {until}", code=waiver.code, until=waiver.until)
            yield None, waiver.record, what, waiver.reason
    for choice in settings.severities:
        what = text(
            "findings {code} weigh differently here: {level}", code=choice.code, level=choice.severity
        )
        yield None, "settings", what, choice.reason


def _of_application(application: Application, call: Call) -> Iterator[_Row]:
    early = application.early_start
    if early is not None and early.consented is not None:
        yield early.consented, application.id, text("begun before the award, with consent"), None
    if application.ineligible:
        what = text("takes no part: {reasons}", reasons=application.ineligible)
        yield None, application.id, what, application.ineligible_note or _came_late(application, call)


def _came_late(application: Application, call: Call) -> Text | None:
    """What the records themselves say of an application that came after the deadline."""
    if Ineligible.LATE not in application.ineligible or application.received is None or call.closes is None:
        return None
    return text(
        "received: {received}, deadline: {deadline}", received=application.received, deadline=call.closes
    )


def _of_examinations(repository: Snapshot, applications: set[str]) -> Iterator[_Row]:
    for note in repository.all(Examination):
        for accepted in note.accepted if note.application in applications else ():
            what = text("{item} recognised although it departs from the plan", item=accepted.item)
            yield note.date, note.id, what, accepted.reason


def _of_notice(notice: Notice) -> Iterator[_Row]:
    for condition in notice.condition_steps:
        if condition.event is not ConditionEvent.MET:
            what = text("condition {id}: {event}", id=condition.condition, event=condition.event)
            yield condition.date, notice.id, what, condition.reason
    for step in notice.report_steps:
        if step.due is not None:
            yield (
                step.date,
                notice.id,
                text("{report} due later, on {due}", report=step.report, due=step.due),
                step.reason,
            )
    if notice.interest is not None and notice.interest.waived is not None:
        yield notice.interest.since, notice.id, text("no interest asked for"), notice.interest.waived
