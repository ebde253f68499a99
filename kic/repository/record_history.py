"""How a record came to be: its states in git, each with what changed in words."""

import datetime
import enum
import functools
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.record import declared
from kic.core.text import Text, plural, text
from kic.core.values import Moment, Money
from kic.domain.chapters import KINDS
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
                changes=_between(_plain(state.path, before), _plain(state.path, after)) if older else (),
            )
        )
    return tuple(found)


def _plain(path: str, source: bytes | None) -> Any:
    return {} if source is None else read_entry(path, source, KINDS, ())[0].declared


_Types = Mapping[str, tuple[type[enum.Enum] | type[Money] | type[Moment], ...]]
"""For a key of a kind's file, the types whose values have words of their own."""


def _between(before: Any, after: Any) -> tuple[FieldChange, ...]:
    kind = after.get("kind") if isinstance(after, dict) else None
    return _summed(tuple(_changes(before, after, (), _types(kind) if isinstance(kind, str) else {})))


@functools.cache
def _types(kind: str) -> _Types:
    """The types that are shown in words: enums, money, moments; a key may have several in one file."""
    found: dict[str, list[type[enum.Enum | Money | Moment]]] = {}
    waiting: list[Any] = [KINDS[kind]] if kind in KINDS else []
    seen = set(waiting)
    while waiting:
        for field in declared(waiting.pop()):
            for each in _leaves(field.type):
                if not isinstance(each, type):
                    continue
                if issubclass(each, msgspec.Struct) and each not in seen:
                    seen.add(each)
                    waiting.append(each)
                elif issubclass(each, (enum.Enum, Money, Moment)):
                    found.setdefault(field.key, []).append(each)
    return {key: tuple(dict.fromkeys(each)) for key, each in found.items()}


def _leaves(annotation: Any) -> Iterator[Any]:
    inner = typing.get_args(annotation)
    if not inner:
        yield annotation
    for each in inner:
        yield from _leaves(each)


def _changes(before: Any, after: Any, field: Field, types: _Types) -> Iterator[FieldChange]:
    if before == after:
        return
    name = str(field[-1]) if field else ""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _changes(before.get(key), after.get(key), (*field, key), types)
    elif (
        isinstance(before, list | None)
        and isinstance(after, list)
        and after[: len(before or ())] == (before or [])
    ):
        new = after[len(before or ()) :]
        yield FieldChange(
            field,
            plural(
                "{n} entry added: {words}",
                "{n} entries added: {words}",
                n=len(new),
                words=_brief(name, new[-1], types),
            ),
        )
    elif before is None:
        yield FieldChange(field, text("new: {words}", words=_brief(name, after, types)))
    elif after is None:
        yield FieldChange(field, text("removed"))
    elif isinstance(before, str) and isinstance(after, str) and len(before) + len(after) < 2 * SHORT:
        was, now = _shown(name, before, types), _shown(name, after, types)
        yield FieldChange(field, text("{before} becomes {after}", before=was, after=now))
    else:
        yield FieldChange(field, text("changed"))


def _brief(name: str, value: Any, types: _Types) -> Any:
    if not isinstance(value, dict):
        return _shown(name, value, types)
    parts = [_shown(str(key), item, types) for key, item in value.items() if isinstance(item, str)]
    return Text(
        ", ".join(f"{{w{i}}}" for i in range(len(parts))), {f"w{i}": part for i, part in enumerate(parts)}
    )


def _shown(key: str, value: Any, types: _Types) -> Any:
    """A value as what it is, so that it is shown in words; text shortened."""
    words = " ".join(str(value).split())
    for each in types.get(key, ()):
        try:
            return each(words) if issubclass(each, enum.Enum) else each.parse(words)
        except ValueError:
            continue
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def _summed(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    if len(changes) <= MOST:
        return changes
    rest = plural("and {n} more change", "and {n} more changes", n=len(changes) - MOST)
    return (*changes[:MOST], FieldChange((), rest))
