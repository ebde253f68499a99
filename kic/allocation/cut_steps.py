"""For how many further cents the same ones get one step of the grid more, under `proportional-cut`.

Steps go by largest remainder, as long as there are some: there is a line of those who can take one. With more
money each remainder grows as fast as the admissible amount is large. Whoever's remainder has grown to a whole
step gets that step before all others and goes to the end of the line. So what is left when it is someone's turn
is the number of steps at first, less one for each time that another one comes to stand before it. How often
somebody does so only rises with the money if it asks for more than the one that waits, and only falls
if it asks for less. So the two ends of a range of money bound what is left anywhere between.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kic.allocation.case import MONEY
from kic.allocation.cutting import Cut, Shares
from kic.allocation.effort import Effort
from kic.allocation.walk import ENDLESS

SHORTER = 4
"""A range in which the outcome may change is looked at anew so many times shorter."""


def unchanged(cut: Cut, lucky: Collection[int], unlucky: int | None, most: int, effort: Effort) -> int:
    """For how many further cents, at most this many, all the lucky ones get their step and the other one gets none.

    Up to then none of them has a share that is larger or smaller by a step, and the same limit gives the factor.
    """
    shares, grid = cut.shares(), cut.case.grid
    rising = cut.tight == MONEY
    if not rising and shares.rooms[MONEY] >= len(shares.takers) * grid:
        return most
    caps = _caps(cut, shares, most)
    while len(caps) > 1 and most:
        most //= SHORTER
        caps = _caps(cut, shares, most)
    effort.spend(len(shares.takers))
    if len(caps) > 1:
        concerned = lucky if unlucky is None else [*lucky, unlucky]
        return min(_same_order(cut, number, effort) for number in concerned)
    found = list(_conditions(cut, shares, caps[0] if caps else None, lucky, unlucky))
    looks = sum(len(line.others) for lines in found for line in lines)
    effort.spend(len(found) * len(shares.takers) + looks)
    sure = min(max(line.sure() for line in lines) for lines in found)
    reach = most
    while reach > sure:
        effort.spend(looks)
        if all(any(line.holds(reach) for line in lines) for lines in found):
            return reach
        reach //= SHORTER
    return min(sure, most)


def _caps(cut: Cut, shares: Shares, most: int) -> list[int]:
    """The caps that can stop someone from taking a step, with up to so many cents more."""
    case, grid = cut.case, cut.case.grid
    if cut.tight == MONEY:
        money, asked = cut.left[MONEY] + most, cut.asked[MONEY]
        return [
            limit
            for limit, sum_ in cut.asked.items()
            if limit != MONEY and (money * sum_ + cut.members[limit] * grid * asked > cut.left[limit] * asked)
        ]
    asking: dict[int, int] = {}
    for number in shares.takers:
        for limit in case.candidates[number].limits:
            if limit != MONEY:
                asking[limit] = asking.get(limit, 0) + grid
    return [limit for limit, sum_ in asking.items() if shares.rooms[limit] < sum_]


class _Other(NamedTuple):
    """Someone who can come to stand before, or fall behind: all but the last two are remainders.

    `ahead` is how far ahead it is of the place, `gains` how much more it gains with each cent, `most` how often it can
    come to stand before, and `now` how often it has.
    """

    ahead: int
    gains: int
    most: int
    now: int


class _Line(NamedTuple):
    """A place in the line, and whether there are enough steps for those up to and with it (`wanted`), or not.

    `lacking` is how many steps there are too few now, below 0 if too many. One more comes after `first` cents and
    then after each step of the grid; none does if `first` is None. `unit` is a step of the grid as a remainder.
    `others` are those who can change what is wanted. `until` so many further cents it stands for all concerned.
    """

    wanted: bool
    lacking: int
    first: int | None
    grid: int
    unit: int
    others: list[_Other]
    until: int

    def holds(self, cents: int) -> bool:
        """Whether what is wanted is sure to hold with so many cents more, and with fewer."""
        if cents > self.until:
            return False
        unit, lacking = self.unit, self.lacking
        for ahead, gains, most, now in self.others:
            times = (ahead + gains * cents) // unit + 1
            lacking += (times if times < most else most) - now  # noqa: FURB136  # min() takes three times as long
        if self.wanted:
            return lacking <= 0
        if self.first is not None and cents >= self.first:
            lacking -= 1 + (cents - self.first) // self.grid
        return lacking > 0

    def sure(self) -> int:
        """For how many further cents it holds at least, as nobody comes before or falls behind; -1: not even now."""
        unit = self.unit
        if (self.lacking <= 0) is not self.wanted:
            return -1
        if self.wanted:
            meets = [-(-(unit - ahead % unit) // gains) - 1 for ahead, gains, _, _ in self.others]
        else:
            meets = [ahead % unit // -gains for ahead, gains, _, _ in self.others]
            if self.first is not None:
                meets.append(self.first + (self.lacking - 1) * self.grid - 1)
        return min([*meets, self.until])


def _conditions(
    cut: Cut, shares: Shares, cap: int | None, lucky: Collection[int], unlucky: int | None
) -> Iterator[Sequence[_Line]]:
    """What has to stay so, where at most one cap has a say: of each sequence one that holds is enough.

    Whom the cap stops takes no step from the others. So one under the cap gets its step if both suffice for
    those up to it, the cap and the money. Another one gets it if the money suffices for those up to it, or for those of
    them that are not under the cap besides all steps that the cap leaves.
    """
    candidates = cut.case.candidates
    under = [number for number in lucky if cap in candidates[number].limits]
    free = [number for number in lucky if cap not in candidates[number].limits]
    place = _Places(cut, shares, cap)
    if under:
        yield place.money(under, wanted=True)
        yield place.cap(under, wanted=True)
    if free:
        yield place.either(free, wanted=True)
    if unlucky is not None:
        if cap in candidates[unlucky].limits:
            yield *place.money([unlucky], wanted=False), *place.cap([unlucky], wanted=False)
        else:
            for line in place.either([unlucky], wanted=False):
                yield (line,)


class _Places:
    """Makes lines up to the last one of some: as long as it is the last one, and as if it gained least of them."""

    def __init__(self, cut: Cut, shares: Shares, cap: int | None) -> None:
        self.cut = cut
        self.shares = shares
        self.limit = cap
        self.grid = cut.case.grid
        self.ranks = {each: rank for rank, each in enumerate(shares.floors)}
        candidates = cut.case.candidates
        rising = cut.tight == MONEY
        self.gains = {number: candidates[number].admissible if rising else 0 for number in shares.takers}
        self.under = [number for number in shares.takers if cap in candidates[number].limits]
        self.free = [number for number in shares.takers if cap not in candidates[number].limits]

    def money(self, some: Sequence[int], *, wanted: bool) -> list[_Line]:
        """The lines for the money."""
        return self._lines(some, self.shares.takers, MONEY, 0, wanted=wanted)

    def cap(self, some: Sequence[int], *, wanted: bool) -> list[_Line]:
        """The lines for the cap."""
        assert self.limit is not None
        return self._lines(some, self.under, self.limit, 0, wanted=wanted)

    def either(self, some: Sequence[int], *, wanted: bool) -> list[_Line]:
        """The lines for the money; and those for what of it the cap leaves to others."""
        whole = self.money(some, wanted=wanted)
        if self.limit is None:
            return whole
        taken = self.shares.rooms[self.limit] // self.grid
        return [*whole, *self._lines(some, self.free, MONEY, taken, wanted=wanted)]

    def _lines(
        self, some: Sequence[int], line: Sequence[int], limit: int, taken: int, *, wanted: bool
    ) -> list[_Line]:
        remainders, ranks, gains = self.shares.remainders, self.ranks, self.gains
        last = min(some, key=lambda number: (remainders[number], -ranks[number]))
        until = ENDLESS
        for number in some:
            slower = gains[last] - gains[number]
            if slower > 0:
                ahead = remainders[number] - remainders[last] - (ranks[number] > ranks[last])
                until = min(until, ahead // slower)
        found = [self._line(last, gains[last], line, limit, taken, wanted=wanted, until=until)]
        if until < ENDLESS:
            slowest = min(gains[number] for number in some)
            found.append(self._line(last, slowest, line, limit, taken, wanted=wanted, until=ENDLESS))
        return found

    def _line(
        self, last: int, pace: int, line: Sequence[int], limit: int, taken: int, *, wanted: bool, until: int
    ) -> _Line:
        shares, grid, candidates = self.shares, self.grid, self.cut.case.candidates
        remainders, ranks = shares.remainders, self.ranks
        own, rank, unit = remainders[last], ranks[last], self.cut.factor[1] * grid
        others: list[_Other] = []
        before = 0
        for number in line:
            ahead = remainders[number] - own
            if ranks[number] > rank:
                ahead -= 1
            most = (candidates[number].admissible - shares.floors[number]) // grid
            now = min(ahead // unit + 1, most)
            before += now
            gains = self.gains[number] - pace
            if (gains > 0 and now < most) if wanted else gains < 0:
                others.append(_Other(ahead, gains, most, now))
        room = shares.rooms[limit]
        return _Line(
            wanted=wanted,
            lacking=before - (room // grid - taken),
            first=grid - room % grid if limit == MONEY else None,
            grid=grid,
            unit=unit,
            others=others,
            until=until,
        )


# -- where several caps have a say ---------------------------------------------------------------------------


def _same_order(cut: Cut, number: int, effort: Effort) -> int:
    """For how many further cents this candidate gets a step of the grid by its remainder, or gets none."""
    candidates, grid = cut.case.candidates, cut.case.grid
    floors, remainders, rooms, takers = cut.shares()
    effort.spend(len(floors) + len(takers))
    same = ENDLESS
    if rooms[MONEY] < len(takers) * grid:
        same = grid - rooms[MONEY] % grid - 1
    if cut.tight != MONEY:
        return same
    unit = cut.factor[1] * grid
    for each, remainder in remainders.items():
        same = min(same, -(-(unit - remainder) // candidates[each].admissible) - 1)
    ranks = {each: rank for rank, each in enumerate(floors)}
    for above, below in _compared(cut, takers, rooms, number):
        closing = candidates[below].admissible - candidates[above].admissible
        if closing > 0:
            meets, rest = divmod(remainders[above] - remainders[below], closing)
            same = min(same, meets - (not rest and ranks[below] < ranks[above]))
    return same


def _compared(cut: Cut, takers: Sequence[int], rooms: Sequence[int], number: int) -> list[tuple[int, int]]:
    """Of whom the order by remainder counts: this one and each other; or everyone, where a cap can stop some."""
    asking: dict[int, int] = {}
    for each in takers:
        for limit in cut.case.candidates[each].limits:
            if limit != MONEY:
                asking[limit] = asking.get(limit, 0) + cut.case.grid
    if any(rooms[limit] < asked for limit, asked in asking.items()):
        return list(pairwise(takers))
    at = takers.index(number)
    return [*((each, number) for each in takers[:at]), *((number, each) for each in takers[at + 1 :])]
