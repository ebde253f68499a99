"""Headings of sheets: where they stand, what they mean, which sheet has them. Knows no kind of record.

A column is never passed over silently: it is read, or it is named as ignored, or it is a finding.
"""

import enum
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from kic.core.diagnostic import Diagnostic
from kic.core.near import near
from kic.core.text import Text, text
from kic.errors import UsageError
from kic.present.language import LANGUAGES, speak
from kic.sheets import Cell, Kind, Sheet, Workbook, problem
from kic.sheets.laws import HEADING, UNEVEN

E = TypeVar("E")
F = TypeVar("F", bound=enum.Enum)

_PERSONAL = (
    "name", "vorname", "nachname", "ansprechpartner", "ansprechpartnerin", "ansprechperson", "kontakt", "kontaktperson",
    "e-mail", "email", "mail", "telefon", "tel", "mobil", "handy", "fax", "anschrift", "adresse", "strasse", "straße",
    "plz", "ort", "wohnort", "iban", "bic", "bank", "bankverbindung", "kontonummer", "konto", "kontoinhaber",
    "geburtsdatum", "unterschrift", "contact", "phone", "address", "street", "date of birth", "first name",
    "last name", "bank account", "signature",
)  # fmt: skip
PERSONS = (
    text("Persons"),
    text("No names, addresses, telephone numbers or bank accounts of persons. A private person stands here "
         "under a pseudonym such as p-0007."),
)  # fmt: skip
"""What every sheet that asks for records says of persons: a heading and a sentence."""
_MOST_ROWS = 20
"""How far down headings are looked for."""
FEWEST = 3
"""Headings that must be known before a row counts as the row of headings."""


def folded(words: str) -> str:
    """Words without what makes no difference between headings: case, blanks, line breaks, points."""
    return " ".join(re.sub(r"[.:()*/_\s]+", " ", words).split()).casefold()


def meant(name: str, names: Mapping[str, E]) -> E | None:
    """What a folded heading stands for, by its name or one that is a typing error away; None if nothing is near."""
    found = names.get(name)
    if found is None and len(name) > FEWEST:
        close = near(name, names, most=1)
        found = names[close[0]] if close and _alike(name, close[0]) else None
    return found


def _alike(first: str, second: str) -> bool:
    """One typing error apart, not two words: `beginnn`, not `personen` and `person`."""
    import difflib  # noqa: PLC0415

    return difflib.SequenceMatcher(None, first, second).ratio() >= 0.9  # noqa: PLR2004


def is_personal(heading: str) -> bool:
    """Whether a heading names what identifies persons."""
    name = folded(heading)
    return name in _PERSONAL or any(name.startswith(f"{each} ") for each in _PERSONAL)


def choose_sheet(
    book: Workbook, name: str | None, kept: str | None, known: Callable[[str], bool]
) -> Sheet | None:
    """The sheet that is meant: named, kept from the last time, the only one, or the one with known headings.

    None where that is none or more than one. Raises UsageError where the named one is not there.
    """
    filled = [sheet for sheet in book.sheets if sheet.rows]
    if name is not None:
        found = book.named(name)
        if found is None:
            raise UsageError(
                "There is no sheet {name}.",
                help="The sheets are {names}.",
                name=name,
                names=tuple(sheet.name for sheet in book.sheets),
            )
        return found
    before = book.named(kept) if kept is not None else None
    if before is not None:
        return before
    fitting = filled if len(filled) == 1 else [s for s in filled if heading_row(s, known) is not None]
    return fitting[0] if len(fitting) == 1 else None


def heading_row(sheet: Sheet, known: Callable[[str], bool], fewest: int = FEWEST) -> int | None:
    """The row whose cells are known headings, most of them first; None where no row has so many."""
    best, most = None, fewest - 1
    for row in sheet.row_numbers[:_MOST_ROWS]:
        count = sum(cell.kind is Kind.TEXT and known(str(cell.value)) for cell in sheet.row(row))
        if count > most:
            best, most = row, count
    return best


def column_given(spelling: str, kinds: type[F], example: str) -> tuple[str, F]:
    """What `--column HEADING=FIELD` says a column holds: the heading and the field; raises UsageError.

    A field is named by its key, or by its word in either language.
    """
    heading, equals, word = spelling.rpartition("=")
    fields = {each.value: each for each in kinds}
    named = {
        speak(code).label("field", key).casefold(): each for code in LANGUAGES for key, each in fields.items()
    }
    name = word.strip().casefold()
    field = fields.get(name.replace("-", "_")) or named.get(name)
    if not equals or not heading.strip() or field is None:
        names = {**named, **fields}
        close = tuple(dict.fromkeys(names[each].value for each in near(name, names)))
        raise UsageError(
            "--column needs a heading and what it holds, such as {example}, not {spelling}.",
            help="Did you mean {names}?" if close else "A column holds one of {fields}.",
            example=example, spelling=spelling, names=close, fields=tuple(fields),
        )  # fmt: skip
    return heading.strip(), field


def all_there(stated: Iterable[str], seen: Mapping[str, Cell]) -> None:
    """Raises UsageError for a stated heading that is none of the sheet's, which are given folded."""
    for heading in stated:
        if folded(heading) not in seen:
            raise UsageError(
                "There is no column {heading} in this sheet.",
                help="Its headings are {names}.",
                heading=heading,
                names=tuple(str(each.value) for each in seen.values()),
            )


def heading_in(book: Workbook, sheet: Sheet, cell: Cell, seen: dict[str, Cell]) -> str | Diagnostic:
    """The heading in a cell, which is added to those seen; a finding where none stands there, or one that was seen."""
    fault = problem(book, sheet, cell)
    if fault is not None:
        return fault
    heading = " ".join(str(cell.value).split())
    if cell.kind is not Kind.TEXT:
        said = text("a heading is expected, and here stands {value}", value=heading)
        return book.finding(HEADING, sheet, cell, said)
    first = seen.setdefault(folded(heading), cell)
    if first is not cell:
        said = text("the heading {heading} stands twice, also in {cell}", heading=heading, cell=first.name)
        return book.finding(HEADING, sheet, cell, said)
    return heading


def say_what(heading: str) -> Text:
    """What to do about a column that is not known."""
    return text('say what it holds, or that it is not read: --column "{heading}=ignored"', heading=heading)


def without_heading(book: Workbook, sheet: Sheet, row: int) -> Iterator[Diagnostic]:
    """Cells below the headings in columns that have none: one finding for each column."""
    headed = {cell.column for cell in sheet.row(row)}
    told: set[int] = set()
    uneven = {each.place.span.line for each in book.findings if each.place.span and each.law is UNEVEN}
    for number in sheet.row_numbers:
        if number <= row or number in uneven:
            continue
        for cell in sheet.row(number):
            if cell.column not in headed and cell.column not in told:
                told.add(cell.column)
                said = text("here stands something in a column without a heading")
                yield book.finding(HEADING, sheet, cell, said)
