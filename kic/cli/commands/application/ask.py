"""`kic application ask`: ask for papers that are missing, with a day until which they may come."""

import typer

from kic.cli.groups.applications import ApplicationId, Due, Papers, asked_for
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.domain.applications import Application

EXAMPLES = """
kic application ask 2026-1-004 --paper Satzung --paper "Zusage der Krankenkasse" --due 07.12.2026
kic application ask 2026-1-004 --paper "Kostenplan mit Einzelpreisen" --due 04.12.2026 --on 20.11.2026 --dry-run
kic application ask 2026-1-004 --paper Belegliste --due 2026-12-07 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    paper: Papers = None,
    due: Due = None,
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
    entry = asked_for(session, paper, due, on or session.today, note)
    return conclude(
        session,
        record_papers(session.repository.snapshot, application, entry),
        command="application ask",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic application receive {application.id}",
        options={"date": "--on", "due": "--due", "papers": "--paper", "note": "--note"},
    )
