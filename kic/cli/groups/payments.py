"""What the commands of `kic payment` share: which payment and notice is meant, and the next step in words."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.core.plan import Plan
    from kic.domain.notices import Notice, NoticeKind
    from kic.domain.payments import Payment, PaymentEvent, PaymentStep

PaymentId = Annotated[str, typer.Argument(metavar="ID", help=_("The payment, or its application."))]
Payments = Annotated[
    str,
    typer.Argument(
        metavar="ID", help=_("The payment, or its application; a call for all that wait for this.")
    ),
]
Role_ = Annotated[
    str | None,
    typer.Option("--role", metavar="ID", help=_("Who did it; else the only role that has the duty.")),
]
OPTIONS = {
    "role": "--role",
    "second": "--second",
    "voucher": "--voucher",
    "instruction": "--instruction",
    "note": "--note",
    "amount": "--amount",
    "instalment": "--instalment",
    "due": "--due",
}
"""The options that fill fields of a payment and of its steps."""


def payment_of(session: Session, spelling: str, event: "PaymentEvent") -> "Payment":
    """The payment of this id; for an application, its only payment for which this step comes next.

    Raises UsageError with what there is.
    """
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.payments import Payment  # noqa: PLC0415
    from kic.domain.payments.standing import payments_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    application = snapshot.get(Application, spelling.casefold())
    if application is None:
        return session.repository.find(Payment, spelling)
    every = payments_of(snapshot, application.id)
    fitting = [each for each in every if _waits(each, event)]
    if len(fitting) == 1:
        return fitting[0]
    raise UsageError(
        "It is not clear which payment of {id} is meant.",
        help="Its payments: {ids}." if every else "It has none yet: kic payment request {id}",
        id=application.id,
        ids=tuple(each.id for each in fitting or every),
    )


def payments_meant(session: Session, spelling: str, event: "PaymentEvent") -> "tuple[Payment, ...]":
    """The payments for which this step comes next: of a call all of them, else the one of `payment_of`.

    Raises UsageError as that does, and Refused where none of the call waits.
    """
    from kic.domain.calls import Call  # noqa: PLC0415
    from kic.domain.payments import Payment  # noqa: PLC0415

    snapshot = session.repository.snapshot
    call = snapshot.get(Call, spelling.casefold())
    if call is None:
        return (payment_of(session, spelling, event),)
    waiting = [each for each in snapshot.all(Payment) if each.call == call.id and _waits(each, event)]
    if not waiting:
        raise Refused(
            "No payment of {id} waits for this.",
            help="kic payment list {id} shows where each stands.",
            id=call.id,
        )
    return tuple(sorted(waiting, key=lambda each: each.id))


def _waits(payment: "Payment", event: "PaymentEvent") -> bool:
    from kic.domain.payments import PaymentEvent  # noqa: PLC0415
    from kic.domain.payments.standing import next_event  # noqa: PLC0415

    if event is PaymentEvent.BOUNCED:
        return payment.booked
    if event is PaymentEvent.CANCELLED:
        return payment.open
    return next_event(payment) is event


def notice_of(session: Session, spelling: str, kinds: "frozenset[NoticeKind]") -> "Notice":
    """The notice of this id; for an application, the award, else the last of these kinds that was issued and stands.

    Raises UsageError where there is none.
    """
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.notices import Notice, NoticeKind  # noqa: PLC0415
    from kic.domain.notices.grant import issued_by  # noqa: PLC0415
    from kic.domain.notices.standing import notices_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    application = snapshot.get(Application, spelling.casefold())
    if application is None:
        return session.repository.find(Notice, spelling)
    every = [each for each in notices_of(snapshot, application.id) if each.notice in kinds]
    standing = [each for each in every if issued_by(each, None)] or every
    if standing:
        return next((each for each in standing if each.notice is NoticeKind.AWARD), standing[-1])
    raise UsageError(
        "{id} has no notice on which this payment can rest.",
        help="Such a notice is: {kinds}.",
        id=application.id,
        kinds=tuple(sorted(kinds, key=lambda each: each.value)),
    )


def conclude_step(  # a command's options, as they came
    session: Session,
    payment: "Payment",
    step: "PaymentStep",
    *,
    command: str,
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    """One more step of a payment, judged and written; then the command of the step behind it."""
    from kic.domain.payments.moves import take_step  # noqa: PLC0415

    plan = take_step(session.repository.snapshot, payment, step)
    return conclude_plan(
        session, plan, payment.id, command=command, yes=yes, dry_run=dry_run, output=output,
        next_step=_after(payment, step),
    )  # fmt: skip


def conclude_steps(  # a command's options, as they came
    session: Session,
    payments: "Sequence[Payment]",
    step: "PaymentStep",
    *,
    command: str,
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    """The same step of several payments of a call, judged and written together."""
    from kic.core.plan import joined  # noqa: PLC0415
    from kic.core.values import total  # noqa: PLC0415
    from kic.domain.payments.moves import take_step  # noqa: PLC0415

    if len(payments) == 1:
        return conclude_step(
            session, payments[0], step, command=command, yes=yes, dry_run=dry_run, output=output
        )
    call = payments[0].call
    amount = total(each.amount for each in payments)
    plan = joined(
        text(
            "{n} payments of {call} over {amount}: {event}",
            n=len(payments),
            call=call,
            amount=amount,
            event=step.event,
        ),
        (take_step(session.repository.snapshot, each, step) for each in payments),
    )
    following = _after(payments[0], step)
    return conclude_plan(
        session, plan, call, command=command, yes=yes, dry_run=dry_run, output=output,
        next_step=None if following is None else following.replace(payments[0].id, call),
    )  # fmt: skip


def conclude_plan(  # a command's options, as they came
    session: Session,
    plan: "Plan",
    id: str,  # noqa: A002
    *,
    command: str,
    yes: bool,
    dry_run: bool,
    output: str,
    next_step: str | None,
) -> int:
    """The end of a command of this group."""
    from kic.cli.changing import conclude  # noqa: PLC0415

    return conclude(
        session,
        plan,
        command=command,
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": id},
        next_step=next_step,
        options=OPTIONS,
    )


def _after(payment: "Payment", step: "PaymentStep") -> str | None:
    """The command of the step that follows this one."""
    from kic.domain.payments import PaymentEvent as E  # noqa: PLC0415
    from kic.domain.payments.standing import is_payout, way_of  # noqa: PLC0415

    if step.event in (E.BOUNCED, E.CANCELLED):
        return f"kic payment request {payment.application}" if is_payout(payment) else "kic payment list"
    way = way_of(payment)
    following = way[way.index(step.event) + 1 :] if step.event in way else ()
    commands = {
        E.ORDERED: f"kic payment order {payment.id}",
        E.RELEASED: f"kic payment release {payment.id}",
        E.BOOKED: f"kic payment book {payment.id} --voucher ...",
    }
    return commands[following[0]] if following else "kic payment list"
