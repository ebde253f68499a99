"""Kaiserslautern, the project's own root: what is known stands there, and nothing else.

A fact has its source. What is unknown, approximate, partial or derived says so in `gaps`; the tables below
are the whole of it, so a guess that becomes a fact by accident fails here.
"""

import datetime
import functools
from collections import Counter
from pathlib import Path

import pytest

from kic.core.diagnostic import Severity
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.values import total
from kic.domain.calls import Call, CallState, MoneySource, Reservation
from kic.domain.chapters import KINDS
from kic.domain.committee import Council, Seat
from kic.domain.concept.edition import Edition, ExceptionReason, Resolution, Term
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import Recommendation, WordingKind
from kic.domain.concept.structure import Theme
from kic.domain.knowledge import Documented, GapState
from kic.domain.participation import Consultation, ConsultationForm, Contribution
from kic.domain.rules import RULES
from kic.domain.settings import FORMAT, Mandate, Settings
from kic.store.reading.load import load
from kic.store.reading.sources import WorkTree

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 11, 22)


@functools.cache
def root() -> Snapshot:
    return load(WorkTree(ROOT), KINDS, newest=FORMAT)


def documented() -> list[Documented]:
    return [entry.record for entry in root() if isinstance(entry.record, Documented)]


def gaps(record: Documented) -> dict[str, str]:
    return {gap.field: gap.state.value for gap in record.gaps}


# -- the whole ---------------------------------------------------------------------------------------------


def test_every_record_reads_and_no_rule_asks_for_more_than_a_note() -> None:
    assert [str(fault.message) for fault in root().diagnostics] == []
    assert all(entry.record for entry in root())
    found = run(RULES, root(), TODAY)
    assert [(each.law.code, each.place.path) for each in found if each.severity is not Severity.NOTE] == []
    assert {each.law.code for each in found} == {"KIC150"}, "what is not known is noted, nothing else"


@pytest.mark.parametrize("record", documented(), ids=lambda record: record.id)
def test_each_record_names_its_sources_and_is_not_invented(record: Documented) -> None:
    assert record.sources
    assert all(source.title for source in record.sources)
    assert not record.invented


def test_there_is_nothing_but_what_is_known() -> None:
    assert Counter(entry.kind for entry in root()) == {
        "settings": 1,
        "edition": 2,
        "resolution": 3,
        "term": 1,
        "theme": 6,
        "recommendation": 3,
        "indicator": 3,
        "consultation": 4,
        "council": 1,
        "call": 9,
    }
    assert root().all(Seat) == (), "who sits on the committee is not published"


def test_a_gap_that_is_not_simply_unknown_explains_itself() -> None:
    for record in documented():
        for gap in record.gaps:
            assert gap.note or gap.state is GapState.UNKNOWN, f"{record.id}: {gap.field}"


# -- the concept -------------------------------------------------------------------------------------------


def test_the_concept_of_2022() -> None:
    edition = root().get(Edition, "k2022")
    assert (str(edition.adopted), str(edition.published)) == ("2022-02-14", "2022-06")
    assert (edition.counts.themes, edition.counts.recommendations) == (5, 32)
    assert (edition.horizon.years, edition.horizon.until) == (10, 2032)
    assert (edition.pages, edition.predecessor) == (30, "k2013")
    assert gaps(edition) == {
        "summary": "partial",
        "drafted": "unknown",
        "adopted": "derived",  # "on Monday", in a press release of Tuesday
        "published": "approximate",
        "effective": "unknown",
        "horizon.years": "approximate",
        "horizon.until": "derived",
        "counts.themes": "partial",
        "counts.recommendations": "partial",
        "pages": "approximate",
    }
    assert edition.adopted.earliest.weekday() == 0


def test_five_themes_and_a_sixth_that_came_later() -> None:
    themes = sorted(root().all(Theme), key=lambda theme: theme.number)
    assert [theme.title for theme in themes] == [
        "Bildung und Arbeit",
        "Sprachförderung",
        "Begegnung, Sicherheit und Antirassismus",
        "Ehrenamt, Partizipation, Beteiligung",
        "Wohnbedarfe und Wohnraumversorgung",
        "Gesundheit und Prävention",
    ]
    assert [str(theme.added) if theme.added else None for theme in themes] == [None] * 5 + ["2023-06"]
    assert gaps(themes[5])["added"] == "approximate"
    assert "Zwischen Juli 2022 und Juni 2023" in themes[5].gap("added").note
    for theme in themes:
        assert (theme.vision, theme.goals) == (None, ())
        assert gaps(theme)["number"] == "derived", "the numbering of the document is not proved"
        assert (gaps(theme)["vision"], gaps(theme)["goals"]) == ("unknown", "unknown")


def test_of_32_recommendations_one_title_and_two_contents_are_known() -> None:
    known = {each.id: each for each in root().all(Recommendation)}
    assert {key: (each.title, each.text, each.theme) for key, each in known.items()} == {
        "he-lernpatenschaften": ("Etablierung Qualifizierter Lernpatenschaften", None, "t2"),
        "he-stadtteilbueros": (None, "Mehr Stadtteilbüros als Orte der Begegnung.", None),
        "he-kulturfestival": (None, "Ein Musik-, Theater- und Kulturfestival gegen Rassismus.", None),
    }
    for each in known.values():
        assert each.provenance.wording is WordingKind.REPORTED, "nobody may quote it as the concept"
        assert each.number is None
        assert each.progress == ()
        assert {"number", "title", "text", "goals", "responsible", "progress"} <= gaps(each).keys()


def test_the_concept_of_2013_is_a_number_of_measures() -> None:
    edition = root().get(Edition, "k2013")
    assert (str(edition.adopted), edition.counts.recommendations) == ("2013-02-04", 43)
    assert edition.counts.themes is None, "the names of the Handlungsfelder are not known"
    assert not edition.counts.listed
    assert (gaps(edition)["counts.themes"], gaps(edition)["vision"]) == ("unknown", "unknown")


def test_how_people_took_part_as_far_as_it_is_known() -> None:
    events = {each.id: each for each in root().all(Consultation)}
    first, workshop = events["bt-2012-arbeitsgruppen"], events["bt-2018-prioritaeten"]
    selfcheck, process = events["bt-2020-weltoffene-kommune"], events["bt-2022-kommunikationsprozess"]
    assert (first.edition, first.participants) == ("k2013", 200)
    assert gaps(first)["participants"] == "approximate", "more than 200"
    assert {workshop.edition, selfcheck.edition, process.edition} == {"k2022"}
    assert (workshop.form, str(workshop.date)) == (ConsultationForm.PRIORITIES_WORKSHOP, "2018-11-07")
    assert gaps(workshop) == {"title": "derived", "date": "partial", "participants": "unknown"}, (
        "announced only"
    )
    assert (str(selfcheck.date), selfcheck.participants) == ("2020-08", 30)
    assert gaps(selfcheck)["participants"] == "approximate"
    assert (process.participants, gaps(process)["participants"]) == (None, "unknown")
    assert root().all(Contribution) == (), "what was proposed in the process is not published"


def test_the_resolutions() -> None:
    assert {each.id: (str(each.date), each.result) for each in root().all(Resolution)} == {
        "b-2013-konzept": ("2013-02-04", "einstimmig angenommen"),
        "b-2022-konzept": ("2022-02-14", "mit geringen Änderungen angenommen"),
        "b-2022-begleitausschuss": ("2022-02-14", None),
    }
    assert all(gaps(each)["number"] == "unknown" for each in root().all(Resolution))


def test_the_word_that_the_council_changed_may_stand_in_statistics_and_quotations() -> None:
    (term,) = root().all(Term)
    assert (term.instead_of, term.use) == (("Migrationshintergrund",), "Migrationsgeschichte")
    assert {each.record: each.reason for each in term.exceptions} == {
        "i-migrationshintergrund": ExceptionReason.STATISTIC,
        "b-2022-konzept": ExceptionReason.QUOTATION,
    }
    assert gaps(term) == {"since": "derived", "exceptions": "derived"}


def test_figures_about_the_city_are_context() -> None:
    said = {
        each.id: [(str(value.date), str(value.value)) for value in each.values]
        for each in root().all(Indicator)
    }
    assert said == {
        "i-migrationshintergrund": [("2018-04", "36")],
        "i-auslaendischer-pass": [("2022-02", "17")],
        "i-nationen": [("2022-02", "140")],
    }
    for name in ("i-auslaendischer-pass", "i-nationen"):
        assert gaps(root().get(Indicator, name))["values"] == "approximate"


# -- the committee -----------------------------------------------------------------------------------------


def test_the_committee_as_described() -> None:
    settings = root().only(Settings)
    rules = settings.committee
    assert (rules.seats, rules.mandate, rules.one_seat_per_group) == (25, Mandate.DECIDES, True)
    assert (rules.quorum, rules.quorum_with_exclusions, rules.second_invitation) == (None, None, None)
    said = gaps(settings)
    assert (said["committee.seats"], said["committee.mandate"]) == ("approximate", "partial")
    assert {
        said[f"committee.{name}"] for name in ("quorum", "quorum_with_exclusions", "second_invitation")
    } == {"unknown"}


def test_the_council_that_sat_in_february_2022() -> None:
    (council,) = root().all(Council)
    assert {group.name: group.seats for group in council.groups} == {
        "SPD": 15,
        "CDU": 13,
        "Grüne": 11,
        "AfD": 6,
        "FWG": 4,
        "FDP": 3,
        "Linke": 3,
        "PARTEI": 1,
    }
    assert sum(group.seats for group in council.groups) == council.seats == 56
    assert gaps(council) == {"title": "derived", "start": "derived", "end": "derived", "groups": "partial"}


# -- the calls ---------------------------------------------------------------------------------------------

KNOWN = {
    # money, deadline, topics or themes, decision expected
    "2014-1": ("50000.00", "2014-04-04", 5, None),
    "2015-1": ("50000.00", None, None, None),
    "2016-1": ("50000.00", None, 10, None),
    "2017-1": ("50000.00", "2017-04-13", 9, None),
    "2019-1": ("50000.00", "2019-03-15", 6, None),
    "2023-1": ("70000.00", None, None, None),
    "2023-2": ("26000.00", "2023-06-30", 6, "2023-07"),
    "2024-1": ("50000.00", "2024-04-30", 6, "2024-05"),
    "2026-1": ("50000.00", "2026-03-31", 6, "2026-04"),
}


def test_the_calls_that_are_known() -> None:
    assert {
        each.id: (
            str(each.money.amount),
            str(each.closes.local.date()) if each.closes else None,
            each.topics or len(each.themes) or None,
            str(each.decision_expected) if each.decision_expected else None,
        )
        for each in root().all(Call)
    } == KNOWN


@pytest.mark.parametrize("each", root().all(Call), ids=lambda each: each.id)
def test_a_call_does_not_pretend(each: Call) -> None:
    said = gaps(each)
    assert said["closes"] == ("partial" if each.closes else "unknown"), "a day, but never its hour"
    assert said["terms"] == "unknown"
    assert each.decided is None
    assert said["decided"] == "unknown"
    if each.state is CallState.CLOSED:
        assert (each.figures, said["figures"], said["state"]) == (None, "unknown", "derived")
    if each.money.reservation is Reservation.OPEN:
        assert said["money.reservation"] == "partial"


def test_reservations_of_the_budget() -> None:
    under = {each.id for each in root().all(Call) if each.money.reservation is Reservation.OPEN}
    assert under == {"2014-1", "2015-1", "2019-1"}


def test_2016_funded_seven_of_thirteen() -> None:
    each = root().get(Call, "2016-1")
    figures = each.figures
    assert (figures.applications, figures.funded, str(figures.requested)) == (13, 7, "126000.00")
    assert gaps(each)["figures.requested"] == "approximate"
    assert figures.committed is None


def test_2023_gave_44000_and_then_the_remainder() -> None:
    first, second = root().get(Call, "2023-1"), root().get(Call, "2023-2")
    assert (second.money.source, second.money.remainder_of) == (MoneySource.REMAINDER, "2023-1")
    assert total((first.figures.committed, second.money.amount)) == first.money.amount
    assert gaps(first)["figures.committed"] == "derived"


def test_2015_is_a_year_worked_out() -> None:
    assert gaps(root().get(Call, "2015-1"))["year"] == "derived"


def test_2026_is_to_be_settled_within_the_year() -> None:
    each = root().get(Call, "2026-1")
    assert str(each.spend_by) == str(each.settle_by) == "2026-12-31"
    assert gaps(each)["settle_by"] == "partial", "the sources differ"


def test_the_budget_knows_eight_years() -> None:
    settings = root().only(Settings)
    assert {int(year.year): str(year.amount) for year in settings.budget} == {
        **dict.fromkeys((2014, 2015, 2016, 2017, 2019, 2024, 2026), "50000.00"),
        2023: "70000.00",
    }
    assert gaps(settings)["budget"] == "partial"
