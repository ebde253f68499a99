"""The Method of Equal Shares: voters with equal money buy what they support together.

All amounts are whole numbers over one denominator, which grows with each purchase. A project's rho only
grows while money is spent, so one that was computed earlier is at most what it is now, and few have to be
computed anew for each purchase.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush, heapreplace
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

    `most` is the largest sum of worths, which is at least the denominator of any rho before `unit`; `heap` are
    the entries of all projects at the start, in units of `2**-bits`.
    """

    __slots__ = ("bits", "found", "heap", "holdings", "most")

    def __init__(self, found: Votes) -> None:
        self.found = found
        nobody = len(found.voters)
        self.holdings: list[Callable[[Sequence[int]], tuple[int, ...]]] = [
            itemgetter(*supporters) if len(supporters) > 1 else itemgetter(nobody, *supporters)
            for supporters in found.supporters
        ]
        self.most = max(found.total, default=1)
        self.bits = bits = _bits(self.most * max(nobody, 1))
        self.heap = [
            ((cost << bits) // total, project)
            for project, (cost, total) in enumerate(zip(found.costs, found.total, strict=True))
        ]
        heapify(self.heap)


def _bits(most: int) -> int:
    """So many bits behind the point keep different fractions apart whose denominators are up to this.

    Two such fractions differ by more than one divided by the square of it. Twice as many bits, so that they
    suffice for a while when denominators grow.
    """
    return 4 * most.bit_length()


class Queue:
    """Projects that can still be bought, the one with the smallest bound of rho first, equal ones by id.

    In units of `2**-bits`, rounded down, different rhos stay apart, and equal ones are equal. Their
    denominators grow with each purchase, and now and then the bits with them.
    """

    __slots__ = ("bits", "heap", "most")

    def __init__(self, market: Market) -> None:
        self.most = market.most
        self.bits = market.bits
        self.heap = market.heap.copy()

    def refined(self, unit: int) -> tuple[list[Entry], int]:
        """The heap and its bits, which suffice for denominators up to `most` times this unit."""
        bits = _bits(self.most * unit)
        if bits > 2 * self.bits:
            self.heap = [(bound << (bits - self.bits), project) for bound, project in self.heap]
            self.bits = bits
        return self.heap, self.bits


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
        if shared > 1:
            above, below = above // shared, below // shared
        if worth is not None and (shared := gcd(below, *worth)) > 1:
            worth, below = [each // shared for each in worth], below // shared
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
                has, share = left[voter], above * each
                left[voter] = has - share if has > share else 0


def shop(market: Market, caps: Caps, more: int = 0, seen: Seen | None = None) -> list[int]:
    """The projects that are bought, in their order; `caps` then leave what they leave.

    Equal ones whose order may matter are added to `seen`.
    """
    purses = Purses(market.found, more)
    queue = Queue(market)
    bought: list[int] = []
    for best in _cheapest(market, caps, purses, queue):
        project, above, below = best
        if seen is not None:
            tied = [project, *_equal(market, caps, purses, queue, best)]
            if len(tied) > 1 and (sharing(market.found, tied) or contested(market.found, caps, tied)):
                seen.append(tied)
        purses.pay(project, above, below)
        caps.buy(project)
        bought.append(project)
    return bought


def _cheapest(market: Market, caps: Caps, purses: Purses, queue: Queue) -> Iterator[tuple[int, int, int]]:
    """The project with the smallest rho, taken out of the queue, and what its supporters pay.

    They are to pay before the next one is asked for. Out too goes what is unaffordable or fits a cap no more,
    which both stay so.
    """
    found, holdings, bind = market.found, market.holdings, caps.bind
    costs, worth, each, totals = found.costs, found.worth, found.each, found.total
    best: tuple[int, int, int] | None = None
    first: Entry = (-1, -1)
    while True:
        left, unit = purses.left, purses.unit
        heap, bits = queue.refined(unit)
        while heap and (best is None or heap[0] < first):
            project = heap[0][1]
            cost = costs[project] * unit
            money = holdings[project](left)
            total = sum(money)
            if total < cost or (bind and not caps.fits(project)):
                heappop(heap)
                continue
            differing = worth[project]
            if differing is None:
                above, below = even(money, total, cost)
                weight = below * each[project] * unit
            else:
                above, below = weighted(money, differing, cost, totals[project])
                weight = below * unit
            entry = ((above << bits) // weight, project)
            if best is None:
                heappop(heap)
            elif entry < first:
                heapreplace(heap, first)
            else:
                heapreplace(heap, entry)
                continue
            best, first = (project, above, below), entry
        if best is None:
            return
        yield best
        best = None


def _equal(market: Market, caps: Caps, purses: Purses, queue: Queue, best: tuple[int, int, int]) -> list[int]:
    """The other projects with the same rho, or the first of them; they stay in the queue."""
    found, heap = market.found, queue.heap
    key = _key(found, purses, queue, best)
    equal: list[int] = []
    while heap and heap[0][0] <= key and len(equal) < MOST:
        project = heappop(heap)[1]
        each = price(found, purses, project)
        if each is None or not caps.fits(project):
            continue
        if (own := _key(found, purses, queue, (project, *each))) == key:
            equal.append(project)
        else:
            heappush(heap, (own, project))
    for project in equal:
        heappush(heap, (key, project))
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
    if worth is None:
        return even(money, sum(money), cost)
    return weighted(money, worth, cost, found.total[project])


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


def weighted(money: Sequence[int], worth: Sequence[int], cost: int, total: int) -> tuple[int, int]:
    """The same for each unit of worth, where that differs; `total` is its sum."""
    sides: Iterable[tuple[int, int]] = zip(money, worth)  # noqa: B905  # as many; asking that takes time
    before = 0
    while total != before:
        before = total
        rich = []
        for side in sides:
            has, each = side
            if has * total < cost * each:
                cost -= has
                total -= each
            else:
                rich.append(side)
        sides = rich
    return cost, total
