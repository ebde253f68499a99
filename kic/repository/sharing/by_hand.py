"""Files that somebody changed or deleted by hand, and what was recorded of them last."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kic.core.layout import ENDING
from kic.core.plan import Change
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.store import git
from kic.store.branches import id_of_path


def recorded_again(root: Path, named: Sequence[str]) -> tuple[Change, ...]:
    """The changes that give these files, and those of folders or records, what was recorded last.

    Raises UsageError for what was never recorded: to take it away would lose it.
    """
    held: dict[str, str] = {}
    for name in named:
        for path in _spellings(root, name):
            found = git.head_tree(root, path) or {}
            if found:
                held |= found
                break
        else:
            of_record = _of_record(root, name)
            if not of_record:
                raise UsageError("{path} was never recorded, so there is nothing to go back to.", path=name)
            held |= of_record
    contents = git.blobs(root, held.values())
    changes = []
    for path, oid in sorted(held.items()):
        file = root / path
        now = file.read_bytes() if file.is_file() else None
        if now != contents[oid]:
            changes.append(Change(path, now, contents[oid]))
    return tuple(changes)


def _of_record(root: Path, name: str) -> dict[str, str]:
    """The file that was recorded of the record with this id."""
    everything = git.head_tree(root) or {}
    return {
        path: oid
        for path, oid in everything.items()
        if path.endswith(ENDING) and id_of_path(path, KINDS) == name.lower()
    }


def _spellings(root: Path, name: str) -> Iterator[str]:
    """The path in the repository that is meant from here, or from its root; the file may be gone."""
    spelled = name.replace("\\", "/")
    for start in (Path(), root):
        path = Path(os.path.abspath(start / spelled))  # noqa: PTH100  # resolve() would follow links
        if path != root and path.is_relative_to(root):
            yield path.relative_to(root).as_posix()
