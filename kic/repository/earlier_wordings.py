"""The states of the concept's texts around the commits that carried amendments, from git.

A commit carries an amendment if the amendment's file arrived with it, on the line of what is checked out: a merge
counts as one. What is not committed yet counts as a last commit. One `git log` of the concept's folders and one
`git cat-file` answer for all elements.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.chapters import KINDS
from kic.domain.in_force.wordings import Step, Tell, Told
from kic.domain.revisions import Amendment
from kic.store import git
from kic.store.load import read_entry

_PLACES = (
    "concept/concept.yaml",
    "concept/themes",
    "concept/recommendations",
    "concept/editions",
    "concept/amendments",
)
_NOTHING = frozenset("0")


class Touch(NamedTuple):
    """A file that a commit changed: its contents' ids before and after (empty: it was not there), its path before."""

    commit: str
    before: str
    after: str
    path: str
    path_before: str


class Line(NamedTuple):
    """The commits of a line, the newest first: which have no parent here, and what each changed."""

    first: frozenset[str]
    touches: tuple[tuple[Touch, ...], ...]


def telling(root: Path, snapshot: Snapshot) -> Tell:
    """What `in_force` asks git with."""
    return lambda wanted: _told(root, snapshot, wanted)


def _told(root: Path, snapshot: Snapshot, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Told]:
    if not git.is_repository(root) or git.head(root) is None:
        return dict.fromkeys(wanted, text("this repository is not in git"))
    line = line_of(root, _PLACES)
    asked = {each for ids in wanted.values() for each in ids}
    homes = {each.id: snapshot.entry(each).path for each in snapshot.all(Amendment) if each.id in asked}
    carriers = _carriers(line, homes)
    cut_off = git.shallow(root)
    pending = snapshot.committed
    found = {path: _steps(line, carriers, path, ids, pending) for path, ids in wanted.items()}
    oids = {
        oid
        for steps in found.values()
        if not isinstance(steps, Text)
        for _, touch in steps
        for oid in ((touch.before, touch.after) if touch is not None else ())
        if oid
    }
    contents = git.blobs(root, sorted(oids))
    told: dict[str, Told] = {}
    for path, steps in found.items():
        if isinstance(steps, Text):
            told[path] = text("the history of this clone is cut off") if cut_off else steps
        else:
            told[path] = tuple(_step(snapshot, path, ids, touch, contents) for ids, touch in steps)
    return told


def line_of(root: Path, places: Iterable[str]) -> Line:
    """What each commit on the line of HEAD changed below these places, the newest first."""
    output = git.run(
        root, "log", "--first-parent", "-m", "-M", "--raw", "--no-abbrev", "--relative", "--no-color",
        "--no-ext-diff", "--no-textconv", "-z", "--format=%x01%H %P", "HEAD", "--", *places,
    )  # fmt: skip
    first: set[str] = set()
    touches: list[tuple[Touch, ...]] = []
    of_commit: list[Touch] = []
    commit = ""
    tokens = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        token = token.removeprefix("\n")  # noqa: PLW2901  # git sets one between the head and the list
        if token.startswith("\x01"):
            if of_commit:
                touches.append(tuple(of_commit))
                of_commit = []
            commit, _, parents = token[1:].partition(" ")
            if not parents.strip():
                first.add(commit)
        elif token.startswith(":"):
            _, _, before, after, status = token.split(" ")
            path_before = path = next(tokens)
            if status[0] in "RC":
                path = next(tokens)
            of_commit.append(
                Touch(
                    commit,
                    "" if frozenset(before) == _NOTHING else before,
                    "" if frozenset(after) == _NOTHING else after,
                    path,
                    path_before,
                )
            )
    if of_commit:
        touches.append(tuple(of_commit))
    return Line(frozenset(first), tuple(touches))


def _carriers(line: Line, homes: Mapping[str, str]) -> dict[str, str]:
    """The commit that each amendment arrived with, by its id; what is not committed yet has none."""
    found: dict[str, str] = {}
    paths = {path: id_ for id_, path in homes.items()}
    for touches in line.touches:
        for touch in touches:
            id_ = paths.get(touch.path)
            if id_ is None or id_ in found:
                continue
            if not touch.before:
                found[id_] = touch.commit
            elif touch.path != touch.path_before:  # it was moved here
                paths[touch.path_before] = id_
    return found


_Steps = list[tuple[frozenset[str], Touch | None]] | Text


def _steps(
    line: Line, carriers: Mapping[str, str], path: str, ids: tuple[str, ...], pending: Snapshot | None
) -> _Steps:
    """The commits with which the amendments of one element arrived and that changed it, the oldest first.

    A step without a touch is what is not committed yet.
    """
    by_commit: dict[str, set[str]] = {}
    for id_ in ids:
        by_commit.setdefault(carriers.get(id_, ""), set()).add(id_)
    steps: list[tuple[frozenset[str], Touch | None]] = []
    changed = pending is not None and path in pending.entries
    new = not any(touch.path == path for touches in line.touches for touch in touches)
    if "" in by_commit and (changed or new):
        steps.append((frozenset(by_commit[""]), None))
    here = path
    for touches in line.touches:
        for touch in touches:
            if touch.path != here:
                continue
            carried = by_commit.get(touch.commit)
            if carried:
                if touch.commit in line.first:
                    return text("it came with the first commit that there is")
                steps.append((frozenset(carried), touch))
            here = touch.path_before
            break
    return steps[::-1]


def _step(
    snapshot: Snapshot,
    path: str,
    ids: frozenset[str],
    touch: Touch | None,
    contents: Mapping[str, bytes],
) -> Step:
    if touch is None:
        before = snapshot.committed.entries.get(path) if snapshot.committed is not None else None
        return Step(amendments=ids, before=before, after=snapshot.entries[path])
    return Step(
        amendments=ids,
        before=_entry(touch.path_before, contents.get(touch.before)),
        after=_entry(touch.path, contents.get(touch.after)),
    )


def _entry(path: str, content: bytes | None) -> Entry | None:
    return None if content is None else read_entry(path, content, KINDS, ())[0]
