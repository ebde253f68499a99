"""A filled-in form as what stands in its fields: DOCX and XLSX alike, every doubt a finding at the field's name.

    read_form(snapshot, content, file, on=day) -> Filled            never raises because of content

Nothing is taken from a field that changed: one that is gone, stands twice, holds tracked changes, or says two things.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from kic.core import spelling
from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.place import START, Place
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Misread
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.present.forms.docx import form_docx, hint_of, spelled
from kic.present.forms.model import FIELDS, MARK, PREFIX, Ask, Field, Form, Table
from kic.present.forms.xlsx import LABELS, MARKS, NAMES, SENT, VALUES
from kic.present.language import LANGUAGES, speak
from kic.repository.forms.asking import FormKind, Mark, form_of, mark_of
from kic.repository.intake.headings import folded
from kic.sheets import Cell, Kind, Sheet, Workbook, problem, read
from kic.sheets.controls import Control, controls_of, outside_of
from kic.sheets.text_laws import FIELD_CHANGED, NO_FORM, NOT_DECLARED, OUTSIDE
from kic.sheets.wordfile import Word, is_word, read_word

EMPTY = Cell(0, 0)
_HEADING_ROWS = 8
_TICKS = {"\u2612", "\u2611", "\u2714", "\u2713", "x"}
_UNTICKED = {"", "\u2610"}
_MOST_OUTSIDE = 5


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. `values` are the fields by their names, those of tables as `TABLE.ROW.COLUMN`; all cells.

    `form` is None where it is not clear what the file is. `labels` are what the fields are called, for findings. A
    private field's content is in no finding.
    """

    file: str
    mark: Mark | None = None
    call: Call | None = None
    application: Application | None = None
    form: Form | None = None
    values: Mapping[str, Cell] = {}
    labels: Mapping[str, str] = {}
    findings: tuple[Diagnostic, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether something in it could not be read."""
        return self.form is None or any(each.severity is Severity.ERROR for each in self.findings)

    @property
    def filled_in(self) -> bool:
        """Whether anything stands in it that did not stand there when it went out."""
        assert self.form is not None
        given = {field.name: field.value for field, _fixed in _fields(self.form)}
        return any(
            cell.value is not False and (given.get(name) in (None, "", False) or not self.application)
            for name, cell in self.values.items()
        ) or (
            self.application is not None and self.mark is not None and self.mark.kind is FormKind.APPLICATION
        )

    def cell(self, name: str) -> Cell:
        """What stands in a field; an empty cell where nothing does."""
        return self.values.get(name, EMPTY)

    def words(self, name: str) -> str:
        """The words of a field, empty where nothing stands."""
        cell = self.cell(name)
        return str(cell.value).strip() if cell.kind in (Kind.TEXT, Kind.NUMBER) else ""

    def ticked(self, prefix: str) -> tuple[str, ...]:
        """What is ticked of the boxes whose names begin so: the rest of their names."""
        return tuple(
            name.removeprefix(prefix)
            for name, cell in self.values.items()
            if name.startswith(prefix) and cell.kind is Kind.BOOL and cell.value
        )

    def rows(self, table: str) -> Iterator[tuple[int, dict[str, Cell]]]:
        """The rows of a table in which something stands, with their numbers."""
        found: dict[int, dict[str, Cell]] = {}
        for name, cell in self.values.items():
            parts = name.split(".")
            if parts[0] == table and len(parts) == 3 and not cell.empty:  # noqa: PLR2004  # table, row, column
                found.setdefault(int(parts[1]), {})[parts[2]] = cell
        return iter(sorted(found.items()))

    def finding(self, law: Law, name: str, problem: Text, help: Text | None = None) -> Diagnostic:  # noqa: A002
        """A finding at a field."""
        label = self.labels.get(name, name)
        return _said(self.file, law, label, problem, help)


def _said(file: str, law: Law, label: str, problem: Text, help: Text | None = None) -> Diagnostic:  # noqa: A002
    said = text("{field}: {problem}", field=label, problem=problem)
    return diagnose(law, said, Place(file, (label,), span=START), help=help or _HELP.get(law.code))


_HELP = {
    FIELD_CHANGED.code: text("open the form and put this field right, or fill in a new one: kic form out"),
    NOT_DECLARED.code: text("ask for it: kic application ask ID, or kic report ask ID"),
}
_AS_SENT = text("ask for the form as it was sent out, or enter it by hand")
_KEPT = text("what belongs into a field is moved there; the rest is kept with the file")


def read_form(snapshot: Snapshot, content: bytes, file: str, *, on: datetime.date) -> Filled:
    """What a file says; one that is no form of this repository has findings and no form."""
    if is_word(content) or not _maybe_sheet(content):
        word = read_word(content, file)
        if not word.readable:
            return Filled(file=file, findings=word.findings)
        controls = controls_of(word)
        sent = word.properties.get(FIELDS)
        return _begun(snapshot, file, word.properties.get(MARK), on,
                      lambda form: _Word(form, word, controls, sent), fields=bool(controls))  # fmt: skip
    book = read(content, file)
    if not book.readable:
        return Filled(file=file, findings=book.findings)
    marks = book.named(MARKS)
    cell = marks.cell(1, 2) if marks is not None and marks.cell(1, 1).value == MARK else EMPTY
    marked = cell.value if isinstance(cell.value, str) else None
    names = marks.cell(2, 2).value if marks is not None else None
    sent = names if isinstance(names, str) else None
    return _begun(snapshot, file, marked, on, lambda form: _Book(form, book, sent), fields=True)


def _maybe_sheet(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _begun(
    snapshot: Snapshot,
    file: str,
    marked: str | None,
    on: datetime.date,
    reader: Callable[[Form], "_Reading"],
    *,
    fields: bool,
) -> Filled:
    mark = mark_of(marked) if marked is not None else None
    call = snapshot.get(Call, mark.call) if mark is not None else None
    application = snapshot.get(Application, mark.application) if mark is not None else None
    said: Text | None = None
    if not fields:
        said = text(
            "this is a text without fields: no form, or one that another program turned into plain text"
        )
    elif marked is None:
        said = text("the hidden mark of a form is not there: no form of kic, or another program took it away")
    elif mark is None:
        said = text("the hidden mark of this form is none that this kic knows")
    elif call is None:
        said = text("this form belongs to the call {id}, which is not known here", id=mark.call)
    elif mark.application is not None and application is None:
        said = text("this form belongs to the application {id}, which is not known here", id=mark.application)
    if said is not None or mark is None or call is None:
        assert said is not None
        return Filled(
            file=file, mark=mark, findings=(diagnose(NO_FORM, said, Place(file, span=START), help=_AS_SENT),)
        )
    form = form_of(snapshot, mark.kind, call, application, speak(mark.language), on=on)
    found = reader(form)
    filled = Filled(
        file=file,
        mark=mark,
        call=call,
        application=application,
        form=form,
        values=found.values,
        labels=found.labels,
        findings=tuple(found.findings),
    )
    return msgspec.structs.replace(filled, findings=(*filled.findings, *_undeclared(filled)))


def _undeclared(filled: Filled) -> Iterator[Diagnostic]:
    """Declarations that are not ticked, and papers that are not said to be there."""
    for field in filled.form.fields if filled.form is not None else ():
        if field.name.startswith(("declared.", "papers.")) and filled.cell(field.name).value is False:
            said = text("not ticked") if field.needed else text("not said to be attached")
            yield filled.finding(NOT_DECLARED, field.name, said)


def _fields(form: Form) -> Iterator[tuple[Field, bool]]:
    """Every field with whether its content is not to be changed."""
    yield from ((each, False) for each in form.fields)
    for table in form.tables:
        for row in range(1, table.length + 1):
            yield from ((table.field(row, column), table.is_fixed(row, column)) for column in table.columns)


def _option(field: Field, words: str, others: Iterable[Field] = ()) -> str | None:
    """The key of the option with these words."""
    wanted = folded(words)
    for each in (field, *others):
        for key, shown in each.options:
            if wanted in (folded(shown), folded(key)):
                return key
    return None


class _Reading:
    """What both readers gather."""

    def __init__(self, form: Form, file: str, sent: str | None) -> None:
        self._form, self._file = form, file
        self._sent = frozenset((form.names if sent is None else sent).split())
        self.values: dict[str, Cell] = {}
        self.labels: dict[str, str] = {}
        self.findings: list[Diagnostic] = []

    def _went_out(self, name: str) -> bool:
        """Whether the form had this field when it went out: later ones may have more."""
        table, _, rest = name.partition(".")
        row = f"{table}.{rest.partition('.')[0]}"
        return name in self._sent or (rest.count(".") > 0 and row in self._sent)

    def _say(
        self,
        field: Field,
        problem: Text,
        law: Law = FIELD_CHANGED,
        help: Text | None = None,  # noqa: A002
    ) -> None:
        self.findings.append(_said(self._file, law, field.label, problem, help))

    def _choice(self, field: Field, words: str) -> Cell:
        key = _option(field, words)
        if key is None:
            offered = tuple(shown for _key, shown in field.options)
            if field.private:
                self._say(field, text("this is none of the entries that are offered"))
            else:
                self._say(
                    field,
                    text("{words} is none of the entries that are offered", words=words),
                    help=text("offered are {offered}", offered=offered),
                )
            return EMPTY
        return _text(key)

    def _tick(self, field: Field, words: str) -> Cell:
        said = words.strip().casefold()
        if said in _TICKS or said in {speak(code).word(True) for code in LANGUAGES}:  # its word
            return Cell(1, 1, Kind.BOOL, True)  # the value
        if said in _UNTICKED or said in {speak(code).word(False) for code in LANGUAGES}:
            return Cell(1, 1, Kind.BOOL, False)
        self._say(field, text("{words} is neither a tick nor none", words=words))
        return EMPTY


def _text(words: str) -> Cell:
    return Cell(1, 1, Kind.TEXT, words) if words else EMPTY


class _Word(_Reading):
    """The fields of a DOCX file."""

    def __init__(self, form: Form, word: Word, controls: tuple[Control, ...], sent: str | None) -> None:
        super().__init__(form, word.name, sent)
        self._language = speak(form.language)
        found: dict[str, list[Control]] = {}
        for each in controls:
            found.setdefault(each.tag.removeprefix(PREFIX), []).append(each)
        for field, fixed in _fields(form):
            there = found.pop(field.name, [])
            self.labels[field.name] = next((each.title for each in there if each.title), field.label)
            if there or self._went_out(field.name):
                self._field(field, there, fixed=fixed)
        for name, others in found.items():
            label = others[0].title or name
            words = next((each.words for each in others if each.words.strip()), "")
            if words or name.partition(".")[0] in {each.name for each in form.tables}:
                self.findings.append(
                    _said(
                        self._file,
                        FIELD_CHANGED,
                        label,
                        text("this field is none of this form, and is not read"),
                    )
                )
        self._outside(word)

    def _field(self, field: Field, controls: list[Control], *, fixed: bool) -> None:
        if not controls:
            self._say(field, text("the field is gone"))
        elif len(controls) > 1:
            self._say(field, text("the field stands {n} times in the form", n=len(controls)))
        elif controls[0].nested:
            self._say(field, text("the field lies inside of another one"))
        elif controls[0].changed:
            self._say(field, text("tracked changes stand in it; accept or refuse them first"))
        else:
            cell = self._cell(field, controls[0])
            if fixed:
                self._unchanged(field, controls[0])
            if not cell.empty:
                self.values[field.name] = cell

    def _cell(self, field: Field, control: Control) -> Cell:
        words = control.words.strip()
        if field.ask is Ask.TICK:
            cell = self._tick(field, words)
            if control.ticked is not None and cell.kind is Kind.BOOL and cell.value is not control.ticked:
                self._say(field, text("the box keeps another state than it shows"))
                return EMPTY
            return cell
        if not words or words == hint_of(field, self._language):
            return EMPTY
        if field.ask is Ask.CHOICE:
            return self._choice(field, words)
        if field.ask is Ask.DAY and control.day is not None:
            return self._day(field, words, control.day)
        return _text(words if field.ask is Ask.TEXT else " ".join(words.split()))

    def _day(self, field: Field, words: str, kept: str) -> Cell:
        try:
            shown = spelling.day(words)
        except Misread:
            return _text(words)  # who reads it says what is wrong with it
        if shown.isoformat() != kept:
            self._say(field, text("the field shows {words} and keeps {kept}", words=words, kept=kept))
            return EMPTY
        return _text(words)

    def _unchanged(self, field: Field, control: Control) -> None:
        held = field.value
        chosen = field.ask is Ask.CHOICE
        printed = field.words(str(held)) if chosen else spelled(held, self._language)
        if " ".join(printed.split()) != " ".join(control.words.split()):
            self._say(
                field,
                text(
                    "here stands {words}, and the form was made with {printed}",
                    words=control.words,
                    printed=printed,
                ),
            )

    def _outside(self, word: Word) -> None:
        """Paragraphs that the form does not have: what was written beside the fields."""
        from kic.repository.forms.writing import SHIPPED  # noqa: PLC0415

        own = read_word(form_docx(self._form, SHIPPED.read_bytes()), self._file)
        known = Counter(outside_of(own))
        more = []
        for each in outside_of(word):
            known[each] -= 1
            if known[each] < 0:
                more.append(each)
        for each in more[:_MOST_OUTSIDE]:
            said = text("outside of the fields stands, and is not read: {words}", words=each[:200])
            self.findings.append(diagnose(OUTSIDE, said, Place(self._file, span=START), help=_KEPT))
        if len(more) > _MOST_OUTSIDE:
            said = text("{n} more paragraphs stand outside of the fields", n=len(more) - _MOST_OUTSIDE)
            self.findings.append(diagnose(OUTSIDE, said, Place(self._file, span=START), help=_KEPT))


class _Book(_Reading):
    """The fields of an XLSX file."""

    def __init__(self, form: Form, book: Workbook, sent: str | None) -> None:
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
        wanted = {folded(column.label): column for column in table.columns}
        sheets = [
            (sheet, row) for sheet in self._book.sheets if (row := self._headed(sheet, wanted)) is not None
        ]
        if len(sheets) != 1:
            said = text("the page is gone, or its headings are others") if not sheets else text(
                "{n} pages have these headings", n=len(sheets))  # fmt: skip
            self.findings.append(_said(self._file, FIELD_CHANGED, table.label, said))
            return
        sheet, heading = sheets[0]
        columns = {
            wanted[folded(str(c.value))].name: c.column
            for c in sheet.row(heading)
            if folded(str(c.value)) in wanted
        }
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
                    self.findings.append(_said(self._file, OUTSIDE, f"{table.label} {cell.name}", said))

    @staticmethod
    def _headed(sheet: Sheet, wanted: Mapping[str, Field]) -> int | None:
        for number in sheet.row_numbers[:_HEADING_ROWS]:
            there = Counter(folded(str(cell.value)) for cell in sheet.row(number))
            if all(there[each] == 1 for each in wanted):
                return number
        return None


def _beyond(table: Table, row: int, column: Field) -> Field:
    """The field of a row that the form did not have."""
    return msgspec.structs.replace(
        column, name=f"{table.name}.{row}.{column.name}", label=f"{column.label} {row}", value=None
    )
