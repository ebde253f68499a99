"""Plans: proposed changes as values. A plan decides nothing and writes nothing.

A move of a chapter yields a plan of symbolic edits; the store turns it into finished bytes, the
repository judges the snapshot that would result, and only then the writer gets the bytes.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.text import Text

Plain = Any
"""A plain value: nested dict, list, str, bool, None, or a value type of `kic.core.values`."""


class SetField(msgspec.Struct, frozen=True):
    """Give a field this value; the field is added to its map if it is not there."""

    path: str
    field: Field
    value: Plain


class Append(msgspec.Struct, frozen=True):
    """Add an item at the end of a list; the list is begun if it is not there."""

    path: str
    field: Field
    value: Plain


class RemoveField(msgspec.Struct, frozen=True):
    """Take a key out of a map, or an item out of a list."""

    path: str
    field: Field


class RenameKey(msgspec.Struct, frozen=True):
    """Give a key of a map another name; its value stays."""

    path: str
    field: Field
    key: str


class CreateFile(msgspec.Struct, frozen=True):
    """A new record file with this content, in this order of keys."""

    path: str
    value: Plain


class WriteFile(msgspec.Struct, frozen=True):
    """A file of finished bytes: a template, a page, a README. Replaces what is there."""

    path: str
    content: bytes


class DeleteFile(msgspec.Struct, frozen=True):
    """A file that goes."""

    path: str


class MoveFile(msgspec.Struct, frozen=True):
    """A file that gets another path, as earlier edits left it; nothing may lie there."""

    path: str
    to: str


Edit = SetField | Append | RemoveField | RenameKey | CreateFile | WriteFile | DeleteFile | MoveFile


class Plan(msgspec.Struct, frozen=True):
    """Edits that belong together, with a title for the log."""

    title: Text
    edits: tuple[Edit, ...]


def joined(title: Text, plans: Iterable[Plan]) -> Plan:
    """Several plans that touch different files, as one: all of it is judged, shown and written together."""
    return Plan(title, tuple(edit for plan in plans for edit in plan.edits))


class Change(msgspec.Struct, frozen=True):
    """What a plan makes of one file: bytes before (None: there was none) and after (None: it goes)."""

    path: str
    before: bytes | None
    after: bytes | None
