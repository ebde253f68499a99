"""Charts: the same numbers in every form, told without colour."""

import re

import pytest

from kic.allocation.outcome import Outcome
from kic.core.tagged import untag
from kic.core.values import Money, Number
from kic.documents.allocation_charts import charts_of
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
        "",
        "State of the data:",
        "22\N{NO-BREAK SPACE}November 2026. Source:",
        "records of the city.",
    ]


def test_allocation_as_text_shows_the_line(charts):
    assert charts.lines("allocation", 34)[2:] == [
        "1. Sprachcafé – funded in full:",
        "€9,000.00, as requested",
        "[###########################   ] 90.00",
        "2. Nähtreff – funded in part:",
        "€9,900.00 of €10,000.00",
        "[=========================     ] 82.50",
        "-- the money reaches to here ---",
        "3. Musik & Tanz – not funded,",
        "requested €6,000.00",
        "[.........................     ] 82.50",
        "",
        "A full bar is a score of 100. #",
        "funded in full · = funded in part",
        "· . not funded",
        "",
        "State of the data: 22\N{NO-BREAK SPACE}November",
        "2026. Source: records of the city.",
    ]


def test_each_theme_counts_all_its_applications_and_the_whole_each_once(charts):
    assert charts.table("themes").rows == (
        ("Bildung und Arbeit", "4", "€25,500.00", "€18,900.00"),
        ("Gesundheit und Prävention", "0", "€0.00", "€0.00"),
        ("All applications, each once", "4", "€25,500.00", "€18,900.00"),
    )
    assert charts.lines("themes", 44)[2:6] == [
        "Bildung und Arbeit – €18,900.00 of",
        "€25,500.00",
        "[" + "#" * 30 + "." * 10 + "]",
        "Gesundheit und Prävention – nothing",
    ]


def test_an_application_with_two_themes_counts_in_each():
    """And in no theme more than once, however often it is named."""
    each = {"requested": Money(700), "award": Money(500), "themes": ["A", "B", "B"]}
    other = {"requested": Money(300), "award": Money(0), "themes": []}
    data = charts_of([], asked=[each, other], themes=["B"], line=0, highest=None, budget=Money(900))
    assert Charts(data, speak("en")).table("themes").rows == (
        ("B", "1", "€7.00", "€5.00"),
        ("A", "1", "€7.00", "€5.00"),
        ("Theme not known", "1", "€3.00", "€0.00"),
        ("All applications, each once", "2", "€10.00", "€5.00"),
    )


def test_the_sums_that_fund_each_application(charts):
    assert charts.table("budgets").rows == (
        ("Sprachcafé", "€10,000.00", "without limit"),
        ("Nähtreff", "€19,900.00", "without limit"),
        ("Musik & Tanz", "€7,000.00", "€9,999.99"),
        ("Musik & Tanz", "€16,000.00", "€19,899.99"),
        ("Musik & Tanz", "€25,900.00", "without limit"),
    )
    drawn = " ".join(charts.lines("budgets", 34))
    assert "Musik & Tanz – funded from €25,900.00 on, and in 2 ranges below it" in drawn
    assert "v the money of the call, €20,000.00." in drawn


@pytest.mark.parametrize("name", ["progress", "allocation", "themes"])
def test_pictures_say_every_number_in_words(name, charts):
    """Numbers of the table stand as letters in the picture, so it can be read in one colour."""
    drawn = "".join(charts.svgs(name))
    assert "<title" in drawn
    assert "<desc" in drawn
    letters = drawn.replace("&amp;", "&")
    for row in charts.table(name).rows[:-1]:
        for cell in row[1:]:
            if cell not in ("0", "€0.00") and "." in cell + "." and (name == "progress" or "€" in cell):
                assert cell in letters


def test_a_long_picture_comes_in_pieces_that_fit_on_paper_below_one_another():
    """Paper breaks between them: each has its own title, ids and patterns; the legend stands below the last."""
    rows = [
        {"id": f"a{n}", "rank": n, "title": f"Projekt {n}", "score": Number("80"), "requested": Money(900)}
        | {"award": Money(900), "outcome": Outcome.FUNDED, "ranges": None}
        for n in range(1, 21)
    ]
    data = charts_of(rows, asked=[], themes=[], line=0, highest=None, budget=Money(90_000))
    drawn = Charts(data, speak("en")).svgs("allocation")
    heights = [
        int(found) for each in drawn for found in re.findall(r'width="100%" height="(\d+)" font', each)
    ]
    ids = [found for each in drawn for found in re.findall(r' id="([^"]+)"', each)]
    assert max(heights) < 300, "less than a third of a page, with the legend"
    assert len(heights) == len(drawn) == 10
    assert len(ids) == len(set(ids))
    assert (
        '<title id="chart-allocation-2-title">Ranking, scores and proposed awards, part 2 of 10<' in drawn[1]
    )
    assert [each.count("Projekt") for each in drawn] == [2] * 10
    assert ["funded in part" in each for each in drawn] == [*[False] * 9, True]


def test_same_data_same_picture(charts):
    assert charts.svgs("progress") == charts.svgs("progress")


def test_nothing_to_show():
    empty = {"form": "stacked", "title": "Leer", "description": "Nichts", "rows": []}
    charts = Charts({"none": empty}, speak("de"))
    assert charts.table("none").rows == ()
    assert charts.svgs("none")[0].count("<text") == 0
    assert charts.lines("none", 40)[0] == "Leer"
