"""A file that is laid where a person said, such as a document or a sheet: whole, or as it was."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from kic.store.windows import patiently


def lay(path: Path, content: bytes) -> None:
    """Writes the file, its folders too. What lay there stays until the new content is complete; raises OSError.

    What is no usual file (a link, a pipe, a device) is written into, as it was meant.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        path.write_bytes(content)
        return
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    handle, name = tempfile.mkstemp(prefix=".kic-", suffix=".tmp", dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  # a handle
            file.write(content)
        Path(name).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_masked())
        patiently(lambda: os.replace(name, path))  # noqa: PTH105  # one system call
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def lay_new(path: Path, content: bytes) -> None:
    """As `lay` where nothing lies yet; raises FileExistsError where something does, and leaves nothing half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = path.open("xb")
    try:
        with stream:
            stream.write(content)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return None


def _masked() -> int:
    """What the system takes from the rights of new files; it tells only while it is set."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
