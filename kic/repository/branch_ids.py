"""What git tells of ids that a change brings: who else took them, and who had them before.

Nothing is asked where a change brings no id. Branches are read as trees, and only contents that can hold such an id.
"""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from kic.core.diagnostic import Diagnostic
from kic.core.layout import ENDING, PUBLISHED, RECORD_FOLDERS
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.errors import Unavailable
from kic.repository.id_laws import (
    Gone,
    New,
    Other,
    new_ids,
    past_not_seen,
    published_changed,
    reused,
    taken_twice,
)
from kic.repository.terms_on_the_way import changed_after_marks
from kic.store import git
from kic.store.branches import Branch, branches, files_of, id_of_path
from kic.store.committed import same_content

_FOLDERS = tuple(each.rstrip("/") for each in RECORD_FOLDERS)


def beyond_two_states(  # a change, and the day
    root: Path, after: Snapshot, base: str, tip: str, today: datetime.date, revision: str | None = None
) -> list[Diagnostic]:
    """Findings of the change from `base`, to the branch at `tip`, that no two states alone tell.

    `revision` is where the change ends; None is the work tree.
    """
    before = after.committed
    if before is None:
        return []
    found = list(_published(root, before, after, base))
    found += changed_after_marks(root, after, base, revision or "HEAD", today)
    new = new_ids(before, after)
    if new:
        found += taken_twice(new, _others(root, after, new, tip, revision or "HEAD"))
        found += reused(new, _gone(root, new, tip))
        if git.shallow(root):
            found.append(past_not_seen())
    return found


def _published(root: Path, before: Snapshot, after: Snapshot, base: str) -> Iterator[Diagnostic]:
    if any(path.startswith(PUBLISHED) for path in before.files):
        yield from published_changed(after, git.tree(root, base, PUBLISHED))


# -- other branches --------------------------------------------------------------------------------------


def _others(root: Path, after: Snapshot, new: dict[str, New], tip: str, head: str) -> Iterator[Other]:
    """Files of branches that hold an id of the change and did not come to both from one commit."""
    known = _apart(root, head)
    if tip not in {each.tip for each in known}:
        known = (*known, Branch(tip[:10], tip))
    names = {each.tip: [b.name for b in known if b.tip == each.tip] for each in known}
    parted: dict[str, str | None] = {}
    files = files_of(root, names, *_FOLDERS)
    with_parts = any(each.part is not None for each in new.values())
    waiting: list[tuple[str, str, set[str]]] = []
    for path, contents in files.items():
        named = id_of_path(path, KINDS)
        if not path.endswith(ENDING) or (named not in new and not (with_parts or named is None)):
            continue
        here = after.entries.get(path)
        waiting += [
            (path, oid, tips)
            for oid, tips in contents.items()
            if here is None or not same_content(here.source, oid)
        ]
    read = git.blobs(root, (oid for _, oid, _ in waiting))
    for path, oid, tips in waiting:
        content = read[oid]
        ids = [id_ for id_ in new if id_.encode() in content]
        if not ids:
            continue
        apart = {each for each in tips if not _came_together(root, head, each, path, ids, parted)}
        if apart:
            named_so = tuple(sorted(name for each in apart for name in names[each]))
            yield Other(named_so, path, content, tip in apart)


def _apart(root: Path, head: str) -> tuple[Branch, ...]:
    """The branches with commits that this one has not."""
    known = branches(root)
    said = git.attempt(
        root, "for-each-ref", f"--no-merged={head}", "--format=%(objectname)", "refs/heads", "refs/remotes"
    )
    if said.returncode:
        return known  # before the first commit, or where a branch is broken
    left = set(said.stdout.decode("ascii", "replace").split())
    return tuple(each for each in known if each.tip in left)


def _came_together(
    root: Path, head: str, tip: str, path: str, ids: Sequence[str], parted: dict[str, str | None]
) -> bool:
    """Whether a record of both branches is one: their common commit has it, or one commit brought it to both."""
    if tip not in parted:
        said = git.attempt(root, "merge-base", head, tip)
        parted[tip] = said.stdout.decode("ascii").strip() or None
    common = parted[tip]
    if common is not None:
        was = git.attempt(root, "cat-file", "blob", f"{common}:./{path}")
        if was.returncode == 0 and all(each.encode() in was.stdout for each in ids):
            return True
    brought = [_brought(root, each, common, path) for each in (head, tip)]
    return brought[0] is not None and brought[0] == brought[1]


def _brought(root: Path, revision: str, since: str | None, path: str) -> str | None:
    """Author, day and words of the commit that brought a file: the same after a rebase."""
    span = revision if since is None else f"{since}..{revision}"
    said = git.attempt(
        root, "log", "--no-show-signature", "--diff-filter=A", "--no-renames", "--format=%an%x00%aI%x00%s", span,
        "--", path,
    )  # fmt: skip
    lines = said.stdout.decode("utf-8", "replace").splitlines()
    return lines[-1] if said.returncode == 0 and lines else None


# -- the past --------------------------------------------------------------------------------------------


def _gone(root: Path, new: dict[str, New], tip: str) -> Iterator[Gone]:
    """Files of the new ids' names that the base's history once had: one `git log` for all of them.

    What the base branch itself held counts, not the way of a branch that was merged; a file that was moved is no loss.
    """
    said = git.attempt(
        root, "log", "--first-parent", "-m", "--diff-filter=D", "--find-renames", "--no-ext-diff", "--no-textconv",
        "--raw", "--no-abbrev", "--no-color", "-z", "--format=%x01%H", tip, "--", *_FOLDERS,
    )  # fmt: skip
    if said.returncode:
        return
    inside = git.prefix(root)
    commit = ""
    wanted: list[tuple[str, str, str]] = []
    tokens = said.stdout.decode("utf-8", "surrogateescape").split("\0")
    for position, token in enumerate(tokens):
        plain = token.lstrip("\n")
        if plain.startswith("\x01"):
            commit = plain[1:]
        elif plain.startswith(":") and position + 1 < len(tokens):
            path = tokens[position + 1].removeprefix(inside)
            if id_of_path(path, KINDS) in new:
                wanted.append((path, plain.split()[2], commit))
    try:
        read = git.blobs(root, (oid for _, oid, _ in wanted))
    except Unavailable:
        return  # a partial clone
    for path, oid, commit in wanted:
        yield Gone(path, read[oid], commit)
