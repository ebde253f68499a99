"""This copy of the repository as version control sees it, and what keeps anything from being recorded in it."""

import enum
import os
from pathlib import Path

import msgspec

from kic.errors import Locked, Unavailable, Unfinished
from kic.store.git_refs import standing


class UnderWay(enum.Enum):
    """What git has begun here and not ended."""

    MERGE = "merge"
    REBASE = "rebase"
    CHERRY_PICK = "cherry_pick"
    REVERT = "revert"
    BISECT = "bisect"


_TRACES = (
    ("MERGE_HEAD", UnderWay.MERGE),
    ("rebase-merge", UnderWay.REBASE),
    ("rebase-apply", UnderWay.REBASE),
    ("CHERRY_PICK_HEAD", UnderWay.CHERRY_PICK),
    ("REVERT_HEAD", UnderWay.REVERT),
    ("BISECT_LOG", UnderWay.BISECT),
)


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A repository in git: its root, git's top folder and git's own folder, and where it stands.

    `branch` is None where no branch is checked out, `head` before the first record.
    """

    root: Path
    top: Path
    folder: Path
    branch: str | None
    head: str | None
    under_way: UnderWay | None

    @property
    def merging(self) -> bool:
        """Whether a merge waits to be ended."""
        return self.under_way is UnderWay.MERGE


def copy_of(root: Path) -> Copy | None:
    """The copy that a root lies in; None outside of git. Raises Unavailable where git is missing or damaged."""
    if not in_git(root):
        return None
    found = standing(root)
    if found is None:
        return None
    under_way = next((what for trace, what in _TRACES if os.path.lexists(found.folder / trace)), None)
    return Copy(
        root=root,
        top=found.top,
        folder=found.folder,
        branch=found.branch,
        head=found.head,
        under_way=under_way,
    )


def ready(root: Path, *, may_merge: bool = False) -> Copy:
    """The copy, where it may be recorded in. Raises Unavailable, Locked or Unfinished with what to do.

    `may_merge` allows for a merge that waits to be ended.
    """
    copy = begun(root, may_merge=may_merge)
    if copy is None:
        raise Unavailable(
            "Nothing of this folder has been recorded yet: it has no history.",
            help="kic save begins one.",
        )
    return copy


def begun(root: Path, *, may_merge: bool = False) -> Copy | None:
    """As `ready`; None where nothing was ever recorded."""
    copy = copy_of(root)
    if copy is None:
        return None
    lock = copy.folder / "index.lock"
    if os.path.lexists(lock):
        raise Locked(
            "git is at work here, or was interrupted: {path} is there. Nothing was changed.",
            help="Wait a moment and try again. If no other program is at work here, delete this file; it holds nothing "
            "that is needed.",
            path=lock,
        )
    if copy.merging and not may_merge:
        raise Unfinished(
            "A merge of what others have sent waits to be ended; both versions are kept.",
            help="kic conflict list shows what waits for a choice, kic save then ends it; kic get --give-up goes "
            "back to where it began.",
        )
    if copy.under_way is not None and not copy.merging:
        raise Unavailable(
            "git has begun something here and not ended it ({what}); nothing was changed.",
            help="Whoever began it can end it or give it up: git status says how.",
            what=copy.under_way.value.replace("_", "-"),
        )
    if copy.branch is None:
        raise Unavailable(
            "This copy shows a single state of the past and is on no branch; what is recorded here could get lost.",
            help="git switch NAME goes back to a branch, usually main; files that were changed stay as they are.",
        )
    return copy


def in_git(root: Path) -> bool:
    """Whether there is anything of git's here or above, without asking git."""
    here = root.resolve()
    return any(os.path.lexists(each / ".git") for each in (here, *here.parents))
