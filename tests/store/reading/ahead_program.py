"""Reads a folder with a second process, in a process without threads, and says as JSON what came of it.

`python ahead_program.py FOLDER WHAT`; the cases of `test_ahead.py` say what each WHAT is.
"""

import contextlib
import errno
import json
import os
import select
import signal
import sys
import tempfile
from pathlib import Path

from kic.domain.chapters import KINDS
from kic.store.reading import ahead as reading_ahead
from kic.store.reading import load as loading
from kic.store.reading.load import load
from kic.store.reading.sources import WorkTree
from kic.store.reading.syntax import quick

folder, what = Path(sys.argv[1]), sys.argv[2]
own: list[bytes] = []


def _wait(ahead: reading_ahead.Ahead) -> None:
    """Until the child has ended; what it has sent is all there to be received, however little the pipe holds."""
    os.set_blocking(ahead._handle, True)
    with tempfile.TemporaryFile() as sent:
        while piece := os.read(ahead._handle, 1 << 16):
            sent.write(piece)
        sent.seek(0)
        os.dup2(sent.fileno(), ahead._handle)
    with contextlib.suppress(ChildProcessError):  # it has ended and is forgotten
        os.waitid(os.P_PID, ahead._child, os.WEXITED | os.WNOWAIT)


def _receive_all(ahead: reading_ahead.Ahead) -> None:
    """Bit by bit, until the child has ended."""
    while os.waitid(os.P_PID, ahead._child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        select.select([ahead._handle], [], [])
        ahead._receive()


def parsed_here(content: bytes) -> object:
    own.append(content)
    return quick(content)


loading.quick_value = parsed_here
if what != "one core":
    reading_ahead._cores = lambda: 2  # whatever this machine has
elif hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
else:
    os.cpu_count = lambda: 1
if what == "no more processes":

    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    os.fork = refuse
if what == "forgotten":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
ahead = reading_ahead.begin(folder)
if ahead is not None:
    if what == "dead":
        os.kill(ahead._child, signal.SIGKILL)
    if what == "received bit by bit":
        _receive_all(ahead)
    elif what != "at once":
        _wait(ahead)
    if what == "changed since":
        for path in folder.rglob("*.yaml"):
            path.write_bytes(path.read_bytes().replace(b"Runder Tisch", b"Offene Runde"))
state = load(WorkTree(folder), KINDS, ahead=ahead)
if ahead is not None:
    ahead.end()
alone = load(WorkTree(folder), KINDS)
print(
    json.dumps(
        {
            "second process": ahead is not None,
            "parsed here": len(own) - len(alone.entries),
            "files": len(state.entries),
            "same records": [e.record for e in state.entries.values()]
            == [e.record for e in alone.entries.values()],
            "same values": [e.declared for e in state.entries.values()]
            == [e.declared for e in alone.entries.values()],
            "same findings": state.diagnostics == alone.diagnostics,
            "findings": len(state.diagnostics),
        }
    )
)
