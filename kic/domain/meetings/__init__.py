"""Meetings (Sitzungen): invitation, items, who was there at each item, votes and results.

What counts is counted per item and at the vote: who is present, who is excluded and has left, who votes
(§§ 22, 39, 40 GemO RLP; DOMAIN, sections 3.1 to 3.3). Members appear as seats; their names come from the private
overlay when minutes are rendered.
"""

import datetime
import enum
from typing import ClassVar

from kic.core.record import Group, Part, ref
from kic.core.values import Count, Moment
from kic.domain.committee import Filling
from kic.domain.knowledge import Documented


class MeetingForm(enum.Enum):
    """How the committee meets. All but sitting together needs a rule that allows it (§ 35(3), § 35a GemO RLP)."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    VIDEO = "video"
    CIRCULATION = "circulation"


class MeetingState(enum.Enum):
    """The life of a meeting. A meeting without a quorum was held; its items say so."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    CANCELLED = "cancelled"


class Invitation(Group, frozen=True, kw_only=True):
    """When the invitation went out; a second one for lack of quorum names the first meeting.

    `says_small_quorum`: the second invitation says that three members suffice (§ 39(1) sentence 2 GemO RLP).
    """

    sent: datetime.date
    second_of: ref("meeting") | None = None
    says_small_quorum: bool = False


class Attendance(Group, frozen=True, kw_only=True):
    """A seat that took part, in person of its member or of the deputy."""

    seat: ref("seat")
    filling: Filling = Filling.MEMBER


class Left(enum.Enum):
    """How an excluded member left: in public sitting the table, in non-public sitting the room (§ 22(4) GemO RLP)."""

    TABLE = "table"
    ROOM = "room"
    STAYED = "stayed"


class ItemExclusion(Group, frozen=True, kw_only=True):
    """A seat that neither advised nor voted on an item because of exclusion. The ground is not stored."""

    seat: ref("seat")
    left: Left


class VoteForm(enum.Enum):
    """Open is the rule, a ballot the exception.

    Adoption without a formal vote is stated where nobody objects (§ 40 GemO RLP).
    """

    OPEN = "open"
    BALLOT = "ballot"
    WITHOUT_FORMAL_VOTE = "without_formal_vote"


class Vote(Group, frozen=True, kw_only=True):
    """The votes on one item. Without a formal vote there are no numbers."""

    form: VoteForm = VoteForm.OPEN
    in_favour: Count | None = None
    against: Count | None = None
    abstentions: Count | None = None
    invalid: Count | None = None

    @property
    def carried(self) -> bool:
        """More yes than no; abstentions and invalid votes do not count, a tie rejects (§ 40(1) GemO RLP)."""
        if self.form is VoteForm.WITHOUT_FORMAL_VOTE:
            return True
        return (self.in_favour or 0) > (self.against or 0)

    @property
    def cast(self) -> int:
        """How many took part in the vote, abstentions and invalid votes included."""
        return sum(each or 0 for each in (self.in_favour, self.against, self.abstentions, self.invalid))


class Result(enum.Enum):
    """What came of an item."""

    CARRIED = "carried"
    AMENDED = "amended"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    REFERRED = "referred"
    NOTED = "noted"
    WITHDRAWN = "withdrawn"
    NO_QUORUM = "no_quorum"


DECIDED = frozenset({Result.CARRIED, Result.AMENDED, Result.REJECTED})
"""Results that rest on a vote."""

TAKEN = frozenset({Result.CARRIED, Result.AMENDED})
"""Results with which what was proposed, or its amended wording, holds."""


class Item(Part, frozen=True, kw_only=True):
    """An item of the agenda (Tagesordnungspunkt). `proposal` is what was put to the vote, `wording` what was resolved.

    `about` are the records it deals with. `absent` are seats that took part in the meeting and were not
    there at this item for another reason than exclusion.
    """

    part_kind: ClassVar = "item"
    local: ClassVar = True

    number: Count
    title: str
    about: tuple[
        ref("application", "recommendation", "edition", "call", "theme", "resolution", "meeting", "report"),
        ...,
    ] = ()
    public: bool = True
    proposal: str | None = None
    exclusions: tuple[ItemExclusion, ...] = ()
    absent: tuple[ref("seat"), ...] = ()
    vote: Vote | None = None
    result: Result | None = None
    wording: str | None = None
    reason: str | None = None


class Minutes(Group, frozen=True, kw_only=True):
    """The minutes (Niederschrift, § 41 GemO RLP): when written, sent, and approved; objections raised."""

    written: datetime.date
    sent: datetime.date | None = None
    approved: datetime.date | None = None
    objections: str | None = None


class Meeting(Documented, frozen=True, kw_only=True, tag="meeting"):
    """One sitting of the committee with its items, votes and results. `starts` is local time."""

    layouts: ClassVar = ("concept/meetings/{id}.yaml",)

    title: str
    starts: Moment
    place: str | None = None
    form: MeetingForm = MeetingForm.IN_PERSON
    state: MeetingState = MeetingState.PLANNED
    invitation: Invitation | None = None
    chair: ref("seat") | None = None
    present: tuple[Attendance, ...] = ()
    items: tuple[Item, ...] = ()
    minutes: Minutes | None = None
    note: str | None = None

    def item(self, id: str) -> Item | None:  # noqa: A002
        """The item with this id."""
        return next((each for each in self.items if each.id == id), None)

    def there(self, item: Item) -> tuple[Attendance, ...]:
        """Who was there and not excluded at an item: those who may advise, and vote if their seat votes."""
        gone = {*item.absent, *(each.seat for each in item.exclusions)}
        if not gone:
            return self.present
        return tuple(each for each in self.present if each.seat not in gone)
