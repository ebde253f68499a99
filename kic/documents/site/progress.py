"""How far the current edition is: a picture per theme, a list to sort and to filter, and the last reports."""

from collections import Counter
from collections.abc import Iterator

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.page import Page, Site
from kic.documents.site.parts import (
    extent,
    labelled,
    recommendation,
    recommendations_of,
    stacked,
    theme_link,
    themes_of,
)
from kic.domain.concept.recommendation import Light, Status


def pages(site: Site) -> Iterator[Page]:
    """One page, if an edition is public."""
    shown = site.edition
    if shown is None:
        return
    members = recommendations_of(site, shown["id"])
    themes = themes_of(site, shown["id"])
    rows = [(labelled(theme), [each for each in members if each["theme"] == theme["id"]]) for theme in themes]
    rest = [each for each in members if site.row("themes", each["theme"]) is None]
    if rest:
        rows.append((text("Theme not known"), rest))
    statuses = Counter(each["status"] for each in members)
    lights = Counter(each["light"] for each in members)
    yield Page(
        address=addresses.PROGRESS,
        template="progress",
        title=text("Progress"),
        description=text("How far the recommendations of the concept are, theme by theme."),
        kind=text("Overview"),
        section=addresses.PROGRESS,
        context={
            "edition": {"title": shown["title"], "address": addresses.CONCEPT},
            "extent": extent(shown, members),
            "statuses": [{"status": each, "count": statuses[each]} for each in Status if statuses[each]],
            "lights": [{"light": each, "count": lights[each]} for each in Light if lights[each]],
            "without": statuses[None],
            "themes": [theme_link(each) for each in themes],
            "rows": [
                {
                    **recommendation(each),
                    "theme": theme_link(theme) if (theme := site.row("themes", each["theme"])) else None,
                }
                for each in members
            ],
            "charts": {"progress": stacked(site, rows)} if statuses.total() > statuses[None] else {},
            "table": addresses.table("recommendations"),
        },
    )
