"""`kic meeting amend`: another amount for an award that stands."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Note, On, Yes, amount_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.applications import Application

EXAMPLES = """
kic meeting amend 2026-1-006 6.000,00 --note "Projekt wird kleiner, Antrag auf Änderung vom 04.12.2026"
kic meeting amend 2026-1-006 6.100,00 --meeting 2026-12-03 --item top-7 --note "Weniger Bedarf für Dolmetschen"
kic meeting amend 2026-1-006 6.300,00 --correction --note "Zahlendreher in der Niederschrift" --dry-run
"""


def command(  # options of one command
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The application whose award changes."))],
    amount: Annotated[str, typer.Argument(metavar=_("AMOUNT"), help=_("The award from now on."))],
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="ID", help=_("The meeting that decided the change."))
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ID", help=_("The item of that meeting."))
    ] = None,
    correction: Annotated[
        bool, typer.Option("--correction", help=_("A mistake in the record is corrected."))
    ] = False,
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.deciding import amend  # noqa: PLC0415

    session: Session = context.obj
    application = session.repository.find(Application, id)
    plan = amend(
        session.repository.snapshot,
        application,
        amount_of(amount, "amount"),
        on or session.today,
        meeting=meeting.lower() if meeting else None,
        item=item.lower() if item else None,
        reason=note,
        correction=correction,
    )
    return conclude(
        session,
        plan,
        command="meeting amend",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic show {application.id}",
    )
