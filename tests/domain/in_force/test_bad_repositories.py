"""Bad content is a finding and never an end: what was in force is told of every repository of the gallery."""

import datetime
from pathlib import Path

import pytest

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.in_force import in_force
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.gallery.cases import HERE, tree

TODAY = datetime.date(2026, 11, 22)
DAYS = [
    datetime.date.min,
    datetime.date(2013, 6, 1),
    datetime.date(2022, 3, 15),
    datetime.date(2025, 7, 1),
    TODAY,
    datetime.date(2030, 1, 1),
    datetime.date.max,
]
GOOD = tree(HERE / "_good")
CASES = sorted(folder for folder in HERE.glob("KIC*/*") if folder.name in ("bad", "good"))


@pytest.fixture(scope="module")
def states() -> dict[Path, Snapshot]:
    """Every repository of the gallery, read once; what they have in common is read once for all."""
    good = load(Memory(GOOD), KINDS)
    return {folder: load(Memory({**GOOD, **tree(folder)}), KINDS, reuse=good) for folder in CASES}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_content_ends_it_and_unreadable_files_stay(
    day: datetime.date, states: dict[Path, Snapshot]
) -> None:
    for folder, state in states.items():
        found = in_force(state, day, today=TODAY).snapshot
        stubs = {entry.path for entry in state if entry.record is None}
        assert stubs <= set(found.entries), folder
        assert set(found.entries) <= set(state.entries), folder


def test_the_last_moment_of_the_calendar_is_a_deadline_like_any_other() -> None:
    call = (
        "kind: call\nid: c\ntitle: Aufruf\nyear: 2025\nnumber: 1\nstate: closed\nopens: 2025-01-01\n"
        "closes: 9999-12-31T23:59\n"
    )
    state = load(Memory({**GOOD, "applications/c/call.yaml": call.encode()}), KINDS)
    found = in_force(state, datetime.date(2025, 6, 1), today=TODAY).snapshot
    assert found.entries["applications/c/call.yaml"].declared["state"] == "open"
