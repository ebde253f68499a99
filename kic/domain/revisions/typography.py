"""What is only typography: differences of two texts that no reader would call a change.

Each equivalence stands here with its reason. What is not named here is a change: case, punctuation, spelling
(`daß`, `dass`), a hyphen that goes (`Kita-Lotsen`, `Kitalotsen`), numbers and their separators.
"""

import re
import unicodedata

from kic.core.pattern import pattern

_SINGLE = {
    # One letter may be written as one character or as letter and accent: the Unicode form is chosen by the
    # editor or by the operating system that wrote the file (see `plain`, NFC).
    # Quotes: German („ “), English (“ ”), French (» « either way) and typewriter quotes mark the same words.
    **dict.fromkeys("„“”‟«»＂", '"'),
    # Single quotes, and the apostrophe, which shares their character on keyboards.
    **dict.fromkeys("‚‘’‛‹›＇ʼ`´", "'"),
    # Spaces of fixed width and those at which no line may break are a matter of typesetting.
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000\t\v\f", " "),
    # Characters that cannot be seen: soft hyphens and places where a line may or may not break.
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    # Hyphens, the dash between two figures or words, and the minus sign are one key on a keyboard.
    # Whether there is one at all, and the spaces around it, stay.
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    # A long dash is set without spaces, a German one with them.
    **dict.fromkeys("—―", "\u2014"),
    # Three dots.
    "…": "...",
    # Joined letters, as PDF files give them back.
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    # Ends of lines of other systems.
    "\r": "\n", "\u2028": "\n", "\x85": "\n", "\u2029": "\n\n",
}  # fmt: skip
_TABLE = str.maketrans(_SINGLE)

_BULLET = pattern(r"^( *)[-*+•‣◦▪·●○■] +")
"""Which mark stands before an item of a list is typesetting; how far it is set in is its level, and stays."""
STRUCTURE = pattern(r" *(?:[-*+•‣◦▪·●○■] |\d+[.)] |[a-z]\) |\||#{1,6} |>|$)")
"""A line that begins like this begins something: an item, a row of a table, a heading. Others go on with one above."""
_RULE = pattern(r" *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\|? *")
"""The line below a table's head: how many hyphens it has is typesetting."""
_TYPED_DASH = pattern(r"(?<=[^\s|-]) +-{2,3} +(?=[^\s|-])")
"""Two hyphens with spaces around them are a typewriter's dash."""
_LONG_DASH = pattern(" *\u2014 *")
_RANGE = pattern(r"(?<=\d) - (?=\d)")
"""From-to between figures, with spaces or without; spaces on one side only are left alone: that may be a minus."""
_ABBREVIATION = pattern(r"\b([^\W\d_]\.) (?=[^\W\d_]\.)")
"""`z. B.` and `z.B.`: the (narrow) space within an abbreviation is typesetting."""
_UNIT = pattern(r"(?<=\d) (?=[%‰€°])")
"""`10 %` and `10%`: DIN 5008 puts a space, many keyboards none."""
_PARAGRAPH = pattern(r"(§§?) (?=\d)")
"""`§ 22` and `§22`, for the same reason."""
_JOINER = pattern("(?<=[A-Za-zÀ-ɏ])[\u200c\u200d](?=[A-Za-zÀ-ɏ])")
"""Between Latin letters it only prevents a joined letter; in other scripts it makes another word."""


_PATTERNS = (
    (("\u2014",), _LONG_DASH, " - "),
    ((" --",), _TYPED_DASH, " - "),
    ((" - ",), _RANGE, "-"),
    ((" %", " ‰", " €", " °"), _UNIT, ""),
    (("§ ",), _PARAGRAPH, r"\1"),
    ((". ",), _ABBREVIATION, r"\1"),
)
"""What is found, only in texts that hold one of these pieces, and what stands for it."""


def plain(words: str) -> str:
    """The words with everything that is only typography brought to one form; for comparing, not for showing.

    Two texts are typographically equal if and only if their plain forms are equal.
    """
    text, before = words.replace("\r\n", "\n"), None
    while text != before:  # mostly twice: one form may make room for another
        before, text = text, _plainer(text)
    return text


def _plainer(words: str) -> str:
    text = unicodedata.normalize("NFC", words).translate(_TABLE)
    if text.isascii() and text.isalnum():
        return text
    if "\u200c" in text or "\u200d" in text:
        text = _JOINER().sub("", text)
    text = "\n".join(_lines(text))
    for pieces, found, instead in _PATTERNS:
        if any(piece in text for piece in pieces):
            text = found().sub(instead, text)
    return unicodedata.normalize("NFC", text)


def only_typography(old: str, new: str) -> bool:
    """Whether two texts differ, but in their typography alone."""
    return old != new and plain(old) == plain(new)


def _lines(text: str) -> list[str]:
    """The lines that mean something: paragraphs on one line each, items, rows; where prose was folded is lost."""
    lines: list[str] = []
    gap = False
    for raw in text.split("\n"):
        if not raw.strip(" "):
            gap = bool(lines)
            continue
        begins = STRUCTURE().match(raw) is not None
        line = _line(raw, begins=begins)
        if gap:
            lines.append("")
        if lines and not gap and not begins and not _ends(lines[-1]):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
        gap = False
    return lines


def _ends(line: str) -> bool:
    """Whether nothing can go on with this line: a row of a table or a heading."""
    return line.startswith(("|", "#")) or not line


def _line(raw: str, *, begins: bool) -> str:
    if "|" in raw and _RULE().fullmatch(raw):
        return re.sub("-+", "-", raw).replace(" ", "")
    if not begins:
        return _spaced(raw)
    bullet = _BULLET().match(raw)
    if bullet:
        return f"{bullet[1]}- {_spaced(raw[bullet.end() :])}"
    depth = len(raw) - len(raw.lstrip(" ")) if raw.lstrip(" ")[:1] not in "|#>" else 0
    return " " * depth + _spaced(raw)


def _spaced(line: str) -> str:
    return " ".join(line.split())
