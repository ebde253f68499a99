"""One writer at a time: an operating system's lock, which the kernel frees when the process dies."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from kic.core.refusals import reason_of
from kic.errors import Locked, Unavailable

WAIT = 10.0
"""Seconds that a command waits for another one to finish writing."""


@contextlib.contextmanager
def held(root: Path, *, wait: float = WAIT) -> Iterator[None]:
    """Holds `.kic/lock` below the root. Raises Locked, naming the holder, after `wait` seconds.

    Who holds it stands in a file beside it, which is only ever shown: the lock itself decides.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  # 50 ms that only a writing command pays

    folder = root / ".kic"
    lock = FileLock(folder / "lock")
    holder = folder / "lock.holder"
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise _locked(holder) from None
    except OSError as error:
        raise Unavailable(
            "The folder {path} cannot be written: {reason}",
            path=str(folder),
            reason=reason_of(error),
        ) from error
    try:
        with contextlib.suppress(OSError):
            holder.write_text(f"{os.getpid()} {_host()}", encoding="utf-8")
        yield
        with contextlib.suppress(OSError):
            holder.unlink()
    finally:
        lock.release()


def _locked(holder: Path) -> Locked:
    try:
        pid, _, host = holder.read_text(encoding="utf-8").partition(" ")
    except (OSError, UnicodeDecodeError):
        pid = host = ""
    if not pid or not host:
        return Locked("Another kic is writing here; nothing was written.")
    return Locked(
        "Another kic is writing here: process {process} on {host}; nothing was written.",
        process=pid,
        host=host,
    )


def _host() -> str:
    import platform  # noqa: PLC0415

    return platform.node() or "this machine"
