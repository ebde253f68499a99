"""How a record came to be: its states in git, each with what changed in words."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.text import Text, plural, text
from kic.domain.chapters import KINDS
from kic.domain.concept.recommendation import Light, Status
from kic.errors import UsageError
from kic.store import git
from kic.store.load import read_entry

MOST = 8
"""Changed fields shown for one revision; the rest is counted."""
SHORT = 60


class FieldChange(msgspec.Struct, frozen=True):
    """A field that a revision changed, in words."""

    field: Field
    words: Text


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
                changes=_summed(tuple(_changes(_plain(state.path, before), _plain(state.path, after), ())))
                if older
                else (),
            )
        )
    return tuple(found)


def _plain(path: str, source: bytes | None) -> Any:
    return {} if source is None else read_entry(path, source, KINDS, ())[0].declared


def _changes(before: Any, after: Any, field: Field) -> Iterator[FieldChange]:
    if before == after:
        return
    name = str(field[-1]) if field else ""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _changes(before.get(key), after.get(key), (*field, key))
    elif isinstance(before, list) and isinstance(after, list) and after[: len(before)] == before:
        new = after[len(before) :]
        yield FieldChange(
            field,
            plural(
                "{n} entry added: {words}", "{n} entries added: {words}", n=len(new), words=_brief(new[-1])
            ),
        )
    elif before is None and isinstance(after, list):
        yield FieldChange(
            field,
            plural(
                "{n} entry added: {words}",
                "{n} entries added: {words}",
                n=len(after),
                words=_brief(after[-1]),
            ),
        )
    elif before is None:
        yield FieldChange(field, text("new: {words}", words=_brief(after)))
    elif after is None:
        yield FieldChange(field, text("removed"))
    elif isinstance(before, str) and isinstance(after, str) and len(before) + len(after) < 2 * SHORT:
        yield FieldChange(
            field, text("{before} becomes {after}", before=_shown(name, before), after=_shown(name, after))
        )
    else:
        yield FieldChange(field, text("changed"))


def _brief(value: Any) -> Text | str | Status | Light | datetime.date:
    if not isinstance(value, dict):
        return _shown("", value)
    parts = [_shown(str(key), item) for key, item in value.items() if isinstance(item, str)]
    return Text(
        ", ".join(f"{{w{i}}}" for i in range(len(parts))), {f"w{i}": part for i, part in enumerate(parts)}
    )


def _shown(key: str, value: Any) -> str | Status | Light | datetime.date:
    """A value as what it is, so that it is shown in words; text shortened."""
    for name, values in (("status", Status), ("light", Light)):
        if key == name and value in {each.value for each in values}:
            return values(value)
    words = " ".join(str(value).split())
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def _summed(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    if len(changes) <= MOST:
        return changes
    rest = plural("and {n} more change", "and {n} more changes", n=len(changes) - MOST)
    return (*changes[:MOST], FieldChange((), rest))
