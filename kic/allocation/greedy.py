"""The rule `greedy`: by the sum of utilities for each cent, skipping what does not fit (docs/allocation.md, section 3).

Under the utility `cost` that is the number of approvals. Equal sums go by id.
"""

import itertools
from collections.abc import Collection, Iterable

import msgspec

from kic.allocation.case import Case
from kic.allocation.course import Course, by_rule
from kic.allocation.effort import Effort
from kic.allocation.ranking import comparable
from kic.allocation.support import Caps, Votes, backing, causes, votes
from kic.allocation.vote_margins import Rule, Stretch, margins, rest, served
from kic.allocation.vote_ties import MOST, Seen, contested, ties_of, watched


def propose(case: Case, wanted: Collection[int]) -> Course:
    """The awards of the rule, always whole admissible amounts, with margins of the wanted candidates."""
    found = votes(case, case.problem.utility)
    caps = Caps(case, found.candidates)
    seen = watched(found)
    bought = [found.candidates[each] for each in by_worth(found, caps, found.money, seen=seen)]

    def anew(other: Votes, seen: Seen) -> list[int]:
        caps = Caps(case, other.candidates)
        return [other.candidates[each] for each in by_worth(other, caps, other.money, seen=seen)]

    course = by_rule(
        case,
        bought,
        causes=causes(case, found, bought, caps.left),
        backing=backing(case, found),
    )
    return msgspec.structs.replace(
        course,
        find_ties=lambda own: ties_of(case, found, seen, own, anew, 4 * len(found.costs)),
        margins=margins(
            case, course, wanted, Rule(case.problem.utility, _stretch, apart=False, swept=True), _funded
        ),
    )


def _funded(case: Case) -> list[int]:
    found = votes(case, case.problem.utility)
    return [found.candidates[each] for each in by_worth(found, Caps(case, found.candidates), found.money)]


def _stretch(case: Case, found: Votes, most: int, effort: Effort, start: int) -> Stretch:  # noqa: ARG001  # one pass costs little
    caps = Caps(case, found.candidates)
    all_of_them = rest(found, (project for level in levels(found) for project in level), caps)
    return lambda money: served(found, all_of_them, caps, money)


def by_worth(
    found: Votes, caps: Caps, money: int, without: Iterable[int] = (), seen: Seen | None = None
) -> list[int]:
    """The projects that are bought with this money, in their order; `caps` then leave what they leave.

    Equal ones of which not all can be bought are added to `seen`.
    """
    gone = set(without)
    bought: list[int] = []
    for level in levels(found):
        if seen is not None and len(level) > 1:
            fitting = [p for p in level if p not in gone and found.costs[p] <= money and caps.fits(p)]
            if contested(found, caps, fitting, money):
                seen.append(fitting[:MOST])
        for project in level:
            if project in gone or found.costs[project] > money or not caps.fits(project):
                continue
            caps.buy(project)
            money -= found.costs[project]
            bought.append(project)
    return bought


def levels(found: Votes) -> list[list[int]]:
    """All projects, those with the highest worth for each cent first; equal ones together, by id."""
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    ratios = [Fraction(found.total[project], cost) for project, cost in enumerate(found.costs)]
    keys = comparable(ratios)
    order = sorted(range(len(keys)), key=lambda project: (-keys[project], project))
    return [list(level) for _, level in itertools.groupby(order, keys.__getitem__)]
