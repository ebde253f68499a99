"""What must hold of settlement and clawback: the notices that follow the examination, their sums and their interest."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState, Financing, ReportKind
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.grant import Grant, composed, issued_by
from kic.domain.notices.standing import issued_on, notices_of
from kic.domain.payments.standing import paid_out, payments_of
from kic.domain.periods.law import month_period, months_later
from kic.domain.reporting import Examination
from kic.domain.reporting.final_sum import Terms, final_sum
from kic.domain.reporting.interest import interest
from kic.domain.reporting.rules import proofs
from kic.domain.reporting.standing import (
    Claim,
    all_owed,
    booked_payouts,
    claim_of,
    clawback_of,
    examination_of,
    grant_before_settlement,
    interest_of,
    lowers,
    plan_of,
    terms_of,
    values_of,
)
from kic.domain.settings import Settings

_MOST = 8
"""Half-years that one finding names."""


def of_kind(repository: Snapshot, kind: NoticeKind) -> Iterator[Notice]:
    """Notices of a kind that were not set aside, drafts included."""
    for notice in repository.all(Notice):
        if notice.notice is kind and (issued_on(notice) is None or issued_by(notice, None)):
            yield notice


# -- settlement ----------------------------------------------------------------------------------------


@rule("KIC934", "settlement-without-examination")
def settlement_without_examination(repository: Snapshot) -> Iterator[Finding]:
    """A settlement notice rests on the examination of the proof of use.

    Why: It fixes the grant for good. What it fixes is the result of the examination and of nothing else.

    Fix: Examine the proof of use first (`kic report examine`), and name the note in `examination`.

    Source: BVerwG 3 C 7.09 (a grant may be provisional and be fixed by a final notice); ANBest-P no. 7.
    """
    for notice in of_kind(repository, NoticeKind.SETTLEMENT):
        examination = repository.get(Examination, notice.examination)
        if examination is None:
            if notice.examination is None:
                yield found(
                    notice,
                    (),
                    text("this settlement names no examination"),
                    help=text(
                        "examine the proof of use of {application} first", application=notice.application
                    ),
                )
        elif examination.application != notice.application:
            yield found(
                notice,
                "examination",
                text("{id} examines {other}", id=examination.id, other=examination.application),
                help=text("name the examination on {application}", application=notice.application),
            )


@rule("KIC933", "settlement-differs", requires=(settlement_without_examination,))
def settlement_differs(repository: Snapshot) -> Iterator[Finding]:
    """A settlement notice fixes the final sum that was examined.

    Why: The notice is the office's word, the note its reason. A sum without a reason falls before the
    Stadtrechtsausschuss.

    Fix: Correct the amount of the draft. If the examination was wrong, examine anew.

    Source: § 39 VwVfG (reasons); BVerwG 3 C 7.09.
    """
    for notice in of_kind(repository, NoticeKind.SETTLEMENT):
        examination = repository.get(Examination, notice.examination)
        if examination is not None and notice.amount != examination.final:
            yield found(
                notice,
                "amount" if notice.amount is not None else (),
                text("{amount}, but {final} was examined", amount=notice.amount, final=examination.final)
                if notice.amount is not None
                else text("no amount, but {final} was examined", final=examination.final),
                help=text("correct the amount"),
                related=[Related(repository.place(examination, "final"), text("the examined final sum"))],
            )


@rule("KIC935", "fixed-sum-without-revocation", requires=(settlement_differs,))
def fixed_sum_without_revocation(repository: Snapshot) -> Iterator[Finding]:
    """A fixed grant is not lowered by a settlement: the award is revoked in part first.

    Why: With fixed financing savings do not reduce the grant by themselves. Only a revocation does, with a hearing
    and within a year.

    Fix: Draft the revocation in part (`kic notice revoke`), hear the grantee and issue it; the settlement then fixes
    what is left.

    Source: VG Hannover 6 A 3946/01 and lower courts in BVerwG 10 C 7.17; § 49(3) VwVfG.
    """
    for notice in of_kind(repository, NoticeKind.SETTLEMENT):
        application = repository.get(Application, notice.application)
        if application is None or notice.amount is None:
            continue
        terms = terms_of(repository, application)
        if terms is not None and terms.financing is Financing.FIXED and notice.amount < terms.award:
            yield found(
                notice,
                "amount",
                text(
                    "{amount} is below the fixed award of {award}, and no notice has revoked it in part",
                    amount=notice.amount,
                    award=terms.award,
                ),
                help=text("revoke the award in part first"),
            )


@dated_rule("KIC941", "revocation-year-passed", Severity.WARNING)
def revocation_year_passed(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """What has to come back is revoked and claimed within a year of knowing all facts.

    Why: After the year a revocation is unlawful, and new enquiries do not reopen it. The money is lost.

    Fix: If a revocation was issued in time, record it. Else report the loss; later examinations are to be followed
    by a hearing at once.

    Source: § 48(4), § 49(3) sentence 2 VwVfG; BVerwG 10 C 5.17. From when the year runs: [M], see `known`.
    """
    months = values_of(repository).revocation_months
    settings = repository.only(Settings)
    for examination in repository.all(Examination):
        if (
            examination.known is None
            or examination_of(repository, examination.application) is not examination
        ):
            continue
        application = repository.get(Application, examination.application)
        terms = terms_of(repository, application) if application is not None else None
        if terms is None or terms.financing is not Financing.FIXED or examination.final >= terms.award:
            continue
        end = month_period(examination.known, months.value, settings.land if settings else None).end
        if end < today:
            yield found(
                examination,
                "known",
                text(
                    "{final} of {award} was found, and the year for a revocation ended on {end} ({source})",
                    final=examination.final,
                    award=terms.award,
                    end=end,
                    source=months.cited,
                ),
                help=text("record the revocation if there was one; else report the loss"),
            )


# -- clawback ------------------------------------------------------------------------------------------


def _before(repository: Snapshot, notice: Notice) -> Claim:
    """The claim as it stood when the clawback was issued; for a draft, as it stands now.

    What came back on that day, or after it, came back on this notice.
    """
    issued = issued_on(notice)
    if issued is None:
        return claim_of(repository, notice.application)
    claim = claim_of(repository, notice.application, issued)
    return Claim(
        claim.paid,
        claim_of(repository, notice.application, _day_before(issued)).returned,
        claim.stands,
        claim.ground,
    )


def _day_before(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=1) if day > datetime.date.min else day


@rule("KIC938", "clawback-without-ground")
def clawback_without_ground(repository: Snapshot) -> Iterator[Finding]:
    """Money is claimed back after the award was lowered: by a settlement, a revocation or an amendment.

    Why: As long as the award stands, the grantee keeps what was paid by right. Only a notice takes that away.

    Fix: Issue the settlement (`kic notice settle`) or the revocation first.

    Source: § 49a(1) VwVfG: paid sums are to be refunded as far as the notice was withdrawn, revoked or replaced.
    """
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        issued = issued_on(notice)
        grounds = [
            each
            for each in notices_of(repository, notice.application)
            if lowers(each) and issued_by(each, issued)
        ]
        if not grounds:
            yield found(
                notice,
                "notice",
                text("no notice that was issued has lowered the award before"),
                help=text("issue the settlement or the revocation first"),
            )


@rule("KIC937", "clawback-of-nothing", requires=(clawback_without_ground,))
def clawback_of_nothing(repository: Snapshot) -> Iterator[Finding]:
    """Only what was paid, as the treasury booked it, is claimed back.

    Why: An order is not a payment. What the treasury has not booked cannot come back.

    Fix: Take the draft out, or read the treasury's bookings in first.

    Source: § 49a(1) VwVfG (benefits that were rendered); § 25 GemHVO RLP (the treasury pays).
    """
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        payments = payments_of(repository, notice.application)
        if not paid_out(payments, issued_on(notice)).cents:
            message = text("nothing was paid on {application}", application=notice.application)
        elif notice.amount is None or notice.amount.cents <= 0:
            message = text("this clawback claims nothing")
        else:
            continue
        yield found(
            notice,
            "amount" if notice.amount is not None else (),
            message,
            help=text("take the draft out, or read the treasury's bookings in first"),
        )


@rule("KIC936", "clawback-differs", requires=(clawback_of_nothing, clawback_without_ground))
def clawback_differs(repository: Snapshot) -> Iterator[Finding]:
    """A clawback claims what was paid, less what has come back, less the award that stands.

    Why: A cent more has no ground, a cent less is a gift to one grantee.

    Fix: Correct the amount. If a payment was booked meanwhile, draft the clawback anew.

    Source: § 49a(1) VwVfG; § 22 GemHVO RLP [M] (claims are raised in full); Art. 3 GG.
    """
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        claim = _before(repository, notice)
        if notice.amount is not None and notice.amount != claim.amount:
            yield found(
                notice,
                "amount",
                text(
                    "{amount}, but {paid} was paid, {returned} came back and {stands} stands: {claim}",
                    amount=notice.amount,
                    paid=claim.paid,
                    returned=claim.returned,
                    stands=claim.stands,
                    claim=claim.amount,
                ),
                help=text("correct the amount"),
            )


@rule("KIC940", "clawback-without-interest", Severity.WARNING)
def clawback_without_interest(repository: Snapshot) -> Iterator[Finding]:
    """A clawback says from when on it bears interest, or why it bears none.

    Why: Interest is due by law from the day on which the award lost its effect. It may be waived if the grantee is
    not to blame and pays in time; that is a decision with a reason.

    Fix: Enter `interest` with `since`, or with `waived` and the reason.

    Source: § 49a(3) VwVfG: five percentage points above the base rate a year.
    """
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        if notice.interest is None:
            yield found(
                notice,
                (),
                text("nothing is said of interest"),
                help=text("enter from when on it is due, or why it is waived"),
            )


@rule("KIC942", "interest-days")
def interest_days(repository: Snapshot) -> Iterator[Finding]:
    """Interest begins after money was paid, and ends after it began.

    Why: Who has not got the money yet owes no interest on it.

    Fix: Correct the dates.

    Source: § 49a(3) VwVfG (interest from the day on which the award lost its effect), § 49a(4) (from the payment).
    """
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        if notice.interest is None or notice.interest.waived is not None:
            continue
        since, until = notice.interest.since, notice.interest.until
        if until is not None and until < since:
            message, field = text("{until} lies before {since}", until=until, since=since), "until"
        elif not paid_out(payments_of(repository, notice.application), since).cents:
            message, field = text("nothing was paid by {since}", since=since), "since"
        else:
            continue
        yield found(notice, ("interest", field), message, help=text("correct the date"))


@dated_rule("KIC939", "interest-rate-unknown", Severity.WARNING, requires=(interest_days,))
def interest_rate_unknown(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Interest is computed with a base rate that is known for each half-year.

    Why: The base rate changes on 1 January and 1 July. A rate that is carried over is a guess, and the claim a wrong
    one; that it did not change is an entry too.

    Fix: Add the rate of the half-year to `base_rates` in `kic.yaml`, with its source.

    Source: § 247 BGB (base rate), § 49a(3) VwVfG.
    """
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        due = interest_of(repository, notice, today)
        if due is not None and due.unknown:
            yield found(
                notice,
                ("interest", "since"),
                text("no base rate is known for the half-years from: {days}", days=due.unknown[:_MOST]),
                help=text("add it to base_rates in kic.yaml, with its source"),
            )


# -- the end of a call ---------------------------------------------------------------------------------


@rule("KIC946", "call-settled-with-open-account")
def call_settled_with_open_account(repository: Snapshot) -> Iterator[Finding]:
    """A call is settled when every account on it is closed: proofs of use examined, grants fixed, money back.

    Why: Settled says to council and auditor that nothing is open. Who looks at a settled call looks no further.

    Fix: Close the accounts that are named, or put the state back to `decided`.

    Source: Call of 2026 in Kaiserslautern (completed and settled by the end of the year); ANBest-P nos. 6-8.
    """
    settled = [call for call in repository.all(Call) if call.state is CallState.SETTLED]
    if not settled or not repository.all(Notice):
        return
    open_: dict[str, list[tuple[str, Text]]] = {}
    for each in all_owed(repository):
        if each.due.report is not ReportKind.PROOF_OF_USE:
            continue
        call, id_ = each.application.call, each.application.id
        if each.report is None:
            open_.setdefault(call, []).append((id_, text("the proof of use is missing")))
        elif each.examination is None:
            open_.setdefault(call, []).append((id_, text("the proof of use is not examined")))
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        left = claim_of(repository, notice.application).amount
        if clawback_of(repository, notice.application) is notice and left.cents:
            open_.setdefault(notice.call, []).append(
                (notice.application, text("{amount} has not come back", amount=left))
            )
    for call in settled:
        for id_, what in sorted(open_.get(call.id, ()), key=lambda one: one[0]):
            application = repository.get(Application, id_)
            yield found(
                call,
                "state",
                text("{state}, but on {id} {what}", state=call.state, id=id_, what=what),
                help=text("close the account, or put the state back to decided"),
                related=[Related(repository.place(application), text("the open account"))]
                if application is not None
                else (),
            )


@rule("KIC949", "claim-not-raised", Severity.NOTE)
def claim_not_raised(repository: Snapshot) -> Iterator[Finding]:
    """What has to come back after a settlement or a revocation is claimed by a notice.

    Why: Without a clawback nobody owes the money on a day, and no interest can be told. The claim itself grows old:
    it is barred some years after the one in which it arose.

    Fix: Draft the clawback (`kic notice clawback`) and hear the grantee. If it paid by itself, read the treasury's
    bookings in.

    Source: § 49a(1) VwVfG: the sum is fixed by a written notice; §§ 195, 199 BGB (three years [M]).
    """
    claimed = {notice.application for notice in of_kind(repository, NoticeKind.CLAWBACK)}
    lowered = {
        notice.application: notice
        for kind in (NoticeKind.SETTLEMENT, NoticeKind.REVOCATION)
        for notice in of_kind(repository, kind)
        if issued_on(notice) is not None and notice.application not in claimed
    }
    for application, notice in lowered.items():
        claim = claim_of(repository, application)
        if claim.amount.cents:
            yield found(
                claim.ground or notice,
                "amount",
                text("{amount} has to come back, and no notice claims it", amount=claim.amount),
                help=text("draft it: kic notice clawback {id}", id=application),
            )


@rule("KIC948", "money-not-used-promptly", Severity.NOTE)
def money_not_used_promptly(repository: Snapshot) -> Iterator[Finding]:
    """Money that was paid is used within the time for which it was asked.

    Why: It is paid shortly before it is needed. What lies on an account for longer may bear interim interest; whether
    it is claimed is at the office's discretion, and has to be decided alike for all.

    Fix: Decide on it in the examination. If interest is claimed, name the days in the clawback; else note why not.

    Source: § 49a(4) VwVfG (interim interest); OVG Sachsen-Anhalt 2 L 151/15; ANBest-P no. 1.4 and setting
    `procedure.payout_months_ahead` with its source.
    """
    values = values_of(repository)
    ahead = values.payout_months_ahead
    for report, application in proofs(repository):
        if not report.receipts or examination_of(repository, application.id) is not None:
            continue  # with the examination it was decided on
        paid = 0
        for day, amount in booked_payouts(repository, application.id):
            paid += amount.cents
            end = months_later(day, ahead.value)
            used = sum(each.amount.cents for each in report.receipts if each.date <= end)
            if used >= paid:
                continue
            late = [(each.date, each.amount) for each in report.receipts if each.date > end]
            due = interest(
                Money(paid - used),
                end,
                min(report.received, max((one for one, _ in late), default=end)),
                [each.value for each in values.base_rates],
                values.interest_above_base.value,
                repaid=late,
            )
            message = text(
                "of {paid} paid by {day}, {left} were not used by {end} ({source})",
                paid=Money(paid),
                day=day,
                left=Money(paid - used),
                end=end,
                source=ahead.cited,
            )
            yield found(
                report,
                "receipts",
                message,
                help=text(
                    "decide on interim interest; until it was used it would be {interest}",
                    interest=due.amount,
                )
                if due.amount is not None
                else text("decide on interim interest, and say why if none is claimed"),
            )


@rule("KIC947", "award-above-plan", Severity.NOTE)
def award_above_plan(repository: Snapshot) -> Iterator[Finding]:
    """An award is not above what its own plan would give.

    Why: If all goes as planned and the formula of the financing type still gives less, the grantee will have to pay
    back without having done anything wrong. Contradictory conditions are read against the giver.

    Fix: Ask for an adapted plan, or correct financing type, rate or amount of the draft before it is issued.

    Source: VG Göttingen 1 A 221/14 (read against the giver); financing types: Förderglossar of the Kreis Bergstraße.
    """
    for notice in of_kind(repository, NoticeKind.AWARD):
        application = repository.get(Application, notice.application)
        issued = issued_on(notice) is not None
        held = grant_before_settlement(repository, notice.application) if issued else composed([notice])
        if application is None or held is None:
            continue
        given = _by_plan(repository, application, held)
        if given is not None and given < held.amount:
            yield found(
                held.last,
                "amount" if held.last.amount is not None else (),
                text("{amount}, but the plan itself gives only {given}", amount=held.amount, given=given),
                help=text("ask for an adapted plan, or correct financing type, rate or amount"),
            )


def _by_plan(repository: Snapshot, application: Application, held: Grant) -> Money | None:
    """What the award's formula gives if all goes as planned; None where the terms are not known."""
    call = repository.get(Call, application.call)
    own = call.terms if call is not None else None
    financing = held.financing or (own.financing if own is not None else None)
    rate = held.rate or (own.max_rate if own is not None else None)
    if financing is None or (financing is Financing.SHARE and rate is None):
        return None
    plan = plan_of(application)
    return final_sum(Terms(award=held.amount, financing=financing, rate=rate), plan, plan).final


RULES: tuple[Rule, ...] = (
    settlement_without_examination,
    settlement_differs,
    fixed_sum_without_revocation,
    revocation_year_passed,
    clawback_without_ground,
    clawback_of_nothing,
    clawback_differs,
    clawback_without_interest,
    interest_days,
    interest_rate_unknown,
    call_settled_with_open_account,
    claim_not_raised,
    money_not_used_promptly,
    award_above_plan,
)
