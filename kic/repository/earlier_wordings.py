"""The states of the concept's texts around the commits that carried amendments, from git.

A commit carries an amendment if the amendment's file arrived with it, on the line of what is checked out: a merge
counts as one. What is not recorded yet counts as a last commit. One `git log` of the concept's folders and one
`git cat-file` answer for all elements.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.chapters import KINDS
from kic.domain.in_force.wordings import Step, Tell, Told
from kic.domain.revisions import Amendment
from kic.errors import Unavailable
from kic.store import git
from kic.store.reading.load import read_entry

_PLACES = (
    "concept/concept.yaml",
    "concept/themes",
    "concept/recommendations",
    "concept/editions",
    "concept/amendments",
)


def telling(root: Path, snapshot: Snapshot) -> Tell:
    """What `in_force` asks git with. Where git fails, it tells nothing, and the elements are named."""

    def tell(wanted: Mapping[str, tuple[str, ...]]) -> Mapping[str, Told]:
        try:
            return _told(root, snapshot, wanted)
        except Unavailable:
            return dict.fromkeys(wanted, text("git does not answer here"))

    return tell


def _told(root: Path, snapshot: Snapshot, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Told]:
    if git.work_tree_head(root) is None:
        return dict.fromkeys(wanted, text("this repository is not in git"))
    line = line_of(root)
    asked = {each for ids in wanted.values() for each in ids}
    homes = {each.id: snapshot.entry(each).path for each in snapshot.all(Amendment) if each.id in asked}
    carriers = {id_: commit.revision for id_, commit in carriers_of(line, homes).items()}
    found = {path: _steps(line, carriers, path, ids, snapshot.committed) for path, ids in wanted.items()}
    touches = [carried.touch for steps in found.values() for carried in steps if carried.touch is not None]
    oids = {oid for touch in touches for oid in (touch.before, touch.after) if oid}
    contents = git.blobs(root, sorted(oids))
    beginning = (
        text("the history of this clone is cut off")
        if git.shallow(root)
        else text("it came with the first state that was recorded")
    )
    return {
        path: tuple(_step(snapshot, path, carried, contents, beginning) for carried in steps)
        for path, steps in found.items()
    }


def line_of(root: Path) -> tuple[git.Step, ...]:
    """The commits on the line of HEAD that changed a text of the concept or an amendment, the newest first."""
    return tuple(git.steps(root, _PLACES, first_parent=True, renames=True))


def carriers_of(line: Sequence[git.Step], homes: Mapping[str, str]) -> dict[str, git.Step]:
    """The commit that each amendment arrived with, by its id; what is not recorded yet has none.

    `homes` are the paths of the amendments' files.
    """
    found: dict[str, git.Step] = {}
    paths = {path: id_ for id_, path in homes.items()}
    for commit in line:
        for touch in commit.touched:
            id_ = paths.get(touch.path)
            if id_ is None or id_ in found:
                continue
            if not touch.before:
                found[id_] = commit
            elif touch.path_before is not None:  # it was moved here
                paths[touch.path_before] = id_
    return found


class _Carried(NamedTuple):
    """Amendments that arrived with a change of an element; without a touch, one that is not recorded yet."""

    amendments: frozenset[str]
    touch: git.Touch | None
    first: bool = False


def _steps(
    line: Sequence[git.Step],
    carriers: Mapping[str, str],
    path: str,
    ids: tuple[str, ...],
    pending: Snapshot | None,
) -> list[_Carried]:
    """The commits with which the amendments of one element arrived and that changed it, the oldest first."""
    by_commit: dict[str, set[str]] = {}
    for id_ in ids:
        by_commit.setdefault(carriers.get(id_, ""), set()).add(id_)
    steps: list[_Carried] = []
    touched = list(touching(line, path))
    changed = not touched or (pending is not None and path in pending.entries)
    if "" in by_commit and changed:
        steps.append(_Carried(frozenset(by_commit[""]), None))
    for commit, touch in touched:
        carried = by_commit.get(commit.revision)
        if carried:
            steps.append(_Carried(frozenset(carried), touch, not commit.parents))
    return steps[::-1]


def touching(line: Sequence[git.Step], path: str) -> Iterator[tuple[git.Step, git.Touch]]:
    """The commits that changed a file, the newest first, under the paths that it had."""
    for commit in line:
        for touch in commit.touched:
            if touch.path == path:
                yield commit, touch
                path = touch.path_before or path
                break


def _step(
    snapshot: Snapshot, path: str, carried: _Carried, contents: Mapping[str, bytes], beginning: Text
) -> Step:
    ids, touch = carried.amendments, carried.touch
    if touch is None:
        before = snapshot.committed.entries.get(path) if snapshot.committed is not None else None
        return Step(amendments=ids, before=before, after=snapshot.entries[path])
    return Step(
        amendments=ids,
        before=entry_before(touch, contents),
        after=entry_after(touch, contents),
        beginning=beginning if carried.first else None,
    )


def entry_before(touch: git.Touch, contents: Mapping[str, bytes]) -> Entry | None:
    """A file as it stood before a commit touched it; None where there was none."""
    return _entry(touch.path_before or touch.path, touch.before, contents)


def entry_after(touch: git.Touch, contents: Mapping[str, bytes]) -> Entry | None:
    """A file as a commit left it; None where it was taken away."""
    return _entry(touch.path, touch.after, contents)


def _entry(path: str, oid: str | None, contents: Mapping[str, bytes]) -> Entry | None:
    return read_entry(path, contents[oid], KINDS, ())[0] if oid is not None else None
