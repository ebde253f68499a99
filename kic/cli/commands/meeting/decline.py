"""`kic meeting decline`: an applicant does not take the award."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.applications import Application

EXAMPLES = """
kic meeting decline 2026-1-001 --note "Verein verzichtet, Schreiben vom 03.12.2026"
kic meeting decline 2026-1-001 --on 04.12.2026
kic meeting decline 2026-1-001 --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The application whose award is declined."))],
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.deciding import decline  # noqa: PLC0415

    session: Session = context.obj
    application = session.repository.find(Application, id)
    return conclude(
        session,
        decline(session.repository.snapshot, application, on or session.today, note),
        command="meeting decline",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic meeting move-up {application.call}",
    )
