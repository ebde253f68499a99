"""What is known and how: sources, gaps, and the mark of invented data.

Facts are kept apart from what is unknown or only approximate. A gap is data: the field says that it is
not known, every output shows it, and `check` notes it. Nothing is filled in silently.
"""

import enum
from typing import ClassVar

from kic.core.record import Group, Record
from kic.core.values import PartialDate


class GapState(enum.Enum):
    """How a field is not fully known."""

    UNKNOWN = "unknown"
    APPROXIMATE = "approximate"
    PARTIAL = "partial"
    DERIVED = "derived"


class Gap(Group, frozen=True, kw_only=True):
    """A field of this record whose value is missing (unknown) or not exact (the other states)."""

    field: str
    state: GapState
    note: str | None = None


class Source(Group, frozen=True, kw_only=True):
    """Where a fact was found: a publication, its date as far as known, and the place in it."""

    title: str
    date: PartialDate | None = None
    reference: str | None = None


class Documented(Record, frozen=True, kw_only=True):
    """A record with its sources and gaps.

    `expected` are the fields without which the record is incomplete, although a file may lack them: each
    is there or is named in `gaps` as unknown.
    """

    expected: ClassVar[tuple[str, ...]] = ()

    invented: bool = False
    sources: tuple[Source, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def gap(self, field: str) -> Gap | None:
        """What is said of a field that is not fully known."""
        for each in self.gaps:
            if each.field == field:
                return each
        return None
