"""What doctor warns of: who may see the shared repository, personal data without a copy, a clock that lies, and files."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kic.repository import doctor_files
from tests.cli.conftest import TODAY
from tests.cli.inprocess import call

GOOD = Path(__file__).resolve().parents[1] / "gallery/_good"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for key in [name for name in os.environ if name.startswith(("GIT_", "KIC_"))]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "office"
    shutil.copytree(GOOD, folder)
    (folder / ".gitignore").write_text(".kic/\nprivate/\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Amt")
    git(folder, "config", "user.email", "amt@musterstadt.example")
    git(folder, "add", "-A")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-06-01T12:00:00")
    git(folder, "commit", "-q", "-m", "Anfangsbestand der Stelle")
    return folder


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def seen(folder: Path, name: str, *more: str, today: str = TODAY) -> dict[str, Any]:
    done = call("doctor", "--format", "json", *more, folder=folder, today=today)
    assert done.code == 0, done.err
    found: dict[str, Any]
    (found,) = [each for each in json.loads(done.out)["data"] if each["name"] == name]
    return found


@pytest.mark.parametrize(
    ("address", "health", "words"),
    [
        ("https://github.com/musterstadt/konzept.git", "notice", "shows to everybody what is not closed"),
        ("git@gitlab.com:musterstadt/konzept.git", "notice", "shows to everybody what is not closed"),
        ("https://name:geheim@git.musterstadt.example/konzept.git", "good", ""),
        ("ssh://git@git.musterstadt.example:2222/konzept.git", "good", ""),
        ("http://git.musterstadt.example/konzept.git", "notice", "read and changed on the way"),
        ("/srv/bestand.git", "good", ""),
    ],
)
def test_who_may_see_the_shared_repository_as_far_as_its_address_tells(
    office: Path, address: str, health: str, words: str
) -> None:
    git(office, "remote", "add", "origin", address)
    found = seen(office, "shared repository")
    assert found["health"] == health
    assert words in str(found["advice"])
    assert "geheim" not in str(found)


def test_somebody_who_has_looked_may_say_so(office: Path) -> None:
    assert seen(office, "shared repository")["health"] == "notice", "what is recorded is only here"
    git(office, "remote", "add", "origin", "https://github.com/musterstadt/konzept")
    assert call("doctor", "--closed", "other", folder=office).code == 2
    assert seen(office, "shared repository", "--closed", "origin")["health"] == "good"
    git(office, "config", "remote.origin.kicVisibility", "public")
    assert seen(office, "shared repository")["health"] == "bad"


def test_personal_data_needs_a_copy_not_older_than_a_month(office: Path) -> None:
    assert call("doctor", "--backed-up", folder=office).code == 1, "there is nothing to copy"
    done = call("person", "add", "p-0007", "--name", "Erika Muster", "--yes", folder=office)
    assert done.code == 0, done.err
    assert seen(office, "private backup")["health"] == "bad"
    noted = seen(office, "private backup", "--backed-up")
    assert (noted["health"], noted["value"]) == ("good", TODAY)
    assert seen(office, "private backup", today="2026-12-23")["health"] == "good"
    assert seen(office, "private backup", today="2026-12-24")["health"] == "notice"
    assert seen(office, "private backup", today="2026-11-21")["health"] == "notice", "a day that is to come"
    (office / "private/last-backup").write_text("gestern\n")
    assert seen(office, "private backup")["health"] == "bad"
    assert "last-backup" not in call("check", "private", folder=office).out, "the marker is no entry"


@pytest.mark.parametrize(
    ("today", "health"),
    [("2026-05-31", "bad"), ("2026-06-01", "good"), ("2028-06-01", "good"), ("2028-06-04", "notice")],
)
def test_a_clock_before_or_far_behind_the_newest_record_is_doubted(
    office: Path, today: str, health: str
) -> None:
    assert seen(office, "newest record", today=today)["health"] == health


@pytest.mark.parametrize(
    ("environment", "value", "health", "words"),
    [
        ({"LANG": "de_DE.UTF-8"}, "UTF-8", "good", ""),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, None, "notice", "Umlauts cannot be shown"),
        ({"LC_CTYPE": "de_DE.ISO-8859-15@euro"}, "ISO-8859-15", "notice", "Umlauts cannot be shown"),
        ({"LANG": "de_DE.CP1252"}, "CP1252", "notice", "kic writes UTF-8"),
        ({}, None, "notice", "Umlauts cannot be shown"),
    ],
)
def test_a_terminal_that_cannot_show_umlauts(
    environment: dict[str, str], value: str | None, health: str, words: str
) -> None:
    found = doctor_files.terminal(environment)
    assert (found.value, found.health.value) == (value, health)
    assert words in str(found.advice)


@pytest.mark.parametrize(
    ("page", "health"), [("utf-8", "good"), ("cp850", "notice"), ("cp1252", "notice"), (None, "notice")]
)
def test_a_console_of_windows_with_another_code_page(
    monkeypatch: pytest.MonkeyPatch, page: str | None, health: str
) -> None:
    monkeypatch.setattr(doctor_files, "WINDOWS", True)
    monkeypatch.setattr(doctor_files, "console_encoding", lambda: page)
    found = doctor_files.terminal()
    assert found.health.value == health
    assert ("[Console]::OutputEncoding" in str(found.advice)) is (health == "notice")


def test_line_ends_are_settled_by_the_repository_or_doubted(office: Path) -> None:
    found = seen(office, "line ends")
    assert (found["health"], found["value"]) == ("notice", "text=unspecified eol=unspecified core.autocrlf=-")
    (office / ".gitattributes").write_text("* text=auto eol=lf\n")
    assert seen(office, "line ends")["health"] == "good"


def test_capitals_and_long_paths(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(office, "file names differ by case")["health"] == "good"
    (office / "KIC.YAML").write_text("as if the file system took both for one\n")
    assert seen(office, "file names differ by case")["health"] == "notice"
    assert seen(office, "longest path")["health"] == "good"
    deep = (
        office
        / "reports"
        / ("Anlagen zum Verwendungsnachweis " * 3).strip()
        / ("Teilnahmeliste " * 5).strip()
    )
    deep.mkdir(parents=True)
    (deep / "Liste.txt").write_text("12 Personen\n")
    assert seen(office, "longest path")["health"] == "notice"
