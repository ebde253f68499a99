"""Many processes at once: no lost update, no deadlock, and readers see one state or the other."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from kic.store.writing.writer import Writer
from tests.store.writing import driver

FEW_PROCESSES, FEW_ROUNDS = 8, 5
ALL_PROCESSES, ALL_ROUNDS = 50, 200
PATIENCE = 3600
"""Seconds; only a guard against hanging."""


def counted(root: Path, sets: list[list[str]], rounds: int) -> dict[str, int]:
    """Each process adds one to every file of its set, all at once, so many times."""
    names = sorted({name for files in sets for name in files})
    for name in names:
        (root / name).write_bytes(b"count: 0\n")
    running = [
        subprocess.Popen(
            [sys.executable, driver.__file__, str(root), "count", str(rounds), *files], stderr=subprocess.PIPE
        )
        for files in sets
    ]
    for process in running:
        _, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, errors) == (0, b"")
    return {name: int((root / name).read_bytes().split()[1]) for name in names}


def same(number: int) -> list[list[str]]:
    return [["a.yaml"]] * number


def different(number: int) -> list[list[str]]:
    return [[f"{n}.yaml"] for n in range(number)]


def crossing(number: int) -> list[list[str]]:
    """Sets that overlap, named in opposite orders."""
    chance = random.Random(number)
    return [chance.sample(["a.yaml", "b.yaml", "c.yaml", "d.yaml"], 3) for _ in range(number)]


def expected(sets: list[list[str]], rounds: int) -> dict[str, int]:
    return {name: rounds * sum(name in files for files in sets) for files in sets for name in files}


@pytest.mark.parametrize("arrangement", [same, different, crossing])
def test_no_update_is_lost(tmp_path, arrangement):
    sets = arrangement(FEW_PROCESSES)
    assert counted(tmp_path, sets, FEW_ROUNDS) == expected(sets, FEW_ROUNDS)
    assert Writer(tmp_path).pending().number == FEW_PROCESSES * FEW_ROUNDS


@pytest.mark.soak
@pytest.mark.parametrize("arrangement", [same, different, crossing])
def test_no_update_of_fifty_processes_is_lost(tmp_path, arrangement):
    sets = arrangement(ALL_PROCESSES)
    assert counted(tmp_path, sets, ALL_ROUNDS) == expected(sets, ALL_ROUNDS)


def test_readers_see_one_state_or_the_other(tmp_path):
    """While a process counts in three files at once, a reader never finds them different."""
    names = ["a.yaml", "b.yaml", "c.yaml"]
    for name in names:
        (tmp_path / name).write_bytes(b"count: 0\n")
    command = [sys.executable, driver.__file__, str(tmp_path), "count", "30", *names]
    seen = set()
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            seen.add(read_all(tmp_path, names))
    seen.add(read_all(tmp_path, names))
    assert process.returncode == 0
    assert all(len(set(state)) == 1 for state in seen)
    assert (b"count: 30\n",) * 3 in seen


def read_all(root: Path, names: list[str]) -> tuple[bytes, ...]:
    """What a reading command does: the journal in place of its files, anew if an operation came between."""
    writer = Writer(root)
    while True:
        before = writer.pending()
        state = tuple(before.overrides.get(name) or (root / name).read_bytes() for name in names)
        if writer.pending().number == before.number:
            return state
