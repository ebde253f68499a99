"""Which ids may be given anew: those that nobody else knows yet, because they are not in the base."""

from typing import TYPE_CHECKING

from kic.core.renumbering import Renumbering, next_free, renumber
from kic.errors import Refused
from kic.repository.id_laws import new_ids
from kic.store import git

if TYPE_CHECKING:
    from kic.repository.repository import Repository

DEFAULT = "origin/HEAD"
"""The branch that changes go to, as the clone knows it."""


def usual_base(repository: "Repository") -> str | None:
    """What a change is judged from where nobody says it: the remote's main branch, else the last commit.

    None where nothing has been committed.
    """
    root = repository.root
    if git.find_top(root) is None or git.head(root) is None:
        return None
    return "HEAD" if git.commit(root, f"refs/remotes/{DEFAULT}") is None else DEFAULT


def renumbered(repository: "Repository", id: str, new: str | None, base: str | None) -> Renumbering:  # noqa: A002
    """The plan that gives a new record another id. `repository` is judged from `base`; None is no commit at all.

    Raises UsageError for an id that is not there, and Refused for one that the base has.
    """
    state = repository.snapshot
    old = repository.known(id)
    if base is not None and (state.committed is None or old not in new_ids(state.committed, state)):
        raise Refused(
            "{id} is in {base} already; others may know it, so it stays.",
            help="The record that is not merged yet takes another number: on its branch, with --base BRANCH.",
            id=old,
            base=base,
        )
    return renumber(state, old, new.lower() if new is not None else next_free(state, old))


def recorded_already(repository: "Repository", id: str) -> bool:  # noqa: A002
    """Whether the last commit has this id, so that it is missed until the renumbering is committed too."""
    state = repository.snapshot
    if git.find_top(repository.root) is None or git.head(repository.root) is None:
        return False
    paths = [entry.path for entry in state.entries_with(id)]
    known = git.blobs(repository.root, git.tree(repository.root, "HEAD", *paths).values()) if paths else {}
    return any(id.encode() in content for content in known.values())
