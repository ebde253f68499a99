"""Problems for the tests: from text, and at random with everything switched on.

Random amounts are a few cents, so that every limit is reached often and budgets can be tried one by one.
"""

import functools
from textwrap import dedent

from hypothesis import strategies as st
from msgspec.structs import replace

from kic.allocation.faults import faults
from kic.allocation.problem import (
    Aggregate,
    AllocationRule,
    Application,
    Caps,
    FixedAward,
    Floors,
    Marks,
    Minimum,
    Objective,
    OnNoFit,
    PartialAward,
    Problem,
    Scale,
    Silence,
    Tiers,
    UnmetFloor,
)
from kic.core.diagnostic import Severity
from kic.core.values import Count, Money, Number, Share
from kic.store.reading.convert import read_value

EXAMPLES = 160
"""So many random problems a property sees in each run."""
INVARIANT_EXAMPLES = 1_000
"""And each invariant of section 7 so many."""
SOAK = 5_000
"""And with `-m soak`."""
SOAK_SEARCHES = 1_000
"""And so many where each is compared with a search through all orders or budgets, which takes up to 0.1 s."""

THEMES = ("a", "b", "c")
APPLICANTS = ("p", "q", None)
SEATS = ("m1", "m2", "m3", "m4", "m5", "m6")


def problem(text: str) -> Problem:
    """A problem file's problem; it has no findings."""
    value, found, _ = read_value((dedent(text).rstrip() + "\n").encode(), "problem.yaml", Problem)
    assert value is not None, found
    assert not found
    return value


def fit(value: Problem) -> bool:
    """Whether the problem has an answer."""
    return not any(fault.severity is Severity.ERROR for fault in faults(value))


# Strategies are made once: hypothesis takes longer to look a new one over than to draw from it.
one_of_these = functools.cache(st.sampled_from)


@functools.cache
def cents(least: int, most: int) -> st.SearchStrategy[Money]:
    return st.integers(least, most).map(Money)


@functools.cache
def up_to(most: int) -> st.SearchStrategy[int]:
    """Half of the time as many as there can be."""
    return st.one_of(st.just(most), st.integers(0, most))


THEMED = st.lists(st.sampled_from(THEMES), max_size=2, unique=True).map(tuple)
THEME_SUMS = st.lists(st.tuples(st.sampled_from(THEMES), cents(0, 40)), max_size=2).map(dict)
APPLICANT = st.sampled_from(APPLICANTS)
REQUESTED = st.one_of(cents(1, 20), cents(0, 5))
APPLICANT_CAPS = st.one_of(st.none(), cents(4, 40), cents(10, 40))
GRIDS = st.sampled_from((1, 1, 2, 5, 10)).map(Money)
THRESHOLDS = st.sampled_from((None, None, Number("1"), Number("1.5")))
LOTS = st.none() | st.just("2026-1")
RATES = st.sampled_from(("33%", "62.5%", "75%", "100%")).map(Share)
SHARES = st.sampled_from(("0%", "12.5%", "33%", "50%", "100%")).map(Share)
MINIMUMS = st.one_of(st.none(), cents(0, 8).map(Minimum), SHARES.map(Minimum))
MINIMUM_AMOUNTS = cents(0, 10).map(Minimum) | st.none()
SINGLE = st.integers(0, 4).map(lambda mark: Number(str(mark)))
SPLIT = st.fixed_dictionaries({"quality": SINGLE, "reach": SINGLE})
MARKS = st.one_of(SINGLE, SPLIT, st.sampled_from(Silence)).map(Marks)
MARKED = st.dictionaries(st.sampled_from(SEATS), MARKS, min_size=2)
RATE = st.none() | RATES
FIXED = st.lists(
    st.builds(
        FixedAward,
        id=st.sampled_from(("x0", "x1", "f1", "f2")),
        amount=cents(0, 9),
        themes=THEMED,
        applicant=APPLICANT,
    ),
    max_size=2,
    unique_by=lambda award: award.id,
)


@st.composite
def problems(draw, *, most=7, marks=None, ties=False, plain=False) -> Problem:
    """A problem with an answer.

    `most` applications; `marks` True: all by marks, False: all by stated scores; `ties`: few different
    scores; `plain`: neither caps nor floors nor fixed awards.
    """
    by_marks = draw(st.booleans()) if marks is None else marks
    rate = draw(RATE) if not plain else None
    scores = st.integers(0, 2 if ties else 6)
    applications = tuple(
        Application(
            id=name,
            applicant=draw(APPLICANT),
            themes=draw(THEMED),
            requested=draw(REQUESTED),
            eligible=draw(cents(8, 40)) if rate is not None else None,
            minimum=draw(MINIMUMS),
            score=None if by_marks else Number(str(draw(scores))),
            marks=draw(MARKED) if by_marks else {},
        )
        for name in draw(st.permutations([f"x{number}" for number in range(draw(up_to(most)))]))
    )
    awards = draw(FIXED) if not plain else []
    reserve = draw(cents(0, 5))
    committed = reserve.cents + sum(award.amount.cents for award in awards)
    return Problem(
        budget=Money(committed + draw(st.integers(0, 70))),
        reserve=reserve,
        grid=draw(GRIDS),
        threshold=draw(THRESHOLDS),
        rate=rate,
        on_no_fit=draw(one_of_these(OnNoFit)),
        partial=draw(one_of_these(PartialAward)),
        unmet_floor=draw(one_of_these(UnmetFloor)),
        lot=draw(LOTS),
        caps=Caps(applicant=draw(APPLICANT_CAPS), themes=draw(THEME_SUMS)) if not plain else Caps(),
        floors=Floors(themes=draw(THEME_SUMS)) if not plain else Floors(),
        fixed=tuple(awards),
        scale=Scale(min=Number("0"), max=Number("4"), step=Number("1")) if by_marks else None,
        aggregate=draw(one_of_these(Aggregate)) if by_marks else Aggregate.MEAN,
        trim=Count(draw(st.integers(0, 3))),
        min_marks=Count(draw(one_of_these((0, 1, 1, 2)))),
        criteria=draw(CRITERIA),
        applications=applications,
    )


TIERS = st.dictionaries(
    st.sampled_from(("0", "1", "2", "3.5")).map(Number),
    st.sampled_from(("30%", "50%", "70%", "100%")).map(Share),
    min_size=1,
).map(Tiers)


def ruled(problem: Problem, rule: AllocationRule, tiers: Tiers, objective: Objective) -> Problem:
    """The problem under this rule, with the settings that rules of their own have."""
    return replace(problem, rule=rule, tiers=tiers, objective=objective)


def under(rule: AllocationRule, base: st.SearchStrategy[Problem]) -> st.SearchStrategy[Problem]:
    """Problems of a kind, all under this rule."""
    return st.builds(ruled, base, st.just(rule), TIERS, st.sampled_from(Objective))


WEIGHTS = (
    {"quality": Number("2"), "reach": Number("1")},
    {"quality": Number("1"), "reach": Number("1")},
    {"quality": Number("0.5"), "reach": Number("1.25")},
    {"quality": Number("0"), "reach": Number("3")},
)
CRITERIA = st.sampled_from(WEIGHTS)
FLOORS = st.dictionaries(st.sampled_from(THEMES), cents(4, 30), min_size=1, max_size=2)
TWO_SCORES = st.sampled_from(("0", "1")).map(Number)


@st.composite
def at_floors(draw, most=6) -> Problem:
    """Many equal scores where floors are reached within a tie, and money that does not suffice for all."""
    problem = draw(problems(most=most, marks=False, ties=True))
    floors = draw(FLOORS)
    themes = st.lists(st.sampled_from(tuple(floors)), max_size=2, unique=True).map(tuple)
    return replace(
        problem,
        threshold=None,
        rate=None,
        floors=Floors(themes=floors),
        applications=tuple(
            replace(each, score=draw(TWO_SCORES), themes=draw(themes)) for each in problem.applications
        ),
    )


@st.composite
def at_the_grid(draw) -> Problem:
    """Partial awards on a coarse grid, under theme caps, and requests that are smaller than a step."""
    problem = draw(problems(most=5, marks=False))
    grid = draw(one_of_these((5, 10)))
    requests = st.one_of(cents(1, grid - 1), cents(grid, 40))
    return replace(
        problem,
        grid=Money(grid),
        threshold=None,
        rate=None,
        partial=PartialAward.DECLARED,
        caps=Caps(themes=draw(THEME_SUMS)),
        applications=tuple(
            replace(each, requested=draw(requests), minimum=draw(MINIMUM_AMOUNTS))
            for each in problem.applications
        ),
    )
