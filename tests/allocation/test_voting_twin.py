"""The rules by votes against their definitions, on random problems with everything switched on."""

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from msgspec.structs import replace

from kic.allocation.engine import allocate
from kic.allocation.outcome import Cause
from kic.allocation.problem import Aggregate, AllocationRule, Completion
from kic.core.values import Money
from tests.allocation import twin_voting
from tests.allocation.samples import EXAMPLES, SOAK, SOAK_SEARCHES, fit
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


def funded(problem):
    return set(TWINS[problem.rule](problem)[0])


def compare_margins(problem):
    """Budgets at both ends of each interval, beyond them, and some in between; the threshold as the score."""
    assume(fit(problem))
    proposal = allocate(problem, details=True)
    committed = problem.reserve.cents + proposal.fixed.cents
    most = committed + sum(each.requested.cents for each in problem.applications) + 1000
    told = {
        name: [
            (start.cents, None if end is None else end.cents) for start, end in each.details.budgets.intervals
        ]
        for name, each in proposal.standings.items()
    }
    ends = {end for intervals in told.values() for pair in intervals for end in pair if end is not None}
    between = range(committed, most, max((most - committed) // 12, 1))
    asked = {0, *(each.requested.cents + committed for each in problem.applications)}
    tried = sorted(
        {end + step for end in ends for step in (-1, 0, 1)}.union(between, asked, (problem.budget.cents,))
    )
    for budget in tried:
        if committed <= budget:
            now = funded(replace(problem, budget=Money(budget)))
            for name, intervals in told.items():
                inside = any(start <= budget and (end is None or budget <= end) for start, end in intervals)
                assert inside == (name in now), (name, budget)
    for name, intervals in told.items():
        assert all(one[1] + 1 < other[0] for one, other in pairwise(intervals)), name
        standing = proposal.standings[name]
        own = funded(problem)
        better = [] if standing.award or standing.rank is None else [
            other for other in proposal.ranking[standing.rank :] if other in own
        ]  # fmt: skip
        assert list(standing.details.funded_past) == better
        compare_need(problem, standing, own)


def compare_need(problem, standing, own):
    """A score helps no one who takes part already; one at the threshold may help whoever is below it."""
    need = standing.details.score_needed
    if standing.cause is not Cause.THRESHOLD or problem.aggregate is Aggregate.CENTRED:
        assert need is None
        return
    each = next(each for each in problem.applications if each.id == standing.id)
    if each.score is None:
        return  # its marks are its votes, too
    spelled = problem.threshold
    others = tuple(
        replace(other, score=spelled) if other is each else other for other in problem.applications
    )
    now = funded(replace(problem, applications=others))
    if standing.id not in now:
        assert need is None
        return
    assert (need.score, need.above) == (spelled.fraction, False)
    assert set(need.drops) == own - now


@pytest.mark.parametrize("rule", TWINS, ids=lambda rule: rule.value)
def test_margins_are_exactly_those_of_the_definition(rule):
    @given(voted(rules=(rule,), most=5))
    @settings(max_examples=EXAMPLES // 4, deadline=None)
    def holds(problem):
        compare_margins(problem)

    holds()


@given(
    voted(rules=(AllocationRule.EQUAL_SHARES,)).map(lambda each: replace(each, completion=Completion.NONE))
)
@settings(max_examples=EXAMPLES // 4, deadline=None)
def test_budgets_of_one_application_are_those_that_it_has_among_all(problem):
    """For one, runs end as soon as it is known whether it is bought."""
    assume(fit(problem))
    for name, standing in allocate(problem, details=True).standings.items():
        alone = allocate(problem, only=name).standings[name]
        assert alone.details.budgets == standing.details.budgets


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


@pytest.mark.soak
@pytest.mark.parametrize("rule", TWINS, ids=lambda rule: rule.value)
def test_so_are_margins_at_full_numbers(rule):
    @given(voted(rules=(rule,)))
    @settings(max_examples=SOAK_SEARCHES, deadline=None)
    def holds(problem):
        compare_margins(problem)

    holds()
