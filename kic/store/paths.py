"""Which names every computer takes, and which paths may be written."""

from kic.core.ids import DEVICES
from kic.core.layout import OWN
from kic.core.text import Text, text
from kic.errors import Refused

LONGEST = 255
"""Bytes of a name that every usual file system takes."""
_FORBIDDEN = frozenset('<>:"|?*\\')


def encodable(path: str) -> bool:
    """Whether a path is text: bytes that are not UTF-8 come from the system as lone surrogates."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(path: str) -> str:
    r"""A path as text: bytes that are not UTF-8 become escapes such as `\xff`, other halves of characters `\ud800`.

    Names on Linux are any bytes, and those on Windows any 16-bit units.
    """
    try:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return path.encode("utf-8", "backslashreplace").decode("utf-8")


def odd_name(name: str) -> Text | None:
    """Why a file or folder of this name cannot be used on every computer; None if it can."""
    if not encodable(name):
        return text("the name is not UTF-8")
    if len(name.encode()) > LONGEST:
        return text("the name is longer than {most} bytes", most=LONGEST)
    if not name.isprintable() or not _FORBIDDEN.isdisjoint(name):
        odd = next(c for c in name if c in _FORBIDDEN or not c.isprintable())
        shown = odd if odd in _FORBIDDEN else f"U+{ord(odd):04X}"
        return text("the name holds the character {character}", character=shown)
    if name.endswith((".", " ")) or name.startswith(" "):
        return text("the name begins or ends with a blank, or ends with a dot")
    if name.partition(".")[0].rstrip(" ").casefold() in DEVICES:
        return text("the name is that of a device on Windows")
    return None


def checked(path: str) -> str:
    """The path itself, if it may be written: inside the root, portable, and none of kic's or git's own.

    Raises Refused. Links are looked at when writing (`kic.store.writing.writer`).
    """
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts) or parts[0].casefold() in (".git", OWN):
        raise Refused("{path} is not a path that may be written.", path=path)
    for part in parts:
        odd = odd_name(part)
        if odd is not None:
            raise Refused("{path} is not a path that may be written: {reason}", path=path, reason=odd)
    return path
