"""The feed of changes as Atom (RFC 4287), and the public dates as iCalendar (RFC 5545).

Neither names the hour at which it was made: the same records give the same bytes. An entry's id is a UUID made of the
municipality's name, the language and the entry's key, so that it needs no address and outlives every one.
"""

import datetime
import uuid
from collections.abc import Iterable
from html import escape
from typing import Any, Protocol

from kic.core.text import Text, text
from kic.present.calendar import identity, one_line
from kic.present.language import Language
from kic.present.safe import safe_line

_KIC = uuid.uuid5(uuid.NAMESPACE_DNS, "kic.invalid")
_LONGEST = 75
"""Bytes of a line of iCalendar."""
_NOON = "T12:00:00Z"
"""Of an entry only the day is known: at noon it is the same day nearly everywhere."""


class Entry(Protocol):
    """What the feed tells of something that happened (`kic.documents.site.feed.News`)."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def day(self) -> datetime.date: ...  # noqa: D102
    @property
    def title(self) -> Text | str: ...  # noqa: D102
    @property
    def summary(self) -> Text | str | None: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102


class Event(Protocol):
    """What the calendar tells of a date (`kic.documents.site.dates.Appointment`)."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def starts(self) -> datetime.date | datetime.datetime: ...  # noqa: D102
    @property
    def until(self) -> datetime.date | None: ...  # noqa: D102
    @property
    def what(self) -> Text | str: ...  # noqa: D102
    @property
    def place(self) -> str | None: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def cancelled(self) -> bool: ...  # noqa: D102


def atom(
    entries: Iterable[Entry],
    municipality: str,
    title: Text | str,
    language: Language,
    *,
    folder: str,
    address: str | None,
    name: str,
    today: datetime.date,
) -> bytes:
    """The feed, a file called `name`. `folder` is that of the language.

    Without the site's `address` links are relative to the feed. Its time is that of the newest entry; where there is
    none, the day of the data.
    """

    def say(value: Any) -> str:
        return escape(safe_line(" ".join(language.word(value).split())), quote=True)

    def link(to: str) -> str:
        return escape(f"{based(address)}{folder}{to}" if address else to, quote=True)

    shown = list(entries)
    newest = max((each.day for each in shown), default=today)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.code}">',
        f"<title>{say(title)}</title>",
        f"<id>{_id(municipality, language, 'feed')}</id>",
        f"<updated>{newest.isoformat()}{_NOON}</updated>",
        f"<author><name>{say(municipality)}</name></author>",
        "<generator>kic</generator>",
        f'<link rel="alternate" type="text/html" href="{link("index.html")}"/>',
    ]
    if address:
        lines.append(f'<link rel="self" type="application/atom+xml" href="{link(name)}"/>')
    for each in shown:
        lines += [
            "<entry>",
            f"<title>{say(each.title)}</title>",
            f"<id>{_id(municipality, language, each.key)}</id>",
            f"<updated>{each.day.isoformat()}{_NOON}</updated>",
            f'<link rel="alternate" type="text/html" href="{link(each.address)}"/>',
            f"<summary>{say(each.title if each.summary is None else each.summary)}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode("utf-8", "replace")


def based(address: str) -> str:
    """The address of a folder, with a slash at its end."""
    return address if address.endswith("/") else f"{address}/"


def _id(municipality: str, language: Language, key: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_KIC, f'{municipality}/{language.code}/{key}')}"


def calendar(
    events: Iterable[Event],
    municipality: str,
    language: Language,
    *,
    folder: str,
    address: str | None,
) -> bytes:
    """The public dates, made without the extra `kic[calendar]`: the site is the same wherever it is made.

    Times are those of the municipality's clock. The stamp that the format demands is taken from the event's own day.
    """
    name = language.say(text("{municipality}: public dates", municipality=municipality))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//kic//dates//{language.code.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_spelled(name)}",
    ]
    for each in events:
        timed = isinstance(each.starts, datetime.datetime)
        day = each.starts.date() if isinstance(each.starts, datetime.datetime) else each.starts
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_spelled(identity(each.key, municipality))}",
            f"DTSTAMP:{day:%Y%m%d}T000000Z",
            f"DTSTART:{each.starts:%Y%m%dT%H%M%S}" if timed else f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        ]
        last = each.until or day
        if not timed and last < datetime.date.max:
            lines.append(f"DTEND;VALUE=DATE:{last + datetime.timedelta(days=1):%Y%m%d}")
        lines.append(f"SUMMARY:{_spelled(language.word(each.what))}")
        if each.place is not None:
            lines.append(f"LOCATION:{_spelled(each.place)}")
        if address:
            lines.append(f"URL:{based(address)}{folder}{each.address}")
        lines += [
            "STATUS:CANCELLED" if each.cancelled else "STATUS:CONFIRMED",
            "CLASS:PUBLIC",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _spelled(words: str) -> str:
    """A text value (RFC 5545, section 3.3.11), in one line."""
    plain = one_line(words).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> bytes:
    """A line in pieces of 75 bytes at most, none of which cuts a character (RFC 5545, section 3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        spelled = character.encode("utf-8", "replace")
        if len(piece) + len(spelled) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += spelled
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
