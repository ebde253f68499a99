"""`kic demo`: the demo city, complete and with its history."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic demo
kic demo ~/neuenlauter
kic demo --no-git demo-city
"""


def command(
    context: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar=_("DIR"), help=_("The folder; made if it is not there."))
    ] = "demo-city",
    git: Annotated[
        bool, typer.Option("--git/--no-git", help=_("Whether to build the git history too."))
    ] = True,
    yes: Annotated[bool, typer.Option("--yes", help=_("Answer the question with yes."))] = False,
) -> int:
    session: Session = context.obj
    from kic.cli.starting import write_demo  # noqa: PLC0415

    target = session.folder / Path(folder)
    write_demo(session, target, with_git=git, yes=yes)
    session.next_step(f"kic -C {folder} overview")
    return 0
