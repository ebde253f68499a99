"""`kic init`: begin a repository."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.options import DryRun, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic init musterstadt --name "Stadt Musterstadt" --land RP
kic init --name "Stadt Musterstadt" --land NW --dry-run
kic init --hook
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
    yes: Yes = False,
    dry_run: DryRun = False,
    hook: Annotated[
        bool,
        typer.Option(
            "--hook",
            help=_(
                "Only lay git's hook that judges commit messages into a repository that is there already."
            ),
        ),
    ] = False,
) -> int:
    session: Session = context.obj
    if hook:
        from kic.cli.hooking import hook_of_repository  # noqa: PLC0415

        return hook_of_repository(session, yes=yes, dry_run=dry_run)
    from kic.cli.asking import ask, ask_one_of  # noqa: PLC0415
    from kic.cli.starting import begin  # noqa: PLC0415
    from kic.domain.settings import LAENDER  # noqa: PLC0415
    from kic.repository.starting import new_repository  # noqa: PLC0415

    target = session.folder / Path(folder)
    name = ask(
        session,
        name,
        option="--name",
        question=text("Official name of the municipality, such as Stadt Musterstadt:"),
        parse=words_of,
    )
    land = ask_one_of(session, land, LAENDER, option="--land", question=text("Land:"))
    files = new_repository(name, land, session.language.code, session.today)
    if begin(session, target, files, yes=yes, dry_run=dry_run):
        from kic.cli.hooking import lay_hook  # noqa: PLC0415

        lay_hook(session, target)
        session.next_step("kic help first-files")
    return 0
