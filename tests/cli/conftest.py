"""The command line as users have it: one process per command, on a copy of the demo city."""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.before import BEFORE, ON, STAGES

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


SHARED = ("save", "send", "get")
"""Commands whose city is joined to a shared repository, as the office's copy is."""


def share(folder: Path, shared: Path) -> None:
    """Joins a city to a shared repository beside it, and says under which name it records."""
    for words in (
        ("clone", "--quiet", "--bare", "--no-hardlinks", str(folder), str(shared)),
        ("-C", str(folder), "remote", "add", "origin", str(shared)),
        ("-C", str(folder), "config", "user.name", "Stabsstelle Integration"),
        ("-C", str(folder), "config", "user.email", "integration@neuenlauter.invalid"),
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)


@pytest.fixture(scope="session")
def prepared(
    built_city: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Path | None], Path]:
    """The demo city as it is before the examples of a command, with the files that these name.

    A copy in the given folder, to work on; or without one the city that others look at, too.
    """
    from tests.cli.inprocess import call

    cities: dict[tuple[str, ...], Path] = {}

    def made(name: str, lines: tuple[str, ...]) -> Path:
        done_before = max(
            (each for each in STAGES if each == lines[: len(each)] != lines), key=len, default=()
        )
        start = city_after(name, done_before) if done_before else built_city
        folder = tmp_path_factory.mktemp("before") / "city"
        shutil.copytree(start, folder, symlinks=True)
        if name in SHARED:
            share(folder, folder.parent / "shared.git")
        he_07 = (folder / "concept/recommendations/he-07.yaml").read_bytes()
        for file, day in (("before", b"2027-01-31"), ("mine", b"2027-05-31"), ("theirs", b"2027-09-30")):
            changed = re.sub(rb"(?m)^review_by: .*$", b"review_by: " + day, he_07)
            (folder / f"{file}.yaml").write_bytes(changed)
        with contextlib.chdir(folder):
            for line in lines[len(done_before) :]:
                answer = (
                    ()
                    if line.startswith(
                        (
                            "application sheet",
                            "contribution sheet",
                            "form out",
                            "merge",
                            "render",
                            "sheet out",
                        )
                    )
                    else ("--yes",)
                )
                done = call(*shlex.split(line), *answer, folder=None, today=ON.get(name, TODAY))
                assert done.code == line.startswith("merge"), (line, done.err)  # which ends in a conflict
        if name == "form in":
            from tests.cli.filling import write_samples

            write_samples(folder)
        problem = "budget: 100.00\napplications:\n  - {id: a, requested: 60.00, score: 5}\n"
        (folder / "problem.yaml").write_text(problem)
        poll = Path(__file__).parents[1] / "gallery/KIC070-pabulib-structure/good/problem.pb"
        shutil.copy(poll, folder / "poll.pb")
        (folder / "message.txt").write_text("Frist des Aufrufs 2026-1 verlängert\n", "utf-8")
        (folder / "filled").mkdir(exist_ok=True)
        shutil.copy(Path(__file__).parent / "samples/2026-1-s19.csv", folder / "filled")
        shutil.copy(Path(__file__).parent / "samples/Buchungen.csv", folder)
        return folder

    def city_after(name: str, lines: tuple[str, ...]) -> Path:
        if lines not in cities:
            cities[lines] = made(name, lines)
        return cities[lines]

    def copied(name: str, where: Path | None) -> Path:
        city = city_after(name, BEFORE.get(name, ()))
        if where is None:
            return city
        shutil.copytree(city, where / "city", symlinks=True)
        if (city.parent / "shared.git").exists():  # what one example shares is not there yet for the next
            shared = where / "shared.git"
            shutil.copytree(city.parent / "shared.git", shared)
            address = ("remote", "set-url", "origin", str(shared))
            subprocess.run(("git", "-C", str(where / "city"), *address), check=True)
        return where / "city"

    return copied
