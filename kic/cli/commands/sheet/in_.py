"""`kic sheet in`: returned sheets as one reviewed change."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.asking import ask_one_of, one_of
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.sheet_files import content_of, sheets_of
from kic.cli.words import _
from kic.core.text import Label, plural, text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from kic.repository.sheets.incoming import Came
    from kic.sheets import Workbook

EXAMPLES = """
kic sheet in Stellen.xlsx
kic sheet in Stellen.xlsx --take sheet --dry-run
kic sheet in Rücklauf
"""
WHOSE = ("sheet", "record")


def command(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar=_("FILE"), help=_("Returned sheets, or the folder with them."))
    ],
    take: Annotated[
        str | None,
        typer.Option(
            "--take", metavar="sheet|record", help=_("Whose word counts where both sides changed a field.")
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore", metavar=_("HEADING"), help=_("A column that somebody added and that is not read.")
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.sheets.merging import with_cell  # noqa: PLC0415
    from kic.sheets import read  # noqa: PLC0415

    session: Session = context.obj
    whose = one_of(session, take, WHOSE, "--take") if take is not None else None
    paths = sheets_of(files)
    books = [read(content_of(path), path) for path in paths]
    came = _read(session, books, whose, ignore or [])
    if came.asked and session.can_ask:
        session.show_findings(came.findings, session.repository.snapshot)
        question = text("Whose word counts for these fields?")
        word = ask_one_of(session, None, WHOSE, option="--take", question=question)
        came = _read(session, books, word, ignore or [])
    if came.plan is None:
        return _refused(session, came, output)
    _say(session, came)
    session.show_findings(came.findings, session.repository.snapshot)
    return conclude(
        session,
        came.plan,
        command="sheet in",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data=_data(session, came),
        next_step=f"kic list {came.kind}",
        placed=lambda finding: with_cell(finding, came.places),
    )


def _read(session: Session, books: "list[Workbook]", take: Any, ignore: list[str]) -> "Came":
    """What the files come to. Raises UsageError where they are of several kinds."""
    from kic.repository.intake.headings import folded  # noqa: PLC0415
    from kic.repository.sheets.form import no_form  # noqa: PLC0415
    from kic.repository.sheets.incoming import Came, kind_in, read_back  # noqa: PLC0415

    kinds = {book.name: kind_in(book) for book in books}
    known = tuple(dict.fromkeys(kind for kind in kinds.values() if kind is not None))
    if len(known) > 1:
        raise UsageError(
            "These are sheets of several kinds: {kinds}.",
            help="Read those of one kind at a time.",
            kinds=tuple(Label("kind", each) for each in known),
        )
    if not known:
        found = [
            each for book in books for each in (*book.findings, *([no_form(book)] if book.sheets else []))
        ]
        return Came(kind="", findings=tuple(found))
    return read_back(session.repository.snapshot, known[0], books, take=take, ignored=map(folded, ignore))


def _refused(session: Session, came: "Came", output: str) -> int:
    if output == "json":
        session.json_findings("sheet in", came.findings, session.repository.snapshot)
        return 1
    session.show_findings(came.findings, session.repository.snapshot)
    raise Refused(
        "The sheets cannot be taken as they stand; nothing was written.",
        help="Say whose word counts: --take sheet or --take record."
        if came.asked
        else "Correct the cells that are named, or ask who filled them in; the other rows wait too.",
    )


def _say(session: Session, came: "Came") -> None:
    """What the rows come to, in numbers."""
    counted = (
        plural("{n} new", "{n} new", n=len(came.created)),
        plural("{n} changed", "{n} changed", n=len(came.changed)),
        plural("{n} unchanged", "{n} unchanged", n=len(came.unchanged)),
    )
    session.talk(text("{kind}: {counts}.", kind=Label("kind", came.kind), counts=counted))


def _data(session: Session, came: "Came") -> dict[str, Any]:
    from kic.present.findings_json import finding_data  # noqa: PLC0415
    from kic.present.findings_report import Report  # noqa: PLC0415

    report = Report(came.findings, session.repository.snapshot, session.language)
    return {
        "kind": came.kind,
        "created": list(came.created),
        "changed": [{"id": each.id, "fields": list(each.fields)} for each in came.changed],
        "unchanged": list(came.unchanged),
        "gone": list(came.gone),
        "unanswered": [],
        "findings": [finding_data(each, report) for each in came.findings],
    }
