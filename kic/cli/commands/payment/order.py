"""`kic payment order`: the treasury is told to pay, or to take in (Anordnung)."""

from typing import Annotated

import typer

from kic.cli.groups.payments import Payments, Role_
from kic.cli.options import DryRun, Format, Note, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic payment order 2026-1-006-p4
kic payment order 2026-1-006 --role r-kaemmerei --on 14.12.2026
kic payment order 2026-1-006-p4 --instruction "Dienstanweisung Kasse, Nr. 4.2" --dry-run
kic payment order 2026-1 --dry-run
"""


def command(
    context: typer.Context,
    id: Payments,
    role: Role_ = None,
    instruction: Annotated[
        str | None,
        typer.Option(
            "--instruction",
            metavar=_("TEXT"),
            help=_("The written service instruction by which who certified may also order."),
        ),
    ] = None,
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.groups.payments import conclude_steps, payments_meant  # noqa: PLC0415
    from kic.cli.groups.roles import role_of  # noqa: PLC0415
    from kic.domain.payments import PaymentEvent, PaymentStep  # noqa: PLC0415
    from kic.domain.settings import Duty  # noqa: PLC0415

    session: Session = context.obj
    payments = payments_meant(session, id, PaymentEvent.ORDERED)
    step = PaymentStep(
        date=on or session.today,
        event=PaymentEvent.ORDERED,
        role=role_of(session, role, Duty.ORDER),
        instruction=None if instruction is None else words_of(instruction, "--instruction"),
        note=note,
    )
    return conclude_steps(
        session, payments, step, command="payment order", yes=yes, dry_run=dry_run, output=output
    )
