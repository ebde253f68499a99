"""What git's log is read as, whatever files are called and however this computer's git is set."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from kic.errors import Unavailable
from kic.store import git_trees
from kic.store.git import run, steps
from kic.store.git_dates import UNKNOWN
from kic.store.git_log import commits, committed_on, passed, removed
from tests.store.histories import begin, commit, git

ODD = (":notiz.txt", ":a 100644 0000000 b c", "\x01x.txt", 'Bürger "neu".txt', " x ")


def named(*, there: bool) -> dict[str, str | None]:
    return {
        f"{folder}{name}": f"{folder}{name}\n" if there else None for folder in ("", ":x/") for name in ODD
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_path_is_a_path_whatever_it_begins_with(tmp_path: Path) -> None:
    root = begin(tmp_path)
    commit(root, "2022-01-10", named(there=True))
    commit(root, "2022-01-11", named(there=False))
    files = sorted(named(there=True))
    assert sorted(each.path for each in passed(root, "HEAD")) == files
    found = list(removed(root, "HEAD"))
    assert sorted(each.path for each in found) == files
    assert {each.revision for each in found} == {git(root, "rev-parse", "HEAD")}
    (root / ":x").mkdir(exist_ok=True)
    assert sorted(each.path for each in removed(root / ":x", "HEAD", ".")) == sorted(ODD)


def test_first_commits_and_merges_are_told_also_where_git_is_set_not_to(tmp_path: Path) -> None:
    """A user may have it so; what is to be sent is looked through all the same."""
    root = begin(tmp_path)
    commit(root, "2022-01-10", {"first.txt": "x\n"})
    git(root, "checkout", "-q", "-b", "side")
    commit(root, "2022-01-11", {"side.txt": "x\n"})
    git(root, "checkout", "-q", "main")
    commit(root, "2022-01-12", {"main.txt": "x\n"})
    git(root, "merge", "-q", "--no-commit", "side")
    commit(root, "2022-01-13", {"first.txt": "y\n"})
    every = sorted(passed(root, "HEAD"))
    assert {"first.txt", "side.txt", "main.txt"} == {each.path for each in every}
    assert len({each.item.oid for each in every if each.path == "first.txt"}) == 2, (
        "also what the merge wrote"
    )
    git(root, "config", "log.showRoot", "false")
    for form in ("off", "first-parent", "combined", "dense-combined", "remerge"):
        git(root, "config", "log.diffMerges", form)
        assert sorted(passed(root, "HEAD")) == every


DATES = ("", " xx yy", " 300000000000 +0000", " 1700000000 +9999", " -500 +0000")


@pytest.mark.parametrize("date", DATES)
def test_a_commit_without_a_date_that_can_be_is_read_all_the_same(date: str, tmp_path: Path) -> None:
    """git itself takes them from others; its own output is no date then, or one that Python has not."""
    root = begin(tmp_path)
    commit(root, "2022-01-10", {"first.txt": "x\n"})
    base = git(root, "rev-parse", "HEAD")
    commit(root, "2022-01-11", {"first.txt": "y\n"})
    words = re.sub(r"(committer .*>) .*", rf"\1{date}", git(root, "cat-file", "commit", "HEAD"))
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=root, input=f"{words}\n".encode(), capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    git(root, "reset", "-q", "--hard", made)
    assert commits(root, f"{base}..HEAD")[0].committed == UNKNOWN
    assert committed_on(root, "HEAD") == UNKNOWN.date()
    assert steps(root, ["first.txt"])[0].date == UNKNOWN
    assert git_trees.span(root, base, made).inside[made].date == UNKNOWN


def test_the_encoding_of_this_computers_log_is_none_of_ours(tmp_path: Path) -> None:
    root = begin(tmp_path)
    commit(root, "2022-01-10", {"first.txt": "x\n"})
    base = git(root, "rev-parse", "HEAD")
    commit(root, "2022-01-11", {"first.txt": "y\n"})
    git(root, "config", "i18n.logOutputEncoding", "UTF-16")
    assert len(git_trees.span(root, base, "HEAD").inside) == 1
    assert f"{committed_on(root, 'HEAD')}" == "2022-01-11"


def test_a_git_that_fails_is_named_by_its_command_not_by_a_setting(tmp_path: Path) -> None:
    root = begin(tmp_path)
    with pytest.raises(Unavailable) as failed:
        run(root, "-c", "gpg.format=ssh", "cat-file", "blob", "nothing")
    assert str(failed.value).startswith("git cat-file failed: ")
