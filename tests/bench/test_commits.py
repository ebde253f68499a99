"""In a history of 2,000 commits and 2,000 records: what is read and asked, counted."""

import datetime
from pathlib import Path

import pytest

from kic.repository.repository import Repository
from kic.store import git
from kic.store.reading import load as loading
from tests.bench import commits, generate

NUMBER = 2_000
DAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The history, made by one `git fast-import`."""
    folder = tmp_path_factory.mktemp("history")
    commits.history(folder, generate.files(NUMBER), NUMBER)
    assert int(git.run(folder, "rev-list", "--count", "HEAD")) == NUMBER
    assert 0.9 * NUMBER < sum(1 for _ in folder.rglob("*.yaml")) < 1.1 * NUMBER
    return folder


@pytest.mark.parametrize("back", [1, 20, 300])
def test_a_difference_reads_only_what_differs_and_the_themes_that_it_is_of(
    root: Path, monkeypatch: pytest.MonkeyPatch, back: int
) -> None:
    span = f"HEAD~{back}..HEAD"
    differing = set(git.run(root, "diff", "--name-only", *span.split("..")).decode().split())
    read: list[str] = []
    real = loading.read_entry

    def counted(path: str, *rest: object) -> object:
        read.append(path)
        return real(path, *rest)

    monkeypatch.setattr(loading, "read_entry", counted)
    states = Repository(root, today=DAY).compare(span)
    assert set(states.changed) == differing
    beside = {path for path in read if path not in differing}
    assert beside <= {f"concept/themes/t{number}.yaml" for number in range(1, 7)}
    assert len(read) == 2 * (len(differing) + len(beside))


def test_the_history_of_one_record_is_one_git_log(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(root, today=DAY)
    asked: list[str] = []
    real = git.attempt

    def counted(folder: Path, *arguments: str, **more: bytes) -> object:
        asked.append(arguments[0])
        return real(folder, *arguments, **more)

    monkeypatch.setattr(git, "attempt", counted)
    assert len(repository.history(commits.EDITED)) == (NUMBER - 1) // commits.EVERY + 1
    assert asked.count("log") <= 2
    assert asked.count("cat-file") == 1
    assert len(asked) <= 10


@pytest.mark.parametrize("back", [1, 50])
def test_a_change_is_judged_from_what_differs_and_reads_the_rest_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, back: int
) -> None:
    base = f"HEAD~{back}"
    differing = set(git.run(root, "diff", "--name-only", base, "HEAD").decode().split())
    read: list[str] = []
    asked: list[str] = []
    real, real_git = loading.read_entry, git.attempt

    def counted(path: str, *rest: object) -> object:
        read.append(path)
        return real(path, *rest)

    def asked_of_git(folder: Path, *arguments: str, **more: bytes) -> object:
        asked.append(arguments[0])
        return real_git(folder, *arguments, **more)

    monkeypatch.setattr(loading, "read_entry", counted)
    monkeypatch.setattr(git, "attempt", asked_of_git)
    repository = Repository(root, today=DAY).against(base)
    repository.check()
    records = len(repository.snapshot)
    of_the_base = len(read) - records
    assert of_the_base <= len(differing) + 1, "of the base what differs, and its settings"
    assert len(asked) <= 16
    assert not {"log", "for-each-ref"} & {*asked}, "the change brings no id, so nobody else is asked"
