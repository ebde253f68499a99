"""Records with fields that are not there yet, or were different: the record, its plain value and its places alike.

An edit names a field by the keys of the file. It takes the field out, or gives it another value; an item of a list
goes as a whole. The rest of the entry stays, and a field is still found in the file's text where it stands.
"""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kic.core.place import Aim, Field, Span
from kic.core.record import Entry, Locate, declared

_Tree = dict[Any, Any]


class Set(msgspec.Struct, frozen=True):
    """Another value of a field: as the record has it, and plain as the file would."""

    field: Field
    value: Any
    plain: Any


class Drop(msgspec.Struct, frozen=True):
    """A field that has its default again, or an item of a list that is not there."""

    field: Field


Edit = Set | Drop


def trimmed(entry: Entry, edits: Iterable[Edit]) -> Entry:
    """The entry with these fields changed; the same entry where there are none. Later edits of a field count."""
    tree: _Tree = {}
    for edit in edits:
        _plant(tree, edit)
    if not tree or entry.record is None:
        return entry
    return Entry(
        path=entry.path,
        source=entry.source,
        kind=entry.kind,
        id=entry.id,
        record=_applied(entry.record, tree),
        declared=_plain(entry.declared, tree),
        locate=_located(entry.locate, tree),
    )


def _plant(tree: _Tree, edit: Edit) -> None:
    *steps, last = edit.field
    for step in steps:
        below = tree.setdefault(step, {})
        if not isinstance(below, dict):
            return  # what it stands in goes as a whole
        tree = below
    tree[last] = edit


def _applied(value: Any, tree: _Tree) -> Any:
    if isinstance(value, msgspec.Struct):
        names = {each.key: each.name for each in declared(type(value))}
        changes = {}
        for key, edit in tree.items():
            name = names[key]
            changes[name] = (
                _default(type(value), name) if isinstance(edit, Drop) else _new(getattr(value, name), edit)
            )
        return msgspec.structs.replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(
            _new(item, tree[at]) if at in tree else item
            for at, item in enumerate(value)
            if not isinstance(tree.get(at), Drop)
        )
    assert isinstance(value, Mapping)
    return {
        key: _new(item, tree[key]) if key in tree else item
        for key, item in value.items()
        if not isinstance(tree.get(key), Drop)
    }


def _new(value: Any, edit: Any) -> Any:
    return edit.value if isinstance(edit, Set) else _applied(value, edit)


@functools.cache
def fields(cls: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The fields of a class with their defaults. Each state asks anew, and asking takes longer than all the rest."""
    return msgspec.structs.fields(cls)


def _default(cls: type[msgspec.Struct], name: str) -> Any:
    for field in fields(cls):
        if field.name == name:
            if field.default is not msgspec.NODEFAULT:
                return field.default
            if field.default_factory is not msgspec.NODEFAULT:
                return field.default_factory()
    raise TypeError(f"{cls.__name__}.{name} has no default")


def _plain(value: Any, tree: _Tree) -> Any:
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if not isinstance(tree.get(key), Drop)}
        for key, edit in tree.items():
            if isinstance(edit, Set):
                kept[key] = edit.plain
            elif key in kept:
                kept[key] = _plain(kept[key], edit)
        return kept
    if isinstance(value, list):
        return [
            _plain_item(item, tree.get(at))
            for at, item in enumerate(value)
            if not isinstance(tree.get(at), Drop)
        ]
    return value


def _plain_item(item: Any, edit: Any) -> Any:
    if edit is None:
        return item
    return edit.plain if isinstance(edit, Set) else _plain(item, edit)


def _located(locate: Locate, tree: _Tree) -> Locate:
    """Finds fields in the text as it stands, where items that are not there yet still take their places."""
    return lambda field, aim: _found(locate, tree, field, aim)


def _found(locate: Locate, tree: _Tree, field: Field, aim: Aim) -> Span:
    written: list[Any] = []
    below: Any = tree
    for step in field:
        at = step
        if isinstance(at, int) and isinstance(below, dict):
            for each in sorted(key for key, edit in below.items() if isinstance(edit, Drop)):
                at += each <= at
        written.append(at)
        below = below.get(at) if isinstance(below, dict) else None
    return locate(tuple(written), aim)
