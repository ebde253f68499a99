"""Returned sheets, spoiled at random: exactly the changes that were made come out, or a finding says where it fails.

Somebody changes a few cells of a sheet of thirteen applications, then something happens to the file. Whatever happens,
either the changes that were made are taken, and no other, or the file is refused with a place; a traceback or a value
that nobody entered is a fault of kic.
"""

import datetime
import io
import random
from collections.abc import Callable
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.sheets.returned import PAGE, back, column, different, errors, judged, row, sent, state
from tests.sheets.samples import csv_file

NUMBERS = {"default": 2, "soak": 34}
"""Seeds for each sort of corruption: 30 sorts, so 60 files by default and 1,020 in a soak."""
IDS = tuple(f"2026-2-{n:03d}" for n in range(1, 14))
TYPED: dict[str, Callable[[random.Random], tuple[Any, str]]] = {
    "title": lambda r: ((words := f"Neuer Titel {r.randrange(1000)}"), words),
    "summary": lambda r: ((words := f"Zwölf Abende,\nim Haus {r.randrange(1000)}."), words),
    "requested": lambda r: ((cents := r.randrange(100_000, 900_000)) / 100, f"{cents // 100}.{cents % 100:02d}"),
    "period.end": lambda r: (
        (day := datetime.datetime(2027, 8, 1) + datetime.timedelta(days=r.randrange(90))),  # noqa: DTZ001
        day.date().isoformat(),
    ),
    "applicant.applicant": lambda _r: ("Einrichtung", "institution"),
    "work_in_kind": lambda r: ((words := f"{r.randrange(9)} Stunden Auf- und Abbau"), words),
}  # fmt: skip
"""What is typed into the columns, and the value that is meant."""
Meant = dict[tuple[str, str], str]


class Returned(NamedTuple):
    """A file that came back, and what the changed cells mean."""

    book: Any
    sheet: Any
    meant: Meant
    random: random.Random

    def at(self, id: str, key: str) -> Any:
        """The cell of a record and a column."""
        return self.sheet.cell(row(self.sheet, id), column(self.sheet, key))

    def any_cell(self, *keys: str) -> tuple[str, str, Any]:
        """A filled cell of one of these columns that nobody has changed."""
        while True:
            id, key = self.random.choice(IDS), self.random.choice(keys)
            cell = self.at(id, key)
            if cell.value is not None and (id, key) not in self.meant:
                return id, key, cell


class File(NamedTuple):
    """What is read back; None: the workbook as it was saved."""

    content: bytes | None = None
    name: str = "zurück.xlsx"


Spoil = Callable[[Returned], File | None]


def worked_on(seed: int) -> tuple[Returned, io.BytesIO]:
    """A few cells changed, as a person does."""
    chance = random.Random(seed)
    book = openpyxl.load_workbook(io.BytesIO(sent()))
    returned = Returned(book, book.worksheets[PAGE], {}, chance)
    for _ in range(chance.randrange(1, 5)):
        id, key = chance.choice(IDS), chance.choice(list(TYPED))
        value, meant = TYPED[key](chance)
        returned.at(id, key).value = value
        returned.meant[id, key] = meant
    return returned, io.BytesIO()


# -- the meaning stays: the changes are taken --------------------------------------------------------


def left_alone(_returned: Returned) -> None:
    """Nothing happens."""


def renamed(returned: Returned) -> File:
    returned.sheet.title = returned.random.choice(("Tabelle1", "Anträge (2)", "x"))
    return File(name=returned.random.choice(("Kopie von Bogen (3).xlsx", "AW Bogen FINAL neu.XLSX", "a.csv")))


def columns_moved(returned: Returned) -> None:
    rows = [[(cell.value, cell.number_format) for cell in cells] for cells in returned.sheet.iter_rows()]
    order = list(range(len(rows[0])))
    returned.random.shuffle(order)
    _refilled(returned, [[cells[at] for at in order] for cells in rows])


def rows_sorted(returned: Returned) -> None:
    heading, *rows = (
        [(cell.value, cell.number_format) for cell in cells] for cells in returned.sheet.iter_rows()
    )
    returned.random.shuffle(rows)
    _refilled(returned, [heading, *rows])


def rows_inserted(returned: Returned) -> None:
    for _ in range(3):
        returned.sheet.insert_rows(returned.random.randrange(2, 15))


def rows_hidden(returned: Returned) -> None:
    for _ in range(3):
        returned.sheet.row_dimensions[returned.random.randrange(2, 15)].hidden = True
    returned.sheet.column_dimensions["C"].hidden = True


def headings_in_the_other_language(returned: Returned) -> None:
    english = openpyxl.load_workbook(io.BytesIO(sent(language="en"))).worksheets[PAGE]
    for own, other in zip(returned.sheet[1], english[1], strict=True):
        own.value = other.value


def keys_cut_off(returned: Returned) -> None:
    for cell in returned.sheet[1][1:-1]:
        cell.value = cell.value.partition(" [")[0]


def hidden_sheet_deleted(returned: Returned) -> None:
    returned.book.remove(returned.book["kic-sheet"])


def marks_deleted(returned: Returned) -> None:
    returned.sheet.delete_cols(column(returned.sheet, "mark"))


def as_text(returned: Returned) -> None:
    for id in IDS:
        amount, end = returned.at(id, "requested"), returned.at(id, "period.end")
        spelled = f"{amount.value:,.2f}".translate(str.maketrans(",.", ".,"))
        amount.value = returned.random.choice((spelled, f"{spelled} €", f"{amount.value:.2f}"))
        end.value = returned.random.choice((f"{end.value:%d.%m.%Y}", f"{end.value:%Y-%m-%d}"))


def as_csv(returned: Returned) -> File:
    rows = [[cell.value for cell in cells] for cells in returned.sheet.iter_rows()]
    separator, encoding = (
        returned.random.choice(";,\t"),
        returned.random.choice(("utf-8", "utf-8-sig", "cp1252")),
    )
    days = {column(returned.sheet, key) - 1 for key in ("period.start", "period.end")}
    share = column(returned.sheet, "minimum.share") - 1
    for cells in rows[1:]:
        cells[share] = None if cells[share] is None else f"{cells[share]:.0%}"
        for at in days:
            cells[at] = cells[at].date()
    return File(csv_file(rows, separator=separator, encoding=encoding), "zurück.csv")


def rows_deleted(returned: Returned) -> None:
    for id in returned.random.sample(IDS, 2):
        returned.sheet.delete_rows(row(returned.sheet, id))
        for changed_cell in [each for each in returned.meant if each[0] == id]:
            del returned.meant[changed_cell]


# -- the meaning is gone: the file is refused ----------------------------------------------------------


def formula(returned: Returned) -> None:
    returned.any_cell(*TYPED)[2].value = returned.random.choice(("=1+1", "=B2", '="Text"', "=JETZT()"))


def error_value(returned: Returned) -> None:
    cell = returned.any_cell(*TYPED)[2]
    cell.value = returned.random.choice(("#REF!", "#DIV/0!", "#N/A"))
    cell.data_type = "e"


def headings_merged(returned: Returned) -> None:
    returned.sheet.merge_cells("A1:D3")


def merged(returned: Returned) -> None:
    _id, _key, cell = returned.any_cell(*TYPED)
    cells = f"{cell.coordinate}:{cell.offset(1, 0).coordinate}"
    returned.sheet.merge_cells(cells)


def no_amount(returned: Returned) -> None:
    cell = returned.any_cell("requested")[2]
    cell.value = returned.random.choice(
        ("1.234", "ca. 500", "5OO", 12.345, 1 / 3, "1e3", True, "?", "12,5,0")
    )


def no_day(returned: Returned) -> None:
    cell = returned.any_cell("period.start", "period.end")[2]
    cell.value = returned.random.choice(("03/04/2027", "31.02.2027", "1.3.27", "bald", 2027, "13.13.2027"))


def no_word(returned: Returned) -> None:
    cell = returned.any_cell("applicant.applicant")[2]
    cell.value = returned.random.choice(("Vereinn e", "GmbH", "x", 7, "Verein; Einrichtung"))


def number_for_words(returned: Returned) -> None:
    returned.any_cell("title", "summary")[2].value = returned.random.choice(
        (7, 7.5, datetime.date(2027, 1, 2), True)
    )


def sorted_alone(returned: Returned) -> None:
    at = column(returned.sheet, returned.random.choice(("title", "requested", "summary", "period.start")))
    cells = [returned.sheet.cell(number, at) for number in range(2, 15)]
    for cell, value in zip(cells, sorted((each.value for each in cells), reverse=True), strict=True):
        cell.value = value
    returned.meant.clear()


def shifted_down(returned: Returned) -> None:
    """A cell was inserted in one column, and all below it moved."""
    at = column(returned.sheet, returned.random.choice(("title", "requested", "summary")))
    first = returned.random.randrange(3, 10)
    values = [returned.sheet.cell(number, at).value for number in range(first, 15)]
    for number, value in zip(range(first + 1, 15), values, strict=False):
        returned.sheet.cell(number, at).value = value


def ids_sorted_alone(returned: Returned) -> None:
    for number, id in zip(range(2, 15), reversed(IDS), strict=True):
        returned.sheet.cell(number, 1).value = id


def id_twice(returned: Returned) -> None:
    first, second = returned.random.sample(range(2, 15), 2)
    returned.sheet.cell(second, 1).value = returned.sheet.cell(first, 1).value


def id_spoiled(returned: Returned) -> None:
    cell = returned.sheet.cell(returned.random.randrange(2, 15), 1)
    cell.value = returned.random.choice((None, "2026-2-999", "he-01", 13, "?", "2026-1-001"))


def heading_spoiled(returned: Returned) -> None:
    cell = returned.sheet.cell(1, column(returned.sheet, returned.random.choice(list(TYPED))))
    other = returned.sheet.cell(1, column(returned.sheet, "early_start.requested"))
    cell.value = returned.random.choice((None, "Spalte 7", 12, other.value, "=A1"))


def headings_swapped(returned: Returned) -> None:
    first, second = returned.random.sample(("title", "summary"), 2)
    one, two = (returned.sheet.cell(1, column(returned.sheet, key)) for key in (first, second))
    one.value, two.value = two.value, one.value


def remark_beside(returned: Returned) -> None:
    returned.sheet.cell(
        returned.random.randrange(1, 15), returned.sheet.max_column + 2
    ).value = "Bitte anrufen!"


def truncated(returned: Returned) -> File:
    content = _saved(returned)
    return File(content[: returned.random.randrange(len(content))])


def another_file(returned: Returned) -> File:
    return File(
        returned.random.choice(
            (b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, b"a;b\n1;2\n")
        )
    )


def bytes_flipped(returned: Returned) -> File:
    content = bytearray(_saved(returned))
    for _ in range(returned.random.choice((1, 1, 5))):
        content[returned.random.randrange(len(content))] ^= 1 << returned.random.randrange(8)
    return File(bytes(content))


def _refilled(returned: Returned, rows: list[list[tuple[Any, str]]]) -> None:
    for number, cells in enumerate(rows, 1):
        for at, (value, form) in enumerate(cells, 1):
            cell = returned.sheet.cell(number, at)
            cell.value, cell.number_format = value, form


def _saved(returned: Returned) -> bytes:
    stream = io.BytesIO()
    returned.book.save(stream)
    return stream.getvalue()


TAKEN: tuple[Spoil, ...] = (
    left_alone, renamed, columns_moved, rows_sorted, rows_inserted, rows_hidden, headings_in_the_other_language,
    keys_cut_off, hidden_sheet_deleted, marks_deleted, as_text, as_csv, rows_deleted,
)  # fmt: skip
REFUSED: tuple[Spoil, ...] = (
    formula, error_value, merged, headings_merged, no_amount, no_day, no_word, number_for_words, sorted_alone,
    shifted_down, ids_sorted_alone, id_twice, id_spoiled, heading_spoiled, headings_swapped, remark_beside, truncated,
    another_file,
)  # fmt: skip
EITHER: tuple[Spoil, ...] = (bytes_flipped,)


def read_back(spoil: Spoil, seed: int) -> tuple[Any, Meant]:
    """What the spoiled file comes to, and what the person meant."""
    returned, _stream = worked_on(seed)
    file = spoil(returned) or File()
    return back(file.content if file.content is not None else _saved(returned), file.name), returned.meant


def check_taken(spoil: Spoil, seed: int) -> None:
    came, meant = read_back(spoil, seed)
    assert errors(came) == [], [str(each.message) for each in errors(came)]
    assert different(state()[1], judged(came).after) == meant


def check_refused(spoil: Spoil, seed: int) -> None:
    came, _meant = read_back(spoil, seed)
    assert errors(came)
    assert came.plan is None
    for each in errors(came):
        assert each.place.span is not None
        assert each.place.field or each.law.code in ("KIC027", "KIC041", "KIC042")


def check_either(spoil: Spoil, seed: int) -> None:
    came, meant = read_back(spoil, seed)
    if not errors(came):
        assert different(state()[1], judged(came).after) == meant


def cases(spoils: tuple[Spoil, ...], count: str) -> list[Any]:
    """Each sort with each seed."""
    return [
        pytest.param(spoil, 97 * seed + place, id=f"{spoil.__name__}-{seed}")
        for place, spoil in enumerate(spoils)
        for seed in range(NUMBERS[count])
    ]


@pytest.mark.parametrize(("spoil", "seed"), cases(TAKEN, "default"))
def test_what_stays_clear_is_taken_as_it_was_meant(spoil: Spoil, seed: int) -> None:
    check_taken(spoil, seed)


@pytest.mark.parametrize(("spoil", "seed"), cases(REFUSED, "default"))
def test_what_is_not_clear_is_refused_at_its_place(spoil: Spoil, seed: int) -> None:
    check_refused(spoil, seed)


@pytest.mark.parametrize(("spoil", "seed"), cases(EITHER, "default"))
def test_a_damaged_file_gives_what_was_meant_or_nothing(spoil: Spoil, seed: int) -> None:
    check_either(spoil, seed)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), cases(TAKEN, "soak"))
def test_all_that_stays_clear_is_taken(spoil: Spoil, seed: int) -> None:
    check_taken(spoil, seed)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), cases(REFUSED, "soak"))
def test_all_that_is_not_clear_is_refused(spoil: Spoil, seed: int) -> None:
    check_refused(spoil, seed)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), cases(EITHER, "soak"))
def test_all_damaged_files_give_what_was_meant_or_nothing(spoil: Spoil, seed: int) -> None:
    check_either(spoil, seed)
