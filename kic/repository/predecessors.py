"""Which records went on as another one: declared succession, followed back through all editions."""

from kic.core.snapshot import Snapshot
from kic.domain.revisions.succession import Declared
from kic.repository.partly_read import PartlyRead
from kic.repository.record_places import home

_FOLDERS = (
    "concept/concept.yaml",
    "concept/editions/",
    "concept/themes/",
    "concept/recommendations/",
    "concept/amendments/",
)
"""What says something of a text of the concept: what went on as what, and the acts that changed it."""
_KINDS = ("recommendation", "theme", "goal")


def predecessors(state: Snapshot, id: str) -> dict[str, tuple[str, ...]]:  # noqa: A002
    """For a record and all before it, the records that went on as it, in the order of their files.

    Of an edition there are none: its history stands alone.
    """
    if state.kind_of(id) not in _KINDS:
        return {}
    earlier = Declared(state, state).earlier()
    found: dict[str, tuple[str, ...]] = {}
    waiting = [id]
    while waiting:
        at = waiting.pop(0)
        if at not in found:
            others = (each for each in earlier.get(at, ()) if each not in (at, id))
            found[at] = tuple(sorted(others, key=lambda each: (_path(state, each), each)))
            waiting += found[at]
    return found


def read_what_tells(state: PartlyRead, id: str) -> None:  # noqa: A002
    """Reads every record that says something of a text of the concept or of one that went on as it.

    Whatever does so names its id; of a large concept these are few. Nothing is read for what is no such text.
    """
    if state.kind_of(id) not in (*_KINDS, "edition"):
        return
    known: set[str] = set()
    while new := {id, *predecessors(state, id)} - known:
        state.read_naming(new, *_FOLDERS)
        known |= new


def _path(state: Snapshot, id: str) -> str:  # noqa: A002
    entry = home(state, id)
    return entry.path if entry is not None else ""
