"""What must hold of conditions, of their steps, and of the reports that a notice asks for."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.calls import ReportKind
from kic.domain.notices import (
    ConditionEvent,
    ConditionKind,
    Notice,
    NoticeKind,
    ReportEvent,
    ReportStep,
)
from kic.domain.notices.grant import Grant, conditions, followed, reports_due
from kic.domain.notices.standing import issued_on, notices_of, set_aside_on


@rule("KIC830", "unknown-condition")
def unknown_condition(repository: Snapshot) -> Iterator[Finding]:
    """A step of a condition names a condition of its notice.

    Why: Evidence that is booked on a condition nobody set leaves the real one open, and the payout blocked.

    Fix: Name the condition by its id in this notice, or record the step in the notice that set it.

    Source: Data model of kic; § 36 VwVfG (conditions are part of the notice; not confirmed).
    """
    for notice in repository.all(Notice):
        if not notice.condition_steps:
            continue
        known = tuple(each.id for each in notice.conditions)
        for position, step in enumerate(notice.condition_steps):
            if step.condition not in known:
                yield found(
                    notice,
                    ("condition_steps", position, "condition"),
                    text("this notice has no condition {condition}", condition=step.condition),
                    help=text("its conditions: {ids}", ids=known)
                    if known
                    else text("record the step in the notice that set the condition"),
                )


@rule("KIC831", "blocks-unknown-instalment")
def blocks_unknown_instalment(repository: Snapshot) -> Iterator[Finding]:
    """A prerequisite blocks instalments that the award has; an obligation blocks none.

    Why: A condition that blocks an instalment which is not there blocks nothing, and the money goes out.

    Fix: Name instalments of the notice by their numbers; leave `blocks` out to block every payout.

    Source: § 36 VwVfG (conditions are part of the notice; not confirmed); data model of kic.
    """
    for application in dict.fromkeys(each.application for each in repository.all(Notice)):
        made: Grant | None = None
        for notice in notices_of(repository, application):
            if set_aside_on(notice) is not None:
                continue
            made = followed(made, notice)
            numbers = tuple(each.number for each in made.instalments) if made is not None else ()
            for position, condition in enumerate(notice.conditions):
                if not condition.blocks:
                    continue
                field = ("conditions", position, "blocks")
                unknown = tuple(each for each in condition.blocks if each not in numbers)
                if condition.condition is ConditionKind.OBLIGATION:
                    yield found(
                        notice,
                        field,
                        text("an obligation stops no payment"),
                        help=text("make it a prerequisite, or take blocks out"),
                    )
                elif unknown:
                    yield found(
                        notice,
                        field,
                        text("there is no instalment {number}", number=unknown[0]),
                        help=text("the instalments: {numbers}", numbers=numbers)
                        if numbers
                        else text("leave blocks out to block every payout"),
                    )


@rule("KIC832", "condition-met-without-evidence", requires=(unknown_condition,))
def condition_met_without_evidence(repository: Snapshot) -> Iterator[Finding]:
    """A condition is met by evidence, waived for a reason, and extended to a later day.

    Why: The auditor asks what was shown before the money went out. A waiver is an exception that has to hold for
    every grantee.

    Fix: Enter the evidence, the reason, or the new day.

    Source: Equal treatment (Art. 3 GG): an exception needs a recorded reason that would hold for all.
    """
    for notice in repository.all(Notice):
        dues = {each.id: each.due for each in notice.conditions}
        for position, step in enumerate(notice.condition_steps):
            at = ("condition_steps", position)
            if step.event is ConditionEvent.MET and not (step.evidence or "").strip():
                message = text("{condition} is met, but by no evidence", condition=step.condition)
                help_ = text("enter what shows it: --evidence")
            elif step.event is ConditionEvent.WAIVED and not (step.reason or "").strip():
                message = text("{condition} is waived without a reason", condition=step.condition)
                help_ = text("enter a reason that would hold for every grantee: --reason")
            elif step.event is ConditionEvent.EXTENDED and step.due is None:
                message = text("{condition} gets more time, but no new day", condition=step.condition)
                help_ = text("enter the new day: --due")
            elif step.event is ConditionEvent.EXTENDED and _not_later(dues.get(step.condition), step.due):
                message = text(
                    "{condition}: the new day is not later than the one before", condition=step.condition
                )
                help_ = text("enter a later day: --due")
            else:
                if step.event is ConditionEvent.EXTENDED:
                    dues[step.condition] = step.due
                continue
            yield found(notice, at, message, help=help_)


def _not_later(before: datetime.date | None, due: datetime.date | None) -> bool:
    return before is not None and due is not None and due <= before


@rule("KIC833", "condition-step-too-late", requires=(unknown_condition,))
def condition_step_too_late(repository: Snapshot) -> Iterator[Finding]:
    """Steps of a condition follow the issue of its notice, and end when it is met or waived.

    Why: Before the notice there is no condition, and what is met cannot be met again: a second step would hide
    which evidence counted.

    Fix: Take the step out, or correct its date.

    Source: § 43(1) VwVfG; data model of kic.
    """
    for notice in repository.all(Notice):
        if not notice.condition_steps:
            continue
        issued = issued_on(notice)
        closed: set[str] = set()
        for position, step in enumerate(notice.condition_steps):
            if issued is None or step.date < issued:
                message = (
                    text("a step of {condition}, but the notice is not issued", condition=step.condition)
                    if issued is None
                    else text(
                        "{date} lies before the notice was issued, {issued}", date=step.date, issued=issued
                    )
                )
            elif step.condition in closed:
                message = text("{condition} was met or waived before", condition=step.condition)
            else:
                if step.event is not ConditionEvent.EXTENDED:
                    closed.add(step.condition)
                continue
            yield found(
                notice,
                ("condition_steps", position),
                message,
                help=text("take the step out, or correct its date"),
            )


@dated_rule("KIC834", "condition-overdue", Severity.WARNING)
def condition_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A condition is met by its day.

    Why: A prerequisite that stays open blocks the payout; an obligation that is not met is a ground for
    revocation, and from its knowledge on a year runs.

    Fix: Ask for the evidence; record it (kic notice condition), give more time, or revoke.

    Source: § 49(3) VwVfG (revocation where a condition is not met).
    """
    for application in dict.fromkeys(each.application for each in repository.all(Notice) if each.conditions):
        for held in conditions(repository, application, today):
            if not held.overdue(today) or held.due is None:
                continue
            yield found(
                held.notice,
                ("conditions", held.position),
                text(
                    "the condition {condition} was to be met by {due}",
                    condition=held.condition.id,
                    due=held.due,
                ),
                help=text(
                    "record the evidence, or give more time: kic notice condition {id} {condition}",
                    id=held.notice.id,
                    condition=held.condition.id,
                ),
            )


@rule("KIC835", "report-extended-without-day")
def report_extended_without_day(repository: Snapshot) -> Iterator[Finding]:
    """More time for a report has a reason and a new day, later than the one before; a draft asks for no report.

    Why: A day that was put off without saying until when binds nobody. Who gets more time gets it for a reason
    that would hold for all.

    Fix: Enter the new day and the reason: kic notice extend. A reminder needs neither.

    Source: § 31(7) VwVfG (periods set by the authority can be extended; not confirmed); Art. 3 GG.
    """
    firsts: dict[str, list[tuple[ReportKind, datetime.date]]] = {}
    for notice in repository.all(Notice):
        if not notice.report_steps:
            continue
        issued = issued_on(notice)
        if notice.application not in firsts:
            owing = reports_due(repository, notice.application)
            firsts[notice.application] = [(each.report, each.first) for each in owing]
        owed = firsts[notice.application]  # carried on by the extensions of each notice in turn
        for position, step in enumerate(notice.report_steps):
            if notice.notice is NoticeKind.REFUSAL:
                message: Text | None = text("a refusal asks for no report")
            elif issued is None or step.date < issued:
                message = text("{event}, but the notice was not issued by then", event=step.event)
            else:
                message = _ill_extended(owed, step) if step.event is ReportEvent.EXTENDED else None
            if message is not None:
                yield found(
                    notice,
                    ("report_steps", position),
                    message,
                    help=text("enter the new day and the reason: kic notice extend {id}", id=notice.id),
                )


def _ill_extended(owed: list[tuple[ReportKind, datetime.date]], step: ReportStep) -> Text | None:
    """What is wrong with an extension; None if nothing is."""
    if step.due is None:
        return text("{report}: more time, but no new day", report=step.report)
    if not (step.reason or "").strip():
        return text("{report}: more time without a reason", report=step.report)
    if _put_off(owed, step) is False:
        return text(
            "{report}: the new day {due} is not later than the one before", report=step.report, due=step.due
        )
    return None


def _put_off(owed: list[tuple[ReportKind, datetime.date]], step: ReportStep) -> bool | None:
    """Whether a day of this kind of report is put off by a step, which is done; None if none of the kind is owed."""
    assert step.due is not None
    places = [n for n, (kind, _) in enumerate(owed) if kind is step.report]
    if not places:
        return None
    before = [n for n in places if owed[n][1] < step.due]
    if before:
        at = max(before, key=lambda n: owed[n][1])
        owed[at] = (step.report, step.due)
    return bool(before)


@rule("KIC836", "condition-without-award")
def condition_without_award(repository: Snapshot) -> Iterator[Finding]:
    """Conditions, instalments and reports belong to an award or an amendment, and each condition has an id of its own.

    Why: A refusal asks for nothing. Two conditions of one id could both be ticked off by one piece of evidence.

    Fix: Take them out, or name each condition with an id of its own.

    Source: § 36 VwVfG (conditions belong to a notice that grants; not confirmed).
    """
    for notice in repository.all(Notice):
        if notice.notice not in (NoticeKind.AWARD, NoticeKind.AMENDMENT):
            for field in ("conditions", "instalments"):
                if getattr(notice, field):
                    yield found(
                        notice,
                        field,
                        text("{kind}: it sets no conditions and no instalments", kind=notice.notice),
                        help=text("take them out"),
                    )
            continue
        seen: dict[str, int] = {}
        for position, condition in enumerate(notice.conditions):
            if condition.id in seen:
                yield found(
                    notice,
                    ("conditions", position, "id"),
                    text("{id} names two conditions of this notice", id=condition.id),
                    help=text("give each an id of its own"),
                    related=[
                        Related(repository.place(notice, "conditions", seen[condition.id]), text("the first"))
                    ],
                )
            seen.setdefault(condition.id, position)


RULES: tuple[Rule, ...] = (
    unknown_condition,
    blocks_unknown_instalment,
    condition_met_without_evidence,
    condition_step_too_late,
    condition_overdue,
    report_extended_without_day,
    condition_without_award,
)
