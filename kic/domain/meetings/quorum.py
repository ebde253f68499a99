"""Who may advise and vote at an item, and whether a quorum stands there (§§ 22, 39 GemO RLP).

The quorum is counted at the vote, from the *legal* number of members, vacant seats included. Its shares and numbers
are settings (`committee` in `kic.yaml`), each with its source; where one is not set, nothing is assumed in its
place. For 25 members they give 13, with exclusions 9, at a second invitation 3.
"""

import datetime
import enum
import functools
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kic.core.snapshot import Snapshot
from kic.domain.committee import BiasState, Filling, Seat, Voice
from kic.domain.meetings import Attendance, Item, Meeting, Result
from kic.domain.settings import CommitteeRules, LegalShare, Settings


class QuorumRule(enum.Enum):
    """Which rule the number comes from."""

    MAJORITY = "majority"
    EXCLUSIONS = "exclusions"
    SECOND_INVITATION = "second_invitation"


class Quorum(msgspec.Struct, frozen=True):
    """How many voting members have to be there, by which rule, and where the rule stands."""

    needed: int
    rule: QuorumRule
    source: str


class AtItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item with those who are there. `excluded` are voting seats that may not take part in it.

    `quorum` is None where the settings do not say how many it takes.
    """

    voting: tuple[Attendance, ...]
    advisory: tuple[Attendance, ...]
    excluded: tuple[str, ...]
    majority: Quorum | None
    quorum: Quorum | None

    @property
    def stands(self) -> bool | None:
        """Whether enough voting members are there; None where it is not known how many it takes."""
        return None if self.quorum is None else len(self.voting) >= self.quorum.needed

    @property
    def lacking_anyhow(self) -> bool:
        """Whether the usual quorum would be missing also if nobody had been excluded."""
        return self.majority is not None and len(self.voting) + len(self.excluded) < self.majority.needed


def more_than(share: LegalShare, of: int) -> int | None:
    """The least number that is more than this share of the legal number; None for a share without sense."""
    return of * share.numerator // share.denominator + 1 if share.denominator else None


def at_least(share: LegalShare, of: int) -> int | None:
    """The least number that is not below this share of the legal number; None for a share without sense."""
    return -(-of * share.numerator // share.denominator) if share.denominator else None


def quorums(rules: CommitteeRules | None, *, excluded: int, second: bool) -> tuple[Quorum, ...]:
    """The quorums of which one has to be reached, the usual one first; none where the settings do not say.

    `excluded` members let a third suffice; at a `second` invitation that said so a fixed number suffices.
    """
    if rules is None or rules.quorum is None or not rules.seats:
        return ()
    usual = more_than(rules.quorum, rules.seats)
    if usual is None:
        return ()
    found = [Quorum(usual, QuorumRule.MAJORITY, rules.quorum.source)]
    share = rules.quorum_with_exclusions
    if share is not None and excluded and (least := at_least(share, rules.seats)) is not None:
        found.append(Quorum(least, QuorumRule.EXCLUSIONS, share.source))
    if rules.second_invitation is not None and second:
        few = rules.second_invitation
        found.append(Quorum(few.value, QuorumRule.SECOND_INVITATION, few.source))
    return tuple(found)


def least(found: tuple[Quorum, ...]) -> Quorum | None:
    """The quorum that is reached first; of equal ones the more usual."""
    return min(found, key=lambda each: each.needed, default=None)


def same_matter(one: Item, other: Item) -> bool:
    """Whether two items deal with the same matter: the same records, or the same title where they name none."""
    if one.about or other.about:
        return set(one.about) == set(other.about)
    return one.title.casefold() == other.title.casefold()


def without_quorum_before(repository: Snapshot, meeting: Meeting, item: Item) -> bool:
    """Whether the meeting is a second one that says three suffice, and the matter lacked a quorum at the first."""
    invitation = meeting.invitation
    if invitation is None or invitation.second_of is None or not invitation.says_small_quorum:
        return False
    first = repository.get(Meeting, invitation.second_of)
    return first is not None and any(
        each.result is Result.NO_QUORUM and same_matter(each, item) for each in first.items
    )


def bias(seat: Seat, item: Item, day: datetime.date, filling: Filling) -> BiasState | None:
    """What was disclosed or settled about a person and the matters of an item: the gravest; None if nothing."""
    found = {seat.bias_on(about, day, filling) for about in item.about} if seat.disclosures else set()
    for state in (BiasState.EXCLUDED, BiasState.UNCLEAR, BiasState.NOT_EXCLUDED):
        if state in found:
            return state
    return None


class Roll(msgspec.Struct, frozen=True):
    """The seats as votes need them, made once for all items that are looked at.

    `disclosing` are those that disclosed something, by the record that it is about.
    """

    voting: frozenset[str]
    advisory: frozenset[str]
    disclosing: Mapping[str, Sequence[Seat]]

    def votes(self, meeting: Meeting, item: Item) -> int:
        """How many voting members are there at an item."""
        return sum(each.seat in self.voting for each in meeting.there(item))


@functools.lru_cache(maxsize=2)  # eight rules ask
def roll_of(repository: Snapshot) -> Roll:
    """The roll of a repository."""
    disclosing: dict[str, list[Seat]] = {}
    voices: dict[Voice, list[str]] = {voice: [] for voice in Voice}
    for seat in repository.all(Seat):
        voices[seat.voice].append(seat.id)
        for about in dict.fromkeys(each.about for each in seat.disclosures):
            disclosing.setdefault(about, []).append(seat)
    return Roll(frozenset(voices[Voice.VOTING]), frozenset(voices[Voice.ADVISORY]), disclosing)


def at_item(repository: Snapshot, meeting: Meeting, item: Item, roll: Roll | None = None) -> AtItem:
    """Who is there at an item, and the quorum that it takes.

    Excluded are the seats that the item names, and those whose member disclosed an exclusion and stayed away
    without a deputy: they could not have taken part either (§ 39(2) GemO RLP).
    """
    roll = roll_of(repository) if roll is None else roll
    there = meeting.there(item)
    excluded = {each.seat for each in item.exclusions if each.seat in roll.voting}
    excluded |= _kept_away(meeting, item, roll)
    settings = repository.only(Settings)
    found = quorums(
        settings.committee if settings else None,
        excluded=len(excluded),
        second=without_quorum_before(repository, meeting, item),
    )
    return AtItem(
        voting=tuple(each for each in there if each.seat in roll.voting),
        advisory=tuple(each for each in there if each.seat in roll.advisory),
        excluded=tuple(sorted(excluded)),
        majority=found[0] if found else None,
        quorum=least(found),
    )


def biased(meeting: Meeting, item: Item, roll: Roll, state: BiasState) -> Iterator[tuple[Seat, Filling]]:
    """Whoever came to the meeting and is in this state towards a matter of the item, by what holds on its day."""
    concerned = {seat.id: seat for about in item.about for seat in roll.disclosing.get(about, ())}
    if not concerned:
        return
    day = meeting.starts.local.date()
    for each in meeting.present:
        seat = concerned.get(each.seat)
        if seat is not None and bias(seat, item, day, each.filling) is state:
            yield seat, each.filling


def _kept_away(meeting: Meeting, item: Item, roll: Roll) -> set[str]:
    """Voting members who did not come and whose exclusion from the item's matters is disclosed."""
    concerned = {seat.id: seat for about in item.about for seat in roll.disclosing.get(about, ())}
    if not concerned:
        return set()
    day = meeting.starts.local.date()
    came = {each.seat for each in meeting.present}
    return {
        id_
        for id_, seat in concerned.items()
        if id_ not in came
        and id_ in roll.voting
        and seat.term_on(day) is not None
        and bias(seat, item, day, Filling.MEMBER) is BiasState.EXCLUDED
    }
