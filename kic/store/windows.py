"""What is different on Windows: long paths, files that another program holds, and the console's characters.

Everything here can be asked on any system, so that it is tested on any; `WINDOWS` says whether it is needed.
"""

import errno
import os
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

WINDOWS = os.name == "nt"
LONGEST = 259
"""Characters of a path that Windows takes without further ado; MAX_PATH counts the zero at its end."""
_FOLDER_LONGEST = 247
"""Of a folder: a name of the old form, 8.3, has to fit behind it."""
RETRIES = 40
"""How often a step is tried again while another program (a virus scanner, Excel) holds the file."""
PAUSE = 0.05
"""Seconds between two tries; two seconds together."""
SHARING = frozenset({5, 32, 33})
"""Windows' numbers for: access denied, held by another program, locked by another program."""


def long_path(path: str) -> str:
    r"""An absolute path in the form that Windows takes at any length: `\\?\C:\...`; a short one as it is.

    `path` is normalised already, as `os.path.abspath` does it: this form is taken literally.
    """
    if len(path) <= _FOLDER_LONGEST or path.startswith("\\\\?\\"):
        return path
    plain = path.replace("/", "\\")
    if plain.startswith("\\\\"):
        return "\\\\?\\UNC\\" + plain[2:]
    return "\\\\?\\" + plain if plain[1:3] == ":\\" else path


def held_elsewhere(error: OSError) -> bool:
    """Whether another program holds the file, as far as the system says."""
    number = getattr(error, "winerror", None)
    return number in SHARING if number is not None else error.errno in (errno.EACCES, errno.EPERM)


def patiently(step: Callable[[], T]) -> T:
    """Takes a step, on Windows again and again while another program holds the file; raises the last OSError."""
    if not WINDOWS:
        return step()
    for _ in range(RETRIES - 1):
        try:
            return step()
        except PermissionError as error:
            if not held_elsewhere(error):
                raise
            time.sleep(PAUSE)
    return step()


def console_encoding() -> str | None:
    """The code page in which Windows' console takes what programs write, as Python calls it; None elsewhere."""
    import ctypes  # noqa: PLC0415

    system = getattr(ctypes, "windll", None)
    page = system.kernel32.GetConsoleOutputCP() if system is not None else 0
    return "utf-8" if page == 65001 else f"cp{page}" if page else None  # noqa: PLR2004
