"""Whether values stand where they do not belong: a column sorted by itself, two columns or headings exchanged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kic.sheets import Cell


class Moved(NamedTuple):
    """A cell with the mark of what it says now and of what it said when it went out."""

    key: str
    id: str
    cell: Cell
    said: str
    sent: str


class Apart(NamedTuple):
    """A column whose values changed places: the first such cell, how many, and whether it cannot be chance."""

    first: Moved
    cells: int
    sure: bool


class Crossed(NamedTuple):
    """Two columns whose values changed places: the first such cell, the other column, in how many rows."""

    first: Moved
    other: str
    rows: int


_FEWEST = 3
"""So many cells with few different values, such as states, change places by chance only rarely."""


def apart(cells: Iterable[Moved]) -> Iterator[Apart]:
    """The columns of which at least two values stand where another row's value went out.

    A value that occurs once in a column and turns up in another row was moved there. Of values that occur often, such
    as states, only that the changed cells hold the same ones as before is a hint, no proof.
    """
    columns: dict[str, list[Moved]] = {}
    for each in cells:
        columns.setdefault(each.key, []).append(each)
    for found in columns.values():
        changed = [each for each in found if each.said != each.sent]
        times = Counter(each.sent for each in found)
        left = {each.sent for each in changed if each.sent != "-" and times[each.sent] == 1}
        moved = [each for each in changed if each.said in left]
        if len(moved) > 1:
            yield Apart(moved[0], len(moved), sure=True)
        elif len(changed) >= _FEWEST and _same(changed):
            yield Apart(changed[0], len(changed), sure=False)


def crossed(cells: Iterable[Moved]) -> Iterator[Crossed]:
    """Pairs of columns where each now holds what went out in the other one, in the same row."""
    rows: dict[str, list[Moved]] = {}
    for each in cells:
        if each.said != each.sent:
            rows.setdefault(each.id, []).append(each)
    found: dict[tuple[str, str], list[Moved]] = {}
    for changed in rows.values():
        went_out = {each.sent: each for each in changed if each.sent != "-"}
        for each in changed:
            other = went_out.get(each.said)
            if other is not None and other.said == each.sent and each.key < other.key:
                found.setdefault((each.key, other.key), []).append(each)
    for (_key, other_key), moved in found.items():
        yield Crossed(moved[0], other_key, len(moved))


def _same(changed: list[Moved]) -> bool:
    return Counter(each.said for each in changed) == Counter(each.sent for each in changed)
