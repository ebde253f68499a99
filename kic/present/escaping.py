"""Record text in Markdown: it stays text, whatever it contains.

Escaped is what CommonMark, tables and the renderers of the forges would take for markup, and no more, so
that the `.md` output stays readable. Line breaks become spaces: a title cannot begin a heading or a row.
Characters that steer instead of being seen are written out, as on the terminal.
"""

import itertools
import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, SupportsIndex

from kic.present.marks import line
from kic.present.safe import safe

_BREAKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_MARKUP = re.compile(r"[\\`*_\[\]<|~$]|&(?=[#A-Za-z]|\Z)|[!#]\Z")
_OPENING = re.compile(r"( ?)(#|=|>|[-+](?=[-+\s]|\Z)|:(?=[-:\s|]|\Z)|[.)])")
_NUMBERED = re.compile(r"( ?[0-9]{1,9})([.)])(?=\s|\Z)")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*|[ \t]*\n[ \t]*(?=\||[-*•–] |\d{1,3}[.)] )")
"""Blank lines; and the ends of lines before an item of a list or a row of a table, which would else run together."""


def escape_markdown(text: str) -> str:
    """Markdown for one line that shows exactly this text, at any place of a document."""
    return _escaped(safe(_BREAKS.sub(" ", text).strip()))


def _escaped(text: str) -> str:
    shown = _MARKUP.sub(lambda found: f"\\{found[0]}", text)
    if found := _OPENING.match(shown):
        return f"{found[1]}\\{shown[found.end(1) :]}"
    if found := _NUMBERED.match(shown):
        return f"{found[1]}\\{shown[found.end(1) :]}"
    return shown


def escape_paragraphs(text: str) -> list[str]:
    """Markdown for a longer text: its paragraphs, items and rows, each escaped as one line."""
    return [escape_markdown(part) for part in paragraphs_of(text)]


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs, items and rows of a longer text, as its author meant them; not escaped."""
    return _PARAGRAPHS.split(_meant(text.strip()))


_NARROW, _WIDE = 60, 120
"""Lines of a text are broken for their width somewhere between these; a longer one was never broken."""
_ENDS = (".", "!", "?", ":", ";", "…", "“", "”", "»", ")")
"""What a paragraph ends with."""


def _meant(text: str) -> str:
    """The text with a blank line for each line break that its author meant, and not the width of the page.

    YAML's folded style, in which most texts are written, makes one line break of the blank line between two
    paragraphs. A line was broken for its width if no sentence ends there, or the next word had no more room in it.
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    width = max(_NARROW, min(_WIDE, max(len(each.rstrip()) for each in lines)))
    made = [lines[0]]
    for before, after in itertools.pairwise(lines):
        if before.strip() and after.strip() and not after[0].isspace():
            length = len(before.rstrip())
            room = length + 1 + len(after.split(maxsplit=1)[0]) <= width or length > _WIDE
            if room and before.rstrip().endswith(_ENDS):
                made.append("")
        made.append(after)
    return "\n".join(made)


def escape_marked(pieces: Iterable[tuple[str, str]]) -> str:
    """Markdown for one line, or cell, of a text in pieces (mark, words): struck, inserted or kept as they are."""
    return _escaped(line(list(pieces), safe))


class Written(str):
    """Markdown that a template wrote, as against text that is still to be escaped.

    Joining it with anything else escapes the other. Whatever might cut an escape in two (slices, replace,
    case) gives a plain text again, which is escaped when it is put out: too much rather than too little.
    """

    __slots__ = ()
    write: ClassVar[Callable[[Any], "Written"]]
    """Any value as Markdown; set by the process that fills templates."""

    def __html__(self) -> str:
        return str(self)

    def __add__(self, other: Any) -> "Written":
        return Written(str.__add__(self, Written.write(other)))

    def __radd__(self, other: Any) -> "Written":
        return Written(str.__add__(Written.write(other), self))

    def __mul__(self, times: SupportsIndex) -> "Written":
        return Written(str.__mul__(self, times))

    def join(self, parts: Iterable[Any]) -> "Written":
        """The parts with this between them."""
        return Written(str.join(self, [Written.write(part) for part in parts]))
