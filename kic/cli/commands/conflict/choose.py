"""`kic conflict choose`: settle a conflict of a merge."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

EXAMPLES = """
kic conflict choose he-07 --keep
kic conflict choose concept/recommendations/he-07.yaml --line 20 --other
kic conflict choose he-07 --other --dry-run
"""


def command(
    context: typer.Context,
    where: Annotated[str, typer.Argument(metavar=_("ID|PATH"), help=_("The record or its file."))],
    line: Annotated[
        int | None,
        typer.Option("--line", metavar=_("N"), help=_("The conflict in this line, where there are several.")),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help=_("What stands in the file stays."))] = False,
    other: Annotated[bool, typer.Option("--other", help=_("The other side's text takes its place."))] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.merging import show_waiting  # noqa: PLC0415
    from kic.repository.merging import choice, waiting_in  # noqa: PLC0415
    from kic.repository.sharing.choosing import chosen  # noqa: PLC0415
    from kic.repository.sharing.copy import in_git  # noqa: PLC0415

    state = session.repository.snapshot
    found = waiting_in(where, state)
    if not found and _decided(
        session, where, keep=keep, other=other, yes=yes, dry_run=dry_run, output=output
    ):
        return 0
    if not found:
        raise UsageError("No conflict waits in {where}.", help="kic conflict list shows them.", where=where)
    if line is not None:
        found = [each for each in found if each.conflict.line == line]
    if len(found) != 1:
        session.out(show_waiting(session, waiting_in(where, state)))
        raise UsageError("This needs an answer: {option} is missing.", option="--line")
    if keep == other:
        session.out(show_waiting(session, found))
        raise UsageError("This needs one of these answers: {option}.", option="--keep, --other")
    (one,) = found
    plan = choice(state, one.path, one.conflict.line, other=other)
    code = conclude(
        session,
        plan,
        command="conflict choose",
        yes=yes,
        dry_run=dry_run,
        output=output,
        question=text("Settle this conflict so?"),
        next_step="kic conflict list",
    )
    if not dry_run and in_git(session.repository.root):
        chosen(session.repository.root, one.path)
    return code


def _decided(  # the options of the command
    session: Session, where: str, *, keep: bool, other: bool, yes: bool, dry_run: bool, output: str
) -> bool:
    """Settles what counts of a file that waits as a whole; False if this is not about such a file."""
    from kic.cli.merging import show_undecided  # noqa: PLC0415
    from kic.repository.sharing.choosing import decide, goes, undecided  # noqa: PLC0415
    from kic.repository.sharing.copy import in_git  # noqa: PLC0415

    root = session.repository.root
    stem = f"/{where.lower()}.yaml"
    asked = [
        each
        for each in (undecided(root) if in_git(root) else ())
        if where == each.path or each.path.endswith(stem)
    ]
    if len(asked) != 1:
        return False
    (one,) = asked
    session.talk(show_undecided(one))
    if keep == other:
        raise UsageError("This needs one of these answers: {option}.", option="--keep, --other")
    if not dry_run:
        session.confirm(
            text("Take {path} out?", path=one.path)
            if goes(one, keep=keep)
            else text("Keep {path} as it is on this side?", path=one.path)
            if keep
            else text("Take {path} as it is on the other side?", path=one.path),
            yes=yes,
        )
        decide(root, one, keep=keep)
    if output == "json":
        files = [{"path": one.path, "change": "deleted"}] if goes(one, keep=keep) else []
        session.json("conflict choose", {"operation": None, "files": files})
    session.next_step("kic conflict list")
    return True
