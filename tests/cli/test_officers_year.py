"""The year of thirteen applications at the keyboard: fewer than forty steps, no editor and no git."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import pytest

from tests.cli.handbook import typed
from tests.cli.inprocess import call
from tests.cli.officers_year import STEPS

MOST = 40
DECIDED = next(number for number, step in enumerate(STEPS, 1) if step.line.startswith("kic meeting award"))
"""How many steps it takes to the committee's decision."""


def test_the_year_takes_fewer_than_forty_steps() -> None:
    assert len(STEPS) < MOST
    assert [step.day for step in STEPS] == sorted(step.day for step in STEPS)
    for step in STEPS:
        assert step.line.startswith("kic ")
        assert not re.search(r"\bgit\b|\.yaml|--yes", step.line), (
            "no editor, no git, and every question is seen"
        )


def play(city: Path, lang: str, steps: int) -> None:
    """The first steps, in this process."""
    for step in STEPS[:steps]:
        if step.before is not None:
            step.before(city)
        shown = typed(step.line, lang=lang, today=step.day)
        assert shown.code == 0, f"{step.line}\n{shown.screen}"


def test_from_the_call_to_the_decision(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(city)
    play(city, "de", DECIDED)
    assert (city / "Vergabevorlage.html").is_file()
    assert call("check", folder=city, today=STEPS[DECIDED - 1].day).code == 0


# -- in a real terminal --------------------------------------------------------------------------------------


NAME = "Stabsstelle Integration <integration@neuenlauter.example>"
"""Under which the first record is kept, asked once."""


class Tmux:
    """A terminal of this size with a shell in it, read from its screen and typed into by keys alone."""

    SECONDS = 60.0

    def __init__(self, folder: Path, columns: int, rows: int, lang: str, *, color: bool) -> None:
        program = shutil.which("tmux")
        assert program, "tmux is missing: apt-get install tmux"
        self.day = folder.parent / "today"
        self.day.write_text("2027-01-11")
        command = folder.parent / "kic"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kic --today "$(cat "{self.day}")" "$@"\n')
        command.chmod(0o755)
        start = folder.parent / "bashrc"
        start.write_text("PS1='[$?:\\#]> '\n")
        self.tmux = [program, "-S", str(folder.parent / "tmux"), "-f", "/dev/null"]
        environment = {
            "PATH": f"{folder.parent}:{os.environ['PATH']}",
            "HOME": str(folder.parent),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "LANG": "C.UTF-8",
            "KIC_LANG": lang,
            **({} if color else {"NO_COLOR": "1"}),
        }
        self.color = color
        subprocess.run(
            [
                *self.tmux,
                "new-session",
                "-d",
                "-x",
                str(columns),
                "-y",
                str(rows),
                f"bash --noprofile --rcfile {start}",
            ],
            cwd=folder,
            env=environment | {"TERM": "xterm-256color"},
            check=True,
        )
        self.number = 1
        self.until(r"\[0:1\]> $")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run([*self.tmux, "kill-server"], check=False)

    def screen(self, *options: str) -> str:
        """What is to be seen."""
        done = subprocess.run(
            [*self.tmux, "capture-pane", "-p", *options], capture_output=True, text=True, check=True
        )
        return done.stdout.rstrip("\n")

    def until(self, *patterns: str) -> int:
        """Waits until the last line on the screen ends so; which of them it was."""
        end = time.monotonic() + self.SECONDS
        while time.monotonic() < end:
            last = self.screen("-J").rsplit("\n", 1)[-1]  # a line that was broken, as one
            for number, pattern in enumerate(patterns):
                if re.search(pattern, f"{last} " if last and not last.endswith(" ") else last):
                    return number
            time.sleep(0.05)
        raise AssertionError(self.screen())

    def types(self, line: str) -> None:
        """The keys of a line, and Enter."""
        subprocess.run([*self.tmux, "send-keys", "-l", line], check=True)
        subprocess.run([*self.tmux, "send-keys", "Enter"], check=True)

    def does(self, line: str, yes: str) -> str:
        """A command, each of its questions answered with yes. What is on the screen when it has ended with 0."""
        self.types(line)
        self.number += 1
        ended = rf"\[\d+:{self.number}\]> $"
        asked = (r"\[./N\] $", r"\.example>: $")
        while number := self.until(ended, *asked):
            before = self.screen()
            self.types((yes, NAME)[number - 1])
            while self.screen() == before:
                time.sleep(0.02)
        shown = self.screen()
        assert shown.endswith(f"[0:{self.number}]>"), shown
        return shown


@pytest.mark.system
@pytest.mark.soak
@pytest.mark.parametrize("color", [True, False], ids=["colour", "plain"])
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_year_in_a_real_terminal(columns: int, rows: int, lang: str, color: bool, city: Path) -> None:
    with Tmux(city, columns, rows, lang, color=color) as terminal:
        for step in STEPS:
            if step.before is not None:
                step.before(city)
            terminal.day.write_text(step.day)
            terminal.does(step.line, {"de": "j", "en": "y"}[lang])
            assert ("\x1b[3" in terminal.screen("-e")) <= color, step.line
    assert call("check", folder=city, today=STEPS[-1].day).code == 0
    left = subprocess.run(
        ["git", "status", "--porcelain"], cwd=city, capture_output=True, text=True, check=True
    )
    assert all(line.startswith("??") for line in left.stdout.splitlines()), left.stdout
