"""`kic application lapse`: papers that were asked for did not come in time."""

import typer

from kic.cli.groups.applications import ApplicationId
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.domain.applications import Application, PapersEntry, PapersEvent

EXAMPLES = """
kic application lapse 2027-1-001
kic application lapse 2027-1-001 --on 20.11.2026 --dry-run
kic application lapse 2027-1-001 --dry-run --format json
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
    entry = PapersEntry(date=on or session.today, event=PapersEvent.LAPSED, note=note)
    return conclude(
        session,
        record_papers(session.repository.snapshot, application, entry),
        command="application lapse",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic list application --where call={application.call}",
        options={"date": "--on", "note": "--note"},
    )
