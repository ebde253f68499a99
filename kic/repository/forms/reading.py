"""A filled-in form as what stands in its fields: DOCX and XLSX alike, every doubt a finding at the field's name.

    read_form(snapshot, content, file, on=day, former=...) -> Filled  never raises because of content

Nothing is taken from a field that changed: one that is gone, stands twice, holds tracked changes, or says two things.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.place import START, Place
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.present.forms.model import AROUND, FIELDS, MARK, WORDS, Form
from kic.present.forms.xlsx import MARKS
from kic.present.language import speak
from kic.repository.forms.asking import FormKind, Mark, city_of, form_of, mark_of
from kic.repository.forms.fields import AS_SENT, EMPTY, Reading, every_field, said_at
from kic.repository.forms.sheet import SheetReading
from kic.repository.forms.word import WordReading
from kic.repository.forms.wording import Sent
from kic.sheets import Cell, Kind, Sheet, read
from kic.sheets.controls import controls_of
from kic.sheets.filetype import is_spreadsheet
from kic.sheets.text_laws import NO_FORM, NOT_DECLARED
from kic.sheets.wordfile import is_word, read_word


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
        given = {field.name: field.value for field, _fixed in every_field(self.form)}
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
        return said_at(self.file, law, label, problem, help)


Former = Callable[[str, Call], bool]
"""Whether a city, as a mark spells it, was the name of this repository while it had this call."""


def read_form(
    snapshot: Snapshot, content: bytes, file: str, *, on: datetime.date, former: Former | None = None
) -> Filled:
    """What a file says; one that is no form of this repository has findings and no form.

    `former` knows the names that the city had; without it, only forms with today's name are this city's.
    """
    if is_word(content) or not is_spreadsheet(content):
        word = read_word(content, file)
        if not word.readable:
            return Filled(file=file, findings=word.findings)
        controls = controls_of(word)
        said = [word.properties.get(each) for each in (FIELDS, WORDS, AROUND)]
        return _begun(snapshot, file, word.properties.get(MARK), on,
                      lambda form: WordReading(form, word, controls, Sent(form, *said)),
                      fields=bool(controls), former=former)  # fmt: skip
    book = read(content, file)
    if not book.readable:
        return Filled(file=file, findings=book.findings)
    marks = book.named(MARKS)
    marked, names, words = (_carried(marks, *each) for each in enumerate((MARK, FIELDS, WORDS), 1))
    return _begun(snapshot, file, marked, on,
                  lambda form: SheetReading(form, book, Sent(form, names, words)),
                  fields=True, former=former)  # fmt: skip


def _carried(marks: Sheet | None, row: int, name: str) -> str | None:
    """What the hidden sheet carries under a name in its row."""
    if marks is None or marks.cell(row, 1).value != name:
        return None
    value = marks.cell(row, 2).value
    return value if isinstance(value, str) else None


def is_form(content: bytes, file: str) -> bool:
    """Whether a file carries the mark of a form, whatever became of it."""
    if is_word(content):
        return MARK in read_word(content, file).properties
    marks = read(content, file).named(MARKS) if is_spreadsheet(content) else None
    return marks is not None and marks.cell(1, 1).value == MARK


def _begun(
    snapshot: Snapshot,
    file: str,
    marked: str | None,
    on: datetime.date,
    reader: Callable[[Form], Reading],
    *,
    fields: bool,
    former: Former | None,
) -> Filled:
    mark = mark_of(marked) if marked is not None else None
    here = city_of(snapshot)
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
    elif mark.city.casefold() != here.casefold() and not (call and former and former(mark.city, call)):
        said = text(
            "this form is one of {city}, and this repository is that of {here}",
            city=mark.city or None,
            here=here or None,
        )
    elif call is None:
        said = text("this form belongs to the call {id}, which is not known here", id=mark.call)
    elif mark.application is not None and application is None:
        said = text("this form belongs to the application {id}, which is not known here", id=mark.application)
    if said is not None or mark is None or call is None:
        assert said is not None
        return Filled(
            file=file, mark=mark, findings=(diagnose(NO_FORM, said, Place(file, span=START), help=AS_SENT),)
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
