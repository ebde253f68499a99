"""Spreadsheets: XLSX and CSV, read into values with every fault named. Knows nothing of grants.

    read(content: bytes, name: str) -> Workbook                     never raises because of content
    Workbook.sheets, .findings, .readable, .named(name), .finding(law, sheet, cell, problem, help=None)
    Sheet.cell(row, column), .row(number), .row_numbers, .name, .hidden, .hidden_rows, .merged_at(row, column)
    Cell.row, .column, .name ("D7"), .kind, .value, .empty
    problem(book, sheet, cell) -> Diagnostic | None                 merged, formula or error value: nothing to be taken
    hidden_parts(book, sheet) -> Iterator[Diagnostic]
    misread(book, sheet, cell, reason: Misread) -> Diagnostic
    kic.sheets.meaning: amount, day, moment, number, count, share, flag, words, name
                                                                    (cell -> value, raise Misread), shown

So a caller goes through its cells like this:

    book = read(content, "marks.xlsx")
    if not book.readable: ...                                       # say book.findings
    fault = problem(book, sheet, cell)
    try: mark = meaning.number(cell)
    except Misread as reason: fault = misread(book, sheet, cell, reason)

Writing is `kic.present.workbook`.
"""

from kic.sheets.cell import Cell, Kind, Range, Sheet, Workbook
from kic.sheets.reading import hidden_parts, misread, problem, read

__all__ = ["Cell", "Kind", "Range", "Sheet", "Workbook", "hidden_parts", "misread", "problem", "read"]
