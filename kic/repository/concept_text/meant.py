"""Which record an element of a text is, by its title and number; and which ones the names in its cells are.

Nothing is decided where titles and numbers do not agree: then all that may be meant are given back.
"""

import re
from collections.abc import Mapping, Sequence

from kic.core.plan import Plain
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.repository.concept_text.likeness import alike, near_titles, same_title
from kic.repository.concept_text.said import Said
from kic.repository.intake.headings import folded

_NUMBERED_GOAL = re.compile(
    r"(?:\w*ziel|goal)?\s*(?:nr\.?)?\s*(\d+\.\d+)\s*[:.)\u2013\u2014-]*\s*(.*)", re.IGNORECASE | re.DOTALL
)


def theme_meant(themes: Sequence[Theme], said: Said) -> Theme | None:
    """The theme with this title, of which variants count too; else the one with this number."""
    named = [each for each in themes if any(alike(name, said.title) for name in (each.title, *each.variants))]
    numbered = [each for each in themes if str(each.number) == said.number]
    return next(iter(named or numbered), None)


def recommendation_meant(
    free: Sequence[Recommendation], said: Said
) -> tuple[Recommendation | None, tuple[str, ...]]:
    """The one of these that a text tells; or the ids of those that may be, where number and title do not agree."""
    titled = [each for each in free if each.title is not None and same_title(each.title, said.title)]
    numbered = [each for each in free if said.number and str(each.number) == said.number]
    if len(titled) == 1 and (not numbered or numbered == titled or titled[0].number is None):
        return titled[0], ()
    if (
        len(numbered) == 1
        and not titled
        and (numbered[0].title is None or not said.title or near_titles(numbered[0].title, said.title))
    ):
        return numbered[0], ()
    perhaps = [*titled, *numbered] or [
        each for each in free if each.number is None and near_titles(each.title or "", said.title)
    ]
    return None, tuple(dict.fromkeys(each.id for each in perhaps))


def goal_meant(goals: Sequence[dict[str, Plain]], said: Said) -> dict[str, Plain] | None:
    """The goal with this title; of one that has a number alone, the one at that place."""
    titled = next((each for each in goals if alike(str(each["title"]), said.title)), None)
    place = said.number.rpartition(".")[2]
    if titled is not None or said.title or not place.isdigit():
        return titled
    return goals[int(place) - 1] if 1 <= int(place) <= len(goals) else None


def goals_named(
    spelled: Sequence[str], goals: Sequence[Mapping[str, Plain]], theme_number: Plain
) -> list[str | None]:
    """The id of each goal of a theme that a cell names by title, number or id; None for one that is not known."""
    named = {
        name: str(goal["id"])
        for place, goal in enumerate(goals, 1)
        for name in (folded(str(goal["title"])), f"{theme_number}.{place}", str(goal["id"]))
    }
    asked = [(words, *_goal_names(words)) for words in spelled]
    return [next((named[name] for name in names if name in named), None) for names in asked]


def _goal_names(words: str) -> tuple[str, ...]:
    """What a goal may be known by: all of the words, those behind its number, its number."""
    numbered = _NUMBERED_GOAL.fullmatch(words)
    return (folded(words), folded(numbered[2]), numbered[1]) if numbered is not None else (folded(words),)
