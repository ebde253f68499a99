"""What git keeps beside the state: files of the repository that are no settings, records or templates.

A letter that was saved at the root and added to git is one. Files that git ignores or does not know are none.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from kic.core.layout import is_of_state
from kic.core.plain_file import LARGEST, is_text
from kic.store import git
from kic.store.paths import encodable


def in_index(root: Path) -> tuple[str, ...]:
    """The files beside the state that the next commit would hold, sorted."""
    return _beside(git.index(root))


def in_commit(root: Path, revision: str) -> tuple[str, ...]:
    """The files beside the state that a commit holds, sorted."""
    return _beside(git.listing(root, revision))


def _beside(files: Mapping[str, git.Item]) -> tuple[str, ...]:
    no_files = (git.SYMLINK, git.SUBMODULE)
    return tuple(
        sorted(
            path
            for path, item in files.items()
            if not is_of_state(path) and item.mode not in no_files and encodable(path)
        )
    )


def texts(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """What these files of a work tree hold now; without those that are gone, too large or no text."""
    linked: dict[str, bool] = {}
    found = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in linked:
            linked[folder] = _through_link(root, folder)
        content = None if linked[folder] else _read(root / path)
        if content is not None and is_text(content):
            found[path] = content
    return found


def texts_of_commit(root: Path, revision: str, paths: Iterable[str]) -> dict[str, bytes]:
    """What these files hold at a commit; without those that are too large or no text."""
    wanted = tuple(paths)
    files = git.listing(root, revision, *wanted) if wanted else {}
    oids = {path: files[path].oid for path in wanted if path in files}
    contents = git.blobs(root, oids.values())
    return {path: contents[oid] for path, oid in oids.items() if is_text(contents[oid])}


def _through_link(root: Path, folder: str) -> bool:
    """Whether a folder is reached through a symbolic link, which may lead anywhere."""
    steps = folder.split("/") if folder else []
    return any((root / "/".join(steps[: depth + 1])).is_symlink() for depth in range(len(steps)))


def _read(path: Path) -> bytes | None:
    """A regular file's bytes; None where there is none, it is too large, or it cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe that lies in its place is not waited for
    try:
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123  # a handle
            said = os.fstat(file.fileno())
            return file.read() if stat.S_ISREG(said.st_mode) and said.st_size <= LARGEST else None
    except OSError:
        return None
