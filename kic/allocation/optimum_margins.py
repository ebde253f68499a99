"""How far from another outcome under `optimum`: which budgets, which score.

Where it is not proved that the selection is the best, nothing is said: another one may be.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from kic.allocation.case import MONEY, Case
from kic.allocation.course import Course, Margin, Need
from kic.allocation.effort import Effort, TooMuchError
from kic.allocation.frontier import Frontier
from kic.allocation.margins import Budgets, next_budgets, passed, reachable
from kic.allocation.modelling import held_floors, model_of, order_of, values_of
from kic.allocation.problem import Aggregate, Objective
from kic.allocation.ranking import Group, rank
from kic.allocation.selection import Search, Selection

if TYPE_CHECKING:
    from fractions import Fraction

STATES = 200_000
"""So many beginnings of selections are looked at to find everyone's budgets; past that they are left out."""
STATES_FOR_ONE = 2_000_000
"""And so many if only one application is asked for."""
STATES_ABOVE = 60_000
"""Where they are left out, so many beginnings are looked at to find the next larger ones."""
LOOKS_EACH = 40_000
"""So many beginnings are looked at in one search for a score."""
LOOKS = 600_000
"""And so many for all scores together."""


def margins(case: Case, course: Course, wanted: Collection[int]) -> dict[int, Margin]:
    """The margins of these candidates; `course` is the rule's own."""
    assert course.found is not None
    order = order_of(course.groups)
    below = passed(order, course.awards, wanted)
    budgets: dict[int, Budgets | None] = dict.fromkeys(wanted)
    next_: dict[int, int] = {}
    if course.found.proved:
        try:
            budgets.update(_budgets(case, order, wanted))
        except TooMuchError:
            next_ = next_budgets(_above(case, course, order), course.awards, wanted)
    seeker = _Seeker(case, course)
    found: dict[int, Margin] = {}
    for number in sorted(wanted):
        need, known = None, True
        if not course.awards[number]:
            try:
                need = seeker.need(number)
            except TooMuchError:
                known = False
        found[number] = Margin(
            below[number], budgets[number], need, need_known=known, next_budget=next_.get(number)
        )
    return found


# -- budgets -----------------------------------------------------------------------------------------------


def _budgets(case: Case, order: Sequence[int], wanted: Collection[int]) -> dict[int, Budgets]:
    """For each candidate the whole budgets under which it gets an award; raises TooMuchError."""
    best = Frontier(case, order).best(STATES_FOR_ONE if len(wanted) == 1 else STATES)
    found: dict[int, Budgets] = {}
    for number in wanted:
        intervals: list[tuple[int, int | None]] = []
        since: int | None = None
        bit = 1 << len(order) - 1 - order.index(number) if number in order else 0
        for cost, items in best:
            budget = case.committed + cost
            if items & bit:
                since = budget if since is None else since
            elif since is not None:
                intervals.append((since, budget - 1))
                since = None
        if since is not None:
            intervals.append((since, None))
        found[number] = tuple(intervals)
    return found


def _above(case: Case, course: Course, order: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """From which larger budget on, rising, who is selected; raises TooMuchError."""
    funded = [place for place, number in enumerate(order) if course.awards[number]]
    for cost, items in Frontier(case, order).above(case.left[MONEY], funded, Effort(STATES_ABOVE)):
        bits = 1 << len(order) - 1
        yield case.committed + cost, [number for place, number in enumerate(order) if items & bits >> place]


# -- scores ------------------------------------------------------------------------------------------------


class _Seeker:
    """Looks for scores that give an award.

    A score adds to every selection that holds the candidate, and to no other. So it needs as much more as the
    best selection with it is worth less than the best one, and at that point the ranks decide.
    """

    def __init__(self, case: Case, course: Course) -> None:
        self.case = case
        self.course = course
        self.effort = Effort(LOOKS)

    def need(self, number: int) -> Need | None:
        """The lowest score that gives an unfunded candidate an award, None if none would; TooMuchError."""
        case, candidate = self.case, self.case.candidates[number]
        if self.course.found is None or not self.course.found.proved:
            raise TooMuchError
        if candidate.eligible:
            loss = self.course.found.losses.get(number)
            return self._from(number, candidate.score, loss)
        if case.problem.aggregate is Aggregate.CENTRED:
            return None  # the threshold looks at another score than the ranking
        lowest = case.lowest_merit(number)
        return self._from(number, lowest, None) if reachable(case, number, lowest, above=False) else None

    def _from(self, number: int, score: "Fraction", loss: "Fraction | None") -> Need | None:
        """The lowest score from this one on; `loss` is what the sum falls by if it is forced in, where known."""
        from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

        case = self.case.raised(number, score)
        if loss is None:
            groups = _ranked(case)
            best = self._best(case, groups)
            if number in best:
                return Need(score, above=False, drops=self._dropped(best))
            loss = self._loss(case, groups, number)
            if loss is None:
                return None
        if case.problem.objective is Objective.SCORE_EURO:
            loss *= Fraction(100, case.candidates[number].admissible)
        score += loss
        case = case.raised(number, score)
        groups = _ranked(case)
        best = self._best(case, groups)
        above = number not in best
        if above:  # as good as the best selection, but its rank does not suffice
            best = self._best(case, _first_of_its_score(groups, number), forced=number)
        if not reachable(case, number, score, above=above):
            return None
        return Need(score, above, self._dropped(best))

    def _dropped(self, best: Collection[int]) -> tuple[int, ...]:
        awards = self.course.awards
        return tuple(other for other in order_of(self.course.groups) if awards[other] and other not in best)

    def _loss(self, case: Case, groups: Sequence[Group], number: int) -> "Fraction | None":
        """By how much the sum falls if it is forced in; None if no selection holds it."""
        from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

        best, scale, _ = self._search(case, groups, None)
        forced, _, _ = self._search(case, groups, number)
        return None if forced.items is None else Fraction(best.value - forced.value, scale)

    def _best(self, case: Case, groups: Sequence[Group], *, forced: int | None = None) -> frozenset[int]:
        found, _, order = self._search(case, groups, forced)
        return frozenset(order[item] for item in found.items or ())

    def _search(
        self, case: Case, groups: Sequence[Group], forced: int | None
    ) -> tuple[Selection, int, list[int]]:
        """The best selection, with one candidate forced in, what values are times, and who the items are."""
        self.effort.spend(LOOKS_EACH >> 3)
        order = order_of(groups)
        values, scale = values_of(case, order)
        held, known, sure = held_floors(case, order)
        item = None if forced is None else order.index(forced)
        found = Search(model_of(case, order, values, held)).best(LOOKS_EACH, known=known, forced=item)
        if not (found.proved and sure):
            self.effort.spend(LOOKS_EACH)
            raise TooMuchError
        return found, scale, order


def _ranked(case: Case) -> list[Group]:
    return rank(case, [number for number, each in enumerate(case.candidates) if each.eligible])


def _first_of_its_score(groups: Sequence[Group], number: int) -> list[Group]:
    found: list[Group] = []
    for group in groups:
        if number in group:
            found += [(number,), tuple(other for other in group if other != number)]
        else:
            found.append(group)
    return [group for group in found if group]
