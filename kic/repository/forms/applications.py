"""Single application forms as one reviewed plan: each form is a row, read by the reader of sheets of applications.

    import_forms(snapshot, call, filled, received=moment, ...) -> Import
    entries_of(filled, outcome) -> tuple[Private, ...]              what belongs into the private overlay

A private person gets a pseudonym; name, address and account leave the form for the overlay alone.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from kic.core.plan import CreateFile, Edit, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Moment
from kic.domain.applications import FundKind
from kic.domain.applications.moves import next_pseudonym
from kic.domain.calls import ApplicantKind, Call, Intake, IntakeColumn, IntakeField
from kic.domain.concept.structure import Body, BodyKind
from kic.present.language import speak
from kic.repository.forms.book import FormBook
from kic.repository.forms.reading import Filled
from kic.repository.intake.columns import Column, Columns
from kic.repository.intake.importing import Import, import_rows
from kic.repository.intake.marks import Take
from kic.repository.intake.new_bodies import id_of_body
from kic.repository.intake.rows import RowReader, Values
from kic.sheets import Cell, Kind, Sheet, meaning
from kic.sheets.laws import MISSING_CELL, UNKNOWN_WORD

F = IntakeField
OF_BODY = {
    ApplicantKind.ASSOCIATION: BodyKind.ASSOCIATION,
    ApplicantKind.INSTITUTION: BodyKind.INSTITUTION,
    ApplicantKind.CARRIER: BodyKind.INSTITUTION,
}
"""What sort of body a new one becomes, by the kind of applicant."""
_PLAIN = (
    F.NUMBER, F.APPLICANT_KIND, F.BODY, F.PERSON, F.TITLE, F.SUMMARY, F.THEMES, F.RECOMMENDATIONS, F.START, F.END,
    F.REQUESTED, F.MINIMUM, F.DEDUCTS_VAT, F.WORK_IN_KIND,
)  # fmt: skip
_SLIP = 0.93
"""From this likeness on two names are one with a slip: a letter or two of twenty."""
_COST = ("item", "amount", "eligible")
_FUND = ("item", "fund", "amount", "secured")
_PRIVATE = "private."


class Private(NamedTuple):
    """Somebody's entry for the overlay: the pseudonym or the organisation's id, and the fields as they were filled."""

    id: str
    file: str
    fields: Mapping[str, str]


class Imported(NamedTuple):
    """The import, the bodies that it adds, and by file the pseudonym or body that applies."""

    outcome: Import
    bodies: tuple[str, ...]
    applicants: Mapping[str, str]


def import_forms(
    snapshot: Snapshot,
    call: Call,
    filled: Sequence[Filled],
    *,
    received: Moment,
    people: Mapping[str, tuple[str, str | None]] | None = None,
    new_bodies: bool = False,
    only_readable: bool = False,
    take: Take = None,
) -> Imported:
    """What the forms make of the call's applications. `people` are the overlay's persons: pseudonym, name, e-mail.

    `new_bodies` records organisations that are not known yet; without it they are findings.
    """
    persons = _Pseudonyms(snapshot, people or {})
    who = {each.file: persons.of(each) for each in filled if _is_person(each)}
    book, columns = _book(call, filled, who)
    found = tuple(finding for each in filled for finding in each.findings)
    reader = _FormReader(snapshot, call, book, columns, received, filled, new_bodies=new_bodies)
    begun = Import(findings=found)
    outcome = import_rows(
        snapshot,
        call,
        book,
        columns,
        reader,
        begun,
        only_readable=only_readable,
        take=take,
        whole=False,
        only_new=("received",),  # what came first is what counts, however often it is sent
    )
    added: list[Edit] = []
    if outcome.plan is not None:
        added = [
            CreateFile(f"concept/bodies/{id_}.yaml", {"kind": "body", "id": id_, "name": name, "body": kind})
            for id_, (name, kind) in reader.added.items()
        ]
        plan = Plan(outcome.plan.title, (*added, *outcome.plan.edits))
        outcome = msgspec.structs.replace(outcome, plan=plan)
    placed = tuple(map(book.placed, outcome.findings))
    return Imported(
        msgspec.structs.replace(outcome, findings=placed),
        tuple(reader.added) if outcome.plan is not None else (),
        {**reader.bodies_by_file, **{file: name for file, name in who.items() if name is not None}},
    )


def entries_of(filled: Sequence[Filled], applicants: Mapping[str, str]) -> tuple[Private, ...]:
    """What the private fields of the forms say, by who applies; those without an applicant or a name are left out."""
    found = []
    for each in filled:
        fields = {
            name.removeprefix(_PRIVATE): each.words(name) for name in each.values if name.startswith(_PRIVATE)
        }
        kept = {name: words for name, words in fields.items() if words}
        if each.file in applicants and kept.get("name"):
            found.append(Private(applicants[each.file], each.file, kept))
    return tuple(found)


def _is_person(form: Filled) -> bool:
    return form.cell("applicant_kind").value == ApplicantKind.PRIVATE_PERSON.value


class _Pseudonyms:
    """Gives every private person a pseudonym: the one of the overlay, or the next that is free."""

    def __init__(self, snapshot: Snapshot, people: Mapping[str, tuple[str, str | None]]) -> None:
        self._people = dict(people)
        first = next_pseudonym(snapshot)
        held = max((int(each[2:]) for each in people if each[2:].isdecimal()), default=0)
        self._next = max(int(first[2:]), held + 1)

    def of(self, form: Filled) -> str | None:
        """The pseudonym of who filled in the form; None where no name stands in it."""
        if form.application is not None and form.application.applicant.person is not None:
            return form.application.applicant.person
        name, email = form.words("private.name"), form.words("private.email") or None
        if not name:
            return None
        for id_, (known, address) in self._people.items():
            same = known.casefold().split() == name.casefold().split()
            if same and (email is None or address is None or address.casefold() == email.casefold()):
                return id_
        id_ = f"p-{self._next:04d}"
        self._next += 1
        self._people[id_] = (name, email)
        return id_


def _book(call: Call, filled: Sequence[Filled], who: Mapping[str, str | None]) -> tuple[FormBook, Columns]:
    names = [each.value for each in _PLAIN]
    lines: dict[str, None] = {}
    for form in filled:
        for table, parts in (("costs", _COST), ("financing", _FUND)):
            for row, _cells in form.rows(table):
                lines.update(dict.fromkeys(f"{table}.{row}.{part}" for part in parts))
    names += sorted(lines, key=lambda each: (each.split(".")[0], int(each.split(".")[1])))
    position = {name: number for number, name in enumerate(names, 1)}
    labels: dict[tuple[str, int, int], str] = {}
    rows: dict[int, dict[int, Cell]] = {}
    for number, form in enumerate(filled, 2):
        values = {**form.values, **_joined(form)}
        if form.file in who and who[form.file] is not None:
            values["person"] = Cell(1, 1, Kind.TEXT, who[form.file])
        if form.application is not None:
            values["number"] = Cell(1, 1, Kind.NUMBER, str(form.application.number))
        if _is_person(form):
            values.pop("body", None)
        rows[number] = {
            column: msgspec.structs.replace(values[name], row=number, column=column)
            for name, column in position.items()
            if name in values and not values[name].empty
        }
        labels.update(
            {("", number, position[name]): form.labels[name] for name in names if name in form.labels}
        )
        language = speak(form.mark.language if form.mark is not None else "de")
        for field in (F.THEMES, F.RECOMMENDATIONS, F.PERSON):
            labels.setdefault(("", 0, position[field.value]), language.word(field))
    sheet = Sheet("", rows)
    book = FormBook(
        name="-",
        sheets=(sheet,),
        files={number: form.file for number, form in enumerate(filled, 2)},
        called=labels,
        positions=position,
    )
    columns = tuple(
        Column(position[each.value], IntakeColumn(heading=each.value, field=each)) for each in _PLAIN
    )
    more = [
        Column(number, IntakeColumn(heading=name, field=F.COST if name.startswith("costs") else F.OWN))
        for name, number in position.items()
        if name.endswith(".amount")
    ]
    return book, Columns(sheet, call.intake or Intake(), (*columns, *more), (), ())


def _joined(form: Filled) -> dict[str, Cell]:
    """Ticked themes and recommendations as one field each."""
    found = {}
    for name in ("themes", "recommendations"):
        ticked = form.ticked(f"{name}.")
        if ticked:
            found[name] = Cell(1, 1, Kind.TEXT, "; ".join(ticked))
    return found


class _FormReader(RowReader):
    """Reads forms as rows: plan lines have their names in fields of their own, and bodies may be new."""

    def __init__(  # what the reader of rows takes, and the forms
        self,
        snapshot: Snapshot,
        call: Call,
        book: FormBook,
        columns: Columns,
        received: Moment,
        filled: Sequence[Filled],
        *,
        new_bodies: bool,
    ) -> None:
        columns = columns._replace(
            intake=msgspec.structs.replace(columns.intake, heading_row=type(columns.intake.heading_row)(1))
        )
        super().__init__(snapshot, call, book, columns, received)
        self._forms = dict(enumerate(filled, 2))
        self._positions = book.positions
        self._may_add = new_bodies
        self.added: dict[str, tuple[str, BodyKind]] = {}
        self.bodies_by_file: dict[str, str] = {}

    def _applicant(self, row: int) -> Values:
        form = self._forms[row]
        if not _is_person(form) and self._may_add:
            self._add(form)
        found = super()._applicant(row)
        if found.get("body"):
            self.bodies_by_file[form.file] = found["body"]
        return found

    def _add(self, form: Filled) -> None:
        name = " ".join(form.words("body").split())
        if not name or self._bodies.id_of(name) is not None or self._slip(name):
            return
        kind = form.cell("applicant_kind").value
        if kind not in {each.value for each in OF_BODY}:
            return
        id_ = id_of_body(name)
        number = 2
        while self._snapshot.kind_of(id_) is not None or id_ in self.added:
            id_ = f"{id_of_body(name)}-{number}"
            number += 1
        self.added[id_] = (name, OF_BODY[ApplicantKind(kind)])
        self._bodies.learn(id_, name)

    def _slip(self, name: str) -> bool:
        """Whether a name is one that is known with a slip of the pen: that one is asked about, not recorded anew."""
        from difflib import SequenceMatcher  # noqa: PLC0415

        known = (self._snapshot.get(Body, each) for each in self._bodies.near(name))
        names = (each.name.casefold() for each in known if each is not None)
        return any(SequenceMatcher(None, each, name.casefold()).ratio() >= _SLIP for each in names)

    def _unknown_body(self, cell: Cell, word: str) -> None:
        if self._slip(word):
            super()._unknown_body(cell, word)
            return
        said = text("{word} is no organisation of this repository", word=word)
        if self._may_add:
            self._say(
                UNKNOWN_WORD,
                cell,
                said,
                text("the form does not say what kind of organisation it is: choose it there"),
            )
            return
        self._say(UNKNOWN_WORD, cell, said, text("if it is a new one, --new-bodies records it"))

    def _pseudonym_missing(self, row: int) -> None:
        cell = self._cell(row, F.APPLICANT_KIND)
        assert cell is not None
        said = text("the applicant is a private person, and no name stands in the field for it")
        self._say(MISSING_CELL, cell, said)

    def _lines(self, row: int, table: str) -> list[dict[str, Cell]]:
        """The rows of a table of this form, their cells where the book has them."""
        parts = _COST if table == "costs" else _FUND
        return [
            {part: self._sheet.cell(row, self._positions[f"{table}.{number}.{part}"]) for part in parts}
            for number, _cells in self._forms[row].rows(table)
        ]

    def _costs(self, row: int) -> list[Values]:
        found = []
        for cells in self._lines(row, "costs"):
            line = self._line(cells, ("item", "amount"))
            if line is None:
                continue
            eligible = self._value(cells["eligible"], meaning.flag) if not cells["eligible"].empty else True
            found.append(line if eligible else {**line, "eligible": False})
        if not found and not self._found:
            cell = self._cell(row, F.REQUESTED)
            assert cell is not None
            self._say(MISSING_CELL, cell, text("no cost is given"))
        return found

    def _financing(self, row: int) -> list[Values]:
        found = []
        for cells in self._lines(row, "financing"):
            line = self._line(cells, ("item", "fund", "amount"))
            if line is None:
                continue
            secured = self._value(cells["secured"], meaning.flag) if not cells["secured"].empty else True
            values = {"item": line["item"], "fund": FundKind(line["fund"]), "amount": line["amount"]}
            found.append(values if secured else {**values, "secured": False})
        requested = self._cell(row, F.REQUESTED)
        known = len(self._found)
        amount = self._value(requested, meaning.amount) if requested is not None else None
        del self._found[known:]  # said once already, where the request itself is read
        if amount:
            found.append(
                {"item": self._requested(row), "fund": FundKind.REQUESTED, "amount": amount, "secured": False}
            )
        return found

    def _requested(self, row: int) -> str:
        """What the line of the grant is called: as the application that the form was made for has it."""
        form = self._forms[row]
        held = form.application.financing if form.application is not None else ()
        named = next((each.item for each in held if each.fund is FundKind.REQUESTED), None)
        language = speak(form.mark.language if form.mark is not None else "de")
        return named or language.say(text("Grant of the city"))

    def _line(self, cells: Mapping[str, Cell], needed: tuple[str, ...]) -> Values | None:
        """Item and amount of a line; None where something of it is missing, which is said."""
        values: Values = {}
        for name in needed:
            cell = cells[name]
            if cell.empty:
                self._say(MISSING_CELL, cell, text("nothing stands here"))
            elif name == "amount":
                values[name] = self._value(cell, meaning.amount)
            else:
                said = self._value(cell, self._words)
                values[name] = " ".join(said.split()) if said is not None else None
        if len(values) < len(needed) or any(each is None for each in values.values()):
            return None
        return values
