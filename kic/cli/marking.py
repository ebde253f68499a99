"""Marks and votes from paper as a table: which rows and columns it has, and what may stand in its cells."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kic.allocation.problem import Marks, Silence
from kic.cli.grid import Cells, Column, Grid, Line, filled
from kic.cli.session import Session
from kic.core import spelling
from kic.core.text import Text, plural, text
from kic.core.values import Count, Misread, Number
from kic.domain.calls import Call
from kic.domain.calls.term_rules import is_sound
from kic.domain.committee import Filling, Seat, Voice
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.domain.meetings import Item, Meeting
    from kic.domain.scoring import ScoreSheet
    from kic.domain.scoring.moves import Handed

ABSTAINS = "e"
"""What is typed for an abstention, beside its word."""


def needs_terminal(session: Session) -> None:
    """Raises UsageError where nobody can type into a table."""
    if not session.can_ask:
        raise UsageError(
            "A table can be filled in on a terminal only.",
            help="Give everything on the command line; --help shows how.",
        )


# -- marks ---------------------------------------------------------------------------------------------


def marks_from_paper(
    session: Session,
    call: Call,
    seat: str | None,
    *,
    deputy: bool,
    on: datetime.date | None,
    one_by_one: bool,
) -> "Handed | None":
    """The sheet of a seat as somebody typed it; None where it was left. Raises UsageError without a terminal."""
    from kic.domain.scoring.moves import Handed, sheet_of  # noqa: PLC0415
    from kic.domain.scoring.visibility import shows_marks  # noqa: PLC0415
    from kic.repository.scoring.form import columns_of, rows_of  # noqa: PLC0415

    needs_terminal(session)
    snapshot = session.repository.snapshot
    day = on or session.today
    voice = session.repository.find(Seat, seat) if seat is not None else _asked_seat(session, call, day)
    sheet = sheet_of(snapshot, call.id, voice.id)
    filling = Filling.DEPUTY if deputy else sheet.filling if sheet is not None else Filling.MEMBER
    received = on or (sheet.received if sheet is not None else session.today)
    rows = rows_of(snapshot, call, voice, received, filling)
    keys = [key for key, _title in columns_of(call)]
    table = _Marks(session, call, keys)
    closed = session.language.say(text("excl."))
    grid = Grid(
        title=session.language.say(
            text("Marks of the seat {seat} for the call {call}", seat=voice.id, call=call.id)
        ),
        rows=tuple(
            Line(head=each.id.rpartition("-")[2], name=each.title, locked=closed if each.excluded else "")
            for each in rows
        ),
        columns=tuple(
            Column(
                head=title or session.language.say(text("Mark")),
                name=title or session.language.say(text("Mark")),
            )
            for _key, title in columns_of(call)
        ),
        check=table.check,
        judge=table.judge,
        held=table.held(sheet, [each.id for each in rows]) if shows_marks(snapshot, call.id) else {},
        hint=table.hint(),
    )
    cells = filled(session, grid, one_by_one=one_by_one)
    if cells is None:
        return None
    marks = table.marks(cells, [each.id for each in rows])
    if not marks:
        return None
    return Handed(voice.id, received, filling, marks)


def _asked_seat(session: Session, call: Call, day: datetime.date) -> Seat:
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.domain.scoring.moves import sheet_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    missing = tuple(
        each.id
        for each in snapshot.all(Seat)
        if each.voice is Voice.VOTING
        and each.term_on(day) is not None
        and sheet_of(snapshot, call.id, each.id) is None
    )
    if missing:
        session.talk(
            plural("Still missing is {seats}.", "Still missing are {seats}.", n=len(missing), seats=missing)
        )
    return ask(
        session,
        None,
        option="SEAT",
        question=text("Whose sheet is it (seat):"),
        parse=lambda spelled, _option: session.repository.find(Seat, spelled),
        default=session.repository.find(Seat, missing[0]) if missing else None,
    )


class _Marks:
    """What the cells of a sheet of marks take, and what they mean together."""

    def __init__(self, session: Session, call: Call, keys: list[str]) -> None:
        self._language, self._call, self._keys = session.language, call, keys
        word = session.language.word(Silence.ABSTAIN).casefold()
        self._silent = {ABSTAINS, Silence.ABSTAIN.value, word}

    def hint(self) -> str:
        """What a cell takes."""
        scale = self._call.terms.scale
        if scale is None:
            said = text("A number; {abstains} for an abstention.", abstains=ABSTAINS)
        else:
            said = text(
                "A number from {min} to {max}; {abstains} for an abstention.",
                min=scale.min,
                max=scale.max,
                abstains=ABSTAINS,
            )
        return self._language.say(said)

    def check(self, _row: int, _column: int, words: str) -> Text | None:
        """Why no mark can be read from this."""
        if words.strip().casefold() in self._silent:
            return None
        try:
            mark = spelling.number(words)
        except Misread as reason:
            return reason.text
        scale = self._call.terms.scale
        if scale is None or not is_sound(scale) or scale.has(mark):
            return None
        return text(
            "expected a mark from {min} to {max} in steps of {step}",
            min=scale.min,
            max=scale.max,
            step=scale.step,
        )

    def judge(self, cells: Cells) -> tuple[int, int, Text] | None:
        """The first line in which a mark is missing, or stands beside an abstention."""
        for row in sorted({row for row, _column in cells}):
            words = [cells.get((row, column), "").strip().casefold() for column in range(len(self._keys))]
            silent = [each in self._silent for each in words]
            if any(silent):
                if any(each and not quiet for each, quiet in zip(words, silent, strict=True)):
                    return row, silent.index(True), text("an abstention stands here beside marks")
            elif "" in words:
                return row, words.index(""), text("a mark is missing here")
        return None

    def held(self, sheet: "ScoreSheet | None", ids: list[str]) -> Mapping[tuple[int, int], str]:
        """What the sheet says already."""
        found: Cells = {}
        for row, id_ in enumerate(ids):
            marks = sheet.marks.get(id_) if sheet is not None else None
            value = marks.value if marks is not None else None
            if value is Silence.ABSTAIN:
                found[row, 0] = ABSTAINS
            elif isinstance(value, dict):
                found |= {
                    (row, self._keys.index(key)): self._language.number(mark.fraction)
                    for key, mark in value.items()
                    if key in self._keys
                }
            elif isinstance(value, Number) and len(self._keys) == 1:
                found[row, 0] = self._language.number(value.fraction)
        return found

    def marks(self, cells: Cells, ids: list[str]) -> dict[str, Marks]:
        """The marks of each line in which something stands."""
        found: dict[str, Marks] = {}
        for row, id_ in enumerate(ids):
            words = [
                cells[row, column].strip() for column in range(len(self._keys)) if (row, column) in cells
            ]
            if any(each.casefold() in self._silent for each in words):
                found[id_] = Marks(Silence.ABSTAIN)
            elif words and not self._call.terms.criteria:
                found[id_] = Marks(spelling.number(words[0]))
            elif words:
                found[id_] = Marks(
                    {key: spelling.number(word) for key, word in zip(self._keys, words, strict=True)}
                )
        return found


# -- votes ---------------------------------------------------------------------------------------------


def _whole(_row: int, _column: int, words: str) -> Text | None:
    """Why no number of votes can be read from this."""
    try:
        Count.parse(words.strip())
    except Misread:
        return text("expected a whole number such as 25")
    return None


def votes_from_paper(
    session: Session, meeting: "Meeting", *, one_by_one: bool
) -> "list[tuple[Item, tuple[Count, Count, Count, Count | None]]] | None":
    """The votes on the items that have none yet: for, against, abstentions, invalid. None where it was left."""
    from kic.domain.meetings.quorum import at_item  # noqa: PLC0415

    needs_terminal(session)
    items = [each for each in meeting.items if each.vote is None and each.result is None]
    if not items:
        raise UsageError("Every item of the meeting {id} has its result.", id=meeting.id)
    voting = [len(at_item(session.repository.snapshot, meeting, each).voting) for each in items]
    say = session.language.say
    columns = (
        Column(head=say(text("For")), name=say(text("Votes for the proposal."))),
        Column(head=say(text("Against")), name=say(text("Votes against it."))),
        Column(head=say(text("Abst.")), name=say(text("Abstentions."))),
        Column(head=say(text("Invalid")), name=say(text("Invalid votes."))),
    )

    def judge(cells: Cells) -> tuple[int, int, Text] | None:
        for row in sorted({row for row, _column in cells}):
            words = [cells.get((row, column), "").strip() for column in range(len(columns))]
            if "" in words[:3]:
                return row, words.index(""), text("a number is missing here; 0 for none")
            cast = sum(int(each) for each in words if each)
            if voting[row] and cast > voting[row]:  # who is there may not be known yet
                said = text("{cast} votes, and {voting} members vote here", cast=cast, voting=voting[row])
                return row, 0, said
        return None

    grid = Grid(
        title=say(text("Votes of the meeting {id}", id=meeting.id)),
        rows=tuple(Line(head=f"TOP {each.number}", name=each.title) for each in items),
        columns=columns,
        check=_whole,
        judge=judge,
        hint=say(text("Whole numbers; 0 for none. A line that stays empty has no vote.")),
    )
    cells = filled(session, grid, one_by_one=one_by_one)
    if cells is None:
        return None
    found = []
    for row, item in enumerate(items):
        words = [cells.get((row, column), "").strip() for column in range(4)]
        numbers = [Count.parse(each) if each else None for each in words]
        yea, nay, abstain, invalid = numbers
        if yea is not None and nay is not None and abstain is not None:
            found.append((item, (yea, nay, abstain, invalid)))
    return found
