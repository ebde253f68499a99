"""The rules by votes against their definitions, on random problems with everything switched on."""

import pytest
from hypothesis import assume, given, settings

from kic.allocation.engine import allocate
from kic.allocation.problem import AllocationRule
from tests.allocation import twin_voting
from tests.allocation.samples import EXAMPLES, SOAK, fit
from tests.allocation.voting_samples import voted

TWINS = {
    AllocationRule.EQUAL_SHARES: twin_voting.equal_shares,
    AllocationRule.GREEDY: twin_voting.greedy,
    AllocationRule.PHRAGMEN: twin_voting.phragmen,
}


def compare(problem):
    assume(fit(problem))
    proposal = allocate(problem, details=False)
    order, paid = TWINS[problem.rule](problem)
    assert list(proposal.order) == order
    for name, standing in proposal.standings.items():
        assert standing.paid_by == paid.get(name, {})
        assert standing.award == (standing.admissible if name in order else standing.award.__class__(0))


@pytest.mark.parametrize("rule", TWINS, ids=lambda rule: rule.value)
def test_a_rule_by_votes_does_what_its_definition_says(rule):
    @given(voted(rules=(rule,)))
    @settings(max_examples=EXAMPLES, deadline=None)
    def holds(problem):
        compare(problem)

    holds()


@pytest.mark.soak
@pytest.mark.parametrize("rule", TWINS, ids=lambda rule: rule.value)
def test_so_it_does_at_full_numbers(rule):
    @given(voted(most=8, rules=(rule,)))
    @settings(max_examples=SOAK, deadline=None)
    def holds(problem):
        compare(problem)

    holds()
