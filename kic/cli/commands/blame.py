"""`kic blame`: who changed this sentence, when, and by which resolution."""

from typing import Annotated

import typer

from kic.cli.looking_back import blame
from kic.cli.options import Format
from kic.cli.words import _

EXAMPLES = """
kic blame he-25
kic blame he-25 --find Lüften
kic blame t2-z1 --field text --format json
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The record, or a part of one such as a goal."))],
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar=_("FIELD"), help=_("Only this text of the record."))
    ] = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar=_("TEXT"), help=_("Only words in which this occurs."))
    ] = None,
    output: Format = "text",
) -> int:
    return blame(context.obj, id, fields=tuple(field or ()), find=find, output=output)
