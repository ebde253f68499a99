"""The rule `tiered-cut` (docs/allocation.md, section 3): the rate of the score's band on the admissible amount.

Once amounts are cut, the steps of `ranked` follow. Another score can mean another band and so another amount,
so the score that someone needs is looked for band by band.
"""

from typing import TYPE_CHECKING

import msgspec

from kic.allocation.amounts import Amount, ReducedBy, Reduction
from kic.allocation.problem import Tiers
from kic.core.values import Money

if TYPE_CHECKING:
    from fractions import Fraction


class Band(msgspec.Struct, frozen=True):
    """Scores from `start` on, and below `end` if there is a higher band, get this share, in billionths."""

    start: "Fraction"
    end: "Fraction | None"
    rate: int


def bands(tiers: Tiers) -> tuple[Band, ...]:
    """The bands by rising score."""
    declared = sorted(((score.fraction, rate.billionths) for score, rate in tiers.bands.items()))
    ends = [start for start, _ in declared[1:]]
    return tuple(Band(start, end, rate) for (start, rate), end in zip(declared, [*ends, None], strict=True))


def band_of(known: tuple[Band, ...], score: "Fraction") -> Band | None:
    """The band of a score; None below the lowest."""
    return next((band for band in reversed(known) if band.start <= score), None)


def cut(amount: Amount, band: Band, grid: int) -> Amount:
    """The amount that this band leaves: its share, down to the grid."""
    left = min(amount.admissible * band.rate // (10**9 * grid) * grid, amount.admissible)
    if left == amount.admissible:
        return amount
    step = Reduction(ReducedBy.TIER, Money(amount.admissible), Money(left))
    return Amount(left, amount.minimum, (*amount.reductions, step))


def uncut(amount: Amount) -> Amount:
    """The amount before its band cut it."""
    steps = amount.reductions
    if not steps or steps[-1].by is not ReducedBy.TIER:
        return amount
    return Amount(steps[-1].before.cents, amount.minimum, steps[:-1])
