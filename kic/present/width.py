"""How many columns of a terminal text takes, and where it may be broken."""

import unicodedata
from collections.abc import Iterable

from kic.core.pattern import pattern

_NARROW_BELOW = "\u0300"
"""Up to here every character that `safe` lets through takes one column."""
_BREAK = pattern(
    r"(?!(?<=\b\w\.)\s+\w\.)"  # within e. V., z. B., i. d. F.
    r"(?!(?<=\bNr\.)\s+\d)(?!(?<=\b(?:Abs|Art)\.)\s+\d)(?<!§)"  # before the number of a law's paragraph
    r"[ \t\n]+"  # a no-break space is no place to break
)


def character_width(character: str) -> int:
    """0 for combining and joining characters, 2 for wide ones such as Chinese and emoji, else 1."""
    if character < _NARROW_BELOW:
        return 1
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def width(text: str) -> int:
    """Columns of one line of text."""
    if not text or max(text) < _NARROW_BELOW:
        return len(text)
    return sum(map(character_width, text))


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with blanks to this many columns; longer text stays as it is."""
    filling = " " * max(0, columns - width(text))
    return filling + text if right else text + filling


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most this many columns, broken at blanks; a longer word is cut. Line ends stay ends."""
    columns = max(columns, 2)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _BREAK().split(paragraph.strip(" \t")):
            joined = f"{line} {word}" if line else word
            if width(joined) <= columns:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = cut(word, columns)
            lines += full
        lines.append(line)
    return lines


def in_items(items: Iterable[str], columns: int) -> list[str]:
    """Lines of at most this many columns, broken between items, which semicolons part, wherever that is possible."""
    lines: list[str] = []
    line = ""
    for item in items:
        joined = f"{line}; {item}" if line else item
        if width(joined) > columns and line:
            lines += wrapped(f"{line};", columns)
            joined = item
        line = joined
    return [*lines, *wrapped(line, columns)]


def cut(word: str, columns: int) -> list[str]:
    """The word in pieces of at most this many columns; combining characters stay with their base."""
    pieces: list[str] = []
    piece, used = "", 0
    for character in word:
        wide = character_width(character)
        if used + wide > columns:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += wide
    return [*pieces, piece]
