"""What the documents say of records: values, gaps, changes, debts and doubts."""

import datetime
from pathlib import Path

import msgspec
import pytest

from kic.core.tagged import Stated, untag
from kic.core.values import Count, Money, Number, PartialDate
from kic.documents import allocation_paper, catalogue, implementation_report
from kic.documents.catalogue import DOCUMENTS, Wanted
from kic.documents.letters.catalogue import LETTERS
from kic.domain.applications import Ineligible
from kic.domain.calls import CallMoney
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Progress, Provenance, Recommendation, Status, WordingKind
from kic.errors import Refused, UsageError


def day(spelling):
    return datetime.date.fromisoformat(spelling)


@pytest.fixture
def report(city):
    def make(**options):
        records = city.concept(lambda text: text)
        return untag(implementation_report.context(city.snapshot(*records), city.today, **options))

    return make


def by_id(made):
    return {each["id"]: each for theme in made["themes"] for each in theme["recommendations"]}


def test_every_recommendation_of_the_edition_stands_in_one_theme(report):
    made = report()
    assert [theme["number"] for theme in made["themes"]] == [1, 2, None]
    assert sorted(by_id(made)) == ["he-01", "he-02", "he-03", "he-04", "he-05"]
    assert sum(len(theme["recommendations"]) for theme in made["themes"]) == made["total"] == 5


def test_status_and_light_are_two_things_as_of_the_day(report):
    now = by_id(report())["he-02"]
    assert (now["status"], now["light"], now["note"]) == (
        "in_progress",
        "yellow",
        "Die Stelle ist noch nicht besetzt.",
    )
    before = by_id(report(as_of=day("2026-01-01")))["he-02"]
    assert (before["status"], before["light"]) == ("planned", "green")
    later = by_id(report(as_of=day("2027-02-01")))["he-02"]
    assert later["status"] == "implemented"


@pytest.mark.parametrize(
    ("since", "changed"),
    [
        (None, ["he-02", "he-05"]),  # the settings know the last report: 30 November 2025
        (day("2026-06-15"), ["he-05"]),  # an entry of the report's own day was in it
        (day("2020-01-01"), ["he-01", "he-02", "he-03", "he-05"]),
    ],
)
def test_changes_are_what_was_entered_after_the_last_report(since, changed, report):
    made = report(since=since)
    assert [each["id"] for each in made["changes"]] == changed


def test_a_change_tells_before_and_now(report):
    change = next(each for each in report()["changes"] if each["id"] == "he-02")
    assert (change["status_before"], change["status"]) == ("planned", "in_progress")
    assert [entry["date"] for entry in change["entries_since"]] == [day("2026-06-15")]


def test_who_owes_an_update(report):
    """Open ones without an entry for twelve months, or without any; those that have ended owe nothing."""
    owing = {
        tuple(group["bodies"]): [each["id"] for each in group["recommendations"]]
        for group in report()["owing"]
    }
    assert owing == {("Jugendamt", "Volkshochschule"): ["he-03"], (): ["he-04"]}


def test_doubts_last_until_someone_has_looked(report):
    doubts = [(each["recommendation"]["id"], each["result"]) for each in report()["doubts"]]
    assert doubts == [("he-02", None), ("he-03", "adjust")]
    assert report(as_of=day("2026-02-28"))["doubts"] == []


def test_gaps_are_said(report):
    made = report()
    unknown = by_id(made)["he-04"]
    assert unknown["title"] == Stated(None, "unknown")
    assert unknown["text"] == Stated(None, "unknown", "Nur die Zahl ist bekannt.")
    assert made["edition"]["adopted"] == Stated(PartialDate(2022, 2, 14), "derived", "aus dem Wochentag")
    assert {(each["field"], each["count"]) for each in made["gaps"]} == {
        ("title", 1), ("text", 1), ("responsible", 1), ("theme", 1)
    }  # fmt: skip


def test_recommendations_of_other_editions_stay_out(city):
    other = (
        Edition(id="konzept-2013", title="Konzept 2013"),
        Recommendation(
            id="m-01",
            edition="konzept-2013",
            number=Count(1),
            title="Früher",
            provenance=Provenance(wording=WordingKind.UNKNOWN),
            progress=(Progress(date=day("2014-01-01"), status=Status.IMPLEMENTED),),
        ),
    )
    state = city.snapshot(*city.concept(lambda text: text), *other)
    assert untag(implementation_report.context(state, city.today))["total"] == 5
    assert untag(implementation_report.context(state, city.today, edition="konzept-2013"))["total"] == 1


def test_an_empty_repository_has_a_report(city):
    made = untag(implementation_report.context(city.snapshot(), city.today))
    assert (made["total"], made["themes"], made["edition"]) == (0, [], None)


# -- the allocation paper --------------------------------------------------------------------------------


@pytest.fixture
def paper(city):
    return untag(city.contexts()["allocation-paper"])


def test_sums_add_up(paper):
    sums = {name: amount.cents for name, amount in paper["sums"].items()}
    assert sums["budget"] == sums["awarded"] + sums["fixed"] + sums["reserve"] + sums["unallocated"]
    assert sum(each["award"].cents for each in paper["awards"]) == sums["awarded"]


def test_sums_that_do_not_add_up_are_a_bug(city):
    state = city.snapshot(*city.concept(lambda text: text))
    wrong = city.proposal | {"unallocated": "0.00"}
    with pytest.raises(AssertionError):
        allocation_paper.context(state, city.today, city.call(lambda text: text), wrong)


def test_the_line_lies_below_the_last_funded_rank(paper):
    assert [each["funded"] for each in paper["ranking"]] == [True, True, False]
    assert paper["line"] == 2


def test_lists_of_the_paper(paper):
    assert [each["id"] for each in paper["awards"]] == ["2026-1-001", "2026-1-002"]
    assert [each["id"] for each in paper["waiting"]] == ["2026-1-003"]
    assert [(each["id"], each["causes"]) for each in paper["ineligible"]] == [("2026-1-004", ["threshold"])]
    assert [[one["id"] for one in tie["applications"]] for tie in paper["ties"]] == [
        ["2026-1-002", "2026-1-003"]
    ]


def test_private_persons_stay_pseudonyms(paper):
    assert paper["ineligible"][0]["applicant"].values == {"person": "p-0007"}


def test_an_application_that_the_proposal_lacks_is_named(city):
    shown = city.call(lambda text: text)
    without = city.proposal | {
        "applications": {k: v for k, v in city.proposal["applications"].items() if k != "2026-1-004"}
    }
    records = city.records(lambda text: text)
    made = untag(allocation_paper.context(city.snapshot(*records), city.today, shown, without))
    assert [each["id"] for each in made["missing"]] == ["2026-1-004"]


def test_what_the_office_excluded_is_shown_with_its_cause(city):
    """It never came to the allocation, and yet it is part of the call."""
    records = [
        msgspec.structs.replace(record, ineligible=(Ineligible.LATE,))
        if record.id == "2026-1-004"
        else record
        for record in city.records(lambda text: text)
    ]
    without = city.proposal | {
        "applications": {k: v for k, v in city.proposal["applications"].items() if k != "2026-1-004"}
    }
    made = untag(
        allocation_paper.context(city.snapshot(*records), city.today, city.call(lambda text: text), without)
    )
    assert [(each["id"], each["causes"]) for each in made["ineligible"]] == [("2026-1-004", ["late"])]
    assert made["missing"] == []
    assert (made["number"], made["requested"]) == (4, Money(2_550_000))


def test_the_paper_of_a_call_is_computed_from_its_records(city):
    state = city.snapshot(*city.records(lambda text: text))
    made = untag(DOCUMENTS["allocation-paper"].context(state, city.today, Wanted(id="2026-1")))
    assert [(each["id"], each["score"]) for each in made["ranking"]] == [
        ("2026-1-001", Number("90.00")),
        ("2026-1-003", Number("82.50")),
        ("2026-1-002", Number("82.50")),
    ]
    assert [each["causes"] for each in made["ineligible"]] == [["threshold"]]
    assert sum(each["award"].cents for each in made["awards"]) == made["sums"]["awarded"].cents > 0


@pytest.mark.parametrize(
    ("document", "about", "sentence"),
    [
        ("allocation-paper", None, "The document allocation-paper needs to know what it is about."),
        ("allocation-paper", "2026-2", "There is no call 2026-2."),
        ("implementation-report", "t1", "The document implementation-report takes no id."),
    ],
)
def test_documents_say_what_they_need(document, about, sentence, city):
    state = city.snapshot(*city.records(lambda text: text))
    with pytest.raises(UsageError) as wrong:
        DOCUMENTS[document].context(state, city.today, Wanted(id=about))
    assert str(wrong.value) == sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"money": CallMoney()}, "The amount of the call 2026-1 is not known, so nothing can be allocated."),
        ({"id": "2025-1"}, "No application of the call 2025-1 is recorded."),
    ],
)
def test_a_paper_is_not_made_from_nothing(change, sentence, city):
    shown = msgspec.structs.replace(city.call(lambda text: text), **change)
    records = [each for each in city.records(lambda text: text) if each.id != "2026-1"]
    with pytest.raises(Refused) as wrong:
        allocation_paper.of_call(city.snapshot(*records, shown), city.today, shown.id)
    assert str(wrong.value) == sentence


@pytest.mark.parametrize(("number", "shown", "said"), [(60, True, 0), (61, False, 60)])
def test_past_sixty_applications_the_paper_says_that_a_picture_is_left_out(number, shown, said, city):
    each = city.proposal["applications"]["2026-1-003"]
    ids = [f"a-{place}" for place in range(1, number + 1)]
    many = {id_: each | {"rank": place} for place, id_ in enumerate(ids, 1)}
    proposal = city.proposal | {"ranking": ids, "order": [], "waiting_list": [], "ties": [], "warnings": []}
    made = untag(
        allocation_paper.context(
            city.snapshot(), city.today, city.call(lambda text: text), proposal | {"applications": many}
        )
    )
    assert ("budgets" in made["charts"]) is shown
    assert made["ranges_left_out"] == said


def test_documents_are_in_the_catalogue():
    assert {name: document.about for name, document in DOCUMENTS.items()} == {
        "concept": None,
        "implementation-report": None,
        "theme-sheet": "theme",
        "recommendation-sheet": "recommendation",
        "call-text": "call",
        "allocation-paper": "call",
        "council-paper": "paper",
        "meeting-agenda": "meeting",
        "minutes": "meeting",
        "funding-report": "year",
        "public-funding-report": "year",
        "handover": None,
        "consultation-report": "edition",
        "synopsis": "revisions",
        "amendment-list": "revisions",
    }
    templates = Path(catalogue.__file__).parents[1] / "templates"
    names = [document.template for document in (*DOCUMENTS.values(), *LETTERS.values())]
    assert [name for name in names if not (templates / name).is_file()] == []


@pytest.mark.parametrize(("rule", "line"), [("ranked", 2), ("tiered-cut", 2), ("greedy", 0), ("optimum", 0)])
def test_the_line_is_drawn_only_where_awards_go_by_rank(city, rule, line):
    state = city.snapshot(*city.records(lambda text: text))
    proposal = {**city.proposal, "rule": rule}
    made = untag(allocation_paper.context(state, city.today, city.call(lambda text: text), proposal))
    assert (made["line"], made["charts"]["allocation"]["line"]) == (line, line)
