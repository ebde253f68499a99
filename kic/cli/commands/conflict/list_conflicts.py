"""`kic conflict list`: the conflicts of a merge that wait for somebody to choose."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.core.shell import pathspec, word
from kic.core.text import text

if TYPE_CHECKING:
    from kic.repository.merging import Marked, Waiting
    from kic.repository.sharing.choosing import Undecided

EXAMPLES = """
kic conflict list
kic conflict list --format json
kic --lang en conflict list
"""


def command(context: typer.Context, output: Format = "text") -> int:
    session: Session = context.obj
    from kic.cli.merging import show_undecided, show_waiting  # noqa: PLC0415
    from kic.repository.merging import left_to_git, marked_by_git, waiting  # noqa: PLC0415
    from kic.repository.sharing.choosing import undecided  # noqa: PLC0415
    from kic.repository.sharing.copy import in_git  # noqa: PLC0415

    found = list(waiting(session.repository.snapshot))
    root = session.repository.root
    removed = undecided(root) if in_git(root) else ()
    left = [path for path in left_to_git(root, found) if path not in {each.path for each in removed}]
    marks = [each for path in left for each in marked_by_git(session.repository.snapshot, path)]
    marked = list(dict.fromkeys(each.path for each in marks))
    left = [path for path in left if path not in marked]
    if output == "json":
        session.json("conflict list", _data(found, removed, marks))
        return 0
    if found:
        session.out(show_waiting(session, found))
    for each in removed:
        session.out(session.language.say(show_undecided(each)))
    for path in marked:
        words = text(
            "{path}: changed on both sides; git merged it without kic and left its own marks", path=path
        )
        session.out(session.language.say(words))
    if not (found or removed or marked):
        session.talk(text("No conflict waits."))
    for path in left:
        session.talk(
            text("{path}: nothing in it waits for a choice; kic save records it with the merge", path=path)
        )
    session.next_step(_next(root, found, marked, removed, left))
    return 0


_WHOLE = ("both", "unjoined")


def _data(
    found: "Sequence[Waiting]", removed: "Sequence[Undecided]", marks: "Sequence[Marked]"
) -> list[dict[str, object]]:
    """Every conflict; `marks` says whose marks stand in the file, and a file that is chosen as a whole has none."""
    known: list[dict[str, object]] = [
        {
            "path": each.path,
            "record": each.record,
            "line": each.conflict.line,
            "sort": each.conflict.sort.value,
            "field": each.conflict.name,
            "other": each.conflict.theirs,
            "marks": "kic",
        }
        for each in found
    ]
    whole: list[dict[str, object]] = [
        {
            "path": each.path,
            "record": None,
            "line": None,
            "sort": "whole" if each.side.value in _WHOLE else each.side.value,
            "field": None,
            "other": None,
            "marks": None,
        }
        for each in removed
    ]
    of_git: list[dict[str, object]] = [
        {
            "path": each.path,
            "record": each.record,
            "line": each.line,
            "sort": "both",
            "field": None,
            "other": each.other,
            "marks": "git",
        }
        for each in marks
    ]
    return [*known, *whole, *of_git]


def _next(
    root: Path,
    found: "Sequence[Waiting]",
    marked: Sequence[str],
    removed: "Sequence[Undecided]",
    left: Sequence[str],
) -> str:
    if found:
        first = found[0]
        return f"kic conflict choose {word(first.path)} --line {first.conflict.line} --keep"
    anew = [*marked, *(each.path for each in removed if each.side.value == "unjoined")]
    if anew:
        from kic.repository.merging import is_told  # noqa: PLC0415

        again = (
            f"git checkout --merge {pathspec(anew[0])}"  # git merges it anew from both sides, now through kic
        )
        return again if is_told(root) else f"kic init --hook && {again}"
    if removed:
        return f"kic conflict choose {word(removed[0].path)} --keep"
    return "kic save" if left else "kic check"
