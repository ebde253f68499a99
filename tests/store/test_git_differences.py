"""What git says of differences, whatever files are called and however this computer's git is set."""

import os
from pathlib import Path

import pytest

from kic.store.git_differences import any_differs, differences, differing_paths, same
from kic.store.git_trees import between, tree_of
from tests.store.histories import begin, commit, git


def test_a_file_that_was_never_recorded_is_not_as_the_commit_has_it(tmp_path: Path) -> None:
    """Also where a user has it so that git does not look for such files."""
    root = begin(tmp_path)
    commit(root, "2022-01-10", {"a.yaml": "x\n"})
    git(root, "config", "status.showUntrackedFiles", "no")
    assert not any_differs(root, ["a.yaml"])
    (root / "b.yaml").write_text("x\n")
    assert any_differs(root, ["a.yaml", "b.yaml"])


def test_two_commits_differ_also_by_what_lies_beside_the_folder(tmp_path: Path) -> None:
    """Also where a user has git look at the folder alone."""
    top = begin(tmp_path)
    first = commit(top, "2022-01-10", {"s/a.yaml": "x\n"})
    second = commit(top, "2022-01-11", {"beside.txt": "x\n"})
    third = commit(top, "2022-01-12", {"beside.txt": None})
    git(top, "config", "diff.relative", "true")
    assert not same(top / "s", first, second)
    assert same(top / "s", first, third)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_paths_are_as_they_are(tmp_path: Path) -> None:
    root = begin(tmp_path)
    names = (":a", "b\nc", 'ü "x"', " d ", "\x01e", "f -> g")
    before = commit(root, "2022-01-10", {"z": "z\n"})
    after = commit(root, "2022-01-11", {f"{folder}{name}": "x\n" for folder in ("", "s/") for name in names})
    every = {f"{folder}{name}" for folder in ("", "s/") for name in names}
    assert {each.path for each in differences(root, before, after)} == every
    assert {each.path for each in differences(root / "s", before, after)} == {
        *names,
        *(f"../{name}" for name in names),
    }
    assert differing_paths(root, before, after) == every
    assert differing_paths(root / "s", before, after) == {*names}
    trees = (tree_of(root, before), tree_of(root, after))
    there, back, same = between(root, [trees, trees[::-1], trees[:1] * 2])
    assert (set(there), set(back), same) == (every, every, {})
    assert set(between(root / "s", [trees], ".")[0]) == {*names}
