"""What git keeps beside the state: files of the repository that are no settings, records or templates.

A letter that was saved at the root and added to git is one. Files that git ignores or does not know are none.
"""

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from kic.core.layout import is_of_state
from kic.core.plain_file import LARGEST, Closed, held
from kic.store import git
from kic.store.paths import encodable, printable


def in_index(root: Path) -> dict[str, str]:
    """The files beside the state that the next commit would hold, as `_beside`."""
    return _beside(git.index(root))


def in_commit(root: Path, revision: str) -> dict[str, str]:
    """The files beside the state that a commit holds, as `_beside`."""
    return _beside(git.listing(root, revision))


def _beside(files: Mapping[str, git.Item]) -> dict[str, str]:
    """Path by path as it is shown, sorted: of a name that is no UTF-8, as old archives leave, the bytes are spelled."""
    no_files = (git.SYMLINK, git.SUBMODULE)
    kept = (path for path, item in files.items() if not is_of_state(path) and item.mode not in no_files)
    return dict(sorted((path if encodable(path) else printable(path), path) for path in kept))


def contents(root: Path, paths: Mapping[str, str]) -> dict[str, bytes | Closed]:
    """What these files (`_beside`) of a work tree hold now, as `held`; without those that are gone, and pictures."""
    linked: dict[str, bool] = {}
    found: dict[str, bytes | Closed] = {}
    for shown, path in paths.items():
        folder = path.rpartition("/")[0]
        if folder not in linked:
            linked[folder] = _through_link(root, folder)
        content = None if linked[folder] else _read(root / path)
        if content is not None:
            found[shown] = content
    return found


def contents_of_commit(root: Path, revision: str, paths: Mapping[str, str]) -> dict[str, bytes | Closed]:
    """What these files (`_beside`) hold at a commit, as `held`; without pictures."""
    files = git.listing(root, revision) if paths else {}  # they may be more than a command line holds
    oids = {shown: files[path].oid for shown, path in paths.items() if path in files}
    sizes = git.sizes(root, oids.values())  # asked first, so that nothing huge is read only to be dropped
    large = {oid for oid in oids.values() if sizes.get(oid, 0) > LARGEST}
    whole = git.blobs(root, (oid for oid in oids.values() if oid not in large))
    known = {oid: held(content) for oid, content in whole.items()}
    known |= {oid: held(git.beginning(root, oid, LARGEST + 1)) for oid in large}
    return {shown: said for shown, oid in oids.items() if (said := known[oid]) is not None}


_GONE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENXIO, errno.EINVAL)
"""Nothing is there, or something that git would not keep as this file: a folder, a link, a socket, an odd name."""


def _through_link(root: Path, folder: str) -> bool:
    """Whether a folder is reached through a symbolic link, which may lead anywhere."""
    steps = folder.split("/") if folder else []
    return any((root / "/".join(steps[: depth + 1])).is_symlink() for depth in range(len(steps)))


def _read(path: Path) -> bytes | Closed | None:
    """What a regular file holds; None where there is none any more, and of a picture."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe that lies in its place is not waited for
    try:
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123  # a handle
            regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            return held(file.read(LARGEST + 1)) if regular else None
    except OSError as error:
        return None if error.errno in _GONE else Closed.UNREADABLE
