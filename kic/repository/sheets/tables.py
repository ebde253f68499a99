"""What the sheets of a workbook hold: the records of a kind, and beside them their lists, such as plan lines.

A row of a list is known by its record and its place there, `2026-1-001.3`, or by its own id, `t2.t2-z1`. A new row
names its record alone and becomes a new entry at the end.
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
    declared: Mapping[str, Any] = {}


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of a workbook. `list` is the field of a list, empty for the records themselves.

    `things` are those in this state, by what their rows are called; `makes` tells that a row may make a new one, and
    `fixed` that those which are there are not changed, as in a log. `command` changes one that is only shown, and
    `made_by` makes one that no row makes.
    """

    kind: str
    list: str = ""
    columns: tuple[Column, ...]
    things: Mapping[str, Thing]
    makes: bool = False
    fixed: bool = False
    command: str = ""
    made_by: str = ""

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
        entries = {entry.id: entry for thing in things.values() for entry in _entries(thing, name)}
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
            )
        )
    return tuple(tables)


def _thing(snapshot: Snapshot, record: Record) -> Thing:
    entry = snapshot.entry(record)
    declared = entry.declared if isinstance(entry.declared, dict) else {}
    return Thing(record.id, record, entry.path, (), declared)


def _entries(thing: Thing, name: str) -> Iterator[Thing]:
    way = tuple(name.split("."))
    held: Any = thing.value
    declared: Any = thing.declared
    for step in way:
        held = getattr(held, step, None)
        declared = declared.get(step) if isinstance(declared, Mapping) else None
    if isinstance(held, Mapping):
        for key, amount in held.items():
            yield Thing(f"{thing.id}.{key}", ThemeAmount(theme=key, amount=amount), thing.path, (*way, key))
        return
    for place, each in enumerate(held or ()):
        own = each.id if isinstance(each, Part) else str(place + 1)
        plain = declared[place] if isinstance(declared, list) and place < len(declared) else {}
        yield Thing(
            f"{thing.id}.{own}", each, thing.path, (*way, place), plain if isinstance(plain, dict) else {}
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
