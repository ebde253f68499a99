"""Pictures of deadlines, budgets, flows and indicators: the same numbers in every form, told without colour."""

import datetime
import re
from html.parser import HTMLParser

import pytest

from kic.core.tagged import tag, untag
from kic.core.text import text
from kic.core.values import Money, Number, PartialDate
from kic.documents import implementation_report
from kic.documents.due_chart import timeline
from kic.documents.indicator_charts import with_series
from kic.domain.agenda import Due, DueKind, DueState, Owes
from kic.domain.concept.indicator import Indicator, Value
from kic.present.charts import Charts
from kic.present.language import speak
from kic.present.width import in_items

TODAY = datetime.date(2026, 11, 22)
NBSP = "\N{NO-BREAK SPACE}"


def shown(name, chart, language="en"):
    """As a document has it: through plain data."""
    return Charts(untag(tag({name: chart})), speak(language))


def due(days, kind=DueKind.REPORT, state=DueState.AHEAD, record="a1"):
    day = TODAY + datetime.timedelta(days=days)
    return Due(
        date=day, state=state, kind=kind, record=record, key=str(days), what=text("end of settlement"),
        owes=Owes.OFFICE,
    )  # fmt: skip


def deadlines(language="en"):
    dues = [
        due(-40, state=DueState.OVERDUE),
        due(-1, state=DueState.OVERDUE),
        due(-9, DueKind.PAYMENT, DueState.OPEN),
        due(0, DueKind.MEETING),
        due(0, DueKind.MEETING),
        due(90),
        due(91),
        due(180),
    ]
    return shown("deadlines", timeline(dues, TODAY, 180), language)


def budget(*rows):
    return shown(
        "budget",
        {
            "form": "budget",
            "title": text("Money, awards and payments by call"),
            "description": "",
            "what": text("Call"),
            "as_of": TODAY,
            "source": text("records of the city"),
            "rows": [
                dict(
                    zip(
                        ("label", "budget", "awarded", "paid", "remainder", "passed_on", "undecided"),
                        row,
                        strict=False,
                    )
                )
                for row in rows
            ],
        },
    )


def flow(*rows, calls=("Aufruf",), themes=("Sprache", "Wohnen"), recipients=("Verein", "Träger")):
    columns = {
        place: {"title": title, "labels": list(labels)}
        for place, title, labels in (
            ("from", text("Calls"), calls),
            ("over", text("Themes"), themes),
            ("to", text("Recipients"), recipients),
        )
    }
    ways = [
        {"from": start, "over": over, "to": end, "amount": Money(cents)} for start, over, end, cents in rows
    ]
    return shown(
        "flow",
        {"form": "flow", "title": "Wohin", "description": "", "columns": columns, "rows": ways},
    )


def series(values, targets=(), unit="%"):
    indicator = {
        "title": "Quote",
        "unit": unit,
        "values": [
            {"date": PartialDate.parse(day), "value": Number(value), "source": source, "note": None}
            for day, value, source in values
        ],
        "targets": [{"date": PartialDate.parse(day), "value": Number(value)} for day, value in targets],
    }
    (told,), charts = with_series([indicator])
    return told["chart"], Charts(untag(tag(charts)), speak("de"))


# -- deadlines -----------------------------------------------------------------------------------------


def test_deadlines_name_what_is_overdue_first_and_count_what_comes():
    assert deadlines().lines("deadlines", 100)[2:9] == [
        f"Report – 2 overdue, the longest since 13{NBSP}October 2026; 1 in the next 90 days, on 20{NBSP}February 2027; 2",
        f"later, the first on 21{NBSP}February 2027",
        "  x2      [" + "." * 29 + "11" + "." * 28 + "1]",
        f"Payment – 1 waiting since 13{NBSP}November 2026",
        "       o1 [" + bare() + "]",
        f"Meeting – 2 in the next 90 days, the first on 22{NBSP}November 2026",
        "          [2" + bare()[1:] + "]",
    ]


def bare():
    return "." * 29 + ":" + "." * 30


def test_deadlines_as_a_table_tell_the_days_and_the_state_in_words():
    rows = deadlines().table("deadlines").rows
    assert [row[2:4] for row in rows] == [
        ("-40", "overdue for 40 days"),
        ("-1", "overdue for 1 day"),
        ("-9", "waiting, no day is set"),
        ("0", "today"),
        ("0", "today"),
        ("90", "in 90 days"),
        ("91", "in 91 days"),
        ("180", "in 180 days"),
    ]


def test_a_day_with_several_deadlines_says_how_many():
    drawn = "".join(deadlines().svgs("deadlines")[:2])
    marks = re.findall(r'class="k-mark" x1="([\d.]+)%"[^>]*stroke-width="(\d+)"', drawn)
    assert marks == [("64.00", "7"), ("64.38", "7"), ("99.00", "7"), ("29.00", "24")]
    (number,) = re.findall(r'class="k-number" x="29.00%"[^>]*>(\d+)<', drawn)
    assert number == "2"


# -- budgets -------------------------------------------------------------------------------------------


def test_what_stands_above_a_bar_breaks_between_amounts():
    [drawn] = budget(("Call 2024", Money(50_000_00), Money(49_950_00), Money(49_440_80))).svgs("budget")
    lines = re.findall(r'font-size="13">([^<]*)<', drawn)
    assert [each.replace(NBSP, " ") for each in lines] == [
        "Money to give: €50,000.00;",
        "Awarded: €49,950.00; Paid: €49,440.80",
    ]
    assert in_items(["aa", "bb", "cccc cccc"], 7) == ["aa; bb;", "cccc", "cccc"]
    assert in_items([], 7) == [""]


def test_a_budget_with_what_is_awarded_and_paid_of_it():
    charts = budget(
        ("Erste Runde", Money(400_00), Money(300_00), Money(100_00)), ("Zweite", Money(0), Money(0), Money(0))
    )
    assert charts.table("budget").rows == (
        ("Erste Runde", "€400.00", "€300.00", "€100.00", "€100.00"),
        ("Zweite", "€0.00", "€0.00", "€0.00", "€0.00"),
        ("Total", "€400.00", "€300.00", "€100.00", "€100.00"),
    )
    assert charts.lines("budget", 44)[5] == "[" + "#" * 10 + "=" * 20 + "." * 10 + "]"


def test_money_that_a_second_round_hands_out_again_counts_once_in_the_total():
    charts = budget(
        ("Erste Runde", Money(700_00), Money(438_00), Money(0), False, Money(260_00)),
        ("Zweite Runde", Money(260_00), Money(250_00), Money(0), True),
    )
    table = charts.table("budget")
    assert table.head[1:] == (
        "Money to give", "Passed on to a later call", "Awarded", "Not awarded", "Paid, less what came back"
    )  # fmt: skip
    assert table.rows == (
        ("Erste Runde", "€700.00", "€260.00", "€438.00", "€2.00", "€0.00"),
        ("Zweite Runde", "€260.00", "€0.00", "€250.00", "€10.00", "€0.00"),
        ("Total, each euro counted once", "€700.00", "€0.00", "€688.00", "€12.00", "€0.00"),
    )


def test_what_a_call_of_another_year_gives_is_missing_in_the_total():
    charts = budget(
        ("Erste Runde", Money(700_00), Money(438_00), Money(0), False, Money(260_00)),
        ("Andere", Money(50_00), Money(50_00), Money(0)),
    )
    assert charts.table("budget").rows[-1] == (
        "Total", "€750.00", "€260.00", "€488.00", "€2.00", "€0.00"
    )  # fmt: skip


def test_nothing_is_not_awarded_while_a_call_is_undecided():
    charts = budget(
        ("2023", Money(700_00), Money(440_00), None, False, None, True),
        ("2024", Money(500_00), Money(490_00), Money(490_00)),
    )
    assert [row[3] for row in charts.table("budget").rows] == ["", "€10.00", ""]


def test_what_nobody_knows_is_said_and_not_drawn_as_nothing():
    charts = budget(("Alt", None, Money(50_00), None), ("Neu", Money(90_00), Money(90_00), Money(0)))
    assert charts.table("budget").rows == (
        ("Alt", "not known", "€50.00", "", "not known"),
        ("Neu", "€90.00", "€90.00", "€0.00", "€0.00"),
        ("Total", "not known", "€140.00", "", "not known"),
    )
    drawn = "".join(charts.svgs("budget"))
    assert "Money to give: not known;" in " ".join(re.findall(r">([^<]+)</text>", drawn))
    assert (
        drawn.count('class="k-done"')
        == 1
        == len(re.findall(r'class="k-done" x="0" y="\d+" width="26"', drawn))
    )


def test_no_box_has_a_width_below_zero():
    charts = budget(("Überzogen", Money(-5_00), Money(10_00), Money(-1_00)))
    assert 'width="-' not in "".join(charts.svgs("budget"))
    assert charts.table("budget").rows == (("Überzogen", "-€5.00", "€10.00", "-€15.00", "-€1.00"),)


# -- flows ---------------------------------------------------------------------------------------------


def test_every_way_of_the_money_stands_in_the_table_and_adds_up():
    charts = flow((0, 0, 0, 70_00), (0, 1, 0, 20_00), (0, 1, 1, 10_00))
    assert charts.table("flow").rows == (
        ("Aufruf", "Sprache", "Verein", "€70.00"),
        ("Aufruf", "Wohnen", "Verein", "€20.00"),
        ("Aufruf", "Wohnen", "Träger", "€10.00"),
        ("Total", "", "", "€100.00"),
    )
    drawn = "".join(charts.svgs("flow"))
    words = re.findall(r">([^<]+)</text>", drawn)
    assert [word for word in words if "€" in word] == [
        "Aufruf: €100.00", "Sprache: €70.00", "Wohnen: €30.00", "Verein: €90.00", "Träger: €10.00",
    ]  # fmt: skip
    assert drawn.count('<path class="k-flow"') == 5
    assert [sign for sign in words if len(sign) == 1] == ["A", "1", "2", "a", "b", "A", "1", "2", "a", "b"]


def test_bands_are_as_high_as_their_boxes():
    drawn = "".join(flow((0, 0, 0, 70_00), (0, 1, 0, 20_00), (0, 1, 1, 10_00)).svgs("flow"))
    heights = [float(found) for found in re.findall(r'class="k-done"[^>]* height="([\d.]+)"', drawn)]
    bands = [
        (float(after) - float(before))
        for before, after in re.findall(r'd="M\d+ ([\d.]+)C.*? [\d.]+V[\d.]+C.* ([\d.]+)Z', drawn)
    ]
    assert heights == [110, 77, 33, 99, 11]
    assert [round(each, 2) for each in bands] == [77, 33, 77, 22, 11]


@pytest.mark.parametrize(("recipients", "bands"), [(9, True), (10, False)])
def test_more_than_twelve_boxes_become_bars(recipients, bands):
    names = [f"Verein {number}" for number in range(recipients)]
    charts = flow(*((0, number % 2, number, 100) for number in range(recipients)), recipients=names)
    drawn = "".join(charts.svgs("flow"))
    assert ("k-flow" in drawn) is bands
    assert all(f"{name}: €1.00" in drawn for name in names)


# -- indicators ----------------------------------------------------------------------------------------


def test_a_series_tells_values_targets_and_sources():
    name, charts = series(
        [("2021-03-01", "78.4", "Bericht 2021"), ("2023", "60", "Bericht 2023")], [("2027", "90")]
    )
    assert charts.table(name).rows == (
        ("01.03.2021", "78,4", "erfasster Wert", "Bericht 2021"),
        ("2023", "60", "erfasster Wert", "Bericht 2023"),
        ("2027", "90", "Zielwert", ""),
    )
    assert charts.lines(name, 64)[2:5] == [
        f"[{'#' * 27}   ] 78,4{NBSP}%, 01.03.2021",
        f"[{'#' * 20}          ] 60{NBSP}%, 2023",
        f"[{'=' * 30}] 90{NBSP}%, Zielwert bis 2027",
    ]
    assert charts.note(name) == "Stand der Daten: 2023. Quelle: Bericht 2021 und Bericht 2023."


def test_the_scale_begins_at_zero_so_that_no_change_looks_larger_than_it_is():
    name, charts = series([("2021", "90", "x"), ("2022", "100", "x")])
    (drawn,) = charts.svgs(name)
    (low, high) = (
        int(found) for found in re.findall(r'class="k-dot" cx="[\d.]+%" cy="(\d+)" r="5"', drawn)[:2]
    )
    base = int(re.findall(r'class="k-line" x1="0.00%" x2="100.00%" y1="(\d+)"', drawn)[0])
    assert (base - high, base - low) == (100, 90)


@pytest.mark.parametrize(("values", "targets"), [([("2021", "1", "x")], []), ([], [("2027", "1")]), ([], [])])
def test_a_single_value_is_no_series(values, targets):
    assert series(values, targets)[0] is None


def test_values_below_zero_lie_below_the_line_of_zero():
    name, charts = series([("2021", "-5", "x"), ("2022", "5", "x")])
    assert [line.count("#") for line in charts.lines(name, 64)[2:4]] == [0, 30]
    assert "Skala von -5 bis 5" in charts.svgs(name)[0]


# -- all of them ---------------------------------------------------------------------------------------


def everything():
    return [
        ("deadlines", deadlines("de")),
        ("budget", budget(("Runde", Money(400_00), Money(300_00), Money(100_00)))),
        ("flow", flow((0, 0, 0, 70_00), (0, 1, 1, 10_00))),
        series([("2021", "90", "x"), ("2022", "100", "x")], [("2024", "110")]),
    ]


class Tree(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.ids, self.named = [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.named += found.get("aria-labelledby", "").split()


@pytest.mark.parametrize("at", range(4))
def test_pictures_are_named_low_and_the_same_each_time(at):
    name, charts = everything()[at]
    again_name, again = everything()[at]
    drawn = charts.svgs(name)
    assert drawn == again.svgs(again_name)
    tree = Tree("".join(drawn))
    assert len(tree.ids) == len(set(tree.ids))
    assert set(tree.named) <= set(tree.ids)
    for piece in drawn:
        assert int(re.search(r'width="100%" height="(\d+)" font', piece)[1]) < 350
        assert "<title" in piece
        assert "<desc" in piece


@pytest.mark.parametrize("at", range(4))
def test_lines_fit_where_they_can(at):
    name, charts = everything()[at]
    assert max(len(line) for line in charts.lines(name, 80)) <= 80


# -- numbers as CSV ------------------------------------------------------------------------------------


def test_numbers_as_csv_for_a_german_spreadsheet():
    name, charts = series([("2021-03-01", "12345.5", "=1+1"), ("2022", "-2", "Amt; Stelle")], unit="@Fälle")
    assert charts.csv(name).decode("utf-8-sig").split("\r\n") == [
        "Stand;Quote (@Fälle);Art;Quelle;Stand der Daten",
        "2021-03-01;12345,5;erfasster Wert;'=1+1;2022",
        '2022;-2;erfasster Wert;"Amt; Stelle";2022',
        "",
    ]


def test_numbers_as_csv_in_english_have_points_and_the_source_in_each_row():
    content = budget(("-Runde", Money(400_000_00), Money(300_05), None)).csv("budget")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n")[1] == (
        "'-Runde,400000.00,300.05,399699.95,not known,2026-11-22,records of the city"
    )


@pytest.mark.parametrize(
    ("unit", "people", "shown"),
    [
        ("Personen", None, ["12", None, "0", "5"]),  # 4 people could be recognised, none and 5 cannot
        ("Kinder je Jahr", None, ["12", None, "0", "5"]),
        ("Personen", False, ["12", "4", "0", "5"]),
        ("Beratungen", True, ["12", None, "0", "5"]),
        ("Beratungen", None, ["12", "4", "0", "5"]),
        ("%", None, ["12", "4", "0", "5"]),
    ],
)
def test_small_groups_are_told_in_words_and_not_drawn(unit, people, shown, city):
    indicator = Indicator(
        id="beratene",
        title="Beratene",
        unit=unit,
        definition="Je Jahr.",
        people=people,
        values=tuple(
            Value(date=PartialDate(2020 + year), value=Number(value), source="Statistik")
            for year, value in enumerate(("12", "4", "0", "5"))
        ),
    )
    state = city.snapshot(*city.records(lambda text: text), indicator)
    context = implementation_report.context(state, city.today)
    (told,) = [each for each in untag(context["indicators"]) if each["id"] == "beratene"]
    values = [each["value"] for each in told["values"]]
    assert [value.spelling if isinstance(value, Number) else None for value in values] == shown
    assert [speak("de").word(value) for value in values if not isinstance(value, Number)] == [
        "weniger als 5" for each in shown if each is None
    ]
    drawn = [row["value"].spelling for row in untag(context["charts"])[told["chart"]]["rows"]]
    assert drawn == [each for each in shown if each is not None]
