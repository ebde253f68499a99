"""Single keys from a terminal: arrows, tab, escape, letters; on POSIX and on Windows alike.

    with Keys() as keys:
        key = keys.read()       "up", "down", "left", "right", "home", "end", "page-up", "page-down", "tab",
                                "back-tab", "enter", "escape", "backspace", "delete", "save" (F2, Ctrl-S), or a letter

Ctrl-C raises KeyboardInterrupt, and so does the end of input. Whatever happens, the terminal is left as it was.
"""

import os
import sys
from types import TracebackType
from typing import Any, Self

WAIT = 0.1
"""Seconds in which the rest of a key comes that begins with an escape; else it was the escape key alone."""
_NAMES = {
    "\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace", "\x13": "save",
}  # fmt: skip
_SEQUENCES = {
    "[A": "up", "[B": "down", "[C": "right", "[D": "left", "OA": "up", "OB": "down", "OC": "right", "OD": "left",
    "[H": "home", "[F": "end", "OH": "home", "OF": "end", "[1~": "home", "[4~": "end", "[7~": "home", "[8~": "end",
    "[3~": "delete", "[5~": "page-up", "[6~": "page-down", "[Z": "back-tab", "OQ": "save", "[12~": "save",
    "[[B": "save",
}  # fmt: skip
_WINDOWS = {
    "H": "up", "P": "down", "K": "left", "M": "right", "G": "home", "O": "end", "I": "page-up", "Q": "page-down",
    "S": "delete", "\x0f": "back-tab", "<": "save",
}  # fmt: skip


class Keys:
    """The keyboard while single keys are read; a context manager."""

    def __init__(self) -> None:
        self._before: Any = None
        self._left = b""

    def __enter__(self) -> Self:
        if os.name == "posix":
            import termios  # noqa: PLC0415
            import tty  # noqa: PLC0415

            number = sys.stdin.fileno()
            self._before = termios.tcgetattr(number)
            tty.setcbreak(number)
            flags = termios.tcgetattr(number)
            flags[0] &= ~(termios.IXON | termios.ICRNL)  # Ctrl-S is a key here, and enter is told from Ctrl-J
            termios.tcsetattr(number, termios.TCSADRAIN, flags)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            import termios  # noqa: PLC0415

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)
            self._before = None

    def read(self) -> str:
        """The next key; an empty text for one that means nothing here."""
        return self._read_posix() if os.name == "posix" else self._read_windows()

    # -- POSIX -------------------------------------------------------------------------------------------

    def _read_posix(self) -> str:
        first = self._byte(None)
        if not first or first == b"\x04":
            raise KeyboardInterrupt
        if first == b"\x1b":
            return self._escaped()
        spelled = first
        for _ in range(_following(first[0])):
            more = self._byte(WAIT)
            if not more or more[0] & 0xC0 != 0x80:  # noqa: PLR2004  # how the rest of a character begins
                self._left = more + self._left
                return ""
            spelled += more
        character = spelled.decode("utf-8", "replace")
        return _NAMES.get(character, character if character.isprintable() and character != "\ufffd" else "")

    def _escaped(self) -> str:
        sequence = ""
        while byte := self._byte(WAIT):
            if byte == b"\x1b":
                self._left = byte + self._left
                break
            sequence += byte.decode("ascii", "replace")
            if sequence in _SEQUENCES:
                return _SEQUENCES[sequence]
            if sequence not in ("[", "O", "[[") and (sequence[-1].isalpha() or sequence[-1] == "~"):
                return ""
        return "" if sequence else "escape"

    def _byte(self, wait: float | None) -> bytes:
        """The next byte; nothing where none comes in time, or the input has ended."""
        if self._left:
            byte, self._left = self._left[:1], self._left[1:]
            return byte
        if wait is not None:
            import select  # noqa: PLC0415

            if not select.select([sys.stdin.fileno()], [], [], wait)[0]:
                return b""
        return os.read(sys.stdin.fileno(), 1)

    # -- Windows -----------------------------------------------------------------------------------------

    def _read_windows(self) -> str:
        import msvcrt  # noqa: PLC0415

        console: Any = msvcrt
        character = console.getwch()
        if character in ("\x00", "\xe0"):
            return _WINDOWS.get(console.getwch(), "")
        if character == "\x03":
            raise KeyboardInterrupt
        if character == "\x1b":
            return "escape"
        return _NAMES.get(character, character if character.isprintable() else "")


def _following(first: int) -> int:
    """How many bytes of a character of UTF-8 come after its first."""
    return 3 if first >= 0xF0 else 2 if first >= 0xE0 else 1 if first >= 0xC0 else 0  # noqa: PLR2004


def understands_sequences() -> bool:
    """Whether the terminal moves its cursor on request; on Windows it is asked to."""
    if os.environ.get("TERM") == "dumb":
        return False
    if os.name == "posix":
        return True
    import ctypes  # noqa: PLC0415

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009  # only there on Windows
    handle = kernel.GetStdHandle(-12)  # standard error
    mode = ctypes.c_uint32()
    return bool(kernel.GetConsoleMode(handle, ctypes.byref(mode))) and bool(
        kernel.SetConsoleMode(handle, mode.value | 4)  # ENABLE_VIRTUAL_TERMINAL_PROCESSING
    )
