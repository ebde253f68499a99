"""The final sum of a grant: what the financing type gives for the costs and the money that there really were.

The formulas stand in DOMAIN, section 3.4 (E recognised costs, O all money besides the grant, A the award as maximum):

    shortfall   min(A, E - O), O the higher of planned and actual: the grantee's own share is due in full
    share       min(A, p x (E - N)), rounded down to the cent
    fixed       min(A, E): savings change nothing until E is below A
    full        min(A, E - N)

N is money that is higher than planned or new, as far as costs did not rise as well (ANBest-P no. 2.1; VG Hannover
6 A 3946/01, headnote 2). In any type grant and other money together never exceed the costs that there were. All is
computed in whole cents; the one division, that by a rate, is rounded down: the grant is never above its share.
"""

import enum
import functools
from collections.abc import Collection, Iterable, Sequence

import msgspec

from kic.core.text import Text, text
from kic.core.values import Money, Share, total
from kic.domain.applications import CostItem, FundItem, FundKind
from kic.domain.calls import Financing
from kic.domain.reporting import Cut, CutReason

NOT_PROVED = frozenset({CutReason.NO_RECEIPT, CutReason.NO_TIME_SHEETS, CutReason.INPUT_TAX})
"""Cuts of costs that there were not, or that nobody has shown: they need no money at all."""

_WHOLE = 1_000_000_000


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the grant was given under: the award that is in force, its financing type and, for a share, the rate.

    `source` names the notice (or the call) that says so, `rate_source` who says the rate.
    """

    award: Money
    financing: Financing
    rate: Share | None = None
    source: str = ""
    rate_source: str = ""


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """Costs and money, planned or actual. A requested line of the financing, the grant itself, does not count."""

    costs: tuple[CostItem, ...] = ()
    financing: tuple[FundItem, ...] = ()

    @property
    def funds(self) -> Money:
        """All money besides the grant."""
        return total(each.amount for each in self.financing if each.fund is not FundKind.REQUESTED)

    @property
    def eligible(self) -> Money:
        """The eligible costs."""
        return total(each.amount for each in self.costs if each.eligible)

    @property
    def total(self) -> Money:
        """All costs, also those that are not eligible."""
        return total(each.amount for each in self.costs)


class CostLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the plan and of the account. `planned` is None for one that the plan has not.

    `allowed` is what the item may cost without consent: the plan with the overrun that is allowed, nothing for an
    item that is not planned. `recognised` is what is left after the cuts, 0 for what is not eligible.
    """

    item: str
    planned: Money | None
    actual: Money
    eligible: bool
    allowed: Money
    cut: Money
    recognised: Money

    @property
    def above(self) -> Money:
        """What lies above that which is allowed."""
        return Money(max(0, self.actual.cents - self.allowed.cents)) if self.eligible else Money(0)


class FundLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the financing besides the grant, planned and actual."""

    item: str
    fund: FundKind
    planned: Money | None
    actual: Money


class StepKind(enum.Enum):
    """What a figure on the way to the final sum is."""

    COSTS = "costs"
    NOT_ELIGIBLE = "not_eligible"
    CUT = "cut"
    RECOGNISED = "recognised"
    FUNDS = "funds"
    NEW_FUNDS = "new_funds"
    FORMULA = "formula"
    AWARD = "award"
    COVER = "cover"
    FINAL = "final"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One figure on the way to the final sum: its sentence, and the rule or the record that it rests on."""

    step: StepKind
    sentence: Text
    amount: Money
    source: str


class FinalSum(msgspec.Struct, frozen=True, kw_only=True):
    """The final sum with all that it was computed from.

    `counted` is the O of the formula, `new_funds` its N, `formula` what the financing type gives before the two
    limits: the award, and `cover`, the costs that other money leaves open. `needs_revocation`: with a fixed grant
    a sum below the award does not come by itself, the award has to be revoked in part within the year.
    """

    terms: Terms
    costs: tuple[CostLine, ...]
    financing: tuple[FundLine, ...]
    eligible: Money
    funds: Money
    counted: Money
    new_funds: Money
    formula: Money
    cover: Money
    final: Money
    plan: Budget
    actual: Budget
    cuts: tuple[Cut, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every figure on the way to it, in words and with what it rests on."""
        return tuple(_steps(self))

    @property
    def needs_revocation(self) -> bool:
        """Whether the award has to be revoked in part before less than it can be fixed."""
        return self.terms.financing is Financing.FIXED and self.final < self.terms.award

    @property
    def saved(self) -> Money:
        """What of the award is not needed."""
        return self.terms.award - self.final


@functools.lru_cache(maxsize=4096)  # an item is named by plan, account and cuts, and eight rules compare them
def plain(item: str) -> str:
    """The name of an item as it is compared: blanks and capitals make no difference."""
    return " ".join(item.casefold().split())


def cost_lines(
    plan: Budget, actual: Budget, cuts: Iterable[Cut] = (), *, overrun: int = 200_000_000
) -> tuple[CostLine, ...]:
    """Plan against account, item by item in the order of the plan, then what the plan has not.

    `overrun` is the share by which an item may be exceeded, in billionths. Items of the same name are one line. An
    item is eligible if plan and account say so. A cut never takes more than there is.
    """
    planned = _sums(plan.costs)
    spent = _sums(actual.costs)
    cut: dict[str, int] = {}
    for each in cuts:
        cut[plain(each.item)] = cut.get(plain(each.item), 0) + each.amount.cents
    names = {plain(each.item): each.item for each in (*actual.costs, *plan.costs)}
    not_eligible = {plain(each.item) for each in (*plan.costs, *actual.costs) if not each.eligible}
    lines = []
    for key in (*planned, *(each for each in spent if each not in planned)):
        amount = spent.get(key, 0)
        taken = min(max(0, cut.get(key, 0)), max(0, amount))
        eligible = key not in not_eligible
        before = planned.get(key)
        lines.append(
            CostLine(
                item=names[key],
                planned=None if before is None else Money(before),
                actual=Money(amount),
                eligible=eligible,
                allowed=Money((before or 0) * (_WHOLE + overrun) // _WHOLE),
                cut=Money(taken),
                recognised=Money(amount - taken if eligible else 0),
            )
        )
    return tuple(lines)


def _sums(costs: Iterable[CostItem]) -> dict[str, int]:
    """The cents of each item, by its plain name, in order."""
    sums: dict[str, int] = {}
    for each in costs:
        sums[plain(each.item)] = sums.get(plain(each.item), 0) + each.amount.cents
    return sums


def fund_lines(plan: Budget, actual: Budget) -> tuple[FundLine, ...]:
    """The financing besides the grant, planned against actual; lines of one kind and name are one."""
    sums: list[dict[tuple[FundKind, str], int]] = []
    names: dict[tuple[FundKind, str], str] = {}
    for budget in (plan, actual):
        each: dict[tuple[FundKind, str], int] = {}
        for line in budget.financing:
            if line.fund is not FundKind.REQUESTED:
                key = (line.fund, plain(line.item))
                names.setdefault(key, line.item)
                each[key] = each.get(key, 0) + line.amount.cents
        sums.append(each)
    planned, came = sums
    return tuple(
        FundLine(
            item=name,
            fund=key[0],
            planned=Money(planned[key]) if key in planned else None,
            actual=Money(came.get(key, 0)),
        )
        for key, name in names.items()
    )


def final_sum(
    terms: Terms,
    plan: Budget,
    actual: Budget,
    cuts: Sequence[Cut] = (),
    *,
    overrun: int = 200_000_000,
) -> FinalSum:
    """The final sum of this grant. Raises ValueError for a share without a rate: nothing is guessed.

    Always 0 <= final <= award; it never falls when more costs are recognised, nor rises with other money.
    """
    lines = cost_lines(plan, actual, cuts, overrun=overrun)
    eligible = total(each.recognised for each in lines)
    planned_eligible = total(each.planned for each in lines if each.eligible and each.planned is not None)
    there_was = actual.total.cents - _not_proved(lines, cuts)
    rise = max(0, eligible.cents - planned_eligible.cents)
    planned_funds, funds = plan.funds, actual.funds
    new = Money(max(0, funds.cents - planned_funds.cents - rise))
    counted = max(planned_funds, funds)
    base = _by_type(terms, eligible.cents, counted.cents, new.cents)
    cover = Money(max(0, there_was - funds.cents))
    final = Money(max(0, min(base, terms.award.cents, cover.cents)))
    return FinalSum(
        terms=terms,
        costs=lines,
        financing=fund_lines(plan, actual),
        eligible=eligible,
        funds=funds,
        counted=counted,
        new_funds=new,
        formula=Money(base),
        cover=cover,
        final=final,
        plan=plan,
        actual=actual,
        cuts=tuple(cuts),
    )


class Overrun(msgspec.Struct, frozen=True):
    """Items above the plan, within what is allowed: by how much together, and how much of it is met."""

    items: tuple[str, ...]
    above: Money
    met: Money

    @property
    def excess(self) -> Money:
        """What is not met."""
        return Money(max(0, self.above.cents - self.met.cents))


def overrun_within(sums: FinalSum, spared: Collection[str] = ()) -> Overrun:
    """What items exceed the plan by within the allowed share, without those that are `spared` (plain names).

    A single item may be exceeded as far as others stayed below the plan (ANBest-P no. 1.2 [M]); what was spent and cut
    was not saved. Costs that rose with money of others are met as well (VG Hannover 6 A 3946/01, headnote 2). What lies
    above the allowed share is judged item by item (`CostLine.above`).
    """
    over: list[str] = []
    above, met = 0, max(0, sums.actual.funds.cents - sums.plan.funds.cents)
    for line in sums.costs:
        if not line.eligible or line.planned is None:
            continue
        met += max(0, line.planned.cents - line.actual.cents)
        more = min(line.recognised.cents, line.allowed.cents) - line.planned.cents
        if more > 0 and plain(line.item) not in spared:
            over.append(line.item)
            above += more
    return Overrun(tuple(over), Money(above), Money(met))


def _by_type(terms: Terms, eligible: int, counted: int, new: int) -> int:
    """What the financing type alone gives, in cents."""
    match terms.financing:
        case Financing.SHORTFALL:
            return max(0, eligible - counted)
        case Financing.SHARE:
            if terms.rate is None:
                raise ValueError("share financing without a rate")
            return max(0, eligible - new) * terms.rate.billionths // _WHOLE
        case Financing.FIXED:
            return eligible
        case Financing.FULL:
            return max(0, eligible - new)


def _not_proved(lines: Iterable[CostLine], cuts: Iterable[Cut]) -> int:
    """The cents of costs that were cut because there were none, or nobody has shown them; never above the item."""
    spent = {plain(each.item): each.actual.cents for each in lines}
    missing: dict[str, int] = {}
    for each in cuts:
        if each.cut in NOT_PROVED:
            missing[plain(each.item)] = missing.get(plain(each.item), 0) + max(0, each.amount.cents)
    return sum(min(amount, max(0, spent.get(key, 0))) for key, amount in missing.items())


# -- in words ------------------------------------------------------------------------------------------

_PLAN = "ANBest-P Nr. 1.2 [M]"
_REDUCED = "ANBest-P Nr. 2.1 [M] (BVerwG 10 C 7.17)"
_ROSE = "VG Hannover 6 A 3946/01"
_MAXIMUM = "ANBest-P Nr. 2 [M]"


def _steps(sums: FinalSum) -> Iterable[Step]:
    plan, actual = sums.plan, sums.actual
    yield Step(
        step=StepKind.COSTS,
        sentence=text("Costs as they were accounted for (planned: {planned})", planned=plan.total),
        amount=actual.total,
        source=_PLAN,
    )
    refused = total(each.actual for each in sums.costs if not each.eligible)
    if refused:
        yield Step(
            step=StepKind.NOT_ELIGIBLE,
            sentence=text("Costs that are not eligible are shown, and not funded"),
            amount=-refused,
            source=sums.terms.source,
        )
    for each in sums.cuts:
        yield Step(
            step=StepKind.CUT,
            sentence=text(
                "{item} is cut ({cut}): {reason}", item=each.item, cut=each.cut, reason=each.reason
            ),
            amount=-each.amount,
            source=_CUT_SOURCES.get(each.cut, _PLAN),
        )
    yield Step(
        step=StepKind.RECOGNISED,
        sentence=text("Recognised costs"),
        amount=sums.eligible,
        source=_PLAN,
    )
    yield Step(
        step=StepKind.FUNDS,
        sentence=text(
            "Own funds, income and money of others (planned: {planned})",
            planned=plan.funds,
        ),
        amount=sums.funds,
        source=_PLAN,
    )
    yield from _type_steps(sums)
    if sums.formula > sums.terms.award:
        yield Step(
            step=StepKind.AWARD,
            sentence=text("The award as the maximum, which is not raised afterwards"),
            amount=sums.terms.award,
            source=sums.terms.source or _MAXIMUM,
        )
    if sums.cover < min(sums.formula, sums.terms.award):
        yield Step(
            step=StepKind.COVER,
            sentence=text("What other money leaves open of the costs that there were"),
            amount=sums.cover,
            source=_REDUCED,
        )
    yield Step(
        step=StepKind.FINAL,
        sentence=text(
            "Final sum (below a fixed award by a revocation in part within the year of § 49(3) VwVfG)"
        )
        if sums.needs_revocation
        else text("Final sum"),
        amount=sums.final,
        source=f"§ 49 Abs. 3 VwVfG; {_ROSE}" if sums.needs_revocation else _MAXIMUM,
    )


_CUT_SOURCES = {
    CutReason.OUTSIDE_PERIOD: "Bewilligungszeitraum",
    CutReason.NOT_ECONOMICAL: "ANBest-P Nr. 1.1 [M]",
    CutReason.NO_RECEIPT: "ANBest-P Nr. 6 [M]",
    CutReason.NO_TIME_SHEETS: "ANBest-P Nr. 6 [M]",
    CutReason.INPUT_TAX: "§ 15 UStG",
}


def _type_steps(sums: FinalSum) -> Iterable[Step]:
    """The sentences of the financing type."""
    terms = sums.terms
    if sums.new_funds and terms.financing in (Financing.SHARE, Financing.FULL):
        yield Step(
            step=StepKind.NEW_FUNDS,
            sentence=text("Money that is new or higher than planned, as far as costs did not rise as well"),
            amount=sums.new_funds,
            source=f"{_REDUCED}; {_ROSE}",
        )
    match terms.financing:
        case Financing.SHORTFALL:
            sentence = text(
                "Shortfall (recognised costs less {counted}, the higher of planned and actual money)",
                counted=sums.counted,
            )
        case Financing.SHARE:
            sentence = text(
                "Share ({rate} of the recognised costs less new money, rounded down to the cent)",
                rate=terms.rate,
            )
        case Financing.FIXED:
            sentence = text("Fixed sum (savings change nothing until the costs are below the award)")
        case Financing.FULL:
            sentence = text("Full financing (the recognised costs less new money)")
    yield Step(
        step=StepKind.FORMULA,
        sentence=sentence,
        amount=sums.formula,
        source=terms.rate_source or _REDUCED if terms.financing is Financing.SHARE else _REDUCED,
    )
