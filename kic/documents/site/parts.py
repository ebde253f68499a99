"""Pieces that several pages show: a recommendation in a list, an edition, where a theme's progress stands."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kic.core.text import Text, text
from kic.documents.site import addresses
from kic.documents.site.page import Row, Site, gaps
from kic.domain.concept.recommendation import CLOSED, Status


def by_number(rows: Iterable[Row]) -> list[Row]:
    """In the order of the numbers, what has none last."""
    return sorted(rows, key=lambda row: (row["number"] is None, row["number"] or 0, row["id"]))


def goals_of(site: Site, row: Row) -> list[Row]:
    """The goals that a recommendation serves, as far as they are public."""
    served = site.with_("recommendation_goals", "recommendation", row["id"])
    return [goal for each in served if (goal := site.row("goals", each["goal"])) is not None]


def responsible_for(site: Site, row: Row) -> list[Any]:
    """The names of the bodies that are responsible for a recommendation."""
    bodies = site.with_("responsible_bodies", "recommendation", row["id"])
    return [name for each in bodies if (name := site.title("bodies", each["body"]))]


def recommendation(row: Row) -> dict[str, Any]:
    """A recommendation as a line of a list: number, title, where it stands, and its page."""
    return {
        "id": row["id"],
        "number": row["number"],
        "title": row["title"],
        "address": addresses.recommendation(row["id"]),
        "status": row["status"],
        "light": row["light"],
        "reported": row["reported"],
        "closed": row["status"] in CLOSED,
        "theme": row["theme"],
    }


def named(row: Row) -> Text | str:
    """A recommendation by number and title."""
    if row["title"] is None:
        return text(
            "Recommendation {number}", number=row["number"] if row["number"] is not None else row["id"]
        )
    title: str = row["title"]
    return title if row["number"] is None else text("{number} {title}", number=row["number"], title=title)


def themes_of(site: Site, edition: str) -> list[Row]:
    """The themes of an edition in their order."""
    return by_number(site.with_("themes", "edition", edition))


def recommendations_of(site: Site, edition: str) -> list[Row]:
    """The recommendations of an edition by number."""
    return by_number(site.with_("recommendations", "edition", edition))


def theme_link(row: Row) -> dict[str, Any]:
    """A theme in a list."""
    return {
        "id": row["id"],
        "number": row["number"],
        "title": row["title"],
        "address": addresses.theme(row["id"]),
    }


def edition(site: Site, row: Row) -> dict[str, Any]:
    """An edition with its dates and the resolution that it rests on."""
    resolution = site.row("resolutions", row["resolution"])
    return {
        "id": row["id"],
        "title": row["title"],
        "summary": row["summary"],
        "vision": row["vision"],
        "address": addresses.edition(row["id"]),
        "resolution": resolution_named(resolution) if resolution else None,
        "current": site.edition is not None and row["id"] == site.edition["id"],
        "gaps": dict(gaps(row)),
        **{key: row[key] for key in ("drafted", "adopted", "published", "effective", "superseded")},
    }


def extent(site: Site, row: Row, members: Sequence[Row]) -> dict[str, Any]:
    """How many recommendations an edition has, as it says itself, and how many of them are recorded here.

    What it says, it says of today: on another day there may have been fewer.
    """
    stated = None if site.past else row["stated_recommendations"]
    return {
        "recorded": len(members),
        "stated": stated if stated is not None else len(members),
        "complete": stated is None or stated == len(members),
        "reported": any(each["status"] is not None for each in members),
    }


def resolution_named(row: Row) -> Text:
    """A resolution by number, day and body."""
    body = row["body_name"] or row["body"]
    if row["number"] is None:
        return text("Resolution of {date} ({body})", date=row["date"], body=body)
    return text("Resolution {number} of {date} ({body})", number=row["number"], date=row["date"], body=body)


def amendments(site: Site, elements: Iterable[str]) -> list[dict[str, Any]]:
    """The amendments of elements, the newest first; `to_come` are those of which the words do not hold yet."""
    named = {each["amendment"] for id_ in elements for each in site.with_("amended_elements", "element", id_)}
    found = [each for each in site.rows("amendments") if each["id"] in named]
    return [
        {
            "title": each["title"],
            "date": each["date"],
            "effective": each["effective"],
            "to_come": each["effective"] is not None and each["effective"].earliest > site.today,
            "address": addresses.revision(each["id"]),
        }
        for each in sorted(found, key=lambda each: (each["date"].earliest, each["id"]), reverse=True)
    ]


def former(site: Site, id: str, address: Callable[[str], str]) -> tuple[str, ...]:  # noqa: A002
    """The addresses that a record had under ids of former times."""
    return tuple(address(each.before) for each in site.moved if each.after == id)


def renditions(site: Site, element: str) -> list[dict[str, Any]]:
    """Summaries, translations and easy language of a text."""
    return [
        {key: each[key] for key in ("rendition", "language", "title", "text", "url")}
        for each in site.with_("renditions", "element", element)
    ]


def stacked(site: Site, rows: Iterable[tuple[Text | str, list[Row]]]) -> dict[str, Any]:
    """The picture of progress: recommendations of each row by status; `without` have no report."""
    return {
        "form": "stacked",
        "title": text("Progress per theme"),
        "description": text("Number of recommendations of each theme by progress."),
        "as_of": site.today,
        "source": text("records of the city"),
        "folded": True,
        "rows": [
            {
                "label": label,
                "counts": {
                    status.value: n for status in Status if (n := sum(m["status"] is status for m in members))
                },
                "without": sum(m["status"] is None for m in members),
            }
            for label, members in rows
        ],
    }


def labelled(row: Row) -> Text:
    """A theme by number and title."""
    return text("{number} {title}", number=row["number"], title=row["title"])
