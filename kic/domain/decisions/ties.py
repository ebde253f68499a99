"""Ties at the line: which of the outcomes that a proposal lists is the one the committee chose."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kic.core.values import Money

if TYPE_CHECKING:
    from kic.allocation.proposal import Tie  # which loads the engine's words: only for whoever computes


def outcome_of(tie: "Tie", order: Sequence[str]) -> dict[str, Money]:
    """The awards with an order: who comes first gets the most that any outcome gives it, and so on.

    Every application that any outcome of the tie funds is named, also with 0.
    """
    chosen = max(tie.variants, key=lambda variant: [variant.get(id_, Money(0)).cents for id_ in order])
    return {id_: chosen.get(id_, Money(0)) for variant in tie.variants for id_ in variant}
