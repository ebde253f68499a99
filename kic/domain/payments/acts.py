"""The steps by which the office lets money go."""

import datetime
from collections.abc import Iterator

import msgspec

from kic.core.place import Field
from kic.domain.payments import Payment, PaymentEvent

ACTING = (PaymentEvent.ORDERED, PaymentEvent.RELEASED)
"""The steps by which the office lets money go."""
PAYING = (PaymentEvent.RELEASED,)
"""The step by which the money goes: an order may be given before the day on which it is carried out."""
CHECKING = (PaymentEvent.CERTIFIED, *ACTING)
"""The steps that say or assume that the money is due."""


class Act(msgspec.Struct, frozen=True):
    """A step by which the office acts: where it stands, what it is, and its day."""

    field: Field
    event: PaymentEvent
    day: datetime.date


def acts(payment: Payment, events: tuple[PaymentEvent, ...] = ACTING) -> Iterator[Act]:
    """The acting steps of a payment, the last first. A booking is no act of the office but a fact to be recorded."""
    for position in range(len(payment.steps) - 1, -1, -1):
        step = payment.steps[position]
        if step.event in events:
            yield Act(("steps", position, "date"), step.event, step.date)
