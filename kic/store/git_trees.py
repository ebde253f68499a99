"""git, asked about the commits of a change: from what they come, and in which files their trees differ."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kic.errors import Unavailable
from kic.store import git
from kic.store.git_dates import moment

Sides = tuple[git.Item | None, git.Item | None]
"""A file before and after; None where it is not there."""


class Commit(NamedTuple):
    """A commit: its tree, the commits that it comes from, and when it came about."""

    revision: str
    tree: str
    parents: tuple[str, ...]
    date: datetime.datetime


class Span(NamedTuple):
    """The commits of a change, the oldest first, and those outside of it from which they come."""

    inside: Mapping[str, Commit]
    around: Mapping[str, Commit]


def span(folder: Path, tip: str, revision: str) -> Span:
    """The commits up to a revision that are not among those of `tip`: one call."""
    output = git.run(
        folder, "log", "--topo-order", "--boundary", "--no-color", "--format=%m %H %T %cI %P",
        revision, f"^{tip}", "--",
    )  # fmt: skip
    inside: dict[str, Commit] = {}
    around: dict[str, Commit] = {}
    for line in reversed(output.decode("ascii").splitlines()):
        mark, name, tree, date, *parents = line.split(" ")
        commit = Commit(name, tree, tuple(filter(None, parents)), moment(date))
        (around if mark == "-" else inside)[name] = commit
    return Span(inside, around)


def commons(folder: Path, one: str, other: str) -> tuple[str, ...]:
    """The commits at which two parted; none where they have none in common."""
    said = git.attempt(folder, "merge-base", "--all", one, other)
    return tuple(said.stdout.decode("ascii", "replace").split())


def tree_of(folder: Path, revision: str | None) -> str:
    """The id of a revision's tree; of an empty one for None."""
    words = ("hash-object", "-t", "tree", "--stdin")
    if revision is not None:
        words = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{tree}}")
    return git.run(folder, *words).decode("ascii").strip()


def between(folder: Path, pairs: Sequence[tuple[str, str]], *below: str) -> list[dict[str, Sides]]:
    """The files that differ between each two trees (by their ids), of these files and folders: one call for all."""
    if not pairs:
        return []
    output = git.run(
        folder, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none",
        "--", *below, stdin="".join(f"{before} {after}\n" for before, after in pairs).encode("ascii"),
    )  # fmt: skip
    inside = git.prefix(folder)
    found: list[dict[str, Sides]] = []
    tokens = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        *heads, facts = token.split("\n")  # each pair is named in a line, whatever ends the other facts
        found += ({} for _ in heads)
        if facts:
            was, now, before, after, _ = facts.removeprefix(":").split(" ")
            found[-1][next(tokens).removeprefix(inside)] = _item(was, before), _item(now, after)
    if len(found) != len(pairs):
        raise Unavailable("git {command} failed: {reason}", command="diff-tree", reason="")
    return found


def _item(mode: str, oid: str) -> git.Item | None:
    return git.Item(int(mode, 8), oid) if int(mode, 8) else None
