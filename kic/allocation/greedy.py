"""The rule `greedy`: by the sum of utilities for each cent, skipping what does not fit (ALLOCATION, section 3).

Under the utility `cost` that is the number of approvals. Equal sums go by id.
"""

from collections.abc import Collection, Iterable

from kic.allocation.case import Case
from kic.allocation.course import Course, by_rule
from kic.allocation.ranking import comparable
from kic.allocation.support import Caps, Votes, backing, causes, votes


def propose(case: Case, wanted: Collection[int]) -> Course:  # noqa: ARG001  # margins: none by this rule
    """The awards of the rule; always whole admissible amounts."""
    found = votes(case, case.problem.utility)
    caps = Caps(case, found.candidates)
    bought = [found.candidates[each] for each in by_worth(found, caps, found.money)]
    return by_rule(case, bought, causes=causes(case, found, bought, caps.left), backing=backing(case, found))


def by_worth(found: Votes, caps: Caps, money: int, without: Iterable[int] = ()) -> list[int]:
    """The projects that are bought with this money, in their order; `caps` then leave what they leave."""
    gone = set(without)
    bought: list[int] = []
    for project in ranked(found):
        if project in gone or found.costs[project] > money or not caps.fits(project):
            continue
        caps.buy(project)
        money -= found.costs[project]
        bought.append(project)
    return bought


def ranked(found: Votes) -> list[int]:
    """All projects, the highest worth for each cent first; equal ones by id."""
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    ratios = [Fraction(found.total_worth(project), cost) for project, cost in enumerate(found.costs)]
    keys = comparable(ratios)
    return sorted(range(len(keys)), key=lambda project: (-keys[project], project))
