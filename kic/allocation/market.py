"""The Method of Equal Shares: voters with equal money buy what they support together.

Exactly, amounts are whole numbers over one denominator, which grows with each purchase. That is needed only
where it matters: purchases are made in rounded numbers with a bound of what rounding may change, and exactly
where that leaves open who comes next or who can pay.

A project's rho only grows while money is spent, so one that was computed earlier is at most what it is now,
and few have to be computed anew for each purchase.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush, heapreplace
from math import gcd
from operator import itemgetter

from kic.allocation.rounded import Rounded, sifted
from kic.allocation.support import Caps, Votes
from kic.allocation.vote_ties import MOST, Seen, contested, sharing

FEW = 48
"""Up to so many numbers are sorted faster than sifted several times."""

Bid = tuple[int, int, int, int, int]
"""A project, what one pays for it or for each unit of worth, and by how much that may be wrong; then what its rho
is at least, as in the heap, and what the bounds of others are at least if it comes first."""

OPEN: Bid = (-1, 0, 0, 0, 0)
"""Rounding leaves open which project comes next."""


Offer = tuple[int, Callable[[Sequence[int]], Sequence[int]], "list[int] | None", int, int]
"""What a project costs in units of `2**-bits` cents, what takes its supporters' money out of everyone's, and its
`worth`, `each` and `total` of the votes."""


class Market:
    """What stays the same in each run: whose money to look at for each project, and rho if all are rich.

    The heap holds a bound of each project's rho: at most that in units of `2**-bits`, and in the last `tail`
    bits the project. Rhos with which all are rich differ in whole units, or are equal. `beyond` is above every
    bound: nobody pays more than a whole project.
    """

    __slots__ = ("beyond", "bits", "found", "heap", "last", "offers", "tail")

    def __init__(self, found: Votes) -> None:
        self.found = found
        self.bits = bits = _bits(len(found.costs), max(found.total, default=1))
        self.tail = tail = len(found.costs).bit_length()
        self.last = (1 << tail) - 1
        asked = [cost << bits for cost in found.costs]
        self.beyond = max(asked, default=0) + 1 << tail
        holdings = [
            itemgetter(*supporters)
            if len(supporters) > 1
            else itemgetter(slice(supporters[0], supporters[0] + 1))
            for supporters in found.supporters
        ]
        self.offers: list[Offer] = list(
            zip(asked, holdings, found.worth, found.each, found.total, strict=True)
        )
        self.heap = [
            (cost // total << tail) + project
            for project, (cost, total) in enumerate(zip(asked, found.total, strict=True))
        ]
        heapify(self.heap)


def _bits(projects: int, most: int) -> int:
    """So many bits behind the point keep apart fractions with denominators up to `most`.

    Two such fractions differ by more than one divided by the square of it. A purchase may double what
    rounding changes; about half of the projects are bought.
    """
    return max(32, min(projects // 2, 96), 2 * most.bit_length())


class Purses:
    """What the voters have left, over `unit`: at the start the same share of the money for everyone.

    `more` is by how many cents everyone's start money is higher than that.
    """

    __slots__ = ("found", "left", "unit")

    def __init__(self, found: Votes, more: int) -> None:
        number = len(found.voters)
        self.found = found
        self.unit = max(number, 1)
        self.left = [found.money + more * number] * number

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

    def buy(self, project: int) -> None:
        """Its supporters pay what it costs, which they have."""
        each = price(self.found, self, project)
        assert each is not None
        self.pay(project, *each)


def shop(market: Market, caps: Caps, more: int = 0, seen: Seen | None = None) -> list[int]:
    """The projects that are bought, in their order; `caps` then leave what they leave.

    Equal ones whose order may matter are added to `seen`.
    """
    found = market.found
    purses = Purses(found, more)
    rounded = Rounded(found, market.bits, found.money + more * len(found.voters))
    heap = market.heap.copy()
    bought: list[int] = []
    paid = 0
    for best in _bids(market, caps, rounded, heap, alone=seen is not None):
        project, share, gap, _, _ = best
        if best is OPEN or not rounded.pay(project, share, gap):
            _put_back(heap, best)
            for each in bought[paid:]:
                purses.buy(each)
            tied = _equal(market, caps, purses, heap, wanted=0 if seen is None else MOST + 1)
            if not tied:
                break
            if seen is not None and len(tied) > 1 and (sharing(found, tied) or contested(found, caps, tied)):
                seen.append(tied)
            project = tied[0]
            purses.buy(project)
            rounded.refresh(purses.left, purses.unit)
            paid = len(bought) + 1
        caps.buy(project)
        bought.append(project)
    return bought


def _bids(  # noqa: C901, PLR0912  # a call here costs as much as a look at two voters
    market: Market, caps: Caps, rounded: Rounded, heap: list[int], *, alone: bool
) -> Iterator[Bid]:
    """The project with the smallest rho, of equal ones the smaller id, taken out of the heap, if that is clear.

    Else `OPEN`, and the heap keeps it; so too, if it is to be `alone`, where others may be equal. Someone is to
    pay before the next one is asked for. Out too goes what is unaffordable or fits a cap no more, which both
    stay so.
    """
    offers, tail, last, bind = market.offers, market.tail, market.last, caps.bind
    while True:
        best: Bid | None = None
        limit = market.beyond
        left, off = rounded.left, rounded.off
        unsure = off * len(left)
        while heap and heap[0] < limit:
            project = heap[0] & last
            cost, holdings, worth, each, total = offers[project]
            money = holdings(left)
            there = sum(money)
            if there - cost < unsure or (bind and not caps.fits(project)):
                if cost - unsure <= there <= cost + unsure:
                    best = _put_back(heap, best)
                    break
                heappop(heap)
                continue
            if worth is None:
                kept, rich = even(money, there, cost)
                share, poor = kept // rich, len(money) - rich
            else:
                share, rich, poor = sifted(money, worth, cost, total, limit >> tail)
                each = 1
            # Rho is at least `entry`; below `own`, or known where all are rich, if `pay` finds it clear who can pay.
            if poor:
                gap = poor * off // rich + 2
                entry = (share - gap) // each - 1 << tail | project
            else:
                gap = 2
                entry = share // each << tail | project
            if entry >= limit:
                heapreplace(heap, entry)
                continue
            own = (share + gap) // each + 1 << tail if poor else entry
            if best is None:
                heappop(heap)
            elif own <= best[3]:
                heapreplace(heap, best[3])
            else:
                best = _put_back(heap, best)
                break
            best, limit = (project, share, gap, entry, own), own
        if best is None:
            return
        if alone and best[3] == best[4] and heap and heap[0] >> tail == best[3] >> tail:
            best = _put_back(heap, best)
        yield best


def _put_back(heap: list[int], best: Bid | None) -> Bid:
    """What was the best so far goes back into the heap, for it is open which one is."""
    if best is not None and best is not OPEN:
        heappush(heap, best[3])
    return OPEN


def _equal(market: Market, caps: Caps, purses: Purses, heap: list[int], *, wanted: int) -> list[int]:
    """The projects with the smallest rho by exact numbers, in the order of ids; the first is taken out of the heap.

    Of more than `wanted` equal ones, or of one if none are wanted, the others may be missing.
    """
    found, bits, tail = market.found, market.bits, market.tail
    equal: list[int] = []
    looked_at: dict[int, int] = {}
    best, own, limit = (0, 1), 0, 0
    while heap and (not equal or heap[0] < (limit if len(equal) < wanted else own)):
        project = heappop(heap) & market.last
        each = price(found, purses, project)
        if each is None or not caps.fits(project):
            continue
        above, below = each
        weight = below * purses.unit * (found.each[project] if found.worth[project] is None else 1)
        bound = (above << bits) // weight
        all_rich = above == found.costs[project] * purses.unit and below == _everyone(found, project)
        looked_at[project] = entry = (bound if all_rich else bound - 1) << tail | project
        dearer = above * best[1] - best[0] * weight
        if not equal or dearer < 0:
            equal, best, own, limit = [], (above, weight), bound + 1 << tail, bound + 1 << tail
        if not equal or dearer == 0:
            equal.append(project)
            own = min(own, entry) if all_rich else own
    equal.sort()
    for project, entry in looked_at.items():
        if project != equal[0]:
            heappush(heap, entry)
    return equal


def _everyone(found: Votes, project: int) -> int:
    """The number of its supporters, or the sum of what it is worth to them where that differs."""
    return len(found.supporters[project]) if found.worth[project] is None else found.total[project]


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
