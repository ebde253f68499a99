"""Calls (Förderaufrufe; the city says Ausschreibung): the money of a round and the terms it is given under.

The terms are fixed before the first score is seen. A second call of a year may award the remainder of the
first: 44,000 + 26,000 = 70,000 EUR is the real case of 2023 (DOMAIN, section 2.1).
"""

import datetime
import enum
from typing import Annotated, ClassVar

import msgspec

from kic.allocation.problem import (
    Aggregate,
    AllocationRule,
    Completion,
    Objective,
    OnNoFit,
    PartialAward,
    Scale,
    UnmetFloor,
    Utility,
)
from kic.core.ids import LocalId
from kic.core.record import Group, Part, ref
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share
from kic.domain.knowledge import Documented


class CallState(enum.Enum):
    """The life of a call."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"
    SETTLED = "settled"


class Announcement(Group, frozen=True, kw_only=True):
    """When and where the call was made public."""

    date: PartialDate | None = None
    place: str | None = None
    gazette: str | None = None


class MoneySource(enum.Enum):
    """Fresh money of the year's budget, or what another call left."""

    FRESH = "fresh"
    REMAINDER = "remainder"


class Reservation(enum.Enum):
    """Whether the money stands under the reservation that the budget is approved."""

    NONE = "none"
    OPEN = "open"
    FULFILLED = "fulfilled"


class CallMoney(Group, frozen=True, kw_only=True):
    """How much the call has to give, where it comes from, and on what it still depends."""

    amount: Money | None = None
    source: MoneySource = MoneySource.FRESH
    remainder_of: ref("call") | None = None
    reservation: Reservation = Reservation.NONE
    reservation_note: str | None = None
    reservation_fulfilled: datetime.date | None = None


class ApplicantKind(enum.Enum):
    """Who may apply (DOMAIN, section 2.2)."""

    INSTITUTION = "institution"
    CARRIER = "carrier"
    ASSOCIATION = "association"
    PRIVATE_PERSON = "private_person"


class Financing(enum.Enum):
    """Financing types (DOMAIN, section 3.4)."""

    SHORTFALL = "shortfall"
    SHARE = "share"
    FIXED = "fixed"
    FULL = "full"


class Criterion(Part, frozen=True, kw_only=True):
    """A criterion that applications are marked by, with its weight."""

    part_kind: ClassVar = "criterion"
    local: ClassVar = True

    title: str
    question: str | None = None
    weight: Number


class Caps(Group, frozen=True, kw_only=True):
    """Most money for one applicant, or for one theme."""

    applicant: Money | None = None
    themes: dict[ref("theme"), Money] = {}


class Floors(Group, frozen=True, kw_only=True):
    """Least money for a theme, in declared order."""

    themes: dict[ref("theme"), Money] = {}


class Tier(Group, frozen=True, kw_only=True):
    """From this score on this share of the admissible amount is given (rule `tiered-cut`)."""

    score: Number
    rate: Share


class Guideline(Group, frozen=True, kw_only=True):
    """The guideline that the call refers to: its name, its file in the repository and that file's SHA-256."""

    title: str
    file: str | None = None
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")] | None = None


class Terms(Group, frozen=True, kw_only=True):
    """What is fixed before the first score is seen (kic help allocation: how it is computed with)."""

    frozen: datetime.date | None = None
    financing: Financing | None = None
    max_rate: Share | None = None
    own_share: Share | None = None
    caps: Caps = Caps()
    floors: Floors = Floors()
    unmet_floor: UnmetFloor = UnmetFloor.RELEASE
    reserve: Money = Money(0)
    grid: Money = Money(1)
    threshold: Number | None = None
    scale: Scale | None = None
    criteria: tuple[Criterion, ...] = ()
    aggregate: Aggregate = Aggregate.MEAN
    trim: Count = Count(1)
    min_marks: Count = Count(1)
    rule: AllocationRule = AllocationRule.RANKED
    on_no_fit: OnNoFit = OnNoFit.SKIP
    partial: PartialAward = PartialAward.DECLARED
    utility: Utility = Utility.COST
    completion: Completion = Completion.ADD1_GREEDY
    objective: Objective = Objective.SCORE
    tiers: tuple[Tier, ...] = ()
    lot: str | None = None
    guideline: Guideline | None = None


class Visibility(enum.Enum):
    """What may be shown of the marks, by stage."""

    NOBODY = "nobody"
    OFFICE = "office"
    COMMITTEE = "committee"


class Accounting(Group, frozen=True, kw_only=True):
    """Where the city books the money: budget year, product and account of its budget, as the treasury names them."""

    year: Count
    product: str
    account: str


class CarryOver(Group, frozen=True, kw_only=True):
    """Money of the budget year that is carried over into the next, with the decision (§ 17 GemHVO RLP)."""

    amount: Money
    decided: datetime.date
    resolution: ref("resolution") | None = None
    note: str | None = None


class ReportKind(enum.Enum):
    """What grantees hand in."""

    INTERIM = "interim"
    FINAL = "final"
    PROOF_OF_USE = "proof_of_use"


class ReportDue(Group, frozen=True, kw_only=True):
    """One report of the call's schedule."""

    report: ReportKind
    due: datetime.date


class Figures(Group, frozen=True, kw_only=True):
    """Sums and numbers of a round of which the single applications are not recorded here."""

    applications: Count | None = None
    requested: Money | None = None
    funded: Count | None = None
    committed: Money | None = None


class IntakeField(enum.Enum):
    """What a column of a spreadsheet of applications may hold; several columns may be joined for a cost plan."""

    NUMBER = "number"
    TITLE = "title"
    SUMMARY = "summary"
    APPLICANT_KIND = "applicant_kind"
    BODY = "body"
    PERSON = "person"
    THEMES = "themes"
    RECOMMENDATIONS = "recommendations"
    START = "start"
    END = "end"
    RECEIVED = "received"
    REQUESTED = "requested"
    MINIMUM = "minimum"
    DEDUCTS_VAT = "deducts_vat"
    WORK_IN_KIND = "work_in_kind"
    COST = "cost"
    COST_NOT_ELIGIBLE = "cost_not_eligible"
    OWN = "own"
    INCOME = "income"
    THIRD_PARTY = "third_party"
    PUBLIC = "public"
    IGNORED = "ignored"


class IntakeColumn(Group, frozen=True, kw_only=True):
    """One column of the sheet: its heading, and what it holds. Cost and finance columns become plan lines.

    `item` is the name of that line; without it, the heading is.
    """

    heading: str
    field: IntakeField
    item: str | None = None


class Intake(Group, frozen=True, kw_only=True):
    """How a spreadsheet of applications is read, kept in the call so that a second import reads it alike.

    `words` are what the sheet writes for an id or a value (`Verein: association`, `Sport: t3`). `imported` keeps a
    mark for each field that was taken from a row, so that a later import knows what was changed since, and where.
    """

    sheet: str | None = None
    heading_row: Count = Count(1)
    columns: tuple[IntakeColumn, ...] = ()
    words: dict[str, str] = {}
    imported: dict[LocalId, str] = {}


class Call(Documented, frozen=True, kw_only=True, tag="call"):
    """One public call. `topics` are priority topics of older calls that are no themes of an edition.

    `papers` are those that every application has to bring along, in words.
    """

    layouts: ClassVar = ("applications/{id}/call.yaml",)
    expected: ClassVar = ("closes",)

    title: str
    year: Count
    number: Count
    state: CallState
    edition: ref("edition") | None = None
    announcement: Announcement | None = None
    opens: datetime.date | None = None
    closes: Moment | None = None
    money: CallMoney = CallMoney()
    themes: tuple[ref("theme"), ...] = ()
    topics: Count | None = None
    applicants: tuple[ApplicantKind, ...] = ()
    papers: tuple[str, ...] = ()
    terms: Terms = Terms()
    decision_expected: PartialDate | None = None
    decided: PartialDate | None = None
    spend_by: datetime.date | None = None
    settle_by: datetime.date | None = None
    reports: tuple[ReportDue, ...] = ()
    accounting: Accounting | None = None
    carried_over: CarryOver | None = None
    intake: Intake | None = None
    marks_visible: Visibility = Visibility.NOBODY
    figures: Figures | None = None
    note: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """A draft may still lack its deadline."""
        return () if self.state is CallState.DRAFT else self.expected
