"""What can happen to a concept: proposals, without judgement. The rules say what may be."""

from kic.core.plan import Append, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import text
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
