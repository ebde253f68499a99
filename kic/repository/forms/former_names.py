"""Whether a repository went by another name when it had a call: a city's name is corrected, and forms are out by then.

named_before(root, snapshot) -> Former                          asks git when it is called
"""

import functools
from collections.abc import Iterator
from pathlib import Path

from kic.core.layout import SETTINGS
from kic.core.snapshot import Snapshot
from kic.domain.calls import Call
from kic.domain.chapters import KINDS
from kic.domain.settings import Settings
from kic.errors import Unavailable
from kic.repository.forms.asking import spelled_city
from kic.repository.forms.reading import Former
from kic.store import git
from kic.store.reading.load import read_entry


def named_before(root: Path, snapshot: Snapshot) -> Former:
    """Answers from the committed settings. A state that had the name and not the call is none: what it had was another.

    Where git does not answer, no name is known. The history is read once for each name, however many forms have it.
    """

    @functools.cache
    def called(city: str) -> tuple[str, ...]:
        return tuple(_called(root, city))

    def former(city: str, call: Call) -> bool:
        path = snapshot.entry(call).path
        try:
            if git.work_tree_head(root) is None:
                return False
            return any(path in git.tree(root, revision, path) for revision in called(city))
        except Unavailable:
            return False

    return former


def _called(root: Path, city: str) -> Iterator[str]:
    """The last revisions with each of the settings that named the city so, the newest first."""
    steps = git.steps(root, [SETTINGS])
    held = [("HEAD", steps[0].touched[0].after)] if steps else []
    held += [(step.parents[0], touch.before) for step in steps for touch in step.touched if step.parents]
    contents = git.blobs(root, [oid for _revision, oid in held if oid])
    for revision, oid in held:
        record = read_entry(SETTINGS, contents[oid], KINDS)[0].record if oid else None
        if isinstance(record, Settings) and spelled_city(record).casefold() == city.casefold():
            yield revision
