"""Funded projects: a page each, and lists of all and of each year.

A project is public once its award notice has gone out (`kic.domain.publishing.grants`). A private person has a generic
name with a running id, as 360Giving advises: no title, no period, no recommendation.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.amounts import awarded, paid, recipient, status, titled
from kic.documents.site.page import Page, Row, Site
from kic.documents.site.paging import MOST, parts

FIELDS = ("start", "end", "requested", "awarded", "paid", "final", "decided", "noticed")
"""The columns that a project's page shows, in the order of its life."""

MOST_OTHERS = 20
"""More projects of the same organisation are found in the lists."""


def pages(site: Site) -> Iterator[Page]:
    """The list of all projects, those of each year, and every project."""
    grants = site.rows("grants")
    years: dict[int, list[Row]] = {}
    for each in grants:
        years.setdefault(year_of(site, each), []).append(each)
    yield _all(site, grants, years)
    for year, of_year in sorted(years.items()):
        yield from _of_year(site, year, of_year)
    for each in grants:
        yield _project(site, each)


def year_of(site: Site, grant: Row) -> int:
    """The year of a grant: that of its call, else that of the committee's decision."""
    call = site.row("calls", grant["call"])
    return int(call["year"]) if call is not None else int(grant["decided"].year)


def listed(site: Site, grants: Sequence[Row]) -> list[dict[str, Any]]:
    """Projects as the rows of a list."""
    named = site.grouped("grant_themes", "grant")
    return [
        {
            "id": each["id"],
            "address": addresses.project(each["id"]),
            "title": titled(each),
            "year": str(year_of(site, each)),
            "call": {"title": site.title("calls", each["call"]), "address": addresses.call(each["call"])},
            "recipient": recipient(site, each),
            "recipient_address": _recipient_address(site, each),
            "person": each["person"],
            "themes": [
                {
                    "id": one["theme"],
                    "title": site.title("themes", one["theme"]),
                    "address": addresses.theme(one["theme"]),
                }
                for one in named.get(each["id"], ())
            ],
            "awarded": each["awarded"],
            "paid": each["paid"],
            "final": each["final"],
            "status": status(each, site.today),
        }
        for each in grants
    ]


def _recipient_address(site: Site, grant: Row) -> str | None:
    """The page of the organisation; a private person has none."""
    known = None if grant["individual"] else site.row("bodies", grant["recipient"])
    return None if known is None else addresses.recipient(known["id"])


def _summed(grants: Sequence[Row]) -> dict[str, Any]:
    return {
        "count": len(grants),
        "awarded": awarded(grants),
        "paid": paid(grants),
        "persons": sum(each["individual"] for each in grants),
    }


def _all(site: Site, grants: Sequence[Row], years: dict[int, list[Row]]) -> Page:
    """All projects, newest first; of very many only the newest, as each year has pages of its own."""
    newest = sorted(grants, key=lambda each: (each["noticed"], each["id"]), reverse=True)
    shown = newest[:MOST]
    return Page(
        address=addresses.PROJECTS,
        template="projects",
        title=text("Funded projects"),
        description=text(
            "Every project that the city has funded on its integration concept, with its money."
        ),
        section=addresses.PROJECTS,
        kind=text("Overview"),
        context={
            "year": None,
            "projects": listed(site, shown),
            "left": len(newest) - len(shown),
            "years": [
                {"year": str(year), "address": addresses.projects(year), **_summed(of_year)}
                for year, of_year in sorted(years.items(), reverse=True)
            ],
            "whole": _summed(grants),
            "shown": _summed(shown),
            "recipients": addresses.RECIPIENTS if grants else None,
            "pages": [],
            "charts": {},
        },
    )


def _of_year(site: Site, year: int, grants: Sequence[Row]) -> Iterator[Page]:
    """The projects of a year in the order of their notices, so that a full page stays as it is."""
    ordered = sorted(grants, key=lambda each: (each["noticed"], each["id"]))
    for part in parts(ordered, addresses.projects(year)):
        yield Page(
            address=part.address,
            template="projects",
            title=text("Funded projects of {year}", year=str(year))
            if part.number == 1
            else text("Funded projects of {year}, page {number}", year=str(year), number=part.number),
            description=text("The projects of the calls of {year}, with their money.", year=str(year)),
            section=addresses.PROJECTS,
            kind=text("Overview") if part.number == 1 else None,
            context={
                "year": str(year),
                "projects": listed(site, part.rows),
                "left": 0,
                "years": [],
                "whole": _summed(ordered),
                "shown": _summed(part.rows),
                "recipients": None,
                "pages": part.pages,
                "charts": {},
            },
        )


def _project(site: Site, grant: Row) -> Page:
    name, title = recipient(site, grant), titled(grant)
    recommendations = [
        each["recommendation"] for each in site.with_("grant_recommendations", "grant", grant["id"])
    ]
    return Page(
        address=addresses.project(grant["id"]),
        template="project",
        title=title,
        description=text("{recipient}, {amount} awarded.", recipient=name, amount=grant["awarded"]),
        section=addresses.PROJECTS,
        kind=text("Project"),
        words=tuple(each for each in (grant["summary"], name if isinstance(name, str) else None) if each),
        context={
            "id": grant["id"],
            "individual": grant["individual"],
            "person": grant["person"],
            "recipient": name,
            "recipient_address": _recipient_address(site, grant),
            "summary": grant["summary"],
            "year": str(year_of(site, grant)),
            "year_address": addresses.projects(year_of(site, grant)),
            "call": {
                "title": site.title("calls", grant["call"]) or grant["call"],
                "address": addresses.call(grant["call"]),
            },
            "status": status(grant, site.today),
            "facts": {each: grant[each] for each in FIELDS},
            "unspent": grant["awarded"] - grant["final"] if grant["final"] is not None else None,
            "themes": [_theme(site, each) for each in site.with_("grant_themes", "grant", grant["id"])],
            "recommendations": [_named(site, each) for each in recommendations],
            "goals": _goals(site, recommendations),
            "money": [_came(site, each) for each in site.with_("recommendation_money", "grant", grant["id"])],
            "other": [
                {
                    "address": addresses.project(each["id"]),
                    "title": titled(each),
                    "year": str(year_of(site, each)),
                    "awarded": each["awarded"],
                }
                for each in _others(site, grant)
            ],
            "charts": {},
        },
    )


def _theme(site: Site, part: Row) -> dict[str, Any]:
    return {
        "title": site.title("themes", part["theme"]),
        "address": addresses.theme(part["theme"]),
        "parts": part["parts"],
        "awarded": part["awarded"],
        "paid": part["paid"],
    }


def _named(site: Site, recommendation: str) -> dict[str, Any]:
    row = site.row("recommendations", recommendation)
    return {
        "id": recommendation,
        "number": row["number"] if row is not None else None,
        "title": (row["title"] if row is not None else None) or recommendation,
        "address": addresses.recommendation(recommendation),
    }


def _came(site: Site, part: Row) -> dict[str, Any]:
    """What of the grant came where: over mergers and editions to the recommendation that goes on."""
    return {
        "to": _named(site, part["recommendation"]),
        "way": [_named(site, each) for each in part["way"].split()[:-1]],
        "parts": part["parts"],
        "awarded": part["awarded"],
        "paid": part["paid"],
    }


def _goals(site: Site, recommendations: Sequence[str]) -> list[dict[str, Any]]:
    """The goals that the recommendations serve, each once, as the concept says."""
    served = dict.fromkeys(
        each["goal"]
        for recommendation in recommendations
        for each in site.with_("recommendation_goals", "recommendation", recommendation)
    )
    found = []
    for id_ in served:
        goal = site.row("goals", id_)
        if goal is not None:
            found.append({"title": goal["title"], "address": addresses.goal(goal["theme"], id_)})
    return found


def _others(site: Site, grant: Row) -> tuple[Row, ...]:
    """Other grants of the same organisation; never of a private person, who could be told by them."""
    if grant["individual"] or grant["recipient"] is None:
        return ()
    same = site.with_("grants", "recipient", grant["recipient"])
    return tuple(islice((each for each in same if each["id"] != grant["id"]), MOST_OTHERS))
