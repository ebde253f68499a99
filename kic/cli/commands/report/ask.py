"""`kic report ask`: ask the grantee for what a report lacks, with a day until which it may come."""

import datetime
from typing import Annotated

import typer

from kic.cli.intake import Papers
from kic.cli.options import DryRun, Format, Note, On, Yes, day_of, words_of
from kic.cli.reporting import ReportId
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.applications import PapersEntry, PapersEvent
from kic.domain.reporting import Report

EXAMPLES = """
kic report ask 2025-2-007-vn1 --paper "Belege 3 und 5" --due 07.12.2026
kic report ask 2025-2-007-vn1 --paper Belegliste --due 07.12.2026 --on 20.11.2026 --dry-run
kic report ask 2025-2-007-vn1 --paper "Zeitnachweise" --paper "Beleg 3" --due 2026-12-07 --dry-run
"""
USUAL = datetime.timedelta(days=14)


def command(
    context: typer.Context,
    id: ReportId,
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
    from kic.domain.reporting.moves import record_request  # noqa: PLC0415

    report = session.repository.find(Report, id)
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
        session, due, option="--due", question=text("They may come until:"), parse=day_of, default=day + USUAL
    )
    step = PapersEntry(
        date=day,
        event=PapersEvent.ASKED,
        papers=tuple(words_of(each, "--paper") for each in paper),
        due=until,
        note=note,
    )
    return conclude(
        session,
        record_request(session.repository.snapshot, report, step),
        command="report ask",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": report.id},
        next_step=f"kic report papers {report.id}",
        options={"date": "--on", "due": "--due", "papers": "--paper", "note": "--note"},
    )
