"""The concept: every public edition with its themes, visions, goals and recommendations."""

from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.page import Page, Row, Site, gaps
from kic.documents.site.parts import (
    by_number,
    edition,
    extent,
    recommendation,
    recommendations_of,
    renditions,
    theme_link,
    themes_of,
)
from kic.documents.site.revisions import has_synopsis


def pages(site: Site) -> Iterator[Page]:
    """A page for each edition; the current one has the address of the concept."""
    for row in site.rows("editions"):
        current = site.edition is not None and row["id"] == site.edition["id"]
        own = addresses.edition(row["id"])
        yield Page(
            address=addresses.CONCEPT if current else own,
            former=(own,) if current else (),
            template="concept",
            title=row["title"],
            description=row["summary"]
            or text("The integration concept: themes, visions, goals, recommendations."),
            kind=text("Edition"),
            section=addresses.CONCEPT,
            words=tuple(each for each in (row["summary"], row["vision"]) if each),
            context=_context(site, row),
        )


def _context(site: Site, row: Row) -> dict[str, Any]:
    members = recommendations_of(site, row["id"])
    themes = themes_of(site, row["id"])
    rest = [each for each in members if site.row("themes", each["theme"]) is None]
    return {
        "edition": edition(site, row),
        "themes": [_theme(site, theme, members) for theme in themes],
        "rest": [recommendation(each) for each in rest],
        "extent": extent(site, row, members),
        "renditions": renditions(site, row["id"]),
        "others": [
            {
                "title": each["title"],
                "address": site.edition_address(each["id"]),
                "adopted": each["adopted"],
                "superseded": each["superseded"],
            }
            for each in site.rows("editions")
            if each["id"] != row["id"]
        ],
        "revision": addresses.revision(row["id"]) if has_synopsis(site, row) else None,
    }


def _theme(site: Site, theme: Row, members: list[Row]) -> dict[str, Any]:
    return {
        **theme_link(theme),
        "vision": theme["vision"],
        "added": theme["added"],
        "gaps": dict(gaps(theme)),
        "goals": [
            {
                "id": goal["id"],
                "title": goal["title"],
                "address": addresses.goal(theme["id"], goal["id"]),
            }
            for goal in site.with_("goals", "theme", theme["id"])
        ],
        "recommendations": [
            recommendation(each) for each in by_number(members) if each["theme"] == theme["id"]
        ],
    }
