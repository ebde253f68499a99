"""`kic payment certify`: ground and amount are right (sachliche und rechnerische Feststellung)."""

import typer

from kic.cli.groups.payments import Payments, Role_
from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.session import Session

EXAMPLES = """
kic payment certify 2026-1-006-p5
kic payment certify 2026-1-006 --role r-sachbearbeitung --on 14.12.2026
kic payment certify 2026-1 --dry-run
"""


def command(
    context: typer.Context,
    id: Payments,
    role: Role_ = None,
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
    payments = payments_meant(session, id, PaymentEvent.CERTIFIED)
    step = PaymentStep(
        date=on or session.today,
        event=PaymentEvent.CERTIFIED,
        role=role_of(session, role, Duty.CERTIFY),
    )
    return conclude_steps(
        session, payments, step, command="payment certify", yes=yes, dry_run=dry_run, output=output
    )
