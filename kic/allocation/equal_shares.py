"""The rule `equal-shares`: the Method of Equal Shares and its completions (docs/allocation.md, section 3)."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import msgspec

from kic.allocation.abstaining import sunk
from kic.allocation.case import Case
from kic.allocation.course import Course, LineTie, by_rule
from kic.allocation.effort import Effort
from kic.allocation.greedy import by_worth, levels
from kic.allocation.market import Market, Purses, price, shop
from kic.allocation.problem import Completion
from kic.allocation.steady import FOREVER, steady
from kic.allocation.support import Caps, Votes, backing, causes, votes
from kic.allocation.sweep import Sweep
from kic.allocation.vote_margins import Rest, Rule, Run, Steps, Stretch, margins, rest, served
from kic.allocation.vote_ties import Seen, ties_of, watched
from kic.allocation.walk import ENDLESS

if TYPE_CHECKING:
    from fractions import Fraction

STEP = 100
"""By so many cents `add1` raises everyone's start money at a time."""
LOOKED_AT = 50_000
"""So much effort goes into the steps of `add1` before the last when ties are looked for."""
LOOKED_AT_AGAIN = 10_000
"""And so much with each other order of a tie."""
WORTH_IT = 2
"""From so many steps on that change nothing it is worth asking how many they are."""
LONGEST = 64
"""After so many steps it is asked again at the latest."""
KEPT = 64
"""For so many runs it is kept what greedy finds after them, as several take turns while money rises."""


class Outcome(msgspec.Struct, frozen=True):
    """What is bought by shares, in order, with which additional start money; then by the completion."""

    shares: list[int]
    more: int
    rest: list[int]


def propose(case: Case, wanted: Collection[int]) -> Course:
    """The awards of the rule, always whole admissible amounts.

    Of the wanted candidates there are margins, and it is told whether abstentions sank them.
    """
    found = votes(case, case.problem.utility)
    seen = watched(found)
    outcome = outcome_of(case, found, seen)
    caps = Caps(case, found.candidates)
    bought = [*outcome.shares, *outcome.rest]
    for project in bought:
        caps.buy(project)
    order = [found.candidates[project] for project in bought]
    entries = ledger(found, outcome)
    silent = sunk(
        case,
        [found.candidates[project] for project in outcome.shares],
        outcome.more,
        set(wanted) - set(order),
    )
    course = by_rule(
        case,
        order,
        causes=causes(case, found, order, caps.left),
        paid_by=entries.paid,
        completed=frozenset(found.candidates[project] for project in outcome.rest),
        backing=backing(case, found, entries.left, silent),
    )
    return msgspec.structs.replace(
        course,
        find_ties=lambda own: _ties(case, found, outcome, seen, own),
        margins=margins(case, course, wanted, _rule(case, wanted), _funded),
    )


def _funded(case: Case) -> list[int]:
    found = votes(case, case.problem.utility)
    outcome = outcome_of(case, found)
    return [found.candidates[project] for project in (*outcome.shares, *outcome.rest)]


def _rule(case: Case, wanted: Collection[int]) -> Rule:
    """How margins find what is bought with other money.

    With start money above the money there is, `add1` lets those have a say that are dearer than all of it.
    """
    completion = case.problem.completion
    one = set(wanted) if len(wanted) == 1 and completion is Completion.NONE else None

    def stretches(case: Case, found: Votes, most: int, effort: Effort, start: int) -> Stretch:  # noqa: ARG001  # runs are made as needed
        return _stretch(case, found, effort, start, one)

    return Rule(
        case.problem.utility,
        stretches,
        apart=completion in (Completion.ADD1, Completion.ADD1_GREEDY),
        swept=True,
    )


def _swept(case: Case, found: Votes, effort: Effort, start: int, watched: Collection[int] | None) -> Stretch:
    runs = Sweep(case, found, effort, watched).runs(start)
    run = next(runs)

    def by_shares(money: int) -> tuple[list[int], int]:
        nonlocal run
        while run.end < money:
            run = next(runs)
        return run.bought, run.end - money

    return by_shares


def _stretch(case: Case, found: Votes, effort: Effort, start: int, one: Collection[int] | None) -> Stretch:
    """The stretches of the rule from so much money on; only for `one`, if it is given."""
    by_shares: Stretch
    completion = case.problem.completion
    if completion in (Completion.ADD1, Completion.ADD1_GREEDY):
        by_shares = Steps(_runs(case, found, effort, start), STEP * len(found.voters)).last
    else:
        watched = None if one is None else [p for p, number in enumerate(found.candidates) if number in one]
        by_shares = _swept(case, found, effort, start, watched)
    if completion in (Completion.NONE, Completion.ADD1):
        return by_shares
    order = [project for level in levels(found) for project in level]
    caps = Caps(case, found.candidates)
    at_first = caps.left
    known: dict[int, tuple[list[int], int, Rest]] = {}

    def after(shares: list[int]) -> tuple[list[int], int, Rest]:
        caps.left = at_first.copy()
        for project in shares:
            caps.buy(project)
        gone = set(shares)
        others = rest(found, (project for project in order if project not in gone), caps)
        return shares, sum([found.costs[project] for project in shares]), others

    def and_the_rest(money: int) -> tuple[list[int], int]:
        shares, same = by_shares(money)
        if id(shares) not in known:
            if len(known) == KEPT:
                known.clear()
            known[id(shares)] = after(shares)
        _, cost, others = known[id(shares)]
        more, as_long = served(found, others, caps, money - cost)
        return [*shares, *more] if more else shares, min(same, as_long)

    return and_the_rest


def _runs(case: Case, found: Votes, effort: Effort, start: int) -> Iterator[Run]:
    """What is bought by shares as start money rises, from so much on, to no end."""
    sweep = Sweep(case, found, effort)
    by_cost = sorted(range(len(found.costs)), key=found.costs.__getitem__)
    for first, end, bought in sweep.runs(start):
        cost = sum([found.costs[project] for project in bought])
        gone = set(bought)
        others = (found.costs[p] for p in by_cost if p not in gone and sweep.caps.fits(p))
        yield Run(first, end, bought, cost, cost + next(others, ENDLESS))


def _ties(
    case: Case, found: Votes, outcome: Outcome, seen: Seen | None, own: list[int]
) -> tuple[LineTie, ...]:
    """Ties in the purchases that count, in the own order and in each that is tried."""
    effort = max(1, sum(map(len, found.supporters)) + len(found.costs))
    in_steps = case.problem.completion in (Completion.ADD1, Completion.ADD1_GREEDY)
    if seen is not None and in_steps:
        _watch_steps(case, found, outcome, seen, LOOKED_AT // effort)

    def anew(other: Votes, seen: Seen) -> list[int]:
        again = outcome_of(case, other, seen)
        if in_steps:
            _watch_steps(case, other, again, seen, LOOKED_AT_AGAIN // effort)
        return [other.candidates[project] for project in (*again.shares, *again.rest)]

    return ties_of(case, found, seen, own, anew, 6 * effort if in_steps else effort)


def _watch_steps(case: Case, found: Votes, outcome: Outcome, seen: Seen, before: int) -> None:
    """Adds the equal projects of the last steps of `add1` to `seen`, and of so many before them.

    Another order in an earlier step, or in the one that would exceed the money, may end the steps elsewhere.
    """
    last = outcome.more // STEP + 1
    market = Market(found)
    for step in range(max(0, last - 1 - before), last + 1):
        shop(market, Caps(case, found.candidates), step * STEP, seen)


def outcome_of(case: Case, found: Votes, seen: Seen | None = None) -> Outcome:
    """What is bought under the problem's completion.

    Equal projects whose order may matter are added to `seen`, but for those of the steps of `add1`.
    """
    completion = case.problem.completion
    if completion in (Completion.ADD1, Completion.ADD1_GREEDY):
        shares, more = add1(case, found)
    else:
        shares, more = shop(Market(found), Caps(case, found.candidates), seen=seen), 0
    rest: list[int] = []
    if completion in (Completion.GREEDY, Completion.ADD1_GREEDY):
        caps = Caps(case, found.candidates)
        for project in shares:
            caps.buy(project)
        money = found.money - sum(found.costs[project] for project in shares)
        rest = by_worth(found, caps, money, shares, seen)
    return Outcome(shares, more, rest)


def add1(case: Case, found: Votes) -> tuple[list[int], int]:
    """Start money in steps until no project fits the money left, or one step before it is exceeded.

    Steps that buy the same as the one before are passed over as far as `steady` can tell; it is asked
    again at once where that was worth it, else after more and more steps.
    """
    if not found.costs:
        return [], 0
    market = Market(found)
    voters = len(found.voters)
    more, pause, patience = 0, 0, 1
    before: list[int] = []
    while True:
        caps = Caps(case, found.candidates)
        if pause:
            pause -= 1
            bought, steps = shop(market, caps, more), 0
        else:
            bought, steps = steady(found, caps, found.money + more * voters, STEP * voters)
            patience = 1 if steps >= WORTH_IT else min(2 * patience, LONGEST)
            pause = 0 if steps >= WORTH_IT else patience
        money = found.money - sum(found.costs[project] for project in bought)
        if money < 0:
            return before, more - STEP
        gone = set(bought)
        if not any(
            project not in gone and cost <= money and caps.fits(project)
            for project, cost in enumerate(found.costs)
        ):
            return bought, more
        assert steps < FOREVER  # whoever supports what is not bought has ever more money
        before = bought
        more += (steps + 1) * STEP


class Ledger(msgspec.Struct, frozen=True):
    """What each voter paid for each candidate bought by shares, and what supporters of the others had left.

    In cents; `left` is rounded down. Whoever paid nothing is not named.
    """

    paid: "dict[int, dict[str, Fraction]]"
    left: dict[int, int]


def ledger(found: Votes, outcome: Outcome) -> Ledger:
    """Makes the purchases once more, and writes down who pays what."""
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    purses = Purses(found, outcome.more)
    paid: dict[int, dict[str, Fraction]] = {}
    for project in outcome.shares:
        had, unit = purses.left.copy(), purses.unit
        each = price(found, purses, project)
        assert each is not None
        purses.pay(project, *each)
        shares: dict[int, Fraction] = {}
        by_voter: dict[str, Fraction] = {}
        factor = purses.unit // unit
        for voter in found.supporters[project]:
            amount = had[voter] * factor - purses.left[voter]
            if amount:
                if amount not in shares:
                    shares[amount] = Fraction(amount, purses.unit)
                by_voter[found.voters[voter]] = shares[amount]
        paid[found.candidates[project]] = by_voter
    bought = set(outcome.shares)
    left = {
        found.candidates[project]: sum(purses.left[voter] for voter in supporters) // purses.unit
        for project, supporters in enumerate(found.supporters)
        if project not in bought
    }
    return Ledger(paid, left)
