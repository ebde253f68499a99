"""Forms as a workbook, so that whoever reads sheets reads forms too; findings are said at file and field."""

from collections.abc import Mapping
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Law, diagnose
from kic.core.place import START, Place
from kic.core.text import Text, text
from kic.sheets import Cell, Sheet, Workbook
from kic.sheets.cell import cell_place


class FormBook(Workbook, frozen=True, kw_only=True):
    """A workbook made of forms. `files` are the forms by their rows, where each is one; else `name` is the form's file.

    `called` is what the field of a sheet, a row and a column is called; row 0 stands for every row. `positions` are the
    columns of fields by their names.
    """

    files: Mapping[int, str] = {}
    called: Mapping[tuple[str, int, int], str] = {}
    positions: Mapping[str, int] = {}

    def label(self, sheet: str, row: int, column: int) -> str | None:
        """What a field is called."""
        return self.called.get((sheet, row, column)) or self.called.get((sheet, 0, column))

    def finding(self, law: Law, sheet: Sheet, cell: Cell, problem: Text, **more: Any) -> Diagnostic:
        """A finding at a field of a form; `placed` gives it the form's own place."""
        label = self.label(sheet.name, cell.row, cell.column)
        if label is not None and problem.id == "{field} is missing":  # the field is named already
            problem = text("nothing stands here")
        said = problem if label is None else text("{field}: {problem}", field=label, problem=problem)
        found = diagnose(
            law, said, cell_place(self.name, sheet.name, cell.row, cell.column), help=more.get("help")
        )
        severity = more.get("severity")
        return found if severity is None else msgspec.structs.replace(found, severity=severity)

    def placed(self, finding: Diagnostic) -> Diagnostic:
        """The finding with the form's file and the field's name as its place."""
        span, where = finding.place.span, finding.place.field
        if finding.place.path != self.name or span is None or span == START:
            return finding
        sheet = str(where[0]) if len(where) > 1 else ""
        label = self.label(sheet, span.line, span.column)
        place = Place(self.files.get(span.line, self.name), (label,) if label is not None else (), span=START)
        return msgspec.structs.replace(finding, place=place)
