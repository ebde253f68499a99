"""Where a record lies, and where it may have lain."""

from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS


def home(state: Snapshot, id: str) -> Entry | None:  # noqa: A002
    """The file that a record, or the record around a part, stands in."""
    for entry in state.entries_with(id):
        return entry
    for owned in state.owned(id):
        return owned.entry
    return None


def places(entry: Entry) -> tuple[str, ...]:
    """Where the record of an entry may have lain: its path first, then each place that its kind has.

    Places that need another field than the id and the edition are not guessed.
    """
    found = [entry.path]
    edition = getattr(entry.record, "edition", None)
    for layout in KINDS[entry.kind].layouts if entry.kind in KINDS else ():
        place = layout.replace("{id}", entry.id or "")
        if isinstance(edition, str):
            place = place.replace("{edition}", edition)
        if "{" not in place:
            found.append(place)
    return tuple(dict.fromkeys(found))
