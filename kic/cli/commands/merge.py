"""`kic merge`: git's merge driver for records. git calls it; people need it only for files outside of git."""

from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic merge before.yaml mine.yaml theirs.yaml
kic merge before.yaml mine.yaml theirs.yaml --path concept/recommendations/he-07.yaml
kic --lang en merge before.yaml mine.yaml theirs.yaml
"""


def command(
    context: typer.Context,
    base: Annotated[str, typer.Argument(metavar=_("BASE"), help=_("The file that both sides began with."))],
    ours: Annotated[
        str, typer.Argument(metavar=_("OURS"), help=_("This side's file; the result is written into it."))
    ],
    theirs: Annotated[str, typer.Argument(metavar=_("THEIRS"), help=_("The other side's file."))],
    path: Annotated[
        str | None,
        typer.Option("--path", metavar=_("PATH"), help=_("What the file is called in the repository.")),
    ] = None,
) -> int:
    session: Session = context.obj
    from kic.cli.merging import conflict_words, told  # noqa: PLC0415
    from kic.repository.merging import merge_files  # noqa: PLC0415

    name = path or ours
    folder = session.folder
    conflicts = merge_files(
        folder / base,
        folder / ours,
        folder / theirs,
        name,
        lambda conflict: session.language.say(conflict_words(conflict)),
    )
    for each in conflicts:
        session.talk(told(name, each))
    return 1 if conflicts else 0
