"""`kic application complete`: everything that is needed has come."""

import typer

from kic.cli.groups.applications import ApplicationId
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.domain.applications import Application, PapersEntry, PapersEvent

EXAMPLES = """
kic application complete 2026-1-010
kic application complete 2026-1-010 --on 20.11.2026 --dry-run
kic application complete 2026-1-010 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.applications.moves import record_papers  # noqa: PLC0415

    application = session.repository.find(Application, id)
    entry = PapersEntry(date=on or session.today, event=PapersEvent.COMPLETE, note=note)
    return conclude(
        session,
        record_papers(session.repository.snapshot, application, entry),
        command="application complete",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic list application --where call={application.call}",
        options={"date": "--on", "note": "--note"},
    )
