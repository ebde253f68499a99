"""`kic completion`: a script that lets the shell complete what is typed."""

from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.errors import UsageError

EXAMPLES = """
kic completion bash > ~/.local/share/bash-completion/completions/kic
kic completion zsh > ~/.zfunc/_kic
kic completion fish > ~/.config/fish/completions/kic.fish
"""


def command(
    context: typer.Context,
    shell: Annotated[
        str, typer.Argument(metavar="SHELL", help=_("The shell: bash, zsh, fish or powershell."))
    ] = "",
    words: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    candidates: Annotated[bool, typer.Option("--candidates", hidden=True)] = False,
    after: Annotated[bool, typer.Option("--after", hidden=True)] = False,
) -> int:
    session: Session = context.obj
    if candidates:
        from kic.cli import completing  # noqa: PLC0415

        typed = [shell, *(words or ())] if shell or words else []
        typed = [*typed, ""] if after else typed or [""]
        if found := completing.candidates(context.find_root().command, typed):
            session.out("\n".join(f"{word}\t{meaning}" for word, meaning in found))
        return 0
    from kic.cli.shells import SCRIPTS  # noqa: PLC0415

    if shell not in SCRIPTS or words:
        close = near(shell, SCRIPTS)
        raise UsageError(
            "There is no completion for {name}.",
            help="Did you mean {names}?" if close else "The shells are {shells}.",
            name=" ".join([shell, *(words or ())]),
            names=close,
            shells=tuple(SCRIPTS),
        )
    session.out(SCRIPTS[shell].lstrip("\n"))
    return 0
