"""Returned sheets of a kind, several files at once, as one plan.

Each cell is compared three ways: with the record as it is, and with what went out. A cell that was changed in the
sheet alone is written, one that was changed in the record alone stays, and where both changed nothing is overwritten
without being asked. An empty row changes nothing, a missing row deletes nothing.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.ids import is_id
from kic.core.near import did_you_mean, near
from kic.core.plan import Edit, Plan
from kic.core.record import Record
from kic.core.snapshot import Snapshot
from kic.core.text import Label, plural, text
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.present.language import LANGUAGES, speak
from kic.present.workbook import words_in
from kic.repository.intake.marks import Take, weighed
from kic.repository.sheets.apart import Moved, apart, crossed
from kic.repository.sheets.columns import CREATABLE, WITHOUT, Column, Sort, columns_of
from kic.repository.sheets.form import Form, find, id_key, no_form
from kic.repository.sheets.merging import Places, Wanted, created, edits_of
from kic.repository.sheets.outgoing import MARK, label_of, marks_of
from kic.repository.sheets.technical import mark_of, row_mark
from kic.repository.sheets.values import Known, canonical, fits, known_choices, read, said
from kic.sheets import Cell, Kind, Workbook, meaning
from kic.sheets.laws import (
    CHANGED_BY_HAND,
    DOUBLE_ROW,
    FORM_CHANGED,
    KEPT_BY_HAND,
    MISSING_CELL,
    ROW_GONE,
    UNEVEN,
)

if TYPE_CHECKING:
    from kic.core.place import Field, Place

SHEETS = tuple(kind for kind in KINDS if kind not in WITHOUT)
"""The kinds that have a sheet."""


class Changed(NamedTuple):
    """A record that the sheets change, and which of its columns."""

    id: str
    fields: tuple[str, ...]


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What returned sheets come to. `plan` is None where they are refused; the findings say why.

    `waiting` are rows that could not be read; `asked` tells that only `take` is missing. `gone` are records that went
    out and have no row now; they stay. `since` is the day on which a status query went out. `places` tell from which
    cell a field comes.
    """

    kind: str
    plan: Plan | None = None
    findings: tuple[Diagnostic, ...] = ()
    created: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[str, ...] = ()
    waiting: int = 0
    gone: tuple[str, ...] = ()
    asked: bool = False
    since: datetime.date | None = None
    places: Places = {}


def is_error(finding: Diagnostic) -> bool:
    """Whether a finding keeps the sheets out."""
    return finding.severity is Severity.ERROR


def kind_in(book: Workbook, kinds: Iterable[str] = SHEETS) -> str | None:
    """Of which kind a returned file is; None where it is none that went out."""
    found = find(book, kinds)
    return found[0] if found is not None else None


def read_back(
    snapshot: Snapshot,
    kind: str,
    books: Sequence[Workbook],
    *,
    take: Take = None,
    ignored: Iterable[str] = (),
) -> Came:
    """What returned files of a kind make of its records. Nothing is written; bad content never raises."""
    if kind not in SHEETS:
        raise UsageError("There is no sheet of {kind}.", kind=kind)
    merge = _Merge(snapshot, kind, take)
    findings: list[Diagnostic] = []
    for book in books:
        findings += book.findings
        found = find(book, (kind,))
        if found is None:
            if book.sheets:
                findings.append(no_form(book))
            continue
        if any(is_error(each) and each.law is not UNEVEN for each in book.findings):
            continue
        _kind, sheet, heading = found
        merge.add(_Rows(snapshot, book, sheet, heading, kind), frozenset(ignored))
    findings += merge.findings
    errors = [each for each in findings if is_error(each)]
    return Came(
        kind=kind,
        plan=None if errors else Plan(merge.title, tuple(merge.edits())),
        findings=tuple(findings),
        created=tuple(merge.new),
        changed=tuple(
            Changed(id_, tuple(wanted)) for id_, wanted in merge.wanted.items() if id_ not in merge.new
        ),
        unchanged=tuple(id_ for id_ in merge.seen if id_ not in merge.wanted),
        waiting=merge.waiting,
        gone=tuple(merge.gone),
        asked=bool(errors) and all(each.law is CHANGED_BY_HAND for each in errors),
        places=merge.places(),
    )


class _Row(NamedTuple):
    """A row that could be read: its record if there is one, and what went out of it, as far as that is known."""

    row: int
    id: str
    record: Record | None
    sent: Mapping[str, str] | None
    values: Mapping[str, tuple[Cell, Any]]


class _Rows(Form):
    """The rows of one returned sheet."""

    def read(self, ignored: frozenset[str]) -> tuple[tuple[_Row, ...], int]:
        """The rows that could be read, and how many wait; what is wrong with them is among the findings."""
        columns = columns_of(self.kind)
        keys = {
            id_key(self.kind): [speak(code).label("kind", self.kind) for code in LANGUAGES],
            **{each.key: [label_of(each, speak(code)) for code in LANGUAGES] for each in columns},
            MARK: [],
        }
        self.open(keys, ignored)
        if id_key(self.kind) not in self.columns or any(map(is_error, self.findings)):
            return (), 0
        self._by_key = {each.key: each for each in columns}
        self._known = {each.key: known for each in columns if (known := self._words_of(each)) is not None}
        self._first: dict[str, int] = {}
        rows, waiting, findings = self._every(self.heading, self._row)
        self.findings += findings
        return tuple(row for row in rows if row is not None), len(waiting)

    def _words_of(self, column: Column) -> Known | None:
        return known_choices(column.choices) if column.choices is not None else None

    def _row(self, number: int) -> _Row | None:
        used = [self._sheet.cell(number, column) for column in self.columns.values()]
        if all(map(self._is_empty, used)):
            return None  # what stands beside the columns is a finding already
        cell = self.cell(number, id_key(self.kind))
        assert cell is not None
        if self._is_empty(cell):
            self._say(DOUBLE_ROW, cell, text("this row has no id, so nobody knows which record it is"))
            return None
        word = self.meant(cell, meaning.name)
        if word is None:
            return None
        id_ = word.strip().casefold()
        first = self._first.setdefault(id_, number)
        if first != number:
            self._say(DOUBLE_ROW, cell, text("{id} has a row already, row {row}", id=id_, row=first))
            return None
        record = self._snapshot.get(KINDS[self.kind], id_)
        mark = self._mark(number)
        sent = self._went_out(id_, record, mark, number)
        if record is None and not self._may_be_new(cell, id_, known=sent is not None or mark != ""):
            return None
        return _Row(number, id_, record, sent, self._values(number, record, sent))

    def _mark(self, number: int) -> str:
        cell = self.cell(number, MARK)
        found = self.meant(cell, meaning.name) if cell is not None else None
        return str(found or "").strip()

    def _went_out(self, id_: str, record: Record | None, mark: str, number: int) -> Mapping[str, str] | None:
        """The marks of a record's cells as they went out; None where nobody can tell."""
        sent = self.sent.rows.get(id_) if self.sent is not None else None
        if sent is not None:
            if mark not in ("", row_mark(self.kind, id_, sent)):
                cell = self.cell(number, MARK)
                assert cell is not None
                said_ = text("the mark of another row stands here: the rows were sorted apart, or copied")
                self._say(FORM_CHANGED, cell, said_)
            return sent
        now = marks_of(self.kind, record) if record is not None else None
        return now if now is not None and mark == row_mark(self.kind, id_, now) else None

    def _may_be_new(self, cell: Cell, id_: str, *, known: bool) -> bool:
        """Whether a row without a record may make one; else a finding says what is wrong."""
        there = self._snapshot.kind_of(id_)
        if there is not None:
            if there == self.kind:
                self._say(DOUBLE_ROW, cell, text("{id} is there, and its file cannot be read", id=id_))
            else:
                self._say(DOUBLE_ROW, cell, text("{id} is a {kind}", id=id_, kind=Label("kind", there)))
        elif known:
            self._say(
                DOUBLE_ROW, cell, text("{id} went out and is no longer here", id=id_),
                text("kic history {id} shows what became of it", id=id_),
            )  # fmt: skip
        elif self.kind not in CREATABLE:
            close = near(id_, [each.id for each in self._snapshot.all(KINDS[self.kind])])
            said_ = text("there is no {kind} {id}", kind=Label("kind", self.kind), id=id_)
            help_ = did_you_mean(close) or text(
                "new ones are not made by a sheet; kic help shows the command"
            )
            self._say(DOUBLE_ROW, cell, said_, help_)
        elif not is_id(id_):
            said_ = text("{id} can be no id: small letters, digits and hyphens, 63 at most", id=id_)
            self._say(DOUBLE_ROW, cell, said_)
        else:
            return True
        return False

    # -- cells -----------------------------------------------------------------------------------------

    def _values(
        self, number: int, record: Record | None, sent: Mapping[str, str] | None
    ) -> dict[str, tuple[Cell, Any]]:
        values = {}
        for key in self.columns:
            column = self._by_key.get(key)
            cell = self.cell(number, key)
            if column is None or cell is None:
                continue
            before = column.value(record) if record is not None else None
            if record is not None and not fits(column, before):
                self._unchanged(cell, before)
                continue
            value = self.meant(cell, partial(read, column, self._known.get(key)))
            if column.sort is Sort.WORDS and value is not None:
                self._number_for_words(column, cell, value, before, sent)
            values[key] = (cell, value)
        return values

    def _number_for_words(
        self, column: Column, cell: Cell, value: str, before: Any, sent: Mapping[str, str] | None
    ) -> None:
        """A program takes leading zeros from what looks like a number, and nobody sees it."""
        as_it_was = canonical(value) == canonical(before) or (
            sent is not None and sent.get(column.key) == mark_of(canonical(value))
        )
        if as_it_was:
            return
        zeros = value.isdigit() and str(before or "").isdigit() and value == str(before).lstrip("0")
        if cell.kind is Kind.NUMBER or zeros:
            self.misreads(cell, text("a number stands here, and words are expected; write it as a text"))

    def _unchanged(self, cell: Cell, before: Any) -> None:
        """A cell that was locked, since no cell holds its value: only that it was left alone is looked at."""
        shown_ = "\n".join(before) if isinstance(before, tuple) else before
        if not isinstance(shown_, str) or self._is_empty(cell):
            return
        if canonical(words_in(shown_)) != canonical(meaning.shown(cell)):
            said_ = text("this cell was locked: a sheet cannot give its value back unchanged")
            self._say(FORM_CHANGED, cell, said_, text("change it in kic"))


class _Merge:
    """Gathers what the rows of all files want, record by record."""

    def __init__(self, snapshot: Snapshot, kind: str, take: Take) -> None:
        self._snapshot, self._kind, self._take = snapshot, kind, take
        self._columns = {each.key: each for each in columns_of(kind)}
        self.wanted: dict[str, dict[str, Wanted]] = {}
        self.new: dict[str, Place] = {}
        self.seen: dict[str, None] = {}
        self.gone: list[str] = []
        self.findings: list[Diagnostic] = []
        self.waiting = 0

    @property
    def title(self) -> Any:
        """The plan's name in the log."""
        return plural(
            "{kind}: {n} record from a sheet",
            "{kind}: {n} records from sheets",
            n=len(self.wanted),
            kind=Label("kind", self._kind),
        )

    def add(self, form: _Rows, ignored: frozenset[str]) -> None:
        """One more file."""
        self._form, self._book, self._sheet = form, form.book, form.sheet
        rows, waiting = form.read(ignored)
        self.findings += form.findings
        self.waiting += waiting
        moved: list[Moved] = []
        for row in rows:
            self.seen[row.id] = None
            if row.record is None:
                self._create(row)
            else:
                moved += self._change(row, row.record)
        self._moved(moved)
        self._missing(rows, waiting)

    def _change(self, row: _Row, record: Record) -> list[Moved]:
        compared = []
        for key, (cell, value) in row.values.items():
            column = self._columns[key]
            before = column.value(record)
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
            if found == "write" and column.needed and said_ == "" and len(column.field) == 1:
                self._say(MISSING_CELL, cell, text("{field} is missing", field=Label("field", key)), row.id)
            elif found == "write":
                self._want(row.id, column, value, cell)
            elif found == "kept":
                kept = text(
                    "{id} keeps its {field}, changed in the record since the sheet went out: {value}",
                    id=row.id, field=Label("field", str(column.field[-1])), value=said(before),
                )  # fmt: skip
                self._say(KEPT_BY_HAND, cell, kept, row.id)
            elif found == "both":
                self._both(row, column, cell, value, before, known=sent is not None)
        return compared

    def _both(self, row: _Row, column: Column, cell: Cell, value: Any, before: Any, *, known: bool) -> None:
        field = Label("field", str(column.field[-1]))
        told = {"id": row.id, "field": field, "sheet": said(value), "record": said(before)}
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
        help_ = text("--take sheet writes what the sheet says, --take record keeps what the record says")
        self._say(CHANGED_BY_HAND, cell, message, row.id, help_)

    def _create(self, row: _Row) -> None:
        for column in self._columns.values():
            cell, value = row.values.get(column.key, (None, None))
            if canonical(value, column.default):
                assert cell is not None
                self._want(row.id, column, value, cell)
            elif column.needed and len(column.field) == 1:
                at = cell or self._sheet.cell(row.row, self._form.columns[id_key(self._kind)])
                field = Label("field", column.key)
                self._say(MISSING_CELL, at, text("{field} is missing", field=field), row.id)
        self.wanted.setdefault(row.id, {})
        at = self._sheet.cell(row.row, self._form.columns[id_key(self._kind)])
        self.new.setdefault(row.id, self._book.place(self._sheet, at))

    def _want(self, id_: str, column: Column, value: Any, cell: Cell) -> None:
        wanted = self.wanted.setdefault(id_, {})
        place = self._book.place(self._sheet, cell)
        other = wanted.setdefault(column.key, Wanted(column, value, place))
        if canonical(other.value, column.default) != canonical(value, column.default):
            message = text(
                "{field} of {id}: here {value}, in {file} {other}",
                field=Label("field", str(column.field[-1])), id=id_, value=said(value),
                file=other.place.path, other=said(other.value),
            )  # fmt: skip
            self._say(
                DOUBLE_ROW, cell, message, id_, text("ask which of the two counts, and correct the other")
            )

    # -- the sheet as a whole --------------------------------------------------------------------------

    def _moved(self, compared: Sequence[Moved]) -> None:
        """Columns whose values stand beside other ids than they went out with."""
        for each in apart(compared):
            column = self._columns[each.first.key]
            field = Label("field", str(column.field[-1]))
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
                field=Label("field", str(self._columns[pair.first.key].field[-1])),
                other=Label("field", str(self._columns[pair.other].field[-1])),
            )
            help_ = text("if headings were exchanged, put them back; if it is right, --take sheet")
            sure = pair.rows > 1 and self._take != "sheet"
            found = self._book.finding(
                FORM_CHANGED, self._sheet, pair.first.cell, message, help=help_,
                severity=None if sure else Severity.WARNING,
            )  # fmt: skip
            self.findings.append(found)

    def _missing(self, rows: Sequence[_Row], waiting: int) -> None:
        """Records that went out and have no row: told, and nothing else. Rows that wait may be theirs."""
        if self._form.sent is None or waiting:
            return
        here = {row.id for row in rows}
        gone = tuple(
            id_
            for id_ in self._form.sent.rows
            if id_ not in here and self._snapshot.get(KINDS[self._kind], id_) is not None
        )
        self.gone += gone
        if gone:
            at = self._sheet.cell(self._form.heading, self._form.columns[id_key(self._kind)])
            message = plural(
                "{ids} has no row here; the record stays as it is",
                "{ids} have no rows here; the records stay as they are",
                n=len(gone), ids=gone,
            )  # fmt: skip
            self._say(ROW_GONE, at, message)

    def _say(self, law: Any, cell: Cell, message: Any, id_: str | None = None, help_: Any = None) -> None:
        found = self._book.finding(law, self._sheet, cell, message, help=help_)
        self.findings.append(msgspec.structs.replace(found, record=id_))

    # -- the plan --------------------------------------------------------------------------------------

    def edits(self) -> Iterable[Edit]:
        """What is to be written."""
        cls = KINDS[self._kind]
        others = self._snapshot.all(cls)
        invented = bool(others) and all(getattr(each, "invented", False) for each in others)
        for id_, wanted in self.wanted.items():
            record = self._snapshot.get(cls, id_)
            if record is not None:
                yield from edits_of(self._snapshot, record, wanted)
            else:
                yield created(self._kind, self._path(id_), id_, wanted, invented=invented)

    def _path(self, id_: str) -> str:
        return KINDS[self._kind].layouts[0].format(id=id_)

    def places(self) -> Places:
        """From which cell each field comes."""
        places: dict[tuple[str, Field], Place] = {}
        for id_, wanted in self.wanted.items():
            record = self._snapshot.get(KINDS[self._kind], id_)
            path = self._snapshot.entry(record).path if record is not None else self._path(id_)
            if id_ in self.new:
                places[path, ()] = self.new[id_]
            places |= {(path, each.column.field): each.place for each in wanted.values()}
        return places
