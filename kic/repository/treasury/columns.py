"""Columns of the treasury's list: as kic.yaml names them, as stated, or as their headings say at a first import.

What no column names is not read: names and bank details of recipients stay in the treasury's file.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kic.core.diagnostic import Diagnostic, diagnose
from kic.core.near import near
from kic.core.text import text
from kic.core.values import Count
from kic.domain.payments.treasury_laws import TREASURY_COLUMN
from kic.domain.settings import Treasury, TreasuryColumn, TreasuryField
from kic.domain.settings.role_rules import NEEDED
from kic.errors import UsageError
from kic.repository.intake.headings import all_there, column_given, folded
from kic.sheets import Cell, Kind, Sheet, Workbook, problem
from kic.sheets.cell import cell_place

F = TreasuryField

_NAMES: Mapping[TreasuryField, tuple[str, ...]] = {
    F.DATE: ("buchungsdatum", "buchungstag", "datum", "gebucht am", "wertstellung", "valuta", "booking date", "date"),
    F.VOUCHER: (
        "beleg", "belegnummer", "beleg-nr", "beleg nr", "belegnr", "buchungsnummer", "kassenzeichen", "voucher",
        "voucher number",
    ),
    F.AMOUNT: ("betrag", "betrag eur", "betrag in eur", "betrag (eur)", "umsatz", "summe", "amount"),
    F.PURPOSE: ("verwendungszweck", "zweck", "buchungstext", "zahlungsgrund", "purpose", "reference"),
    F.ACCOUNT: ("konto", "sachkonto", "haushaltsstelle", "produktkonto", "buchungsstelle", "account"),
}  # fmt: skip
_BY_NAME = {folded(name): field for field, names in _NAMES.items() for name in names}
_MOST_ROWS = 20
"""How far down the headings are looked for at a first import."""


class Columns(NamedTuple):
    """How the list is read: the sheet, the mapping to keep, columns by field, headings that are not read, faults."""

    sheet: Sheet
    treasury: Treasury
    by_field: Mapping[TreasuryField, int]
    unread: tuple[str, ...]
    proposed: bool
    findings: tuple[Diagnostic, ...]


def given(spelling: str) -> tuple[str, TreasuryField]:
    """`--column "Beleg=voucher"` as heading and field; raises UsageError."""
    return column_given(spelling, TreasuryField, '"Beleg=voucher"')


def choose_sheet(book: Workbook, name: str | None, treasury: Treasury | None) -> Sheet:
    """The sheet with the bookings: named, kept in kic.yaml, or the only one; raises UsageError where it is unclear."""
    filled = [sheet for sheet in book.sheets if sheet.rows]
    wanted = name if name is not None else treasury.sheet if treasury is not None else None
    if wanted is not None:
        found = book.named(wanted)
        if found is not None:
            return found
        if name is not None or len(filled) != 1 or filled[0].name:
            names = tuple(sheet.name for sheet in book.sheets if sheet.name)
            raise UsageError(
                "There is no sheet {name}.",
                help="The sheets are {names}." if names else "A CSV file has one sheet, without a name.",
                name=wanted,
                names=names,
            )
    if len(filled) != 1:
        raise UsageError(
            "It is not clear which sheet holds the bookings.",
            help="Name it with --sheet; the sheets are {names}.",
            names=tuple(sheet.name for sheet in filled),
        )
    return filled[0]


def read_columns(
    book: Workbook, sheet: Sheet, treasury: Treasury | None, stated: Mapping[str, TreasuryField]
) -> Columns:
    """Where date, voucher, amount, purpose and account stand. `stated` goes before kic.yaml."""
    kept = treasury or Treasury()
    known = {folded(each.heading): each.field for each in kept.columns}
    told = {folded(heading): field for heading, field in stated.items()}
    taken = {*told.values()}
    wanted = {name: field for name, field in known.items() if field not in taken or field is F.IGNORED} | told
    row = int(kept.heading_row) if kept.columns else _heading_row(sheet, wanted)
    faults: list[Diagnostic] = []
    by_field: dict[TreasuryField, int] = {}
    mapped: dict[str, TreasuryColumn] = {}
    headings: dict[str, Cell] = {}
    for cell in sheet.row(row) if row is not None else ():
        fault = problem(book, sheet, cell)
        if fault is not None or cell.kind is not Kind.TEXT:
            continue  # no heading that a mapping could name; what is needed and not found is said below
        heading = " ".join(str(cell.value).split())
        name = folded(heading)
        field = wanted.get(name) if kept.columns or name in told else _BY_NAME.get(name)
        if name in headings and field not in (None, F.IGNORED):
            said = text(
                "the heading {heading} stands twice, also in {cell}",
                heading=heading,
                cell=headings[name].name,
            )
            faults.append(book.finding(TREASURY_COLUMN, sheet, cell, said))
            continue
        headings.setdefault(name, cell)
        if field is None or field is F.IGNORED:
            continue
        if field in by_field:
            said = text("two columns hold {field}", field=field)
            faults.append(book.finding(TREASURY_COLUMN, sheet, cell, said))
            continue
        by_field[field] = cell.column
        mapped[name] = TreasuryColumn(heading=heading, field=field)
    all_there(stated, headings)
    faults += _missing(book, sheet, row, kept, wanted, by_field, headings)
    unread = tuple(str(cell.value) for name, cell in headings.items() if name not in mapped)
    if not kept.columns or told:
        own = {folded(column.heading): column for column in kept.columns}
        columns = tuple({**{n: c for n, c in own.items() if n in wanted}, **mapped}.values())
        kept = Treasury(
            sheet=kept.sheet or sheet.name or None,
            heading_row=Count(row or 1),
            columns=columns,
            outgoing_negative=kept.outgoing_negative,
        )
    return Columns(sheet, kept, by_field, unread, kept != treasury, tuple(faults))


def _heading_row(sheet: Sheet, wanted: Mapping[str, TreasuryField]) -> int | None:
    """The row in which most headings are known; None where no row has three."""
    best, most = None, len(NEEDED) - 2
    for row in sheet.row_numbers[:_MOST_ROWS]:
        names = {folded(str(cell.value)) for cell in sheet.row(row) if cell.kind is Kind.TEXT}
        known = sum(name in wanted or name in _BY_NAME for name in names)
        if known > most:
            best, most = row, known
    return best


def _missing(
    book: Workbook,
    sheet: Sheet,
    row: int | None,
    kept: Treasury,
    wanted: Mapping[str, TreasuryField],
    by_field: Mapping[TreasuryField, int],
    headings: Mapping[str, Cell],
) -> Iterator[Diagnostic]:
    place = cell_place(book.name, sheet.name, row or 1, 1)
    spelled = {folded(each.heading): each.heading for each in kept.columns}
    lacking = [
        name
        for name, field in wanted.items()
        if name not in headings and field is not F.IGNORED and field not in by_field
    ]
    there = text("its headings are {names}", names=tuple(str(cell.value) for cell in headings.values()))
    if len(lacking) > 1:
        said = text(
            "the columns {headings} are missing, which kic.yaml names",
            headings=tuple(spelled.get(name, name) for name in lacking),
        )
        yield diagnose(TREASURY_COLUMN, said, place, help=there)
    elif lacking:
        (name,) = lacking
        said = text(
            "the column {heading} is missing, which kic.yaml names for {field}",
            heading=spelled.get(name, name), field=wanted[name],
        )  # fmt: skip
        names = tuple(str(headings[each].value) for each in near(name, headings))
        yield diagnose(
            TREASURY_COLUMN, said, place, help=text("did you mean {names}?", names=names) if names else there
        )
    missing = tuple(field for field in NEEDED if field not in by_field and field not in wanted.values())
    if missing:
        yield diagnose(
            TREASURY_COLUMN,
            text("no column holds {fields}", fields=missing),
            place,
            help=text(
                'name the heading: --column "{heading}={field}"', heading="...", field=missing[0].value
            ),
        )
