"""CSV files: one sheet of texts. The separator is found where only one fits, never guessed; nothing is dropped.

CSV says neither its encoding nor its separator. UTF-8 and UTF-16 are known by their marks or by being valid;
anything else is read as Windows-1252, which is said. Quotation marks follow RFC 4180. Raises Broken and TooLarge.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from kic.core.text import Text, text
from kic.sheets.cell import Cell, Kind, Sheet
from kic.sheets.package import Broken, TooLarge

MOST_CELLS = 200_000
LONGEST_TEXT = 32_767
SEPARATORS = (";", ",", "\t")
ERRORS = frozenset(
    (
        "#REF!", "#BEZUG!", "#NAME?", "#VALUE!", "#WERT!", "#DIV/0!", "#N/A", "#NV", "#NUM!", "#ZAHL!", "#NULL!",
    )
)  # fmt: skip
"""What programs write for an error, in English and in German."""


class Uneven(NamedTuple):
    """A row that has another number of cells than the rows have in common."""

    row: int
    cells: int
    usual: int


class CsvFile(NamedTuple):
    """The sheet, how its bytes were read (`UTF-8`, `UTF-16` or `Windows-1252`), and the rows that are uneven.

    `ended` tells that the last row ends with a line break, as programs write it; else its end may be missing.
    """

    sheet: Sheet
    encoding: str
    uneven: tuple[Uneven, ...]
    ended: bool


def read_csv(content: bytes) -> CsvFile:
    """The one sheet of a CSV file. Raises Broken and TooLarge."""
    words, encoding = _decoded(content)
    if "\0" in words:
        raise Broken(text("the file holds zero bytes, as no text does"))
    first, _, rest = words.partition("\n")
    declared = first.strip().casefold()
    is_declared = declared.startswith("sep=") and len(declared) == len(
        "sep=;"
    )  # Excel writes it above the rows
    rows = [[], *_rows(rest, declared[-1])] if is_declared else _separated(words)
    return CsvFile(_sheet(rows), encoding, tuple(_uneven(rows)), words.endswith(("\n", "\r")))


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, name, said in (
        (codecs.BOM_UTF8, "utf-8", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    ):
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(name), said
            except UnicodeDecodeError:
                raise Broken(
                    text("the file is damaged: it is no text in {encoding}", encoding=said)
                ) from None
    if b"\0" in content:
        raise Broken(text("the file holds zero bytes, as no text does"))
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        raise Broken(text("the file is no text in UTF-8, UTF-16 or Windows-1252")) from None


def _separated(words: str) -> list[list[str]]:
    """The rows by the one separator that fits. Raises Broken where none does, or more than one.

    One that separates the first line counts alone; of several, one by which all rows have as many cells.
    """
    likely = [separator for separator in SEPARATORS if _splits_first_line(words, separator)]
    if len(likely) == 1:
        return _rows(words, likely[0])
    found: dict[str, list[list[str]]] = {}
    faults: list[Broken] = []
    for separator in likely or SEPARATORS:
        try:
            rows = _rows(words, separator)
        except Broken as fault:
            faults.append(fault)
        else:
            if any(len(row) > 1 for row in rows):
                found[separator] = rows
    even = {separator: rows for separator, rows in found.items() if not any(_uneven(rows))}
    fitting = even or found
    if len(fitting) == 1 and not faults:
        return next(iter(fitting.values()))
    if fitting:
        raise Broken(text("more than one character can separate the cells: {marks}", marks=_named(fitting)))
    if faults:
        raise faults[0]
    raise Broken(text("no semicolon, comma or tab separates the cells"))


def _splits_first_line(words: str, separator: str) -> bool:
    """Whether the separator stands in the first line that holds something, outside of quotation marks."""
    line = next((line for line in words.splitlines() if line.strip()), "")
    try:
        return len(_rows(line, separator)[0]) > 1
    except Broken:
        return separator in line


def _named(separators: dict[str, list[list[str]]]) -> tuple[Text, ...]:
    names = {";": text("semicolon"), ",": text("comma"), "\t": text("tab")}
    return tuple(names[each] for each in separators)


def _rows(words: str, separator: str) -> list[list[str]]:
    """RFC 4180: a cell in quotation marks may hold separators, line breaks and doubled quotation marks."""
    stop = re.compile(f"[{re.escape(separator)}\r\n]|\\Z")
    rows: list[list[str]] = [[]]
    at = count = 0
    while at < len(words) or rows[-1]:  # behind a separator at the very end stands one more cell
        count += 1
        if count > MOST_CELLS:
            raise TooLarge(text("more than {most} cells are filled", most=MOST_CELLS))
        quoted = words.startswith('"', at)
        value, end = _quoted(words, at, len(rows)) if quoted else ("", at)
        found = stop.search(words, end)
        assert found is not None
        rest = words[end : found.start()]
        if quoted and rest:
            raise Broken(text("row {row}: something stands behind a closing quotation mark", row=len(rows)))
        if len(value + rest) > LONGEST_TEXT:
            raise Broken(text("row {row}: a text is too long for a cell", row=len(rows)))
        rows[-1].append(value + rest)
        at = found.end()
        if not found[0]:
            return rows
        if found[0] != separator:
            at += words.startswith("\r\n", found.start())
            rows.append([])
    return rows[:-1]


def _quoted(words: str, at: int, row: int) -> tuple[str, int]:
    """The text in quotation marks that begins here, and where it ends."""
    pieces = []
    at += 1
    while True:
        close = words.find('"', at)
        if close < 0:
            raise Broken(text("row {row}: a quotation mark is never closed", row=row))
        pieces.append(words[at:close])
        at = close + 1
        if not words.startswith('"', at):
            return "".join(pieces), at
        pieces.append('"')
        at += 1


def _uneven(rows: list[list[str]]) -> Iterator[Uneven]:
    """Rows with another number of cells than the first row that has more than one; empty lines do not count."""
    usual = next((len(row) for row in rows if len(row) > 1), 0)
    for number, row in enumerate(rows, 1):
        if any(row) and len(row) != usual:
            yield Uneven(number, len(row), usual)


def _sheet(rows: list[list[str]]) -> Sheet:
    cells = {
        row: {column: _cell(row, column, value) for column, value in enumerate(values, 1) if value.strip()}
        for row, values in enumerate(rows, 1)
    }
    return Sheet(name="", rows={row: found for row, found in cells.items() if found})


def _cell(row: int, column: int, value: str) -> Cell:
    plain = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if plain.upper() in ERRORS:
        return Cell(row, column, Kind.ERROR, plain)
    if plain.startswith("=") and len(plain) > 1:
        return Cell(row, column, Kind.FORMULA, plain)
    return Cell(row, column, Kind.TEXT, plain)
