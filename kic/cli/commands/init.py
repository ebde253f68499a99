"""`kic init`: begin a repository."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.options import DryRun, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

EXAMPLES = """
kic init musterstadt --name "Stadt Musterstadt" --land RP
kic init --name "Stadt Musterstadt" --land NW --dry-run
kic init --ci github --pre-commit
kic init --hook --editor
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
    ci: Annotated[
        str | None,
        typer.Option(
            "--ci",
            metavar="github|gitlab|forgejo",
            help=_("Only write the workflow by which this code host judges each change; see kic help ci."),
        ),
    ] = None,
    pre_commit: Annotated[
        bool, typer.Option("--pre-commit", help=_("Only write a configuration for pre-commit."))
    ] = False,
    editor: Annotated[
        bool,
        typer.Option(
            "--editor",
            help=_("Only write schemas and settings by which editors complete and check records."),
        ),
    ] = False,
) -> int:
    session: Session = context.obj
    if hook or ci is not None or pre_commit or editor:
        from kic.cli.setting_up import set_up  # noqa: PLC0415

        if name is not None or land is not None or folder != ".":
            raise UsageError(
                "--hook, --ci, --pre-commit and --editor add to a repository that is there.",
                help="Begin it first, without them; -C DIR names its folder.",
            )
        return set_up(
            session, hook=hook, ci=ci, pre_commit=pre_commit, editor=editor, yes=yes, dry_run=dry_run
        )
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
