"""Applications from a spreadsheet: every row becomes one, and a second import changes only what the sheet changed.

Three things are compared for each field: what the sheet says, what the record says, and the mark that the last import
left in the call's intake. So a row that changed becomes edits of exactly these fields, what somebody corrected in the
record stays, and where both changed, nothing is overwritten without being asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Law, diagnose
from kic.core.place import Field, Place
from kic.core.plan import CreateFile, Edit, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, plural, text
from kic.core.values import Moment
from kic.domain.applications import Application, Ineligible
from kic.domain.applications.moves import came_late
from kic.domain.calls import Call, Intake, IntakeColumn, IntakeField
from kic.errors import UsageError
from kic.repository.intake.columns import COSTS, Columns, known_heading, read_columns
from kic.repository.intake.headings import choose_sheet
from kic.repository.intake.marks import Take, marked, unmarked, verdict
from kic.repository.intake.matching import Match, Matching
from kic.repository.intake.outcome import Changed, is_error, lightened_in
from kic.repository.intake.rows import FUND_OF, RowReader, Values
from kic.sheets import Sheet, Workbook, hidden_parts
from kic.sheets.cell import cell_place
from kic.sheets.laws import CHANGED_BY_HAND, KEPT_BY_HAND, ROW_GONE, UNEVEN

FIELDS = (
    "title", "summary", "applicant", "themes", "recommendations", "period", "received", "costs", "financing",
    "requested", "minimum", "deducts_vat", "work_in_kind",
)  # fmt: skip
"""What an import writes of an application, in the order of its file."""
_COLUMNS_OF: Mapping[str, tuple[IntakeField, ...]] = {
    **{field: (IntakeField(field),) for field in FIELDS if field in {each.value for each in IntakeField}},
    "applicant": (IntakeField.BODY, IntakeField.PERSON),
    "period": (IntakeField.START,),
    "costs": COSTS,
    "financing": tuple(FUND_OF),
}


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would do. `plan` is None where it is refused; the findings say why.

    `waiting` are rows of the sheet that could not be read; `asked` tells that only `take` is missing. `sheet` is the
    name of the one that was read, `passed_over` are others with something in them. `columns` are how it was read,
    `proposed` those of them that the call did not say before.
    """

    plan: Plan | None = None
    findings: tuple[Diagnostic, ...]
    created: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[str, ...] = ()
    waiting: tuple[int, ...] = ()
    columns: tuple[IntakeColumn, ...] = ()
    proposed: tuple[IntakeColumn, ...] = ()
    asked: bool = False
    sheet: str = ""
    passed_over: tuple[str, ...] = ()
    places: Mapping[tuple[str, Field], Place] = {}
    """The cell that a field of a record comes from, by the record's path; the row's first one for the record."""


def import_applications(  # the answers to what a sheet leaves open
    snapshot: Snapshot,
    call: Call,
    book: Workbook,
    *,
    sheet: str | None = None,
    stated: Mapping[str, IntakeField] | None = None,
    received: Moment | None = None,
    only_readable: bool = False,
    take: Take = None,
) -> Import:
    """What the sheet's rows make of the call's applications. Nothing is written; bad content never raises.

    `stated` are columns as said on the command line, `received` stands for a missing column of that kind. Raises
    UsageError where it is not clear which sheet or column is meant, or when the applications were received.
    """
    if not book.sheets or any(is_error(each) and each.law is not UNEVEN for each in book.findings):
        return Import(findings=book.findings)
    kept = call.intake.sheet if call.intake is not None else None
    chosen = choose_sheet(book, sheet, kept, known_heading)
    if chosen is None:
        raise UsageError(
            "It is not clear which sheet holds the applications.",
            help="Name it with --sheet; the sheets are {names}.",
            names=tuple(each.name for each in book.sheets if each.rows),
        )
    columns = read_columns(book, chosen, call.intake, stated or {})
    begun = Import(
        findings=(*book.findings, *hidden_parts(book, chosen), *columns.findings),
        columns=columns.intake.columns,
        proposed=columns.proposed,
        sheet=chosen.name,
        passed_over=tuple(s.name for s in book.sheets if s.rows and s is not chosen and not s.hidden),
    )
    if any(map(is_error, columns.findings)):
        return begun
    reader = RowReader(snapshot, call, book, columns, received)
    if received is None and not reader.has_received:
        raise UsageError(
            "No column says when the applications were received.",
            help="Say it for all of them: --received 2026-03-31T12:00",
        )
    return import_rows(
        snapshot, call, book, columns, reader, begun, only_readable=only_readable, take=take, whole=True
    )


def import_rows(  # noqa: PLR0913  # what was read of a file, and the answers to what it leaves open
    snapshot: Snapshot,
    call: Call,
    book: Workbook,
    columns: Columns,
    reader: RowReader,
    begun: Import,
    *,
    only_readable: bool = False,
    take: Take = None,
    whole: bool,
    only_new: tuple[str, ...] = (),
) -> Import:
    """The rows of a reader as a plan; `begun` has what was found before.

    A `whole` book has every application of the call, so that one which it lacks is told; single forms do not.
    `only_new` are fields that stay as they are in an application that is there already.
    """
    read = reader.read()
    matching = Matching(snapshot, call, book, columns)
    matches = matching.of(read)
    waiting = tuple(sorted({*read.waiting, *matching.unclear}))
    merge = _Merge(snapshot, book, columns, take, only_new)
    for match in matches:
        merge.add(match)
    findings = [*begun.findings, *read.findings, *matching.findings, *merge.findings]
    if whole and not waiting:
        findings += _gone(snapshot, book, columns, matches)
    elif only_readable:
        findings = lightened_in(findings, waiting)
    errors = [each for each in findings if is_error(each)]
    title = plural(
        "Import {n} application of {call}", "Import {n} applications of {call}", n=len(matches), call=call.id
    )
    return msgspec.structs.replace(
        begun,
        plan=None
        if errors
        else Plan(title, (*_intake_edits(snapshot, call, columns, merge.marks), *merge.edits)),
        findings=tuple(findings),
        created=tuple(merge.created),
        changed=tuple(merge.changed),
        unchanged=tuple(merge.unchanged),
        waiting=waiting,
        asked=bool(errors) and all(each.law is CHANGED_BY_HAND for each in errors),
        places=merge.places,
    )


# -- sheet, record and mark ----------------------------------------------------------------------------


class _Merge:
    """Gathers the edits that the rows make, field by field."""

    def __init__(
        self,
        snapshot: Snapshot,
        book: Workbook,
        columns: Columns,
        take: Take,
        only_new: tuple[str, ...],
    ) -> None:
        self._snapshot, self._book, self._take = snapshot, book, take
        self._only_new = only_new
        self._sheet: Sheet = columns.sheet
        self._columns = columns
        self.edits: list[Edit] = []
        self.findings: list[Diagnostic] = []
        self.created: list[str] = []
        self.changed: list[Changed] = []
        self.unchanged: list[str] = []
        self.marks: dict[str, str] = {}
        self.places: dict[tuple[str, Field], Place] = {}

    def add(self, match: Match) -> None:
        """One row: a new file, or edits of the fields that the sheet changed."""
        said = match.row.values
        if match.record is None:
            call = self._snapshot.get(Call, _call_of(match.id))
            content = _file(match)
            if call is not None and came_late(call, said["received"]):
                content["ineligible"] = [Ineligible.LATE]
            path = f"applications/{_call_of(match.id)}/{match.id}.yaml"
            self.edits.append(CreateFile(path, content))
            self.created.append(match.id)
        else:
            path = self._snapshot.entry(match.record).path
            recorded = recorded_values(match.record)
            marks = unmarked(self._columns.intake.imported.get(match.id, ""))
            fields = []
            for field in (each for each in FIELDS if each not in self._only_new):
                if field in said and self._differs(match, field, recorded[field], marks.get(field)):
                    self.edits += _field_edits(path, field, recorded[field], said[field])
                    fields.append(field)
            if fields:
                emptied = tuple(each for each in fields if said[each] in (None, [], False))
                self.changed.append(Changed(match.id, tuple(fields), emptied))
            else:
                self.unchanged.append(match.id)
        self._place(match, path)
        self.marks[match.id] = marked(said, (each for each in FIELDS if each not in self._only_new))

    def _differs(self, match: Match, field: str, recorded: Any, mark: str | None) -> bool:
        """Whether the sheet's value is to be written. What somebody changed in the record is said and stays."""
        found = verdict(field, match.row.values[field], recorded, mark, self._take)
        if found == "kept":
            kept = text(
                "{id} keeps its {field}, changed since the import", id=match.id, field=Label("field", field)
            )
            self._say(match, field, KEPT_BY_HAND, kept)
        elif found == "both":
            told: dict[str, Any] = {"field": Label("field", field), "id": match.id}
            both = (
                text("{field} of {id} differs, and was changed in the record too", **told)
                if mark is not None
                else text("{field} of {id} differs from the record, which came in by another way", **told)
            )
            help_ = text("--take sheet writes what the file says, --take record keeps what the record says")
            self._say(match, field, CHANGED_BY_HAND, both, help_)
        return found == "write"

    def _place(self, match: Match, path: str) -> None:
        """Remembers the cells that this record comes from."""
        row = match.row.row
        self.places[path, ()] = cell_place(self._book.name, self._sheet.name, row, 1)
        wanted: dict[Field, tuple[IntakeField, ...]] = {(field,): _COLUMNS_OF[field] for field in FIELDS}
        wanted["period", "end"] = (IntakeField.END,)
        for field, kinds in wanted.items():
            columns = [c.number for c in self._columns.columns if c.mapped.field in kinds]
            if columns:
                self.places[path, field] = cell_place(self._book.name, self._sheet.name, row, columns[0])

    def _say(self, match: Match, field: str, law: Law, said: Text, help: Text | None = None) -> None:  # noqa: A002
        row = match.row.row
        columns = [c.number for c in self._columns.columns if c.mapped.field in _COLUMNS_OF[field]]
        cell = self._sheet.cell(row, columns[0]) if columns else self._sheet.row(row)[0]
        found = self._book.finding(law, self._sheet, cell, said, help=help)
        self.findings.append(msgspec.structs.replace(found, record=match.id))


def _call_of(id: str) -> str:  # noqa: A002
    return id.rpartition("-")[0]


def _file(match: Match) -> Values:
    values = {key: value for key, value in match.row.values.items() if value not in (None, [], False)}
    head = {"kind": "application", "id": match.id, "call": _call_of(match.id), "number": match.number}
    return {**head, **{field: values[field] for field in FIELDS if field in values}}


def recorded_values(record: Application) -> Values:
    """The fields of an application that an import writes, as plain values; None where the record says nothing."""
    applicant = {"applicant": record.applicant.applicant, "body": record.applicant.body}
    if record.applicant.person is not None:
        applicant = {"applicant": record.applicant.applicant, "person": record.applicant.person}
    minimum = record.minimum
    costs = [
        {"item": each.item, "amount": each.amount, **({} if each.eligible else {"eligible": False})}
        for each in record.costs
    ]
    financing = [
        {
            "item": each.item, "fund": each.fund, "amount": each.amount,
            **({} if each.secured else {"secured": False}),
        }
        for each in record.financing
    ]  # fmt: skip
    return {
        "title": record.title,
        "summary": record.summary,
        "applicant": applicant,
        "themes": list(record.themes),
        "recommendations": list(record.recommendations),
        "period": {"start": record.period.start, "end": record.period.end},
        "received": record.received,
        "costs": costs,
        "financing": financing,
        "requested": record.requested,
        "minimum": None
        if minimum is None
        else {k: v for k in ("amount", "share") if (v := getattr(minimum, k)) is not None},
        "deducts_vat": record.deducts_vat,
        "work_in_kind": record.work_in_kind,
    }


def _field_edits(path: str, field: str, before: Any, after: Any) -> Iterator[Edit]:
    """The smallest edits: single amounts of a plan whose lines are the same, else the whole field."""
    if field == "financing":
        after = _with_promises(before, after)
    if after in (None, [], False):
        yield RemoveField(path, (field,))
    elif field in ("costs", "financing") and _lines(before) == _lines(after):
        for position, (old, new) in enumerate(zip(before, after, strict=True)):
            if old["amount"] != new["amount"]:
                yield SetField(path, (field, position, "amount"), new["amount"])
    elif isinstance(after, dict) and isinstance(before, dict) and before.keys() == after.keys():
        for key, value in after.items():
            if before[key] != value:
                yield SetField(path, (field, key), value)
    else:
        yield SetField(path, (field,), after)


def _with_promises(before: Sequence[Values], after: Sequence[Values]) -> list[Values]:
    """The sheet's lines with what the record says of each being promised: no column tells that."""
    promised = {(line["item"], line["fund"]): line.get("secured", True) for line in before}
    return [
        {
            **{key: value for key, value in line.items() if key != "secured"},
            **(
                {}
                if promised.get((line["item"], line["fund"]), line.get("secured", True))
                else {"secured": False}
            ),
        }
        for line in after
    ]


def _lines(items: Sequence[Values]) -> list[Any]:
    return [{key: value for key, value in item.items() if key != "amount"} for item in items]


# -- the intake ---------------------------------------------------------------------------------------


def _intake_edits(
    snapshot: Snapshot, call: Call, columns: Columns, marks: Mapping[str, str]
) -> Iterator[Edit]:
    """What the call's intake has to say after this import; nothing where it says so already."""
    path = snapshot.entry(call).path
    intake = columns.intake
    imported = {**intake.imported, **marks}
    plain = {
        "sheet": intake.sheet,
        "heading_row": intake.heading_row,
        "columns": [
            {k: v for k in ("heading", "field", "item") if (v := getattr(each, k)) is not None}
            for each in intake.columns
        ],
        "words": dict(intake.words),
        "imported": imported,
    }
    before = call.intake
    if before is None:
        kept = plain if intake.columns else {"imported": imported}  # forms have no columns
        yield SetField(path, ("intake",), {key: value for key, value in kept.items() if value})
        return
    for key, value in plain.items():
        if value and key != "imported" and getattr(before, key) != getattr(intake, key):
            yield SetField(path, ("intake", key), value)
    yield from _mark_edits(path, before, imported)


def _mark_edits(path: str, before: Intake, imported: Mapping[str, str]) -> Iterator[Edit]:
    if not before.imported:
        if imported:
            yield SetField(path, ("intake", "imported"), dict(imported))
        return
    for id_, line in imported.items():
        if before.imported.get(id_) != line:
            yield SetField(path, ("intake", "imported", id_), line)


def _gone(
    snapshot: Snapshot, book: Workbook, columns: Columns, matches: Sequence[Match]
) -> Iterator[Diagnostic]:
    """Applications that came from a sheet of this call and are not in this one; they stay."""
    here = {match.id for match in matches}
    row = int(columns.intake.heading_row)
    for id_ in columns.intake.imported:
        record = snapshot.get(Application, id_)
        if id_ not in here and record is not None and not record.ineligible:
            said = text("no row of this sheet is {id}; the application stays", id=id_)
            found = diagnose(ROW_GONE, said, cell_place(book.name, columns.sheet.name, row, 1), record=id_)
            yield found
