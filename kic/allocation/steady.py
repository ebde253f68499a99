"""How much more start money changes nothing: a run of equal shares that knows how everything would move.

Each amount is a whole number together with its slope: by how much it grows with each further step of start
money. While the same voters are poor and rich in the same purchases, all amounts move on straight lines; so
each comparison that the run makes tells for how many steps it has the same result. Where thousands of steps
have one result, this makes one run of them.
"""

from collections.abc import Sequence
from math import gcd

import msgspec

from kic.allocation.support import Caps, Votes

FOREVER = 1 << 100
"""More than any number of steps."""


class Price(msgspec.Struct, frozen=True):
    """A rho, at most what it is or exact: (`above` + steps x `slope`) / `below`."""

    above: int
    slope: int
    below: int


class _Run:
    """Voters with what they have left and its slope, over `unit`, and for how many steps all stays so."""

    def __init__(self, found: Votes, caps: Caps, start: int, step: int) -> None:
        number = len(found.voters)
        self.found = found
        self.caps = caps
        self.unit = max(number, 1)
        self.left = [start] * number
        self.slopes = [step] * number
        self.steps = FOREVER

    def _worths(self, project: int) -> Sequence[int]:
        worth = self.found.worth[project]
        return (
            worth if worth is not None else [self.found.each[project]] * len(self.found.supporters[project])
        )

    def price(self, project: int) -> Price | None:
        """Its rho now; None if its supporters have too little, which holds for `steps` too.

        The poor and the rich of now give a lower bound of rho whatever happens to the start money: it is
        exact only while nobody changes sides, which `pay` sees to for what is bought.
        """
        supporters = self.found.supporters[project]
        cost, slope = self.found.costs[project] * self.unit, 0
        sides = [
            (self.left[voter], self.slopes[voter], each)
            for voter, each in zip(supporters, self._worths(project), strict=True)
        ]
        lacking = cost - sum(has for has, _, _ in sides)
        if lacking > 0:
            grows = sum(grown for _, grown, _ in sides)
            if grows > 0:
                self.steps = min(self.steps, -(-lacking // grows) - 1)
            return None
        total = sum(each for _, _, each in sides)
        while True:
            poor = [side for side in sides if side[0] * total < cost * side[2]]
            if not poor:
                return Price(cost, slope, total * self.unit)
            sides = [side for side in sides if side[0] * total >= cost * side[2]]
            cost -= sum(has for has, _, _ in poor)
            slope -= sum(grown for _, grown, _ in poor)
            total -= sum(each for _, _, each in poor)

    def outlast(self, price: Price, other: Price, *, first: bool) -> None:
        """The one with this price is bought before the other; `first` if it goes first when they are equal."""
        apart = other.above * price.below - price.above * other.below
        closing = price.slope * other.below - other.slope * price.below
        if closing > 0:
            self.steps = min(self.steps, apart // closing if first else -(-apart // closing) - 1)

    def pay(self, project: int, price: Price) -> None:
        """Its supporters pay, and stay on their sides for so many steps."""
        worths = self._worths(project)
        total = price.below // self.unit
        shared = gcd(total, price.above, price.slope)
        above, slope, total = price.above // shared, price.slope // shared, total // shared
        shared = gcd(total, *set(worths))
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


def steady(found: Votes, caps: Caps, start: int, step: int) -> tuple[list[int], int]:
    """What is bought with this start money, and for how many further steps the same is bought.

    Both are over the number of voters, in cents. At least that many; `FOREVER` if no number of steps changes anything.
    """
    run = _Run(found, caps, start, step)
    bought: list[int] = []
    bounds = [
        Price(cost * run.unit, 0, found.total[project] * run.unit) for project, cost in enumerate(found.costs)
    ]
    waiting = list(range(len(bounds)))
    while True:
        waiting = [project for project in waiting if caps.fits(project)]
        winner, unaffordable = _next(run, waiting, bounds)
        if winner is None:
            return bought, run.steps
        waiting = [project for project in waiting if project != winner and project not in unaffordable]
        for project in waiting:
            run.outlast(bounds[winner], bounds[project], first=winner < project)
        run.pay(winner, bounds[winner])
        caps.buy(winner)
        bought.append(winner)


def _next(run: _Run, waiting: Sequence[int], bounds: list[Price]) -> tuple[int | None, set[int]]:
    """The project with the smallest rho; `bounds` are brought up to date as far as needed for that."""
    unaffordable: set[int] = set()
    best: int | None = None
    for project in sorted(waiting, key=lambda each: (bounds[each].above << 64) // bounds[each].below):
        if best is not None:
            bound, least = bounds[project], bounds[best]
            order = bound.above * least.below - least.above * bound.below
            if order > 0 or (order == 0 and best < project):
                continue
        price = run.price(project)
        if price is None:
            unaffordable.add(project)
            continue
        bounds[project] = price
        if best is not None:
            least = bounds[best]
            order = price.above * least.below - least.above * price.below
            if order > 0 or (order == 0 and best < project):
                continue
        best = project
    return best, unaffordable
