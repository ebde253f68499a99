"""`kic report receive`: a report came in: interim, final, or the proof of use with its figures."""

from typing import Annotated

import typer

from kic.cli.groups.plans import Income, Own, Public, ThirdParty
from kic.cli.groups.reports import (
    ApplicationId,
    Costs,
    Figures,
    NotEligible,
    Receipts,
    SheetFile,
    Spoken,
    asked_figures,
    figures_from,
    figures_of,
    merged,
)
from kic.cli.options import DryRun, Format, Note, On, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.applications import Application, Period
from kic.domain.calls import ReportKind
from kic.domain.reporting import Report
from kic.errors import UsageError

EXAMPLES = """
kic report receive 2025-2-003 final --summary "Zwölf Familien fanden eine Wohnung." --participants 12
kic report receive 2025-2-003 proof_of_use --cost "Anteilige Verwaltung=600,00" --own "Eigenmittel=600,00" \
--receipt "1; 30.10.2025; Anteilige Verwaltung; 600,00; Umlage" --on 20.11.2026 --dry-run
kic report receive 2025-2-003 proof_of_use --on 19.11.2026 --dry-run
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="interim|final|proof_of_use", help=choice(_("Which report it is."), ReportKind)
        ),
    ] = None,
    on: On = None,
    summary: Annotated[
        str | None,
        typer.Option("--summary", metavar=_("TEXT"), help=_("What was done, without names of persons.")),
    ] = None,
    participants: Annotated[
        int | None,
        typer.Option("--participants", min=0, metavar=_("NUMBER"), help=_("How many people took part.")),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar=_("YYYY-MM-DD"), help=_("The first day that it reports on.")),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar=_("YYYY-MM-DD"), help=_("The last day that it reports on."))
    ] = None,
    cost: Costs = None,
    cost_not_eligible: NotEligible = None,
    own: Own = None,
    income: Income = None,
    third_party: ThirdParty = None,
    public: Public = None,
    receipt: Receipts = None,
    file: SheetFile = None,
    replaces: Annotated[
        str | None,
        typer.Option("--replaces", metavar="ID", help=_("The earlier proof of use in whose place it came.")),
    ] = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask_one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.reporting.moves import LETTERS, Received, next_id, receive  # noqa: PLC0415
    from kic.domain.reporting.standing import plan_of  # noqa: PLC0415

    application = session.repository.find(Application, id)
    if (start is None) != (end is None):
        raise UsageError(
            "This needs an answer: {option} is missing.", option="--to" if end is None else "--from"
        )
    report = ask_one_of(
        session, kind, ReportKind, option="interim|final|proof_of_use", question=text("Which report is it?")
    )
    plan = plan_of(application)
    figures = figures_of(Spoken(cost, cost_not_eligible, own, income, third_party, public, receipt), plan)
    if file is not None:
        figures = merged(figures_from(session, file, application), figures)
    elif figures.empty and report is ReportKind.PROOF_OF_USE and session.can_ask:
        figures = asked_figures(session, plan)
    snapshot = session.repository.snapshot
    given = _period(start, end)
    came = Received(
        application=application,
        report=report,
        received=on or session.today,
        replaces=None if replaces is None else session.repository.find(Report, replaces).id,
        period=given,
        summary=None if summary is None else words_of(summary, "--summary"),
        participants=participants,
        costs=figures.costs or (),
        financing=figures.financing or (),
        receipts=figures.receipts or (),
        note=note,
    )
    made = next_id(snapshot, application.id, LETTERS[report])
    complete = report is ReportKind.PROOF_OF_USE and figures != Figures() and figures.receipts
    return conclude(
        session,
        receive(snapshot, came),
        command="report receive",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": made},
        next_step=f"kic report examine {made}" if complete else f"kic show {made}",
        options={
            "received": "--on",
            "costs": "--cost",
            "financing": "--own",
            "receipts": "--receipt",
            "period": "--from",
            "replaces": "--replaces",
            "report": "--replaces",
        },
    )


def _period(start: str | None, end: str | None) -> Period | None:
    if start is None or end is None:
        return None
    return Period(start=day_of(start, "--from"), end=day_of(end, "--to"))
