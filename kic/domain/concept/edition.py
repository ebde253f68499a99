"""Editions of the concept and the resolutions that made them.

A concept is revised and has editions. Draft, adoption, publication and effect are four dates (DOMAIN,
section 1.4: the adopted text and the published text are two states). How many themes and recommendations
there are is a fact of one edition, not a constant.
"""

import enum
from typing import ClassVar

from kic.core.record import Group, ref
from kic.core.values import Count, PartialDate
from kic.domain.knowledge import Documented


class Horizon(Group, frozen=True, kw_only=True):
    """For how long the goals are meant."""

    years: Count
    until: Count | None = None


class Counts(Group, frozen=True, kw_only=True):
    """How many themes and recommendations (2013: Maßnahmenvorschläge) this edition has, as it says itself.

    `listed` tells whether the repository holds them one by one; false for an edition of which only the
    number is known or wanted.
    """

    themes: Count | None = None
    recommendations: Count | None = None
    listed: bool = True


class Edition(Documented, frozen=True, kw_only=True, tag="edition"):
    """One edition of the concept: its dates, its predecessor, its size.

    `vision` is the one Leitbild of an edition that has one for all themes (2013); since 2022 each theme
    has its own.
    """

    layouts: ClassVar = ("concept/concept.yaml", "concept/editions/{id}/concept.yaml")
    expected: ClassVar = ("adopted", "published", "effective", "resolution")

    title: str
    summary: str | None = None
    drafted: PartialDate | None = None
    adopted: PartialDate | None = None
    published: PartialDate | None = None
    effective: PartialDate | None = None
    superseded: PartialDate | None = None
    resolution: ref("resolution") | None = None
    predecessor: ref("edition") | None = None
    horizon: Horizon | None = None
    counts: Counts = Counts()
    pages: Count | None = None
    vision: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """A draft has no dates to come and no resolution yet."""
        return () if self.is_draft else self.expected

    @property
    def is_draft(self) -> bool:
        """Whether the edition is drafted and neither adopted nor said to be adopted at an unknown date."""
        return self.drafted is not None and self.adopted is None and not self.tells("adopted")


class ResolutionBody(enum.Enum):
    """Who resolved."""

    COUNCIL = "council"
    COMMITTEE = "committee"
    ADMINISTRATION = "administration"
    OTHER = "other"


class Resolution(Documented, frozen=True, kw_only=True, tag="resolution"):
    """A formal decision: what was resolved, by whom, when, under which number."""

    layouts: ClassVar = ("concept/resolutions/{id}.yaml",)
    expected: ClassVar = ("number",)

    title: str
    body: ResolutionBody
    body_name: str | None = None
    date: PartialDate
    number: str | None = None
    text: str | None = None
    result: str | None = None
    changes: tuple[str, ...] = ()


class ExceptionReason(enum.Enum):
    """Why a replaced word may still stand (DOMAIN, section 1.4)."""

    STATISTIC = "statistic"
    QUOTATION = "quotation"
    TITLE = "title"
    HISTORICAL = "historical"


class TermException(Group, frozen=True, kw_only=True):
    """A record in which the replaced word may stand, and why."""

    record: ref("*")
    reason: ExceptionReason
    note: str | None = None


class Term(Documented, frozen=True, kw_only=True, tag="term"):
    """A wording rule: one word instead of another, from a resolution on, with its exceptions."""

    layouts: ClassVar = ("concept/terms/{id}.yaml",)

    instead_of: tuple[str, ...]
    use: str
    editions: tuple[ref("edition"), ...]
    resolution: ref("resolution") | None = None
    since: PartialDate | None = None
    exceptions: tuple[TermException, ...] = ()
