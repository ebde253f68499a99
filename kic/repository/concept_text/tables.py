"""Measures in tables: a row each below a row of headings, or a table each with the headings before its cells.

    read_table(paragraphs, columns, expected=False) -> Table | None          None: no table of measures

Every paragraph of such a table is in a row, or among what is left of it.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from kic.repository.concept_text.beginnings import LONGEST_TITLE, Beginnings
from kic.repository.concept_text.columns import Column, Columns
from kic.repository.intake.headings import folded
from kic.sheets.paragraphs import Paragraph

_NUMBER = re.compile(r"(?:[A-Za-zÄÖÜäöüß]{1,3}[.\s-]*)?([0-9]{1,4}(?:\.[0-9]{1,4})*[a-z]?)\.?")
_BEFORE_TITLE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})*)[.)]?\s+(\S.*)", re.DOTALL)


class Unread(NamedTuple):
    """Words of a table that are not entered, with the heading of their column; or particulars of persons."""

    place: int
    words: str
    persons: bool = False


class Row(msgspec.Struct, kw_only=True):
    """A measure as a table says it; `alone` are the words of a row that holds but one cell."""

    place: int
    number: str = ""
    title: str = ""
    text: list[str] = []
    goals: list[str] = []
    theme: str = ""
    responsible: list[str] = []
    alone: str = ""
    left: list[Unread] = []

    @property
    def is_measure(self) -> bool:
        """Whether it says more of a measure than its number."""
        return bool(self.title or self.text)


class Table(msgspec.Struct, frozen=True):
    """The measures of a table. `about` tells that they are of the one that is open: it has no title of its own."""

    rows: tuple[Row, ...]
    about: bool = False


class _Entry(NamedTuple):
    """A cell with what stands in its column."""

    heading: str
    column: Column | None
    words: tuple[Paragraph, ...]


def read_table(
    paragraphs: Sequence[Paragraph], columns: Columns, beginnings: Beginnings, *, expected: bool
) -> Table | None:
    """The measures in a table; `expected` says that it stands where measures do."""
    grid = _Grid(paragraphs)
    above = list(itertools.takewhile(grid.is_one_cell, grid.rows))
    headed = grid.rows[len(above) :]
    headings = [_words(grid.cell(headed[0], column)) for column in grid.columns] if headed else []
    if columns.is_of_measures([each for each in headings if each], expected=expected):
        titles = ([_Entry("", None, grid.cell(row, grid.columns[0]))] for row in above)
        found = itertools.chain(titles, _below(grid, headed, headings, columns))
        return Table(tuple(_row(each, beginnings) for each in found))
    sheets = _sheets(grid, columns, beginnings)
    if sheets is None:
        columns.left_alone(headings, expected=expected)
    return sheets


def _sheets(grid: "_Grid", columns: Columns, beginnings: Beginnings) -> Table | None:
    """The measures of a table with its headings before the cells."""
    if grid.columns != [0, 1]:
        return None
    keys = [columns.meaning(_words(grid.cell(row, 0))) for row in grid.rows if grid.cell(row, 1)]
    if len(set(keys) - {None, Column.PERSONS}) < 2:  # noqa: PLR2004  # two known ones are no chance
        return None
    sheets = [_row(each, beginnings) for each in _beside(grid, columns, beginnings)]
    if all(each.is_measure and each.title for each in sheets):
        return Table(tuple(sheets))
    return Table(tuple(sheets), about=True) if len(sheets) == 1 and not sheets[0].title else None


class _Grid:
    """The cells of a table by row and column; one that was merged with those below it stands in each of the rows."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._held: dict[tuple[int, int], list[Paragraph]] = {}
        self._from_above: set[tuple[int, int]] = set()
        for each in paragraphs:
            if each.cell is None:
                continue
            for below in range(each.cell.rows):
                at = each.cell.row + below, each.cell.column
                self._held.setdefault(at, []).append(each)
                if below:
                    self._from_above.add(at)
        self.rows = sorted({row for row, _ in self._held})
        self.columns = sorted({column for _, column in self._held})

    def cell(self, row: int, column: int) -> tuple[Paragraph, ...]:
        """What stands in a cell."""
        return tuple(self._held.get((row, column), ()))

    def is_one_cell(self, row: int) -> bool:
        """Whether nothing but its first cell says anything in a row of several, as in one over the whole table."""
        first, *others = self.columns
        return bool(others and self.cell(row, first)) and not any(self.cell(row, each) for each in others)

    def is_from_above(self, row: int, column: int) -> bool:
        """Whether a cell goes on from the one above it."""
        return (row, column) in self._from_above


def _below(
    grid: _Grid, rows: Sequence[int], headings: Sequence[str], columns: Columns
) -> Iterator[list[_Entry]]:
    """The rows below the first of `rows`, which holds the headings. A title over several rows is one measure."""
    meanings = [columns.meaning(each) if each else None for each in headings]
    columns.unread += [
        each for each, meaning in zip(headings, meanings, strict=True) if each and meaning is None
    ]
    titles = [
        c
        for c, meaning in zip(grid.columns, meanings, strict=True)
        if meaning in (Column.TITLE, Column.NUMBER)
    ]
    held: list[_Entry] = []
    for row in rows[1:]:
        cells = [grid.cell(row, column) for column in grid.columns]
        if [folded(_words(each)) for each in cells] == [folded(each) for each in headings]:
            continue  # the headings again, as on a new page
        goes_on = bool(titles) and all(grid.is_from_above(row, column) for column in titles)
        if held and not goes_on:
            yield held
            held = []
        for column, heading, meaning, words in zip(grid.columns, headings, meanings, cells, strict=True):
            again = grid.is_from_above(row, column)
            if words and not (again and (goes_on or meaning in (None, Column.PERSONS, Column.IGNORED))):
                held.append(_Entry(heading, meaning, words))
    if held:
        yield held


def _beside(grid: _Grid, columns: Columns, beginnings: Beginnings) -> Iterator[list[_Entry]]:
    """The measures of a table whose headings stand before the cells; a title or number once more begins the next."""
    held: list[_Entry] = []
    for row in grid.rows:
        key, words = grid.cell(row, 0), grid.cell(row, 1)
        heading = _words(key)
        begun = beginnings.named("recommendation", heading)
        column = Column.TITLE if begun is not None else columns.meaning(heading)
        begins = {column} & {Column.TITLE, Column.NUMBER}
        if begun is not None and not words and not begun.title:  # `Maßnahme 4` over the whole table
            column, begins = Column.NUMBER, {Column.TITLE, Column.NUMBER}
        if any(each.column in begins for each in held):
            yield held
            held = []
        if begun is not None and words and begun.number:
            held.append(_Entry(heading, Column.NUMBER, key))
        if not words:
            held.append(_Entry("", column if begun is not None else None, key))  # a row over the whole table
        else:
            held.append(_Entry(heading, column, words))
    if held:
        yield held


def _row(entries: Sequence[_Entry], beginnings: Beginnings) -> Row:
    row = Row(place=min(each.place for entry in entries for each in entry.words))
    if len(entries) == 1:
        row.alone = _words(entries[0].words)
    for entry in entries:
        _take(row, entry, beginnings)
    return row


def _take(row: Row, entry: _Entry, beginnings: Beginnings) -> None:
    lines = [each for paragraph in entry.words for each in paragraph.words.split("\n") if each]
    match entry.column:
        case Column.NUMBER:
            _take_number(row, entry, beginnings)
        case Column.TITLE if not row.title:
            _take_title(row, entry.words, beginnings)
        case Column.TEXT if not row.text:
            row.text += _texts(entry.words)
        case Column.TEXT | Column.TITLE | Column.DETAIL:
            first, *others = _texts(entry.words)
            row.text += (
                [f"{entry.heading}:", first, *others]
                if first.startswith("- ")
                else [f"{entry.heading}: {first}", *others]
            )
        case Column.GOALS:
            row.goals += lines
        case Column.RESPONSIBLE:
            row.responsible += lines
        case Column.THEME if not row.theme:
            row.theme = _words(entry.words)
        case Column.PERSONS:
            row.left.append(Unread(entry.words[0].place, "", persons=True))
        case _:
            said = f"{entry.heading}: " if entry.heading else ""
            row.left.append(Unread(entry.words[0].place, said + _words(entry.words)))


def _take_number(row: Row, entry: _Entry, beginnings: Beginnings) -> None:
    words = _words(entry.words)
    begun = beginnings.named("recommendation", words)
    match = _NUMBER.fullmatch(words)
    number = begun.number if begun is not None else match[1] if match is not None else words
    if row.number in ("", number):
        row.number = number
    else:
        row.left.append(Unread(entry.words[0].place, f"{entry.heading}: {words}"))


def _take_title(row: Row, words: Sequence[Paragraph], beginnings: Beginnings) -> None:
    """The first line of the cell is the title, if it is no longer than one; what follows is text."""
    first, *others = words
    line, _, rest = first.words.partition("\n")
    begun = beginnings.named("recommendation", line)
    numbered = _BEFORE_TITLE.fullmatch(line)
    number, title = (
        (begun.number, begun.title)
        if begun is not None
        else numbered.groups()
        if numbered is not None
        else ("", line)
    )
    if row.number not in ("", number) or len(title) > LONGEST_TITLE:
        number, title = row.number, line
    row.number = row.number or number
    if len(title) > LONGEST_TITLE:
        row.text[:0] = _texts(words)
        return
    row.title = title
    row.text[:0] = [*([rest] if rest else []), *_texts(others)]


def _texts(words: Sequence[Paragraph]) -> list[str]:
    """Paragraphs of a cell; the items of a list are one."""
    found: list[str] = []
    for each in words:
        if each.first and found and found[-1].rpartition("\n")[2].startswith("- "):
            found[-1] += f"\n- {each.words}"
        else:
            found.append(f"- {each.words}" if each.first else each.words)
    return found


def _words(paragraphs: Sequence[Paragraph]) -> str:
    return " ".join(word for each in paragraphs for word in each.words.split())
