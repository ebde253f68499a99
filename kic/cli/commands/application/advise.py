"""`kic application advise`: note advice that the office gave."""

import typer

from kic.cli.groups.applications import ApplicationId
from kic.cli.options import DryRun, Format, Note, On, Yes, words_of
from kic.cli.session import Session
from kic.core.text import text
from kic.domain.applications import Advice, Application

EXAMPLES = """
kic application advise 2026-1-004 --note "Kostenplan durchgesprochen; Honorare nach dem Satz der Volkshochschule."
kic application advise 2026-1-004 --on 14.10.2026 --note "Rückfrage zur Sprachmittlung." --dry-run
kic application advise 2026-1-005 --note "Zum Kostenplan beraten." --dry-run --format json
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
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.applications.moves import advise  # noqa: PLC0415

    application = session.repository.find(Application, id)
    said = ask(session, note, option="--note", question=text("What was advised:"), parse=words_of)
    return conclude(
        session,
        advise(session.repository.snapshot, application, Advice(date=on or session.today, note=said)),
        command="application advise",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic show {application.id}",
        options={"date": "--on", "note": "--note"},
    )
