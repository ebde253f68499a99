"""The rule `optimum` (docs/allocation.md, section 3): the largest sum of scores, or of scores times amounts.

Partial awards do not exist here.
"""

from collections.abc import Collection, Sequence

import msgspec

from kic.allocation.case import Case
from kic.allocation.course import Course, Found, LineTie, Margin, by_rule
from kic.allocation.modelling import held_floors, model_of, order_of, values_of
from kic.allocation.ranking import Group, rank
from kic.allocation.selection import Search
from kic.allocation.ties import ties_by_orders

LOOKS = 400_000
"""So many beginnings of a selection are looked at for the optimum."""
LOOKS_EACH = 40_000
"""So many for one loss."""
LOOKS_LOSSES = 600_000
"""And for all losses together."""
LOOKS_TIES = 100
"""What it costs to try another order of a tie, for each application: a few dozen are tried."""
MANY = 100
"""Among more applications ties are not looked for."""


def propose(case: Case, wanted: Collection[int]) -> Course:
    """The best selection of whole admissible amounts; of equal ones that with rank 1, then rank 2 and so on.

    Losses are computed for the wanted candidates.
    """
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    groups = rank(case, [n for n, each in enumerate(case.candidates) if each.eligible])
    order = order_of(groups)
    values, scale = values_of(case, order)
    held, known, sure = held_floors(case, order)
    search = Search(model_of(case, order, values, held))
    best = search.best(LOOKS, known=known)
    assert best.items is not None  # nothing at all, or what meets the floors that are held
    losses: dict[int, Fraction] = {}
    looks = LOOKS_LOSSES
    for item, number in enumerate(order):
        if best.proved and number in wanted and item not in best.items and looks > 0:
            forced = search.best(LOOKS_EACH, forced=item, lexical=False)
            looks -= LOOKS_EACH if not forced.proved else len(order)
            if forced.items is not None and forced.proved:
                losses[number] = Fraction(best.value - forced.value, scale)
    chosen = [order[item] for item in best.items]
    course = by_rule(
        case,
        chosen,
        found=Found(
            reached=Fraction(best.value, scale),
            bound=Fraction(best.bound, scale),
            proved=best.proved and sure,
            losses=losses,
        ),
    )
    course = msgspec.structs.replace(course, margins=_margins(case, course, wanted))
    if not best.proved or len(order) > MANY:
        return course
    return msgspec.structs.replace(course, find_ties=lambda own: _ties(case, groups, frozenset(chosen), own))


def _margins(case: Case, course: Course, wanted: Collection[int]) -> dict[int, Margin]:
    if not wanted:
        return {}
    from kic.allocation.optimum_margins import margins  # noqa: PLC0415  # a check wants none

    return margins(case, course, wanted)


def _ties(case: Case, groups: Sequence[Group], chosen: frozenset[int], own: list[int]) -> tuple[LineTie, ...]:
    """Ties whose order chooses among equal optima: some of their members are funded, others are not.

    Where all or none of a tie are funded, no order of it changes anything: the best selection holds as many of
    the first ranks as any optimum can.
    """
    apart: list[Group] = []
    for group in groups:
        mixed = 0 < len(chosen.intersection(group)) < len(group)
        apart.extend([group] if mixed else [(number,) for number in group])

    def outcome(order: Sequence[int]) -> list[int]:
        values, _ = values_of(case, order)
        held, known, _ = held_floors(case, order)
        best = Search(model_of(case, order, values, held)).best(LOOKS_EACH, known=known)
        awards = [0] * len(case.candidates)
        for item in best.items or () if best.proved else ():
            awards[order[item]] = case.candidates[order[item]].admissible
        return awards if best.proved else own

    return ties_by_orders(apart, own, outcome, effort=LOOKS_TIES * len(order_of(apart)))
