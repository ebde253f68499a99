"""All selections that are the best with some amount of money, under `optimum`."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from kic.allocation.case import MONEY, Case
from kic.allocation.effort import Effort
from kic.allocation.modelling import values_of
from kic.allocation.selection import State, unbeaten

OUT_OF_REACH = -(1 << 200)
"""What a floor lacks that the items to come cannot reach any more."""
NARROW = 1024
"""The first range of larger amounts to be looked at is as wide as the money divided by this."""
WIDER = 2
"""Each further one is so many times as wide as the one before."""


class Frontier:
    """All selections that are the best with some amount of money.

    Built up item by item: of two beginnings the one that costs as much or more, is worth less and has no more
    left under any cap, nor more for any floor, can be the beginning of no best selection. Rows are the caps that
    can be broken, then the floors that can be missed and met.
    """

    def __init__(self, case: Case, order: Sequence[int]) -> None:
        self.size = len(order)
        candidates = [case.candidates[number] for number in order]
        values, _ = values_of(case, order)
        self.worths = [(value << self.size) | 1 << self.size - 1 - item for item, value in enumerate(values)]
        self.costs = [each.admissible for each in candidates]
        used = [0] * len(case.left)
        given = [0] * len(case.floors)
        for each in candidates:
            for limit in each.limits:
                used[limit] += each.admissible
            for floor in each.floors:
                given[floor] += each.admissible
        caps = [limit for limit in range(len(used)) if limit != MONEY and used[limit] > case.left[limit]]
        lacking = [floor.amount - floor.fixed for floor in case.floors]
        floors = [floor for floor, sum_ in enumerate(given) if 0 < lacking[floor] <= sum_]
        self.caps = len(caps)
        self.start = (*(case.left[limit] for limit in caps), *(-lacking[floor] for floor in floors))
        self.changes = [
            (
                *(-each.admissible if limit in each.limits else 0 for limit in caps),
                *(each.admissible if floor in each.floors else 0 for floor in floors),
            )
            for each in candidates
        ]

    def best(self, most: int) -> list[tuple[int, int]]:
        """From which money on, rising, which items are the best selection; raises TooMuchError.

        Items are bits, the first item's highest. Floors in declared order go before worth: a floor is held if
        some selection meets it together with those held before.
        """
        states = self._complete(self._order(), Effort(most), None)
        return [(cost, self._items(worth)) for cost, worth in self._steps(states)]

    def above(self, money: int, best: Collection[int], effort: Effort) -> Iterator[tuple[int, int]]:
        """The same from more than this money on, with which these items are the best; raises TooMuchError.

        Where a floor is missed that more money could meet, a selection of less worth may be better.
        """
        slacks = self.start
        for item in best:
            slacks = tuple(map(int.__add__, slacks, self.changes[item]))
        met = min(slacks[self.caps :], default=0) >= 0
        worth, whole = sum(self.worths[item] for item in best), sum(self.costs)
        step = 1 + money // NARROW
        while money < whole:
            reach = min(money + step, whole)
            bound = _Bound(self.worths, self.costs, reach, worth if met else None)
            for cost, worth in self._steps(self._complete(bound.order, effort, bound)):
                if money < cost:
                    yield cost, self._items(worth)
            money, step = reach, step * WIDER

    def _steps(self, states: Iterable[State]) -> list[tuple[int, int]]:
        """What the best of these complete selections cost, rising, and what they are worth."""
        found: list[tuple[int, int]] = []
        highest: tuple[tuple[bool, ...], int] | None = None
        for worth, left, one, rest, _ in sorted(states, key=lambda state: -state[1]):
            met = tuple(slack >= 0 for slack in (one, *rest)[self.caps : len(self.start)])
            if highest is not None and (met, -worth) <= highest:
                continue
            highest = (met, -worth)
            if found and found[-1][0] == -left:
                found.pop()
            found.append((-left, -worth))
        return found

    def _items(self, worth: int) -> int:
        return worth & (1 << self.size) - 1

    def _complete(self, order: Sequence[int], effort: Effort, bound: "_Bound | None") -> list[State]:
        """Every selection that no other one beats; of those within a bound if one is given."""
        ahead = [0] * len(self.start)
        for item in order:
            ahead = [sum_ + abs(change) for sum_, change in zip(ahead, self.changes[item], strict=True)]
        states = [self._state(0, 0, self.start, ahead)]
        for item in order:
            changes, worth, cost = self.changes[item], self.worths[item], self.costs[item]
            ahead = [sum_ - abs(change) for sum_, change in zip(ahead, changes, strict=True)]
            grown = []
            for negative, left, one, rest, _ in states:
                slacks = (one, *rest)[: len(self.start)]
                grown.append(self._state(negative, left, slacks, ahead))
                after = tuple(map(int.__add__, slacks, changes))
                if min(after[: self.caps], default=0) >= 0:
                    grown.append(self._state(negative - worth, left - cost, after, ahead))
            if bound is not None:
                bound.drop(item)
                grown = [state for state in grown if bound.holds(-state[0], -state[1])]
            effort.spend(len(grown))
            states = unbeaten(grown)
        return states

    def _order(self) -> list[int]:
        """The items so that those under the same caps and floors come one after the other."""
        return sorted(
            range(self.size),
            key=lambda item: ([not change for change in self.changes[item]], item),
        )

    def _state(self, negative: int, left: int, slacks: Sequence[int], ahead: Sequence[int]) -> State:
        """A beginning, without differences in slack that the items to come cannot make count."""
        kept = [
            min(slack, sum_) if row < self.caps else min(slack, 0) if slack + sum_ >= 0 else OUT_OF_REACH
            for row, (slack, sum_) in enumerate(zip(slacks, ahead, strict=True))
        ]
        return negative, left, kept[0] if kept else 0, tuple(kept[1:]), 0


class _Bound:
    """Tells which beginnings cost at most so much and can become worth at least so much.

    What remains is filled up by worth for each cent, the last item in part, as if there were no caps: no selection
    can be worth more (Dantzig 1957). Items come in the order in which the wrong choice of them loses most, so that
    beginnings without a future are recognized early.
    """

    def __init__(self, worths: Sequence[int], costs: Sequence[int], reach: int, worth: int | None) -> None:
        from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

        self.worths, self.costs, self.reach, self.worth = worths, costs, reach, worth
        rates = [Fraction(gain, cost) for gain, cost in zip(worths, costs, strict=True)]
        self.open = sorted(
            (item for item, gain in enumerate(worths) if gain > 0), key=lambda item: -rates[item]
        )
        self._fill()
        at = min(bisect_right(self.filled, reach), len(self.open)) - 1
        rate = rates[self.open[at]] if self.open else Fraction(0)
        self.order = sorted(range(len(worths)), key=lambda item: -abs(worths[item] - rate * costs[item]))

    def drop(self, item: int) -> None:
        """This item is decided."""
        if item in self.open:
            self.open.remove(item)
            self._fill()

    def _fill(self) -> None:
        cost = worth = 0
        self.filled, self.gains = [0], [0]
        for item in self.open:
            cost += self.costs[item]
            worth += self.worths[item]
            self.filled.append(cost)
            self.gains.append(worth)

    def holds(self, worth: int, cost: int) -> bool:
        """Whether a beginning that is worth and costs so much is within the bound."""
        room = self.reach - cost
        if room < 0 or self.worth is None:
            return room >= 0
        at = bisect_right(self.filled, room) - 1
        most = worth + self.gains[at]
        if most < self.worth and at < len(self.open):
            item = self.open[at]
            most += self.worths[item] * (room - self.filled[at]) // self.costs[item]
        return most >= self.worth
