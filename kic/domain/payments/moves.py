"""What can happen to payments: proposals, without judgement. The rules say what may be."""

import datetime
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from kic.core.plan import Append, CreateFile, Edit, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.core.values import Count, Money
from kic.domain.calls import Accounting
from kic.domain.notices import Notice
from kic.domain.payments import Payment, PaymentKind, PaymentStep


def next_id(repository: Snapshot, application: str) -> str:
    """The id of the next payment of an application: `2026-1-013-p1`, as it also stands in the bank's purpose."""
    return next(id_ for n in itertools.count(1) if not repository.taken(id_ := f"{application}-p{n}"))


def begin_payment(  # noqa: PLR0913  # what a payment consists of
    repository: Snapshot,
    notice: Notice,
    kind: PaymentKind,
    amount: Money,
    *,
    instalment: Count | None = None,
    requested: datetime.date | None = None,
    due: datetime.date | None = None,
    accounting: Accounting | None = None,
    note: str | None = None,
) -> Plan:
    """A payout that was asked for, or money that has to come back; it rests on this notice."""
    id_ = next_id(repository, notice.application)
    payment: dict[str, Any] = {
        "kind": "payment",
        "id": id_,
        "invented": notice.invented or None,
        "call": notice.call,
        "application": notice.application,
        "notice": notice.id,
        "payment": kind,
        "instalment": instalment,
        "amount": amount,
        "requested": requested,
        "due": due,
        "accounting": None if accounting is None else _accounting(accounting),
        "note": note,
    }
    title = (
        text("Payout of {amount} for {application}", amount=amount, application=notice.application)
        if kind is PaymentKind.PAYOUT
        else text(
            "{amount} is to come back from {application}", amount=amount, application=notice.application
        )
    )
    return Plan(title, (CreateFile(f"applications/{notice.call}/payments/{id_}.yaml", _told(payment)),))


def take_step(repository: Snapshot, payment: Payment, step: PaymentStep) -> Plan:
    """One more step of a payment: certified, ordered, released, booked, bounced or cancelled."""
    return Plan(
        text("Payment {id}: {event}", id=payment.id, event=step.event),
        (_step(repository, payment, step),),
    )


def book_all(repository: Snapshot, bookings: Iterable[tuple[Payment, PaymentStep]]) -> Plan:
    """The bookings that were read from the treasury's export, all in one."""
    edits: tuple[Edit, ...] = tuple(_step(repository, payment, step) for payment, step in bookings)
    return Plan(plural("{n} booking of the treasury", "{n} bookings of the treasury", n=len(edits)), edits)


def _step(repository: Snapshot, payment: Payment, step: PaymentStep) -> Append:
    written = {
        "date": step.date,
        "event": step.event,
        "role": step.role,
        "second": step.second,
        "voucher": step.voucher,
        "instruction": step.instruction,
        "note": step.note,
    }
    return Append(repository.entry(payment).path, ("steps",), _told(written))


def _accounting(accounting: Accounting) -> dict[str, Any]:
    return {"year": accounting.year, "product": accounting.product, "account": accounting.account}


def _told(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if value is not None}
