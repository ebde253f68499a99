"""`kic history`: how a record came to be what it is."""

from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic history he-07
kic history t2-z1
kic history t6 --format json
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The record, or a part of one such as a goal."))],
    output: Format = "text",
) -> int:
    session: Session = context.obj
    revisions = session.repository.history(id)
    if any(each.cut_off for each in revisions):
        session.talk(text("The history is cut off; git fetch --unshallow brings all of it."))
    if output == "json":
        session.json("history", revisions)
    else:
        from kic.cli.past_page import show_history  # noqa: PLC0415

        session.out(show_history(session, id.lower(), revisions))
        session.next_step(f"kic show {id.lower()}")
    return 0
