"""How a record came to be: its states in git, each with what changed in words."""

import datetime
from pathlib import Path
from typing import Any

import msgspec

from kic.documents.field_changes import FieldChange, changed_fields
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.store import git
from kic.store.load import read_entry


class Revised(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of a record: when, under which subject, and what changed."""

    revision: str
    date: datetime.date
    subject: str
    path: str
    moved_from: str | None
    changes: tuple[FieldChange, ...]


def history(root: Path, path: str) -> tuple[Revised, ...]:
    """The revisions of a file, the newest first, renames followed. Raises UsageError outside of git."""
    if not git.is_repository(root):
        raise UsageError(
            "This repository is not in git, so there is no history.", help="git init begins one."
        )
    states = git.commits_touching(root, path)
    trees = {state.revision: git.tree(root, state.revision, state.path).get(state.path) for state in states}
    contents = git.blobs(root, (oid for oid in trees.values() if oid))
    found = []
    for position, state in enumerate(states):
        older = states[position + 1] if position + 1 < len(states) else None
        before = contents.get(trees[older.revision] or "") if older else None
        after = contents.get(trees[state.revision] or "")
        found.append(
            Revised(
                revision=state.revision,
                date=state.date.date(),
                subject=state.subject,
                path=state.path,
                moved_from=older.path if older and older.path != state.path else None,
                changes=changed_fields(_plain(state.path, before), _plain(state.path, after))
                if older
                else (),
            )
        )
    return tuple(found)


def _plain(path: str, source: bytes | None) -> Any:
    return {} if source is None else read_entry(path, source, KINDS, ())[0].declared
