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

WIDTH = 6_000
"""So many beginnings are carried on side by side; past that the least promising are let go, and said so."""

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


class _Run:
    """One search. A value carries, below its own bits, one bit for each item, the first item's highest."""

    def __init__(self, search: Search, forced: int | None, enough: int | None, *, lexical: bool) -> None:
        self.search = search
        self.enough = enough
        self.lexical = lexical
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
        for items in (known, self._rounded()):
            if items is not None and self._keeps(items):
                self._offer(sum(self.worths[item] for item in items))

    def finish(self, looks: int) -> Selection:
        """The search itself."""
        lost = self._walk(looks)
        kept = [loss for loss in lost if not self._hopeless(loss)]
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

    def _rounded(self) -> list[int]:
        """The items with a gain, less those that break a limit and gain least for a cent, then what fits."""
        gains, columns = self.search.gains, self.search.model.columns
        order = sorted(
            range(len(gains)), key=lambda item: ((gains[item] << 64) // columns[item][0], -item), reverse=True
        )
        if self.forced is not None:
            order.remove(self.forced)
            order.insert(0, self.forced)
        left = list(self.search.model.caps)
        taken = []
        for item in order:
            column = columns[item]
            if item == self.forced or all(
                left[row] >= coefficient for row, coefficient in column.items() if coefficient > 0
            ):
                taken.append(item)
                for row, coefficient in column.items():
                    left[row] -= coefficient
        if self.forced is None:
            for item in reversed(taken[:]):
                if self.search.model.values[item] < 0 and all(
                    left[row] + coefficient >= 0 for row, coefficient in columns[item].items()
                ):
                    taken.remove(item)
                    for row, coefficient in columns[item].items():
                        left[row] += coefficient
        return taken

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
        value, reached = self.best >> self.search.size, self._reaches(loss)
        return reached < value or (reached == value and not self.lexical)

    def _walk(self, looks: int) -> list[int]:
        """Turns over; returns the least loss of each lot of beginnings that were let go."""
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
            states = ahead.promising(place, states)
            if not states or self._enough():
                break
            if len(states) > WIDTH:
                states.sort(key=lambda state: (state[4], state))
                lost.append(states[WIDTH][4])
                del states[WIDTH:]
                states.sort()
            looks -= len(states)
            if looks < 0:
                lost.append(min(state[4] for state in states))
                break
            if not self._hopeless(abs(search.gains[item])):
                states = ahead.best_of([*states, *self._turned(item, states, rows)], place + 1)
        return lost

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


class _Ahead:
    """What the items that still come can do: at each place of the order, from there on."""

    def __init__(self, run: _Run, order: list[int], slack: list[int]) -> None:
        self.run = run
        columns, gains = run.search.model.columns, run.search.gains
        count = len(slack)
        falls = [[0] * count]
        rises = [[0] * count]
        least = [NEVER]
        adding: list[tuple[int, int] | None] = [None]
        taking: list[tuple[int, int] | None] = [None]
        for item in reversed(order):
            fall, rise = falls[-1].copy(), rises[-1].copy()
            for row, coefficient in columns[item].items():
                change = coefficient if run.full[item] else -coefficient
                if change > 0:
                    rise[row] += change
                else:
                    fall[row] -= change
            falls.append(fall)
            rises.append(rise)
            cost = abs(gains[item])
            least.append(min(least[-1], cost))
            rate = (cost, columns[item][0])
            adding.append(adding[-1] if run.full[item] else rate)
            taking.append(rate if run.full[item] else taking[-1])
        for each in (falls, rises, least, adding, taking):
            each.reverse()  # type: ignore[attr-defined]
        self.falls, self.rises, self.least, self.adding, self.taking = falls, rises, least, adding, taking
        self.rows = [row for row in range(1, count) if slack[row] < falls[0][row]]
        """The limits beside the money that anything can break."""

    def promising(self, place: int, states: list[State]) -> list[State]:
        """The beginnings that can still become the best by turning over at least one of the items to come.

        What is left of the money costs its price, or what filling it costs at the least; what lacks costs
        what taking out costs at the least.
        """
        run = self.run
        price = run.search.priced[0]
        adding, taking, least = self.adding[place], self.taking[place], self.least[place]
        rises = self.rises[place]
        needed = [-rises[row] for row in self.rows]
        first, others = (needed[0] if needed else 0), needed[1:]
        found = []
        for state in states:
            _, money, one, rest, loss = state
            if money < -rises[0] or (needed and one < first):
                continue
            if rest and any(map(int.__lt__, rest, others)):
                continue
            if money >= 0:
                # 1 less: the order of these rates is only known to 64 bits
                more = money * price
                if adding is not None:
                    more = min(more, max(money * adding[0] // adding[1] - 1, 0))
            else:
                assert taking is not None
                more = max(-money * taking[0] // taking[1] - 1, 0)
            if not run._hopeless(loss + max(more, least)):  # noqa: SLF001
                found.append(state)
        return found

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
        shortened.sort()
        steps: dict[tuple[int, ...], tuple[list[int], list[int]]] = {}
        found = []
        for state in shortened:
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
