"""Contributions from a spreadsheet: every row becomes one, and a second import changes only what the sheet changed.

A row is the contribution of its number within the consultation, else the one of the same contributor with the same
proposal. What somebody corrected in the record stays; where both changed, nothing is overwritten unasked. Answers are
not read from sheets: they are given one by one, with their reasons.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Law, diagnose
from kic.core.place import Field, Place
from kic.core.plan import Edit, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, plural, text
from kic.domain.concept.edition import Edition
from kic.domain.participation import Consultation, Contribution, SheetColumn, SheetField, SheetReading
from kic.domain.participation.contributors import key_of
from kic.domain.participation.moves import contribution_file, next_contribution, plain_contributor
from kic.errors import UsageError
from kic.repository.intake.contribution_columns import Columns, F, known_heading, read_columns
from kic.repository.intake.contribution_rows import ContributionReader, Row, Values
from kic.repository.intake.headings import choose_sheet
from kic.repository.intake.marks import Take, marked, unmarked, verdict
from kic.repository.intake.outcome import Changed, is_error, lightened_in
from kic.sheets import Workbook, hidden_parts
from kic.sheets.cell import cell_place
from kic.sheets.laws import CHANGED_BY_HAND, DOUBLE_ROW, KEPT_BY_HAND, ROW_GONE, UNEVEN

FIELDS = (
    "received", "contributor", "number", "element", "place", "proposal", "wording", "reason", "named",
)  # fmt: skip
"""What an import writes of a contribution, in the order of its file."""
_COLUMN_OF = {
    "contributor": (F.CONTRIBUTOR, F.PERSON, F.CONTRIBUTOR_KIND),
    **{field: (F(field),) for field in FIELDS if field != "contributor"},
}


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do. `plan` is None where it is refused; the findings say why.

    `waiting` are rows of the sheet that could not be read; `asked` tells that only `take` is missing. `columns` are how
    it was read, `proposed` those of them that the consultation did not say before; `passed_over` are other sheets with
    something in them.
    """

    plan: Plan | None = None
    findings: tuple[Diagnostic, ...]
    created: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[str, ...] = ()
    waiting: tuple[int, ...] = ()
    columns: tuple[SheetColumn, ...] = ()
    proposed: tuple[SheetColumn, ...] = ()
    asked: bool = False
    sheet: str = ""
    passed_over: tuple[str, ...] = ()
    places: Mapping[tuple[str, Field], Place] = {}
    """The cell that a field of a record comes from, by the record's path; the row's first one for the record."""


def import_contributions(  # the answers to what a sheet leaves open
    snapshot: Snapshot,
    consultation: Consultation,
    book: Workbook,
    *,
    sheet: str | None = None,
    stated: Mapping[str, SheetField] | None = None,
    received: datetime.date | None = None,
    only_readable: bool = False,
    take: Take = None,
) -> Import:
    """What the sheet's rows make of the consultation's contributions. Nothing is written; bad content never raises.

    `received` stands for a missing column of that kind, as does the day of a consultation of one day. Raises UsageError
    where it is not clear which sheet or column is meant, or when the contributions came in.
    """
    if not book.sheets or any(is_error(each) and each.law is not UNEVEN for each in book.findings):
        return Import(findings=book.findings)
    kept = consultation.intake
    chosen = choose_sheet(book, sheet, kept.sheet if kept is not None else None, known_heading)
    if chosen is None:
        raise UsageError(
            "It is not clear which sheet holds the contributions.",
            help="Name it with --sheet; the sheets are {names}.",
            names=tuple(each.name for each in book.sheets if each.rows),
        )
    columns = read_columns(book, chosen, kept, stated or {})
    begun = Import(
        findings=(*book.findings, *hidden_parts(book, chosen), *columns.findings),
        columns=columns.reading.columns,
        proposed=columns.proposed,
        sheet=chosen.name,
        passed_over=tuple(s.name for s in book.sheets if s.rows and s is not chosen and not s.hidden),
    )
    if any(map(is_error, columns.findings)):
        return begun
    day = received or _day_of(consultation)
    if day is None and columns.of(F.RECEIVED) is None:
        raise UsageError(
            "No column says when the contributions came in.",
            help="Say it for all of them: --received 2026-11-14",
        )
    read = ContributionReader(snapshot, consultation, book, columns, day).read()
    merge = _Merge(snapshot, consultation, book, columns, take)
    merge.take(read.rows)
    waiting = tuple(sorted({*read.waiting, *merge.unclear}))
    findings = [*begun.findings, *read.findings, *merge.findings]
    if not waiting:
        findings += _gone(snapshot, book, columns, {*merge.marks})
    elif only_readable:
        findings = lightened_in(findings, waiting)
    errors = [each for each in findings if is_error(each)]
    taken = len(merge.created) + len(merge.changed) + len(merge.unchanged)
    title = plural(
        "Import {n} contribution of {consultation}",
        "Import {n} contributions of {consultation}",
        n=taken,
        consultation=consultation.id,
    )
    edits = (*_reading_edits(snapshot, consultation, columns, merge.marks), *merge.edits)
    return msgspec.structs.replace(
        begun,
        plan=None if errors else Plan(title, edits),
        findings=tuple(findings),
        created=tuple(merge.created),
        changed=tuple(merge.changed),
        unchanged=tuple(merge.unchanged),
        waiting=waiting,
        asked=bool(errors) and all(each.law is CHANGED_BY_HAND for each in errors),
        places=merge.places,
    )


def _day_of(consultation: Consultation) -> datetime.date | None:
    """The day of a consultation of one day that is known."""
    one = consultation.until is None and consultation.date.complete
    return consultation.date.latest if one else None


class _Merge:
    """Which contribution each row is, and the edits that it makes, field by field."""

    def __init__(
        self, snapshot: Snapshot, consultation: Consultation, book: Workbook, columns: Columns, take: Take
    ) -> None:
        self._snapshot, self._consultation, self._book, self._take = snapshot, consultation, book, take
        self._columns = columns
        here = [each for each in snapshot.all(Contribution) if each.consultation == consultation.id]
        self._by_number = {_plain(each.number): each for each in here if each.number is not None}
        self._by_words: dict[tuple[object, ...], Contribution] = {}
        for each in here:
            self._by_words.setdefault((key_of(each.contributor), _plain(each.proposal)), each)
        self._new: dict[int, int] = {}
        edition = snapshot.get(Edition, consultation.edition)
        self._invented = edition is not None and edition.invented
        self.edits: list[Edit] = []
        self.findings: list[Diagnostic] = []
        self.created: list[str] = []
        self.changed: list[Changed] = []
        self.unchanged: list[str] = []
        self.marks: dict[str, str] = {}
        self.unclear: set[int] = set()
        self.places: dict[tuple[str, Field], Place] = {}

    def take(self, rows: Sequence[Row]) -> None:
        """The rows in their order; of two that are the same contribution, both wait."""
        keyed: dict[object, Row] = {}
        for row in rows:
            key = _plain(row.number) if row.number is not None else _words_of(row)
            first = keyed.setdefault(key, row)
            if first is not row:
                for one, other in ((first, row), (row, first)):
                    if one is row or one.row not in self.unclear:
                        said = text("this row and row {other} are the same contribution", other=other.row)
                        self._say(one, "proposal", DOUBLE_ROW, said)
                    self.unclear.add(one.row)
        for row in rows:
            if row.row not in self.unclear:
                self._add(row)

    def _add(self, row: Row) -> None:
        """One row: a new file, or edits of the fields that the sheet changed."""
        words = _words_of(row)
        record = self._by_number.get(_plain(row.number)) if row.number is not None else None
        if record is not None and not self._may_be(record, words):
            said = text(
                "the number {number} is that of another contribution: {id}", number=row.number, id=record.id
            )
            self._say(row, "number", DOUBLE_ROW, said)
            self.unclear.add(row.row)
            return
        record = record or self._by_words.get(words)
        if record is not None and record.id in self.marks:
            said = text("the contribution {id} is another row's already", id=record.id)
            self._say(row, "proposal", DOUBLE_ROW, said)
            self.unclear.add(row.row)
        elif record is None:
            self._create(row)
        else:
            self._change(row, record)

    def _may_be(self, record: Contribution, words: tuple[object, str]) -> bool:
        """Whether a number's contribution can be this row's: its author or its proposal is the same."""
        return key_of(record.contributor) == words[0] or _plain(record.proposal) == words[1]

    def _create(self, row: Row) -> None:
        year = row.values["received"].year
        id_ = next_contribution(self._snapshot, year, self._new.get(year, 0))
        self._new[year] = self._new.get(year, 0) + 1
        head = {
            "invented": self._invented,
            "edition": self._consultation.edition,
            "received": row.values["received"],
            "contributor": {
                key: value for key, value in row.values["contributor"].items() if value is not None
            },
            "consultation": self._consultation.id,
        }
        rest = {field: row.values[field] for field in FIELDS[2:] if field in row.values}
        file = contribution_file(id_, {**head, **rest})
        self._place(row, file.path)
        self.edits.append(file)
        self.created.append(id_)
        self.marks[id_] = marked(row.values, FIELDS)

    def _change(self, row: Row, record: Contribution) -> None:
        path = self._snapshot.entry(record).path
        self._place(row, path)
        recorded = recorded_values(record)
        marks = unmarked(self._columns.reading.imported.get(record.id, ""))
        fields = []
        for field in FIELDS:
            if field not in row.values:
                continue
            said = row.values[field]
            found = verdict(field, said, recorded[field], marks.get(field), self._take)
            if found == "write":
                self.edits.append(
                    RemoveField(path, (field,)) if said in (None, False) else SetField(path, (field,), said)
                )
                fields.append(field)
            elif found == "kept":
                kept = text(
                    "{id} keeps its {field}, changed since the import",
                    id=record.id,
                    field=Label("field", field),
                )
                self._say(row, field, KEPT_BY_HAND, kept, record=record.id)
            elif found == "both":
                both = text(
                    "{field} of {id} differs, and was changed in the record too",
                    field=Label("field", field),
                    id=record.id,
                )
                help_ = text(
                    "--take sheet writes what the file says, --take record keeps what the record says"
                )
                self._say(row, field, CHANGED_BY_HAND, both, help_, record=record.id)
        if fields:
            self.changed.append(Changed(record.id, tuple(fields)))
        else:
            self.unchanged.append(record.id)
        self.marks[record.id] = marked(row.values, FIELDS)

    def _place(self, row: Row, path: str) -> None:
        """Remembers the cells that this record comes from."""
        sheet = self._columns.sheet
        self.places[path, ()] = cell_place(self._book.name, sheet.name, row.row, 1)
        for field in FIELDS:
            columns = [each.number for each in self._columns.columns if each.field in _COLUMN_OF[field]]
            if columns:
                self.places[path, (field,)] = cell_place(self._book.name, sheet.name, row.row, columns[0])

    def _say(
        self,
        row: Row,
        field: str,
        law: Law,
        said: Text,
        help: Text | None = None,  # noqa: A002
        *,
        record: str | None = None,
    ) -> None:
        columns = [c.number for c in self._columns.columns if c.field in _COLUMN_OF[field]]
        sheet = self._columns.sheet
        cell = sheet.cell(row.row, columns[0]) if columns else sheet.row(row.row)[0]
        found = self._book.finding(law, sheet, cell, said, help=help)
        self.findings.append(msgspec.structs.replace(found, record=record))


def _words_of(row: Row) -> tuple[tuple[str, str, str], str]:
    """By whom and what: what a row without a number is known by."""
    who = row.values["contributor"]
    return (who.get("body") or "", _plain(who.get("name")), who.get("person") or ""), _plain(
        row.values["proposal"]
    )


def _plain(words: str | None) -> str:
    return " ".join((words or "").split()).casefold()


def recorded_values(record: Contribution) -> Values:
    """The fields of a contribution that an import writes, as plain values; None where the record says nothing."""
    values: dict[str, Any] = {field: getattr(record, field) for field in FIELDS}
    return {**values, "contributor": plain_contributor(record.contributor)}


def _reading_edits(
    snapshot: Snapshot, consultation: Consultation, columns: Columns, marks: Mapping[str, str]
) -> Iterator[Edit]:
    """What the consultation has to say of its sheet after this import; nothing where it says so already."""
    path = snapshot.entry(consultation).path
    reading = columns.reading
    imported = {**reading.imported, **marks}
    before: SheetReading | None = consultation.intake
    plain: dict[str, Any] = {
        "sheet": reading.sheet,
        "heading_row": reading.heading_row,
        "columns": [{"heading": each.heading, "field": each.field} for each in reading.columns],
        "words": dict(reading.words),
        "imported": imported,
    }
    if before is None:
        yield SetField(path, ("intake",), {key: value for key, value in plain.items() if value})
        return
    for key in ("sheet", "heading_row", "columns"):
        if plain[key] and getattr(before, key) != getattr(reading, key):
            yield SetField(path, ("intake", key), plain[key])
    if not before.imported:
        if imported:
            yield SetField(path, ("intake", "imported"), imported)
        return
    for id_, line in imported.items():
        if before.imported.get(id_) != line:
            yield SetField(path, ("intake", "imported", id_), line)


def _gone(snapshot: Snapshot, book: Workbook, columns: Columns, here: set[str]) -> Iterator[Diagnostic]:
    """Contributions that came from a sheet of this consultation and are not in this one; they stay."""
    row = int(columns.reading.heading_row)
    for id_ in columns.reading.imported:
        if id_ not in here and snapshot.get(Contribution, id_) is not None:
            said = text("no row of this sheet is {id}; the contribution stays", id=id_)
            yield diagnose(ROW_GONE, said, cell_place(book.name, columns.sheet.name, row, 1), record=id_)
