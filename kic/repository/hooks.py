"""git's hook that judges commit messages: where it belongs, whether it is there, and how it is laid there.

A hook that somebody else has laid is never overwritten, and a folder of hooks for every repository of this computer
(`core.hooksPath` of the user or of the system) is left alone.
"""

import contextlib
import enum
import os
from pathlib import Path

import msgspec

from kic.core.refusals import reason_of
from kic.errors import Unavailable
from kic.store import git, git_settings

NAME = "commit-msg"
_MARK = b"check --message"
"""What tells that a hook asks kic, also one that somebody wrote by hand."""


class HookState(enum.Enum):
    """What was found where the hook belongs."""

    MISSING = "missing"
    THERE = "there"
    ANOTHER = "another"
    SHARED = "shared"
    NO_GIT = "no_git"


class Hook(msgspec.Struct, frozen=True):
    """The hook of a repository: its file (None outside of git), what is there, and the line that asks kic."""

    path: Path | None
    state: HookState
    line: str = ""


def hook_of(root: Path) -> Hook:
    """What stands where git looks for the hook. Raises Unavailable where git is missing or cannot read the folder."""
    top = git.find_top(root)
    if top is None:
        return Hook(None, HookState.NO_GIT)
    folder, shared = _folder(root, top)
    path = folder / NAME
    line = _line(git.prefix(root))
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Hook(path, HookState.SHARED if shared else HookState.MISSING, line)
    except OSError as error:
        raise Unavailable("{path} cannot be read: {reason}", path=path, reason=reason_of(error)) from error
    return Hook(path, HookState.THERE if _MARK in content else HookState.ANOTHER, line)


def _folder(root: Path, top: Path) -> tuple[Path, bool]:
    """Where git looks for hooks, and whether other repositories look there too."""
    told = git_settings.hooks_paths(root)
    if told:
        return top / told[-1].value, told[-1].scope not in ("local", "worktree")
    return git_settings.own_hooks(root), False


def _line(below: str) -> str:
    """What a hook runs, from git's top folder."""
    where = f"-C {_quoted(below.rstrip('/'))} " if below else ""
    return f'kic {where}check --message "$1"'


def lay(hook: Hook, *, missing: str, unable: str) -> bool:
    """Lays the hook where it is missing; whether that was done. Raises Unavailable where it cannot be written.

    `missing` and `unable` are what the hook says where kic is not found, or cannot judge: it then lets the commit pass.
    """
    if hook.state is not HookState.MISSING or hook.path is None:
        return False
    script = _SCRIPT.format(line=hook.line, missing=_quoted(missing), unable=_quoted(unable))
    try:
        hook.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(hook.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o755)
        with open(handle, "wb") as file:  # noqa: PTH123  # a handle
            file.write(script.encode())
    except FileExistsError:
        return False
    except OSError as error:
        with contextlib.suppress(OSError):
            hook.path.unlink()
        raise Unavailable(
            "{path} cannot be written: {reason}", path=hook.path, reason=reason_of(error)
        ) from error
    return True


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "'\\''") + "'"


_SCRIPT = """\
#!/bin/sh
# Laid by kic: no personal data in commit messages, and none that says nothing.
# Only findings stop a commit; where kic is missing or cannot judge, this says so and lets it pass.
if ! command -v kic >/dev/null 2>&1; then
    printf '%s\\n' {missing} >&2
    exit 0
fi
{line}
case $? in
    0) exit 0 ;;
    1 | 130) exit 1 ;;
    *) printf '%s\\n' {unable} >&2 ; exit 0 ;;
esac
"""
