"""Which edition was in force on a day."""

import datetime

import pytest

from kic.domain.in_force.editions import edition_on

FIRST = """\
kind: edition
id: k2013
title: Erstes Konzept
adopted: 2013-02-04
effective: 2013-03-01
superseded: 2022-04-01
"""
SECOND = """\
kind: edition
id: k2022
title: Zweites Konzept
drafted: 2021-11
adopted: 2022-03-21
published: 2022-07
effective: 2022-04-01
predecessor: k2013
"""


@pytest.fixture
def on(repository):
    """The id of the edition in force on a day, of editions given as text."""

    def found(day: str, *editions: str):
        files = {f"concept/editions/{number}/concept.yaml": text for number, text in enumerate(editions)}
        return edition_on(repository(files), datetime.date.fromisoformat(day))

    return found


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2012-12-31", None),
        ("2013-02-28", None),
        ("2013-03-01", "k2013"),
        ("2021-12-01", "k2013"),
        ("2022-03-25", "k2013"),
        ("2022-04-01", "k2022"),
        ("2050-01-01", "k2022"),
    ],
)
def test_an_edition_is_in_force_from_its_effect_until_the_next_ones(
    on, day: str, expected: str | None
) -> None:
    found = on(day, FIRST, SECOND)
    assert (found.edition.id if found else None) == expected


def test_the_next_edition_takes_its_place_also_where_nobody_wrote_that_it_is_superseded(on) -> None:
    assert on("2023-01-01", FIRST.replace("superseded: 2022-04-01\n", ""), SECOND).edition.id == "k2022"


def test_between_the_end_of_one_and_the_effect_of_the_next_none_is_in_force(on) -> None:
    assert on("2022-03-25", FIRST.replace("2022-04-01", "2022-03-21"), SECOND) is None


def test_without_a_day_of_effect_that_of_the_adoption_counts_and_is_said(on) -> None:
    found = on("2022-03-22", FIRST, SECOND.replace("effective: 2022-04-01\n", ""))
    assert (found.edition.id, str(found.since), found.adopted_only) == ("k2022", "2022-03-21", True)


def test_a_day_that_is_known_in_part_may_be_later_and_that_is_said(on) -> None:
    found = on("2022-04-10", FIRST, SECOND.replace("effective: 2022-04-01", "effective: 2022-04"))
    assert (found.edition.id, found.perhaps) == ("k2022", True)
    assert on("2022-05-01", FIRST, SECOND.replace("2022-04-01", "2022-04")).perhaps is False


def test_an_edition_of_which_no_day_is_known_is_in_force_until_another_is(on) -> None:
    unknown = "kind: edition\nid: k2013\ntitle: Erstes\ngaps: [{field: adopted, state: unknown}]\n"
    assert on("2015-01-01", unknown, SECOND).since is None
    assert on("2015-01-01", unknown, SECOND).edition.id == "k2013"
    assert on("2023-01-01", unknown, SECOND).edition.id == "k2022"


def test_a_draft_is_not_in_force(on) -> None:
    assert on("2030-01-01", "kind: edition\nid: k1\ntitle: Entwurf\ndrafted: 2026-01-01\n") is None
