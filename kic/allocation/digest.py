"""One number for everything that goes into an allocation, to tell later whether anything has changed."""

import functools
from collections.abc import Callable, Iterable
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

    The form is JSON with sorted keys. It is written here: every check computes it for each decision, and the
    standard library's writer wants the whole problem as plain values first, which takes twice as long.
    """
    parts = _parts(problem)
    parts["criteria"] = _list(_pair(name, weight) for name, weight in problem.criteria.items())
    parts["floors"] = _list(_pair(theme, amount) for theme, amount in problem.floors.themes.items())
    return fingerprint(_map(parts).encode())


@functools.cache
def _defaults(cls: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields that have a default, with it."""
    return {
        field.name: field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
        for field in msgspec.structs.fields(cls)
        if not field.required
    }


def _parts(group: msgspec.Struct) -> dict[str, str]:
    """The form of each field that does not equal its default."""
    defaults = _defaults(type(group))
    parts: dict[str, str] = {}
    for name in group.__struct_fields__:
        value = getattr(group, name)
        if name in defaults and value == defaults[name]:
            continue
        if name in _UNORDERED and isinstance(value, tuple):
            parts[name] = _list(sorted(map(_form, value)))
        else:
            parts[name] = _form(value)
    return parts


def _form(value: Any) -> str:
    form = _FORMS.get(type(value))
    if form is not None:
        return form(value)
    if isinstance(value, msgspec.Struct):
        return _map(_parts(value))
    return _quoted(str(getattr(value, "value", value)))


@functools.lru_cache(maxsize=4096)  # a thousand marks have thirty spellings
def _number(spelling: str) -> str:
    return _ratio(Number(spelling).billionths)


def _ratio(billionths: int) -> str:
    return f'"{billionths} / 1000000000"'


def _pair(first: Any, second: Any) -> str:
    return f"[{_form(first)}, {_form(second)}]"


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _map(parts: dict[str, str]) -> str:
    return _joined([f"{_quoted(key)}: {parts[key]}" for key in sorted(parts)])


def _joined(items: Iterable[str]) -> str:
    return f"{{{', '.join(items)}}}"


@functools.lru_cache(maxsize=4096)  # seats and criteria come again with every application
def _quoted(word: str) -> str:
    if word.isascii() and word.isprintable() and '"' not in word and "\\" not in word:
        return f'"{word}"'
    from json import dumps  # noqa: PLC0415  # the words of a problem are ids: hardly any needs it

    return dumps(word)


_FORMS: dict[type, Callable[[Any], str]] = {
    Number: lambda value: _number(value.spelling),
    Share: lambda value: _ratio(value.billionths),
    Money: lambda value: f'"{value.cents} cents"',
    Marks: lambda value: _form(value.value),
    Minimum: lambda value: _form(value.value),
    Tiers: lambda value: _list(sorted(_pair(score, rate) for score, rate in value.bands.items())),
    dict: lambda value: _joined([f"{_quoted(key)}: {_form(value[key])}" for key in sorted(value)]),
    tuple: lambda value: _list(map(_form, value)),
    type(None): lambda _: "null",
}
