r"""JSON for scripts: the object of CONTRACT, section 5, and findings as data.

The same data gives the same bytes. Keys, codes and ids never depend on the language; a finding's sentence
does, so its message id and values stand beside it. Characters that would act on a terminal are written
as `\u` escapes, which every reader turns back.
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
from kic.core.diagnostic import Diagnostic
from kic.core.place import Place, spelled
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share, exactly
from kic.present.findings_report import Report, counted
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
    if isinstance(value, Label):
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


def place_data(place: Place, snapshot: Snapshot) -> dict[str, Any]:
    """Path, lines and columns (1-based, in characters; the end lies behind the last one)."""
    span = snapshot.span(place)
    return {
        "path": place.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def finding_data(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    """One finding, with every key of CONTRACT, section 4."""
    language = report.language
    return {
        "code": diagnostic.law.code,
        "slug": diagnostic.law.slug,
        "severity": diagnostic.severity.value,
        "message": language.say(diagnostic.message),
        **text_data(diagnostic.message),
        "help": None if diagnostic.help is None else language.say(diagnostic.help),
        **place_data(diagnostic.place, report.snapshot),
        "record": diagnostic.record,
        "field": spelled(diagnostic.field) or None,
        "related": [
            {**place_data(each.place, report.snapshot), "message": language.say(each.message)}
            for each in diagnostic.related
        ],
        "fixable": diagnostic.fix is not None,
    }


def as_json(report: Report) -> str:
    """The object of `kic check --format json`."""
    return json_object(
        "check",
        findings=[finding_data(each, report) for each in report.diagnostics],
        summary=counted(report.diagnostics, report.snapshot),
    )


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code > 0xFFFF:  # noqa: PLR2004
        high, low = divmod(code - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{code:04x}"
