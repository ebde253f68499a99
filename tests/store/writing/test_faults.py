"""Kills and errors at the writer's system calls: all old or all new, nothing mixed, torn or left over."""

import sys
from pathlib import Path

import pytest

from kic.store.writing.writer import Writer
from tests.faults import every_fault, some, writing_calls
from tests.store.writing import driver

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EMFILE")
SAMPLE = 40
"""Faults of a change of forty files in the reduced run."""
MANY = 200
FULL = {"KILL": writing_calls, "ENOSPC": list, "EIO": list}
"""With `-m soak` these strike at every call of every plan (a kill before a call that only reads is one before
the next that writes); other errors at `MANY` of them."""


def struck(tmp_path: Path, plan: str, hows, pick) -> int:
    root = tmp_path / "repository"
    return every_fault(
        [sys.executable, driver.__file__, str(root), "plan", plan],
        root,
        prepare=lambda: driver.prepare(root, plan),
        settle=lambda: Writer(root).recover(),
        hows=hows,
        pick=pick,
    )


@pytest.mark.system
def test_kill_at_every_call_for_one_file(tmp_path):
    assert struck(tmp_path, "one", ["KILL"], list) > 80


@pytest.mark.system
def test_kill_before_every_call_that_writes_for_six_files(tmp_path):
    assert struck(tmp_path, "six", ["KILL"], writing_calls) > 150


@pytest.mark.system
def test_kill_at_some_calls_for_forty_files(tmp_path):
    assert struck(tmp_path, "forty", ["KILL"], some(SAMPLE)) == SAMPLE


@pytest.mark.system
@pytest.mark.parametrize("error", ERRORS)
def test_errors_at_some_calls_for_one_and_six_files(tmp_path, error):
    assert struck(tmp_path, "one", [error], some(SAMPLE)) == SAMPLE
    assert struck(tmp_path, "six", [error], some(SAMPLE)) == SAMPLE


@pytest.mark.system
def test_interrupted_calls_are_made_again(tmp_path):
    """EINTR at opening, writing and synchronising is no failure (short writes: test_writer)."""
    root = tmp_path / "repository"
    count = every_fault(
        [sys.executable, driver.__file__, str(root), "plan", "six"],
        root,
        prepare=lambda: driver.prepare(root, "six"),
        settle=lambda: Writer(root).recover(),
        hows=["EINTR"],
        pick=lambda faults: [f for f in writing_calls(faults) if f.call in ("openat", "write", "fsync")],
    )
    assert count > 40


@pytest.mark.soak
@pytest.mark.parametrize("plan", driver.SIZES)
@pytest.mark.parametrize("how", ["KILL", *ERRORS])
def test_every_fault_at_every_call(tmp_path, plan, how):
    assert struck(tmp_path, plan, [how], FULL.get(how, some(MANY))) > 60
