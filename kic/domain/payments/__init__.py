"""Payments (Auszahlungen and Rückzahlungen): determined, ordered, released, and booked by the treasury.

A payment is an order until the treasury's booking is read back with date and voucher (DOMAIN, section 3.4). Ground
and amount are certified (sachliche und rechnerische Feststellung), the order and its execution lie with different
persons, and two release it (§ 25 GemHVO RLP).
"""

import datetime
import enum
from typing import ClassVar

from kic.core.record import Group, ref
from kic.core.values import Count, Money
from kic.domain.calls import Accounting
from kic.domain.knowledge import Documented


class PaymentKind(enum.Enum):
    """Money to the grantee, or back from there: what was reclaimed, and the interest on it."""

    PAYOUT = "payout"
    REPAYMENT = "repayment"
    INTEREST = "interest"


class PaymentEvent(enum.Enum):
    """The way of a payment. `refused` by the bank after booking brings the money back to the treasury."""

    CERTIFIED = "certified"
    ORDERED = "ordered"
    RELEASED = "released"
    BOOKED = "booked"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


class PaymentStep(Group, frozen=True, kw_only=True):
    """One step and the role that took it; `second` is the other who released. `voucher` belongs to a booking.

    `instruction` is the written service instruction under which the one who certified also ordered.
    """

    date: datetime.date
    event: PaymentEvent
    role: ref("role") | None = None
    second: ref("role") | None = None
    voucher: str | None = None
    instruction: str | None = None
    note: str | None = None


class Payment(Documented, frozen=True, kw_only=True, tag="payment"):
    """One payment. `notice` is what it rests on, `requested` the grantee's call for the money.

    `due` is until when money has to come back. `accounting` differs from the call's only where the money is booked
    in another budget year.
    """

    layouts: ClassVar = ("applications/{call}/payments/{id}.yaml",)
    log_fields: ClassVar = ("steps",)

    call: ref("call")
    application: ref("application")
    notice: ref("notice")
    payment: PaymentKind
    instalment: Count | None = None
    amount: Money
    requested: datetime.date | None = None
    due: datetime.date | None = None
    accounting: Accounting | None = None
    steps: tuple[PaymentStep, ...] = ()
    note: str | None = None

    def step(self, event: PaymentEvent) -> PaymentStep | None:
        """The last step of this kind."""
        for each in reversed(self.steps):
            if each.event is event:
                return each
        return None

    @property
    def booked(self) -> bool:
        """Whether the money has moved, as the treasury's booking says, and stayed."""
        return bool(self.steps) and self.steps[-1].event is PaymentEvent.BOOKED

    @property
    def open(self) -> bool:
        """Whether it is still to be booked: neither booked nor bounced nor cancelled."""
        ends = (PaymentEvent.BOOKED, PaymentEvent.BOUNCED, PaymentEvent.CANCELLED)
        return not self.steps or self.steps[-1].event not in ends
