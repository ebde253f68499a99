"""Questions to git that are begun before they are asked: the answers are those that git gives when asked."""

import datetime
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kic.core.layout import FOLDERS, SETTINGS
from kic.errors import Unavailable
from kic.repository.repository import Repository
from kic.store import git, git_begun
from kic.store.syntax import UNREAD

OF_STATE = (SETTINGS, *FOLDERS)


def run(folder: Path, *arguments: str, stdin: str = "") -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    subprocess.run(
        ["git", *identity, *arguments], cwd=folder, input=stdin, text=True, check=True, capture_output=True
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a record, and a letter that git keeps beside it."""
    (tmp_path / "concept").mkdir()
    for path in ("kic.yaml", "concept/a.yaml", "letter.txt"):
        (tmp_path / path).write_text(path, encoding="utf-8")
    run(tmp_path, "init", "--quiet")
    run(tmp_path, "add", ".")
    run(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def test_what_was_begun_is_not_asked_again(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    tree, index = git.head_tree(folder, *OF_STATE), git.index(folder)
    assert tree is not None
    assert set(tree) == {"kic.yaml", "concept/a.yaml"}
    assert set(index) == {*tree, "letter.txt"}
    git.begin_current(folder, *OF_STATE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(tmp_path_factory.mktemp("nowhere")))  # git is found there no more
        assert git.head_tree(folder, *OF_STATE) == tree
        assert git.index(folder) == index


def test_an_answer_is_given_once(folder: Path) -> None:
    git.begin_current(folder, *OF_STATE)
    before = git.head_tree(folder, *OF_STATE), git.index(folder)
    (folder / "concept" / "b.yaml").write_text("b", encoding="utf-8")
    run(folder, "add", ".")
    run(folder, "commit", "--quiet", "--message", "Go on")
    after = git.head_tree(folder, *OF_STATE), git.index(folder)
    for earlier, later in zip(before, after, strict=True):
        assert set(later or ()) - set(earlier or ()) == {"concept/b.yaml"}


def test_another_question_gets_its_own_answer(folder: Path) -> None:
    git.begin_current(folder, *OF_STATE)
    assert set(git.head_tree(folder, "concept") or ()) == {"concept/a.yaml"}
    assert set(git.head_tree(folder, *OF_STATE) or ()) == {"kic.yaml", "concept/a.yaml"}
    git.index(folder)


def test_an_answer_may_be_longer_than_a_pipe_holds(folder: Path) -> None:
    run(folder, "add", "letter.txt")
    blob = subprocess.check_output(["git", "hash-object", "letter.txt"], cwd=folder, text=True).strip()
    lines = "".join(f"100644 {blob} 0\tletters/{number:05}-{'x' * 100}\n" for number in range(10_000))
    run(folder, "update-index", "--index-info", stdin=lines)
    git.begin_current(folder, *OF_STATE)
    git.head_tree(folder, *OF_STATE)
    assert len(git.index(folder)) == 10_003


def test_what_git_refuses_is_refused_when_it_is_asked(folder: Path) -> None:
    (folder / ".git" / "index").write_bytes(b"no index")
    git.begin_current(folder, *OF_STATE)
    assert git.head_tree(folder, *OF_STATE)
    with pytest.raises(Unavailable, match="its own list"):
        git.index(folder)


def test_before_the_first_commit_there_is_no_tree(tmp_path: Path) -> None:
    run(tmp_path, "init", "--quiet")
    git.begin_current(tmp_path, *OF_STATE)
    assert git.head_tree(tmp_path, *OF_STATE) is None
    assert git.index(tmp_path) == {}


def test_outside_of_git_nothing_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "begin", lambda *_: pytest.fail("git was started"))
    git.begin_current(tmp_path, *OF_STATE)


class _NothingAhead:
    """A second process that has read nothing."""

    def take(self, _source: bytes) -> Any:
        return UNREAD

    def end(self) -> None:
        pass


def test_a_check_asks_all_that_it_has_begun(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def noted(folder: Path, arguments: tuple[str, ...], *more: Any) -> None:
        begun.append(arguments[0])
        git_begun.begin(folder, arguments, *more)

    monkeypatch.setattr(git, "begin", noted)
    day = datetime.date(2026, 11, 22)
    ahead: Any = _NothingAhead()
    found = Repository(folder, today=day, ahead=ahead).check().diagnostics
    assert begun == ["ls-tree", "ls-files"]
    assert not git_begun._under_way
    assert found == Repository(folder, today=day).check().diagnostics


def test_without_git_it_is_said_when_it_is_asked(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("nowhere")))
    git.begin_current(folder, *OF_STATE)
    assert not git_begun._under_way
    with pytest.raises(Unavailable, match="git is needed"):
        git.index(folder)
