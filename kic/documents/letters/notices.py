"""Letters that are notices (Bescheide): award, refusal, final settlement, clawback, and the hearing before one."""

from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.documents.letters import Writing
from kic.documents.letters.head import head
from kic.documents.refusal import refusal_reason
from kic.domain.applications import Application
from kic.domain.calls import Call, Financing, ReportKind
from kic.domain.decisions import Award, Decision
from kic.domain.meetings import Meeting
from kic.domain.notices import ADVERSE, ConditionKind, Notice, NoticeEvent, NoticeKind
from kic.domain.notices.standing import notices_of
from kic.domain.payments import Payment
from kic.domain.periods.defaults import procedure
from kic.domain.reporting import Examination
from kic.domain.reporting.standing import claim_of, final_sum_of, interest_of, plan_of
from kic.domain.settings import Settings
from kic.errors import UsageError


def of_kind(kind: NoticeKind) -> Any:
    """A function that gives the ids of a call's notices of one kind, in the order of their applications."""

    def ids(repository: Snapshot, call: str) -> tuple[str, ...]:
        found = [each for each in repository.all(Notice) if each.call == call and each.notice is kind]
        return tuple(each.id for each in sorted(found, key=lambda one: (one.application, one.id)))

    return ids


def hearings_of(repository: Snapshot, call: str) -> tuple[str, ...]:
    """The ids of a call's drafts before which the recipient is to be heard."""
    return tuple(
        each.id
        for each in repository.all(Notice)
        if each.call == call and each.notice in ADVERSE and not each.has(NoticeEvent.ISSUED)
    )


def _found(writing: Writing, id: str, *kinds: NoticeKind) -> tuple[Notice, Application, Call]:  # noqa: A002
    repository = writing.repository
    notice = repository.get(Notice, id)
    application = repository.get(Application, notice.application) if notice is not None else None
    call = repository.get(Call, notice.call) if notice is not None else None
    if notice is None or application is None or call is None or notice.notice not in kinds:
        raise _unfit(repository, id, kinds)
    return notice, application, call


def _unfit(repository: Snapshot, id: str, kinds: tuple[NoticeKind, ...]) -> UsageError:  # noqa: A002
    """That there is no such letter about a record, with those of the same application that there are."""
    notice = repository.get(Notice, id)
    about = id if notice is None else notice.application
    if repository.get(Application, about) is None:
        return UsageError("{id} is no notice for this letter.", id=id)
    fit = tuple(each.id for each in notices_of(repository, about) if each.notice in kinds)
    return UsageError(
        "{id} is no notice for this letter.",
        help="There is such a letter for {fit}."
        if fit
        else "List the notices: kic list notice --where application={application}",
        id=id,
        fit=fit,
        application=about,
    )


def _common(writing: Writing, notice: Notice, application: Application, title: Text) -> dict[str, Any]:
    issued = notice.step(NoticeEvent.ISSUED)
    posted = notice.step(NoticeEvent.POSTED)
    data = head(
        writing,
        application,
        title=title,
        file=notice.file,
        signed=issued.role if issued is not None else None,
    )
    if posted is not None or issued is not None:
        known = posted or issued
        assert known is not None
        data["letter"]["date"] = known.date
    data["draft"] = issued is None
    data["notice"] = {"id": notice.id, "reason": notice.reason, "version": notice.remedies.version}
    return data


def _decided(repository: Snapshot, notice: Notice) -> dict[str, Any] | None:
    """The committee's decision on which a notice rests: day, meeting, and the reason of a deviation."""
    decision = repository.get(Decision, notice.decision)
    if decision is None:
        return None
    meeting = repository.get(Meeting, decision.meeting)
    award: Award | None = next(
        (each for each in decision.awards if each.application == notice.application), None
    )
    settings = repository.only(Settings)
    return {
        "date": decision.date,
        "meeting": meeting.title if meeting is not None else decision.meeting,
        "committee": settings.committee.name if settings and settings.committee else None,
        "deviation": award.deviation if award is not None else None,
    }


def award(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """An award notice: sum, financing, period, plan, instalments, conditions, reports, remedies."""
    notice, application, call = _found(writing, id, NoticeKind.AWARD)
    repository = writing.repository
    values = procedure(repository.only(Settings))
    plan = plan_of(application)
    amount = notice.amount or Money(0)
    data = _common(writing, notice, application, text("Award notice"))
    data["award"] = {
        "amount": amount,
        "partial": amount < application.requested,
        "financing": notice.financing or call.terms.financing,
        "share": (notice.financing or call.terms.financing) is Financing.SHARE,
        "rate": notice.rate or call.terms.max_rate,
        "period": {
            "start": (notice.period or application.period).start,
            "end": (notice.period or application.period).end,
        },
    }
    data["decision"] = _decided(repository, notice)
    data["guideline"] = call.terms.guideline.title if call.terms.guideline else None
    data["costs"] = [
        {"item": each.item, "amount": each.amount, "eligible": each.eligible} for each in plan.costs
    ]
    data["costs_total"] = Money(sum(each.amount.cents for each in plan.costs))
    data["eligible_total"] = plan.eligible
    data["instalments"] = [
        {"number": each.number, "amount": each.amount, "not_before": each.not_before, "note": each.note}
        for each in notice.instalments
    ]
    data["conditions"] = [
        {
            "text": each.text,
            "prerequisite": each.condition is ConditionKind.PREREQUISITE,
            "due": each.due,
            "evidence": each.evidence,
            "blocks": list(each.blocks),
        }
        for each in notice.conditions
    ]
    reports = notice.reports or call.reports
    data["reports"] = [{"report": each.report, "due": each.due} for each in reports]
    data["proof_due"] = next((each.due for each in reports if each.report is ReportKind.PROOF_OF_USE), None)
    data["overrun"] = values.item_overrun.value
    data["spend_by"] = call.spend_by
    return data


def refusal(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """A refusal: the decision and its reason, as the notice words it; no competitor is named."""
    notice, application, call = _found(writing, id, NoticeKind.REFUSAL)
    data = _common(writing, notice, application, text("Notice of refusal"))
    data["decision"] = _decided(writing.repository, notice)
    data["call"] = {"id": call.id, "title": call.title}
    data["ineligible"] = list(application.ineligible)
    # What the notice itself says goes first; a draft without a word takes it from the decision's own record
    data["grounds"] = [] if notice.reason else list(refusal_reason(writing.repository, application))
    return data


def settlement(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """The final determination (Schlussbescheid): recognised costs, funds, the final sum and how it came about."""
    notice, application, _call = _found(writing, id, NoticeKind.SETTLEMENT)
    repository = writing.repository
    data = _common(writing, notice, application, text("Final notice"))
    examination = repository.get(Examination, notice.examination)
    report = next((each for each in _proofs(repository, examination)), None)
    sums = final_sum_of(repository, report, examination.cuts) if report is not None and examination else None
    claim = claim_of(repository, application.id)
    data["final"] = {"before": notice.before, "amount": notice.amount or Money(0)}
    data["examined"] = examination.date if examination is not None else None
    data["cuts"] = [
        {"item": each.item, "amount": each.amount, "reason": each.reason}
        for each in (examination.cuts if examination is not None else ())
    ]
    data["sums"] = (
        {"eligible": examination.eligible, "funds": examination.funds} if examination is not None else None
    )
    data["steps"] = (
        [{"sentence": each.sentence, "amount": each.amount} for each in sums.steps] if sums else []
    )
    data["paid"] = claim.paid - claim.returned
    data["rest"] = (notice.amount or Money(0)) - data["paid"]
    return data


def _proofs(repository: Snapshot, examination: Examination | None) -> Any:
    from kic.domain.reporting import Report  # noqa: PLC0415

    report = repository.get(Report, examination.report) if examination is not None else None
    return [report] if report is not None else []


def clawback(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """A clawback (Erstattungsbescheid): what has to come back, with interest, until when."""
    notice, application, _call = _found(writing, id, NoticeKind.CLAWBACK)
    data = _common(writing, notice, application, text("Notice of reimbursement"))
    data |= _claimed(writing, notice)
    return data


def hearing(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """The hearing (§ 28 VwVfG) before a revocation or clawback: what is intended, why, until when to answer."""
    notice, application, _call = _found(writing, id, NoticeKind.REVOCATION, NoticeKind.CLAWBACK)
    data = _common(writing, notice, application, text("Hearing"))
    sent = notice.step(NoticeEvent.HEARING_SENT)
    data["letter"]["date"] = sent.date if sent is not None else writing.dated
    data["due"] = sent.due if sent is not None else None
    data["revocation"] = notice.notice is NoticeKind.REVOCATION
    data |= _claimed(writing, notice)
    return data


def _claimed(writing: Writing, notice: Notice) -> dict[str, Any]:
    repository = writing.repository
    ground = repository.get(Notice, notice.changes)
    until = notice.interest.until if notice.interest and notice.interest.until else writing.dated
    due = (
        interest_of(repository, notice, until)
        if notice.notice is NoticeKind.CLAWBACK and notice.interest is not None
        else None
    )
    payments = [
        each.due
        for each in repository.all(Payment)
        if each.application == notice.application and each.notice == notice.id and each.due is not None
    ]
    award_notice = next(
        (n for n in notices_of(repository, notice.application) if n.notice is NoticeKind.AWARD), None
    )
    issued = award_notice.step(NoticeEvent.ISSUED) if award_notice is not None else None
    values = procedure(repository.only(Settings))
    return {
        "claim": {
            "amount": notice.amount or Money(0),
            "before": notice.before,
            "known": notice.known,
            "due": min(payments, default=None),
            "ground": ground.notice if ground is not None else None,
            "ground_date": _issued_day(ground),
        },
        "awarded_on": issued.date if issued is not None else None,
        "interest": {
            "since": notice.interest.since if notice.interest else None,
            "until": until if due is not None else None,
            "amount": due.amount if due is not None else None,
            "waived": notice.interest.waived if notice.interest else None,
            "points": values.interest_above_base.value,
        },
    }


def _issued_day(notice: Notice | None) -> Any:
    step = notice.step(NoticeEvent.ISSUED) if notice is not None else None
    return step.date if step is not None else None
