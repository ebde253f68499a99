"""A long history as text, for measurements: many commits that each change a few of many records.

`stages(files, 2_000)` gives so many states of a generated repository, one commit each, always the same. The
recommendation `EDITED` is changed by every fiftieth of them, its words as well as its log.
"""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kic.store import fast_import

EDITED = "he-0007"
EVERY = 50
"""Commits between two that change the recommendation `EDITED`."""
MAIL = "stelle@example.org"
FIRST = datetime.date(2020, 3, 2)
_PLACE = "concept/recommendations/{id}.yaml"
_WORDS = "Fassung der Stellungnahme"


class Stage(NamedTuple):
    """One commit."""

    date: datetime.date
    subject: str
    author: str
    changes: Mapping[str, bytes | None]


def stages(files: Mapping[str, bytes], commits: int) -> Iterator[Stage]:
    """The first state with all records, then commits that change one to three recommendations each."""
    yield Stage(FIRST, "Alle Datensätze", "Stabsstelle", files)
    state = {path: content for path, content in files.items() if path.startswith("concept/recommendations/")}
    places = [path for path in sorted(state) if path != _PLACE.format(id=EDITED)]
    for number in range(1, commits):
        changed = [places[(number * 37 + nth * 11) % len(places)] for nth in range(number % 3 + 1)]
        if number % EVERY == 0:
            changed.append(_PLACE.format(id=EDITED))
        for path in changed:
            state[path] = _revised(state[path], number)
        day = FIRST + datetime.timedelta(days=number)
        yield Stage(day, f"Rückmeldung {number}", "Stabsstelle", {path: state[path] for path in changed})


def history(folder: Path, files: Mapping[str, bytes], commits: int) -> None:
    """A git repository in an empty folder that went through these states; the work tree holds the last one."""
    fast_import.begin(folder)
    fast_import.add(folder, stages(files, commits), mail=MAIL)
    fast_import.check_out(folder)


def _revised(content: bytes, number: int) -> bytes:
    """Another number in the text, or in the note of the log's last entry."""
    text = content.decode()
    if number % 2:
        begin, mark, rest = text.rpartition("im Schnitt ")
        return f"{begin}{mark}{10 + number % 80}{rest[2:]}".encode()
    lines = text.split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith("  und Material"))
    lines[at] = f"{lines[at].partition(_WORDS)[0].rstrip()} {_WORDS} {number}."
    return "\n".join(lines).encode()
