"""`kic application sheet`: an empty sheet of applications to fill in, or one with those that are there."""

from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.outgoing import lay_one
from kic.cli.session import Session
from kic.cli.sheet_files import NewFile, new_sheet
from kic.cli.words import _
from kic.core.text import plural, text
from kic.domain.calls import Call

EXAMPLES = """
kic application sheet 2026-1 -o Anträge.xlsx
kic application sheet 2026-1 -o Anträge.xlsx --filled
kic application sheet 2026-1 -o Anträge.xlsx --format json
"""


def command(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar=_("CALL"), help=_("The call that is applied to."))],
    file: NewFile,
    filled: Annotated[
        bool, typer.Option("--filled", help=_("With the applications that are there."))
    ] = False,
    output: Format = "text",
) -> int:
    from kic.repository.intake.sheet import applications_of, export_sheet  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Call, call)
    path = new_sheet(file)
    snapshot = session.repository.snapshot
    content = export_sheet(snapshot, found, session.language, filled=filled, on=session.today)
    lay_one(session, path, content, new=True)
    count = len(applications_of(snapshot, found)) if filled else 0
    if output == "json":
        session.json("application sheet", {"call": found.id, "path": file, "applications": count})
    else:
        session.talk(
            plural("{path} holds {n} application.", "{path} holds {n} applications.", n=count, path=file)
        )
        session.talk(text("What comes back is read with kic application import {id} FILE.", id=found.id))
    return 0
