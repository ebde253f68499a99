"""Every command is documented, begins with examples that run, and speaks both languages."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kic.cli.table import BY_NAME, Group, leaves
from kic.cli.topics.pages import TOPICS
from tests.cli.before import ON, group
from tests.cli.conftest import TODAY, run
from tests.cli.inprocess import call
from tests.cli.next_steps import says_the_next

Pages = tuple[str, dict[str, tuple[int, str]]]
MODULES = {name: command.module for name, command in leaves()}
NAMES = list(MODULES)
GROUPS = [entry.name for entry in BY_NAME.values() if isinstance(entry, Group)]


def examples() -> list[tuple[str, str]]:
    found = []
    for name in NAMES:
        lines = module_of(name).EXAMPLES.replace("\\\n", "").strip().splitlines()
        found += [(name, line) for line in lines]
    return found


def module_of(name: str) -> ModuleType:
    return import_module(f"kic.cli.commands.{MODULES[name]}")


def only_looks(name: str, line: str) -> bool:
    """Whether nothing is written by this example: it can share a city with others."""
    writes = "yes" in signature(module_of(name).command).parameters
    return "--dry-run" in line or (not writes and " -o " not in line and " --ics " not in line)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_at_least_three_examples_of_its_own(name: str) -> None:
    own = [line for command, line in examples() if command == name]
    assert len(own) >= 3
    assert all(line.startswith("kic ") and name in line for line in own)


def run_by_default() -> Iterator[Any]:
    """Every example that only looks, and the first of each command that writes; `soak` has the others.

    Each that writes needs a city of its own. What a writing command would write is looked at twice at most.
    """
    begun: dict[str, int] = {}
    for name, line in examples():
        marks = [pytest.mark.xdist_group(group(name))]
        writes = not only_looks(name, line)
        begun[name] = begun.get(name, 0) + 1
        if begun[name] > (1 if writes else 2) and "yes" in signature(module_of(name).command).parameters:
            marks.append(pytest.mark.soak)
        yield pytest.param(name, line, marks=marks)


@pytest.mark.parametrize(("name", "line"), list(run_by_default()))
def test_examples_run_on_the_demo_city(
    name: str,
    line: str,
    prepared: Callable[[str, Path | None], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing in a help page is a usage error; what writes is answered with --yes, and names what comes next."""
    monkeypatch.setenv("KIC_NEXT", "1")
    monkeypatch.chdir(prepared(name, None if only_looks(name, line) else tmp_path))
    words = shlex.split(line.partition(" > ")[0].replace("~/", "home/"))[1:]
    lang = "de"
    if words[0] == "--lang":
        lang, words = words[1], words[2:]
    if name in ("init", "demo"):
        words = [
            "elsewhere" if word in ("musterstadt", "demo-city", "home/neuenlauter") else word
            for word in words
        ]
        if words == ["demo"] or "--dry-run" in words:
            words = [*words, "elsewhere"]
    asks = ("check", "status", "undo", "init", "demo", "renumber", "save", "send", "get")
    if name in asks and "--dry-run" not in words:
        words.append("--yes")
    if " " in name and "--dry-run" not in words and "yes" in signature(module_of(name).command).parameters:
        words.append("--yes")
    for variable in ("check", "status"):
        if name == variable and words[-1] == "--yes" and not ({"--fix"} & set(words)) and len(words) <= 3:
            words.remove("--yes")
    done = call(*words, folder=None, lang=lang, today=ON.get(name, TODAY))
    assert done.code in (0, 1), done.err
    if done.code == 1:
        assert name in ("check", "status", "merge"), done.err
    assert done.out or done.err
    assert says_the_next(name, words, done), done.err


PAGES = """
import json, sys
from tests.cli.inprocess import call

lang, *names = sys.argv[1:]
print(json.dumps({name: call(*name.split(), "--help", folder=None, lang=lang) for name in names}))
"""
"""Every help page of one language from one process, as the language of help is settled once for each."""


@pytest.fixture(scope="module", params=["de", "en"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The language, and for each command and group the exit code and the text of its help."""
    done = subprocess.run(
        [sys.executable, "-c", PAGES, request.param, *NAMES, *GROUPS],
        cwd=tmp_path_factory.mktemp("nowhere"),
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    return request.param, {name: (code, out) for name, (code, out, _err) in json.loads(done.stdout).items()}


@pytest.mark.parametrize("name", NAMES + GROUPS)
def test_help_speaks_the_language_of_the_run(name: str, pages: Pages) -> None:
    lang, shown = pages
    code, out = shown[name]
    assert code == 0
    assert {"de": "Aufruf: kic", "en": "Usage: kic"}[lang] in out
    assert out.endswith("\n")
    if lang == "de":
        assert "Options" not in out
        assert "Show this page" not in out


@pytest.mark.parametrize("topic", TOPICS)
def test_topics_are_shown(topic: str, tmp_path: Path) -> None:
    assert run("help", topic, cwd=tmp_path).code == 0


def test_what_stands_for_a_value_is_german_in_a_german_topic(tmp_path: Path) -> None:
    done = run("help", "publications", cwd=tmp_path, lang="de")
    assert "kic publication freeze DOKUMENT --by ID" in done.out
    assert "--from REV --on TAG" in done.out


def test_help_shows_the_commands(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert done.code == 0
    assert all(f"  {name} " in done.out for name in BY_NAME)


def test_values_stand_in_the_help_with_their_german_words() -> None:
    """They are typed in English; what `late` means has to be found where it is asked for."""
    shown = " ".join(run("application", "reject", "--help", cwd=Path.cwd()).out.split())
    assert "late (verspätet), incomplete (unvollständig)" in shown
    assert "withdrawn" not in shown, "that is another command's"
    assert "late (" not in run("application", "reject", "--help", cwd=Path.cwd(), lang="en").out
