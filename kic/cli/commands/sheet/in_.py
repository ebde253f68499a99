"""`kic sheet in`: returned sheets as one reviewed change."""

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.importing import (
    OnlyReadable,
    changed_data,
    counted,
    findings_data,
    refuse,
    what_to_correct,
    whose_of,
    with_answer,
)
from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.session import Session
from kic.cli.sheet_files import content_of, sheets_of
from kic.cli.table import N_
from kic.cli.words import _
from kic.core.text import Label, plural, text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot
    from kic.repository.intake.marks import Take
    from kic.repository.sheets.incoming import Came

EXAMPLES = """
kic sheet in Stellen.xlsx
kic sheet in Stellen.xlsx --take sheet --dry-run
kic sheet in Statusabfrage --on 20.11.2026
"""


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
    only_readable: OnlyReadable = False,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.sheets.merging import with_cell  # noqa: PLC0415
    from kic.repository.sheets.returned import read_returned  # noqa: PLC0415
    from kic.sheets import read  # noqa: PLC0415

    session: Session = context.obj
    books = [read(content_of(path), path) for path in sheets_of(files)]

    def came_to(word: "Take") -> "Came":
        return read_returned(
            session.repository.snapshot,
            books,
            session.today,
            on=on,
            take=word,
            ignored=ignore or (),
            only_readable=only_readable,
        )

    came = with_answer(session, whose_of(session, take), came_to)
    if came.plan is None:
        return _refused(session, came, output)
    _say(session, came)
    session.show_findings(came.findings, session.repository.snapshot)
    status = came.kind == "status"
    silent = _silent(session, came, on) if status else {}
    done = conclude(
        session,
        came.plan,
        command="sheet in",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data=_data(session, came, silent),
        next_step=None if silent else "kic overview" if status else f"kic list {came.kind}",
        placed=lambda finding: with_cell(finding, came.places),
    )
    if silent and output != "json":
        _chase(session, came, silent)
    return done


def _silent(session: Session, came: "Came", on: datetime.date | None) -> dict[str | None, tuple[str, ...]]:
    """Who has not answered yet, once these answers are written."""
    from kic.repository.sheets.chasing import asked, unanswered  # noqa: PLC0415

    if came.since is None:
        return {}
    answered = {each.id for each in came.changed} | set(came.unchanged)
    waiting = asked(
        session.repository.snapshot, on or session.today, since=came.since, before=_before(session, came)
    )
    return unanswered(waiting, answered)


def _before(session: Session, came: "Came") -> "Snapshot | None":
    """The state that the query went out from; None where this clone has no commit of it."""
    try:
        return session.repository.at(came.revision) if came.revision else None
    except UsageError:
        return None


def _chase(session: Session, came: "Came", silent: dict[str | None, tuple[str, ...]]) -> None:
    """Says who has not answered, and how to ask once more."""
    from kic.documents.naming import called  # noqa: PLC0415

    session.talk(text("No answer yet since {since}:", since=came.since))
    for body, ids in silent.items():
        name = (
            called(session.repository.snapshot, body) if body is not None else text("no body is responsible")
        )
        session.talk(text("  {body}: {ids}", body=name, ids=ids))
    query = f" --query {came.revision[:10]}" if _before(session, came) is not None else ""
    session.next_step(
        f"kic sheet out status --by body --unanswered-since {came.since}{query} -o {_('Reminder')} --mail"
    )


def _refused(session: Session, came: "Came", output: str) -> int:
    if output != "json":
        session.show_findings(came.findings, session.repository.snapshot)
    refused = Refused(
        "The sheets cannot be taken as they stand; nothing was written.",
        help="Say whose word counts: --take sheet or --take record."
        if came.asked
        else what_to_correct(
            came.findings,
            N_("Correct the cells that are named, or take the other rows meanwhile with --only-readable."),
        ),
    )
    return refuse(session, "sheet in", came.findings, output, refused)


def _say(session: Session, came: "Came") -> None:
    """What the rows come to, in numbers."""
    counts = counted(came.created, came.changed, came.unchanged)
    kind = text("Status query") if came.kind == "status" else Label("kind", came.kind)
    session.talk(text("{kind}: {counts}.", kind=kind, counts=counts))
    if came.waiting:
        session.talk(plural("{n} row waits.", "{n} rows wait.", n=came.waiting))


def _data(session: Session, came: "Came", silent: dict[str | None, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "kind": came.kind,
        "created": list(came.created),
        "changed": changed_data(came.changed),
        "unchanged": list(came.unchanged),
        "gone": list(came.gone),
        "waiting": came.waiting,
        "unanswered": [{"body": body, "ids": list(ids)} for body, ids in silent.items()],
        "findings": findings_data(session, came.findings),
    }
