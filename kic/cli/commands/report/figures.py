"""`kic report figures`: the figures of a report that is there, from a sheet or from options."""

import typer

from kic.cli.options import DryRun, Format, Yes
from kic.cli.plan_lines import Income, Own, Public, ThirdParty
from kic.cli.reporting import (
    Costs,
    NotEligible,
    Receipts,
    ReportId,
    SheetFile,
    Spoken,
    figures_from,
    figures_of,
    merged,
)
from kic.cli.session import Session
from kic.domain.applications import Application
from kic.domain.reporting import Report
from kic.errors import UsageError

EXAMPLES = """
kic report figures 2025-1-003-vn1 --file Verwendungsnachweis.xlsx
kic report figures 2025-1-003-vn1 --receipt "1; 02.09.2025; Honorare; 3.100,00; Kursleitung" --dry-run
"""


def command(
    context: typer.Context,
    id: ReportId,
    cost: Costs = None,
    cost_not_eligible: NotEligible = None,
    own: Own = None,
    income: Income = None,
    third_party: ThirdParty = None,
    public: Public = None,
    receipt: Receipts = None,
    file: SheetFile = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.reporting.moves import enter_figures  # noqa: PLC0415
    from kic.domain.reporting.standing import plan_of  # noqa: PLC0415

    report = session.repository.find(Report, id)
    application = session.repository.find(Application, report.application)
    figures = figures_of(
        Spoken(cost, cost_not_eligible, own, income, third_party, public, receipt), plan_of(application)
    )
    if file is not None:
        figures = merged(figures_from(session, file, application), figures)
    if figures.empty:
        raise UsageError(
            "Nothing is given that the report says.",
            help="Give the filled-in sheet with {option}, or single lines with --cost, --own and --receipt.",
            option="--file",
        )
    return conclude(
        session,
        enter_figures(
            session.repository.snapshot,
            report,
            costs=figures.costs,
            financing=figures.financing,
            receipts=figures.receipts,
        ),
        command="report figures",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": report.id},
        next_step=f"kic report examine {report.id}",
        options={"costs": "--cost", "financing": "--own", "receipts": "--receipt"},
    )
