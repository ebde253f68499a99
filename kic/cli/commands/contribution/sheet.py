"""`kic contribution sheet`: an empty sheet of contributions to type into, or one with those that are there."""

from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.outgoing import lay_one
from kic.cli.session import Session
from kic.cli.sheet_files import NewFile, new_sheet
from kic.cli.words import _
from kic.core.text import plural, text
from kic.domain.participation import Consultation

EXAMPLES = """
kic contribution sheet bt-2026-auftakt -o Beiträge.xlsx
kic contribution sheet bt-2026-auftakt -o Beiträge.xlsx --filled
kic contribution sheet bt-2026-auftakt -o Beiträge.xlsx --format json
"""


def command(
    context: typer.Context,
    consultation: Annotated[
        str, typer.Argument(metavar="ID", help=_("The event at which, or for which, they are made."))
    ],
    file: NewFile,
    filled: Annotated[
        bool, typer.Option("--filled", help=_("With the contributions that are there."))
    ] = False,
    output: Format = "text",
) -> int:
    from kic.repository.intake.contribution_sheet import contributions_of, export_sheet  # noqa: PLC0415

    session: Session = context.obj
    event = session.repository.find(Consultation, consultation)
    path = new_sheet(file)
    snapshot = session.repository.snapshot
    content = export_sheet(snapshot, event, session.language, filled=filled, on=session.today)
    lay_one(session, path, content, new=True)
    count = len(contributions_of(snapshot, event)) if filled else 0
    if output == "json":
        session.json("contribution sheet", {"consultation": event.id, "path": file, "contributions": count})
    else:
        session.talk(
            plural("{path} holds {n} contribution.", "{path} holds {n} contributions.", n=count, path=file)
        )
        session.talk(
            text(
                "What comes back is read with kic contribution import FILE --consultation {id}.", id=event.id
            )
        )
    return 0
