"""The fields of a form in an XLSX file: rows by their hidden names, tables by their headings."""

from collections import Counter
from collections.abc import Mapping

import msgspec

from kic.core.text import text
from kic.present.forms.model import Ask, Field, Form, Table, digest
from kic.present.forms.xlsx import LABELS, NAMES, SENT, VALUES
from kic.present.language import speak
from kic.repository.forms.fields import Reading, said_at
from kic.repository.forms.wording import Sent
from kic.repository.intake.headings import folded
from kic.sheets import Cell, Kind, Sheet, Workbook, problem
from kic.sheets.text_laws import FIELD_CHANGED, OUTSIDE

_HEADING_ROWS = 8
"""How far down the headings of a table are looked for."""


class SheetReading(Reading):
    """The fields of an XLSX file."""

    def __init__(self, form: Form, book: Workbook, sent: Sent) -> None:
        super().__init__(form, book.name, sent)
        self._book = book
        self._alone(form)
        for table in form.tables:
            self._table(table)

    def _alone(self, form: Form) -> None:
        known = {each.name: each for each in form.fields}
        rows: dict[str, list[tuple[Sheet, int]]] = {}
        for sheet in self._book.sheets:
            for number in sheet.row_numbers:
                name = sheet.cell(number, NAMES).value
                if isinstance(name, str) and name in known:
                    rows.setdefault(name, []).append((sheet, number))
        for name, field in known.items():
            self.labels[name] = field.label
            places = rows.get(name, [])
            if not places and not self._went_out(name):
                continue
            if len(places) != 1:
                said = text("the field is gone") if not places else text(
                    "the field stands {n} times in the form", n=len(places))  # fmt: skip
                self._say(field, said)
                continue
            sheet, number = places[0]
            label = str(sheet.cell(number, LABELS).value or "")
            if " ".join(label.split()) != " ".join(str(sheet.cell(number, SENT).value or "").split()):
                self._say(field, text("beside the field stands {words}", words=label))
                continue
            self._take(field, sheet, sheet.cell(number, VALUES))

    def _take(self, field: Field, sheet: Sheet, cell: Cell) -> None:
        fault = problem(self._book, sheet, cell)
        if fault is not None:
            self._say(field, fault.message, fault.law, fault.help)
            return
        if field.ask is Ask.TICK:
            found = self._tick(field, "" if cell.empty else self._spelled(cell))
        elif cell.empty:
            return
        elif field.ask is Ask.CHOICE and cell.kind is Kind.TEXT:
            found = self._choice(field, str(cell.value))
        else:
            found = cell
        if not found.empty:
            self.values[field.name] = found

    @staticmethod
    def _spelled(cell: Cell) -> str:
        return speak("en").word(cell.value) if isinstance(cell.value, bool) else str(cell.value)

    def _table(self, table: Table) -> None:
        wanted = {self._sent.heading(table.name, column.name): column for column in table.columns}
        sheets = [
            (sheet, row) for sheet in self._book.sheets if (row := self._headed(sheet, wanted)) is not None
        ]
        if len(sheets) != 1:
            said = text("the page is gone, or its headings are others") if not sheets else text(
                "{n} pages have these headings", n=len(sheets))  # fmt: skip
            self.findings.append(said_at(self._file, FIELD_CHANGED, table.label, said))
            return
        sheet, heading = sheets[0]
        columns = {wanted[_heading(c)].name: c.column for c in sheet.row(heading) if _heading(c) in wanted}
        row = 0
        for number in sheet.row_numbers:
            if number <= heading:
                continue
            row += 1
            for column in table.columns:
                field = table.field(row, column) if row <= table.length else _beyond(table, row, column)
                self.labels[field.name] = field.label
                self._take(field, sheet, sheet.cell(number, columns[column.name]))
            for cell in sheet.row(number):
                if cell.column not in columns.values():
                    said = text(
                        "outside of the columns stands, and is not read: {words}", words=str(cell.value)[:200]
                    )
                    self.findings.append(said_at(self._file, OUTSIDE, f"{table.label} {cell.name}", said))

    @staticmethod
    def _headed(sheet: Sheet, wanted: Mapping[str, Field]) -> int | None:
        for number in sheet.row_numbers[:_HEADING_ROWS]:
            there = Counter(map(_heading, sheet.row(number)))
            if all(there[each] == 1 for each in wanted):
                return number
        return None


def _heading(cell: Cell) -> str:
    return digest(folded(str(cell.value)))


def _beyond(table: Table, row: int, column: Field) -> Field:
    """The field of a row that the form did not have."""
    return msgspec.structs.replace(
        column, name=f"{table.name}.{row}.{column.name}", label=f"{column.label} {row}", value=None
    )
