"""What git is told here: settings of this copy, attributes of paths, shared repositories."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kic.store import git


def setting(folder: Path, key: str) -> str | None:
    """One of git's settings; None where it is not set or empty. What is no UTF-8 has escapes."""
    found = git.attempt(folder, "config", "--get", key)
    return found.stdout.decode("utf-8", "surrogateescape").strip() or None


def enter(folder: Path, key: str, value: str) -> None:
    """Enters a setting for this copy alone. Raises Unavailable."""
    git.run(folder, "config", "--local", key, value)


def forget(folder: Path, key: str) -> None:
    """Takes a setting of this copy out. Raises Unavailable."""
    git.run(folder, "config", "--local", "--unset-all", key)


class HooksPath(NamedTuple):
    """A folder that git was told to look for hooks in, and how far that holds: `local`, `global`, `system`, ..."""

    scope: str
    value: str


def hooks_paths(folder: Path) -> tuple[HooksPath, ...]:
    """What `core.hooksPath` is set to, the last one counts. kic's own way to ask git, without hooks, is left out."""
    listed = git.attempt(folder, "config", "--show-scope", "-z", "--type=path", "--get-all", "core.hooksPath")
    words = listed.stdout.decode("utf-8", "surrogateescape").split("\0")
    found = (HooksPath(scope, value) for scope, value in zip(words[::2], words[1::2], strict=False))
    return tuple(each for each in found if each.scope != "command")


def own_hooks(folder: Path) -> Path:
    """Where git looks for hooks unless it was told otherwise; all work trees of a repository share it."""
    common = git.run(folder, "rev-parse", "--git-common-dir").removesuffix(b"\n")
    return folder / os.fsdecode(common) / "hooks"


def attributes(folder: Path, paths: Iterable[str], *names: str) -> dict[str, dict[str, str]]:
    """By path the values of these attributes (`set`, `unset`, `unspecified`, or a word); none outside of git."""
    stdin = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
    if not stdin:
        return {}
    # This command of git knows paths alone, and refuses the option that says so.
    said = git.attempt(folder, "--no-literal-pathspecs", "check-attr", "-z", "--stdin", *names, stdin=stdin)
    words = said.stdout.decode("utf-8", "surrogateescape").split("\0")
    found: dict[str, dict[str, str]] = {}
    for path, name, value in zip(words[::3], words[1::3], words[2::3], strict=False):
        found.setdefault(path, {})[name] = value
    return found


def ignored(folder: Path, paths: Iterable[str]) -> frozenset[str]:
    """Those of the paths that git does not take up, as `.gitignore` says."""
    names = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
    # As above.
    done = git.attempt(folder, "--no-literal-pathspecs", "check-ignore", "-z", "--stdin", stdin=names)
    return frozenset(done.stdout.decode("utf-8", "surrogateescape").split("\0")) - {""}


# -- shared repositories ---------------------------------------------------------------------------------


def remotes(folder: Path) -> tuple[str, ...]:
    """The names of the shared repositories that this copy knows; none outside of git."""
    return tuple(git.attempt(folder, "remote").stdout.decode("utf-8", "replace").split())


def address(folder: Path, remote: str) -> str:
    """Where a shared repository is sent to, with all that stands in its address; empty where there is none."""
    said = git.attempt(folder, "remote", "get-url", "--push", remote).stdout
    return said.decode("utf-8", "replace").strip()


def add_remote(folder: Path, name: str, address: str) -> None:
    """Lets this copy know a shared repository by a name. Raises Unavailable."""
    git.run(folder, "remote", "add", name, address)


def drop_remote(folder: Path, name: str) -> None:
    """Lets this copy forget a shared repository, and what it knew of its branches. Raises Unavailable."""
    git.run(folder, "remote", "remove", name)


def default_branch(folder: Path) -> str | None:
    """The branch that everything goes into, as the shared repository `origin` says; None where that is not known."""
    done = git.attempt(folder, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    return done.stdout.decode("utf-8", "replace").strip().removeprefix("origin/") or None
