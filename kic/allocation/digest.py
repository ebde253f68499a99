"""One number for everything that goes into an allocation, to tell later whether anything has changed."""

import functools
import json
from typing import Any

import msgspec

from kic.allocation.problem import Marks, Minimum, Problem, Tiers
from kic.core.fingerprint import fingerprint
from kic.core.values import Money, Number, Share

_UNORDERED = frozenset({"seats", "themes", "approvals", "applications", "fixed"})
"""Lists whose order means nothing. That of criteria and of floors does: it is the order of service."""


def digest(problem: Problem) -> str:
    """The SHA-256 of a problem in canonical form, in hexadecimal.

    Equal problems have equal digests, whatever the order of applications, seats and fixed awards, and
    however a number is spelled (`60`, `60.0`). What equals its default is left out, so that a newer kic
    with more settings gives the same.
    """
    plain = _group(problem)
    plain["criteria"] = [[name, _value(weight)] for name, weight in problem.criteria.items()]
    plain["floors"] = [[theme, _value(amount)] for theme, amount in problem.floors.themes.items()]
    return fingerprint(json.dumps(plain, sort_keys=True).encode())


@functools.cache
def _defaults(cls: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields that have a default, with it."""
    return {
        field.name: field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
        for field in msgspec.structs.fields(cls)
        if not field.required
    }


def _group(group: msgspec.Struct) -> dict[str, Any]:
    defaults = _defaults(type(group))
    plain: dict[str, Any] = {}
    for name in group.__struct_fields__:
        value = getattr(group, name)
        if name in defaults and value == defaults[name]:
            continue
        items = _value(value)
        plain[name] = sorted(items, key=_key) if name in _UNORDERED and isinstance(items, list) else items
    return plain


def _value(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, (Number, Share)):
        return f"{value.billionths} / 1000000000"
    if isinstance(value, Money):
        return f"{value.cents} cents"
    if isinstance(value, (Marks, Minimum)):
        return _value(value.value)
    if isinstance(value, Tiers):
        return sorted([_value(score), _value(rate)] for score, rate in value.bands.items())
    if isinstance(value, msgspec.Struct):
        return _group(value)
    if isinstance(value, dict):
        return {str(key): _value(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return str(getattr(value, "value", value))


def _key(item: Any) -> str:
    return json.dumps(item, sort_keys=True)
