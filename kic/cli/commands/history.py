"""`kic history`: how a record came to be what it is."""

from typing import Annotated

import typer

from kic.cli.looking_back import history
from kic.cli.options import Format
from kic.cli.words import _

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
    return history(context.obj, id, output=output)
