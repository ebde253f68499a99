r"""The one way by which text reaches a terminal.

Record text may hold anything: escape sequences that rewrite the screen, carriage returns that hide a line,
bidi and tag characters that make it read differently. They are shown as what they are:
`\x1b`, `\u202e`. The joiners ZWNJ and ZWJ stay (Persian, emoji), so do line ends and tabs. Nothing is
interpreted as markup.
"""

import re
import sys
from typing import TextIO

from kic.core.pattern import pattern

UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line end, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff"  # line separators, byte order mark, others that XML lacks
    "\ufdd0-\ufdef"  # noncharacters, of which `kic.present.marks` makes its marks
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f"  # tags
)
"""The characters that are never written as they are, as the inside of a class of a regular expression."""

_unsafe = pattern(f"[{UNSAFE}]")
_unsafe_in_line = pattern(f"[{UNSAFE}\t\n]")
_style = pattern(r"(\x1b\[[0-9;]*m)")
_NAMED = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}
_STAND_INS = {
    "€": "EUR", "§": "Par.", "–": "-", "—": "-", "…": "...", "·": ".", "≈": "~", "→": "->", "─": "-",
    "„": '"', "“": '"', "”": '"', "‚": "'", "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " ",
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
}  # fmt: skip


class Styled(str):
    """Text for a terminal with colour codes of our own; everything else in it was escaped before."""

    __slots__ = ()


def safe(text: str) -> str:
    """The text with every unsafe character as a visible escape; line ends and tabs stay."""
    return _unsafe().sub(_shown, text)


def safe_line(text: str) -> str:
    """The same for what has to stay in one line: line ends and tabs become visible too."""
    # A no-break blank, as in "§ 5", does not count as printable; nothing else in most lines needs a look.
    return text if text.replace("\u00a0", "").isprintable() else _unsafe_in_line().sub(_shown, text)


def write(stream: TextIO, text: str) -> None:
    """Writes text to a terminal, pipe or file; never raises because of a character.

    Raises OSError where standard output takes no more. Talk on standard error that nobody can receive is
    dropped instead: it does not end a command that writes.
    """
    if isinstance(text, Styled):
        parts = _style().split(text)
        parts[::2] = map(safe, parts[::2])
        text = "".join(parts)
    else:
        text = safe(text)
    try:
        stream.write(spelled_for(getattr(stream, "encoding", None), text))
    except OSError:
        if stream is not sys.stderr:
            raise


def spelled_for(encoding: str | None, text: str) -> str:
    """The text in characters that the encoding has: `EUR` for a missing €, `?` where nothing fits."""
    if encoding is None or text.isascii():
        return text
    try:
        text.encode(encoding)
    except LookupError:
        return text.encode("ascii", "replace").decode("ascii")
    except UnicodeEncodeError:
        return "".join(_spelled(character, encoding) for character in text)
    return text


def _spelled(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return _STAND_INS.get(character, "?")
    return character


def _shown(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if code <= 0xFF:  # noqa: PLR2004
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
