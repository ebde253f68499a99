"""Files that are no records, such as a letter or a list that somebody wrote: what can be searched in them."""

import codecs
import enum
import re

from kic.core.pattern import pattern

LARGEST = 1_000_000
"""A longer file is no letter that somebody wrote, and to search it in every check would take too long."""


class Closed(enum.Enum):
    """Why words that a file may hold cannot be searched."""

    TOO_LARGE = enum.auto()
    NO_TEXT = enum.auto()
    """It is something else than a text, or one in an encoding that is not known."""
    UNREADABLE = enum.auto()


_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""How a text begins that is not in UTF-8; the longer ones first, as one begins with another."""
_NARROW = pattern(rb"[\t\r\n -~]{16}")
"""So long a row of plain letters stands in no text of wide ones: it was put behind one, and would be misread."""
_PICTURES = pattern(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0|\0\0\x01\0"
    rb"|wOF[F2](?:\0\x01\0\0|OTTO|true)|(?:\0\x01\0|OTTO|true|ttcf)\0",
    re.DOTALL,
)
"""How pictures (PNG, JPEG, GIF, WebP, BMP, ICO) and fonts (WOFF, TrueType, OpenType) begin."""


def held(content: bytes) -> bytes | Closed | None:
    """A text in UTF-8, or why a file cannot be searched; None of a picture or font, in which no words are sought.

    Of what is longer than LARGEST the beginning will do, as long as it is longer too.
    """
    if len(content) > LARGEST:
        return None if _PICTURES().match(content) else Closed.TOO_LARGE
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    if encoding is not None:
        return Closed.NO_TEXT if _NARROW().search(content) else content.decode(encoding, "replace").encode()
    if b"\0" not in content:
        return content
    if _PICTURES().match(content):
        return None
    return _in_utf_16(content) or Closed.NO_TEXT


def _in_utf_16(content: bytes) -> bytes | None:
    """The text of UTF-16 without its mark, in UTF-8: of western words every other byte is a zero."""
    first, second = content[::2].count(0), content[1::2].count(0)
    if min(first, second) or max(first, second) * 8 < len(content) * 3:
        return None
    try:
        return content.decode("utf-16-be" if first else "utf-16-le").encode()
    except UnicodeDecodeError:
        return None
