"""Money: by year, theme and recommendation, with every sum led back to the grants that it adds up.

The money of a recommendation is followed through mergers, splits and editions (`kic.domain.publishing.traced`). What
got nothing, and what nobody named a recommendation for, is told too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kic.core.text import Text, text
from kic.core.values import total
from kic.documents.site import addresses
from kic.documents.site.amounts import (
    Sums,
    awarded,
    budgets,
    by_call,
    flow,
    known,
    paid,
    recipient,
    spent,
    sums,
    titled,
)
from kic.documents.site.page import Page, Row, Site
from kic.documents.site.paging import MOST, parts
from kic.documents.site.parts import by_number, labelled, named
from kic.domain.concept.recommendation import SUCCEEDED, Status
from kic.domain.publishing.money_tables import DECIDED

DRAWN = 16
"""More recommendations are one bar together: a picture is to be seen at a glance, the table tells all."""
CONVENTION = text(
    "A grant that names several themes or recommendations is divided among them in equal parts. What was replaced, "
    "merged or split hands its part on."
)


def pages(site: Site) -> Iterator[Page]:
    """The overview, a page for each year, and one for each theme and recommendation that got money."""
    accounts = sums(site)
    years = years_of(site, accounts)
    yield _overview(site, accounts, years)
    for year in years:
        yield _year(site, year, [each for each in accounts if each.call["year"] == year["number"]])
    yield from _all(site)
    for row in site.rows("themes"):
        yield from _of_element(
            site, row, labelled(row), site.with_("grant_themes", "theme", row["id"]), "theme"
        )
    for row in site.rows("recommendations"):
        came = site.with_("recommendation_money", "recommendation", row["id"])
        yield from _of_element(site, row, named(row), came, "recommendation")


# -- years -----------------------------------------------------------------------------------------------


def years_of(site: Site, accounts: Sequence[Sums]) -> list[dict[str, Any]]:
    """Every year that has a budget or a call, the first one first."""
    stated = {int(each["year"]): each for each in site.rows("budget")}
    of_year: dict[int, list[Sums]] = {}
    for each in accounts:
        of_year.setdefault(int(each.call["year"]), []).append(each)
    found = []
    for year in sorted({*stated, *of_year}):
        calls = of_year.get(year, [])
        fresh = [each.call["amount"] for each in calls if each.call["remainder_of"] is None]
        budget = stated[year]["amount"] if year in stated else None
        given = [each for each in calls if each.given is not None]
        called, gave = known(fresh), known(each.given for each in given)
        found.append(
            {
                "number": year,
                "year": str(year),
                "address": addresses.money_of_year(year),
                "budget": budget,
                "called": called,
                "uncalled": None if budget is None or called is None else budget - called,
                "awarded": gave,
                "not_awarded": None
                if called is None or gave is None or len(given) < len(calls)
                else called - gave,
                "paid": known(each.paid for each in given),
                "calls": len(calls),
                "projects": sum(len(each.grants) for each in calls) or None,
                "undecided": not any(each.call["state"] in DECIDED for each in calls),
            }
        )
    return found


def _year(site: Site, year: Mapping[str, Any], accounts: Sequence[Sums]) -> Page:
    rows = [
        {
            "title": each.call["title"],
            "address": addresses.call(each.call["id"]),
            "state": each.call["state"],
            "amount": each.call["amount"],
            "passed_on": each.passed_on,
            "remainder": each.call["remainder_of"] is not None,
            "given": each.given,
            "undecided": each.given is None and each.call["state"] not in DECIDED,
            "paid": each.paid,
            "projects": len(each.grants) or None,
        }
        for each in accounts
    ]
    drawn = by_call([each for each in accounts if each.given is not None])
    grants = [grant for each in accounts for grant in each.grants]
    charts: dict[str, Any] = {}
    if drawn:
        charts["calls"] = budgets(
            site, text("Money, awards and payments of {year}", year=year["year"]), text("Call"), drawn
        )
    if (ways := flow(site, grants)) is not None:
        charts["flow"] = ways
    return Page(
        address=year["address"],
        template="money-year",
        title=text("Money of {year}", year=year["year"]),
        description=text("The budget of {year} with its calls, awards and payments.", year=year["year"]),
        section=addresses.MONEY,
        kind=text("Money"),
        context={
            **year,
            "rows": rows,
            "list": addresses.projects(year["number"]) if grants else None,
            "pictures": list(charts),
            "charts": charts,
        },
    )


# -- overview --------------------------------------------------------------------------------------------


def _overview(site: Site, accounts: Sequence[Sums], years: Sequence[Mapping[str, Any]]) -> Page:
    grants = site.rows("grants")
    themes = [
        _sum(row, labelled(row), addresses.money_of_theme, site.with_("grant_themes", "theme", row["id"]))
        for row in site.rows("themes")
        if _is_current(site, row) or site.with_("grant_themes", "theme", row["id"])
    ]
    funded = _funded(site)
    without = _unfunded(site)
    unnamed = _unnamed(site, grants)
    charts: dict[str, Any] = {}
    if drawn := [each for each in years if each["awarded"] is not None]:
        charts["years"] = budgets(
            site,
            text("Money, awards and payments by year"),
            text("Year"),
            [
                {
                    "label": each["year"],
                    "budget": each["called"],
                    "awarded": each["awarded"],
                    "paid": each["paid"],
                    "undecided": each["not_awarded"] is None,
                }
                for each in drawn
            ],
        )
    if (ways := flow(site, grants)) is not None:
        charts["flow"] = ways
    if any(each["awarded"] for each in themes):
        charts["themes"] = spent(
            site, text("Money by theme"), text("Theme"), [_drawn(each) for each in themes], [CONVENTION]
        )
    if funded:
        charts["recommendations"] = spent(
            site,
            text("Money by recommendation"),
            text("Recommendation"),
            _largest(funded),
            [CONVENTION],
        )
    return Page(
        address=addresses.MONEY,
        template="money",
        title=text("Funding"),
        description=text("Where the money for integration projects goes, by year, theme and recommendation."),
        section=addresses.MONEY,
        kind=text("Money"),
        context={
            "whole": {"projects": len(grants), "awarded": awarded(grants), "paid": paid(grants)}
            if grants
            else None,
            "years": list(years),
            "themes": themes,
            "recommendations": funded[:MOST],
            "sum": _adds_up(site, grants),
            "without_money": without[:MOST],
            "without_recommendation": unnamed[:MOST],
            "left": {
                "funded": max(0, len(funded) - MOST),
                "without": max(0, len(without) - MOST),
                "unnamed": max(0, len(unnamed) - MOST),
            },
            "all": addresses.MONEY_OF_ALL,
            "unrecorded": [
                {
                    "title": each.call["title"],
                    "address": addresses.call(each.call["id"]),
                    "amount": each.given,
                }
                for each in accounts
                if each.given is not None and not each.grants
            ],
            "pictures": list(charts),
            "charts": charts,
        },
    )


def _is_current(site: Site, row: Row) -> bool:
    return site.edition is not None and row["edition"] == site.edition["id"]


def _goes_on(row: Row) -> bool:
    """Whether money could come to it: what is replaced, merged, split or dropped gets none."""
    return row["status"] not in SUCCEEDED and row["status"] is not Status.DROPPED


def _called(row: Row) -> dict[str, Any]:
    """Number and title apart: the title is in the language of the records, whatever the page's is."""
    return {"number": row["number"], "title": row["title"] or row["id"]}


def _sum(row: Row, title: Text | str, address: Callable[[str], str], came: Sequence[Row]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "label": title,
        **_called(row),
        "address": address(row["id"]) if came else None,
        "projects": len({each["grant"] for each in came}),
        "awarded": awarded(came),
        "paid": paid(came),
    }


def _all(site: Site) -> Iterator[Page]:
    """Every recommendation that got money or could get some, in pages."""
    for part in parts([*_funded(site), *_unfunded(site)], addresses.MONEY_OF_ALL):
        yield Page(
            address=part.address,
            template="money-recommendations",
            title=text("Money by recommendation")
            if part.number == 1
            else text("Money by recommendation, page {number}", number=part.number),
            description=text("What came to each recommendation, also to those that got nothing."),
            section=addresses.MONEY,
            context={"rows": part.rows, "pages": part.pages, "charts": {}},
        )


def _unfunded(site: Site) -> list[dict[str, Any]]:
    """Those of the current edition that go on and to which no public grant has come, by number."""
    found = [
        row
        for row in site.rows("recommendations")
        if _is_current(site, row)
        and _goes_on(row)
        and not site.with_("recommendation_money", "recommendation", row["id"])
    ]
    return [
        {
            **_sum(row, named(row), addresses.recommendation, ()),
            "address": addresses.recommendation(row["id"]),
            "status": row["status"],
        }
        for row in by_number(found)
    ]


def _funded(site: Site) -> list[dict[str, Any]]:
    """Those to which money came, with the most money first."""
    funded = [
        _sum(row, named(row), addresses.money_of_recommendation, came)
        for row in site.rows("recommendations")
        if (came := site.with_("recommendation_money", "recommendation", row["id"]))
    ]
    return sorted(funded, key=lambda each: (-each["awarded"].cents, each["id"]))


def _drawn(each: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": each["label"], "awarded": each["awarded"], "paid": each["paid"]}


def _largest(funded: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The bars of the picture: those with the most money, and all others together."""
    if len(funded) <= DRAWN:
        return [_drawn(each) for each in funded]
    rest = funded[DRAWN - 1 :]
    others = {
        "label": text("{n} others together", n=len(rest)),
        "awarded": awarded(rest),
        "paid": paid(rest),
    }
    return [*(_drawn(each) for each in funded[: DRAWN - 1]), others]


def _unnamed(site: Site, grants: Sequence[Row]) -> list[dict[str, Any]]:
    """Grants of organisations for which no recommendation is told."""
    return [
        {
            "title": titled(each),
            "address": addresses.project(each["id"]),
            "recipient": recipient(site, each),
            "awarded": each["awarded"],
            "paid": each["paid"],
        }
        for each in grants
        if not each["individual"] and not site.with_("grant_recommendations", "grant", each["id"])
    ]


def _adds_up(site: Site, grants: Sequence[Row]) -> list[dict[str, Any]]:
    """All that was awarded, by what is known of where it went; the last line is the sum of the others."""
    came = site.rows("recommendation_money")
    persons = [each for each in grants if each["individual"]]
    unnamed = [
        each
        for each in grants
        if not each["individual"] and not site.with_("grant_recommendations", "grant", each["id"])
    ]
    groups = (
        (text("traced to recommendations"), came),
        (text("for which no recommendation is told"), unnamed),
        (text("to private persons: the recommendation is not told"), persons),
    )
    lines = [{"what": what, "awarded": awarded(rows), "paid": paid(rows)} for what, rows in groups if rows]
    whole = {"awarded": awarded(grants), "paid": paid(grants)}
    rest = {key: amount - total(each[key] for each in lines) for key, amount in whole.items()}
    if any(rest.values()):
        lines.append({"what": text("for recommendations that are not public"), **rest})
    return [*lines, {"what": text("all grants"), **whole}]


# -- a theme, a recommendation ---------------------------------------------------------------------------


def _of_element(site: Site, row: Row, title: Text | str, came: Sequence[Row], kind: str) -> Iterator[Page]:
    if not came:
        return
    theme = kind == "theme"
    address = addresses.money_of_theme if theme else addresses.money_of_recommendation
    own = addresses.theme(row["id"]) if theme else addresses.recommendation(row["id"])
    for part in parts(came, address(row["id"])):
        first = part.number == 1
        yield Page(
            address=part.address,
            template="money-element",
            title=text("Money: {title}", title=title)
            if first
            else text("Money: {title}, page {number}", title=title, number=part.number),
            description=text("Grant by grant, what came to it and over which way."),
            section=addresses.MONEY,
            kind=text("Money") if first else None,
            context={
                **_called(row),
                "of_theme": theme,
                "own_page": own,
                "rows": [_came(site, each) for each in part.rows],
                "projects": len({each["grant"] for each in came}),
                "awarded": awarded(came),
                "paid": paid(came),
                "pages": part.pages,
                "convention": CONVENTION,
                "charts": {},
            },
        )


def _came(site: Site, part: Row) -> dict[str, Any]:
    grant = site.row("grants", part["grant"])
    assert grant is not None
    way = part["way"].split()[:-1] if "way" in part else []
    return {
        "title": titled(grant),
        "address": addresses.project(grant["id"]),
        "recipient": recipient(site, grant),
        "of": {"awarded": grant["awarded"], "paid": grant["paid"]},
        "parts": part["parts"],
        "way": [
            {**_called(over), "address": addresses.recommendation(each)}
            for each in way
            if (over := site.row("recommendations", each)) is not None
        ],
        "awarded": part["awarded"],
        "paid": part["paid"],
    }
