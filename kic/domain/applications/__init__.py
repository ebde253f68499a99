"""Applications (Projektanträge): who wants to do what, with which money.

Private persons stand under a pseudonymous id; what identifies them is in the private overlay.
Costs and financing balance to the cent.
"""

import datetime
import enum
from typing import Annotated, ClassVar

import msgspec

from kic.core.record import Group, ref
from kic.core.values import Count, Moment, Money, Share
from kic.domain.calls import ApplicantKind
from kic.domain.knowledge import Documented


class Applicant(Group, frozen=True, kw_only=True):
    """An organisation (a body of this repository) or a private person under a pseudonym such as `p-0007`."""

    applicant: ApplicantKind
    body: ref("body") | None = None
    person: Annotated[str, msgspec.Meta(pattern=r"^p-[0-9]{4}\Z")] | None = None


class Period(Group, frozen=True, kw_only=True):
    """When the project runs."""

    start: datetime.date
    end: datetime.date


class CostItem(Group, frozen=True, kw_only=True):
    """A line of the cost plan; costs that are not eligible are shown but not funded."""

    item: str
    amount: Money
    eligible: bool = True


class FundKind(enum.Enum):
    """Where a line of the finance plan comes from."""

    OWN = "own"
    INCOME = "income"
    THIRD_PARTY = "third_party"
    PUBLIC = "public"
    REQUESTED = "requested"


class FundItem(Group, frozen=True, kw_only=True):
    """A line of the finance plan; `secured` says whether the money is promised."""

    item: str
    fund: FundKind
    amount: Money
    secured: bool = True


class Minimum(Group, frozen=True, kw_only=True):
    """The least award with which the project can still be done: an amount, or a share of the request."""

    amount: Money | None = None
    share: Share | None = None


class Advice(Group, frozen=True, kw_only=True):
    """Advice that the office gave before or during the project."""

    date: datetime.date
    note: str | None = None


class EarlyStart(Group, frozen=True, kw_only=True):
    """Consent to begin before the award (DOMAIN, section 3.4: a measure already begun is not funded)."""

    requested: datetime.date
    consented: datetime.date | None = None


class DeMinimis(enum.Enum):
    """Whether the award is aid under Regulation (EU) 2023/2831."""

    NOT_CHECKED = "not_checked"
    NOT_AN_UNDERTAKING = "not_an_undertaking"
    AID = "aid"


class Ineligible(enum.Enum):
    """Why an application takes no part."""

    LATE = "late"
    INCOMPLETE = "incomplete"
    WRONG_THEME = "wrong_theme"
    NOT_ENTITLED = "not_entitled"
    ALREADY_BEGUN = "already_begun"
    WITHDRAWN = "withdrawn"


class PapersEvent(enum.Enum):
    """A step in making an application complete: what is missing is asked for, and comes or does not."""

    ASKED = "asked"
    RECEIVED = "received"
    COMPLETE = "complete"
    LAPSED = "lapsed"


class PapersEntry(Group, frozen=True, kw_only=True):
    """One step; `papers` are those asked for or received, `due` is until when they may come."""

    date: datetime.date
    event: PapersEvent
    papers: tuple[str, ...] = ()
    due: datetime.date | None = None
    note: str | None = None


class AdaptedPlan(Group, frozen=True, kw_only=True):
    """Cost and finance plan adapted to a partial award; its requested line is the award."""

    received: datetime.date
    costs: tuple[CostItem, ...]
    financing: tuple[FundItem, ...]


class Application(Documented, frozen=True, kw_only=True, tag="application"):
    """One application of one call."""

    layouts: ClassVar = ("applications/{call}/{id}.yaml",)
    log_fields: ClassVar = ("papers", "adapted", "advice")

    call: ref("call")
    number: Count
    title: str
    summary: str
    applicant: Applicant
    themes: tuple[ref("theme"), ...]
    recommendations: tuple[ref("recommendation"), ...] = ()
    period: Period
    received: Moment
    costs: tuple[CostItem, ...]
    financing: tuple[FundItem, ...]
    requested: Money
    minimum: Minimum | None = None
    advice: tuple[Advice, ...] = ()
    early_start: EarlyStart | None = None
    deducts_vat: bool = False
    work_in_kind: str | None = None
    de_minimis: DeMinimis = DeMinimis.NOT_CHECKED
    ineligible: tuple[Ineligible, ...] = ()
    ineligible_note: str | None = None
    papers: tuple[PapersEntry, ...] = ()
    adapted: tuple[AdaptedPlan, ...] = ()

    @property
    def eligible_costs(self) -> Money:
        """The sum of the eligible lines of the cost plan."""
        return Money(sum(item.amount.cents for item in self.costs if item.eligible))
