"""Which payment a booking is: by the id in its purpose, else by an amount and an account that only one payment has."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.calls import Accounting
from kic.domain.payments import Payment, PaymentEvent
from kic.domain.payments.standing import accounting_of, is_payout, next_event
from kic.repository.treasury.rows import Booking

_MOST_PARTS = 8
"""Parts of an id as banks tear it: `2026-1-013-p1` may come as `2026 1 013 p 1`."""
_words = re.compile(r"[a-z0-9]+", re.ASCII)


class Match(NamedTuple):
    """A booking with the payments that it may be. `named`: its purpose says so; else amount and account do."""

    booking: Booking
    payments: tuple[Payment, ...]
    named: bool


class Matching:
    """Finds payments for bookings. `outgoing_negative` is the list's sign for money that the city pays."""

    def __init__(self, repository: Snapshot, *, outgoing_negative: bool, with_account: bool) -> None:
        self._repository = repository
        self._negative, self._with_account = outgoing_negative, with_account
        self._by_letters: dict[str, list[Payment]] = defaultdict(list)
        self._waiting: dict[Money, list[Payment]] = defaultdict(list)
        self._booked: dict[tuple[str, int], list[Payment]] = defaultdict(list)
        self._keys: dict[Accounting, frozenset[str]] = {}
        for payment in repository.all(Payment):
            self._by_letters["".join(_words.findall(payment.id))].append(payment)
            booked = payment.step(PaymentEvent.BOOKED)
            if booked is not None and booked.voucher is not None:
                self._booked[_folded(booked.voucher), booked.date.year].append(payment)
            elif waits_for_booking(payment):
                self._waiting[self.expected(payment)].append(payment)

    def expected(self, payment: Payment) -> Money:
        """The amount with the sign that the list should give it."""
        if self._negative and is_payout(payment):
            return -payment.amount
        return payment.amount

    def of(self, booking: Booking) -> Match:
        """The payments that a booking may be; none, one or several."""
        named = tuple(self._named(booking.purpose))
        if named:
            return Match(booking, named, named=True)
        same = self._booked.get((_folded(booking.voucher), booking.date.year), [])
        same = [each for each in same if abs(booking.amount.cents) == each.amount.cents]
        if len(same) == 1 and self._fits(same[0], booking):
            return Match(booking, tuple(same), named=False)
        waiting = [
            each
            for each in self._waiting.get(booking.amount, ())
            if self._fits(each, booking) and _after(each, booking)
        ]
        return Match(booking, tuple(waiting), named=False)

    def _named(self, purpose: str) -> Iterator[Payment]:
        """Payments whose ids stand in a text, however the bank tore them; each once."""
        parts = _words.findall(purpose.casefold())
        told: set[str] = set()
        covered = 0
        for end in range(1, len(parts) + 1):
            for begin in range(max(covered, end - _MOST_PARTS), end):
                found = self._by_letters.get("".join(parts[begin:end]), [])
                exact = [each for each in found if each.id == "-".join(parts[begin:end])]
                for payment in exact if len(exact) == 1 else found:
                    if payment.id not in told:
                        told.add(payment.id)
                        yield payment
                if found:
                    covered = end
                    break

    def _fits(self, payment: Payment, booking: Booking) -> bool:
        """Whether the booking's account is the payment's; True where the list has no accounts."""
        if not self._with_account:
            return True
        accounting = accounting_of(self._repository, payment)
        return accounting is not None and self.in_account(accounting, booking.account)

    def in_account(self, accounting: Accounting, spelled: str) -> bool:
        """Whether the list's account means this one: the account alone, or product and account in either order."""
        keys = self._keys.get(accounting)
        if keys is None:
            keys = self._keys[accounting] = frozenset(_keys_of(accounting))
        return _squeezed(spelled) in keys


def waits_for_booking(payment: Payment) -> bool:
    """Whether a booking may come: a payout that was released, a receipt that is expected, ordered or not yet."""
    event = next_event(payment)
    return event is PaymentEvent.BOOKED or (event is not None and not is_payout(payment))


def _keys_of(accounting: Accounting) -> Iterator[str]:
    products = {_squeezed(accounting.product), _number(accounting.product)}
    accounts = {_squeezed(accounting.account), _number(accounting.account)}
    for account in accounts:
        yield account
        for product in products:
            yield product + account
            yield account + product


def _number(words: str) -> str:
    """The number in front: `5419.01 Zuschüsse` is 541901."""
    return _squeezed(words.split(maxsplit=1)[0]) if words.split() else ""


def _squeezed(words: str) -> str:
    return "".join(each for each in words.casefold() if each.isalnum())


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _after(payment: Payment, booking: Booking) -> bool:
    """Whether the booking came after the last step here: an older one is of another payment."""
    return not payment.steps or payment.steps[-1].date <= booking.date


def outgoing_is_negative(repository: Snapshot, bookings: Iterable[Booking]) -> bool:
    """Whether the list writes payouts with a minus, as its rows show that name one; for a first import."""
    matching = Matching(repository, outgoing_negative=False, with_account=False)
    signs = [
        booking.amount.cents < 0
        for booking in bookings
        for match in (matching.of(booking),)
        if match.named and len(match.payments) == 1 and is_payout(match.payments[0])
    ]
    return bool(signs) and 2 * sum(signs) > len(signs)
