"""What must hold of a payout in money: within the award in force and its instalment, on a notice that stands."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kic.core.diagnostic import Related
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money
from kic.domain.notices import Instalment, Notice, NoticeKind
from kic.domain.notices.grant import Grant, composed, in_force, issued_by
from kic.domain.notices.standing import issued_on, notices_of, set_aside_on
from kic.domain.payments import Payment, PaymentEvent
from kic.domain.payments.standing import ended, is_payout, number_of, paid_back, payments_of

if TYPE_CHECKING:
    from kic.core.place import Field

GIVING = frozenset({NoticeKind.AWARD, NoticeKind.AMENDMENT, NoticeKind.SETTLEMENT})
"""Notices that a payout can rest on."""
ACTS = frozenset({PaymentEvent.CERTIFIED, PaymentEvent.ORDERED, PaymentEvent.RELEASED})
"""The steps that the office takes on its own."""


def payouts(repository: Snapshot) -> Iterator[Payment]:
    """The payouts that have not ended, in path order: only these spend money."""
    return (each for each in repository.all(Payment) if is_payout(each) and not ended(each))


def left_house(payment: Payment) -> datetime.date | None:
    """The day on which the money left the office's hands: released, else booked; None for what can still be stopped."""
    for event in (PaymentEvent.RELEASED, PaymentEvent.BOOKED):
        step = payment.step(event)
        if step is not None:
            return step.date
    return None


def grant_then(repository: Snapshot, payment: Payment) -> Grant | None:
    """The award as issued when the money left the house; for what can still be stopped, as it is now."""
    day = left_house(payment)
    return composed([each for each in notices_of(repository, payment.application) if issued_by(each, day)])


def where(payment: Payment, field: str) -> "Field":
    """Where a fault of the whole payment is shown: at the last act of the office, so that every further one is refused.

    At the field itself, while nobody has acted. A booking is no act but a fact, which has to be recorded.
    """
    for position in range(len(payment.steps) - 1, -1, -1):
        if payment.steps[position].event in ACTS:
            return ("steps", position, "event")
    return (field,)


@rule("KIC853", "payout-without-notice")
def payout_without_notice(repository: Snapshot) -> Iterator[Finding]:
    """A payout rests on a notice that awards money, is issued and stands.

    Why: The committee's vote is no title to the money. Only the notice, signed by the administration, gives the
    recipient a claim, and only to the one whom it names.

    Fix: Issue the notice first: kic notice issue. A notice that was set aside pays nothing any more.

    Source: § 47(1) GemO RLP (the mayor carries out resolutions); § 43 VwVfG (a notice binds when it is made known);
    § 25 GemHVO RLP (every liability is checked for its ground).
    """
    for payment in payouts(repository):
        notice = repository.get(Notice, payment.notice)
        if notice is None:
            continue
        field = where(payment, "notice")
        acted = _acted(payment)
        if notice.notice not in GIVING:
            said = text("the notice {id} awards nothing: {notice}", id=notice.id, notice=notice.notice)
            help_ = text("name the notice that awards the money")
        elif issued_by(notice, acted):
            continue
        elif (issued := issued_on(notice)) is None:
            said = text("the notice {id} has not been issued", id=notice.id)
            help_ = text("issue it first: kic notice issue {id}", id=notice.id)
        elif (aside := set_aside_on(notice)) is not None and (acted is None or aside <= acted):
            said = text("the notice {id} was set aside on {date}", id=notice.id, date=aside)
            help_ = text("cancel the payment: kic payment cancel {id}", id=payment.id)
        else:
            said = text("the notice {id} was issued on {date}, after this step", id=notice.id, date=issued)
            help_ = text("a payment begins when the notice is issued; correct the date")
            field = ("steps", 0, "date")
        yield found(
            payment, field, said, help=help_, related=[Related(repository.place(notice), text("the notice"))]
        )


def _acted(payment: Payment) -> datetime.date | None:
    """The day of the first step; None where only the request is recorded."""
    return payment.steps[0].date if payment.steps else None


@rule("KIC854", "payment-of-another-application")
def payment_of_another_application(repository: Snapshot) -> Iterator[Finding]:
    """A payment, its notice and its application belong together.

    Why: Money that rests on another applicant's notice goes to the wrong one, and every account is wrong from then on.

    Fix: Name the application and the call that the notice names.

    Source: § 25 GemHVO RLP (every claim and liability is checked for its ground).
    """
    for payment in repository.all(Payment):
        notice = repository.get(Notice, payment.notice)
        if notice is None:
            continue
        for field, own, its in (
            ("application", payment.application, notice.application),
            ("call", payment.call, notice.call),
        ):
            if own != its:
                yield found(
                    payment,
                    where(payment, field),
                    text(
                        "the notice {notice} is about {its}, not about {own}",
                        notice=notice.id,
                        its=its,
                        own=own,
                    ),
                    help=text("name what the notice names, or the right notice"),
                    related=[Related(repository.place(notice, field), text("the notice"))],
                )
                break


@rule("KIC850", "payout-above-award", requires=(payout_without_notice, payment_of_another_application))
def payout_above_award(repository: Snapshot) -> Iterator[Finding]:
    """The payouts of an application, less what came back, never exceed the award in force.

    Why: The award is a maximum. What is paid beyond it has no ground and has to be reclaimed.

    Fix: Lower the amount, or cancel the payment. If the award was raised, issue the amending notice first.

    Source: § 25 GemHVO RLP (ground and amount); the award is always a maximum (model notice NRW; ANBest-P no. 1).
    """
    for application in dict.fromkeys(payment.application for payment in payouts(repository)):
        payments = payments_of(repository, application)
        spent = Money(0)
        for payment in sorted(filter(is_payout, payments), key=in_time):
            if ended(payment):
                continue
            spent += payment.amount
            grant = grant_then(repository, payment)
            if grant is None:
                continue
            came_back = paid_back(payments, left_house(payment))
            award = _in_force(repository, payment, grant)
            over = spent - came_back - award
            if over.cents > 0:
                yield found(
                    payment,
                    where(payment, "amount"),
                    text(
                        "with this payout {paid} would be paid, the award in force is {award}: {over} too much",
                        paid=spent - came_back,
                        award=award,
                        over=over,
                    ),
                    help=text("lower the amount, or cancel the payment"),
                    related=[Related(repository.place(grant.last, "amount"), text("the award in force"))],
                )


def _in_force(repository: Snapshot, payment: Payment, grant: Grant) -> Money:
    """The award as issued, and no more than had arrived on the day of the order: a rise counts when it is known.

    A cut counts from its issue on. Where nothing had arrived, another rule speaks.
    """
    ordered = payment.step(PaymentEvent.ORDERED)
    known = in_force(repository, payment.application, ordered.date) if ordered is not None else None
    return grant.amount if known is None else min(known, grant.amount)


def in_time(payment: Payment) -> tuple[datetime.date, int, str]:
    """The order in which money left the house; what can still be stopped comes last."""
    return (left_house(payment) or datetime.date.max, number_of(payment), payment.id)


@rule("KIC852", "payout-instalment", requires=(payout_without_notice, payment_of_another_application))
def payout_instalment(repository: Snapshot) -> Iterator[Finding]:
    """A payout names the instalment of the notice that it pays, where the notice has instalments.

    Why: Conditions and dates belong to instalments. A payout without one could pass by all of them.

    Fix: Name the instalment by its number; `kic show NOTICE` lists them.

    Source: ANBest-P no. 1.4 (payment as the notice provides).
    """
    for payment in payouts(repository):
        grant = grant_then(repository, payment)
        if grant is None:
            continue
        numbers = tuple(str(each.number) for each in grant.instalments)
        if payment.instalment is None and numbers:
            said = text("the payout names no instalment; the notice has {numbers}", numbers=numbers)
        elif payment.instalment is not None and str(payment.instalment) not in numbers:
            said = (
                text(
                    "the notice has no instalment {number}; it has {numbers}",
                    number=payment.instalment,
                    numbers=numbers,
                )
                if numbers
                else text("the notice has no instalments")
            )
        else:
            continue
        yield found(
            payment,
            where(payment, "instalment"),
            said,
            help=text("name the instalment that is paid") if numbers else text("take the instalment out"),
            related=[Related(repository.place(grant.last, "instalments"), text("the notice"))],
        )


@rule("KIC851", "payout-above-instalment", requires=(payout_above_award, payout_instalment))
def payout_above_instalment(repository: Snapshot) -> Iterator[Finding]:
    """The payouts of an instalment are not more than the instalment.

    Why: An instalment limits what the recipient holds in hand before the next report or condition.

    Fix: Lower the amount to what is left of the instalment; the rest belongs to the next one.

    Source: ANBest-P no. 1.4 (payment as the notice provides, no more than is needed soon).
    """
    spent: dict[tuple[str, int], Money] = {}
    for payment in sorted(payouts(repository), key=in_time):
        instalment = instalment_of(payment, grant_then(repository, payment))
        if instalment is None:
            continue
        key = (payment.application, int(instalment.number))
        spent[key] = spent.get(key, Money(0)) + payment.amount
        if spent[key] > instalment.amount:
            yield found(
                payment,
                where(payment, "amount"),
                text(
                    "{paid} would be paid on instalment {number}, which is {amount}",
                    paid=spent[key],
                    number=instalment.number,
                    amount=instalment.amount,
                ),
                help=text("lower the amount to what is left of the instalment"),
            )


def instalment_of(payment: Payment, grant: Grant | None) -> Instalment | None:
    """The instalment that a payout names; None where there is none of this number."""
    if grant is None or payment.instalment is None:
        return None
    return _by_number(grant.instalments, int(payment.instalment))


def _by_number(instalments: Iterable[Instalment], number: int) -> Instalment | None:
    return next((each for each in instalments if int(each.number) == number), None)


@rule("KIC868", "payment-amount")
def payment_amount(repository: Snapshot) -> Iterator[Finding]:
    """A payment is about more than nothing, and its direction is in its kind, not in a sign.

    Why: A payout of minus 500 would hide money that came back in a sum of payouts.

    Fix: Enter the amount without a sign; what comes back is a repayment.

    Source: Orderly municipal bookkeeping (GemHVO RLP): income and spending are not offset.
    """
    for payment in repository.all(Payment):
        if payment.amount.cents <= 0:
            yield found(
                payment,
                "amount",
                text("the amount is {amount}, expected more than nothing", amount=payment.amount),
                help=text("enter it without a sign; what comes back is a repayment"),
            )


@rule("KIC869", "payment-id")
def payment_id(repository: Snapshot) -> Iterator[Finding]:
    """A payment's id is that of its application, `-p` and a number.

    Why: The id stands in the purpose of the bank transfer. By it the treasury's row finds its payment again.

    Fix: Rename the file and the id: 2026-1-013-p1.

    Source: Data model of kic.
    """
    for payment in repository.all(Payment):
        number = payment.id.removeprefix(f"{payment.application}-p")
        if number == payment.id or not (number.isascii() and number.isdigit()) or number.startswith("0"):
            yield found(
                payment,
                "id",
                text(
                    "the id is {id}, expected one such as {expected}",
                    id=payment.id,
                    expected=f"{payment.application}-p1",
                ),
                help=text("rename the file and the id"),
            )


RULES: tuple[Rule, ...] = (
    payout_without_notice,
    payment_of_another_application,
    payout_above_award,
    payout_instalment,
    payout_above_instalment,
    payment_amount,
    payment_id,
)
