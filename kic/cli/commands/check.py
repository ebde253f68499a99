"""`kic check`: all findings of the state at hand."""

from collections.abc import Sequence
from typing import Annotated

import typer

from kic.cli.checking import FORMATS, check, known_format
from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

EXAMPLES = """
kic check
kic check concept/recommendations --strict
kic check --base main --changed
kic check --format sarif > findings.sarif
kic check --fix
kic check --message message.txt
"""


def command(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("PATH"), help=_("Only findings in these files and folders; everything is still read.")
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help=_("How the findings are written."))
    ] = "text",
    notes: Annotated[
        bool,
        typer.Option(
            "--notes", help=_("Show each note with its line, not those of a file together (as with PATH).")
        ),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Warnings fail as well."))] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help=_("Mend what has one safe answer, after a look at the change."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Answer the question with yes."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("With --fix: show the change, write nothing."))
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="REV",
            help=_("Judge the change since this state as well: a branch, a commit or a date."),
        ),
    ] = None,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed",
            help=_(
                "Only what the change brings: findings in changed files, and those elsewhere that were not there "
                "before. Without --base, since what was recorded last."
            ),
        ),
    ] = False,
    message: Annotated[
        str | None,
        typer.Option(
            "--message",
            metavar=_("FILE"),
            help=_("Judge the message of the history in this file instead (git's hook)."),
        ),
    ] = None,
) -> int:
    if message is not None:
        return _message(context.obj, message, paths or (), output=output, strict=strict, fix=fix)
    if dry_run and not fix:
        raise UsageError("--dry-run goes with --fix: `kic check --fix --dry-run`.")
    return check(
        context.obj,
        paths or (),
        output=output,
        notes=notes,
        strict=strict,
        fix=fix,
        yes=yes,
        dry_run=dry_run,
        base=base,
        changed=changed,
    )


def _message(
    session: Session, name: str, paths: Sequence[str], *, output: str, strict: bool, fix: bool
) -> int:
    from kic.cli.messages import check_message  # noqa: PLC0415

    if paths or fix:
        raise UsageError("{option} judges one file alone; leave out paths and --fix.", option="--message")
    known_format(output)
    return check_message(session, name, output=output, strict=strict)
