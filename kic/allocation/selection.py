"""The best selection of whole items under limits: an exact branch and bound over integers.

With a price for each limit every item has a gain, what it is worth less what it uses up. Taking exactly the
items with a gain gives a sum that no selection exceeds; each item that a selection treats otherwise costs its
gain, and what is left of a priced limit costs its price. So the search starts from that selection, though it
mostly breaks limits, and turns items over, those first whose turn costs least for each cent. What can no
longer reach the best known is cut off, and so is what another beginning beats in everything.

The search stops after a fixed number of looks, never after a time, so that it finds the same everywhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from kic.allocation.prices import Model, prices

WIDTHS = (150, 3_000, 30_000)
"""So many beginnings are carried on side by side; past that the least promising are let go, and said so.

A narrow search finds good selections soon, and with a good one in hand a wide search has less to look at.
"""

NEVER = 1 << 4096
"""A loss that nothing makes good."""

State = tuple[int, int, int, tuple[int, ...], int]
"""A beginning: value (negative), money left, slack of the first other limit, of the rest, and loss."""


class Selection(msgspec.Struct, frozen=True):
    """The best that was found: the items, None if there is none, its value, and what none can exceed.

    `proved` says that the search was complete: nothing is better, or equal with an earlier item.
    """

    items: tuple[int, ...] | None
    value: int
    bound: int
    proved: bool


class Search:
    """Selections from one model; prices are found once.

    Of equal selections the one with the earliest items is taken: the first item if possible, then the second.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.size = len(model.values)
        self.prices = prices(model)
        bits = max(model.caps, default=0).bit_length() + self.size.bit_length() + 16
        self.bits = bits
        self.priced = [(price.numerator << bits) // price.denominator for price in self.prices]
        self.gains = [
            (value << bits) - sum(self.priced[row] * each for row, each in column.items())
            for value, column in zip(model.values, model.columns, strict=True)
        ]

    def best(
        self,
        looks: int,
        *,
        known: Sequence[int] | None = None,
        forced: int | None = None,
        enough: int | None = None,
        lexical: bool = True,
    ) -> Selection:
        """The best selection, with one item forced in; `known` is one that keeps all limits.

        With `enough` any that is worth so much will do, without `lexical` any of equal ones.
        """
        run = _Run(self, forced, enough, lexical=lexical)
        run.start(known)
        return run.finish(looks)


def _lower(one: "Rate | None", other: "Rate") -> "Rate":
    return other if one is None or other[0] * one[1] < one[0] * other[1] else one


class _Run:
    """One search. A value carries, below its own bits, one bit for each item, the first item's highest."""

    def __init__(self, search: Search, forced: int | None, enough: int | None, *, lexical: bool) -> None:
        self.search = search
        self.enough = enough
        self.slackness = 0 if lexical else -(1 << search.bits)
        """By how much the sum that a loss leaves may miss the best: an equal one is of use or not."""
        model, size = search.model, search.size
        self.full = [gain > 0 for gain in search.gains]
        self.top = sum(p * cap for p, cap in zip(search.priced, model.caps, strict=True)) + sum(
            gain for gain in search.gains if gain > 0
        )
        if forced is not None and not self.full[forced]:
            self.full[forced] = True
            self.top += search.gains[forced]
        self.forced = forced
        self.worths = [(value << size) | (1 << size - 1 - item) for item, value in enumerate(model.values)]
        self.best: int | None = None

    def start(self, known: Sequence[int] | None) -> None:
        """Take a known selection, and one that rounding gives."""
        for items in (known, self._rounded(floors_first=False), self._rounded(floors_first=True)):
            if items is not None and self._keeps(items):
                self._offer(sum(self.worths[item] for item in items))

    def finish(self, looks: int) -> Selection:
        """The search itself."""
        kept: list[int] = []
        for width in WIDTHS:
            lost, looks = self._walk(looks, width)
            kept = [loss for loss in lost if not self._hopeless(loss)]
            if not kept or looks < 0 or self._enough():
                break
        highest = [self._reaches(loss) for loss in kept]
        if self.best is None:
            return Selection(None, 0, max(highest, default=0), not kept)
        size = self.search.size
        value = self.best >> size
        items = tuple(item for item in range(size) if self.best >> (size - 1 - item) & 1)
        return Selection(items, value, max((*highest, value)), not kept)

    def _offer(self, worth: int) -> None:
        if self.best is None or worth > self.best:
            self.best = worth

    def _keeps(self, items: Sequence[int]) -> bool:
        if self.forced is not None and self.forced not in items:
            return False
        left = self._left(items)
        return min(left) >= 0

    def _left(self, items: Sequence[int]) -> list[int]:
        left = list(self.search.model.caps)
        for item in items:
            for row, coefficient in self.search.model.columns[item].items():
                left[row] -= coefficient
        return left

    def _rounded(self, *, floors_first: bool) -> list[int]:
        """Items as they fit, those first that gain most for a cent; or first of all what floors still lack."""
        gains, columns = self.search.gains, self.search.model.columns
        order = sorted(
            range(len(gains)), key=lambda item: ((gains[item] << 64) // columns[item][0], -item), reverse=True
        )
        left = list(self.search.model.caps)
        taken: set[int] = set()

        def take(item: int) -> None:
            taken.add(item)
            for row, coefficient in columns[item].items():
                left[row] -= coefficient

        if self.forced is not None:
            take(self.forced)
        for only_floors in (True, False) if floors_first else (False,):
            for item in order:
                column = columns[item].items()
                if item in taken or any(
                    left[row] < coefficient for row, coefficient in column if coefficient > 0
                ):
                    continue
                lacks = any(left[row] < 0 and coefficient < 0 for row, coefficient in column)
                if lacks or not (only_floors or self.search.model.values[item] < 0):
                    take(item)
        return sorted(taken)

    # -- turning items over --------------------------------------------------------------------------------

    def _reaches(self, loss: int) -> int:
        """The highest value after such a loss."""
        return self.top - loss >> self.search.bits

    def _enough(self) -> bool:
        if self.enough is None or self.best is None:
            return False
        return self.best >> self.search.size >= self.enough

    def _hopeless(self, loss: int) -> bool:
        if self.best is None:
            return False
        return self.top - loss < (self.best >> self.search.size << self.search.bits) - self.slackness

    def _walk(self, looks: int, width: int) -> tuple[list[int], int]:
        """Turns over; returns the least loss of each lot of beginnings that were let go, and looks left."""
        search, columns = self.search, self.search.model.columns
        base = [item for item in range(search.size) if self.full[item]]
        slack = self._left(base)
        order = [
            item
            for item in sorted(
                range(search.size),
                key=lambda item: ((abs(search.gains[item]) << 64) // columns[item][0], item),
            )
            if item != self.forced and not self._hopeless(abs(search.gains[item]))
        ]
        ahead = _Ahead(self, order, slack)
        worth = sum(self.worths[item] for item in base)
        if min(slack) >= 0:
            self._offer(worth)
        rows = ahead.rows
        states: list[State] = [
            (-worth, slack[0], slack[rows[0]] if rows else 0, tuple(slack[row] for row in rows[1:]), 0)
        ]
        lost: list[int] = []
        for place, item in enumerate(order):
            losses, states = ahead.promising(place, states)
            if not states or self._enough():
                break
            looks -= len(states)
            if looks < 0:
                lost.append(min(losses))
                break
            if len(states) > width:
                by_loss = sorted(range(len(states)), key=losses.__getitem__)
                lost.append(losses[by_loss[width]])
                states = [states[each] for each in sorted(by_loss[:width])]
            if not self._hopeless(abs(search.gains[item])):
                states = ahead.best_of([*states, *self._turned(item, states, rows)], place + 1)
        return lost, looks

    def _turned(self, item: int, states: list[State], rows: list[int]) -> list[State]:
        column = self.search.model.columns[item]
        sign = 1 if self.full[item] else -1
        worth = sign * self.worths[item]
        money = sign * column[0]
        first = sign * column.get(rows[0], 0) if rows else 0
        others = tuple(sign * column.get(row, 0) for row in rows[1:])
        moves = any(others)
        cost = abs(self.search.gains[item])
        found = []
        for negative, left, one, rest, loss in states:
            now = loss + cost
            if self._hopeless(now):
                continue
            after = tuple(map(int.__add__, rest, others)) if moves else rest
            state = (negative + worth, left + money, one + first, after, now)
            if state[1] >= 0 and state[2] >= 0 and (not after or min(after) >= 0):
                self._offer(-state[0])
            found.append(state)
        return found


Rate = tuple[int, int]
"""A loss and what it moves: less than any that an item to come has for the same."""


def _least(left: int, row: "tuple[int, int, Rate | None, Rate | None]") -> int:
    """What a slack costs at least: what is left its price, or to fill it; what lacks, to make it good.

    A row is its price, how much can still be made good, and the lowest rates for more and for less slack.
    """
    price, rise, up, down = row
    if left > 0:
        cost = left * price
        return cost if down is None else min(cost, left * down[0] // down[1])
    if left == 0:
        return 0
    if left < -rise:
        return NEVER
    return 0 if up is None else -left * up[0] // up[1]


class _Ahead:
    """What the items that still come can do: at each place of the order, from there on."""

    def __init__(self, run: _Run, order: list[int], slack: list[int]) -> None:
        self.run = run
        search = run.search
        columns, gains = search.model.columns, search.gains
        count = len(slack)
        fall, rise, least = [0] * count, [0] * count, NEVER
        up: list[Rate | None] = [None] * (count + 1)
        down: list[Rate | None] = [None] * (count + 1)
        self.falls, self.rises, self.least, self.up, self.down = [fall], [rise], [least], [up], [down]
        for item in reversed(order):
            fall, rise, up, down = fall.copy(), rise.copy(), up.copy(), down.copy()
            cost = abs(gains[item])
            least = min(least, cost)
            sign = 1 if run.full[item] else -1
            priced = (search.model.values[item] << search.bits) - gains[item]
            for row, change in (*columns[item].items(), (count, priced)):
                moved = sign * change
                if moved > 0:
                    up[row] = _lower(up[row], (cost, moved))
                elif moved < 0:
                    down[row] = _lower(down[row], (cost, -moved))
                if row < count:
                    rise[row] += max(moved, 0)
                    fall[row] -= min(moved, 0)
            self.falls.append(fall)
            self.rises.append(rise)
            self.least.append(least)
            self.up.append(up)
            self.down.append(down)
        self.falls.reverse()
        self.rises.reverse()
        self.least.reverse()
        self.up.reverse()
        self.down.reverse()
        self.rows = [row for row in range(1, count) if slack[row] < self.falls[0][row]]
        """The limits beside the money that anything can break."""

    def promising(self, place: int, states: list[State]) -> tuple[list[int], list[State]]:
        """The beginnings that can still become the best by turning over at least one of the items to come.

        What is left of a limit costs its price, or what filling it costs at the least; what lacks costs what
        taking out costs at the least. The same holds of all limits together, each at its price. Returns the
        least loss that each ends with, and them.
        """
        run = self.run
        best, size, bits = run.best, run.search.size, run.search.bits
        most = None if best is None else run.top - ((best >> size) << bits) + run.slackness
        prices, rises, up, down = run.search.priced, self.rises[place], self.up[place], self.down[place]
        money = (prices[0], rises[0], up[0], down[0])
        together = (1, NEVER, up[-1], down[-1])
        rows = [(prices[row], rises[row], up[row], down[row]) for row in self.rows]
        losses: list[int] = []
        found: list[State] = []
        for state in states:
            negative, left, one, rest, loss = state
            more = max(self.least[place], _least(left, money))
            if most is None or loss + more <= most:
                priced = run.top - loss - ((-negative >> size) << bits)
                more = max(more, _least(priced, together))
                for slack, row in zip((one, *rest), rows, strict=False):
                    more = max(more, _least(slack, row))
                if more < NEVER and (most is None or loss + more <= most):
                    losses.append(loss + more)
                    found.append(state)
        return losses, found

    def best_of(self, states: list[State], place: int) -> list[State]:
        """Without those that another one beats: at least its value, and at least as much left everywhere.

        A slack beyond all that can still be used up is as good as any larger one.
        """
        falls = self.falls[place]
        most = [falls[row] for row in self.rows]
        first, others = (most[0] if most else 0), tuple(most[1:])
        shortened = []
        for state in states:
            worth, money, one, rest, loss = state
            if one > first or (rest and any(map(int.__gt__, rest, others))):
                shortened.append((worth, money, min(one, first), tuple(map(min, rest, others)), loss))
            else:
                shortened.append(state)
        return unbeaten(shortened)


def unbeaten(states: list[State]) -> list[State]:
    """Without those that another one beats: at least its value, and at least as much left everywhere."""
    states.sort()
    steps: dict[tuple[int, ...], tuple[list[int], list[int]]] = {}
    found = []
    for state in states:
        _, money, one, rest, _ = state
        stair = steps.get(rest)
        if stair is None:
            stair = steps[rest] = ([], [])
        moneys, ones = stair
        at = bisect_left(moneys, money)
        if at < len(moneys) and ones[at] >= one:
            continue
        end = bisect_right(moneys, money)
        begin = end
        while begin and ones[begin - 1] <= one:
            begin -= 1
        moneys[begin:end] = [money]
        ones[begin:end] = [one]
        found.append(state)
    return found
