"""What returned sheets have in common: which sheet it is, where its headings are, which column is which.

Columns are known by the key in square brackets at the end of their heading, else by the word for the field in either
language. Every cell with something in it is read, or a finding names it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.near import did_you_mean, near
from kic.core.pattern import pattern
from kic.core.place import START, Place
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Misread
from kic.present.language import Language
from kic.present.workbook import LISTS
from kic.repository.intake.cells import CellReader
from kic.repository.intake.headings import folded, without_heading
from kic.repository.sheets import technical
from kic.repository.sheets.tables import id_key
from kic.repository.sheets.technical import FORMAT, Sent
from kic.repository.sheets.values import Unknown
from kic.sheets import Cell, Kind, Sheet, Workbook, hidden_parts, misread, problem
from kic.sheets.laws import FORM_CHANGED, HEADING, UNKNOWN_WORD
from kic.sheets.meaning import shown

_key = pattern(r"\[([a-z][a-z0-9_.]*)\]\s*\Z")
FIRST_PAGE = text("To be read first")
"""The name of the page with the instructions."""
_MOST_ROWS = 60
"""How far down headings are looked for: somebody may have written above them."""


def key_of(cell: Cell) -> str | None:
    """The key at the end of a heading."""
    if cell.kind is not Kind.TEXT:
        return None
    found = _key().search(str(cell.value).strip())
    return found[1] if found else None


def find(book: Workbook, kinds: Iterable[str]) -> tuple[str, Sheet, int] | None:
    """The kind of a returned file, its sheet and the row of its headings; the first by the order of the tabs."""
    return find_key(book, {id_key(kind): kind for kind in kinds})


def find_key(book: Workbook, keys: Mapping[str, str]) -> tuple[str, Sheet, int] | None:
    """What a key in the headings of a sheet stands for, the sheet, and the row; one key alone makes no headings."""
    for sheet in book.sheets:
        for row in sheet.row_numbers[:_MOST_ROWS]:
            found = [key for cell in sheet.row(row) if (key := key_of(cell)) is not None]
            known = next((key for key in found if key in keys), None)
            if known is not None and len(found) > 1:
                return keys[known], sheet, row
    return None


def beside(book: Workbook, keys: Iterable[str], language: Iterable[Language]) -> Iterator[Diagnostic]:
    """What of a returned file is not read: a second copy of a sheet, sheets that somebody added, comments.

    A copy is an error: which of the two was worked on, nobody can tell.
    """
    own = frozenset(keys)
    pages = {each.say(FIRST_PAGE) for each in language}
    seen: set[str] = set()
    for sheet in book.sheets:
        if (
            not sheet.rows
            or sheet.cell(1, 1).value == technical.NAME
            or sheet.name == LISTS
            or sheet.name in pages
        ):
            continue
        keyed = [
            key for row in sheet.row_numbers[:_MOST_ROWS] for cell in sheet.row(row) if (key := key_of(cell))
        ]
        key = next((each for each in keyed if each in own), None)
        first = sheet.row(sheet.row_numbers[0])[0]
        if key is None:
            said = text("this sheet was added and is not read")
            yield book.finding(FORM_CHANGED, sheet, first, said, severity=Severity.WARNING)
        elif key in seen:
            said = text("this sheet is there twice, and nobody can tell which of them was filled in")
            yield book.finding(
                FORM_CHANGED, sheet, first, said, help=text("delete the one that does not count")
            )
        seen.add(key or "")
    if book.commented:
        said = text(
            "cells of this file have comments, which are not read; look whether they say something new"
        )
        found = diagnose(FORM_CHANGED, said, Place(book.name, span=START))
        yield msgspec.structs.replace(found, severity=Severity.WARNING)


def no_form(book: Workbook) -> Diagnostic:
    """That a file is none that kic sent out."""
    said = text("no sheet of this file has the headings that kic gave it when it went out")
    return diagnose(
        FORM_CHANGED,
        said,
        Place(book.name, span=START),
        help=text("use the file that kic sheet out wrote, or its copy, and leave its headings as they are"),
    )


class Form(CellReader):
    """One returned sheet: reads its hidden sheet and its headings. Subclasses read its rows."""

    def __init__(self, snapshot: Snapshot, book: Workbook, sheet: Sheet, heading: int, kind: str) -> None:
        super().__init__(snapshot, book, sheet)
        self.kind = kind
        self.heading = heading
        self.columns: dict[str, int] = {}
        self.sent: Sent | None = None
        self.findings: list[Diagnostic] = []

    @property
    def book(self) -> Workbook:
        """The file."""
        return self._book

    @property
    def sheet(self) -> Sheet:
        """The sheet that is read."""
        return self._sheet

    def note(
        self,
        law: Law,
        cell: Cell,
        said: Text,
        help: Text | None = None,  # noqa: A002
        severity: Severity | None = None,
    ) -> None:
        """A finding that makes no row wait."""
        self.findings.append(self._book.finding(law, self._sheet, cell, said, help=help, severity=severity))

    def open(
        self,
        keys: Mapping[str, Iterable[str]],
        ignored: frozenset[str],
        head: Iterable[int] = (),
        *,
        quiet: bool = False,
    ) -> None:
        """Reads the hidden sheet and the headings. `keys` are the columns with their words, `head` rows above them.

        A `quiet` one says nothing of the hidden sheet: another sheet of the same file does.
        """
        self.findings += hidden_parts(self._book, self._sheet)
        self._read_sent(quiet=quiet)
        self._read_headings(keys, ignored)
        for row in self._sheet.row_numbers:
            if row < self.heading and row not in set(head):
                cell = self._sheet.row(row)[0]
                said = text("this stands above the headings and is not read")
                self.note(FORM_CHANGED, cell, said, severity=Severity.WARNING)

    def _read_sent(self, *, quiet: bool) -> None:
        hidden = technical.find(self._book)
        first = self._sheet.cell(self.heading, 1)
        if hidden is None:
            return
        self.sent = technical.read(hidden)
        if self.sent is None or self.sent.kind != self.kind:
            self.sent = None
            if quiet:
                return
            said = text("the hidden sheet, which tells what went out, was changed or damaged")
            help_ = text("rows whose record did not change since are read all the same")
            self.note(FORM_CHANGED, first, said, help_, Severity.WARNING)
        elif self.sent.format > FORMAT and not quiet:
            said = text("a newer kic wrote this sheet, in format {format}", format=self.sent.format)
            self.note(FORM_CHANGED, first, said, text("read it with that kic"))

    def _read_headings(self, keys: Mapping[str, Iterable[str]], ignored: frozenset[str]) -> None:
        for cell in self._sheet.row(self.heading):
            fault = problem(self._book, self._sheet, cell)
            if fault is not None:
                self.findings.append(fault)
                continue
            key = self._key_of(cell, keys)
            if key in self.columns:
                self.note(HEADING, cell, text("the column [{key}] stands twice", key=key))
            elif key is not None:
                self.columns[key] = cell.column
            elif folded(shown(cell)) not in ignored:
                close = near(key_of(cell) or "", keys)
                help_ = did_you_mean(tuple(f"[{each}]" for each in close)) or text(
                    'if it is not to be read, say so: --ignore "{heading}"', heading=shown(cell)
                )
                said = text("the heading {heading} is none of this sheet", heading=shown(cell))
                self.note(HEADING, cell, said, help_)
        self.findings += without_heading(self._book, self._sheet, self.heading)
        last = max((cell.column for cell in self._sheet.row(self.heading)), default=1)
        for key in keys:
            if key not in self.columns:
                said = text("the column [{key}] is missing; nothing is read of it", key=key)
                self.note(HEADING, self._sheet.cell(self.heading, last), said, severity=Severity.WARNING)

    def _key_of(self, cell: Cell, keys: Mapping[str, Iterable[str]]) -> str | None:
        """The column that a heading means: by its key, else by its word, where no other heading has that key."""
        key = key_of(cell)
        if key in keys:
            return key
        name = folded(shown(cell))
        named = [each for each, words in keys.items() if any(folded(word) == name for word in words)]
        keyed = {key_of(each) for each in self._sheet.row(self.heading)}
        return named[0] if len(named) == 1 and named[0] not in keyed else None

    def cell(self, row: int, key: str) -> Cell | None:
        """The cell of a row in a column; None where the column is missing."""
        return self._sheet.cell(row, self.columns[key]) if key in self.columns else None

    def meant(self, cell: Cell, read: Callable[[Cell], Any]) -> Any:
        """What the cell means; None where nothing stands there, or it cannot be read, which is a finding of its row."""

        def reading(one: Cell) -> Any:
            try:
                return read(one)
            except Unknown as reason:
                self._say(UNKNOWN_WORD, one, reason.text, reason.help)
                return None

        return self._value(cell, reading)

    def misreads(self, cell: Cell, reason: Text) -> None:
        """A finding of its row: what stands there is not what it should be."""
        self._found.append(misread(self._book, self._sheet, cell, Misread(reason)))
