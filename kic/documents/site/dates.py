"""Public dates for calendars: meetings, calls and consultations, as the public tables tell them.

The same whatever day it is, so that a calendar that reads the file again finds each event where it was.
"""

import datetime
from collections.abc import Iterator

import msgspec

from kic.core.text import Text, text
from kic.documents.site import addresses
from kic.documents.site.page import Site
from kic.domain.meetings import MeetingState


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """A public date. `starts` is a day, or a time on the municipality's clock; `until` the last day of several."""

    key: str
    starts: datetime.date | datetime.datetime
    until: datetime.date | None = None
    what: Text | str
    place: str | None = None
    address: str
    cancelled: bool = False


def appointments(site: Site) -> tuple[Appointment, ...]:
    """All of them, by key."""
    found = (*_meetings(site), *_calls(site), *_consultations(site))
    return tuple(sorted(found, key=lambda each: each.key))


def _meetings(site: Site) -> Iterator[Appointment]:
    for row in site.rows("meetings"):
        yield Appointment(
            key=f"meeting-{row['id']}",
            starts=row["starts"].local,
            what=row["title"],
            place=row["place"],
            address=addresses.meeting(row["id"]),
            cancelled=row["state"] is MeetingState.CANCELLED,
        )


def _calls(site: Site) -> Iterator[Appointment]:
    for row in site.rows("calls"):
        address = addresses.call(row["id"])
        if row["opens"] is not None:
            yield Appointment(
                key=f"call-{row['id']}-opens",
                starts=row["opens"],
                what=text("{call} is open", call=row["title"]),
                address=address,
            )
        if row["closes"] is not None:
            yield Appointment(
                key=f"call-{row['id']}-closes",
                starts=row["closes"].local,
                what=text("Applications to {call} are due", call=row["title"]),
                address=address,
            )


def _consultations(site: Site) -> Iterator[Appointment]:
    for row in site.rows("consultations"):
        if row["date"].complete:
            until = row["until"]
            yield Appointment(
                key=f"consultation-{row['id']}",
                starts=row["date"].earliest,
                until=until.earliest if until is not None and until.complete else None,
                what=row["title"],
                place=row["place"],
                address=addresses.REVISIONS,
            )
