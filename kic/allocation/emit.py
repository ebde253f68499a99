"""A problem as plain texts in the order of the file: what `--emit-problem` writes."""

import enum
from typing import Any

import msgspec

from kic.allocation.problem import Marks, Problem, Tiers

Plain = dict[str, Any]


def problem_as_plain(problem: Problem) -> Plain:
    """Nested dict and list of texts; what equals its default is left out. Read back it is equal."""
    return _group(problem)


def settings_as_plain(problem: Problem) -> Plain:
    """The settings alone, defaults included: no budget, no reserve, no awards, no applications.

    The order of themes with floors and of criteria has a meaning and stays; all else is sorted, so that
    equal settings give equal data.
    """
    plain: Plain = {}
    for name in problem.__struct_fields__:
        if name not in ("budget", "reserve", "fixed", "applications"):
            plain[name] = _value(getattr(problem, name))
    plain["caps"] = {
        "applicant": _value(problem.caps.applicant),
        "themes": {theme: str(problem.caps.themes[theme]) for theme in sorted(problem.caps.themes)},
    }
    plain["floors"] = {"themes": _value(problem.floors.themes)}
    plain["criteria"] = _value(problem.criteria)
    plain["seats"] = None if problem.seats is None else sorted(problem.seats)
    if problem.tiers is not None:
        bands = sorted(problem.tiers.bands.items(), key=lambda band: band[0].fraction, reverse=True)
        plain["tiers"] = {str(score): str(rate) for score, rate in bands}
    return plain


def _group(group: msgspec.Struct) -> Plain:
    plain: Plain = {}
    for declared in msgspec.structs.fields(type(group)):
        value = getattr(group, declared.name)
        if not declared.required and value == declared.default:
            continue
        if not declared.required and declared.default is msgspec.NODEFAULT and not value:
            continue
        plain[declared.name] = _value(value)
    return plain


def _value(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _group(value)
    if isinstance(value, dict):
        return {str(key): _value(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_value(item) for item in value]
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, Tiers):
        return _value(value.bands)
    if isinstance(value, Marks):
        return _value(value.value)
    return None if value is None else str(value)
