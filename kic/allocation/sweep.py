"""What equal shares buy with each amount of start money, as it rises: all runs in one sweep.

While the same voters give all that they have, what each has left moves on a straight line as the money rises. So a
run is kept purchase by purchase, each with the money up to which it stays as it is; past that only the purchases
from there on are made anew, and most often those are few.

The money is swept in pieces. With the same purchases before, more money leaves nobody less, so no rho rises with
it: each is least at the end of the piece, and a project that is dearer there than the cheapest one now need not
be looked at before.
"""

from collections.abc import Collection, Iterator, Sequence
from heapq import heapify, heappop, heappush
from math import gcd
from typing import NamedTuple

from kic.allocation.case import Case
from kic.allocation.effort import Effort
from kic.allocation.market import even, weighted
from kic.allocation.support import Caps, Votes
from kic.allocation.walk import ENDLESS

EACH = 8
"""As much as looking at so many voters it costs to look at a project at all."""
WIDER = 16
"""A piece may cost so many times what its first run costs, so that first runs are a small part of the whole."""

Entry = tuple[int, int]
"""At most the rho of a project up to the end of the piece, rounded down, and the project."""


class Run(NamedTuple):
    """What is bought, in order, while everyone's start money together is in this interval, in cents."""

    start: int
    end: int
    bought: list[int]


class Line(NamedTuple):
    """The rho of a project at any money: (`above` + money x `slope`) / `below`, over the voters' unit.

    At most what it is, and exact while the same supporters give all that they have. The slope is never above 0.
    """

    project: int
    above: int
    slope: int
    below: int

    def before(self, other: "Line", money: int) -> bool:
        """Whether it goes before the other one with this money."""
        mine, others = self.above + self.slope * money, other.above + other.slope * money
        apart = others * self.below - mine * other.below
        return apart > 0 or (apart == 0 and self.project < other.project)

    def last_before(self, other: "Line") -> int:
        """Up to which money it goes before the other one, as it does now."""
        closing = self.slope * other.below - other.slope * self.below
        if closing <= 0:
            return ENDLESS
        apart = other.above * self.below - self.above * other.below
        return apart // closing if self.project < other.project else -(-apart // closing) - 1


class _Purses(NamedTuple):
    """What each voter has left at any money: (`fixed` + money x `growing`) / `unit`; none grows by less than 0."""

    unit: int
    fixed: list[int]
    growing: list[int]

    def at(self, money: int) -> list[int]:
        """What they have with this money, over `unit`."""
        return [fixed + growing * money for fixed, growing in zip(self.fixed, self.growing, strict=True)]


class _Turn(NamedTuple):
    """How things stand before a purchase, after so many, with money up to `until`.

    `waiting` is a heap of what may still be bought, `left` what the caps leave.
    """

    until: int
    place: int
    purses: _Purses
    waiting: list[Entry]
    left: list[int]


class Sweep:
    """The runs for some projects. Past those that are `watched` it may stay open who is bought."""

    def __init__(
        self, case: Case, found: Votes, effort: Effort, watched: Collection[int] | None = None
    ) -> None:
        self.found = found
        self.effort = effort
        self.watched = None if watched is None else frozenset(watched)
        self.caps = Caps(case, found.candidates)
        self.at_first = tuple(self.caps.left)
        self.worths = [
            worth or [each] * len(supporters)
            for worth, each, supporters in zip(found.worth, found.each, found.supporters, strict=True)
        ]
        self.bits = 2 * max(found.total, default=1).bit_length()
        self.end = 0
        self.lost: set[int] = set()
        self.turns: list[_Turn] = []
        self.bought: list[int] = []

    def runs(self, start: int) -> Iterator[Run]:
        """All runs from this start money on, to no end; raises TooMuchError if the effort does not suffice."""
        plenty = max(len(self.found.voters), 1) * sum(self.found.costs)
        width = max(start, 1)
        while start < ENDLESS:
            # With plenty nobody gives all for anything, and no rho moves any more.
            self.end = ENDLESS if start >= plenty else min(start + width, plenty)
            self.turns = [self._first()]
            begin, before, most = start, self.effort.left, 0
            while self.turns:
                last = self._run(start)
                yield Run(start, last, self.bought.copy())
                start = last + 1
                spent = before - self.effort.left
                most = most or WIDER * spent
                while self.turns and (self.turns[-1].until < start or spent > most):
                    self.turns.pop()
            width = 2 * (start - begin)

    def _first(self) -> _Turn:
        found, number = self.found, len(self.found.voters)
        waiting = [
            ((cost << self.bits) // total, project)
            for project, (cost, total) in enumerate(zip(found.costs, found.total, strict=True))
        ]
        heapify(waiting)
        purses = _Purses(max(number, 1), [0] * number, [1] * number)
        return _Turn(self.end, 0, purses, waiting, list(self.at_first))

    def _run(self, money: int) -> int:
        """Takes up the last turn, which stands with this money; up to which money all that follows is the same."""
        until, place, purses, waiting, left = self.turns.pop()
        del self.bought[place:]
        self.lost = set()
        self.caps.left = left.copy()
        while not self._decided(purses, until):
            turn = _Turn(until, len(self.bought), purses, waiting.copy(), self.caps.left.copy())
            winner, last = self._next(purses, waiting, money, until)
            if winner is not None:
                purses, sides = self._paid(purses, winner, money)
                last = min(last, sides)
            if last < until:
                self.turns.append(turn)
                until = last
            if winner is None:
                break
            self.caps.buy(winner.project)
            self.bought.append(winner.project)
        self._strike()
        return until

    def _strike(self) -> None:
        """What was found to be out of reach is so in earlier turns too, as far back as the money does not suffice."""
        lost = self.lost
        for place in range(len(self.turns) - 1, -1, -1):
            turn = self.turns[place]
            most = turn.purses.at(turn.until)
            lost = {project for project in lost if not self._affordable(project, most, turn.purses.unit)}
            self.effort.spend(len(most) + EACH)
            if not lost:
                break
            waiting = [entry for entry in turn.waiting if entry[1] not in lost]
            heapify(waiting)
            self.turns[place] = turn._replace(waiting=waiting)

    def _affordable(self, project: int, has: Sequence[int], unit: int) -> bool:
        found = self.found
        return sum([has[voter] for voter in found.supporters[project]]) >= found.costs[project] * unit

    def _decided(self, purses: _Purses, until: int) -> bool:
        """Whether it is known of all that are watched if they are bought."""
        if self.watched is None:
            return False
        most = purses.at(until)
        return not any(
            self.caps.fits(project) and self._affordable(project, most, purses.unit)
            for project in self.watched.difference(self.bought)
        )

    def _next(self, purses: _Purses, waiting: list[Entry], money: int, until: int) -> tuple[Line | None, int]:
        """Takes out what is bought next (None: nothing is), and up to which money that is the same.

        What is unaffordable with all the money of the piece, or fits a cap no more, is out for good.
        """
        now, most = purses.at(money), purses.at(until)
        best: Line | None = None
        limit, looks = (0, 0), len(now) + EACH
        # The limit only falls, so that who is dearer than it once is so in the end; no line: unaffordable now.
        lines: dict[int, Line | None] = {}
        others: list[Entry] = []
        while waiting and (best is None or waiting[0] < limit):
            project = heappop(waiting)[1]
            looks += len(self.found.supporters[project]) + EACH
            if not self.caps.fits(project):
                continue
            least = self._rho(project, most, purses.unit)
            if least is None:
                self.lost.add(project)
                continue
            entry = self._rounded(*least, purses.unit, project)
            others.append(entry)
            if best is not None and entry > limit:
                continue
            line = lines[project] = self._line(purses, project, now)
            if line is not None and (best is None or line.before(best, money)):
                best, limit = line, self._limit(line, purses.unit, money)
        last = until
        for entry in others:
            if best is not None and entry[1] == best.project:
                continue
            heappush(waiting, entry)
            if best is None or entry < limit:
                last = min(last, self._last(purses, best, entry[1], lines.get(entry[1]), money, last))
        self.effort.spend(looks)
        return best, last

    def _rounded(self, above: int, below: int, unit: int, project: int) -> Entry:
        """What a rho is at least. Only where nobody gives all, two of these are equal just if the rhos are."""
        return (above << self.bits) // (below * unit) - (below < self.found.total[project]), project

    def _limit(self, line: Line, unit: int, money: int) -> Entry:
        """What goes before this one, or may do so, is less."""
        key = ((line.above + line.slope * money) << self.bits) // (line.below * unit)
        return (key, line.project) if line.below == self.found.total[line.project] else (key + 1, -1)

    def _last(
        self, purses: _Purses, best: Line | None, project: int, line: Line | None, money: int, most: int
    ) -> int:
        """Up to which money, at `most`, another project does not go before the best; `line` is its own now.

        Its line is at most its rho: where that says that it goes before, it is looked at again.
        """
        found = self.found
        if line is None:
            supporters = found.supporters[project]
            lacking = found.costs[project] * purses.unit - sum([purses.fixed[voter] for voter in supporters])
            money = -(-lacking // sum([purses.growing[voter] for voter in supporters]))
            if best is None or money > most:
                return money - 1
            line = self._line(purses, project, purses.at(money))
            assert line is not None
        assert best is not None
        while best.before(line, money):
            money = best.last_before(line) + 1
            if money > most:
                return most
            self.effort.spend(len(purses.fixed) + len(found.supporters[project]) + EACH)
            again = self._line(purses, project, purses.at(money))
            assert again is not None
            line = again
        return money - 1

    def _rho(self, project: int, has: Sequence[int], unit: int) -> tuple[int, int] | None:
        """Its rho where the voters have this much, above and below over their unit; None if it is unaffordable."""
        found = self.found
        money = [has[voter] for voter in found.supporters[project]]
        total, cost, worth = sum(money), found.costs[project] * unit, found.worth[project]
        if total < cost:
            return None
        if worth is not None:
            return weighted(money, worth, cost, found.total[project])
        above, below = even(money, total, cost)
        return above, below * found.each[project]

    def _line(self, purses: _Purses, project: int, has: Sequence[int]) -> Line | None:
        """The same at any money, as long as those supporters give all that they have who do so now."""
        found = self.found
        rho = self._rho(project, has, purses.unit)
        if rho is None:
            return None
        share, below = rho
        above, slope = found.costs[project] * purses.unit, 0
        supporters = found.supporters[project]
        if below < found.total[project]:
            for voter, each in zip(supporters, self.worths[project], strict=True):
                if has[voter] * below < share * each:
                    above -= purses.fixed[voter]
                    slope -= purses.growing[voter]
        return Line(project, above, slope, below)

    def _paid(self, purses: _Purses, winner: Line, money: int) -> tuple[_Purses, int]:
        """What is left once its supporters have paid, and up to which money the same of them give all."""
        supporters, worths = self.found.supporters[winner.project], self.worths[winner.project]
        above, slope, below = winner.above, winner.slope, winner.below
        shared = gcd(below, *worths)
        if shared > 1:
            below, worths = below // shared, [each // shared for each in worths]
        shared = gcd(below, above, slope)
        above, slope, below = above // shared, slope // shared, below // shared
        fixed = [each * below for each in purses.fixed]
        growing = [each * below for each in purses.growing]
        last = ENDLESS
        for voter, each in zip(supporters, worths, strict=True):
            over, grows = fixed[voter] - above * each, growing[voter] - slope * each
            if over + grows * money >= 0:
                fixed[voter], growing[voter] = over, grows
            else:
                fixed[voter] = growing[voter] = 0
                if grows:
                    last = min(last, -over // grows)
        unit = purses.unit * below
        shared = gcd(unit, *fixed, *growing)
        if shared > 1:
            unit //= shared
            fixed, growing = [each // shared for each in fixed], [each // shared for each in growing]
        return _Purses(unit, fixed, growing), last
