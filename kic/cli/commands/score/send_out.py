"""`kic score out`: a sheet for each seat to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import Format, day_of
from kic.cli.session import Session
from kic.cli.sheet_files import write_sheets
from kic.cli.words import _
from kic.core.text import plural
from kic.domain.calls import Call
from kic.domain.committee import Seat, Voice

EXAMPLES = """
kic score out 2026-1 -o sheets
kic score out 2026-1 -o sheets --seat s13 --seat s19
kic score out 2026-1 -o sheets --csv
"""


def command(  # options of one command
    context: typer.Context,
    call: CallId,
    folder: Annotated[
        str, typer.Option("-o", "--output", metavar=_("DIR"), help=_("The folder for the sheets."))
    ],
    seats: Annotated[
        list[str] | None,
        typer.Option("--seat", metavar=_("SEAT"), help=_("Only this seat; may be repeated.")),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help=_("CSV files instead of XLSX."))] = False,
    replace: Annotated[bool, typer.Option("--replace", help=_("Replace sheets that are there."))] = False,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar=_("YYYY-MM-DD"), help=_("Seats and exclusions as on this day; else today.")
        ),
    ] = None,
    output: Format = "text",
) -> int:
    from kic.repository.scoring.form import as_csv, as_xlsx  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    record = session.repository.find(Call, call)
    day = day_of(on, "--on") if on else session.today
    asked = (
        [session.repository.find(Seat, each) for each in seats]
        if seats
        else [
            each
            for each in snapshot.all(Seat)
            if each.voice is Voice.VOTING and each.term_on(day) is not None
        ]
    )
    make, ending = (as_csv, "csv") if csv else (as_xlsx, "xlsx")
    sheets = {
        Path(folder) / f"{record.id}-{seat.id}.{ending}": (
            seat.id,
            make(snapshot, record, seat, session.language, day),
        )
        for seat in asked
    }
    write_sheets(session, {path: content for path, (_seat, content) in sheets.items()}, replace=replace)
    if output == "json":
        files = [{"seat": seat, "path": str(path)} for path, (seat, _content) in sheets.items()]
        session.json("score out", {"call": record.id, "files": files})
        return 0
    session.talk(
        plural(
            "{n} sheet written to {folder}.", "{n} sheets written to {folder}.", n=len(sheets), folder=folder
        )
    )
    session.next_step(f"kic score in {folder}")
    return 0
