"""Noun groups, shown on a table of their own: `kic tree plant`."""

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from types import ModuleType
from typing import Annotated

import pytest
import typer

from kic.cli import table
from kic.cli.app import application
from kic.cli.completing import candidates
from kic.cli.table import Command, Group, Section
from kic.errors import Refused
from tests.cli.inprocess import call

imported: list[str] = []


def plant(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="The tree.")],
    deep: Annotated[bool, typer.Option("--deep", help="Deep.")] = False,
    output: Annotated[str, typer.Option("--format", help="How it is written.")] = "text",
) -> int:
    if id == "stone":
        raise Refused("Nothing was written.")
    context.obj.out(f"planted {id} {deep}")
    return 0


class Finder:
    """Stands in for the folder `kic/cli/commands/tree/`, and notes what is imported from it."""

    def find_spec(self, name: str, path: object, target: object = None) -> object:
        if not name.startswith("kic.cli.commands.tree"):
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self, is_package=name.endswith("tree"))

    def create_module(self, spec: object) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        imported.append(module.__name__.removeprefix("kic.cli.commands."))
        module.command = plant
        module.EXAMPLES = "kic tree plant oak\nkic tree plant elm --deep"


@pytest.fixture(autouse=True)
def forest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tree = Group(
        "tree",
        "Usage",  # ids that have German words
        (Command("plant", "tree.plant", "Language of all output."), Command("fell", "tree.fell", "Commands")),
    )
    bush = Group("bush", "A group that has no command yet.")
    check = table.BY_NAME["check"]
    monkeypatch.setattr(table, "SECTIONS", (Section("Options", (check, tree, bush)),))
    monkeypatch.setattr(table, "BY_NAME", {"check": check, "tree": tree})
    finder = Finder()
    sys.meta_path.insert(0, finder)
    imported.clear()
    yield
    sys.meta_path.remove(finder)
    for name in [name for name in sys.modules if name.startswith("kic.cli.commands.tree")]:
        del sys.modules[name]


def test_a_command_of_a_group_runs_and_only_its_module_is_imported() -> None:
    done = call("tree", "plant", "oak", "--deep", folder=None)
    assert (done.code, done.out) == (0, "planted oak True\n")
    assert imported == ["tree", "tree.plant"]


@pytest.mark.parametrize("words", [("tree",), ("tree", "--help")])
@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "de",
            """\
Aufruf

Aufruf: kic tree BEFEHL [...]

Befehle:
  plant  Sprache aller Ausgaben.
  fell   Befehle

Optionen:
  --help  Diese Seite anzeigen.

kic tree BEFEHL --help erläutert einen Befehl mit Beispielen.
""",
        ),
        (
            "en",
            """\
Usage

Usage: kic tree COMMAND [...]

Commands:
  plant  Language of all output.
  fell   Commands

Options:
  --help  Show this page.

kic tree COMMAND --help explains a command with examples.
""",
        ),
    ],
)
def test_a_group_alone_lists_its_commands(words: tuple[str, ...], lang: str, expected: str) -> None:
    done = call(*words, folder=None, lang=lang)
    assert (done.code, done.err) == (0, "")
    assert done.out == expected
    assert imported == []


def test_the_page_of_a_command_names_its_group() -> None:
    done = call("tree", "plant", "--help", folder=None, lang="en")
    assert done.code == 0
    assert "Usage: kic tree plant [OPTIONS] ID\n" in done.out
    assert "  kic tree plant elm --deep\n" in done.out


def test_the_overview_shows_groups_with_commands_only() -> None:
    done = call("--help", folder=None, lang="en")
    assert "Options:\n  check  Find" in done.out
    assert "  tree   Usage\n" in done.out
    assert "bush" not in done.out
    assert "plant" not in done.out


MISTAKES = [
    # command line, what is named, what it says in German and in English
    (["tree", "plnt"], "tree plnt", "plant", "plant"),
    (["tree", "xyz"], "tree xyz", "kic tree --help listet", "kic tree --help lists"),
    (["tre"], "tre", "tree", "tree"),
    (["bush"], "bush", "kic --help listet", "kic --help lists"),
    (["tree", "--deep", "plant"], "--deep", "kic tree --help", "kic tree --help"),
    (["tree", "plant"], "kic tree plant", "ID", "ID"),
    (["tree", "plant", "oak", "--dep"], "--dep", "--deep", "--deep"),
    (["tree", "plant", "oak", "--lang", "en"], "--lang", "kic --lang ... tree plant", "kic --lang ... tree plant"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "named", "german", "english"), MISTAKES, ids=lambda value: str(value)[:40])
def test_mistakes(words: list[str], named: str, german: str, english: str) -> None:
    for lang, expected in (("de", german), ("en", english)):
        done = call(*words, folder=None, lang=lang)
        assert (done.code, done.out) == (2, "")
        assert named in done.err
        assert expected in done.err


@pytest.mark.parametrize(
    ("words", "expected", "loaded"),
    [
        (["tr"], ["tree"], []),
        (["tree", ""], ["plant", "fell"], []),
        (["tree", "p"], ["plant"], []),
        (["tree", "plant", "--d"], ["--deep"], ["tree", "tree.plant"]),
        (["tree", "plnt", ""], [], []),
    ],
)
def test_completion_imports_only_what_it_has_to(
    words: list[str], expected: list[str], loaded: list[str]
) -> None:
    assert [each.word for each in candidates(application(), words)] == expected
    assert imported == loaded


def test_the_json_of_a_failure_names_the_command_with_its_group() -> None:
    done = call("tree", "plant", "stone", "--format", "json", folder=None)
    assert done.code == 1
    assert json.loads(done.out)["command"] == "tree plant"
    done = call("tree", "plnt", "--format", "json", folder=None)
    assert json.loads(done.out)["command"] == "tree"


def test_the_real_table_names_everything_once_and_modules_that_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    names = [entry.name for section in table.SECTIONS for entry in section.entries]
    typed = [name for name, _ in table.leaves()]
    assert len(names) == len(set(names))
    assert len(typed) == len(set(typed))
    assert [
        name for name, command in table.leaves() if not find_spec(f"kic.cli.commands.{command.module}")
    ] == []
