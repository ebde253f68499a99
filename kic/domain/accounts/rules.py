"""What must hold of a call's money: never more is given, held or carried over than there is."""

import datetime
from collections.abc import Iterator, Mapping

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money, total
from kic.domain.accounts.calls import CallAccount, call_accounts, unreadable
from kic.domain.accounts.grants import books, grants, standing_notices
from kic.domain.accounts.years import accounting_year
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.calls.money_rules import remainder_source
from kic.domain.decisions import Decision
from kic.domain.decisions.of_call import Turn, decisions_of
from kic.domain.notices import NoticeEvent, NoticeKind
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.reporting.settlement_rules import call_settled_with_open_account


def _remainders(repository: Snapshot) -> Mapping[str, list[Call]]:
    """The calls that give what another one left, by that other one."""
    given: dict[str, list[Call]] = {}
    for call in repository.all(Call):
        before = repository.get(Call, call.money.remainder_of)
        if before is not None and before.id != call.id and call.money.amount is not None:
            given.setdefault(before.id, []).append(call)
    return given


def _award_came_last(repository: Snapshot, account: CallAccount, given: list[Call]) -> bool:
    """Whether an award made the money too little, rather than the call that gives the remainder."""
    if not given or account.held.cents > account.amount.cents:
        return True
    call = repository.get(Call, account.call)
    changed = [
        day
        for each in (decisions_of(repository, call) if call is not None else ())
        for day in (each.date, *(entry.date for entry in each.entries))
    ]
    public = [each.opens for each in given if each.state is not CallState.DRAFT and each.opens is not None]
    return bool(changed and public) and max(changed) >= min(public)


@rule("KIC404", "remainder-exceeded", requires=(remainder_source,))
def remainder_exceeded(repository: Snapshot) -> Iterator[Finding]:
    """Calls over a remainder never give more than the earlier call has left.

    Why: Of 70,000 EUR, 44,000 were committed, so 26,000 were left for the second call of 2023. What flows back from
    declined, reduced and settled awards can be given again; what was reclaimed can when it has come back.

    Fix: Lower the amount, or correct what the earlier call committed (its awards, or `figures.committed`).

    Source: Second call of 2023 in Kaiserslautern (pfalzdigital.de): the remainder of what the first left;
    § 95 GemO RLP (the budget by-law provides the money) [not confirmed].
    """
    for id_, calls in _remainders(repository).items():
        account = call_accounts(repository)[id_]
        before = repository.get(Call, id_)
        if before is None or not account.known or account.unreadable:
            continue
        if _blamed_on_awards(repository, account, calls):
            continue
        left, given = account.amount.amount - account.held.amount, Money(0)
        if left.cents < 0:
            continue  # the figures, or the awards, are wrong by themselves
        for call in calls:
            assert call.money.amount is not None
            given += call.money.amount
            if given <= left:
                continue
            decisions = decisions_of(repository, before)
            related = (
                Related(repository.place(decisions[-1], "awards"), text("the awards there"))
                if decisions
                else Related(repository.place(before, "figures", "committed"), text("committed there"))
            )
            yield found(
                call,
                ("money", "amount"),
                text(
                    "{given} is given of the remainder of {id}, which is {left}: {difference} too much",
                    given=given,
                    id=id_,
                    left=left,
                    difference=given - left,
                ),
                help=text(
                    "lower the amount; {amount} are still to come back, and not free before", amount=excess
                )
                if (excess := account.excess.amount)
                else text("lower the amount, or correct what the earlier call committed"),
                related=[related],
            )


def _blamed_on_awards(repository: Snapshot, account: CallAccount, given: list[Call]) -> bool:
    return account.recorded and _award_came_last(repository, account, given)


@rule("KIC760", "awards-exceed-call")
def awards_exceed_call(repository: Snapshot) -> Iterator[Finding]:
    """The awards of a call never exceed its money.

    Why: What is awarded must be paid, and the budget provides no more. What a later call gives as the remainder
    of this one is given away already. What flows back from settled and revoked awards can be awarded again, as
    soon as it is there.

    Fix: Lower an award by an entry, or correct the amount of the call, if it is wrong.

    Source: § 95 GemO RLP (the budget by-law provides the money) [not confirmed]; the call's own amount.
    """
    given = _remainders(repository)
    for call in repository.all(Call):
        decisions = decisions_of(repository, call)
        if not decisions or call.money.amount is None:
            continue
        account = call_accounts(repository)[call.id]
        left = account.free.amount
        if (
            account.unreadable
            or left.cents >= 0
            or not _award_came_last(repository, account, given.get(call.id, []))
        ):
            continue
        last = max(
            decisions, key=lambda each: (each.entries[-1].date if each.entries else each.date, each.id)
        )
        field = ("entries", len(last.entries) - 1, "after") if last.entries else ("awards",)
        yield found(
            last,
            field,
            text(
                "the awards of {call} exceed its money of {amount} by {over}",
                call=call.id,
                amount=account.budget.amount,
                over=-left,
            ),
            help=text("lower an award by an entry, or correct the call's amount"),
            related=[Related(repository.place(call, "money", "amount"), text("the money of the call"))],
        )


@rule("KIC761", "reserve-spent", Severity.WARNING, requires=(awards_exceed_call,))
def reserve_spent(repository: Snapshot) -> Iterator[Finding]:
    """A decision leaves the reserve of the call alone.

    Why: The reserve is kept back for who moves up and for amendments. The proposal has not given it away.

    Fix: Lower an award, or note in the decision why the reserve was used.

    Source: Allocation rules of kic, step 4: the reserve is set aside.
    """
    for call in repository.all(Call):
        if call.money.amount is None:
            continue
        most = call.money.amount - call.terms.reserve
        decisions = decisions_of(repository, call)
        for place, decision in enumerate(decisions):
            turn = Turn.of(call, decision)
            before = [amount for each in decisions[:place] for amount in turn.stood(each).values()]
            given = total(before) + total(each.amount for each in decision.awards)
            if decision.note or given <= most:
                continue
            yield found(
                decision,
                "awards",
                text(
                    "the awards are {given}; without the reserve of {reserve} there are {most}",
                    given=given,
                    reserve=call.terms.reserve,
                    most=most,
                ),
                help=text("lower an award, or say in the note why the reserve was used"),
                related=[Related(repository.place(call, "terms", "reserve"), text("the reserve"))],
            )


@rule("KIC950", "call-settled-with-money-open", requires=(call_settled_with_open_account,))
def call_settled_with_money_open(repository: Snapshot) -> Iterator[Finding]:
    """Of a settled call nothing is still to be paid, on its way, or to come back.

    Why: Settled says that every cent is where it belongs. Money that is still to move would be missing from the
    accounts of the year. Grants of which no notice and no payment is recorded are not judged.

    Fix: Pay, book or reclaim what is named, or fix the final sum by a notice; or put the state back to `decided`.

    Source: Call of 2026 in Kaiserslautern (completed and settled by the end of the year); ANBest-P nos. 6-8.
    """
    settled = [call for call in repository.all(Call) if call.state is CallState.SETTLED]
    kept = books(repository)
    for call in settled:
        account = call_accounts(repository)[call.id]
        for grant in () if account.unreadable else account.open:
            if grant.application not in kept.notices and grant.application not in kept.payments:
                continue
            application = repository.get(Application, grant.application)
            assert application is not None
            yield found(
                call,
                "state",
                text(
                    "{state}, but on {id} {what}",
                    state=call.state,
                    id=grant.application,
                    what=grant.open_points[0],
                ),
                help=text("close the account, or put the state back to decided"),
                related=[Related(repository.place(application), text("the open account"))],
            )


@rule("KIC957", "carried-over-above-left")
def carried_over_above_left(repository: Snapshot) -> Iterator[Finding]:
    """No more is carried over than was left of the call's money on the day of the decision.

    Why: Only what was not spent can go on into the next year. More would be money that no budget has given.

    Fix: Correct the amount: the call's money, less what was paid and what other calls give of it.

    Source: § 17 GemHVO RLP (carrying money over) [text not confirmed].
    """
    for call in repository.all(Call):
        if call.carried_over is None or (account := call_accounts(repository)[call.id]).unreadable:
            continue
        amount = call.carried_over.amount
        spent = _spent_in_year(repository, call, call.carried_over.decided)
        left = account.budget.amount - spent
        if amount.cents <= 0:
            message = text("{amount} cannot be carried over, expected more than zero", amount=amount)
        elif account.known and amount > left:
            message = text(
                "{amount} is carried over, {left} is left: {difference} too much",
                amount=amount,
                left=left,
                difference=amount - left,
            )
        else:
            continue
        yield found(
            call,
            ("carried_over", "amount"),
            message,
            help=text("carry over what is left of the call's money, and no more"),
            related=[Related(repository.place(call, "money", "amount"), text("the money of the call"))],
        )


def _spent_in_year(repository: Snapshot, call: Call, until: datetime.date) -> Money:
    """What was paid in the call's own year up to a day, less what came back in it."""
    cents = 0
    for payment in _payments(repository, call):
        step = payment.step(PaymentEvent.BOOKED)
        if not payment.booked or step is None or step.date > until:
            continue
        if accounting_year(call, payment) <= int(call.year):
            cents += _SIGN[payment.payment] * payment.amount.cents
    return Money(cents)


_SIGN = {PaymentKind.PAYOUT: 1, PaymentKind.REPAYMENT: -1, PaymentKind.INTEREST: 0}


def _payments(repository: Snapshot, call: Call) -> Iterator[Payment]:
    kept = books(repository)
    for grant in call_accounts(repository)[call.id].grants:
        yield from kept.payments.get(grant.application, ())


@rule("KIC958", "carried-over-undecided", Severity.WARNING)
def carried_over_undecided(repository: Snapshot) -> Iterator[Finding]:
    """Money is carried over by somebody's decision, and the call says whose.

    Why: The budget holds for one year. Whether its money goes on into the next is decided by who is responsible for
    the budget, and an auditor asks for that decision.

    Fix: Name the resolution, or say in the note who decided.

    Source: § 17 GemHVO RLP (carrying money over) [text not confirmed].
    """
    for call in repository.all(Call):
        carried = call.carried_over
        if carried is None or carried.resolution is not None or (carried.note or "").strip():
            continue
        yield found(
            call,
            "carried_over",
            text("{amount} is carried over, and nothing says who decided that", amount=carried.amount),
            help=text("name the resolution, or say in the note who decided"),
        )


@rule("KIC960", "paid-beyond-carry-over")
def paid_beyond_carry_over(repository: Snapshot) -> Iterator[Finding]:
    """After its year, no more is paid for a call than was carried over.

    Why: What was not carried over ended with the year. A payment from the next year's budget would take money that
    was given for other calls.

    Fix: Have more carried over, or book the payment in the year of the call while its books are open.

    Source: § 17 GemHVO RLP (carrying money over) [text not confirmed];
    § 95 GemO RLP (the budget by-law holds for one calendar year) [not confirmed].
    """
    for call in repository.all(Call):
        if call.carried_over is None:
            continue  # money that was not carried over at all is said of each payment
        most, paid = call.carried_over.amount.cents, 0
        for payment in sorted(_payments(repository, call), key=_moved):
            moves = payment.booked or (payment.open and payment.step(PaymentEvent.ORDERED) is not None)
            if (
                payment.payment is not PaymentKind.PAYOUT
                or not moves
                or accounting_year(call, payment) <= int(call.year)
            ):
                continue
            paid += payment.amount.cents
            if paid > most:
                yield found(
                    payment,
                    "amount",
                    text(
                        "{paid} are paid after the year {year}, {carried} were carried over",
                        paid=Money(paid),
                        year=str(call.year),
                        carried=call.carried_over.amount,
                    ),
                    help=text("have more carried over, or book it in the year of the call"),
                    related=[Related(repository.place(call, "carried_over"), text("carried over"))],
                )
                break


def _moved(payment: Payment) -> tuple[datetime.date, str]:
    step = payment.step(PaymentEvent.BOOKED) or payment.step(PaymentEvent.ORDERED)
    return (datetime.date.max if step is None else step.date, payment.id)


@rule("KIC961", "accounting-year-differs")
def accounting_year_differs(repository: Snapshot) -> Iterator[Finding]:
    """A call is booked in the budget year that it is a call of.

    Why: The year's budget and the year's bookings are compared to the cent. A call in another year's accounts would
    be missing from one and too much in the other.

    Fix: Correct the year of `accounting`. What is paid after the year is money that was carried over: enter that in
    `carried_over`, and the later year in the payment.

    Source: § 95 GemO RLP (the budget by-law holds for one calendar year) [not confirmed];
    § 17 GemHVO RLP (carrying money over) [text not confirmed].
    """
    for call in repository.all(Call):
        accounting = call.accounting
        if accounting is not None and accounting.year != call.year:
            yield found(
                call,
                ("accounting", "year"),
                text(
                    "booked in the budget year {year}, the call is of {expected}",
                    year=str(accounting.year),
                    expected=str(call.year),
                ),
                help=text("correct the year"),
                related=[Related(repository.place(call, "year"), text("the year of the call"))],
            )


@rule("KIC963", "award-raised-after-final-sum")
def award_raised_after_final_sum(repository: Snapshot) -> Iterator[Finding]:
    """When the final sum is fixed, the award rises no more.

    Why: The award is a maximum; what a project cost beyond it is not made up later. An award above the final sum would
    hold money that nobody may be paid.

    Fix: Take the entry out, or set the notice of the final sum aside if it is wrong.

    Source: NRW sample notice (expydoc 11675370): the award is a maximum, no later top-up; BVerwG 3 C 7.09.
    """
    kept = books(repository)
    for decision in repository.all(Decision):
        for position, entry in enumerate(decision.entries):
            if entry.after <= entry.before:
                continue
            fixed = [
                each
                for each in standing_notices(kept, entry.application, entry.date)
                if each.notice is NoticeKind.SETTLEMENT
            ]
            if not fixed:
                continue
            step = fixed[-1].step(NoticeEvent.ISSUED)
            assert step is not None
            yield found(
                decision,
                ("entries", position, "after"),
                text(
                    "the award of {id} rises to {after}, its final sum was fixed on {date}",
                    id=entry.application,
                    after=entry.after,
                    date=step.date,
                ),
                help=text("take the entry out, or set the notice of the final sum aside"),
                related=[Related(repository.place(fixed[-1], "amount"), text("the final sum"))],
            )


@rule("KIC965", "award-below-paid", requires=(awards_exceed_call,))
def award_below_paid(repository: Snapshot) -> Iterator[Finding]:
    """An award is not lowered below what has been paid, or ordered, to its grantee.

    Why: Paid money is taken back by the administration's notice, after a hearing and within a year; an entry of the
    committee alone would leave an award that is less than what is out.

    Fix: Revoke the award by a notice and reclaim the money. The entry comes when it is back.

    Source: § 49(3), § 49a VwVfG (revocation, reclaim); § 28 VwVfG (hearing).
    """
    accounts = grants(repository)
    for decision in repository.all(Decision):
        last = {entry.application: position for position, entry in enumerate(decision.entries)}
        for id_, position in last.items():
            entry, grant = decision.entries[position], accounts.get(id_)
            if grant is None or entry.after >= entry.before or grant.call in unreadable(repository):
                continue
            out = grant.net + grant.ordered
            if grant.awarded.cents >= out.cents:
                continue
            yield found(
                decision,
                ("entries", position, "after"),
                text(
                    "the award of {id} sinks to {after}, {paid} are paid or ordered",
                    id=id_,
                    after=entry.after,
                    paid=out.amount,
                ),
                help=text("revoke the award by a notice: kic notice revoke {id}", id=id_),
                related=[Related((grant.paid + grant.ordered).lines[-1].place, text("paid"))],
            )


RULES: tuple[Rule, ...] = (
    remainder_exceeded,
    awards_exceed_call,
    reserve_spent,
    call_settled_with_money_open,
    carried_over_above_left,
    carried_over_undecided,
    paid_beyond_carry_over,
    accounting_year_differs,
    award_raised_after_final_sum,
    award_below_paid,
)
