"""How commits stand to each other: read from the commits, whatever git's register of them says."""

import subprocess
from pathlib import Path

from kic.store.git_refs import holding, holds, parting
from tests.store.histories import begin, commit, git


def registered(root: Path, revision: str, parent: str) -> None:
    """git's register of commits is written, and then has a commit come from another one than it says."""
    git(root, "commit-graph", "write", "--reachable")
    graph = root / ".git" / "objects" / "info" / "commit-graph"
    order = sorted(git(root, "rev-list", "--all").split())
    was, now = (
        bytes.fromhex(git(root, "rev-parse", f"{revision}^{{tree}}")) + order.index(each).to_bytes(4, "big")
        for each in (git(root, "rev-parse", f"{revision}^"), parent)
    )
    content = graph.read_bytes()
    assert content.count(was) == 1
    graph.chmod(0o644)
    graph.write_bytes(content.replace(was, now))


def test_a_commit_comes_from_those_that_it_names_itself(tmp_path: Path) -> None:
    root = begin(tmp_path)
    first = commit(root, "2022-01-10", {"a.yaml": "x\n"})
    git(root, "checkout", "-q", "-b", "beside")
    beside = commit(root, "2022-01-11", {"b.yaml": "x\n"})
    git(root, "checkout", "-q", "main")
    second = commit(root, "2022-01-12", {"c.yaml": "x\n"})
    tip = commit(root, "2022-01-13", {"d.yaml": "x\n"})
    registered(root, second, beside)
    believed = subprocess.run(["git", "merge-base", "--is-ancestor", beside, tip], cwd=root, check=False)
    assert believed.returncode == 0, "git believes it"
    assert (holds(root, tip, first), holds(root, tip, beside)) == (True, False)
    assert parting(root, tip, beside) == first
    assert holding(root, beside) == {"refs/heads/beside"}
