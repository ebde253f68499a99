"""The data of the allocation paper's pictures: the ranked list, requests by theme, the sums that fund each."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from kic.allocation.outcome import Outcome
from kic.core.text import Text, plural, text
from kic.core.values import Money, Number, total

_WHOLE = 10_000
"""The full width of a bar."""
MOST_RANGES = 60
"""With more applications nobody can read the picture of the sums; the paper then says where to find them."""
_TIMES = 3
"""The scale of sums ends at so many times the call's money at the latest."""


def charts_of(  # what the pictures are made of
    ranking: Sequence[Mapping[str, Any]],
    *,
    asked: Sequence[Mapping[str, Any]],
    themes: Sequence[str],
    line: int,
    highest: Number | None,
    budget: Money,
    as_of: datetime.date | None = None,
) -> dict[str, Any]:
    """The pictures by name; none of what there is nothing to show.

    `ranking` are the applications in rank order, `asked` all of the call with those that take no part, `themes`
    the titles in the call's order, `highest` the upper end of the scale of marks, `as_of` the day of the data.
    """
    charts: dict[str, Any] = {}
    if ranking:
        charts["allocation"] = _ranked(ranking, line, highest)
    if asked:
        charts["themes"] = _themes(asked, themes)
    if ranking and len(ranking) <= MOST_RANGES and any(each["ranges"] is not None for each in ranking):
        charts["budgets"] = _ranges(ranking, budget)
    about = {"as_of": as_of, "source": text("records of the city")} if as_of is not None else {}
    return {name: {**chart, **about} for name, chart in charts.items()}


def _ranked(ranking: Sequence[Mapping[str, Any]], line: int, highest: Number | None) -> dict[str, Any]:
    scores = [each["score"] for each in ranking if each["score"] is not None]
    most = max([*scores, *([highest] if highest is not None else [])], key=_hundredths, default=Number("0"))
    return {
        "form": "ranked",
        "folded": True,
        "title": text("Ranking, scores and proposed awards"),
        "description": text(
            "Applications in rank order. The length of a bar is the score, its pattern says whether the "
            "application is to be funded in full, in part or not. A dashed line shows how far the money reaches."
        )
        if line
        else text(
            "Applications in rank order. The length of a bar is the score, its pattern says whether the "
            "application is to be funded in full, in part or not."
        ),
        "line": line,
        "most": most,
        "rows": [
            {
                "rank": each["rank"],
                "label": each["title"],
                "score": each["score"],
                "share": _share(each["score"], most),
                "requested": each["requested"],
                "award": each["award"],
                "status": _status(each),
            }
            for each in ranking
        ],
    }


def _status(each: Mapping[str, Any]) -> str:
    if each["outcome"] is Outcome.PARTIAL:
        return "part"
    if each["outcome"] is not Outcome.FUNDED:
        return "none"
    return "full" if each["award"] == each["requested"] else "admissible"


def _hundredths(score: Number) -> int:
    from fractions import Fraction  # noqa: PLC0415

    return int(Fraction(str(score)) * 100)


def _share(score: Number | None, most: Number) -> int:
    """The length of the bar; a centred score below 0 has none."""
    if score is None or _hundredths(score) <= 0:
        return 0
    return _hundredths(score) * _WHOLE // _hundredths(most)


def _themes(asked: Sequence[Mapping[str, Any]], themes: Sequence[str]) -> dict[str, Any]:
    by_theme: dict[str | None, list[Mapping[str, Any]]] = {theme: [] for theme in themes}
    for each in asked:
        for theme in dict.fromkeys(each["themes"]) or (None,):
            by_theme.setdefault(theme, []).append(each)
    return {
        "form": "themes",
        "folded": False,
        "title": text("Requested and proposed by theme"),
        "description": text(
            "For each theme the requested sum as a frame and the proposed awards within it. An application with "
            "several themes counts in full in each of them."
        ),
        "whole": _sums(asked),
        "rows": [
            {"label": theme if theme is not None else text("Theme not known"), **_sums(found)}
            for theme, found in by_theme.items()
        ],
    }


def _sums(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "number": len(found),
        "requested": total(each["requested"] for each in found),
        "award": total(each["award"] for each in found),
    }


def _ranges(ranking: Sequence[Mapping[str, Any]], budget: Money) -> dict[str, Any]:
    ends = [
        end.cents for each in ranking for bounds in each["ranges"] or () for end in bounds if end is not None
    ]
    most = min(max([budget.cents, *ends]), _TIMES * budget.cents)
    return {
        "form": "ranges",
        "folded": True,
        "title": text("With which sums each application would be funded"),
        "description": text(
            "For each application a bar from nothing to a larger sum than the call's. It is filled where the "
            "application would be funded, in full or in part; a mark shows the money of the call."
        ),
        "budget": budget,
        "most": _rounded_up(Money(most)),
        "rows": [
            {"label": each["title"], "words": _told(each["ranges"]), "ranges": each["ranges"]}
            for each in ranking
        ],
    }


def _rounded_up(amount: Money) -> Money:
    """A little more, with two digits: 61,500 becomes 65,000."""
    wanted = max(100, amount.cents + amount.cents // 20)
    unit: int = 10 ** (len(str(wanted)) - 2)
    return Money(-(-wanted // unit) * unit)


def _told(ranges: Sequence[Sequence[Money | None]] | None) -> Text:
    """The sums in words: from which on it is always funded, and whether some below fund it, too."""
    if ranges is None:
        return text("too many ranges to show")
    if not ranges:
        return text("not funded with any sum")
    start, end = ranges[-1]
    if end is not None:
        return plural(
            "funded in {n} range up to {end}", "funded in {n} ranges up to {end}", n=len(ranges), end=end
        )
    below = len(ranges) - 1
    if not below:
        return text("funded from {start} on", start=start)
    return plural(
        "funded from {start} on, and in {n} range below it",
        "funded from {start} on, and in {n} ranges below it",
        n=below,
        start=start,
    )
