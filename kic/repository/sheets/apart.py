"""Whether a column was sorted by itself, so that its values stand beside other records than they belong to."""

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


def _same(changed: list[Moved]) -> bool:
    return Counter(each.said for each in changed) == Counter(each.sent for each in changed)
