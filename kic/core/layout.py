"""Where things lie in a repository (docs/interface.md, section 1)."""

SETTINGS = "kic.yaml"
"""The settings, at the root; a folder with this file is a repository."""
FOLDERS = ("applications", "concept", "reports", "templates")
"""What kic reads of a repository's root, besides the settings."""
RECORD_FOLDERS = ("applications/", "concept/", "reports/")
"""Where records lie."""
RECORDS_ONLY = ("applications/", "concept/")
"""Below these, every file is a record, or a record names it."""
PUBLISHED = "reports/published/"
"""Frozen copies: only what has the place of a kind of its own is a record there."""
ENDING = ".yaml"
"""How the name of a record's file ends."""
OWN = ".kic"
"""What kic keeps for itself: journal, log and lock; no part of a state."""
JOURNAL = ".kic/journal"
"""An operation that is under way or was interrupted."""

_OF_STATE = tuple(f"{each}/" for each in FOLDERS)


def is_of_state(path: str) -> bool:
    """Whether a path is one of those that kic reads as the state of a repository."""
    return path == SETTINGS or path.startswith(_OF_STATE)


BESIDE = (".gitignore", ".gitattributes")
"""Files at the root that are recorded with the records."""
_BELOW = (*_OF_STATE, "schemas/")


def is_kept(path: str) -> bool:
    """Whether a path is recorded unasked: the settings, records and templates, and what belongs to them."""
    return path == SETTINGS or path in BESIDE or path.startswith(_BELOW)
