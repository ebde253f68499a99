"""What of the records is public, as tables: the one place that decides it, for open data and for a public site.

Nothing is public because it is there: every column of every table is named in this chapter, with the reason why it may
be seen. What has no table stands in `tables.LEFT_OUT` with the reason why not. Notes, sources and the wording of gaps
are never public: they are written for the office.
"""

import enum
from collections.abc import Iterable
from typing import Any

import msgspec

from kic.core.text import Text


class Sort(enum.Enum):
    """What the cells of a column hold; None is an empty cell in each."""

    TEXT = "text"
    ID = "id"
    CODE = "code"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PARTIAL = "partial"
    MOMENT = "moment"
    FLAG = "flag"
    PLAIN = "plain"


class Column(msgspec.Struct, frozen=True):
    """A column: its key, which never changes, and what its cells hold.

    `title` is its heading in words, None for the word of the field of this name. `refers` is the table whose first
    column a cell names. `codes` are the enum's members for a column of codes. `needed` columns have no empty cell.
    """

    key: str
    sort: Sort = Sort.TEXT
    title: Text | None = None
    refers: str | None = None
    codes: type[enum.Enum] | None = None
    needed: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of one kind in a stable order. `why` says what is in it and why it is public; `key` names each row."""

    name: str
    title: Text
    why: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def column(self, key: str) -> int:
        """The position of a column."""
        return next(position for position, each in enumerate(self.columns) if each.key == key)


def linked(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The tables without references to what is not public: such a cell becomes empty.

    A row that says nothing without the reference, because the column is `needed`, is left out.
    """
    listed = tuple(tables)
    there = {each.name: {row[0] for row in each.rows} for each in listed}
    return tuple(_linked(each, there) for each in listed)


def _linked(table: Table, there: dict[str, set[Any]]) -> Table:
    refers = [
        (position, there[each.refers], each.needed)
        for position, each in enumerate(table.columns)
        if each.refers is not None
    ]
    if not refers:
        return table
    rows = []
    for row in table.rows:
        loose = [
            (position, needed)
            for position, ids, needed in refers
            if row[position] is not None and row[position] not in ids
        ]
        if any(needed for _position, needed in loose):
            continue
        gone = {position for position, _needed in loose}
        rows.append(tuple(None if n in gone else cell for n, cell in enumerate(row)) if gone else row)
    return msgspec.structs.replace(table, rows=tuple(rows))
