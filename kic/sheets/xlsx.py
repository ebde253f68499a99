"""XLSX files: the cells of every sheet as they are spelled in the file.

Read from the file's own XML, because what matters here gets lost on the usual way through floats: a number keeps
its digits, a formula keeps apart from its last result, and hidden and merged cells stay known. What the file claims
about its size is not believed: only cells in which something stands are kept. Raises Broken and TooLarge.

Source: ECMA-376 Part 1 (Office Open XML), chapters 18.2 to 18.8.
"""

import datetime
import decimal
import posixpath
import re
from collections.abc import Mapping
from typing import NamedTuple

from kic.core.pattern import pattern
from kic.core.text import text
from kic.sheets.cell import Cell, Kind, Range, Sheet, Value
from kic.sheets.formats import Shape, shape_of
from kic.sheets.markup import LINK, read_elements
from kic.sheets.package import Broken, Package, TooLarge

MOST_CELLS = 200_000
"""Cells with something in them, of all sheets together."""
LONGEST_TEXT = 32_767
"""Characters of a cell; programs write no more."""
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_DIGITS = 15
"""Significant digits of a number that a spreadsheet program shows and means; those behind are rounding noise."""

_HALVES = range(0xD800, 0xE000)
"""Surrogates: halves of a character."""

_reference = pattern(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_numeral = pattern(r"[+-]?[0-9]{1,40}(\.[0-9]{0,40})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_escape = pattern(r"_x([0-9A-Fa-f]{4})_")


class Book(NamedTuple):
    """What the workbook part says: the sheets with their parts, and from which day dates are counted."""

    sheets: tuple[tuple[str, str, bool], ...]
    strings: str | None
    styles: str | None
    from_1904: bool


def read_xlsx(package: Package) -> tuple[Sheet, ...]:
    """Every sheet of cells, in the order of the tabs. Raises Broken and TooLarge."""
    book = _read_book(package)
    strings = _read_strings(package.part(book.strings), book.strings) if book.strings else []
    shapes = _read_styles(package.part(book.styles), book.styles) if book.styles else []
    left = MOST_CELLS
    sheets = []
    for name, part, hidden in book.sheets:
        reader = _SheetReader(name, part, strings, shapes, from_1904=book.from_1904, most=left)
        read_elements(package.part(part), part, reader.begin, reader.end)
        sheets.append(reader.sheet(hidden=hidden))
        left -= reader.count
    return tuple(sheets)


def _read_book(package: Package) -> Book:
    main = next(
        (target for kind, target in _links(package, "").values() if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    links = _links(package, main)
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False

    def begin(path: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if path == "workbook/workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true")
        elif path == "workbook/sheets/sheet":
            kind, target = links.get(attributes.get(f"{LINK}id", ""), ("", ""))
            if not kind:
                raise Broken(text("the part {part} of the file is damaged", part=main))
            if kind == "worksheet":  # a tab may hold a diagram instead
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append((attributes.get("name", ""), target, hidden))

    read_elements(package.part(main), main, begin, lambda _path, _text: None)
    by_kind = dict(links.values())
    return Book(tuple(sheets), by_kind.get("sharedStrings"), by_kind.get("styles"), from_1904)


def _links(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside the file: by name, the kind and the other part."""
    folder, name = posixpath.split(part)
    links: dict[str, tuple[str, str]] = {}

    def begin(path: str, attributes: Mapping[str, str]) -> None:
        if path == "Relationships/Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            inside = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            links[attributes.get("Id", "")] = (kind, posixpath.normpath(inside))

    where = posixpath.join(folder, "_rels", f"{name}.rels")
    read_elements(package.part(where), where, begin, lambda _path, _text: None)
    return links


def _read_strings(content: bytes, part: str) -> list[str]:
    """The texts that cells refer to by number; of a text in several styles all runs, without ruby characters."""
    strings: list[str] = []
    runs: list[str] = []

    def end(path: str, words: str) -> None:
        if path in ("sst/si/t", "sst/si/r/t"):
            runs.append(words)
        elif path == "sst/si":
            strings.append(_unescaped("".join(runs)))
            runs.clear()

    read_elements(content, part, lambda _path, _attributes: None, end)
    return strings


def _read_styles(content: bytes, part: str) -> list[Shape]:
    """How the cells of each style show a number: as such, in per cent, as a date or as a time."""
    codes: dict[int, str] = {}
    shapes: list[Shape] = []

    def begin(path: str, attributes: Mapping[str, str]) -> None:
        if path == "styleSheet/numFmts/numFmt":
            codes[_whole(attributes.get("numFmtId", ""), part)] = attributes.get("formatCode", "")
        elif path == "styleSheet/cellXfs/xf":
            number = _whole(attributes.get("numFmtId", "0"), part)
            shapes.append(shape_of(number, codes.get(number)))

    read_elements(content, part, begin, lambda _path, _text: None)
    return shapes


class _SheetReader:
    """Gathers the cells of one sheet while its part is read."""

    def __init__(
        self, name: str, part: str, strings: list[str], shapes: list[Shape], *, from_1904: bool, most: int
    ) -> None:
        self.count = 0
        self._name, self._part, self._strings, self._shapes = name, part, strings, shapes
        self._from_1904, self._most = from_1904, most
        self._rows: dict[int, dict[int, Cell]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._merged: list[Range] = []
        self._row = self._column = 0
        self._cell: Mapping[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._runs: list[str] = []

    def sheet(self, *, hidden: bool) -> Sheet:
        """What was read."""
        return Sheet(
            name=self._name,
            rows=self._rows,
            hidden=hidden,
            hidden_rows=frozenset(row for row in self._hidden_rows if row in self._rows),
            hidden_columns=tuple(self._hidden_columns),
            merged=tuple(self._merged),
        )

    def begin(self, path: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if path == "worksheet/sheetData/row/c":
            self._begin_cell(attributes)
        elif path == "worksheet/sheetData/row":
            self._begin_row(attributes)
        elif path == "worksheet/cols/col" and attributes.get("hidden") in ("1", "true"):
            self._hidden_columns.append(
                (_whole(attributes.get("min", ""), self._part), _whole(attributes.get("max", ""), self._part))
            )
        elif path == "worksheet/mergeCells/mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = self._place(first), self._place(last or first)
            self._merged.append(Range(top, left, bottom, right))

    def end(self, path: str, words: str) -> None:
        """An element ends."""
        if path == "worksheet/sheetData/row/c":
            self._end_cell()
        elif path == "worksheet/sheetData/row/c/v":
            self._value = words
        elif path == "worksheet/sheetData/row/c/f":
            self._formula = words
        elif path in ("worksheet/sheetData/row/c/is/t", "worksheet/sheetData/row/c/is/r/t"):
            self._runs.append(words)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = _whole(attributes["r"], self._part) if "r" in attributes else self._row + 1
        if number <= self._row or number > MOST_ROWS:
            raise self._broken()
        self._row, self._column = number, 0
        if attributes.get("hidden") in ("1", "true"):
            self._hidden_rows.add(number)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            row, column = self._place(attributes["r"])
        else:
            row, column = self._row, self._column + 1
        if row != self._row or column <= self._column or column > MOST_COLUMNS:
            raise self._broken()
        self._column = column
        self._cell, self._value, self._formula = attributes, None, None
        self._runs.clear()

    def _end_cell(self) -> None:
        kind, value, result = self._meaning()
        if kind is Kind.EMPTY:
            return
        self.count += 1
        if self.count > self._most:
            raise TooLarge(text("more than {most} cells are filled", most=MOST_CELLS))
        cell = Cell(self._row, self._column, kind, value, result)
        self._rows.setdefault(self._row, {})[self._column] = cell

    def _meaning(self) -> tuple[Kind, Value, str | None]:
        kind = self._cell.get("t", "n")
        if self._formula is not None:
            return Kind.FORMULA, f"={self._formula}", self._value
        if kind == "inlineStr":
            return _worded("".join(self._runs), self._part)
        if self._value is None or (kind != "str" and not self._value.strip()):
            return Kind.EMPTY, None, None
        return self._typed(kind, self._value)

    def _typed(self, kind: str, value: str) -> tuple[Kind, Value, None]:
        """A value by the type that the cell names."""
        match kind:
            case "s":
                number = _whole(value.strip(), self._part)
                if number >= len(self._strings):
                    raise self._broken()
                return _worded(self._strings[number], self._part)
            case "str":
                return _worded(_unescaped(value), self._part)
            case "b":
                if value.strip() not in ("0", "1"):
                    raise self._broken()
                return Kind.BOOL, value.strip() == "1", None
            case "e":
                return Kind.ERROR, value.strip(), None
            case "d":
                return self._iso_date(value.strip())
            case "n":
                return self._number(value.strip())
        raise self._broken()

    def _number(self, spelling: str) -> tuple[Kind, Value, None]:
        if _numeral().fullmatch(spelling) is None:
            raise self._broken()
        number = decimal.Context(prec=_DIGITS, rounding=decimal.ROUND_HALF_EVEN).create_decimal(spelling)
        if abs(number.adjusted()) > 40:  # noqa: PLR2004  # no amount, mark or date is anywhere near
            return Kind.ERROR, spelling, None
        shape = self._shape()
        if shape is Shape.SHARE:
            return Kind.SHARE, f"{_plain(number * 100)}%", None
        if shape is Shape.PLAIN:
            return Kind.NUMBER, _plain(number), None
        return _dated(number, shape, from_1904=self._from_1904)

    def _shape(self) -> Shape:
        style = _whole(self._cell.get("s", "0"), self._part)
        if style < len(self._shapes):
            return self._shapes[style]
        if style == 0:
            return Shape.PLAIN
        raise self._broken()

    def _iso_date(self, spelling: str) -> tuple[Kind, Value, None]:
        try:
            moment = datetime.datetime.fromisoformat(spelling)
        except ValueError:
            return Kind.ERROR, spelling, None
        has_time = "T" in spelling and moment.time() != datetime.time()
        return Kind.DATE, moment.replace(tzinfo=None) if has_time else moment.date(), None

    def _place(self, reference: str) -> tuple[int, int]:
        found = _reference().fullmatch(reference.replace("$", ""))
        if found is None:
            raise self._broken()
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        row = int(found[2])
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise self._broken()
        return row, column

    def _broken(self) -> Broken:
        return Broken(text("the part {part} of the file is damaged", part=self._part))


def _worded(words: str, part: str) -> tuple[Kind, Value, None]:
    """A text without blanks around it; of blanks alone, nothing is left."""
    if len(words) > LONGEST_TEXT:
        raise Broken(text("the part {part} of the file holds a text that is too long for a cell", part=part))
    plain = words.replace("\r\n", "\n").replace("\r", "\n").strip()
    return (Kind.TEXT, plain, None) if plain else (Kind.EMPTY, None, None)


def _unescaped(words: str) -> str:
    """Characters that XML cannot hold are written as `_x000D_`."""
    return _escape().sub(_character, words) if "_x" in words else words


def _character(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return found[0] if number in _HALVES else chr(number)  # half a character stays spelled out


def _dated(number: decimal.Decimal, shape: Shape, *, from_1904: bool) -> tuple[Kind, Value, None]:
    """Days since the last day of 1899, or since 1.1.1904, with the time of day as a fraction.

    The first counting has a 29.02.1900 that never was (number 60), so the numbers before it are a day behind.
    """
    seconds = int((number * 86_400).to_integral_value(decimal.ROUND_HALF_EVEN))
    days, rest = divmod(seconds, 86_400)
    if shape is Shape.TIME or (days == 0 and not from_1904):
        hours, minutes = divmod(seconds // 60, 60)
        return Kind.TIME, f"{hours}:{minutes:02d}", None
    if not from_1904 and days == 60:  # noqa: PLR2004
        return Kind.ERROR, "29.02.1900", None
    begin = datetime.date(1904, 1, 1) if from_1904 else datetime.date(1899, 12, 30 if days > 60 else 31)  # noqa: PLR2004
    try:
        date = begin + datetime.timedelta(days=days)
    except OverflowError:
        return Kind.ERROR, _plain(number), None
    if number < 0:
        return Kind.ERROR, _plain(number), None
    if not rest:
        return Kind.DATE, date, None
    midnight = datetime.datetime.combine(date, datetime.time())
    return Kind.DATE, midnight + datetime.timedelta(seconds=rest), None


def _plain(number: decimal.Decimal) -> str:
    """Digits with a point, no exponent, no zeros behind the last decimal: `1234.5`."""
    spelled = f"{number:f}"
    if "." in spelled:
        spelled = spelled.rstrip("0").rstrip(".")
    return "0" if spelled in ("-0", "") else spelled


def _whole(spelling: str, part: str) -> int:
    if not (spelling.isascii() and spelling.isdigit() and len(spelling) < 10):  # noqa: PLR2004
        raise Broken(text("the part {part} of the file is damaged", part=part))
    return int(spelling)
