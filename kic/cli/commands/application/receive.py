"""`kic application receive`: papers that were asked for have come."""

import typer

from kic.cli.groups.applications import ApplicationId, Papers
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.domain.applications import Application, PapersEntry, PapersEvent

EXAMPLES = """
kic application receive 2026-1-004 --paper Satzung
kic application receive 2026-1-004 --paper "Zusage der Krankenkasse" --on 20.11.2026 --dry-run
kic application receive 2026-1-004 --paper Satzung --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    paper: Papers = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.applications import papers_of  # noqa: PLC0415
    from kic.domain.applications.moves import record_papers  # noqa: PLC0415

    application = session.repository.find(Application, id)
    entry = PapersEntry(
        date=on or session.today,
        event=PapersEvent.RECEIVED,
        papers=papers_of(session, application, paper),
        note=note,
    )
    return conclude(
        session,
        record_papers(session.repository.snapshot, application, entry),
        command="application receive",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic application complete {application.id}",
        options={"date": "--on", "papers": "--paper", "note": "--note"},
    )
