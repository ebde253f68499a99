"""The demo city's text in change: every class of change in git and between the editions, and who wanted it."""

import datetime
import functools
import itertools
from collections import Counter
from collections.abc import Mapping

import pytest

from kic.core.record import Entry
from kic.core.rule import run
from kic.domain.concept.edition import Resolution
from kic.domain.in_force import in_force
from kic.domain.in_force.wordings import Step
from kic.domain.participation import (
    AnswerKind,
    Consultation,
    ConsultationForm,
    Contribution,
    ContributorKind,
)
from kic.domain.revisions import Amendment, Nature
from kic.domain.revisions.comparing import Aspect, Class, Pairing, compare
from kic.domain.revisions.elements import elements
from kic.domain.rules import RULES
from tests.demo.reading import city, records
from tests.demo.test_history import HISTORY, NAMES, at

TODAY = datetime.date(2026, 11, 22)
CLASSES = set(Class) - {Class.UNREADABLE, Class.REPLACED}
"""Every record of the city can be read. What replaces another within an edition stood there before, so it merges."""


@functools.cache
def step(name: str) -> tuple[Pairing, ...]:
    """What a revision did to the text."""
    return compare(at(NAMES[NAMES.index(name) - 1]), at(name))


@functools.cache
def editions() -> tuple[Pairing, ...]:
    return compare(city(), city(), ("k2013", "k2022"))


def classes(found: tuple[Pairing, ...], id_: str) -> set[str]:
    (pairing,) = (
        each for each in found if id_ in {old.id for old in each.olds} | {new.id for new in each.news}
    )
    return {each.value for each in pairing.classes}


# -- classes of change -------------------------------------------------------------------------------------


def test_git_shows_every_class_of_change() -> None:
    assert {sort for name in NAMES[1:] for each in step(name) for sort in each.classes} == CLASSES


def test_the_two_editions_show_every_class_of_change() -> None:
    assert {sort for each in editions() for sort in each.classes} == CLASSES


@pytest.mark.parametrize(
    ("name", "element", "expected"),
    [
        ("beirat", "he-03", {"changed"}),
        ("beirat", "he-14", {"moved"}),
        ("beirat", "he-23", {"renamed"}),
        ("verabschiedung", "t1-z4", {"changed"}),
        ("verabschiedung", "he-24", {"renamed"}),
        ("redaktion", "he-05", {"editorial"}),
        ("redaktion", "he-10", {"editorial"}),
        ("redaktion", "he-08", {"changed"}),
        ("gesundheit", "t6-z1", {"new"}),
        ("stand-2023", "he-17", {"merged", "changed"}),
        ("vereine", "he-18", {"moved"}),
        ("vereine", "he-22", {"merged", "split", "changed"}),
        ("stand-2024", "he-27", {"dropped"}),
        ("neufassung-2025", "t2", {"renamed"}),
        ("neufassung-2025", "t5-z3", {"changed"}),
        ("fortschreibung-2026", "he-09", {"changed"}),
        ("fortschreibung-2026", "he-08", {"unchanged"}),
    ],
)
def test_a_revision_did_this(name: str, element: str, expected: set[str]) -> None:
    assert classes(step(name), element) == expected


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("m-26", {"unchanged"}),
        ("m-05", {"moved", "editorial"}),
        ("m-01", {"changed", "renamed"}),
        ("m-08", {"merged", "changed", "renamed"}),
        ("m-41", {"split", "changed", "renamed", "moved"}),
        ("m-13", {"dropped"}),
        ("he-27", {"new", "dropped"}),
        ("t2-z2", {"new"}),
        ("a3", {"merged", "changed", "renamed"}),
        ("a7-z1", {"changed", "renamed", "moved"}),
    ],
)
def test_between_the_editions_this_became_of(element: str, expected: set[str]) -> None:
    assert classes(editions(), element) == expected


def test_at_the_adoption_one_measure_stood_unchanged_that_merged_later() -> None:
    adopted = at("druck")
    assert classes(compare(adopted, adopted, ("k2013", "k2022")), "m-24") == {"unchanged"}
    assert classes(editions(), "m-24") == {"merged", "moved"}


def test_each_element_stands_in_one_pairing() -> None:
    olds = [old.id for pairing in editions() for old in pairing.olds]
    news = [new.id for pairing in editions() for new in (*pairing.news, *pairing.through)]
    assert len(olds) == len(set(olds)) == 1 + 7 + 14 + 43
    assert len(news) == len(set(news)) == 1 + 6 + 18 + 32


def test_two_recommendations_change_places_in_the_draft() -> None:
    numbers = {
        each.id: (move.old, move.new)
        for each in step("beirat")
        for move in each.moves
        if move.aspect is Aspect.NUMBER
    }
    assert numbers == {"he-14": (("15",), ("14",)), "he-15": (("14",), ("15",))}


# -- amendments --------------------------------------------------------------------------------------------


def arrived(name: str) -> list[Amendment]:
    before = {each.id for each in at(NAMES[NAMES.index(name) - 1]).all(Amendment)}
    return [each for each in at(name).all(Amendment) if each.id not in before]


@pytest.mark.parametrize("name", NAMES[NAMES.index("entwurf") + 1 :])
def test_an_amendment_comes_with_the_words_and_names_what_they_change(name: str) -> None:
    touched = {
        each.id
        for pairing in step(name)
        if not pairing.unchanged
        for each in (*pairing.olds, *pairing.news, *pairing.through)
        if pairing.olds != pairing.news
    }
    named = {each.element for amendment in arrived(name) for each in amendment.elements}
    by_progress_only = {"bewertung-2024": {"he-05", "he-06"}, "entscheidung-2024": {"he-25", "he-26"}}
    assert touched == named | by_progress_only.get(name, set())


def test_amendments_are_of_every_nature_and_follow_their_resolutions() -> None:
    amendments = records(Amendment)
    assert Counter(each.nature for each in amendments) == {
        Nature.DRAFTING: 1,
        Nature.EDITORIAL: 2,
        Nature.RESOLVED: 7,
    }
    for each in amendments:
        resolution = city().get(Resolution, each.resolution)
        assert (resolution is not None) is (each.nature is Nature.RESOLVED), each.id
        assert resolution is None or resolution.date == each.date
        assert each.mover is not None


def test_act_publication_effect_and_commit_are_four_days() -> None:
    amendment = city().get(Amendment, "ae-2025-1")
    assert amendment is not None
    committed = next(moment.date for moment in HISTORY.stages if moment.id == "neufassung-2025")
    days = [str(day) for day in (amendment.date, amendment.published, committed, amendment.effective)]
    assert days == ["2025-11-24", "2025-12-12", "2025-12-16", "2026-01-01"]


def test_one_amendment_is_resolved_and_not_yet_in_force() -> None:
    waiting = [each.id for each in records(Amendment) if each.effective and each.effective.earliest > TODAY]
    assert waiting == ["ae-2026-1"]


def test_the_council_changed_the_draft_on_motions_of_three_groups() -> None:
    amendment = city().get(Amendment, "ae-2022-2")
    assert amendment is not None
    movers = [amendment.mover, *(each.mover for each in amendment.elements)]
    assert {each.name for each in movers if each} == {
        "Fraktion Offenes Neuenlauter",
        "Fraktion Soziale Stadt",
        "Fraktion Neue Wege",
    }


# -- participation -----------------------------------------------------------------------------------------


def test_the_draft_of_2022_came_about_in_seven_consultations() -> None:
    mine = [each for each in records(Consultation) if each.date.year < 2023]
    assert len(mine) == 7
    assert {each.form for each in mine} == set(ConsultationForm) - {ConsultationForm.WORKING_GROUP}
    assert sum(each.participants or 0 for each in mine) == 937


def test_everybody_has_contributed_and_every_answer_was_given() -> None:
    contributions = records(Contribution)
    assert Counter(each.id[:6] for each in contributions) == {"s-2021": 21, "s-2022": 16, "s-2026": 7}
    assert {each.contributor.contributor for each in contributions} == set(ContributorKind)
    assert Counter(each.answer and each.answer.answer for each in contributions) == {
        AnswerKind.TAKEN_OVER: 23,
        AnswerKind.IN_PART: 6,
        AnswerKind.NOT_TAKEN_OVER: 7,
        AnswerKind.NOTED: 3,
        None: 5,
    }


def test_every_contribution_to_the_draft_was_answered_before_the_adoption() -> None:
    draft = list(at("verabschiedung").all(Contribution))
    assert len(draft) == 37
    assert all(each.answers and str(each.answers[0].date) <= "2022-03-21" for each in draft)


def test_what_waits_for_an_answer_came_in_this_autumn_and_stops_nothing() -> None:
    waiting = [each for each in records(Contribution) if not each.answers]
    assert [each.id for each in waiting] == [f"s-2026-0{number}" for number in range(3, 8)]
    assert all(each.received >= datetime.date(2026, 11, 1) for each in waiting)
    ids = {each.id for each in waiting}
    found = [each for each in run(RULES, city(), TODAY) if any(id_ in each.place.path for id_ in ids)]
    assert found == []


def test_one_answer_was_changed_when_the_sixth_theme_came() -> None:
    (changed,) = (each for each in records(Contribution) if len(each.answers) > 1)
    assert [(str(each.date), each.answer.value, each.carried_by) for each in changed.answers] == [
        ("2022-01-18", "not_taken_over", None),
        ("2023-05-23", "taken_over", "ae-2023-1"),
    ]


# -- what held on a day ------------------------------------------------------------------------------------


def tell(wanted: Mapping[str, tuple[str, ...]]) -> Mapping[str, list[Step]]:
    """What git says of elements, from the revisions themselves: each with the amendments that came with it."""
    told: dict[str, list[Step]] = {}
    for path, amendments in wanted.items():
        id_ = city().entries[path].id
        for before, after in itertools.pairwise(NAMES):
            carried = frozenset(amendments) & {each.id for each in arrived(after)}
            if carried:
                step_ = Step(amendments=carried, before=entry(before, id_), after=entry(after, id_))
                told.setdefault(path, []).append(step_)
    return told


def entry(name: str, id_: str | None) -> Entry | None:
    return next((each for each in at(name) if each.id == id_), None)


@pytest.mark.parametrize(
    ("day", "edition", "theme_2", "lodging", "places"),
    [
        ("2022-03-25", "k2013", "Sprachförderung", "zwei Jahren", "drei Stadtteilen"),
        ("2022-04-01", "k2022", "Sprachförderung", "zwei Jahren", "80 Kursplätze"),
        ("2025-12-31", "k2022", "Sprachförderung", "zwei Jahren", "80 Kursplätze"),
        ("2026-01-01", "k2022", "Sprache", "ein Jahr", "80 Kursplätze"),
        ("2026-11-22", "k2022", "Sprache", "ein Jahr", "80 Kursplätze"),
        ("2027-01-01", "k2022", "Sprache", "ein Jahr", "48 Kursplätze"),
    ],
)
def test_what_held_on_a_day(day: str, edition: str, theme_2: str, lodging: str, places: str) -> None:
    held = in_force(city(), datetime.date.fromisoformat(day), today=TODAY, tell=tell)
    assert held.untold == ()
    assert held.edition is not None
    assert held.edition.edition.id == edition
    found = elements(held.snapshot)
    assert found["t2"].title == theme_2
    assert lodging in found["t5-z3"].words("text")
    assert places in found["he-09"].words("text")
