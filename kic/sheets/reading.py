"""From a file's bytes to a workbook: what kind of file it is, and what was found while it was read."""

from collections.abc import Iterator

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.place import START, Place
from kic.core.text import Text, plural, text
from kic.core.values import Misread
from kic.sheets import laws
from kic.sheets.cell import Cell, Kind, Sheet, Workbook, cell_place, letters
from kic.sheets.csvfile import read_csv
from kic.sheets.meaning import shown
from kic.sheets.package import ZIP, Broken, Package, TooLarge, strange
from kic.sheets.xlsx import read_xlsx

_ONCE_MORE = text(
    "ask for the file once more; or open it, look whether all is there, and save it anew as .xlsx"
)
_SAVE_ANEW = text("open it in the program that wrote it and save it as an Excel workbook (.xlsx)")


def read(content: bytes, name: str) -> Workbook:
    """The workbook in these bytes; `name` is what findings call the file. Never raises because of content.

    What cannot be read as a whole has no sheets and an error among the findings. Cells are judged only where they are
    needed (`problem`).
    """
    try:
        return _read_bytes(content, name)
    except Broken as broken:
        return _failed(name, laws.BROKEN_SPREADSHEET, broken.text, help=_ONCE_MORE)
    except TooLarge as large:
        return _failed(name, laws.LARGE_SPREADSHEET, large.text)


def _read_bytes(content: bytes, name: str) -> Workbook:
    older = text("this is a file of the older format .xls, or another file of an older Office program")
    kind = strange(content, older) or _marked_up(content)
    if kind is not None:
        return _failed(name, laws.NO_SPREADSHEET, kind, help=_SAVE_ANEW)
    return _read_zip(content, name) if content.startswith(ZIP) else _read_text(content, name)


def problem(book: Workbook, sheet: Sheet, cell: Cell) -> Diagnostic | None:
    """Why nothing can be taken from a cell whatever is expected: merged, a formula, an error value; else None."""
    merged = sheet.merged_at(cell.row, cell.column)
    if merged is not None:
        return book.finding(
            laws.MERGED, sheet, cell, text("the cell is merged with others: {cells}", cells=merged.name)
        )
    if cell.kind is Kind.FORMULA:
        said = text("the formula {formula} stands here, expected a value", formula=cell.value)
        shown = text("its last result was {result}; paste it as a value", result=cell.result)
        return book.finding(laws.FORMULA, sheet, cell, said, help=shown if cell.result else None)
    if cell.kind is Kind.ERROR:
        return book.finding(
            laws.ERROR_VALUE, sheet, cell, text("the error value {value} stands here", value=cell.value)
        )
    return None


def misread(book: Workbook, sheet: Sheet, cell: Cell, reason: Misread) -> Diagnostic:
    """The finding of a cell that does not mean what is expected there (`kic.sheets.meaning`)."""
    said = text("{value} cannot be read: {reason}", value=shown(cell), reason=reason.text)
    return book.finding(laws.MISREAD, sheet, cell, said)


def _failed(name: str, law: Law, message: Text, help: Text | None = None) -> Workbook:  # noqa: A002
    return Workbook(name, (), (diagnose(law, message, Place(name, span=START), help=help),))


def _marked_up(content: bytes) -> Text | None:
    """What a web page, an archive or a picture is; None for what may be a spreadsheet."""
    begin = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"{\\rtf")):
        return text("this is a web page or another marked-up text under the name of a spreadsheet")
    if content.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG", b"\xff\xd8\xff")):
        return text("this is an archive or a picture")
    return None


def _read_zip(content: bytes, name: str) -> Workbook:
    package = Package(content)
    if (kind := package.foreign()) is not None:
        return _failed(name, laws.NO_SPREADSHEET, kind, help=_SAVE_ANEW)
    for part, said in (
        ("xl/workbook.bin", text("this is a file of the format .xlsb")),
        ("word/document.xml", text("this is a text document")),
        ("ppt/presentation.xml", text("this is a presentation")),
        ("Index/Document.iwa", text("this is a file of the program Numbers")),
    ):
        if part in package.names:
            return _failed(name, laws.NO_SPREADSHEET, said, help=_SAVE_ANEW)
    if "_rels/.rels" not in package.names:
        return _failed(
            name, laws.NO_SPREADSHEET, text("this is a zip file, but no spreadsheet"), help=_SAVE_ANEW
        )
    sheets = read_xlsx(package)
    if not any(sheet.rows for sheet in sheets):
        raise Broken(text("the file is empty: no cell holds anything"))
    commented = any(part.startswith(("xl/comments", "xl/threadedComments/")) for part in package.names)
    return Workbook(name, sheets, commented=commented)


def _read_text(content: bytes, name: str) -> Workbook:
    found = read_csv(content)
    findings = []
    if found.encoding == "Windows-1252":
        said = text("the file says no encoding and was read as {encoding}", encoding=found.encoding)
        findings.append(diagnose(laws.ENCODING, said, Place(name, span=START)))
    if not found.ended:
        last = max(found.sheet.row_numbers, default=1)
        said = text("the last row does not end with a line break; look whether its end is missing")
        cut = diagnose(laws.BROKEN_SPREADSHEET, said, cell_place(name, "", last, 1))
        findings.append(msgspec.structs.replace(cut, severity=Severity.WARNING))
    for row, cells, usual in found.uneven:
        said = plural(
            "row {row} has {n} cell, expected {usual}", "row {row} has {n} cells, expected {usual}",
            n=cells, row=row, usual=usual,
        )  # fmt: skip
        findings.append(diagnose(laws.UNEVEN, said, cell_place(name, "", row, min(cells, usual) or 1)))
    return Workbook(name, (found.sheet,), tuple(findings))


def hidden_parts(book: Workbook, sheet: Sheet) -> Iterator[Diagnostic]:
    """What of a sheet is hidden and was read all the same."""
    if sheet.hidden:
        said = text("the sheet {sheet} is hidden; it was read", sheet=sheet.name)
        yield diagnose(laws.HIDDEN, said, cell_place(book.name, sheet.name, 1, 1))
    if sheet.hidden_rows:
        rows = tuple(sorted(sheet.hidden_rows))
        said = plural(
            "sheet {sheet}: the row {rows} is hidden; it was read",
            "sheet {sheet}: the rows {rows} are hidden; they were read",
            n=len(rows), sheet=sheet.name, rows=rows,
        )  # fmt: skip
        yield diagnose(laws.HIDDEN, said, cell_place(book.name, sheet.name, rows[0], 1))
    used = {column for cells in sheet.rows.values() for column in cells}
    columns = tuple(
        column for column in sorted(used) if any(a <= column <= b for a, b in sheet.hidden_columns)
    )
    if columns:
        said = plural(
            "sheet {sheet}: the column {columns} is hidden; it was read",
            "sheet {sheet}: the columns {columns} are hidden; they were read",
            n=len(columns), sheet=sheet.name, columns=tuple(map(letters, columns)),
        )  # fmt: skip
        yield diagnose(laws.HIDDEN, said, cell_place(book.name, sheet.name, 1, columns[0]))
