"""The fields of a document's context, for who writes a template of their own."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from kic.core.tagged import TAG

_NAMES = {
    "money": "money",
    "number": "number",
    "share": "share",
    "partial": "date",
    "moment": "moment",
    "text": "words",
    "label": "words",
    "date": "date",
    "integer": "number",
    "fraction": "number",
    "code": "code",
    "stated": "stated",
}
"""What the tags of a context are called; `stated` values may be unknown and say so by themselves."""


class Field(NamedTuple):
    """A field as a template names it (`award.amount`, `costs[].item`), and what it holds."""

    name: str
    holds: str


def fields(context: Any, name: str = "") -> Iterator[Field]:
    """Every field of a context in its order; of a list the fields of its first entry."""
    if isinstance(context, dict) and TAG not in context:
        for key, value in context.items():
            yield from fields(value, f"{name}.{key}" if name else key)
    elif isinstance(context, list):
        if context and isinstance(context[0], (dict, list)) and TAG not in context[0]:
            yield Field(name, "list")
            yield from fields(context[0], f"{name}[]")
        else:
            yield Field(name, f"list of {_holds(context[0])}" if context else "list")
    else:
        yield Field(name, _holds(context))


def _holds(value: Any) -> str:
    if isinstance(value, dict):
        kind = _NAMES[value[TAG]]
        return f"code {value['of']}" if kind == "code" else kind
    if value is None:
        return "nothing"
    return {bool: "yes or no", int: "number", str: "words"}[type(value)]
