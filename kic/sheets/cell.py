"""What stands in a spreadsheet, as values: cells with their kind, sheets, workbooks, and what was found on the way.

A cell keeps its kind apart from its value, so that nothing is taken for what it is not: a formula is not its last
result, a date is not the number that stands in the file, and an error value is not a text.
"""

import datetime
import enum
from collections.abc import Mapping
from functools import cached_property

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.place import Place, Span
from kic.core.text import Text, text


class Kind(enum.Enum):
    """What stands in a cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"
    TIME = "time"
    BOOL = "bool"
    FORMULA = "formula"
    ERROR = "error"


Value = str | datetime.date | bool | None


def letters(column: int) -> str:
    """The letters of a column, counted from 1: 1 is A, 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Cell(msgspec.Struct, frozen=True):
    """One cell. `row` and `column` count from 1.

    `value`, by kind: EMPTY None; TEXT and ERROR (`#REF!`) the text; NUMBER an exact decimal in plain digits with a
    point (`1234.5`, no exponent, at most 15 significant digits as spreadsheet programs show them); SHARE the same in
    per cent (`12.5%`); DATE a date, or a datetime where it has a time of day; TIME a time of day or a length (`12:30`);
    BOOL a bool; FORMULA its text (`=SUM(A1:A3)`), with its last result in `result`, which nobody may take for a value.
    """

    row: int
    column: int
    kind: Kind = Kind.EMPTY
    value: Value = None
    result: str | None = None

    @property
    def name(self) -> str:
        """As programs name it: `D7`."""
        return f"{letters(self.column)}{self.row}"

    @property
    def empty(self) -> bool:
        """Whether nothing stands here; blanks are nothing."""
        return self.kind is Kind.EMPTY


class Range(msgspec.Struct, frozen=True):
    """Cells that were merged into one; both corners are included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """As programs name it: `D7:D9`."""
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


class Sheet(msgspec.Struct, frozen=True, dict=True):
    """One sheet: its cells that are not empty, by row and column. `name` is empty for a CSV file.

    `hidden_rows` are those hidden by hand or by a filter; they are read like others.
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    merged: tuple[Range, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell of this place; an empty one where nothing stands."""
        return self.rows.get(row, {}).get(column) or Cell(row, column)

    def row(self, number: int) -> tuple[Cell, ...]:
        """The cells of a row that are not empty, from left to right."""
        return tuple(cell for _column, cell in sorted(self.rows.get(number, {}).items()))

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """The rows in which something stands, from top to bottom."""
        return tuple(sorted(number for number, cells in self.rows.items() if cells))

    def merged_at(self, row: int, column: int) -> Range | None:
        """The merged cells that this one belongs to."""
        for each in self._merged_by_row.get(row, ()):
            if each.left <= column <= each.right:
                return each
        return None

    @cached_property
    def _merged_by_row(self) -> dict[int, list[Range]]:
        last = max(self.row_numbers, default=0)
        by_row: dict[int, list[Range]] = {}
        for each in self.merged:
            for row in range(each.top, min(each.bottom, last) + 1):
                by_row.setdefault(row, []).append(each)
        return by_row


class Workbook(msgspec.Struct, frozen=True):
    """A file of sheets as it was read. `name` is the file's name for findings; `findings` are those of reading.

    A file that could not be read has no sheets, and an error among its findings. `commented` tells that cells have
    comments, which are not read.
    """

    name: str
    sheets: tuple[Sheet, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    commented: bool = False

    @property
    def readable(self) -> bool:
        """Whether reading found no error."""
        return not any(each.severity is Severity.ERROR for each in self.findings)

    def named(self, name: str) -> Sheet | None:
        """The sheet of this name, in any case and without blanks around it; None if there is none."""
        wanted = name.strip().casefold()
        return next((sheet for sheet in self.sheets if sheet.name.strip().casefold() == wanted), None)

    def finding(
        self,
        law: Law,
        sheet: Sheet,
        cell: Cell,
        problem: Text,
        *,
        help: Text | None = None,  # noqa: A002
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding at a cell. Its sentence names sheet and cell; its place has row and column as line and column."""
        found = diagnose(law, said_at(sheet, cell, problem), self.place(sheet, cell), help=help)
        return found if severity is None else msgspec.structs.replace(found, severity=severity)

    def place(self, sheet: Sheet, cell: Cell) -> Place:
        """Where a cell stands, in the form in which all findings have their place."""
        return cell_place(self.name, sheet.name, cell.row, cell.column)


def cell_place(path: str, sheet: str, row: int, column: int) -> Place:
    """A cell as a place: line and column are the row and the column's number, the field is sheet and cell."""
    field = (sheet, f"{letters(column)}{row}") if sheet else (f"{letters(column)}{row}",)
    return Place(path, field, span=Span(row, column, row, column + 1))


def said_at(sheet: Sheet, cell: Cell, problem: Text) -> Text:
    """`Sheet Anträge, cell D7: ...`."""
    if not sheet.name:
        return text("cell {cell}: {problem}", cell=cell.name, problem=problem)
    return text("sheet {sheet}, cell {cell}: {problem}", sheet=sheet.name, cell=cell.name, problem=problem)
