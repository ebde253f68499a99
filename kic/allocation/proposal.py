"""The proposal: what the committee gets to decide on, with everything that can be said about it.

A value: the same problem gives an equal proposal, whatever the order of its applications, seats and
themes. `as_data` gives the JSON of docs/allocation.md, section 5.
"""

import enum
from typing import TYPE_CHECKING, Any

import msgspec

from kic.allocation.amounts import Reduction
from kic.allocation.backing import Backing
from kic.allocation.outcome import Cause, Outcome
from kic.allocation.problem import BY_RANKING, AllocationRule, Problem
from kic.core.values import Money, exactly

if TYPE_CHECKING:
    from fractions import Fraction


class WarningCode(enum.Enum):
    """What is said of a proposal as a whole. Each comes with ids, as told here.

    - `floor-unmet`: a theme whose floor was not reached;
    - `money-unused`: money is left although eligible applications got nothing: these;
    - `order-flips`: two neighbours in the ranking that change order on the seats that marked both;
    - `cap-exceeded`: a theme or applicant whose fixed awards alone are above the cap;
    - `already-decided`: applications that take no part, because they have a fixed award;
    - `first-unfunded`: rank 1 gets nothing under a rule that goes by no ranking;
    - `tie-open`: a tie that may have more outcomes than are listed.
    """

    FLOOR_UNMET = "floor-unmet"
    MONEY_UNUSED = "money-unused"
    ORDER_FLIPS = "order-flips"
    CAP_EXCEEDED = "cap-exceeded"
    ALREADY_DECIDED = "already-decided"
    TIE_OPEN = "tie-open"
    FIRST_UNFUNDED = "first-unfunded"


class Warned(msgspec.Struct, frozen=True):
    """A warning about ids; `amount` is what a floor lacks or what is left, where that is what it says."""

    code: WarningCode
    ids: tuple[str, ...]
    amount: Money | None = None


class ScoreNeeded(msgspec.Struct, frozen=True):
    """The score with which an application would be funded, all others unchanged.

    `above`: it must be exceeded. `drops`: who would then get nothing.
    """

    score: "Fraction"
    above: bool
    drops: tuple[str, ...]


class Budgets(msgspec.Struct, frozen=True):
    """The whole budgets under which an application is funded, in full or in part: intervals, both ends in."""

    intervals: tuple[tuple[Money, Money | None], ...]


class Capped(msgspec.Struct, frozen=True):
    """The cap that leaves less than an application needs, however much money there is: of whom, and what."""

    by: Cause
    limit: str
    room: Money


class Details(msgspec.Struct, frozen=True):
    """What is costly to know of one application.

    `budgets` is None where finding them costs too much; so is `score_needed` where it is not `score_known`,
    else if no score would do. `next_budget` is, where `budgets` is None, the least larger one under which an
    unfunded application is funded; None if that was not found, either.
    """

    funded_past: tuple[str, ...]
    budgets: Budgets | None
    score_needed: ScoreNeeded | None
    capped: Capped | None = None
    score_known: bool = True
    next_budget: Money | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the proposal says of one application.

    `rank` is None for whoever takes no part; `room` is None where it had no turn. `bound` is what made the
    room smallest, `limit` the theme or applicant of that cap. `floor` is the theme for whose floor it is
    funded. `needed` is the least room that would have given
    an award, `short_by` what the room lacked of it; both are None unless it is unfunded after its turn.
    `at_line` says that the order of a tie, its own or another, decides its award. `paid_by` is what each
    voter paid for it, in euros; `completed` says that only the completion funded it; `backing`
    is how voters stand behind it, under a rule by votes; `loss` is by how much
    the optimum falls if it is forced in. `below_bands` says that its score is in no band. `details` are
    None if not asked for, or if the rule has none.
    """

    id: str
    applicant: str | None
    themes: tuple[str, ...]
    rank: int | None
    score: "Fraction | None"
    threshold_score: "Fraction | None"
    marks: int
    abstentions: int
    requested: Money
    eligible: Money | None
    minimum: Money | None
    admissible: Money
    reductions: tuple[Reduction, ...]
    award: Money
    outcome: Outcome
    cause: Cause
    limit: str | None
    bound: Cause | None
    floor: str | None
    room: Money | None
    needed: Money | None
    short_by: Money | None
    at_line: bool
    details: Details | None
    paid_by: "dict[str, Fraction]" = {}
    completed: bool = False
    backing: Backing | None = None
    loss: "Fraction | None" = None
    below_bands: bool = False


class Tie(msgspec.Struct, frozen=True):
    """A tie at the line: applications of equal score, and each outcome that an order of them can have.

    A variant holds the awards of these and of all others whose award is not the same in every variant;
    the first one is the proposal's own.
    """

    ids: tuple[str, ...]
    variants: tuple[dict[str, Money], ...]


class Status(enum.Enum):
    """Whether it is proved that no selection is better, or as good with a better rank, or only the bound."""

    PROVED = "proved"
    NOT_PROVED = "not-proved"


class Optimum(msgspec.Struct, frozen=True):
    """The sum that the rule `optimum` makes as large as it can, and one that no selection exceeds.

    Scores are in units of the scale; under `score-euro` they are times euros.
    """

    reached: "Fraction"
    bound: "Fraction"
    status: Status


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Who should get what. `budget` is the sum of `reserve`, `fixed`, `awarded` and `unallocated`.

    `order` is the order of funding, `ranking` holds the eligible ids, `standings` everyone by id in order;
    `ended_by` is the application after which `stop` ended the allocation.
    """

    problem: Problem
    rule: AllocationRule
    budget: Money
    reserve: Money
    fixed: Money
    awarded: Money
    unallocated: Money
    order: tuple[str, ...]
    ended_by: str | None
    ranking: tuple[str, ...]
    waiting_list: tuple[str, ...]
    ties: tuple[Tie, ...]
    warnings: tuple[Warned, ...]
    standings: dict[str, Standing]
    optimum: Optimum | None = None

    @property
    def awards(self) -> dict[str, Money]:
        """The funded ones' awards in the order of the ranking."""
        return {each: award for each in self.ranking if (award := self.standings[each].award)}


def as_data(proposal: Proposal) -> dict[str, Any]:
    """The `data` of docs/allocation.md, section 5: money as `"1234.50"`, scores exact and rounded to two decimals.

    Details that were not asked for, or that cost too much to find, are left out, and `left_out` names them;
    `paid_by` stands where voters paid, `loss` and `optimum` where an optimum was sought.
    """
    from kic.allocation.emit import settings_as_plain  # noqa: PLC0415  # a check needs no JSON

    data: dict[str, Any] = {
        "rule": proposal.rule.value,
        "settings": settings_as_plain(proposal.problem),
        "budget": str(proposal.budget),
        "reserve": str(proposal.reserve),
        "fixed": str(proposal.fixed),
        "awarded": str(proposal.awarded),
        "unallocated": str(proposal.unallocated),
        "awards": {name: str(award) for name, award in proposal.awards.items()},
        "order": list(proposal.order),
        "ranking": list(proposal.ranking),
        "waiting_list": list(proposal.waiting_list),
        "ties": [
            {
                "ids": list(tie.ids),
                "variants": [{name: str(award) for name, award in each.items()} for each in tie.variants],
            }
            for tie in proposal.ties
        ],
        "warnings": [{"code": each.code.value, "ids": list(each.ids)} for each in proposal.warnings],
        "applications": {name: _standing(each) for name, each in proposal.standings.items()},
    }
    if proposal.rule not in BY_RANKING and len(proposal.ranking) <= MOST_PASSED:
        _add_passed(data["applications"], proposal)
    _tell_left_out(data["applications"])
    if proposal.optimum is not None:
        data["optimum"] = {
            "status": proposal.optimum.status.value,
            "reached": exactly(proposal.optimum.reached),
            "bound": exactly(proposal.optimum.bound),
        }
    return data


MOST_PASSED = 500
"""So many applications name each that is funded although ranked below, under a rule that does not go by rank."""


def _add_passed(applications: dict[str, Any], proposal: Proposal) -> None:
    """Who is funded although ranked below, also where the rank decides nothing: the committee will ask."""
    funded: list[str] = []
    for name in reversed(proposal.ranking):
        award = name in proposal.awards
        applications[name]["funded_past"] = [] if award else funded[::-1]
        if award:
            funded.append(name)


def _standing(standing: Standing) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rank": standing.rank,
        "score": None if standing.score is None else exactly(standing.score),
        "marks": standing.marks,
        "abstentions": standing.abstentions,
        "requested": str(standing.requested),
        "admissible": str(standing.admissible),
        "reductions": [
            {"by": each.by.value, "from": str(each.before), "to": str(each.to)}
            for each in standing.reductions
        ],
        "award": str(standing.award),
        "outcome": standing.outcome.value,
        "cause": standing.cause.value,
        "room": _optional(standing.room),
        "short_by": _optional(standing.short_by),
    }
    if standing.paid_by:
        data["paid_by"] = {voter: exactly(paid) for voter, paid in standing.paid_by.items()}
    if standing.loss is not None:
        data["loss"] = exactly(standing.loss)
    details = standing.details
    if details is not None:
        data["funded_past"] = list(details.funded_past)
        if details.budgets is not None:
            data["funded_budgets"] = [
                [str(start), _optional(end)] for start, end in details.budgets.intervals
            ]
        if details.next_budget is not None:
            data["next_budget"] = str(details.next_budget)
        need = details.score_needed
        if details.score_known:
            data["score_needed"] = (
                None
                if need is None
                else {**exactly(need.score), "above": need.above, "drops": list(need.drops)}
            )
    return data


COSTLY = ("funded_past", "funded_budgets", "score_needed")
"""What is left out where finding it would cost too much, and where it was not asked for."""


def _tell_left_out(applications: dict[str, Any]) -> None:
    """Name what is left out: a key that is not there says nothing, and none means another thing."""
    for data in applications.values():
        if left_out := [key for key in COSTLY if key not in data]:
            data["left_out"] = left_out


def _optional(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)
