"""score-per-euro, tiered-cut, optimum and proportional-cut against their definitions, everything switched on."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings

from kic.allocation.engine import allocate
from kic.allocation.problem import AllocationRule
from kic.allocation.proposal import Status
from tests.allocation import twin
from tests.allocation.samples import (
    EXAMPLES,
    SOAK_SEARCHES,
    at_floors,
    at_the_grid,
    fit,
    problems,
    under,
)
from tests.allocation.test_ranked_twin import compare, compare_budgets, compare_needs, compare_ties

SOAK_OPTIMA = 2_000
"""So many problems of up to eight applications are compared with every selection."""

OPTIMUM, CUT = AllocationRule.OPTIMUM, AllocationRule.PROPORTIONAL_CUT
PER_EURO, TIERED = AllocationRule.SCORE_PER_EURO, AllocationRule.TIERED_CUT


def compare_optimum(problem):
    assume(fit(problem))
    proposal = allocate(problem)
    expected = twin.optimum(problem)
    found = proposal.optimum
    assert (found.reached, found.bound, found.status) == (expected.reached, expected.reached, Status.PROVED)
    assert list(proposal.order) == expected.chosen
    losses = {name: each.loss for name, each in proposal.standings.items() if each.loss is not None}
    assert losses == expected.losses
    for each in proposal.standings.values():
        assert each.award in (0, each.admissible) or not each.award


def compare_cut(problem):
    assume(fit(problem))
    proposal = allocate(problem)
    awards, dropped = twin.proportional_cut(problem)
    assert {name: Fraction(award.cents, 100) for name, award in proposal.awards.items()} == awards
    assert set(proposal.waiting_list) == set(dropped)
    assert all(proposal.standings[name].cause.value == "minimum" for name in dropped)
    assert all(proposal.standings[name].cause.value == "rule" for name in awards)


CASES = {
    "score-per-euro": (under(PER_EURO, problems()), compare),
    "score-per-euro: ties": (under(PER_EURO, problems(most=6, ties=True)), compare_ties),
    "score-per-euro: budgets": (under(PER_EURO, problems(most=5)), compare_budgets),
    "tiered-cut": (under(TIERED, problems()), compare),
    "tiered-cut: ties": (under(TIERED, problems(most=6, ties=True)), compare_ties),
    "tiered-cut: budgets": (under(TIERED, problems(most=5)), compare_budgets),
    "tiered-cut: scores": (under(TIERED, problems(most=5, marks=False)), compare_needs),
    "optimum": (under(OPTIMUM, problems(most=8)), compare_optimum),
    "optimum: equal scores": (under(OPTIMUM, problems(most=8, ties=True)), compare_optimum),
    "optimum: floors": (under(OPTIMUM, at_floors()), compare_optimum),
    "proportional-cut": (under(CUT, problems(most=8)), compare_cut),
    "proportional-cut: grid": (under(CUT, at_the_grid()), compare_cut),
}
FEWER = {
    compare: 2,
    compare_ties: 4,
    compare_budgets: 8,
    compare_needs: 8,
    compare_optimum: 2,
    compare_cut: 1,
}
"""What is slow to do twice is done less often."""


@pytest.mark.parametrize("name", CASES)
def test_the_engine_does_what_the_definition_says(name):
    strategy, compared = CASES[name]

    @given(strategy)
    @settings(max_examples=EXAMPLES // FEWER[compared], deadline=None)
    def holds(problem):
        compared(problem)

    holds()


@pytest.mark.soak
@pytest.mark.parametrize("name", CASES)
def test_at_full_numbers(name):
    strategy, compared = CASES[name]

    @given(strategy)
    @settings(max_examples=SOAK_OPTIMA if compared is compare_optimum else SOAK_SEARCHES, deadline=None)
    def holds(problem):
        compared(problem)

    holds()
