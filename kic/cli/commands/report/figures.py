"""`kic report figures`: the figures of a report that is there: a sheet replaces them, options change single lines."""

import typer

from kic.cli.groups.plans import Income, Own, Public, ThirdParty
from kic.cli.groups.reports import (
    Costs,
    Figures,
    NotEligible,
    Receipts,
    ReportId,
    SheetFile,
    Spoken,
    corrected,
    figures_from,
    figures_of,
    merged,
)
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.domain.applications import Application
from kic.domain.reporting import Report
from kic.errors import UsageError

EXAMPLES = """
kic report figures 2025-2-007-vn1 --income "Kuchenverkauf=40,00"
kic report figures 2025-2-007-vn1 --receipt "4; 19.11.2025; Flyer und Plakate; 405,00; Druckerei" --dry-run
kic report figures 2025-2-007-vn1 --income "Kuchenverkauf=40,00" --dry-run --format json
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
    before = Figures(report.costs, report.financing, report.receipts)
    if file is not None:
        before = merged(before, figures_from(session, file, application))
    if figures.empty and file is None:
        raise UsageError(
            "Nothing is given that the report says.",
            help="Give the filled-in sheet with {option}, or single lines with --cost, --own and --receipt.",
            option="--file",
        )
    after = corrected(before, figures)
    return conclude(
        session,
        enter_figures(
            session.repository.snapshot,
            report,
            costs=after.costs,
            financing=after.financing,
            receipts=after.receipts,
        ),
        command="report figures",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": report.id},
        next_step=f"kic report examine {report.id}",
        options={"costs": "--cost", "financing": "--own", "receipts": "--receipt"},
    )
