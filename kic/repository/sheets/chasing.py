"""The status query: which recommendations a body is asked about, and who has not answered."""

import datetime
from collections.abc import Collection, Iterable

from kic.core.snapshot import Snapshot
from kic.domain.concept.edition_rules import editions_worked_on
from kic.domain.concept.recommendation import CLOSED, Recommendation

Asked = dict[str | None, tuple[Recommendation, ...]]
"""The recommendations by the body that is responsible; None: no body is."""


def is_open(recommendation: Recommendation, day: datetime.date) -> bool:
    """Whether an update is owed at all: it is neither done nor given up, nor continued by another."""
    latest = recommendation.latest_on(day)
    return latest is None or latest.status not in CLOSED


def asked(
    snapshot: Snapshot,
    day: datetime.date,
    *,
    since: datetime.date | None = None,
    before: Snapshot | None = None,
    only: Collection[str] | None = None,
) -> Asked:
    """Whom a status query asks about what.

    `since`: only what has had no entry from this day on. `before`, the state that a query went out from, counts more
    exactly: only what has had no entry since, of whatever day. `only`: these ids.
    """
    worked_on = editions_worked_on(snapshot)
    found: dict[str | None, list[Recommendation]] = {}
    for each in snapshot.all(Recommendation):
        answered = is_answered(each, since, before)
        wanted = each.edition in worked_on if only is None else each.id in only
        if wanted and not answered and is_open(each, day):
            for body in each.responsible or (None,):
                found.setdefault(body, []).append(each)
    named = sorted(body for body in found if body is not None)
    return {body: tuple(found[body]) for body in (*named, *((None,) if None in found else ()))}


def sheets_of(found: Asked, bodies: Collection[str], *, each_body: bool) -> Asked:
    """What goes into which sheet: `each_body` its own, of these alone where any are named; else all into one (None)."""
    if each_body:
        named = bodies or [body for body in found if body is not None]
        return {body: found[body] for body in named if body in found}
    together = {each.id: each for recommendations in found.values() for each in recommendations}
    return {None: tuple(together.values())} if together else {}


def unanswered(found: Asked, answered: Collection[str]) -> dict[str | None, tuple[str, ...]]:
    """By body the ids that wait still, once these are answered."""
    left = {
        body: tuple(each.id for each in asked_for if each.id not in answered)
        for body, asked_for in found.items()
    }
    return {body: ids for body, ids in left.items() if ids}


def is_answered(recommendation: Recommendation, since: datetime.date | None, before: Snapshot | None) -> bool:
    """Whether the log went on since a query went out: by what it was then, else by the day."""
    if before is not None:
        earlier = before.get(Recommendation, recommendation.id)
        return len(recommendation.progress) > (len(earlier.progress) if earlier is not None else 0)
    return since is not None and any(entry.date >= since for entry in recommendation.progress)


def is_recorded(recommendations: Iterable[Recommendation], head: Snapshot) -> bool:
    """Whether the logs stand in a revision as they are now, so that it tells later what a query went out with."""
    found = ((each, head.get(Recommendation, each.id)) for each in recommendations)
    return all(earlier is not None and earlier.progress == each.progress for each, earlier in found)
