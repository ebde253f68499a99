"""The Method of Equal Shares: voters with equal money buy what they support together.

All amounts are whole numbers over one denominator, which grows with each purchase. A project's rho only
grows while money is spent, so one that was computed earlier is at most what it is now, and few have to be
computed anew for each purchase.
"""

import heapq
from collections.abc import Callable, Sequence
from math import gcd
from operator import itemgetter

from kic.allocation.support import Caps, Votes

PRECISION = 64
"""Bits of rho by which it is compared first; only equal ones are compared exactly."""
FEW = 48
"""Up to so many numbers are sorted faster than sifted several times."""

Entry = tuple[int, int]
"""At most the rho of a project, in units of 2 to the power of minus the market's `bits`; and the project."""


class Market:
    """What stays the same in each run: whose money to look at for each project, and rho if all are rich."""

    __slots__ = ("bits", "entries", "found", "holdings")

    def __init__(self, found: Votes) -> None:
        self.found = found
        self.bits = PRECISION + max(found.each, default=0).bit_length()
        nobody = len(found.voters)
        self.holdings: list[Callable[[Sequence[int]], tuple[int, ...]]] = [
            itemgetter(nobody, *supporters) for supporters in found.supporters
        ]
        self.entries: list[Entry] = [
            ((cost << self.bits) // found.total_worth(project), project)
            for project, cost in enumerate(found.costs)
        ]


class Purses:
    """What the voters have left, over `unit`: at the start the same share of the money for everyone.

    `more` is by how many cents everyone's start money is higher than that. The last entry is nobody's and
    always 0.
    """

    __slots__ = ("found", "left", "unit")

    def __init__(self, found: Votes, more: int) -> None:
        number = len(found.voters)
        self.found = found
        self.unit = max(number, 1)
        self.left = [found.money + more * number] * number
        self.left.append(0)

    def pay(self, project: int, above: int, below: int) -> None:
        """Its supporters pay, as long as they have it: `above / below` each, or for each unit of worth."""
        supporters, worth = self.found.supporters[project], self.found.worth[project]
        shared = gcd(above, below)
        above, below = above // shared, below // shared
        if worth is not None:
            shared = gcd(below, *worth)
            below //= shared
        if below > 1:
            self.unit *= below
            self.left = [has * below for has in self.left]
        left = self.left
        if worth is None:
            for voter in supporters:
                has = left[voter]
                left[voter] = has - above if has > above else 0
        else:
            for voter, each in zip(supporters, worth, strict=True):
                has, share = left[voter], above * (each // shared)
                left[voter] = has - share if has > share else 0


def shop(market: Market, caps: Caps, more: int = 0) -> list[int]:
    """The projects that are bought, in their order; `caps` then leave what they leave."""
    purses = Purses(market.found, more)
    bought: list[int] = []
    heap = [entry for entry in market.entries if caps.fits(entry[1])] if caps.bind else market.entries.copy()
    heapq.heapify(heap)
    while (best := _cheapest(market, caps, purses, heap)) is not None:
        project, above, below = best
        purses.pay(project, above, below)
        caps.buy(project)
        bought.append(project)
    return bought


def _cheapest(market: Market, caps: Caps, purses: Purses, heap: list[Entry]) -> tuple[int, int, int] | None:
    """The project with the smallest rho, taken out of the heap, and what its supporters pay.

    Out too goes what is unaffordable or fits a cap no more, which both stay so.
    """
    found, holdings, bits = market.found, market.holdings, market.bits
    costs, worth, each = found.costs, found.worth, found.each
    left, unit = purses.left, purses.unit
    best: tuple[int, int, int] | None = None
    least = (0, 1)
    limit = -1
    looked: list[Entry] = []
    while heap and (best is None or heap[0][0] <= limit):
        project = heapq.heappop(heap)[1]
        cost = costs[project] * unit
        money = holdings[project](left)
        total = sum(money)
        if total < cost or (caps.bind and not caps.fits(project)):
            continue
        differing = worth[project]
        if differing is None:
            above, below = even(money, total, cost)
            weight = below * each[project]
        else:
            above, below = weighted(money[1:], differing, cost)
            weight = below
        key = (above << bits) // (weight * unit)
        looked.append((key, project))
        if (
            best is None
            or key < limit
            or (key == limit and _before((above, weight), project, least, best[0]))
        ):
            best, least, limit = (project, above, below), (above, weight), key
    if best is not None:
        winner = best[0]
        for entry in looked:
            if entry[1] != winner:
                heapq.heappush(heap, entry)
    return best


def _before(rho: tuple[int, int], project: int, other: tuple[int, int], second: int) -> bool:
    """Whether a project is bought before a second one."""
    order = rho[0] * other[1] - other[0] * rho[1]
    return order < 0 or (order == 0 and project < second)


def price(found: Votes, purses: Purses, project: int) -> tuple[int, int] | None:
    """What each supporter pays, or for each unit of worth, over `unit`; None if it is unaffordable."""
    money = [purses.left[voter] for voter in found.supporters[project]]
    cost, worth = found.costs[project] * purses.unit, found.worth[project]
    if sum(money) < cost:
        return None
    return even(money, sum(money), cost) if worth is None else weighted(money, worth, cost)


def even(money: Sequence[int], total: int, cost: int) -> tuple[int, int]:
    """What one pays if all pay the same as long as they have it: numerator and denominator.

    `money` is what the supporters have, `total` its sum, at least `cost`.
    """
    number = len(money)
    if number <= FEW:
        for has in sorted(money):
            if has * number >= cost:
                break
            cost -= has
            number -= 1
        return cost, number
    while True:
        share = -(-cost // number)
        rich = [has for has in money if has >= share]
        remaining = len(rich)
        if remaining == number:
            return cost, number
        kept = sum(rich)
        cost -= total - kept
        money, total, number = rich, kept, remaining


def weighted(money: Sequence[int], worth: Sequence[int], cost: int) -> tuple[int, int]:
    """The same for each unit of worth, where that differs."""
    total = sum(worth)
    while True:
        rich = [(has, each) for has, each in zip(money, worth, strict=True) if has * total >= cost * each]
        if len(rich) == len(money):
            return cost, total
        cost -= sum(money) - sum([has for has, _ in rich])
        money = [has for has, _ in rich]
        worth = [each for _, each in rich]
        total = sum(worth)
