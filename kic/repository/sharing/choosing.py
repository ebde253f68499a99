"""Files that a merge waits for and that hold no marks of kic's: one side took them out, or they are no records.

A record in which both sides changed the same carries the other side's text in it (`kic.store.merging.conflicts`). Where
git could not run kic's driver, the records are merged here, so that no side's text is ever missing from a file; a merge
that git was told by itself leaves them as this side's, and then they wait too.
"""

import enum
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kic.core.layout import ENDING
from kic.errors import Refused
from kic.repository.sharing.failures import failure
from kic.store import git
from kic.store.git_acting import act
from kic.store.git_differences import stages
from kic.store.merging.conflicts import MARK, Words, merge


class Side(enum.Enum):
    """What happened to a file that waits."""

    REMOVED_HERE = "removed-here"
    REMOVED_THERE = "removed-there"
    BOTH = "both"
    UNJOINED = "unjoined"
    """Both changed a record, and its file is still this side's: git could not start what merges records."""


class Undecided(msgspec.Struct, frozen=True):
    """A file that waits to be chosen as a whole."""

    path: str
    side: Side


_GIT_MARK = b"<<<<<<< "


def undecided(root: Path) -> tuple[Undecided, ...]:
    """Every file of a merge that has to be chosen as a whole, by path (seen from the root)."""
    found = []
    for path, oids in sorted(stages(root).items()):
        if "2" not in oids or "3" not in oids:
            found.append(Undecided(path, Side.REMOVED_HERE if "2" not in oids else Side.REMOVED_THERE))
        elif not path.endswith(ENDING) and _is_open(root / path):
            found.append(Undecided(path, Side.BOTH))
        elif path.endswith(ENDING) and _is_unjoined(root, path, oids):
            found.append(Undecided(path, Side.UNJOINED))
    return tuple(found)


def _is_unjoined(root: Path, path: str, oids: Mapping[str, str]) -> bool:
    """Whether a file is this side's, and a merge would have put something of the other side into it."""
    try:
        content = (root / path).read_bytes()
    except OSError:
        return False
    base, ours, theirs = _sides(root, oids)
    if _bare(content) != _bare(ours):
        return False
    try:
        return _bare(merge(base, ours, theirs, path, lambda _conflict: "").source) != _bare(ours)
    except Refused:
        return True


def _sides(root: Path, oids: Mapping[str, str]) -> tuple[bytes, bytes, bytes]:
    """The common content of a file, this side's and the other's; empty where there is none."""
    read = git.blobs(root, oids.values())
    base, ours, theirs = (read[oids[each]] if each in oids else b"" for each in "123")
    return base, ours, theirs


def _bare(content: bytes) -> bytes:
    """A content without what git and kic make alike: how its lines end, and whether the last one does."""
    return content.replace(b"\r\n", b"\n").rstrip(b"\n")


def _is_open(path: Path) -> bool:
    """Whether git's marks are in a text; of what is no text nobody can tell, so it has to be chosen."""
    try:
        content = path.read_bytes()
    except OSError:
        return True
    return b"\0" in content or any(line.startswith(_GIT_MARK) for line in content.split(b"\n"))


def decide(root: Path, one: Undecided, *, keep: bool) -> None:
    """What this side has counts (`keep`), or what the other has: the file stays, goes or is replaced. Unavailable."""
    if one.side in (Side.BOTH, Side.UNJOINED):
        _do(root, "checkout", "--quiet", "--ours" if keep else "--theirs", "--", one.path)
    _do(root, *(("rm", "--quiet", "--force") if goes(one, keep=keep) else ("add",)), "--", one.path)


def goes(one: Undecided, *, keep: bool) -> bool:
    """Whether the file is taken out by this choice."""
    return one.side is (Side.REMOVED_HERE if keep else Side.REMOVED_THERE)


def chosen(root: Path, path: str) -> None:
    """Tells git of a choice that has left a record as this side had it: it is not as if nothing had been joined."""
    if Undecided(path, Side.UNJOINED) in undecided(root):
        _do(root, "add", "--", path)


def finish_records(root: Path, words: Words) -> None:
    """Merges the records that git has left without any mark. Raises Refused for one that is no UTF-8."""
    for path, oids in stages(root).items():
        if "2" not in oids or "3" not in oids or not path.endswith(ENDING) or _is_marked(root / path):
            continue
        base, ours, theirs = _sides(root, oids)
        try:
            outcome = merge(base, ours, theirs, path, words)
        except Refused as error:
            raise Refused(
                "{path} cannot be joined with what others have sent, as one of both is no UTF-8; all is as it was.",
                help="Save the file as UTF-8, kic save, and kic get again.",
                path=path,
            ) from error
        (root / path).write_bytes(outcome.source)
        if not outcome.conflicts:
            _do(root, "add", "--", path)


def _is_marked(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return MARK.encode() in content or _GIT_MARK in content


def _do(root: Path, *arguments: str) -> None:
    done = act(root, *arguments)
    if done.returncode:
        raise failure(done)
