"""A good sheet, spoiled at random: the same applications come out, or a finding says where; nothing in between.

Of every outcome it must hold that each row became exactly the application that it was, or waits with a finding that
names a cell, or that the file as a whole is refused with the reason.
"""

import contextlib
import datetime
import random
from collections.abc import Callable
from typing import NamedTuple

import openpyxl
import pytest

from kic.core.diagnostic import Severity
from kic.errors import UsageError
from tests.sheets.samples import (
    AMOUNTS,
    DAYS,
    HEADINGS,
    SHEET,
    Matrix,
    applications,
    csv_file,
    imported,
    matrix,
    proposed,
    repository,
    spelled,
    xlsx,
)  # fmt: skip

NUMBERS = {"default": 10, "soak": 60}
"""Seeds for each sort of corruption: 25 sorts, so 250 files by default and 1,500 in a soak."""
COLUMN = {heading: position for position, heading in enumerate(HEADINGS)}
NEEDED = (
    "Projekttitel",
    "Kurzbeschreibung",
    "Antragsteller",
    "Themenfeld",
    "Beginn",
    "Ende",
    "Eingang",
    "Beantragt",
)


class Spoiled(NamedTuple):
    """A file, and what may come out of it: `same` if the meaning stayed, else nothing but findings for a row."""

    content: bytes
    name: str
    same: bool
    row: int | None = None


def german(value: object, random: random.Random) -> object:
    """A value as somebody types it as text."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        words = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        return random.choice([words, f"{words} €", f"{value:.2f}".replace(".", ","), f"{value:.2f}"])
    return value


# -- the meaning stays ---------------------------------------------------------------------------------


def columns_reordered(rows: Matrix, random: random.Random) -> Spoiled:
    order = list(range(len(HEADINGS)))
    random.shuffle(order)
    return Spoiled(xlsx([[row[at] for at in order] for row in rows]), "a.xlsx", True)


def rows_reordered(rows: Matrix, random: random.Random) -> Spoiled:
    below = rows[1:]
    random.shuffle(below)
    return Spoiled(xlsx([rows[0], *below]), "a.xlsx", True)


def amounts_as_text(rows: Matrix, random: random.Random) -> Spoiled:
    for row in rows[1:]:
        for heading in AMOUNTS:
            if row[COLUMN[heading]] is not None:
                row[COLUMN[heading]] = german(row[COLUMN[heading]], random)
    return Spoiled(xlsx(rows), "a.xlsx", True)


def days_as_text(rows: Matrix, random: random.Random) -> Spoiled:
    for row in rows[1:]:
        for heading in DAYS:
            row[COLUMN[heading]] = random.choice(
                [spelled(row[COLUMN[heading]]), row[COLUMN[heading]].isoformat()]
            )
    return Spoiled(xlsx(rows), "a.xlsx", True)


def float_noise(rows: Matrix, random: random.Random) -> Spoiled:
    for row in rows[1:]:
        for heading in AMOUNTS:
            if isinstance(row[COLUMN[heading]], float):
                row[COLUMN[heading]] = row[COLUMN[heading]] * (1 + random.choice([0, 1, -1]) * 2**-52)
    return Spoiled(xlsx(rows), "a.xlsx", True)


def blanks_and_case(rows: Matrix, random: random.Random) -> Spoiled:
    for heading in set(HEADINGS) - set(AMOUNTS):  # those are the names of plan lines
        rows[0][COLUMN[heading]] = random.choice([f" {heading} ", heading.upper(), heading.lower(), heading])
    for row in rows[1:]:
        row[COLUMN["Antragsteller"]] = random.choice([f"{row[3]}  ", row[3].upper(), row[3]])
        row[COLUMN["Art"]] = random.choice(["verein", " Verein", "association"])
    return Spoiled(xlsx(rows), "a.xlsx", True)


def empty_rows_and_hidden_ones(rows: Matrix, random: random.Random) -> Spoiled:
    title = [["Anträge zum zweiten Aufruf"], []] if random.random() < 0.5 else []
    for _ in range(4):
        rows.insert(random.randrange(1, len(rows) + 1), [None] * len(HEADINGS))
    hide = [random.randrange(4, 14)]
    return Spoiled(xlsx([*title, *rows], hide=hide), "a.xlsx", True)


def as_csv(rows: Matrix, random: random.Random) -> Spoiled:
    separator = random.choice(";,\t")
    encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    return Spoiled(csv_file(rows, separator=separator, encoding=encoding), "a.csv", True)


# -- one cell is spoiled -------------------------------------------------------------------------------


def _at(rows: Matrix, random: random.Random, headings: tuple[str, ...]) -> tuple[int, int]:
    """A filled cell of one of these columns."""
    while True:
        row, column = random.randrange(1, len(rows)), COLUMN[random.choice(headings)]
        if rows[row][column] is not None:
            return row, column


def _cell(value: Callable[[random.Random], object], headings: tuple[str, ...]) -> Callable[..., Spoiled]:
    def spoil(rows: Matrix, random: random.Random) -> Spoiled:
        row, column = _at(rows, random, headings)
        rows[row][column] = value(random)
        return Spoiled(xlsx(rows), "a.xlsx", False, row + 1)

    return spoil


GARBAGE = (
    "?",
    "siehe Anlage",
    "1.234",
    "12,345",
    "12.345,678",
    "ca. 500",
    "5OO",
    "1e3",
    "--",
    "∞",
    "5 000 00",
    True,
)
DAYS_OF_NOWHERE = (
    "03/04/2027",
    "31.02.2027",
    "1.3.27",
    "Frühjahr 2027",
    46000,
    "2027",
    "13.13.2027",
    46000.5,
)
garbage_for_an_amount = _cell(lambda r: r.choice(GARBAGE), AMOUNTS)
decimals_for_an_amount = _cell(lambda r: r.choice((0.125, 99.999, 1 / 3, 1234.5678)), AMOUNTS)
date_for_an_amount = _cell(lambda _r: datetime.date(2027, 5, 1), AMOUNTS)
garbage_for_a_day = _cell(lambda r: r.choice(DAYS_OF_NOWHERE), DAYS)
number_for_words = _cell(
    lambda r: r.choice((7, 7.5, "???", datetime.date(2026, 1, 2))), ("Projekttitel", "Kurzbeschreibung")
)
unknown_word = _cell(
    lambda r: r.choice(("Turnverein", "Sport und Spiel", "he-99", 99, "x" * 70, "t1; t9")),
    ("Antragsteller", "Art", "Themenfeld", "Handlungsempfehlungen"),
)
error_value = _cell(lambda r: r.choice(("#REF!", "#DIV/0!", "#N/A", "#NAME?")), (*AMOUNTS, *NEEDED, "Nr."))
formula = _cell(lambda r: r.choice(("=K2+L2", "=SUM(K2:L2)", '="Text"')), (*AMOUNTS, *NEEDED, "Nr."))
emptied = _cell(lambda r: r.choice((None, "", "   ")), NEEDED)
personal = _cell(
    lambda r: r.choice(
        ("Kontakt: b.muster@garten-muster.de", "Tel. 0631 9876543", "IBAN DE89 3704 0044 0532 0130 00")
    ),
    ("Projekttitel", "Kurzbeschreibung"),
)


def swapped_cells(rows: Matrix, random: random.Random) -> Spoiled:
    """Two cells of one row that hold different sorts of things."""
    row = random.randrange(1, len(rows))
    words, days = COLUMN["Projekttitel"], COLUMN[random.choice(DAYS)]
    first, second = random.choice([(words, days), (words, COLUMN["Beantragt"]), (days, COLUMN["Beantragt"])])
    rows[row][first], rows[row][second] = rows[row][second], rows[row][first]
    return Spoiled(xlsx(rows), "a.xlsx", False, row + 1)


def merged_cells(rows: Matrix, random: random.Random) -> Spoiled:
    row, column = _at(rows[:-1], random, (*AMOUNTS, *NEEDED))
    letter = openpyxl.utils.get_column_letter(column + 1)
    return Spoiled(xlsx(rows, merge=[f"{letter}{row + 1}:{letter}{row + 2}"]), "a.xlsx", False, row + 1)


def number_twice(rows: Matrix, random: random.Random) -> Spoiled:
    first, second = random.sample(range(1, len(rows)), 2)
    rows[second][0] = rows[first][0]
    return Spoiled(xlsx(rows), "a.xlsx", False, max(first, second) + 1)


# -- the file is spoiled -------------------------------------------------------------------------------


def column_deleted(rows: Matrix, random: random.Random) -> Spoiled:
    column = COLUMN[random.choice(NEEDED)]
    return Spoiled(xlsx([row[:column] + row[column + 1 :] for row in rows]), "a.xlsx", False)


def heading_spoiled(rows: Matrix, random: random.Random) -> Spoiled:
    column = COLUMN[random.choice((*NEEDED, *AMOUNTS))]
    rows[0][column] = random.choice((None, "Spalte 7", 12, rows[0][(column + 1) % len(HEADINGS)]))
    return Spoiled(xlsx(rows), "a.xlsx", False)


def truncated(rows: Matrix, random: random.Random) -> Spoiled:
    content = xlsx(rows)
    return Spoiled(content[: random.randrange(len(content))], "a.xlsx", False)


def bytes_flipped(rows: Matrix, random: random.Random) -> Spoiled:
    content = bytearray(xlsx(rows))
    for _ in range(random.choice((1, 1, 1, 5))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return Spoiled(bytes(content), "a.xlsx", True)


def sorts(*names: str) -> dict[str, Callable[..., Spoiled]]:
    """The sorts of corruption by their names."""
    return {name: globals()[name] for name in names}


SAME = sorts(
    "columns_reordered", "rows_reordered", "amounts_as_text", "days_as_text", "float_noise", "blanks_and_case",
    "empty_rows_and_hidden_ones", "as_csv",
)  # fmt: skip
ONE_ROW = sorts(
    "garbage_for_an_amount", "decimals_for_an_amount", "date_for_an_amount", "garbage_for_a_day", "number_for_words",
    "unknown_word", "error_value", "formula", "emptied", "personal", "swapped_cells", "merged_cells", "number_twice",
)  # fmt: skip
WHOLE_FILE = sorts("column_deleted", "heading_spoiled", "truncated", "bytes_flipped")


@pytest.fixture(scope="module")
def truth():
    """The open call without applications, and what the good sheet makes of it."""
    source, snapshot = repository()
    after = proposed(source, snapshot, imported(snapshot, xlsx(matrix())))
    assert not after.refused
    written = applications(after.after)
    assert len(written) == 13
    return source, snapshot, written


def same_lines(values: dict) -> dict:
    """An application with its plan lines in one order: columns may change places."""
    lines = {field: sorted(map(str, values[field])) for field in ("costs", "financing")}
    return {**values, **lines}


def all_same(written: dict, truth: dict) -> bool:
    return {k: same_lines(v) for k, v in written.items()} == {k: same_lines(v) for k, v in truth.items()}


def errors(outcome) -> list:
    return [each for each in outcome.findings if each.severity is Severity.ERROR]


def seeds(sorts, count: str) -> list:
    """Each sort of corruption with each seed."""
    return [
        pytest.param(spoil, seed, id=f"{name}-{seed}")
        for name, spoil in sorts.items()
        for seed in range(NUMBERS[count])
    ]


def check_same(spoil, seed, truth):
    source, snapshot, expected = truth
    file = spoil(matrix(), random.Random(seed))
    outcome = imported(snapshot, file.content, file.name)
    assert not errors(outcome), [str(each.message) for each in errors(outcome)]
    assert all_same(applications(proposed(source, snapshot, outcome).after), expected)


def check_row(spoil, seed, truth):
    source, snapshot, expected = truth
    file = spoil(matrix(), random.Random(seed))
    outcome = imported(snapshot, file.content, file.name)
    assert outcome.plan is None
    assert errors(outcome)
    for each in errors(outcome):
        cell = openpyxl.utils.get_column_letter(each.place.span.column) + str(each.place.span.line)
        assert (each.place.path, each.place.field) == ("a.xlsx", (SHEET, cell))
        assert f"sheet {SHEET}, cell {cell}: " in str(each.message)
    assert file.row in {each.place.span.line for each in errors(outcome)}
    assert file.row in outcome.waiting
    partly = imported(snapshot, file.content, file.name, only_readable=True)
    assert not errors(partly)
    assert partly.waiting == outcome.waiting
    assert len(partly.created) + len(partly.waiting) == 13
    written = applications(proposed(source, snapshot, partly).after)
    assert set(written) == set(partly.created)
    assert all_same(written, {id: expected[id] for id in written})


def check_file(spoil, seed, truth):
    source, snapshot, expected = truth
    file = spoil(matrix(), random.Random(seed))
    outcome = None
    with contextlib.suppress(
        UsageError
    ):  # no column of receipt, no sheet with headings: asked for, nothing read
        outcome = imported(snapshot, file.content, file.name)
    if outcome is None:
        assert not file.same
        return
    if outcome.plan is None:
        assert errors(outcome)
        assert all(each.place.path == "a.xlsx" and each.place.span is not None for each in errors(outcome))
        assert not outcome.created
    else:
        assert file.same, "a needed column is gone, and nobody said so"
        assert all_same(applications(proposed(source, snapshot, outcome).after), expected)


@pytest.mark.parametrize(("spoil", "seed"), seeds(SAME, "default"))
def test_the_meaning_stays(spoil, seed, truth):
    check_same(spoil, seed, truth)


@pytest.mark.parametrize(("spoil", "seed"), seeds(ONE_ROW, "default"))
def test_a_spoiled_cell_is_named_and_its_row_waits(spoil, seed, truth):
    check_row(spoil, seed, truth)


@pytest.mark.parametrize(("spoil", "seed"), seeds(WHOLE_FILE, "default"))
def test_a_spoiled_file_is_refused_or_read_alike(spoil, seed, truth):
    check_file(spoil, seed, truth)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), seeds(SAME, "soak"))
def test_the_meaning_stays_in_the_full_number(spoil, seed, truth):
    check_same(spoil, seed, truth)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), seeds(ONE_ROW, "soak"))
def test_spoiled_cells_in_the_full_number(spoil, seed, truth):
    check_row(spoil, seed, truth)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), seeds(WHOLE_FILE, "soak"))
def test_spoiled_files_in_the_full_number(spoil, seed, truth):
    check_file(spoil, seed, truth)
