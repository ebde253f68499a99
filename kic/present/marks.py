"""Marks of changed words in a document's Markdown: struck, inserted, and what a table of texts needs.

Markdown has no mark for inserted words, and a mark must never come from a record. So the marks are noncharacters of
Unicode, which `kic.present.safe` lets through from no text; each form of a document shows them in its own way, and
none by colour alone. A struck or inserted run stands within one line and holds no other mark.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

STRUCK: Final = ("\ufdd0", "\ufdd1")
INSERTED: Final = ("\ufdd2", "\ufdd3")
BREAK: Final = "\ufdd4"
"""Begins a new paragraph within a cell of a table."""
TEXTS: Final = "\ufdd5"
"""In the first header cell: a table of long texts side by side, one below the other where it is narrow."""

TURNED: Final = ("\ufdd6", "\ufdd7")
"""Alone in a paragraph: pages lie on their side from here on, and stand upright again."""

MARK: Final = re.compile("([\ufdd0-\ufdd5])")
_PARAGRAPHS = re.compile(r"\s*\n[ \t]*\n\s*|[ \t]*\n[ \t]*(?=\||[-*•–] |\d{1,3}[.)] )")
_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\n]+")
_SIDES = {"old": ("keep", "strike", "was"), "new": ("keep", "insert", "is")}
_AROUND = {"strike": STRUCK, "insert": INSERTED}
_AS_TAGS = {
    STRUCK[0]: "<del>",
    STRUCK[1]: "</del>",
    INSERTED[0]: "<ins>",
    INSERTED[1]: "</ins>",
    BREAK: "<br>",
    TEXTS: "",
}


def side(pieces: Sequence[Sequence[str]], shown: str) -> list[tuple[str, str]]:
    """The pieces (mark, words) that the `old` or the `new` text consists of.

    Words that `keep` stand on both sides; what only `was` or only `is` there stands on its side without a mark.
    """
    return [(mark, words) for mark, words in pieces if mark in _SIDES[shown]]


def line(pieces: Sequence[tuple[str, str]], clean: Callable[[str], str]) -> str:
    """Pieces of a text as one line with marks; `clean` takes from words what no text may bring.

    Blank lines become breaks, and so do line ends before an item of a list or a line of a table; other white space is
    one blank. Marks lie close around their words.
    """
    cleaned = [(mark, clean(_ENDS.sub("\n", words))) for mark, words in pieces]
    breaks = [found.span() for found in _PARAGRAPHS.finditer("".join(words for _, words in cleaned))]
    shown = ""
    position = 0
    for mark, words in cleaned:
        for part in _cut(words, position, breaks):
            shown += part if part == BREAK else _around(mark, part)
        position += len(words)
    shown = re.sub(" {2,}", " ", re.sub(f" *{BREAK} *", BREAK, shown))
    return re.sub(f"{BREAK}{{2,}}", BREAK, shown).strip(f" {BREAK}")


def _cut(words: str, start: int, breaks: list[tuple[int, int]]) -> Iterator[str]:
    """The words without the breaks between paragraphs, which a piece may end or begin within."""
    position, end = start, start + len(words)
    for first, last in breaks:
        if last <= position or first >= end:
            continue
        if first > position:
            yield words[position - start : first - start]
        yield BREAK
        position = last
    if position < end:
        yield words[position - start :]


def _around(mark: str, words: str) -> str:
    words = _BLANKS.sub(" ", words)
    inner = words.strip(" ")
    if not inner:
        return words
    opening, closing = _AROUND.get(mark, ("", ""))
    before = " " if words.startswith(" ") else ""
    return f"{before}{opening}{inner}{closing}{' ' if words.endswith(' ') else ''}"


def kept(source: str, clean: Callable[[str], str]) -> str:
    """The source cleaned, with its marks left as they are."""
    parts = MARK.split(source)
    parts[::2] = map(clean, parts[::2])
    return "".join(parts)


def as_tags(source: str) -> str:
    """Markdown for a file: `<del>` and `<ins>`, which forges and other programs show; a break as `<br>`."""
    return MARK.sub(lambda found: _AS_TAGS[found[0]], source)


def unmarked(words: str) -> str:
    """Words without marks, as for a heading's anchor."""
    return MARK.sub(lambda found: " " if found[0] == BREAK else "", words)
