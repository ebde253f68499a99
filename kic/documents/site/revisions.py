"""How the text came about: editions and amendments with day, resolution and reason, and a synopsis of each."""

from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.page import Page, Row, Site
from kic.documents.site.parts import edition, resolution_named


def pages(site: Site) -> Iterator[Page]:
    """The history; then what each edition changed, and each amendment."""
    amendments = sorted(
        site.rows("amendments"), key=lambda each: (each["date"].earliest, each["id"]), reverse=True
    )
    yield Page(
        address=addresses.REVISIONS,
        template="revisions",
        title=text("Revisions of the concept"),
        description=text("Which editions and amendments there are, when and by which resolution."),
        kind=text("Overview"),
        section=addresses.REVISIONS,
        context={
            "editions": [_edition(site, each) for each in reversed(site.rows("editions"))],
            "amendments": [_amendment(site, each) for each in amendments],
        },
    )
    for row in amendments:
        yield Page(
            address=addresses.revision(row["id"]),
            template="amendment",
            title=row["title"],
            description=row["reason"],
            kind=text("Amendment"),
            section=addresses.REVISIONS,
            words=(row["reason"],),
            context={"it": _amendment(site, row), "elements": _elements(site, row["id"])},
        )


def _edition(site: Site, row: Row) -> dict[str, Any]:
    before = site.row("editions", row["predecessor"])
    shown = edition(site, row)
    if shown["current"]:
        shown["address"] = addresses.CONCEPT
    return {**shown, "before": before["title"] if before else None}


def _amendment(site: Site, row: Row) -> dict[str, Any]:
    resolution = site.row("resolutions", row["resolution"])
    return {
        **{key: row[key] for key in ("id", "title", "nature", "date", "published", "effective", "reason")},
        "edition": site.title("editions", row["edition"]),
        "resolution": resolution_named(resolution) if resolution else None,
        "address": addresses.revision(row["id"]),
    }


def _elements(site: Site, id: str) -> list[dict[str, Any]]:  # noqa: A002
    """The themes, goals and recommendations that an amendment changed."""
    found = []
    for each in site.with_("amended_elements", "amendment", id):
        name = each["element"]
        if row := site.row("recommendations", name):
            found.append({"title": row["title"] or name, "address": addresses.recommendation(name)})
        elif row := site.row("goals", name):
            found.append({"title": row["title"], "address": addresses.goal(row["theme"], name)})
        elif row := site.row("themes", name):
            found.append({"title": row["title"], "address": addresses.theme(name)})
        elif row := site.row("editions", name):
            found.append({"title": row["title"], "address": addresses.edition(name)})
    return found
