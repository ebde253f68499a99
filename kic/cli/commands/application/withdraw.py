"""`kic application withdraw`: the applicant takes it back; the record stays."""

import typer

from kic.cli.groups.applications import ApplicationId
from kic.cli.options import DryRun, Format, Note, Yes
from kic.cli.session import Session
from kic.domain.applications import Application, Ineligible

EXAMPLES = """
kic application withdraw 2026-1-009 --note "Zurückgezogen mit Schreiben vom 18.11.2026."
kic application withdraw 2026-1-009 --dry-run
kic application withdraw 2026-1-009 --note "Anruf und Schreiben." --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.applications.moves import put_out  # noqa: PLC0415

    application = session.repository.find(Application, id)
    return conclude(
        session,
        put_out(session.repository.snapshot, application, (Ineligible.WITHDRAWN,), note),
        command="application withdraw",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic show {application.id}",
    )
