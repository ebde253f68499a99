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


class Filling(enum.Enum):
    """Who sits on a seat: its member, or the deputy. Whether somebody is biased depends on the person."""

    MEMBER = "member"
    DEPUTY = "deputy"


def _person(term: SeatTerm, filling: Filling) -> str | None:
    return term.holder if filling is Filling.MEMBER else term.deputy


class BiasState(enum.Enum):
    """Three states that are kept apart: no entry, or `unclear`, is never a clearance (§ 22 GemO RLP).

    Wrongly excluding makes a decision ineffective just as not excluding does (§ 22(6) GemO RLP).
    """

    UNCLEAR = "unclear"
    EXCLUDED = "excluded"
    NOT_EXCLUDED = "not_excluded"


class BiasDecider(enum.Enum):
    """Who settled it: the member by disclosing, or in doubt the competent body (§ 22(5) GemO RLP)."""

    MEMBER = "member"
    COMMITTEE = "committee"
    COUNCIL = "council"
    MAYOR = "mayor"


class Disclosure(Group, frozen=True, kw_only=True):
    """What was disclosed or settled about a seat and one matter; a later entry takes the place of an earlier.

    The ground is not stored: `reference` is the place in the closed file.
    """

    date: datetime.date
    about: ref("application", "recommendation", "edition")
    state: BiasState
    filling: Filling = Filling.MEMBER
    decided_by: BiasDecider | None = None
    reference: str | None = None


class Seat(Documented, frozen=True, kw_only=True, tag="seat"):
    """A place on the committee: for a council group or for a field of expertise.

    `group` is the group that fills the seat now; a term may name another (SeatTerm). `boards` are the
    organisations on whose board the member sits, as public registers tell: a potential conflict that is
    pointed out, not a finding of bias.
    """

    layouts: ClassVar = ("concept/committee/{id}.yaml",)
    log_fields: ClassVar = ("disclosures",)

    title: str
    voice: Voice = Voice.VOTING
    group: ref("council_group") | None = None
    expertise: str | None = None
    sent_by: ref("body") | None = None
    boards: tuple[ref("body"), ...] = ()
    terms: tuple[SeatTerm, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()

    def term_on(self, day: datetime.date) -> SeatTerm | None:
        """The term that covers a day."""
        for term in self.terms:
            if term.start <= day and (term.end is None or day <= term.end):
                return term
        return None

    def time_of_person(
        self, day: datetime.date, filling: Filling = Filling.MEMBER
    ) -> tuple[datetime.date, datetime.date]:
        """From when to when the person who fills the seat on a day has filled it: over terms, if elected again.

        Only pseudonyms tell that it is the same person; without them each term is another's.
        """
        term = self.term_on(day)
        if term is None:
            return datetime.date.min, datetime.date.max
        person, at = _person(term, filling), self.terms.index(term)
        first = last = term
        if person is not None:
            for each in reversed(self.terms[:at]):
                if _person(each, filling) != person:
                    break
                first = each
            for each in self.terms[at + 1 :]:
                if _person(each, filling) != person:
                    break
                last = each
        return first.start, last.end or datetime.date.max

    def bias_on(self, about: str, day: datetime.date, filling: Filling = Filling.MEMBER) -> BiasState | None:
        """What holds on a day for this matter: the last entry up to it; None if nothing was disclosed.

        An entry about whoever filled the seat before speaks of another person and does not count.
        """
        begin, _end = self.time_of_person(day, filling)
        state: BiasState | None = None
        for each in self.disclosures:
            if each.about == about and each.filling is filling and begin <= each.date <= day:
                state = each.state
        return state
