"""`kic payment release`: two roles let the order go to the bank."""

from typing import Annotated

import typer

from kic.cli.groups.payments import Payments, Role_
from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic payment release 2026-1-006-p3
kic payment release 2026-1-006 --role r-freigabe-1 --second r-freigabe-2
kic payment release 2026-1 --on 14.12.2026 --dry-run
"""


def command(
    context: typer.Context,
    id: Payments,
    role: Role_ = None,
    second: Annotated[
        str | None,
        typer.Option("--second", metavar="ID", help=_("The other role that released it.")),
    ] = None,
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
    payments = payments_meant(session, id, PaymentEvent.RELEASED)
    first = _first(session, role, second)
    step = PaymentStep(
        date=on or session.today,
        event=PaymentEvent.RELEASED,
        role=first,
        second=role_of(session, second, Duty.RELEASE, "--second", without=(first,)),
    )
    return conclude_steps(
        session, payments, step, command="payment release", yes=yes, dry_run=dry_run, output=output
    )


def _first(session: Session, role: str | None, second: str | None) -> str:
    """The first of the two: of exactly two roles with the duty, the one that is not the second."""
    from kic.cli.groups.roles import role_of  # noqa: PLC0415
    from kic.domain.settings import Duty, Settings  # noqa: PLC0415

    settings = session.repository.snapshot.only(Settings)
    able = [
        each.id for each in (settings.roles if settings is not None else ()) if Duty.RELEASE in each.duties
    ]
    if role is None and second is None and len(able) == 2:  # noqa: PLR2004  # both have to
        return role_of(session, None, Duty.RELEASE, without=able[1:])
    return role_of(session, role, Duty.RELEASE, without=() if second is None else (second,))
