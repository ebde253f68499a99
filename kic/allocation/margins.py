"""How far from another outcome: who was passed, which budgets, which score (docs/allocation.md, section 5).

Nothing is scanned. As money grows, decisions change only where someone's amount or minimum is reached;
each pass says how far it is to the next such point (`State.slack`). As a candidate rises in the ranking
its award never falls, so the lowest place at which it is funded is found by halving.
"""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kic.allocation.case import MONEY, Case, in_bands
from kic.allocation.course import Margin, Need
from kic.allocation.effort import Effort, TooMuchError
from kic.allocation.problem import Aggregate, AllocationRule
from kic.allocation.ranking import Group, settled
from kic.allocation.walk import ENDLESS, State, least_behind, walk

if TYPE_CHECKING:
    from fractions import Fraction

STEPS = 4_000_000
"""So many applications are looked at to find budgets; past that they are left out.

Some problems have more intervals than anyone could read: with amounts of 1, 2, 4, 8 ... cents, ranked
downwards, each further application doubles them.
"""
ABOVE = 4_000_000
"""And so many to find the next larger budgets, where not all were found."""

Budgets = tuple[tuple[int, int | None], ...]


def margins(case: Case, groups: Sequence[Group], state: State, wanted: Collection[int]) -> dict[int, Margin]:
    """The margins of these candidates; `state` is the one after the pass."""
    order = [number for group in groups for number in group]
    next_: dict[int, int] = {}
    try:
        budgets: dict[int, Budgets | None] = {**_budgets(case, order, wanted)}
    except TooMuchError:
        budgets = dict.fromkeys(wanted)
        above = _outcomes(case, order, wanted, Effort(ABOVE), case.left[MONEY])
        next_ = next_budgets(above, state.awards, wanted)
    below = passed(order, state.awards, wanted)
    boundless = walk(case, order, ENDLESS >> 1)
    return {
        number: Margin(
            below[number],
            budgets[number],
            _need(case, groups, state, number),
            _capped(boundless, number),
            next_budget=next_.get(number),
        )
        for number in sorted(wanted)
    }


def _capped(boundless: State, number: int) -> tuple[int, int] | None:
    """The cap that stops a candidate in a pass with more money than all could use."""
    room, bound = boundless.rooms[number], boundless.bounds[number]
    return None if boundless.awards[number] or room is None or bound == MONEY else (bound, room)


def passed(
    order: Sequence[int], awards: Sequence[int], wanted: Collection[int]
) -> dict[int, tuple[int, ...]]:
    """Who is funded although ranked below an unfunded one."""
    found: dict[int, tuple[int, ...]] = dict.fromkeys(wanted, ())
    funded: list[int] = []
    for number in reversed(order):
        if awards[number]:
            funded.append(number)
        elif number in found:
            found[number] = tuple(reversed(funded))
    return found


def next_budgets(
    outcomes: Iterable[tuple[int, Collection[int]]], awards: Sequence[int], wanted: Collection[int]
) -> dict[int, int]:
    """The least budget, in cents, that funds each unfunded candidate, as far as outcomes go before TooMuchError.

    Those say from which budget on who is funded, rising from the case's own. Whom none funds is not named.
    """
    missing = {number for number in wanted if not awards[number]}
    found: dict[int, int] = {}
    with contextlib.suppress(TooMuchError):
        for budget, funded in outcomes if missing else ():
            for number in missing.intersection(funded):
                found[number] = budget
                missing.remove(number)
            if not missing:
                break
    return found


def _budgets(case: Case, order: Sequence[int], wanted: Collection[int]) -> dict[int, Budgets]:
    """For each candidate the whole budgets under which it gets an award; raises TooMuchError."""
    found: dict[int, list[tuple[int, int | None]]] = {number: [] for number in wanted}
    since: dict[int, int] = {}
    for budget, funded in _outcomes(case, order, wanted, Effort(STEPS)):
        for number in wanted:
            if number in funded:
                since.setdefault(number, budget)
            elif number in since:
                found[number].append((since.pop(number), budget - 1))
    for number, start in since.items():
        found[number].append((start, None))
    return {number: tuple(intervals) for number, intervals in found.items()}


def _outcomes(
    case: Case, order: Sequence[int], wanted: Collection[int], effort: Effort, first: int = 0
) -> Iterator[tuple[int, set[int]]]:
    """From which budget on, in cents, which of the wanted ones get an award, from so much money on; TooMuchError."""
    if not case.floors:  # who stands below has no say then
        order = order[
            : 1 + max((place for place, number in enumerate(order) if number in wanted), default=-1)
        ]
    least = least_behind(case, order)
    money = first
    while True:
        state = walk(case, order, money, least)
        effort.spend(state.looks + len(case.floors) * len(order) + 8)
        yield case.committed + money, {number for number in wanted if state.awards[number]}
        if state.slack >= ENDLESS >> 1:
            return
        money += state.slack + 1


def _need(case: Case, groups: Sequence[Group], state: State, number: int) -> Need | None:
    """The lowest score that gives this candidate an award; None if it has one, or none would do."""
    candidate = case.candidates[number]
    if state.awards[number]:
        return None
    if not candidate.eligible and case.problem.aggregate is Aggregate.CENTRED:
        return None  # the threshold looks at another score than the ranking
    if case.problem.rule is AllocationRule.TIERED_CUT:
        found = (
            _need_from(banded, groups, state, number, lowest, end)
            for lowest, end, banded in in_bands(case, number)
        )
        return next((need for need in found if need is not None), None)
    lowest = None if candidate.eligible else case.lowest_merit(number)
    return _need_from(case, groups, state, number, lowest, None)


def _need_from(
    case: Case,
    groups: Sequence[Group],
    state: State,
    number: int,
    lowest: "Fraction | None",
    end: "Fraction | None",
) -> Need | None:
    """The lowest score from the lowest merit on, and below the end, that gives an award."""
    others = [
        settled(case, [other for other in group if other != number]) if number in group else group
        for group in groups
    ]
    others = [group for group in others if group]
    place = _lowest_place(case, [other for group in others for other in group], number)
    if place is None:
        return None
    index, merit = _level(case, others, place, lowest)
    if end is not None and merit >= end:
        return None
    score = case.score_at(merit, number)
    beside = others[index] if index < len(others) and _merit(case, others[index]) == merit else ()
    equal = settled(case.raised(number, merit), [*beside, number])
    tied = [*others[:index], equal, *others[index + bool(beside) :]]
    above = False
    awards = _awards(case, tied)
    if not awards[number]:  # the tie would be settled against it
        above = True
        awards = _awards(case, [*others[:index], (number,), *others[index:]])
    if not reachable(case, number, score, above=above):
        return None
    dropped = tuple(other for group in groups for other in group if state.awards[other] and not awards[other])
    return Need(score, above, dropped)


def _lowest_place(case: Case, others: Sequence[int], number: int) -> int | None:
    """The most others that may stand above a candidate that is funded; None if it is not even first.

    Raising a candidate never lowers its award: it then sees the limits as the one that it overtook did.
    """

    def funded(above: int) -> bool:
        below = others[above:] if case.floors else ()  # who stands below has no say without floors
        return bool(walk(case, [*others[:above], number, *below]).awards[number])

    if not funded(0):
        return None
    low, high = 0, len(others)
    while low < high:
        middle = (low + high + 1) // 2
        if funded(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _level(
    case: Case, others: Sequence[Group], place: int, lowest: "Fraction | None"
) -> tuple[int, "Fraction"]:
    """The group at a place of the ranking and its merit; or the lowest allowed, if that is more."""
    end = 0
    for index, group in enumerate(others):
        end += len(group)
        if place < end:
            merit = _merit(case, group)
            if lowest is None or merit >= lowest:
                return index, merit
            break
    assert lowest is not None  # who is eligible and funded behind all others is funded where it stands
    below = (index for index, group in enumerate(others) if _merit(case, group) <= lowest)
    return next(below, len(others)), lowest


def _merit(case: Case, group: Group) -> "Fraction":
    return case.candidates[group[0]].merit


def _awards(case: Case, groups: Sequence[Group]) -> list[int]:
    return walk(case, [number for group in groups for number in group]).awards


def reachable(case: Case, number: int, score: "Fraction", *, above: bool) -> bool:
    """Whether the scale goes so far; a stated or centred score has no scale that could say no."""
    problem = case.problem
    of_marks = not case.scores[case.candidates[number].id].stated
    if problem.scale is None or not of_marks or problem.aggregate is Aggregate.CENTRED:
        return True
    highest = problem.scale.max.fraction
    return score < highest or (score == highest and not above)
