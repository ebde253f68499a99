"""The first page: what the concept is, how far it is, and the ways into everything else."""

from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.calls import is_open
from kic.documents.site.page import Page, Row, Site
from kic.documents.site.parts import (
    edition,
    extent,
    labelled,
    recommendation,
    recommendations_of,
    stacked,
    theme_link,
    themes_of,
)
from kic.domain.concept.recommendation import Status

LATEST = 6
"""How many of the last reports the first page names."""


def pages(site: Site) -> Iterator[Page]:
    """One page."""
    shown = site.edition
    members = recommendations_of(site, shown["id"]) if shown else []
    themes = themes_of(site, shown["id"]) if shown else []
    by_theme = [(theme, [each for each in members if each["theme"] == theme["id"]]) for theme in themes]
    charts: dict[str, Any] = {}
    known = extent(site, shown, members) if shown else None
    if known is not None and known["reported"]:
        charts["progress"] = stacked(site, ((labelled(theme), each) for theme, each in by_theme))
    title = shown["title"] if shown else text("Integration concept")
    yield Page(
        address=addresses.HOME,
        template="home",
        title=title,
        description=text("The integration concept, its progress, and the projects that are funded with it."),
        kind=text("Overview"),
        section=addresses.HOME,
        context={
            "edition": edition(site, shown) if shown else None,
            "extent": known,
            "numbers": _numbers(site, members, themes),
            "themes": [
                {**theme_link(theme), "vision": theme["vision"], "count": len(each)}
                for theme, each in by_theme
            ],
            "open_calls": [_call(each) for each in site.rows("calls") if is_open(each, site.today)],
            "latest": _latest(site),
            "charts": charts,
        },
    )


def _numbers(site: Site, members: list[Row], themes: list[Row]) -> dict[str, Any]:
    return {
        "themes": len(themes),
        "recommendations": len(members),
        "under_way": sum(each["status"] in (Status.IN_PROGRESS, Status.ONGOING) for each in members),
        "implemented": sum(each["status"] is Status.IMPLEMENTED for each in members),
        "projects": len(site.rows("grants")),
    }


def _call(row: Row) -> dict[str, Any]:
    return {
        "title": row["title"],
        "address": addresses.call(row["id"]),
        "closes": row["closes"],
        "amount": row["amount"],
    }


def _latest(site: Site) -> list[dict[str, Any]]:
    """The last entries of the progress, the newest first."""
    entries = sorted(
        site.rows("progress"), key=lambda each: (each["date"], each["recommendation"]), reverse=True
    )
    found = []
    for each in entries[:LATEST]:
        row = site.row("recommendations", each["recommendation"])
        assert row is not None
        found.append(
            {**recommendation(row), "date": each["date"], "now": each["status"], "note": each["note"]}
        )
    return found
