"""One thing that `kic doctor` has looked at."""

import enum
from typing import Any

import msgspec

from kic.core.text import Text


class Health(enum.Enum):
    """How a symptom is to be taken."""

    GOOD = "good"
    NOTICE = "notice"
    BAD = "bad"


class Symptom(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked at: what, its value, where it comes from, and what to do if it is not good."""

    name: str
    value: Any
    origin: str | None = None
    health: Health = Health.GOOD
    advice: Text | None = None
