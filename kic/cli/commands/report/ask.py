"""`kic report ask`: ask the grantee for what a report lacks, with a day until which it may come."""

import typer

from kic.cli.groups.applications import Due, Papers, asked_for
from kic.cli.groups.reports import ReportId
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.domain.reporting import Report

EXAMPLES = """
kic report ask 2025-2-007-vn1 --paper "Belege 3 und 5" --due 07.12.2026
kic report ask 2025-2-007-vn1 --paper Belegliste --due 07.12.2026 --on 20.11.2026 --dry-run
kic report ask 2025-2-007-vn1 --paper "Zeitnachweise" --paper "Beleg 3" --due 2026-12-07 --dry-run
"""


def command(
    context: typer.Context,
    id: ReportId,
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
    from kic.domain.reporting.moves import record_request  # noqa: PLC0415

    report = session.repository.find(Report, id)
    step = asked_for(session, paper, due, on or session.today, note)
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
