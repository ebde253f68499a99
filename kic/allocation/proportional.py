"""The rule `proportional-cut` (docs/allocation.md, section 3): the same factor for all."""

from collections.abc import Collection, Sequence

import msgspec

from kic.allocation.case import Case
from kic.allocation.course import Course, LineTie, Margin, by_rule
from kic.allocation.cutting import by_candidate, shared
from kic.allocation.outcome import Cause
from kic.allocation.ranking import Group, rank
from kic.allocation.ties import ties_by_orders


def propose(case: Case, wanted: Collection[int]) -> Course:
    """The awards in the order of rank; who drops has the cause `minimum`."""
    groups = _groups(case)
    order = [number for group in groups for number in group]
    awards, dropped = shared(case, order)
    course = by_rule(
        case,
        [number for number in order if number in awards],
        awards,
        causes=dict.fromkeys(dropped, Cause.MINIMUM),
    )
    return msgspec.structs.replace(
        course, ties=_ties(case, groups, course.awards), margins=_margins(case, course, wanted)
    )


def awards_alone(case: Case) -> list[int]:
    """The awards by candidate, without anything that is said of them."""
    return by_candidate(case, shared(case, [number for group in _groups(case) for number in group])[0])


def _groups(case: Case) -> list[Group]:
    return rank(case, [number for number, each in enumerate(case.candidates) if each.eligible])


def _margins(case: Case, course: Course, wanted: Collection[int]) -> dict[int, Margin]:
    if not wanted:
        return {}
    from kic.allocation.cut_margins import margins  # noqa: PLC0415  # a check wants none

    return margins(case, course, wanted)


def _ties(case: Case, groups: Sequence[Group], own: list[int]) -> tuple[LineTie, ...]:
    """Ties whose order changes an award: by remainders, or by who drops first."""
    if all(own[number] == case.candidates[number].admissible for group in groups for number in group):
        return ()
    return ties_by_orders(groups, own, lambda order: by_candidate(case, shared(case, order)[0]))
