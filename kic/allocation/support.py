"""Who supports which project, and how much it is worth to them: what the rules by votes begin with.

Voters are all seats, or all ballots, empty ones too. Approvals tell who supports; where none are stated, a
mark above the middle of the scale approves. Under the utility `score` a mark above 0 supports with that
mark; where an application has no mark at all, its approvals support with 1 (docs/allocation.md, section 3).
"""

import math
from collections.abc import Mapping, Sequence

import msgspec

from kic.allocation.backing import Backing
from kic.allocation.case import MONEY, Case
from kic.allocation.outcome import Cause
from kic.allocation.problem import Application, Problem, Utility
from kic.allocation.scores import DECIMALS, Score
from kic.core.values import Money

UNIT: int = 10**DECIMALS
"""A mark of 1 in the smallest decimals that it can have."""


class Votes(msgspec.Struct, frozen=True):
    """The projects that take part, numbered from 0 in the order of their ids, and the votes for them.

    Those that nobody supports, or that are dearer than all the money, take no part. `candidates` are their
    numbers in the case, `costs` cents. `supporters` are numbers of voters in ascending order. `worth` is
    what a project is worth to each of its supporters where that differs (so there are two at least), else
    None; `each` is then what it is worth to everyone, `total` what to all together. Worths of different
    projects have the same unit.
    """

    voters: tuple[str, ...]
    money: int
    candidates: tuple[int, ...]
    costs: list[int]
    supporters: list[list[int]]
    worth: list[list[int] | None]
    each: list[int]
    total: list[int]


def chosen(found: Votes, places: Sequence[int]) -> Votes:
    """The votes for these projects alone, numbered in this order."""
    return msgspec.structs.replace(
        found,
        candidates=tuple(found.candidates[each] for each in places),
        costs=[found.costs[each] for each in places],
        supporters=[found.supporters[each] for each in places],
        worth=[found.worth[each] for each in places],
        each=[found.each[each] for each in places],
        total=[found.total[each] for each in places],
    )


class Caps:
    """What the caps of themes and applicants still leave, in cents, while projects are bought."""

    def __init__(self, case: Case, candidates: Sequence[int]) -> None:
        self.left = list(case.left)
        self.bind = len(self.left) > MONEY + 1
        """Whether there are any caps at all."""
        if self.bind:
            self.amounts = [case.candidates[number].admissible for number in candidates]
            self.limits = [case.candidates[number].limits[MONEY + 1 :] for number in candidates]

    def fits(self, project: int) -> bool:
        """Whether the caps leave room for it."""
        if not self.bind:
            return True
        amount = self.amounts[project]
        return all(self.left[limit] >= amount for limit in self.limits[project])

    def buy(self, project: int) -> None:
        """Takes its cost from what its caps leave."""
        if self.bind:
            for limit in self.limits[project]:
                self.left[limit] -= self.amounts[project]


def named_voters(problem: Problem) -> tuple[str, ...]:
    """The declared seats, else all that are named anywhere in the problem; in order."""
    if problem.seats is not None:
        return tuple(sorted(problem.seats))
    named: set[str] = set()
    for each in problem.applications:
        named.update(each.marks)
        named.update(each.approvals or ())
    return tuple(sorted(named))


def approving(problem: Problem, each: Application, score: Score) -> list[str]:
    """Who approves: as stated, else whoever gave a mark above the middle of the scale.

    Without a scale nobody does; `faults` asks for one.
    """
    if each.approvals is not None:
        return list(each.approvals)
    if problem.scale is None:
        return []
    middle = (problem.scale.min.fraction + problem.scale.max.fraction) * unit_of_marks(problem)
    return [seat for seat, mark in score.by_seat.items() if 2 * mark > middle]


def unit_of_marks(problem: Problem) -> int:
    """What a mark of 1 is in the whole numbers of `Score.by_seat`."""
    weights = [weight.billionths for weight in problem.criteria.values()]
    shared = math.gcd(*weights) or 1
    total: int = sum(weight // shared for weight in weights) or 1
    return total * UNIT


def votes(case: Case, utility: Utility, added: Mapping[int, Sequence[str]] | None = None) -> Votes:
    """The votes of a case, with worths of this utility.

    `added` are seats that are to support a candidate too, with the highest mark: what if they had.
    """
    problem = case.problem
    voters = named_voters(problem)
    places = {voter: place for place, voter in enumerate(voters)}
    applications = {each.id: each for each in case.applications}
    found = Votes(voters, case.left[MONEY], (), [], [], [], [], [])
    unit = unit_of_marks(problem)
    candidates: list[int] = []
    for number, candidate in enumerate(case.candidates):
        if not candidate.eligible or candidate.admissible > case.left[MONEY]:
            continue
        score = case.scores[candidate.id]
        more = (added or {}).get(number, ())
        worth: list[int] | None = None
        if utility is Utility.SCORE and score.by_seat:
            given = {seat: mark for seat, mark in score.by_seat.items() if mark > 0}
            highest = _highest(problem, score, unit)
            given.update(dict.fromkeys(more, highest))
            seats = sorted(given)
            worth = [given[seat] for seat in seats]
        else:
            seats = sorted({*approving(problem, applications[candidate.id], score), *more})
        if not seats:
            continue
        candidates.append(number)
        found.costs.append(candidate.admissible)
        found.supporters.append([places[seat] for seat in seats])
        each = {Utility.COST: candidate.admissible, Utility.SCORE: unit}.get(utility, 1)
        if worth is not None and len(set(worth)) == 1:
            each, worth = worth[0], None
        found.worth.append(worth)
        found.each.append(each)
    _in_lowest_terms(found, utility)
    for same, differing, supporters in zip(found.each, found.worth, found.supporters, strict=True):
        found.total.append(same * len(supporters) if differing is None else sum(differing))
    return msgspec.structs.replace(found, candidates=tuple(candidates))


def _highest(problem: Problem, score: Score, unit: int) -> int:
    """The highest mark of the scale; without a scale the highest that the application was given."""
    if problem.scale is None:
        return max(*score.by_seat.values(), 1)
    whole = problem.scale.max.fraction * unit
    return whole.numerator // whole.denominator


def _in_lowest_terms(found: Votes, utility: Utility) -> None:
    """Marks are kept in billionths; smaller numbers with the same ratios compute faster."""
    if utility is not Utility.SCORE:
        return
    shared = 0
    for worth, each in zip(found.worth, found.each, strict=True):
        shared = math.gcd(shared, *(worth or (each,)))
    if shared > 1:
        for project, worth in enumerate(found.worth):
            found.each[project] //= shared
            if worth is not None:
                found.worth[project] = [each // shared for each in worth]


def backing(
    case: Case, found: Votes, left: Mapping[int, int] | None = None, silent: Mapping[int, int] | None = None
) -> dict[int, Backing]:
    """Who stands behind each eligible candidate; nobody behind those that no one supports.

    `left` is what the supporters of some have left, in cents, `silent` how many abstentions sank some.
    """
    numbers = {number: len(each) for number, each in zip(found.candidates, found.supporters, strict=True)}
    return {
        number: Backing(
            supporters=numbers.get(number, 0),
            voters=len(found.voters),
            together=Money(left[number]) if left and number in left else None,
            silent=(silent or {}).get(number, 0),
        )
        for number, candidate in enumerate(case.candidates)
        if candidate.eligible and (number in numbers or candidate.admissible <= found.money)
    }


def causes(case: Case, taking_part: Votes, bought: Sequence[int], left: Sequence[int]) -> dict[int, Cause]:
    """Why each eligible candidate that got nothing did: a cap that leaves too little, too dear, or the rule.

    `left` is what each limit leaves in the end. Caps only shrink, so a project that no longer fits one in
    the end dropped out at some time. Nobody's project is left to the rule.
    """
    found: dict[int, Cause] = {}
    supported = set(taking_part.candidates)
    funded = set(bought)
    for number, candidate in enumerate(case.candidates):
        if not candidate.eligible or number in funded:
            continue
        amount = candidate.admissible
        caps = [limit for limit in candidate.limits[MONEY + 1 :] if left[limit] < amount]
        if number not in supported:
            if amount > case.left[MONEY]:
                found[number] = Cause.BUDGET
        elif caps:
            found[number] = case.causes[min(caps, key=lambda limit: left[limit])]
    return found
