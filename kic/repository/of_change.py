"""Of all findings, those that a change brings: in the files it changes, and elsewhere if they were not there before.

Which finding elsewhere a change has caused is not guessed from references: the state before is judged too. It is put
together from what did not change, which has been read already, and from the base's side of what did.
"""

import datetime
from collections import Counter
from pathlib import Path

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.layout import FOLDERS, SETTINGS
from kic.core.snapshot import Snapshot
from kic.repository.gate import Base
from kic.repository.judging import Judgement, judge
from kic.store import git
from kic.store.reading.committed import same_content
from kic.store.reading.sources import Revision


def state_before(root: Path, after: Snapshot, base: Base) -> Snapshot:
    """The whole base state. Of it, only what `after.committed` holds has been read from git."""
    aside = Revision(root, base.revision)
    before = after.committed
    if before is None:
        return Snapshot(
            after.entries,
            files=after.files,
            diagnostics=after.diagnostics,
            label=base.revision,
            read=after.read,
            aside=aside,
        )
    changed = changed_paths(root, after, base)
    files = set(before.files)
    entries = {path: entry for path, entry in after.entries.items() if path in files and path not in changed}

    def read(path: str) -> bytes:
        if path not in changed:
            return after.read(path)
        was = git.content(root, base.revision, path)
        if was is None:
            raise FileNotFoundError(path)
        return was

    return Snapshot(
        entries | before.entries,
        files=before.files,
        diagnostics=[
            *(each for each in after.diagnostics if each.place.path not in changed),
            *before.diagnostics,
        ],
        label=base.revision,
        read=read,
        aside=aside,
    )


def changed_paths(root: Path, after: Snapshot, base: Base) -> frozenset[str]:
    """Every path that the change touches, from the root, also what of the work tree is not staged.

    Of files without a record only those tell that have been looked at: no finding rests on the others.
    """
    before = after.committed
    touched = {each.path for each in base.touched}
    if before is None:
        return frozenset(touched)
    known, now = set(before.files), set(after.files)
    beside = {path: each for path, each in after.looked_at.items() if path in known and path not in touched}
    contents = git.tree(root, base.revision, SETTINGS, *FOLDERS) if beside else {}
    other = {path for path, each in beside.items() if not same_content(each, contents[path])}
    return frozenset({*touched, *before.entries, *other, *(now ^ known)})


def of_change(judgement: Judgement, root: Path, base: Base, today: datetime.date) -> Judgement:
    """The findings of a change; the others are `left_out`. Both states are judged on the same day."""
    after = judgement.snapshot
    changed = changed_paths(root, after, base)
    known = Counter(
        map(_name, judge(state_before(root, after, base), today, weighed_by=base.settings).diagnostics)
    )
    kept: list[Diagnostic] = []
    left_out: list[Diagnostic] = []
    for each in judgement.diagnostics:
        name = _name(each)
        was_there = known[name] > 0
        known[name] -= was_there
        inside = each.place.path in changed or any(other.place.path in changed for other in each.related)
        (kept if inside or not was_there else left_out).append(each)
    return msgspec.structs.replace(judgement, diagnostics=kept, left_out=left_out)


def _name(each: Diagnostic) -> tuple[object, ...]:
    """What makes a finding the same one in both states: not its line, but its words."""
    return (*each.identity, each.place.path, str(each.message))
