"""`kic check`: all findings of the state at hand."""

import contextlib
import sys
from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.core.text import text
from kic.errors import UsageError

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")
FROM_TOP = ("github", "gitlab", "sarif")
"""Formats of servers, which name files from git's top folder; the repository may lie below it."""

EXAMPLES = """
kic check
kic check concept/recommendations --strict
kic check --format sarif > findings.sarif
kic check --fix
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
) -> int:
    session: Session = context.obj
    if output not in FORMATS:
        raise UsageError(
            "There is no format {name}.",
            help="Did you mean {names}?" if near(output, FORMATS) else "The formats are {formats}.",
            name=output,
            names=near(output, FORMATS),
            formats=FORMATS,
        )
    repository = session.repository
    if fix:
        from kic.cli.changing import carry_out  # noqa: PLC0415

        plan = repository.fixes(paths or ())
        if plan is None:
            session.talk(text("Nothing here has one safe answer."))
        else:
            carry_out(session, plan, yes=yes, dry_run=dry_run, patch_is_data=output == "text")
            repository = session.reopened()
    judgement = repository.check(within=paths or ())
    from kic.present.findings import render  # noqa: PLC0415

    with contextlib.suppress(BrokenPipeError):  # `kic check | head` has its exit code all the same
        say = session.out_raw if output == "text" else session.data
        say(
            render(
                output,
                judgement.diagnostics,
                judgement.snapshot,
                session.language,
                color=output == "text" and session.colors(sys.stdout),
                strict=strict,
                below=repository.below_top if output in FROM_TOP else "",
                each_note=notes or bool(paths),
            )
        )
    if output == "text":
        found = judgement.diagnostics
        if any(each.fix for each in found) and not fix:
            session.next_step("kic check --fix --dry-run")
        else:
            gravest = min(
                found, key=lambda each: ("error", "warning", "note").index(each.severity.value), default=None
            )
            session.next_step(f"kic explain {gravest.law.code}" if gravest else "kic overview")
    return 1 if judgement.fails(strict=strict) else 0
