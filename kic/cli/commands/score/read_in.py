"""`kic score in`: filled-in sheets read back as one reviewed change."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.importing import refuse, what_to_correct
from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.session import Session
from kic.cli.sheet_files import content_of, sheets_of
from kic.cli.table import N_
from kic.cli.words import _
from kic.errors import Refused

if TYPE_CHECKING:
    from kic.repository.scoring.reading import Read

EXAMPLES = """
kic score in filled/2026-1-s19.csv
kic score in filled/2026-1-s19.csv --on 2026-11-20
kic score in filled/2026-1-s19.csv --dry-run
"""


def command(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar=_("FILE"), help=_("Filled-in sheets, or the folder with them."))
    ],
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.scoring.moves import enter  # noqa: PLC0415
    from kic.repository.scoring.reading import read_sheet  # noqa: PLC0415
    from kic.sheets import read  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    sheets = sheets_of(files)
    found = [read_sheet(snapshot, read(content_of(file), file), on or session.today) for file in sheets]
    findings = [each for one in found for each in one.findings]
    handed = [one.handed for one in found if one.handed is not None]
    calls = {one.call.id: one.call for one in found if one.call is not None and not one.blank}
    blank = [file for file, one in zip(sheets, found, strict=True) if one.blank]
    if len(handed) + len(blank) < len(found):
        if output != "json":
            session.show_findings(findings, snapshot)
        refused = Refused(
            "The sheets cannot be taken as they stand; nothing was written.",
            help=what_to_correct(findings, N_("Correct the cells that are named, or ask the seat.")),
        )
        return refuse(session, "score in", findings, output, refused)
    session.show_findings(findings, snapshot)
    if not handed:
        raise Refused("Nobody has filled in these sheets; nothing was written.")
    _same_call_each_seat_once(found, tuple(calls))
    (call,) = calls.values()
    return conclude(
        session,
        enter(snapshot, call, handed),
        command="score in",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"call": call.id, "seats": [each.seat for each in handed], "left_out": blank},
        next_step=f"kic score matrix {call.id}",
        options={"received": "--on"},
    )


def _same_call_each_seat_once(found: "list[Read]", calls: tuple[str, ...]) -> None:
    if len(calls) > 1:
        raise Refused("These are sheets of several calls: {calls}. Nothing was written.", calls=calls)
    seats = [one.handed.seat for one in found if one.handed is not None]
    twice = tuple(sorted({each for each in seats if seats.count(each) > 1}))
    if twice:
        raise Refused("There are two sheets of the same seat: {seats}. Nothing was written.", seats=twice)
