"""What must hold of a clawback: its ground, its sum to the cent, its interest; and what should have been claimed."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.notices import Forgone, Notice, NoticeKind
from kic.domain.notices.grant import issued_by
from kic.domain.notices.standing import issued_on, notices_of
from kic.domain.payments import Payment, PaymentKind
from kic.domain.payments.standing import ended, paid_out, payments_of
from kic.domain.periods.law import months_later
from kic.domain.reporting.interest import interest
from kic.domain.reporting.proof_rules import proofs
from kic.domain.reporting.settlement_rules import of_kind
from kic.domain.reporting.standing import (
    Claim,
    booked_payouts,
    claim_of,
    claimed_already,
    examination_of,
    interest_of,
    lowers,
    values_of,
)

_MOST = 8
"""Half-years that one finding names."""


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
        claim.forgone,
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
    """A clawback claims what was paid, less what has come back, less the award that stands, and only once.

    Why: A cent more has no ground, a cent less is a gift to one grantee. What an earlier clawback claims already is
    not claimed again.

    Fix: Correct the amount. If a payment was booked meanwhile, draft the clawback anew.

    Source: § 49a(1) VwVfG; § 22 GemHVO RLP [M] (claims are raised in full); Art. 3 GG.
    """
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        claim = _before(repository, notice)
        already = claimed_already(repository, notice.application, notice)
        due = Money(max(0, claim.amount.cents - already.cents))
        if notice.amount is None or notice.amount == due:
            continue
        message = text(
            "{amount}, but {paid} was paid, {returned} came back and {stands} stands: {claim}",
            amount=notice.amount,
            paid=claim.paid,
            returned=claim.returned,
            stands=claim.stands,
            claim=claim.amount,
        )
        if already.cents:
            message = text(
                "{amount}, but of {claim} that have to come back {already} are claimed already",
                amount=notice.amount,
                claim=claim.amount,
                already=already,
            )
        yield found(notice, "amount", message, help=text("correct the amount"))


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


@dated_rule("KIC889", "interest-above-claim", requires=(interest_days,))
def interest_above_claim(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Interest that is expected or came in is not more than ran up on the clawback.

    Why: The sum can be computed by everybody, to the cent. What is asked for beyond it is not owed.

    Fix: Correct the amount, or the day from which interest runs in the notice before it is issued.

    Source: § 49a(3) VwVfG: five points above the base rate, day by day.
    """
    sums: dict[str, Money] = {}
    for payment in repository.all(Payment):
        notice = repository.get(Notice, payment.notice)
        if payment.payment is not PaymentKind.INTEREST or notice is None or ended(payment):
            continue
        if notice.notice is not NoticeKind.CLAWBACK or notice.application != payment.application:
            continue
        sums[notice.id] = sums.get(notice.id, Money(0)) + payment.amount
        due = interest_of(repository, notice, max(today, payment.due or today))
        if due is not None and due.amount is not None and sums[notice.id] > due.amount:
            yield found(
                payment,
                "amount",
                text(
                    "{sum} of interest on {id}, but {amount} runs up until {until}",
                    sum=sums[notice.id],
                    id=notice.id,
                    amount=due.amount,
                    until=due.until,
                ),
                help=text("correct the amount"),
                related=[Related(repository.place(notice, "interest"), text("from when interest runs"))],
            )


@dated_rule("KIC966", "claim-forgone")
def claim_forgone(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """What has to come back is forgone only as a small sum, as the city's own rule for small sums allows.

    Why: A claim that is not raised is a gift. It may be right where the letter costs more than the sum, but then up to
    the same sum for everybody, and somebody has decided it.

    Fix: Enter up to which sum claims may be forgone, with the rule it rests on: `procedure`, `small_claim` in
    kic.yaml. Without such a rule, or above its sum, claim the money: kic notice clawback.

    Source: § 24 GemHVO RLP (small sums; text and amount are not known to kic, so there is no default); equal
    treatment (Art. 3 GG).
    """
    for notice in repository.all(Notice):
        if notice.forgone is None:
            continue
        fault = _fault_of(repository, notice, notice.forgone, today)
        if fault is not None:
            field, message, help_ = fault
            yield found(notice, ("forgone", field) if field else "forgone", message, help=help_)


def _fault_of(
    repository: Snapshot, notice: Notice, forgone: Forgone, today: datetime.date
) -> tuple[str, Text, Text] | None:
    """What is wrong with forgoing a sum: the field, what is, and what to do."""
    issued = issued_on(notice)
    if issued is None or not lowers(notice):
        return (
            "",
            text("this notice takes nothing away that could be forgone"),
            text("record it at the settlement or revocation by which the money has to come back"),
        )
    if not issued <= forgone.date <= today:
        return (
            "date",
            text(
                "forgone on {day}, expected a day from {issued} until {today}",
                day=forgone.date,
                issued=issued,
                today=today,
            ),
            text("enter the day of the decision"),
        )
    if not forgone.reason.strip():
        return "reason", text("forgone without a reason"), text("enter a reason that would hold for all")
    claim = claim_of(repository, notice.application, forgone.date).without_basis
    if not 0 < forgone.amount.cents <= claim.cents:
        return (
            "amount",
            text("{amount} is forgone, but {claim} had to come back", amount=forgone.amount, claim=claim),
            text("enter what has to come back"),
        )
    most = values_of(repository).small_claim
    if most is None:
        return (
            "amount",
            text("no amount is known up to which a claim may be forgone"),
            text("enter it with its source in kic.yaml: procedure, small_claim; or claim the money"),
        )
    if forgone.amount > most.value:
        return (
            "amount",
            text(
                "{amount} is forgone, but at most {most} may be ({source})",
                amount=forgone.amount,
                most=most.value,
                source=most.cited,
            ),
            text("claim the money: kic notice clawback {id}", id=notice.application),
        )
    return None


@rule("KIC949", "claim-not-raised", Severity.NOTE)
def claim_not_raised(repository: Snapshot) -> Iterator[Finding]:
    """What has to come back after a settlement or a revocation is claimed by a notice.

    Why: Without a clawback nobody owes the money on a day, and no interest can be told. The claim itself grows old:
    it is barred some years after the one in which it arose.

    Fix: Draft the clawback (`kic notice clawback`) and hear the grantee. If it paid by itself, read the treasury's
    bookings in. A small sum that the city's rules let go is forgone by a recorded decision: kic notice forgo.

    Source: § 49a(1) VwVfG: the sum is fixed by a written notice; §§ 195, 199 BGB (three years [M]).
    """
    claimed = {notice.application for notice in of_kind(repository, NoticeKind.CLAWBACK)}
    lowered = {
        notice.application: notice
        for kind in (NoticeKind.SETTLEMENT, NoticeKind.REVOCATION)
        for notice in of_kind(repository, kind)
        if issued_on(notice) is not None and notice.application not in claimed
    }
    most = values_of(repository).small_claim
    for application, notice in lowered.items():
        claim = claim_of(repository, application)
        if claim.amount.cents:
            yield found(
                claim.ground or notice,
                "amount",
                text("{amount} has to come back, and no notice claims it", amount=claim.amount),
                help=text("draft it: kic notice clawback {id}", id=application)
                if most is None or claim.amount > most.value
                else text(
                    "draft it: kic notice clawback {id}; or forgo it, up to {most} ({source}): kic notice forgo {id}",
                    id=application,
                    most=most.value,
                    source=most.cited,
                ),
            )


@rule("KIC948", "money-not-used-promptly", Severity.NOTE)
def money_not_used_promptly(repository: Snapshot) -> Iterator[Finding]:
    """Money that was paid is used within the time for which it was asked.

    Why: It is paid shortly before it is needed. What lies on an account for longer may bear interim interest; whether
    it is claimed is at the office's discretion, and has to be decided alike for all.

    Fix: Decide on it in the examination. If interest is claimed, name the days in the clawback; else note why not.

    Source: § 49a(4) VwVfG (interim interest); OVG Sachsen-Anhalt 2 L 151/15; ANBest-P no. 1.4 [M] and setting
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


RULES: tuple[Rule, ...] = (
    clawback_without_ground,
    clawback_of_nothing,
    clawback_differs,
    clawback_without_interest,
    interest_days,
    interest_rate_unknown,
    interest_above_claim,
    claim_forgone,
    claim_not_raised,
    money_not_used_promptly,
)
