"""The command line as users have it: one process per command, on a copy of the demo city."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

TODAY = "2026-11-22"


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


def run(*arguments: str, cwd: Path, lang: str = "de", stdin: str = "", **environment: str) -> Ran:
    """Runs `kic` as its own process, without a terminal."""
    cleaned = {k: v for k, v in os.environ.items() if not k.startswith(("KIC_", "GIT_", "LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "kic", "--lang", lang, "--today", TODAY, *arguments],
        cwd=cwd,
        input=stdin.encode(),
        capture_output=True,
        timeout=60,
        check=False,
        env=cleaned | {"PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def built_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city with its history, written once."""
    folder = tmp_path_factory.mktemp("demo") / "city"
    done = run("demo", "--yes", str(folder), cwd=folder.parent)
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def city(built_city: Path, tmp_path: Path) -> Path:
    """A copy of the demo city to work on."""
    folder = tmp_path / "city"
    shutil.copytree(built_city, folder, symlinks=True)
    return folder
