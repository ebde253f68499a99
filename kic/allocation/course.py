"""What a rule hands back: who gets what, in which order and why, by candidate number and in cents."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kic.allocation.backing import Backing
from kic.allocation.case import Case
from kic.allocation.outcome import Cause
from kic.allocation.ranking import Group, rank

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
    list. `need` is None if it is funded or no score would do, and if looking for it would cost too much:
    then `need_known` says so. `capped` is the cap that leaves too little for it however much money there is,
    and what it leaves, in cents. `next_budget` is, where `budgets` is None, the least larger budget under which
    an unfunded one is funded, in cents; None if it was not found.
    """

    funded_past: tuple[int, ...]
    budgets: tuple[tuple[int, int | None], ...] | None
    need: Need | None
    capped: tuple[int, int] | None = None
    need_known: bool = True
    next_budget: int | None = None


class LineTie(msgspec.Struct, frozen=True):
    """A tie in which another order changes an award: each outcome that an order can have, own one first.

    A variant holds the awards of its members, and of all others that are not the same in every variant.
    `complete` is False if there may be more outcomes than these. A tie with one variant is one of which
    the search could not show whether its order matters.
    """

    members: Group
    variants: tuple[dict[int, int], ...]
    complete: bool


class Found(msgspec.Struct, frozen=True):
    """How good an optimum is: the sum that it reaches, and one that no selection exceeds.

    `proved` says that the search was complete: no selection is better, or as good with a better rank.
    `losses` says of unfunded candidates by how much the sum falls if they are forced in; one that no
    selection can hold is not named, nor one of which the search could not tell.
    """

    reached: "Fraction"
    bound: "Fraction"
    proved: bool
    losses: dict[int, "Fraction"]


class Course(msgspec.Struct, frozen=True):
    """How a rule went. Lists are by candidate number; those below the threshold stand there with nothing.

    Every rule ranks (`groups`, in which ties that the rule settles otherwise are settled too), awards and
    gives causes. What else a rule does not have stays as `by_rule` sets it, and nothing is said of it.

    `rooms` is what was left for a candidate at its turn, None if it had none; `limits` is then the limit that
    made it smallest. `by_floor` are the themes for whose floor candidates were funded, `missing` those whose
    floor was not reached, with what is missing. `ended_by` is the candidate after which `stop` ended it.
    `ties` are those at the line; `margins` those of the wanted candidates, None where the rule has none.
    `paid_by` is what each voter paid for a candidate, in cents (equal-shares); `completed` are those that
    only the completion funded; `backing` is how voters stand behind each (rules by votes). `found` is what
    an optimum is worth. `find_ties` gives the ties from the awards where looking for them costs more than the
    rule itself.
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
    margins: dict[int, Margin] | None = None
    paid_by: dict[int, dict[str, "Fraction"]] = {}
    completed: frozenset[int] = frozenset()
    backing: dict[int, Backing] = {}
    found: Found | None = None
    find_ties: Callable[[list[int]], tuple[LineTie, ...]] | None = None


def by_rule(
    case: Case,
    order: list[int],
    awards: dict[int, int] | None = None,
    *,
    causes: dict[int, Cause] | None = None,
    paid_by: dict[int, dict[str, "Fraction"]] | None = None,
    completed: frozenset[int] = frozenset(),
    backing: dict[int, Backing] | None = None,
    found: Found | None = None,
) -> Course:
    """The course of a rule that goes by no ranking: who was funded, in this order.

    An award that is not given here is the full admissible amount, a cause that is not given is the rule.
    Floors that the awards do not reach are told as missing.
    """
    groups = rank(case, [number for number, each in enumerate(case.candidates) if each.eligible])
    given = [0] * len(case.candidates)
    for number in order:
        given[number] = case.candidates[number].admissible if awards is None else awards[number]
    reasons: list[Cause | None] = [None] * len(case.candidates)
    for group in groups:
        for number in group:
            reasons[number] = (causes or {}).get(number, Cause.RULE)
    return Course(
        groups=tuple(groups),
        awards=given,
        order=order,
        causes=reasons,
        limits=[0] * len(case.candidates),
        rooms=[None] * len(case.candidates),
        missing=unreached(case, given),
        paid_by=paid_by or {},
        completed=completed,
        backing=backing or {},
        found=found,
    )


def unreached(case: Case, awards: list[int]) -> dict[str, int]:
    """What the floors of themes lack after these awards, in declared order."""
    sums = [floor.fixed for floor in case.floors]
    for candidate, award in zip(case.candidates, awards, strict=True):
        for floor in candidate.floors:
            sums[floor] += award
    return {
        floor.theme: floor.amount - sum_
        for floor, sum_ in zip(case.floors, sums, strict=True)
        if sum_ < floor.amount
    }
