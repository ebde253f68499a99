"""How records and parts are called where others name them: id and title."""

from kic.core.record import Part, Record
from kic.core.snapshot import Snapshot


def title_of(thing: Record | Part | None) -> str | None:
    """The title of a record or part: its own title or name; None if it has none or is not there."""
    for field in ("title", "name"):
        if found := getattr(thing, field, None):
            return str(found)
    return None


def named(repository: Snapshot, id: str) -> str:  # noqa: A002
    """`t2 Sprachförderung`; the id alone where there is no title."""
    title: str | None = None
    for entry in repository.entries_with(id):
        title = title or title_of(entry.record)
    for owned in repository.owned(id):
        title = title or title_of(owned.part)
    return f"{id} {title}" if title else id
