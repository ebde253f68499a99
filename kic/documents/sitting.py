"""A meeting as it stands: its agenda, and at each item who is there, who has to leave, and whether a quorum stands.

Before the meeting it is reckoned as if all members in office came, so that the office sees in time where a quorum
hangs on a few. Seats only; the ground of an exclusion is stored nowhere.
"""

import datetime

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Count, Moment
from kic.documents.naming import named
from kic.domain.applications import Application
from kic.domain.committee import BiasState, Filling, Seat, Voice
from kic.domain.meetings import (
    Attendance,
    Item,
    ItemExclusion,
    Left,
    Meeting,
    MeetingForm,
    MeetingState,
    Minutes,
    Result,
    Vote,
)
from kic.domain.meetings.quorum import QuorumRule, at_item, bias
from kic.domain.settings import Settings


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """An item. `out` are seats that are kept out, `must_leave` those that are excluded and still there.

    `unclear` are to be settled before, `board` sit on the board of an applicant and have disclosed nothing.
    `voting` are there and vote; `needed` is None where the settings do not say.
    """

    number: int
    id: str
    title: str
    public: bool
    about: tuple[str, ...]
    proposal: str | None
    voting: int
    advisory: int
    out: tuple[str, ...]
    must_leave: tuple[str, ...]
    unclear: tuple[str, ...]
    board: tuple[str, ...]
    absent: tuple[str, ...]
    needed: int | None
    rule: QuorumRule | None
    source: str | None
    stands: bool | None
    vote: Vote | None
    result: Result | None
    wording: str | None
    reason: str | None


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting with its items. `expected` tells that attendance is not recorded yet and all are counted."""

    id: str
    title: str
    starts: Moment
    place: str | None
    form: MeetingForm
    state: MeetingState
    sent: datetime.date | None
    second_of: str | None
    chair: str | None
    expected: bool
    voting: int
    advisory: int
    deputies: tuple[str, ...]
    away: tuple[str, ...]
    seats: int | None
    needed: int | None
    items: tuple[ItemView, ...]
    minutes: Minutes | None
    note: str | None


def in_office(repository: Snapshot, day: datetime.date) -> tuple[Seat, ...]:
    """The seats that are filled on a day."""
    return tuple(seat for seat in repository.all(Seat) if seat.term_on(day) is not None)


def sitting(repository: Snapshot, meeting: Meeting) -> Sitting:
    """Everything that the chair and the office need to know of a meeting."""
    day = meeting.starts.local.date()
    office = in_office(repository, day)
    expected = not meeting.present and meeting.state in (MeetingState.PLANNED, MeetingState.INVITED)
    if expected:
        everybody = tuple(Attendance(seat=seat.id) for seat in office)
        meeting = msgspec.structs.replace(
            meeting,
            present=everybody,
            items=tuple(_left(repository, meeting, item, everybody) for item in meeting.items),
        )
    voices = {seat.id: seat.voice for seat in repository.all(Seat)}
    came = {each.seat for each in meeting.present}
    settings = repository.only(Settings)
    rules = settings.committee if settings else None
    majority = at_item(repository, meeting, Item(id="all", number=Count(1), title="")).majority
    return Sitting(
        id=meeting.id,
        title=meeting.title,
        starts=meeting.starts,
        place=meeting.place,
        form=meeting.form,
        state=meeting.state,
        sent=meeting.invitation.sent if meeting.invitation else None,
        second_of=meeting.invitation.second_of if meeting.invitation else None,
        chair=meeting.chair,
        expected=expected,
        voting=sum(voices.get(seat) is Voice.VOTING for seat in came),
        advisory=sum(voices.get(seat) is Voice.ADVISORY for seat in came),
        deputies=tuple(each.seat for each in meeting.present if each.filling is Filling.DEPUTY),
        away=tuple(seat.id for seat in office if seat.id not in came) if meeting.present else (),
        seats=rules.seats if rules else None,
        needed=majority.needed if majority else None,
        items=tuple(_item(repository, meeting, item, expected=expected) for item in meeting.items),
        minutes=meeting.minutes,
        note=meeting.note,
    )


def _left(repository: Snapshot, meeting: Meeting, item: Item, there: tuple[Attendance, ...]) -> Item:
    """The item as it would be if all who are excluded left."""
    day = meeting.starts.local.date()
    gone = [
        ItemExclusion(seat=each.seat, left=Left.TABLE if item.public else Left.ROOM)
        for each in there
        if (seat := repository.get(Seat, each.seat)) is not None
        and bias(seat, item, day, each.filling) is BiasState.EXCLUDED
    ]
    return msgspec.structs.replace(item, exclusions=tuple(gone))


def _item(repository: Snapshot, meeting: Meeting, item: Item, *, expected: bool) -> ItemView:
    day = meeting.starts.local.date()
    there = at_item(repository, meeting, item)
    applicants = {
        application.applicant.body
        for about in item.about
        if (application := repository.get(Application, about)) is not None
        and application.applicant.body is not None
    }
    must_leave, unclear, board = [], [], []
    for each in meeting.there(item):
        seat = repository.get(Seat, each.seat)
        if seat is None:
            continue
        state = bias(seat, item, day, each.filling)
        if state is BiasState.EXCLUDED:
            must_leave.append(seat.id)
        elif state is BiasState.UNCLEAR:
            unclear.append(seat.id)
        elif state is None and applicants.intersection(seat.boards):
            board.append(seat.id)
    out = tuple(each.seat for each in item.exclusions)
    quorum = there.quorum
    return ItemView(
        number=item.number,
        id=item.id,
        title=item.title,
        public=item.public,
        about=tuple(named(repository, about) for about in item.about),
        proposal=item.proposal,
        voting=len(there.voting),
        advisory=len(there.advisory),
        out=() if expected else out,
        must_leave=out if expected else tuple(must_leave),
        unclear=tuple(unclear),
        board=tuple(board),
        absent=item.absent,
        needed=quorum.needed if quorum else None,
        rule=quorum.rule if quorum else None,
        source=quorum.source if quorum else None,
        stands=there.stands,
        vote=item.vote,
        result=item.result,
        wording=item.wording,
        reason=item.reason,
    )
