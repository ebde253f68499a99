"""Where payments stand: their order, what is next and by whose duty, and what has moved.

Two sums are kept apart: what the city has bound itself to (ordered or merely asked for, not ended), and what has
moved, as the treasury's booking says.
"""

import datetime
import functools
from collections.abc import Iterable, Mapping

from kic.core.snapshot import Snapshot
from kic.core.values import Money, total
from kic.domain.calls import Accounting, Call
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.settings import Duty

E = PaymentEvent

OUT = (E.CERTIFIED, E.ORDERED, E.RELEASED, E.BOOKED)
"""The way of money that the city pays (§ 25 GemHVO RLP)."""
IN = (E.CERTIFIED, E.ORDERED, E.BOOKED)
"""The way of money that comes in: nothing is released to a bank."""
ENDED = (E.BOUNCED, E.CANCELLED)
"""After these a payment counts no more; another one takes its place."""
DUTIES: Mapping[PaymentEvent, Duty] = {
    E.CERTIFIED: Duty.CERTIFY,
    E.ORDERED: Duty.ORDER,
    E.RELEASED: Duty.RELEASE,
    E.BOOKED: Duty.EXECUTE,
}
"""The duty that each step takes."""


def is_payout(payment: Payment) -> bool:
    """Whether the money goes to the grantee."""
    return payment.payment is PaymentKind.PAYOUT


def way_of(payment: Payment) -> tuple[PaymentEvent, ...]:
    """The steps from the request to the booking, in order."""
    return OUT if is_payout(payment) else IN


def ended(payment: Payment) -> bool:
    """Whether it bounced or was cancelled: no money has moved, and none will by it."""
    return any(step.event in ENDED for step in payment.steps)


def next_event(payment: Payment) -> PaymentEvent | None:
    """The step that comes next; None where it is booked or has ended."""
    if ended(payment):
        return None
    taken = {step.event for step in payment.steps}
    return next((event for event in way_of(payment) if event not in taken), None)


def number_of(payment: Payment) -> int:
    """The number at the end of its id; 0 where there is none."""
    number = payment.id.rpartition("-p")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


@functools.lru_cache(maxsize=4)  # asked for each application and rule
def _by_application(repository: Snapshot) -> Mapping[str, tuple[Payment, ...]]:
    found: dict[str, list[Payment]] = {}
    for each in repository.all(Payment):
        found.setdefault(each.application, []).append(each)
    return {
        application: tuple(sorted(payments, key=lambda one: (number_of(one), one.id)))
        for application, payments in found.items()
    }


def payments_of(repository: Snapshot, application: str) -> tuple[Payment, ...]:
    """The payments of an application in the order of their numbers, ended ones included."""
    return _by_application(repository).get(application, ())


def asked_for(payments: Iterable[Payment]) -> Money:
    """The sum of all payouts that have not ended, booked or not."""
    return total(each.amount for each in payments if is_payout(each) and not ended(each))


def paid_out(payments: Iterable[Payment], until: datetime.date | None = None) -> Money:
    """What went to the grantee and stayed there, as booked, up to and including a day."""
    return _moved(payments, PaymentKind.PAYOUT, until)


def paid_back(payments: Iterable[Payment], until: datetime.date | None = None) -> Money:
    """What came back of the grant, as booked, up to and including a day; interest is not of the grant."""
    return _moved(payments, PaymentKind.REPAYMENT, until)


def _moved(payments: Iterable[Payment], kind: PaymentKind, until: datetime.date | None) -> Money:
    return total(each.amount for each in payments if each.payment is kind and moved_by(each, until))


def moved_by(payment: Payment, until: datetime.date | None = None) -> bool:
    """Whether it was booked by this day and had not bounced by then."""
    booked, bounced = payment.step(E.BOOKED), payment.step(E.BOUNCED)
    if booked is None or (until is not None and booked.date > until):
        return False
    return bounced is None or (until is not None and bounced.date > until)


def accounting_of(repository: Snapshot, payment: Payment) -> Accounting | None:
    """Where it is booked: its own accounting, else the call's; None where nobody has said."""
    if payment.accounting is not None:
        return payment.accounting
    call = repository.get(Call, payment.call)
    return call.accounting if call is not None else None
