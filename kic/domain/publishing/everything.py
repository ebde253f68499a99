"""All records as tables, complete and not for the public: so that all data can leave at any time.

One table a kind, one row a record, a column for each field as the class declares it; what is nested is what stands in
the file. Marks that nobody may see yet (`kic.domain.scoring.visibility`) are left out here too, and `withheld` names
their files. The private overlay is no part of the records and never leaves with them.
"""

import datetime
import enum
from typing import Any

import msgspec

from kic.core.record import Declared, Record, declared, kind_of
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count, Moment, Money, Number, PartialDate
from kic.domain.publishing import Column, Sort, Table
from kic.domain.scoring.visibility import concealed, discreet_entry

_SORTS: dict[type, Sort] = {
    Money: Sort.MONEY,
    Number: Sort.NUMBER,
    datetime.date: Sort.DATE,
    PartialDate: Sort.PARTIAL,
    Moment: Sort.MOMENT,
    bool: Sort.FLAG,
    Count: Sort.WHOLE,
    str: Sort.TEXT,
}
_PATH = "record_file"


class Everything(msgspec.Struct, frozen=True):
    """The tables of all kinds that have records, and the files of which marks were left out."""

    tables: tuple[Table, ...]
    withheld: tuple[str, ...]


def all_tables(repository: Snapshot, kinds: tuple[type[Record], ...]) -> Everything:
    """Every record of these kinds; each row begins with the id and the file of its record."""
    tables: list[Table] = []
    withheld: list[str] = []
    for cls in kinds:
        entries = [each for each in repository.entries_of(kind_of(cls)) if each.record is not None]
        if not entries:
            continue
        fields = [each for each in declared(cls) if each.name != "id"]
        rows = []
        for entry in entries:
            shown = discreet_entry(repository, entry)
            if concealed(repository, entry.path):
                withheld.append(entry.path)
            record = shown.record
            if record is not None:
                plain = shown.declared if isinstance(shown.declared, dict) else {}
                rows.append((record.id, entry.path, *(_value(record, each, plain) for each in fields)))
        columns = (
            Column("id", Sort.ID, needed=True),
            Column(_PATH, title=text("File of the record"), needed=True),
            *(_column(each.key, [row[n] for row in rows]) for n, each in enumerate(fields, 2)),
        )
        tables.append(
            Table(
                name=kind_of(cls),
                title=text("All records of this kind"),
                why=text("Complete and not for the public."),
                columns=columns,
                key=(_PATH,),
                rows=tuple(rows),
            )
        )
    return Everything(tuple(tables), tuple(withheld))


def _value(record: Record, field: Declared, plain: dict[str, Any]) -> Any:
    """A field's value; of one that is nested what stands in the file, None where nothing does."""
    value = getattr(record, field.name)
    if type(value) in _SORTS or isinstance(value, enum.Enum) or value is None:
        return value
    return plain.get(field.key)


def _column(key: str, values: list[Any]) -> Column:
    """The column of a field: of one sort if all its values are of one class, else of plain data."""
    classes = {type(each) for each in values if each is not None}
    if len(classes) != 1:
        return Column(key, Sort.PLAIN)
    cls = classes.pop()
    if issubclass(cls, enum.Enum):
        return Column(key, Sort.CODE, codes=cls)
    return Column(key, _SORTS.get(cls, Sort.PLAIN))
