"""A terminal with somebody at it: reads what is shown, and types when the words come that they wait for."""

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.cli.conftest import TODAY

SECONDS = 30


def at_terminal(
    *arguments: str, cwd: Path, typed: tuple[tuple[str, str], ...] = (), lang: str = "en", **environment: str
) -> tuple[int, str]:
    """Runs `kic` on a terminal and gives its exit code and everything that was shown.

    `typed` are pairs: the words to wait for, and what is typed then (with its line end; \\x03 is Ctrl-C, \\x04
    Ctrl-D).
    """
    command = ["-m", "kic", "--lang", lang, "--today", TODAY, "--color", "never", *arguments]
    return dialogue(command, cwd=cwd, typed=typed, **environment)


def dialogue(
    python: list[str], *, cwd: Path, typed: tuple[tuple[str, str], ...], **environment: str
) -> tuple[int, str]:
    """The same for any command line of Python."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *python],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"}
        | environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=sat_down,  # noqa: PLW1509  # one thread here
    )
    os.close(theirs)
    shown, seen = b"", 0
    try:
        for words, answer in typed:
            while words.encode() not in shown[seen:]:
                part = read(ours)
                assert part, f"{words!r} did not come:\n{shown.decode()}"
                shown += part
            seen = len(shown)
            os.write(ours, answer.encode())
        while part := read(ours):
            shown += part
        return process.wait(SECONDS), shown.decode().replace("\r\n", "\n")
    finally:
        os.close(ours)
        process.kill()
        process.wait()


def sat_down() -> None:
    """Makes the terminal this process's own, for Ctrl-C, which whoever runs the tests may ignore (`nohup`, `&`)."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def read(terminal: int) -> bytes:
    """What comes next; nothing once the other side has gone."""
    until = time.monotonic() + SECONDS
    if not select.select([terminal], [], [], until - time.monotonic())[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:  # how a terminal tells that the other side has gone
        return b""
