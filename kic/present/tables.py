"""Tables and definition lists, as wide as they need to be and no wider than the terminal.

rich lays tables out. How wide each column is, is settled here: rich takes from the widest column whatever is
too much, in the middle of a German compound or of an amount. The rule is of `-`: screen readers and old
consoles know no other. Cells are words already; unsafe characters in them are shown as escapes.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kic.present.console import held, printed
from kic.present.safe import safe, safe_line
from kic.present.width import padded, width, wrapped

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

GAP = "  "
NARROWEST = 8
"""No column is made narrower than this to fit; a table of many columns then exceeds the terminal."""
_LABELS = 28
_MANY_LINES = 6
"""A column that breaks words and takes more lines than this for one cell is no longer read as a column."""


class Column(NamedTuple):
    """A column's title; numbers and money stand `right`; `fixed` columns, such as ids, are never wrapped."""

    title: str
    right: bool = False
    fixed: bool = False


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, limit: int = 100) -> str:
    """Titles, a rule and the rows; cells too long for `limit` columns go on below. A cell for each column.

    Where that does not make it fit, or breaks words in a cell of many lines, each row stands by itself, its titles
    beside the cells that say something.
    """
    from rich.text import Text  # noqa: PLC0415

    named = [column._replace(title=safe_line(column.title)) for column in columns]
    lines = [tuple(row) for row in rows]
    shown = laid_out(named, [[Text(held(safe(cell))) for cell in row] for row in lines], limit=limit)
    if lines and ((shown.width or 0) > limit or _crammed(shown, lines)):
        titles = [column.title for column in named]
        left = max(map(width, titles))
        pairs = ([(title, cell) for title, cell in zip(titles, row, strict=True) if cell] for row in lines)
        return "\n".join(definitions(each, limit=limit, labels=left) for each in pairs)
    return printed(shown, limit)


def laid_out(columns: Sequence[Column], rows: "Sequence[Sequence[Text]]", *, limit: int) -> "Table":
    """The same for rich, from words that are safe and `held`; the styles of the cells stay."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    titles = [held(column.title) for column in columns]
    widths = _fitted(columns, titles, [[cell.plain for cell in row] for row in rows], limit)
    shown = Table(
        box=None,
        pad_edge=False,
        padding=(0, len(GAP), 0, 0),
        header_style="bold",
        width=sum(widths) + len(GAP) * (len(widths) - 1),
    )
    for column, title, columns_wide in zip(columns, titles, widths, strict=True):
        shown.add_column(
            Text(title, overflow="fold"),
            justify="right" if column.right else "left",
            width=columns_wide,
            overflow="fold",
        )
    shown.add_row(*("-" * each for each in widths))
    for row in rows:
        shown.add_row(*row)
    return shown


def definitions(
    pairs: Iterable[tuple[str, str]], *, limit: int = 100, indent: int = 0, labels: int = _LABELS
) -> str:
    """`Label   value` in two columns, the value going on below itself. Nothing for no pairs.

    A value stands below a label of more than `labels` columns.
    """
    listed = [(safe_line(label), safe(value)) for label, value in pairs]
    left = min(max((width(label) for label, _ in listed), default=0), labels)
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


def _crammed(shown: "Table", rows: Sequence[Sequence[str]]) -> bool:
    for i, column in enumerate(shown.columns):
        cells, wide = [row[i] for row in rows], column.width or 0
        if _longest_word(cells) > wide and any(width(cell) > wide * _MANY_LINES for cell in cells):
            return True
    return False


def _widest(title: str, cells: Iterable[str]) -> int:
    from rich.cells import cell_len  # noqa: PLC0415  # measured by whom it is laid out

    return max([cell_len(title), *(cell_len(line) for cell in cells for line in cell.split("\n"))])


def _longest_word(cells: Iterable[str]) -> int:
    from rich.cells import cell_len  # noqa: PLC0415

    return max((cell_len(word) for cell in cells for word in cell.split()), default=0)


def _fitted(
    columns: Sequence[Column], titles: Sequence[str], rows: Sequence[Sequence[str]], limit: int
) -> list[int]:
    """Widths that fit: the widest columns that may be wrapped give way first, as long as no word is broken.

    Then down to `NARROWEST`.
    """
    widths = [_widest(title, (row[i] for row in rows)) for i, title in enumerate(titles)]
    room = limit - len(GAP) * (len(columns) - 1)
    if sum(widths) <= room:
        return widths
    words = [_longest_word((title, *(row[i] for row in rows))) for i, title in enumerate(titles)]
    for i, column in enumerate(columns):
        if column.right:  # numbers stay whole; only their title may go on below
            widths[i] = max(_longest_word((titles[i],)), _widest("", (row[i] for row in rows)))
    movable = [i for i, column in enumerate(columns) if not column.fixed and not column.right]
    for floors in ([max(each, NARROWEST) for each in words], words, [NARROWEST] * len(words)):
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
