"""Recommendations (Handlungsempfehlungen) and their progress.

Status says how far the work is, the traffic light whether it goes as planned: two things (DOMAIN, section
4.1). Progress is a log: entries are added, never changed. A change of status needs its reason or evidence.
"""

import datetime
import enum
from typing import ClassVar

from kic.core.record import Group, ref
from kic.core.values import Count, PartialDate
from kic.domain.knowledge import Documented


class Status(enum.Enum):
    """How far a recommendation is."""

    PLANNED = "planned"
    PREPARING = "preparing"
    IN_PROGRESS = "in_progress"
    ONGOING = "ongoing"
    IMPLEMENTED = "implemented"
    POSTPONED = "postponed"
    DROPPED = "dropped"
    REPLACED = "replaced"
    MERGED = "merged"
    SPLIT = "split"


class Light(enum.Enum):
    """Whether the work goes as planned: deviation in cost, time or goal, apart from the status."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


CLOSED = frozenset({Status.IMPLEMENTED, Status.DROPPED, Status.REPLACED, Status.MERGED, Status.SPLIT})
"""A recommendation with one of these states owes no further update."""
SUCCEEDED = frozenset({Status.REPLACED, Status.MERGED, Status.SPLIT})
"""These states name the recommendations that go on."""


class Progress(Group, frozen=True, kw_only=True):
    """One dated entry of the log."""

    date: datetime.date
    status: Status
    light: Light | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()
    successors: tuple[ref("recommendation"), ...] = ()
    reported_by: ref("body") | None = None


class WordingKind(enum.Enum):
    """Where the wording of a text comes from."""

    ADOPTED = "adopted"
    EXCERPT = "excerpt"
    REPORTED = "reported"
    UNKNOWN = "unknown"


class Provenance(Group, frozen=True, kw_only=True):
    """Whether the wording is the adopted one, and its source (document and page)."""

    wording: WordingKind
    source: str | None = None
    page: Count | None = None


class Recommendation(Documented, frozen=True, kw_only=True, tag="recommendation"):
    """A concrete recommendation of an edition, with its place in the concept and its progress log."""

    layouts: ClassVar = (
        "concept/recommendations/{id}.yaml",
        "concept/editions/{edition}/recommendations/{id}.yaml",
    )
    log_fields: ClassVar = ("progress",)
    expected: ClassVar = ("title", "text", "theme", "responsible")

    edition: ref("edition")
    number: Count | None = None
    title: str | None = None
    text: str | None = None
    provenance: Provenance
    theme: ref("theme") | None = None
    goals: tuple[ref("goal"), ...] = ()
    responsible: tuple[ref("body"), ...] = ()
    continues: tuple[ref("recommendation"), ...] = ()
    review_by: datetime.date | None = None
    progress: tuple[Progress, ...] = ()

    @property
    def latest(self) -> Progress | None:
        """The entry in force: the last of the log."""
        return self.progress[-1] if self.progress else None

    def latest_on(self, day: datetime.date) -> Progress | None:
        """The entry in force on a day: the last of the log that is not later."""
        entries = [entry for entry in self.progress if entry.date <= day]
        return entries[-1] if entries else None


class EventKind(enum.Enum):
    """What happened outside."""

    LAW = "law"
    PROGRAMME = "programme"
    THIRD_PARTY_MONEY = "third_party_money"
    OTHER = "other"


class ReviewResult(enum.Enum):
    """What a look at a recommendation in doubt gave."""

    UNCHANGED = "unchanged"
    ADJUST = "adjust"
    OBSOLETE = "obsolete"


class Review(Group, frozen=True, kw_only=True):
    """Someone has looked: whether the event changes the recommendation."""

    date: datetime.date
    recommendation: ref("recommendation")
    result: ReviewResult
    note: str


class Event(Documented, frozen=True, kw_only=True, tag="event"):
    """An outside event that puts recommendations in doubt until someone has looked at each."""

    layouts: ClassVar = ("concept/events/{id}.yaml",)
    log_fields: ClassVar = ("reviews",)

    title: str
    event: EventKind
    date: PartialDate
    description: str | None = None
    affects: tuple[ref("recommendation"), ...]
    reviews: tuple[Review, ...] = ()
