"""Values in cells: whatever a record holds comes back from its cell as the same value, or its cell is locked."""

import datetime

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kic.core.values import Count, Misread, Moment, Money, Number, PartialDate, Share
from kic.domain.concept.recommendation import Status
from kic.present.language import speak
from kic.present.workbook import Page, workbook
from kic.repository.sheets.columns import Column, Sort
from kic.repository.sheets.values import canonical, fits, known_choices, put, read
from kic.sheets import Cell, Kind
from kic.sheets import read as read_book

DAY = datetime.date(2026, 11, 22)
days = st.dates(datetime.date(1920, 1, 1), datetime.date(2150, 12, 31))
moments = st.builds(
    lambda day, minutes: Moment(
        datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minutes)
    ),
    days,
    st.integers(0, 1439),
)
partials = st.one_of(
    days.map(lambda day: PartialDate(day.year, day.month, day.day)),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(lambda day: PartialDate(day.year)),
)
words = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    (
        "=1+1",
        "+49",
        "-",
        "@x",
        "'x",
        "_x0041_",
        "007",
        "1e5",
        "12/2026",
        "WAHR",
        "#REF!",
        " vorn und hinten ",
        "a\n\nb",
    )
)
ids = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), max_size=4, unique=True).map(tuple)
VALUES = {
    Sort.WORDS: words,
    Sort.LINES: st.lists(words, max_size=4).map(tuple),
    Sort.IDS: ids,
    Sort.AMOUNT: st.integers(-(10**14), 10**14).map(Money),
    Sort.NUMBER: st.from_regex(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?", fullmatch=True).map(Number),
    Sort.COUNT: st.integers(0, 999_999_999).map(Count),
    Sort.SHARE: st.from_regex(r"(100|[1-9]?[0-9](\.[0-9]{1,6})?)%", fullmatch=True).map(Share),
    Sort.DAY: days,
    Sort.MOMENT: moments,
    Sort.PARTIAL: partials,
    Sort.FLAG: st.booleans(),
    Sort.CHOICE: st.sampled_from(Status),
    Sort.CHOICES: st.lists(st.sampled_from(Status), unique=True).map(tuple),
    Sort.COUNTS: st.lists(st.integers(0, 999).map(Count), unique=True).map(tuple),
}


@pytest.mark.parametrize(
    ("sort", "language"),
    [
        *((sort, "de") for sort in VALUES),
        *((sort, "en") for sort in (Sort.PARTIAL, Sort.FLAG, Sort.CHOICE, Sort.CHOICES)),
    ],
    ids=lambda each: str(getattr(each, "value", each)),
)
def test_a_value_comes_back_as_it_was_or_its_cell_is_locked(sort: Sort, language: str) -> None:
    of_list = sort in (Sort.CHOICE, Sort.CHOICES)
    column = Column("x", ("x",), ("x",), sort, choices=Status if of_list else None)
    known = known_choices(Status) if of_list else None

    @settings(max_examples=4, deadline=None, database=None, phases=[Phase.generate])
    @given(st.lists(VALUES[sort], min_size=20, max_size=40))
    def check(values: list) -> None:
        cells = [put(column, value, speak(language)) for value in values]
        book = read_book(workbook([Page("S", [[cell] for cell in cells])], title="", on=DAY), "a.xlsx")
        for number, (value, put_) in enumerate(zip(values, cells, strict=True), 1):
            assert put_.locked is not fits(column, value)
            if put_.locked:
                continue
            cell = book.sheets[0].cell(number, 1) if book.sheets else Cell(number, 1)
            found = None if cell.empty else read(column, known, cell)
            assert cell.kind is not Kind.FORMULA
            assert canonical(found) == canonical(value)

    check()


@pytest.mark.parametrize(
    ("sort", "cell", "reason"),
    [
        (Sort.DAY, Cell(1, 1, Kind.DATE, datetime.date(1905, 7, 18)), "only a year was typed"),
        (Sort.MOMENT, Cell(1, 1, Kind.DATE, DAY), "a time of day is needed"),
        (Sort.AMOUNT, Cell(1, 1, Kind.TEXT, "1.234"), "can mean thousands or decimals"),
        (Sort.AMOUNT, Cell(1, 1, Kind.NUMBER, "12.345"), "more than two decimals"),
        (Sort.PARTIAL, Cell(1, 1, Kind.TEXT, "13.2022"), "expected a date"),
        (Sort.SHARE, Cell(1, 1, Kind.NUMBER, "0.75"), "expected a share"),
        (Sort.COUNT, Cell(1, 1, Kind.NUMBER, "2.5"), "expected a whole number"),
        (Sort.COUNTS, Cell(1, 1, Kind.NUMBER, "1.2"), "expected a whole number"),
        (Sort.COUNTS, Cell(1, 1, Kind.TEXT, "1,2"), "expected a whole number"),
        (Sort.COUNTS, Cell(1, 1, Kind.DATE, DAY), "here stands a date"),
        (Sort.WORDS, Cell(1, 1, Kind.DATE, DAY), "here stands a date"),
        (Sort.FLAG, Cell(1, 1, Kind.TEXT, "vielleicht"), "expected yes or no"),
    ],
)
def test_what_can_mean_two_things_is_not_read(sort: Sort, cell: Cell, reason: str) -> None:
    with pytest.raises(Misread) as caught:
        read(Column("x", ("x",), ("x",), sort), None, cell)
    assert reason in str(caught.value.text) + "".join(map(str, caught.value.text.values.values()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("2022", "2022"), ("2022-06", "2022-06"), ("06.2022", "2022-06"), ("14.02.2022", "2022-02-14")],
)
def test_a_date_that_is_known_in_part_is_read_as_far_as_it_is_known(typed: str, meant: str) -> None:
    column = Column("x", ("x",), ("x",), Sort.PARTIAL)
    assert str(read(column, None, Cell(1, 1, Kind.TEXT, typed))) == meant
