"""What is due of notices and objections: to be issued and delivered, conditions, remedies, hearings."""

import datetime
from collections.abc import Iterator

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.agenda import Day, Due, DueKind, Owes
from kic.domain.calls import Call, CallState
from kic.domain.decisions import AwardEvent, Decision
from kic.domain.decisions.of_call import decisions_of
from kic.domain.notices import (
    ADVERSE,
    ConditionKind,
    Notice,
    NoticeEvent,
    Objection,
    ObjectionEvent,
    ObjectionOutcome,
)
from kic.domain.notices.grant import ConditionState, conditions
from kic.domain.notices.register_rules import register_day
from kic.domain.notices.standing import (
    delivered_on,
    finality_day,
    issued_on,
    last_step,
    notices_of,
    objections_against,
    pending,
    posting_of,
    remedy_of,
    set_aside_on,
    waived_on,
)
from kic.domain.notices.step_rules import budget_year_of
from kic.domain.periods.defaults import Resolved, procedure
from kic.domain.periods.delivery import lawsuit, revocation_limit
from kic.domain.periods.law import months_later
from kic.domain.reporting.standing import examination_of
from kic.domain.settings import Settings


def _rests_on(value: Resolved[int]) -> tuple[str, bool]:
    return value.source, value.confirmed


def of_notices(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Everything about notices: those that are missing, those on their way, their conditions and remedies."""
    yield from _missing(repository, day)
    for notice in repository.all(Notice):
        if set_aside_on(notice) is not None:
            continue
        issued = issued_on(notice)
        if issued is None:
            yield from _hearing(notice, day)
            yield from _limit(repository, notice, day)
        else:
            yield from _on_its_way(repository, notice, issued, day)
            yield from _remedies(repository, notice, day)
            yield from _register(repository, notice, day)
    yield from _conditions(repository, day)


# -- decisions without a notice ------------------------------------------------------------------------


def _missing(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Decided applications of calls that are not settled and that no notice was issued on; one line for a decision."""
    for call in repository.all(Call):
        if call.state is CallState.SETTLED:
            continue
        for decision in decisions_of(repository, call):
            waiting = tuple(id_ for id_ in _told(decision) if not _answered(repository, id_))
            if not waiting:
                continue
            said = text("decided, and no notice issued yet: {applications}", applications=waiting)
            budget = budget_year_of(repository, call)
            year = budget[1] if budget is not None else None
            if year is not None and (year.announced is None or year.announced > day.today):
                yield from day.since(
                    decision.date,
                    kind=DueKind.NOTICE,
                    record=decision.id,
                    key="notices",
                    what=text("{what}; grants wait for the budget of {year}", what=said, year=str(year.year)),
                    owes=Owes.COUNCIL,
                    concerns=waiting,
                    source="§ 99 GemO RLP",
                )
            else:
                yield from day.since(
                    decision.date,
                    kind=DueKind.NOTICE,
                    record=decision.id,
                    key="notices",
                    what=said,
                    owes=Owes.OFFICE,
                    concerns=waiting,
                )


def _told(decision: Decision) -> Iterator[str]:
    """The applications that were decided on; neither those that declined nor those that may still move up."""
    declined = {each.application for each in decision.entries if each.event is AwardEvent.DECLINED}
    standing = decision.standing
    waiting = {each for each in decision.waiting_list if not standing.get(each)}
    return (each.application for each in decision.awards if each.application not in declined | waiting)


def _answered(repository: Snapshot, application: str) -> bool:
    return any(
        issued_on(each) is not None and set_aside_on(each) is None
        for each in notices_of(repository, application)
    )


# -- a notice on its way -------------------------------------------------------------------------------


def _hearing(notice: Notice, day: Day) -> Iterator[Due]:
    """A draft: who is heard may answer until a day; the office goes on when that has passed."""
    sent, answered = notice.step(NoticeEvent.HEARING_SENT), notice.step(NoticeEvent.HEARING_ANSWERED)
    if sent is None:
        return
    if answered is not None and answered.date >= sent.date:
        yield from day.since(
            answered.date,
            kind=DueKind.HEARING,
            record=notice.id,
            key="heard",
            what=text("the hearing was answered; decide on the notice"),
            owes=Owes.OFFICE,
            source="§ 28 VwVfG",
        )
    else:
        yield from day.until(
            sent.due,
            kind=DueKind.HEARING,
            record=notice.id,
            key="hearing",
            what=text("end of the time to answer the hearing"),
            owes=Owes.APPLICANT,
            source="§ 28 VwVfG",
        )


def _limit(repository: Snapshot, notice: Notice, day: Day) -> Iterator[Due]:
    """The year for a draft that takes an award back; where a proof was examined, that shows it already."""
    if (
        notice.known is None
        or notice.notice not in ADVERSE
        or examination_of(repository, notice.application) is not None
    ):
        return
    settings = repository.only(Settings)
    source, confirmed = _rests_on(procedure(settings).revocation_months)
    yield from day.until(
        revocation_limit(notice.known, settings).unmoved,
        kind=DueKind.LIMIT,
        record=notice.id,
        key="revocation",
        what=text("last day to take the award back, of which all is known since {day}", day=notice.known),
        owes=Owes.OFFICE,
        source=source,
        confirmed=confirmed,
    )


def _on_its_way(repository: Snapshot, notice: Notice, issued: datetime.date, day: Day) -> Iterator[Due]:
    posted = posting_of(notice)
    if posted is None:
        back = notice.step(NoticeEvent.RETURNED)
        yield from day.since(
            back.date if back is not None else issued,
            kind=DueKind.NOTICE,
            record=notice.id,
            key="post",
            what=text("the notice came back; send it again")
            if back is not None
            else text("the notice is issued and not posted yet"),
            owes=Owes.OFFICE,
            source="§ 41, § 43 VwVfG",
        )
    elif delivered_on(repository, notice) is None:
        yield from day.since(
            posted.date,
            kind=DueKind.NOTICE,
            record=notice.id,
            key="delivery",
            what=text("posted, and the day of delivery is not proved yet"),
            owes=Owes.OFFICE,
            source="§ 41 VwVfG",
        )


def _remedies(repository: Snapshot, notice: Notice, day: Day) -> Iterator[Due]:
    """The end of the time for an objection, and the first day of finality."""
    remedy = remedy_of(repository, notice)
    if remedy is None:
        return
    values = procedure(repository.only(Settings))
    year = remedy.source == values.appeal_months_without_instruction.cited
    months = values.appeal_months_without_instruction if year else values.appeal_months
    source, confirmed = _rests_on(months)
    if waived_on(notice) is None and not objections_against(repository, notice.id):
        yield from day.on(
            remedy.end,
            kind=DueKind.REMEDY,
            record=notice.id,
            key="appeal-end",
            what=text("last day for an objection"),
            owes=Owes.APPLICANT,
            source=source,
            confirmed=confirmed,
        )
    yield from day.on(
        finality_day(repository, notice, careful=True),
        kind=DueKind.REMEDY,
        record=notice.id,
        key="final",
        what=text("the notice is final from this day on"),
        owes=Owes.NOBODY,
        source=source,
        confirmed=confirmed,
    )


def _register(repository: Snapshot, notice: Notice, day: Day) -> Iterator[Due]:
    """De-minimis aid that is not entered in the central register yet."""
    if notice.register is not None:
        return
    settings = repository.only(Settings)
    source, confirmed = _rests_on(procedure(settings).register_working_days)
    yield from day.until(
        register_day(repository, notice),
        kind=DueKind.REGISTER,
        record=notice.id,
        key="register",
        what=text("to be entered in the central register of de-minimis aid"),
        owes=Owes.OFFICE,
        source=source,
        confirmed=confirmed,
    )


def _conditions(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Conditions of awards that are neither met nor waived, with their extended day."""
    noticed = dict.fromkeys(each.application for each in repository.all(Notice) if each.conditions)
    for application in noticed:
        for held in conditions(repository, application):
            if held.state is not ConditionState.OPEN:
                continue
            said = (
                text("prerequisite {id}: {condition}", id=held.condition.id, condition=held.condition.text)
                if held.condition.condition is ConditionKind.PREREQUISITE
                else text("obligation {id}: {condition}", id=held.condition.id, condition=held.condition.text)
            )
            if held.due is not None:
                yield from day.until(
                    held.due,
                    kind=DueKind.CONDITION,
                    record=held.notice.id,
                    key=f"condition-{held.condition.id}",
                    what=said,
                    owes=Owes.APPLICANT,
                    source="§ 36 VwVfG",
                )
            else:
                yield from day.since(
                    issued_on(held.notice),
                    kind=DueKind.CONDITION,
                    record=held.notice.id,
                    key=f"condition-{held.condition.id}",
                    what=said,
                    owes=Owes.APPLICANT,
                    source="§ 36 VwVfG",
                )


# -- objections ----------------------------------------------------------------------------------------

_WAITS_FOR_APPEALS = frozenset({ObjectionEvent.HANDED_OVER, ObjectionEvent.HEARD})


def of_objections(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Objections that are to be decided on, and the time for a lawsuit after the decision."""
    settings = repository.only(Settings)
    values = procedure(settings)
    for objection in repository.all(Objection):
        step = last_step(objection)
        if step is not None and step.event is ObjectionEvent.DECIDED:
            yield from _decided(objection, settings, day)
        elif pending(repository, objection, day.today):
            source, confirmed = _rests_on(values.objection_months)
            appeals = step is not None and step.event in _WAITS_FOR_APPEALS
            if step is not None and step.event is ObjectionEvent.SUED:
                yield from day.since(
                    step.date,
                    kind=DueKind.OBJECTION,
                    record=objection.id,
                    key="judgement",
                    what=text("the lawsuit is pending"),
                    owes=Owes.NOBODY,
                )
                continue
            yield from day.until(
                months_later(objection.received, values.objection_months.value),
                kind=DueKind.OBJECTION,
                record=objection.id,
                key="decision",
                what=text("decision on the objection of {day}", day=objection.received)
                if step is None
                else text(
                    "decision on the objection of {day}; last step on {step}",
                    day=objection.received,
                    step=step.date,
                ),
                owes=Owes.APPEALS if appeals else Owes.OFFICE,
                source=source,
                confirmed=confirmed,
            )


def _decided(objection: Objection, settings: Settings | None, day: Day) -> Iterator[Due]:
    step = last_step(objection)
    assert step is not None
    if step.outcome is ObjectionOutcome.UPHELD:
        return
    if step.delivered is None:
        yield from day.since(
            step.date,
            kind=DueKind.OBJECTION,
            record=objection.id,
            key="delivery",
            what=text("the decision on the objection is not delivered yet"),
            owes=Owes.APPEALS,
            source="§ 73 Abs. 3 VwGO",
        )
        return
    source, confirmed = _rests_on(procedure(settings).lawsuit_months)
    yield from day.on(
        lawsuit(step.delivered, settings).end,
        kind=DueKind.OBJECTION,
        record=objection.id,
        key="lawsuit",
        what=text("last day for a lawsuit"),
        owes=Owes.APPLICANT,
        source=source,
        confirmed=confirmed,
    )
