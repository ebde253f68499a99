"""`kic application ask`: ask for papers that are missing, with a day until which they may come."""

import datetime
from typing import Annotated

import typer

from kic.cli.intake import ApplicationId, Papers
from kic.cli.options import DryRun, Format, Note, On, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.applications import Application, PapersEntry, PapersEvent

EXAMPLES = """
kic application ask 2026-1-004 --paper Satzung --paper "Zusage der Krankenkasse" --due 07.12.2026
kic application ask 2026-1-004 --paper "Kostenplan mit Einzelpreisen" --due 04.12.2026 --on 20.11.2026 --dry-run
kic application ask 2026-1-004 --paper Belegliste --due 2026-12-07 --dry-run --format json
"""

USUAL = datetime.timedelta(days=14)


def command(
    context: typer.Context,
    id: ApplicationId,
    paper: Papers = None,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar=_("YYYY-MM-DD"), help=_("The last day on which they may come.")),
    ] = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.reading import items_of  # noqa: PLC0415
    from kic.domain.applications.moves import record_papers  # noqa: PLC0415

    application = session.repository.find(Application, id)
    day = on or session.today
    if not paper:
        typed = ask(
            session,
            None,
            option="--paper",
            question=text("Missing papers, with commas between:"),
            parse=words_of,
        )
        paper = list(items_of([typed]))
    until = ask(
        session,
        due,
        option="--due",
        question=text("They may come until:"),
        parse=day_of,
        default=day + USUAL,
    )
    entry = PapersEntry(
        date=day,
        event=PapersEvent.ASKED,
        papers=tuple(words_of(each, "--paper") for each in paper),
        due=until,
        note=note,
    )
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
