"""`kic payment expect`: money has to come back, as a notice says, or interest on it."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Format, Note, Yes, amount_of, day_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.values import Money
    from kic.domain.notices import Notice
    from kic.domain.payments import PaymentKind

EXAMPLES = """
kic payment expect 2025-2-002 --due 31.12.2026
kic payment expect 2025-2-002-n3 --amount 120,00 --due 31.12.2026 --dry-run
kic payment expect 2025-2-002 --amount 465,00 --due 29.01.2027 --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", help=_("The notice that reclaims it, or its application."))
    ],
    amount: Annotated[
        str | None,
        typer.Option("--amount", metavar=_("AMOUNT"), help=_("How much; else what is left of the claim.")),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar=_("YYYY-MM-DD"), help=_("Until when it has to come."))
    ] = None,
    interest: Annotated[
        bool, typer.Option("--interest", help=_("It is interest (§ 49a VwVfG), not the grant."))
    ] = False,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.groups.payments import conclude_plan, notice_of  # noqa: PLC0415
    from kic.core.text import text  # noqa: PLC0415
    from kic.domain.payments import PaymentKind  # noqa: PLC0415
    from kic.domain.payments.moves import begin_payment, next_id  # noqa: PLC0415
    from kic.domain.payments.rules import RECLAIMING  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    kind = PaymentKind.INTEREST if interest else PaymentKind.REPAYMENT
    notice = notice_of(session, id, RECLAIMING[kind])
    left = None if amount is not None else _left(session, notice, kind)
    asked = (
        left
        if left is not None
        else ask(
            session, amount, option="--amount", question=text("How much has to come back?"), parse=amount_of
        )
    )
    new = next_id(snapshot, notice.application)
    plan = begin_payment(
        snapshot,
        notice,
        kind,
        asked,
        due=ask(
            session, due, option="--due", question=text("Until when does it have to come?"), parse=day_of
        ),
        note=note,
    )
    return conclude_plan(
        session, plan, new, command="payment expect", yes=yes, dry_run=dry_run, output=output,
        next_step=f"kic payment certify {new}",
    )  # fmt: skip


def _left(session: Session, notice: "Notice", kind: "PaymentKind") -> "Money | None":
    """What is still to be expected on a notice; None where nothing says how much that is."""
    from kic.core.values import Money, total  # noqa: PLC0415
    from kic.domain.notices import NoticeKind  # noqa: PLC0415
    from kic.domain.payments import PaymentKind  # noqa: PLC0415
    from kic.domain.payments.standing import ended, paid_out, payments_of  # noqa: PLC0415
    from kic.domain.reporting.standing import interest_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    payments = payments_of(snapshot, notice.application)
    if kind is PaymentKind.INTEREST:
        due = interest_of(snapshot, notice, session.today)
        if due is None:
            return None
        if due.amount is None:
            raise UsageError(
                "The interest cannot be computed: the base rate is not known from {dates} on.",
                help="Enter it: {example}",
                dates=due.unknown,
                example=f"kic year base-rate {due.unknown[0]} ...",
            )
        whole = due.amount
    elif notice.amount is None:
        return None
    elif notice.notice is NoticeKind.CLAWBACK:
        whole = notice.amount
    else:
        whole = Money(max(0, (paid_out(payments) - notice.amount).cents))
    expected = [
        each
        for each in payments
        if each.payment is kind
        and not ended(each)
        and (each.notice == notice.id or notice.notice is not NoticeKind.CLAWBACK)
    ]
    left = whole - total(each.amount for each in expected)
    if left.cents <= 0 and expected:
        raise UsageError(
            "All that {id} reclaims is expected already: {ids}.",
            id=notice.id,
            ids=tuple(each.id for each in expected),
        )
    return left if left.cents > 0 else None
