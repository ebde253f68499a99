"""The default rule `ranked` (docs/allocation.md, section 2)."""

from collections.abc import Collection, Sequence

from kic.allocation.case import Case
from kic.allocation.course import Course, Margin
from kic.allocation.outcome import Cause
from kic.allocation.ranking import Group, rank
from kic.allocation.ties import ties_at_the_line
from kic.allocation.walk import NO_FLOOR, State, walk


def propose(case: Case, wanted: Collection[int]) -> Course:
    """The awards in rank order, with margins of the wanted candidates."""
    groups = rank(case, [number for number, each in enumerate(case.candidates) if each.eligible])
    order = [number for group in groups for number in group]
    state = walk(case, order)
    causes: list[Cause | None] = [None] * len(case.candidates)
    ended = len(order) if state.ended is None else state.ended
    for place, number in enumerate(order):
        if state.awards[number]:
            causes[number] = Cause.RANK if state.by_floor[number] == NO_FLOOR else Cause.FLOOR
        else:
            causes[number] = Cause.LINE if place > ended else case.causes[state.bounds[number]]
    return Course(
        groups=tuple(groups),
        awards=state.awards,
        order=state.order,
        causes=causes,
        limits=state.bounds,
        rooms=state.rooms,
        missing=state.missing,
        by_floor={
            number: case.floors[floor].theme
            for number, floor in enumerate(state.by_floor)
            if floor != NO_FLOOR
        },
        ended_by=None if state.ended is None else order[state.ended],
        ties=ties_at_the_line(case, groups, state),
        margins=_margins(case, groups, state, wanted),
    )


def _margins(case: Case, groups: Sequence[Group], state: State, wanted: Collection[int]) -> dict[int, Margin]:
    if not wanted:
        return {}
    from kic.allocation.margins import margins  # noqa: PLC0415  # a check wants none

    return margins(case, groups, state, wanted)
