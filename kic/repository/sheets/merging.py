"""What rows of several files make of records: changes field by field, gathered into one plan."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from kic.core.diagnostic import Diagnostic, Related
from kic.core.place import Field, Place
from kic.core.plan import CreateFile, Edit, RemoveField, SetField
from kic.core.text import text
from kic.repository.sheets.columns import Column
from kic.repository.sheets.tables import Thing
from kic.repository.sheets.values import plain

Places = Mapping[tuple[str, Field], Place]
"""From which cell a field of a file comes."""


class Wanted(NamedTuple):
    """What a cell wants a field to be."""

    column: Column
    value: Any
    place: Place


def edits_of(thing: Thing, wanted: Mapping[str, Wanted]) -> Iterator[Edit]:
    """The smallest edits that give the fields of a record, or of an entry of its lists, these values."""
    begun: dict[Field, dict[str, Any]] = {}
    gone: dict[Field, set[str]] = {}
    kept: set[Field] = set()
    for each in wanted.values():
        field, value = each.column.field, plain(each.column, each.value)
        missing = _first_missing(thing.declared, field)
        if missing is not None:
            if value is not None:
                _lay(begun.setdefault(missing, {}), field[len(missing) :], value)
        elif value is None:
            gone.setdefault(field[:-1], set()).add(str(field[-1]))
        else:
            yield SetField(thing.path, (*thing.field, *field), value)
            kept.add(field[:-1])
    for field, value in begun.items():
        yield SetField(thing.path, (*thing.field, *field), value)
    for field, keys in gone.items():
        here = _at(thing.declared, field)
        taken = keys & set(here)
        if field and field not in kept and taken == set(here):
            yield RemoveField(thing.path, (*thing.field, *field))
        else:
            yield from (RemoveField(thing.path, (*thing.field, *field, key)) for key in sorted(taken))


def _first_missing(declared: Mapping[str, Any], field: Field) -> Field | None:
    """The shortest part of the way to a field that has no map in the file; None where all are there."""
    here: Any = declared
    for length in range(1, len(field)):
        here = here.get(field[length - 1])
        if not isinstance(here, dict):
            return field[:length]
    return None


def _at(declared: Any, field: Field) -> dict[str, Any]:
    for step in field:
        declared = declared.get(step, {})
    return declared if isinstance(declared, dict) else {}


def _lay(values: dict[str, Any], field: Field, value: Any) -> None:
    for step in field[:-1]:
        values = values.setdefault(str(step), {})
    values[str(field[-1])] = value


def created(kind: str, path: str, id: str, wanted: Mapping[str, Wanted], *, invented: bool) -> CreateFile:  # noqa: A002
    """The file of a new record."""
    values: dict[str, Any] = {"kind": kind, "id": id, **({"invented": True} if invented else {})}
    return CreateFile(path, {**values, **laid(wanted)})


def laid(wanted: Mapping[str, Wanted]) -> dict[str, Any]:
    """The values as they stand in a file."""
    values: dict[str, Any] = {}
    for each in wanted.values():
        value = plain(each.column, each.value)
        if value is not None:
            _lay(values, each.column.field, value)
    return values


def with_cell(finding: Diagnostic, places: Places) -> Diagnostic:
    """A finding of the rules with the sheet and the cell that it comes from, where it comes from one."""
    path, field = finding.place.path, finding.place.field
    best: Place | None = None
    most = -1
    for (file, known), place in places.items():
        shared = _shared(known, field) if file == path else -1
        if shared > most:
            best, most = place, shared
    if best is None:
        return finding
    cell = best.field[-1] if best.field else ""
    said = text("it comes from here, the cell {cell}", cell=cell)
    if len(best.field) > 1:
        said = text("it comes from here, sheet {sheet}, cell {cell}", sheet=best.field[0], cell=cell)
    related = Related(best, said)
    return msgspec.structs.replace(finding, related=(*finding.related, related))


def _shared(known: Field, field: Field) -> int:
    """How far two fields are the same; -1 where neither lies within the other."""
    length = min(len(known), len(field))
    return length if known[:length] == field[:length] else -1
