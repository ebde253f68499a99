"""The states of the concept's texts around the commits that carried amendments, from git.

A commit carries an amendment if the amendment's file arrived with it, on the line of what is checked out: a merge
counts as one. What is not committed yet counts as a last commit. One `git log` of the concept's folders and one
`git cat-file` answer for all elements.
"""

import datetime
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
from kic.store.load import read_entry

_PLACES = (
    "concept/concept.yaml",
    "concept/themes",
    "concept/recommendations",
    "concept/editions",
    "concept/amendments",
)


class Touch(NamedTuple):
    """A file that a commit changed: its contents' ids before and after (empty: it was not there), its path before."""

    before: str
    after: str
    path: str
    path_before: str


class Commit(NamedTuple):
    """A commit, its day and subject, and what it changed; the `first` that there is has no state before it here."""

    revision: str
    first: bool
    date: datetime.date
    subject: str
    touches: list[Touch]


def telling(root: Path, snapshot: Snapshot) -> Tell:
    """What `in_force` asks git with. Where git fails, it tells nothing, and the elements are named."""

    def tell(wanted: Mapping[str, tuple[str, ...]]) -> Mapping[str, Told]:
        try:
            return _told(root, snapshot, wanted)
        except Unavailable:
            return dict.fromkeys(wanted, text("git does not answer here"))

    return tell


def _told(root: Path, snapshot: Snapshot, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Told]:
    if not git.is_repository(root) or git.head(root) is None:
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
        else text("it came with the first commit that there is")
    )
    return {
        path: tuple(_step(snapshot, path, carried, contents, beginning) for carried in steps)
        for path, steps in found.items()
    }


def line_of(root: Path) -> tuple[Commit, ...]:
    """The commits on the line of HEAD that changed a text of the concept or an amendment, the newest first."""
    output = git.run(
        root, "log", "--first-parent", "-m", "-M", "--raw", "--no-abbrev", "--relative", "--no-color", "--no-ext-diff",
        "--no-textconv", "--encoding=UTF-8", "-z", "--format=%x01%H%x00%P%x00%cI%x00%s", "HEAD", "--", *_PLACES,
    )  # fmt: skip
    commits: list[Commit] = []
    tokens = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        head = token.removeprefix("\n")  # git sets one between the head and the list
        if head.startswith("\x01"):
            parents, moment, subject = next(tokens), next(tokens), next(tokens)
            day = datetime.datetime.fromisoformat(moment).date()
            commits.append(Commit(head[1:], not parents, day, subject, []))
        elif head.startswith(":"):
            _, _, before, after, status = head.split(" ")
            path_before = path = next(tokens)
            if status[0] in "RC":
                path = next(tokens)
            commits[-1].touches.append(Touch(_oid(before), _oid(after), path, path_before))
    return tuple(commits)


def _oid(spelled: str) -> str:
    return spelled if spelled.strip("0") else ""


def carriers_of(line: Sequence[Commit], homes: Mapping[str, str]) -> dict[str, Commit]:
    """The commit that each amendment arrived with, by its id; what is not committed yet has none.

    `homes` are the paths of the amendments' files.
    """
    found: dict[str, Commit] = {}
    paths = {path: id_ for id_, path in homes.items()}
    for commit in line:
        for touch in commit.touches:
            id_ = paths.get(touch.path)
            if id_ is None or id_ in found:
                continue
            if not touch.before:
                found[id_] = commit
            elif touch.path != touch.path_before:  # it was moved here
                paths[touch.path_before] = id_
    return found


class _Carried(NamedTuple):
    """Amendments that arrived with a change of an element; without a touch, one that is not committed yet."""

    amendments: frozenset[str]
    touch: Touch | None
    first: bool = False


def _steps(
    line: Sequence[Commit],
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
            steps.append(_Carried(frozenset(carried), touch, commit.first))
    return steps[::-1]


def touching(line: Sequence[Commit], path: str) -> Iterator[tuple[Commit, Touch]]:
    """The commits that changed a file, the newest first, under the paths that it had."""
    for commit in line:
        for touch in commit.touches:
            if touch.path == path:
                yield commit, touch
                path = touch.path_before
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
        before=entry_of(touch.path_before, contents.get(touch.before)),
        after=entry_of(touch.path, contents.get(touch.after)),
        beginning=beginning if carried.first else None,
    )


def entry_of(path: str, content: bytes | None) -> Entry | None:
    """A file as it stood in a commit; None where there was none."""
    return None if content is None else read_entry(path, content, KINDS, ())[0]
