"""Columns of a sheet of applications: which heading means what, as kept in the call or proposed from the headings.

A column is never passed over silently: it is read, or it is named as ignored, or it is a finding.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kic.core.diagnostic import Diagnostic, diagnose
from kic.core.text import Text, text
from kic.domain.calls import Intake, IntakeColumn, IntakeField
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

F = IntakeField

SINGLE = frozenset(IntakeField) - {
    F.COST, F.COST_NOT_ELIGIBLE, F.OWN, F.INCOME, F.THIRD_PARTY, F.PUBLIC, F.IGNORED, F.THEMES, F.RECOMMENDATIONS,
}  # fmt: skip
"""What only one column can hold."""
COSTS = (F.COST, F.COST_NOT_ELIGIBLE)
FUNDS = (F.OWN, F.INCOME, F.THIRD_PARTY, F.PUBLIC)
NEEDED = (F.TITLE, F.SUMMARY, F.THEMES, F.START, F.END, F.REQUESTED)
"""Without these no application can be read; an applicant, a cost column and the day of receipt are needed too."""

_NAMES: Mapping[IntakeField, tuple[str, ...]] = {
    F.NUMBER: ("nr", "nummer", "lfd nr", "laufende nummer", "antragsnummer", "antrag nr", "number", "no"),
    F.TITLE: ("titel", "projekttitel", "projekt", "projektname", "bezeichnung", "title", "project", "project title"),
    F.SUMMARY: (
        "kurzbeschreibung", "beschreibung", "projektbeschreibung", "zusammenfassung", "inhalt", "summary",
        "description", "project description",
    ),
    F.APPLICANT_KIND: (
        "art", "art des antragstellers", "art der antragstellenden", "rechtsform", "antragstellerart",
        "applicant kind", "kind of applicant",
    ),
    F.BODY: (
        "antragsteller", "antragstellerin", "antragstellende", "antragstellende organisation", "organisation",
        "träger", "verein", "einrichtung", "institution", "applicant", "organization", "body",
    ),
    F.PERSON: ("pseudonym", "kennung der person", "person"),
    F.THEMES: ("themenfeld", "themenfelder", "thema", "themen", "theme", "themes"),
    F.RECOMMENDATIONS: (
        "handlungsempfehlung", "handlungsempfehlungen", "empfehlung", "empfehlungen", "recommendation",
        "recommendations",
    ),
    F.START: ("beginn", "projektbeginn", "start", "anfang", "von", "begin", "project start"),
    F.END: ("ende", "projektende", "bis", "end", "project end"),
    F.RECEIVED: ("eingang", "eingegangen", "eingangsdatum", "eingegangen am", "received", "date received"),
    F.REQUESTED: (
        "beantragt", "beantragte summe", "beantragter betrag", "beantragte förderung", "beantragter zuschuss",
        "antragssumme", "zuschuss der stadt", "fördersumme", "requested", "amount requested", "requested amount",
    ),
    F.MINIMUM: ("mindestbetrag", "mindestens", "mindestförderung", "mindestsumme", "minimum", "minimum amount"),
    F.DEDUCTS_VAT: ("vorsteuerabzug", "vorsteuerabzugsberechtigt", "vorsteuer", "deducts vat", "vat"),
    F.WORK_IN_KIND: ("ehrenamt", "eigenleistung", "eigenleistungen", "unbezahlte arbeit", "work in kind"),
    F.COST: (
        "kosten", "ausgaben", "honorare", "honorar", "honorarkosten", "personalkosten", "sachkosten", "miete", "mieten",
        "raumkosten", "material", "materialkosten", "fahrtkosten", "reisekosten", "verpflegung",
        "öffentlichkeitsarbeit", "druckkosten", "costs", "cost", "fees", "rent", "staff", "travel",
    ),
    F.COST_NOT_ELIGIBLE: ("nicht förderfähige kosten", "nicht förderfähig", "not eligible", "costs not eligible"),
    F.OWN: ("eigenmittel", "eigenanteil", "mitgliedsbeiträge", "own", "own funds", "own money"),
    F.INCOME: ("einnahmen", "eintrittsgelder", "teilnahmebeiträge", "teilnehmerbeiträge", "erlöse", "income"),
    F.THIRD_PARTY: ("drittmittel", "spende", "spenden", "stiftung", "stiftungsmittel", "third party", "donations"),
    F.PUBLIC: (
        "öffentliche mittel", "andere öffentliche mittel", "weitere öffentliche mittel", "landesmittel", "bundesmittel",
        "landeszuschuss", "public", "public money",
    ),
    F.IGNORED: (
        "gesamtkosten", "summe", "gesamt", "gesamtausgaben", "gesamteinnahmen", "summe der kosten", "kosten gesamt",
        "total", "total costs", "sum",
    ),
}  # fmt: skip
_BY_NAME = {name: field for field, names in _NAMES.items() for name in names}


class Column(NamedTuple):
    """A column of this sheet with what the call says of it."""

    number: int
    mapped: IntakeColumn

    @property
    def item(self) -> str:
        """The name of the plan line that the column becomes."""
        return self.mapped.item or self.mapped.heading


class Columns(NamedTuple):
    """How a sheet is read: the sheet, the intake as the call shall keep it, the columns, and what was found."""

    sheet: Sheet
    intake: Intake
    columns: tuple[Column, ...]
    proposed: tuple[IntakeColumn, ...]
    findings: tuple[Diagnostic, ...]


def guess(heading: str) -> IntakeColumn | None:
    """What a heading seems to mean; None if nothing is near. `Kosten: Honorare` names its own line."""
    before, colon, item = heading.partition(":")
    name = folded(before) if colon and item.strip() else folded(heading)
    bare = re.sub(r"\s*(?:in )?(?:€|eur|euro)$", "", name)
    if is_personal(bare):
        return IntakeColumn(heading=heading, field=F.IGNORED)
    field = meant(bare, _BY_NAME)
    if field is None:
        return None
    with_item = colon and item.strip() and field in (*COSTS, *FUNDS, F.REQUESTED)
    return IntakeColumn(heading=heading, field=field, item=item.strip() if with_item else None)


def known_heading(heading: str) -> bool:
    """Whether a heading seems to be one of a sheet of applications."""
    return guess(heading) is not None


def given(spelling: str) -> tuple[str, IntakeField]:
    """`--column "Bemerkungen=ignored"` as heading and field; raises UsageError."""
    return column_given(spelling, IntakeField, '"Bemerkungen=ignored"')


def read_columns(
    book: Workbook, sheet: Sheet, intake: Intake | None, stated: Mapping[str, IntakeField]
) -> Columns:
    """What each column holds: as stated on the command line, as kept in the call, else as its heading seems to say."""
    if intake is not None and intake.columns:
        row: int | None = int(intake.heading_row)
    else:
        row = heading_row(sheet, known_heading)
    base = intake or Intake()
    if row is None or not sheet.row(row):
        said = text("no row of headings was found, expected headings such as Titel, Beginn, Ende, Beantragt")
        fault = diagnose(HEADING, said, cell_place(book.name, sheet.name, row or 1, 1))
        return Columns(sheet, base, (), (), (fault,))
    faults: list[Diagnostic] = []
    columns: list[Column] = []
    kept = {folded(each.heading): each for each in base.columns}
    told = {folded(heading): field for heading, field in stated.items()}
    seen: dict[str, Cell] = {}
    for cell in sheet.row(row):
        column = _column(book, sheet, cell, kept, told, seen)
        if isinstance(column, Diagnostic):
            faults.append(column)
        else:
            columns.append(column)
            if column.mapped.field is F.IGNORED and is_personal(str(cell.value)):
                said = text("the column {heading} seems to name persons, and is not read", heading=cell.value)
                faults.append(book.finding(PERSONAL_COLUMN, sheet, cell, said))
    all_there(stated, seen)
    faults += _missing(book, sheet, row, columns, kept, seen)
    mapped = {folded(each.mapped.heading): each.mapped for each in columns}
    proposed = tuple(each for name, each in mapped.items() if kept.get(name) != each)
    everything = tuple(mapped.get(name, each) for name, each in kept.items())
    everything += tuple(each for name, each in mapped.items() if name not in kept)
    kept_intake = Intake(
        sheet=base.sheet or sheet.name or None,
        heading_row=type(base.heading_row)(row),
        columns=everything,
        words=base.words,
        imported=base.imported,
    )
    return Columns(sheet, kept_intake, tuple(columns), proposed, tuple(faults))


def _column(
    book: Workbook,
    sheet: Sheet,
    cell: Cell,
    kept: Mapping[str, IntakeColumn],
    told: Mapping[str, IntakeField],
    seen: dict[str, Cell],
) -> Column | Diagnostic:
    heading = heading_in(book, sheet, cell, seen)
    if isinstance(heading, Diagnostic):
        return heading
    name = folded(heading)
    if name in told:
        before = kept.get(name) or guess(heading)
        item = before.item if before is not None and before.field is told[name] else None
        return Column(cell.column, IntakeColumn(heading=heading, field=told[name], item=item))
    mapped = kept.get(name) or guess(heading)
    if mapped is None:
        said = text("it is not known what the column {heading} holds", heading=heading)
        return book.finding(HEADING, sheet, cell, said, help=say_what(heading))
    return Column(cell.column, mapped)


def _where(lacking: list[IntakeField], columns: list[Column]) -> Text:
    """How a column is named that holds what is lacking; one that was passed over may be it."""
    passed = tuple(
        column.mapped.heading
        for column in columns
        if column.mapped.field is F.IGNORED and not is_personal(column.mapped.heading)
    )
    if not passed:
        return text(
            'a column is added, or its heading named: --column "{heading}={field}"',
            heading="...", field=lacking[0].value,
        )  # fmt: skip
    return text(
        'not read is {headings}; where that holds it, say so: --column "{heading}={field}"',
        headings=passed, heading=passed[0], field=lacking[0].value,
    )  # fmt: skip


def _missing(
    book: Workbook,
    sheet: Sheet,
    row: int,
    columns: list[Column],
    kept: Mapping[str, IntakeColumn],
    seen: Mapping[str, Cell],
) -> Iterator[Diagnostic]:
    """Columns that the call knows and the sheet lacks, fields that two columns hold, headings over nothing."""
    for name, mapped in kept.items():
        if name not in seen and mapped.field is not F.IGNORED:
            said = text(
                "the column {heading} is missing, which the call's intake names", heading=mapped.heading
            )
            yield diagnose(HEADING, said, cell_place(book.name, sheet.name, row, 1))
    taken: dict[IntakeField, Column] = {}
    for column in columns:
        field = column.mapped.field
        if field in SINGLE and field in taken:
            said = text(
                "the columns {first} and {second} both hold {field}",
                first=taken[field].mapped.heading, second=column.mapped.heading, field=field,
            )  # fmt: skip
            yield book.finding(
                HEADING, sheet, sheet.cell(row, column.number), said, help=say_what(column.mapped.heading)
            )
        taken.setdefault(field, column)
    lacking: list[IntakeField] = [field for field in NEEDED if field not in taken]
    lacking += [] if F.BODY in taken or F.PERSON in taken else [F.BODY]
    lacking += [] if F.COST in taken else [F.COST]
    if lacking:
        said = text("no column holds {fields}", fields=tuple(lacking))
        yield diagnose(
            HEADING, said, cell_place(book.name, sheet.name, row, 1), help=_where(lacking, columns)
        )
    yield from without_heading(book, sheet, row)
