"""The concept as a brochure, and fact sheets of a theme and of a recommendation: what was resolved, and how far it is.

All three show parts of what the implementation report knows (one reading of the records, one set of words).
"""

import datetime
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import Text, text
from kic.documents import implementation_report
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.errors import UsageError

_SHARED = ("municipality", "office", "today", "as_of", "state", "invented", "edition", "total", "unreadable")


def brochure(repository: Snapshot, today: datetime.date, as_of: datetime.date | None) -> dict[str, Any]:
    """The whole concept: Leitbilder, goals and recommendations in their wording, without progress."""
    report = implementation_report.context(repository, today, as_of=as_of)
    title = report["edition"]["title"] if report["edition"] else text("Integration concept")
    return _titled(report, title) | {
        "themes": report["themes"],
        "sources": report["sources"],
        "gaps": report["gaps"],
        "charts": {},
    }


def theme_sheet(
    repository: Snapshot,
    today: datetime.date,
    id: str,  # noqa: A002
    as_of: datetime.date | None,
) -> dict[str, Any]:
    """One theme: Leitbild, goals, recommendations with their status, and money where calls named the theme."""
    theme = repository.get(Theme, id)
    if theme is None:
        raise UsageError("There is no theme {id}.", id=id)
    report = implementation_report.context(repository, today, as_of=as_of, edition=theme.edition)
    found = next(each for each in report["themes"] if each["id"] == id)
    indicators = [each for each in report["indicators"] if theme.title in each["context_for"]]
    return _titled(report, text("Theme {number}: {title}", number=theme.number, title=theme.title)) | {
        "theme": found,
        "indicators": indicators,
        "charts": {each["chart"]: report["charts"][each["chart"]] for each in indicators if each["chart"]},
    }


def recommendation_sheet(
    repository: Snapshot,
    today: datetime.date,
    id: str,  # noqa: A002
    as_of: datetime.date | None,
) -> dict[str, Any]:
    """One recommendation: wording, place in the concept, who is responsible, and every entry of its progress."""
    recommendation = repository.get(Recommendation, id)
    if recommendation is None:
        raise UsageError("There is no recommendation {id}.", id=id)
    day = as_of or today
    report = implementation_report.context(
        repository, today, as_of=as_of, since=datetime.date.min, edition=recommendation.edition
    )
    theme, found = next(
        (theme, each) for theme in report["themes"] for each in theme["recommendations"] if each["id"] == id
    )
    goals = [goal for goal in theme["goals"] if goal["id"] in recommendation.goals]
    number = f"{recommendation.number} " if recommendation.number is not None else ""
    title = text("Recommendation {number}{title}", number=number, title=recommendation.title or id)
    return _titled(report, title) | {
        "it": found,
        "theme": {"number": theme["number"], "title": theme["title"]},
        "goals": [{"title": goal["title"]} for goal in goals],
        "entries": tag(
            [
                {"date": each.date, "status": each.status, "light": each.light, "note": each.note}
                for each in reversed(recommendation.progress)
                if each.date <= day
            ]
        ),
        "doubts": [each for each in report["doubts"] if each["recommendation"]["id"] == id],
        "charts": {},
    }


def _titled(report: dict[str, Any], title: Text | str | dict[str, Any]) -> dict[str, Any]:
    plain = title if isinstance(title, (str, dict)) else tag(title)
    return {name: report[name] for name in _SHARED} | {"page": report["page"] | {"title": plain}}
