"""What must hold of who was there: seats in office, elected deputies, each once."""

from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.committee import Filling, Seat
from kic.domain.meetings import Meeting, MeetingState


@rule("KIC710", "present-not-in-office")
def present_not_in_office(repository: Snapshot) -> Iterator[Finding]:
    """Whoever takes part in a meeting, or chairs it, holds a seat that is filled on that day.

    Why: Only members advise and vote. A vote of somebody whose term has ended, or has not begun, is none.

    Fix: Correct the attendance, or the term of the seat.

    Source: § 45 GemO RLP (election of members and deputies for the council's term).
    """
    for meeting in repository.all(Meeting):
        day = meeting.starts.local.date()
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("present", position, "seat"), each.seat) for position, each in enumerate(meeting.present)
        ]
        if meeting.chair is not None and meeting.chair not in {each.seat for each in meeting.present}:
            named.append((("chair",), meeting.chair))
        for field, id_ in named:
            seat = repository.get(Seat, id_)
            if seat is not None and seat.term_on(day) is None:
                yield found(
                    meeting,
                    field,
                    text("nobody holds the seat {seat} on {day}", seat=id_, day=day),
                    help=text("correct the attendance, or the term of the seat"),
                )


@rule("KIC711", "deputy-not-elected", requires=(present_not_in_office,))
def deputy_not_elected(repository: Snapshot) -> Iterator[Finding]:
    """A deputy takes part only where the seat has an elected deputy.

    Why: Members cannot name a substitute themselves; deputies are elected like members.

    Fix: Correct the attendance, or enter the deputy in the seat's term.

    Source: § 45 GemO RLP (kommunalbrevier.de): the council elects members and their deputies.
    """
    for meeting in repository.all(Meeting):
        for position, each in enumerate(meeting.present):
            if each.filling is not Filling.DEPUTY:
                continue
            seat = repository.get(Seat, each.seat)
            term = seat.term_on(meeting.starts.local.date()) if seat else None
            if term is not None and term.deputy is None:
                yield found(
                    meeting,
                    ("present", position, "filling"),
                    text("the seat {seat} has no elected deputy", seat=each.seat),
                    help=text("correct the attendance, or enter the deputy in the seat's term"),
                )


@rule("KIC712", "attendance-contradiction")
def attendance_contradiction(repository: Snapshot) -> Iterator[Finding]:
    """A seat is there once; at an item it is there, absent or excluded, and only who came can have left.

    Why: Quorum and votes are counted from the attendance. A seat that counts twice, or leaves without having come,
    makes every number wrong.

    Fix: Take out the entry that is wrong.

    Source: § 41(1) GemO RLP (the minutes name those taking part).
    """
    help_ = text("take out the entry that is wrong")
    for meeting in repository.all(Meeting):
        came: set[str] = set()
        for position, each in enumerate(meeting.present):
            if each.seat in came:
                message = text("the seat {seat} is here twice", seat=each.seat)
                yield found(meeting, ("present", position, "seat"), message, help=help_)
            came.add(each.seat)
        if not came:
            continue  # nothing is said of the attendance
        for place, item in enumerate(meeting.items):
            gone: set[str] = set()
            entries = [
                *((("exclusions", at, "seat"), each.seat) for at, each in enumerate(item.exclusions)),
                *((("absent", at), seat) for at, seat in enumerate(item.absent)),
            ]
            for field, seat in entries:
                if seat not in came:
                    message = text(
                        "the seat {seat} left item {number}, and did not come to the meeting",
                        seat=seat,
                        number=item.number,
                    )
                elif seat in gone:
                    message = text(
                        "the seat {seat} left item {number} already", seat=seat, number=item.number
                    )
                else:
                    gone.add(seat)
                    continue
                yield found(meeting, ("items", place, *field), message, help=help_)


@rule("KIC713", "chair-not-present", requires=(present_not_in_office,))
def chair_not_present(repository: Snapshot) -> Iterator[Finding]:
    """Whoever chairs a meeting is there.

    Why: The chair opens and leads the sitting, finds that a quorum stands, and signs the minutes.

    Fix: Name the seat that chaired, or enter it in the attendance. If nobody with a seat chaired, leave `chair` out.

    Source: § 36 and § 41 GemO RLP (chair; signature of the minutes).
    """
    for meeting in repository.all(Meeting):
        if meeting.state in (MeetingState.PLANNED, MeetingState.CANCELLED) or not meeting.present:
            continue
        if meeting.chair is not None and all(each.seat != meeting.chair for each in meeting.present):
            yield found(
                meeting,
                "chair",
                text("the seat {seat} chairs the meeting and is not there", seat=meeting.chair),
                help=text("name the seat that chaired, or enter it in the attendance"),
            )


@rule("KIC790", "held-without-chair", Severity.NOTE)
def held_without_chair(repository: Snapshot) -> Iterator[Finding]:
    """A meeting that was held names the seat that chaired it.

    Why: The chair finds that a quorum stands and signs the minutes. Without it nobody can say who did.

    Fix: Enter the seat in `chair`. If somebody without a seat chaired, or it is not known any more, add `chair` to
    `gaps` with what is known.

    Source: § 41 GemO RLP (kommunalbrevier.de: the minutes are signed by the chair and by whoever keeps them).
    """
    for meeting in repository.all(Meeting):
        if meeting.state is MeetingState.HELD and meeting.chair is None and not meeting.tells("chair"):
            yield found(
                meeting,
                "chair",
                text("the meeting was held, and nothing says who chaired it"),
                help=text("enter the seat in chair, or add chair to gaps with what is known"),
            )


RULES: tuple[Rule, ...] = (
    present_not_in_office,
    deputy_not_elected,
    attendance_contradiction,
    chair_not_present,
    held_without_chair,
)
