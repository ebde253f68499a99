"""What a rule hands back: who gets what, in which order and why, by candidate number and in cents."""

from typing import TYPE_CHECKING

import msgspec

from kic.allocation.outcome import Cause
from kic.allocation.ranking import Group

if TYPE_CHECKING:
    from fractions import Fraction


class Need(msgspec.Struct, frozen=True):
    """The score with which a candidate would get an award, all others unchanged.

    `above` says that this score must be exceeded; `drops` are the candidates that then get nothing.
    """

    score: "Fraction"
    above: bool
    drops: tuple[int, ...]


class Margin(msgspec.Struct, frozen=True):
    """How far a candidate is from another outcome.

    `funded_past` are candidates ranked below that are funded although this one is not. `budgets` are the
    whole budgets (reserve and fixed awards included, in cents) under which it is funded, in full or in
    part: intervals with both ends, the last one possibly without end (None); None if there are too many to
    list. `need` is None if it is funded or no score would do.
    """

    funded_past: tuple[int, ...]
    budgets: tuple[tuple[int, int | None], ...] | None
    need: Need | None


class LineTie(msgspec.Struct, frozen=True):
    """A tie in which another order changes an award: each outcome that an order can have, own one first.

    A variant holds the awards of its members, and of all others that are not the same in every variant.
    `complete` is False if there may be more outcomes than these. A tie with one variant is one of which
    the search could not show whether its order matters.
    """

    members: Group
    variants: tuple[dict[int, int], ...]
    complete: bool


class Course(msgspec.Struct, frozen=True):
    """How a rule went. Lists are by candidate number; those below the threshold stand there with nothing.

    `rooms` is what was left for a candidate at its turn, None if it had none. `by_floor` are the themes for
    whose floor candidates were funded, `missing` those whose floor was not reached, with what is missing.
    `ended_by` is the candidate after which `stop` ended it.
    """

    groups: tuple[Group, ...]
    awards: list[int]
    order: list[int]
    causes: list[Cause | None]
    limits: list[int]
    rooms: list[int | None]
    missing: dict[str, int]
    by_floor: dict[int, str] = {}
    ended_by: int | None = None
    ties: tuple[LineTie, ...] = ()
    margins: dict[int, Margin] = {}
