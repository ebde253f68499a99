"""`kic doctor`: the surroundings, each setting with its origin, and what may go wrong because of them."""

from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic doctor
kic doctor --format json
kic --lang en doctor
"""


def command(
    context: typer.Context,
    backed_up: Annotated[
        bool,
        typer.Option("--backed-up", help=_("Note that the folder for personal data was copied today.")),
    ] = False,
    closed: Annotated[
        str | None,
        typer.Option(
            "--closed",
            metavar=_("NAME"),
            help=_("Note that somebody has made sure that this shared repository is closed to others."),
        ),
    ] = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.looking import show_symptoms  # noqa: PLC0415
    from kic.repository.doctor import examine  # noqa: PLC0415

    if backed_up:
        from kic.repository.backup import note_backup  # noqa: PLC0415

        path = note_backup(session.repository.root, session.today)
        session.talk(text("Noted in {path}: copied on {day}.", path=path, day=session.today))
    if closed is not None:
        from kic.repository.doctor_sharing import note_closed  # noqa: PLC0415

        note_closed(session.repository.root, closed)
        session.talk(text("Noted: {name} is closed to others.", name=closed))
    symptoms = examine(session.root_or_none, session.today)
    if output == "json":
        session.json("doctor", symptoms)
    else:
        session.out(show_symptoms(session, symptoms))
        if session.root_or_none is not None:
            session.next_step("kic check")
    return 0
