"""What must hold of exclusions at an item: who may not take part has left, and nobody else (§ 22 GemO RLP)."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kic.core.diagnostic import Related
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.committee import BiasState, Filling, Seat
from kic.domain.meetings import Item, Left, Meeting, MeetingState, Result
from kic.domain.meetings.attendance_rules import attendance_contradiction
from kic.domain.meetings.quorum import Roll, biased, roll_of

_NOT_DEALT_WITH = frozenset({None, Result.NO_QUORUM, Result.WITHDRAWN, Result.POSTPONED})
"""Results of items on which nobody advised or decided, unless there was a vote."""


def dealt_with(item: Item) -> bool:
    """Whether an item was advised on or decided, as far as the record tells."""
    return item.vote is not None or item.result not in _NOT_DEALT_WITH


def agenda_items(repository: Snapshot) -> Iterator[tuple[Meeting, int, Item]]:
    """Every item of the meetings that are invited or were held, with its place."""
    for meeting in repository.all(Meeting):
        if meeting.state in (MeetingState.INVITED, MeetingState.HELD):
            for position, item in enumerate(meeting.items):
                yield meeting, position, item


def took_part(meeting: Meeting, item: Item, roll: Roll) -> tuple[Seat, ...]:
    """The seats that are there at an item although a disclosure or decision excludes them from its matters."""
    there = {each.seat for each in meeting.there(item)}
    return tuple(seat for seat, _ in biased(meeting, item, roll, BiasState.EXCLUDED) if seat.id in there)


@rule("KIC732", "excluded-took-part", requires=(attendance_contradiction,))
def excluded_took_part(repository: Snapshot) -> Iterator[Finding]:
    """Whoever is excluded takes no part in an item: neither in advising nor in deciding.

    Why: A decision in which an excluded person took part is ineffective. In Rhineland-Palatinate it does not matter
    whether the vote turned on that person.

    Fix: If the person left, enter it (`kic meeting exclude`). If not, the committee has to decide again.

    Source: § 22(1), (4) and (6) GemO RLP (klartext-jura.de, kommunalbrevier.de).
    """
    roll = roll_of(repository)
    for meeting, position, item in agenda_items(repository):
        if not dealt_with(item):
            continue
        for seat in took_part(meeting, item, roll):
            yield found(
                meeting,
                ("items", position),
                text(
                    "the seat {seat} is excluded from item {number} and took part",
                    seat=seat.id,
                    number=item.number,
                ),
                help=text("enter that it left; if it did not, the committee has to decide again"),
                related=[Related(repository.place(seat, "disclosures"), text("what was disclosed"))],
            )


@rule("KIC733", "excluded-without-disclosure", requires=(attendance_contradiction,))
def excluded_without_disclosure(repository: Snapshot) -> Iterator[Finding]:
    """Whoever is kept out of an item is excluded by a disclosure, or by the body that decides doubtful cases.

    Why: Wrongly excluding makes a decision ineffective just as not excluding does. Whether somebody is excluded is
    not for the office to say.

    Fix: Enter what the person disclosed or the competent body decided (`kic meeting disclose`). If the person was
    merely out of the room, enter it as absent (`kic meeting absent`).

    Source: § 22(5) and (6) GemO RLP (klartext-jura.de, kommunalbrevier.de).
    """
    calls = by_call(repository)
    for meeting, position, item in agenda_items(repository):
        if not item.exclusions:
            continue
        day = meeting.starts.local.date()
        came = {there.seat: there.filling for there in meeting.present}
        # A call that is dealt with as a whole stands for its applications.
        matters = {*item.about, *(each for about in item.about for each in calls.get(about, ()))}
        for place, gone in enumerate(item.exclusions):
            seat = repository.get(Seat, gone.seat)
            if seat is None:
                continue
            filling = came.get(gone.seat, Filling.MEMBER)
            if not any(seat.bias_on(about, day, filling) is BiasState.EXCLUDED for about in matters):
                yield found(
                    meeting,
                    ("items", position, "exclusions", place, "seat"),
                    text(
                        "the seat {seat} was kept out of item {number}, and nothing says that it is excluded",
                        seat=seat.id,
                        number=item.number,
                    ),
                    help=text("enter the disclosure or the body's decision; who was merely out is absent"),
                    related=[Related(repository.place(seat), text("this seat"))],
                )


@rule("KIC734", "excluded-stayed")
def excluded_stayed(repository: Snapshot) -> Iterator[Finding]:
    """Whoever is excluded leaves: in a public sitting the table, in a non-public one the room.

    Why: Moving the chair aside is not enough. Who stays can influence the others, and the decision is ineffective.

    Fix: Correct how the person left. If it stayed, the committee has to decide again.

    Source: § 22(4) GemO RLP (kommunalbrevier.de, "Umfang").
    """
    for meeting, position, item in agenda_items(repository):
        for place, each in enumerate(item.exclusions):
            if each.left is Left.STAYED:
                message = text(
                    "the seat {seat} is excluded from item {number} and stayed",
                    seat=each.seat,
                    number=item.number,
                )
            elif each.left is Left.TABLE and not item.public:
                message = text(
                    "item {number} is not public, and the seat {seat} left only the table",
                    seat=each.seat,
                    number=item.number,
                )
            else:
                continue
            yield found(
                meeting,
                ("items", position, "exclusions", place, "left"),
                message,
                help=text("correct how it left; if it stayed, the committee has to decide again"),
            )


@rule("KIC735", "bias-unclear-at-item", requires=(attendance_contradiction,))
def bias_unclear_at_item(repository: Snapshot) -> Iterator[Finding]:
    """Whether somebody is excluded is settled before the item is dealt with.

    Why: Both mistakes make the decision ineffective, so a doubt is decided beforehand: by the competent body, in
    non-public sitting, without the person and after hearing it.

    Fix: Let it be decided and enter the result (`kic meeting disclose`), or postpone the item.

    Source: § 22(5) and (6) GemO RLP (kommunalbrevier.de, "Hinweis auf Ausschließungsgründe").
    """
    roll = roll_of(repository)
    for meeting, position, item in agenda_items(repository):
        if not dealt_with(item):
            continue
        there = {each.seat for each in meeting.there(item)}
        for seat, _ in biased(meeting, item, roll, BiasState.UNCLEAR):
            if seat.id in there:
                yield found(
                    meeting,
                    ("items", position),
                    text(
                        "it is not settled whether the seat {seat} is excluded from item {number}",
                        seat=seat.id,
                        number=item.number,
                    ),
                    help=text("let the competent body decide, or postpone the item"),
                    related=[Related(repository.place(seat, "disclosures"), text("what was disclosed"))],
                )


def concerned_by_package(repository: Snapshot, meeting: Meeting, item: Item) -> tuple[Seat, ...]:
    """The seats that are there at an item on a whole call, and excluded from one of its applications.

    Applications with an item of their own in the meeting are decided there.
    """
    pairs = in_package(meeting, item, by_call(repository), roll_of(repository))
    return tuple({seat.id: seat for _, _, seat in pairs}.values())


def in_package(
    meeting: Meeting, item: Item, calls: Mapping[str, Sequence[str]], roll: Roll
) -> Iterator[tuple[str, str, Seat]]:
    """Each call and application that an item decides on as part of the call, with an excluded seat that is there."""
    own = {about for each in meeting.items for about in each.about}
    there = {each.seat for each in meeting.there(item)}
    for call in item.about:
        for application in calls.get(call, ()):
            if application in own or application not in roll.disclosing:
                continue
            whole = msgspec.structs.replace(item, about=(application,))
            for seat, _ in biased(meeting, whole, roll, BiasState.EXCLUDED):
                if seat.id in there:
                    yield call, application, seat


def by_call(repository: Snapshot) -> dict[str, list[str]]:
    """The applications of each call."""
    calls: dict[str, list[str]] = {}
    for each in repository.all(Application):
        calls.setdefault(each.call, []).append(each.id)
    return calls


RULES: tuple[Rule, ...] = (
    excluded_took_part,
    excluded_without_disclosure,
    excluded_stayed,
    bias_unclear_at_item,
)
