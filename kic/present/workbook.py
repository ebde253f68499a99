"""XLSX files that kic writes to be filled in: locked cells, drop-downs, instructions, and the same bytes each time.

    workbook([Page("Marks", rows, widths=(12, 40), protected=True, choices=(Choice(...),))], title=..., on=day) -> bytes
    Put(value, Look.HEADING, locked=False)     value: str, int, bool, None, date, Money, Number, Share or Formula

Needs the extra `kic[sheets]`; without it `workbook` raises Unavailable, which says how to install it. A text is
always written as a text: nothing in it is ever a formula or a link, whatever it begins with (a `Formula` is one of
kic's own). Protection has no
password: it keeps people from mistakes, not from intent, so what comes back is judged anew (`kic.sheets`).
"""

import datetime
import enum
import io
from collections.abc import Sequence
from typing import Any

import msgspec

from kic.core.values import Money, Number, Share
from kic.errors import Unavailable
from kic.present.safe import safe

LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""
LONGEST_NAME = 31
"""Characters of a sheet's name."""
_LONGEST_LIST = 255
"""Characters of a drop-down's list that stands in the rule itself; a longer one is written to a sheet of its own."""
LISTS = "_"
"""The name of the hidden sheet of long drop-downs."""
_A4 = 9
_MARKS = frozenset("\u061c\u200e\u200f")
"""Marks of direction, which records may hold, and which XML can."""


class Look(enum.Enum):
    """How a cell looks, and what may be typed into it: the number format belongs to it."""

    PLAIN = "plain"
    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"
    NOTE = "note"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    SHARE = "share"
    STRUCK = "struck"


class Put(msgspec.Struct, frozen=True):
    """A cell to be written. `locked` counts on a protected page only."""

    value: Any = None
    look: Look = Look.PLAIN
    locked: bool = True


class Allowed(enum.Enum):
    """What a rule lets into its cells."""

    ANY = "any"
    CHOICE = "choice"
    AMOUNT = "amount"
    NUMBER = "number"
    DAY = "day"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A rule for cells from (row, column) to (last_row, last_column), all counted from 1.

    `values` are offered as a drop-down (CHOICE); ANY takes everything and only gives its hint; `least` and `most` bound
    numbers, days and amounts. `strict` refuses other input; else the program only warns. `message` is what the program
    then says, `hint` what it says before.
    """

    row: int
    column: int
    last_row: int
    last_column: int
    allowed: Allowed = Allowed.CHOICE
    values: tuple[str, ...] = ()
    least: Any = None
    most: Any = None
    strict: bool = True
    hint: str = ""
    message: str = ""


class Formula(msgspec.Struct, frozen=True):
    """A formula of kic's own, such as a hint that depends on other cells: `=IF(F5="","fill this in","")`.

    In English, with commas, as the file format has it; it is never made of words from records. `shown` is what stands
    there until a program calculates it.
    """

    formula: str
    shown: str = ""


class Highlight(msgspec.Struct, frozen=True):
    """Cells that are marked while a formula holds, written for the first of them; all counted from 1."""

    row: int
    column: int
    last_row: int
    last_column: int
    formula: str


def quoted(words: str) -> str:
    """Words as a text within a formula."""
    return '"' + words.replace('"', '""') + '"'


class Page(msgspec.Struct, frozen=True):
    """A sheet: its rows from the first one on; None and missing cells stay empty.

    `widths` are in characters, one for each column, `freeze` (rows, columns) stay in view, `unlocked` are whole columns
    (from 1) that can be filled in below the rows of a protected page, `hidden_columns` whole columns that are not
    shown; `highlights` mark what waits for an answer. `fitted` rows are as high as their texts need.
    """

    name: str
    rows: Sequence[Sequence[Put | None]]
    widths: tuple[int, ...] = ()
    choices: tuple[Choice, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    freeze: tuple[int, int] = (0, 0)
    protected: bool = False
    unlocked: tuple[int, ...] = ()
    hidden: bool = False
    fitted: bool = False
    landscape: bool = True
    hidden_columns: tuple[int, ...] = ()


def instructions(name: str, lines: Sequence[tuple[str, str]], *, title: str) -> Page:
    """A page to be read first: a title, then lines of a short heading and what is to be done."""
    rows: list[Sequence[Put | None]] = [(Put(title, Look.TITLE),), ()]
    rows += [(Put(heading, Look.HEADING), Put(words, Look.NOTE)) for heading, words in lines]
    return Page(name, rows, widths=(26, 90), protected=True, fitted=True, landscape=False)


def workbook(pages: Sequence[Page], *, title: str, on: datetime.date) -> bytes:
    """The finished file; the same pages give the same bytes. Raises Unavailable without the extra `kic[sheets]`."""
    try:
        import xlsxwriter  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  # an extra
    except ImportError:
        raise Unavailable(
            "Writing XLSX files needs the package xlsxwriter, which is not installed.",
            help='Install kic with sheets: pipx install "kic[sheets]", or pip install "kic[sheets]".',
        ) from None
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    book.set_properties(
        {"title": title, "created": datetime.datetime.combine(on, datetime.time()), "author": "kic"}
    )
    writer = _Writer(book)
    for page in pages:
        writer.page(page)
    writer.lists()
    book.close()
    return stream.getvalue()


class _Writer:
    """Writes pages into one workbook of xlsxwriter; keeps the formats that were made, and long lists."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[Look, bool], Any] = {}
        self._lists: list[tuple[str, ...]] = []
        self._marked: Any = None

    def page(self, page: Page) -> None:
        """Adds a sheet."""
        sheet = self._book.add_worksheet(_sheet_name(page.name))
        self._lay_out(sheet, page)
        for row, cells in enumerate(page.rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    self._put(sheet, row, column, cell)
            if page.fitted and (lines := _lines(cells, page)) > 1:
                sheet.set_row(row, _LINE * min(lines, _MOST_LINES))
        for choice in page.choices:
            self._choice(sheet, choice)
        for each in page.highlights:
            rule = {"type": "formula", "criteria": each.formula, "format": self._wanting()}
            sheet.conditional_format(
                each.row - 1, each.column - 1, each.last_row - 1, each.last_column - 1, rule
            )
        if page.protected:
            sheet.protect(
                "", {"format_columns": True, "format_rows": True, "select_locked_cells": True, "sort": False}
            )

    def _lay_out(self, sheet: Any, page: Page) -> None:
        if page.hidden:
            sheet.hide()
        if page.landscape:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        if any(page.freeze):
            sheet.freeze_panes(*page.freeze)
        for column, width in enumerate(page.widths, 1):
            look = self._format(Look.PLAIN, locked=False) if column in page.unlocked else None
            shown = {} if column not in page.hidden_columns else {"hidden": True}
            sheet.set_column(column - 1, column - 1, width, look, shown)

    def lists(self) -> None:
        """The sheet of the long lists, hidden, behind all others."""
        if self._lists:
            sheet = self._book.add_worksheet(LISTS)
            for column, values in enumerate(self._lists):
                for row, value in enumerate(values):
                    sheet.write_string(row, column, words_in(value))
            sheet.hide()

    def _put(self, sheet: Any, row: int, column: int, cell: Put) -> None:
        look = self._format(cell.look, locked=cell.locked)
        value = cell.value
        if value is None or value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, Money):
            sheet.write_number(row, column, _number(str(value)), look)
        elif isinstance(value, Number):
            sheet.write_number(row, column, _number(value.spelling), look)
        elif isinstance(value, Share):
            sheet.write_number(row, column, _number(value.spelling[:-1]) / 100, look)
        elif isinstance(value, int):
            sheet.write_number(row, column, int(value), look)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, words_in(value), look)
        elif isinstance(value, Formula):
            sheet.write_formula(row, column, value.formula, look, value.shown)
        else:
            raise TypeError(f"no cell can hold {type(value).__name__}")

    def _choice(self, sheet: Any, choice: Choice) -> None:
        rule: dict[str, Any] = {
            "error_type": "stop" if choice.strict else "warning",
            "ignore_blank": True,
            "input_message": choice.hint[:255],
            "error_message": choice.message[:255],
        }
        if choice.allowed is Allowed.ANY:
            rule = {"validate": "any", "input_message": choice.hint[:255]}
        elif choice.allowed is Allowed.CHOICE:
            rule |= {"validate": "list", "source": self._source(choice.values)}
        else:
            kind = "date" if choice.allowed is Allowed.DAY else "decimal"
            rule |= {"validate": kind, **_bounds(choice)}
        sheet.data_validation(
            choice.row - 1, choice.column - 1, choice.last_row - 1, choice.last_column - 1, rule
        )

    def _wanting(self) -> Any:
        """How cells look that wait for something: a pattern and a border, so that it shows in print too."""
        if self._marked is None:
            self._marked = self._book.add_format(
                {"pattern": 16, "bg_color": "#FFFFFF", "fg_color": "#C08000", "border": 2}
            )
        return self._marked

    def _source(self, values: tuple[str, ...]) -> Any:
        """The values themselves, or where they stand: a list in the rule is short and knows no commas."""
        if len(",".join(values)) <= _LONGEST_LIST and not any(
            "," in value or '"' in value for value in values
        ):
            return list(values)
        if values not in self._lists:
            self._lists.append(values)
        column = chr(ord("A") + self._lists.index(values))
        return f"='{LISTS}'!${column}$1:${column}${len(values)}"

    def _format(self, look: Look, *, locked: bool) -> Any:
        made = self._formats.get((look, locked))
        if made is None:
            made = self._book.add_format({**_LOOKS[look], "locked": locked, "valign": "top"})
            if not locked and look is not Look.PLAIN:
                made.set_border(1)
            self._formats[(look, locked)] = made
        return made


_LOOKS: dict[Look, dict[str, Any]] = {
    Look.PLAIN: {"text_wrap": True},
    Look.TEXT: {"text_wrap": True, "num_format": "@"},
    Look.HEADING: {"bold": True, "text_wrap": True, "bg_color": "#E7EBF0", "border": 1},
    Look.TITLE: {"bold": True, "font_size": 14},
    Look.NOTE: {"text_wrap": True, "font_color": "#404040"},
    Look.MONEY: {"num_format": "#,##0.00"},
    Look.NUMBER: {"num_format": "General"},
    Look.DATE: {"num_format": "dd.mm.yyyy"},
    Look.MOMENT: {"num_format": "dd.mm.yyyy hh:mm"},
    Look.SHARE: {"num_format": "0.######%"},
    Look.STRUCK: {"text_wrap": True, "bg_color": "#D9D9D9", "font_color": "#404040", "italic": True},
}


_LINE = 15
_MOST_LINES = 20


def _lines(cells: Sequence[Put | None], page: Page) -> int:
    """How many lines a row's texts take in the columns that are shown, broken between words where they wrap."""
    most = 1
    for column, (cell, width) in enumerate(zip(cells, page.widths, strict=False), 1):
        if cell is None or column in page.hidden_columns or "text_wrap" not in _LOOKS[cell.look]:
            continue
        if isinstance(cell.value, str):
            pieces = (len(line) // max(width - 2, 1) + 1 for line in cell.value.split("\n"))
            most = max(most, sum(pieces))
    return most


def _bounds(choice: Choice) -> dict[str, Any]:
    least, most = _bound(choice.least), _bound(choice.most)
    if least is not None and most is not None:
        return {"criteria": "between", "minimum": least, "maximum": most}
    if most is not None:
        return {"criteria": "<=", "value": most}
    if least is not None:
        return {"criteria": ">=", "value": least}
    return {
        "criteria": ">=",
        "value": datetime.date(1901, 1, 1) if choice.allowed is Allowed.DAY else -(10**12),
    }


def _bound(value: Any) -> Any:
    if isinstance(value, Money):
        return _number(str(value))
    if isinstance(value, Number):
        return _number(value.spelling)
    return value


def _number(spelling: str) -> float:
    """What XLSX holds: the nearest double, which shows the same digits up to the fifteenth."""
    return float(spelling)


def words_in(words: str) -> str:
    """Words as XML can hold them, what it cannot made visible; cut where a cell ends."""
    shown = words.replace("\r\n", "\n")
    if not shown.isprintable():
        shown = "".join(each if each in _MARKS else safe(each) for each in shown)
    return shown if len(shown) <= LONGEST_TEXT else shown[: LONGEST_TEXT - 1] + "…"


def _sheet_name(name: str) -> str:
    """At most 31 characters, without those that no sheet's name may have."""
    plain = "".join("-" if character in "[]:*?/\\" else character for character in safe(name)).strip(" '")
    return plain[:LONGEST_NAME].rstrip(" '") or "-"
