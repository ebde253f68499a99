"""Decisions on a call (Förderentscheidungen): the awards that a meeting gave, and how they came about.

The committee's decision is not yet the administration's notice (DOMAIN, section 2.3). A decision keeps the
proposal it rests on with a digest of everything that went into it, so that anybody can compute it again
from the files, and every deviation with its reason. It is never rewritten: what happens later (an award
declined, the next of the waiting list, an amendment) is an entry that names the amount before and after.
"""

import datetime
import enum
from typing import Annotated, ClassVar

import msgspec

from kic.allocation.outcome import Cause, Outcome
from kic.allocation.problem import AllocationRule
from kic.core.ids import LocalId
from kic.core.record import Group, ref
from kic.core.values import Count, Money
from kic.domain.knowledge import Documented

Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""A SHA-256 in hexadecimal."""


class Basis(Group, frozen=True, kw_only=True):
    """What the proposal was computed from. `problem` is the SHA-256 of the problem in its canonical form.

    `changed_options` are settings of the allocation that were not those of the call's terms.
    """

    kic: str
    rule: AllocationRule
    problem: Digest
    budget: Money
    guideline: Digest | None = None
    lot: str | None = None
    changed_options: dict[str, str] = {}


class Proposed(Group, frozen=True, kw_only=True):
    """What the proposal said of one application. `score` is exact, such as `231/4`."""

    application: ref("application")
    rank: Count | None = None
    score: str | None = None
    admissible: Money
    amount: Money
    outcome: Outcome
    cause: Cause


class SettledTie(Group, frozen=True, kw_only=True):
    """A tie at the line and how it was settled: the order that was chosen, and by what."""

    applications: tuple[ref("application"), ...]
    order: tuple[ref("application"), ...]
    settled_by: str


class Award(Group, frozen=True, kw_only=True):
    """What the meeting gave an application in one item; 0 is a refusal. A deviation has a reason.

    The reason has to be one that would hold for every application (equal treatment, Art. 3 GG).
    """

    application: ref("application")
    item: LocalId
    amount: Money
    deviation: str | None = None


class AwardEvent(enum.Enum):
    """What can happen to an award after the decision."""

    DECLINED = "declined"
    MOVED_UP = "moved_up"
    REDUCED = "reduced"
    RAISED = "raised"
    CORRECTED = "corrected"


class AwardEntry(Group, frozen=True, kw_only=True):
    """A later change of one award: `before` is what stood until then, so that entries form a chain."""

    date: datetime.date
    application: ref("application")
    event: AwardEvent
    before: Money
    after: Money
    meeting: ref("meeting") | None = None
    item: LocalId | None = None
    reason: str | None = None


class Decision(Documented, frozen=True, kw_only=True, tag="decision"):
    """The awards of one call by one meeting. `waiting_list` is the order in which applications move up."""

    layouts: ClassVar = ("applications/{call}/decisions/{id}.yaml",)
    log_fields: ClassVar = ("entries",)

    call: ref("call")
    meeting: ref("meeting")
    date: datetime.date
    basis: Basis
    proposal: tuple[Proposed, ...]
    ties: tuple[SettledTie, ...] = ()
    awards: tuple[Award, ...]
    waiting_list: tuple[ref("application"), ...] = ()
    entries: tuple[AwardEntry, ...] = ()
    note: str | None = None

    @property
    def standing(self) -> dict[str, Money]:
        """The award of each application as it stands after all entries, refusals (0) included."""
        return self.standing_on(None)

    def standing_on(self, day: datetime.date | None) -> dict[str, Money]:
        """The award of each application as it stood at the end of a day; None is after all entries."""
        amounts = {each.application: each.amount for each in self.awards}
        for entry in self.entries:
            if day is None or entry.date <= day:
                amounts[entry.application] = entry.after
        return amounts
