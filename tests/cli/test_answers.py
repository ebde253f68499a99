"""Every answer in JSON has its schema in `kic schema`, and passes it; failures are answers too."""

import json
import shlex
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kic.cli.app import application
from kic.cli.table import BY_NAME, Group, leaves
from kic.present.answers import DATA, PARTS, answers
from tests.cli.before import ON, group
from tests.cli.conftest import TODAY
from tests.cli.inprocess import call
from tests.cli.test_help import examples, module_of, only_looks

SHEET = Path(__file__).parent / "samples/2026-1-s19.csv"

MORE = [
    ["list"],
    ["list", "event"],
    ["status", "he-07", "in_progress", "--note", "Geht weiter.", "--yes"],
    ["status", "he-07", "in_progress", "--note", "Geht weiter.", "--dry-run"],
    ["score", "in", str(SHEET), "--dry-run"],
    ["meeting", "show", "2026-12-03"],
    ["meeting", "show", "2026-11-12"],
]
"""Answers of other shapes than those of the examples."""
FAILING = [
    (["allocate", "9999-9"], 2), (["check", "nowhere"], 2), (["explain", "KIC999"], 2), (["history", "he-99"], 2),
    (["list", "nothing"], 2), (["show", "he-99"], 2), (["status", "he-99"], 2), (["meeting", "disclose", "s99", "2026-1-003"], 2),
    (["score", "discuss", "9999-9"], 2), (["score", "enter", "s02", "2026-1-003", "viel"], 2),
    (["score", "in", "nowhere.xlsx"], 2), (["score", "matrix", "he-07"], 2), (["score", "out", "9999-9", "-o", "x"], 2),
    (["meeting", "plan", "--date", "gestern", "--at", "17:00", "--title", "Sitzung"], 2),
    (["meeting", "item", "2026-12-03"], 2), (["meeting", "invite", "he-07"], 2), (["meeting", "show", "9999-9"], 2),
    (["meeting", "attend", "2026-11-12"], 2), (["meeting", "exclude", "2026-11-12", "3"], 2),
    (["meeting", "absent", "2026-11-12", "9", "s14"], 2), (["meeting", "vote", "2026-11-12", "1", "--for", "x"], 2),
    (["meeting", "result", "2026-11-12", "3", "carried"], 2), (["meeting", "close", "2026-12-03", "--yes"], 1),
    (["meeting", "second", "2026-11-12", "--date", "2026-12-02"], 1), (["meeting", "minutes", "2026-11-12"], 2),
    (["meeting", "cancel", "2026-12-03"], 2),
]  # fmt: skip


def named(words: list[str]) -> str:
    """The command of a line: `check`, or with its group `call open`."""
    return " ".join(words[: 2 if isinstance(BY_NAME[words[0]], Group) else 1])


def json_commands() -> set[str]:
    """The commands whose `--format` takes json."""
    group: Any = application()
    found = set()
    for name, _ in leaves():
        command = group
        for word in name.split():
            command = command.get_command(None, word)
        if any("--format" in each.opts and "json" in (each.metavar or "json") for each in command.params):
            found.add(name)
    return found


def problems(command: str, answer: str) -> list[str]:
    return [
        error.message
        for error in jsonschema_rs.validator_for(answers()[command]).iter_errors(json.loads(answer))
    ]


def test_every_command_has_its_schema_in_one_place() -> None:
    assert sorted(name for part in PARTS for name in part.DATA) == sorted(DATA)


def test_every_command_that_answers_in_json_has_a_schema() -> None:
    assert json_commands() == set(answers())


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=pytest.mark.xdist_group(group(each))) for each in sorted(answers())]
)
def test_the_first_example_of_every_command_passes_its_schema(
    name: str, prepared: Callable[[str, Path | None], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = next(line for each, line in examples() if each == name)
    monkeypatch.chdir(prepared(name, None if only_looks(name, line) else tmp_path))
    words = shlex.split(line.partition(" > ")[0])[1:]
    if "yes" in signature(module_of(name).command).parameters and name not in ("check", "status"):
        words.append("--yes")
    done = call(*words, "--format", "json", folder=None, today=ON.get(name, TODAY))
    assert done.code == 0, done.err
    assert problems(name, done.out) == []


@pytest.mark.parametrize("words", MORE, ids=" ".join)
def test_an_answer_passes_its_schema(words: list[str], city: Path) -> None:
    done = call(*words, "--format", "json", folder=city)
    assert done.code == 0, done.err
    assert problems(named(words), done.out) == []


@pytest.mark.parametrize("name", sorted(answers()))
def test_a_slip_is_an_answer_of_every_command(name: str, built_city: Path) -> None:
    done = call(*name.split(), "--nothing", "--format", "json", folder=built_city)
    assert done.code == 2
    assert problems(name, done.out) == []
    assert json.loads(done.out)["error"]["name"] == "usage"


@pytest.mark.parametrize(
    ("words", "code"), FAILING, ids=lambda each: " ".join(each) if isinstance(each, list) else ""
)
def test_a_failure_passes_the_schema_of_its_command(words: list[str], code: int, built_city: Path) -> None:
    done = call(*words, "--format", "json", folder=built_city)
    assert done.code == code
    assert problems(named(words), done.out) == []
    assert json.loads(done.out)["error"]["code"] == code
