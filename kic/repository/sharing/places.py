"""Which changed files a person means: by the id of a record, or by a path as it was typed, on Windows too."""

import os
from collections.abc import Sequence
from pathlib import Path

from kic.core.layout import ENDING
from kic.domain.chapters import KINDS
from kic.repository.repository import Repository
from kic.repository.sharing.copy import Copy
from kic.repository.sharing.unsaved import unsaved
from kic.store.branches import id_of_path


def meant(repository: Repository, copy: Copy | None, words: Sequence[str]) -> tuple[str, ...]:
    """The paths from the root, one or several for each word; a file that was deleted can be named too.

    What names nothing is given back as a path, of which `unsaved` then says that nothing differs there. A record that
    is as it was recorded is left out where something else is named.
    """
    if not words:
        return ()
    changed = unsaved(repository.root, copy).changes
    found: list[str] = []
    same: list[str] = []
    for word in words:
        ids = [each.path for each in changed if _id(repository, each.path) == word.lower()]
        path = _path(repository.root, word)
        is_record = repository.snapshot.kind_of(word.lower()) is not None
        if not ids and is_record and not os.path.lexists(repository.root / path):
            same.append(path)
        else:
            found += ids or [path]
    return tuple(dict.fromkeys(found or same))


def _id(repository: Repository, path: str) -> str | None:
    entry = repository.snapshot.entries.get(path)
    if entry is not None and entry.id:
        return entry.id
    return id_of_path(path, KINDS) if path.endswith(ENDING) else None


def _path(root: Path, word: str) -> str:
    """A path as the repository spells it: seen from the current folder, else from the root."""
    top = os.path.abspath(root)  # noqa: PTH100  # resolve() would follow links
    spellings = [word, word.replace("\\", "/")] if "\\" in word else [word]
    for spelling in spellings:
        for start in ("", top):
            full = os.path.abspath(os.path.join(start, spelling))  # noqa: PTH100, PTH118
            inside = full == top or full.startswith(top + os.sep)
            if inside and os.path.lexists(full):
                return _from(top, full)
    return spellings[-1].strip("/")


def _from(top: str, full: str) -> str:
    relative = os.path.relpath(full, top).replace(os.sep, "/")
    return "" if relative == "." else relative
