"""Reading ahead: a second process parses, and nothing that is said of a state depends on it."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("ahead_program.py")
HERE = {**os.environ, "PYTHONPATH": str(PROGRAM.parents[3])}
THEME = """\
format: 1
kind: theme
id: thema-{n:02}
title: Runder Tisch {n}
edition: konzept
number: {n}
"""
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system begins no second process")
BEGIN = (
    "import os, sys; from pathlib import Path; from kic.store.reading import ahead; ahead._cores = lambda: 2;"
)
"""Whatever this machine has."""
BAD = {
    "concept/themes/tab.yaml": "kind: theme\n\tid: tab\n",
    "concept/themes/twice.yaml": "kind: theme\nid: twice\nid: twice\n",
    "concept/themes/cut.yaml": "kind: theme\nid: cut\ntitle: abge",
    "concept/themes/empty.yaml": "",
    "concept/themes/bytes.yaml": "kind: \udcff\n",
}


def read(folder: Path, what: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, PROGRAM, folder, what],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
        env=HERE,
    )
    assert done.stderr == ""
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    themes = tmp_path / "concept" / "themes"
    themes.mkdir(parents=True)
    (tmp_path / "kic.yaml").write_text("format: 1\nkind: settings\n", encoding="utf-8")
    for n in range(1, 41):
        (themes / f"thema-{n:02}.yaml").write_text(THEME.format(n=n), encoding="utf-8")
    for path, content in BAD.items():
        (tmp_path / path).write_text(content, encoding="utf-8", errors="surrogateescape")
    return tmp_path


@pytest.mark.parametrize(
    ("what", "parsed_here"),
    [
        # Only what needs a second look: one bad file is no map at all, and all are read with care.
        ("ready", {5}),
        ("at once", set(range(5, 47))),  # whatever has arrived by then
        ("dead", set(range(5, 47))),  # as far as it got
        ("changed since", {45}),  # what was handed over are values of other bytes, but for the settings
    ],
)
def test_a_state_is_the_same_whatever_the_second_process_does(
    folder: Path, what: str, parsed_here: set[int]
) -> None:
    said = read(folder, what)
    assert said["second process"]
    assert said["parsed here"] in parsed_here
    assert said["files"] == 46
    assert said["findings"] >= len(BAD)
    assert said["same records"]
    assert said["same values"]
    assert said["same findings"]


@pytest.mark.parametrize("what", ["one core", "no more processes"])
def test_it_goes_without_a_second_process(folder: Path, what: str) -> None:
    said = read(folder, what)
    assert not said["second process"]
    assert said["parsed here"] == said["files"] == 46


@pytest.fixture
def much(tmp_path: Path) -> Path:
    """More than a pipe holds."""
    themes = tmp_path / "concept" / "themes"
    themes.mkdir(parents=True)
    for n in range(10, 70):
        text = THEME.format(n=n) + f"vision: {'Wort ' * 10_000}{n}\n"
        (themes / f"thema-{n}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_more_than_a_pipe_holds_arrives(much: Path) -> None:
    said = read(much, "received bit by bit")
    assert said["files"] == 60
    assert said["parsed here"] == 0
    assert said["same values"]


def test_the_second_process_ends_where_nobody_takes_what_it_has_read(much: Path) -> None:
    """As after a command that was killed, or that refuses a line before it reads."""
    code = f"{BEGIN} ahead.begin(Path(sys.argv[1]))"
    lives, held = os.pipe()
    try:
        subprocess.run([sys.executable, "-c", code, much], check=True, timeout=15, env=HERE, pass_fds=[held])
        os.close(held)
        # The second process has the other end of this pipe too.
        ended, _, _ = select.select([lives], [], [], 20)
        assert ended
        assert os.read(lives, 1) == b""
    finally:
        os.close(lives)


def test_it_goes_where_the_system_forgets_children_that_have_ended(folder: Path) -> None:
    """As below a service that ignores SIGCHLD, which goes over to the programs that it starts."""
    assert read(folder, "forgotten")["same findings"]


def test_whoever_waits_for_the_output_does_not_wait_for_the_second_process(folder: Path) -> None:
    """The child closes what it has from its parent, and ends by itself where its parent was killed."""
    code = (
        f"{BEGIN} ahead._hand_over = lambda *_: __import__('time').sleep(20);"
        "print(ahead.begin(Path(sys.argv[1]))._child); sys.stdout.flush(); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, check=True, text=True, timeout=15, env=HERE
    )
    os.kill(int(done.stdout), 9)  # it lives on here, as it was made to sleep
