"""Scoring: the marks of each seat, one file per seat and call.

An abstention or exclusion is no mark and never counts as 0 (ALLOCATION, section 1). The ground of an
exclusion is not stored (DESIGN, section 6).
"""

import datetime
from typing import Any, ClassVar

from kic.core.record import ref
from kic.core.text import text
from kic.core.values import Misread, Number
from kic.domain.knowledge import Documented

ABSTAIN = "abstain"
EXCLUDED = "excluded"


class Marks:
    """What one seat says of one application: a number for all criteria, a number for each, or no mark.

    `value` is a Number, a dict from criterion id to Number, `"abstain"` or `"excluded"`.
    """

    __slots__ = ("value",)
    value: Number | dict[str, Number] | str

    def __init__(self, value: Number | dict[str, Number] | str) -> None:
        self.value = value

    @classmethod
    def read(cls, plain: Any) -> "Marks":
        """From a scalar's text or a map of texts; raises Misread."""
        if isinstance(plain, str):
            return cls(plain if plain in (ABSTAIN, EXCLUDED) else Number.parse(plain))
        if isinstance(plain, dict) and plain and all(isinstance(v, str) for v in plain.values()):
            return cls({key: Number.parse(value) for key, value in plain.items()})
        raise Misread(text("expected a mark, a mark for each criterion, abstain or excluded"))

    @property
    def given(self) -> bool:
        """Whether this is a mark at all."""
        return not isinstance(self.value, str)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks) and self.value == other.value

    def __hash__(self) -> int:
        return hash(str(self.value))

    def __repr__(self) -> str:
        return f"Marks({self.value!r})"


class ScoreSheet(Documented, frozen=True, kw_only=True, tag="scores"):
    """The marks of one seat for the applications of one call."""

    layouts: ClassVar = ("applications/{call}/scores/{seat}.yaml",)

    call: ref("call")
    seat: ref("seat")
    received: datetime.date
    marks: dict[ref("application"), Marks]
