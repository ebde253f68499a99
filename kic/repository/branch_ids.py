"""What git tells of ids that a change brings: who else took them, and who had them before.

Nothing is asked where a change brings no id. Branches are read as trees, and only contents that can hold such an id.
"""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from kic.core.diagnostic import Diagnostic
from kic.core.layout import ENDING, PUBLISHED, RECORD_FOLDERS
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.errors import Unavailable
from kic.repository.id_laws import (
    Gone,
    New,
    Other,
    new_ids,
    past_not_seen,
    published_changed,
    reused,
    taken_twice,
)
from kic.repository.terms_on_the_way import changed_after_marks
from kic.store import git, git_log, git_refs
from kic.store.branches import Branch, apart, files_of, id_of_path
from kic.store.reading.committed import same_content

_FOLDERS = tuple(each.rstrip("/") for each in RECORD_FOLDERS)


def beyond_two_states(  # a change, and the day
    root: Path, after: Snapshot, base: str, tip: str, today: datetime.date, revision: str | None = None
) -> list[Diagnostic]:
    """Findings of the change from `base`, to the branch at `tip`, that no two states alone tell.

    `revision` is where the change ends; None is the work tree.
    """
    before = after.committed
    if before is None:
        return []
    found = list(_published(root, before, after, base))
    found += changed_after_marks(root, after, base, revision or "HEAD", today)
    new = new_ids(before, after)
    if new:
        found += taken_twice(new, _others(root, after, new, tip, revision or "HEAD"))
        found += reused(new, _gone(root, new, tip))
        if git.shallow(root):
            found.append(past_not_seen())
    return found


def _published(root: Path, before: Snapshot, after: Snapshot, base: str) -> Iterator[Diagnostic]:
    if any(path.startswith(PUBLISHED) for path in before.files):
        yield from published_changed(after, git.tree(root, base, PUBLISHED))


# -- other branches --------------------------------------------------------------------------------------


def _others(root: Path, after: Snapshot, new: dict[str, New], tip: str, head: str) -> Iterator[Other]:
    """Files of branches that hold an id of the change and did not come to both from one commit."""
    known = apart(root, head)
    if tip not in {each.tip for each in known}:
        known = (*known, Branch(tip[:10], tip))
    names = {each.tip: [b.name for b in known if b.tip == each.tip] for each in known}
    parted: dict[str, str | None] = {}
    files = files_of(root, names, *_FOLDERS)
    with_parts = any(each.part is not None for each in new.values())
    waiting: list[tuple[str, str, set[str]]] = []
    for path, contents in files.items():
        named = id_of_path(path, KINDS)
        if not path.endswith(ENDING) or (named not in new and not (with_parts or named is None)):
            continue
        here = after.entries.get(path)
        waiting += [
            (path, oid, tips)
            for oid, tips in contents.items()
            if here is None or not same_content(here.source, oid)
        ]
    read = git.blobs(root, (oid for _, oid, _ in waiting))
    for path, oid, tips in waiting:
        content = read[oid]
        ids = [id_ for id_ in new if id_.encode() in content]
        if not ids:
            continue
        strange = {each for each in tips if not _came_together(root, head, each, path, ids, parted)}
        if strange:
            named_so = tuple(sorted(name for each in strange for name in names[each]))
            yield Other(named_so, path, content, tip in strange)


def _came_together(
    root: Path, head: str, tip: str, path: str, ids: Sequence[str], parted: dict[str, str | None]
) -> bool:
    """Whether a record of both branches is one: their common commit has it, or one commit brought it to both."""
    if tip not in parted:
        parted[tip] = git_refs.parting(root, head, tip)
    common = parted[tip]
    if common is not None:
        was = git.content(root, common, path)
        if was is not None and all(each.encode() in was for each in ids):
            return True
    spans = (each if common is None else f"{common}..{each}" for each in (head, tip))
    here, there = (git_log.brought_by(root, span, path) for span in spans)
    return here is not None and here == there


# -- the past --------------------------------------------------------------------------------------------


def _gone(root: Path, new: dict[str, New], tip: str) -> Iterator[Gone]:
    """Files of the new ids' names that the base's history once had: one `git log` for all of them.

    What the base branch itself held counts, not the way of a branch that was merged; a file that was moved is no loss.
    """
    wanted = [each for each in git_log.removed(root, tip, *_FOLDERS) if id_of_path(each.path, KINDS) in new]
    try:
        read = git.blobs(root, (each.oid for each in wanted))
    except Unavailable:
        return  # a partial clone
    for each in wanted:
        yield Gone(each.path, read[each.oid], each.revision)
