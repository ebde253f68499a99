"""`kic application import`: every row of a spreadsheet becomes an application, and again only what changed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.asking import ask_one_of
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.errors import Refused, Unavailable, UsageError

if TYPE_CHECKING:
    from kic.core.values import Moment
    from kic.domain.calls import Call
    from kic.repository.intake.importing import Import
    from kic.sheets import Workbook

EXAMPLES = """
kic application import 2026-1 Anträge.xlsx
kic application import 2026-1 Anträge.xlsx --column "Mindestbetrag=minimum" --dry-run
kic application import 2026-1 Anträge.xlsx --sheet Projektantrag --only-readable
"""
_MOST = 20_000_000


def command(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar=_("CALL"), help=_("The call that was applied to."))],
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The spreadsheet: XLSX or CSV."))],
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar=_("NAME"), help=_("The sheet to read, where there are several.")),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar=_("HEADING=FIELD"),
            help=_("What a column holds, or ignored; may be repeated."),
        ),
    ] = None,
    received: Annotated[
        str | None,
        typer.Option(
            "--received",
            metavar=_("DAY AND TIME"),
            help=_("When they were received, where no column says it."),
        ),
    ] = None,
    only_readable: Annotated[
        bool,
        typer.Option(
            "--only-readable", help=_("Take the rows that can be read; the others wait and are named.")
        ),
    ] = False,
    take: Annotated[
        str | None,
        typer.Option(
            "--take",
            metavar="sheet|record",
            help=_("Whose word counts where both were changed since the last import."),
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.domain.calls import Call  # noqa: PLC0415
    from kic.repository.intake.columns import given  # noqa: PLC0415

    session: Session = context.obj
    if take not in (None, "sheet", "record"):
        raise UsageError("{word} is no value of {option}.", word=take, option="--take",
                         help="The values are {allowed}.", allowed=("sheet", "record"))  # fmt: skip
    found = session.repository.find(Call, call)
    answers: dict[str, Any] = {
        "sheet": sheet,
        "stated": dict(map(given, column or ())),
        "received": _moment(received),
        "only_readable": only_readable,
    }
    book = _read(file)
    outcome = _import(session, found, book, {**answers, "take": take})
    if outcome.asked and session.can_ask:
        _say_findings(session, outcome)
        word = ask_one_of(
            session,
            None,
            ("sheet", "record"),
            option="--take",
            question=text("Whose word counts for these fields?"),
        )
        outcome = _import(session, found, book, {**answers, "take": word})
    _say(session, outcome, file)
    _say_findings(session, outcome)
    if outcome.plan is None:
        raise _refusal(outcome)
    from kic.cli.changing import conclude  # noqa: PLC0415

    return conclude(
        session,
        outcome.plan,
        command="application import",
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


def _moment(spelling: str | None) -> "Moment | None":
    if spelling is None:
        return None
    from kic.core import spelling as spellings  # noqa: PLC0415
    from kic.core.values import Misread  # noqa: PLC0415

    try:
        return spellings.moment(spelling)
    except Misread as misread:
        raise UsageError(
            "{option} cannot be read: {reason}.", option="--received", reason=misread.text
        ) from None


def _read(file: str) -> "Workbook":
    from kic.sheets import read  # noqa: PLC0415

    path = Path(file)
    if path.is_dir() or not path.exists():
        raise UsageError("There is no file {path}.", path=file)
    if path.stat().st_size > _MOST:
        raise Unavailable(
            "{path} is larger than {most} bytes, which is more than kic reads.", path=file, most=_MOST
        )
    return read(path.read_bytes(), file)


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
    counted = (
        plural("{n} new", "{n} new", n=len(outcome.created)),
        plural("{n} changed", "{n} changed", n=len(outcome.changed)),
        plural("{n} unchanged", "{n} unchanged", n=len(outcome.unchanged)),
    )
    if outcome.plan is not None:
        session.talk(text("Applications: {counts}.", counts=counted))
        for changed in outcome.changed:
            fields = tuple(_field(each) for each in changed.fields)
            session.talk(text("  {id} changes: {fields}", id=changed.id, fields=fields))
    if outcome.waiting:
        rows = tuple(outcome.waiting)
        session.talk(
            plural(
                "{n} row cannot be read: {rows}.", "{n} rows cannot be read: {rows}.", n=len(rows), rows=rows
            )
        )


def _field(name: str) -> Any:
    from kic.core.text import Label  # noqa: PLC0415

    return Label("field", name)


def _say_findings(session: Session, outcome: "Import") -> None:
    if outcome.findings:
        from kic.present.findings import render  # noqa: PLC0415
        from kic.present.safe import write  # noqa: PLC0415

        snapshot = session.repository.snapshot
        colors = session.colors(sys.stderr)
        write(sys.stderr, render("text", outcome.findings, snapshot, session.language, color=colors))


def _refusal(outcome: "Import") -> Refused:
    if outcome.waiting:
        return Refused(
            "The sheet cannot be imported as it stands; nothing was written.",
            help="Correct the cells that are named, or take the other rows meanwhile with --only-readable.",
        )
    return Refused(
        "The sheet cannot be imported as it stands; nothing was written.", help="The findings above say why."
    )


def _data(session: Session, call: "Call", outcome: "Import") -> dict[str, Any]:
    from kic.present.findings_json import finding_data  # noqa: PLC0415
    from kic.present.findings_report import Report  # noqa: PLC0415

    report = Report(outcome.findings, session.repository.snapshot, session.language)
    return {
        "id": call.id,
        "sheet": outcome.sheet or None,
        "created": list(outcome.created),
        "changed": [{"id": each.id, "fields": list(each.fields)} for each in outcome.changed],
        "unchanged": list(outcome.unchanged),
        "waiting": list(outcome.waiting),
        "columns": [
            {"heading": each.heading, "field": each.field.value, "item": each.item}
            for each in outcome.columns
        ],
        "findings": [finding_data(each, report) for each in outcome.findings],
    }
