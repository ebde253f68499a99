"""What a notice says by default: taken from the decision, the application and the call's terms.

The officer reads every draft, and nothing here leaves the house by itself. Reasons are put in words that would hold
for every application, and name none of the others.
"""

import datetime
from collections.abc import Callable

from kic.allocation.outcome import Cause
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Count, Money, Share
from kic.domain.applications import Application, Ineligible, Period
from kic.domain.calls import Call, Financing, ReportDue, ReportKind
from kic.domain.decisions import AwardEvent, Decision, SettledTie
from kic.domain.decisions.of_call import applications_of, decisions_of
from kic.domain.notices import Instalment, Notice, NoticeEvent, NoticeKind
from kic.domain.notices.grant import Grant, composed
from kic.domain.notices.moves import Drafted
from kic.domain.notices.standing import notices_of, set_aside_on
from kic.domain.periods.delivery import proof_until
from kic.domain.settings import Settings

Say = Callable[[Text], str]
"""Puts a sentence into the words of the municipality's language."""


def decision_on(repository: Snapshot, application: Application) -> Decision | None:
    """The last decision that gave an application an award or a refusal."""
    call = repository.get(Call, application.call)
    for decision in reversed(decisions_of(repository, call) if call is not None else ()):
        if application.id in decision.standing:
            return decision
    return None


def has_notice(repository: Snapshot, application: str, kind: NoticeKind, *, issued: bool = False) -> bool:
    """Whether there is an award or a refusal of an application already: one that stands, or (else) a draft."""
    return any(
        each.notice is kind and set_aside_on(each) is None and (each.has(NoticeEvent.ISSUED) or not issued)
        for each in notices_of(repository, application)
    )


def open_draft(repository: Snapshot, application: str) -> Notice | None:
    """The draft of an award or refusal of an application, if there is one."""
    for each in notices_of(repository, application):
        if each.notice in (NoticeKind.AWARD, NoticeKind.REFUSAL) and not each.has(NoticeEvent.ISSUED):
            return each
    return None


def drafts_of(repository: Snapshot, call: Call, say: Say) -> tuple[Drafted, ...]:
    """The first notices on every application of a decided call that has none: awards and refusals.

    Who withdrew, or declined the award, gets none.
    """
    made = (draft_of(repository, each, say) for each in applications_of(repository, call))
    return tuple(each for each in made if each is not None)


def draft_of(
    repository: Snapshot, application: Application, say: Say, *, again: bool = False
) -> Drafted | None:
    """The first notice on an application as its decision stands; None where there is none to make.

    `again`: also where there is a draft of one.
    """
    decision = decision_on(repository, application)
    if decision is None:
        return _out_of_form(repository, application, say, again=again)
    amount = decision.standing[application.id]
    if amount.cents:
        if has_notice(repository, application.id, NoticeKind.AWARD, issued=again):
            return None
        return award_of(repository, application, decision, say)
    declined = any(
        each.application == application.id and each.event is AwardEvent.DECLINED for each in decision.entries
    )
    if declined or Ineligible.WITHDRAWN in application.ineligible:
        return None
    if has_notice(repository, application.id, NoticeKind.REFUSAL, issued=again):
        return None
    return refusal_of(application, decision, say)


def award_of(repository: Snapshot, application: Application, decision: Decision, say: Say) -> Drafted:
    """An award by a decision: amount, financing, period, one instalment, and the days for reports."""
    call = repository.get(Call, application.call)
    amount = decision.standing[application.id]
    financing = call.terms.financing if call is not None else None
    part = amount < application.requested
    return Drafted(
        application=application,
        notice=NoticeKind.AWARD,
        decision=decision.id,
        amount=amount,
        financing=financing,
        rate=share_of(application, amount) if financing is Financing.SHARE else None,
        period=application.period,
        instalments=(Instalment(number=Count(1), amount=amount),),
        reports=reports_for(repository, application, call),
        reason=why_part(application, decision, say) if part else None,
    )


def reports_for(repository: Snapshot, application: Application, call: Call | None) -> tuple[ReportDue, ...]:
    """The days for reports that the call names; without one for the proof of use, the usual day after the period.

    That is `procedure.proof_months` after the project's end, or the day by which the call is to be settled.
    """
    named = call.reports if call is not None else ()
    if any(each.report is ReportKind.PROOF_OF_USE for each in named):
        return named
    due = proof_until(application.period.end, repository.only(Settings))
    if call is not None and call.settle_by is not None:
        due = max(min(due, call.settle_by), application.period.end)
    return (*named, ReportDue(report=ReportKind.PROOF_OF_USE, due=due))


def share_of(application: Application, amount: Money) -> Share | None:
    """The share of the eligible costs that an award is, rounded up to a hundredth of a per cent; None without costs."""
    costs = application.adapted[-1].costs if application.adapted else application.costs
    eligible = sum(item.amount.cents for item in costs if item.eligible)
    if not eligible or amount.cents > eligible:
        return None
    hundredths = -(-amount.cents * 10_000 // eligible)
    return Share(f"{hundredths // 100}.{hundredths % 100:02}%")


def refusal_of(application: Application, decision: Decision, say: Say) -> Drafted:
    """A refusal by a decision, with the reason that the decision keeps."""
    return Drafted(
        application=application,
        notice=NoticeKind.REFUSAL,
        decision=decision.id,
        reason=why_refused(application, decision, say),
    )


def _out_of_form(repository: Snapshot, application: Application, say: Say, *, again: bool) -> Drafted | None:
    """The refusal of an application that took no part: the administration's own, no decision is needed."""
    reasons = application.ineligible
    if not reasons or Ineligible.WITHDRAWN in reasons:
        return None
    if has_notice(repository, application.id, NoticeKind.REFUSAL, issued=again):
        return None
    words = " ".join(say(_FORMAL[each]) for each in reasons)
    return Drafted(application=application, notice=NoticeKind.REFUSAL, reason=words)


_FORMAL = {
    Ineligible.LATE: text("The application came in after the deadline of the call."),
    Ineligible.INCOMPLETE: text(
        "The application stayed incomplete, although what was missing had been asked for."
    ),
    Ineligible.WRONG_THEME: text("The project does not fall under the themes of the call."),
    Ineligible.NOT_ENTITLED: text("The applicant is not among those who may apply under the call."),
    Ineligible.ALREADY_BEGUN: text("The project had begun before a decision on the application."),
}


def why_refused(application: Application, decision: Decision, say: Say) -> str | None:
    """Why a decision gives an application nothing, in words that would hold for all; None if it does not say."""
    given = next((each for each in decision.awards if each.application == application.id), None)
    if given is not None and given.deviation is not None:
        return given.deviation
    cause = next((each.cause for each in decision.proposal if each.application == application.id), None)
    if cause not in _CAUSES:
        return None
    sentences = [say(_CAUSES[cause])]
    if cause in (Cause.LINE, Cause.BUDGET):
        sentences += map(say, ties_lost(application.id, decision))
    return " ".join(sentences)


def ties_lost(application: str, decision: Decision) -> tuple[Text, ...]:
    """How each tie was settled in which one that stood before this application got money; it names nobody."""
    return tuple(
        text(
            "Several applications had the same score; their order was settled by: {how}.", how=each.settled_by
        )
        for each in decision.ties
        if _lost(application, each, decision)
    )


def _lost(application: str, tie: SettledTie, decision: Decision) -> bool:
    """Whether one that the tie put before this application got money: the score alone is not the reason then."""
    if application not in tie.order:
        return False
    before = tie.order[: tie.order.index(application)]
    return any(award.application in before and award.amount.cents for award in decision.awards)


_CAUSES = {
    Cause.THRESHOLD: text(
        "In the assessment by the criteria of the call, the application does not reach the score that the terms of "
        "the call require."
    ),
    Cause.MARKS: text("There were fewer marks for the application than the terms of the call require."),
    Cause.MINIMUM: text(
        "The money that was left does not reach the least sum with which, by the application, the project can be done."
    ),
    Cause.LINE: text(
        "The money of the call does not suffice for all applications. In the order of the assessment by the criteria "
        "of the call, none was left for this application."
    ),
    Cause.BUDGET: text(
        "The money of the call does not suffice for all applications. In the order of the assessment by the criteria "
        "of the call, what was left did not suffice for this application."
    ),
    Cause.THEME_CAP: text(
        "The most that the terms of the call allow for the theme of the project is used up."
    ),
    Cause.APPLICANT_CAP: text("The most that the terms of the call allow for one applicant is used up."),
    Cause.RULE: text("By the rule of allocation of the call, no money goes to this application."),
}


def why_part(application: Application, decision: Decision, say: Say) -> str | None:
    """Why a decision gives less than was requested; an entry's or deviation's own reason goes first."""
    for entry in reversed(decision.entries):
        if entry.application == application.id and entry.reason is not None:
            if entry.event is not AwardEvent.MOVED_UP:
                return entry.reason
            break
    given = next((each for each in decision.awards if each.application == application.id), None)
    if given is not None and given.deviation is not None:
        return given.deviation
    proposed = next((each for each in decision.proposal if each.application == application.id), None)
    amount = decision.standing[application.id]
    if proposed is not None and amount == proposed.admissible:
        return say(
            text(
                "More than {admissible} is not admissible by the terms of the call: eligible costs, highest share, "
                "highest sum.",
                admissible=proposed.admissible,
            )
        )
    return say(
        text(
            "The money of the call does not suffice to grant the requested {requested} in full. In the order of the "
            "assessment by the criteria of the call, {amount} were left for this application.",
            requested=application.requested,
            amount=amount,
        )
    )


# -- what changes a notice -----------------------------------------------------------------------------


def standing_grant(repository: Snapshot, application: str) -> Grant | None:
    """The award as every issued notice leaves it, delivered or not: what the next notice would change."""
    return composed(
        [
            each
            for each in notices_of(repository, application)
            if each.has(NoticeEvent.ISSUED) and not each.has(NoticeEvent.SET_ASIDE)
        ]
    )


def amendment_of(
    repository: Snapshot,
    application: Application,
    *,
    amount: Money | None = None,
    period: Period | None = None,
    instalments: tuple[Instalment, ...] = (),
    reports: tuple[ReportDue, ...] = (),
    requested: datetime.date | None = None,
    reason: str | None = None,
) -> Drafted:
    """An amending notice (Änderungsbescheid): another sum, period, plan of payment or purpose (in the reason)."""
    found = standing_grant(repository, application.id)
    decision = decision_on(repository, application)
    last = None if found is None else found.last
    return Drafted(
        application=application,
        notice=NoticeKind.AMENDMENT,
        decision=decision.id if decision is not None else None,
        changes=None if last is None else last.id,
        before=None if found is None else found.amount,
        amount=amount if amount is not None or found is None else found.amount,
        period=period,
        instalments=instalments,
        reports=reports,
        requested=requested,
        reason=reason,
    )


def revocation_of(
    repository: Snapshot,
    application: Application,
    *,
    amount: Money,
    known: datetime.date | None,
    reason: str | None,
) -> Drafted:
    """A revocation or withdrawal (§§ 48, 49 VwVfG) of the award, down to the amount that is left."""
    found = standing_grant(repository, application.id)
    last: Notice | None = None if found is None else found.last
    return Drafted(
        application=application,
        notice=NoticeKind.REVOCATION,
        changes=None if last is None else last.id,
        before=None if found is None else found.amount,
        amount=amount,
        known=known,
        reason=reason,
    )
