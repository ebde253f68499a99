"""The words of a day: before an amendment that takes effect later, as git tells them."""

import datetime

import pytest

from kic.core.text import text
from kic.domain.in_force import in_force
from kic.domain.in_force.wordings import Step
from tests.domain.good import good

TODAY = datetime.date(2026, 11, 22)
HE_01 = "concept/recommendations/he-01.yaml"
WORDS = good()[HE_01]
FIRST, SECOND = "Wir reden.", "Wir handeln."


def amendment(id_: str, effective: str | None, *elements: str, date: str = "2026-11-10") -> str:
    named = "".join(f"  - element: {each}\n" for each in elements)
    day = f"effective: {effective}\n" if effective else ""
    return (
        f"kind: amendment\nid: {id_}\nedition: k2022\ntitle: Änderung\nnature: resolved\n"
        f"date: {date}\n{day}reason: Grund\nelements:\n{named}"
    )


@pytest.fixture
def on(repository):
    """The state of a day; `told` are the commits of he-01 as (amendments, text before, text after)."""

    def entry(words: str | None):
        if words is None:
            return None
        return repository({HE_01: words}).entries[HE_01]

    def found(day: str, amendments: dict[str, str], now: str, told: object = None):
        files = good() | {HE_01: now}
        files |= {f"concept/amendments/{id_}.yaml": text_ for id_, text_ in amendments.items()}

        def tell(wanted):
            if told is None:
                raise AssertionError("git was asked")
            if not isinstance(told, list):
                return dict.fromkeys(wanted, told)
            steps = [
                Step(amendments=frozenset(ids), before=entry(before), after=entry(after))
                for ids, before, after in told
            ]
            return dict.fromkeys(wanted, steps)

        return in_force(repository(files), datetime.date.fromisoformat(day), today=TODAY, tell=tell)

    return found


def worded(words: str) -> str:
    return WORDS.replace("Die Stadt baut Lernpatenschaften an allen Schulen auf.", words)


def words_of(state) -> str:
    return state.snapshot.entries[HE_01].declared["text"]


A1 = amendment("ae-1", "2027-01-01", "he-01")


def test_before_its_effect_the_words_are_those_before_the_commit_that_carried_it(on) -> None:
    told = [({"ae-1"}, worded(FIRST), worded(SECOND))]
    before = on("2026-12-31", {"ae-1": A1}, worded(SECOND), told)
    assert (words_of(before), before.untold) == (FIRST, ())
    assert words_of(on("2027-01-01", {"ae-1": A1}, worded(SECOND))) == SECOND


def test_git_is_not_asked_where_no_amendment_takes_effect_later(on) -> None:
    past = amendment("ae-1", "2024-01-01", "he-01")
    assert words_of(on("2026-11-22", {"ae-1": past}, worded(SECOND))) == SECOND


def test_without_a_day_of_effect_the_day_of_the_act_counts(on) -> None:
    act = amendment("ae-1", None, "he-01", date="2026-11-10")
    told = [({"ae-1"}, worded(FIRST), worded(SECOND))]
    assert words_of(on("2026-11-09", {"ae-1": act}, worded(SECOND), told)) == FIRST
    assert words_of(on("2026-11-10", {"ae-1": act}, worded(SECOND))) == SECOND


def test_an_element_that_came_with_the_amendment_was_not_there_before(on) -> None:
    state = on("2026-12-31", {"ae-1": A1}, WORDS, [({"ae-1"}, None, WORDS)])
    assert HE_01 not in state.snapshot.entries


def test_only_words_are_those_of_then_the_log_is_not(on) -> None:
    without_log = worded(FIRST).split("progress:", maxsplit=1)[0]
    state = on("2026-12-31", {"ae-1": A1}, worded(SECOND), [({"ae-1"}, without_log, worded(SECOND))])
    assert len(state.snapshot.entries[HE_01].declared["progress"]) == 2


A2 = amendment("ae-2", "2026-12-01", "he-01")


def test_an_earlier_effect_that_came_later_into_git_is_told_field_by_field(on) -> None:
    """`ae-2` changed the title alone and is in force on the day; `ae-1` changed the text and is not yet."""
    both = worded(SECOND).replace("title: Lernpatenschaften", "title: Patenschaften")
    told = [({"ae-1"}, worded(FIRST), worded(SECOND)), ({"ae-2"}, worded(SECOND), both)]
    state = on("2026-12-15", {"ae-1": A1, "ae-2": A2}, both, told)
    assert words_of(state) == FIRST
    assert state.snapshot.entries[HE_01].declared["title"] == "Patenschaften"


def test_two_changes_of_the_same_words_in_the_wrong_order_are_not_told(on) -> None:
    told = [({"ae-1"}, worded(FIRST), worded(SECOND)), ({"ae-2"}, worded(SECOND), worded("Drittes."))]
    state = on("2026-12-15", {"ae-1": A1, "ae-2": A2}, worded("Drittes."), told)
    assert words_of(state) == "Drittes."
    assert [(each.element, each.amendments) for each in state.untold] == [("he-01", ("ae-1",))]


def test_one_commit_with_two_amendments_of_the_same_words_does_not_tell_them_apart(on) -> None:
    told = [({"ae-1", "ae-2"}, worded(FIRST), worded(SECOND))]
    assert len(on("2026-12-15", {"ae-1": A1, "ae-2": A2}, worded(SECOND), told).untold) == 1


@pytest.mark.parametrize(
    "told",
    [
        text("this repository is not in git"),
        [],
        [({"ae-1"}, "kind: recommendation\nid: he-01\nedition: 1.5\n", worded(SECOND))],
    ],
    ids=["no git", "its commit changed other files", "the state before cannot be read"],
)
def test_what_git_does_not_tell_is_said_and_shows_the_words_of_today(on, told) -> None:
    state = on("2026-12-31", {"ae-1": A1}, worded(SECOND), told)
    assert words_of(state) == SECOND
    assert [each.element for each in state.untold] == ["he-01"]


def test_the_amendment_of_a_goal_is_one_of_its_theme(on, repository) -> None:
    goal = amendment("ae-1", "2027-01-01", "t1-z1")
    state = on("2026-12-31", {"ae-1": goal}, WORDS, text("this repository is not in git"))
    assert [each.element for each in state.untold] == ["t1"]


def test_an_effect_of_which_only_the_month_is_known_may_be_later_and_that_is_said(on) -> None:
    vague = amendment("ae-1", "2026-12", "he-01")
    state = on("2026-12-10", {"ae-1": vague}, worded(SECOND))
    assert (words_of(state), state.perhaps) == (SECOND, ("ae-1",))
    assert on("2026-12-31", {"ae-1": vague}, worded(SECOND)).perhaps == ()


def test_an_amendment_that_cannot_be_read_is_named(on) -> None:
    state = on("2026-12-10", {"ae-1": A1.replace("nature: resolved", "nature: maybe")}, worded(SECOND))
    assert (words_of(state), state.unreadable) == (SECOND, ("ae-1",))
