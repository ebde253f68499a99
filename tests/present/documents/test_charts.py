"""Charts: the same numbers in every form, told without colour."""

import pytest

from kic.core.tagged import untag
from kic.present.charts import Charts
from kic.present.language import speak


@pytest.fixture(scope="module")
def charts(city):
    contexts = city.contexts()
    named = {**contexts["implementation-report"]["charts"], **contexts["allocation-paper"]["charts"]}
    return Charts(untag(named), speak("en"))


def test_progress_as_a_table_adds_up(charts):
    assert charts.table("progress").rows == (
        ("1 Bildung und Arbeit", "1", "2", "0", "0", "3"),
        ("2 Gesundheit und Prävention", "0", "0", "0", "1", "1"),
        ("Theme not known", "0", "0", "1", "0", "1"),
        ("Total", "1", "2", "1", "1", "5"),
    )


def test_progress_as_text(charts):
    assert charts.lines("progress", 28) == [
        "Progress per theme",
        "",
        "1 Bildung und Arbeit",
        "[#######=============] 3",
        "2 Gesundheit und Prävention",
        "[....................] 1",
        "Theme not known",
        "[xxxxxxxxxxxxxxxxxxxx] 1",
        "",
        "# implemented 1 · = under",
        "way 2 · x dropped or carried",
        "on elsewhere 1 · . without",
        "report 1",
    ]


def test_allocation_as_text_shows_the_line(charts):
    assert charts.lines("allocation", 34)[2:] == [
        "1. Sprachcafé – €9,000.00 as",
        "requested",
        "[###########################   ]",
        "2. Nähtreff – €9,900.00 of",
        "€10,000.00",
        "[##############################]",
        "-- the money reaches to here ---",
        "3. Musik & Tanz – not funded,",
        "requested €6,000.00",
        "[..................            ]",
        "",
        "# Proposed award · . Requested",
    ]


@pytest.mark.parametrize("name", ["progress", "allocation"])
def test_pictures_say_every_number_in_words(name, charts):
    """Numbers of the table stand as letters in the picture, so it can be read in one colour."""
    drawn = charts.svg(name)
    assert "<title" in drawn
    assert "<desc" in drawn
    letters = drawn.replace("&amp;", "&")
    for row in charts.table(name).rows[:-1]:
        for cell in row[1:]:
            if cell not in ("0", "€0.00") and "." in cell + "." and (name == "progress" or "€" in cell):
                assert cell in letters


def test_same_data_same_picture(charts):
    assert charts.svg("progress") == charts.svg("progress")


def test_nothing_to_show():
    empty = {"form": "stacked", "title": "Leer", "description": "Nichts", "rows": []}
    charts = Charts({"none": empty}, speak("de"))
    assert charts.table("none").rows == ()
    assert charts.svg("none").count("<text") == 0
    assert charts.lines("none", 40)[0] == "Leer"
