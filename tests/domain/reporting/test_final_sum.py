"""The final sum by financing type: examples computed by hand from DOMAIN 3.4, each with its reasoning.

E are the recognised costs, O all money besides the grant, A the award as maximum, p the rate of a share.
"""

import pytest

from kic.core.values import Money, Share
from kic.domain.applications import CostItem, FundItem, FundKind
from kic.domain.calls import Financing
from kic.domain.reporting import Cut, CutReason
from kic.domain.reporting.final_sum import Budget, FinalSum, StepKind, Terms, cost_lines, final_sum


def euros(spelling: str) -> Money:
    return Money.parse(spelling)


def budget(costs: str, funds: str = "") -> Budget:
    """`Honorare 6000, Material 1500` and `own 1500, third_party 200`; `-` before an item: not eligible."""
    lines = [each.strip().rsplit(" ", 1) for each in costs.split(",")]
    money = [each.strip().rsplit(" ", 1) for each in funds.split(",") if each.strip()]
    return Budget(
        costs=tuple(
            CostItem(item=item.removeprefix("-"), amount=euros(amount), eligible=not item.startswith("-"))
            for item, amount in lines
        ),
        financing=tuple(
            FundItem(item=kind, fund=FundKind(kind), amount=euros(amount)) for kind, amount in money
        ),
    )


def terms(financing: str, award: str, rate: str | None = None) -> Terms:
    return Terms(award=euros(award), financing=Financing(financing), rate=Share(rate) if rate else None)


def cut(item: str, amount: str, reason: CutReason = CutReason.NOT_ELIGIBLE) -> Cut:
    return Cut(item=item, amount=euros(amount), cut=reason, reason="-")


PLAN = budget("Honorare 6000, Material 1500", "own 1500")
"""Costs of 7,500 with 1,500 of own money: a gap of 6,000, which is 80 % of the costs."""

EXAMPLES = [
    # -- shortfall: min(A, E - O), O the higher of planned and actual ---------------------------------
    # All as planned: 7,500 - 1,500 = 6,000.
    ("shortfall 6000", PLAN, [], "6000"),
    # 400 saved: 7,100 - 1,500 = 5,600. Savings go to the giver in full, the own share stays due.
    ("shortfall 6000", budget("Honorare 5600, Material 1500", "own 1500"), [], "5600"),
    # 400 saved and only 1,100 of own money spent: O stays at the planned 1,500, so again 5,600 and not 6,000.
    ("shortfall 6000", budget("Honorare 5600, Material 1500", "own 1100"), [], "5600"),
    # 300 of donations more, costs as planned: O is 1,800, so 7,500 - 1,800 = 5,700. New money reduces in full.
    ("shortfall 6000", budget("Honorare 6000, Material 1500", "own 1500, third_party 300"), [], "5700"),
    # 300 of donations more and costs 300 higher: 7,800 - 1,800 = 6,000. No reduction as far as costs rose as well.
    ("shortfall 6000", budget("Honorare 6300, Material 1500", "own 1500, third_party 300"), [], "6000"),
    # Costs 500 higher, no other money: 8,000 - 1,500 = 6,500, but the award is a maximum: 6,000.
    ("shortfall 6000", budget("Honorare 6500, Material 1500", "own 1500"), [], "6000"),
    # 120.35 of the fees are not recognised: 7,379.65 - 1,500 = 5,879.65, to the cent.
    ("shortfall 6000", PLAN, [cut("Honorare", "120.35")], "5879.65"),
    # The project hardly happened: 1,200 - 1,500 is below 0, so nothing.
    ("shortfall 6000", budget("Honorare 1200", "own 1200"), [], "0"),
    # -- share: min(A, p x E) ---------------------------------------------------------------------------
    # All as planned: 80 % of 7,500 = 6,000.
    ("share 6000 80%", PLAN, [], "6000"),
    # 400 saved: 80 % of 7,100 = 5,680. The grantee keeps a fifth of what it saved and spent 1,420 itself.
    ("share 6000 80%", budget("Honorare 5600, Material 1500", "own 1420"), [], "5680"),
    # 400 saved, but 1,500 of other money came: 5,680 + 1,500 = 7,180 are 80 above the costs of 7,100. All money
    # together never exceeds them: 7,100 - 1,500 = 5,600.
    ("share 6000 80%", budget("Honorare 5600, Material 1500", "own 1500"), [], "5600"),
    # 500 of new money, costs as planned: the costs to be shared fall to 7,000, 80 % are 5,600, a reduction of
    # 400 in proportion. Grant and money: 5,600 + 2,000 = 7,600, above the costs of 7,500, so 5,500 is the limit.
    ("share 6000 80%", budget("Honorare 6000, Material 1500", "own 1500, public 500"), [], "5500"),
    # The same with own money that falls to 1,400: 5,600 + 1,900 = 7,500 is no more than the costs; N is
    # 1,900 - 1,500 = 400, 80 % of 7,100 = 5,680, the limit is 7,500 - 1,900 = 5,600.
    ("share 6000 80%", budget("Honorare 6000, Material 1500", "own 1400, public 500"), [], "5600"),
    # A third, 33.333333 %, of 1,000.00 is 333.33333: rounded down to 333.33, never above the share.
    ("share 400 33.333333%", budget("Honorare 1000", "own 600"), [], "333.33"),
    # 12.5 % of 0.07 are 0.00875: less than a cent is nothing.
    ("share 400 12.5%", budget("Honorare 0.07"), [], "0"),
    # -- fixed: min(A, E) -------------------------------------------------------------------------------
    # 400 saved: nothing changes as long as the costs are above the award and no money is left over.
    ("fixed 5000", budget("Honorare 5600, Material 1500", "own 1500"), [], "5000"),
    # Costs of 4,200 with no other money are below the award of 5,000: 4,200, by a revocation in part.
    ("fixed 5000", budget("Honorare 4200"), [], "4200"),
    # Costs of 7,500, but 3,000 of other money: 5,000 + 3,000 are 500 too much. 7,500 - 3,000 = 4,500.
    ("fixed 5000", budget("Honorare 6000, Material 1500", "own 1500, public 1500"), [], "4500"),
    # -- full: min(A, E), new money in full ---------------------------------------------------------------
    # The plan has no other money; 900 of 1,000 spent: 900.
    ("full 1000", budget("Honorare 900"), [], "900"),
    # 50 of entrance money came, which nobody planned: 1,000 - 50 = 950.
    ("full 1000", budget("Honorare 1000", "income 50"), [], "950"),
    # 50 of entrance money, and 50 more for material: no reduction as far as costs rose, 1,000.
    ("full 1000", budget("Honorare 1000, Material 50", "income 50"), [], "1000"),
]


@pytest.mark.parametrize(("given", "actual", "cuts", "expected"), EXAMPLES)
def test_examples_computed_by_hand(given, actual, cuts, expected):
    kind, award, *rate = given.split()
    plan = budget("Honorare 1000") if kind == "full" else PLAN
    if award == "400":
        plan = budget("Honorare 1000", "own 600")
    found = final_sum(terms(kind, award, *rate), plan, actual, cuts)
    assert found.final == euros(expected)


def worked(kind: str, actual: Budget, cuts: tuple[Cut, ...] = (), plan: Budget = PLAN) -> FinalSum:
    return final_sum(terms(kind, "6000", "80%" if kind == "share" else None), plan, actual, cuts)


def test_what_is_not_eligible_is_shown_and_not_funded():
    # 500 of food are no eligible cost by the plan, whatever the account says of them.
    plan = budget("Honorare 6000, -Bewirtung 500", "own 500")
    found = worked("shortfall", budget("Honorare 6000, Bewirtung 500", "own 500"), plan=plan)
    assert found.eligible == euros("6000")
    assert [line.recognised for line in found.costs] == [euros("6000"), Money(0)]
    # O is 500, E is 6,000: 5,500, and grant and money, 6,000, do not exceed the costs of 6,500.
    assert found.final == euros("5500")


def test_costs_that_nobody_proved_need_no_money():
    # 600 of fees without a receipt: E is 6,900, the formula of the fixed sum gives 6,000. But only 6,900 are shown
    # to have been spent, 1,500 of which came from others: 5,400.
    found = worked("fixed", PLAN, (cut("Honorare", "600", CutReason.NO_RECEIPT),))
    assert (found.eligible, found.cover, found.final) == (euros("6900"), euros("5400"), euros("5400"))
    # Fees that are only not eligible have been paid all the same: there the 6,000 stand.
    assert worked("fixed", PLAN, (cut("Honorare", "600"),)).final == euros("6000")


def test_a_fixed_sum_below_the_award_needs_a_revocation():
    saved = budget("Honorare 4000, Material 500")
    assert worked("fixed", saved).needs_revocation
    assert not worked("fixed", PLAN).needs_revocation
    assert not worked("shortfall", saved).needs_revocation
    assert "revocation" in str(worked("fixed", saved).steps[-1].sentence)


def test_a_single_item_may_be_exceeded_by_a_fifth():
    # Material was planned with 1,500: up to 1,800 need no consent. 1,800.01 are a cent above, 99.99 is below.
    allowed, above, new = (
        cost_lines(PLAN, budget(f"Honorare 5000, {item}"))[-1]
        for item in ("Material 1800", "Material 1800.01", "Plakate 30")
    )
    assert (allowed.allowed, allowed.above) == (euros("1800"), Money(0))
    assert above.above == Money(1)
    assert (new.planned, new.above) == (None, euros("30"))


def test_items_are_the_same_whatever_their_blanks_and_capitals():
    (line,) = cost_lines(budget("Honorare  Kurs 100"), budget("honorare kurs 60, Honorare Kurs 30"))
    assert (line.planned, line.actual) == (euros("100"), euros("90"))


def test_a_share_without_a_rate_is_not_guessed():
    with pytest.raises(ValueError, match="without a rate"):
        final_sum(terms("share", "6000"), PLAN, PLAN)


def test_every_figure_names_what_it_rests_on():
    found = worked("share", budget("Honorare 5600, Material 1500", "own 1500"), (cut("Material", "100"),))
    said = {step.step: step for step in found.steps}
    assert list(said) == [
        StepKind.COSTS,
        StepKind.CUT,
        StepKind.RECOGNISED,
        StepKind.FUNDS,
        StepKind.FORMULA,
        StepKind.FINAL,
    ]
    assert all(step.source for step in found.steps)
    # 80 % of 7,000 are 5,600; costs of 7,100 less 1,500 of others leave 5,600 too: no further limit.
    assert said[StepKind.FORMULA].amount == euros("5600")
    assert said[StepKind.FINAL].amount == found.final
