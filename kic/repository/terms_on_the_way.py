"""Terms of a call that changed after the first marks, somewhere between the two ends of a change.

A change of several commits may bring marks and other terms together, so that neither of its ends shows which was first.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.calls import Call
from kic.domain.calls.life_rules import terms_changed
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.errors import Unavailable
from kic.store import git, git_log
from kic.store.reading.load import load
from kic.store.reading.sources import Memory


def changed_after_marks(
    root: Path, after: Snapshot, base: str, head: str, today: datetime.date
) -> Iterator[Diagnostic]:
    """A finding for each term that is not as it was in the commit that brought the first marks of its call."""
    before = after.committed
    if before is None:
        return
    files = set(before.files)
    for call in after.all(Call):
        path = after.entry(call).path
        scores = f"{path.rpartition('/')[0]}/scores"
        as_it_was = path in files and path not in before.entries
        if as_it_was or any(each.startswith(f"{scores}/") for each in files):
            continue  # marks that the base has make its own terms count
        if not any(each.startswith(f"{scores}/") for each in after.files):
            continue
        commit, content = _first(root, base, head, scores, path)
        if content is None:
            continue
        then = load(Memory({path: content}), KINDS, format=FORMAT)
        for each in run((terms_changed,), after, today, before=then):
            yield msgspec.structs.replace(
                each,
                help=text(
                    "put back the terms of the recorded state {commit}, which brought marks",
                    commit=commit[:10],
                ),
            )


def _first(root: Path, base: str, head: str, scores: str, path: str) -> tuple[str, bytes | None]:
    """The first commit of the change that brought marks, and the call's file in it."""
    commit = git_log.first_with_new(root, f"{base}..{head}", scores)
    if commit is None:
        return "", None
    try:
        oid = git.tree(root, commit, path).get(path)
        return commit, git.blobs(root, [oid])[oid] if oid is not None else None
    except Unavailable:
        return "", None
