"""A row of a sheet becomes the values of an application, each one checked where it stands.

What cannot be read is a finding at its cell; a row with such a finding has no values. Amounts and days are never
guessed (`kic.sheets.meaning`), words are known ids, titles and names or those of the call's intake.
"""

import datetime
import enum
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from kic.core.diagnostic import Diagnostic
from kic.core.near import did_you_mean
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count, Misread, Moment, Money
from kic.domain.applications import FundKind
from kic.domain.calls import ApplicantKind, Call, IntakeField
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Body, BodyKind, Theme
from kic.present.language import LANGUAGES, speak
from kic.repository.intake.cells import CellReader, Words
from kic.repository.intake.columns import COSTS, Column, Columns
from kic.sheets import Cell, Kind, Workbook, meaning, misread
from kic.sheets.laws import MISSING_CELL, UNKNOWN_WORD

T = TypeVar("T")
F = IntakeField
Values = dict[str, Any]
"""The fields of an application as they would stand in its file, without id, number and call."""

FUND_OF = {
    F.OWN: FundKind.OWN,
    F.INCOME: FundKind.INCOME,
    F.THIRD_PARTY: FundKind.THIRD_PARTY,
    F.PUBLIC: FundKind.PUBLIC,
    F.REQUESTED: FundKind.REQUESTED,
}
_FROM_BODY = {
    BodyKind.ASSOCIATION: ApplicantKind.ASSOCIATION,
    BodyKind.INSTITUTION: ApplicantKind.INSTITUTION,
}
_KIND_WORDS: Mapping[ApplicantKind, tuple[str, ...]] = {
    ApplicantKind.ASSOCIATION: ("e. V.", "e.V.", "e.V", "e V", "eV", "eingetragener Verein"),
}
"""How forms name a kind of applicant beside its label."""


class Row(NamedTuple):
    """A row that could be read. `number` is the one that the sheet gives it, if any."""

    row: int
    number: Count | None
    values: Values


class Read(NamedTuple):
    """The rows that could be read, those that wait with their findings, and what else was found.

    `claimed` are the numbers of applications that waiting rows have, with the first such row.
    """

    rows: tuple[Row, ...]
    waiting: tuple[int, ...]
    findings: tuple[Diagnostic, ...]
    claimed: Mapping[int, int]


class RowReader(CellReader):
    """Reads the rows of one sheet for one call. `received` stands for rows whose day of receipt the sheet lacks."""

    def __init__(
        self, snapshot: Snapshot, call: Call, book: Workbook, columns: Columns, received: Moment | None
    ) -> None:
        super().__init__(snapshot, book, columns.sheet)
        self._call, self._received = call, received
        self._columns = columns
        self._by_field: dict[IntakeField, list[Column]] = {}
        self._numbers: dict[int, Count] = {}
        for column in columns.columns:
            self._by_field.setdefault(column.mapped.field, []).append(column)
        own = columns.intake.words
        self._bodies = Words(((b.id, _named(b)) for b in snapshot.all(Body)), own)
        themes = [each for each in snapshot.all(Theme) if call.edition in (None, each.edition)]
        self._themes = Words(((t.id, (str(t.number), t.title, *t.variants)) for t in themes), own)
        recommendations = [
            each for each in snapshot.all(Recommendation) if call.edition in (None, each.edition)
        ]
        self._recommendations = Words(
            ((r.id, (str(r.number), r.title or r.id)) for r in recommendations), own
        )
        self._kinds = Words(((k.value, (*_labels(k), *_KIND_WORDS.get(k, ()))) for k in ApplicantKind), own)

    @property
    def has_received(self) -> bool:
        """Whether a column says when applications were received."""
        return F.RECEIVED in self._by_field

    def read(self) -> Read:
        """Every row below the headings in which something stands, read or said why not."""
        rows, waiting, findings = self._every(self._columns.intake.heading_row, self._row)
        claimed: dict[int, int] = {}
        for row in waiting:
            if row in self._numbers:
                claimed.setdefault(int(self._numbers[row]), row)
        return Read(rows, waiting, findings, claimed)

    # -- a row -----------------------------------------------------------------------------------------

    def _row(self, number: int) -> Row:
        used = [c for c in self._columns.columns if c.mapped.field is not F.IGNORED]
        if all(self._sheet.cell(number, column.number).empty for column in used):
            cell = self._sheet.row(number)[0]
            self._say(MISSING_CELL, cell, text("the row holds nothing in the columns that are read"))
            return Row(number, None, {})
        values: Values = {
            "title": self._needed(number, F.TITLE, self._words),
            "summary": self._needed(number, F.SUMMARY, self._words),
            "applicant": self._applicant(number),
            "themes": self._ids(number, F.THEMES, self._themes, needed=True),
            "recommendations": self._ids(number, F.RECOMMENDATIONS, self._recommendations, needed=False),
            "period": {
                "start": self._needed(number, F.START, meaning.day),
                "end": self._needed(number, F.END, meaning.day),
            },
            "received": self._receipt(number),
            "costs": self._costs(number),
            "financing": self._financing(number),
            "requested": self._needed(number, F.REQUESTED, meaning.amount),
            "minimum": self._maybe(number, F.MINIMUM, _minimum),
            "deducts_vat": self._maybe(number, F.DEDUCTS_VAT, meaning.flag),
            "work_in_kind": self._maybe(number, F.WORK_IN_KIND, self._words),
        }
        for field, columns in _OPTIONAL.items():
            if not any(each in self._by_field for each in columns):
                del values[field]
        own = self._maybe(number, F.NUMBER, meaning.count)
        if own is not None:
            self._numbers[number] = own
        return Row(number, own, values)

    def _cell(self, row: int, field: IntakeField) -> Cell | None:
        columns = self._by_field.get(field)
        return self._sheet.cell(row, columns[0].number) if columns else None

    def _needed(self, row: int, field: IntakeField, read: Callable[[Cell], T]) -> T | None:
        cell = self._cell(row, field)
        if cell is not None and self._is_empty(cell):
            self._say(MISSING_CELL, cell, text("{field} is missing", field=field))
            return None
        return self._value(cell, read) if cell is not None else None

    def _maybe(self, row: int, field: IntakeField, read: Callable[[Cell], T]) -> T | None:
        cell = self._cell(row, field)
        return self._value(cell, read) if cell is not None else None

    # -- who, what, when -------------------------------------------------------------------------------

    def _applicant(self, row: int) -> Values:
        kind = self._kind(row)
        person, body = self._cell(row, F.PERSON), self._cell(row, F.BODY)
        if person is not None and not self._is_empty(person):
            if body is not None and not self._is_empty(body):
                self._say(UNKNOWN_WORD, person, text("both an organisation and a person are the applicant"))
            if kind not in (None, ApplicantKind.PRIVATE_PERSON):
                self._say(
                    UNKNOWN_WORD, person, text("a person is the applicant, and the kind is {kind}", kind=kind)
                )
            return {"applicant": ApplicantKind.PRIVATE_PERSON, "person": self._pseudonym(person)}
        if kind is ApplicantKind.PRIVATE_PERSON:
            self._pseudonym_missing(row)
            return {}
        cell = body if body is not None else person
        assert cell is not None
        if self._is_empty(cell):
            said = text(
                "the applicant is missing: an organisation, or for a person a pseudonym such as p-0007"
            )
            self._say(MISSING_CELL, cell, said)
            return {}
        word = self._value(cell, meaning.name)
        found = self._bodies.id_of(word) if word is not None else None
        if word is not None and found is None:
            self._unknown_body(cell, word)
        record = self._snapshot.get(Body, found)
        if kind is None and record is not None:
            kind = _FROM_BODY.get(record.body)
            if kind is None:
                said = text("what kind of applicant {body} is, the sheet does not say", body=record.id)
                self._say(
                    UNKNOWN_WORD, cell, said, text("add a column for the kind of applicant, such as Verein")
                )
        return {"applicant": kind, "body": found}

    def _kind(self, row: int) -> ApplicantKind | None:
        cell = self._cell(row, F.APPLICANT_KIND)
        word = self._value(cell, meaning.name) if cell is not None else None
        if cell is None or word is None:
            return None
        found = self._kinds.id_of(word)
        if found is None:
            said = text("{word} is no kind of applicant", word=word)
            self._say(UNKNOWN_WORD, cell, said, text("the kinds are {kinds}", kinds=tuple(ApplicantKind)))
            return None
        return ApplicantKind(found)

    def _pseudonym_missing(self, row: int) -> None:
        cell = self._cell(row, F.PERSON) or self._cell(row, F.APPLICANT_KIND)
        assert cell is not None
        said = text("the applicant is a private person, and the pseudonym (such as p-0007) is missing")
        self._say(MISSING_CELL, cell, said, text("a column for the pseudonym is headed Pseudonym"))

    def _unknown_body(self, cell: Cell, word: str) -> None:
        close = self._bodies.near(word)
        self._say(
            UNKNOWN_WORD,
            cell,
            text("{word} is no organisation of this repository", word=word),
            did_you_mean(close)
            or text(
                "a new organisation gets a file first: concept/bodies/ID.yaml with kind, id, name and body"
            ),
        )

    def _ids(self, row: int, field: IntakeField, words: Words, *, needed: bool) -> list[str]:
        """Ids from one cell, or from several columns. A cell may name several, after commas, semicolons or lines."""
        found: list[str] = []
        columns = self._by_field.get(field, ())
        for column in columns:
            cell = self._sheet.cell(row, column.number)
            said = self._value(cell, meaning.name)
            for word in _split(said, words) if said is not None else ():
                each = words.id_of(word)
                if each is None:
                    close = did_you_mean(words.near(word))
                    self._say(
                        UNKNOWN_WORD,
                        cell,
                        text("{word} is not known here as {field}", word=word, field=field),
                        close,
                    )
                elif each not in found:
                    found.append(each)
        if needed and columns and not found:
            cells = [self._sheet.cell(row, column.number) for column in columns]
            if all(map(self._is_empty, cells)):
                self._say(MISSING_CELL, cells[0], text("{field} is missing", field=field))
        return found

    def _receipt(self, row: int) -> Moment | None:
        """When it was received. A day alone counts as its beginning, but not on the day on which the call closes."""
        cell = self._cell(row, F.RECEIVED)
        if cell is None or (self._is_empty(cell) and self._received is not None):
            return self._received
        found = self._needed(row, F.RECEIVED, meaning.moment)
        if isinstance(found, datetime.date):
            closes = self._call.closes
            if closes is not None and closes.local.date() == found:
                reason = text("on the day on which the call closes, the time of day is needed too")
                self._found.append(misread(self._book, self._sheet, cell, Misread(reason)))
                return None
            return Moment(datetime.datetime.combine(found, datetime.time()))
        return found

    # -- money -----------------------------------------------------------------------------------------

    def _costs(self, row: int) -> list[Values]:
        lines = []
        for column in self._columns.columns:
            if column.mapped.field in COSTS:
                amount = self._amount(row, column)
                if amount:
                    line: Values = {"item": column.item, "amount": amount}
                    lines.append(line if column.mapped.field is F.COST else {**line, "eligible": False})
        columns = self._by_field.get(F.COST, ())
        if columns and not lines and not self._found:
            cell = self._sheet.cell(row, columns[0].number)
            self._say(MISSING_CELL, cell, text("no cost is given"))
        return lines

    def _financing(self, row: int) -> list[Values]:
        lines = []
        for column in self._columns.columns:
            fund = FUND_OF.get(column.mapped.field)
            if fund is None:
                continue
            known = len(self._found)
            amount = self._amount(row, column)
            if fund is FundKind.REQUESTED:
                del self._found[known:]  # said once already, where the request itself is read
            if amount:
                line: Values = {"item": column.item, "fund": fund, "amount": amount}
                lines.append({**line, "secured": False} if fund is FundKind.REQUESTED else line)
        return lines

    def _amount(self, row: int, column: Column) -> Money | None:
        return self._value(self._sheet.cell(row, column.number), meaning.amount)

    # --------------------------------------------------------------------------------------------------


_OPTIONAL: Mapping[str, tuple[IntakeField, ...]] = {
    "recommendations": (F.RECOMMENDATIONS,),
    "minimum": (F.MINIMUM,),
    "deducts_vat": (F.DEDUCTS_VAT,),
    "work_in_kind": (F.WORK_IN_KIND,),
}
"""Fields that are compared with the record only if a column of the sheet holds them."""


def _split(said: str, words: Words) -> list[str]:
    """The words of a cell: a whole title may hold commas."""
    if words.id_of(said) is not None:
        return [said]
    for marks in (";\n", ";\n,", ";\n,/"):
        parts = [said]
        for mark in marks:
            parts = [piece for part in parts for piece in part.split(mark)]
        parts = [part.strip() for part in parts if part.strip()]
        if all(words.id_of(part) is not None for part in parts):
            return parts
    return [part.strip() for part in said.replace("\n", ";").split(";") if part.strip()]


def _minimum(cell: Cell) -> Values:
    """An amount, or a share of the request."""
    if cell.kind is Kind.SHARE or (cell.kind is Kind.TEXT and str(cell.value).rstrip().endswith("%")):
        return {"share": meaning.share(cell)}
    return {"amount": meaning.amount(cell)}


def _named(body: Body) -> tuple[str, ...]:
    return (body.name,) if body.short_name is None else (body.name, body.short_name)


def _labels(value: enum.Enum) -> tuple[str, ...]:
    return tuple(speak(code).word(value) for code in LANGUAGES)
