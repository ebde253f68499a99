"""Merging records for git: the driver's one step, the conflicts that wait, and how git is told of the driver."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kic.core.plan import Plan, WriteFile
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.errors import Refused, UsageError
from kic.store import git, git_settings
from kic.store.merging.conflicts import MARK, Open, both_sides, merge, open_conflicts, settled
from kic.store.merging.three_way import Conflict

_FORMER = "kic merge %O %A %B --path %P"
DRIVER = f"{_FORMER} || case $? in 1) exit 1 ;; *) git merge-file %A %O %B ;; esac"
"""What git runs: the common file, this side's (which gets the result), the other's, and its path.

Where the shell finds no kic, or that cannot do it, git merges lines: else this side's file would stay as if the other
had changed nothing.
"""


class Waiting(msgspec.Struct, frozen=True):
    """A conflict that waits in a file of the repository."""

    path: str
    record: str | None
    conflict: Open
    source: bytes

    def sides(self) -> tuple[Any, Any] | None:
        """The record with this side's words and with the other's, as plain values; None where it cannot be read."""
        try:
            return both_sides(self.source, self.conflict.line, self.path)
        except Refused:
            return None


def merge_files(
    base: Path, ours: Path, theirs: Path, path: str, words: Callable[[Conflict], str]
) -> tuple[Conflict, ...]:
    """Writes the merge of three files into the second one. Raises UsageError for one that is not there."""
    before, mine, others = (_read(each) for each in (base, ours, theirs))
    outcome = merge(before, mine, others, path, words)
    if outcome.source != mine:
        ours.write_bytes(outcome.source)  # git's own temporary file: it is git that puts it in place
    return outcome.conflicts


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError("There is no file {path}.", path=path) from None
    except IsADirectoryError:
        raise UsageError("{path} is a folder, not a file.", path=path) from None


def waiting(state: Snapshot) -> Iterator[Waiting]:
    """Every conflict that is marked in a record's file."""
    for entry in state:
        if MARK.encode() in entry.source:
            for each in open_conflicts(entry.source):
                yield Waiting(entry.path, entry.id, each, entry.source)


def waiting_in(where: str, state: Snapshot) -> list[Waiting]:
    """Those of a file, or of a record by its id in any case."""
    return [each for each in waiting(state) if where == each.path or where.lower() == each.record]


def left_to_git(root: Path, found: Sequence[Waiting]) -> tuple[str, ...]:
    """Paths that git still waits for without a conflict of kic's: one side took the file out, or it is settled."""
    if git.find_top(root) is None:
        return ()
    known = {each.path for each in found}
    return tuple(path for path in git.unmerged(root) if path not in known)


class Marked(msgspec.Struct, frozen=True):
    """A place at which git left its own marks: its line, and what the other side has there."""

    path: str
    record: str | None
    line: int
    other: str


def marked_by_git(state: Snapshot, path: str) -> tuple[Marked, ...]:
    """The marks in a record that git leaves where it was not told of the driver."""
    entry = state.entries.get(path)
    if entry is None or b"<<<<<<< " not in entry.source:
        return ()
    found: list[Marked] = []
    theirs: list[str] | None = None
    for number, line in enumerate(entry.source.decode("utf-8", "replace").split("\n"), 1):
        if line.startswith("<<<<<<< "):
            found.append(Marked(path, entry.id, number, ""))
        elif found and line.rstrip("\r") == "=======":
            theirs = []
        elif theirs is not None and line.startswith(">>>>>>> "):
            found[-1] = msgspec.structs.replace(found[-1], other="\n".join(theirs))
            theirs = None
        elif theirs is not None:
            theirs.append(line)
    return tuple(found)


def choice(state: Snapshot, path: str, line: int, *, other: bool) -> Plan:
    """The plan that settles one conflict: what stands in the file, or the other side's text."""
    source = settled(state.entries[path].source, line, theirs=other, path=path)
    title = text("Settle the conflict in line {line} of {path}", line=line, path=path)
    return Plan(title, (WriteFile(path, source),))


def driver(root: Path) -> str | None:
    """What git runs to merge records here; None where it was not told."""
    return git_settings.setting(root, "merge.kic.driver")


def is_told(root: Path) -> bool:
    """Whether git has a driver that kic leaves alone: its own as it is now, or another."""
    return driver(root) not in {None, _FORMER}


def tell_git(root: Path) -> bool:
    """Enters the driver in this clone's settings; whether that was needed. Another driver is left alone."""
    if is_told(root):
        return False
    git_settings.enter(root, "merge.kic.name", "kic: records, entry by entry")
    git_settings.enter(root, "merge.kic.driver", DRIVER)
    return True


def attributed(root: Path) -> bool:
    """Whether the repository asks for the driver for its records (`.gitattributes`)."""
    path = "concept/concept.yaml"
    return git_settings.attributes(root, [path], "merge").get(path, {}).get("merge") == "kic"
