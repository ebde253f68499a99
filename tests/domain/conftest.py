"""Repositories as text inside the test."""

import datetime
from collections.abc import Callable

import pytest

from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.rules import RULES
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import changed


@pytest.fixture
def repository() -> Callable[..., Snapshot]:
    """Reads files that are given as text by their paths; `committed` as the state that they grew from."""

    def read(files: dict[str, str], committed: dict[str, str] | None = None) -> Snapshot:
        before = read(committed) if committed is not None else None
        source = Memory({path: text.encode() for path, text in files.items()})
        return load(source, KINDS, committed=before)

    return read


@pytest.fixture
def today() -> datetime.date:
    """The day on which everything is judged."""
    return datetime.date(2026, 11, 22)


@pytest.fixture
def codes(repository, today) -> Callable[..., list[str]]:
    """The codes that are found after some edits of the good repository, notes left out."""

    def judge(*edits: tuple[str, str, str], on: datetime.date = today) -> list[str]:
        found = run(RULES, repository(changed(*edits)), on)
        return sorted(each.law.code for each in found if each.severity.value != "note")

    return judge
