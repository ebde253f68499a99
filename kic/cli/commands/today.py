"""`kic today`, or `kic` alone: what is to be done, with the command of each step."""

from typing import Annotated

import typer

from kic.cli.daily import daily
from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic today
kic today --all
kic today --days 60 --format json
"""


def command(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=_("Every step, not only the first ones."))] = False,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar=_("N"), min=0, max=999_999, help=_("So many days ahead; else 14.")),
    ] = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.failing import carry_out  # noqa: PLC0415

    return daily(session, run=carry_out, days=days, every=every, output=output)
