"""What differs between two states that git knows, and what a merge left open."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kic.errors import Unavailable
from kic.store import git
from kic.store.git_trees import tree_of


class TouchedFile(NamedTuple):
    """A file that differs: its path from the folder (`../` leads out of it), its mode before and after, None: none."""

    path: str
    was: int | None
    now: int | None


def differences(folder: Path, base: str, revision: str | None = None) -> Iterator[TouchedFile]:
    """Every file that differs between a commit and another, else what is staged, also outside of the folder."""
    command = ("diff-index", "--cached") if revision is None else ("diff-tree", "-r")
    done = git.attempt(
        folder, *command, "--raw", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=none",
        base, *(() if revision is None else (revision,)), "--",
    )  # fmt: skip
    if done.returncode:
        raise Unavailable(
            "git {command} failed: {reason}",
            command=command[0],
            reason=done.stderr.decode("utf-8", "replace").strip(),
        )
    tokens = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    if len(tokens) < 2:  # noqa: PLR2004  # facts and path
        return
    below = git.prefix(folder)
    for facts, path in zip(tokens[::2], tokens[1::2], strict=False):
        was, now = (int(mode, 8) or None for mode in facts.lstrip(":").split()[:2])
        yield TouchedFile(_from_folder(path, below), was, now)


def _from_folder(path: str, below: str) -> str:
    """A path of git's as seen from the folder that lies `below` git's top."""
    if path.startswith(below):
        return path.removeprefix(below)
    steps, others = below.rstrip("/").split("/"), path.split("/")
    same = 0
    while same < min(len(steps), len(others) - 1) and steps[same] == others[same]:
        same += 1
    return "../" * (len(steps) - same) + "/".join(others[same:])


def differing_paths(folder: Path, one: str, other: str) -> frozenset[str]:
    """The paths below the folder that differ between two commits or trees. Raises Unavailable."""
    said = git.run(
        folder, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", one, other, "--relative", "--",
    )  # fmt: skip
    return frozenset(said.decode("utf-8", "surrogateescape").split("\0")) - {""}


def same(folder: Path, one: str, other: str) -> bool:
    """Whether two commits hold the same files. Raises Unavailable."""
    return tree_of(folder, one) == tree_of(folder, other)


def any_differs(folder: Path, paths: Iterable[str]) -> bool:
    """Whether one of these files is not as the commit that is checked out has it."""
    words = ("status", "--porcelain", "-z", "--untracked-files=all")
    return bool(git.attempt(folder, *words, "--", *paths).stdout)


def stages(folder: Path) -> dict[str, dict[str, str]]:
    """Of each file that a merge waits for the ids of its contents by stage: 1 the common one, 2 ours, 3 theirs."""
    output = git.run(folder, "ls-files", "-z", "--unmerged")
    found: dict[str, dict[str, str]] = {}
    for line in output.decode("utf-8", "surrogateescape").split("\0"):
        facts, _, path = line.partition("\t")
        if path:
            _mode, oid, stage = facts.split()
            found.setdefault(path, {})[stage] = oid
    return found
