"""Sentences as values: put into words only when they are shown.

A `Text` is an English message id with named fields. Rules, moves and the allocation engine build texts;
`kic.present.language` finds the words in German or English and formats each value by its type (money,
dates, shares). So a finding can be compared, sorted and serialised without a language.
"""

import enum
from collections.abc import Iterable
from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True):
    """A message id with its values. `plural` is the id for all counts but one; `n` in values decides."""

    id: str
    values: dict[str, Any] = {}
    plural: str = ""

    def __str__(self) -> str:
        """The English sentence, plainly formatted, lists with commas: for logs and tests, not for users."""
        template = self.plural if self.plural and self.values.get("n") != 1 else self.id
        plain = {
            name: ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else value
            for name, value in self.values.items()
        }
        return template.format_map(plain) if plain else template


class Label(msgspec.Struct, frozen=True):
    """A value of a sentence that has a word in the catalogue: a kind, a field, a value of an enum.

    `context` is `kind`, `field` or the name of the enum's class; `id` is the key as it stands in files.
    """

    context: str
    id: str

    def __str__(self) -> str:
        return self.id


class Keyword(msgspec.Struct, frozen=True):
    """A value of an enum as one has to write it, with its word behind it: `in_progress (in Umsetzung)`."""

    context: str
    id: str

    def __str__(self) -> str:
        return self.id


def keywords(values: Iterable[enum.Enum]) -> tuple[Keyword, ...]:
    """What a key that takes one of these values may hold."""
    return tuple(Keyword(type(each).__name__, str(each.value)) for each in values)


def text(id: str, /, **values: Any) -> Text:  # noqa: A002
    """A sentence; the id is written out at the call, so that the catalogue's extractor finds it."""
    return Text(id, values)


def plural(one: str, many: str, /, *, n: int, **values: Any) -> Text:
    """A sentence whose form depends on the count `n`."""
    return Text(one, {"n": n, **values}, many)
