"""The ranking: by score, and within a tie by what was announced (docs/allocation.md, section 2)."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kic.allocation.case import Case
from kic.allocation.lot import lot

if TYPE_CHECKING:
    from fractions import Fraction

Group = tuple[int, ...]
"""Candidates with exactly the same merit, as numbers, in the order in which the tie is settled."""


def rank(case: Case, numbers: Iterable[int]) -> list[Group]:
    """These candidates, highest merit (score, or score per cent) first, each tie settled.

    Those without a score, which only rules by votes have, come last by id.
    """
    members: dict[tuple[int, int], list[int]] = {}
    unscored: list[Group] = []
    for number in numbers:
        candidate = case.candidates[number]
        if candidate.scored:
            merit = candidate.merit
            members.setdefault((merit.numerator, merit.denominator), []).append(number)
        else:
            unscored.append((number,))
    groups = list(members.values())
    keys = comparable([case.candidates[group[0]].merit for group in groups])
    places = sorted(range(len(groups)), key=keys.__getitem__, reverse=True)
    return [*(settled(case, groups[place]) for place in places), *sorted(unscored)]


def settled(case: Case, members: Sequence[int]) -> Group:
    """The order within a tie.

    Mean mark in the criterion with the highest weight (skipped if one has no marks), the smaller
    admissible amount, the lot (skipped without a seed), the id.
    """
    if len(members) < 2:  # noqa: PLR2004
        return tuple(members)
    candidates = case.candidates
    leads = [lead for number in members if (lead := candidates[number].lead) is not None]
    by_lead = comparable(leads) if len(leads) == len(members) else [0] * len(members)
    higher = dict(zip(members, by_lead, strict=True))
    seed = case.problem.lot

    def key(number: int) -> tuple[int, int, str, str]:
        candidate = candidates[number]
        drawn = lot(seed, candidate.id) if seed is not None else ""
        return (-higher[number], candidate.admissible, drawn, candidate.id)

    return tuple(sorted(members, key=key))


def comparable(fractions: Sequence["Fraction"]) -> list[int]:
    """Whole numbers that compare like the fractions; fractions themselves compare ten times slower.

    Two different fractions with denominators below `2**b` differ by more than `2**-2b`, so rounding down
    to that unit keeps them apart and in order.
    """
    bits = 2 * max((fraction.denominator.bit_length() for fraction in fractions), default=0)
    return [(fraction.numerator << bits) // fraction.denominator for fraction in fractions]
