"""A row of a sheet becomes the values of a contribution, each checked where it stands."""

import datetime
import re
from typing import Any, NamedTuple

from kic.core.diagnostic import Diagnostic
from kic.core.near import did_you_mean
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Moment
from kic.domain.concept.structure import Body
from kic.domain.participation import Consultation, ContributorKind
from kic.domain.participation.contributors import BODIES, looks_like_person
from kic.domain.revisions.elements import elements
from kic.present.language import LANGUAGES, speak
from kic.repository.intake.cells import CellReader, Words
from kic.repository.intake.contribution_columns import Columns, F
from kic.sheets import Cell, Kind, Workbook, meaning
from kic.sheets.laws import MISREAD, MISSING_CELL, PERSONAL_COLUMN, UNKNOWN_WORD

Values = dict[str, Any]
"""The fields of a contribution as they would stand in its file, without id, edition and consultation."""

_KIND_WORDS: dict[ContributorKind, tuple[str, ...]] = {
    ContributorKind.ORGANISATION: ("Verein", "Träger", "Einrichtung", "Verband", "association"),
    ContributorKind.COMMITTEE: ("Beirat", "Ausschuss", "Gremium"),
    ContributorKind.DEPARTMENT: ("Amt", "Verwaltung", "Fachbereich", "Stabsstelle", "office"),
    ContributorKind.COUNCIL_GROUP: ("Fraktion", "Ratsfraktion", "faction"),
    ContributorKind.PERSON: (
        "Einzelperson", "Bürger", "Bürgerin", "Bürgerin oder Bürger", "privat", "Teilnehmer", "Teilnehmerin",
        "private person", "citizen", "individual",
    ),
}  # fmt: skip
"""How lists name a kind of contributor beside its label."""


class Row(NamedTuple):
    """A row that could be read. `number` is the one that the sheet gives it, if any."""

    row: int
    number: str | None
    values: Values


class Read(NamedTuple):
    """The rows that could be read, those that wait with their findings, and what else was found."""

    rows: tuple[Row, ...]
    waiting: tuple[int, ...]
    findings: tuple[Diagnostic, ...]


class ContributionReader(CellReader):
    """Reads the rows of one sheet for one consultation. `received` stands for rows whose day the sheet lacks."""

    def __init__(
        self,
        snapshot: Snapshot,
        consultation: Consultation,
        book: Workbook,
        columns: Columns,
        received: datetime.date | None,
    ) -> None:
        super().__init__(snapshot, book, columns.sheet)
        self._columns, self._received = columns, received
        self._said: list[Diagnostic] = []
        own = columns.reading.words
        self._bodies = Words(
            ((b.id, (b.name, *([b.short_name] if b.short_name else []))) for b in snapshot.all(Body)), own
        )
        self._kinds = Words(((k.value, (*_labels(k), *_KIND_WORDS[k])) for k in ContributorKind), own)
        here = elements(snapshot, consultation.edition)
        self._elements = Words(((id_, (each.title or id_,)) for id_, each in here.items()), own)
        self._everything = Words(((id_, ()) for id_ in elements(snapshot)), {})

    def read(self) -> Read:
        """Every row below the headings in which something stands, read or said why not."""
        rows, waiting, findings = self._every(self._columns.reading.heading_row, self._row)
        return Read(rows, waiting, (*findings, *self._said))

    # -- a row -----------------------------------------------------------------------------------------

    def _row(self, row: int) -> Row:
        used = [c for c in self._columns.columns if c.field is not F.IGNORED]
        if all(self._sheet.cell(row, column.number).empty for column in used):
            cell = self._sheet.row(row)[0]
            self._say(MISSING_CELL, cell, text("the row holds nothing in the columns that are read"))
            return Row(row, None, {})
        proposal = self._cell(row, F.PROPOSAL)
        assert proposal is not None
        if self._is_empty(proposal):
            self._say(MISSING_CELL, proposal, text("{field} is missing", field=F.PROPOSAL))
        number = self._text(row, F.NUMBER, meaning.name)
        values: Values = {
            "received": self._day(row),
            "contributor": self._contributor(row),
            "number": number,
            "element": self._element(row),
            "place": self._text(row, F.PLACE, meaning.name),
            "proposal": self._value(proposal, self._words),
            "wording": self._text(row, F.WORDING, self._words),
            "reason": self._text(row, F.REASON, self._words),
            "named": self._text(row, F.NAMED, meaning.flag) or False,
        }
        named = self._cell(row, F.NAMED)
        if named is not None and values["named"] and "person" in values["contributor"]:
            values["named"] = False
            said = text("a private person is never named in publications, whatever stands here")
            self._said.append(self._book.finding(PERSONAL_COLUMN, self._sheet, named, said))
        for field in (F.NUMBER, F.ELEMENT, F.PLACE, F.WORDING, F.REASON, F.NAMED):
            if self._columns.of(field) is None:
                del values[field.value]
        return Row(row, number, values)

    def _cell(self, row: int, field: F) -> Cell | None:
        column = self._columns.of(field)
        return self._sheet.cell(row, column.number) if column is not None else None

    def _text(self, row: int, field: F, read: Any) -> Any:
        cell = self._cell(row, field)
        return self._value(cell, read) if cell is not None else None

    def _day(self, row: int) -> datetime.date | None:
        cell = self._cell(row, F.RECEIVED)
        if cell is None or self._is_empty(cell):
            if self._received is None and cell is not None:
                self._say(MISSING_CELL, cell, text("{field} is missing", field=F.RECEIVED))
            return self._received
        found = self._value(cell, meaning.moment)
        return found.local.date() if isinstance(found, Moment) else found

    # -- who and on what -------------------------------------------------------------------------------

    def _contributor(self, row: int) -> Values:
        kind = self._kind(row)
        person, who = self._cell(row, F.PERSON), self._cell(row, F.CONTRIBUTOR)
        pseudonym = person is not None and not self._is_empty(person)
        if who is not None and not pseudonym and _is_pseudonym(who):
            person, who, pseudonym = who, None, True
        if pseudonym:
            assert person is not None
            if who is not None and not self._is_empty(who):
                self._say(UNKNOWN_WORD, person, text("both an organisation and a person are the contributor"))
            if kind not in (None, ContributorKind.PERSON):
                said = text("a person is the contributor, and the kind is {kind}", kind=kind)
                self._say(UNKNOWN_WORD, person, said)
            return {"contributor": ContributorKind.PERSON, "person": self._pseudonym(person)}
        if kind is ContributorKind.PERSON:
            cell = person or self._cell(row, F.CONTRIBUTOR_KIND) or self._sheet.row(row)[0]
            said = text("a private person contributed, and the pseudonym (such as p-0007) is missing")
            self._say(MISSING_CELL, cell, said, text("a column for the pseudonym is headed Pseudonym"))
            return {}
        if who is None or self._is_empty(who):
            cell = who if who is not None else self._sheet.row(row)[0]
            said = text(
                "who contributed is missing: an organisation, or for a person a pseudonym such as p-0007"
            )
            self._say(MISSING_CELL, cell, said)
            return {}
        return self._organisation(who, kind)

    def _organisation(self, cell: Cell, kind: ContributorKind | None) -> Values:
        """A known body by its id or name; else the name, which must not be that of a person."""
        word = self._value(cell, meaning.name)
        if word is None:
            return {}
        body = self._snapshot.get(Body, self._bodies.id_of(word))
        if body is not None:
            fitting = next(
                (k for k in ContributorKind if body.body in BODIES[k]), ContributorKind.ORGANISATION
            )
            return {"contributor": kind or fitting, "body": body.id}
        if looks_like_person(word):
            said = text("a natural person seems to be named here; a pseudonym such as p-0007 is expected")
            self._say(MISREAD, cell, said)
            return {}
        name = self._value(cell, self._words)
        return {"contributor": kind or _kind_of(word), "name": name}

    def _kind(self, row: int) -> ContributorKind | None:
        cell = self._cell(row, F.CONTRIBUTOR_KIND)
        word = self._value(cell, meaning.name) if cell is not None else None
        if cell is None or word is None:
            return None
        found = self._kinds.id_of(word)
        if found is None:
            said = text("{word} is no kind of contributor", word=word)
            self._say(UNKNOWN_WORD, cell, said, text("the kinds are {kinds}", kinds=tuple(ContributorKind)))
            return None
        return ContributorKind(found)

    def _element(self, row: int) -> str | None:
        cell = self._cell(row, F.ELEMENT)
        word = self._value(cell, meaning.name) if cell is not None else None
        if cell is None or word is None:
            return None
        first = re.split(r"[\s:,;\u2013]", word.strip(), maxsplit=1)[0]
        for spelled in (word, first):
            found = self._elements.id_of(spelled) or self._everything.id_of(spelled)
            if found is not None:
                return found
        said = text("there is no theme, goal or recommendation {word}", word=word)
        self._say(
            UNKNOWN_WORD,
            cell,
            said,
            did_you_mean(self._elements.near(word))
            or text("write its id or its title, or leave the cell empty"),
        )
        return None


def _is_pseudonym(cell: Cell) -> bool:
    return (
        cell.kind is Kind.TEXT and re.fullmatch(r"p-[0-9]{4}", str(cell.value).strip().casefold()) is not None
    )


def _kind_of(name: str) -> ContributorKind:
    """A council group calls itself one; whoever else has no record is an organisation."""
    is_group = re.search(r"\b(?:rats)?fraktion", name, re.IGNORECASE) is not None
    return ContributorKind.COUNCIL_GROUP if is_group else ContributorKind.ORGANISATION


def _labels(value: ContributorKind) -> tuple[str, ...]:
    return tuple(speak(code).word(value) for code in LANGUAGES)
