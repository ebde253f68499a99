"""The hidden sheet: what went out, so that a change in the sheet is told from one in the repository.

For each row it keeps the mark of every cell and one of the whole row. The mark of the row stands in the visible sheet
too: it is what is left where a program kept only that, as in a CSV file.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kic.present.workbook import Page, Put
from kic.repository.intake.marks import letters_of
from kic.sheets import Kind, Sheet, Workbook

NAME = "kic-sheet"
"""What stands in the first cell; also the sheet's name."""
FORMAT = 1
_HEAD = ("format", "kind", "scope", "sent", "revision", "language")
_FIRST_ROW = 10


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What went out: of which kind, to whom (`scope`: a body, or empty), when and from which revision.

    `rows` are the marks of the cells by id and column; `damaged` tells that the sheet was changed since.
    """

    kind: str
    scope: str = ""
    sent: str = ""
    revision: str = ""
    language: str = ""
    format: int = FORMAT
    rows: Mapping[str, Mapping[str, str]] = {}


def mark_of(canonical: str) -> str:
    """The mark of a value; of nothing, a dash."""
    return letters_of(hashlib.sha256(canonical.encode()).digest(), 8) if canonical else "-"


def row_mark(kind: str, id: str, marks: Mapping[str, str]) -> str:  # noqa: A002
    """The mark of a row: of its kind, its id and all its cells."""
    told = "\n".join((kind, id, *(f"{key}={marks[key]}" for key in sorted(marks))))
    return letters_of(hashlib.sha256(told.encode()).digest(), 8)


def page(sent: Sent) -> Page:
    """The hidden sheet."""
    head: list[tuple[str, str]] = [
        (NAME, _digest(sent)),
        *((key, str(getattr(sent, key))) for key in _HEAD),
    ]
    rows: list[Sequence[Put | None]] = [tuple(map(Put, line)) for line in head]
    rows += [() for _ in range(_FIRST_ROW - 1 - len(rows))]
    rows += [(Put(id_), Put(_line(marks))) for id_, marks in sent.rows.items()]
    return Page(NAME, rows, protected=True, hidden=True)


def find(book: Workbook) -> Sheet | None:
    """The hidden sheet of a workbook, whatever it is called now."""
    return next((each for each in book.sheets if each.cell(1, 1).value == NAME), None)


def read(sheet: Sheet) -> Sent | None:
    """What went out; None where the sheet was changed, or cannot be read."""
    if any(cell.kind is not Kind.TEXT for row in sheet.row_numbers for cell in sheet.row(row)):
        return None
    head = {
        str(sheet.cell(row, 1).value): str(sheet.cell(row, 2).value or "") for row in range(2, _FIRST_ROW)
    }
    rows: dict[str, Mapping[str, str]] = {}
    for row in sheet.row_numbers:
        if row >= _FIRST_ROW:
            pairs = (each.partition("=") for each in str(sheet.cell(row, 2).value or "").split())
            rows[str(sheet.cell(row, 1).value)] = {key: mark for key, _, mark in pairs}
    try:
        told: dict[str, Any] = {key: head[key] for key in _HEAD}
        sent = Sent(**{**told, "format": int(told["format"])}, rows=rows)
    except (KeyError, ValueError):
        return None
    return sent if sheet.cell(1, 2).value == _digest(sent) else None


def _line(marks: Mapping[str, str]) -> str:
    return " ".join(f"{key}={mark}" for key, mark in marks.items())


def _digest(sent: Sent) -> str:
    told: Iterable[str] = (
        *(f"{key}={getattr(sent, key)}" for key in _HEAD),
        *(f"{id_} {_line(marks)}" for id_, marks in sent.rows.items()),
    )
    return letters_of(hashlib.sha256("\n".join(told).encode()).digest(), 24)
