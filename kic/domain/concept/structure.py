"""Themes with their Leitbild and goals, and the bodies that are responsible.

The way from the ideal to the deed: theme -> Leitbild -> strategic goals -> recommendations (press release
of 15.02.2022).
"""

import enum
from typing import ClassVar

from kic.core.record import Part, ref
from kic.core.values import Count, PartialDate
from kic.domain.knowledge import Documented


class BodyKind(enum.Enum):
    """What sort of body it is."""

    DEPARTMENT = "department"
    COMMITTEE = "committee"
    ADVISORY_COUNCIL = "advisory_council"
    ASSOCIATION = "association"
    INSTITUTION = "institution"
    COMPANY = "company"
    AUTHORITY = "authority"
    NETWORK = "network"


class Body(Documented, frozen=True, kw_only=True, tag="body"):
    """A department, association or institution that is responsible for something or applies for money.

    Organisations only; natural persons have no records. `tax_privileged`: the tax office has said
    that its purposes are (notice of exemption); left out, nobody has looked.
    """

    layouts: ClassVar = ("concept/bodies/{id}.yaml",)

    name: str
    short_name: str | None = None
    body: BodyKind
    tax_privileged: bool | None = None
    note: str | None = None


class Goal(Part, frozen=True, kw_only=True):
    """A strategic goal: ways and steps towards the Leitbild, with a horizon of about ten years.

    `continues` are goals of an earlier edition.
    """

    part_kind: ClassVar = "goal"

    title: str
    text: str | None = None
    continues: tuple[ref("goal"), ...] = ()


class Theme(Documented, frozen=True, kw_only=True, tag="theme"):
    """A Themenfeld of an edition with its Leitbild (vision) and goals.

    `variants` are other spellings seen in sources; `added` is set for a theme that came after adoption,
    `continues` are themes of an earlier edition.
    """

    layouts: ClassVar = ("concept/themes/{id}.yaml", "concept/editions/{edition}/themes/{id}.yaml")
    edition: ref("edition")
    number: Count
    title: str
    variants: tuple[str, ...] = ()
    vision: str | None = None
    goals: tuple[Goal, ...] = ()
    continues: tuple[ref("theme"), ...] = ()
    added: PartialDate | None = None
    resolution: ref("resolution") | None = None
