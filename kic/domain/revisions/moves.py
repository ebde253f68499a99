"""What can happen to the text of a concept: proposals, without judgement. The rules say what may be."""

import itertools
from collections.abc import Iterable
from typing import Any

from kic.core.plan import CreateFile, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import PartialDate
from kic.domain.concept.edition import Edition
from kic.domain.participation import Contributor
from kic.domain.participation.moves import plain_contributor
from kic.domain.revisions import AmendedElement, Nature

FOLDER = "concept/amendments"


def next_id(repository: Snapshot, year: int) -> str:
    """The id of the next amendment of a year: `ae-2026-1`."""
    return next(id_ for n in itertools.count(1) if not repository.taken(id_ := f"ae-{year:04d}-{n}"))


def new_amendment(  # noqa: PLR0913  # what an amendment consists of
    repository: Snapshot,
    edition: Edition,
    title: str,
    nature: Nature,
    date: PartialDate,
    *,
    reason: str,
    elements: Iterable[AmendedElement],
    id: str | None = None,  # noqa: A002
    published: PartialDate | None = None,
    effective: PartialDate | None = None,
    resolution: str | None = None,
    mover: Contributor | None = None,
) -> Plan:
    """The act of a change of an edition's text, with the elements that it changes.

    Without `id` the next one of the year of the act. The words themselves change in the records of the elements.
    """
    id_ = id or next_id(repository, date.year)
    amendment: dict[str, Any] = {
        "kind": "amendment",
        "id": id_,
        "invented": edition.invented or None,
        "edition": edition.id,
        "title": title,
        "nature": nature,
        "date": date,
        "published": published,
        "effective": effective,
        "resolution": resolution,
        "mover": _mover(mover),
        "reason": reason,
        "elements": [
            _told(
                {
                    "element": each.element,
                    "reason": each.reason,
                    "mover": _mover(each.mover),
                    "contributions": list(each.contributions),
                }
            )
            for each in elements
        ],
    }
    return Plan(
        text("Amendment {id}: {title}", id=id_, title=title),
        (CreateFile(f"{FOLDER}/{id_}.yaml", _told(amendment)),),
    )


def _mover(mover: Contributor | None) -> dict[str, Any] | None:
    return None if mover is None else plain_contributor(mover)


def _told(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in (None, [])}
