"""Tables and definition lists in plain text, as wide as they need to be and no wider than the terminal.

Cells are words already; unsafe characters in them are shown as escapes before anything is measured.
Without rich: a table of 1,000 rows takes as long as importing it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kic.present.safe import safe, safe_line
from kic.present.width import padded, width, wrapped

GAP = "  "
NARROWEST = 8
"""No column is made narrower than this to fit; a table of many columns then exceeds the terminal."""
_LABELS = 28


class Column(NamedTuple):
    """A column's title; numbers and money stand `right`; `fixed` columns, such as ids, are never wrapped."""

    title: str
    right: bool = False
    fixed: bool = False


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, limit: int = 100) -> str:
    """Titles, a rule and the rows; cells too long for `limit` columns go on below. A cell for each column."""
    titles = [safe_line(column.title) for column in columns]
    cells = [[safe(cell) for cell in row] for row in rows]
    natural = [_widest(title, (row[i] for row in cells)) for i, title in enumerate(titles)]
    room = limit - len(GAP) * (len(columns) - 1)
    words = natural
    if sum(natural) > room:
        words = [_longest_word((title, *(row[i] for row in cells))) for i, title in enumerate(titles)]
        for i, column in enumerate(columns):
            if column.right:  # numbers stay whole; only their title may go on below
                natural[i] = max(_longest_word((titles[i],)), _widest("", (row[i] for row in cells)))
    widths = _fitted(columns, natural, words, room)
    lines = [*_lines(titles, columns, widths), GAP.join("-" * each for each in widths)]
    for row in cells:
        lines += _lines(row, columns, widths)
    return "\n".join(lines) + "\n"


def definitions(pairs: Iterable[tuple[str, str]], *, limit: int = 100, indent: int = 0) -> str:
    """`Label   value` in two columns, the value going on below itself. Nothing for no pairs."""
    listed = [(safe_line(label), safe(value)) for label, value in pairs]
    left = min(max((width(label) for label, _ in listed), default=0), _LABELS)
    margin = " " * indent
    room = max(limit - indent - left - len(GAP), NARROWEST)
    lines = []
    for label, value in listed:
        first, *more = wrapped(value, room)
        if width(label) > left:
            lines.append(f"{margin}{label}")
            more, label = [first, *more], ""  # noqa: PLW2901  # the value stands below a long label
        else:
            lines.append(f"{margin}{padded(label, left)}{GAP}{first}".rstrip())
        lines += [f"{margin}{'':{left}}{GAP}{line}".rstrip() for line in more]
    return "".join(f"{line}\n" for line in lines)


def _widest(title: str, cells: Iterable[str]) -> int:
    return max([width(title), *(width(line) for cell in cells for line in cell.split("\n"))])


def _longest_word(cells: Iterable[str]) -> int:
    return max((width(word) for cell in cells for word in cell.split()), default=0)


def _fitted(columns: Sequence[Column], natural: list[int], words: list[int], room: int) -> list[int]:
    """Widths that fit: the widest columns that may be wrapped give way first, as long as no word is broken.

    Then down to `NARROWEST`.
    """
    widths = list(natural)
    movable = [i for i, column in enumerate(columns) if not column.fixed and not column.right]
    for floors in ([max(each, NARROWEST) for each in words], [NARROWEST] * len(words)):
        _narrowed(widths, floors, movable, room)
    return widths


def _narrowed(widths: list[int], floors: Sequence[int], movable: Sequence[int], room: int) -> None:
    while (excess := sum(widths) - room) > 0:
        wide = [i for i in movable if widths[i] > floors[i]]
        if not wide:
            return
        most = max(widths[i] for i in wide)
        widest = [i for i in wide if widths[i] == most]
        next_most = max([widths[i] for i in wide if widths[i] < most], default=NARROWEST)
        step = max(1, min(most - max(next_most, NARROWEST), excess // len(widest)))
        for i in widest:
            widths[i] -= min(step, widths[i] - floors[i], sum(widths) - room)
            if sum(widths) <= room:
                break


def _lines(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> list[str]:
    if all("\n" not in cell and width(cell) <= each for cell, each in zip(row, widths, strict=True)):
        return [_line(row, columns, widths)]
    parts = [
        cell.split("\n") if column.fixed else wrapped(cell, each)
        for cell, column, each in zip(row, columns, widths, strict=True)
    ]
    height = max(map(len, parts))
    return [
        _line([part[i] if i < len(part) else "" for part in parts], columns, widths) for i in range(height)
    ]


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    filled = (
        padded(cell, each, right=column.right)
        for cell, column, each in zip(cells, columns, widths, strict=True)
    )
    return GAP.join(filled).rstrip()
