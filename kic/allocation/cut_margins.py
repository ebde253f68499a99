"""How far from another outcome under `proportional-cut`: which budgets, which score.

With more money the same ones drop, one after the other, until someone's share reaches the next step of the
grid; only where one such step decides on an award do remainders matter, and there it is bounded for how much
more money the same ones get a step. So each range of money is divided by who drops first, each of these by who
drops next.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kic.allocation.case import MONEY, Case
from kic.allocation.course import Course, Margin, Need
from kic.allocation.cut_steps import unchanged
from kic.allocation.cutting import Cut, by_candidate, shared
from kic.allocation.effort import Effort, TooMuchError
from kic.allocation.margins import Budgets, next_budgets, passed, reachable
from kic.allocation.problem import Aggregate
from kic.allocation.ranking import Group, settled
from kic.allocation.walk import ENDLESS

if TYPE_CHECKING:
    from fractions import Fraction

STEPS = 25_000_000
"""So many shares are looked at to find all budgets, and so many for their scores; past that they are left out."""
STEPS_FOR_ONE = 60_000_000
"""And so many if only one application is asked for."""
ABOVE = 2_000_000
"""And so many to find the next larger budgets, where not all were found."""
NEAR = 64
"""Those are looked for first up to a 64th more than the case's money, then up to twice as far, and so on."""


def margins(case: Case, course: Course, wanted: Collection[int]) -> dict[int, Margin]:
    """The margins of these candidates; `course` is the rule's own."""
    order = [number for group in course.groups for number in group]
    below = passed(order, course.awards, wanted)
    steps = STEPS_FOR_ONE if len(wanted) == 1 else STEPS
    next_: dict[int, int] = {}
    try:
        found: dict[int, Budgets | None] = {**_budgets(case, order, wanted, Effort(steps))}
    except TooMuchError:
        found = dict.fromkeys(wanted)
        next_ = next_budgets(_above(case, order, course, wanted, Effort(ABOVE)), course.awards, wanted)
    effort = Effort(steps)
    margins: dict[int, Margin] = {}
    for number in sorted(wanted):
        need, known = None, True
        if not course.awards[number]:
            try:
                need = _need(case, course, number, effort)
            except TooMuchError:
                known = False
        margins[number] = Margin(
            below[number], found[number], need, need_known=known, next_budget=next_.get(number)
        )
    return margins


# -- budgets -----------------------------------------------------------------------------------------------


class _Range(NamedTuple):
    """Money from `first` to `last`, in cents, with which the same ones have dropped so far."""

    first: int
    last: int
    cut: Cut
    place: int
    """Who stands behind this place of the order is sure of an award."""


def _budgets(case: Case, order: Sequence[int], wanted: Collection[int], effort: Effort) -> dict[int, Budgets]:
    """For each candidate the whole budgets under which it gets an award; raises TooMuchError."""
    found: dict[int, list[tuple[int, int | None]]] = {number: [] for number in wanted}
    since: dict[int, int] = {}
    for budget, staying in _outcomes(case, order, wanted, effort, 0, ENDLESS):
        for number, intervals in found.items():
            if number in staying:
                since.setdefault(number, budget)
            elif number in since:
                intervals.append((since.pop(number), budget - 1))
    for number, start in since.items():
        found[number].append((start, None))
    return {number: tuple(intervals) for number, intervals in found.items()}


def _above(
    case: Case, order: Sequence[int], course: Course, wanted: Collection[int], effort: Effort
) -> Iterator[tuple[int, Collection[int]]]:
    """From which larger budget on which of the unfunded wanted ones stay, as far as not told before; TooMuchError."""
    missing = {number for number in wanted if not course.awards[number] and case.candidates[number].eligible}
    first = case.left[MONEY]
    width = first // NEAR + 1
    while missing and first < ENDLESS:
        for budget, staying in _outcomes(case, order, missing.copy(), effort, first, first + width - 1):
            yield budget, missing.intersection(staying)
            missing.difference_update(staying)
        first += width
        width *= 2


def _outcomes(
    case: Case, order: Sequence[int], wanted: Collection[int], effort: Effort, least: int, most: int
) -> Iterator[tuple[int, Collection[int]]]:
    """From which budget on, in cents, which of the wanted ones stay, with money between these; raises TooMuchError."""
    places = [(place, number) for place, number in enumerate(order) if number in wanted]
    todo = [_Range(least, most, Cut(case, order), len(order) - 1)]
    while todo:
        here = todo.pop()
        effort.spend(len(here.cut.staying) + 1)
        if not any(place <= here.place and number in here.cut.staying for place, number in places):
            yield case.committed + here.first, here.cut.staying
            continue
        parts = []
        for first, last, falls, place in _parts(here, effort):
            cut = here.cut.copy()
            if falls is not None:
                cut.drop(falls)
            parts.append(_Range(first, last, cut, -1 if falls is None else place))
        todo.extend(reversed(parts))


def _parts(here: _Range, effort: Effort) -> list[tuple[int, int, int | None, int]]:
    """The range divided: first and last cent, who drops next (None: no one), and from which place on to look."""
    parts: list[tuple[int, int, int | None, int]] = []
    money = here.first
    while money <= here.last:
        here.cut.fund(money)
        falls, place, same = _next(here.cut, here.place, effort)
        last = min(money + same, here.last)
        if parts and parts[-1][2] == falls:
            first, _, _, place = parts.pop()
        else:
            first = money
        parts.append((first, last, falls, place))
        money = last + 1
    return parts


def _next(cut: Cut, place: int, effort: Effort) -> tuple[int | None, int, int]:
    """Who drops next, from which place on to look then, and for how many further cents the same one drops."""
    before = place
    falls, place = cut.lowest_short(place)
    effort.spend(before - place + 1)
    if cut.tight < 0:
        return falls, place, ENDLESS
    case, money, asked = cut.case, cut.left[MONEY], cut.asked[MONEY]
    same = ENDLESS
    rising = cut.tight == MONEY
    if rising:  # until a cap allows no more, or until nothing is cut
        caps = [(cut.left[limit], sum_) for limit, sum_ in cut.asked.items() if limit != MONEY and sum_]
        same = min([asked - 1, *(left * asked // sum_ for left, sum_ in caps)]) - money
    factor = cut.factor
    by_step: list[int] = []
    for at in range(place, -1, -1):
        number = cut.order[at]
        if number not in cut.staying:
            continue
        candidate, need = case.candidates[number], cut.needs[number]
        floor = cut.rounded(candidate, factor)
        effort.spend(1)
        if floor < need <= candidate.admissible:
            if cut.by_remainder(number, floor):
                by_step.append(number)
            else:
                need -= case.grid
            if rising:
                same = min(same, -(-need * asked // candidate.admissible) - 1 - money)
        if number == falls:
            break
    if by_step:
        unlucky = by_step.pop() if by_step[-1] == falls else None
        same = unchanged(cut, by_step, unlucky, same, effort)
    return falls, place, same


# -- scores ------------------------------------------------------------------------------------------------


def _need(case: Case, course: Course, number: int, effort: Effort) -> Need | None:
    """The lowest score that gives an unfunded candidate an award; None if none would do."""
    candidate, problem = case.candidates[number], case.problem
    lowest = candidate.merit
    if not candidate.eligible:
        if problem.aggregate is Aggregate.CENTRED:
            return None  # the threshold looks at another score than the ranking
        lowest = case.lowest_merit(number)
    groups = [settled(case, [other for other in group if other != number]) for group in course.groups]
    groups = [group for group in groups if group]
    merits = [case.candidates[group[0]].merit for group in groups]
    for merit in _tried(case, number, groups, lowest, effort):
        at = bisect_left(merits, -merit, key=lambda each: -each)
        beside = groups[at] if at < len(groups) and merits[at] == merit else ()
        equal = settled(case.raised(number, merit), [*beside, number])
        tied = [*groups[:at], equal, *groups[at + bool(beside) :]]
        first = [*groups[:at], (number,), *groups[at:]]
        for above, order in ((False, tied), (True, first)):
            awards = by_candidate(case, shared(case, [each for group in order for each in group])[0])
            effort.spend(2 * len(case.candidates))
            if awards[number]:
                if not reachable(case, number, merit, above=above):
                    return None
                return Need(merit, above, _dropped(course, awards))
    return None


def _dropped(course: Course, awards: Sequence[int]) -> tuple[int, ...]:
    return tuple(
        other for group in course.groups for other in group if course.awards[other] and not awards[other]
    )


def _tried(
    case: Case, number: int, groups: Sequence[Group], lowest: "Fraction", effort: Effort
) -> "list[Fraction]":
    """The scores to try, rising: that of whom it has to overtake; or of all, where an equal remainder counts.

    A candidate that drops as the lowest-ranked would not have dropped above whoever else fell short then. So it
    is put first of all, and whoever drops while it falls short itself is one that it has to overtake.
    """
    order = [number, *(other for group in groups for other in group)]
    cut = Cut(case, order)
    place = len(order) - 1
    highest: Fraction | None = None
    sure = True
    while True:
        effort.spend(1)
        falls, place = cut.lowest_short(place)
        short, tied = _own(cut, number, effort)
        sure = sure and not tied
        if falls is None or falls == number:
            break
        if short:
            merit = case.candidates[falls].merit
            highest = merit if highest is None else max(highest, merit)
        cut.drop(falls)
    if sure:
        return [] if falls == number else [lowest if highest is None else max(highest, lowest)]
    merits = [case.candidates[group[0]].merit for group in reversed(groups)]
    return [lowest, *(merit for merit in merits if merit > lowest)]


def _own(cut: Cut, number: int, effort: Effort) -> tuple[bool, bool]:
    """Whether it falls short now, and whether an equal remainder, in which rank decides, has a say in this."""
    if cut.tight < 0:
        return False, False
    factor, candidates = cut.factor, cut.case.candidates
    floor, need = cut.rounded(candidates[number], factor), cut.needs[number]
    short = floor < need
    if short and cut.by_remainder(number, floor):
        short = cut.awards()[number] < need
    if not cut.steps_counted:
        return short, False
    shares = cut.shares()
    effort.spend(len(shares.takers))
    own = shares.remainders[number]
    tied = number in shares.takers and any(
        other != number and shares.remainders[other] == own for other in shares.takers
    )
    return short, tied
