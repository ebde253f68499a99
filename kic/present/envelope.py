r"""JSON for scripts: the object of docs/interface.md, section 5, that every command answers with.

The same data gives the same bytes. Keys, codes and ids never depend on the language; a sentence is its message
id and values. Characters that would act on a terminal are written as `\u` escapes, which every reader turns
back.
"""

import datetime
import enum
import json
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import msgspec

from kic import __version__
from kic.core.text import Keyword, Label, Text
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share, exactly
from kic.present.safe import UNSAFE

SCHEMA = 1
"""The version of the objects' shape: a new number whenever a script could break."""

_unsafe = re.compile(f"[{UNSAFE}]")


def json_object(command: str, data: Any = None, **more: Any) -> str:
    """One object with a final line end: `data` (left out where there is none), then more keys."""
    head = {"kic": __version__, "schema": SCHEMA, "command": command}
    body = {} if data is None and more else {"data": plain(data)}
    return dumped(head | body | {key: plain(value) for key, value in more.items()})


def dumped(value: Any) -> str:
    """Plain data as indented JSON with a final line end."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        pretty = msgspec.json.format(compact, indent=2)
    except (msgspec.DecodeError, UnicodeEncodeError):  # a lone surrogate; ten times slower, the same bytes
        pretty = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _unsafe.sub(_escaped, pretty) + "\n"


def plain(value: Any) -> Any:
    """A value as JSON shows it; raises TypeError for what has no place in an answer, floats among it.

    Money `"1234.50"`, days and moments ISO 8601, exact numbers as spelled, a fraction as
    `{"exact": "15/2", "decimal": "7.50"}`, an enum its value, records and other structs their fields.
    """
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, (Money, Number, Share, PartialDate, Moment)):
        return str(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, msgspec.Struct):
        return _struct(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(item) for name, item in value._asdict().items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    return _rarer(value)


def _rarer(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, (Count, int)):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "numerator"):
        return exactly(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _struct(value: msgspec.Struct) -> Any:
    if isinstance(value, Text):
        return text_data(value)
    if isinstance(value, (Label, Keyword)):
        return value.id
    config = value.__struct_config__
    data: dict[str, Any] = {}
    if config.tag_field is not None and config.tag is not None:
        data[config.tag_field] = config.tag
    for name, key in zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True):
        data[key] = plain(getattr(value, name))
    return data


def text_data(text: Text) -> dict[str, Any]:
    """A sentence without a language: its id and values."""
    data: dict[str, Any] = {"message_id": text.id}
    if text.plural:
        data["plural_id"] = text.plural
    return data | {"values": {name: _value(value) for name, value in text.values.items()}}


def _value(value: Any) -> Any:
    """A value of a sentence; what has no form of its own is spelled, as in the sentence."""
    try:
        return plain(value)
    except TypeError:
        return str(value)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code > 0xFFFF:  # noqa: PLR2004
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"
