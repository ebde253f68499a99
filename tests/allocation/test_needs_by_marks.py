"""The score needed, in marks: they are changed as a seat would change them, and the whole is computed again.

Where one criterion counts and the mean of its marks is the score, that mean settles ties too, and rises with the
score. With several criteria the same score comes from many marks; ties are then settled by those that there are.
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kic.allocation.engine import allocate
from kic.allocation.problem import Aggregate, AllocationRule, Marks
from kic.core.values import Number
from tests.allocation import twin
from tests.allocation.samples import EXAMPLES, SOAK_SEARCHES, fit, problems, under
from tests.allocation.test_ranked_twin import ranked_awards

BILLIONTH = Fraction(1, 10**9)
HIGHEST = Fraction(4)
ONE_THAT_COUNTS = st.sampled_from(
    ({}, {"quality": Number("2")}, {"quality": Number("0"), "reach": Number("3")})
)


@st.composite
def by_one_mean(draw, base):
    """Problems scored by the mean of one criterion."""
    problem, criteria = draw(base), draw(ONE_THAT_COUNTS)
    assert problem.scale.max.fraction == HIGHEST
    return replace(
        problem,
        aggregate=Aggregate.MEAN,
        criteria=criteria,
        applications=tuple(
            replace(each, marks={seat: spread(marks, criteria) for seat, marks in each.marks.items()})
            for each in problem.applications
        ),
    )


def spread(marks, criteria):
    """The marks as this set of criteria wants them."""
    value = marks.value
    if isinstance(value, Number):
        return Marks(dict.fromkeys(criteria, value)) if criteria else marks
    if isinstance(value, dict):
        return Marks({name: value[name] for name in criteria} if criteria else value["reach"])
    return marks  # an abstention


def with_every_mark(problem, name, score):
    """The problem in which each seat that marked this application gave it this mark, in each criterion."""
    mark = Number(f"{Decimal(score.numerator) / Decimal(score.denominator):f}")
    assert mark.fraction == score

    def raised(marks):
        if isinstance(marks.value, dict):
            return Marks(dict.fromkeys(marks.value, mark))
        return Marks(mark) if isinstance(marks.value, Number) else marks

    return replace(
        problem,
        applications=tuple(
            replace(each, marks={seat: raised(marks) for seat, marks in each.marks.items()})
            if each.id == name
            else each
            for each in problem.applications
        ),
    )


def compare_marks_needed(problem, awards_of=ranked_awards):
    assume(fit(problem))
    proposal = allocate(problem, details=True)
    for name, standing in proposal.standings.items():
        if standing.award or standing.score is None or standing.cause.value in ("marks", "minimum"):
            continue
        need = standing.details.score_needed
        assert standing.details.score_known
        if need is None:
            assert name not in awards_of(with_every_mark(problem, name, HIGHEST))
            continue
        suffices = ceil(need.score / BILLIONTH) * BILLIONTH
        if need.above and suffices == need.score:
            suffices += BILLIONTH
        other = awards_of(with_every_mark(problem, name, suffices))
        assert name in other
        assert set(need.drops) == {lost for lost in proposal.awards if lost not in other}
        below = suffices - BILLIONTH
        assert below < 0 or name not in awards_of(with_every_mark(problem, name, below))


def awards_of_a_cut(problem):
    return twin.proportional_cut(problem)[0]


def awards_of_an_optimum(problem):
    return dict.fromkeys(twin.optimum(problem).chosen, True)


FEW = by_one_mean(problems(most=5, marks=True))
CASES = {
    "ranked": (FEW, ranked_awards),
    "score-per-euro": (under(AllocationRule.SCORE_PER_EURO, FEW), ranked_awards),
    "tiered-cut": (under(AllocationRule.TIERED_CUT, FEW), ranked_awards),
    "proportional-cut": (under(AllocationRule.PROPORTIONAL_CUT, FEW), awards_of_a_cut),
    "optimum": (under(AllocationRule.OPTIMUM, FEW), awards_of_an_optimum),
}


@pytest.mark.parametrize("rule", CASES)
def test_every_mark_at_the_score_needed_gives_an_award_and_just_below_it_none(rule):
    strategy, awards_of = CASES[rule]

    @given(strategy)
    @settings(max_examples=EXAMPLES, deadline=None)
    def holds(problem):
        compare_marks_needed(problem, awards_of)

    holds()


@pytest.mark.soak
@pytest.mark.parametrize("rule", CASES)
def test_at_full_numbers(rule):
    strategy, awards_of = CASES[rule]

    @given(strategy)
    @settings(max_examples=SOAK_SEARCHES, deadline=None)
    def holds(problem):
        compare_marks_needed(problem, awards_of)

    holds()
