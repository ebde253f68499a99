"""The agenda as text: overdue first, then what waits, then what comes."""

import datetime
from collections.abc import Sequence

from kic.cli.looking import heading
from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.domain.agenda import Due, DueState
from kic.present.notation import NBSP
from kic.present.tables import Column, table


def show_agenda(session: Session, dues: Sequence[Due], days: int, later: int) -> str:
    """The agenda of so many days; `later` are those behind them, which are only counted."""
    say, today = session.language.say, session.today
    titles = {
        DueState.OVERDUE: text("Overdue"),
        DueState.OPEN: text("Waiting, without a day until which"),
        DueState.AHEAD: plural("Today and tomorrow", "In the next {n} days", n=days),
    }
    if days == 0:
        titles[DueState.AHEAD] = text("Today")
    parts = []
    for state, title in titles.items():
        found = [due for due in dues if due.state is state]
        if found:
            count = say(text("{title} ({number})", title=title, number=len(found)))
            parts.append(heading(count) + _table(session, found, today))
    if not parts:
        parts.append(say(text("Nothing is due.")) + "\n")
    if later:
        parts.append(
            say(
                plural(
                    "{n} more date lies behind these days; --days shows it.",
                    "{n} more dates lie behind these days; --days shows them.",
                    n=later,
                )
            )
            + "\n"
        )
    return "\n".join(parts)


def _table(session: Session, dues: Sequence[Due], today: datetime.date) -> str:
    language = session.language
    say = language.say
    columns = (
        Column(say("Date"), fixed=True),
        Column(say("When")),
        Column("ID", fixed=True),
        Column(say("What")),
        Column(say("Who")),
    )
    rows = [
        (
            language.weekday(due.date),
            say(distance(due, today)),
            due.record if len(same) == 1 else f"{due.record} …",
            _said(session, same),
            _who(session, same),
        )
        for same in _alike(session, dues)
        for due in same[:1]
    ]
    return table(columns, rows, limit=session.width)


def _alike(session: Session, dues: Sequence[Due]) -> list[list[Due]]:
    """What is due alike on one day of many records, such as the same prerequisite of every award, together."""
    found: dict[tuple[object, ...], list[Due]] = {}
    for due in dues:
        key = (due.date, due.kind, session.language.word(_with_source(due)))
        found.setdefault(key, []).append(due)
    return [
        each for same in found.values() for each in ([same] if len(same) > _FEW else [[due] for due in same])
    ]


def _said(session: Session, same: Sequence[Due]) -> str:
    what = session.language.word(_with_source(same[0]))
    if len(same) == 1:
        return what
    ids = tuple(due.record for due in same)
    return session.language.say(
        text("{what} [{n} times: {ids}]", what=what, n=len(ids), ids=ids)
        if len(ids) <= _NAMED
        else text("{what} [{n} times: {ids} and so on]", what=what, n=len(ids), ids=ids[:_NAMED])
    )


def _who(session: Session, same: Sequence[Due]) -> str:
    names = tuple(dict.fromkeys(name for due in same for name in due.names))
    if len(same) > 1 and len(names) > _NAMES:
        return session.language.say(plural("{n} body", "{n} bodies", n=len(names)))
    return ", ".join(names) or session.language.word(same[0].owes)


_FEW, _NAMED, _NAMES = 2, 8, 2
"""So few stand by themselves; how many records and bodies a line names that stands for more."""


def _with_source(due: Due) -> Text:
    if due.source is None:
        return due.what
    source = due.source.replace("§ ", f"§{NBSP}")
    if due.confirmed:
        return text("{what} ({source})", what=due.what, source=source)
    return text("{what} ({source}, not confirmed)", what=due.what, source=source)


def distance(due: Due, today: datetime.date) -> Text:
    """How far away the day is, in words."""
    return distance_of(due.date, today)


def distance_of(day: datetime.date, today: datetime.date) -> Text:
    """The same of any day."""
    days = (day - today).days
    if days < 0:
        return plural("{n} day ago", "{n} days ago", n=-days)
    if days == 0:
        return text("today")
    if days == 1:
        return text("tomorrow")
    return plural("in {n} day", "in {n} days", n=days)
