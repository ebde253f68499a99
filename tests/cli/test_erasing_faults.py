"""`kic erase` killed, or refused by the disk, at its system calls: the next run erases all of it; no byte is left."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import TODAY
from tests.cli.inprocess import call
from tests.cli.test_faults import repository, without_git  # noqa: F401  # a fixture that is used by itself
from tests.cli.test_persons import ENTER, ERASE, holding
from tests.faults import Fault, calls_of, lay_out, some, strike, writing_calls

PLACES = 12
"""Places of each kind of fault in the reduced run; with `-m soak`, each of them."""


def entered(root: Path) -> None:
    repository(root)
    assert call(*ENTER, folder=root).code == 0
    assert call("person", "set", "p-0007", "--city", "Neuenlauter", "--yes", folder=root).code == 0


def struck(root: Path, how: str, places: int | None) -> int:
    command = [sys.executable, "-m", "kic", "--today", TODAY, "-C", str(root), *ERASE]
    lay_out(root, lambda: entered(root))
    calls, paths = calls_of(command, root)
    faults = writing_calls(
        [Fault(name, n, how) for name, times in calls.items() for n in range(1, times + 1)]
    )
    for fault in faults if places is None else some(places, seed=len(how))(faults):
        lay_out(root, lambda: entered(root))
        done = strike(command, paths, fault)
        assert "Traceback" not in done.stderr, (fault, done.stderr)
        assert done.returncode in (-9, 0, 3, 137), (fault, done.returncode)
        again = call(*ERASE, folder=root)
        assert again.code == 0, (fault, again.err)
        assert holding(root) == [], fault
        assert [path.name for path in (root / "private/erased").iterdir()] == ["p-0007.yaml"]
        assert call("check", folder=root).code == 0
        assert not list(root.rglob("*.tmp")), fault
    shutil.rmtree(root)
    return len(faults)


@pytest.mark.system
@pytest.mark.parametrize("how", ["KILL", "ENOSPC", "EIO"])
def test_erasing_is_finished_on_the_next_run(tmp_path: Path, how: str) -> None:
    assert struck(tmp_path / "city", how, PLACES) > PLACES


@pytest.mark.soak
@pytest.mark.parametrize("how", ["KILL", "ENOSPC", "EIO"])
def test_erasing_is_finished_whatever_call_was_struck(tmp_path: Path, how: str) -> None:
    assert struck(tmp_path / "city", how, None) > PLACES
