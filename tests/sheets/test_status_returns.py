"""Answers to the status query, spoiled at random: the entries that a body meant come out, or a finding says where not.

As in test_spoiled_returns.py, for the sheet that goes to people outside of the office.
"""

import csv
import datetime
import io
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl
import pytest

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.concept.recommendation import Recommendation
from kic.present.language import speak
from kic.repository.changing import propose
from kic.repository.sheets.incoming import Came
from kic.repository.sheets.status_in import read_answers
from kic.repository.sheets.status_out import Query, status_xlsx
from kic.sheets import read
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import good
from tests.sheets.returned import errors
from tests.sheets.samples import TODAY

NUMBERS = {"default": 1, "soak": 12}
"""Seeds for each sort of corruption: 17 sorts, so 17 files by default and 204 in a soak."""
HEADING = 5
IDS = tuple(f"he-{n:02d}" for n in range(11, 21))
WORDS = {"in Umsetzung": "in_progress", "in Vorbereitung": "preparing", "Daueraufgabe": "ongoing"}
Meant = dict[str, tuple[str, str, str]]
"""Status, note and day of the new entry, by the recommendation."""


@cache
def state() -> tuple[Memory, Snapshot]:
    """The small good repository with ten more recommendations of one body, each with an entry."""
    files = {path: words.encode() for path, words in good().items()}
    for id in IDS:
        files[f"concept/recommendations/{id}.yaml"] = (
            f"kind: recommendation\nid: {id}\ninvented: true\nedition: k2022\nnumber: {id[3:]}\n"
            f"title: Empfehlung {id[3:]}\ntext: Es geschieht etwas.\nprovenance:\n  wording: adopted\n"
            "  source: Konzept 2022\ntheme: t1\nresponsible: [a-soziales]\nprogress:\n"
            f"  - date: 2026-0{int(id[3:]) % 9 + 1}-15\n    status: planned\n    note: Geplant für {id[3:]}.\n"
        ).encode()
    memory = Memory(files)
    return memory, load(memory, KINDS)


@cache
def sent() -> bytes:
    _memory, snapshot = state()
    found = tuple(each for each in snapshot.all(Recommendation) if each.id in IDS)
    assert len(found) == len(IDS)
    return status_xlsx(snapshot, Query("a-soziales", found, "0123456789abcdef", TODAY), speak("de"))


class Answered:
    """A file that a body filled in, and what it meant."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.book = openpyxl.load_workbook(io.BytesIO(sent()))
        self.sheet: Any = self.book.worksheets[1]
        self.meant: Meant = {}
        self.columns = {
            str(c.value).rpartition("[")[2][:-1]: c.column for c in self.sheet[HEADING] if c.value
        }
        for id in self.random.sample(IDS, 4):
            word = self.random.choice(list(WORDS))
            day = datetime.date(2026, 11, self.random.randrange(1, 22))
            note = f"Läuft seit {self.random.randrange(1, 12)} Monaten."
            for key, value in (("status", word), ("note", note), ("date", day)):
                self.at(id, key).value = value
            self.meant[id] = (WORDS[word], note, day.isoformat())

    def at(self, id: str, key: str) -> Any:
        found = next(
            cells[0].row for cells in self.sheet.iter_rows(min_row=HEADING + 1) if cells[0].value == id
        )
        return self.sheet.cell(found, self.columns[key])

    def answer(self, key: str) -> Any:
        """A cell of a row that is answered."""
        return self.at(self.random.choice(list(self.meant)), key)

    def rows(self) -> list[list[tuple[Any, str]]]:
        return [[(cell.value, cell.number_format) for cell in cells] for cells in self.sheet.iter_rows()]

    def refill(self, rows: list[list[tuple[Any, str]]]) -> None:
        for number, cells in enumerate(rows, 1):
            for at, (value, form) in enumerate(cells, 1):
                cell = self.sheet.cell(number, at)
                cell.value, cell.number_format = value, form

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


Spoil = Callable[[Answered], bytes | None]


def left_alone(_file: Answered) -> None:
    """Nothing happens."""


def renamed_and_sorted(file: Answered) -> None:
    file.sheet.title = "Tabelle1"
    rows = file.rows()
    below = rows[HEADING:]
    file.random.shuffle(below)
    file.refill([*rows[:HEADING], *below])


def columns_moved(file: Answered) -> None:
    rows = file.rows()
    order = list(range(len(rows[0])))
    file.random.shuffle(order)
    file.refill([*rows[: HEADING - 1], *([cells[at] for at in order] for cells in rows[HEADING - 1 :])])


def hidden_sheet_deleted(file: Answered) -> None:
    file.book.remove(file.book["kic-sheet"])


def days_as_text(file: Answered) -> None:
    for id in file.meant:
        cell = file.at(id, "date")
        cell.value = file.random.choice((f"{cell.value:%d.%m.%Y}", f"{cell.value:%Y-%m-%d}"))


def as_csv(file: Answered) -> bytes:
    stream = io.StringIO()

    def spelled(value: Any) -> str:
        if isinstance(value, datetime.date):
            return f"{value:%d.%m.%Y}"
        return "" if value is None or str(value).startswith("=") else str(value)

    csv.writer(stream, delimiter=";").writerows(
        [spelled(value) for value, _form in cells] for cells in file.rows()
    )
    return stream.getvalue().encode(file.random.choice(("utf-8-sig", "cp1252")))


def row_deleted(file: Answered) -> None:
    id = file.random.choice(list(file.meant))
    file.sheet.delete_rows(file.at(id, "status").row)
    del file.meant[id]


TAKEN: tuple[Spoil, ...] = (
    left_alone, renamed_and_sorted, columns_moved, hidden_sheet_deleted, days_as_text, as_csv, row_deleted,
)  # fmt: skip


def status_sorted_alone(file: Answered) -> None:
    """Only ids and titles were sorted: every answer stands beside another recommendation."""
    cells = [
        [file.sheet.cell(row, at) for row in range(HEADING + 1, HEADING + 11)] for at in (1, 2, 3, 4, 5, 6)
    ]
    for column in cells:
        values = [cell.value for cell in column]
        for cell, value in zip(column, reversed(values), strict=True):
            cell.value = value


def titles_sorted_alone(file: Answered) -> None:
    for row, id in zip(range(HEADING + 1, HEADING + 11), reversed(IDS), strict=True):
        file.sheet.cell(row, file.columns["title"]).value = f"Empfehlung {id[3:]}"


def formula(file: Answered) -> None:
    file.answer(file.random.choice(("status", "note", "date"))).value = "=A1"


def headings_merged(file: Answered) -> None:
    file.sheet.merge_cells(start_row=HEADING, end_row=HEADING, start_column=1, end_column=4)


def merged(file: Answered) -> None:
    cell = file.answer("status")
    file.sheet.merge_cells(f"{cell.coordinate}:{cell.offset(1, 0).coordinate}")


def no_word(file: Answered) -> None:
    file.answer("status").value = file.random.choice(("fertig", "läuft", 3, "grün", "in Umsetzung / geplant"))


def no_day(file: Answered) -> None:
    file.answer("date").value = file.random.choice(("03/04/2026", "bald", 2026, "31.11.2026", "1.11.26"))


def status_missing(file: Answered) -> None:
    file.answer("status").value = None


def old_status_changed(file: Answered) -> None:
    file.answer("before").value = "umgesetzt"


def remark_beside(file: Answered) -> None:
    file.sheet.cell(HEADING + 2, file.sheet.max_column + 2).value = "Bitte anrufen!"


def another_body(file: Answered) -> None:
    file.sheet.cell(2, 2).value = "v-bruecke"


REFUSED: tuple[Spoil, ...] = (
    status_sorted_alone, titles_sorted_alone, formula, merged, headings_merged, no_word, no_day, status_missing,
    old_status_changed, remark_beside, another_body,
)  # fmt: skip


def returned(spoil: Spoil, seed: int) -> tuple[Came, Meant]:
    file = Answered(seed)
    content = spoil(file)
    name = "zurück.csv" if content is not None else "zurück.xlsx"
    book = read(content if content is not None else file.saved(), name)
    return read_answers(state()[1], [book], TODAY), file.meant


def entries(snapshot: Snapshot) -> Meant:
    """The second entry of each log."""
    found = {}
    for each in snapshot.all(Recommendation):
        if each.id in IDS:
            assert len(each.progress) in (1, 2)
            for entry in each.progress[1:]:
                assert entry.reported_by == "a-soziales"
                found[each.id] = (str(entry.status.value), str(entry.note), entry.date.isoformat())
    return found


def check_taken(spoil: Spoil, seed: int) -> None:
    came, meant = returned(spoil, seed)
    assert errors(came) == [], [str(each.message) for each in errors(came)]
    assert came.plan is not None
    assert entries(propose(*state(), came.plan, TODAY).after) == meant


def check_refused(spoil: Spoil, seed: int) -> None:
    came, _meant = returned(spoil, seed)
    assert errors(came)
    assert came.plan is None
    assert all(each.place.field for each in errors(came))


def after_import(file: Answered, changed: Callable[[str], str] = str) -> Snapshot:
    """The state when the answers were taken and, it may be, more was changed in each of the records."""
    memory, _snapshot = state()
    came = read_answers(state()[1], [read(as_csv(file), "a.csv")], TODAY)
    assert came.plan is not None, [str(each.message) for each in errors(came)]
    written = {c.path: c.after for c in propose(*state(), came.plan, TODAY).changes if c.after is not None}
    files = {path: memory.read(path) for path in memory.paths()} | written
    for id in file.meant:
        path = f"concept/recommendations/{id}.yaml"
        files[path] = changed(files[path].decode()).encode()
    return load(Memory(files), KINDS)


def renamed(words: str) -> str:
    return words.replace("title: Empfehlung", "title: Anders")


def went_on(words: str) -> str:
    return words + "  - date: 2026-11-22\n    status: dropped\n    note: Entfällt.\n"


@pytest.mark.parametrize("changed", [str, renamed, went_on])
def test_a_csv_file_that_comes_back_twice_is_known_again(changed: Callable[[str], str]) -> None:
    file = Answered(5)
    came = read_answers(after_import(file, changed), [read(as_csv(file), "b.csv")], TODAY)
    assert {each.law.code for each in came.findings} <= {"KIC048"}  # the encoding, which is guessed
    assert sorted(came.unchanged) == sorted(file.meant)
    assert came.plan is not None
    assert came.plan.edits == ()


def test_another_answer_in_a_csv_file_is_asked_about_once_for_each_row() -> None:
    file = Answered(5)
    snapshot = after_import(file)
    for id in file.meant:
        file.at(id, "note").value = "Doch anders."
    came = read_answers(snapshot, [read(as_csv(file), "b.csv")], TODAY)
    assert sorted(str(each.record) for each in errors(came)) == sorted(file.meant)
    assert came.asked  # --take sheet or --take record answers it
    taken = read_answers(snapshot, [read(as_csv(file), "b.csv")], TODAY, take="sheet")
    assert taken.plan is not None
    assert sorted(each.id for each in taken.changed) == sorted(file.meant)


def test_a_csv_row_whose_record_is_no_more_what_went_out_is_named_once() -> None:
    file = Answered(5)
    snapshot = after_import(file, renamed)
    for id in file.meant:
        file.at(id, "note").value = "Doch anders."
    came = read_answers(snapshot, [read(as_csv(file), "b.csv")], TODAY)
    assert [each.law.code for each in errors(came)] == ["KIC027"] * len(file.meant)
    said = speak("de")
    assert all("hat sich geändert, seit" in said.say(each.message) for each in errors(came))


def test_what_was_known_stays_locked_in_a_csv_file_of_an_earlier_day() -> None:
    """Written over what went out, it is a finding still, even where the log went on."""
    file = Answered(5)
    snapshot = after_import(file)
    for id in file.meant:
        file.at(id, "before").value = "umgesetzt"
    came = read_answers(snapshot, [read(as_csv(file), "b.csv")], TODAY)
    assert [each.law.code for each in errors(came)] == ["KIC027"] * len(file.meant)


def cases(spoils: tuple[Spoil, ...], count: str) -> list[Any]:
    return [
        pytest.param(spoil, 31 * seed + place, id=f"{spoil.__name__}-{seed}")
        for place, spoil in enumerate(spoils)
        for seed in range(NUMBERS[count])
    ]


@pytest.mark.parametrize(("spoil", "seed"), cases(TAKEN, "default"))
def test_answers_that_stay_clear_are_taken_as_they_were_meant(spoil: Spoil, seed: int) -> None:
    check_taken(spoil, seed)


@pytest.mark.parametrize(("spoil", "seed"), cases(REFUSED, "default"))
def test_answers_that_are_not_clear_are_refused_at_their_place(spoil: Spoil, seed: int) -> None:
    check_refused(spoil, seed)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), cases(TAKEN, "soak"))
def test_all_answers_that_stay_clear_are_taken(spoil: Spoil, seed: int) -> None:
    check_taken(spoil, seed)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), cases(REFUSED, "soak"))
def test_all_answers_that_are_not_clear_are_refused(spoil: Spoil, seed: int) -> None:
    check_refused(spoil, seed)
