"""Which changed files a person means: by the id of a record, or by a path as it was typed, on Windows too."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kic.core.layout import ENDING, SETTINGS
from kic.core.near import near
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.repository.repository import Repository
from kic.repository.sharing.copy import Copy
from kic.repository.sharing.unsaved import unsaved
from kic.store.branches import id_of_path


def meant(repository: Repository, copy: Copy | None, words: Sequence[str]) -> tuple[str, ...]:
    """The paths from the root, one or several for each word; a file that was deleted can be named too.

    A record that is as it was recorded is left out where something else is named. Raises UsageError for what is
    neither a file nor a record, with the names that are near.
    """
    if not words:
        return ()
    differing = unsaved(repository.root, copy)
    changed = differing.changes
    paths = {*(each.path for each in changed), *(each.path for each in differing.left_out)}
    found: list[str] = []
    same: list[str] = []
    for word in words:
        if not word:  # as a variable that nobody set leaves it: it would be the whole folder
            raise UsageError(
                "The name is empty; name a file or a folder.",
                help="kic save without a path shows what differs.",
            )
        ids = [each.path for each in changed if _id(repository, each.path) == word.lower()]
        path = _path(repository.root, word)
        is_record = repository.snapshot.kind_of(word.lower()) is not None
        is_there = os.path.lexists(repository.root / path)
        if not (ids or is_there or is_record or any(_is_at(each, path) for each in paths)):
            raise _nothing_there(repository, word, paths)
        if not ids and is_record and not is_there:
            same.append(path)
        else:
            found += ids or [path]
    return tuple(dict.fromkeys(found or same))


def _is_at(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _nothing_there(repository: Repository, word: str, differing: Iterable[str]) -> UsageError:
    """That a word names nothing here, with the records and files that are near."""
    if os.path.lexists(word):
        return UsageError(
            "{path} does not lie in {folder}, so it is not recorded here.", path=word, folder=repository.root
        )
    paths = {*differing, *repository.snapshot.entries, SETTINGS, *_beside(repository.root, word)}
    of_name = {path.rpartition("/")[2]: path for path in sorted(paths)}
    close = (
        near(word.lower(), repository.snapshot.ids())
        or near(word, paths)
        or tuple(of_name[each] for each in near(word, of_name))
    )
    return UsageError(
        "There is no file and no record {path}.",
        help="Did you mean {names}?" if close else "kic save without a path shows what differs.",
        path=word,
        names=close,
    )


def _beside(root: Path, word: str) -> Iterator[str]:
    """The files in the folder in which a file with this name would lie."""
    folder = (root / _path(root, word)).parent
    if folder.is_dir():
        yield from (_from(os.path.abspath(root), str(each)) for each in folder.iterdir() if each.is_file())  # noqa: PTH100


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
