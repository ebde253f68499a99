"""Fetching what others have sent, and merging it with what is recorded here: by kic's merge driver, entry by entry.

Nothing that is recorded here is ever given up, and no file that differs from its last record is touched: where others
have changed the same file, it has to be recorded first.
"""

import contextlib
import datetime
import enum
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

import kic
from kic.core.diagnostic import Diagnostic
from kic.core.layout import OWN
from kic.core.plan import Change
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.errors import KicError, Refused
from kic.present.language import Language
from kic.repository.judging import judge, new_findings
from kic.repository.merging import attributed, tell_git
from kic.repository.sharing.choosing import finish_records
from kic.repository.sharing.copy import Copy
from kic.repository.sharing.failures import failure, hook_refused, without_credentials
from kic.repository.sharing.kept_apart import refuse_brought, refuse_copied
from kic.repository.sharing.remotes import Shared, checked_address, network, with_tip
from kic.repository.sharing.wording import JOINED
from kic.store import git, git_log
from kic.store.git_acting import act
from kic.store.git_differences import differing_paths
from kic.store.git_refs import other_branch, parting
from kic.store.git_trees import tree_of
from kic.store.merging.conflicts import Words
from kic.store.reading.load import load
from kic.store.reading.sources import Revision
from kic.store.writing import lock


class Recorded(msgspec.Struct, frozen=True):
    """A record of the history: its id, day and first line."""

    revision: str
    date: datetime.date
    subject: str


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """How far this copy and the shared repository are apart: what each has that the other has not, the newest first.

    `base` is the newest record in common; None where the other has nothing yet.
    """

    shared: Shared
    base: str | None
    here: tuple[Recorded, ...]
    there: tuple[Recorded, ...]


class Joined(enum.Enum):
    """What became of a merge."""

    NOTHING = "nothing"
    FORWARDED = "forwarded"
    MERGED = "merged"
    CONFLICTS = "conflicts"


def copied(address: str, folder: Path, *, asks: bool) -> None:
    """Makes a copy of a shared repository in a new or empty folder. Raises UsageError, Refused, Unavailable."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("{path} is not empty; nothing was copied.", path=folder)
    spelled = checked_address(address)
    above = next(each for each in folder.absolute().parents if each.is_dir())
    keep = folder.exists()
    done = act(
        above, "clone", "--quiet", "--no-checkout", "--no-recurse-submodules", "--", spelled, str(folder.absolute()),
        asks=asks, environment=network(above, asks=asks),
    )  # fmt: skip
    if done.returncode:
        raise failure(done, address=without_credentials(spelled))
    if branch := other_branch(folder):
        act(folder, "branch", "--quiet", "--track", branch, f"refs/remotes/origin/{branch}")
        act(folder, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    if tip := git.head(folder):
        refuse_copied(folder, tip, without_credentials(spelled), keep=keep)
        done = act(folder, "checkout", "--quiet", "--force", "--no-recurse-submodules")
        if done.returncode:
            raise failure(done)
    tell_git(folder)


def fetched(copy: Copy, shared: Shared, *, asks: bool) -> Shared:
    """Fetches what others have sent; no file changes. Raises Unavailable, also where nobody answers."""
    arguments = ("fetch", "--quiet", "--no-recurse-submodules", "--no-auto-maintenance")
    environment = network(copy.root, asks=asks)
    done = act(copy.root, *arguments, "--", shared.name, asks=asks, environment=environment)
    if done.returncode:
        raise failure(done, address=shared.address)
    found = with_tip(copy, shared)
    if found.tip and copy.head and git.shallow(copy.root) and not parting(copy.root, copy.head, found.tip):
        done = act(
            copy.root, *arguments, "--unshallow", "--", shared.name, asks=asks, environment=environment
        )
        if done.returncode:
            raise failure(done, address=shared.address)
    return found


def apart(copy: Copy, shared: Shared) -> Apart:
    """What is only here and only there. Raises Refused where the two have nothing in common."""
    if copy.head is None or shared.tip is None:
        here = _records(copy.root, copy.head) if copy.head else ()
        there = _records(copy.root, shared.tip) if shared.tip else ()
        return Apart(shared=shared, base=None, here=here, there=there)
    base = parting(copy.root, copy.head, shared.tip)
    if base is None:
        raise Refused(
            "This copy and the shared repository {address} have nothing in common; nothing was changed.",
            help="Is it the right address? Ask whoever looks after the shared repository for a copy of it.",
            address=shared.address,
        )
    return Apart(
        shared=shared,
        base=base,
        here=_records(copy.root, f"{shared.tip}..{copy.head}"),
        there=_records(copy.root, f"{copy.head}..{shared.tip}"),
    )


def _records(root: Path, span: str) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(each.revision, each.committed.date(), each.subject) for each in git_log.commits(root, span)
    )


def brought(root: Path, before: str | None, after: str) -> tuple[Snapshot, Snapshot, tuple[Change, ...]]:
    """Two recorded states and the files that differ between them, for the words of what comes or goes."""
    old = load(Revision(root, before), KINDS, newest=FORMAT) if before else Snapshot({})
    new = load(Revision(root, after), KINDS, newest=FORMAT)
    return old, new, changes_between(root, before, after)


def changes_between(root: Path, before: str | None, after: str) -> tuple[Change, ...]:
    """The files that differ between two recorded states, by path."""
    were, are = (git.tree(root, each) if each else {} for each in (before, after))
    paths = sorted(path for path in {*were, *are} if were.get(path) != are.get(path))
    contents = git.blobs(root, (side[path] for path in paths for side in (were, are) if path in side))
    return tuple(
        Change(path, contents.get(were.get(path, "")), contents.get(are.get(path, ""))) for path in paths
    )


def in_the_way(copy: Copy, found: Apart) -> tuple[str, ...]:
    """Files that differ from their last record here, and that others have changed too."""
    if found.shared.tip is None:
        return ()
    paths = differing_paths(copy.root, found.base or tree_of(copy.root, None), found.shared.tip)
    return tuple(sorted(path for path in git.differing(copy.root) if path in paths))


def merge(
    copy: Copy, found: Apart, language: Language, now: datetime.datetime, words_of_conflict: Words
) -> Joined:
    """Takes in what others have sent. Where both changed the same differently, the conflicts wait in the files.

    `words_of_conflict` say in them what both sides did. Raises Refused, Locked and Unavailable, and all is as it was.
    """
    tip = found.shared.tip
    if tip is None or not found.there:
        return Joined.NOTHING
    root = copy.root
    refuse_brought(root, copy.head, tip)
    (root / OWN).mkdir(exist_ok=True)
    with lock.held(root):
        if not found.here:
            done = act(root, "merge", "--quiet", "--ff-only", tip, environment={"GIT_REFLOG_ACTION": GOT})
            if done.returncode:
                raise failure(done)
            return Joined.FORWARDED
        words = language.say(JOINED)
        when = now.isoformat(timespec="seconds")
        with _driver(root) as options:
            done = act(
                root, *options, "merge", "--quiet", "--no-ff", "--no-edit", "-m", words, tip,
                environment={
                    "GIT_REFLOG_ACTION": GOT,
                    "GIT_AUTHOR_DATE": when,
                    "GIT_COMMITTER_DATE": when,
                    "KIC_LANG": language.code,
                    "PYTHONPATH": _found_by_python(),
                },
            )  # fmt: skip
        if done.returncode == 0:
            return Joined.MERGED
        if git.unmerged(root):
            try:
                finish_records(root, words_of_conflict)
            except KicError:
                give_up(copy)
                raise
            return Joined.CONFLICTS
        if (copy.folder / "MERGE_HEAD").exists():  # merged without a conflict, but a hook said no
            give_up(copy)
            raise hook_refused(done)
        raise failure(done)


GOT = "kic get"
"""How git's own log calls what kic has fetched and merged."""


@contextlib.contextmanager
def _driver(root: Path) -> Iterator[tuple[str, ...]]:
    """Options by which git merges records with this very kic, also where the repository does not ask for it."""
    driver = ("-c", "merge.kic.name=kic", "-c", f"merge.kic.driver={program()} merge %O %A %B --path %P")
    if attributed(root):
        yield driver
        return
    with tempfile.TemporaryDirectory(prefix="kic-") as folder:
        attributes = Path(folder) / "attributes"
        attributes.write_text("*.yaml merge=kic\n", "utf-8")
        yield (*driver, "-c", f"core.attributesFile={attributes.as_posix()}")


def program() -> str:
    """This kic as a shell calls it; git runs a driver by its own shell, on Windows too."""
    words = [Path(sys.executable).as_posix()]
    if not getattr(sys, "frozen", False):
        words += ["-P", "-m", "kic"]  # -P: no kic.py of the repository in place of this program
    return shlex.join(words)


def _found_by_python() -> str:
    """Where this very kic lies, for the Python that git starts."""
    own = str(Path(kic.__file__).parent.parent)
    return os.pathsep.join(filter(None, (own, os.environ.get("PYTHONPATH"))))


def brings(root: Path, parents: Sequence[str], today: datetime.date) -> tuple[list[Diagnostic], Snapshot]:
    """What is wrong with the state that is recorded last and with none of the states that it came from."""
    state = load(Revision(root, "HEAD"), KINDS, newest=FORMAT)
    found = judge(state, today).diagnostics
    codes = {each.law.code for each in found}
    known = [
        each
        for parent in parents
        for each in judge(load(Revision(root, parent), KINDS, newest=FORMAT), today, only=codes).diagnostics
    ]
    return new_findings(known, found), state


def give_up(copy: Copy) -> None:
    """Goes back to where a merge began; what is recorded here and what was fetched stays. Raises Unavailable."""
    done = act(copy.root, "merge", "--abort")
    if done.returncode:
        raise failure(done)


def summary_data(found: Sequence[Recorded]) -> list[Mapping[str, object]]:
    """Records for an answer in JSON."""
    return [{"revision": each.revision, "date": each.date, "subject": each.subject} for each in found]
