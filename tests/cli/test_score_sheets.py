"""Score sheets that go out and come back: what is filled in is read exactly, and what was spoiled is said with its cell."""

import datetime
import io
import random
from collections.abc import Callable
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from kic.allocation.problem import Marks, Silence
from kic.core.diagnostic import Severity
from kic.core.snapshot import Snapshot
from kic.core.values import Number
from kic.domain.calls import Call
from kic.domain.committee import Seat
from kic.present.language import speak
from kic.repository.scoring.form import as_csv, as_xlsx, columns_of
from kic.repository.scoring.reading import Read, read_sheet
from kic.sheets import read
from tests.demo.reading import city

TODAY = datetime.date(2026, 11, 22)
FIRST, HEADING = 7, 6
CORRUPTIONS = {"quick": 60, "full": 500}
"""How many random corruptions are tried."""


def of_city() -> tuple[Snapshot, Call, Seat]:
    """The demo city's last call and a seat that has handed in nothing: nothing of it is recorded."""
    snapshot = city()
    call, seat = snapshot.get(Call, "2026-1"), snapshot.get(Seat, "s19")
    assert call is not None
    assert seat is not None
    return snapshot, call, seat


class Filled(NamedTuple):
    """A filled-in workbook and what it says."""

    book: Any
    says: dict[str, Marks]

    @property
    def page(self) -> Any:
        """The sheet with the marks."""
        return self.book.worksheets[1]


def filled(random_: random.Random, seat_id: str = "s19", lang: str = "de") -> Filled:
    """A sheet that was sent out, with marks, abstentions and rows left empty."""
    snapshot, call, _seat = of_city()
    seat = snapshot.get(Seat, seat_id)
    assert seat is not None
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(snapshot, call, seat, speak(lang), TODAY)))
    page = book.worksheets[1]
    says: dict[str, Marks] = {}
    criteria = [key for key, _title in columns_of(call)]
    for row in range(FIRST, page.max_row + 1):
        id_ = page.cell(row, 1).value
        if page.cell(row, 5).protection.locked:
            says[id_] = Marks(Silence.EXCLUDED)
            continue
        what = random_.random()
        if what < 0.1 and row > FIRST:
            page.cell(row, random_.randint(5, 8)).value = "Enthaltung"
            says[id_] = Marks(Silence.ABSTAIN)
        elif what < 0.95 or row == FIRST:
            marks = {key: random_.randrange(0, 101, 5) for key in criteria}
            for column, mark in enumerate(marks.values(), 5):
                page.cell(row, column).value = random_.choice([mark, str(mark), f"{mark},0"])
            says[id_] = Marks({key: Number(str(mark)) for key, mark in marks.items()})
    return Filled(book, says)


def came_back(book: Any, name: str = "2026-1-s19.xlsx") -> Read:
    stream = io.BytesIO()
    book.save(stream)
    return read_sheet(of_city()[0], read(stream.getvalue(), name), TODAY)


def errors(found: Read) -> list[str]:
    return [each.law.code for each in found.findings if each.severity is Severity.ERROR]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_is_filled_in_is_what_is_read(lang: str) -> None:
    for seed in range(5):
        sheet = filled(random.Random(seed), lang=lang)
        found = came_back(sheet.book)
        assert errors(found) == []
        assert found.handed is not None
        assert found.handed.seat == "s19"
        assert found.handed.marks == sheet.says


def test_excluded_applications_are_locked_and_named() -> None:
    sheet = filled(random.Random(1), "s04")
    (row,) = [
        row for row in range(FIRST, sheet.page.max_row + 1) if sheet.page.cell(row, 1).value == "2026-1-008"
    ]
    assert all(sheet.page.cell(row, column).protection.locked for column in range(1, 10))
    assert "§" in sheet.page.cell(row, 9).value
    assert sheet.says["2026-1-008"] == Marks(Silence.EXCLUDED)
    assert not sheet.page.cell(FIRST, 5).protection.locked
    assert sheet.page.cell(FIRST, 1).protection.locked
    assert sheet.page.protection.sheet


def test_each_step_and_the_abstention_are_offered() -> None:
    sheet = filled(random.Random(1))
    rules = [rule for rule in sheet.page.data_validations.dataValidation if "E7" in rule.sqref]
    assert [rule.type for rule in rules] == ["list"]
    assert rules[0].formula1.strip('"').split(",")[-2:] == ["100", "Enthaltung"]


def test_a_sheet_never_holds_marks_that_were_handed_in() -> None:
    snapshot, call, _seat = of_city()
    seat = snapshot.get(Seat, "s01")
    assert seat is not None
    rows = as_csv(snapshot, call, seat, speak("de"), TODAY).decode("utf-8-sig").split("\r\n")[HEADING:-1]
    assert len(rows) == 13
    assert {";".join(row.split(";")[4:8]) for row in rows} == {";;;"}


# -- corruptions ---------------------------------------------------------------------------------------------


class Spoiling(NamedTuple):
    """What was done, and the cells of which one has to be named; none if the sheet still says the same."""

    what: str
    cells: tuple[str, ...]
    lost: str | None = None
    """An application whose row is gone: the others are still read."""


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _mark_cell(sheet: Filled, random_: random.Random) -> tuple[int, int]:
    """A cell of a row that has a mark for each criterion."""
    rows = [
        row for row in range(FIRST, sheet.page.max_row + 1)
        if isinstance(sheet.says.get(sheet.page.cell(row, 1).value, Marks(Silence.ABSTAIN)).value, dict)
    ]  # fmt: skip
    return random_.choice(rows), random_.randint(5, 8)


def _wrong_value(sheet: Filled, random_: random.Random) -> Spoiling:
    row, column = _mark_cell(sheet, random_)
    value = random_.choice(
        ["=SUM(E7:E8)", "=1+1", "#REF!", 101, -5, 82, 7.5, "82,5", "gut", "7.5.2", "1.234", "105", True, "5 0", "O",
         datetime.date(2026, 5, 7), datetime.time(12, 30), "excluded", "ausgeschlossen", "-", "?", "1e2", "\uff10", "80!"]
    )  # fmt: skip
    cell = sheet.page.cell(row, column)
    cell.value = value
    if value == "#REF!":
        cell.data_type = "e"
    if value in ("excluded", "ausgeschlossen"):  # said at the first cell of the row that is filled in
        return Spoiling(f"{value!r}", tuple(cell_name(row, each) for each in range(5, 9)))
    return Spoiling(f"{value!r}", (cell_name(row, column),))


def _percent(sheet: Filled, random_: random.Random) -> Spoiling:
    row, column = _mark_cell(sheet, random_)
    sheet.page.cell(row, column).value = 0.75
    sheet.page.cell(row, column).number_format = "0%"
    return Spoiling("per cent", (cell_name(row, column),))


def _emptied(sheet: Filled, random_: random.Random) -> Spoiling:
    row, column = _mark_cell(sheet, random_)
    sheet.page.cell(row, column).value = random_.choice([None, "", "  "])
    return Spoiling("emptied", (cell_name(row, column),))


def _abstains_too(sheet: Filled, random_: random.Random) -> Spoiling:
    row, column = _mark_cell(sheet, random_)
    sheet.page.cell(row, column).value = random_.choice(["Enthaltung", "abstain", "ENTHALTUNG "])
    return Spoiling("abstains too", tuple(cell_name(row, each) for each in range(5, 9)))


def _merged(sheet: Filled, random_: random.Random) -> Spoiling:
    row, _column = _mark_cell(sheet, random_)
    sheet.page.merge_cells(start_row=row, end_row=row, start_column=5, end_column=6)
    return Spoiling("merged", (cell_name(row, 5), cell_name(row, 6)))


def _wrong_id(sheet: Filled, random_: random.Random) -> Spoiling:
    row = random_.randint(FIRST, sheet.page.max_row)
    other = random_.choice(["2026-1-099", "2025-1-001", "2026-1-014", "x", None, "=A7", 2026, "he-07"])
    sheet.page.cell(row, 1).value = other
    return Spoiling(f"id {other}", (cell_name(row, 1),))


def _twice(sheet: Filled, random_: random.Random) -> Spoiling:
    row, other = random_.sample(range(FIRST, sheet.page.max_row + 1), 2)
    for column in range(1, 10):
        sheet.page.cell(row, column).value = sheet.page.cell(other, column).value
    return Spoiling("row twice", (cell_name(row, 1), cell_name(other, 1)))


def _sorted_apart(sheet: Filled, random_: random.Random) -> Spoiling:
    row, other = random_.sample(range(FIRST, sheet.page.max_row + 1), 2)
    first, second = sheet.page.cell(row, 1), sheet.page.cell(other, 1)
    first.value, second.value = second.value, first.value
    return Spoiling("sorted apart", (cell_name(row, 2), cell_name(other, 2)))


def _heading(sheet: Filled, random_: random.Random) -> Spoiling:
    column = random_.choice([1, 2, 5, 6, 7, 8])
    word = random_.choice([None, "Wirkung", "[k99-nichts]", sheet.page.cell(HEADING, 5 + column % 4).value])
    if column == 5 + column % 4 and word == sheet.page.cell(HEADING, column).value:
        word = None
    sheet.page.cell(HEADING, column).value = word
    return Spoiling(f"heading {word}", ())._replace(cells=("*",))


def _above(sheet: Filled, random_: random.Random) -> Spoiling:
    row = random_.choice([2, 3])
    word = random_.choice(["2099-9", "s91", None, "", "s01" if row == 3 else "2025-1"])
    sheet.page.cell(row, 2).value = word
    return Spoiling(f"above: {word}", ("*",))


def _stray(sheet: Filled, random_: random.Random) -> Spoiling:
    row, column = random_.choice([(1, 4), (4, 5), (FIRST + 2, 12), (sheet.page.max_row + 3, 5), (FIRST, 9)])
    sheet.page.cell(row, column).value = random_.choice([75, "bitte anrufen", "Enthaltung"])
    return Spoiling("stray words", (cell_name(row, column),))


def _row_gone(sheet: Filled, random_: random.Random) -> Spoiling:
    row = random_.randint(FIRST + 1, sheet.page.max_row)
    lost = sheet.page.cell(row, 1).value
    sheet.page.delete_rows(row)
    return Spoiling(f"row of {lost} gone", ("A6",), lost)


def _column_gone(sheet: Filled, random_: random.Random) -> Spoiling:
    sheet.page.delete_cols(random_.choice([1, 2, 5, 6, 7, 8]))
    return Spoiling("column gone", ("*",))


def _harmless(sheet: Filled, random_: random.Random) -> Spoiling:
    """Rows and columns in another order, numbers as German text, blanks: the same is said."""
    what = random_.choice(["rows", "columns", "blanks", "hidden", "day", "width"])
    page = sheet.page
    if what == "rows":
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST)]
        random_.shuffle(rows)
        for at, values in enumerate(rows, FIRST):
            for column, value in enumerate(values, 1):
                page.cell(at, column).value = value
    elif what == "columns":
        order = list(range(1, 10))
        random_.shuffle(order)
        rows = [[cell.value for cell in row][:9] for row in page.iter_rows(min_row=HEADING)]
        for at, values in enumerate(rows, HEADING):
            for column, source in enumerate(order, 1):
                page.cell(at, column).value = values[source - 1]
    elif what == "blanks":
        row, column = _mark_cell(sheet, random_)
        page.cell(row, column).value = f" {page.cell(row, column).value} "
    elif what == "hidden":
        page.row_dimensions[random_.randint(FIRST, page.max_row)].hidden = True
    elif what == "day":
        page.cell(5, 2).value = datetime.date(2026, 11, 20)
    return Spoiling(f"harmless: {what}", ())


SPOILINGS: tuple[Callable[[Filled, random.Random], Spoiling], ...] = (
    *(_wrong_value for _ in range(6)), _percent, _emptied, _abstains_too, _merged, _wrong_id, _twice, _sorted_apart,
    _heading, _above, _stray, _row_gone, _column_gone, _harmless, _harmless,
)  # fmt: skip


def _corrupt(number: int) -> None:
    random_ = random.Random(number)
    sheet = filled(random_, random_.choice(["s19", "s19", "s04"]))
    name = f"2026-1-{sheet.page.cell(3, 2).value}.xlsx"
    done = random_.choice(SPOILINGS)(sheet, random_)
    found = came_back(sheet.book, name)
    places = {str(each.place.field[-1]) for each in found.findings if each.place.field}
    named = [
        each for each in found.findings if each.place.field[:1] == (sheet.page.title,) or "*" in done.cells
    ]
    context = (number, done, errors(found), sorted(places))
    if not done.cells:
        assert errors(found) == [], context
        assert found.handed is not None, context
        assert found.handed.marks == sheet.says, context
    elif done.lost is not None:
        assert found.handed is not None, context
        assert found.handed.marks == {id_: each for id_, each in sheet.says.items() if id_ != done.lost}, (
            context
        )
        assert "A6" in places, context
    else:
        assert errors(found), context
        assert found.handed is None, context
        assert named, context
        assert "*" in done.cells or places & set(done.cells), context


@pytest.mark.parametrize("number", range(CORRUPTIONS["quick"]))
def test_a_corruption_is_said_with_its_cell_and_nothing_is_taken(number: int) -> None:
    _corrupt(number)


@pytest.mark.soak
def test_five_hundred_corruptions() -> None:
    for number in range(CORRUPTIONS["full"]):
        _corrupt(number)
