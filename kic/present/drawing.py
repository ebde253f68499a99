"""What charts are drawn from: boxes with patterns, letters, lengths as shares of the width, in SVG."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from kic.core.values import Money, Number
from kic.present.language import Language
from kic.present.safe import safe_line

LINE, BAR, SPACE = 18, 22, 14
"""Heights in pixels: a line of letters, a bar, the space below a row."""
PIECE = 120
"""From so many pixels on a picture goes on in a further piece, about an eighth of a page high.

Paper breaks between pieces, never within one: higher ones left a quarter of a page blank, or a third
before the last, which has the legend.
"""

_PAPER = '<rect class="k-paper" width="8" height="8" fill="#fff"/>'
_PATTERN = (
    '<pattern id="{id}-{kind}" width="8" height="8" patternUnits="userSpaceOnUse"{turn}>{shapes}</pattern>\n'
)
_SHAPES = {
    "going": (
        '<rect class="k-blue" width="8" height="8" fill="#1d5fa0"/>'
        '<rect class="k-paper" width="2" height="8" fill="#fff"/>'
    ),
    "ahead": _PAPER + '<circle class="k-blue" cx="4" cy="4" r="1.6" fill="#1d5fa0"/>',
    "postponed": _PAPER + '<rect class="k-brown" width="4" height="8" fill="#8f4a00"/>',
    "ended": _PAPER + '<path class="k-line" d="M0 0L8 8M8 0L0 8" stroke="#4a4a4a" stroke-width="1.4"/>',
}


class Room(NamedTuple):
    """How many characters a line has: of a label, and of the legend beside its sample."""

    label: int
    legend: int


SCREEN = Room(40, 34)
"""What fits into 300 pixels: letters of a page keep their size, and phones are narrow."""
PAPER = Room(84, 78)
"""What fits into the 640 pixels that a picture has on paper."""


class Table(NamedTuple):
    """A chart's numbers: words and numbers as they are shown, and as values. The first column names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    values: tuple[tuple[Any, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column whether it holds numbers, which stand to the right."""
        return tuple(
            column > 0 and any(_is_number(row[column]) for row in self.values)
            for column in range(len(self.head))
        )


class Shown(NamedTuple):
    """A cell whose words are not those of its value."""

    value: Any
    words: str


def tabled(caption: str, head: Sequence[str], values: Iterable[Sequence[Any]], language: Language) -> Table:
    """The table of raw values; nothing is an empty cell."""
    given = [tuple(row) for row in values]
    return Table(
        caption,
        tuple(head),
        tuple(tuple(_words(cell, language) for cell in row) for row in given),
        tuple(tuple(cell.value if isinstance(cell, Shown) else cell for cell in row) for row in given),
    )


def _words(cell: Any, language: Language) -> str:
    if isinstance(cell, Shown):
        return cell.words
    return "" if cell is None else safe_line(" ".join(language.word(cell).split("\n")))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Money, Number)) and not isinstance(value, bool)


def pieces(
    name: str,
    rows: Sequence[Any],
    draw: Callable[[list[str], Any, str, int], int],
    finish: Callable[[list[str], str, int], int],
) -> Iterator[tuple[str, str, int]]:
    """A picture of rows in pieces that lie below one another: name, elements and height in pixels of each.

    `draw` and `finish` (legend and scale, after the last row) add elements to a list at a height, under a
    piece's name, and give where the next thing may begin.
    """
    parts: list[str] = []
    top, piece, number = 0, name, 1
    for row in rows:
        if top >= PIECE:
            yield piece, "".join(parts), top
            number += 1
            parts, top, piece = [], 0, f"{name}-{number}"
        top = draw(parts, row, piece, top)
    top = finish(parts, piece, top)
    yield piece, "".join(parts), top


def patterns(name: str) -> str:
    """The patterns of a picture, called after it."""
    turned = ' patternTransform="rotate(45)"'
    return "".join(
        _PATTERN.format(id=name, kind=kind, turn=turned if kind == "going" else "", shapes=shapes)
        for kind, shapes in _SHAPES.items()
    )


def text_lines(
    parts: list[str], lines: Sequence[str], top: int, *, small: bool = False, lang: str | None = None
) -> int:
    """Adds lines of letters; gives where the next thing may begin."""
    for line in lines:
        parts.append(letters("0", top + 14, line, small=small, lang=lang))
        top += LINE
    return top + 4


def letters(
    x: str,
    y: int,
    words: str,
    *,
    small: bool = False,
    bold: bool = False,
    end: bool = False,
    middle: bool = False,
    lang: str | None = None,
) -> str:
    """Words that begin at a place; their last letter there with `end`, their middle with `middle`.

    `lang` is their language, where it is not that of what is around them.
    """
    more = named(lang)
    more += ' font-size="13"' if small else ""
    more += ' font-weight="bold"' if bold else ""
    more += ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    return f'<text class="k-ink" x="{x}" y="{y}" fill="#1a1a1a"{more}>{escape(words)}</text>\n'


def named(lang: str | None) -> str:
    """The attribute that says the language of words; nothing for None."""
    return f' lang="{escape(lang)}"' if lang else ""


def legend_lines(parts: list[str], lines: Sequence[str], kind: str, name: str, top: int) -> int:
    """A sample of a kind of box with its words beside it; gives where the next thing may begin."""
    parts.append(box("0", "26", top + 4, 14, f"{name}-", kind))
    for line in lines:
        parts.append(letters("36", top + 16, line))
        top += LINE
    return top + 6


def box(x: str, wide: str, top: int, height: int, patterns: str, kind: str) -> str:
    """A box filled by its kind: `done` solid, `unknown` empty and dashed, the others a pattern."""
    if kind == "done":
        fill, extra = "#14532d", ""
    elif kind == "unknown":
        fill, extra = "#fff", ' stroke-dasharray="4 3"'
    else:
        fill, extra = f"url(#{patterns}{kind})", ""
    return (
        f'<rect class="k-{kind}" x="{x}" y="{top}" width="{wide}" height="{height}" fill="{fill}"'
        f' stroke="#1a1a1a" stroke-width="1"{extra}/>\n'
    )


def number_at(x: str, y: int, words: str, *, anchor: str = "middle") -> str:
    """A number upon a pattern: with an edge of the paper's colour, so that it can be read there."""
    return (
        f'<text class="k-number" x="{x}" y="{y}" text-anchor="{anchor}" font-weight="bold"'
        ' fill="#1a1a1a" stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(words)}</text>\n"
    )


def percent(part: int, whole: int) -> str:
    """A share of the width with at most two decimals, computed in integers."""
    hundredths = (part * 10_000 + whole // 2) // whole if whole else 0
    full, rest = divmod(hundredths, 100)
    return f"{full}.{rest:02d}".rstrip("0").rstrip(".") + "%"
