"""XLSX files that kic writes: read back by kic and by another program, the same bytes each time, no formulas."""

import datetime
import io
import sys

import openpyxl
import pytest

from kic.core.values import Money, Number, Share
from kic.errors import Unavailable
from kic.present.workbook import Allowed, Choice, Look, Page, Put, instructions, workbook
from kic.sheets import Kind, read

ON = datetime.date(2026, 11, 22)
PAGE = Page(
    "Punkte",
    [
        [Put("Antrag", Look.HEADING), Put("Punkte", Look.HEADING)],
        [Put("2026-1-001"), Put(Number("7.5"), Look.NUMBER, locked=False)],
        [Put("2026-1-002"), Put("excluded", Look.STRUCK)],
    ],
    widths=(14, 10),
    choices=(Choice(row=2, column=2, last_row=2, last_column=2, allowed=Allowed.NUMBER, least=0, most=10),),
    freeze=(1, 0),
    protected=True,
)


def test_the_same_pages_give_the_same_bytes():
    assert workbook([PAGE], title="x", on=ON) == workbook([PAGE], title="x", on=ON)


def test_values_come_back_as_they_were():
    values = [Money(123456), Number("7.5"), Share("12.5%"), 13, True, ON, "Wörter", "007"]
    looks = [Look.MONEY, Look.NUMBER, Look.SHARE, Look.NUMBER, Look.PLAIN, Look.DATE, Look.PLAIN, Look.TEXT]
    page = Page("S", [[Put(value, look) for value, look in zip(values, looks, strict=True)]])
    cells = read(workbook([page], title="x", on=ON), "a.xlsx").sheets[0].row(1)
    assert [cell.value for cell in cells] == ["1234.56", "7.5", "12.5%", "13", True, ON, "Wörter", "007"]


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "https://example.org", "1e5"]
)
def test_a_text_stays_a_text(words):
    content = workbook([Page("S", [[Put(words)]])], title="x", on=ON)
    cell = read(content, "a.xlsx").sheets[0].cell(1, 1)
    assert (cell.kind, cell.value) == (Kind.TEXT, words)
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page.cell(1, 1).value == words
    assert page.cell(1, 1).data_type in ("s", "f")  # openpyxl takes every text with = for a formula
    assert page.cell(1, 1).hyperlink is None


def test_what_xml_cannot_hold_is_made_visible():
    content = workbook([Page("S", [[Put("a\x00b\ud800c\u202ed\u200fe")]])], title="x", on=ON)
    assert read(content, "a.xlsx").sheets[0].cell(1, 1).value == "a\\x00b\\ud800c\\u202ed\u200fe"


def test_locked_cells_rules_and_the_page_to_read_first():
    content = workbook(
        [instructions("Anleitung", [("Punkte", "0 bis 10")], title="Bogen"), PAGE], title="x", on=ON
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Anleitung", "Punkte"]
    page = book["Punkte"]
    assert page.protection.sheet
    assert page["B3"].protection.locked
    assert not page["B2"].protection.locked
    [rule] = page.data_validations.dataValidation
    assert (rule.type, str(rule.sqref), float(rule.formula1), float(rule.formula2)) == (
        "decimal",
        "B2",
        0,
        10,
    )


def test_a_long_list_of_choices_stands_on_a_sheet_of_its_own():
    values = tuple(f"Verein {n}, e. V." for n in range(60))
    choice = Choice(row=2, column=1, last_row=9, last_column=1, values=values)
    content = workbook([Page("S", [[Put("Verein")]], choices=(choice,))], title="x", on=ON)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["S", "_"]
    assert book["_"].sheet_state == "hidden"
    assert [row[0].value for row in book["_"].iter_rows()] == list(values)
    assert book["S"].data_validations.dataValidation[0].formula1 == "'_'!$A$1:$A$60"


def test_without_the_extra_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(Unavailable) as raised:
        workbook([PAGE], title="x", on=ON)
    assert raised.value.exit_code == 3
    assert "kic[sheets]" in raised.value.help
