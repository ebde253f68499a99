"""How msgspec is asked: with the own types, which read themselves from a scalar or a plain value."""

import functools
from typing import Any, TypeVar

import msgspec

from kic.core.text import text
from kic.core.values import Misread

T = TypeVar("T")


def judge(value: Any, kind: type[T]) -> T:
    """The value as this type; raises (ValidationError, and whatever a type's own reader raises)."""
    return msgspec.convert(value, kind, dec_hook=hook)


def hook(kind: Any, value: Any) -> Any:
    """Builds a value of an own type, which says what it means by `parse` (from text) or `read`."""
    if not _is_scalar(kind):
        return kind.read(value)
    if value.__class__ is not str:
        raise Misread(text("expected: a text"))
    return _parsed(kind, value)


@functools.cache  # to find that there is no such method takes longer than to read a mark
def _is_scalar(kind: Any) -> bool:
    return hasattr(kind, "parse")


@functools.lru_cache(maxsize=8192)
def _parsed(kind: Any, spelling: str) -> Any:
    return kind.parse(spelling)  # the value types are immutable, and most spellings come again


def reason(value: Any, kind: type[Any]) -> str:
    """The judge's own words, for a refusal that has no other sentence; empty if there is none."""
    try:
        judge(value, kind)
    except Exception as error:  # noqa: BLE001  # a type's own reader may raise anything
        return str(error)
    return ""
