"""Meetings on the command line: how items and seats are named there, and how a meeting is shown."""

import datetime
import re
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Text, plural, text
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kic.core.values import Count, Moment
    from kic.documents.sitting import ItemView, Sitting
    from kic.domain.committee import Seat
    from kic.domain.meetings import Item, Meeting

MeetingId = Annotated[str, typer.Argument(metavar=_("MEETING"), help=_("The meeting."))]
ItemName = Annotated[
    str, typer.Argument(metavar=_("ITEM"), help=_("The item of the agenda: its number, or its id."))
]
Day = Annotated[
    str | None, typer.Option("--date", metavar=_("YYYY-MM-DD"), help=_("The day of the meeting."))
]
At = Annotated[
    str | None, typer.Option("--at", metavar=_("HH:MM"), help=_("When it begins, on the city's clock."))
]
Title = Annotated[str | None, typer.Option("--title", metavar=_("TEXT"), help=_("The title."))]
Where = Annotated[str | None, typer.Option("--place", metavar=_("TEXT"), help=_("Where it takes place."))]
Chair = Annotated[str | None, typer.Option("--chair", metavar=_("SEAT"), help=_("The seat that chairs it."))]

_numbered = re.compile(r"(?:top|item|tagesordnungspunkt)?[ -]*([0-9]{1,9})", re.ASCII)


def item_of(meeting: "Meeting", spelling: str) -> "Item":
    """The item with this id or number (`3`, `top-3`, `TOP 3`); raises UsageError with those that there are."""
    wanted = spelling.strip().casefold()
    for item in meeting.items:
        if item.id == wanted:
            return item
    found = _numbered.fullmatch(wanted)
    if found is not None:
        for item in meeting.items:
            if item.number == int(found[1]):
                return item
    raise UsageError(
        "The meeting {id} has no item {item}.",
        help="Its items are {items}." if meeting.items else "kic meeting item adds one.",
        id=meeting.id,
        item=spelling,
        items=tuple(str(item.number) for item in meeting.items),
    )


def seats_of(session: Session, spellings: "Iterable[str]") -> "tuple[Seat, ...]":
    """The seats that are named, one by one or with commas: `s01 s02`, `s01,s02`; raises UsageError."""
    from kic.domain.committee import Seat  # noqa: PLC0415

    names = [name for spelling in spellings for name in re.split(r"[,;\s]+", spelling) if name]
    return tuple(session.repository.find(Seat, name) for name in dict.fromkeys(names))


def seat_id(session: Session, spelling: str | None) -> str | None:
    """The id of a seat, if one is named; raises UsageError."""
    return seats_of(session, [words_of(spelling, "--chair")])[0].id if spelling is not None else None


def whole(spelling: str, option: str) -> "Count":
    """A whole number from the command line; raises UsageError."""
    from kic.core.values import Count, Misread  # noqa: PLC0415

    try:
        return Count.parse(spelling.strip())
    except Misread:
        raise UsageError(
            "{option} needs a whole number such as 12, not {spelling}.", option=option, spelling=spelling
        ) from None


def begin_of(day: datetime.date, at: str) -> "Moment":
    """The moment at which a meeting begins: `17:00`, `17.30`, `17`, `17 Uhr`; raises UsageError."""
    from kic.core.values import Moment  # noqa: PLC0415

    found = re.fullmatch(r"([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9]))?(?: ?(?:Uhr|h))?", at.strip(), re.ASCII)
    if found is None:
        raise UsageError("{option} needs a time such as 17:00, not {spelling}.", option="--at", spelling=at)
    time = datetime.time(int(found[1]), int(found[2] or 0))
    return Moment(datetime.datetime.combine(day, time))


def next_item(meeting: "Meeting", done: "Item | None" = None) -> str:
    """The command that comes next in a meeting: the vote on the next item without a result, else its end."""
    for item in meeting.items:
        if item.result is None and item is not done:
            return f"kic meeting vote {meeting.id} {item.number} --for N --against N"
    return f"kic meeting close {meeting.id}"


# -- how a meeting is shown ------------------------------------------------------------------------------


def show_sitting(session: Session, found: "Sitting") -> str:
    """A meeting as text: when and where, who comes, then item by item."""
    from kic.cli.looking import heading  # noqa: PLC0415
    from kic.present.tables import definitions  # noqa: PLC0415

    language, label = session.language, session.language.label
    parts = [heading(f"{label('kind', 'meeting')} {found.id}: {found.title}")]
    facts = [(name, said) for name, said in _facts(session, found) if said]
    parts.append(definitions(facts, limit=session.width))
    if not found.items:
        parts.append("\n" + language.say(text("There is no item yet.")) + "\n")
    for item in found.items:
        parts.append("\n" + _heading(session, item))
        parts.append(
            definitions(
                [(name, said) for name, said in _lines(session, found, item) if said],
                limit=session.width,
                indent=2,
            )
        )
    return "".join(parts)


def _facts(session: Session, found: "Sitting") -> "Iterable[tuple[str, str]]":
    say, label, word = session.language.say, session.language.label, session.language.word

    def shown(value: object) -> str:
        return "" if value is None else word(value)

    yield label("field", "starts"), word(found.starts)
    yield label("field", "place"), shown(found.place)
    yield label("field", "form"), word(found.form)
    yield label("field", "state"), word(found.state)
    yield label("field", "invitation"), shown(found.sent)
    yield label("field", "second_of"), shown(found.second_of)
    yield label("field", "chair"), _seat(session, found.chair) if found.chair else ""
    yield label("field", "present"), say(_attendance(found))
    yield say(text("by deputies")), ", ".join(found.deputies)
    yield say(text("not there")), ", ".join(_seat(session, each) for each in found.away)
    yield say(text("Quorum")), say(_majority(found))
    if found.minutes is not None:
        for name, sentence in _MINUTES.items():
            yield say(sentence), shown(getattr(found.minutes, name))
        yield label("field", "objections"), shown(found.minutes.objections)
    yield label("field", "note"), (found.note or "").rstrip()


_MINUTES = {
    "written": text("Minutes written"),
    "sent": text("Minutes sent"),
    "approved": text("Minutes approved"),
}


def _attendance(found: "Sitting") -> Text:
    if found.expected:
        return text(
            "not recorded yet; reckoned as if all came: {voting} voting, {advisory} advisory",
            voting=found.voting,
            advisory=found.advisory,
        )
    return text("{voting} voting, {advisory} advisory", voting=found.voting, advisory=found.advisory)


def _majority(found: "Sitting") -> Text:
    if found.needed is None:
        return text("not set in kic.yaml, so it cannot be reckoned")
    return text("{needed} of {seats} members by law", needed=found.needed, seats=found.seats)


def _heading(session: Session, item: "ItemView") -> str:
    public = text("public") if item.public else text("not public")
    return f"{item.number}. {item.title} ({session.language.say(public)})\n"


def _lines(session: Session, found: "Sitting", item: "ItemView") -> "Sequence[tuple[str, str]]":
    say, label = session.language.say, session.language.label

    def seats(them: "Sequence[str]") -> str:
        return ", ".join(_seat(session, each) for each in them)

    return [
        (label("field", "about"), "\n".join(item.about)),
        (label("field", "proposal"), item.proposal or ""),
        (say(text("must leave")), seats(item.must_leave)),
        (say(text("left as excluded")), seats(item.out)),
        (say(text("to be settled before")), seats(item.unclear)),
        (say(text("on an applicant's board, nothing disclosed")), seats(item.board)),
        (label("field", "absent"), seats(item.absent)),
        (say(text("Quorum")), say(_quorum(found, item)) if _counts(item) else ""),
        (label("field", "vote"), say(_votes(item)) if item.vote is not None else ""),
        (label("field", "result"), session.language.word(item.result) if item.result else ""),
        (say(text("Resolved")), item.wording or ""),
        (label("field", "reason"), item.reason or ""),
    ]


def _seat(session: Session, id: str) -> str:  # noqa: A002
    """`s10 (Sitz des Sports)`: who chairs knows the seats, not their ids."""
    from kic.domain.committee import Seat  # noqa: PLC0415

    seat = session.repository.snapshot.get(Seat, id)
    return f"{id} ({seat.title})" if seat is not None and seat.title else id


def _counts(item: "ItemView") -> bool:
    """Whether a quorum matters: not where nothing was put to the vote."""
    from kic.domain.meetings import DECIDED, Result  # noqa: PLC0415

    return item.vote is not None or item.result in (None, Result.NO_QUORUM, *DECIDED)


def _quorum(found: "Sitting", item: "ItemView") -> Text:
    if item.needed is None:
        return text("{voting} voting members, the quorum is not set", voting=item.voting)
    if not item.stands:
        return text(
            "missing: {voting} voting members, it takes {needed} ({source})",
            voting=item.voting,
            needed=item.needed,
            source=item.source,
        )
    if found.expected:
        return text(
            "would stand: {voting} voting members, it takes {needed} ({source}); {spare} may stay away",
            spare=item.voting - item.needed,
            voting=item.voting,
            needed=item.needed,
            source=item.source,
        )
    return text(
        "stands: {voting} voting members, it takes {needed} ({source})",
        voting=item.voting,
        needed=item.needed,
        source=item.source,
    )


def _votes(item: "ItemView") -> Text:
    vote = item.vote
    assert vote is not None
    if vote.form.value == "without_formal_vote":
        return text("adopted without a formal vote")
    yes, no, invalid, n = vote.in_favour or 0, vote.against or 0, vote.invalid or 0, vote.abstentions or 0
    if vote.form.value == "ballot":
        return plural(
            "by ballot: {yes} for, {no} against, {n} abstention, {invalid} invalid",
            "by ballot: {yes} for, {no} against, {n} abstentions, {invalid} invalid",
            n=n,
            yes=yes,
            no=no,
            invalid=invalid,
        )
    return plural(
        "{yes} for, {no} against, {n} abstention, {invalid} invalid",
        "{yes} for, {no} against, {n} abstentions, {invalid} invalid",
        n=n,
        yes=yes,
        no=no,
        invalid=invalid,
    )
