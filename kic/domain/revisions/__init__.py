"""How the text of a concept changes: amendments as acts, and the comparison of two states of the text.

An amendment says which elements of an edition changed, by whom, why and by which act. Its dates are those of the act,
of its publication and of its effect; the day of the commit is git's and is none of them. The rest of the chapter
compares two states, element by element, and words the difference.
"""

import datetime
import enum
from typing import ClassVar

from kic.core.record import Group, ref
from kic.core.values import PartialDate
from kic.domain.concept.recommendation import ReviewResult
from kic.domain.knowledge import Documented
from kic.domain.participation import Contributor

TEXT_FIELDS = {
    "edition": ("title", "summary", "vision"),
    "theme": ("title", "vision"),
    "goal": ("title", "text"),
    "recommendation": ("title", "text"),
}
"""The fields that are the words of the concept itself, by kind of element, in the order in which they are read."""


class Nature(enum.Enum):
    """What sort of change it is.

    A resolved one is by a resolution. An editorial one corrects spelling, typography or an evident slip and changes no
    meaning. Drafting changes a draft that nobody has adopted yet.
    """

    RESOLVED = "resolved"
    EDITORIAL = "editorial"
    DRAFTING = "drafting"


class AmendedElement(Group, frozen=True, kw_only=True):
    """One element that changed; reason and mover where they differ from those of the whole amendment."""

    element: ref("edition", "theme", "goal", "recommendation")
    reason: str | None = None
    mover: Contributor | None = None
    contributions: tuple[ref("contribution"), ...] = ()


class LinkReview(Group, frozen=True, kw_only=True):
    """Someone has looked at what refers to a changed text: whether the change concerns it, and what follows."""

    date: datetime.date
    record: ref("application", "indicator")
    result: ReviewResult
    note: str


class Amendment(Documented, frozen=True, kw_only=True, tag="amendment"):
    """A change of the text of an edition, as an act: its date, its resolution, its mover and its reason.

    `date` is the day of the act, `published` and `effective` are days of their own. The change of the words themselves
    is in the records of the elements and in their history. `reviews` say who looked at what refers to the elements.
    """

    layouts: ClassVar = ("concept/amendments/{id}.yaml",)
    log_fields: ClassVar = ("reviews",)

    edition: ref("edition")
    title: str
    nature: Nature
    date: PartialDate
    published: PartialDate | None = None
    effective: PartialDate | None = None
    resolution: ref("resolution") | None = None
    mover: Contributor | None = None
    reason: str
    elements: tuple[AmendedElement, ...]
    reviews: tuple[LinkReview, ...] = ()
