"""The public text of the concept as a snapshot, of which synopses are made: what is not in it cannot be shown.

It holds adopted editions with their themes, goals and recommendations, and the acts by which they changed, with the
reasons. Who moved a change and what contributions led to it are left out, as are the words of resolutions, evidence and
notes for the office (`concept_tables` says why).
"""

from collections.abc import Callable
from typing import Any

import msgspec

from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.publishing.concept_tables import Concept
from kic.domain.revisions import Amendment


def public_text(repository: Snapshot) -> Snapshot:
    """The records of the public editions without what is not public of them; nothing else is there."""
    concept = Concept(repository)
    wanted = {
        *(id(each) for each in concept.editions),
        *(id(each) for each in concept.themes),
        *(id(each) for each in concept.recommendations),
        *(id(each) for each in concept.amendments),
    }
    named = {
        *(each.resolution for each in concept.editions),
        *(each.resolution for each in concept.themes),
        *(each.resolution for each in concept.amendments),
    }
    entries = {
        entry.path: _shown(entry)
        for entry in repository
        if entry.record is not None
        and (
            id(entry.record) in wanted or (isinstance(entry.record, Resolution) and entry.record.id in named)
        )
    }
    return Snapshot(entries)


def _shown(entry: Entry) -> Entry:
    record: Any = entry.record
    gaps = tuple(msgspec.structs.replace(each, note=None) for each in record.gaps)
    bare = msgspec.structs.replace(record, sources=(), gaps=gaps, **_LEFT_OUT[type(record)](record))
    return msgspec.structs.replace(entry, record=bare, source=b"", declared=None)


def _amendment(record: Amendment) -> dict[str, Any]:
    elements = tuple(msgspec.structs.replace(each, mover=None, contributions=()) for each in record.elements)
    return {"mover": None, "reviews": (), "elements": elements}


def _recommendation(record: Recommendation) -> dict[str, Any]:
    entries = tuple(msgspec.structs.replace(each, evidence=()) for each in record.progress)
    return {"progress": entries, "review_by": None}


_LEFT_OUT: dict[type[Any], Callable[[Any], dict[str, Any]]] = {
    Edition: lambda _record: {},
    Theme: lambda _record: {"variants": ()},
    Recommendation: _recommendation,
    Amendment: _amendment,
    Resolution: lambda _record: {"text": None, "result": None, "changes": ()},
}
"""What of a record is taken away, by its class."""
