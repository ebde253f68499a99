"""`kic payment book`: the treasury has booked it, with its voucher."""

from typing import Annotated

import typer

from kic.cli.groups.payments import PaymentId, Role_
from kic.cli.options import DryRun, Format, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic payment book 2026-1-006-p2 --voucher 2026-011842
kic payment book 2026-1-006 --voucher 2026-011842 --on 14.12.2026
kic payment book 2026-1-006-p2 --voucher 2026-011842 --role r-buchung --dry-run
"""


def command(
    context: typer.Context,
    id: PaymentId,
    voucher: Annotated[
        str | None,
        typer.Option("--voucher", metavar=_("NUMBER"), help=_("The treasury's number of the booking.")),
    ] = None,
    role: Role_ = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.groups.payments import conclude_step, payment_of  # noqa: PLC0415
    from kic.cli.groups.roles import role_of  # noqa: PLC0415
    from kic.core.text import text  # noqa: PLC0415
    from kic.domain.payments import PaymentEvent, PaymentStep  # noqa: PLC0415
    from kic.domain.settings import Duty  # noqa: PLC0415

    session: Session = context.obj
    payment = payment_of(session, id, PaymentEvent.BOOKED)
    step = PaymentStep(
        date=on or session.today,
        event=PaymentEvent.BOOKED,
        role=role_of(session, role, Duty.EXECUTE),
        voucher=ask(
            session,
            voucher,
            option="--voucher",
            question=text("Which number has the treasury's voucher?"),
            parse=words_of,
        ),
    )
    return conclude_step(
        session, payment, step, command="payment book", yes=yes, dry_run=dry_run, output=output
    )
