"""The implementation report (Umsetzungsbericht): how far the recommendations of an edition are.

For each theme the way from Leitbild and goals to recommendations with status, light, evidence and notes;
before it what changed since the last report, who owes an update and what is in doubt. What is not known
says so. Indicators stand apart as context: they measure the city, not the effect of a recommendation
(DOMAIN, section 4.3).
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import Stated, tag
from kic.core.text import text
from kic.documents.indicator_charts import with_series
from kic.documents.naming import called, known_title
from kic.documents.stated import bodies, sources, stated
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import current_edition
from kic.domain.concept.indicator import SMALL_GROUP, Indicator
from kic.domain.concept.progress_rules import owing, update_months
from kic.domain.concept.recommendation import (
    CLOSED,
    Event,
    Light,
    Progress,
    Recommendation,
    ReviewResult,
    Status,
)
from kic.domain.concept.structure import Theme
from kic.domain.settings import Settings


def context(
    repository: Snapshot,
    today: datetime.date,
    *,
    since: datetime.date | None = None,
    as_of: datetime.date | None = None,
    edition: str | None = None,
) -> dict[str, Any]:
    """Plain data of the report about the state on `as_of` (else today) and the changes after `since`.

    `since` is the last report's day as the settings name it, unless given; without either the report
    tells no changes. `edition` is the current one unless named. Later entries of the logs are left out.
    """
    day = as_of or today
    settings = repository.only(Settings)
    last = since or (settings.reporting.last_report if settings else None)
    chosen = repository.get(Edition, edition) if edition else current_edition(repository)
    recommendations = _recommendations(repository, chosen)
    shown = [_recommendation(repository, each, day, last) for each in recommendations]
    themes = _themes(repository, chosen, shown)
    indicators, series = with_series(_indicators(repository, themes, day))
    invented = any(r.invented for r in (settings, chosen, *recommendations) if r is not None)
    return _tagged(
        {
            "page": _page(settings, chosen, day, invented=invented),
            "municipality": settings.municipality.name if settings else None,
            "office": settings.municipality.office if settings else None,
            "today": today,
            "as_of": day,
            "since": last,
            "state": repository.label,
            "invented": invented,
            "edition": _edition(repository, chosen),
            "total": len(shown),
            "unreadable": len(repository.entries_of("recommendation")) - len(repository.all(Recommendation)),
            "statuses": _counts(shown, "status", Status),
            "lights": _counts([each for each in shown if not each["closed"]], "light", Light),
            "without_entry": sum(each["status"] is None for each in shown),
            "themes": themes,
            "changes": [each for each in shown if each["entries_since"]] if last else [],
            "months": update_months(repository),
            "owing": _owing(repository, shown, day),
            "doubts": _doubts(repository, recommendations, day),
            "reviews_due": [
                each
                for each in shown
                if not each["closed"] and each["review_by"] and each["review_by"] <= day
            ],
            "indicators": indicators,
            "gaps": _gaps(recommendations),
            "sources": _sources(repository, chosen, recommendations),
            "charts": {"progress": _chart(themes, day), **series},
        }
    )


def _tagged(plain: dict[str, Any]) -> dict[str, Any]:
    tagged: dict[str, Any] = tag(plain)
    return tagged


def _page(
    settings: Settings | None, edition: Edition | None, day: datetime.date, *, invented: bool
) -> dict[str, Any]:
    owner = settings.municipality if settings else None
    return {
        "title": text("Implementation report as of {date}", date=day),
        "owner": owner.name if owner else "",
        "office": (owner.office if owner else None) or "",
        "subject": edition.title if edition else "",
        "invented": invented,
    }


def _recommendations(repository: Snapshot, edition: Edition | None) -> list[Recommendation]:
    found = [r for r in repository.all(Recommendation) if edition is None or r.edition == edition.id]
    return sorted(found, key=lambda r: (r.number is None, r.number or 0, r.id))


def _edition(repository: Snapshot, edition: Edition | None) -> dict[str, Any] | None:
    if edition is None:
        return None
    horizon = edition.horizon
    return {
        "id": edition.id,
        "title": edition.title,
        "summary": edition.summary,
        "vision": edition.vision,
        "adopted": stated(edition, "adopted"),
        "published": stated(edition, "published"),
        "effective": stated(edition, "effective"),
        "resolution": called(repository, edition.resolution) if edition.resolution else None,
        "until": int(horizon.until) if horizon and horizon.until is not None else None,
        "stated_themes": edition.counts.themes,
        "stated_recommendations": edition.counts.recommendations,
        "invented": edition.invented,
    }


# -- recommendations -------------------------------------------------------------------------------------


def _recommendation(
    repository: Snapshot, each: Recommendation, day: datetime.date, last: datetime.date | None
) -> dict[str, Any]:
    entry = each.latest_on(day)
    before = each.latest_on(last) if last else None
    recent = [p for p in each.progress if last is not None and last < p.date <= day]
    return {
        "id": each.id,
        "number": each.number,
        "title": stated(each, "title"),
        "text": stated(each, "text"),
        "wording": each.provenance.wording,
        "wording_source": each.provenance.source,
        "theme": each.theme,
        "goals": list(each.goals),
        "responsible": _responsible(repository, each),
        "status": entry.status if entry else None,
        "light": entry.light if entry else None,
        "date": entry.date if entry else None,
        "note": entry.note if entry else None,
        "evidence": list(entry.evidence) if entry else [],
        "reported_by": bodies(repository, (entry.reported_by,))[0] if entry and entry.reported_by else None,
        "successors": [_called(repository, other) for other in entry.successors] if entry else [],
        "continues": [_called(repository, other) for other in each.continues],
        "closed": bool(entry and entry.status in CLOSED),
        "review_by": each.review_by,
        "status_before": before.status if before else None,
        "light_before": before.light if before else None,
        "entries_since": [_entry(repository, p) for p in recent],
        "invented": each.invented,
    }


def _responsible(repository: Snapshot, each: Recommendation) -> Stated:
    named = stated(each, "responsible")
    return Stated(bodies(repository, each.responsible) or None, named.state, named.note)


def _entry(repository: Snapshot, entry: Progress) -> dict[str, Any]:
    return {
        "date": entry.date,
        "status": entry.status,
        "light": entry.light,
        "note": entry.note,
        "evidence": list(entry.evidence),
        "successors": [_called(repository, other) for other in entry.successors],
    }


def _called(repository: Snapshot, id: str) -> dict[str, Any]:  # noqa: A002
    other = repository.get(Recommendation, id)
    return {"id": id, "number": other.number if other else None, "title": known_title(repository, id)}


def _counts(shown: list[dict[str, Any]], field: str, codes: Iterable[Any]) -> list[dict[str, Any]]:
    counted = Counter(each[field] for each in shown)
    return [{"code": code, "count": counted[code]} for code in codes if counted[code]]


# -- themes ----------------------------------------------------------------------------------------------


def _themes(
    repository: Snapshot, edition: Edition | None, shown: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Themes in their order, last what belongs to none: a recommendation never falls out of the report."""
    by_theme: dict[str | None, list[dict[str, Any]]] = {}
    for each in shown:
        by_theme.setdefault(each["theme"], []).append(each)
    listed = [t for t in repository.all(Theme) if edition is None or t.edition == edition.id]
    themes = [
        _theme(repository, theme, by_theme.pop(theme.id, []))
        for theme in sorted(listed, key=lambda theme: (theme.number, theme.id))
    ]
    rest = [each for each in shown if each["theme"] in by_theme]
    return [*themes, _no_theme(rest)] if rest else themes


def _theme(repository: Snapshot, theme: Theme, members: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": theme.id,
        "number": theme.number,
        "title": theme.title,
        "vision": stated(theme, "vision"),
        "added": theme.added,
        "added_by": called(repository, theme.resolution) if theme.resolution else None,
        "goals_state": stated(theme, "goals").state,
        "goals_note": stated(theme, "goals").note,
        "goals": [
            {
                "id": goal.id,
                "title": goal.title,
                "text": goal.text,
                "recommendations": [_called(repository, m["id"]) for m in members if goal.id in m["goals"]],
            }
            for goal in theme.goals
        ],
        "recommendations": members,
        "statuses": _counts(members, "status", Status),
        "without_entry": sum(each["status"] is None for each in members),
        "invented": theme.invented,
    }


def _no_theme(members: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": None,
        "number": None,
        "title": text("Theme not known"),
        "vision": Stated(),
        "added": None,
        "added_by": None,
        "goals_state": None,
        "goals_note": None,
        "goals": [],
        "recommendations": members,
        "statuses": _counts(members, "status", Status),
        "without_entry": sum(each["status"] is None for each in members),
        "invented": False,
    }


def _chart(themes: list[dict[str, Any]], day: datetime.date) -> dict[str, Any]:
    """Counts per theme by status; `without` have no entry, so that each row adds up."""
    return {
        "form": "stacked",
        "title": text("Progress per theme"),
        "description": text("Number of recommendations of each theme by progress."),
        "as_of": day,
        "source": text("records of the city"),
        "rows": [
            {
                "label": _labelled(theme),
                "counts": {each["code"].value: each["count"] for each in theme["statuses"]},
                "without": theme["without_entry"],
            }
            for theme in themes
        ],
    }


def _labelled(theme: dict[str, Any]) -> Any:
    if theme["number"] is None:
        return theme["title"]
    return text("{number} {title}", number=theme["number"], title=theme["title"])


# -- who owes, what is in doubt, what is around ----------------------------------------------------------


def _owing(repository: Snapshot, shown: list[dict[str, Any]], day: datetime.date) -> list[dict[str, Any]]:
    """By responsible body: recommendations whose update is overdue (KIC240)."""
    late = {each.id for each, _last, _adopted in owing(repository, day)}
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for each in shown:
        if each["id"] in late:
            groups.setdefault(tuple(each["responsible"].value or ()), []).append(each)
    return [
        {"bodies": list(group), "recommendations": members}
        for group, members in sorted(groups.items(), key=lambda item: (not item[0], item[0]))
    ]


def _doubts(
    repository: Snapshot, recommendations: list[Recommendation], day: datetime.date
) -> list[dict[str, Any]]:
    """Events that nobody has judged yet for a recommendation, or that were judged to change it."""
    mine = {each.id: each for each in recommendations}
    found: list[dict[str, Any]] = []
    for event in sorted(repository.all(Event), key=lambda e: (e.date.latest, e.id)):
        if event.date.earliest > day:
            continue
        for affected in event.affects:
            reviews = [r for r in event.reviews if r.recommendation == affected and r.date <= day]
            latest = reviews[-1] if reviews else None
            if affected in mine and (latest is None or latest.result is not ReviewResult.UNCHANGED):
                found.append(
                    {
                        "recommendation": _called(repository, affected),
                        "event": event.title,
                        "event_kind": event.event,
                        "event_date": event.date,
                        "description": event.description,
                        "result": latest.result if latest else None,
                        "review_note": latest.note if latest else None,
                        "invented": event.invented,
                    }
                )
    return found


def _indicators(
    repository: Snapshot, themes: list[dict[str, Any]], day: datetime.date
) -> list[dict[str, Any]]:
    titles = {theme["id"]: theme["title"] for theme in themes}
    titles |= {goal["id"]: goal["title"] for theme in themes for goal in theme["goals"]}
    return [
        {
            "id": each.id,
            "title": each.title,
            "unit": each.unit,
            "definition": each.definition,
            "purpose": each.purpose,
            "context_for": [titles.get(target, target) for target in each.context_for],
            "values": [
                {
                    "date": v.date,
                    "value": text("fewer than {n}", n=SMALL_GROUP) if each.small(v.value) else v.value,
                    "source": v.source,
                    "note": v.note,
                }
                for v in each.values
                if v.date.earliest <= day
            ],
            "targets": [{"date": t.date, "value": t.value} for t in each.targets],
            "invented": each.invented,
        }
        for each in repository.all(Indicator)
    ]


def _gaps(recommendations: list[Recommendation]) -> list[dict[str, Any]]:
    """How many recommendations lack what: a field and a count, most frequent first."""
    counted = Counter((gap.field, gap.state) for each in recommendations for gap in each.gaps)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0][0], item[0][1].value))
    return [{"field": field, "state": state, "count": count} for (field, state), count in ordered]


def _sources(
    repository: Snapshot, edition: Edition | None, recommendations: list[Recommendation]
) -> list[dict[str, Any]]:
    """Every source once, in the order in which the report needs them."""
    themes = [t for t in repository.all(Theme) if edition is None or t.edition == edition.id]
    records = [*([edition] if edition else []), *themes, *recommendations]
    found: list[dict[str, Any]] = []
    for record in records:
        found += [source for source in sources(record) if source not in found]
    return found
