"""What git's log says of commits: when, in which words, and which files they brought or took away."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kic.store import git
from kic.store.git_dates import moment


class LogEntry(NamedTuple):
    """A commit as the log tells it: its id, when it came into this history, its first line."""

    revision: str
    committed: datetime.datetime
    subject: str


def commits(folder: Path, span: str) -> tuple[LogEntry, ...]:
    """The commits of a span (`A..B`, or all up to one), the newest first. Raises Unavailable."""
    output = git.run(folder, "log", "-z", "--format=%H%x00%cI%x00%s", "--encoding=UTF-8", span, "--")
    words = output.decode("utf-8", "replace").split("\0")
    return tuple(
        LogEntry(revision.strip(), moment(when), subject)
        for revision, when, subject in zip(words[::3], words[1::3], words[2::3], strict=False)
    )


def messages(folder: Path, span: str) -> dict[str, bytes]:
    """The whole message of each commit of a span by its short id. Raises Unavailable."""
    output = git.run(folder, "log", "-z", "--format=%h%x00%B", "--encoding=UTF-8", span, "--")
    words = output.split(b"\0")
    return {
        name.decode("ascii", "replace").strip(): message
        for name, message in zip(words[::2], words[1::2], strict=False)
    }


def committed_on(folder: Path, revision: str) -> datetime.date:
    """The day on which a commit came into this history. Raises Unavailable."""
    said = git.run(folder, "show", "--no-patch", "--no-show-signature", "--format=%cI", revision, "--")
    return moment(said.decode("ascii", "replace")).date()


def newest_day(folder: Path) -> datetime.date | None:
    """The day of the commit that is checked out; None where there is none."""
    said = git.attempt(folder, "log", "--max-count=1", "--format=%cs", "HEAD", "--")
    try:
        return datetime.date.fromisoformat(said.stdout.decode("ascii", "replace").strip())
    except ValueError:
        return None


def last_until(folder: Path, second: int) -> str | None:
    """The newest commit of the line that HEAD stands on until a second since 1970; None where there is none."""
    if second <= 0:
        return None
    words = ("rev-list", "--max-count=1", "--first-parent", f"--min-age={second}", "HEAD", "--")
    return git.run(folder, *words).decode("ascii").strip() or None


class Origin(NamedTuple):
    """The commits that one was made on, and its first line."""

    parents: tuple[str, ...]
    subject: str


def origin(folder: Path, revision: str) -> Origin:
    """What a commit was made on. Raises Unavailable."""
    said = git.run(folder, "log", "--max-count=1", "--format=%P%x00%s", revision, "--")
    parents, _, subject = said.decode("utf-8", "replace").strip().partition("\0")
    return Origin(tuple(parents.split()), subject)


def newest_act(folder: Path) -> tuple[str, str]:
    """The newest line of what git remembers of HEAD: the commit that it went to, and what was done."""
    logged = git.attempt(folder, "log", "--walk-reflogs", "--max-count=1", "--format=%H%x00%gs", "HEAD", "--")
    revision, _, act = logged.stdout.decode("utf-8", "replace").strip().partition("\0")
    return revision, act


# -- files -----------------------------------------------------------------------------------------------


def brought_by(folder: Path, span: str, path: str) -> str | None:
    """Author, day and words of the first commit of a span that brought a file, the same after a rebase; else None."""
    said = git.attempt(
        folder, "log", "--no-show-signature", "--diff-filter=A", "--no-renames", "--format=%an%x00%aI%x00%s", span,
        "--", path,
    )  # fmt: skip
    lines = said.stdout.decode("utf-8", "replace").splitlines()
    return lines[-1] if said.returncode == 0 and lines else None


def first_with_new(folder: Path, span: str, below: str) -> str | None:
    """The first commit of a span that brought a file below a folder; None where none did."""
    said = git.attempt(
        folder, "log", "--reverse", "--topo-order", "--no-show-signature", "--diff-filter=A", "--no-renames",
        "--format=%H", span, "--", below,
    )  # fmt: skip
    found = said.stdout.decode("ascii", "replace").split()
    return found[0] if found and not said.returncode else None


class Removed(NamedTuple):
    """A file that a commit took away: its path, the id of its content, and the commit."""

    path: str
    oid: str
    revision: str


def removed(folder: Path, tip: str, *below: str) -> Iterator[Removed]:
    """Every file that the line of a tip once had below these folders, the newest first; none where git says no.

    What came by a merge counts as what the merge did; a file that was moved is no loss.
    """
    said = git.attempt(
        folder, "log", "--first-parent", "-m", "--diff-filter=D", "--find-renames", "--no-ext-diff", "--no-textconv",
        "--raw", "--no-abbrev", "--no-color", "-z", "--format=%x01%H", tip, "--", *below,
    )  # fmt: skip
    if said.returncode:
        return
    inside = git.prefix(folder)
    revision = ""
    for facts, path in _raw(said.stdout):
        if path is None:
            revision = facts.removeprefix("\x01")
        else:
            yield Removed(path.removeprefix(inside), facts.split()[2], revision)


class Passed(NamedTuple):
    """A content that a commit gave a file: the path, and the content as `kic.store.git.Item`."""

    path: str
    item: git.Item


def passed(folder: Path, span: str) -> Iterator[Passed]:
    """Every content that any commit of a span gave a file below the folder. Raises Unavailable."""
    output = git.run(
        folder, "log", "-m", "--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", "--relative",
        "--format=", span, "--",
    )  # fmt: skip
    for facts, path in _raw(output):
        if path is not None:
            _was, mode, _before, oid, _letter = facts.removeprefix(":").split()
            if oid.strip("0"):
                yield Passed(path, git.Item(int(mode, 8), oid))


def _raw(output: bytes) -> Iterator[tuple[str, str | None]]:
    """What `git log --raw -z` says in turn: a commit's own line (None), or the facts of a file and its path.

    A path goes with the facts before it, whatever it looks like: it may begin as facts do.
    """
    tokens = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        facts = token.lstrip("\n")
        if facts:
            yield facts, next(tokens) if facts.startswith(":") else None
