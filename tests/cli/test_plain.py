"""Plain lines, which need no Typer, mean what Typer would make of them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.cli.app import application
from kic.cli.commands import blame, check, history, today
from kic.cli.plain import plain, spelled_out
from kic.cli.session import Session

GLOBAL = ("--format", "json", "--format=json", "-C", "concept", "-Cconcept", "--lang", "de", "--today", "2026-11-22", "--today=2026-02-30", "--no-input",
          "--color", "never", "--color=always", "--version", "--help", "--lang=fr", "check", "history")  # fmt: skip
OWN = ("check", "concept/themes", "--base", "main", "--format", "json", "--format=json", "--strict",
       "--notes", "--changed", "--fix", "--yes", "-", "--", "--dry-run", "", "ä.yaml", "--help",
       "he-25", "HE-25", "--find", "Lüften", "--field", "title", "--find=x", "text", "yaml", "--as-of")  # fmt: skip
USUAL: dict[str, dict[str, Any]] = {
    "today": {"output": "text", "days": None, "every": False},
    "check": {"output": "text", "notes": False, "changed": False, "strict": False, "fix": False, "yes": False,
              "dry_run": False, "base": None},
    "history": {"output": "text"},
    "blame": {"output": "text", "fields": (), "find": None},
}  # fmt: skip
"""What a command gets where nothing was said."""


def by_typer(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What Typer makes of a line: the session and the options of the command."""
    seen: dict[str, Any] = {}

    def record(session: Any, first: Any = None, **options: Any) -> int:
        options.pop("run", None)
        name = {} if first is None else {"id": first} if isinstance(first, str) else {"paths": list(first)}
        seen.update(options, **name, session=vars(session))
        return 0

    for module, name in ((check, "check"), (today, "daily"), (history, "history"), (blame, "blame")):
        monkeypatch.setattr(module, name, record)
    application().main(args=spelled_out(arguments), prog_name="kic", standalone_mode=False)
    return seen


@given(
    st.lists(st.sampled_from(GLOBAL), max_size=5),
    st.sampled_from([["check"], ["history"], ["blame"], []]),
    st.lists(st.sampled_from(OWN), max_size=5),
)
def test_a_plain_line_means_the_same(before: list[str], command: list[str], after: list[str]):
    arguments = [*before, *command, *after]
    line = plain(arguments)
    if line is None:
        return
    with pytest.MonkeyPatch.context() as monkeypatch:
        seen = by_typer(arguments, monkeypatch)
    assert seen.pop("session") == vars(Session(**line.session))
    assert seen == USUAL[line.command] | line.options


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--lang en -C .",
        "--format json",
        "check",
        "check --strict",
        "check concept --format json",
        "-C . --today 2026-11-22 --lang en check",
        "history he-25 --format json",
        "blame he-25 --find Lüften --field title --field text",
    ],
)
def test_everyday_lines_are_plain(words: str):
    assert plain(words.split()) is not None


@pytest.mark.parametrize(
    "words",
    [
        "--today 22.11.2026",
        "--format json check",
        "check --fix",
        "check --help",
        "list theme",
        "check --formt json",
        "--lang fr check",
        "history",
        "history he-25 he-26",
        "history he-25 --format yaml",
        "blame --find --field he-25",
    ],
)
def test_other_lines_are_left_to_typer(words: str):
    assert plain(words.split()) is None


def imported(line: list[str], city: Path, expression: str) -> str:
    """What an expression over `sys.modules` is after a command, and its exit code."""
    script = f"import sys; from kic.cli.main import main; code = main({line!r}); print({expression}, code)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=city, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("line", [["check"], [], ["history", "he-02"], ["blame", "he-02"]])
def test_slow_modules_are_not_imported_for_it(line: list[str], built_city: Path):
    """Each of them takes 5 to 30 ms; msgspec would ask typing_extensions for what typing has."""
    slow = "{'typer', 'typing_extensions', 'inspect', 'rich', 'jinja2', 'ruamel'} & sys.modules.keys()"
    assert imported(line, built_city, slow) == "set() 0"


@pytest.mark.parametrize("line", [["list", "theme"], ["history", "he-02"]])
def test_who_only_looks_imports_no_rules(line: list[str], built_city: Path):
    """They are the larger half of the domain: 30 ms of every command."""
    assert imported(line, built_city, "'kic.domain.rules' in sys.modules") == "False 0"
