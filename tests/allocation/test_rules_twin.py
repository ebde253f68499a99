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
from tests.allocation.test_ranked_twin import (
    compare,
    compare_budgets,
    compare_needs,
    compare_ties,
    ranked_awards,
    with_score,
)

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


def compare_ties_of_a_cut(problem):
    compare_ties(problem, lambda problem, ranking: twin.proportional_cut(problem, ranking)[0])


def compare_ties_of_an_optimum(problem):
    def awards_of(problem, ranking):
        amounts = {each.id: twin.admissible_of(problem, each) for each in problem.applications}
        return {name: amounts[name] for name in twin.optimum(problem, ranking).chosen}

    compare_ties(problem, awards_of)


BILLIONTH = Fraction(1, 10**9)


def compare_needs_around(problem, awards_of=ranked_awards):
    """The score needed is mostly no decimal: the next decimals on both sides of it are tried."""
    assume(fit(problem))
    proposal = allocate(problem, details=True)
    for name, standing in proposal.standings.items():
        if standing.award or standing.cause.value in ("marks", "minimum"):
            continue
        need = standing.details.score_needed
        assert standing.details.score_known
        if need is None:
            assert name not in awards_of(with_score(problem, name, Fraction(10**6)))
            continue
        steps, rest = divmod(need.score, BILLIONTH)
        below = Fraction(steps) * BILLIONTH if rest or need.above else (steps - 1) * BILLIONTH
        assert below < 0 or name not in awards_of(with_score(problem, name, below))
        other = awards_of(with_score(problem, name, below + BILLIONTH))
        assert name in other
        assert set(need.drops) == {lost for lost in proposal.awards if lost not in other}


def awards_of_a_cut(problem):
    return twin.proportional_cut(problem)[0]


def awards_of_an_optimum(problem):
    return dict.fromkeys(twin.optimum(problem).chosen, True)


def compare_budgets_of_a_cut(problem):
    compare_budgets(problem, awards_of_a_cut)


def compare_needs_of_a_cut(problem):
    compare_needs(problem, awards_of_a_cut)


def compare_budgets_of_an_optimum(problem):
    compare_budgets(problem, awards_of_an_optimum)


def compare_needs_of_an_optimum(problem):
    compare_needs_around(problem, awards_of_an_optimum)


CASES = {
    "score-per-euro": (under(PER_EURO, problems()), compare),
    "score-per-euro: ties": (under(PER_EURO, problems(most=6, ties=True)), compare_ties),
    "score-per-euro: budgets": (under(PER_EURO, problems(most=5)), compare_budgets),
    "score-per-euro: scores": (under(PER_EURO, problems(most=6, marks=False)), compare_needs_around),
    "tiered-cut": (under(TIERED, problems()), compare),
    "tiered-cut: ties": (under(TIERED, problems(most=6, ties=True)), compare_ties),
    "tiered-cut: budgets": (under(TIERED, problems(most=5)), compare_budgets),
    "tiered-cut: scores": (under(TIERED, problems(most=5, marks=False)), compare_needs),
    "optimum": (under(OPTIMUM, problems(most=8)), compare_optimum),
    "optimum: equal scores": (under(OPTIMUM, problems(most=8, ties=True)), compare_optimum),
    "optimum: ties": (under(OPTIMUM, problems(most=5, ties=True)), compare_ties_of_an_optimum),
    "optimum: floors": (under(OPTIMUM, at_floors()), compare_optimum),
    "optimum: budgets": (under(OPTIMUM, problems(most=4)), compare_budgets_of_an_optimum),
    "optimum: budgets at floors": (under(OPTIMUM, at_floors(most=4)), compare_budgets_of_an_optimum),
    "optimum: scores": (under(OPTIMUM, problems(most=5, marks=False)), compare_needs_of_an_optimum),
    "optimum: scores at floors": (under(OPTIMUM, at_floors(most=5)), compare_needs_of_an_optimum),
    "proportional-cut": (under(CUT, problems(most=8)), compare_cut),
    "proportional-cut: ties": (under(CUT, problems(most=5, ties=True)), compare_ties_of_a_cut),
    "proportional-cut: grid": (under(CUT, at_the_grid()), compare_cut),
    "proportional-cut: budgets": (under(CUT, problems(most=5)), compare_budgets_of_a_cut),
    "proportional-cut: budgets at the grid": (under(CUT, at_the_grid()), compare_budgets_of_a_cut),
    "proportional-cut: scores": (
        under(CUT, problems(most=6, marks=False, ties=True)),
        compare_needs_of_a_cut,
    ),
    "proportional-cut: scores at the grid": (under(CUT, at_the_grid()), compare_needs_of_a_cut),
}
FEWER = {
    compare: 2,
    compare_ties: 4,
    compare_budgets: 8,
    compare_needs: 8,
    compare_needs_around: 4,
    compare_ties_of_a_cut: 4,
    compare_ties_of_an_optimum: 4,
    compare_optimum: 2,
    compare_cut: 1,
    compare_budgets_of_a_cut: 40,
    compare_needs_of_a_cut: 16,
    compare_budgets_of_an_optimum: 53,
    compare_needs_of_an_optimum: 20,
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
