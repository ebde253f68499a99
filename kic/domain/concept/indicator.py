"""Indicators: figures about the city, with targets and dated values.

They are context. The Länder's own monitoring says that it does not measure the effect of measures
(DOMAIN, section 4.3), so no output shows an indicator as a project's or a recommendation's result.
"""

from typing import ClassVar

from kic.core.record import Group, ref
from kic.core.values import Number, PartialDate
from kic.domain.knowledge import Documented


class Value(Group, frozen=True, kw_only=True):
    """A measured value: when it held, and where it was published."""

    date: PartialDate
    value: Number
    source: str
    note: str | None = None


class Target(Group, frozen=True, kw_only=True):
    """What the city wants to reach, and by when."""

    date: PartialDate
    value: Number
    resolution: ref("resolution") | None = None


class Indicator(Documented, frozen=True, kw_only=True, tag="indicator"):
    """A figure with its definition; `context_for` names themes or goals that it gives context to."""

    layouts: ClassVar = ("concept/indicators/{id}.yaml",)
    log_fields: ClassVar = ("values",)

    title: str
    unit: str
    definition: str
    purpose: str | None = None
    context_for: tuple[ref("theme", "goal"), ...] = ()
    targets: tuple[Target, ...] = ()
    values: tuple[Value, ...] = ()
