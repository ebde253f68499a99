"""Where something stands: symbolic first (file and field), a span of characters when shown.

Rules name fields; lines and columns are looked up only for what is printed. So a rule needs no
knowledge of YAML, and a finding keeps its identity when lines above it move.
"""

import enum

import msgspec

Field = tuple[str | int, ...]
"""A path into a record: `("progress", 3, "note")`. Keys are text, list positions are numbers from 0."""


class Aim(enum.Enum):
    """What of the field is meant: its key or its value (with the key where there is none)."""

    KEY = "key"
    VALUE = "value"


class Span(msgspec.Struct, frozen=True, order=True):
    """Characters of a file, 1-based like editors show them; the end lies behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)


class Place(msgspec.Struct, frozen=True):
    """A field of a file. An empty field is the whole record; a span, where set, is already exact."""

    path: str
    field: Field = ()
    aim: Aim = Aim.VALUE
    span: Span | None = None


def spelled(field: Field) -> str:
    """The field as people and JSON see it: `progress[3].note`."""
    words = ""
    for step in field:
        words += f"[{step}]" if isinstance(step, int) else (f".{step}" if words else str(step))
    return words
