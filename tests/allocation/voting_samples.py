"""Random problems for the rules by votes, with everything switched on.

Some approvals are stated, for others marks tell. Amounts are a few cents, or a few euros where completion
by steps of one euro is to take many of them.
"""

from hypothesis import strategies as st
from msgspec.structs import replace

from kic.allocation.problem import AllocationRule, Caps, Completion, Minimum, Number, Problem, Scale, Utility
from kic.core.values import Count, Money
from tests.allocation.samples import SEATS, one_of_these, problems

BY_VOTES = (AllocationRule.EQUAL_SHARES, AllocationRule.GREEDY, AllocationRule.PHRAGMEN)
APPROVALS = st.lists(st.sampled_from(SEATS), unique=True).map(tuple)


def times(factor: int, amount):
    """An amount, a minimum or nothing, so many times larger."""
    if isinstance(amount, Minimum):
        return Minimum(times(factor, amount.value)) if isinstance(amount.value, Money) else amount
    return None if amount is None else Money(amount.cents * factor)


def enlarged(problem: Problem, factor: int) -> Problem:
    """All amounts so many times larger; the grid stays, so that rounding does not become coarser."""
    return replace(
        problem,
        budget=times(factor, problem.budget),
        reserve=times(factor, problem.reserve),
        caps=Caps(
            applicant=times(factor, problem.caps.applicant),
            themes={theme: times(factor, cap) for theme, cap in problem.caps.themes.items()},
        ),
        fixed=tuple(replace(each, amount=times(factor, each.amount)) for each in problem.fixed),
        applications=tuple(
            replace(
                each,
                requested=times(factor, each.requested),
                eligible=times(factor, each.eligible),
                minimum=times(factor, each.minimum),
            )
            for each in problem.applications
        ),
    )


@st.composite
def voted(draw, *, most=6, rules=BY_VOTES, plain=False) -> Problem:
    """A problem of a rule by votes; `plain`: neither caps nor floors nor fixed awards."""
    problem = draw(problems(most=most, plain=plain))
    stated = draw(one_of_these(("all", "some", "none")))
    marked = any(each.marks for each in problem.applications)

    def approvals():
        if stated == "all" or not marked or (stated == "some" and draw(st.booleans())):
            return draw(APPROVALS)
        return None

    problem = replace(
        problem,
        rule=draw(one_of_these(rules)),
        utility=draw(one_of_these(Utility)),
        completion=draw(one_of_these(Completion)),
        scale=Scale(min=Number("0"), max=Number("4"), step=Number("1")),
        seats=draw(one_of_these((None, SEATS, (*SEATS, "m7", "m8")))),
        threshold=draw(one_of_these((None, problem.threshold))),
        min_marks=Count(draw(one_of_these((0, 1, 1, 2)))),
        applications=tuple(replace(each, approvals=approvals()) for each in problem.applications),
    )
    return enlarged(problem, draw(one_of_these((1, 37, 100, 1000))))
