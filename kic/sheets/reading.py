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
from kic.sheets.filetype import MORE_TO_DO, Family, file_type
from kic.sheets.meaning import shown
from kic.sheets.package import ZIP, Broken, Package, TooLarge
from kic.sheets.xlsx import read_xlsx

_ONCE_MORE = text(
    "ask for the file once more; or open it, look whether all is there, and save it anew as .xlsx"
)
_SAVE_ANEW = text("open it in the program that wrote it and save it as an Excel workbook (.xlsx)")
_NAME_ANOTHER = text("name a spreadsheet (.xlsx or .csv); a form is read with kic form in")
_TO_DO = {
    **MORE_TO_DO,
    Family.DOCUMENT: _NAME_ANOTHER,
    Family.TEXT: _NAME_ANOTHER,
    Family.FIXED: text(
        "nothing is read from a PDF, a picture or a scan: ask for the spreadsheet that it was made from (.xlsx or "
        ".csv), or type in what it says"
    ),
}


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
    found = file_type(content)
    if found is not None and found.family is not Family.WORKBOOK:
        return _failed(name, laws.NO_SPREADSHEET, found.what, help=_TO_DO.get(found.family, _SAVE_ANEW))
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


def _read_zip(content: bytes, name: str) -> Workbook:
    package = Package(content)
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
