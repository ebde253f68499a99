"""How a record came to be: its states in git, each with what changed in words."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.text import Text, plural, text
from kic.errors import UsageError
from kic.store.git import Git
from kic.store.syntax import read

MOST = 8
"""Changed fields shown for one revision; the rest is counted."""
SHORT = 60


class FieldChange(msgspec.Struct, frozen=True):
    """A field that a revision changed, in words."""

    field: Field
    words: Text


class Revised(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of a record: when, by which role, under which subject, and what changed."""

    revision: str
    date: datetime.date
    author: str
    subject: str
    path: str
    moved_from: str | None
    changes: tuple[FieldChange, ...]


def history(root: Path, path: str) -> tuple[Revised, ...]:
    """The revisions of a file, the newest first, renames followed. Raises UsageError outside of git."""
    git = Git(root)
    if not git.is_repository():
        raise UsageError("This repository is not in git, so there is no history.", help="git init begins one.")
    states = git.history(path)
    blobs = git.contents([(state.revision, state.path) for state in states])
    found = []
    for position, state in enumerate(states):
        older = states[position + 1] if position + 1 < len(states) else None
        before = blobs.get((older.revision, older.path)) if older else None
        after = blobs.get((state.revision, state.path))
        found.append(
            Revised(
                revision=state.revision,
                date=state.date,
                author=state.author,
                subject=state.subject,
                path=state.path,
                moved_from=older.path if older and older.path != state.path else None,
                changes=_summed(tuple(_changes(_plain(before), _plain(after), ()))) if older else (),
            )
        )
    return tuple(found)


def _plain(source: bytes | None) -> Any:
    return {} if source is None else read(source, "").value


def _changes(before: Any, after: Any, field: Field) -> Iterator[FieldChange]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _changes(before.get(key), after.get(key), (*field, key))
    elif isinstance(before, list) and isinstance(after, list) and after[: len(before)] == before:
        new = after[len(before) :]
        yield FieldChange(field, plural("{n} entry added: {words}", "{n} entries added: {words}", n=len(new), words=_brief(new[-1])))
    elif before is None and isinstance(after, list):
        yield FieldChange(field, plural("{n} entry added: {words}", "{n} entries added: {words}", n=len(after), words=_brief(after[-1])))
    elif before is None:
        yield FieldChange(field, text("new: {words}", words=_brief(after)))
    elif after is None:
        yield FieldChange(field, text("removed"))
    elif isinstance(before, str) and isinstance(after, str) and len(before) + len(after) < 2 * SHORT:
        yield FieldChange(field, text("{before} becomes {after}", before=before, after=after))
    else:
        yield FieldChange(field, text("changed"))


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        value = ", ".join(str(item) for item in value.values() if isinstance(item, str))
    words = " ".join(str(value).split())
    return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def _summed(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    if len(changes) <= MOST:
        return changes
    rest = plural("and {n} more change", "and {n} more changes", n=len(changes) - MOST)
    return (*changes[:MOST], FieldChange((), rest))
