"""The rows of one returned sheet: each read, or a finding at its cell says why not."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from kic.core.ids import is_id
from kic.core.near import did_you_mean, near
from kic.core.record import declared
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.domain.chapters import KINDS
from kic.present.language import LANGUAGES, speak
from kic.present.workbook import words_in
from kic.repository.intake.cells import Words
from kic.repository.intake.outcome import is_error
from kic.repository.sheets.columns import Column, Sort, columns_of
from kic.repository.sheets.form import Form
from kic.repository.sheets.outgoing import MARK, field_words, label_of, marks_of, row_mark_of
from kic.repository.sheets.tables import Table, Thing, owner_of, record_of
from kic.repository.sheets.technical import mark_of
from kic.repository.sheets.values import Known, Unknown, canonical, fits, known_choices, read
from kic.sheets import Cell, Kind, Sheet, Workbook, meaning
from kic.sheets.laws import (
    DOUBLE_ROW,
    FORM_CHANGED,
)


class Row(NamedTuple):
    """A row that could be read: what it is about if that is there, and what went out of it, as far as that is known."""

    row: int
    id: str
    thing: Thing | None
    sent: Mapping[str, str] | None
    values: Mapping[str, tuple[Cell, Any]]


class Rows(Form):
    """The rows of one returned sheet."""

    def __init__(self, snapshot: Snapshot, book: Workbook, sheet: Sheet, heading: int, table: Table) -> None:
        super().__init__(snapshot, book, sheet, heading, table.kind)
        self.table = table

    def read(self, ignored: frozenset[str]) -> tuple[tuple[Row, ...], int]:
        """The rows that could be read, and how many wait; what is wrong with them is among the findings."""
        table = self.table
        keys = {
            table.key: [speak(code).label("kind", self.kind) for code in LANGUAGES],
            **{each.key: [label_of(each, speak(code)) for code in LANGUAGES] for each in table.columns},
            MARK: [],
        }
        self.open(keys, ignored, quiet=bool(table.list))
        if table.key not in self.columns or any(map(is_error, self.findings)):
            return (), 0
        self._by_key = {each.key: each for each in table.columns}
        self._known = {
            each.key: known for each in table.columns if (known := self._words_of(each)) is not None
        }
        self._fields = _fields_of(self.kind) if table.list == "gaps" else None
        self._first: dict[str, int] = {}
        rows, waiting, findings = self._every(self.heading, self._row)
        self.findings += findings
        return tuple(row for row in rows if row is not None), len(waiting)

    def _words_of(self, column: Column) -> Known | None:
        return known_choices(column.choices) if column.choices is not None else None

    def _row(self, number: int) -> Row | None:
        used = [self._sheet.cell(number, column) for column in self.columns.values()]
        if all(map(self._is_empty, used)):
            return None  # what stands beside the columns is a finding already
        cell = self.cell(number, self.table.key)
        assert cell is not None
        if self._is_empty(cell):
            self._say(DOUBLE_ROW, cell, text("this row has no id, so nobody knows which record it is"))
            return None
        word = self.meant(cell, meaning.name)
        if word is None:
            return None
        id_ = word.strip().casefold()
        thing = self.table.things.get(id_)
        if not (self.table.list and thing is None):  # several new entries may name the same record
            first = self._first.setdefault(id_, number)
            if first != number:
                self._say(DOUBLE_ROW, cell, text("{id} has a row already, row {row}", id=id_, row=first))
                return None
        mark = self._mark(number)
        sent = self._went_out(id_, thing, mark, number)
        if thing is None and mark != "" and sent is None and (before := self._marked(mark)) is not None:
            self._altered(cell, id_, before)
            return None
        if thing is None and not self._may_be_new(cell, id_, known=sent is not None or mark != ""):
            return None
        return Row(number, id_, thing, sent, self._values(number, thing, sent))

    def _mark(self, number: int) -> str:
        cell = self.cell(number, MARK)
        found = self.meant(cell, meaning.name) if cell is not None else None
        return str(found or "").strip()

    def _went_out(self, id_: str, thing: Thing | None, mark: str, number: int) -> Mapping[str, str] | None:
        """The marks of a row's cells as they went out; None where nobody can tell."""
        sent = self.sent.rows.get(self.table.row_key(id_)) if self.sent is not None else None
        if sent is not None:
            if mark not in ("", row_mark_of(self.table, id_, sent)):
                cell = self.cell(number, MARK)
                assert cell is not None
                said_ = text("the mark of another row stands here: the rows were sorted apart, or copied")
                self._say(FORM_CHANGED, cell, said_)
            return sent
        now = marks_of(self.table, thing) if thing is not None else None
        return now if now is not None and mark == row_mark_of(self.table, id_, now) else None

    def _marked(self, mark: str) -> str | None:
        """The id under which the row with this mark went out; None where nobody can tell."""
        rows = self.sent.rows if self.sent is not None else {}
        for id_ in self.table.things:
            marks = rows.get(self.table.row_key(id_))
            if marks is not None and mark == row_mark_of(self.table, id_, marks):
                return id_
        return None

    def _altered(self, cell: Cell, id_: str, before: str) -> None:
        """That the row of a record stands here under another id; beside its own row it is a copy."""
        column = self.columns[self.table.key]
        stands = (self._sheet.cell(row, column) for row in self._sheet.row_numbers)
        if any(meaning.shown(each).strip().casefold() == before for each in stands):
            said_ = text("the mark of another row stands here: the rows were sorted apart, or copied")
            self._say(FORM_CHANGED, cell, said_)
        else:
            said_ = text("the id was changed from {before} to {id}", before=before, id=id_)
            self._say(DOUBLE_ROW, cell, said_, text("write {id} again", id=before))

    def _may_be_new(self, cell: Cell, id_: str, *, known: bool) -> bool:
        """Whether a row may make a new record, or entry of a list; else a finding says what is wrong."""
        if known:
            help_ = text("kic history {id} shows what became of it", id=record_of(id_))
            self._say(DOUBLE_ROW, cell, text("{id} went out and is no longer here", id=id_), help_)
        elif self.table.list:
            return self._may_be_entry(cell, id_)
        elif (there := self._snapshot.kind_of(id_)) is not None:
            said_ = text("{id} is a {kind}", id=id_, kind=Label("kind", there))
            if there == self.kind:
                said_ = text("{id} is there, and its file cannot be read", id=id_)
            self._say(DOUBLE_ROW, cell, said_)
        elif not self.table.makes:
            close = near(id_, self.table.things)
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

    def _may_be_entry(self, cell: Cell, id_: str) -> bool:
        owners = self.table.owners
        if id_ not in owners:
            inside = next((each for each in owners if owner_of(each) == id_), None)
            unknown = not owner_of(id_) and self._snapshot.kind_of(id_) != self.kind
            kind = Label("kind", self.kind) if unknown else self.table.noun
            said_ = text("there is no {kind} {id}", kind=kind, id=id_)
            help_ = did_you_mean(near(id_, owners))
            if inside is not None:
                help_ = text("a new entry names the entry that it belongs to, such as {id}", id=inside)
            elif owner_of(id_) in owners:
                help_ = text("a new entry names its record alone, such as {id}", id=owner_of(id_))
            self._say(DOUBLE_ROW, cell, said_, help_)
        elif not self.table.makes:
            by = self.table.made_by
            how = text("make it with {command}", command=by) if by else None
            self._say(DOUBLE_ROW, cell, text("new entries of this list are not made by a sheet"), how)
        else:
            return True
        return False

    # -- cells -----------------------------------------------------------------------------------------

    def _field(self, fields: Words, word: str, _cell: Cell) -> str:
        """The field that a gap names; a word without a near one is left to the rules, which know what lies deeper.

        Raises Unknown for a misspelt one, with the near ones as the headings have them.
        """
        found = fields.id_of(word)
        close = fields.near(word) if found is None else ()
        if close:
            labels = tuple(Label("field", each) for each in close[:3])
            raise Unknown(
                text("this record has no field {field}", field=word),
                text("did you mean {names}?", names=labels),
            )
        return found or word

    def _values(
        self, number: int, thing: Thing | None, sent: Mapping[str, str] | None
    ) -> dict[str, tuple[Cell, Any]]:
        values = {}
        for key in self.columns:
            column = self._by_key.get(key)
            cell = self.cell(number, key)
            if column is None or cell is None:
                continue
            before = column.value(thing.value) if thing is not None else None
            if thing is not None and not fits(column, before):
                self._unchanged(cell, before)
                continue
            value = self.meant(cell, partial(read, column, self._known.get(key)))
            if column.sort is Sort.WORDS and value is not None:
                self._number_for_words(column, cell, value, before, sent)
            if key == "field" and self._fields is not None and value and value != before:
                value = self.meant(cell, partial(self._field, self._fields, value))
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


def _fields_of(kind: str) -> Words:
    """The fields of a kind by their names in files, and as the headings of its sheets have them."""
    fields: dict[str, tuple[str | int, ...]] = {each.key: (each.key,) for each in declared(KINDS[kind])}
    fields |= {each.key: each.field for each in columns_of(kind)}
    words = {key: [field_words(way, speak(code)) for code in LANGUAGES] for key, way in fields.items()}
    return Words(((key, [*own, *(f"{each} [{key}]" for each in own)]) for key, own in words.items()), {})
