"""How far the current edition is: a picture per theme, a list to sort and to filter, and the last reports."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.page import Page, Row, Site
from kic.documents.site.paging import parts
from kic.documents.site.parts import (
    extent,
    labelled,
    recommendation,
    recommendations_of,
    stacked,
    theme_link,
    themes_of,
)
from kic.domain.concept.recommendation import Status

ROWS = 150
"""Recommendations of one page of the list."""


def pages(site: Site) -> Iterator[Page]:
    """One page, if an edition is public; further ones where the list is very long."""
    shown = site.edition
    if shown is None:
        return
    members = recommendations_of(site, shown["id"])
    by_theme = site.grouped("recommendations", "theme")
    mine = {each["id"] for each in members}
    rows = [
        (labelled(theme), [each for each in by_theme.get(theme["id"], ()) if each["id"] in mine])
        for theme in themes_of(site, shown["id"])
    ]
    rest = [each for each in members if site.row("themes", each["theme"]) is None]
    if rest:
        rows.append((text("Theme not known"), rest))
    statuses = Counter(each["status"] for each in members)
    known = extent(site, shown, members)
    for part in parts(members, addresses.PROGRESS, ROWS):
        first = part.number == 1
        yield Page(
            address=part.address,
            template="progress",
            title=text("Progress") if first else text("Progress, page {n}", n=part.number),
            description=text("How far the recommendations of the concept are, theme by theme."),
            kind=text("Overview") if first else None,
            section=addresses.PROGRESS,
            context={
                "edition": {"title": shown["title"], "address": addresses.CONCEPT},
                "extent": known,
                "first": first,
                "statuses": [{"status": each, "count": statuses[each]} for each in Status if statuses[each]],
                "without": statuses[None],
                "rows": [_row(site, each) for each in part.rows],
                "pages": part.pages,
                "charts": {"progress": stacked(site, rows)} if known["reported"] and first else {},
                "table": addresses.table("recommendations"),
            },
        )


def _row(site: Site, row: Row) -> dict[str, Any]:
    theme = site.row("themes", row["theme"])
    return {**recommendation(row), "theme": theme_link(theme) if theme is not None else None}
