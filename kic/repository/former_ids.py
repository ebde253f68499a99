"""Ids that records of the concept had in former times, from the renames that git knows: their addresses lead on."""

from pathlib import Path, PurePosixPath

from kic.core.snapshot import Snapshot
from kic.documents.site.page import Moved
from kic.errors import Unavailable
from kic.repository.earlier_wordings import line_of
from kic.store import git


def moved(root: Path, snapshot: Snapshot) -> tuple[Moved, ...]:
    """Every former id of a record that is there, the newest change first; nothing where git does not answer.

    A file's name is its id. An id that a record has today is not a former one.
    """
    try:
        if git.work_tree_head(root) is None:
            return ()
        line = line_of(root)
    except Unavailable:
        return ()
    now: dict[str, str] = {}
    found: dict[str, str] = {}
    for commit in line:
        for touch in commit.touched:
            if touch.path_before is None:
                continue
            path = now.setdefault(touch.path_before, now.get(touch.path, touch.path))
            entry = snapshot.entries.get(path)
            before = PurePosixPath(touch.path_before).stem
            if entry is not None and entry.id and before != entry.id and snapshot.kind_of(before) is None:
                found.setdefault(before, entry.id)
    return tuple(Moved(before, after) for before, after in found.items())
