"""The table of rules: one module each (docs/allocation.md, section 3).

Each module is loaded when its rule is first asked for: every check computes decisions again, most with one rule.
"""

from collections.abc import Callable, Collection

from kic.allocation.case import Case
from kic.allocation.course import Course
from kic.allocation.problem import AllocationRule

Rule = Callable[[Case, Collection[int]], Course]
"""From a case, and the candidates whose margins are wanted, to its course."""


def _ranked(case: Case, wanted: Collection[int]) -> Course:
    from kic.allocation.ranked import propose  # noqa: PLC0415

    return propose(case, wanted)


def _optimum(case: Case, wanted: Collection[int]) -> Course:
    from kic.allocation.optimum import propose  # noqa: PLC0415

    return propose(case, wanted)


def _proportional_cut(case: Case, wanted: Collection[int]) -> Course:
    from kic.allocation.proportional import propose  # noqa: PLC0415

    return propose(case, wanted)


def _equal_shares(case: Case, wanted: Collection[int]) -> Course:
    from kic.allocation.equal_shares import propose  # noqa: PLC0415

    return propose(case, wanted)


def _greedy(case: Case, wanted: Collection[int]) -> Course:
    from kic.allocation.greedy import propose  # noqa: PLC0415

    return propose(case, wanted)


def _phragmen(case: Case, wanted: Collection[int]) -> Course:
    from kic.allocation.phragmen import propose  # noqa: PLC0415

    return propose(case, wanted)


RULES: dict[AllocationRule, Rule] = {
    AllocationRule.RANKED: _ranked,
    AllocationRule.SCORE_PER_EURO: _ranked,  # the same steps; candidates are ranked by the quotient
    AllocationRule.OPTIMUM: _optimum,
    AllocationRule.PROPORTIONAL_CUT: _proportional_cut,
    AllocationRule.TIERED_CUT: _ranked,  # the same steps; the amounts are cut before
    AllocationRule.EQUAL_SHARES: _equal_shares,
    AllocationRule.GREEDY: _greedy,
    AllocationRule.PHRAGMEN: _phragmen,
}
