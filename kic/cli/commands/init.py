"""`kic init`: begin a repository."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

EXAMPLES = """
kic init musterstadt --name "Stadt Musterstadt" --land RP
kic init --name "Stadt Musterstadt" --land NW --dry-run
"""


def command(
    context: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar=_("DIR"), help=_("The folder; made if it is not there."))
    ] = ".",
    name: Annotated[
        str | None, typer.Option("--name", metavar=_("NAME"), help=_("The municipality's official name."))
    ] = None,
    land: Annotated[
        str | None, typer.Option("--land", metavar="RP|NW|...", help=_("The Land, by its two letters."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Answer the question with yes."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the files as a patch, write nothing."))
    ] = False,
) -> int:
    session: Session = context.obj
    from kic.cli.starting import answered, begin  # noqa: PLC0415
    from kic.domain.settings import LAENDER  # noqa: PLC0415
    from kic.repository.starting import new_repository  # noqa: PLC0415

    target = session.folder / Path(folder)
    name = answered(
        session, name, "--name", text("Official name of the municipality, such as Stadt Musterstadt:")
    )
    land = answered(session, land, "--land", text("Land ({laender}):", laender=" ".join(LAENDER))).upper()
    if land not in LAENDER:
        raise UsageError(
            "There is no Land {name}.", help="It is one of {laender}.", name=land, laender=LAENDER
        )
    files = new_repository(name, land, session.language.code, session.today)
    if begin(session, target, files, yes=yes, dry_run=dry_run):
        session.next_step("kic help first-files")
    return 0
