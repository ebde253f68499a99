"""`kic person copy`: all that is kept of a person, all others blacked out."""

from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.persons import PersonId, warn_if_logged
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic person copy p-0007
kic person copy p-0007 -o datenkopie.zip
kic person copy p-0007 --format json
"""


def command(
    context: typer.Context,
    id: PersonId,
    destination: Annotated[
        str | None,
        typer.Option(
            "-o", metavar=_("DIR|FILE.zip"), help=_("Write all files there: the page, tables, data.")
        ),
    ] = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.packs import hand_over  # noqa: PLC0415
    from kic.repository.persons import copy_of  # noqa: PLC0415

    pack = copy_of(session.repository, id.lower())
    if destination is None:
        warn_if_logged(session)
    return hand_over(session, pack, command="person copy", destination=destination, output=output)
