"""Every documented command has a twin for PowerShell: the same line, or one derived from it."""

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.cli import helping
from kic.cli.powershell import NoTwin, arguments, twin, works_as_it_is
from tests.cli.inprocess import call
from tests.cli.test_help import examples
from tests.powershell_pages import missing, twins

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kic check", "kic check"),
        ('kic save --message "Stand nachgetragen"', 'kic save --message "Stand nachgetragen"'),
        ("kic year budget 2027 --amount 50.000,00", "kic year budget 2027 --amount '50.000,00'"),
        ("kic find 'Verein O'\\''Connor'", "kic find 'Verein O''Connor'"),
        ('kic find "100 $"', "kic find '100 $'"),
        ("KIC_LANG=en kic check", "$env:KIC_LANG = 'en'; kic check"),
        ("export KIC_PRIVATE=/srv/privat", "$env:KIC_PRIVATE = '/srv/privat'"),
        ("kic check && kic save", "kic check; if ($?) { kic save }"),
        ("kic demo ~/stadt", 'kic demo "$HOME/stadt"'),
        ("kic score in bogen/*.csv", "kic score in (Get-Item bogen/*.csv)"),
        ("kic check --format sarif > funde.sarif", "cmd /c 'kic check --format sarif > funde.sarif'"),
        (".venv/bin/python -m pip list", ".venv\\Scripts\\python -m pip list"),
        ("kic check     # prüft alles", "kic check     # prüft alles"),
        ("kic show 2026-1 --where a,b   # mit Komma", "kic show 2026-1 --where 'a,b'   # mit Komma"),
        ("  kic check", "  kic check"),
        ("# nur ein Kommentar", "# nur ein Kommentar"),
    ],
)
def test_the_twin_of_a_line(line: str, expected: str) -> None:
    assert twin(line) == expected


@pytest.mark.parametrize(
    "line", ["kic check | head", "kic find 'a \"b\" c,d'", "kic check < file", "kic a; kic b"]
)
def test_what_has_no_twin_is_refused_and_not_guessed(line: str) -> None:
    with pytest.raises(NoTwin):
        twin(line)


def test_a_line_that_goes_on_is_one_line() -> None:
    assert twins(["kic year budget 2027 \\", "  --amount 50.000,00"]) == [
        "kic year budget 2027 --amount '50.000,00'"
    ]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters='"\0\r\n'), min_size=1), min_size=1))
def test_the_command_gets_the_same_arguments(words: list[str]) -> None:
    """Whatever a Unix shell passes on, the twin passes on under PowerShell's rules, or there is none."""
    line = shlex.join(["kic", "find", *words])
    try:
        other = twin(line)
        passed = [*arguments(other)]
    except NoTwin:
        return
    assert passed == shlex.split(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_of_a_page_works_in_powershell_or_has_its_twin_below(page: Path) -> None:
    assert missing(page.read_text("utf-8")) == []


def test_a_page_without_its_twin_is_found_out() -> None:
    page = "```sh\nkic year budget 2027 --amount 50.000,00\n```\n"
    wanted = "kic year budget 2027 --amount '50.000,00'"
    assert missing(page) == [wanted]
    assert missing(f"{page}\n```powershell\n{wanted}\n```\n") == []


def test_every_example_of_the_help_has_a_twin() -> None:
    lines = [line for _, line in examples() if not line.startswith("kic completion ")]
    assert [line for line in lines if not works_as_it_is(line) and twin(line) == line] == []


def test_help_on_windows_shows_the_examples_as_powershell_takes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--amount 50.000,00\n" in call("year", "budget", "--help", folder=None).out.replace(
        " --source", "\n"
    )
    monkeypatch.setattr(helping, "WINDOWS", True)
    assert "--amount '50.000,00'" in call("year", "budget", "--help", folder=None).out
