"""Equal shares in rounded numbers buys what exact numbers buy, turn by turn, and sees the same ties."""

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.allocation import market
from kic.allocation.case import prepare
from kic.allocation.engine import allocate
from kic.allocation.market import Market, Purses, price, shop
from kic.allocation.problem import AllocationRule, Application, Marks, Problem, Scale, Utility
from kic.allocation.problem import Caps as Sums
from kic.allocation.rounded import Rounded
from kic.allocation.support import Caps, votes
from kic.allocation.vote_ties import contested, sharing
from kic.core.values import Money, Number
from tests.allocation.samples import problem as problem_file


@st.composite
def polls(draw) -> Problem:
    """Few different amounts and marks, so that many projects are equal, and caps that some do not fit."""
    voters = tuple(f"v{number}" for number in range(draw(st.integers(1, 9))))
    utility = draw(st.sampled_from(Utility))
    grain = draw(st.sampled_from((1, 7, 100, 99_991)))
    applications = []
    for number in range(draw(st.integers(1, 9))):
        given = {voter: Marks(Number(str(mark))) for voter in voters if (mark := draw(st.integers(0, 4)))}
        applications.append(
            Application(
                id=f"p{number}",
                themes=draw(st.sampled_from(((), ("a",)))),
                requested=Money(grain * draw(st.integers(1, 6))),
                score=Number("1"),
                approvals=tuple(given),
                marks=given if utility is Utility.SCORE else {},
            )
        )
    asked = sum(each.requested.cents for each in applications)
    capped = draw(st.booleans())
    return Problem(
        budget=Money(max(asked * draw(st.integers(1, 12)) // 10, 1)),
        rule=AllocationRule.EQUAL_SHARES,
        utility=utility,
        seats=voters,
        scale=Scale(min=Number("0"), max=Number("9"), step=Number("1")),
        caps=Sums(themes={"a": Money(max(asked // 4, 1))} if capped else {}),
        applications=tuple(applications),
    )


def exactly(found, caps, more, seen):
    """The definition: of all that can be paid the smallest rho, of equal ones the first."""
    purses, bought = Purses(found, more), []
    while True:
        rho = {}
        for project in range(len(found.costs)):
            each = price(found, purses, project)
            if project not in bought and each is not None and caps.fits(project):
                worth = found.each[project] if found.worth[project] is None else 1
                rho[project] = Fraction(each[0], each[1] * worth * purses.unit)
        if not rho:
            return bought
        tied = [project for project in rho if rho[project] == min(rho.values())]
        if len(tied) > 1 and (sharing(found, tied) or contested(found, caps, tied)):
            seen.append(tied)
        purses.buy(tied[0])
        caps.buy(tied[0])
        bought.append(tied[0])


@pytest.mark.parametrize("spare", [True, False], ids=["with bits to spare", "with as few bits as will do"])
@settings(max_examples=60, deadline=None)
@given(problem=polls(), more=st.sampled_from((0, 1, 50)))
def test_rounding_decides_nothing(spare, problem, more):
    case = prepare(problem)
    found = votes(case, problem.utility)
    seen, ties = [], []
    bought = exactly(found, Caps(case, found.candidates), more, ties)
    with pytest.MonkeyPatch.context() as patch:
        if not spare:
            patch.setattr(market, "_bits", lambda _, most: 2 * most.bit_length())
        assert shop(Market(found), Caps(case, found.candidates), more) == bought
        assert shop(Market(found), Caps(case, found.candidates), more, seen) == bought
    assert seen == ties


def poll(text: str, budget: int) -> Problem:
    """Lines `cost approvals`, the voters by letters."""
    lines = [line.split() for line in text.split(",")]
    return Problem(
        budget=Money(budget),
        rule=AllocationRule.EQUAL_SHARES,
        utility=Utility.CARDINALITY,
        seats=tuple(sorted({voter for _, voters in lines for voter in voters})),
        applications=tuple(
            Application(
                id=f"p{number}", requested=Money(int(cost)), score=Number("1"), approvals=tuple(voters)
            )
            for number, (cost, voters) in enumerate(lines)
        ),
    )


@pytest.mark.parametrize(
    ("text", "budget", "bought", "exact"),
    [
        ("60 abc,40 bc,90 cde", 500, [0, 1, 2], 0),  # 20 each are as much as 20 each while all are rich
        ("100 ab,90 c", 300, [0, 1], 0),
        ("100 a,200 ab", 200, [0], 1),  # a has just what it costs
        ("40 a,40 c,130 ab,130 cd", 400, [0, 1, 2, 3], 1),  # 70 each from b and d, for a and c have 60
    ],
)
def test_exact_numbers_decide_where_rounded_ones_do_not(text, budget, bought, exact):
    case = prepare(poll(text, budget))
    found = votes(case, case.problem.utility)
    turns = []
    with pytest.MonkeyPatch.context() as patch:
        equal = market._equal
        patch.setattr(market, "_equal", lambda *each, **more: turns.append(1) or equal(*each, **more))
        assert shop(Market(found), Caps(case, found.candidates)) == bought
    assert len(turns) == exact


def test_a_purse_that_may_or_may_not_suffice_is_left_open():
    found = votes(prepare(poll("100 ab", 200)), Utility.CARDINALITY)
    purses = Rounded(found, 8, 200)
    assert purses.left == [100 << 8, 100 << 8]
    assert not purses.pay(0, 100 << 8, 2)
    purses.refresh([200, 200], 2)
    assert purses.pay(0, 50 << 8, 2)
    assert purses.left == [50 << 8, 50 << 8]
    assert purses.off == 3


SIZES = (25, 23, 21, 19, 17, 16, 13, 11)
"""So many pay together, with no divisor in common: a sum of such shares can be a whole number and 1/8,923,714,800."""


@pytest.mark.parametrize("mark", [1, 2], ids=["all pay the same", "all pay by worth"])
def test_a_purse_that_lacks_less_than_rounding_shows_does_not_pay_in_full(mark):
    """`a` pays for `p0` to `p6` with others and lacks 1/8,923,714,800 of a cent for its full share of `p7`.

    So `p8`, for which all have enough, has the smaller rho, and only one of the two fits the cap.
    """
    every = prod(SIZES)
    costs = [pow(every // size, -1, size) for size in SIZES]
    assert sum(Fraction(cost, size) for cost, size in zip(costs, SIZES, strict=True)) == 4 + Fraction(
        1, every
    )
    costs[-1] += 150 * SIZES[-1]
    some, others = [f"s{number}" for number in range(24)], [f"t{number}" for number in range(10 // mark)]
    approvals = [["a", *some[: size - 1]] for size in SIZES[:-1]] + [["a", *others], ["b", *others]]
    lines = [
        f"  - {{id: p{number}, requested: {Money(cost)}, approvals: [{', '.join(voters)}]}}"
        for number, (cost, voters) in enumerate(zip([*costs, costs[-1]], approvals, strict=True))
    ]
    for place, one in ((-2, "a"), (-1, "b")):
        marks = ", ".join([f"{one}: 1", *(f"{other}: {mark}" for other in others)])
        lines[place] = lines[place].replace("approvals", f"themes: [x], marks: {{{marks}}}, approvals")
    own = 150 * (mark - 1)  # `a` has that much more than it needs, as the others have to have
    if own:
        lines.append(f"  - {{id: own, requested: {Money(own)}, approvals: [a]}}")
    seats = ["a", "b", *some, *others]
    # The next step of 100 cents gives everyone 4 for the first seven with 1/11 of p7, and 150 more.
    text = f"""\
budget: {Money((4 + 150 + own - 100) * len(seats))}
rule: equal-shares
utility: score
completion: add1
caps: {{themes: {{x: {Money(costs[-1])}}}}}
scale: {{min: 0, max: 2, step: 1}}
seats: [{", ".join(seats)}]
applications:
"""
    proposal = allocate(problem_file(text + "\n".join(lines)))
    assert not proposal.standings["p7"].award
    assert set(proposal.standings["p8"].paid_by.values()) == {
        Fraction(costs[-1], 1100),
        Fraction(costs[-1], 1100) * mark,
    }
