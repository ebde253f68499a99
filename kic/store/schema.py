"""JSON Schemas of the records, for editors: completion, descriptions and red lines while typing.

They are made from the record classes and say no more than those; `kic check` is the judge. An editor reads
`number: 7` as a number where kic reads text that means one, so a scalar that is text for kic may be a number
here.

Titles are the words for fields and kinds, descriptions the first paragraphs of the classes' docstrings, both in the
language that is asked for.
"""

import datetime
import enum
import inspect
import types
import typing
from typing import Annotated, Any, Literal, Protocol

import msgspec

from kic.core.ids import DEVICES, PATTERN, Id
from kic.core.record import refs_to
from kic.core.values import Count
from kic.store.reading.convert import Kinds

OWN_ID = "The record's own id."
LOCAL_ID = "The id of an entry, such as an item or a condition."
ID_OF = "The id of:"
ANY_KIND = "any kind"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TEXT = ["string", "number"]
_REFERENCE = {"type": _TEXT, "pattern": PATTERN.replace(r"\Z", "$")}
_ID = {**_REFERENCE, "not": {"enum": sorted(DEVICES)}}
"""A reference to such a name is judged by the rule about unknown references, as everywhere."""


class Words(Protocol):
    """A language, as `kic.present.language` has them."""

    def say(self, sentence: str, /) -> str:
        """A sentence."""
        ...

    def label(self, context: str, id: str) -> str:  # noqa: A002
        """The word for a key."""
        ...


class English:
    """The words as they stand in the code."""

    def say(self, sentence: str, /) -> str:
        """The sentence itself."""
        return sentence

    def label(self, context: str, id: str) -> str:  # noqa: A002, ARG002
        """The key in words."""
        return id.replace("_", " ")


class _Parts(dict[str, Any]):
    """The `$defs` of a schema that is being made, and the language that it is made in."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words


def schema(kinds: Kinds, words: Words | None = None) -> dict[str, dict[str, Any]]:
    """For each kind the schema of its files."""
    return {kind: schema_of(cls, words) for kind, cls in kinds.items()}


def schema_of(cls: type[msgspec.Struct], words: Words | None = None) -> dict[str, Any]:
    """The schema of one class; complete in itself."""
    parts = _Parts(words or English())
    top = _struct(cls, parts)
    return {"$schema": DRAFT, **top, "$defs": dict(parts)}


def _struct(cls: type[msgspec.Struct], parts: _Parts) -> dict[str, Any]:
    """An object; the classes inside become `parts`."""
    config = cls.__struct_config__
    properties: dict[str, Any] = {}
    required: list[str] = []
    if config.tag_field is not None:
        properties[config.tag_field] = {
            "title": parts.words.label("field", config.tag_field),
            "const": config.tag,
        }
        required.append(config.tag_field)
    for each in msgspec.structs.fields(cls):
        made = _of(each.type, parts)
        default = _plain(each.default)
        if default is not msgspec.UNSET:
            made = {**made, "default": default}
        properties[each.encode_name] = {"title": parts.words.label("field", each.encode_name), **made}
        if each.required:
            required.append(each.encode_name)
    return {
        "title": parts.words.label("kind", str(config.tag)) if config.tag_field else cls.__name__,
        "description": _said(cls, parts),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": not config.forbid_unknown_fields,
    }


def _of(annotation: Any, parts: _Parts) -> dict[str, Any]:
    """The schema of any declared type."""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is Annotated and any(
        getattr(each, "pattern", None) == PATTERN for each in annotation.__metadata__
    ):
        if annotation is Id:
            parts.setdefault("id", _ID)
            return {"$ref": "#/$defs/id", "description": parts.words.say(OWN_ID)}
        kinds = refs_to(annotation)
        parts.setdefault("reference", _REFERENCE)
        if not kinds:
            return {"$ref": "#/$defs/reference", "description": parts.words.say(LOCAL_ID)}
        named = (
            parts.words.say(ANY_KIND) if kind == "*" else parts.words.label("kind", kind) for kind in kinds
        )
        return {"$ref": "#/$defs/reference", "description": f"{parts.words.say(ID_OF)} {', '.join(named)}"}
    if origin is Annotated:
        return _bounded(annotation, _of(arguments[0], parts))
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_of(each, parts) for each in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple and arguments[-1:] != (...,):
        n = len(arguments)
        items = [_of(each, parts) for each in arguments]
        return {"type": "array", "prefixItems": items, "minItems": n, "maxItems": n}
    if origin in (tuple, list, set, frozenset):
        return {"type": "array", "items": _of(arguments[0], parts)}
    if origin is dict:
        names = _of(arguments[0], parts)
        return {"type": "object", "propertyNames": names, "additionalProperties": _of(arguments[1], parts)}
    return _leaf(annotation, parts)


def _leaf(annotation: Any, parts: _Parts) -> dict[str, Any]:
    if annotation is type(None):
        return {"type": "null"}
    if annotation is bool:
        return {"type": "boolean"}
    if annotation is datetime.date:
        return {"type": "string", "format": "date", "pattern": _DAY}
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        name = f"{annotation.__module__.rpartition('.')[2]}.{annotation.__name__}"
        if name not in parts:
            parts[name] = {}  # a class may contain itself
            parts[name] = _struct(annotation, parts)
        return {"$ref": f"#/$defs/{name}"}
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return _enumeration(annotation, parts)
    if annotation is Count:
        return {
            "type": ["string", "integer"],
            "minimum": 0,
            "pattern": Count.pattern,
            "description": _said(Count, parts),
        }
    if hasattr(annotation, "parse"):
        return {"type": _TEXT, "pattern": annotation.pattern, "description": _said(annotation, parts)}
    if hasattr(annotation, "read"):  # reads more than text: left open, `check` is the judge
        return {"type": [*_TEXT, "object", "array"], "description": _said(annotation, parts)}
    return {"type": _TEXT} if annotation is str else {}


def _bounded(annotation: Any, made: dict[str, Any]) -> dict[str, Any]:
    """The bounds of an annotated type in the words of JSON Schema, patterns as JavaScript has them."""
    what = "Items" if made.get("type") == "array" else "Length"
    for meta in annotation.__metadata__:
        if not isinstance(meta, msgspec.Meta):
            continue
        if meta.pattern is not None:
            made = {**made, "pattern": meta.pattern.replace(r"\Z", "$")}
        if meta.min_length is not None:
            made = {**made, f"min{what}": meta.min_length}
        if meta.max_length is not None:
            made = {**made, f"max{what}": meta.max_length}
    return made


def _plain(default: Any) -> Any:
    """A default as it would stand in a file; UNSET where there is none or it says nothing."""
    if default is msgspec.NODEFAULT or default is None or isinstance(default, msgspec.Struct):
        return msgspec.UNSET
    if isinstance(default, enum.Enum):
        return default.value
    if isinstance(default, bool | str):
        return default
    return str(default) if hasattr(default, "parse") else msgspec.UNSET


def _enumeration(cls: type[enum.Enum], parts: _Parts) -> dict[str, Any]:
    """The values of an enum, each with its word, under a name of its own: editors show both."""
    values = [each.value for each in cls]
    return {
        "description": _said(cls, parts),
        "enum": values,
        "markdownEnumDescriptions": [parts.words.label(cls.__name__, str(value)) for value in values],
    }


def _said(cls: type[Any], parts: _Parts) -> str:
    return parts.words.say(described(cls))


def described(cls: type[Any]) -> str:
    """The first paragraph of a class's own docstring."""
    return " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())
