"""A case as a model of whole numbers, for which the best selection of applications is looked for.

Floors are taken in declared order: one is held if some selection meets it together with those held before,
else it is released.
"""

import math
from collections.abc import Sequence

from kic.allocation.case import MONEY, Case
from kic.allocation.prices import Model
from kic.allocation.problem import Objective
from kic.allocation.ranking import Group
from kic.allocation.selection import Search

LOOKS = 400_000
"""So many beginnings of a selection are looked at, at most, for all floors together."""


def order_of(groups: Sequence[Group]) -> list[int]:
    """The candidates of these groups, one after the other."""
    return [number for group in groups for number in group]


def values_of(case: Case, order: Sequence[int]) -> tuple[list[int], int]:
    """Whole numbers in proportion to what each candidate is worth, and what they are times."""
    candidates = [case.candidates[number] for number in order]
    scale = math.lcm(*(each.score.denominator for each in candidates))
    scores = [each.score.numerator * (scale // each.score.denominator) for each in candidates]
    if case.problem.objective is Objective.SCORE:
        return scores, scale
    worth = [score * each.admissible for score, each in zip(scores, candidates, strict=True)]
    return worth, scale * 100


def model_of(case: Case, order: Sequence[int], values: list[int], held: Sequence[tuple[int, int]]) -> Model:
    """The money, the caps that can be broken, and these floors with what they lack."""
    used: dict[int, int] = {}
    for number in order:
        candidate = case.candidates[number]
        for limit in candidate.limits:
            used[limit] = used.get(limit, 0) + candidate.admissible
    limits = [MONEY, *(limit for limit, sum_ in sorted(used.items()) if limit and sum_ > case.left[limit])]
    rows = {limit: row for row, limit in enumerate(limits)}
    floors = {floor: len(limits) + place for place, (floor, _) in enumerate(held)}
    columns = []
    for number in order:
        candidate = case.candidates[number]
        column = {rows[limit]: candidate.admissible for limit in candidate.limits if limit in rows}
        column |= {floors[floor]: -candidate.admissible for floor in candidate.floors if floor in floors}
        columns.append(column)
    steps = [0] * (len(limits) + len(held))
    for column in columns:
        for row, coefficient in column.items():
            steps[row] = math.gcd(steps[row], coefficient)
    caps = [*(case.left[limit] for limit in limits), *(-lacking for _, lacking in held)]
    # sums are multiples of what all amounts have in common, such as the grid: the rest of a cap is of no use
    caps = [cap // step * step if step else cap for cap, step in zip(caps, steps, strict=True)]
    return Model(values, caps, columns)


def held_floors(case: Case, order: Sequence[int]) -> tuple[list[tuple[int, int]], list[int], bool]:
    """The floors that are held with what they lack, a selection that meets them, and whether that is sure."""
    held: list[tuple[int, int]] = []
    known: list[int] = []
    sure = True
    for number, floor in enumerate(case.floors):
        lacking = floor.amount - floor.fixed
        if lacking <= 0:
            continue
        amounts = [
            each.admissible if number in each.floors else 0
            for each in map(case.candidates.__getitem__, order)
        ]
        if sum(amounts[item] for item in known) < lacking:
            search = Search(model_of(case, order, amounts, held))
            found = search.best(LOOKS // len(case.floors), known=known, enough=lacking, lexical=False)
            assert found.items is not None
            if found.value < lacking:
                sure = sure and found.bound < lacking
                continue
            known = list(found.items)
        held.append((number, lacking))
    return held, known, sure
