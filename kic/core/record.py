"""Records: what a file means, and how a record's type tells what it refers to.

Every kind of record is one frozen `Record` class with the file layout and the folder it lives in; the
class is the single source for reading, schemas, references and labels. `Entry` is one file at a moment,
as far as it could be read.
"""

import functools
import types
import typing
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, NamedTuple

import msgspec

from kic.core.ids import Id
from kic.core.place import Aim, Field, Span


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """One file's meaning. Subclasses set `tag` (their kind) and `layouts`.

    `layouts` are the paths such a record may have, with `{field}` for a field's value (or `{id}`), the
    usual one first: `applications/{call}/scores/{seat}.yaml`.
    """

    layouts: ClassVar[tuple[str, ...]] = ()
    log_fields: ClassVar[tuple[str, ...]] = ()
    """Lists of this record that only ever gain entries (checked against the committed state)."""

    id: Id


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece inside a record that has an id of its own and can be referred to, such as a goal of a theme.

    Subclasses set `part_kind`, the name by which references ask for it. `local` parts, such as the criteria
    of a call, are named only within their record: two records may use the same id for theirs.
    """

    part_kind: ClassVar[str] = ""
    local: ClassVar[bool] = False

    id: Id


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields of a record that belong together; without an id."""


@functools.cache
def ref(*kinds: str) -> Any:
    """The type of a field that holds the id of a record or part of one of these kinds; `*` is any kind."""
    return Annotated[Id, msgspec.Meta(extra={"ref": kinds})]


def refs_to(annotation: Any) -> tuple[str, ...]:
    """The kinds that a reference type points to; empty if the type is no reference."""
    if typing.get_origin(annotation) is Annotated:
        for meta in annotation.__metadata__:
            if isinstance(meta, msgspec.Meta) and meta.extra and "ref" in meta.extra:
                return tuple(meta.extra["ref"])
    return ()


def kind_of(cls: type[Record]) -> str:
    """The kind's name, as it stands in the files."""
    return str(cls.__struct_config__.tag)


class Declared(NamedTuple):
    """A field of a struct: its name, its key as it stands in files, and its type."""

    name: str
    key: str
    type: Any


@functools.cache
def declared(cls: type[msgspec.Struct]) -> tuple[Declared, ...]:
    """The fields of a struct in reading order.

    `msgspec.structs.fields` says more and takes 30 µs for each class, 1.5 ms for those of the chapters.
    """
    annotations: dict[str, Any] = {}
    for each in reversed(cls.__mro__):
        if isinstance(each, msgspec.StructMeta):
            annotations.update(each.__annotations__)  # its own; `inspect` takes five times as long to ask
    names = zip(cls.__struct_fields__, cls.__struct_encode_fields__, strict=True)
    return tuple(Declared(name, key, annotations[name]) for name, key in names)


Found = tuple[Field, tuple[str, ...], Any]
"""What a walk finds: a reference `(field, kinds, id)` or a part `(field, (), Part)`."""
_Say = Callable[[Found], None]
_Walk = Callable[[Any, Field, _Say], None]
"""Goes through a value that stands at a field and passes on what it finds."""

_walks: dict[type, _Walk | None] = {}
"""By class; to hash other types takes longer than to look into them."""


def walk(record: Record) -> list[Found]:
    """References and parts inside a record, in reading order."""
    found: list[Found] = []
    visit = _walk_of(type(record))
    if visit is not None:
        visit(record, (), found.append)
    return found


def _walk_of(annotation: Any) -> _Walk | None:
    """The walk for a declared type, made once; None where nothing inside refers to anything."""
    if not isinstance(annotation, type):
        return _make_walk(annotation)
    if not issubclass(annotation, msgspec.Struct):
        return None  # a text, a number, an enum: most are
    if annotation not in _walks:
        _walks[annotation] = None  # a type that contains itself refers to nothing new
        _walks[annotation] = _walk_struct(annotation)
    return _walks[annotation]


def _make_walk(annotation: Any) -> _Walk | None:
    kinds = refs_to(annotation)
    if kinds:
        return lambda value, field, say: say((field, kinds, value))
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is Annotated:
        return _walk_of(arguments[0])
    if origin in (types.UnionType, typing.Union):
        inner = [a for a in arguments if a is not type(None)]
        return _walk_of(inner[0]) if len(inner) == 1 else None
    if origin in (tuple, list):
        return _walk_items(_walk_of(arguments[0]))
    if origin is dict:
        return _walk_mapping(refs_to(arguments[0]), _walk_of(arguments[1]))
    return None


def _walk_items(inner: _Walk | None) -> _Walk | None:
    if inner is None:
        return None

    def visit(value: Any, field: Field, say: _Say) -> None:
        for position, item in enumerate(value):
            inner(item, (*field, position), say)

    return visit


def _walk_mapping(kinds: tuple[str, ...], values: _Walk | None) -> _Walk | None:
    if not kinds and values is None:
        return None

    def visit(value: Any, field: Field, say: _Say) -> None:
        for key, item in value.items():
            inside = (*field, key)
            if kinds:
                say((inside, kinds, key))
            if values is not None:
                values(item, inside, say)

    return visit


def _walk_struct(cls: type[msgspec.Struct]) -> _Walk | None:
    inner = [
        (each.name, each.key, below) for each in declared(cls) if (below := _walk_of(each.type)) is not None
    ]
    is_part = issubclass(cls, Part)
    if not inner and not is_part:
        return None

    def visit(value: Any, field: Field, say: _Say) -> None:
        if is_part:
            say((field, (), value))
        for name, key, below in inner:
            found = getattr(value, name)
            if found is not None:
                below(found, (*field, key), say)

    return visit


Locate = Callable[[Field, Aim], Span]
"""Finds a field's span in the file's text; the nearest enclosing one if the field is not there."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One file at a moment. A file that does not convert keeps what could be read: kind, id, place.

    `path` is relative to the root with `/`; `source` are the bytes; `record` is None for a stub (a record
    that did not convert) and for files that hold no record. `declared` is the plain value that was read
    (nested dict, list, str, bool, None), None where not even that was possible.
    """

    path: str
    source: bytes
    kind: str | None = None
    id: str | None = None
    record: Record | None = None
    declared: Any = None
    locate: Locate
