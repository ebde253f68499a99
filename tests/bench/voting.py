"""Equal shares beside pabutools, which computes with fractions too, in one process and in turn.

Both sides begin with votes in their own form and end with the projects in the order of funding, which must be
the same. For kic that includes the whole rule (`outcome_of`) without what is told of each payment.
"""

import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from kic.allocation.case import prepare
from kic.allocation.equal_shares import outcome_of
from kic.allocation.problem import AllocationRule, Application, Completion, Marks, Problem, Utility
from kic.allocation.support import votes
from kic.core.values import Money, Number

SIZES = ((25, 60, 15, 9, 50), (1_000, 100, 8, 5, 1), (5_000, 140, 8, 3, 1))
"""Ballots, projects, most projects on a ballot over two, rounds, and how often each runs in one."""


def poll(ballots: int, projects: int, most: int, utility: Utility, completion: Completion) -> Problem:
    """A poll whose budget suffices for a third of the projects; ballots of 1 to twice `most` projects."""
    dice = random.Random(f"{ballots} {projects}")
    costs = [Money(dice.randint(1_000, 20_000) * 100) for _ in range(projects)]
    marks: list[dict[str, Marks]] = [{} for _ in range(projects)]
    voters = tuple(f"v{number:04}" for number in range(ballots))
    for voter in voters:
        for project in dice.sample(range(projects), dice.randint(1, 2 * most)):
            marks[project][voter] = Marks(Number(str(dice.randint(1, 10))))
    scored = utility is Utility.SCORE
    return Problem(
        budget=Money(sum(cost.cents for cost in costs) // 3),
        rule=AllocationRule.EQUAL_SHARES,
        utility=utility,
        completion=completion,
        seats=voters,
        applications=tuple(
            Application(
                id=f"p{number:03}",
                requested=cost,
                score=Number("1"),
                approvals=tuple(given),
                marks=given if scored else {},
            )
            for number, (cost, given) in enumerate(zip(costs, marks, strict=True))
        ),
    )


def ours(problem: Problem) -> Callable[[], list[str]]:
    """The rule on prepared votes."""
    case = prepare(problem)
    found = votes(case, problem.utility)

    def run() -> list[str]:
        outcome = outcome_of(case, found)
        return [case.candidates[found.candidates[each]].id for each in (*outcome.shares, *outcome.rest)]

    return run


def theirs(problem: Problem) -> Callable[[], list[str]]:
    """pabutools on its own instance and profile."""
    from pabutools import election
    from pabutools.fractions import frac
    from pabutools.rules import method_of_equal_shares

    projects = [election.Project(each.id, frac(each.requested.cents, 100)) for each in problem.applications]
    instance = election.Instance(projects, budget_limit=frac(problem.budget.cents, 100))
    ballots: dict[str, dict[Any, Any]] = {voter: {} for voter in problem.seats or ()}
    for project, each in zip(projects, problem.applications, strict=True):
        for voter in each.approvals or ():
            mark = each.marks.get(voter)
            ballots[voter][project] = 1 if mark is None else frac(int(str(mark.value)), 1)
    if problem.utility is Utility.SCORE:
        profile = election.CardinalProfile([election.CardinalBallot(each) for each in ballots.values()])
        satisfaction = election.Additive_Cardinal_Sat
    else:
        profile = election.ApprovalProfile([election.ApprovalBallot(each) for each in ballots.values()])
        satisfaction = election.Cost_Sat if problem.utility is Utility.COST else election.Cardinality_Sat
    step = 1 if problem.completion is Completion.ADD1 else None
    return lambda: [
        str(project)
        for project in method_of_equal_shares(
            instance, profile, sat_class=satisfaction, voter_budget_increment=step
        )
    ]


def compared(problem: Problem, rounds: int, repeat: int) -> tuple[float, float, float]:
    """Median milliseconds of both, and the median of the rounds' ratios; fails if the outcomes differ."""
    one, other = ours(problem), theirs(problem)
    assert one() == other()
    mine, his = [], []
    for _ in range(rounds):
        for run, times in ((one, mine), (other, his)):
            gc.collect()
            start = time.process_time_ns()
            for _ in range(repeat):
                run()
            times.append((time.process_time_ns() - start) / 1e6 / repeat)
    ratios = [b / a for a, b in zip(mine, his, strict=True)]
    return statistics.median(mine), statistics.median(his), statistics.median(ratios)


def lines(*, long: bool = True) -> Iterator[str]:
    """The table. With `add1` the largest polls take minutes, nearly all of them theirs."""
    yield f"Equal shares against pabutools {version('pabutools')} (one process, in turn; the same outcome)"
    yield f"  {'ballots x projects':22}{'utility':14}{'completion':12}{'kic':>10}{'pabutools':>12}{'ratio':>8}  wanted"
    for ballots, projects, most, rounds, times in SIZES:
        for utility in Utility:
            yield _row(poll(ballots, projects, most, utility, Completion.NONE), rounds, times, "at least 15")
        if long or ballots < SIZES[-1][0]:
            yield _row(poll(ballots, projects, most, Utility.COST, Completion.ADD1), 1, 1, "at least 5")


def _row(problem: Problem, rounds: int, times: int, wanted: str) -> str:
    mine, his, ratio = compared(problem, rounds, times)
    size = f"{len(problem.seats or ())} x {len(problem.applications)}"
    return (
        f"  {size:22}{problem.utility.value:14}{problem.completion.value:12}"
        f"{mine:7.2f} ms{his:9.1f} ms{ratio:8.1f}  {wanted}"
    )


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
