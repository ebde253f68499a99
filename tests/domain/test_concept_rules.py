"""What must hold of the concept: the cases beside those of the gallery."""

import datetime

import pytest

from kic.core.rule import run
from kic.domain.concept.term_rules import pattern
from kic.domain.periods.law import months_later
from kic.domain.rules import RULES
from tests.domain.good import GOOD, changed

E2022 = "concept/concept.yaml"
HE1, HE2, HE3 = (f"concept/recommendations/he-0{n}.yaml" for n in (1, 2, 3))
EVENT = "concept/events/e-2026-gesetz.yaml"


@pytest.mark.parametrize(
    ("adopted", "published", "fits"),
    [
        ("2022-02-14", "2022-02-14", True),
        ("2022-02-14", "2022-02", True),
        ("2022-02-14", "2022", True),
        ("2022-02-14", "2022-01", False),
        ("2022-02-14", "2021", False),
        ("2022-02", "2022-02-01", True),
        ("2022", "2022-01-01", True),
    ],
)
def test_partial_dates_fit_if_any_of_their_days_does(codes, adopted, published, fits):
    edits = [
        (E2022, "adopted: 2022-02-14", f"adopted: {adopted}"),
        (E2022, "published: 2022-06", f"published: {published}"),
        (E2022, "drafted: 2021-11\n", ""),
    ]
    assert codes(*edits) == ([] if fits else ["KIC203"])


def test_a_draft_wants_no_dates_to_come(codes):
    draft = "kind: edition\nid: k2032\ntitle: Entwurf\ndrafted: 2026-10\npredecessor: k2022\n"
    assert codes(("concept/editions/k2032/concept.yaml", "", draft)) == []
    assert (
        codes(("concept/editions/k2032/concept.yaml", "", draft.replace("drafted: 2026-10\n", "")))
        == ["KIC151"] * 4
    )


def test_a_theme_that_came_later_does_not_count(codes):
    theme = """\
kind: theme
id: t3
edition: k2022
number: 3
title: Gesundheit
added: 2023
vision: Alle finden Rat.
goals:
  - id: t3-z1
    title: Beratung
"""
    more = [("concept/themes/t3.yaml", "", theme), (HE3, "goals: [t2-z2]", "goals: [t2-z2]")]
    assert codes(*more) == ["KIC214"], "it still wants a recommendation"


def test_coverage_is_not_judged_while_it_is_unknown(codes):
    unknown = [(HE3, "goals: [t2-z2]\n", "gaps:\n  - field: goals\n    state: unknown\n")]
    assert codes(*unknown) == []


@pytest.mark.parametrize(
    ("date", "overdue"), [("2025-11-22", False), ("2025-11-21", True), ("2026-11-22", False)]
)
def test_an_update_is_owed_after_twelve_months(codes, date, overdue):
    assert codes((HE3, "2026-04-15", date)) == (["KIC240"] if overdue else [])


def test_closed_recommendations_owe_no_update_and_no_review(codes):
    closed = "status: dropped\n    note: Der Rat hat es aufgehoben.\n"
    edits = [
        (HE3, "date: 2026-04-15\n    status: planned\n", f"date: 2023-04-15\n    {closed}"),
        (HE3, "provenance:", "review_by: 2024-01-01\nprovenance:"),
        (EVENT, "affects: [he-01]", "affects: [he-01, he-03]"),
    ]
    assert codes(*edits) == []


def test_without_any_entry_the_time_runs_from_the_adoption(codes):
    none = (HE3, "progress:\n  - date: 2026-04-15\n    status: planned\n", "")
    assert codes(none) == ["KIC240"]
    assert codes(none, on=datetime.date(2023, 2, 14)).count("KIC240") == 0


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-22", 12, "2025-11-22"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-11-22", 99999, "0001-01-01"),
    ],
)
def test_months_before(day, months, before):
    assert months_later(datetime.date.fromisoformat(day), -months) == datetime.date.fromisoformat(before)


def test_a_review_before_the_event_lifts_no_doubt(codes):
    assert codes((EVENT, "date: 2026-01\n", "date: 2026-03\n")) == ["KIC242", "KIC244"]
    assert codes((EVENT, "date: 2026-02-10", "date: 2026-01-01")) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("in_progress", "planned", ["KIC239"]),
        ("in_progress", "planned\n    note: Der Träger hat aufgegeben.", []),
        ("postponed\n    note: kein Geld", "planned", []),
        ("planned", "in_progress", []),
        ("ongoing", "implemented\n    evidence: [Bericht]", []),
        ("dropped\n    note: aufgehoben", "planned", ["KIC238"]),
        ("implemented\n    evidence: [Bericht]", "implemented\n    evidence: [Bericht 2]", []),
        ("implemented\n    evidence: [' ']", "implemented\n    evidence: [Bericht]", ["KIC233"]),
        ("planned\n    light: red\n    note: ' '", "planned", ["KIC232"]),
    ],
)
def test_steps(codes, before, after, found):
    log = f"status: {before}\n  - date: 2026-05-15\n    status: {after}\n"
    assert codes((HE3, "status: planned\n", log)) == found


@pytest.mark.parametrize(
    ("second", "third", "found"),
    [
        ("status: in_progress\n    light: green\n", "", []),
        ("status: ongoing\n    light: green\n", "", ["KIC254"]),
        ("status: in_progress\n    light: yellow\n    note: Es fehlt Geld.\n", "", ["KIC254"]),
        ("status: in_progress\n", "", ["KIC254"]),
        ("status: ongoing\n    light: green\n", "  - date: 2026-03-02\n    status: ongoing\n", []),
    ],
    ids=["same", "status", "light", "no light", "settled by a later day"],
)
def test_one_day_has_one_state(codes, second, third, found):
    log = "progress:\n  - date: 2026-02-02\n    status: in_progress\n    light: green\n  - date: 2026-02-02\n    "
    old = (GOOD / HE2).read_text("utf-8").partition("progress:\n")[2]
    assert codes((HE2, f"progress:\n{old}", log + second + third)) == found


def test_each_circle_of_successors_is_one_finding(codes):
    ring = "status: replaced\n    successors: [{}]\n"
    edits = [
        (
            HE2,
            "status: implemented\n    evidence:\n      - Jahresbericht 2024 der Volkshochschule\n",
            ring.format("he-03"),
        ),
        (HE3, "status: planned\n", ring.format("he-01")),
        (
            HE1,
            "    status: in_progress\n    light: yellow\n    note: Es fehlen Patinnen und Paten in zwei Stadtteilen.\n",
            "    " + ring.format("he-02"),
        ),
    ]
    assert codes(*edits) == ["KIC237"]


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("Migrationshintergrund", "mit Migrationshintergrund", True),
        ("Migrationshintergrund", "des Migrationshintergrundes", True),
        ("Migrationshintergrund", "MIGRATIONSHINTERGRUND", True),
        ("Migrationshintergrund", "verschiedene Migrationshintergründe", True),
        ("Migrationshintergrund", "Nicht-Migrationshintergrund", True),
        ("Migrationshintergrund", "Migrationsgeschichte", False),
        ("Grund", "Hintergrund", False),
        ("ausländische Mitbürger", "ausländischer\n  Mitbürgerinnen", True),
        ("Flüchtling", "Fluchtlinie", False),
        ("C++", "in C++ geschrieben", True),
    ],
)
def test_words_are_found_at_their_beginning_in_any_inflection(codes, words, text, found):
    edits = [
        ("concept/terms/w-geschichte.yaml", "[Migrationshintergrund]", f"['{words}']"),
        (HE1, "text: Die Stadt", f"text: >-\n  {text} und die Stadt"),
    ]
    assert codes(*edits) == (["KIC250"] if found else [])


def test_the_place_of_a_replaced_word_is_the_word(repository, today):
    text = "text: |\n  Erste Zeile.\n  Kinder mit Migrationshintergrund lernen.\n"
    state = repository(changed((HE1, "text: Die Stadt baut Lernpatenschaften an allen Schulen auf.\n", text)))
    (finding,) = [each for each in run(RULES, state, today) if each.law.code == "KIC250"]
    span = state.span(finding.place)
    line = state.entries[HE1].source.decode().splitlines()[span.line - 1]
    assert line[span.column - 1 : span.end_column - 1] == "Migrationshintergrund"
    assert finding.field == ("text",), "the fingerprint rests on the field"


def test_each_of_many_replaced_words_has_its_own_place(repository, today):
    """Found in one pass: looked for one by one, a long text of them took half a minute."""
    words = "  ab Migrationshintergrundes und Migrationshintergrund\n"
    text = "text: |\n" + words * 4000
    state = repository(changed((HE1, "text: Die Stadt baut Lernpatenschaften an allen Schulen auf.\n", text)))
    findings = [each for each in run(RULES, state, today) if each.law.code == "KIC250"]
    lines = state.entries[HE1].source.decode().splitlines()
    spans = [each.place.span for each in findings]
    assert len(set(spans)) == 8000
    assert [lines[s.line - 1][s.column - 1 : s.end_column - 1] for s in spans] == [
        "Migrationshintergrundes",
        "Migrationshintergrund",
    ] * 4000


def test_an_exception_for_a_goal_holds_for_the_goal(codes):
    edits = [
        ("concept/themes/t2.yaml", "mit Migrationsgeschichte", "mit Migrationshintergrund"),
        ("concept/terms/w-geschichte.yaml", "", "exceptions:\n  - record: t2-z2\n    reason: quotation\n"),
    ]
    assert codes(*edits) == []


def test_an_empty_word_finds_nothing():
    assert pattern(("",)).search("alles") is None
