"""A report form as a report that came in: the figures are read by the same reader as the grantee's sheet.

report_of(snapshot, filled, on=day) -> Reported
"""

import datetime
from collections.abc import Callable
from typing import TypeVar

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity
from kic.core.near import did_you_mean, near
from kic.core.place import START, Place
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Misread
from kic.domain.applications import Application, Period
from kic.domain.calls import ReportKind
from kic.domain.reporting.moves import Received
from kic.present.forms.model import Table
from kic.repository.forms.book import FormBook
from kic.repository.forms.reading import Filled
from kic.repository.intake.cells import CellReader
from kic.repository.intake.proof import Proof, read_proof
from kic.sheets import Cell, Kind, Sheet, meaning
from kic.sheets.laws import MISREAD, MISSING_CELL
from kic.sheets.text_laws import FIELD_CHANGED

T = TypeVar("T")


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """What a form says: the report, None where it cannot be taken, and what was found."""

    received: Received | None = None
    findings: tuple[Diagnostic, ...] = ()


def report_of(snapshot: Snapshot, filled: Filled, *, on: datetime.date) -> Reported:
    """The report that a form is, received on a day. Nothing is written; bad content never raises."""
    return _Reader(snapshot, filled).report(on)


class _Reader:
    """Reads the fields of one report form."""

    def __init__(self, snapshot: Snapshot, filled: Filled) -> None:
        self._snapshot, self._filled = snapshot, filled
        self._found: list[Diagnostic] = list(filled.findings)

    def report(self, on: datetime.date) -> Reported:
        """All of it."""
        assert self._filled.mark is not None
        kind = ReportKind(self._filled.mark.kind.value)
        application = self._application()
        start, end = self._value("from", meaning.day), self._value("to", meaning.day)
        if (start is None) != (end is None):
            missing = "to" if end is None else "from"
            self._say(missing, text("of a period, both days are needed"))
        participants = self._value("participants", meaning.count)
        summary = self._summary()
        proof = (
            self._proof(application)
            if kind is ReportKind.PROOF_OF_USE and application is not None
            else Proof()
        )
        self._found += proof.findings
        if application is None or any(each.severity is Severity.ERROR for each in self._found):
            return Reported(findings=tuple(self._found))
        received = Received(
            application=application,
            report=kind,
            received=on,
            period=Period(start=start, end=end) if start is not None and end is not None else None,
            summary=summary,
            participants=None if participants is None else int(participants),
            costs=proof.costs or (),
            financing=proof.financing or (),
            receipts=proof.receipts or (),
        )
        return Reported(received=received, findings=tuple(self._found))

    def _application(self) -> Application | None:
        filled = self._filled
        spelled = filled.words("application").casefold()
        if not spelled:
            self._say("application", text("nothing stands here"), MISSING_CELL)
            return None
        if filled.application is not None and spelled != filled.application.id:
            said = text(
                "the form was made for {id}, and here stands {words}", id=filled.application.id, words=spelled
            )
            self._say("application", said, FIELD_CHANGED)
            return None
        found = self._snapshot.get(Application, spelled)
        assert filled.call is not None
        if found is None or found.call != filled.call.id:
            names = [each.id for each in self._snapshot.all(Application) if each.call == filled.call.id]
            said = text("{words} is no application of {call}", words=spelled, call=filled.call.id)
            self._say("application", said, help=did_you_mean(near(spelled, names)))
            return None
        return found

    def _summary(self) -> str | None:
        filled = self._filled
        cell = filled.cell("summary")
        if cell.empty:
            self._say("summary", text("nothing stands here"), MISSING_CELL)
            return None
        words = _Words(self._snapshot, filled).words(cell)
        self._found += words[1]
        return words[0]

    def _value(self, name: str, read: Callable[[Cell], T]) -> T | None:
        cell = self._filled.cell(name)
        if cell.empty:
            return None
        try:
            return read(cell)
        except Misread as reason:
            said = text("{value} cannot be read: {reason}", value=meaning.shown(cell), reason=reason.text)
            self._say(name, said)
            return None

    def _proof(self, application: Application) -> Proof:
        filled = self._filled
        assert filled.form is not None
        called: dict[tuple[str, int, int], str] = {}
        sheets = tuple(_sheet(filled, table, called) for table in filled.form.tables)
        book = FormBook(name=filled.file, sheets=sheets, called=called)
        proof = read_proof(book, application)
        return msgspec.structs.replace(proof, findings=tuple(map(book.placed, proof.findings)))

    def _say(self, name: str, said: Text, law: Law = MISREAD, help: Text | None = None) -> None:  # noqa: A002
        self._found.append(self._filled.finding(law, name, said, help))


def _sheet(filled: Filled, table: Table, called: dict[tuple[str, int, int], str]) -> Sheet:
    """A table of a form as a sheet with its headings in the first row."""
    heads = {
        number: Cell(1, number, Kind.TEXT, column.label) for number, column in enumerate(table.columns, 1)
    }
    rows: dict[int, dict[int, Cell]] = {1: heads}
    for row, cells in filled.rows(table.name):
        rows[row + 1] = {}
        for number, column in enumerate(table.columns, 1):
            name = f"{table.name}.{row}.{column.name}"
            if column.name in cells:
                rows[row + 1][number] = msgspec.structs.replace(
                    cells[column.name], row=row + 1, column=number
                )
            called[table.label, row + 1, number] = filled.labels.get(name, column.label)
    return Sheet(table.label, rows)


class _Words(CellReader):
    """Reads words of a report: nothing personal in them, and no control characters."""

    def __init__(self, snapshot: Snapshot, filled: Filled) -> None:
        sheet = Sheet("", {1: {1: msgspec.structs.replace(filled.cell("summary"), row=1, column=1)}})
        book = FormBook(
            name=filled.file, sheets=(sheet,), called={("", 1, 1): filled.labels.get("summary", "summary")}
        )
        super().__init__(snapshot, book, sheet)
        self._form = book

    def words(self, _cell: Cell) -> tuple[str | None, list[Diagnostic]]:
        """The words, and what was found in them."""
        said = self._value(self._sheet.cell(1, 1), self._words)
        found = [*self._found, *self._personal()]
        label = self._form.label("", 1, 1)
        placed = [
            msgspec.structs.replace(each, place=Place(self._form.name, (label or "",), span=START))
            for each in found
        ]
        return said, placed
