"""Numbers on parallel branches: new ones are free on all of them, and one that was taken twice is found and changed."""

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from kic.domain.applications.moves import next_pseudonym
from kic.repository.repository import Repository
from kic.store import git as real_git
from tests.cli.inprocess import call

DAY = datetime.date(2026, 11, 22)
ADD = (
    "application", "add", "2026-1", "--applicant", "association", "--body", "v-radio", "--title", "Radio",
    "--summary", "Zehn Sendungen.", "--themes", "t3", "--recommendation", "he-15", "--start", "10.01.2027",
    "--end", "30.06.2027", "--received", "16.10.2026, 11:30", "--cost", "Technik=1200", "--own", "Mittel=240",
    "--requested", "960", "--yes",
)  # fmt: skip


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=office", "-c", "user.email=office@example.invalid")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def added(city: Path, title: str = "Radio") -> str:
    """The id that a new application gets."""
    before = {path.name for path in (city / "applications/2026-1").glob("*.yaml")}
    done = call(*(title if each == "Radio" else each for each in ADD), folder=city)
    assert done.code == 0, done.err
    (new,) = {path.name for path in (city / "applications/2026-1").glob("*.yaml")} - before
    return new.removesuffix(".yaml")


def committed(city: Path, words: str = "Antrag") -> None:
    git(city, "add", "-A")
    git(city, "commit", "-q", "-m", words)


@pytest.mark.parametrize("where", ["local branch", "remote branch", "packed", "stash", "tag"])
def test_a_new_number_is_free_on_every_branch_but_not_in_a_stash(city: Path, where: str) -> None:
    main = git(city, "branch", "--show-current").strip()
    git(city, "checkout", "-q", "-b", "anna")
    assert added(city) == "2026-1-016"
    if where == "stash":
        git(city, "stash", "-q", "--include-untracked")
        git(city, "checkout", "-q", main)
    else:
        committed(city)
        git(city, "checkout", "-q", main)
        if where in ("remote branch", "packed", "tag"):
            to = "refs/tags/alt" if where == "tag" else "refs/remotes/origin/anna"
            git(city, "update-ref", to, "anna")
            git(city, "branch", "-q", "-D", "anna")
        if where == "packed":
            git(city, "pack-refs", "--all")
    free = where in ("stash", "tag")
    assert added(city) == ("2026-1-016" if free else "2026-1-017")


def test_a_pseudonym_too_is_free_on_every_branch(city: Path) -> None:
    main = git(city, "branch", "--show-current").strip()
    git(city, "checkout", "-q", "-b", "anna")
    new = added(city)
    path = city / f"applications/2026-1/{new}.yaml"
    path.write_text(path.read_text("utf-8").replace("body: v-radio", "person: p-0777"), "utf-8")
    committed(city)
    git(city, "checkout", "-q", main)
    assert next_pseudonym(Repository(city, today=DAY).snapshot) == "p-0778"


@pytest.mark.parametrize("harm", ["no git", "broken ref", "missing commit", "shallow", "unborn"])
def test_where_git_cannot_tell_the_present_state_counts(city: Path, tmp_path: Path, harm: str) -> None:
    if harm == "no git":
        shutil.rmtree(city / ".git")
    elif harm == "broken ref":
        (city / ".git/refs/heads/kaputt").write_text("kein Commit\n")
    elif harm == "missing commit":
        (city / ".git/refs/heads/fehlt").write_text("1" * 40 + "\n")
    elif harm == "shallow":
        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{city}", "flach")
        city = tmp_path / "flach"
    else:
        shutil.rmtree(city / ".git")
        git(city, "init", "-q")
    assert added(city) == "2026-1-016"


def test_git_is_asked_only_where_a_number_is_chosen(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    attempt = real_git.attempt

    def counted(folder: Path, *arguments: str, **more: bytes) -> object:
        asked.append(arguments[0])
        return attempt(folder, *arguments, **more)

    monkeypatch.setattr(real_git, "attempt", counted)
    call(
        "status", "he-07", "in_progress", "--light", "green", "--note", "Es geht voran.", "--yes", folder=city
    )
    assert "for-each-ref" not in asked
    for number in range(20):
        git(city, "branch", f"zweig-{number}")
    added(city)
    assert asked.count("for-each-ref") == 1
    assert asked.count("cat-file") < 20, "branches that share their folders are read together"
