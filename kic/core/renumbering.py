"""Another id for a record or part: its own fields, everything that names it, and the files called after it.

Ids that begin with the old one and belong to it go along: those of notices and payments of an application, of
applications of a call, of goals of a theme. Texts in which the id stands are told, not changed.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from kic.core.ids import is_id
from kic.core.layout import PUBLISHED
from kic.core.place import Field
from kic.core.plan import Edit, MoveFile, Plan, RenameKey, SetField
from kic.core.record import Entry, Record
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count
from kic.errors import Refused, UsageError

_NUMBERED = re.compile(r"(.*?)([0-9]+)")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Mention(msgspec.Struct, frozen=True):
    """A text in which an old id stands, and which stays as it is."""

    path: str
    field: Field
    id: str


class Renumbering(msgspec.Struct, frozen=True):
    """New ids by the old ones, the plan that gives them, and what a person has to look at."""

    ids: dict[str, str]
    plan: Plan
    mentions: tuple[Mention, ...]


def next_free(repository: Snapshot, id: str) -> str:  # noqa: A002
    """The id with the next number that is free here and elsewhere: `2026-1-017` after `2026-1-016`.

    Raises UsageError for an id that ends with no number.
    """
    found = _NUMBERED.fullmatch(id)
    if found is None:
        raise UsageError("{id} ends with no number.", help="Name the new id: kic renumber {id} NEW", id=id)
    stem, digits = found[1], found[2]
    ends = (
        each.removeprefix(stem)
        for each in (*repository.ids(), *repository.elsewhere)
        if each.startswith(stem)
    )
    highest = max(int(each) for each in (digits, *ends) if each.isascii() and each.isdigit())
    return f"{stem}{highest + 1:0{len(digits)}}"


def renumber(repository: Snapshot, old: str, new: str) -> Renumbering:
    """The plan that gives the record or part `old` the id `new`, with every reference to it.

    Raises UsageError for a word that is no id, and Refused where the new one is taken or a file that names the old one
    cannot be read.
    """
    if not is_id(new):
        raise UsageError(
            "{id} is no id.", help="An id has lower-case letters, digits and hyphens, 63 at most.", id=new
        )
    belonging = (old, *sorted(_belonging(repository, old)))
    ids = {each: _part_of(old).sub(new, each, count=1) for each in belonging}
    for each in ids.values():
        if repository.kind_of(each) is not None or repository.taken(each):
            raise Refused("The id {id} is taken already, here or on another branch.", id=each)
    unread = [entry.path for entry in repository if entry.record is None and old.encode() in entry.source]
    if unread:
        raise Refused(
            "{id} stands in a file that cannot be read as it is: {path}",
            help="kic check says what is wrong with it.",
            id=old,
            path=unread[0],
        )
    changed: set[tuple[str, Field]] = set()
    edits = tuple(_edits(repository, ids, changed))
    title = text("Give {old} the id {new}", old=old, new=new)
    return Renumbering(ids, Plan(title, edits), tuple(_mentions(repository, tuple(ids), changed)))


def _edits(repository: Snapshot, ids: dict[str, str], changed: set[tuple[str, Field]]) -> Iterator[Edit]:
    """Values, then keys, then files; `changed` gets the places."""
    keys: list[RenameKey] = []
    for reference in repository.references():
        if reference.target not in ids:
            continue
        place = (reference.entry.path, reference.field)
        changed.add(place)
        if _is_key(reference.entry.declared, reference.field, reference.target):
            keys.append(RenameKey(*place, ids[reference.target]))
        else:
            yield SetField(*place, ids[reference.target])
    for each, to in ids.items():
        for owned in repository.owned(each):
            changed.add((owned.entry.path, (*owned.field, "id")))
            yield SetField(owned.entry.path, (*owned.field, "id"), to)
        for entry in repository.entries_with(each):
            changed.add((entry.path, ("id",)))
            yield SetField(entry.path, ("id",), to)
            yield from _number(entry, each, to)
    # Below a key with its new name, fields have other paths: the deepest first.
    yield from sorted(keys, key=lambda edit: -len(edit.field))
    for entry in repository:
        path = _path(entry, ids)
        if path != entry.path:
            yield MoveFile(entry.path, path)
            yield from _frozen_beside(repository, entry.path, path)


def _frozen_beside(repository: Snapshot, old: str, new: str) -> Iterator[Edit]:
    """The files of a publication go where its manifest goes."""
    if old.startswith(PUBLISHED):
        folder, to = old.rpartition("/")[0], new.rpartition("/")[0]
        for path in repository.files:
            if path.startswith(f"{folder}/") and path != old:
                yield MoveFile(path, to + path.removeprefix(folder))


def _belonging(repository: Snapshot, old: str) -> set[str]:
    """Ids that are made from this one: of its parts, and of records that refer to it."""
    own = {entry.path for entry in repository.entries_with(old)}
    part_of = _part_of(old)
    belonging: set[str] = set()
    for reference in repository.incoming(old):
        named = reference.entry.id
        if named is not None and named != old and part_of.search(named):
            belonging.add(named)
    for each in repository.ids():
        if each.startswith(f"{old}-") and any(owned.entry.path in own for owned in repository.owned(each)):
            belonging.add(each)
    for each in sorted(belonging):
        belonging |= _belonging(repository, each)
    return belonging


def _part_of(id: str) -> re.Pattern[str]:  # noqa: A002
    """Finds an id as a whole part of another: `s01` in `2026-1-s01`."""
    return re.compile(rf"(?<![a-z0-9]){re.escape(id)}(?![a-z0-9])")


def _at(declared: Any, field: Field) -> Any:
    for step in field:
        if isinstance(declared, dict):
            declared = declared.get(str(step))
        elif isinstance(declared, list) and isinstance(step, int) and step < len(declared):
            declared = declared[step]
        else:
            return None
    return declared


def _is_key(declared: Any, field: Field, target: str) -> bool:
    """Whether a reference is the key of a map, not a value in it."""
    return (
        field[-1] == target and isinstance(_at(declared, field[:-1]), dict) and _at(declared, field) != target
    )


def _number(entry: Entry, old: str, new: str) -> Iterator[Edit]:
    """A field `number` that the id ends with."""
    number = getattr(entry.record, "number", None)
    ends = _NUMBERED.fullmatch(old), _NUMBERED.fullmatch(new)
    if isinstance(number, int) and ends[0] is not None and ends[1] is not None and int(ends[0][2]) == number:
        yield SetField(entry.path, ("number",), Count(int(ends[1][2])))


def _path(entry: Entry, ids: dict[str, str]) -> str:
    """Where a record lies once these ids are others; where it lies oddly, it stays."""
    record = entry.record
    for layout in record.layouts if record is not None else ():
        if _PLACEHOLDER.sub(lambda found: str(getattr(record, found[1])), layout) == entry.path:
            return _PLACEHOLDER.sub(lambda found: _renamed(record, found[1], ids), layout)
    return entry.path


def _renamed(record: Record | None, name: str, ids: dict[str, str]) -> str:
    value = str(getattr(record, name))
    return ids.get(value, value)


def _mentions(
    repository: Snapshot, ids: tuple[str, ...], changed: set[tuple[str, Field]]
) -> Iterator[Mention]:
    """Texts with an id as a word of its own."""
    whole = re.compile(
        rf"(?<![a-z0-9-])({'|'.join(map(re.escape, sorted(ids, key=len, reverse=True)))})(?![a-z0-9-])"
    )
    begin = min(ids, key=len).encode()
    for entry in repository:
        if begin not in entry.source:
            continue
        for field, words in _texts(entry.declared, ()):
            found = whole.search(words) if (entry.path, field) not in changed else None
            if found is not None:
                yield Mention(entry.path, field, found[1])


def _texts(value: Any, field: Field) -> Iterator[tuple[Field, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*field, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _texts(inner, (*field, position))
