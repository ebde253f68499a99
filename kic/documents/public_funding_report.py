"""The funding report of a year for the public: the same public tables as the site and the open data, and nothing else.

The office's own report (`funding_report`) tells what was requested by applications that got nothing, projects of
private persons and open accounts. This one is made to be published and frozen.
"""

import datetime
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import text
from kic.documents.site.amounts import Sums, budgets, by_call, flow, recipient, status, sums, titled
from kic.documents.site.money import years_of
from kic.documents.site.page import Row, Site
from kic.domain.publishing.money_tables import DECIDED
from kic.errors import UsageError


def context(
    repository: Snapshot, today: datetime.date, year: str, as_of: datetime.date | None
) -> dict[str, Any]:
    """Plain data of the report on a year, as it was public at the end of `as_of` (else today)."""
    day = as_of or today
    site = Site(repository, day)
    accounts = sums(site)
    known = {each["year"]: each for each in years_of(site, accounts)}
    if year not in known:
        raise UsageError(
            "There is no budget and no call of the year {year}.",
            help="There are {years}.",
            year=year,
            years=tuple(known),
        )
    calls = [each for each in accounts if str(each.call["year"]) == year]
    grants = [grant for each in calls for grant in each.grants]
    tagged: dict[str, Any] = tag(
        {
            "page": {
                "title": text("Public funding report {year}", year=year),
                "owner": site.about.municipality.name,
                "office": site.about.municipality.office or "",
                "subject": year,
                "invented": site.about.invented,
            },
            "today": today,
            "as_of": day,
            "invented": site.about.invented,
            "year": year,
            "sums": {
                key: known[year][key]
                for key in ("budget", "called", "uncalled", "awarded", "not_awarded", "paid", "undecided")
            },
            "calls": [_call(each) for each in calls],
            "projects": [_project(site, each) for each in grants],
            "charts": _charts(site, year, calls, grants),
        }
    )
    return tagged


def _call(account: Sums) -> dict[str, Any]:
    keys = ("title", "state", "amount", "applications", "requested")
    return {
        **{key: account.call[key] for key in keys},
        "projects": len(account.grants) or None,
        "awarded": account.given,
        "paid": account.paid,
        "undecided": account.given is None and account.call["state"] not in DECIDED,
    }


def _project(site: Site, grant: Row) -> dict[str, Any]:
    return {
        "title": titled(grant),
        "recipient": recipient(site, grant),
        "status": status(grant, site.today),
        **{key: grant[key] for key in ("awarded", "paid", "final")},
    }


def _charts(site: Site, year: str, calls: list[Sums], grants: list[Row]) -> dict[str, Any]:
    """None of what there is nothing to show."""
    charts: dict[str, Any] = {}
    if drawn := by_call([each for each in calls if each.given is not None]):
        title = text("Money, awards and payments of {year}", year=year)
        charts["budget"] = budgets(site, title, text("Call"), drawn) | {"folded": False}
    if (ways := flow(site, grants)) is not None:
        charts["flow"] = ways | {"folded": False}
    return charts
