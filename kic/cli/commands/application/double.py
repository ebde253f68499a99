"""`kic application double`: what was applied for before, or twice."""

from typing import Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic application double
kic application double 2026-1
kic application double 2026-1-013 --format json
"""


def command(
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="CALL|ID", help=_("A call, or an application; else all."))
    ] = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.documents.double import doubles  # noqa: PLC0415

    repository = session.repository
    found = doubles(repository.snapshot, repository.known(id) if id is not None else None)
    if output == "json":
        session.json("application double", found)
        return 0
    if not found:
        session.out(
            session.language.say(text("Nothing looks alike. Titles and plans are compared, nothing else."))
        )
        return 0
    from kic.cli.groups.doubles import show_doubles  # noqa: PLC0415

    session.out(show_doubles(session, found))
    session.next_step(f"kic show {found[-1].application.id}")
    return 0
