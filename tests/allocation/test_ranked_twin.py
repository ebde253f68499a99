"""The engine against the definition, on random problems with everything switched on."""

from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import assume, given, settings

from kic.allocation.engine import allocate
from kic.core.values import Money, Number
from tests.allocation import twin
from tests.allocation.samples import EXAMPLES, SOAK, SOAK_SEARCHES, at_floors, at_the_grid, fit, problems


def cents(euros: Fraction) -> int:
    whole = euros * 100
    assert whole.denominator == 1
    return whole.numerator


def compare(problem):
    assume(fit(problem))
    proposal = allocate(problem, details=False)
    expected = twin.ranked(problem)
    assert list(proposal.ranking) == expected.ranking
    assert list(proposal.order) == expected.order
    assert {name: award.cents for name, award in proposal.awards.items()} == {
        name: cents(award) for name, award in expected.awards.items()
    }
    for name, standing in proposal.standings.items():
        assert standing.score == expected.scores[name]
        assert standing.admissible.cents == cents(expected.admissible[name])
        assert standing.cause.value == expected.causes[name]
        room = expected.rooms.get(name)
        assert (None if standing.room is None else standing.room.cents) == (
            None if room is None else cents(room)
        )
    unmet = {w.ids[0]: w.amount.cents for w in proposal.warnings if w.code.value == "floor-unmet"}
    assert unmet == {theme: cents(lacking) for theme, lacking in expected.unmet.items()}


def compare_ties(problem, awards_of=None):
    assume(fit(problem))
    proposal = allocate(problem, details=False)
    expected = twin.outcomes_of_ties(problem, awards_of)
    assert [tie.ids for tie in proposal.ties] == list(expected)
    awards = proposal.awards
    for tie in proposal.ties:
        outcomes = expected[tie.ids]
        assert len(tie.variants) == min(len(outcomes), 20)
        shown = set(tie.ids).union(*tie.variants)
        own = {name: award for name, award in awards.items() if name in shown}
        assert tie.variants[0] == own
        elsewhere = {name: award for name, award in awards.items() if name not in shown}
        for variant in tie.variants:
            whole = {**elsewhere, **variant}
            assert frozenset((name, Fraction(award.cents, 100)) for name, award in whole.items()) in outcomes


def ranked_awards(problem):
    return twin.ranked(problem).awards


def compare_budgets(problem, awards_of=ranked_awards):
    """Every whole budget from the smallest possible one to one at which money is no limit any more."""
    assume(fit(problem))
    proposal = allocate(problem, details=True)
    committed = problem.reserve.cents + sum(award.amount.cents for award in problem.fixed)
    most = committed + 230
    funded = {name: set() for name in proposal.standings}
    for budget in range(committed, most + 1):
        for name in awards_of(msgspec.structs.replace(problem, budget=Money(budget))):
            funded[name].add(budget)
    for name, standing in proposal.standings.items():
        told = set()
        intervals = standing.details.budgets.intervals
        for place, (start, end) in enumerate(intervals):
            assert (end is None) == (place == len(intervals) - 1 and most in funded[name])
            last = most if end is None else end.cents
            assert committed <= start.cents <= last <= most
            assert start.cents - 1 not in told  # intervals that touch are one
            told.update(range(start.cents, last + 1))
        assert told == funded[name]


def compare_needs(problem, awards_of=ranked_awards):
    """Every score at which something can change, and one between and beyond, tried one after the other."""
    assume(fit(problem))
    proposal = allocate(problem, details=True)
    own = awards_of(problem)
    scores = sorted({each.score.fraction for each in problem.applications} | {Fraction(0)})
    if problem.threshold is not None:
        scores = sorted({*scores, problem.threshold.fraction})
    if problem.tiers is not None:
        scores = sorted({*scores, *(start.fraction for start in problem.tiers.bands)})
    tried = sorted({*scores, *(score + Fraction(1, 8) for score in scores)})
    for name, standing in proposal.standings.items():
        need = standing.details.score_needed
        assert standing.details.score_known
        if own.get(name):
            assert need is None
            continue
        reached = None
        for score in tried:
            if standing.score is not None and score < standing.score:
                continue  # under tiers a lower score can mean another band; what is asked for is a higher one
            other = awards_of(with_score(problem, name, score))
            if other.get(name):
                reached = score
                break
        if reached is None:
            assert need is None
            continue
        above = reached not in scores
        assert (need.score, need.above) == (reached - Fraction(1, 8) if above else reached, above)
        assert set(need.drops) == {lost for lost in own if not other.get(lost)}


def with_score(problem, name, score):
    spelled = Number.parse(f"{Decimal(score.numerator) / Decimal(score.denominator):f}")
    assert spelled.fraction == score
    return msgspec.structs.replace(
        problem,
        applications=tuple(
            msgspec.structs.replace(each, score=spelled) if each.id == name else each
            for each in problem.applications
        ),
    )


@given(problems())
@settings(max_examples=2 * EXAMPLES, deadline=None)
def test_the_engine_does_what_the_definition_says(problem):
    compare(problem)


@given(at_floors())
@settings(max_examples=EXAMPLES, deadline=None)
def test_so_they_are_where_floors_are_reached_within_a_tie(problem):
    compare(problem)
    compare_ties(problem)


@given(problems(most=6, ties=True))
@settings(max_examples=EXAMPLES, deadline=None)
def test_ties_at_the_line_are_those_in_which_an_order_changes_an_award(problem):
    compare_ties(problem)


@given(problems(most=5))
@settings(max_examples=EXAMPLES // 4, deadline=None)
def test_funded_budgets_are_exactly_those_under_which_there_is_an_award(problem):
    compare_budgets(problem)


@given(at_the_grid())
@settings(max_examples=EXAMPLES // 4, deadline=None)
def test_so_they_are_where_rounding_leaves_money_for_others(problem):
    compare_budgets(problem)


@given(problems(most=6, marks=False, ties=True))
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_the_score_needed_is_the_lowest_that_gives_an_award(problem):
    compare_needs(problem)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("strategy", "compared", "examples"),
    [
        (problems(most=9), compare, SOAK),
        (problems(most=7, ties=True), compare_ties, SOAK_SEARCHES),
        (at_floors(), compare_ties, SOAK_SEARCHES),
        (problems(most=6), compare_budgets, SOAK_SEARCHES),
        (at_the_grid(), compare_budgets, SOAK_SEARCHES),
        (problems(most=7, marks=False, ties=True), compare_needs, SOAK),
    ],
    ids=["definition", "ties", "floors", "budgets", "grid", "scores"],
)
def test_at_full_numbers(strategy, compared, examples):
    @given(strategy)
    @settings(max_examples=examples, deadline=None)
    def holds(problem):
        compared(problem)

    holds()
