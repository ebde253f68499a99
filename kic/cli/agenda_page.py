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
            due.record,
            language.word(_with_source(due)),
            ", ".join(due.names) or language.word(due.owes),
        )
        for due in dues
    ]
    return table(columns, rows, limit=session.width)


def _with_source(due: Due) -> Text:
    if due.source is None:
        return due.what
    source = due.source.replace("§ ", f"§{NBSP}")
    if due.confirmed:
        return text("{what} ({source})", what=due.what, source=source)
    return text("{what} ({source}, not confirmed)", what=due.what, source=source)


def distance(due: Due, today: datetime.date) -> Text:
    """How far away the day is, in words."""
    days = (due.date - today).days
    if days < 0:
        return plural("{n} day ago", "{n} days ago", n=-days)
    if days == 0:
        return text("today")
    if days == 1:
        return text("tomorrow")
    return plural("in {n} day", "in {n} days", n=days)
