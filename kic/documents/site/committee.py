"""The committee in public: how many seats it has, when it met, and the public items with their results. No persons."""

from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.page import Page, Row, Site
from kic.domain.meetings import MeetingState


def pages(site: Site) -> Iterator[Page]:
    """The committee with its meetings, and every meeting that has a public item."""
    meetings = sorted(
        site.rows("meetings"), key=lambda each: (each["starts"].local, each["id"]), reverse=True
    )
    yield Page(
        address=addresses.COMMITTEE,
        template="committee",
        title=site.about.committee or text("The committee"),
        description=text(
            "The committee that advises on the applications: its seats and its public meetings."
        ),
        section=addresses.COMMITTEE,
        kind=text("Committee"),
        context={
            "name": site.about.committee,
            "seats": site.about.seats,
            "filled": sum(each["seats"] for each in site.rows("committee")),
            "composition": list(site.rows("committee")),
            "meetings": [_short(site, each) for each in meetings],
            "charts": {},
        },
    )
    for each in meetings:
        yield _meeting(site, each)


def _short(site: Site, meeting: Row) -> dict[str, Any]:
    items = site.with_("agenda_items", "meeting", meeting["id"])
    return {
        "address": addresses.meeting(meeting["id"]),
        "title": meeting["title"],
        "starts": meeting["starts"],
        "place": meeting["place"],
        "form": meeting["form"],
        "state": meeting["state"],
        "public_items": len(items),
    }


def _meeting(site: Site, meeting: Row) -> Page:
    items = site.with_("agenda_items", "meeting", meeting["id"])
    return Page(
        address=addresses.meeting(meeting["id"]),
        template="committee-meeting",
        title=text("{title}, {day}", title=meeting["title"], day=meeting["starts"].local.date()),
        description=text("The public items of the meeting, with their results and votes."),
        section=addresses.COMMITTEE,
        kind=text("Meeting"),
        words=tuple(each["title"] for each in items),
        context={
            **_short(site, meeting),
            "held": meeting["state"] is MeetingState.HELD,
            "agenda": [dict(each) for each in items],
            "charts": {},
        },
    )
