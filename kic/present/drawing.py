"""What charts are drawn from: boxes with patterns, letters, lengths as shares of the width, in SVG."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

LABEL = 40
"""Characters of a label's line: what fits into 300 pixels."""
LEGEND = 34
"""Characters of a line of the legend, beside its sample."""
LINE, BAR, SPACE = 18, 22, 14
"""Heights in pixels: a line of letters, a bar, the space below a row."""
PIECE = 360
"""From so many pixels on a picture goes on in a further piece: paper breaks between pieces, never within one."""

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


class Table(NamedTuple):
    """A chart's numbers: words and numbers as they are shown. The first column names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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


def text_lines(parts: list[str], lines: Sequence[str], top: int, *, small: bool = False) -> int:
    """Adds lines of letters; gives where the next thing may begin."""
    for line in lines:
        parts.append(letters("0", top + 14, line, small=small))
        top += LINE
    return top + 4


def letters(x: str, y: int, words: str, *, small: bool = False, end: bool = False) -> str:
    """Words at a place, their last letter there with `end`."""
    more = (' font-size="13"' if small else "") + (' text-anchor="end"' if end else "")
    return f'<text class="k-ink" x="{x}" y="{y}" fill="#1a1a1a"{more}>{escape(words)}</text>\n'


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


def percent(part: int, whole: int) -> str:
    """A share of the width with at most two decimals, computed in integers."""
    hundredths = (part * 10_000 + whole // 2) // whole if whole else 0
    full, rest = divmod(hundredths, 100)
    return f"{full}.{rest:02d}".rstrip("0").rstrip(".") + "%"
