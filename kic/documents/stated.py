"""Values of records as far as they are known: what a document says of a field with a gap."""

from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import Stated
from kic.domain.concept.structure import Body
from kic.domain.knowledge import Documented, Source


def stated(record: Documented, field: str) -> Stated:
    """A field's value with what its record says of the gap, if there is one."""
    value = getattr(record, field)
    gap = record.gap(field)
    if isinstance(value, tuple):
        value = list(value)
    if isinstance(value, (list, dict)) and not value:
        value = None
    return Stated(value, gap.state.value if gap else None, gap.note if gap else None)


def sources(record: Documented) -> list[dict[str, Any]]:
    """The sources of a record, for a document."""
    return [_source(source) for source in record.sources]


def _source(source: Source) -> dict[str, Any]:
    return {"title": source.title, "date": source.date, "reference": source.reference}


def bodies(repository: Snapshot, ids: tuple[str, ...]) -> list[str]:
    """The names of bodies; the id where a body's record is missing, so that nothing is dropped."""
    found = ((each, repository.get(Body, each)) for each in ids)
    return [body.name if body is not None else each for each, body in found]
