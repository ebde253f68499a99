"""The data of the pictures of indicators: values over time, with targets."""

from collections.abc import Sequence
from typing import Any

from kic.core.text import text
from kic.core.values import Number

MOST_SOURCES = 2
"""More are not named below the picture: the table names the source of each value."""


def with_series(indicators: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The indicators as a report tells them, each with the name of its picture (`chart`), and the pictures.

    One value without a target is no series: its `chart` is None. A small group has words in place of a value, and
    no dot.
    """
    shown: list[dict[str, Any]] = []
    charts: dict[str, Any] = {}
    for number, each in enumerate(indicators, 1):
        plenty = len(_drawn(each)) + len(each["targets"]) > 1
        name = f"series-{number}" if plenty else None
        shown.append({**each, "chart": name})
        if name is not None:
            charts[name] = _series(each)
    return shown, charts


def _drawn(indicator: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in indicator["values"] if isinstance(each["value"], Number)]


def _series(indicator: dict[str, Any]) -> dict[str, Any]:
    values, targets = _drawn(indicator), indicator["targets"]
    sources = list(dict.fromkeys(each["source"] for each in values))
    return {
        "form": "series",
        "folded": True,
        "title": text("{title} over time", title=indicator["title"]),
        "description": text(
            "Recorded values as full dots, joined by a line; targets as rings, with a dashed line to each. Between "
            "two dots nothing is recorded."
        ),
        "indicator": indicator["title"],
        "unit": indicator["unit"],
        "as_of": max((each["date"] for each in values), key=lambda date: date.latest, default=None),
        "source": sources if len(sources) <= MOST_SOURCES else text("see the table"),
        "rows": [
            {"date": each["date"], "value": each["value"], "target": target, "source": each.get("source")}
            for target, found in ((False, values), (True, targets))
            for each in found
        ],
    }
