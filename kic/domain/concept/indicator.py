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


SMALL_GROUP = 5
"""Fewer people than these are not told apart in what leaves the office: they could be recognised."""
_PEOPLE = frozenset(
    [
        "personen",
        "person",
        "menschen",
        "teilnehmende",
        "teilnehmer",
        "teilnehmerinnen",
        "kinder",
        "jugendliche",
        "erwachsene",
        "frauen",
        "männer",
        "familien",
        "haushalte",
        "schülerinnen",
        "schüler",
        "geflüchtete",
        "zugewanderte",
        "ratsuchende",
        "ehrenamtliche",
        "people",
        "persons",
        "participants",
        "children",
        "families",
        "households",
    ]
)


class Indicator(Documented, frozen=True, kw_only=True, tag="indicator"):
    """A figure with its definition; `context_for` names themes or goals that it gives context to.

    `people` says that it counts people; where nothing is said, its unit tells (Personen, Kinder, Familien ...).
    """

    layouts: ClassVar = ("concept/indicators/{id}.yaml",)
    log_fields: ClassVar = ("values",)

    title: str
    unit: str
    definition: str
    people: bool | None = None
    purpose: str | None = None
    context_for: tuple[ref("theme", "goal"), ...] = ()
    targets: tuple[Target, ...] = ()
    values: tuple[Value, ...] = ()

    @property
    def counts_people(self) -> bool:
        """Whether its values are numbers of people."""
        if self.people is not None:
            return self.people
        return any(word.strip(".,;:()/").casefold() in _PEOPLE for word in self.unit.split())

    def small(self, value: Number) -> bool:
        """Whether a value is of so few people that they could be recognised: from 1 to 4."""
        return self.counts_people and 0 < value.billionths < SMALL_GROUP * 1_000_000_000
