"""The journal of all money in double entry: what was promised, and what was paid, transaction by transaction.

Two books that do not mix. `commitment` shows who holds the money of a year: a call's reserve, what it has not given,
and each grant. `cash` shows what the treasury booked for each grant. All is derived from records; account names are
made of ids and pseudonyms, so no person is named.
"""

import datetime
from collections.abc import Iterator

import msgspec

from kic.core.place import Place
from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.accounts.calls import call_accounts
from kic.domain.accounts.grants import account, applicant_of, books, grants
from kic.domain.accounts.years import accounting_year
from kic.domain.applications import Application
from kic.domain.calls import Call, MoneySource
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.settings import Settings

NOBODY = "not-recorded"
"""Stands for the applicant and the application where only the sums of a round are recorded."""


class Posting(msgspec.Struct, frozen=True):
    """An amount on an account, whose name is a path: `("commitment", "2026", "2026-1", "reserve")`."""

    account: tuple[str, ...]
    amount: Money


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """Postings of one day that sum up to zero; `what` is a fixed English word, `place` where it is recorded."""

    date: datetime.date
    payee: str
    what: str
    year: int
    call: str | None
    application: str | None = None
    voucher: str | None = None
    place: Place
    postings: tuple[Posting, ...]


def journal(
    repository: Snapshot, *, year: int | None = None, call: str | None = None
) -> tuple[Transaction, ...]:
    """All transactions in the order of their days; of one budget year, or of one call, where that is asked for.

    A transaction belongs to the year in whose budget it is booked: that of its call, or of the payment.
    """
    found = [
        each
        for each in (
            *_budgets(repository),
            *_calls(repository),
            *_carried(repository),
            *_grants(repository),
            *_cash(repository),
        )
        if (year is None or each.year == year) and (call is None or each.call == call)
    ]
    return tuple(sorted(found, key=lambda each: each.date))


def _transaction(  # noqa: PLR0913  # what a transaction consists of
    day: datetime.date,
    what: str,
    place: Place,
    amount: Money,
    to: tuple[str, ...],
    source: tuple[str, ...],
    *,
    year: int,
    call: str | None,
    payee: str = "city",
    application: str | None = None,
    voucher: str | None = None,
) -> Transaction:
    return Transaction(
        date=day,
        payee=payee,
        what=what,
        year=year,
        call=call,
        application=application,
        voucher=voucher,
        place=place,
        postings=(Posting(to, amount), Posting(source, -amount)),
    )


def _budgets(repository: Snapshot) -> Iterator[Transaction]:
    settings = repository.only(Settings)
    seen: set[int] = set()
    for position, year in enumerate(settings.budget if settings else ()):
        number = int(year.year)
        if number in seen or not datetime.MINYEAR <= number <= datetime.MAXYEAR:
            continue
        seen.add(number)
        assert settings is not None
        yield _transaction(
            datetime.date(number, 1, 1),
            "budget",
            repository.place(settings, "budget", position, "amount"),
            year.amount,
            ("commitment", str(number), "uncalled"),
            ("budget", str(number)),
            year=number,
            call=None,
        )


def _start(call: Call) -> datetime.date:
    """The first day of a call's year: its money is there from then on, whatever day it was announced."""
    return datetime.date(min(max(int(call.year), datetime.MINYEAR), datetime.MAXYEAR), 1, 1)


def _of_call(call: Call, *rest: str) -> tuple[str, ...]:
    return ("commitment", str(call.year), call.id, *rest)


def _calls(repository: Snapshot) -> Iterator[Transaction]:
    for call in repository.all(Call):
        account_ = call_accounts(repository)[call.id]
        start, free = _start(call), _of_call(call, "unallocated")
        for line in account_.amount.lines:
            yield _transaction(
                start,
                "call",
                line.place,
                line.amount,
                free,
                _source(repository, call),
                year=account_.year,
                call=call.id,
            )
        for line in account_.reserve.lines:
            reserve = _of_call(call, "reserve")
            yield _transaction(
                start, "reserve", line.place, line.amount, reserve, free, year=account_.year, call=call.id
            )
        if account_.unknown:
            lines = account_.unknown.lines
            yield _transaction(
                start,
                "awards not known",
                lines[0].place,
                account_.unknown.amount,
                _of_call(call, "not-known"),
                free,
                year=account_.year,
                call=call.id,
            )
        if not account_.recorded:
            for line in account_.untraced.lines:
                yield _transaction(
                    start if call.decided is None else call.decided.latest,
                    "awards",
                    line.place,
                    line.amount,
                    _of_call(call, "awarded", NOBODY, NOBODY),
                    free,
                    year=account_.year,
                    call=call.id,
                    payee=NOBODY,
                )


def _source(repository: Snapshot, call: Call) -> tuple[str, ...]:
    """Where a call's money comes from: the year's budget, or what an earlier call left."""
    before = repository.get(Call, call.money.remainder_of)
    if before is not None and before.id != call.id:
        return _of_call(before, "unallocated")
    if call.money.source is MoneySource.FRESH:
        return ("commitment", str(call.year), "uncalled")
    return ("budget", str(call.year))


def _carried(repository: Snapshot) -> Iterator[Transaction]:
    """Money that a decision moved into the next year's budget."""
    for call in repository.all(Call):
        if call.carried_over is None:
            continue
        year = int(call.year)
        yield _transaction(
            call.carried_over.decided,
            "carried over",
            repository.place(call, "carried_over", "amount"),
            call.carried_over.amount,
            ("carried-over", str(year), call.id),
            ("carried-on", str(year + 1)),
            year=year,
            call=call.id,
        )


def _changes(repository: Snapshot, application: str) -> Iterator[tuple[datetime.date, str, Place]]:
    """The days on which what a grant holds may change, with the record of each."""
    kept = books(repository)
    for decision, awards, entries in kept.decisions.get(application, ()):
        for position in awards:
            yield decision.date, "award", repository.place(decision, "awards", position, "amount")
        for position in entries:
            yield (
                decision.entries[position].date,
                "award",
                repository.place(decision, "entries", position, "after"),
            )
    for examination in kept.examinations.get(application, ()):
        yield examination.date, "examination", repository.place(examination, "final")
    for notice in kept.notices.get(application, ()):
        place = repository.place(notice, "amount")
        yield from ((step.date, notice.notice.value, place) for step in notice.steps)
    for payment in kept.payments.get(application, ()):
        place = repository.place(payment, "amount")
        yield from ((step.date, payment.payment.value, place) for step in payment.steps)


def _grants(repository: Snapshot) -> Iterator[Transaction]:
    """What each grant holds, whenever it changes; from the same account that `kic` shows for the end of the day."""
    whole = grants(repository)
    for application in repository.all(Application):
        grant = whole[application.id]
        call = repository.get(Call, application.call)
        if not grant.counts or call is None:
            continue
        changes: dict[datetime.date, tuple[str, Place]] = {}
        for day, what, place in _changes(repository, application.id):
            changes[day] = (what, place)
        before = 0
        for day in sorted(changes):
            what, place = changes[day]
            held = account(repository, application, day).held.cents
            if held == before:
                continue
            yield _transaction(
                day,
                what,
                place,
                Money(held - before),
                _of_call(call, "awarded", grant.applicant or NOBODY, application.id),
                _of_call(call, "unallocated"),
                year=int(call.year),
                call=call.id,
                payee=grant.applicant or NOBODY,
                application=application.id,
            )
            before = held


_SIDE = {PaymentKind.PAYOUT: "paid", PaymentKind.REPAYMENT: "returned", PaymentKind.INTEREST: "interest"}


def _cash(repository: Snapshot) -> Iterator[Transaction]:
    """Every booking of the treasury, and every one that the bank sent back."""
    for payment in repository.all(Payment):
        call = repository.get(Call, payment.call)
        application = repository.get(Application, payment.application)
        if call is None:
            continue
        applicant = (None if application is None else applicant_of(application)) or NOBODY
        year = accounting_year(call, payment)
        accounting = payment.accounting or call.accounting
        named = ("unknown",) if accounting is None else (accounting.product, accounting.account)
        side = _SIDE[payment.payment]
        account_ = ("cash", str(year), call.id, applicant, payment.application, side)
        out = 1 if payment.payment is PaymentKind.PAYOUT else -1
        there = False
        for position, step in enumerate(payment.steps):
            moves = step.event is PaymentEvent.BOOKED
            if moves is there or (not moves and step.event not in _BACK):
                continue
            there = moves
            yield _transaction(
                step.date,
                side if moves else f"{side}, sent back",
                repository.place(payment, "steps", position),
                Money(out * payment.amount.cents * (1 if moves else -1)),
                account_,
                ("treasury", str(year), *named),
                year=year,
                call=call.id,
                payee=applicant,
                application=payment.application,
                voucher=step.voucher,
            )


_BACK = frozenset({PaymentEvent.BOUNCED, PaymentEvent.CANCELLED})
