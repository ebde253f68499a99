"""What of a kind of record stands in the columns of a sheet: fields and those of groups, each with its sort of value.

A column comes from the record class alone, so every kind that is added has its sheet. Lists of groups, such as plan
lines, sources and gaps, have sheets of their own beside it. Logs, what was decided, and maps are shown there, locked:
they change by steps of procedure, with commands. `LEFT_OUT` is what no sheet can hold.
"""

import datetime
import enum
import functools
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.record import Group, Part, Record, ref, refs_to
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share
from kic.domain.chapters import KINDS
from kic.domain.knowledge import Documented

WITHOUT: Mapping[str, str] = {
    "settings": "kic.yaml",
    "scores": "kic score out",
}
"""Kinds that have no sheet here: the settings are one file, and marks have sheets of their own, for each seat."""
CREATABLE = frozenset({"body", "term", "event", "resolution", "indicator", "consultation"})
"""Kinds of which a row may make a new record; the others come about by a step of procedure, with a command."""
LISTS: Mapping[str, tuple[str, ...]] = {
    "term": ("exceptions",), "theme": ("goals",), "indicator": ("targets", "values"), "council": ("groups",),
    "seat": ("terms",), "call": ("reports", "terms.criteria", "terms.tiers"), "application": ("costs", "financing"),
    "meeting": ("present", "items", "items.exclusions"), "paper": ("deliberations", "annexes"),
    "notice": ("instalments", "conditions"), "report": ("costs", "financing", "receipts"),
}  # fmt: skip
"""The lists of a kind that have a sheet beside that of the records; those of groups, and of entries of other lists, by
the way to them. `KNOWLEDGE` comes to each documented kind."""
KNOWLEDGE = ("sources", "gaps")
SHOWN: Mapping[str, Mapping[str, str]] = {
    "recommendation": {"progress": "kic status"},
    "event": {"reviews": "kic concept review"},
    "contribution": {"answers": "kic contribution answer"},
    "amendment": {"elements": "kic concept amend", "reviews": "kic concept review"},
    "rendition": {"seen": "kic rendition seen"},
    "seat": {"disclosures": "kic meeting disclose"},
    "call": {"terms.caps.themes": "kic call terms", "terms.floors.themes": "kic call terms"},
    "application": {"advice": "kic application advise", "papers": "kic application ask"},
    "decision": {"proposal": "kic meeting award", "ties": "kic meeting award", "awards": "kic meeting award",
                 "entries": "kic meeting amend"},
    "notice": {"reports": "kic notice amend", "steps": "kic notice issue", "condition_steps": "kic notice condition",
               "report_steps": "kic notice extend"},
    "objection": {"steps": "kic notice objection"},
    "payment": {"steps": "kic payment list"},
    "report": {"requests": "kic report ask"},
    "examination": {"sample.receipts": "kic report examine", "cuts": "kic report examine",
                    "accepted": "kic report examine"},
}  # fmt: skip
"""Lists and maps whose sheet is locked, with the command that changes them."""
LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "application": {"adapted": "kic application adapt"},
    "decision": {"basis.changed_options": "kic meeting award"},
    "publication": {"made_with": "kic publication freeze", "files": "kic publication freeze"},
}
"""What no sheet holds: plans within a log, and what kic has computed; with the command that it comes from."""
MADE_BY: Mapping[tuple[str, str], str] = {
    ("meeting", "items"): "kic meeting item", ("call", "terms.criteria"): "kic call terms",
}  # fmt: skip
"""Lists whose entries have ids of their own, so that a row makes none, with the command that does."""
LOGS = frozenset({("indicator", "values")})
"""Those of them that only ever grow: what is there is locked."""
_NOT_SHOWN = frozenset({"id", "invented", "intake"})


class Sort(enum.Enum):
    """What a column holds."""

    WORDS = "words"
    ID = "id"
    LINES = "lines"
    IDS = "ids"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    AMOUNT = "amount"
    NUMBER = "number"
    COUNT = "count"
    COUNTS = "counts"
    SHARE = "share"
    DAY = "day"
    PARTIAL = "partial"
    MOMENT = "moment"


class ThemeAmount(Group, frozen=True, kw_only=True):
    """An entry of a map from themes to amounts, as a row."""

    theme: ref("theme")
    amount: Money


class Column(msgspec.Struct, frozen=True):
    """A field of a record, or of a group within it: `key` is its name in the heading, `period.start`.

    `needed`: a record, or the group around it, cannot be without; `default` is what an empty cell means.
    `names` are the attributes that lead to the value.
    """

    key: str
    field: Field
    names: tuple[str, ...]
    sort: Sort
    needed: bool = False
    default: Any = None
    choices: type[enum.Enum] | None = None

    def value(self, record: Any) -> Any:
        """The value in this record; the default where a group around it is not there."""
        for name in self.names:
            if record is None:
                return self.default
            record = getattr(record, name)
        return record


_SORTS: tuple[tuple[type, Sort], ...] = (
    (bool, Sort.FLAG), (Count, Sort.COUNT), (Money, Sort.AMOUNT), (Number, Sort.NUMBER), (Share, Sort.SHARE),
    (PartialDate, Sort.PARTIAL), (Moment, Sort.MOMENT), (datetime.date, Sort.DAY), (str, Sort.WORDS),
)  # fmt: skip
_SEVERAL: tuple[tuple[type, Sort], ...] = ((enum.Enum, Sort.CHOICES), (Count, Sort.COUNTS), (str, Sort.LINES))
"""Sorts of which one cell holds several values."""


@functools.cache
def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns of a kind in the order of its fields, without the id."""
    cls = KINDS[kind]
    logs = frozenset(cls.log_fields)
    return tuple(_columns(cls, (), (), leave=_NOT_SHOWN | logs))


def lists_of(kind: str) -> tuple[str, ...]:
    """The lists and maps of a kind that have a sheet of their own."""
    return (*edited_lists(kind), *SHOWN.get(kind, ()))


def edited_lists(kind: str) -> tuple[str, ...]:
    """Those of them that are changed there."""
    return (*LISTS.get(kind, ()), *(KNOWLEDGE if issubclass(KINDS[kind], Documented) else ()))


def item_of(kind: str, name: str) -> type[msgspec.Struct]:
    """The class of the entries of a list, or map."""
    found: Any = KINDS[kind]
    for step in name.split("."):
        found = _item(found)
        found = _bare(next(each.type for each in msgspec.structs.fields(found) if each.encode_name == step))
    if typing.get_origin(found) is dict:
        return ThemeAmount
    item: type[msgspec.Struct] = _item(found)
    return item


def _item(bare: Any) -> Any:
    """The class of a list's entries; what is no list is itself."""
    return _bare(typing.get_args(bare)[0]) if typing.get_origin(bare) is tuple else bare


@functools.cache
def columns_of_list(kind: str, name: str) -> tuple[Column, ...]:
    """The columns of a list's entries, without their id."""
    return tuple(_columns(item_of(kind, name), (), (), leave=frozenset({"id"})))


@functools.cache
def columns_in(cls: type[msgspec.Struct]) -> tuple[Column, ...]:
    """The columns of a group of fields, such as an entry of a log."""
    return tuple(_columns(cls, (), ()))


def _columns(
    cls: type[msgspec.Struct], field: Field, names: tuple[str, ...], *, leave: frozenset[str] = frozenset()
) -> Iterator[Column]:
    for each in msgspec.structs.fields(cls):
        if each.encode_name in leave:
            continue
        inside, path = (*field, each.encode_name), (*names, each.name)
        bare = _bare(each.type)
        if _is_group(bare):
            yield from _columns(bare, inside, path)
            continue
        found = _sort(each.type, bare)
        if found is None:
            continue
        default = None if each.default is msgspec.NODEFAULT else each.default
        yield Column(
            key=".".join(map(str, inside)),
            field=inside,
            names=path,
            sort=found,
            needed=each.required,
            default=default,
            choices=item if isinstance(item := _item(bare), type) and issubclass(item, enum.Enum) else None,
        )


def _is_group(bare: Any) -> bool:
    return isinstance(bare, type) and issubclass(bare, (Group, Part)) and not issubclass(bare, Record)


def _sort(annotation: Any, bare: Any) -> Sort | None:
    """The sort of a declared type; None where no cell can hold it."""
    if refs_to(_within(annotation)):
        return Sort.ID
    if typing.get_origin(bare) is tuple:
        item = typing.get_args(bare)[0]
        if refs_to(item):
            return Sort.IDS
        return next((sort for cls, sort in _SEVERAL if issubclass(_bare(item), cls)), None)
    if not isinstance(bare, type):
        return None
    if issubclass(bare, enum.Enum):
        return Sort.CHOICE
    return next((sort for cls, sort in _SORTS if issubclass(bare, cls)), None)


def _within(annotation: Any) -> Any:
    """The type beside None, with what is annotated to it."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        inner = [each for each in typing.get_args(annotation) if each is not types.NoneType]
        return inner[0] if len(inner) == 1 else annotation
    return annotation


def _bare(annotation: Any) -> Any:
    """The type behind `Annotated` and `| None`."""
    inner = _within(annotation)
    return _bare(typing.get_args(inner)[0]) if typing.get_origin(inner) is typing.Annotated else inner
