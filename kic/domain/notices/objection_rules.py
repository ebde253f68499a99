"""What must hold of objections (Widerspruch): in time, step by step, with the money that they may need in sight."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.decisions.of_call import free_money
from kic.domain.notices import (
    Notice,
    NoticeKind,
    Objection,
    ObjectionEvent,
    ObjectionOutcome,
    ObjectionStep,
)
from kic.domain.notices.standing import (
    appeal_end,
    claims,
    contest,
    counts,
    issued_on,
    notices_of,
    pending,
    set_aside_on,
    waived_on,
)
from kic.domain.periods.defaults import procedure
from kic.domain.periods.delivery import lawsuit
from kic.domain.periods.law import months_later
from kic.domain.settings import Settings


@rule("KIC840", "objection-against-nothing")
def objection_against_nothing(repository: Snapshot) -> Iterator[Finding]:
    """An objection is against a notice on its own application that was issued before.

    Why: A draft has no effect, and nobody can object to what concerns another.

    Fix: Name the notice that the letter is about, or correct the day on which it came in.

    Source: § 70(1) VwGO (after the notice was made known).
    """
    for objection in repository.all(Objection):
        notice = repository.get(Notice, objection.against)
        if notice is None:
            continue
        issued = issued_on(notice)
        field = "against"
        if notice.application != objection.application:
            message = text("{id} is a notice on {other}", id=notice.id, other=notice.application)
        elif issued is None:
            message = text("{id} is a draft: nobody can object to it yet", id=notice.id)
        elif objection.received < issued:
            field = "received"
            message = text(
                "received on {date}, before the notice was issued on {issued}",
                date=objection.received,
                issued=issued,
            )
        else:
            continue
        yield found(
            objection,
            field,
            message,
            help=text("name the notice that the letter is about, or correct the date"),
        )


@rule("KIC841", "objection-late", Severity.WARNING, requires=(objection_against_nothing,))
def objection_late(repository: Snapshot) -> Iterator[Finding]:
    """An objection comes in within a month from delivery, or is restored for a recorded reason.

    Why: After the period the notice is final. A late objection is inadmissible, unless its sender was kept from it
    without fault.

    Fix: Hand it over, to be decided as inadmissible; or, if restitution is granted, enter `restored: true` and
    why in the note.

    Source: § 70(1), § 60 VwGO (restitution: not confirmed); § 41(2) VwVfG.
    """
    for objection in repository.all(Objection):
        notice = repository.get(Notice, objection.against)
        if notice is None or objection.restored:
            continue
        waived, end = waived_on(notice), appeal_end(repository, notice)
        if counts(repository, objection):
            continue
        if contest(repository, objection).ended is not None:
            continue
        if waived is not None and waived <= objection.received:
            message = text(
                "received on {date}, but remedies were waived on {waived}",
                date=objection.received,
                waived=waived,
            )
        else:
            assert end is not None
            message = text("received on {date}; the last day was {end}", date=objection.received, end=end)
        yield found(
            objection,
            "received",
            message,
            help=text(
                "it is decided as inadmissible, unless restitution is granted: restored, with the reason"
            ),
            related=[Related(repository.place(notice, "steps"), text("when the notice was posted"))],
        )


@rule("KIC842", "late-objection-remedied", requires=(objection_against_nothing,))
def late_objection_remedied(repository: Snapshot) -> Iterator[Finding]:
    """An objection that came too late is not granted without restitution, and restitution has its reason.

    Why: A final notice binds the city too. Whoever lets one late objection through for no reason treats those
    unequally who kept the period, or did not object because they knew it was over.

    Fix: Correct the outcome; or enter `restored: true` with the reason in the note.

    Source: § 70(1), § 60 VwGO (not confirmed); equal treatment (Art. 3 GG).
    """
    for objection in repository.all(Objection):
        if objection.restored and not (objection.note or "").strip():
            yield found(
                objection,
                "restored",
                text("heard although late, but it is not said why"),
                help=text("enter the reason in the note"),
            )
            continue
        if counts(repository, objection):
            continue
        for position, step in enumerate(objection.steps):
            if _granted(step):
                yield found(
                    objection,
                    ("steps", position),
                    text("granted, although it came in too late and was not restored"),
                    help=text("correct the outcome, or enter restored with the reason in the note"),
                    related=[Related(repository.place(objection, "received"), text("when it came in"))],
                )
                break


def _granted(step: ObjectionStep) -> bool:
    return step.event in (ObjectionEvent.REMEDIED, ObjectionEvent.PARTLY_REMEDIED) or step.outcome in (
        ObjectionOutcome.UPHELD,
        ObjectionOutcome.PARTLY_UPHELD,
    )


FOLLOWS: dict[ObjectionEvent, tuple[ObjectionEvent | None, ...]] = {
    ObjectionEvent.REMEDIED: (None, ObjectionEvent.PARTLY_REMEDIED),
    ObjectionEvent.PARTLY_REMEDIED: (None,),
    ObjectionEvent.HANDED_OVER: (None, ObjectionEvent.PARTLY_REMEDIED),
    ObjectionEvent.HEARD: (ObjectionEvent.HANDED_OVER,),
    ObjectionEvent.DECIDED: (ObjectionEvent.HANDED_OVER, ObjectionEvent.HEARD),
    ObjectionEvent.SUED: (ObjectionEvent.DECIDED,),
    ObjectionEvent.JUDGED: (ObjectionEvent.SUED,),
    ObjectionEvent.WITHDRAWN: (
        None,
        ObjectionEvent.PARTLY_REMEDIED,
        ObjectionEvent.HANDED_OVER,
        ObjectionEvent.HEARD,
        ObjectionEvent.SUED,
    ),
}
"""What may stand directly before a step; None: the objection alone."""
UNDECIDED = (None, ObjectionEvent.PARTLY_REMEDIED, ObjectionEvent.HANDED_OVER, ObjectionEvent.HEARD)
"""After these nothing is decided yet: who waits too long may sue all the same (§ 75 VwGO)."""


@rule("KIC843", "objection-steps-order")
def objection_steps_order(repository: Snapshot) -> Iterator[Finding]:
    """An objection is remedied by the office, or handed over with the file, heard and decided; then sued.

    Why: The Stadtrechtsausschuss decides, not the office that issued the notice. A lawsuit is possible only after
    it, or when nothing was decided for three months. A step that is left out takes a remedy away.

    Fix: Add the step that is missing, or take this one out.

    Source: §§ 72, 73, 68 VwGO; § 75 VwGO (no decision in time; not confirmed); § 7 AGVwGO RLP
    (Stadtrechtsausschuss, oral hearing).
    """
    months = procedure(repository.only(Settings)).objection_months.value
    for objection in repository.all(Objection):
        before: ObjectionEvent | None = None
        for position, step in enumerate(objection.steps):
            too_long = step.event is ObjectionEvent.SUED and step.date > months_later(
                objection.received, months
            )
            if before not in FOLLOWS[step.event] and not (too_long and before in UNDECIDED):
                yield found(
                    objection,
                    ("steps", position, "event"),
                    _cannot_follow(step.event, before),
                    help=text("add the step that is missing before it, or take it out"),
                )
                break
            before = step.event


def _cannot_follow(event: ObjectionEvent, before: ObjectionEvent | None) -> Text:
    if event in (ObjectionEvent.DECIDED, ObjectionEvent.HEARD) and before in (
        None,
        ObjectionEvent.PARTLY_REMEDIED,
    ):
        return text("{event}, but not handed over to the Stadtrechtsausschuss before", event=event)
    if event is ObjectionEvent.SUED:
        return text("a lawsuit before the objection is decided")
    if before is None:
        return text("{event} cannot come first", event=event)
    return text("{event} cannot follow on {before}", event=event, before=before)


@rule("KIC844", "objection-outcome")
def objection_outcome(repository: Snapshot) -> Iterator[Finding]:
    """A decision or a judgement has an outcome, and no other step has one.

    Why: Whether the notice stands depends on it.

    Fix: Enter the outcome: upheld, partly_upheld, rejected or inadmissible.

    Source: § 73 VwGO; data model of kic.
    """
    for objection in repository.all(Objection):
        for position, step in enumerate(objection.steps):
            ends = step.event in (ObjectionEvent.DECIDED, ObjectionEvent.JUDGED)
            if ends == (step.outcome is not None):
                continue
            yield found(
                objection,
                ("steps", position) if ends else ("steps", position, "outcome"),
                text("{event} without an outcome", event=step.event)
                if ends
                else text("{event} has no outcome of its own", event=step.event),
                help=text("enter the outcome with the decision or the judgement"),
            )


@dated_rule("KIC845", "objection-dates")
def objection_dates(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The steps of an objection stand in the order of time, none before it came in, none in the future.

    Why: The period for a lawsuit is counted from the day on which the decision was delivered.

    Fix: Correct the date.

    Source: § 74 VwGO (a month for a lawsuit; not confirmed); § 31 VwVfG.
    """
    for objection in repository.all(Objection):
        if objection.received > today:
            yield found(
                objection,
                "received",
                text("{date} is in the future", date=objection.received),
                help=text("correct the date"),
            )
        earlier = objection.received
        for position, step in enumerate(objection.steps):
            for name, day in (("date", step.date), ("delivered", step.delivered)):
                if day is None:
                    continue
                if day > today:
                    message = text("{date} is in the future", date=day)
                elif day < (earlier if name == "date" else step.date):
                    message = text(
                        "{date} lies before {earlier}",
                        date=day,
                        earlier=earlier if name == "date" else step.date,
                    )
                else:
                    continue
                yield found(objection, ("steps", position, name), message, help=text("correct the date"))
            earlier = max(earlier, step.date)


@rule("KIC846", "lawsuit-late", Severity.WARNING, requires=(objection_steps_order,))
def lawsuit_late(repository: Snapshot) -> Iterator[Finding]:
    """A lawsuit is brought within a month from the delivery of the decision on the objection.

    Why: After the month the notice is final, and the city should say so in court.

    Fix: Check the day of delivery (`delivered`) and the day of the lawsuit; tell the legal office.

    Source: § 74(1) VwGO (not confirmed).
    """
    settings = repository.only(Settings)
    for objection in repository.all(Objection):
        delivered: datetime.date | None = None
        for position, step in enumerate(objection.steps):
            if step.event is ObjectionEvent.DECIDED:
                delivered = step.delivered
            elif step.event is ObjectionEvent.SUED and delivered is not None:
                end = lawsuit(delivered, settings).end
                if step.date > end:
                    yield found(
                        objection,
                        ("steps", position, "date"),
                        text("sued on {date}; the last day was {end}", date=step.date, end=end),
                        help=text("check both days, and tell the legal office"),
                    )


@dated_rule("KIC847", "objection-without-claim", Severity.WARNING)
def objection_without_claim(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A pending objection against a refusal or a partial award says how much money it may need.

    Why: If it is upheld, the money has to be there. What was passed on to others meanwhile cannot be given twice.

    Fix: Enter in `claim` what the objection asks for, at most what was requested.

    Source: § 113(5) VwGO (a court can oblige the town to decide again; not confirmed); practice of offices.
    """
    for objection in repository.all(Objection):
        notice = repository.get(Notice, objection.against)
        if notice is None or notice.notice not in (NoticeKind.REFUSAL, NoticeKind.AWARD):
            continue
        application = repository.get(Application, objection.application)
        if objection.claim is None:
            if pending(repository, objection, today):
                yield found(
                    objection,
                    (),
                    text("it is pending, but it is not said how much money it may need"),
                    help=text("enter it: kic notice objection {id} --claim ...", id=objection.id),
                )
        elif application is not None and not Money(0) <= objection.claim <= application.requested:
            yield found(
                objection,
                "claim",
                text(
                    "{claim}, but only {requested} were requested",
                    claim=objection.claim,
                    requested=application.requested,
                ),
                help=text(
                    "nobody can win more than was applied for, or less than nothing; correct the amount"
                ),
            )


@dated_rule("KIC848", "claims-not-covered", Severity.WARNING, requires=(objection_without_claim,))
def claims_not_covered(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The money that pending objections may need is still free in the call.

    Why: A reserve is kept for such cases. Once it is passed on, an upheld objection is paid from the next year.

    Fix: Keep the money back until the objections are settled, or say in the call's note what pays for them.

    Source: Reserve of the call, fixed in its terms; practice of offices.
    """
    for call_id in dict.fromkeys(each.call for each in repository.all(Objection)):
        call = repository.get(Call, call_id)
        if call is None or call.money.amount is None:
            continue
        needed, free = claims(repository, call_id, today), free_money(repository, call)
        if needed > free:
            yield found(
                call,
                ("money", "amount"),
                text("pending objections may need {needed}, and {free} are free", needed=needed, free=free),
                help=text("keep the money back until they are settled"),
            )


@rule(
    "KIC849",
    "won-objection-without-notice",
    Severity.WARNING,
    requires=(objection_steps_order, late_objection_remedied),
)
def won_objection_without_notice(repository: Snapshot) -> Iterator[Finding]:
    """What was granted to an objection becomes a notice.

    Why: Whoever was right holds a decision, not money. Only a notice awards it, on a decision of the committee
    about the sum.

    Fix: Let the committee decide again, then draft the notice: kic notice draft, or kic notice amend.

    Source: § 72, § 113(5) VwGO (not confirmed); § 47(1) GemO RLP.
    """
    for objection in repository.all(Objection):
        won = [step for step in objection.steps if _granted(step)]
        notice = repository.get(Notice, objection.against)
        if not won or notice is None or notice.notice not in (NoticeKind.REFUSAL, NoticeKind.AWARD):
            continue
        later = [
            each
            for each in notices_of(repository, objection.application)
            if each.id != notice.id
            and each.notice in (NoticeKind.AWARD, NoticeKind.AMENDMENT, NoticeKind.REFUSAL)
            and set_aside_on(each) is None
            and (issued_on(each) or datetime.date.max) >= won[0].date
        ]
        if not later:
            yield found(
                objection,
                ("steps", objection.steps.index(won[-1])),
                text("the objection was granted, but no notice followed"),
                help=text(
                    "let the committee decide, then draft it: kic notice draft {id}", id=objection.application
                ),
            )


RULES: tuple[Rule, ...] = (
    objection_against_nothing,
    objection_late,
    late_objection_remedied,
    objection_steps_order,
    objection_outcome,
    objection_dates,
    lawsuit_late,
    objection_without_claim,
    claims_not_covered,
    won_objection_without_notice,
)
