"""Indicators: figures about the city with values, targets and sources. They are context and measure no effect."""

from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.core.values import Number
from kic.documents.indicator_charts import with_series
from kic.documents.site import addresses
from kic.documents.site.page import Page, Row, Site, gaps
from kic.domain.concept.indicator import SMALL_GROUP


def pages(site: Site) -> Iterator[Page]:
    """The list of indicators, and every indicator with its series."""
    told = [_told(site, each) for each in site.rows("indicators")]
    yield Page(
        address=addresses.INDICATORS,
        template="indicators",
        title=text("Indicators"),
        description=text("Figures about the city with their definition, their series and their targets."),
        section=addresses.INDICATORS,
        kind=text("Overview"),
        context={"indicators": told, "charts": {}},
    )
    for each in told:
        yield _indicator(each)


def _told(site: Site, row: Row) -> dict[str, Any]:
    values = [
        {
            "date": each["date"],
            "value": text("fewer than {n}", n=SMALL_GROUP) if each["suppressed"] else each["value"],
            "source": each["source"],
        }
        for each in sorted(
            site.with_("indicator_values", "indicator", row["id"]), key=lambda one: one["date"].latest
        )
    ]
    return {
        "id": row["id"],
        "address": addresses.indicator(row["id"]),
        "title": row["title"],
        "unit": row["unit"],
        "definition": row["definition"],
        "purpose": row["purpose"],
        "counts_people": row["counts_people"],
        "context_for": [
            named
            for each in (row["context_for"] or "").split()
            if (named := _element(site, each)) is not None
        ],
        "gaps": dict(gaps(row)),
        "values": values,
        "last": values[-1] if values else None,
        "suppressed": any(not isinstance(each["value"], Number) for each in values),
        "targets": [
            {
                "date": each["date"],
                "value": each["value"],
                "resolution": site.title("resolutions", each["resolution"]),
            }
            for each in site.with_("indicator_targets", "indicator", row["id"])
        ],
    }


def _element(site: Site, id_: str) -> dict[str, Any] | None:
    """The theme or goal that an indicator gives context to, if it is public."""
    theme, goal = site.row("themes", id_), site.row("goals", id_)
    if theme is not None:
        return {"title": theme["title"], "address": addresses.theme(id_)}
    return None if goal is None else {"title": goal["title"], "address": addresses.goal(goal["theme"], id_)}


def _indicator(told: dict[str, Any]) -> Page:
    (shown,), charts = with_series([told])
    return Page(
        address=told["address"],
        template="indicator",
        title=told["title"],
        description=told["definition"],
        section=addresses.INDICATORS,
        kind=text("Indicator"),
        words=tuple(each for each in (told["definition"], told["purpose"]) if each),
        context={**told, "picture": shown["chart"], "charts": charts},
    )
