"""The demo city: what must be true of its present state."""

import datetime
import re
import unicodedata

import pytest

from kic.core.rule import run
from kic.domain.committee import Seat
from kic.domain.concept.edition import Edition, Term
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import CLOSED, SUCCEEDED, Event, Light, Recommendation, Status
from kic.domain.concept.structure import Body, Theme
from kic.domain.knowledge import Documented
from kic.domain.rules import RULES
from kic.domain.settings import Settings
from tests.demo.reading import CITY, FILES, city, errors, records

TODAY = datetime.date(2026, 11, 22)


def of(edition: str) -> dict[str, Recommendation]:
    return {each.id: each for each in records(Recommendation) if each.edition == edition}


# -- files -------------------------------------------------------------------------------------------------


def test_every_record_reads_without_a_finding() -> None:
    assert [str(fault.message) for fault in city().diagnostics] == []
    assert all(entry.record for entry in city())


def test_no_rule_finds_an_error() -> None:
    assert errors(run(RULES, city(), TODAY)) == []


@pytest.mark.parametrize(
    "path", [path for path in FILES if not path.startswith(("templates/", "applications/"))]
)
def test_files_look_as_if_kept_by_hand(path: str) -> None:
    text = FILES[path].decode()
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert unicodedata.normalize("NFC", text) == text
    assert not re.search(r"[\t\r\xa0]| $", text, re.MULTILINE)
    assert [line for line in text.splitlines() if len(line) > 100] == []


def test_keys_stand_in_the_order_of_the_class() -> None:
    for entry in city():
        fields = ["kind", *type(entry.record).__struct_fields__]
        keys = list(entry.declared)
        assert keys == [field for field in fields if field in keys], entry.path


def test_every_record_says_that_it_is_invented() -> None:
    assert [
        entry.path for entry in city() if not (isinstance(entry.record, Documented) and entry.record.invented)
    ] == []


# -- persons -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "pattern", "example"),
    [
        ("e-mail address", r"[\w.+-]+@[\w-]+\.\w+", "amt@neuenlauter.example"),
        ("telephone number", r"(?:\+49|\b0\d{2,5})[ /-]\d{3,}", "0631 12345"),
        ("IBAN", r"\bDE\d{2}(?: ?\d{4}){4} ?\d{2}\b", "DE02 1203 0000 0000 2020 51"),
        ("postal code with place", r"\b\d{5} [A-ZÄÖÜ]", "67655 Neuenlauter"),
        ("street with number", r"(?:straße|str\.|gasse|platz|weg|allee) \d", "Marktstraße 7"),
        ("form of address", r"\b(?:Herrn?|Frau|Dr\.|Prof\.) [A-ZÄÖÜ]", "Frau Beispiel"),
    ],
)
def test_nothing_identifies_a_natural_person(what: str, pattern: str, example: str) -> None:
    assert re.search(pattern, example), what
    texts = {path: source.decode() for path, source in FILES.items()}
    # The office's own address, at which nobody lives, on letters and on the public pages
    texts["kic.yaml"] = re.sub(r"(?m)^(?:letterhead|site):\n(?: .*\n)+", "", texts["kic.yaml"])
    assert {path: found for path, text in texts.items() if (found := re.findall(pattern, text))} == {}


def test_neither_the_real_city_nor_its_surroundings_are_named() -> None:
    real = re.compile(
        r"Kaiserslautern|Westpfalz|Asternweg|Qualifizierte[rn]? Lernpaten|Rheinpfalz|Ludwigshafen"
    )
    concept = {path: source.decode() for path, source in FILES.items() if path.startswith("concept/")}
    assert {path for path, text in concept.items() if real.search(text)} == set()


# -- the two editions --------------------------------------------------------------------------------------


def test_ids_are_unique_and_references_resolve() -> None:
    ids = [entry.id for entry in city()]
    assert len(ids) == len(set(ids))
    for reference in city().references():
        kind = city().kind_of(reference.target)
        assert kind, (reference.entry.path, reference.target)
        assert kind in reference.kinds or "*" in reference.kinds, (reference.entry.path, reference.target)


def test_the_edition_of_2022_has_six_themes_and_32_recommendations() -> None:
    themes = sorted(
        (each for each in records(Theme) if each.edition == "k2022"), key=lambda each: each.number
    )
    assert [each.id for each in themes] == ["t1", "t2", "t3", "t4", "t5", "t6"]
    assert [each.id for each in themes if each.added] == ["t6"]
    assert all(each.vision and 2 <= len(each.goals) <= 4 for each in themes)
    assert sorted(of("k2022")) == [f"he-{number:02d}" for number in range(1, 33)]


def test_the_edition_of_2013_has_one_vision_and_43_measures() -> None:
    edition = city().get(Edition, "k2013")
    assert edition is not None
    assert edition.vision
    assert not any(each.vision for each in records(Theme) if each.edition == "k2013")
    assert sorted(of("k2013")) == [f"m-{number:02d}" for number in range(1, 44)]
    assert edition.counts.recommendations == 43


def test_goals_and_recommendations_need_each_other() -> None:
    for theme in records(Theme):
        mine = [each for each in records(Recommendation) if each.theme == theme.id]
        goals = {goal.id for goal in theme.goals}
        assert all(each.goals and set(each.goals) <= goals for each in mine)
        assert {goal for each in mine for goal in each.goals} == goals


def test_succession_reads_the_same_from_both_sides() -> None:
    before, after = of("k2013"), of("k2022")
    replaced = {
        m.id: m.latest.successors for m in before.values() if m.latest and m.latest.status in SUCCEEDED
    }
    for measure, successors in replaced.items():
        assert successors, measure
        assert all(measure in after[each].continues for each in successors), measure
    for each in after.values():
        assert all(each.id in replaced.get(measure, (each.id,)) for measure in each.continues), each.id
    assert len(replaced) == 26


def test_every_measure_of_2013_has_come_to_an_end() -> None:
    last = [measure.latest.status for measure in of("k2013").values() if measure.latest]
    assert {status: last.count(status) for status in set(last)} == {
        Status.REPLACED: 24,
        Status.MERGED: 1,
        Status.SPLIT: 1,
        Status.IMPLEMENTED: 14,
        Status.DROPPED: 3,
    }


def test_no_two_texts_are_alike_but_three_that_2022_took_over() -> None:
    told: dict[str, list[str]] = {}
    for each in records(Recommendation):
        told.setdefault(str(each.text), []).append(each.id)
    assert [ids for ids in told.values() if len(ids) > 1] == [
        ["m-24", "he-26"],
        ["m-25", "he-25"],
        ["m-26", "he-28"],
    ]
    titles = {each.id: each.title for each in records(Recommendation)}
    same = [("m-05", "he-10"), ("m-24", "he-26"), ("m-26", "he-28")]
    assert all(titles.pop(before) == titles[after] for before, after in same)
    assert len(set(titles.values())) == 72


# -- years of progress -------------------------------------------------------------------------------------


def test_progress_shows_every_state_and_every_light() -> None:
    last = [each.latest for each in of("k2022").values() if each.latest]
    assert len(last) == 32
    assert {entry.status for entry in last} == set(Status)
    assert {entry.light for entry in last} == {None, *Light}


def test_some_owe_an_update() -> None:
    year_ago = TODAY.replace(year=TODAY.year - 1)
    owing = [
        each.id
        for each in of("k2022").values()
        if each.latest and each.latest.status not in CLOSED and each.latest.date < year_ago
    ]
    assert owing == ["he-07", "he-12", "he-16", "he-31", "he-32"]


def test_logs_run_forward_and_give_reasons() -> None:
    for each in records(Recommendation):
        dates = [entry.date for entry in each.progress]
        assert dates == sorted(dates), each.id
        assert dates[-1] < TODAY
        for entry in each.progress:
            if entry.light in (Light.YELLOW, Light.RED) or entry.status in (Status.POSTPONED, Status.DROPPED):
                assert entry.note, each.id
            assert bool(entry.evidence) == (entry.status is Status.IMPLEMENTED), each.id
            assert bool(entry.successors) == (entry.status in SUCCEEDED), each.id


def test_one_event_was_looked_at_for_all_and_one_was_not() -> None:
    open_ = {
        each.id: set(each.affects) - {review.recommendation for review in each.reviews}
        for each in records(Event)
    }
    assert open_ == {
        "e-2023-kursfinanzierung": set(),
        "e-2024-landesprogramm": set(),
        "e-2026-stiftungsmittel": {"he-29"},
    }


# -- words, settings, context ------------------------------------------------------------------------------


def test_the_old_word_stands_only_where_it_may() -> None:
    term = city().get(Term, "w-migrationsgeschichte")
    assert term is not None
    allowed = {exception.record for exception in term.exceptions} | {term.id}
    allowed |= {each.id for each in (*records(Theme), *records(Recommendation)) if each.edition == "k2013"}
    standing = {entry.id for entry in city() if "Migrationshintergrund" in entry.source.decode()}
    assert standing <= allowed
    assert {"i-bevoelkerung", "k2013", "b-2022-06"} <= standing


def test_the_committee_works_under_the_municipal_code() -> None:
    settings = city().only(Settings)
    assert settings is not None
    rules = settings.committee
    assert rules is not None
    assert rules.quorum is not None
    assert rules.quorum_with_exclusions is not None
    assert rules.second_invitation is not None
    assert rules.seats == len(records(Seat)) == 25
    assert (rules.quorum.numerator, rules.quorum.denominator) == (1, 2)
    assert (rules.quorum_with_exclusions.numerator, rules.quorum_with_exclusions.denominator) == (1, 3)
    assert rules.second_invitation.value == 3
    assert all(
        "§ 39" in rule.source
        for rule in (rules.quorum, rules.quorum_with_exclusions, rules.second_invitation)
    )
    assert {int(b.year): str(b.amount) for b in settings.budget} == {
        2024: "50000.00",
        2025: "70000.00",
        2026: "50000.00",
    }


def test_indicators_give_context_with_dated_values() -> None:
    assert 5 <= len(records(Indicator)) <= 6
    for each in records(Indicator):
        assert each.definition
        assert each.context_for
        days = [value.date.earliest for value in each.values]
        assert days == sorted(set(days))
        assert len(days) >= 4


def test_responsible_are_bodies_of_the_city_and_its_partners() -> None:
    named = {body for each in records(Recommendation) for body in each.responsible}
    assert named == {body.id for body in records(Body) if not body.id.startswith("v-")}


def test_the_city_folder_holds_nothing_but_the_city() -> None:
    ends = {path.suffix for path in CITY.rglob("*") if path.is_file()}
    assert ends <= {".yaml", ".md", ".j2", ".svg"}
