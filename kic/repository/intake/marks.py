"""What a sheet says, what the record says, and what the last import left: whose word counts for a field.

An import leaves a short mark of each value that it took. So a later one knows a value that the sheet changed from one
that somebody corrected in the record, and where both changed it overwrites nothing without being asked.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Take = Literal["sheet", "record"] | None
"""Whose word counts where a field was changed on both sides; None: the import waits for an answer."""


Verdict = Literal["same", "write", "kept", "both", "record"]
"""What becomes of a field: nothing, the sheet is written, a correction stays, both changed, the record stays."""


def verdict(field: str, said: Any, recorded: Any, mark: str | None, take: Take) -> Verdict:
    """What becomes of a field by these three; `take` is the answer where both changed."""
    return weighed(
        same=spelled(said) == spelled(recorded),
        sheet_as_before=mark == mark_of(field, said),
        record_as_before=mark == mark_of(field, recorded),
        take=take,
    )


def weighed(*, same: bool, sheet_as_before: bool, record_as_before: bool, take: Take) -> Verdict:
    """Whose word counts, by what is the same as what: a change on one side alone is taken."""
    if same:
        return "same"
    if sheet_as_before:
        return "kept"
    if record_as_before or take == "sheet":
        return "write"
    return "record" if take == "record" else "both"


def spelled(value: Any) -> str:
    """A value as a text, equal for equal values; the order of plan lines and of themes is no difference."""
    if value in (None, [], False, {}):
        return ""
    if isinstance(value, list):
        return "|".join(sorted(spelled(item) for item in value))
    if isinstance(value, dict):
        told = sorted((key, item) for key, item in value.items() if key != "secured")  # no column tells that
        return ";".join(f"{key}={spelled(item)}" for key, item in told)
    return " ".join(str(getattr(value, "value", value)).split())


def mark_of(field: str, value: Any) -> str:
    """A short mark of a value, in letters alone: what digits look like would be taken for telephone numbers."""
    return letters_of(hashlib.sha256(f"{field}:{spelled(value)}".encode()).digest(), 6)


def letters_of(digest: bytes, most: int) -> str:
    """The beginning of a digest in letters, which no program takes for a number or a day."""
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:most])


def marked(values: Mapping[str, Any], fields: Iterable[str]) -> str:
    """The marks of a record's fields in one line."""
    return " ".join(f"{field}={mark_of(field, values[field])}" for field in fields if field in values)


def unmarked(line: str) -> dict[str, str]:
    """The marks by field, as `marked` wrote them."""
    pairs = (each.partition("=") for each in line.split())
    return {field: mark for field, _, mark in pairs}
