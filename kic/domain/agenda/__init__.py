"""The agenda (Termine): everything that is due, from all chapters, overdue first.

Pure functions of a snapshot and of today; nothing here is stored. `everything.agenda` gives all of it, the other
modules a part each.
"""

import datetime
import enum
from collections.abc import Iterator
from typing import NotRequired, TypedDict, Unpack

import msgspec

from kic.core.text import Text


class DueKind(enum.Enum):
    """What kind of date it is."""

    CALL = "call"
    PAPERS = "papers"
    MEETING = "meeting"
    MINUTES = "minutes"
    TERM = "term"
    NOTICE = "notice"
    HEARING = "hearing"
    REMEDY = "remedy"
    OBJECTION = "objection"
    CONDITION = "condition"
    REPORT = "report"
    EXAMINATION = "examination"
    PAYMENT = "payment"
    REPAYMENT = "repayment"
    LIMIT = "limit"
    REGISTER = "register"
    UPDATE = "update"
    REVIEW = "review"
    CONSULTATION = "consultation"
    CONTRIBUTION = "contribution"
    COUNCIL = "council"
    SETTING = "setting"
    RETENTION = "retention"


class Owes(enum.Enum):
    """Who has to act by then; `nobody` for days on which something happens by itself."""

    OFFICE = "office"
    APPLICANT = "applicant"
    COMMITTEE = "committee"
    COUNCIL = "council"
    TREASURY = "treasury"
    APPEALS = "appeals"
    RESPONSIBLE = "responsible"
    NOBODY = "nobody"


class DueState(enum.Enum):
    """`overdue`: the day has passed. `open`: it waits since that day, and no day is set. `ahead`: today or later."""

    OVERDUE = "overdue"
    OPEN = "open"
    AHEAD = "ahead"


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a day.

    `key` names it within its record: together they stay when the day changes. `concerns` are the other records that it
    is about, such as the applications of a decision that wait for notices. `names` are the bodies that owe it,
    `source` the law or rule that the day rests on (None: the record says it); `confirmed` is False for a default that
    nobody has confirmed yet.
    """

    date: datetime.date
    state: DueState
    kind: DueKind
    record: str
    key: str
    what: Text
    owes: Owes
    concerns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    source: str | None = None
    confirmed: bool = True

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.state is DueState.OVERDUE


class Said(TypedDict):
    """What is said of something that is due, whenever it is: the fields of `Due` besides date and state."""

    kind: DueKind
    record: str
    key: str
    what: Text
    owes: Owes
    concerns: NotRequired[tuple[str, ...]]
    names: NotRequired[tuple[str, ...]]
    source: NotRequired[str | None]
    confirmed: NotRequired[bool]


class Day:
    """What is due as seen from one day: gives each thing the state that it has on this day.

    Each method yields nothing for a missing date.
    """

    def __init__(self, today: datetime.date) -> None:
        self.today = today

    def until(self, date: datetime.date | None, **said: Unpack[Said]) -> Iterator[Due]:
        """Something to be done by a day: overdue when it has passed."""
        if date is not None:
            yield Due(date=date, state=DueState.OVERDUE if date < self.today else DueState.AHEAD, **said)

    def on(self, date: datetime.date | None, **said: Unpack[Said]) -> Iterator[Due]:
        """Something that happens on a day by itself: gone when it has passed."""
        if date is not None and date >= self.today:
            yield Due(date=date, state=DueState.AHEAD, **said)

    def since(self, date: datetime.date | None, **said: Unpack[Said]) -> Iterator[Due]:
        """Something that can be done, or waits, from a day on, without a day until which."""
        if date is not None:
            yield Due(date=date, state=DueState.OPEN if date <= self.today else DueState.AHEAD, **said)
