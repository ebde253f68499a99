"""The account of a budget year: every cent of it is paid, still to be paid, free in a call, or in no call at all."""

import datetime
import functools
from collections.abc import Mapping

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.accounts.calls import CallAccount, call_accounts
from kic.domain.accounts.figures import NOTHING, Figure, Line, one, together
from kic.domain.accounts.grants import Grant, books
from kic.domain.calls import Call, MoneySource
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.settings import BudgetYear, Settings


class YearAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A year's money: `budget` is the sum of `uncalled`, `reserve`, `unallocated`, `net` and `still_to_pay`.

    And of `untraced` and `unknown`, where calls of the year are known by their figures only, or not even so. What
    grants hold is `net` (paid less returned) and `still_to_pay`; `excess` is the part of `net` that is to come back.
    `carried_over` is the part of what is left that a decision moved into the next year; `lapsing` ends with the year.
    `booked` and `booked_back` are payouts and repayments that the treasury booked in the accounts of this year,
    whatever year their call is of. `budget` is None where the settings have no such year.
    """

    year: int
    budget: Figure | None
    closed: datetime.date | None
    called: Figure
    calls: tuple[CallAccount, ...]
    booked: Figure
    booked_back: Figure
    carried_in: Figure

    @property
    def uncalled(self) -> Figure:
        """What no call has of the year's budget."""
        return NOTHING if self.budget is None else self.budget - self.called

    @property
    def reserve(self) -> Figure:
        """What calls keep back."""
        return together(each.reserve for each in self.calls)

    @property
    def unallocated(self) -> Figure:
        """What calls have not given."""
        return together(each.unallocated for each in self.calls)

    @property
    def granted(self) -> Figure:
        """What was awarded, before anything of it fell away."""
        return together(each.granted for each in self.calls)

    @property
    def not_awarded(self) -> Figure:
        """What calls did not award, their reserves included."""
        return together(each.not_awarded for each in self.calls)

    @property
    def cuts(self) -> Figure:
        """What final sums, changes and revocations took from awards."""
        return together(each.cuts for each in self.calls)

    @property
    def awarded(self) -> Figure:
        """What grants hold."""
        return together(each.held for each in self.calls)

    @property
    def paid(self) -> Figure:
        """Paid to grantees of the year's calls."""
        return together(each.paid for each in self.calls)

    @property
    def returned(self) -> Figure:
        """Come back from there."""
        return together(each.returned for each in self.calls)

    @property
    def net(self) -> Figure:
        """Paid less returned."""
        return self.paid - self.returned

    @property
    def still_to_pay(self) -> Figure:
        """Held and not paid."""
        return self.awarded - self.untraced - self.net

    @property
    def untraced(self) -> Figure:
        """Committed by the figures of calls, of which no payments are recorded."""
        return together(each.untraced for each in self.calls)

    @property
    def unknown(self) -> Figure:
        """Money of calls of whose awards nothing is known."""
        return together(each.unknown for each in self.calls)

    @property
    def excess(self) -> Figure:
        """To come back."""
        return together(each.excess for each in self.calls)

    @property
    def interest(self) -> Figure:
        """Interest on what came back."""
        return together(each.interest for each in self.calls)

    @property
    def released(self) -> Figure:
        """What flowed back within the calls."""
        return together(each.released for each in self.calls)

    @property
    def carried_over(self) -> Figure:
        """What a decision moved into the next year."""
        return together(each.carried_over for each in self.calls)

    @property
    def left(self) -> Figure:
        """What of the year's money has not been spent: the most that can be carried over."""
        return self.called + self.uncalled - self.net

    @property
    def lapsing(self) -> Figure:
        """What ends with the year: neither spent nor carried over."""
        return self.left - self.carried_over

    @property
    def open(self) -> tuple[Grant, ...]:
        """The grants of the year's calls whose accounts are open."""
        return tuple(grant for each in self.calls for grant in each.open)


@functools.lru_cache(maxsize=4)
def year_accounts(repository: Snapshot, on: datetime.date | None = None) -> Mapping[int, YearAccount]:
    """The accounts of every year that has a budget or a call, at the end of a day; in order."""
    settings = repository.only(Settings)
    provided: dict[int, tuple[int, BudgetYear]] = {}
    for position, year in enumerate(settings.budget if settings else ()):
        provided.setdefault(int(year.year), (position, year))
    of_year: dict[int, list[CallAccount]] = {}
    called: dict[int, list[Line]] = {}
    carried_in: dict[int, list[Line]] = {}
    accounts = call_accounts(repository, on)
    for call in repository.all(Call):
        account = accounts[call.id]
        of_year.setdefault(account.year, []).append(account)
        if call.money.source is MoneySource.FRESH:
            called.setdefault(account.year, []).extend(account.amount.lines)
        carried_in.setdefault(account.year + 1, []).extend(account.carried_over.lines)
    booked, back = _booked(repository, on or datetime.date.max)
    found: dict[int, YearAccount] = {}
    for number in sorted({*provided, *of_year}):
        budget, closed = None, None
        if number in provided and settings is not None:
            position, year = provided[number]
            place = repository.place(settings, "budget", position, "amount")
            budget, closed = one(year.amount, text("budget of {year}", year=str(number)), place), year.closed
        found[number] = YearAccount(
            year=number,
            budget=budget,
            closed=closed,
            called=Figure(tuple(called.get(number, ()))),
            calls=tuple(sorted(of_year.get(number, ()), key=lambda each: each.call)),
            booked=Figure(tuple(booked.get(number, ()))),
            booked_back=Figure(tuple(back.get(number, ()))),
            carried_in=Figure(tuple(carried_in.get(number, ()))),
        )
    return found


def accounting_year(call: Call, payment: Payment) -> int:
    """The budget year that a payment is booked in: its own, else the call's, else the year of the call."""
    accounting = payment.accounting or call.accounting
    return int(call.year if accounting is None else accounting.year)


def _booked(repository: Snapshot, on: datetime.date) -> tuple[dict[int, list[Line]], dict[int, list[Line]]]:
    """Payouts and repayments that were booked up to a day and stayed, by accounting year."""
    out: dict[int, list[Line]] = {}
    back: dict[int, list[Line]] = {}
    for payments in books(repository).payments.values():
        for payment in payments:
            steps = [each for each in payment.steps if each.date <= on]
            call = repository.get(Call, payment.call)
            if call is None or not steps or steps[-1].event is not PaymentEvent.BOOKED:
                continue
            if payment.payment is PaymentKind.INTEREST:
                continue
            side = out if payment.payment is PaymentKind.PAYOUT else back
            what = text("{payment}, booked on {date}", payment=payment.payment, date=steps[-1].date)
            line = Line(payment.amount, what, repository.place(payment, "amount"))
            side.setdefault(accounting_year(call, payment), []).append(line)
    return out, back
