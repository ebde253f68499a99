"""The rule `proportional-cut` (ALLOCATION, section 3): the same factor for all.

As one after the other drops, the factor only rises. So whoever is once sure to reach the minimum stays sure,
and the lowest-ranked that falls short is looked for only above the last one found.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import msgspec

from kic.allocation.case import Candidate, Case
from kic.allocation.course import Course, LineTie, by_rule
from kic.allocation.outcome import Cause
from kic.allocation.ranking import Group, rank
from kic.allocation.ties import ties_by_orders

if TYPE_CHECKING:
    from fractions import Fraction


def propose(case: Case, wanted: Collection[int]) -> Course:  # noqa: ARG001  # it has no margins
    """The awards in the order of rank; who drops has the cause `minimum`."""
    groups = _groups(case)
    order = [number for group in groups for number in group]
    awards, dropped = shared(case, order)
    course = by_rule(
        case,
        [number for number in order if number in awards],
        awards,
        causes=dict.fromkeys(dropped, Cause.MINIMUM),
    )
    return msgspec.structs.replace(course, ties=_ties(case, groups, course.awards))


def awards_alone(case: Case) -> list[int]:
    """The awards by candidate, without anything that is said of them."""
    return _all(case, shared(case, [number for group in _groups(case) for number in group])[0])


def _groups(case: Case) -> list[Group]:
    return rank(case, [number for number, each in enumerate(case.candidates) if each.eligible])


def _all(case: Case, awards: dict[int, int]) -> list[int]:
    return [awards.get(number, 0) for number in range(len(case.candidates))]


def _ties(case: Case, groups: Sequence[Group], own: list[int]) -> tuple[LineTie, ...]:
    """Ties whose order changes an award: by remainders, or by who drops first."""
    if all(own[number] == case.candidates[number].admissible for group in groups for number in group):
        return ()
    return ties_by_orders(groups, own, lambda order: _all(case, shared(case, order)[0]))


def shared(case: Case, order: Sequence[int]) -> tuple[dict[int, int], list[int]]:
    """The awards of those that stay, and who dropped, in that order."""
    cut = _Cut(case, order)
    place = len(order) - 1
    dropped: list[int] = []
    while True:
        factor = cut.factor()
        awards: dict[int, int] | None = None
        falls: int | None = None
        sure = True
        for at in range(place, -1, -1):
            number = order[at]
            if number not in cut.staying:
                continue
            candidate = case.candidates[number]
            floor = cut.rounded(candidate, factor)
            if _enough(candidate, floor):
                if sure:
                    place = at - 1
                continue
            sure = False
            if floor + case.grid <= candidate.admissible and _enough(candidate, floor + case.grid):
                if awards is None:
                    awards = cut.awards(factor)
                if _enough(candidate, awards[number]):
                    continue
            falls = number
            break
        if falls is None:
            return (cut.awards(factor) if awards is None else awards), dropped
        cut.drop(falls)
        dropped.append(falls)


def _enough(candidate: Candidate, award: int) -> bool:
    return award > 0 and (candidate.minimum is None or award >= candidate.minimum)


class _Cut:
    """Who stays, and what they ask for under each limit."""

    def __init__(self, case: Case, order: Sequence[int]) -> None:
        self.case = case
        self.order = order
        self.staying = set(order)
        self.asked: dict[int, int] = {}
        for number in order:
            candidate = case.candidates[number]
            for limit in candidate.limits:
                self.asked[limit] = self.asked.get(limit, 0) + candidate.admissible
        self.tight: int | None = None

    def drop(self, number: int) -> None:
        """One asks for nothing any more; the tightest limit is another only if it was one of its own."""
        self.staying.remove(number)
        candidate = self.case.candidates[number]
        for limit in candidate.limits:
            self.asked[limit] -= candidate.admissible
            if limit == self.tight:
                self.tight = None

    def factor(self) -> "Fraction":
        """The largest that money and caps allow, at most 1."""
        from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

        left = self.case.left
        if self.tight is None:
            tight, top, bottom = -1, 1, 1
            for limit, asked in self.asked.items():
                if left[limit] * bottom < top * asked:
                    tight, top, bottom = limit, left[limit], asked
            self.tight = tight
        if self.tight < 0:
            return Fraction(1)
        return Fraction(left[self.tight], self.asked[self.tight])

    def rounded(self, candidate: Candidate, factor: "Fraction") -> int:
        """The share of one, below the factor 1 down to the grid."""
        if factor == 1:
            return candidate.admissible
        grid = self.case.grid
        return candidate.admissible * factor.numerator // (factor.denominator * grid) * grid

    def awards(self, factor: "Fraction") -> dict[int, int]:
        """Everyone's share, and one step of the grid more by largest remainder as far as there is room."""
        case, grid = self.case, self.case.grid
        staying = [number for number in self.order if number in self.staying]
        awards = {number: self.rounded(case.candidates[number], factor) for number in staying}
        if factor == 1:
            return awards
        room = list(case.left)
        for number, award in awards.items():
            for limit in case.candidates[number].limits:
                room[limit] -= award

        def remainder(number: int) -> int:
            share = case.candidates[number].admissible * factor.numerator
            return share - awards[number] * factor.denominator

        for number in sorted(staying, key=remainder, reverse=True):  # stable: in a tie by rank
            candidate = case.candidates[number]
            fits = all(room[limit] >= grid for limit in candidate.limits)
            if fits and awards[number] + grid <= candidate.admissible:
                awards[number] += grid
                for limit in candidate.limits:
                    room[limit] -= grid
        return awards
