"""A page for each recommendation of each edition, and what became of those that go on elsewhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.amounts import came
from kic.documents.site.page import Page, Row, Site, gaps
from kic.documents.site.parts import (
    amendments,
    former,
    goals_of,
    named,
    recommendation,
    renditions,
    responsible_for,
    theme_link,
)
from kic.domain.concept.recommendation import SUCCEEDED, Status


def pages(site: Site) -> Iterator[Page]:
    """All recommendations; an id that was given away leads to the one that has its content now."""
    for row in site.rows("recommendations"):
        yield Page(
            address=addresses.recommendation(row["id"]),
            former=former(site, row["id"], addresses.recommendation),
            template="recommendation",
            title=named(row),
            description=row["text"] or text("A recommendation of the integration concept."),
            kind=text("Recommendation"),
            section=addresses.CONCEPT,
            words=tuple(
                each
                for each in (
                    row["text"],
                    *(entry["note"] for entry in site.with_("progress", "recommendation", row["id"])),
                )
                if each
            ),
            context=_context(site, row),
        )


def _context(site: Site, row: Row) -> dict[str, Any]:
    theme = site.row("themes", row["theme"])
    edition = site.row("editions", row["edition"])
    assert edition is not None
    current = site.edition is not None and edition["id"] == site.edition["id"]
    return {
        "it": {
            **recommendation(row),
            "text": row["text"],
            "wording": row["wording"],
            "gaps": dict(gaps(row)),
            "named": named(row),
        },
        "theme": theme_link(theme) if theme else None,
        "edition": {
            "title": edition["title"],
            "address": site.edition_address(edition["id"]),
            "current": current,
        },
        "goals": [
            {"title": goal["title"], "address": addresses.goal(goal["theme"], goal["id"])}
            for goal in goals_of(site, row)
        ],
        "responsible": responsible_for(site, row),
        "entries": [
            {
                "date": entry["date"],
                "status": entry["status"],
                "light": entry["light"],
                "note": entry["note"],
                "reported_by": site.title("bodies", entry["reported_by"]),
            }
            for entry in reversed(site.with_("progress", "recommendation", row["id"]))
        ],
        "before": _others(site, "after", row["id"], "before"),
        "after": _others(site, "before", row["id"], "after"),
        "ended": row["status"] in SUCCEEDED or row["status"] is Status.DROPPED,
        "amendments": amendments(site, [row["id"]]),
        "renditions": renditions(site, row["id"]),
        "money": came(
            site,
            "recommendation_money",
            "recommendation",
            row["id"],
            addresses.money_of_recommendation(row["id"]),
        ),
        "table": addresses.table("progress"),
    }


def _others(site: Site, known: str, id: str, wanted: str) -> list[Mapping[str, Any]]:  # noqa: A002
    found = (site.row("recommendations", each[wanted]) for each in site.with_("successions", known, id))
    return [
        {
            **recommendation(each),
            "named": named(each),
            "edition": site.title("editions", each["edition"]),
        }
        for each in found
        if each is not None
    ]
