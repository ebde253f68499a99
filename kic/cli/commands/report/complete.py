"""`kic report complete`: all that a report needs is there."""

import typer

from kic.cli.groups.reports import ReportId
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.domain.applications import PapersEntry, PapersEvent
from kic.domain.calls import ReportKind
from kic.domain.reporting import Report

EXAMPLES = """
kic report complete 2025-2-007-vn1
kic report complete 2025-2-007-vn1 --on 21.11.2026 --dry-run
kic report complete 2025-2-007-vn1 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ReportId,
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
    step = PapersEntry(date=on or session.today, event=PapersEvent.COMPLETE, note=note)
    proof = report.report is ReportKind.PROOF_OF_USE
    return conclude(
        session,
        record_request(session.repository.snapshot, report, step),
        command="report complete",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": report.id},
        next_step=f"kic report examine {report.id}" if proof else f"kic show {report.id}",
        options={"date": "--on", "note": "--note"},
    )
