"""How much more start money changes nothing: a run of equal shares that knows how everything would move.

Each amount is a whole number together with its slope: by how much it grows with each further step of start
money. While the same voters are poor and rich in the same purchases, all amounts move on straight lines; so
each comparison that the run makes tells for how many steps it has the same result. Where thousands of steps
have one result, this makes one run of them.
"""

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from math import gcd

import msgspec

from kic.allocation.support import Caps, Votes

FOREVER = 1 << 100
"""More than any number of steps."""
SCALE = 1 << 64
"""So many units make 1 where prices are rounded down; only those that are equal then are compared exactly."""


class Price(msgspec.Struct, frozen=True):
    """A rho, at most what it is or exact: (`above` + steps x `slope`) / `below`."""

    above: int
    slope: int
    below: int


class _Run:
    """Voters with what they have left and its slope, over `unit`, and for how many steps all stays so."""

    def __init__(self, found: Votes, start: int, step: int) -> None:
        number = len(found.voters)
        self.found = found
        self.unit = max(number, 1)
        self.left = [start] * number
        self.slopes = [step] * number
        self.steps = FOREVER

    def _worths(self, project: int) -> tuple[Sequence[int], int]:
        """What it is worth to each supporter, over a common factor."""
        worth = self.found.worth[project]
        if worth is not None:
            return worth, 1
        return [1] * len(self.found.supporters[project]), self.found.each[project]

    def price(self, project: int) -> Price | None:
        """Its rho now; None if its supporters have too little, which holds for `steps` too.

        The poor and the rich of now give a lower bound of rho whatever happens to the start money: it is
        exact only while nobody changes sides, which `pay` sees to for what is bought.
        """
        supporters, left, slopes = self.found.supporters[project], self.left, self.slopes
        cost, slope = self.found.costs[project] * self.unit, 0
        lacking = cost - sum([left[voter] for voter in supporters])
        if lacking > 0:
            grows = sum([slopes[voter] for voter in supporters])
            if grows > 0:
                self.steps = min(self.steps, -(-lacking // grows) - 1)
            return None
        worths, factor = self._worths(project)
        sides: Iterable[tuple[int, int]] = zip(supporters, worths, strict=True)
        total, before = sum(worths), 0
        while total != before:
            before = total
            rich = []
            for side in sides:
                voter, each = side
                if left[voter] * total < cost * each:
                    cost -= left[voter]
                    slope -= slopes[voter]
                    total -= each
                else:
                    rich.append(side)
            sides = rich
        return Price(cost, slope, total * factor * self.unit)

    def outlast(self, price: Price, other: Price, *, first: bool) -> None:
        """The one with this price is bought before the other; `first` if it goes first when they are equal."""
        closing = price.slope * other.below - other.slope * price.below
        if closing > 0:
            apart = other.above * price.below - price.above * other.below
            self.steps = min(self.steps, apart // closing if first else -(-apart // closing) - 1)

    def pay(self, project: int, price: Price) -> None:
        """Its supporters pay, and stay on their sides for so many steps."""
        worths, factor = self._worths(project)
        total = price.below // (factor * self.unit)
        shared = gcd(total, price.above, price.slope)
        above, slope, total = price.above // shared, price.slope // shared, total // shared
        shared = gcd(total, *worths)
        total //= shared
        if total > 1:
            self.unit *= total
            self.left = [has * total for has in self.left]
            self.slopes = [grown * total for grown in self.slopes]
        for voter, each in zip(self.found.supporters[project], worths, strict=True):
            over = self.left[voter] - above * (each // shared)
            grows = self.slopes[voter] - slope * (each // shared)
            if over >= 0:
                if grows < 0:
                    self.steps = min(self.steps, over // -grows)
                self.left[voter], self.slopes[voter] = over, grows
            else:
                if grows > 0:
                    self.steps = min(self.steps, -over // grows)
                self.left[voter], self.slopes[voter] = 0, 0


class _Waiting:
    """What can still be bought, by bounds of rho; `moving` are those whose bounds have a slope, both rounded down."""

    def __init__(self, run: _Run, caps: Caps) -> None:
        found = run.found
        self.run = run
        self.caps = caps
        self.bounds = [Price(cost, 0, total) for cost, total in zip(found.costs, found.total, strict=True)]
        self.heap = [(bound.above * SCALE // bound.below, place) for place, bound in enumerate(self.bounds)]
        heapify(self.heap)
        self.moving: dict[int, tuple[int, int]] = {}

    def next(self) -> tuple[int, Price] | None:
        """Takes out the one with the smallest rho; it stays the smallest for `steps`.

        Bounds are brought up to date as far as needed for that. What is unaffordable, or fits a cap no more, is
        out for good.
        """
        best: int | None = None
        limit = 0
        others: list[tuple[int, int]] = []
        while self.heap and (best is None or self.heap[0][0] <= limit):
            entry = heappop(self.heap)
            project = entry[1]
            if best is not None and self._goes_first(best, project):
                others.append(entry)
                continue
            self.moving.pop(project, None)
            price = self.run.price(project) if self.caps.fits(project) else None
            if price is None:
                continue
            self.bounds[project] = price
            entry = price.above * SCALE // price.below, project
            if price.slope:
                self.moving[project] = entry[0], price.slope * SCALE // price.below
            if best is not None and self._goes_first(best, project):
                others.append(entry)
                continue
            if best is not None:
                others.append((limit, best))
            limit, best = entry
        for entry in others:
            heappush(self.heap, entry)
        if best is None:
            return None
        self._outlast(best)
        return best, self.bounds[best]

    def _goes_first(self, one: int, other: int) -> bool:
        mine, bound = self.bounds[one], self.bounds[other]
        apart = bound.above * mine.below - mine.above * bound.below
        return apart > 0 or (apart == 0 and one < other)

    def _outlast(self, winner: int) -> None:
        """All others come after the winner for so many steps.

        A bound without slope is not reached while the winner's does not rise; of the others only those are
        looked at exactly that may be reached by what is rounded.
        """
        run, own = self.run, self.bounds[winner]
        key, slope = self.moving.pop(winner, (0, 0))
        if own.slope > 0:
            for _, project in self.heap:
                run.outlast(own, self.bounds[project], first=winner < project)
            return
        if not own.slope:
            key = own.above * SCALE // own.below
        for project, (bound, falls) in self.moving.items():
            closing = slope + 1 - falls
            if closing > 0 and bound - key - 1 <= closing * run.steps:
                run.outlast(own, self.bounds[project], first=winner < project)


def steady(found: Votes, caps: Caps, start: int, step: int) -> tuple[list[int], int]:
    """What is bought with this start money, and for how many further steps the same is bought.

    Both are over the number of voters, in cents. At least that many; `FOREVER` if no number of steps changes anything.
    """
    run = _Run(found, start, step)
    waiting = _Waiting(run, caps)
    bought: list[int] = []
    while (winner := waiting.next()) is not None:
        run.pay(*winner)
        caps.buy(winner[0])
        bought.append(winner[0])
    return bought, run.steps
