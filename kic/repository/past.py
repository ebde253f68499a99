"""The past of one record: the state in which it is read with its history, its revisions, the origin of its words.

What a call shows to nobody yet, today or in that state, is not shown here either.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kic.core.layout import ENDING, FOLDERS
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.scoring.visibility import concealed
from kic.domain.settings import FORMAT
from kic.errors import Refused, UsageError
from kic.repository.partly_read import partly_read
from kic.repository.predecessors import read_what_tells
from kic.store import git
from kic.store.reading.load import load
from kic.store.reading.sources import Revision, Source

if TYPE_CHECKING:
    from kic.repository.blaming import Traced
    from kic.repository.record_history import Revised


Now = Callable[[], Snapshot]
"""The state of now, which is read as a whole, and so only where it is asked for."""


def past(root: Path, source: Source, now: Now, id: str) -> Snapshot | None:  # noqa: A002
    """A state in which a record is read with what its history needs; None: it is the one of now, if any.

    Of many records only those are read that say something of it. Where its file was removed, it is the last state that
    held it.
    """
    state = partly_read(source)
    kind = state.kind_of(id)
    if kind is None or any(entry.declared is None for entry in state):
        return _gone(root, id) if now().kind_of(id) is None else None
    read_what_tells(state, id)
    return state


def _gone(root: Path, id: str) -> Snapshot | None:  # noqa: A002
    """The last state that held a record whose file was removed; None if git knows of none."""
    if not git.is_repository(root):
        return None
    revision = git.last_with(root, f"{id}{ENDING}", *FOLDERS)
    state = load(Revision(root, revision), KINDS, newest=FORMAT) if revision is not None else None
    return state if state is not None and state.entries_with(id) else None


def _hidden(state: Snapshot, now: Now, id: str) -> bool:  # noqa: A002
    """Whether nothing may be shown of a record, in a state of it or now."""
    states = (state, now()) if state.label else (state,)
    return any(concealed(each, entry.path) for each in states for entry in state.entries_with(id))


def revisions(root: Path, state: Snapshot, now: Now, id: str) -> "tuple[Revised, ...]":  # noqa: A002
    """The revisions of a record or part, the newest first, and behind them those of its predecessors."""
    from kic.repository.record_history import history  # noqa: PLC0415  # the origin of words needs none of it

    found = history(root, state, id)
    if _hidden(state, now, id):
        return tuple(msgspec.structs.replace(each, changes=()) for each in found)
    return found


def origins(
    root: Path,
    state: Snapshot,
    now: Now,
    id: str,  # noqa: A002
    fields: tuple[str, ...],
) -> "tuple[Traced, ...]":
    """The origin of the words of a record's texts, or of some of them.

    Raises UsageError for a field that holds no text, and Refused for what a call shows to nobody yet.
    """
    from kic.repository.blaming import blame, text_fields  # noqa: PLC0415

    if _hidden(state, now, id):
        raise Refused("What {id} says is shown to nobody yet.", id=id)
    texts = text_fields(state, id)
    for field in fields:
        if field not in texts:
            raise UsageError(
                "{id} has no text {field}.",
                help="It has {fields}." if texts else "",
                id=id,
                field=field,
                fields=texts,
            )
    return blame(root, state, id, fields)
