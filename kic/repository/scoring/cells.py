"""What single cells of a score sheet say, whatever a spreadsheet program made of them."""

import re

from kic.allocation.problem import Silence
from kic.present.language import LANGUAGES, speak
from kic.sheets import Cell, Kind
from kic.sheets.meaning import shown

_keyed = re.compile(r"\[([^\[\]]+)\]\s*\Z")


def key_in(cell: Cell) -> str | None:
    """The key at the end of a heading: `Wirkung [k26-wirkung]`."""
    if cell.kind is not Kind.TEXT:
        return None
    found = _keyed.search(shown(cell))
    return found[1].strip().lower() if found else None


def plain(words: str) -> str:
    """Words without what programs change on their own: blanks, and an apostrophe before a text like a formula."""
    return " ".join(words.split()).removeprefix("'")


def silence_in(word: str) -> Silence | None:
    """Why there is no mark, by its key or its word in either language; None for any other word."""
    spelled = word.strip().casefold()
    for each in Silence:
        if spelled in (each.value, *(speak(code).word(each).casefold() for code in LANGUAGES)):
            return each
    return None
