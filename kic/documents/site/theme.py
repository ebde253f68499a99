"""A page for each theme of each edition: its vision, its goals, what is recommended, and how far that is."""

from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.amounts import came
from kic.documents.site.page import Page, Passage, Row, Site, gaps
from kic.documents.site.parts import (
    amendments,
    by_number,
    former,
    labelled,
    recommendation,
    renditions,
    stacked,
    theme_link,
)


def pages(site: Site) -> Iterator[Page]:
    """All themes."""
    for row in site.rows("themes"):
        goals = site.with_("goals", "theme", row["id"])
        yield Page(
            address=addresses.theme(row["id"]),
            former=former(site, row["id"], addresses.theme),
            template="theme",
            title=text("Theme {number}: {title}", number=row["number"], title=row["title"]),
            description=row["vision"]
            or text("A theme of the integration concept with its goals and recommendations."),
            kind=text("Theme"),
            section=addresses.CONCEPT,
            words=tuple(each for each in (row["vision"],) if each),
            passages=tuple(
                Passage(
                    kind=text("Goal"),
                    anchor=goal["id"],
                    title=goal["title"],
                    words=(goal["text"],) if goal["text"] else (),
                )
                for goal in goals
            ),
            context=_context(site, row, goals),
        )


def _context(site: Site, row: Row, goals: tuple[Row, ...]) -> dict[str, Any]:
    members = by_number(site.with_("recommendations", "theme", row["id"]))
    serving = site.grouped("recommendation_goals", "goal")
    edition = site.row("editions", row["edition"])
    assert edition is not None
    reported = any(each["status"] is not None for each in members)
    current = site.edition is not None and edition["id"] == site.edition["id"]
    return {
        "theme": {**theme_link(row), "vision": row["vision"], "added": row["added"], "gaps": dict(gaps(row))},
        "edition": {
            "title": edition["title"],
            "address": site.edition_address(edition["id"]),
            "current": current,
        },
        "goals": [
            {
                "id": goal["id"],
                "title": goal["title"],
                "text": goal["text"],
                "continues": _themes_goals(site, goal["continues"]),
                "recommendations": [
                    recommendation(found)
                    for each in serving.get(goal["id"], ())
                    if (found := site.row("recommendations", each["recommendation"])) is not None
                ],
            }
            for goal in goals
        ],
        "recommendations": [recommendation(each) for each in members],
        "money": came(site, "grant_themes", "theme", row["id"], addresses.money_of_theme(row["id"])),
        "renditions": [each for element in (row, *goals) for each in renditions(site, element["id"])],
        "amendments": amendments(site, [row["id"], *(goal["id"] for goal in goals)]),
        "before": [theme_link(each) for old in split(row["continues"]) if (each := site.row("themes", old))],
        "after": [theme_link(each) for each in site.rows("themes") if row["id"] in split(each["continues"])],
        "reported": reported,
        "charts": {"progress": stacked(site, [(labelled(row), members)])} if reported else {},
    }


def _themes_goals(site: Site, continues: str | None) -> list[dict[str, Any]]:
    """Goals of an earlier edition that a goal goes on with."""
    found = (site.row("goals", each) for each in split(continues))
    return [
        {"title": each["title"], "address": addresses.goal(each["theme"], each["id"])}
        for each in found
        if each is not None
    ]


def split(ids: str | None) -> tuple[str, ...]:
    """The ids of a cell of several."""
    return tuple((ids or "").split())
