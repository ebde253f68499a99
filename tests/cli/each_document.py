"""One file of every document and of every letter that the demo city can make."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from kic.documents.catalogue import DOCUMENTS, REVISIONS, YEAR
from kic.documents.letters.catalogue import LETTERS
from kic.repository.repository import Repository
from tests.cli.conftest import TODAY
from tests.cli.inprocess import call

CALLS = ("2024-1", "2025-2", "2026-1")
BEFORE = (
    ("application", "ask", "2026-1-004", "--paper", "Satzung", "--on", "10.11.2026", "--due", "30.11.2026"),
    ("notice", "revoke", "2025-2-003", "--known", "10.11.2026", "--reason", "Zweck verfehlt"),
    ("notice", "hear", "2025-2-003", "--due", "07.12.2026"),
)
"""So that there is a letter of each sort: a request for papers and a hearing, too."""


def each_document(city: Path, to: str, folder: Path, *, lang: str = "de") -> list[Path]:
    """Writes them in this format into the folder; changes the city (`BEFORE`)."""
    folder.mkdir()
    for step in BEFORE:
        assert call(*step, "--yes", folder=city).code == 0
    for name, about in _subjects(city):
        words = ("render", name, *([about] if about else []), "--to", to, "-o", str(folder / f"{name}.{to}"))
        done = call(*words, folder=city, lang=lang)
        assert done.code == 0, (words, done.err)
    for name in LETTERS:
        first = next(_first_letters(city, name, to, folder, lang), None)
        assert first is not None, f"the demo city has no {name}"
        first.rename(folder / first.name)
    files = sorted(folder.glob(f"*.{to}"))
    assert len(files) == len(DOCUMENTS) + len(LETTERS)
    return files


def _subjects(city: Path) -> Iterator[tuple[str, str | None]]:
    """Each document with what it is about in the demo city: the last of its kind."""
    snapshot = Repository(city, today=datetime.date.fromisoformat(TODAY)).snapshot
    for name, document in DOCUMENTS.items():
        if document.about is None:
            yield name, None
        elif document.about in (YEAR, REVISIONS):
            yield name, "2025" if document.about == YEAR else "k2013..k2022"
        else:
            yield name, [str(entry.id) for entry in snapshot.entries_of(document.about)][-1]


def _first_letters(city: Path, name: str, to: str, folder: Path, lang: str) -> Iterator[Path]:
    """The first letter of this sort in each call that has one."""
    for each in CALLS:
        made = folder / f"{name}-{each}"
        if call("render", name, each, "--to", to, "-o", str(made), folder=city, lang=lang).code == 0:
            yield min(made.iterdir())
