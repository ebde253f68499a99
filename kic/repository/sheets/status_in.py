"""Answers to the status query, of all bodies at once, as entries of progress in one plan.

A row with a new status becomes an entry that names the body as the one that reported it. An empty row is no answer. An
answer that is recorded already changes nothing, so a sheet may come back twice; where the log has got another entry
since the query went out, or two bodies say different things, nobody is overwritten without being asked.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kic.core.near import did_you_mean, near
from kic.core.plan import Edit, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.domain.concept.moves import record_progress
from kic.domain.concept.recommendation import Light, Progress, Recommendation, Status
from kic.domain.concept.structure import Body
from kic.present.language import LANGUAGES, speak
from kic.repository.intake.marks import Take
from kic.repository.intake.outcome import Changed, is_error, lightened
from kic.repository.sheets.form import Form, key_of
from kic.repository.sheets.incoming import Came, recognised
from kic.repository.sheets.outgoing import MARK
from kic.repository.sheets.status_out import (
    BODY,
    FILLED,
    HINT,
    KNOWN,
    SENT,
    STATUS,
    hints,
    known_of,
    status_marks,
    words,
)
from kic.repository.sheets.tables import id_key
from kic.repository.sheets.technical import mark_of, row_mark
from kic.repository.sheets.values import canonical, known_choices, read
from kic.sheets import Cell, Kind, Workbook, meaning
from kic.sheets.laws import (
    CHANGED_BY_HAND,
    DOUBLE_ROW,
    FORM_CHANGED,
    MISSING_CELL,
    ROW_GONE,
    UNKNOWN_WORD,
)

if TYPE_CHECKING:
    from kic.core.diagnostic import Diagnostic
    from kic.core.place import Field, Place


class Answer(NamedTuple):
    """What a row answers; `entry` is None where it is empty. `fresh` tells that the log is as it went out."""

    recommendation: Recommendation
    entry: Progress | None
    cells: Mapping[str, Cell]
    dated: bool
    fresh: bool


def read_answers(
    snapshot: Snapshot,
    books: Sequence[Workbook],
    on: datetime.date,
    *,
    take: Take = None,
    ignored: Iterable[str] = (),
    only_readable: bool = False,
) -> Came:
    """What returned files of the status query come to. `on` is the day of answers that name none.

    `only_readable`: see `read_back`.
    """
    gathered = _Gathered(snapshot, take)
    findings: list[Diagnostic] = []
    for book, sheet, heading, whole in recognised(books, STATUS, (id_key(STATUS),), findings):
        if whole:
            gathered.add(_Answers(snapshot, book, sheet, heading, STATUS), on, frozenset(ignored))
    findings += gathered.unread
    findings = [*(map(lightened, findings) if only_readable else findings)]
    findings += gathered.findings
    errors = [each for each in findings if is_error(each)]
    title = plural(
        "Status query: {n} answer", "Status query: {n} answers", n=sum(map(len, gathered.entries.values()))
    )
    return Came(
        kind=STATUS,
        plan=None if errors else Plan(title, tuple(gathered.edits())),
        findings=tuple(findings),
        changed=tuple(Changed(id_, ("progress",)) for id_ in gathered.entries),
        unchanged=tuple(gathered.recorded),
        waiting=gathered.waiting,
        gone=tuple(gathered.gone),
        asked=bool(errors) and all(each.law is CHANGED_BY_HAND for each in errors),
        since=gathered.since,
        revision=gathered.revision,
        places=gathered.places(),
    )


class _Answers(Form):
    """The rows of one returned file."""

    body: str | None = None
    _on: datetime.date
    _first: dict[str, int]

    def read(self, on: datetime.date, ignored: frozenset[str]) -> tuple[tuple[Answer, ...], int]:
        """The rows that could be read, and how many wait."""
        self._on, self._first = on, {}
        by_language = [words(speak(code)) for code in LANGUAGES]
        keys = {key: [each[key] for each in by_language] for key in by_language[0]}
        self.open(keys, ignored, head=self._head_rows())
        self._head()
        if id_key(STATUS) not in self.columns or any(map(is_error, self.findings)):
            return (), 0
        if STATUS not in self.columns:
            cell = self._sheet.cell(self.heading, self.columns[id_key(STATUS)])
            self.note(FORM_CHANGED, cell, text("the column [{key}] is missing", key=STATUS))
            return (), 0
        self._hints = {said for code in LANGUAGES for said in hints(speak(code)).values()}
        self._choices = {each.key: known_choices(each.choices) for each in FILLED if each.choices is not None}
        rows, waiting, findings = self._every(self.heading, self._row)
        self.findings += findings
        return tuple(row for row in rows if row is not None), len(waiting)

    # -- whose answers ---------------------------------------------------------------------------------

    def _head_rows(self) -> list[int]:
        keyed = (BODY, SENT)
        rows = [
            row
            for row in self._sheet.row_numbers
            if row < self.heading and any(key_of(cell) in keyed for cell in self._sheet.row(row))
        ]
        return [1, *rows]  # the first row is the title

    def _head(self) -> None:
        said: str | None = None
        for row in self._head_rows():
            for cell in self._sheet.row(row):
                if key_of(cell) == BODY:
                    value = self._sheet.cell(row, cell.column + 1)
                    said = meaning.shown(value).strip().casefold() or None
                    self._check_body(value, said)
        scope = (self.sent.scope or None) if self.sent is not None else said
        if self.sent is not None and said != scope:
            first = self._sheet.cell(self.heading, 1)
            message = text(
                "above the headings stands {said}, and the sheet went out to {scope}", said=said, scope=scope
            )
            self.note(FORM_CHANGED, first, message)
        self.body = scope

    def _check_body(self, cell: Cell, said: str | None) -> None:
        if said is not None and self._snapshot.get(Body, said) is None:
            ids = [each.id for each in self._snapshot.all(Body)]
            message = text("there is no organisation {name}", name=said)
            self.note(UNKNOWN_WORD, cell, message, did_you_mean(near(said, ids)))

    # -- rows ------------------------------------------------------------------------------------------

    def _row(self, number: int) -> Answer | None:
        used = [self._sheet.cell(number, column) for column in self.columns.values()]
        hint = self.cell(number, HINT)
        if all(self._is_empty(cell) for cell in used if cell != hint):
            return None
        cell = self.cell(number, id_key(STATUS))
        assert cell is not None
        if self._is_empty(cell):
            self._say(DOUBLE_ROW, cell, text("this row has no id, so nobody knows which record it is"))
            return None
        word = self.meant(cell, meaning.name)
        recommendation = self._recommendation(cell, word.strip().casefold()) if word is not None else None
        if recommendation is None:
            return None
        first = self._first.setdefault(recommendation.id, number)
        if first != number:
            said = text("{id} has a row already, row {row}", id=recommendation.id, row=first)
            self._say(DOUBLE_ROW, cell, said)
            return None
        self._untouched_hint(hint)
        fresh, unlike = self._known(number, recommendation)
        cells, entry, dated = self._entry(number)
        if unlike is not None and (entry is None or not _is_recorded(entry, recommendation, dated=dated)):
            self._changed_since(unlike, recommendation)
        return Answer(recommendation, entry, cells, dated, fresh)

    def _changed_since(self, cell: Cell, recommendation: Recommendation) -> None:
        """That a row cannot be compared with what went out; said once, at the first cell that differs."""
        message = text(
            "{id} has changed since this sheet went out, or a column was sorted by itself",
            id=recommendation.id,
        )
        help_ = text(
            "an XLSX file still holds what went out: ask for it in place of the copy, or get the sheet anew "
            "(kic sheet out)"
        )
        self._say(FORM_CHANGED, cell, message, help_)

    def _recommendation(self, cell: Cell, id_: str) -> Recommendation | None:
        found = self._snapshot.get(Recommendation, id_)
        if found is None:
            ids = [each.id for each in self._snapshot.all(Recommendation)]
            self._say(
                DOUBLE_ROW,
                cell,
                text("there is no recommendation {id}", id=id_),
                did_you_mean(near(id_, ids)),
            )
        return found

    def _untouched_hint(self, cell: Cell | None) -> None:
        """The hints are formulas, which are not read; a program may have left their words."""
        if cell is None or cell.kind in (Kind.EMPTY, Kind.FORMULA):
            return
        if meaning.shown(cell).strip() not in self._hints:
            self._say(FORM_CHANGED, cell, text("this stands outside of the form and would be lost"))

    def _known(self, number: int, recommendation: Recommendation) -> tuple[bool, Cell | None]:
        """Whether the log is as it went out. What is locked and differs from both is a finding.

        Where nobody can tell what went out, also the first locked cell that shows something else than is known now.
        """
        sent = self.sent.rows.get(recommendation.id) if self.sent is not None else None
        now = status_marks(self._snapshot, recommendation)
        mark_cell = self.cell(number, MARK)
        mark = self.meant(mark_cell, meaning.name) if mark_cell is not None else None
        mark = str(mark or "").strip()
        if sent is not None and mark not in ("", row_mark(STATUS, recommendation.id, sent)):
            assert mark_cell is not None
            message = text("the mark of another row stands here: the rows were sorted apart, or copied")
            self._say(FORM_CHANGED, mark_cell, message)
        if sent is None and mark:
            sent = self._earlier(recommendation, mark)
        known = known_of(self._snapshot, recommendation)
        if sent is None and self.sent is None and mark:
            unlike = self._unlike(number, known)
            if unlike is not None:
                return False, unlike
        for key in KNOWN:
            self._locked(number, key, known[key], (sent or now).get(key))
        same = sent is not None and all(sent.get(key) == now[key] for key in ("entries", "before"))
        return same, None

    def _earlier(self, recommendation: Recommendation, mark: str) -> Mapping[str, str] | None:
        """What went out by the mark of its row alone, as a CSV file has it: the log as it is, or as long as it was."""
        log = recommendation.progress
        for length in range(len(log), -1, -1):
            earlier = msgspec.structs.replace(recommendation, progress=log[:length])
            marks = status_marks(self._snapshot, earlier)
            if mark == row_mark(STATUS, recommendation.id, marks):
                return marks
        return None

    def _unlike(self, number: int, known: Mapping[str, object]) -> Cell | None:
        """The first locked cell of a row that shows something else than is known now."""
        cells = ((key, self.cell(number, key)) for key in KNOWN)
        return next((cell for key, cell in cells if cell is not None and not _says(cell, known[key])), None)

    def _locked(self, number: int, key: str, known: object, sent: str | None) -> None:
        """A finding where a cell that is not filled in shows neither what went out (its mark) nor what is known now."""
        cell = self.cell(number, key)
        if cell is None:
            return
        if cell.kind is not Kind.FORMULA and _says(cell, known):
            return
        if key == "since" and cell.kind is Kind.TEXT:
            said = self.meant(cell, meaning.day)
        elif key == "before" and cell.kind is Kind.TEXT:
            said = known_choices(Status).words.id_of(meaning.shown(cell))
        else:
            said = meaning.shown(cell) if not self._is_empty(cell) else None
        if said is None and not self._is_empty(cell) and self._found:
            return  # what stands there cannot be read, and that is said
        if mark_of(canonical(said)) != sent:
            message = text("this cell is not filled in, and something else stands here than went out")
            help_ = (
                text("the new status belongs in the column [{key}]", key=STATUS)
                if key == "before"
                else text("if a column was sorted by itself, get the sheet anew (kic sheet out)")
            )
            self._say(FORM_CHANGED, cell, message, help_)

    def _entry(self, number: int) -> tuple[dict[str, Cell], Progress | None, bool]:
        cells: dict[str, Cell] = {}
        said: dict[str, Any] = {}
        for column in FILLED:
            cell = self.cell(number, column.key)
            if cell is None:
                continue
            cells[column.key] = cell
            value = self.meant(cell, partial(read, column, self._choices.get(column.key)))
            if value is not None:
                said[column.key] = value
            if column.key == "note" and cell.kind is Kind.NUMBER:
                self.misreads(cell, text("a number stands here, and words are expected; write it as a text"))
        if "status" not in said:
            if said and not self._found:
                message = text("the new status is missing, and other cells of the row are filled in")
                self._say(MISSING_CELL, cells["status"], message, text("if it has not changed, say it again"))
            return cells, None, False
        entry = Progress(
            date=said.get("date", self._on),
            status=Status(said["status"]),
            light=Light(said["light"]) if "light" in said else None,
            note=said.get("note"),
            evidence=tuple(said.get("evidence", ())),
            successors=tuple(said.get("successors", ())),
            reported_by=self.body,
        )
        return cells, entry, "date" in said


def _says(cell: Cell, known: object) -> bool:
    """Whether a locked cell shows what is known now."""
    if isinstance(known, Status):
        return known_choices(Status).words.id_of(meaning.shown(cell)) == known.value
    if isinstance(known, datetime.date):
        return cell.value == known
    return canonical(meaning.shown(cell)) == canonical(known)


class _Given(NamedTuple):
    """An entry that a file gives, and where."""

    entry: Progress
    places: Mapping[str, "Place"]


class _Gathered:
    """The answers of all files."""

    def __init__(self, snapshot: Snapshot, take: Take) -> None:
        self._snapshot, self._take = snapshot, take
        self.entries: dict[str, list[_Given]] = {}
        self.recorded: dict[str, None] = {}
        self.gone: list[str] = []
        self.findings: list[Diagnostic] = []
        self.unread: list[Diagnostic] = []
        self.waiting = 0
        self.since: datetime.date | None = None
        self.revision = ""

    def add(self, form: _Answers, on: datetime.date, ignored: frozenset[str]) -> None:
        """One more file."""
        self._form = form
        answers, waiting = form.read(on, ignored)
        self.unread += form.findings
        self.waiting += waiting
        day = _day(form.sent.sent) if form.sent is not None else None
        if form.sent is not None and day is not None and (self.since is None or day < self.since):
            self.since, self.revision = day, form.sent.revision
        for each in answers:
            if each.entry is not None:
                self._take_in(each, each.entry)
        self._missing(answers, waiting)

    def _take_in(self, answer: Answer, entry: Progress) -> None:
        recommendation = answer.recommendation
        if _is_recorded(entry, recommendation, dated=answer.dated):
            self.recorded[recommendation.id] = None
            return
        latest = recommendation.latest
        if not answer.fresh and self._take != "sheet":
            if self._take is None:
                self._newer(answer, entry, latest)
            return
        given = self.entries.setdefault(recommendation.id, [])
        for other in given:
            if _same(entry, other.entry, dated=True):
                return  # the same file twice
        places = {key: self._form.book.place(self._form.sheet, cell) for key, cell in answer.cells.items()}
        contrary = next((each for each in given if _contrary(entry, each.entry)), None)
        if contrary is not None:
            place = contrary.places["status"]
            message = text(
                "{id}: here {status}, and {file}, cell {cell} says {other}",
                id=recommendation.id, status=entry.status, file=place.path,
                cell=place.field[-1], other=contrary.entry.status,
            )  # fmt: skip
            help_ = text("ask which of the two counts, and correct the other")
            self._say(DOUBLE_ROW, answer.cells["status"], message, help_, recommendation.id)
        given.append(_Given(entry, places))

    def _newer(self, answer: Answer, entry: Progress, latest: Progress | None) -> None:
        id_ = answer.recommendation.id
        if latest is None:
            message = text(
                "the log of {id} is not as it went out; the sheet says {status}", id=id_, status=entry.status
            )
        else:
            message = text(
                "the log of {id} is not as it went out: the sheet says {status}, the last entry of {date} says {last}",
                id=id_, status=entry.status, date=latest.date, last=latest.status,
            )  # fmt: skip
        help_ = text("--take sheet adds what the sheet says, --take record leaves the log as it is")
        self._say(CHANGED_BY_HAND, answer.cells["status"], message, help_, id_)

    def _missing(self, answers: Sequence[Answer], waiting: int) -> None:
        if self._form.sent is None or waiting or id_key(STATUS) not in self._form.columns:
            return
        here = {each.recommendation.id for each in answers}
        gone = tuple(id_ for id_ in self._form.sent.rows if id_ not in here)
        self.gone += gone
        if gone:
            at = self._form.sheet.cell(self._form.heading, self._form.columns[id_key(STATUS)])
            message = plural(
                "{ids} went out and has no row here",
                "{ids} went out and have no rows here",
                n=len(gone),
                ids=gone,
            )
            self._say(ROW_GONE, at, message, None, None)

    def _say(self, law: Any, cell: Cell, said: Text, help_: Text | None, id_: str | None) -> None:
        found = self._form.book.finding(law, self._form.sheet, cell, said, help=help_)
        self.findings.append(msgspec.structs.replace(found, record=id_))

    # -- the plan --------------------------------------------------------------------------------------

    def edits(self) -> Iterable[Edit]:
        """The entries, each at the end of its log, in the order of their days."""
        for id_, given in self.entries.items():
            recommendation = self._snapshot.get(Recommendation, id_)
            assert recommendation is not None
            for each in _ordered(given):
                yield from record_progress(self._snapshot, recommendation, each.entry).edits

    def places(self) -> dict[tuple[str, "Field"], "Place"]:
        """From which cell each field of the new entries comes."""
        places: dict[tuple[str, Field], Place] = {}
        for id_, given in self.entries.items():
            recommendation = self._snapshot.get(Recommendation, id_)
            assert recommendation is not None
            path = self._snapshot.entry(recommendation).path
            for position, each in enumerate(_ordered(given), len(recommendation.progress)):
                places[path, ("progress", position)] = each.places["status"]
                places |= {(path, ("progress", position, key)): place for key, place in each.places.items()}
        return places


def _ordered(given: Sequence[_Given]) -> list[_Given]:
    return sorted(given, key=lambda each: each.entry.date)


def _is_recorded(entry: Progress, recommendation: Recommendation, *, dated: bool) -> bool:
    """Whether an answer was taken already."""
    return any(_same(entry, each, dated=dated) for each in recommendation.progress)


def _same(entry: Progress, other: Progress, *, dated: bool) -> bool:
    """Whether two entries say the same; of an answer without a day the day does not count."""
    if not dated:
        entry = msgspec.structs.replace(entry, date=other.date)
    return all(
        canonical(getattr(entry, field)) == canonical(getattr(other, field))
        for field in Progress.__struct_fields__
    )


def _contrary(entry: Progress, other: Progress) -> bool:
    """Whether two answers cannot both stand: another status or light, or the same body twice."""
    return (entry.status, entry.light) != (other.status, other.light) or (
        entry.reported_by == other.reported_by
    )


def _day(spelling: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(spelling)
    except ValueError:
        return None
