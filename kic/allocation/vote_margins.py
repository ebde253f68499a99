"""How far from another outcome under the rules by votes: who was passed, which budgets, which score.

With more money these rules change course at few amounts; each tells for how many further cents its purchases stay
the same, so that nothing is scanned cent by cent. Scores do not buy anything here: the only one that helps is the
threshold, with the votes as they are.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import msgspec

from kic.allocation.case import MONEY, Case
from kic.allocation.course import Course, Margin, Need
from kic.allocation.effort import Effort, TooMuchError
from kic.allocation.margins import Budgets, next_budgets, passed, reachable
from kic.allocation.outcome import Cause
from kic.allocation.problem import Aggregate, Utility
from kic.allocation.support import Caps, Votes, chosen, votes
from kic.allocation.walk import ENDLESS

STEPS = 60_000_000
"""So many votes and projects are looked at to find budgets under `phragmen`; past that they are left out."""
STEPS_FOR_ONE = 300_000_000
"""And so many if only one application is asked for."""
ROUND = 250
"""As much as so many looks costs each amount of money that is tried, however little there is to look at."""

SWEPT = 130_000_000
"""So much looking goes into budgets under `equal-shares` and `greedy`, where a look costs less.

500 projects x 12 voters take up to 100 million without `add1`. With it they have 45,000 budgets at which somebody's
result changes, and take 285 million; 110 x 30 take 21 million.
"""
SWEPT_FOR_ONE = 330_000_000
"""And so much if only one application is asked for: enough for 500 projects x 12 voters with `add1`, too."""
ABOVE = 15_000_000
"""And so much into the next larger budgets, where not all were found."""

Stretch = Callable[[int], tuple[list[int], int]]
"""From an amount of money to the projects bought with it, and for how many further cents those are the same.

It is asked for ever more money.
"""


class Rule(NamedTuple):
    """A rule by votes: its utility, and its stretches with a fixed set of projects.

    Those are for less money than the first number, and from the second one on.

    `apart` says that projects dearer than all the money would have a say, so that they have to be taken out.
    `swept` says that a look costs little, so that there may be more of them.
    """

    utility: Utility
    stretches: Callable[[Case, Votes, int, Effort, int], Stretch]
    apart: bool = True
    swept: bool = False


def margins(
    case: Case,
    course: Course,
    wanted: Collection[int],
    rule: Rule,
    anew: Callable[[Case], Iterable[int]],
) -> dict[int, Margin]:
    """The margins of these candidates under a rule; `anew` are those that it funds in a case."""
    if not wanted:
        return {}
    order = [number for group in course.groups for number in group]
    below = passed(order, course.awards, wanted)
    next_: dict[int, int] = {}
    try:
        found: dict[int, Budgets | None] = {**budgets(case, wanted, rule)}
    except TooMuchError:
        found = dict.fromkeys(wanted)
        next_ = next_budgets(outcomes(case, rule, Effort(ABOVE), case.left[MONEY]), course.awards, wanted)
    return {
        number: Margin(
            below[number], found[number], _need(case, course, number, anew), next_budget=next_.get(number)
        )
        for number in sorted(wanted)
    }


def _need(case: Case, course: Course, number: int, anew: Callable[[Case], Iterable[int]]) -> Need | None:
    """The threshold, if with a score there a candidate below it gets an award; its votes are as they are."""
    candidate = case.candidates[number]
    problem = case.problem
    if candidate.eligible or problem.aggregate is Aggregate.CENTRED:
        return None  # centred: the threshold looks at another score than the ranking
    if case.ineligible[candidate.id] is not Cause.THRESHOLD or problem.threshold is None:
        return None
    score = problem.threshold.fraction
    if not reachable(case, number, score, above=False):
        return None
    eligible = msgspec.structs.replace(candidate, eligible=True)
    candidates = (*case.candidates[:number], eligible, *case.candidates[number + 1 :])
    funded = set(anew(msgspec.structs.replace(case, candidates=candidates)))
    if number not in funded:
        return None
    dropped = (
        other for group in course.groups for other in group if course.awards[other] and other not in funded
    )
    return Need(score, above=False, drops=tuple(dropped))


def budgets(case: Case, wanted: Collection[int], rule: Rule) -> dict[int, Budgets]:
    """For each candidate the whole budgets, in cents, under which it is funded; TooMuchError if there are too many."""
    found: dict[int, list[tuple[int, int | None]]] = {number: [] for number in wanted}
    since: dict[int, int] = {}
    one = len(found) == 1
    for_one, for_all = (SWEPT_FOR_ONE, SWEPT) if rule.swept else (STEPS_FOR_ONE, STEPS)
    effort = Effort(for_one if one else for_all)
    before: set[int] = set()
    for budget, funded in outcomes(case, rule, effort):
        if funded is before:
            continue
        for number in found.keys() & (funded ^ before):
            if number in funded:
                since[number] = budget
            else:
                found[number].append((since.pop(number), budget - 1))
        before = funded
    for number, start in since.items():
        found[number].append((start, None))
    return {number: tuple(intervals) for number, intervals in found.items()}


def outcomes(case: Case, rule: Rule, effort: Effort, first: int = 0) -> Iterator[tuple[int, set[int]]]:
    """From which whole budget on, in cents, who is funded, from so much money on and to no end; TooMuchError.

    Projects dearer than all the money take no part, so that each cost begins a range of its own where they matter.
    """
    boundless = msgspec.structs.replace(case, left=(ENDLESS, *case.left[1:]))
    everyone = votes(boundless, rule.utility)
    costs = sorted(set(everyone.costs))
    for least, most in pairwise((*(costs if rule.apart else costs[:1]), ENDLESS)):
        if most <= first:
            continue
        taking_part = everyone
        if rule.apart:
            taking_part = chosen(everyone, [p for p, cost in enumerate(everyone.costs) if cost <= least])
        money = max(least, first)
        stretch = rule.stretches(case, taking_part, most, effort, money)
        candidates = taking_part.candidates
        same: list[int] | None = None
        funded: set[int] = set()
        while money < most:
            bought, more = stretch(money)
            effort.spend(len(everyone.costs) + ROUND)
            if bought is not same:  # with `add1` it is the same list again and again
                same, funded = bought, {candidates[project] for project in bought}
            yield case.committed + money, funded
            money += more + 1


# -- equal shares in steps ---------------------------------------------------------------------------------


class Run(NamedTuple):
    """What is bought by shares while everyone's start money, over the number of voters, is in this interval.

    From `enough` on something else would fit the money left, so that a step of `add1` follows.
    """

    start: int
    end: int
    bought: list[int]
    cost: int
    enough: int


class Steps:
    """The runs of equal shares with a fixed set of projects, and where `add1` ends among them.

    Start money goes up by `step` at a time. A run at which it ends with some money, it does so with less. So, as
    it is asked for ever more money, a run past which it goes on once is never looked at again. Runs are made
    as they are needed.
    """

    def __init__(self, runs: Iterator[Run], step: int) -> None:
        self.step = step
        self.to_come = runs
        self.runs: list[Run] = []
        self.starts: list[int] = []
        self.next: list[int] = []
        """By run the first one from it on, as far as is known, with which it may end."""

    def last(self, money: int) -> tuple[list[int], int]:
        """What is bought where it ends, and for how many further cents of the money that is the same."""
        same = ENDLESS
        at = money
        place = self._of(money)
        while True:
            place = self._ending(place, money)
            run = self.runs[place]
            if (before := -(-(run.start - money) // self.step)) > 0:
                at = money + before * self.step
                same = min(same, run.start - (at - self.step) - 1)
            if at <= run.end:
                break
            place += 1
        same = min(same, run.end - at, run.enough - money - 1)
        if run.cost <= money:
            return run.bought, same
        # One step too far: the outcome before counts.
        at -= self.step
        last = self.runs[self._of(at)]
        return last.bought, min(same, run.cost - money - 1, last.end - at)

    def _of(self, start: int) -> int:
        """The run with this start money."""
        while not self.runs or self.runs[-1].end < start:
            self._make()
        return bisect_right(self.starts, start) - 1

    def _ending(self, place: int, money: int) -> int:
        """The first run from this one on with which it may end."""
        passed: list[int] = []
        while True:
            while place >= len(self.runs):
                self._make()
            if self.next[place] != place:
                passed.append(place)
                place = self.next[place]
            elif self.runs[place].enough <= money:
                passed.append(place)
                place += 1
            else:
                break
        for each in passed:
            self.next[each] = place
        return place

    def _make(self) -> None:
        run = next(self.to_come)
        self.next.append(len(self.runs))
        self.runs.append(run)
        self.starts.append(run.start)


# -- greedily, with what is left ----------------------------------------------------------------------------


class Rest(NamedTuple):
    """Projects in the order in which they are bought if they fit, and what the caps leave for them.

    `least` is by place what the cheapest from there on costs.
    """

    order: list[int]
    least: list[int]
    caps: list[int]


def rest(found: Votes, order: Iterable[int], caps: Caps) -> Rest:
    """These projects, of which those that no longer fit a cap are left out."""
    fitting = [project for project in order if caps.fits(project)]
    least = [*accumulate((found.costs[project] for project in reversed(fitting)), min, initial=ENDLESS)]
    return Rest(fitting, least[::-1], caps.left)


def served(found: Votes, rest: Rest, caps: Caps, money: int) -> tuple[list[int], int]:
    """Who is bought of those that fit, in this order, and for how many further cents that is the same."""
    same = ENDLESS
    bought: list[int] = []
    if caps.bind:
        caps.left = rest.caps.copy()
    for project, least in zip(rest.order, rest.least):  # noqa: B905  # one more stands for the end
        if least > money:
            return bought, min(same, least - money - 1)
        lacking = found.costs[project] - money
        if lacking > 0:
            if lacking <= same:
                same = lacking - 1
        elif caps.fits(project):
            caps.buy(project)
            money -= found.costs[project]
            bought.append(project)
    return bought, same
