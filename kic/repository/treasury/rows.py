"""A row of the treasury's list becomes a booking, each value checked where it stands.

What cannot be read is a finding at its cell, and the row waits: none is dropped. A last row that holds no more than the
sum of the others is taken as such, and checked.
"""

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.pattern import pattern
from kic.core.text import text
from kic.core.values import Misread, Money, total
from kic.domain.settings import TreasuryField
from kic.present.safe import safe
from kic.repository.treasury.columns import Columns
from kic.sheets import Cell, Kind, Workbook, meaning, misread, problem
from kic.sheets.laws import MISSING_CELL

T = TypeVar("T")
F = TreasuryField

_trailing_minus = pattern(r"(\d(?:[\d., ]*\d)?) ?[-\u2212]", re.ASCII)
_voucher = pattern(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9 ./_-]{0,39}", re.ASCII)


class Booking(NamedTuple):
    """A row that could be read. The amount has the sign of the list; the account is empty where no column holds it.

    `purpose` serves to find the payment and is never kept.
    """

    row: int
    date: datetime.date
    voucher: str
    amount: Money
    purpose: str
    account: str


class Read(NamedTuple):
    """The bookings, the rows that wait with their findings, and the row of the sum, if there is one."""

    bookings: tuple[Booking, ...]
    waiting: tuple[int, ...]
    findings: tuple[Diagnostic, ...]
    sum_row: int | None


def read_rows(book: Workbook, columns: Columns) -> Read:
    """Every row below the headings in which something stands in a column that is read."""
    return _Rows(book, columns).read()


class _Rows:
    def __init__(self, book: Workbook, columns: Columns) -> None:
        self._book, self._sheet, self._columns = book, columns.sheet, columns
        self._found: list[Diagnostic] = []

    def read(self) -> Read:
        bookings: list[Booking] = []
        waiting: list[int] = []
        findings: list[Diagnostic] = []
        sum_row: int | None = None
        uneven = {
            each.place.span.line
            for each in self._book.findings
            if each.place.span is not None and each.law.slug == "uneven-row"
        }
        rows = [n for n in self._sheet.row_numbers if n > int(self._columns.treasury.heading_row)]
        for number in rows:
            if number in uneven:
                waiting.append(number)  # its cells stand in the wrong columns: one finding says it all
                continue
            if number == rows[-1] and self._is_sum(number, bookings, complete=not waiting):
                sum_row = number
                continue
            self._found = []
            booking = self._row(number)
            if booking is None:
                waiting.append(number)
                findings += self._found
            else:
                bookings.append(booking)
        return Read(tuple(bookings), tuple(waiting), tuple(findings), sum_row)

    def _is_sum(self, row: int, bookings: list[Booking], *, complete: bool) -> bool:
        """Whether the last row is the sum of the others: no day, no voucher, and the right amount."""
        if not bookings or not complete:
            return False
        if any(not self._cell(row, field).empty for field in (F.DATE, F.VOUCHER)):
            return False
        cell = self._cell(row, F.AMOUNT)
        if cell.kind is Kind.FORMULA and cell.result is not None:  # only compared: nothing is taken from it
            cell = msgspec.structs.replace(cell, kind=Kind.NUMBER, value=cell.result)
        try:
            return _amount(cell) == total(each.amount for each in bookings)
        except Misread:
            return False

    def _row(self, row: int) -> Booking | None:
        cells = [self._cell(row, field) for field in self._columns.by_field]
        if all(cell.empty and self._sheet.merged_at(row, cell.column) is None for cell in cells):
            cell = self._sheet.row(row)[0]
            self._say_missing(cell.row, cell.column)
            return None
        date = self._needed(row, F.DATE, meaning.day)
        voucher = self._needed(row, F.VOUCHER, _read_voucher)
        amount = self._needed(row, F.AMOUNT, _read_amount)
        purpose = self._words(row, F.PURPOSE)
        account = self._words(row, F.ACCOUNT) if F.ACCOUNT in self._columns.by_field else ""
        if self._found or date is None or voucher is None or amount is None:
            return None
        return Booking(row, date, voucher, amount, purpose or "", account or "")

    def _cell(self, row: int, field: TreasuryField) -> Cell:
        return self._sheet.cell(row, self._columns.by_field[field])

    def _needed(self, row: int, field: TreasuryField, read: Callable[[Cell], T]) -> T | None:
        cell = self._cell(row, field)
        if cell.empty and self._sheet.merged_at(cell.row, cell.column) is None:
            said = text("{field} is missing", field=field)
            self._found.append(self._book.finding(MISSING_CELL, self._sheet, cell, said))
            return None
        return self._value(cell, read)

    def _words(self, row: int, field: TreasuryField) -> str | None:
        """What stands in a cell that serves only to compare: a text, a number as it is spelled, or nothing."""
        cell = self._cell(row, field)
        if cell.empty and self._sheet.merged_at(cell.row, cell.column) is None:
            return ""
        return self._value(cell, _as_words)

    def _value(self, cell: Cell, read: Callable[[Cell], T]) -> T | None:
        fault = problem(self._book, self._sheet, cell)
        if fault is not None:
            self._found.append(fault)
            return None
        try:
            return read(cell)
        except Misread as reason:
            self._found.append(misread(self._book, self._sheet, cell, reason))
            return None

    def _say_missing(self, row: int, column: int) -> None:
        cell = self._sheet.cell(row, column)
        said = text("the row holds nothing in the columns that are read")
        self._found.append(self._book.finding(MISSING_CELL, self._sheet, cell, said))


def _read_amount(cell: Cell) -> Money:
    amount = _amount(cell)
    if not amount.cents:
        raise Misread(text("a booking of nothing is none"))
    return amount


def _amount(cell: Cell) -> Money:
    """An amount; bookkeeping programs also write the minus behind it (`1.234,50-`)."""
    if cell.kind is Kind.TEXT:
        found = _trailing_minus().fullmatch(str(cell.value).strip())
        if found is not None:
            return -meaning.amount(msgspec.structs.replace(cell, value=found[1]))
    return meaning.amount(cell)


def _read_voucher(cell: Cell) -> str:
    """A number, perhaps with letters: nothing that could be a name gets into a record."""
    word = " ".join(meaning.name(cell).split())
    if _voucher().fullmatch(word) is None:
        raise Misread(text("a voucher number is expected, with a digit and at most 40 letters and digits"))
    return word


def _as_words(cell: Cell) -> str:
    if cell.kind in (Kind.TEXT, Kind.NUMBER):
        words = str(cell.value)
        return safe(words)
    if cell.kind is Kind.DATE or cell.kind is Kind.TIME or cell.kind is Kind.BOOL or cell.kind is Kind.SHARE:
        return meaning.shown(cell)
    return meaning.name(cell)
