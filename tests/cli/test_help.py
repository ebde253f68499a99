"""Every command is documented, begins with examples that run, and speaks both languages."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import ModuleType

import pytest

from kic.cli.table import BY_NAME, Group, leaves
from kic.cli.topics import TOPICS
from tests.cli.conftest import TODAY, run
from tests.cli.inprocess import call

Pages = tuple[str, dict[str, tuple[int, str]]]
MODULES = {name: command.module for name, command in leaves()}
NAMES = list(MODULES)
GROUPS = [entry.name for entry in BY_NAME.values() if isinstance(entry, Group)]


_DRAFT = "call new 2027 --like 2026-1 --amount 50.000,00"
_OPEN = "call open 2027-1 --announced 09.11.2026 --place Amtsblatt --opens 09.11.2026 --closes '15.01.2027, 23:59'"
_CAME = (
    "application add 2027-1 --applicant association --body v-radio --title 'Radio der Nachbarn' --themes t3 "
    "--summary 'Zehn Sendungen.' --recommendation he-15 --start 10.02.2027 --end 30.06.2027 "
    "--received '09.11.2026, 11:30' --cost Technik=1200 --own Vereinsmittel=240 --requested 960"
)
_ASKED = (
    "application ask {} --paper Satzung --paper 'Zusage der Krankenkasse' --on 10.11.2026 --due 16.11.2026"
)
_VOTED = (
    "meeting attend 2026-12-03 --all",
    *(f"meeting exclude 2026-12-03 {item}" for item in (2, 3, 5, 6, 7, 8, 10, 11, 12)),
    *(f"meeting result 2026-12-03 {item} noted" for item in (1, 14)),
    *(
        f"meeting vote 2026-12-03 {item} --unanimous --proposal 'Der Antrag wird gefördert.'"
        for item in (*range(2, 13), 15)
    ),
    "meeting result 2026-12-03 13 postponed --reason 'Ein Ausschluss ist zu klären.'",
    "meeting close 2026-12-03",
)
BEFORE = {
    "meeting award": _VOTED,
    "meeting move-up": ("meeting decline 2025-2-001",),
    "call freeze": (_DRAFT,),
    "call open": (_DRAFT,),
    "application lapse": (_DRAFT, _OPEN, _CAME, _ASKED.format("2027-1-001")),
    "application receive": (_ASKED.format("2026-1-004").replace("16.11.", "30.11."),),
    "application reject": (_DRAFT, _OPEN, _CAME),
}
"""What has happened in the demo city before the examples of a command."""
ON = {"meeting award": "2026-12-04"}
"""The day on which that is, where it is not the tests' own."""


def examples() -> list[tuple[str, str]]:
    found = []
    for name in NAMES:
        found += [(name, line) for line in module_of(name).EXAMPLES.strip().splitlines()]
    return found


def module_of(name: str) -> ModuleType:
    return import_module(f"kic.cli.commands.{MODULES[name]}")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_at_least_two_examples_of_its_own(name: str) -> None:
    own = [line for command, line in examples() if command == name]
    assert len(own) >= 2
    assert all(line.startswith("kic ") and name in line for line in own)


@pytest.fixture(scope="module")
def prepared(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The demo city as it is before the examples of a command."""
    cities: dict[tuple[str, ...], Path] = {(): built_city}

    def before(name: str) -> Path:
        lines = BEFORE.get(name, ())
        if lines not in cities:
            folder = tmp_path_factory.mktemp("before") / "city"
            shutil.copytree(built_city, folder, symlinks=True)
            for line in lines:
                done = call(*shlex.split(line), "--yes", folder=folder, today=ON.get(name, TODAY))
                assert done.code == 0, (line, done.err)
            cities[lines] = folder
        return cities[lines]

    return before


@pytest.mark.parametrize(("name", "line"), examples())
def test_examples_run_on_the_demo_city(
    name: str, line: str, prepared: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in a help page is a usage error; what writes is answered with --yes."""
    city = tmp_path / "city"
    shutil.copytree(prepared(name), city, symlinks=True)
    monkeypatch.chdir(city)
    (city / "problem.yaml").write_text(
        "budget: 100.00\napplications:\n  - {id: a, requested: 60.00, score: 5}\n"
    )
    (city / "filled").mkdir()
    shutil.copy(Path(__file__).parent / "samples/2026-1-s19.csv", city / "filled")
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
    if name in ("check", "status", "undo", "init", "demo") and "--dry-run" not in words:
        words.append("--yes")
    if name == "undo":
        done = call("status", "he-01", "in_progress", "--light", "green", "--note", "x", "--yes", folder=None)
        assert done.code == 0, done.err
    if " " in name and "--dry-run" not in words and "yes" in signature(module_of(name).command).parameters:
        words.append("--yes")
    for variable in ("check", "status"):
        if name == variable and words[-1] == "--yes" and not ({"--fix"} & set(words)) and len(words) <= 3:
            words.remove("--yes")
    if name == "application import":
        done = call("application", "sheet", "2026-1", "-o", "Anträge.xlsx", "--filled", folder=None)
        assert done.code == 0, done.err
    done = call(*words, folder=None, lang=lang, today=ON.get(name, TODAY))
    assert done.code in (0, 1), done.err
    if done.code == 1:
        assert name in ("check", "status"), done.err
    assert done.out or done.err


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


def test_bare_kic_shows_the_commands(tmp_path: Path) -> None:
    done = run(cwd=tmp_path)
    assert done.code == 0
    assert all(f"  {name} " in done.out for name in BY_NAME)
