"""The agenda as a calendar file (iCalendar, RFC 5545) for the calendars that offices use.

Needs the extra `kic[calendar]`. Each day is an all-day event whose identity is its record and key, so that a calendar
that reads the file again moves an event instead of doubling it. The same agenda gives the same bytes: nothing tells
when the file was made, and the stamp that the format demands is taken from the event's own day. What waits without
a day has no place in a calendar.
"""

import datetime
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from kic.core.text import text
from kic.domain.agenda import Due, DueState
from kic.errors import Unavailable
from kic.present.language import Language
from kic.present.safe import safe_line

if TYPE_CHECKING:
    from icalendar import Event

REMINDER = datetime.timedelta(days=-7, hours=9)
"""From the beginning of the day: at nine o'clock a week before."""


def calendar(dues: Iterable[Due], municipality: str, language: Language) -> bytes:
    """The file. Raises Unavailable where the extra `kic[calendar]` is not installed."""
    try:
        from icalendar import Calendar  # noqa: PLC0415  # an extra
    except ImportError:
        raise Unavailable(
            "Writing a calendar file needs the package icalendar, which is not installed.",
            help='Install kic with calendars: pipx install "kic[calendar]", or pip install "kic[calendar]".',
        ) from None
    made = Calendar()
    made.add("prodid", f"-//kic//agenda//{language.code.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add(
        "x-wr-calname", one_line(language.say(text("{municipality}: agenda", municipality=municipality)))
    )
    taken: dict[str, int] = {}
    for due in dues:
        if due.state is DueState.OPEN:
            continue
        name = _plain(f"{due.record}.{due.key}")
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            name = f"{name}.{taken[name]}"
        made.add_component(_event(due, identity(name, municipality), language))
    return bytes(made.to_ical())


def identity(name: str, municipality: str) -> str:
    """The identity of an event of a municipality, the same in every file."""
    city = sha256(municipality.encode("utf-8")).hexdigest()[:12]
    return f"{name}@{city}.kic.invalid"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower())


def one_line(words: str) -> str:
    """Words without line breaks and control characters."""
    return safe_line(" ".join(words.split()))


def _event(due: Due, uid: str, language: Language) -> "Event":
    from icalendar import Alarm, Event  # noqa: PLC0415  # asked for by the caller

    say = language.say
    what = one_line(say(due.what))
    summary = f"{due.record}: {what}"
    if due.overdue:
        summary = say(text("{what} (overdue)", what=summary))
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.datetime.combine(due.date, datetime.time(), datetime.UTC))
    event.add("dtstart", due.date)
    if due.date < datetime.date.max:
        event.add("dtend", due.date + datetime.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", "\n".join(_lines(due, language)))
    event.add("categories", [language.word(due.kind)])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if due.state is DueState.AHEAD:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", REMINDER)
        event.add_component(alarm)
    return event


def _lines(due: Due, language: Language) -> list[str]:
    say = language.say
    names = tuple(one_line(each) for each in due.names) or (language.word(due.owes),)
    lines = [say(text("Who: {names}", names=names))]
    if due.source is not None:
        source = one_line(due.source)
        lines.append(
            say(text("Rests on: {source}", source=source))
            if due.confirmed
            else say(text("Rests on: {source} (not confirmed)", source=source))
        )
    return lines
