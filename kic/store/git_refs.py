"""Where this copy stands, what commits are called, and how they stand to each other."""

import os
from pathlib import Path
from typing import NamedTuple

from kic.store import git


class Standing(NamedTuple):
    """git's top folder, git's own folder, the branch (None: none is checked out) and the commit (None: none yet).

    `inside` is the folder's own path below the top, as `kic.store.git.prefix`; `shallow` says that older revisions are
    missing here.
    """

    top: Path
    folder: Path
    branch: str | None
    head: str | None
    inside: str
    shallow: bool


def standing(root: Path) -> Standing | None:
    """Where a folder stands in git; None outside of it. Raises Unavailable where git is missing or damaged."""
    # The usual case in one call: a branch on which something was recorded.
    asked = (
        "--show-toplevel", "--absolute-git-dir", "--show-prefix", "--is-shallow-repository", "HEAD^{commit}",
        "--symbolic-full-name", "HEAD",
    )  # fmt: skip
    done = git.attempt(root, "rev-parse", *asked)
    told = os.fsdecode(done.stdout).splitlines()
    if done.returncode == 0 and len(told) == len(asked) - 1:
        top, folder, inside, shallow, head, name = told
        branch = name.removeprefix("refs/heads/") if name.startswith("refs/heads/") else None
        return Standing(Path(top), Path(folder), branch, head, inside, shallow == "true")
    known = git.find_top(root)
    if known is None:
        return None
    folder = os.fsdecode(git.run(root, "rev-parse", "--absolute-git-dir").removesuffix(b"\n"))
    named = git.attempt(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    branch = os.fsdecode(named.stdout.removesuffix(b"\n")) if named.returncode == 0 else None
    return Standing(known, Path(folder), branch, git.head(root), git.prefix(root), git.shallow(root))


def holding(folder: Path, revision: str) -> frozenset[str]:
    """The full names of all branches and tags that have a commit."""
    said = git.attempt(
        folder, "for-each-ref", f"--contains={revision}", "--format=%(refname)", "refs/remotes", "refs/tags",
        "refs/heads",
    )  # fmt: skip
    return frozenset(said.stdout.decode("utf-8", "replace").split())


def other_branch(folder: Path) -> str | None:
    """In a new copy, the branch that was meant where the shared repository names one that nobody has sent.

    A repository made by `git init --bare` names `master`, whatever is sent to it. None where all is well, or nothing
    is there, or it cannot be told.
    """
    if git.head(folder) is not None:
        return None
    said = git.attempt(folder, "for-each-ref", "--format=%(refname:lstrip=3)", "refs/remotes/origin")
    names = set(said.stdout.decode("utf-8", "surrogateescape").split()) - {"HEAD"}
    return "main" if "main" in names else names.pop() if len(names) == 1 else None


def parting(folder: Path, one: str, other: str) -> str | None:
    """The newest commit that two have in common; None where there is none."""
    said = git.attempt(folder, "merge-base", one, other)
    return said.stdout.decode("ascii", "replace").strip() or None


def holds(folder: Path, tip: str, revision: str) -> bool:
    """Whether a commit is a tip, or came before it."""
    return git.attempt(folder, "merge-base", "--is-ancestor", revision, tip).returncode == 0
