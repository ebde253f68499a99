"""What the sheets of a workbook hold: the records of a kind, and beside them their lists, such as plan lines.

A row of a list is known by its record and its place there, `2026-1-001.3`, or by its own id, `t2.t2-z1`. A new row
names its record alone and becomes a new entry at the end. Where entries have lists themselves, as items of an agenda
have exclusions, they stand in the record's place: `2026-12-03.top-1.2`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from kic.core.place import Field
from kic.core.record import Part, Record
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.domain.chapters import KINDS
from kic.present.language import Language
from kic.repository.sheets.columns import (
    CREATABLE,
    LOGS,
    MADE_BY,
    SHOWN,
    Column,
    ThemeAmount,
    columns_of,
    columns_of_list,
    item_of,
    lists_of,
)
from kic.repository.sheets.values import canonical


class Thing(NamedTuple):
    """What a row is about: a record, or an entry of one of its lists; where it stands, and as what it was declared."""

    id: str
    value: Any
    path: str
    field: Field = ()
    declared: Any = {}


class Owner(NamedTuple):
    """What has a list, and so what a new row of it names: its file, and the way to the list in there."""

    path: str
    way: Field


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of a workbook. `list` is the field of a list, empty for the records themselves.

    `things` are those in this state, by what their rows are called; `makes` tells that a row may make a new one, and
    `fixed` that those which are there are not changed, as in a log. `command` changes one that is only shown, and
    `made_by` makes one that no row makes. `owners` are those of which new rows of a list may be.
    """

    kind: str
    list: str = ""
    columns: tuple[Column, ...]
    things: Mapping[str, Thing]
    makes: bool = False
    fixed: bool = False
    command: str = ""
    made_by: str = ""
    owners: Mapping[str, Owner] = {}

    @property
    def key(self) -> str:
        """The key of its column of ids."""
        return id_key(self.kind, self.list)

    @property
    def way(self) -> Field:
        """The way to the list in its record."""
        return tuple(self.list.split("."))

    def row_key(self, id: str) -> str:  # noqa: A002
        """What a row is called among those of all sheets of the workbook."""
        return f"{self.list}:{id}" if self.list else id

    def word(self, language: Language) -> str:
        """How the sheet is called."""
        return word_of_list(self.list, language) if self.list else language.label("kind", self.kind)

    @property
    def noun(self) -> Label | Text:
        """The same in a sentence."""
        kind = Label("kind", self.kind)
        if not self.list:
            return kind
        return text("{kind}, {list}", kind=kind, list=Label("field", str(self.way[-1])))


def word_of_list(name: str, language: Language) -> str:
    """How the sheet of a list is called: by its own word, and that of the map or group around it."""
    first, *inner = (language.label("field", step) for step in name.split("."))
    return ", ".join(inner) or first


def id_key(kind: str, of_list: str = "") -> str:
    """The key of a column of ids: it names the kind, and the list."""
    return f"{kind}.{of_list}.id" if of_list else f"{kind}.id"


def tables_of(snapshot: Snapshot, kind: str, records: Iterable[Record] | None = None) -> tuple[Table, ...]:
    """The sheets of a kind, for these records, or all of a state."""
    chosen = tuple(records) if records is not None else snapshot.all(KINDS[kind])
    things = {each.id: _thing(snapshot, each) for each in chosen}
    tables = [
        Table(kind=kind, columns=columns_of(kind), things=things, makes=kind in CREATABLE),
    ]
    for name in lists_of(kind):
        command = SHOWN.get(kind, {}).get(name, "")
        held = [each for thing in things.values() for each in _held(thing, name)]
        entries = {entry.id: entry for each in held for entry in _entries(each)}
        tables.append(
            Table(
                kind=kind,
                list=name,
                columns=columns_of_list(kind, name),
                things=entries,
                makes=not command and not issubclass(item_of(kind, name), Part),
                fixed=bool(command) or (kind, name) in LOGS,
                command=command,
                made_by=MADE_BY.get((kind, name), ""),
                owners={each.id: Owner(each.path, each.field) for each in held},
            )
        )
    return tuple(tables)


def _thing(snapshot: Snapshot, record: Record) -> Thing:
    entry = snapshot.entry(record)
    declared = entry.declared if isinstance(entry.declared, dict) else {}
    return Thing(record.id, record, entry.path, (), declared)


def _held(thing: Thing, name: str) -> Iterator[Thing]:
    """Each list of this name in a record, called as what has it: one, or one for each entry of the list around it."""
    found = [thing]
    for step in name.split("."):
        found = [_inside(each, step) for one in found for each in _parts(one)]
    yield from found


def _parts(thing: Thing) -> Iterator[Thing]:
    """The entries of a list on the way to another one; what is no list is itself."""
    if isinstance(thing.value, tuple):
        yield from _entries(thing)
    else:
        yield thing


def _inside(thing: Thing, step: str) -> Thing:
    declared = thing.declared.get(step) if isinstance(thing.declared, Mapping) else None
    return Thing(thing.id, getattr(thing.value, step, None), thing.path, (*thing.field, step), declared)


def _entries(held: Thing) -> Iterator[Thing]:
    """The entries of a list or map."""
    if isinstance(held.value, Mapping):
        for key, amount in held.value.items():
            yield Thing(
                f"{held.id}.{key}", ThemeAmount(theme=key, amount=amount), held.path, (*held.field, key)
            )
        return
    for place, each in enumerate(held.value or ()):
        own = each.id if isinstance(each, Part) else str(place + 1)
        listed = held.declared
        plain = listed[place] if isinstance(listed, list) and place < len(listed) else {}
        yield Thing(
            f"{held.id}.{own}",
            each,
            held.path,
            (*held.field, place),
            plain if isinstance(plain, dict) else {},
        )


def same_values(columns: Iterable[Column], one: Any, values: Mapping[str, Any]) -> bool:
    """Whether an entry has these values in its columns."""
    return all(
        canonical(column.value(one), column.default) == canonical(values.get(column.key), column.default)
        for column in columns
    )


def record_of(id: str) -> str:  # noqa: A002
    """The record of a row: an entry is called `2026-1-001.3`."""
    return id.partition(".")[0]


def owner_of(id: str) -> str:  # noqa: A002
    """What has the list in which an entry stands: the record, or the entry of another list."""
    return id.rpartition(".")[0]
