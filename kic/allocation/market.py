"""The Method of Equal Shares: voters with equal money buy what they support together.

All amounts are whole numbers over one denominator, which grows with each purchase. A project's rho only
grows while money is spent, so one that was computed earlier is at most what it is now, and few have to be
computed anew for each purchase.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence
from math import gcd
from operator import itemgetter

from kic.allocation.support import Caps, Votes
from kic.allocation.vote_ties import MOST, Seen, contested, sharing

FEW = 48
"""Up to so many numbers are sorted faster than sifted several times."""

Entry = tuple[int, int]
"""At most the rho of a project, in units so small that different ones differ in whole units; and the project."""


class Market:
    """What stays the same in each run: whose money to look at for each project, and rho if all are rich.

    `most` is the largest sum of worths, which is at least the denominator of any rho before `unit`.
    """

    __slots__ = ("bounds", "found", "holdings", "most")

    def __init__(self, found: Votes) -> None:
        self.found = found
        nobody = len(found.voters)
        self.holdings: list[Callable[[Sequence[int]], tuple[int, ...]]] = [
            itemgetter(*supporters) if len(supporters) > 1 else itemgetter(nobody, *supporters)
            for supporters in found.supporters
        ]
        self.bounds = [(cost, found.total_worth(project)) for project, cost in enumerate(found.costs)]
        self.most = max((worth for _, worth in self.bounds), default=1)


class Queue:
    """Projects that can still be bought, the one with the smallest bound of rho first, equal ones by id.

    Two different fractions with denominators below `2**b` differ by more than `2**-2b`: in units of
    `2**-bits`, rounded down, they stay apart, and equal ones are equal. The denominators grow with each
    purchase, and now and then the unit with them.
    """

    __slots__ = ("bits", "bounds", "heap", "most")

    def __init__(self, market: Market, caps: Caps) -> None:
        self.most = market.most
        self.bounds = market.bounds.copy()
        self.bits = 0
        projects: Iterable[int] = range(len(self.bounds))
        self.heap = [(0, project) for project in (filter(caps.fits, projects) if caps.bind else projects)]

    def refine(self, unit: int) -> None:
        """Makes the unit small enough for denominators up to `most` times this."""
        needed = 2 * (self.most * unit).bit_length()
        if needed > self.bits:
            self.bits = bits = 2 * needed
            bounds = self.bounds
            self.heap = [
                ((bounds[project][0] << bits) // bounds[project][1], project) for _, project in self.heap
            ]
            heapq.heapify(self.heap)


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


def shop(market: Market, caps: Caps, more: int = 0, seen: Seen | None = None) -> list[int]:
    """The projects that are bought, in their order; `caps` then leave what they leave.

    Equal ones whose order may matter are added to `seen`.
    """
    purses = Purses(market.found, more)
    queue = Queue(market, caps)
    bought: list[int] = []
    queue.refine(purses.unit)
    while (best := _cheapest(market, caps, purses, queue)) is not None:
        project, above, below = best
        if seen is not None:
            tied = [project, *_equal(market, caps, purses, queue, best)]
            if len(tied) > 1 and (sharing(market.found, tied) or contested(market.found, caps, tied)):
                seen.append(tied)
        purses.pay(project, above, below)
        queue.refine(purses.unit)
        caps.buy(project)
        bought.append(project)
    return bought


def _cheapest(market: Market, caps: Caps, purses: Purses, queue: Queue) -> tuple[int, int, int] | None:
    """The project with the smallest rho, taken out of the queue, and what its supporters pay.

    Out too goes what is unaffordable or fits a cap no more, which both stay so.
    """
    found, holdings, bits, heap, bounds = market.found, market.holdings, queue.bits, queue.heap, queue.bounds
    costs, worth, each = found.costs, found.worth, found.each
    left, unit = purses.left, purses.unit
    best: tuple[int, int, int] | None = None
    first: Entry = (-1, -1)
    while heap and (best is None or heap[0] < first):
        project = heap[0][1]
        cost = costs[project] * unit
        money = holdings[project](left)
        total = sum(money)
        if total < cost or (caps.bind and not caps.fits(project)):
            heapq.heappop(heap)
            continue
        differing = worth[project]
        if differing is None:
            above, below = even(money, total, cost)
            weight = below * each[project] * unit
        else:
            above, below = weighted(money, differing, cost)
            weight = below * unit
        entry = ((above << bits) // weight, project)
        bounds[project] = (above, weight)
        if best is None or entry < first:
            if best is None:
                heapq.heappop(heap)
            else:
                heapq.heapreplace(heap, first)
            best, first = (project, above, below), entry
        else:
            heapq.heapreplace(heap, entry)
    return best


def _equal(market: Market, caps: Caps, purses: Purses, queue: Queue, best: tuple[int, int, int]) -> list[int]:
    """The other projects with the same rho, or the first of them; they stay in the queue."""
    found, heap = market.found, queue.heap
    key = _key(found, purses, queue, best)
    equal: list[int] = []
    while heap and heap[0][0] <= key and len(equal) < MOST:
        project = heapq.heappop(heap)[1]
        each = price(found, purses, project)
        if each is None or not caps.fits(project):
            continue
        if (own := _key(found, purses, queue, (project, *each))) == key:
            equal.append(project)
        else:
            heapq.heappush(heap, (own, project))
    for project in equal:
        heapq.heappush(heap, (key, project))
    return equal


def _key(found: Votes, purses: Purses, queue: Queue, priced: tuple[int, int, int]) -> int:
    """The rho of a project in the queue's units."""
    project, above, below = priced
    weight = below * purses.unit * (found.each[project] if found.worth[project] is None else 1)
    return (above << queue.bits) // weight


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
    if len(money) <= FEW:
        # Money for each unit of worth: in this unit different ratios differ, so the order is exact.
        bits = 2 * max(worth).bit_length()
        for _, has, each in sorted([(h << bits) // w, h, w] for h, w in zip(money, worth, strict=True)):
            if has * total >= cost * each:
                break
            cost -= has
            total -= each
        return cost, total
    while True:
        rich = [(has, each) for has, each in zip(money, worth, strict=True) if has * total >= cost * each]
        if len(rich) == len(money):
            return cost, total
        cost -= sum(money) - sum([has for has, _ in rich])
        money = [has for has, _ in rich]
        worth = [each for _, each in rich]
        total = sum(worth)
