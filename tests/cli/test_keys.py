"""Single keys as terminals send them, on POSIX and on Windows."""

import io
import os
import sys
import types

import pytest

from kic.cli.keys import Keys

POSIX = {
    b"\x1b[A": ["up"],
    b"\x1bOB": ["down"],
    b"\x1b[3~7": ["delete", "7"],
    b"\x1b": ["escape"],
    b"\x1b\x1b[C": ["escape", "right"],
    b"\x1b[1;5C5": ["", "5"],  # Ctrl and an arrow mean nothing here, and nothing of them is taken for a digit
    "ä€".encode(): ["ä", "€"],
    b"\xff7": ["", "7"],
    b"\t\r\x7f\x13\x1b[Z": ["tab", "enter", "backspace", "save", "back-tab"],
    b"\x1b[12~\x1bOQ": ["save", "save"],
}
WINDOWS = {
    "\xe0H\x00P": ["up", "down"],
    "\xe0S7": ["delete", "7"],
    "\x1b": ["escape"],
    "\x00<\x13": ["save", "save"],
    "\r\t\x08ä": ["enter", "tab", "backspace", "ä"],
    "\xe0\x86": [""],
}


@pytest.mark.parametrize("sent", POSIX)
def test_keys_of_a_terminal(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes as bytes is one key after another; the end of input is as Ctrl-C."""
    ours, theirs = os.pipe()
    os.write(theirs, sent)
    with open(ours, encoding="utf-8") as stdin:  # noqa: PTH123  # a pipe has no path
        monkeypatch.setattr(sys, "stdin", stdin)
        keys = Keys()
        assert [keys._read_posix() for _ in POSIX[sent]] == POSIX[sent]
        os.close(theirs)
        with pytest.raises(KeyboardInterrupt):
            keys._read_posix()


@pytest.mark.parametrize("sent", WINDOWS)
def test_keys_of_a_windows_console(sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrows come as two characters; the console gives them one by one."""
    typed = io.StringIO(sent + "\x03")
    console = types.SimpleNamespace(getwch=lambda: typed.read(1))
    monkeypatch.setitem(sys.modules, "msvcrt", console)  # type: ignore[arg-type]  # what is used of it
    keys = Keys()
    assert [keys._read_windows() for _ in WINDOWS[sent]] == WINDOWS[sent]
    with pytest.raises(KeyboardInterrupt):
        keys._read_windows()
