"""The whole concept with its progress as one page: for the city's content management system.

Every edition, theme, goal, recommendation and amendment on it is an anchor called by its id, so that links into the
page hold as long as the ids do.
"""

from typing import Any

from kic.core.text import text
from kic.documents.site.page import Row, Site, gaps
from kic.documents.site.parts import (
    by_number,
    edition,
    goals_of,
    labelled,
    recommendation,
    recommendations_of,
    resolution_named,
    responsible_for,
    stacked,
    themes_of,
)

TITLE = text("Integration concept")


def whole(site: Site) -> dict[str, Any]:
    """What the page shows: the current edition; None in `edition` as long as none is public."""
    shown = site.edition
    members = recommendations_of(site, shown["id"]) if shown else []
    themes = themes_of(site, shown["id"]) if shown else []
    rest = [each for each in members if site.row("themes", each["theme"]) is None]
    charts: dict[str, Any] = {}
    if members:
        charts["progress"] = stacked(site, ((labelled(theme), _of(members, theme)) for theme in themes))
    return {
        "title": shown["title"] if shown else TITLE,
        "edition": edition(site, shown) if shown else None,
        "themes": [_theme(site, theme, members) for theme in themes],
        "rest": [_recommendation(site, each) for each in rest],
        "amendments": [_amendment(site, each) for each in _amendments(site, shown)],
        "counted": len(members),
        "charts": charts,
    }


def _of(members: list[Row], theme: Row) -> list[Row]:
    return [each for each in members if each["theme"] == theme["id"]]


def _theme(site: Site, theme: Row, members: list[Row]) -> dict[str, Any]:
    return {
        **{key: theme[key] for key in ("id", "number", "title", "vision", "added")},
        "goals": [
            {key: goal[key] for key in ("id", "title", "text")}
            for goal in site.with_("goals", "theme", theme["id"])
        ],
        "recommendations": [_recommendation(site, each) for each in by_number(_of(members, theme))],
    }


def _recommendation(site: Site, row: Row) -> dict[str, Any]:
    """A recommendation with its words, who is responsible, its goals and every report, the newest first."""
    after = (
        site.row("recommendations", each["after"]) for each in site.with_("successions", "before", row["id"])
    )
    return {
        **recommendation(row),
        "text": row["text"],
        "gaps": dict(gaps(row)),
        "goals": [{"id": goal["id"], "title": goal["title"]} for goal in goals_of(site, row)],
        "responsible": responsible_for(site, row),
        "after": [
            recommendation(each) for each in after if each is not None and each["edition"] == row["edition"]
        ],
        "entries": [
            {
                **{key: entry[key] for key in ("date", "status", "light", "note")},
                "reported_by": site.title("bodies", entry["reported_by"]),
            }
            for entry in reversed(site.with_("progress", "recommendation", row["id"]))
        ],
    }


def _amendments(site: Site, shown: Row | None) -> list[Row]:
    """The amendments of an edition, the newest first."""
    if shown is None:
        return []
    found = site.with_("amendments", "edition", shown["id"])
    return sorted(found, key=lambda each: (each["date"].earliest, each["id"]), reverse=True)


def _amendment(site: Site, row: Row) -> dict[str, Any]:
    resolution = site.row("resolutions", row["resolution"])
    names = [each["element"] for each in site.with_("amended_elements", "amendment", row["id"])]
    here = [each for each in names if _stands_here(site, each)]
    return {
        **{key: row[key] for key in ("id", "title", "date", "nature", "effective", "reason")},
        "resolution": resolution_named(resolution) if resolution else None,
        "elements": [{"id": each, "title": _title(site, each)} for each in here],
    }


def _stands_here(site: Site, id: str) -> bool:  # noqa: A002
    """Whether the page has an anchor for an element: it belongs to the current edition."""
    goal = site.row("goals", id)
    row = site.row("recommendations", id) or site.row("themes", goal["theme"] if goal else id)
    return row is not None and site.edition is not None and row["edition"] == site.edition["id"]


def _title(site: Site, id: str) -> str:  # noqa: A002
    return site.title("recommendations", id) or site.title("goals", id) or site.title("themes", id) or id
