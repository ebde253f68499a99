"""What can happen to a concept: proposals, without judgement. The rules say what may be."""

import itertools

from kic.core.plan import Append, CreateFile, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import PartialDate
from kic.domain.concept.edition import ResolutionBody
from kic.domain.concept.recommendation import Progress, Recommendation


def record_progress(repository: Snapshot, recommendation: Recommendation, entry: Progress) -> Plan:
    """Adds an entry at the end of a recommendation's log."""
    written = {
        "date": entry.date,
        "status": entry.status,
        "light": entry.light,
        "note": entry.note,
        "evidence": list(entry.evidence),
        "successors": list(entry.successors),
        "reported_by": entry.reported_by,
    }
    return Plan(
        text("Progress of {id}: {status}", id=recommendation.id, status=entry.status),
        (
            Append(
                repository.entry(recommendation).path,
                ("progress",),
                {key: value for key, value in written.items() if value not in (None, [])},
            ),
        ),
    )


def next_resolution(repository: Snapshot, date: PartialDate) -> str:
    """The id of the next resolution of a month: `b-2026-11`, then `b-2026-11-2`; of a year alone `b-2026`."""
    stem = f"b-{date.year:04d}" if date.month is None else f"b-{date.year:04d}-{date.month:02d}"
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
    return next(each for each in numbered if not repository.taken(each))


def record_resolution(  # noqa: PLR0913  # what a resolution consists of
    id: str,  # noqa: A002
    title: str,
    body: ResolutionBody,
    date: PartialDate,
    *,
    number: str | None = None,
    body_name: str | None = None,
    words: str | None = None,
    result: str | None = None,
    invented: bool = False,
) -> Plan:
    """A formal decision as a record; a number that is not known yet is written down as a gap."""
    record = {
        "kind": "resolution",
        "id": id,
        "invented": invented or None,
        "gaps": None if number is not None else [{"field": "number", "state": "unknown"}],
        "title": title,
        "body": body,
        "body_name": body_name,
        "date": date,
        "number": number,
        "text": words,
        "result": result,
    }
    told = {key: value for key, value in record.items() if value is not None}
    return Plan(
        text("Resolution {id}: {title}", id=id, title=title),
        (CreateFile(f"concept/resolutions/{id}.yaml", told),),
    )
