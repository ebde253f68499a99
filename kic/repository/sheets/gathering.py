"""What the rows of several files want of the records of a kind, compared three ways, as edits."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.place import START, Field, Place
from kic.core.plan import Append, Edit
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, plural, text
from kic.domain.chapters import KINDS
from kic.repository.intake.marks import Take, weighed
from kic.repository.sheets import technical
from kic.repository.sheets.apart import Moved, apart, crossed
from kic.repository.sheets.columns import Column
from kic.repository.sheets.merging import Wanted, created, edits_of, laid
from kic.repository.sheets.rows import Row, Rows
from kic.repository.sheets.tables import Table, Thing, owner_of, record_of, same_values
from kic.repository.sheets.technical import mark_of
from kic.repository.sheets.values import canonical, said
from kic.sheets import Cell, Workbook
from kic.sheets.laws import (
    CHANGED_BY_HAND,
    DOUBLE_ROW,
    FORM_CHANGED,
    KEPT_BY_HAND,
    MISSING_CELL,
    ROW_GONE,
)


class Gathered:
    """Gathers what the rows of all files want of the records, or of the entries of one of their lists."""

    def __init__(self, snapshot: Snapshot, table: Table, take: Take) -> None:
        self._snapshot, self.table, self._take = snapshot, table, take
        self._columns = {each.key: each for each in table.columns}
        self.wanted: dict[str, dict[str, Wanted]] = {}
        self.new: dict[str, Place] = {}
        self.added: dict[str, list[tuple[Place, dict[str, Wanted]]]] = {}
        self.seen: dict[str, None] = {}
        self.gone: list[str] = []
        self.findings: list[Diagnostic] = []
        self.unread: list[Diagnostic] = []
        self.waiting = 0

    @property
    def touched(self) -> tuple[str, ...]:
        """What changes or comes."""
        return (*self.wanted, *self.added)

    def add(self, form: Rows, ignored: frozenset[str]) -> None:
        """One more file."""
        self._form, self._book, self._sheet = form, form.book, form.sheet
        rows, waiting = form.read(ignored)
        self.unread += form.findings
        self.waiting += waiting
        moved: list[Moved] = []
        for row in rows:
            self.seen[row.id] = None
            if row.thing is not None:
                moved += self._change(row, row.thing)
            elif self.table.list:
                self._add_entry(row)
            else:
                self._create(row)
        self._moved(moved)
        self._missing(rows, waiting)

    def without_sheet(self, book: Workbook) -> Diagnostic | None:
        """That the sheet of a list went out and is not in the file; None where nothing of it went out."""
        hidden = technical.find(book)
        sent = technical.read(hidden) if hidden is not None else None
        if sent is None or not any(self.table.row_key(id_) in sent.rows for id_ in self.table.things):
            return None
        said_ = text("the sheet of {list} is missing; nothing is read of it", list=self.table.noun)
        return diagnose(ROW_GONE, said_, Place(book.name, span=START))

    def _change(self, row: Row, thing: Thing) -> list[Moved]:
        compared = []
        for key, (cell, value) in row.values.items():
            column = self._columns[key]
            before = column.value(thing.value)
            said_, recorded = canonical(value, column.default), canonical(before, column.default)
            sent = row.sent.get(key) if row.sent is not None else None
            found = weighed(
                same=said_ == recorded,
                sheet_as_before=sent == mark_of(said_),
                record_as_before=sent == mark_of(recorded),
                take=self._take,
            )
            if sent is not None:
                compared.append(Moved(key, row.id, cell, mark_of(said_), sent))
            if found in ("write", "both") and self.table.fixed:
                message = text("what is there of {list} is not changed, only added to", list=self.table.noun)
                help_ = None
                if self.table.command:
                    message = text("{list} is here to be looked at", list=self.table.noun)
                    help_ = text("change it with {command}", command=self.table.command)
                self._say(FORM_CHANGED, cell, message, record_of(row.id), help_)
            elif found == "write" and column.needed and said_ == "" and len(column.field) == 1:
                self._say(MISSING_CELL, cell, text("{field} is missing", field=_field(column)), row.id)
            elif found == "write":
                self._want(self.wanted.setdefault(row.id, {}), row.id, column, value, cell)
            elif found == "kept":
                kept = text(
                    "{id} keeps its {field}, changed in the record since the sheet went out: {value}",
                    id=row.id, field=_field(column), value=said(before),
                )  # fmt: skip
                self._say(KEPT_BY_HAND, cell, kept, row.id)
            elif found == "both":
                self._both(row, column, cell, value, before, known=sent is not None)
        return compared

    def _both(self, row: Row, column: Column, cell: Cell, value: Any, before: Any, *, known: bool) -> None:
        told = {"id": row.id, "field": _field(column), "sheet": said(value), "record": said(before)}
        message = (
            text(
                "{field} of {id} was changed on both sides: the sheet says {sheet}, the record {record}",
                **told,
            )
            if known
            else text(
                "{field} of {id} differs, and nobody can tell which is newer: the sheet says {sheet}, the record "
                "{record}",
                **told,
            )
        )
        help_ = text("--take sheet writes what the file says, --take record keeps what the record says")
        self._say(CHANGED_BY_HAND, cell, message, row.id, help_)

    def _create(self, row: Row) -> None:
        wanted = self.wanted.setdefault(row.id, {})
        self._fill(row, wanted)
        self.new.setdefault(row.id, self._place_of(row))

    def _add_entry(self, row: Row) -> None:
        """One more entry at the end of a list, unless an earlier reading of this sheet has added it."""
        values = {key: value for key, (_cell, value) in row.values.items()}
        sent = self._form.sent.rows if self._form.sent is not None else {}
        for id_, thing in self.table.things.items():
            since = owner_of(id_) == row.id and self.table.row_key(id_) not in sent
            if since and same_values(self._columns.values(), thing.value, values):
                return
        wanted: dict[str, Wanted] = {}
        self._fill(row, wanted)
        self.added.setdefault(row.id, []).append((self._place_of(row), wanted))

    def _fill(self, row: Row, wanted: dict[str, Wanted]) -> None:
        """What the cells of a new row say; a finding where one is empty that is needed."""
        for column in self._columns.values():
            cell, value = row.values.get(column.key, (None, None))
            if canonical(value, column.default):
                assert cell is not None
                self._want(wanted, row.id, column, value, cell)
            elif column.needed and len(column.field) == 1:
                at = cell or self._sheet.cell(row.row, self._form.columns[self.table.key])
                self._say(MISSING_CELL, at, text("{field} is missing", field=_field(column)), row.id)

    def _place_of(self, row: Row) -> Place:
        return self._book.place(self._sheet, self._sheet.cell(row.row, self._form.columns[self.table.key]))

    def _want(self, wanted: dict[str, Wanted], id_: str, column: Column, value: Any, cell: Cell) -> None:
        place = self._book.place(self._sheet, cell)
        other = wanted.setdefault(column.key, Wanted(column, value, place))
        if canonical(other.value, column.default) != canonical(value, column.default):
            message = text(
                "{field} of {id}: here {value}, in {file} {other}",
                field=_field(column), id=id_, value=said(value),
                file=other.place.path, other=said(other.value),
            )  # fmt: skip
            help_ = text("ask which of the two counts, and correct the other")
            self._say(DOUBLE_ROW, cell, message, id_, help_)

    # -- the sheet as a whole --------------------------------------------------------------------------

    def _moved(self, compared: Sequence[Moved]) -> None:
        """Columns whose values stand beside other ids than they went out with."""
        for each in apart(compared):
            column = self._columns[each.first.key]
            field = _field(column)
            message = plural(
                "{n} value of the column {field} stands beside another id than it went out with",
                "{n} values of the column {field} stand beside other ids than they went out with",
                n=each.cells, field=field,
            )  # fmt: skip
            help_ = text(
                "if the column was sorted by itself, get the sheet anew; if it is right, --take sheet"
            )
            sure = each.sure and self._take != "sheet"
            found = self._book.finding(
                FORM_CHANGED, self._sheet, each.first.cell, message, help=help_,
                severity=None if sure else Severity.WARNING,
            )  # fmt: skip
            self.findings.append(found)

        for pair in crossed(compared):
            message = plural(
                "the values of {field} and {other} have changed places in {n} row",
                "the values of {field} and {other} have changed places in {n} rows",
                n=pair.rows,
                field=_field(self._columns[pair.first.key]),
                other=_field(self._columns[pair.other]),
            )
            help_ = text("if headings were exchanged, put them back; if it is right, --take sheet")
            sure = pair.rows > 1 and self._take != "sheet"
            found = self._book.finding(
                FORM_CHANGED, self._sheet, pair.first.cell, message, help=help_,
                severity=None if sure else Severity.WARNING,
            )  # fmt: skip
            self.findings.append(found)

    def _missing(self, rows: Sequence[Row], waiting: int) -> None:
        """What went out and has no row: told, and nothing else. Rows that wait may be theirs."""
        if self._form.sent is None or waiting or self.table.key not in self._form.columns:
            return
        here = {self.table.row_key(row.id) for row in rows}
        gone = tuple(
            id_
            for id_ in self.table.things
            if self.table.row_key(id_) in self._form.sent.rows and self.table.row_key(id_) not in here
        )
        self.gone += gone
        if gone:
            at = self._sheet.cell(self._form.heading, self._form.columns[self.table.key])
            message = plural(
                "{ids} has no row here; the record stays as it is",
                "{ids} have no rows here; the records stay as they are",
                n=len(gone), ids=gone,
            )  # fmt: skip
            self._say(ROW_GONE, at, message)

    def _say(
        self, law: Law, cell: Cell, message: Text, id_: str | None = None, help_: Text | None = None
    ) -> None:
        found = self._book.finding(law, self._sheet, cell, message, help=help_)
        self.findings.append(msgspec.structs.replace(found, record=record_of(id_) if id_ else None))

    # -- the plan --------------------------------------------------------------------------------------

    def edits(self) -> Iterator[Edit]:
        """What is to be written."""
        others = self._snapshot.all(KINDS[self.table.kind])
        invented = bool(others) and all(getattr(each, "invented", False) for each in others)
        for id_, wanted in self.wanted.items():
            thing = self.table.things.get(id_)
            if thing is not None:
                yield from edits_of(thing, wanted)
            else:
                yield created(self.table.kind, self._path(id_), id_, wanted, invented=invented)
        for id_, entries in self.added.items():
            owner = self.table.owners[id_]
            yield from (Append(owner.path, owner.way, laid(wanted)) for _place, wanted in entries)

    def _path(self, id_: str) -> str:
        record = self._snapshot.get(KINDS[self.table.kind], id_)
        if record is None:
            return KINDS[self.table.kind].layouts[0].format(id=id_)
        return self._snapshot.entry(record).path

    def places(self) -> dict[tuple[str, Field], Place]:
        """From which cell each field comes."""
        places: dict[tuple[str, Field], Place] = {}
        for id_, wanted in self.wanted.items():
            thing = self.table.things.get(id_)
            path, field = (thing.path, thing.field) if thing is not None else (self._path(id_), ())
            if id_ in self.new:
                places[path, ()] = self.new[id_]
            places |= {(path, (*field, *each.column.field)): each.place for each in wanted.values()}
        for id_, entries in self.added.items():
            path, way = self.table.owners[id_]
            count = sum(owner_of(each) == id_ for each in self.table.things)
            for position, (place, wanted) in enumerate(entries, count):
                places[path, (*way, position)] = place
                places |= {
                    (path, (*way, position, *each.column.field)): each.place for each in wanted.values()
                }
        return places


def _field(column: Column) -> Label:
    return Label("field", str(column.field[-1]))
