"""`kic report papers`: what was asked for with a report has come."""

import typer

from kic.cli.groups.applications import Papers
from kic.cli.groups.reports import ReportId
from kic.cli.options import DryRun, Format, Note, On, Yes, words_of
from kic.cli.session import Session
from kic.domain.applications import PapersEntry, PapersEvent
from kic.domain.reporting import Report
from kic.errors import UsageError

EXAMPLES = """
kic report papers 2025-2-007-vn1
kic report papers 2025-2-007-vn1 --paper "Belege 3 und 5" --on 21.11.2026 --dry-run
kic report papers 2025-2-007-vn1 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ReportId,
    paper: Papers = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.applications.papers import plain  # noqa: PLC0415
    from kic.domain.reporting.moves import record_request  # noqa: PLC0415
    from kic.domain.reporting.standing import papers_of  # noqa: PLC0415

    report = session.repository.find(Report, id)
    missing = papers_of(report).missing
    if not paper and not missing:
        raise UsageError(
            "Nothing was asked for that is missing; name what came with {option}.", option="--paper"
        )
    spelled = {plain(each): each for each in missing}
    came = [words_of(each, "--paper") for each in paper or missing]
    step = PapersEntry(
        date=on or session.today,
        event=PapersEvent.RECEIVED,
        papers=tuple(spelled.get(plain(each), each) for each in came),
        note=note,
    )
    return conclude(
        session,
        record_request(session.repository.snapshot, report, step),
        command="report papers",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": report.id},
        next_step=f"kic report complete {report.id}",
        options={"date": "--on", "papers": "--paper", "note": "--note"},
    )
