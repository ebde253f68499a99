"""Record files read ahead by a second process, while this one still imports what is to judge them.

A short command spends a third of its time on importing modules and a fifth on parsing files, and neither needs the
other. Where the system has `fork` and a second core, a child parses the files, the last one first; whoever loads the
state goes through them from the first one and takes over what has arrived. Of a long way each goes a half: they meet
in the middle.

What is handed over is nothing but what `kic.store.reading.syntax.quick` makes of exactly these bytes. So no finding
depends on whether there is a child, how far it gets, or what it saw of files that others are writing.
"""

import contextlib
import marshal
import os
import sys
from pathlib import Path
from typing import NoReturn

from kic.core.layout import ENDING
from kic.core.plan import Plain
from kic.core.undisturbed import undisturbed
from kic.store.reading import syntax
from kic.store.reading.sources import Source, WorkTree
from kic.store.reading.syntax import UNREAD

_BATCH = 16
"""So many files are handed over together: often enough that hardly one is parsed twice."""
_ROOM = 1 << 20
"""How many bytes a pipe is to hold, where the system allows it; else it holds 64 KB, and more is sent bit by bit."""
_LENGTH = 4
"""Bytes of the number that stands before a batch and says how long it is."""
_STREAMS = (0, 1, 2)
_GOES_ON = (0, 0)
"""What the system tells of a child that has not ended."""


class Ahead:
    """What a child process has read of the record files of a work tree."""

    def __init__(self, child: int, handle: int) -> None:
        self._child = child
        self._handle = handle
        self._arrived = bytearray()
        self._values: dict[bytes, Plain] = {}

    def take(self, source: bytes) -> Plain:
        """What a file of these bytes says, or UNREAD if that has not arrived. A value is given once only."""
        value = self._values.pop(source, UNREAD)
        if value is UNREAD:
            self._receive()
            value = self._values.pop(source, UNREAD)
        return value

    def _receive(self) -> None:
        """Takes over what has arrived by now."""
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self._handle, _ROOM):
                self._arrived += piece
        place = 0
        while (start := place + _LENGTH) <= len(self._arrived):
            end = start + int.from_bytes(self._arrived[place:start], "little")
            if end > len(self._arrived):
                break
            self._values.update(marshal.loads(self._arrived[start:end]))  # noqa: S302  # from our own child
            place = end
        del self._arrived[:place]

    def end(self) -> None:
        """Ends the child, whatever it is at, without waiting for it: on a busy machine that takes its time."""
        from signal import SIGKILL  # noqa: PLC0415  # there is none on Windows

        os.close(self._handle)
        # Whoever started this process may have told the system to forget the children that have ended.
        with contextlib.suppress(ChildProcessError, ProcessLookupError):
            if os.waitpid(self._child, os.WNOHANG) == _GOES_ON:
                os.kill(self._child, SIGKILL)
                os.waitpid(self._child, os.WNOHANG)  # not gone yet, it is the system's when this process ends


def begin(root: Path) -> Ahead | None:
    """Begins to read the records of a work tree; None where there is no second core, or no safe way to fork."""
    if not hasattr(os, "fork") or _cores() == 1 or _has_threads():
        return None
    reading, writing = os.pipe()
    try:
        with undisturbed():  # whoever presses Ctrl-C is answered by one process, and it ends the other
            child = os.fork()
            if not child:
                _be_the_child(root, reading, writing)
    except OSError:  # no more processes, or no memory for one
        os.close(reading)
        os.close(writing)
        return None
    os.close(writing)
    os.set_blocking(reading, False)
    return Ahead(child, reading)


def _cores() -> int:
    """How many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def _has_threads() -> bool:
    """Whether a child might wait for ever for what another thread held at the moment of the fork."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _be_the_child(root: Path, others: int, handle: int) -> NoReturn:
    """Reads and hands over; whatever goes wrong ends it without a word, and the other process reads by itself."""
    try:
        os.close(others)  # while one end to read from is open, it would wait for a reader that has ended
        nothing = os.open(os.devnull, os.O_RDWR)
        # Whoever waits for the end of the parent's output is not to wait for the child.
        for stream in _STREAMS:
            os.dup2(nothing, stream)
        _widen(handle)
        _hand_over(WorkTree(root), handle)
    finally:
        os._exit(0)


def _widen(pipe: int) -> None:
    import fcntl  # noqa: PLC0415  # there is none on Windows

    with contextlib.suppress(AttributeError, OSError):  # Linux only, and within a user's share of all pipes
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _hand_over(source: Source, handle: int) -> None:
    batch: list[tuple[bytes, Plain]] = []
    waiting = bytearray()
    os.set_blocking(handle, False)
    for path in reversed(source.paths()):
        if not path.endswith(ENDING):
            continue
        with contextlib.suppress(OSError):
            content = source.read(path)
            value = syntax.quick(content)
            if value is not UNREAD:
                batch.append((content, value))
        if len(batch) == _BATCH:
            waiting += _packed(batch)
            batch.clear()
            with contextlib.suppress(BlockingIOError):
                del waiting[: os.write(handle, waiting)]
    waiting += _packed(batch)
    os.set_blocking(handle, True)
    while waiting:
        del waiting[: os.write(handle, waiting)]


def _packed(batch: list[tuple[bytes, Plain]]) -> bytes:
    data = marshal.dumps(batch)
    return len(data).to_bytes(_LENGTH, "little") + data
