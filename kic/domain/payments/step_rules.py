"""What must hold of the steps of a payment: who takes them, in which order, when, and with which proof."""

import datetime
from collections.abc import Iterable, Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.payments import Payment, PaymentEvent, PaymentStep
from kic.domain.payments.standing import DUTIES, ENDED, is_payout, way_of
from kic.domain.settings import Duty, Role, Settings

E = PaymentEvent


# -- order and dates -----------------------------------------------------------------------------------


@rule("KIC870", "payment-steps-order")
def payment_steps_order(repository: Snapshot) -> Iterator[Finding]:
    """A payment is certified, then ordered, then released, then booked; each once.

    Why: What nobody has certified nobody may order, and what was not ordered the treasury may not pay. A payment
    that bounced or was cancelled is over; another one takes its place.

    Fix: Add the step that is missing, with its own day and role, before the one that is named. If a step was
    entered by mistake, `kic undo` takes it back.

    Source: § 25 GemHVO RLP (ground and amount are checked before the order, the order comes before the execution).
    """
    for payment in repository.all(Payment):
        for position, message, help_ in _misplaced(payment):
            yield found(payment, ("steps", position, "event"), message, help=help_)


def _misplaced(payment: Payment) -> Iterator[tuple[int, Text, Text]]:
    """The steps that cannot stand where they do: position, what is wrong, what to do."""
    way = way_of(payment)
    taken: set[PaymentEvent] = set()
    for position, step in enumerate(payment.steps):
        said = _out_of_place(payment, step, way, taken)
        if said is not None:
            yield (position, *said)
        taken.add(step.event)


def _out_of_place(
    payment: Payment, step: PaymentStep, way: tuple[PaymentEvent, ...], taken: set[PaymentEvent]
) -> tuple[Text, Text] | None:
    event = step.event
    over = next((each for each in (E.CANCELLED, E.BOUNCED) if each in taken), None)
    if over is not None:
        return (
            text("{event}, but the payment was over before: {over}", event=event, over=over),
            text("a new payment takes its place"),
        )
    if event in taken:
        return text("{event} for the second time", event=event), text("take one of the two out")
    if event is E.BOUNCED:
        if E.BOOKED not in taken:
            return (
                text("a payment that was not booked cannot bounce"),
                text("what was not paid yet is cancelled: kic payment cancel {id}", id=payment.id),
            )
        return None
    if event is E.CANCELLED:
        if E.BOOKED in taken:
            return (
                text("a booked payment cannot be cancelled: the money has moved"),
                text("what the bank sent back has bounced; what was paid wrongly is reclaimed by a notice"),
            )
        return None
    if event not in way:
        return text("money that comes in is not released"), text("take the step out")
    if not is_payout(payment):
        return None  # a receipt may come before anybody has ordered it: another rule speaks of that
    missing = next((each for each in way[: way.index(event)] if each not in taken), None)
    if missing is None:
        return None
    return (
        text("{event}, but before it comes: {missing}", event=event, missing=missing),
        text("add the step that is missing, with its day and role"),
    )


@rule("KIC871", "receipt-not-ordered", Severity.WARNING, requires=(payment_steps_order,))
def receipt_not_ordered(repository: Snapshot) -> Iterator[Finding]:
    """Money that came back was certified and ordered to be taken in.

    Why: The treasury needs an order to take money in as well. Without one the sum stays among those of which
    nobody knows what they are for.

    Fix: Next time, certify and order what is expected before it comes. For this one, waive the finding with a word on
    how the treasury was told.

    Source: § 25 GemHVO RLP (every claim is checked for its ground and amount).
    """
    for payment in repository.all(Payment):
        if is_payout(payment):
            continue
        taken: set[PaymentEvent] = set()
        for position, step in enumerate(payment.steps):
            if step.event is E.BOOKED and not {E.CERTIFIED, E.ORDERED} <= taken:
                yield found(
                    payment,
                    ("steps", position, "event"),
                    text("the receipt was booked, and nobody had certified and ordered it before"),
                    help=text("certify and order what is expected before it comes"),
                )
            taken.add(step.event)


@rule("KIC872", "payment-steps-dates")
def payment_steps_dates(repository: Snapshot) -> Iterator[Finding]:
    """The steps stand in the order of time, none before the request.

    Why: An order that is older than the certification of its amount was given without one.

    Fix: Correct the date.

    Source: § 25 GemHVO RLP (ground and amount are checked before the order).
    """
    for payment in repository.all(Payment):
        earlier = payment.requested
        for position, step in enumerate(payment.steps):
            if earlier is not None and step.date < earlier:
                yield found(
                    payment,
                    ("steps", position, "date"),
                    text("{date} lies before {earlier}", date=step.date, earlier=earlier),
                    help=text("steps stand in the order of time, after the request"),
                )
            earlier = step.date if earlier is None else max(earlier, step.date)


@dated_rule("KIC873", "payment-step-in-future")
def payment_step_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A payment's request and steps have happened.

    Why: A booking of tomorrow would count as paid today.

    Fix: Correct the date, or enter the step on its day.

    Source: Trust rules of kic: a log records what happened.
    """
    for payment in repository.all(Payment):
        days = [(("steps", position, "date"), step.date) for position, step in enumerate(payment.steps)]
        for field, day in ((("requested",), payment.requested), *days):
            if day is not None and day > today:
                yield found(
                    payment,
                    field,
                    text("{date} is in the future", date=day),
                    help=text("correct the date, or enter it on its day"),
                )
                break


# -- who -----------------------------------------------------------------------------------------------


@rule("KIC874", "step-without-duty")
def step_without_duty(repository: Snapshot) -> Iterator[Finding]:
    """Every step is taken by a role that has the duty for it.

    Why: Who may certify, order, release and execute is laid down in writing. A step by anybody else binds nobody, and
    the auditor asks for the name of the post.

    Fix: Name the role that took the step, or give the role its duty in `roles` of kic.yaml, if the service
    instruction says so.

    Source: § 25 GemHVO RLP; rule of kic: every step has its own date and its own role.
    """
    settings = repository.only(Settings)
    roles = {role.id: role for role in settings.roles} if settings is not None else {}
    for payment in repository.all(Payment):
        for position, step in enumerate(payment.steps):
            duty = DUTIES.get(step.event)
            if duty is None:
                continue
            ordering = _orderer(payment) if step.event in (E.RELEASED, E.BOOKED) else None
            if step.role is None:
                yield found(
                    payment,
                    ("steps", position, "role"),
                    text("nobody is named who took this step: {event}", event=step.event),
                    help=text(
                        "add role; roles stand in kic.yaml, this step needs one with {duty}", duty=duty
                    ),
                )
            for field, id_ in (("role", step.role), ("second", step.second)):
                role = roles.get(id_ or "")
                if id_ == ordering:
                    continue  # another rule says why this one of all may not
                if role is not None and duty not in role.duties:
                    yield found(
                        payment,
                        ("steps", position, field),
                        text("{role} has no duty {duty}", role=role.title, duty=duty),
                        help=_who(roles.values(), duty),
                    )


def _orderer(payment: Payment) -> str | None:
    """The role that ordered it."""
    ordered = _first(payment, E.ORDERED)
    return None if ordered is None else payment.steps[ordered].role


def _who(roles: Iterable[Role], duty: Duty) -> Text:
    able = tuple(role.id for role in roles if duty in role.duties)
    if able:
        return text("roles with this duty: {ids}", ids=able)
    return text("no role has this duty; roles and their duties stand in kic.yaml")


@rule("KIC875", "order-and-execution-by-one")
def order_and_execution_by_one(repository: Snapshot) -> Iterator[Finding]:
    """Who orders a payment does not execute it: neither release nor booking.

    Why: Who could order and pay alone could pay anything to anybody. This is the one separation that no service
    instruction can lift, however small the office is.

    Fix: Let another role release and book. The office orders, the treasury pays.

    Source: § 25 GemHVO RLP: payment order and payment execution must not lie with the same person.
    """
    for payment in repository.all(Payment):
        ordered = _first(payment, E.ORDERED)
        who = _orderer(payment)
        if ordered is None or who is None:
            continue
        for position, step in enumerate(payment.steps):
            if step.event not in (E.RELEASED, E.BOOKED):
                continue
            for field, role in (("role", step.role), ("second", step.second)):
                if role == who:
                    yield found(
                        payment,
                        ("steps", position, field),
                        text(
                            "{role} ordered the payment and executes it too: {event}",
                            role=who,
                            event=step.event,
                        ),
                        help=text("another role has to execute it (§ 25 GemHVO RLP)"),
                        related=[
                            Related(
                                repository.place(payment, "steps", ordered, "role"), text("who ordered it")
                            )
                        ],
                    )


@rule("KIC876", "certified-and-ordered-by-one")
def certified_and_ordered_by_one(repository: Snapshot) -> Iterator[Finding]:
    """Who certifies ground and amount does not give the order, unless a written service instruction says so.

    Why: The second pair of eyes finds the wrong sum before it is paid. The law says "should": a small office can
    have an exception, but in writing and for all to see.

    Fix: Let another role order it, or name the service instruction: kic payment order ID --instruction "...".

    Source: § 25 GemHVO RLP: who certified should not also give the payment order.
    """
    for payment in repository.all(Payment):
        certified, ordered = _first(payment, E.CERTIFIED), _first(payment, E.ORDERED)
        if certified is None or ordered is None:
            continue
        step = payment.steps[ordered]
        if step.role is None or step.role != payment.steps[certified].role:
            continue
        if step.instruction is None or not step.instruction.strip():
            yield found(
                payment,
                ("steps", ordered, "role"),
                text("{role} certified the payment and ordered it too", role=step.role),
                help=text("let another role order it, or name the written service instruction"),
                related=[
                    Related(repository.place(payment, "steps", certified, "role"), text("who certified it"))
                ],
            )


@rule("KIC877", "released-by-one", requires=(payment_steps_order,))
def released_by_one(repository: Snapshot) -> Iterator[Finding]:
    """A payment is released to the bank by two different roles.

    Why: Two pairs of eyes are the last look before the money leaves the house.

    Fix: Name the second role: kic payment release ID --role A --second B.

    Source: § 25 GemHVO RLP: payment orders to the bank are released by two employees.
    """
    for payment in repository.all(Payment):
        for position, step in enumerate(payment.steps):
            if step.event is not E.RELEASED:
                continue
            if step.second is None:
                said = text("one role alone released the payment")
            elif step.second == step.role:
                said = text("{role} released the payment twice", role=step.role)
            else:
                continue
            yield found(
                payment,
                ("steps", position, "second"),
                said,
                help=text("name the second role that released it"),
            )


# -- proof ---------------------------------------------------------------------------------------------


@rule("KIC878", "booked-without-voucher")
def booked_without_voucher(repository: Snapshot) -> Iterator[Finding]:
    """A booking has the treasury's voucher number.

    Why: A payment known to kic is an order until the treasury's booking is read back. The voucher is what leads from
    here into the city's books.

    Fix: Enter the number from the treasury's list, or read the list: kic payment import FILE.

    Source: § 25 GemHVO RLP.
    """
    for payment in repository.all(Payment):
        for position, step in enumerate(payment.steps):
            if step.event is E.BOOKED and not (step.voucher or "").strip():
                yield found(
                    payment,
                    ("steps", position, "voucher"),
                    text("the booking has no voucher number"),
                    help=text("enter the treasury's number: kic payment book ID --voucher NUMBER"),
                )


@rule("KIC879", "voucher-twice")
def voucher_twice(repository: Snapshot) -> Iterator[Finding]:
    """A voucher number of a year belongs to one booking.

    Why: Two payments with one voucher mean that one of them is not in the city's books.

    Fix: Correct the number. If the treasury books several payments on one voucher, give the finding another
    severity in kic.yaml, with that reason.

    Source: Orderly municipal bookkeeping (GemHVO RLP): every booking has its voucher.
    """
    first: dict[tuple[int, str], tuple[Payment, int]] = {}
    for payment in repository.all(Payment):
        for position, step in enumerate(payment.steps):
            if step.event is not E.BOOKED or not (step.voucher or "").strip():
                continue
            key = (step.date.year, " ".join((step.voucher or "").split()).casefold())
            other, at = first.setdefault(key, (payment, position))
            if other is not payment:
                yield found(
                    payment,
                    ("steps", position, "voucher"),
                    text("the voucher {voucher} is also that of {id}", voucher=step.voucher, id=other.id),
                    help=text("correct the number of one of the two"),
                    related=[
                        Related(repository.place(other, "steps", at, "voucher"), text("the other booking"))
                    ],
                )


@rule("KIC880", "ended-without-reason")
def ended_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """A payment that was cancelled or sent back says why.

    Why: The instalment is still owed. Who takes the next step has to know what went wrong with this one.

    Fix: Enter the reason in `note`, without names or bank details.

    Source: Trust rules of kic: a change has its reason.
    """
    for payment in repository.all(Payment):
        for position, step in enumerate(payment.steps):
            if step.event in ENDED and not (step.note or "").strip():
                yield found(
                    payment,
                    ("steps", position, "note"),
                    text("{event} without a reason", event=step.event),
                    help=text("enter the reason in note, without names or bank details"),
                )


def _first(payment: Payment, event: PaymentEvent) -> int | None:
    return next((position for position, step in enumerate(payment.steps) if step.event is event), None)


RULES: tuple[Rule, ...] = (
    payment_steps_order,
    receipt_not_ordered,
    payment_steps_dates,
    payment_step_in_future,
    step_without_duty,
    order_and_execution_by_one,
    certified_and_ordered_by_one,
    released_by_one,
    booked_without_voucher,
    voucher_twice,
    ended_without_reason,
)
