"""How `kic check` goes. Nothing here needs Typer: see `kic.cli.plain`."""

import contextlib
import sys
from collections.abc import Sequence

from kic.cli.session import Session
from kic.core.diagnostic import Severity
from kic.core.near import near
from kic.core.text import text
from kic.domain.settings import switched_off
from kic.errors import UsageError

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")
FROM_TOP = ("github", "gitlab", "sarif")
"""Formats of servers, which name files from git's top folder; the repository may lie below it."""


def known_format(output: str) -> None:
    """Raises UsageError for a format that there is not."""
    if output not in FORMATS:
        raise UsageError(
            "There is no format {name}.",
            help="Did you mean {names}?" if near(output, FORMATS) else "The formats are {formats}.",
            name=output,
            names=near(output, FORMATS),
            formats=FORMATS,
        )


def check(  # noqa: PLR0913  # the options of the command
    session: Session,
    paths: Sequence[str] = (),
    *,
    output: str = "text",
    notes: bool = False,
    strict: bool = False,
    fix: bool = False,
    yes: bool = False,
    dry_run: bool = False,
    base: str | None = None,
    changed: bool = False,
) -> int:
    """Shows the findings, after mending with `fix`; gives the exit code.

    With `base` also those of the change; with `changed` only what the change brings, since `base` or the last commit.
    """
    known_format(output)
    if not fix:
        session.read_ahead()
    repository = session.repository
    if fix:
        from kic.cli.changing import carry_out  # noqa: PLC0415

        plan = repository.fixes(paths)
        if plan is None:
            session.talk(text("Nothing here has one safe answer."))
        else:
            carry_out(session, plan, yes=yes, dry_run=dry_run, patch_is_data=output == "text")
            repository = session.reopened()
    if changed and base is None:
        base = "HEAD"
    if base is not None:
        repository = repository.against(base)
    judgement = repository.check(within=paths, changed=changed)
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
                waived=len(judgement.waived),
                columns=session.columns(sys.stdout) if output == "text" else None,
                left_out=len(judgement.left_out),
                off=len(switched_off(judgement.settings)),
            )
        )
    if output != "text" and judgement.left_out:  # not every format has a place for it
        from kic.present.findings_text import left_out  # noqa: PLC0415

        session.talk(left_out(len(judgement.left_out)))
    if output == "text":
        found = judgement.diagnostics
        if any(each.fix for each in found) and not fix:
            session.next_step("kic check --fix --dry-run")
        else:
            gravest = min(found, key=lambda each: tuple(Severity).index(each.severity), default=None)
            session.next_step(f"kic explain {gravest.law.code}" if gravest else "kic overview")
    return 1 if judgement.fails(strict=strict) else 0
