"""Values as plain JSON data and back: what a document's context is made of.

A context crosses a pipe into the child process that fills templates, so it is plain
data: nested dict with string keys, list, str, int, bool, None. Every other value stands as a map with the
one key `$` for its type and `v` for its spelling: `{"$": "money", "v": "1234.50"}`. Its words are found on
the other side, in the language of the document.
"""

import datetime
import enum
from functools import cache
from typing import Any

import msgspec

from kic.core.text import Label, Text
from kic.core.values import Moment, Money, Number, PartialDate, Share

TAG = "$"

_SPELLED: dict[type[Any], str] = {
    Money: "money",
    Number: "number",
    Share: "share",
    PartialDate: "partial",
    Moment: "moment",
}


class Stated(msgspec.Struct, frozen=True):
    """A value as far as it is known.

    `state` is the code of a gap (`unknown`, `approximate`, `partial`, `derived`) or None where the value
    is simply known; `note` says more about the gap.
    """

    value: Any = None
    state: str | None = None
    note: str | None = None

    @property
    def known(self) -> bool:
        """Whether there is a value to show."""
        return self.value is not None and self.value != [] and self.state != "unknown"


def tag(value: Any) -> Any:
    """Plain JSON data that means this value; raises TypeError for what has no plain form (a float)."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, enum.Enum):
        return {TAG: "code", "v": str(value.value), "of": type(value).__name__}
    if type(value) in (str, int):
        return value
    if isinstance(value, dict):
        assert TAG not in value
        return {str(key): tag(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [tag(item) for item in value]
    return _tag_value(value)


def _tag_value(value: Any) -> dict[str, Any]:
    spelled = _SPELLED.get(type(value))
    if spelled is not None:
        return {TAG: spelled, "v": str(value)}
    if isinstance(value, Text):
        return {TAG: "text", "v": value.id, "values": tag(value.values), "plural": value.plural}
    if isinstance(value, Label):
        return {TAG: "label", "v": value.id, "of": value.context}
    if isinstance(value, Stated):
        return {TAG: "stated", "v": tag(value.value), "state": value.state, "note": value.note}
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return {TAG: "date", "v": value.isoformat()}
    if isinstance(value, int):
        return {TAG: "integer", "v": str(int(value))}
    if hasattr(value, "numerator") and hasattr(value, "denominator"):
        return {TAG: "fraction", "v": f"{value.numerator}/{value.denominator}"}
    raise TypeError(f"no plain form for {type(value).__name__}")


def untag(plain: Any) -> Any:
    """The value again. An enum comes back as a text that equals its code and knows its label's context."""
    if isinstance(plain, list):
        return [untag(item) for item in plain]
    if not isinstance(plain, dict):
        return plain
    name = plain.get(TAG)
    if name is None:
        return {key: untag(item) for key, item in plain.items()}
    return _untag_value(name, plain)


def _untag_value(name: str, plain: dict[str, Any]) -> Any:
    spelling = plain["v"]
    for cls, spelled in _SPELLED.items():
        if spelled == name:
            return cls.parse(spelling)
    if name == "code":
        return code(plain["of"], spelling)
    if name == "text":
        return Text(spelling, untag(plain["values"]), plain["plural"])
    if name == "label":
        return Label(plain["of"], spelling)
    if name == "stated":
        return Stated(untag(spelling), plain["state"], plain["note"])
    if name == "date":
        return datetime.date.fromisoformat(spelling)
    if name == "integer":
        return int(spelling)
    if name == "fraction":
        from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

        return Fraction(spelling)
    raise TypeError(f"no value is tagged {name}")


@cache
def code(of: str, value: str) -> Any:
    """An enum member named only by its class and value, for floors that may not know the class."""
    make: Any = enum.Enum
    return make(of, {"member": value}, type=str).member
