"""Repositories as text inside the test."""

import datetime
from collections.abc import Callable

import pytest

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.store.load import load
from kic.store.sources import Memory


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
