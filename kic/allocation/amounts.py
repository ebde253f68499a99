"""Full admissible amounts (docs/allocation.md, section 2, step 2) and declared minimums, in cents."""

import enum

import msgspec

from kic.allocation.problem import Application, Problem
from kic.core.values import Money, Share


class ReducedBy(enum.Enum):
    """What makes an admissible amount smaller than the request."""

    RATE = "rate"
    APPLICANT_CAP = "applicant-cap"
    GRID = "grid"
    TIER = "tier"


class Reduction(msgspec.Struct, frozen=True):
    """One step from the request to the admissible amount; `to` is less than `before`."""

    by: ReducedBy
    before: Money
    to: Money


class Amount(msgspec.Struct, frozen=True):
    """What an application can get at most, the least it can use (None: nothing declared), in cents."""

    admissible: int
    minimum: int | None
    reductions: tuple[Reduction, ...]

    @property
    def enough(self) -> bool:
        """Whether the admissible amount is above 0 and reaches the minimum."""
        return self.admissible > 0 and (self.minimum is None or self.admissible >= self.minimum)


def at_rate(eligible: Money, rate: Share) -> Money:
    """The most that a rate allows for eligible costs, in whole cents rounded down."""
    return Money(eligible.cents * rate.billionths // 10**9)


def amounts(problem: Problem) -> dict[str, Amount]:
    """The amount of every application by id.

    The smallest of request, rate times eligible costs, and applicant cap less the applicant's fixed awards;
    if that is below the request, rounded down to the grid. Reductions name each limit in this order.
    """
    fixed: dict[str, int] = {}
    for award in problem.fixed:
        if award.applicant is not None:
            fixed[award.applicant] = fixed.get(award.applicant, 0) + award.amount.cents
    grid = problem.grid.cents
    cap = problem.caps.applicant
    found: dict[str, Amount] = {}
    for each in problem.applications:
        requested = each.requested.cents
        limits: list[tuple[ReducedBy, int]] = []
        if problem.rate is not None and each.eligible is not None:
            limits.append((ReducedBy.RATE, at_rate(each.eligible, problem.rate).cents))
        if cap is not None:
            used = fixed.get(each.applicant, 0) if each.applicant is not None else 0
            limits.append((ReducedBy.APPLICANT_CAP, max(cap.cents - used, 0)))
        if not limits or requested <= min(limit for _, limit in limits):
            found[each.id] = Amount(requested, declared_minimum(each, grid), ())
            continue
        limits.append((ReducedBy.GRID, min(limit for _, limit in limits) // grid * grid))
        amount = requested
        reductions = []
        for by, limit in limits:
            if limit < amount:
                reductions.append(Reduction(by, Money(amount), Money(limit)))
                amount = limit
        found[each.id] = Amount(amount, declared_minimum(each, grid), tuple(reductions))
    return found


def declared_minimum(each: Application, grid: int) -> int | None:
    """An amount, or a share of the request rounded up to the grid; at most the request.

    Rules ask for it also where the terms have no sound grid: then nothing is rounded.
    """
    if each.minimum is None:
        return None
    grid = max(grid, 1)
    value = each.minimum.value
    if isinstance(value, Money):
        return min(value.cents, each.requested.cents)
    share = value.fraction
    steps = -(-each.requested.cents * share.numerator // (share.denominator * grid))
    return min(steps * grid, each.requested.cents)
