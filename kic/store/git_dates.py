"""The dates of commits as git writes them, and what counts where a commit has none that can be.

Programs other than git make commits too: with a year of six digits, an offset of days, or no date at all.
"""

import datetime

UNKNOWN = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""In place of a date that is none: where git, too, begins to count."""


def moment(said: str) -> datetime.datetime:
    """What git writes for `%cI`; UNKNOWN for what is no date."""
    try:
        found = datetime.datetime.fromisoformat(said.strip())
    except ValueError:
        return UNKNOWN
    return found if found.tzinfo is not None else UNKNOWN
