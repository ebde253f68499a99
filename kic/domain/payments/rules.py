"""What must hold of payments in the city's books: year, product, account; what comes back; what stays on record."""

import datetime
from collections.abc import Iterator

from kic.core.coherence import log_changed
from kic.core.diagnostic import Related, Severity
from kic.core.place import Place
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Accounting, Call
from kic.domain.concept.structure import Body, BodyKind
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.grant import issued_by
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.payments.standing import accounting_of, ended, is_payout, moved_by, paid_out, payments_of
from kic.domain.periods.defaults import procedure
from kic.domain.settings import Settings

PUBLIC = frozenset({BodyKind.DEPARTMENT, BodyKind.COMMITTEE, BodyKind.ADVISORY_COUNCIL, BodyKind.AUTHORITY})
"""Bodies of public law: payments to them are exempt from the notice to the tax office."""
RECLAIMING = {
    PaymentKind.REPAYMENT: frozenset({NoticeKind.CLAWBACK, NoticeKind.SETTLEMENT}),
    PaymentKind.INTEREST: frozenset({NoticeKind.CLAWBACK}),
}
"""The notices that money which comes back can rest on."""


# -- the city's books ----------------------------------------------------------------------------------


@rule("KIC865", "call-without-accounting")
def call_without_accounting(repository: Snapshot) -> Iterator[Finding]:
    """A call from which money is paid names the budget year, the product and the account.

    Why: The order to the treasury needs all three, and without them no sum here can be reconciled with the city's
    books.

    Fix: Enter them in the call:

        accounting:
          year: 2026
          product: "351010"
          account: "541900"

    Source: §§ 25 GemHVO, 99 GemO RLP: money is spent from a product and account of a budget year.
    """
    told: set[str] = set()
    for payment in repository.all(Payment):
        call = repository.get(Call, payment.call)
        if call is None or call.accounting is not None or call.id in told:
            continue
        told.add(call.id)
        yield found(
            call,
            "accounting",
            text("money is paid from this call, and budget year, product and account are missing"),
            help=text("add accounting with year, product and account, as the treasury names them"),
            related=[Related(repository.place(payment), text("a payment from it"))],
        )


@rule("KIC867", "payment-in-another-account")
def payment_in_another_account(repository: Snapshot) -> Iterator[Finding]:
    """A payment is booked in the product and account of its call, and in its budget year.

    Why: The council gave the money for this purpose in this year. In another account it is spent from other money; in
    another year only what was carried over by a decision.

    Fix: Take the payment's own accounting out, or correct it. Where money was carried over, enter that in the call:
    `carried_over` with amount and day of the decision.

    Source: Budget by-law of the year, §§ 95, 97 GemO RLP; § 17 GemHVO RLP (carrying money over) [not confirmed].
    """
    for payment in repository.all(Payment):
        call = repository.get(Call, payment.call)
        own = payment.accounting
        if own is None or call is None or call.accounting is None:
            continue
        for field, is_, expected in (
            ("product", own.product, call.accounting.product),
            ("account", own.account, call.accounting.account),
        ):
            if is_ != expected:
                yield found(
                    payment,
                    ("accounting", field),
                    text("{is_}, the call is booked in {expected}", is_=is_, expected=expected),
                    help=text("a payment differs from its call in the budget year alone"),
                    related=[Related(repository.place(call, "accounting", field), text("the call"))],
                )
        if is_payout(payment) and not _may_be_of(call, own):
            yield found(
                payment,
                ("accounting", "year"),
                text(
                    "budget year {year}, the call is of {expected}, and no money was carried over",
                    year=str(own.year),
                    expected=str(call.accounting.year),
                ),
                help=text("correct the year, or enter carried_over with its decision in the call"),
                related=[Related(repository.place(call, "accounting", "year"), text("the call"))],
            )


def _may_be_of(call: Call, own: Accounting) -> bool:
    assert call.accounting is not None
    years = (call.accounting.year, call.accounting.year + 1) if call.carried_over else (call.accounting.year,)
    return own.year in years


@rule("KIC864", "payment-after-year-closed")
def payment_after_year_closed(repository: Snapshot) -> Iterator[Finding]:
    """After the accounts of a year are closed, nothing is ordered or booked in it.

    Why: The sums of a closed year have been reported to the council. A later booking would make the report wrong.

    Fix: Book it in the running year: `accounting` of the payment. If the year is not closed, correct `closed` in
    kic.yaml.

    Source: § 108 GemO RLP (annual accounts) [not confirmed]; GemHVO RLP.
    """
    settings = repository.only(Settings)
    closed = {
        int(each.year): (position, each.closed)
        for position, each in enumerate(settings.budget if settings is not None else ())
        if each.closed is not None
    }
    for payment in repository.all(Payment) if closed else ():
        accounting = accounting_of(repository, payment)
        if accounting is None or int(accounting.year) not in closed:
            continue
        at, day = closed[int(accounting.year)]
        assert settings is not None
        assert day is not None
        for position, step in enumerate(payment.steps):
            if step.date > day and step.event in (PaymentEvent.ORDERED, PaymentEvent.BOOKED):
                yield found(
                    payment,
                    ("steps", position, "date"),
                    text(
                        "{event} on {date}, and the accounts of {year} were closed on {closed}",
                        event=step.event,
                        date=step.date,
                        year=str(accounting.year),
                        closed=day,
                    ),
                    help=text("book it in the running year"),
                    related=[Related(repository.place(settings, "budget", at), text("the closed year"))],
                )
                break


@rule(
    "KIC866",
    "booked-in-another-year",
    Severity.WARNING,
    requires=(payment_in_another_account, payment_after_year_closed),
)
def booked_in_another_year(repository: Snapshot) -> Iterator[Finding]:
    """A payout is booked in its budget year; what comes back, in the year that its accounting names.

    Why: Money is given year by year. A January booking for the old year is possible only while its books are open, and
    the treasury has to know which year is meant.

    Fix: Enter `accounting` with the right year in the payment. If the books of the old year took it, waive the finding.

    Source: §§ 95, 97 GemO RLP (budget by-law) and GemHVO RLP: the budget holds for a year [not confirmed].
    """
    for payment in repository.all(Payment):
        accounting = accounting_of(repository, payment)
        if accounting is None or (payment.accounting is None and not is_payout(payment)):
            continue
        for position, step in enumerate(payment.steps):
            if step.event is PaymentEvent.BOOKED and step.date.year != accounting.year:
                yield found(
                    payment,
                    ("steps", position, "date"),
                    text(
                        "booked on {date}, in the budget year {year}",
                        date=step.date,
                        year=str(accounting.year),
                    ),
                    help=text("enter the budget year in which it was booked, or waive this with the reason"),
                )


@rule("KIC888", "to-be-checked-by-finance", Severity.NOTE)
def to_be_checked_by_finance(repository: Snapshot) -> Iterator[Finding]:
    """Larger payments of a year to persons, and to bodies that are not tax-privileged, are looked at by finance.

    Why: Public offices tell the tax office of some payments. Bodies with tax-privileged purposes and public bodies are
    exempt, and so is a recipient below a limit per calendar year. Whether a grant to a private person counts is open.

    Fix: Ask the finance office. For a body with a notice of exemption, enter `tax_privileged: true` in its file; the
    amount is a setting: `procedure`, `finance_check_from`.

    Source: § 7 Mitteilungsverordnung (1,500 EUR per recipient and calendar year); § 2 MV for private persons [open].
    """
    limit = procedure(repository.only(Settings)).finance_check_from
    sums: dict[tuple[str, int], Money] = {}
    last: dict[tuple[str, int], tuple[Payment, int]] = {}
    for payment in repository.all(Payment):
        application = repository.get(Application, payment.application)
        if application is None or not is_payout(payment) or not moved_by(payment):
            continue
        recipient = application.applicant.person or application.applicant.body
        body = repository.get(Body, application.applicant.body)
        if recipient is None or (body is not None and (body.tax_privileged or body.body in PUBLIC)):
            continue
        for position, step in enumerate(payment.steps):
            if step.event is PaymentEvent.BOOKED:
                key = (recipient, step.date.year)
                sums[key] = sums.get(key, Money(0)) + payment.amount
                last[key] = (payment, position)
    for (recipient, year), paid in sums.items():
        if paid < limit.value:
            continue
        payment, position = last[recipient, year]
        yield found(
            payment,
            ("steps", position, "date"),
            text(
                "{recipient} got {paid} in {year}: from {limit} on it is to be checked by the finance office",
                recipient=recipient,
                paid=paid,
                year=str(year),
                limit=limit.value,
            ),
            help=text(
                "ask whether the tax office is told ({source}); a tax-privileged body says so in its file",
                source=limit.cited,
            ),
        )


# -- what comes back -----------------------------------------------------------------------------------


@rule("KIC881", "repayment-without-notice")
def repayment_without_notice(repository: Snapshot) -> Iterator[Finding]:
    """Money that comes back rests on a notice that reclaims it: issued, and of the right kind.

    Why: Without a notice the city has no claim, and the recipient no remedy. Interest is owed only where a clawback
    notice says so.

    Fix: Hear the recipient and issue the notice first: kic notice clawback. What comes back after a settlement
    notice rests on that one.

    Source: § 49a(1) VwVfG: what has to be paid back is set by a written notice; § 28 VwVfG (hearing).
    """
    for payment in repository.all(Payment):
        kinds = RECLAIMING.get(payment.payment)
        notice = repository.get(Notice, payment.notice)
        if kinds is None or notice is None or ended(payment):
            continue
        day = payment.steps[0].date if payment.steps else None
        if notice.notice not in kinds:
            said = text(
                "{payment} rests on {id}, which reclaims nothing: {notice}",
                payment=payment.payment,
                id=notice.id,
                notice=notice.notice,
            )
        elif not issued_by(notice, day):
            said = text("the notice {id} has not been issued", id=notice.id)
        else:
            continue
        yield found(
            payment,
            "notice",
            said,
            help=text("issue the notice that reclaims the money first"),
            related=[Related(repository.place(notice), text("the notice"))],
        )


@rule("KIC882", "repayment-above-claim", requires=(repayment_without_notice,))
def repayment_above_claim(repository: Snapshot) -> Iterator[Finding]:
    """What is expected or came back is not more than was reclaimed, and not more than was paid.

    Why: What came in beyond the claim belongs to the recipient and has to go back.

    Fix: Correct the amount. What was paid too much is returned by the treasury; enter it here only as far as it is
    owed.

    Source: § 49a(1) VwVfG; § 25 GemHVO RLP (every claim is checked for its amount).
    """
    sums: dict[str, Money] = {}
    # With a payment that cannot be read nobody knows what was paid: its own finding says so
    unread = any(entry.record is None for entry in repository.entries_of("payment"))
    for payment in repository.all(Payment) if not unread else ():
        notice = repository.get(Notice, payment.notice)
        if payment.payment is not PaymentKind.REPAYMENT or notice is None or ended(payment):
            continue
        own, whole = f"{payment.application} {notice.id}", payment.application
        for each in (own, whole):
            sums[each] = sums.get(each, Money(0)) + payment.amount
        paid = paid_out(payments_of(repository, payment.application))
        claim = notice.amount if notice.notice is NoticeKind.CLAWBACK else None
        stands = notice.amount if notice.notice is NoticeKind.SETTLEMENT else None
        if claim is not None and sums[own] > claim:
            said = text(
                "{sum} would come back on {id}, which reclaims {amount}",
                sum=sums[own],
                id=notice.id,
                amount=claim,
            )
        elif stands is not None and sums[whole] + stands > paid:
            said = text(
                "{sum} would come back, but {paid} was paid and {amount} stands by {id}",
                sum=sums[whole],
                paid=paid,
                amount=stands,
                id=notice.id,
            )
        elif sums[whole] > paid:
            said = text("{sum} would come back, but {paid} was paid", sum=sums[whole], paid=paid)
        else:
            continue
        yield found(
            payment,
            "amount",
            said,
            help=text("correct the amount"),
            related=[Related(repository.place(notice, "amount"), text("what is reclaimed"))]
            if claim is not None
            else [Related(repository.place(notice, "amount"), text("the notice"))],
        )


@rule("KIC883", "interest-without-ground", requires=(repayment_without_notice,))
def interest_without_ground(repository: Snapshot) -> Iterator[Finding]:
    """Interest is asked for where the clawback notice says from when it runs, and has not waived it.

    Why: Without a first day nobody can compute the interest again.

    Fix: Enter `interest` with `since` in the notice before it is issued, or take the payment out.

    Source: § 49a(3) VwVfG: five points above the base rate, from when the notice lost its effect.
    """
    for payment in repository.all(Payment):
        notice = repository.get(Notice, payment.notice)
        if payment.payment is not PaymentKind.INTEREST or notice is None or ended(payment):
            continue
        if notice.interest is None:
            said = text("the notice {id} asks for no interest", id=notice.id)
        elif notice.interest.waived is not None:
            said = text("the notice {id} has waived the interest", id=notice.id)
        else:
            continue
        yield found(
            payment,
            "payment",
            said,
            help=text("take the payment out, or correct the notice by another one"),
            related=[Related(repository.place(notice), text("the notice"))],
        )


@rule("KIC884", "repayment-without-due", Severity.WARNING)
def repayment_without_due(repository: Snapshot) -> Iterator[Finding]:
    """Money that is expected back has a day until which it is due.

    Why: What is due on no day is never overdue, and nobody reminds anybody.

    Fix: Enter `due` as the notice says it.

    Source: § 25 GemHVO RLP (claims are taken in in full and in time).
    """
    for payment in repository.all(Payment):
        if not is_payout(payment) and payment.due is None and payment.open:
            yield found(
                payment,
                "due",
                text("it is not said until when the money is due"),
                help=text("enter due as the notice says it"),
            )


@dated_rule("KIC885", "repayment-overdue", Severity.WARNING)
def repayment_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Money that is expected back comes until it is due.

    Why: Claims are to be taken in in time. Who never reminds loses them: the claim is barred by time one day.

    Fix: Remind the recipient, and tell the treasury to enforce it. When it came, read the treasury's list:
    kic payment import FILE.

    Source: § 25 GemHVO RLP; §§ 195, 199 BGB for interest.
    """
    for payment in repository.all(Payment):
        if not is_payout(payment) and payment.open and payment.due is not None and payment.due < today:
            yield found(
                payment,
                "due",
                text(
                    "{amount} was due on {due} and has not come ({days} days)",
                    amount=payment.amount,
                    due=payment.due,
                    days=(today - payment.due).days,
                ),
                help=text("remind the recipient, or read the treasury's list: kic payment import FILE"),
            )


# -- what stays on record ------------------------------------------------------------------------------

FIXED = ("call", "application", "notice", "payment", "instalment", "amount", "requested", "accounting")
"""What a payment says once it was certified."""


@change_rule("KIC886", "payment-changed")
def payment_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A payment that was certified only gains steps.

    Why: Whoever certified, ordered and booked did so for this amount, this notice and this account. Changed behind
    their backs, the record would say what nobody has checked.

    Fix: Put it back as it was. What was wrong before the booking is cancelled, and a new payment takes its place; what
    was booked wrongly is corrected by the treasury, and by a payment of its own here.

    Source: Orderly municipal bookkeeping (GemHVO RLP): bookings are not changed but corrected by new ones.
    """
    for old in before.all(Payment):
        new = after.get(Payment, old.id)
        if new is None or not old.steps:
            continue
        for name in FIXED:
            if getattr(old, name) != getattr(new, name):
                yield found(
                    new,
                    name,
                    text(
                        "{field} of a payment was changed that is already: {event}",
                        field=Label("field", name),
                        event=old.steps[-1].event,
                    ),
                    help=text(
                        "put it back by hand or with kic undo FILE; cancel the payment and begin a new one, if it "
                        "was not booked"
                    ),
                )


@change_rule("KIC887", "payment-vanished", requires=(log_changed,))
def payment_vanished(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A payment that was recorded stays.

    Why: An order that was given is known to the treasury, and a request was made; a number that vanishes is the first
    thing an auditor looks for.

    Fix: Put the file back. What is not to be paid is cancelled: kic payment cancel ID --note "...".

    Source: Orderly municipal bookkeeping (GemHVO RLP): nothing that was recorded is made illegible.
    """
    there = {each.id for each in after.entries_of("payment")}
    for entry in before.entries_of("payment"):
        if entry.id is not None and entry.id not in there:
            yield found(
                Place(entry.path),
                (),
                text("the payment {id} is gone", id=entry.id),
                help=text("bring the file back with kic undo FILE; what is not to be paid is cancelled"),
            )


RULES: tuple[Rule, ...] = (
    call_without_accounting,
    payment_in_another_account,
    payment_after_year_closed,
    booked_in_another_year,
    to_be_checked_by_finance,
    repayment_without_notice,
    repayment_above_claim,
    interest_without_ground,
    repayment_without_due,
    repayment_overdue,
    payment_changed,
    payment_vanished,
)
