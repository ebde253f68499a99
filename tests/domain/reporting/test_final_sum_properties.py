"""What holds of every final sum, and a twin written from the definitions alone, in fractions."""

from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.values import Money, Share
from kic.domain.applications import CostItem, FundItem, FundKind
from kic.domain.calls import Financing
from kic.domain.reporting import Cut, CutReason
from kic.domain.reporting.final_sum import NOT_PROVED, Budget, Terms, final_sum

cents = st.integers(0, 2_000_000)
items = st.sampled_from(("Honorare", "Material", "Miete", "Fahrt"))
shares = st.integers(0, 100_000_000).map(lambda n: Share(f"{n // 1_000_000}.{n % 1_000_000:06}%"))


@st.composite
def budgets(draw):
    costs = draw(st.dictionaries(items, st.tuples(cents, st.booleans()), max_size=4))
    funds = draw(st.lists(st.tuples(st.sampled_from(list(FundKind)), cents), max_size=3))
    return Budget(
        costs=tuple(CostItem(item=i, amount=Money(c), eligible=e) for i, (c, e) in costs.items()),
        financing=tuple(
            FundItem(item=f"{k.value}{n}", fund=k, amount=Money(c)) for n, (k, c) in enumerate(funds)
        ),
    )


cuts = st.lists(
    st.builds(
        Cut,
        item=items,
        amount=cents.map(Money),
        cut=st.sampled_from((CutReason.NOT_ELIGIBLE, CutReason.NO_RECEIPT)),
        reason=st.just("-"),
    ),
    max_size=3,
).map(tuple)
grants = st.builds(Terms, award=cents.map(Money), financing=st.sampled_from(list(Financing)), rate=shares)


def twin(terms: Terms, plan: Budget, actual: Budget, taken: tuple[Cut, ...]) -> int:
    """The definitions of DOMAIN 3.4, word by word."""
    spent = {line.item: line.amount.cents for line in actual.costs}
    not_eligible = {line.item for line in (*plan.costs, *actual.costs) if not line.eligible}
    gone = {item: sum(c.amount.cents for c in taken if c.item == item) for item in spent}
    recognised = sum(max(0, spent[i] - gone[i]) for i in spent if i not in not_eligible)
    planned = sum(line.amount.cents for line in plan.costs if line.item not in not_eligible)
    others = sum(f.amount.cents for f in actual.financing if f.fund is not FundKind.REQUESTED)
    planned_others = sum(f.amount.cents for f in plan.financing if f.fund is not FundKind.REQUESTED)
    unproved = {i: sum(c.amount.cents for c in taken if c.item == i and c.cut in NOT_PROVED) for i in spent}
    really = sum(max(0, spent[i] - unproved[i]) for i in spent)
    costs_rose = max(0, recognised - planned)
    new_money = max(0, others - planned_others - costs_rose)
    by_type = {
        Financing.SHORTFALL: recognised - max(others, planned_others),
        Financing.SHARE: floor(Fraction(terms.rate.spelling[:-1]) / 100 * max(0, recognised - new_money)),
        Financing.FIXED: recognised,
        Financing.FULL: recognised - new_money,
    }[terms.financing]
    return max(0, min(terms.award.cents, by_type, really - others))


@settings(max_examples=400, deadline=None)
@given(grants, budgets(), budgets(), cuts)
def test_the_twin_says_the_same(terms, plan, actual, taken):
    assert final_sum(terms, plan, actual, taken).final.cents == twin(terms, plan, actual, taken)


@settings(max_examples=200, deadline=None)
@given(grants, budgets(), budgets(), cuts)
def test_a_final_sum_lies_between_nothing_and_the_award_and_fills_no_more_than_the_gap(
    terms, plan, actual, taken
):
    found = final_sum(terms, plan, actual, taken)
    assert 0 <= found.final.cents <= terms.award.cents
    assert found.final.cents == 0 or found.final + actual.funds <= actual.total


@settings(max_examples=200, deadline=None)
@given(grants, budgets(), budgets(), cuts, items, cents)
def test_a_cut_never_raises_the_final_sum(terms, plan, actual, taken, item, amount):
    more = (*taken, Cut(item=item, amount=Money(amount), cut=CutReason.NOT_ELIGIBLE, reason="-"))
    assert final_sum(terms, plan, actual, more).final <= final_sum(terms, plan, actual, taken).final


@settings(max_examples=200, deadline=None)
@given(grants, budgets(), budgets(), st.integers(0, 500_000))
def test_more_eligible_costs_never_lower_the_final_sum(terms, plan, actual, more):
    first = next((line.item for line in actual.costs if line.eligible), None)
    raised = tuple(
        CostItem(item=line.item, amount=Money(line.amount.cents + more), eligible=line.eligible)
        if line.item == first
        else line
        for line in actual.costs
    )
    higher = Budget(costs=raised, financing=actual.financing)
    assert final_sum(terms, plan, higher).final >= final_sum(terms, plan, actual).final


@settings(max_examples=200, deadline=None)
@given(grants, budgets(), budgets(), st.integers(0, 500_000))
def test_more_money_of_others_never_raises_the_final_sum(terms, plan, actual, more):
    gift = FundItem(item="Spende", fund=FundKind.THIRD_PARTY, amount=Money(more))
    richer = Budget(costs=actual.costs, financing=(*actual.financing, gift))
    assert final_sum(terms, plan, richer).final <= final_sum(terms, plan, actual).final
