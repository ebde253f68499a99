"""`kic contribution import`: every row of a spreadsheet becomes a contribution, and again only what changed."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.asking import ask_one_of
from kic.cli.importing import (
    Columns,
    OneSheet,
    OnlyReadable,
    TakeOf,
    changed_data,
    counted,
    findings_data,
    refusal,
    refuse,
    say_changed,
    say_waiting,
    whose_of,
    with_answer,
)
from kic.cli.options import DryRun, Format, Yes, day_of
from kic.cli.session import Session
from kic.cli.sheet_files import content_of
from kic.cli.words import _
from kic.core.text import plural, text
from kic.domain.participation import Consultation
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.repository.intake.contributions import Import
    from kic.sheets import Workbook

EXAMPLES = """
kic contribution import Beiträge.xlsx --consultation bt-2026-auftakt
kic contribution import Beiträge.xlsx --consultation bt-2026-auftakt --column "Stelle im Text=ignored" --dry-run
kic contribution import Beiträge.xlsx --consultation bt-2026-auftakt --only-readable
"""


def command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The spreadsheet: XLSX or CSV."))],
    consultation: Annotated[
        str | None,
        typer.Option(
            "--consultation", metavar="ID", help=_("The event at which, or for which, they were made.")
        ),
    ] = None,
    sheet: OneSheet = None,
    column: Columns = None,
    received: Annotated[
        str | None,
        typer.Option(
            "--received", metavar=_("YYYY-MM-DD"), help=_("When they came in, where no column says it.")
        ),
    ] = None,
    only_readable: OnlyReadable = False,
    take: TakeOf = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.repository.intake.contribution_columns import given  # noqa: PLC0415
    from kic.sheets import read  # noqa: PLC0415

    session: Session = context.obj
    event = _consultation(session, consultation)
    answers: dict[str, Any] = {
        "sheet": sheet,
        "stated": dict(map(given, column or ())),
        "received": day_of(received, "--received") if received is not None else None,
        "only_readable": only_readable,
    }
    book = read(content_of(file), file)
    outcome = with_answer(
        session,
        whose_of(session, take),
        lambda whose: _import(session, event, book, {**answers, "take": whose}),
    )
    _say(session, outcome, file)
    session.show_findings(outcome.findings, session.repository.snapshot)
    if outcome.plan is None:
        return refuse(session, "contribution import", outcome.findings, output, refusal(outcome.waiting))
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.sheets.merging import with_cell  # noqa: PLC0415

    return conclude(
        session,
        outcome.plan,
        command="contribution import",
        placed=lambda finding: with_cell(finding, outcome.places),
        yes=yes,
        dry_run=dry_run,
        output=output,
        data=_data(session, event, outcome),
        question=plural(
            "Write this contribution?",
            "Write these {n} contributions?",
            n=len(outcome.created) + len(outcome.changed),
        ),
        next_step="kic contribution list --open",
    )


def _consultation(session: Session, given: str | None) -> Consultation:
    """The one given, else the one that is chosen of those that are there; raises UsageError."""
    if given is not None:
        return session.repository.find(Consultation, given)
    ids = tuple(each.id for each in session.repository.snapshot.all(Consultation))
    if not ids:
        raise UsageError(
            "No consultation is recorded that contributions could belong to.",
            help="Record it first, for instance: {example}",
            example="kic consultation add --form written --date 2026-11 --title ...",
        )
    chosen = ask_one_of(
        session, None, ids, option="--consultation", question=text("At which event were they made?")
    )
    return session.repository.find(Consultation, chosen)


def _import(session: Session, event: Consultation, book: "Workbook", answers: dict[str, Any]) -> "Import":
    from kic.repository.intake.contributions import import_contributions  # noqa: PLC0415

    return import_contributions(session.repository.snapshot, event, book, **answers)


def _say(session: Session, outcome: "Import", file: str) -> None:
    """How the sheet was understood, and what its rows are."""
    language = session.language
    if outcome.sheet:
        session.talk(text("The sheet {sheet} of {file} is read.", sheet=outcome.sheet, file=file))
    if outcome.passed_over:
        session.talk(text("Not read: {sheets}.", sheets=outcome.passed_over))
    if outcome.proposed:
        session.talk(text("The columns are read like this, and the consultation will keep it:"))
        for each in outcome.proposed:
            session.talk(f"  {each.heading}  ->  {each.field.value} ({language.word(each.field)})")
    if outcome.plan is not None:
        counts = counted(outcome.created, outcome.changed, outcome.unchanged)
        session.talk(text("Contributions: {counts}.", counts=counts))
        say_changed(session, outcome.changed)
    say_waiting(session, outcome.waiting)


def _data(session: Session, event: Consultation, outcome: "Import") -> dict[str, Any]:
    return {
        "id": event.id,
        "sheet": outcome.sheet or None,
        "created": list(outcome.created),
        "changed": changed_data(outcome.changed),
        "unchanged": list(outcome.unchanged),
        "waiting": list(outcome.waiting),
        "columns": [{"heading": each.heading, "field": each.field.value} for each in outcome.columns],
        "findings": findings_data(session, outcome.findings),
    }
