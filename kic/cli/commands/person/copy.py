"""`kic person copy`: all that is kept of a person, all others blacked out."""

from pathlib import Path

import typer

from kic.cli.groups.persons import PersonId, warn_if_logged, warn_if_recorded
from kic.cli.options import Format
from kic.cli.packs import Destination, hand_over
from kic.cli.session import Session

EXAMPLES = """
kic person copy p-0007
kic person copy p-0007 -o datenkopie.zip
kic person copy p-0007 --format json
"""


def command(
    context: typer.Context,
    id: PersonId,
    destination: Destination = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.repository.persons import copy_of  # noqa: PLC0415

    pack = copy_of(session.repository, id.lower())
    if destination is None:
        warn_if_logged(session)
    code = hand_over(session, pack, command="person copy", destination=destination, output=output)
    if destination is not None:
        warn_if_recorded(session, Path(destination))
    return code
