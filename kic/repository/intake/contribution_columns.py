"""Columns of a sheet of contributions: as stated, as kept in the consultation, else as the headings seem to say."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kic.core.diagnostic import Diagnostic, diagnose
from kic.core.text import text
from kic.domain.participation import SheetColumn, SheetField, SheetReading
from kic.repository.intake.headings import (
    all_there,
    column_given,
    folded,
    heading_in,
    heading_row,
    is_personal,
    meant,
    say_what,
    without_heading,
)
from kic.sheets import Cell, Sheet, Workbook
from kic.sheets.cell import cell_place
from kic.sheets.laws import HEADING, PERSONAL_COLUMN

F = SheetField

_NAMES: Mapping[SheetField, tuple[str, ...]] = {
    F.NUMBER: ("nr", "nummer", "lfd nr", "laufende nummer", "beitrag nr", "beitragsnummer", "number", "no"),
    F.RECEIVED: ("eingang", "eingegangen", "eingegangen am", "eingangsdatum", "datum", "tag", "received", "date"),
    F.CONTRIBUTOR_KIND: (
        "wer", "art", "art der beitragenden", "beitragende", "gruppe", "kind of contributor", "contributor kind",
    ),
    F.CONTRIBUTOR: (
        "von", "von wem", "herkunft", "organisation", "einrichtung", "verein", "träger", "absender", "amt", "fraktion",
        "gremium", "contributor", "from", "organization", "body",
    ),
    F.PERSON: ("pseudonym", "kennung der person", "person"),
    F.ELEMENT: (
        "zu", "zu was", "textstelle", "element", "empfehlung", "handlungsempfehlung", "themenfeld", "thema", "ziel",
        "betrifft", "on", "theme", "recommendation", "about",
    ),
    F.PLACE: ("stelle", "fundstelle", "seite", "absatz", "stelle im text", "place", "page", "passage"),
    F.PROPOSAL: (
        "vorschlag", "beitrag", "anregung", "stellungnahme", "hinweis", "forderung", "idee", "proposal", "contribution",
        "suggestion", "idea",
    ),
    F.WORDING: (
        "formulierung", "wortlaut", "textvorschlag", "formulierungsvorschlag", "neuer text", "wording", "new text",
    ),
    F.REASON: ("begründung", "grund", "warum", "reason", "why"),
    F.NAMED: (
        "nennung", "namensnennung", "darf genannt werden", "namentlich", "nennung erlaubt", "may be named", "named",
    ),
    F.IGNORED: ("antwort", "bearbeitung", "bemerkung", "bemerkungen", "notiz", "answer", "remark", "note"),
}  # fmt: skip
_FEWEST = 2
"""By whom and what: a list of contributions may have no more columns."""
BY_NAME = {name: field for field, names in _NAMES.items() for name in names}


class Column(NamedTuple):
    """A column of this sheet, its heading and what it holds."""

    number: int
    heading: str
    field: SheetField


class Columns(NamedTuple):
    """How a sheet is read: the reading as it is to be kept, the columns, those not known before, what was found."""

    sheet: Sheet
    reading: SheetReading
    columns: tuple[Column, ...]
    proposed: tuple[SheetColumn, ...]
    findings: tuple[Diagnostic, ...]

    def of(self, field: SheetField) -> Column | None:
        """The column that holds a field."""
        return next((each for each in self.columns if each.field is field), None)


def guess(heading: str) -> SheetField | None:
    """What a heading seems to mean; None if nothing is near. What names persons is never read."""
    name = folded(heading)
    return F.IGNORED if is_personal(name) else meant(name, BY_NAME)


def known_heading(heading: str) -> bool:
    """Whether a heading seems to be one of a sheet of contributions."""
    return guess(heading) is not None


def given(spelling: str) -> tuple[str, SheetField]:
    """`--column "Bemerkungen=ignored"` as heading and field; raises UsageError."""
    return column_given(spelling, SheetField, '"Bemerkungen=ignored"')


def read_columns(
    book: Workbook, sheet: Sheet, kept: SheetReading | None, stated: Mapping[str, SheetField]
) -> Columns:
    """What each column holds; what is not clear is a finding. Raises UsageError for a stated one that is missing."""
    base = kept or SheetReading()
    told = {folded(heading): field for heading, field in stated.items()}
    row = (
        int(base.heading_row)
        if base.columns
        else heading_row(sheet, lambda heading: folded(heading) in told or known_heading(heading), _FEWEST)
    )
    if row is None or not sheet.row(row):
        said = text("no row of headings was found, expected headings such as Von, Zu, Vorschlag, Eingang")
        return Columns(
            sheet, base, (), (), (diagnose(HEADING, said, cell_place(book.name, sheet.name, row or 1, 1)),)
        )
    before = {folded(each.heading): each.field for each in base.columns}
    faults: list[Diagnostic] = []
    columns: list[Column] = []
    seen: dict[str, Cell] = {}
    for cell in sheet.row(row):
        found = _column(book, sheet, cell, {**before, **told}, seen)
        if isinstance(found, Diagnostic):
            faults.append(found)
            continue
        columns.append(found)
        if found.field is F.IGNORED and is_personal(found.heading):
            said = text("the column {heading} seems to name persons, and is not read", heading=cell.value)
            faults.append(book.finding(PERSONAL_COLUMN, sheet, cell, said))
    all_there(stated, seen)
    faults += _missing(book, sheet, row, columns)
    here = {folded(each.heading): SheetColumn(heading=each.heading, field=each.field) for each in columns}
    everything = {**{folded(each.heading): each for each in base.columns}, **here}
    reading = SheetReading(
        sheet=base.sheet or sheet.name or None,
        heading_row=type(base.heading_row)(row),
        columns=tuple(everything.values()),
        words=base.words,
        imported=base.imported,
    )
    proposed = tuple(each for name, each in here.items() if before.get(name) is not each.field)
    return Columns(sheet, reading, tuple(columns), proposed, tuple(faults))


def _column(
    book: Workbook, sheet: Sheet, cell: Cell, known: Mapping[str, SheetField], seen: dict[str, Cell]
) -> Column | Diagnostic:
    heading = heading_in(book, sheet, cell, seen)
    if isinstance(heading, Diagnostic):
        return heading
    field = known.get(folded(heading)) or guess(heading)
    if field is None:
        said = text("it is not known what the column {heading} holds", heading=heading)
        return book.finding(HEADING, sheet, cell, said, help=say_what(heading))
    return Column(cell.column, heading, field)


def _missing(book: Workbook, sheet: Sheet, row: int, columns: list[Column]) -> Iterator[Diagnostic]:
    """Fields that two columns hold, a sheet without proposals, cells under no heading."""
    taken: dict[SheetField, Column] = {}
    for column in columns:
        first = taken.setdefault(column.field, column)
        if first is not column and column.field is not F.IGNORED:
            said = text(
                "the columns {first} and {second} both hold {field}",
                first=first.heading, second=column.heading, field=column.field,
            )  # fmt: skip
            cell = sheet.cell(row, column.number)
            yield book.finding(HEADING, sheet, cell, said, help=say_what(column.heading))
    if F.PROPOSAL not in taken:
        said = text("no column holds {fields}", fields=(F.PROPOSAL,))
        help_ = text(
            'a column is added, or its heading named: --column "{heading}={field}"',
            heading="...", field=F.PROPOSAL.value,
        )  # fmt: skip
        yield diagnose(HEADING, said, cell_place(book.name, sheet.name, row, 1), help=help_)
    yield from without_heading(book, sheet, row)
