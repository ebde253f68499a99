"""The committee (Begleitausschuss): seats with their terms, and the council whose groups fill some of them.

About 25 seats: experts from integration work and one seat for each council group (press release of
15.02.2022). Seats are places, not persons: records hold no names.
"""

import datetime
import enum
from typing import ClassVar

from kic.core.record import Group, Part, ref
from kic.core.values import Count, PartialDate
from kic.domain.knowledge import Documented


class CouncilGroup(Part, frozen=True, kw_only=True):
    """A council group (Fraktion) of one council term."""

    part_kind: ClassVar = "council_group"

    name: str
    seats: Count | None = None


class Council(Documented, frozen=True, kw_only=True, tag="council"):
    """A term of the council with its groups. A new term may change the set of groups, and so the seats."""

    layouts: ClassVar = ("concept/councils/{id}.yaml",)
    expected: ClassVar = ("groups",)

    title: str
    start: PartialDate
    end: PartialDate | None = None
    seats: Count | None = None
    groups: tuple[CouncilGroup, ...] = ()


class Voice(enum.Enum):
    """Whether a seat votes or advises."""

    VOTING = "voting"
    ADVISORY = "advisory"


class SeatTerm(Group, frozen=True, kw_only=True):
    """A time for which a seat is filled: elected by which resolution, with a deputy or without.

    `group` is the council group of this term where the seat was filled by another group than today's:
    groups belong to one council, a seat outlives it. `holder` and `deputy` are pseudonyms; names are in
    the private overlay.
    """

    start: datetime.date
    end: datetime.date | None = None
    resolution: ref("resolution") | None = None
    council: ref("council") | None = None
    group: ref("council_group") | None = None
    holder: str | None = None
    deputy: str | None = None


class Seat(Documented, frozen=True, kw_only=True, tag="seat"):
    """A place on the committee: for a council group or for a field of expertise.

    `group` is the group that fills the seat now; a term may name another (SeatTerm).
    """

    layouts: ClassVar = ("concept/committee/{id}.yaml",)

    title: str
    voice: Voice = Voice.VOTING
    group: ref("council_group") | None = None
    expertise: str | None = None
    sent_by: ref("body") | None = None
    terms: tuple[SeatTerm, ...] = ()

    def term_on(self, day: datetime.date) -> SeatTerm | None:
        """The term that covers a day."""
        for term in self.terms:
            if term.start <= day and (term.end is None or day <= term.end):
                return term
        return None
