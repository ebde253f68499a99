"""`kic application import`: every row of a spreadsheet becomes an application, and again only what changed."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from kic.cli.options import DryRun, Format, Yes
from kic.cli.reading import moment_of
from kic.cli.session import Session
from kic.cli.sheet_files import content_of, refuse_form
from kic.cli.words import _
from kic.core.text import plural, text

if TYPE_CHECKING:
    from kic.domain.calls import Call
    from kic.repository.intake.importing import Import
    from kic.sheets import Workbook

EXAMPLES = """
kic application import 2026-1 Anträge.xlsx
kic application import 2026-1 Anträge.xlsx --column "Mindestbetrag=minimum" --dry-run
kic application import 2026-1 Anträge.xlsx --sheet Projektantrag --only-readable
"""


def command(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar=_("CALL"), help=_("The call that was applied to."))],
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The spreadsheet: XLSX or CSV."))],
    sheet: OneSheet = None,
    column: Columns = None,
    received: Annotated[
        str | None,
        typer.Option(
            "--received",
            metavar=_("DAY AND TIME"),
            help=_("When they were received, where no column says it."),
        ),
    ] = None,
    only_readable: OnlyReadable = False,
    take: TakeOf = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.domain.calls import Call  # noqa: PLC0415
    from kic.repository.intake.columns import given  # noqa: PLC0415
    from kic.sheets import read  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Call, call)
    answers: dict[str, Any] = {
        "sheet": sheet,
        "stated": dict(map(given, column or ())),
        "received": moment_of(received, "--received") if received is not None else None,
        "only_readable": only_readable,
    }
    content = content_of(file)
    refuse_form(content, file)
    book = read(content, file)
    outcome = with_answer(
        session,
        whose_of(session, take),
        lambda whose: _import(session, found, book, {**answers, "take": whose}),
    )
    _say(session, outcome, file)
    session.show_findings(outcome.findings, session.repository.snapshot)
    if outcome.plan is None:
        return refuse(session, "application import", outcome.findings, output, refusal(outcome.waiting))
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.sheets.merging import with_cell  # noqa: PLC0415

    return conclude(
        session,
        outcome.plan,
        command="application import",
        placed=lambda finding: with_cell(finding, outcome.places),
        yes=yes,
        dry_run=dry_run,
        output=output,
        data=_data(session, found, outcome),
        question=plural(
            "Write this application?",
            "Write these applications?",
            n=len(outcome.created) + len(outcome.changed),
        ),
        next_step=f"kic list application --where call={found.id}",
    )


def _import(session: Session, call: "Call", book: "Workbook", answers: dict[str, Any]) -> "Import":
    from kic.repository.intake.importing import import_applications  # noqa: PLC0415

    return import_applications(session.repository.snapshot, call, book, **answers)


def _say(session: Session, outcome: "Import", file: str) -> None:
    """How the sheet was understood, and what its rows are."""
    language = session.language
    if outcome.sheet:
        session.talk(text("The sheet {sheet} of {file} is read.", sheet=outcome.sheet, file=file))
    if outcome.passed_over:
        session.talk(text("Not read: {sheets}.", sheets=outcome.passed_over))
    if outcome.proposed:
        session.talk(text("The columns are read like this, and the call will keep it:"))
        for each in outcome.proposed:
            line = f"  {each.heading}  ->  {each.field.value} ({language.word(each.field)})"
            session.talk(line if each.item is None else f"{line}: {each.item}")
    if outcome.plan is not None:
        counts = counted(outcome.created, outcome.changed, outcome.unchanged)
        session.talk(text("Applications: {counts}.", counts=counts))
        say_changed(session, outcome.changed)
    say_waiting(session, outcome.waiting)


def _data(session: Session, call: "Call", outcome: "Import") -> dict[str, Any]:
    return {
        "id": call.id,
        "sheet": outcome.sheet or None,
        "created": list(outcome.created),
        "changed": changed_data(outcome.changed),
        "unchanged": list(outcome.unchanged),
        "waiting": list(outcome.waiting),
        "columns": [
            {"heading": each.heading, "field": each.field.value, "item": each.item}
            for each in outcome.columns
        ],
        "findings": findings_data(session, outcome.findings),
    }
