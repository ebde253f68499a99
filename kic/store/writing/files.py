"""The one place that writes files. Small, and swapped for a simulated disk by the tests.

Names are relative to a root, with `/`; an empty name is the root itself. Nothing here decides: every
call is one step that either happens or raises OSError, and what survives a power loss is only what was
synchronised: a file's content by `sync`, its name by `sync_folder`.
"""

# One line here is one system call, which pathlib would hide.
# ruff: noqa: PTH101, PTH102, PTH105, PTH106, PTH108, PTH116, PTH118, PTH123, PTH208
import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from kic.store.windows import long_path, patiently


class Disk(Protocol):
    """What writing needs of a file system."""

    def read(self, name: str) -> bytes | None:
        """The whole content; None where there is no file of this name."""

    def create(self, name: str, like: str | None = None) -> int:
        """A new empty file, open for writing; with the permissions of the file `like`, if that is given."""

    def write(self, handle: int, data: bytes) -> None:
        """All of the data."""

    def sync(self, handle: int) -> None:
        """The content so far survives a power loss."""

    def close(self, handle: int) -> None:
        """The handle is free again."""

    def rename(self, old: str, new: str) -> None:
        """The file has the new name, in one step; a file that had it is replaced."""

    def unlink(self, name: str) -> None:
        """The file is gone; it is no error if it was."""

    def mkdir(self, name: str) -> None:
        """The folder is there; it is no error if it was."""

    def rmdir(self, name: str) -> bool:
        """The folder is gone if it was empty; says whether it is."""

    def sync_folder(self, name: str) -> None:
        """The names in this folder survive a power loss. It is no error if the folder is not there."""

    def names(self, name: str) -> list[str]:
        """What a folder holds, sorted; empty where there is no such folder."""

    def is_folder(self, name: str) -> bool:
        """Whether a folder (not a link to one) has this name."""

    def is_link(self, name: str) -> bool:
        """Whether a link, or anything that is neither file nor folder, has this name."""


class Folder:
    """The real file system below a root."""

    __slots__ = ("_root",)

    def __init__(self, root: Path) -> None:
        self._root = os.fspath(root.absolute())

    def _path(self, name: str) -> str:
        return long_path(os.path.join(self._root, *name.split("/"))) if name else self._root

    def read(self, name: str) -> bytes | None:
        """See Disk."""
        try:
            handle = patiently(lambda: os.open(self._path(name), os.O_RDONLY | _FLAGS))
        except (FileNotFoundError, NotADirectoryError):
            return None
        with open(handle, "rb", buffering=0) as file:
            return file.readall()

    def create(self, name: str, like: str | None = None) -> int:
        """See Disk. What an interrupted operation left under this name is removed first."""
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError):
            patiently(lambda: os.unlink(path))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o666)
        if like is not None:
            try:
                _copy_permissions(self._path(like), path, handle)
            except BaseException:
                os.close(handle)
                raise
        return handle

    def write(self, handle: int, data: bytes) -> None:
        """See Disk. The system may write less than asked for; then the rest follows."""
        rest = memoryview(data)
        while rest:
            written = os.write(handle, rest)
            if written == 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            rest = rest[written:]

    def sync(self, handle: int) -> None:
        """See Disk. macOS writes to the medium only when asked with its own call."""
        if _FULL_SYNC is None:
            os.fsync(handle)
        else:
            import fcntl  # noqa: PLC0415  # not on Windows

            fcntl.fcntl(handle, _FULL_SYNC)

    def close(self, handle: int) -> None:
        """See Disk."""
        os.close(handle)

    def rename(self, old: str, new: str) -> None:
        """See Disk."""
        patiently(lambda: os.replace(self._path(old), self._path(new)))

    def unlink(self, name: str) -> None:
        """See Disk."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            patiently(lambda: os.unlink(self._path(name)))

    def mkdir(self, name: str) -> None:
        """See Disk."""
        with contextlib.suppress(FileExistsError):
            os.mkdir(self._path(name))

    def rmdir(self, name: str) -> bool:
        """See Disk."""
        try:
            os.rmdir(self._path(name))
        except OSError:
            return False
        return True

    def sync_folder(self, name: str) -> None:
        """See Disk. Windows has no such call and keeps names by itself."""
        if os.name == "nt":
            return
        try:
            handle = os.open(self._path(name), os.O_RDONLY | os.O_DIRECTORY | _FLAGS)
        except (FileNotFoundError, NotADirectoryError):
            return
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network file systems cannot; they keep names by themselves
                raise
        finally:
            os.close(handle)

    def names(self, name: str) -> list[str]:
        """See Disk."""
        try:
            return sorted(os.listdir(self._path(name)))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def is_folder(self, name: str) -> bool:
        """See Disk."""
        return stat.S_ISDIR(self._mode(name))

    def is_link(self, name: str) -> bool:
        """See Disk."""
        mode = self._mode(name)
        return mode != 0 and not stat.S_ISDIR(mode) and not stat.S_ISREG(mode)

    def _mode(self, name: str) -> int:
        try:
            return os.lstat(self._path(name)).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0


_FLAGS = (
    getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)  # links are never followed; O_BINARY is Windows' word for "as it is"

_FULL_SYNC: int | None = 51 if sys.platform == "darwin" else None
"""The number of F_FULLFSYNC."""

_ACL = "system.posix_acl_access"


def _copy_permissions(old: str, new: str, handle: int) -> None:
    """Mode and, on Linux, the access list: without it the mode alone could give a group more than it had."""
    mode = stat.S_IMODE(os.stat(old).st_mode)
    if os.name == "nt":
        os.chmod(new, mode)
        return
    os.fchmod(handle, mode)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # no list, or a file system without them
            os.setxattr(handle, _ACL, os.getxattr(old, _ACL))


def write_new(disk: Disk, name: str, data: bytes, like: str | None = None) -> None:
    """A new file whose content survives a power loss (its name only after `sync_folder`)."""
    handle = disk.create(name, like)
    try:
        disk.write(handle, data)
        disk.sync(handle)
    finally:
        disk.close(handle)


def digest(content: bytes | None) -> str | None:
    """SHA-256 of a file's content in hexadecimal; None where there is no file."""
    from hashlib import sha256  # noqa: PLC0415  # loads OpenSSL: 3 ms that looking does not pay

    return None if content is None else sha256(content).hexdigest()


def folder_of(name: str) -> str:
    """The folder that holds a file; empty for the root."""
    return name.rpartition("/")[0]


def folders_of(names: Iterable[str]) -> list[str]:
    """Every folder on the way to these files, the root (an empty name) included, the deepest first."""
    found = {""}
    for name in names:
        folder = folder_of(name)
        while folder:
            found.add(folder)
            folder = folder_of(folder)
    return sorted(found, key=lambda folder: (-folder.count("/") - bool(folder), folder))
