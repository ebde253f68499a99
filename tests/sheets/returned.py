"""Sheets that went out and come back: thirteen applications, and what people and programs do to their file."""

import datetime
import io
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl

from kic.core.diagnostic import Severity
from kic.core.snapshot import Snapshot
from kic.domain.applications import Application
from kic.domain.chapters import KINDS
from kic.present.language import speak
from kic.repository.changing import Proposal, propose
from kic.repository.sheets.columns import columns_of
from kic.repository.sheets.incoming import Came, read_back
from kic.repository.sheets.outgoing import Going, as_xlsx
from kic.repository.sheets.values import canonical
from kic.sheets import read
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.sheets.samples import TODAY, imported, matrix, proposed, repository, xlsx

KIND = "application"
PAGE = 1
"""The sheet of the records; before it stands the page to be read first, behind it the hidden one."""


@cache
def state() -> tuple[Memory, Snapshot]:
    """The small good repository with thirteen applications to the open call."""
    source, snapshot = repository()
    done = proposed(source, snapshot, imported(snapshot, xlsx(matrix())))
    assert not done.refused
    written = {change.path: change.after for change in done.changes if change.after is not None}
    files = {path: source.read(path) for path in source.paths()} | written
    fresh = Memory(files)
    return fresh, load(fresh, KINDS)


@cache
def sent(kind: str = KIND, language: str = "de") -> bytes:
    """The file as it goes out."""
    _source, snapshot = state()
    records = tuple(each for each in snapshot.all(KINDS[kind]) if getattr(each, "call", "2026-2") == "2026-2")
    return as_xlsx(snapshot, Going(kind, records, "0123456789abcdef", TODAY), speak(language))


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The file after somebody worked on it in a program that kic does not use."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def column(sheet: Any, key: str) -> int:
    """The number of the column with this key."""
    return next(cell.column for cell in sheet[1] if str(cell.value).endswith(f"[{key}]"))


def row(sheet: Any, id: str) -> int:
    """The number of the row of this record."""
    return next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == id)


def entered(cells: dict[tuple[str, str], Any], content: bytes | None = None) -> bytes:
    """The file with these cells, by id and key, filled in anew."""

    def change(book: Any) -> None:
        sheet = book.worksheets[PAGE]
        for (id, key), value in cells.items():
            sheet.cell(row(sheet, id), column(sheet, key)).value = value

    return changed(content or sent(), change)


def back(content: bytes, name: str = "back.xlsx", kind: str = KIND, **answers: Any) -> Came:
    """What the returned file comes to."""
    return read_back(state()[1], kind, [read(content, name)], **answers)


def judged(came: Came) -> Proposal:
    """The plan, judged by every rule."""
    assert came.plan is not None, said(came)
    return propose(state()[0], state()[1], came.plan, TODAY)


def said(came: Came) -> list[str]:
    """The codes and sentences of the findings."""
    return [f"{each.law.code} {each.message}" for each in came.findings]


def errors(came: Came) -> list[Any]:
    """The findings that keep the sheet out."""
    return [each for each in came.findings if each.severity is Severity.ERROR]


def values(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """Every value that stands in a column, of every application to the open call."""
    return {
        (each.id, column.key): canonical(column.value(each), column.default)
        for each in snapshot.all(Application)
        if each.call == "2026-2"
        for column in columns_of(KIND)
    }


def different(first: Snapshot, second: Snapshot) -> dict[tuple[str, str], str]:
    """The values of the second state that the first does not have."""
    before, after = values(first), values(second)
    return {
        key: after.get(key, "") for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    }


DAY = datetime.date(2027, 3, 1)
