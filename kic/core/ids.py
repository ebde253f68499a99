"""Ids: how records are named (docs/interface.md, section 1)."""

import re
from typing import Annotated

import msgspec

PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}\Z"
DEVICES = frozenset(
    (
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
    )
)
"""Names that Windows keeps for devices: a file cannot be called so, with any ending."""

Id = Annotated[str, msgspec.Meta(pattern=PATTERN)]
"""What a record or a part of one is called itself."""
LocalId = Annotated[Id, msgspec.Meta(extra={"local": True})]
"""What a part of this record, or of one that it names, is called: a reference that rules follow, not the index.
The mark tells it from `Id`, which names what it stands in."""

_match = re.compile(PATTERN).match


def is_id(name: str) -> bool:
    """Whether this may name a record: lower-case letters, digits and hyphens, 63 at most, no DOS device."""
    return _match(name) is not None and name not in DEVICES
