"""The table of rules: one module each (ALLOCATION, section 3)."""

from collections.abc import Callable, Collection

from kic.allocation import equal_shares, greedy, optimum, phragmen, proportional, ranked
from kic.allocation.case import Case
from kic.allocation.course import Course
from kic.allocation.problem import AllocationRule

Rule = Callable[[Case, Collection[int]], Course]
"""From a case, and the candidates whose margins are wanted, to its course."""

RULES: dict[AllocationRule, Rule] = {
    AllocationRule.RANKED: ranked.propose,
    AllocationRule.SCORE_PER_EURO: ranked.propose,  # the same steps; candidates are ranked by the quotient
    AllocationRule.OPTIMUM: optimum.propose,
    AllocationRule.PROPORTIONAL_CUT: proportional.propose,
    AllocationRule.TIERED_CUT: ranked.propose,  # the same steps; the amounts are cut before
    AllocationRule.EQUAL_SHARES: equal_shares.propose,
    AllocationRule.GREEDY: greedy.propose,
    AllocationRule.PHRAGMEN: phragmen.propose,
}
