"""A record of changes: made by git of bytes that were judged, under kic's lock; taken back while nobody has it."""

import contextlib
import datetime
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import CompletedProcess

import msgspec

from kic.core.layout import OWN
from kic.core.plan import Change
from kic.errors import Changed, KicError
from kic.repository.merging import tell_git
from kic.repository.sharing.copy import Copy, copy_of
from kic.repository.sharing.failures import failure, hook_refused, known
from kic.repository.sharing.saving import Saving
from kic.repository.sharing.unsaved import unsaved
from kic.store import git, git_log, git_settings
from kic.store.git_acting import act
from kic.store.git_refs import holding
from kic.store.reading.sources import WorkTree
from kic.store.writing import lock
from kic.store.writing.writer import Writer


def begin_history(root: Path) -> None:
    """Makes an empty history whose branch is called main. Raises Unavailable."""
    done = act(root, "init", "--quiet", "--initial-branch=main")
    if done.returncode:
        raise failure(done)
    tell_git(root)


def record(root: Path, copy: Copy, saving: Saving, now: datetime.datetime) -> str:
    """Records the changes and gives the id of the record; under kic's lock, so that no other kic writes meanwhile.

    Raises Changed where a file is not as it was judged, Refused where a hook says no, Locked and Unavailable; then
    nothing is recorded and every file is as it was.
    """
    (root / OWN).mkdir(exist_ok=True)
    with lock.held(root):
        paths = [each.path for each in saving.changes]
        if copy.merging:  # also what was chosen so that nothing differs
            paths = sorted({*paths, *git.unmerged(root)})
        if not _as_judged(root, copy, saving.changes):
            raise Changed(
                "A file was changed while you looked at it; nothing was recorded.", help="Do it again."
            )
        new = [path for path in paths if path not in saving.tracked]
        with _named(copy, paths) as listed, _written(copy, saving.message) as message:
            if copy.merging and paths:
                _do(root, "add", "--all", *_from(listed))
            elif new:
                with _named(copy, new) as added:
                    _do(root, "add", *_from(added))
            only = () if copy.merging else ("--only", *_from(listed))
            when = now.isoformat(timespec="seconds")
            done = act(
                root, "commit", "--quiet", "--cleanup=whitespace", f"--file={message}", *only,
                environment={
                    "GIT_REFLOG_ACTION": SAVED,
                    "GIT_AUTHOR_DATE": when,
                    "GIT_COMMITTER_DATE": when,
                },
            )  # fmt: skip
            if done.returncode:
                if new and not copy.merging:
                    with _named(copy, new) as added:
                        act(root, "rm", "--cached", "--quiet", *_from(added))
                raise _refusal(root, copy, done)
    found = git.head(root)
    assert found is not None
    return found


def _as_judged(root: Path, copy: Copy, changes: Sequence[Change]) -> bool:
    """Whether the files and the last record are still what they were."""
    source = WorkTree(root)
    for each in changes:
        try:
            now: bytes | None = source.read(each.path)
        except (FileNotFoundError, NotADirectoryError):
            now = None
        if now != each.after and (now is None or now.replace(b"\r\n", b"\n") != each.after):
            return False
    return git.head(root) == copy.head


SAVED = "kic save"
"""How git's own log calls what kic has recorded."""
_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg")


def _refusal(root: Path, copy: Copy, done: CompletedProcess[bytes]) -> KicError:
    if known(done):
        return failure(done)
    folders = [copy.folder / "hooks", git_settings.own_hooks(root)]
    folders += [copy.top / told.value for told in git_settings.hooks_paths(root)]
    hooks = any((folder / hook).exists() for folder in folders for hook in _HOOKS)
    return hook_refused(done) if hooks else failure(done)


def _do(root: Path, *arguments: str) -> None:
    done = act(root, *arguments)
    if done.returncode:
        raise failure(done)


def _from(listed: str) -> tuple[str, ...]:
    return (f"--pathspec-from-file={listed}", "--pathspec-file-nul")


@contextlib.contextmanager
def _named(copy: Copy, paths: Sequence[str]) -> Iterator[str]:
    with _file(copy, "\0".join(paths).encode("utf-8", "surrogateescape")) as name:
        yield name


@contextlib.contextmanager
def _written(copy: Copy, words: str) -> Iterator[str]:
    with _file(copy, words.encode()) as name:
        yield name


@contextlib.contextmanager
def _file(copy: Copy, content: bytes) -> Iterator[str]:
    """A file for git, in its own folder, that goes afterwards."""
    handle, name = tempfile.mkstemp(prefix="kic-", suffix=".tmp", dir=copy.folder)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  # a handle
            file.write(content)
        yield name
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()


# -- who records -----------------------------------------------------------------------------------------


def known_as(root: Path | None) -> str | None:
    """Under which name this copy records, `OFFICE <ADDRESS>`; None where git was not told."""
    folder = root or Path()
    found = []
    for variable, key in (("NAME", "user.name"), ("EMAIL", "user.email")):
        told = os.environ.get(f"GIT_COMMITTER_{variable}") or os.environ.get(f"GIT_AUTHOR_{variable}")
        if not told:
            told = _shown(git_settings.setting(folder, key) or "")
        found.append(told)
    name, mail = found
    return f"{name} <{mail}>" if name and mail else None


def _shown(words: str) -> str:
    """Words of a setting without what is no UTF-8 in them."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def tell_who(root: Path, name: str, mail: str) -> None:
    """Enters under which name this copy records, in its own settings."""
    git_settings.enter(root, "user.name", name)
    git_settings.enter(root, "user.email", mail)


def finish_writing(root: Path) -> None:
    """Brings an interrupted operation of kic to its end, so that files are as they count. Raises Unfinished."""
    if (root / OWN).is_dir():
        Writer(root).recover()


# -- taking back -----------------------------------------------------------------------------------------


class Saved(msgspec.Struct, frozen=True):
    """A record of kic's that is the newest here and that nobody else has: its id, its first line, what was before."""

    revision: str
    subject: str
    parent: str | None


def takeable(root: Path) -> Saved | None:
    """The newest record, where `kic undo` may take it back; None else.

    kic made it here, nothing differs from it, it was not sent and is on no other branch.
    """
    copy = copy_of(root)
    if copy is None or copy.head is None or copy.branch is None or copy.under_way is not None:
        return None
    revision, action = git_log.newest_act(root)
    if revision != copy.head or not action.startswith(SAVED) or unsaved(root, copy).changes:
        return None
    made_on = git_log.origin(root, copy.head)
    if len(made_on.parents) > 1 or holding(root, copy.head) - {f"refs/heads/{copy.branch}"}:
        return None
    return Saved(copy.head, made_on.subject, made_on.parents[0] if made_on.parents else None)


def take_back(root: Path, saved: Saved) -> None:
    """Takes the newest record back; every file stays as it is. Raises Changed where another one was made meanwhile."""
    (root / OWN).mkdir(exist_ok=True)
    with lock.held(root):
        if saved.parent is None:
            done = act(root, "update-ref", "-m", "kic undo", "-d", "HEAD", saved.revision)
        else:
            done = act(root, "update-ref", "-m", "kic undo", "HEAD", saved.parent, saved.revision)
        if done.returncode:
            if git.head(root) != saved.revision:
                raise Changed("Something else was recorded meanwhile; nothing was taken back.")
            raise failure(done)
        reset = (
            act(root, "reset", "--quiet", "--mixed") if saved.parent else act(root, "read-tree", "--empty")
        )
        if reset.returncode:
            raise failure(reset)
