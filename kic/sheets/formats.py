"""Number formats: whether a cell shows its number as such, in per cent, as a date or as a time.

Source: ECMA-376 Part 1, 18.8.30 (number formats) and 18.8.31 (format codes).
"""

import enum
import re

from kic.core.pattern import pattern


class Shape(enum.Enum):
    """What a number looks like in its cell."""

    PLAIN = "plain"
    SHARE = "share"
    DATE = "date"
    TIME = "time"


_BUILT_IN = {
    **dict.fromkeys((9, 10), Shape.SHARE),
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)), Shape.DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), Shape.TIME),
}
_literal = pattern(r'"[^"]*"|\\.|_.|\*.|\[(?![hmsHMS]+\])[^\]]*\]')


def shape_of(number: int, code: str | None) -> Shape:
    """The shape of a built-in format, or of a format code such as `dd.mm.yyyy`; only its first section counts."""
    if code is None:
        return _BUILT_IN.get(number, Shape.PLAIN)
    plain = _literal().sub("", code).partition(";")[0]
    plain = re.sub(r"AM/PM|A/P", "h", plain, flags=re.IGNORECASE).casefold()
    if plain.strip() in ("general", "standard", "@"):
        return Shape.PLAIN
    if "d" in plain or "y" in plain:
        return Shape.DATE
    if "h" in plain or "s" in plain:
        return Shape.TIME
    if "m" in plain:
        return Shape.DATE
    return Shape.SHARE if "%" in plain else Shape.PLAIN
