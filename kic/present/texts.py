"""Long texts side by side on the terminal where it is wide, else one below the other under their titles."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

WIDE = 96
"""From so many columns on, texts stand side by side."""
_GAP = 3
_LAST = 0.24
"""Share of the last column of three, which says why; the texts share the rest."""


def texts_laid_out(
    titles: Sequence[str], rows: "Sequence[Sequence[Text]]", limit: int
) -> "Iterator[RenderableType]":
    """A rule above each row, which keeps together what belongs together."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if limit < WIDE:
        for row in rows:
            yield Text("-" * limit)
            for title, cell in zip(titles, row, strict=True):
                yield Text(f"{title}:", style="bold")
                yield _set_in(cell)
        yield Text("-" * limit)
        return
    shown = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold", width=limit)
    widths = _widths(len(titles), limit)
    for title, columns in zip(titles, widths, strict=True):
        shown.add_column(Text(title, overflow="fold"), width=columns, overflow="fold")
    rule = tuple("-" * each for each in widths)
    for row in rows:
        shown.add_row(*rule)
        shown.add_row(*map(_spaced, row))
    shown.add_row(*rule)
    yield shown


def _spaced(cell: "Text") -> "Text":
    """Paragraphs of a cell with an empty line between them."""
    from rich.text import Text  # noqa: PLC0415

    between = "\n" * 2
    return Text(between).join(cell.split("\n"))


def _set_in(cell: "Text") -> "RenderableType":
    from rich.padding import Padding  # noqa: PLC0415

    return Padding(_spaced(cell), (0, 0, 0, 2))


def _widths(columns: int, limit: int) -> list[int]:
    room = limit - _GAP * (columns - 1)
    if columns != 3:  # noqa: PLR2004
        return [room // columns] * columns
    last = int(room * _LAST)
    return [(room - last) // 2] * 2 + [last]
