"""`next_budget`: the nearest larger budget where not all are found, against all of them."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kic.allocation import cut_margins, margins, optimum_margins, vote_margins
from kic.allocation.engine import allocate
from kic.allocation.explain import explain
from kic.allocation.problem import AllocationRule, Problem
from kic.allocation.proposal import Proposal, as_data
from tests.allocation.samples import EXAMPLES, fit, problem, problems, under
from tests.allocation.voting_samples import voted

STEPS = (
    (vote_margins, ("STEPS", "STEPS_FOR_ONE", "SWEPT", "SWEPT_FOR_ONE")),
    (cut_margins, ("STEPS", "STEPS_FOR_ONE")),
    (margins, ("STEPS",)),
    (optimum_margins, ("STATES", "STATES_FOR_ONE")),
)


def without_all(asked: Problem) -> Proposal:
    """The proposal where no steps may be spent on all budgets, but as many as ever on the next one."""
    with pytest.MonkeyPatch.context() as patch:
        for module, names in STEPS:
            for name in names:
                patch.setattr(module, name, 0)
        return allocate(asked, details=True)


RULES = (
    AllocationRule.RANKED,
    AllocationRule.SCORE_PER_EURO,
    AllocationRule.PROPORTIONAL_CUT,
    AllocationRule.OPTIMUM,
)


@given(st.one_of(voted(), *(under(rule, problems(most=5)) for rule in RULES)))
@settings(max_examples=EXAMPLES, deadline=None)
def test_it_is_the_first_larger_one_of_all(asked):
    assume(fit(asked))
    found, without = allocate(asked, details=True), without_all(asked)
    for name, standing in found.standings.items():
        told = without.standings[name].details
        larger = [start for start, _ in standing.details.budgets.intervals if start > asked.budget]
        if told.budgets is None:
            assert told.next_budget == (larger[0] if larger and not standing.award else None)
        else:  # who can get nothing at all
            assert (told.budgets, told.next_budget) == (standing.details.budgets, None)


def test_it_is_said_that_it_is_the_nearest_and_not_all():
    asked = problem("""
        budget: 100.00
        applications:
          - {id: a, requested: 80.00, score: 90}
          - {id: b, requested: 50.00, score: 80}
    """)
    proposal = without_all(asked)
    told = as_data(proposal)["applications"]
    assert told["b"]["next_budget"] == "130.00"
    assert told["b"]["left_out"] == ["funded_budgets"]
    assert "next_budget" not in told["a"]
    said = " ".join(str(each) for each in explain(proposal, "b"))
    assert "the nearest larger one, but not all budgets were found" in said
