"""`funded_budgets` under `proportional-cut` where many ask for many steps of the grid: against the rule itself."""

import random

import pytest

from kic.allocation.case import Case, prepare
from kic.allocation.cut_margins import margins
from kic.allocation.cutting import shared
from kic.allocation.problem import AllocationRule, Application, Caps, Minimum, Problem
from kic.allocation.proportional import propose
from kic.core.values import Money, Number, Share
from tests.allocation.samples import THEMES

MINIMUMS = (None, None, "20%", "40%", "50%", "50%", "65%", "80%", "100%")


def crowded(seed: int) -> Problem:
    """Up to 24 requests of up to 200 cents; grids, equal amounts and ranks, and caps are each frequent."""
    drawn = random.Random(seed)
    grid = drawn.choice((1, 1, 5, 10, 10))
    step = drawn.choice((1, 1, grid, 2 * grid))
    number, most = drawn.randint(8, 24), drawn.choice((40, 120, 200))
    themed, capped = drawn.choice((0, 1, 2)), drawn.choice((None, None, 60, 150))
    asked = [-(-drawn.randint(1, most) // step) * step for _ in range(number)]
    return Problem(
        budget=Money(drawn.randint(0, sum(asked))),
        grid=Money(grid),
        rule=AllocationRule.PROPORTIONAL_CUT,
        caps=Caps(
            applicant=capped and Money(capped),
            themes={
                theme: Money(sum(asked) * drawn.randint(5, 30) // 100)
                for theme in THEMES[: drawn.randint(0, 3)]
            },
        ),
        applications=tuple(
            Application(
                id=f"x{place:02}",
                applicant=drawn.choice((None, *"pqrs")),
                themes=tuple(drawn.sample(THEMES, drawn.randint(0, themed))),
                requested=Money(amount),
                minimum=(minimum := drawn.choice(MINIMUMS)) and Minimum(Share(minimum)),
                score=Number(str(drawn.randint(0, 12))),
            )
            for place, amount in enumerate(asked)
        ),
    )


def told(problem: Problem) -> tuple[Case, list[int], dict[int, set[int]], int]:
    """The case, its order, the budgets told for each candidate up to one with which money is no limit, and that one."""
    case = prepare(problem)
    everyone = range(len(case.candidates))
    course = propose(case, ())
    order = [number for group in course.groups for number in group]
    most = sum(each.admissible for each in case.candidates) + 1
    found = margins(case, course, everyone)
    budgets: dict[int, set[int]] = {}
    for number in everyone:
        intervals = found[number].budgets
        assert intervals is not None
        budgets[number] = {
            budget for start, end in intervals for budget in range(start, (most if end is None else end) + 1)
        }
        assert margins(case, course, [number])[number].budgets == intervals, "alone as among all"
    return case, order, budgets, most


def at_each_budget(seed: int) -> None:
    case, order, budgets, most = told(crowded(seed))
    for money in range(most + 1):
        awards, _ = shared(case, order, money)
        assert set(awards) == {number for number, funded in budgets.items() if money in funded}, money


@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_at_which_the_rule_gives_an_award(seed):
    at_each_budget(seed)


@pytest.mark.soak
def test_so_they_are_in_many_problems():
    for seed in range(600):
        at_each_budget(seed)
