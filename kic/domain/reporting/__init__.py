"""Reports of the grantees, the proof of use (Verwendungsnachweis), and the examination note on it (Prüfvermerk).

A proof of use has the structure of the plan, and a list of receipts (day, reason, amount); the names of payees
stay in the paper file (DOMAIN, sections 3.4, 5.1). The examination says what is recognised, cut and why, and what
the final sum is.
"""

import datetime
import enum
from typing import ClassVar

from kic.core.record import Group, ref
from kic.core.values import Count, Money
from kic.domain.applications import CostItem, FundItem, PapersEntry, Period
from kic.domain.calls import ReportKind
from kic.domain.knowledge import Documented


class Receipt(Group, frozen=True, kw_only=True):
    """A line of the list of receipts: its number, day and amount, and the cost item it belongs to."""

    number: Count
    date: datetime.date
    amount: Money
    item: str
    reason: str | None = None


class Report(Documented, frozen=True, kw_only=True, tag="report"):
    """A report that a grantee handed in. A proof of use also has actual costs and financing, and receipts.

    `financing` names what came in besides the grant: own funds, income, third-party and public money.
    `requests` is the exchange about what was missing. `replaces` is the earlier proof of use in whose place it came.
    """

    layouts: ClassVar = ("reports/{application}/{id}.yaml",)
    log_fields: ClassVar = ("requests",)

    application: ref("application")
    report: ReportKind
    received: datetime.date
    replaces: ref("report") | None = None
    period: Period | None = None
    summary: str | None = None
    participants: Count | None = None
    costs: tuple[CostItem, ...] = ()
    financing: tuple[FundItem, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    requests: tuple[PapersEntry, ...] = ()
    note: str | None = None


class CutReason(enum.Enum):
    """Why a cost is not recognised."""

    NOT_IN_PLAN = "not_in_plan"
    ITEM_OVERRUN = "item_overrun"
    OUTSIDE_PERIOD = "outside_period"
    NO_RECEIPT = "no_receipt"
    NOT_ELIGIBLE = "not_eligible"
    NOT_ECONOMICAL = "not_economical"
    INPUT_TAX = "input_tax"
    NO_TIME_SHEETS = "no_time_sheets"
    OTHER = "other"


class Cut(Group, frozen=True, kw_only=True):
    """An amount of a cost item that is not recognised, with the reason in a code and in words."""

    item: str
    amount: Money
    cut: CutReason
    reason: str


class Accepted(Group, frozen=True, kw_only=True):
    """An item that is recognised although it departs from the plan, with the reason.

    The reason has to be one that would hold for every grantee (equal treatment, Art. 3 GG).
    """

    item: str
    reason: str


class SampledReceipt(Group, frozen=True, kw_only=True):
    """A receipt that was looked at, and what was objected to, if anything."""

    number: Count
    objection: str | None = None


class Sample(Group, frozen=True, kw_only=True):
    """Which receipts were drawn, and from which recorded seed: anybody can draw them again."""

    seed: str
    receipts: tuple[SampledReceipt, ...]


class Examination(Documented, frozen=True, kw_only=True, tag="examination"):
    """The examination note on a proof of use: by which role, what was sampled, cut and recognised.

    `eligible` are the recognised costs, `funds` all that came in besides the grant, `final` the sum that the
    financing type gives: kic computes each again. `accepted` are items that depart from the plan and are recognised.
    `known` is the day on which all facts for a reclaim were there.
    """

    layouts: ClassVar = ("reports/{application}/{id}.yaml",)

    application: ref("application")
    report: ref("report")
    date: datetime.date
    role: ref("role")
    sample: Sample | None = None
    cuts: tuple[Cut, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    eligible: Money
    funds: Money
    final: Money
    known: datetime.date | None = None
    result: str | None = None
