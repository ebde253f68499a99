"""Score sheets that come back, read into marks: every cell is taken, or a finding says why not.

A sheet is found by the keys in its headings (`kic.repository.scoring.form`). Nothing is guessed: a formula, a
percentage or a date is no mark, an abstention is not the lowest mark, and an empty row says nothing. One error keeps
the whole sheet out, so that nobody has to wonder which half was taken.
"""

import datetime
import re
from typing import TypeVar

import msgspec

from kic.allocation.problem import Marks, Silence
from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.near import did_you_mean, near
from kic.core.place import START, Place
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.core.values import Misread, Number
from kic.domain.calls import Call
from kic.domain.calls.term_rules import is_sound
from kic.domain.committee import Filling, Seat
from kic.domain.scoring import sheet_laws as laws
from kic.domain.scoring.moves import Handed, sheet_of
from kic.domain.scoring.visibility import mask_all, shows_marks
from kic.present.language import LANGUAGES, speak
from kic.repository.scoring import form
from kic.repository.scoring.cells import key_in, plain, silence_in
from kic.sheets import Cell, Kind, Sheet, Workbook, hidden_parts, misread, problem
from kic.sheets.meaning import day as day_in
from kic.sheets.meaning import number, shown

T = TypeVar("T", Call, Seat)

_KNOWN = (form.ID, form.TITLE, form.APPLICANT, form.THEMES, form.NOTE)


class Read(msgspec.Struct, frozen=True):
    """What a file came to. `handed` is None where an error keeps the sheet out; `findings` may be shown.

    A sheet is `blank` where nobody has filled in anything: it has no marks, and is no error.
    """

    call: Call | None
    handed: Handed | None
    findings: tuple[Diagnostic, ...]
    blank: bool = False


def read_sheet(repository: Snapshot, book: Workbook, today: datetime.date) -> Read:
    """The marks in a file, with everything that is wrong with it. `today` is the day where the sheet names none."""
    reader = _Reader(repository, book, today)
    handed = reader.read()
    found = [*book.findings, *reader.findings]
    refused = any(each.severity is Severity.ERROR for each in found)
    if reader.call is None or not shows_marks(repository, reader.call.id):
        found = mask_all(found, repository)
    return Read(reader.call, None if refused else handed, tuple(found), reader.blank and not refused)


class _Reader:
    def __init__(self, repository: Snapshot, book: Workbook, today: datetime.date) -> None:
        self.repository = repository
        self.book = book
        self.today = today
        self.findings: list[Diagnostic] = []
        self.call: Call | None = None
        self.seat: Seat | None = None
        self.filling = Filling.MEMBER
        self.received = today
        self.sheet = Sheet("", {})
        self.blank = False

    def say(
        self,
        law: Law,
        cell: Cell,
        message: Text,
        *,
        help: Text | None = None,  # noqa: A002
        severity: Severity | None = None,
    ) -> None:
        self.findings.append(self.book.finding(law, self.sheet, cell, message, help=help, severity=severity))

    # -- the form --------------------------------------------------------------------------------------

    def read(self) -> Handed | None:
        if not self.book.sheets:
            return None
        heading = self._find()
        if heading is None:
            place = Place(self.book.name, span=START)
            said = text("no sheet of this file has the headings of a score sheet")
            self.findings.append(
                diagnose(
                    laws.NO_FORM,
                    said,
                    place,
                    help=text("use the file that kic score out wrote for this seat"),
                )
            )
            return None
        self.findings += hidden_parts(self.book, self.sheet)
        self._head(heading)
        if self.call is None or self.seat is None:
            return None
        columns = self._columns(heading)
        if form.ID not in columns:
            return None
        marks = self._rows(heading, columns)
        errors = any(each.severity is Severity.ERROR for each in self.findings)
        if not errors and all(each.value is Silence.EXCLUDED for each in marks.values()):
            self.blank = True
            at = self.sheet.cell(heading, columns[form.ID])
            said = text("nobody has filled in this sheet, so it is left out")
            self.say(
                laws.HALF_FILLED, at, said, help=text("ask the seat for its marks"), severity=Severity.WARNING
            )
            return None
        handed = Handed(self.seat.id, self.received, self.filling, marks)
        self._compare(handed, heading, columns)
        return handed

    def _find(self) -> int | None:
        """The row of the headings; its sheet is the one that is read, and others may hold nothing but words."""
        for sheet in self.book.sheets:
            for row in sheet.row_numbers:
                if any(key_in(cell) == form.ID for cell in sheet.row(row)):
                    self.sheet = sheet
                    return row
        return None

    def _head(self, heading: int) -> None:
        found: dict[str, Cell] = {}
        mark: Cell | None = None
        taken: set[tuple[int, int]] = set()
        for row in self.sheet.row_numbers:
            if row >= heading:
                break
            for cell in self.sheet.row(row):
                key = key_in(cell)
                if key in (form.CALL, form.SEAT, form.FILLING, form.RECEIVED):
                    if key in found:
                        self.say(laws.NO_FORM, cell, text("[{key}] stands twice above the headings", key=key))
                    found[key] = self.sheet.cell(row, cell.column + 1)
                    taken |= {(row, cell.column), (row, cell.column + 1)}
                    if key == form.SEAT:
                        mark = self.sheet.cell(row, cell.column + 2)
                        taken.add((row, cell.column + 2))
                elif (row, cell.column) not in taken and (row, cell.column) != (1, 1):
                    self.say(
                        laws.FORM_CHANGED, cell, text("this stands outside of the form and would be lost")
                    )
        self.call = self._named(found, form.CALL, Call, heading)
        self.seat = self._named(found, form.SEAT, Seat, heading)
        if self.call is not None and self.seat is not None:
            self._name_fits(found[form.SEAT], self.call, self.seat)
            self._mark_fits(found[form.SEAT], mark, self.call, self.seat)
        self._who(found.get(form.FILLING))
        self._when(found.get(form.RECEIVED))

    def _named(self, found: dict[str, Cell], key: str, cls: type[T], heading: int) -> T | None:
        cell = found.get(key)
        if cell is None:
            at = self.sheet.row(heading)[0]
            self.say(laws.NO_FORM, at, text("above the headings, [{key}] is missing", key=key))
            return None
        word = shown(cell).strip()
        fault = problem(self.book, self.sheet, cell)
        if fault is not None:
            self.findings.append(fault)
            return None
        record = self.repository.get(cls, word.lower())
        if record is None:
            ids = [each.id for each in self.repository.all(cls)]
            self.say(
                laws.NO_FORM,
                cell,
                text("[{key}] is {word}, and there is none of this id", key=key, word=word),
                help=did_you_mean(near(word.lower(), ids)),
            )
        return record

    def _name_fits(self, cell: Cell, call: Call, seat: Seat) -> None:
        """A file that was sent to one seat and now names another was changed, or sheets were mixed up."""
        stem = self.book.name.replace("\\", "/").rpartition("/")[2].lower().rpartition(".")[0]
        for each in self.repository.all(Seat):
            if each.id != seat.id and re.match(
                rf"{re.escape(call.id)}-{re.escape(each.id)}(?![a-z0-9-])", stem
            ):
                said = text(
                    "the file is named after the seat {named}, and here stands {seat}",
                    named=each.id,
                    seat=seat.id,
                )
                self.say(
                    laws.NO_FORM, cell, said, help=text("ask whose marks these are, and rename the file")
                )

    def _mark_fits(self, cell: Cell, mark: Cell | None, call: Call, seat: Seat) -> None:
        """The head may have been changed in a file that has got another name; a sheet typed anew has no mark."""
        said = shown(mark).split() if mark is not None else []
        if said and said[-1] != form.mark_of(call, seat):
            self.say(
                laws.NO_FORM,
                cell,
                text(
                    "this sheet was made for another seat or call than {seat} and {call}",
                    seat=seat.id,
                    call=call.id,
                ),
                help=text("use the file that kic score out wrote for this seat"),
            )

    def _who(self, cell: Cell | None) -> None:
        if cell is None or cell.empty:
            return
        words = {speak(code).word(each).casefold(): each for code in LANGUAGES for each in Filling}
        found = words.get(shown(cell).strip().casefold()) if cell.kind is Kind.TEXT else None
        if found is None:
            self.say(laws.FORM_CHANGED, cell, text("expected who filled it in: the member or the deputy"))
        else:
            self.filling = found

    def _when(self, cell: Cell | None) -> None:
        if cell is None or cell.empty:
            return
        fault = problem(self.book, self.sheet, cell)
        if fault is not None:
            self.findings.append(fault)
            return
        try:
            self.received = day_in(cell)
        except Misread as reason:
            self.findings.append(misread(self.book, self.sheet, cell, reason))

    def _columns(self, heading: int) -> dict[str, int]:
        assert self.call is not None
        marks = [key for key, _title in form.columns_of(self.call)]
        columns: dict[str, int] = {}
        for cell in self.sheet.row(heading):
            key = key_in(cell)
            if key in columns:
                self.say(laws.FORM_CHANGED, cell, text("the column [{key}] stands twice", key=key))
            elif key in _KNOWN or key in marks:
                assert key is not None
                columns[key] = cell.column
            else:
                self.say(
                    laws.FORM_CHANGED,
                    cell,
                    text("the heading {heading} is none of this form", heading=shown(cell)),
                    help=text(
                        "the columns of marks are {columns}", columns=tuple(f"[{each}]" for each in marks)
                    ),
                )
        last = max((cell.column for cell in self.sheet.row(heading)), default=1)
        for key in (form.ID, form.TITLE, *marks):
            if key not in columns:
                self.say(
                    laws.FORM_CHANGED,
                    self.sheet.cell(heading, last),
                    text("the column [{key}] is missing", key=key),
                )
        return columns

    # -- rows ------------------------------------------------------------------------------------------

    def _rows(self, heading: int, columns: dict[str, int]) -> dict[str, Marks]:
        assert self.call is not None
        assert self.seat is not None
        expected = {
            row.id: row
            for row in form.rows_of(self.repository, self.call, self.seat, self.received, self.filling)
        }
        found: dict[str, Marks] = {}
        seen: set[str] = set()
        for number_ in self.sheet.row_numbers:
            if number_ <= heading:
                continue
            cell = self.sheet.cell(number_, columns[form.ID])
            row = self._row(cell, expected)
            self._strangers(number_, columns)
            if row is None:
                continue
            if row.id in seen:
                self.say(laws.FORM_CHANGED, cell, text("{id} stands twice", id=row.id))
                continue
            seen.add(row.id)
            self._unchanged(row, number_, columns)
            marks = self._marks(row, number_, columns)
            if marks is not None:
                found[row.id] = marks
        missing = tuple(id_ for id_ in expected if id_ not in seen)
        if missing:
            self.say(
                laws.FORM_CHANGED,
                self.sheet.cell(heading, columns[form.ID]),
                plural(
                    "the row of {ids} is missing",
                    "the rows of {ids} are missing",
                    n=len(missing),
                    ids=missing,
                ),
                help=text("an application that came later is entered with kic score enter"),
                severity=Severity.WARNING,
            )
        return {id_: found[id_] for id_ in expected if id_ in found}

    def _row(self, cell: Cell, expected: dict[str, form.Row]) -> form.Row | None:
        if cell.empty:
            others = self.sheet.row(cell.row)
            at = cell if len(others) > 1 else others[0]
            self.say(laws.FORM_CHANGED, at, text("this row has no id, so nobody knows what it is about"))
            return None
        fault = problem(self.book, self.sheet, cell)
        if fault is not None:
            self.findings.append(fault)
            return None
        word = shown(cell).strip().lower()
        row = expected.get(word)
        if row is None:
            self.say(
                laws.FORM_CHANGED,
                cell,
                text("{word} is no application that this seat is asked about", word=word),
                help=did_you_mean(near(word, expected)),
            )
        return row

    def _strangers(self, row: int, columns: dict[str, int]) -> None:
        """Cells of a row that stand under no column of the form."""
        for cell in self.sheet.row(row):
            if cell.column not in columns.values():
                self.say(laws.FORM_CHANGED, cell, text("this stands outside of the form and would be lost"))

    def _unchanged(self, row: form.Row, number_: int, columns: dict[str, int]) -> None:
        """Title and note are as they were sent out; a title beside another id means that columns were sorted apart."""
        cell = self.sheet.cell(number_, columns.get(form.TITLE, columns[form.ID]))
        if form.TITLE in columns and plain(shown(cell)) != plain(row.title):
            self.say(
                laws.FORM_CHANGED,
                cell,
                text("beside {id} stands another title than that of this application", id=row.id),
                help=text("its title is: {title}", title=row.title),
            )
        if form.NOTE in columns:
            note = self.sheet.cell(number_, columns[form.NOTE])
            notes = {
                plain(form.note_of(each, speak(code)))
                for code in LANGUAGES
                for each in (row._replace(excluded=True), row._replace(excluded=False, unclear=True))
            }
            if not note.empty and plain(shown(note)) not in notes:
                self.say(laws.FORM_CHANGED, note, text("a remark stands here and would be lost"))

    def _marks(self, row: form.Row, number_: int, columns: dict[str, int]) -> Marks | None:
        assert self.call is not None
        keys = [key for key, _title in form.columns_of(self.call) if key in columns]
        cells = {key: self.sheet.cell(number_, columns[key]) for key in keys}
        filled = {key: cell for key, cell in cells.items() if not cell.empty}
        if not filled:
            return Marks(Silence.EXCLUDED) if row.excluded else None
        first = next(iter(filled.values()))
        if row.excluded:
            return self._locked(row, filled)
        values = {key: self._value(cell) for key, cell in filled.items()}
        if any(value is None for value in values.values()):
            return None
        silences = {value for value in values.values() if isinstance(value, Silence)}
        if Silence.EXCLUDED in silences:
            self.say(
                laws.LOCKED,
                first,
                text("the sheet says excluded, and for {id} nobody disclosed or decided that", id=row.id),
                help=text(
                    "kic meeting disclose records what was disclosed or decided; then read the sheet again"
                ),
            )
            return None
        marks = {key: value for key, value in values.items() if isinstance(value, Number)}
        if silences and marks:
            self.say(laws.HALF_FILLED, first, text("the row of {id} has marks and an abstention", id=row.id))
            return None
        if silences:
            return Marks(Silence.ABSTAIN)
        empty = tuple(key for key in keys if key not in marks)
        if empty:
            self.say(
                laws.HALF_FILLED,
                cells[empty[0]],
                plural(
                    "the row of {id} has no mark for {criteria}",
                    "the row of {id} has no marks for {criteria}",
                    n=len(empty),
                    id=row.id,
                    criteria=empty,
                ),
            )
            return None
        return Marks(marks[form.ONE_MARK]) if keys == [form.ONE_MARK] else Marks(marks)

    def _locked(self, row: form.Row, filled: dict[str, Cell]) -> Marks | None:
        clean = True
        for cell in filled.values():
            if cell.kind is Kind.TEXT and silence_in(shown(cell)) is Silence.EXCLUDED:
                continue
            clean = False
            self.say(
                laws.LOCKED,
                cell,
                text("the seat is excluded from {id}, and something stands in its row", id=row.id),
                help=text("empty the cells of this row"),
            )
        return Marks(Silence.EXCLUDED) if clean else None

    def _value(self, cell: Cell) -> Number | Silence | None:
        fault = problem(self.book, self.sheet, cell)
        if fault is not None:
            self.findings.append(fault)
            return None
        if cell.kind is Kind.TEXT and (silence := silence_in(shown(cell))) is not None:
            return silence
        try:
            mark = number(cell)
        except Misread as reason:
            self.findings.append(misread(self.book, self.sheet, cell, reason))
            return None
        scale = self.call.terms.scale if self.call is not None else None
        if scale is not None and is_sound(scale) and not scale.has(mark):
            self.say(
                laws.OFF_SCALE,
                cell,
                text(
                    "the mark is {mark}, expected from {min} to {max} in steps of {step}",
                    mark=mark,
                    min=scale.min,
                    max=scale.max,
                    step=scale.step,
                ),
                help=text("ask the seat, and correct the mark"),
            )
            return None
        return mark

    def _compare(self, handed: Handed, heading: int, columns: dict[str, int]) -> None:
        """What the record has already, and the sheet changes or does not have."""
        assert self.call is not None
        sheet = sheet_of(self.repository, self.call.id, handed.seat)
        if sheet is None:
            return
        at = self.sheet.cell(heading, columns[form.ID])
        changed = tuple(id_ for id_, each in handed.marks.items() if sheet.marks.get(id_, each) != each)
        silent = tuple(id_ for id_ in sheet.marks if id_ not in handed.marks)
        if changed:
            self.say(
                laws.RECORDED,
                at,
                plural(
                    "the record says something else of {ids}; the sheet takes its place",
                    "the record says something else of {ids}; the sheet takes its place",
                    n=len(changed),
                    ids=changed,
                ),
            )
        if silent:
            self.say(
                laws.RECORDED,
                at,
                plural(
                    "the sheet says nothing of {ids}; the record stays",
                    "the sheet says nothing of {ids}; the record stays",
                    n=len(silent),
                    ids=silent,
                ),
            )
