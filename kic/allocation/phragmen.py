"""The rule `phragmen`: sequential Phragmén (docs/allocation.md, section 3).

A project's cost is a load that its supporters bear together, so that all have the same load afterwards;
bought is the project after which that load is smallest.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Iterator
from math import gcd

import msgspec

from kic.allocation.case import Case
from kic.allocation.course import Course, by_rule
from kic.allocation.effort import Effort
from kic.allocation.problem import Utility
from kic.allocation.support import Caps, Votes, backing, causes, votes
from kic.allocation.vote_margins import Rule, Stretch, margins
from kic.allocation.vote_ties import Seen, contested, sharing, ties_of, watched
from kic.allocation.walk import ENDLESS

PRECISION = 64
"""Bits behind the point by which loads are compared first; only equal ones are compared exactly."""


def propose(case: Case, wanted: Collection[int]) -> Course:
    """The awards of the rule, always whole admissible amounts, with margins of the wanted candidates."""
    found = votes(case, Utility.CARDINALITY)
    caps = Caps(case, found.candidates)
    seen = watched(found)
    bought = [found.candidates[each] for each in by_load(found, caps, seen)]

    def anew(other: Votes, seen: Seen) -> list[int]:
        return [other.candidates[each] for each in by_load(other, Caps(case, other.candidates), seen)]

    effort = sum(map(len, found.supporters)) + len(found.costs)
    course = by_rule(
        case,
        bought,
        causes=causes(case, found, bought, caps.left),
        backing=backing(case, found),
    )
    return msgspec.structs.replace(
        course,
        find_ties=lambda own: ties_of(case, found, seen, own, anew, effort),
        margins=margins(case, course, wanted, Rule(Utility.CARDINALITY, _stretch), _funded),
    )


def _funded(case: Case) -> list[int]:
    found = votes(case, Utility.CARDINALITY)
    return [found.candidates[each] for each in by_load(found, Caps(case, found.candidates))]


def _stretch(case: Case, found: Votes, most: int, effort: Effort, start: int) -> Stretch:  # noqa: ARG001  # one course serves all
    """The turns are the same with any money, which only tells after which one the rule stops.

    Once they cost `most` together, less money than that has ended before.
    """
    looks = sum(map(len, found.supporters)) + len(found.costs)
    effort.spend(looks)
    course: list[tuple[int, int]] = []
    cost = 0
    for tied in turns(found, Caps(case, found.candidates)):
        effort.spend(looks)
        course.append((min(tied), max(found.costs[project] for project in tied)))
        cost += found.costs[course[-1][0]]
        if cost >= most:
            break

    def stretch(money: int) -> tuple[list[int], int]:
        bought: list[int] = []
        for winner, dearest in course:
            if dearest > money:
                return bought, dearest - money - 1
            bought.append(winner)
            money -= found.costs[winner]
        return bought, ENDLESS

    return stretch


def by_load(found: Votes, caps: Caps, seen: Seen | None = None) -> list[int]:
    """The projects that are bought, in their order; `caps` then leave what they leave.

    Equal ones whose order may matter are added to `seen`.
    """
    money = found.money
    bought: list[int] = []
    for tied in turns(found, caps):
        if any(found.costs[project] > money for project in tied):
            break
        if (
            seen is not None
            and len(tied) > 1
            and (sharing(found, tied) or contested(found, caps, tied, money))
        ):
            seen.append(tied)
        winner = min(tied)
        money -= found.costs[winner]
        bought.append(winner)
    return bought


def turns(found: Votes, caps: Caps) -> Iterator[list[int]]:
    """The projects with the smallest load at each turn, as if money had no end; the first by id is then bought."""
    loads = _Loads(found)
    # A load only grows, so one that was computed earlier is at most what it is now.
    heap = [(loads.key(*loads.after(project)), project) for project in range(len(found.costs))]
    heapq.heapify(heap)
    while tied := _lightest(loads, caps, heap):
        yield tied
        winner = min(tied)
        for project in tied:
            if project != winner:
                heapq.heappush(heap, (loads.key(*loads.after(project)), project))
        loads.put(winner)
        caps.buy(winner)


class _Loads:
    """What voters bear, as whole numbers over `unit`.

    All who bore a purchase last have the same load, so loads are kept once for each purchase that is someone's
    last; a purchase is called by its project plus 1, and 0 is that of whoever bears nothing yet.
    """

    def __init__(self, found: Votes) -> None:
        self.found = found
        self.unit = 1
        self.loads = {0: 0}
        self.last = [0] * len(found.voters)

    def after(self, project: int) -> tuple[int, int]:
        """Its supporters' load after its purchase, over `unit`: numerator and denominator."""
        supporters = self.found.supporters[project]
        times = Counter([self.last[voter] for voter in supporters])
        borne = sum(self.loads[purchase] * count for purchase, count in times.items())
        return borne + self.found.costs[project] * self.unit, len(supporters)

    def key(self, above: int, below: int) -> int:
        """A load rounded down: smaller means less, equal means nothing."""
        return (above << PRECISION) // (below * self.unit)

    def put(self, project: int) -> None:
        """Its supporters bear its cost."""
        above, below = self.after(project)
        for voter in self.found.supporters[project]:
            self.last[voter] = project + 1
        parts = below // gcd(above, below)
        self.unit *= parts
        borne = {purchase: self.loads[purchase] * parts for purchase in set(self.last) - {project + 1}}
        self.loads = {**borne, project + 1: above * parts // below}


def _lightest(loads: _Loads, caps: Caps, heap: list[tuple[int, int]]) -> list[int]:
    """The projects with the smallest load after their purchase, taken out of the heap.

    Out too goes what fits a cap no more, which stays so.
    """
    tied: list[int] = []
    least = (0, 1)
    limit = -1
    others: list[tuple[int, int]] = []
    while heap and (not tied or heap[0][0] <= limit):
        project = heapq.heappop(heap)[1]
        if caps.bind and not caps.fits(project):
            continue
        above, below = loads.after(project)
        order = above * least[1] - least[0] * below if tied else -1
        if order < 0:
            others += [(limit, each) for each in tied]
            least, limit, tied = (above, below), loads.key(above, below), [project]
        elif order == 0:
            tied.append(project)
        else:
            others.append((loads.key(above, below), project))
    for entry in others:
        heapq.heappush(heap, entry)
    return tied
