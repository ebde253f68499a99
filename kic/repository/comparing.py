"""Two states to compare, of which only what differs is read.

git (or the bytes of the work tree) tells which files differ; one `cat-file` fetches both sides of them. The rest is
known by its path, and read where somebody asks for it by id: the title of what a changed record names, the successor
of a merged recommendation. Two editions are compared whole: in one state, every word of both is looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from kic.core.layout import FOLDERS, SETTINGS
from kic.core.record import Record
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.revisions.comparing import is_backwards
from kic.domain.settings import FORMAT
from kic.repository.naming_revisions import Span
from kic.repository.partly_read import Fetch, PartlyRead, content_of, partly_read
from kic.store import git, git_refs
from kic.store.paths import encodable
from kic.store.reading.committed import blob_id
from kic.store.reading.load import is_record, load
from kic.store.reading.sources import Revision, Source


class States(msgspec.Struct, frozen=True, kw_only=True):
    """Two states and the paths at which they differ, sorted; `unchanged` is the number of records that do not.

    `whole` says that both were read completely, as they are for two editions; `backwards`, that the second state or
    edition came before the first one. `now` is the work tree, of which nothing
    is read unless asked for: what may be shown is what may be shown today.
    """

    span: Span
    before: Snapshot
    after: Snapshot
    changed: tuple[str, ...]
    unchanged: int
    now: Snapshot
    whole: bool = False
    backwards: bool = False


def compare_states(root: Path, source: Source, span: Span) -> States:
    """The two states of a span. `source` is the work tree. Raises Unavailable for a newer format."""
    if span.editions is not None:
        revision = span.after.revision
        state = load(source if revision is None else Revision(root, revision), KINDS, newest=FORMAT)
        return States(
            span=span, before=state, after=state, changed=(), unchanged=0, now=partly_read(source), whole=True,
            backwards=is_backwards(state, state, span.editions),
        )  # fmt: skip
    contents = _Contents(root)
    sides = tuple(_side(root, source, each.revision, contents) for each in (span.before, span.after))
    before, after = sides
    changed = tuple(
        sorted(
            path
            for path in {*before.oids, *after.oids}
            if before.oids.get(path) != after.oids.get(path) and not _same(before, after, path)
        )
    )
    contents.want(side.oids[path] for side in sides for path in (SETTINGS, *changed) if path in side.oids)
    states = tuple(PartlyRead(side.oids, side.fetch, side.label) for side in sides)
    for state in states:
        state.read_paths(changed)
        if any(entry.declared is None for entry in state):  # whether it may be shown, every call has a say
            state.read_paths(path for path in state.files if path.endswith("/call.yaml"))
    for related in (tuple(_related(states)), None):  # then both know the same elements, and their order tells
        ids = related or tuple(each.id for state in states for cls in _TEXTS for each in state.all(cls))
        named = [each for each in ids if any(state.names(each) for state in states)]
        for state in states:
            state.read_ids(named, inside=False)
            state.read_ids(ids if related else ())
    records = {path for side in sides for path in side.oids if is_record(path, KINDS)}
    return States(
        span=span, before=states[0], after=states[1], changed=changed,
        unchanged=len(records.difference(changed)), now=partly_read(source),
        backwards=bool(changed) and _later_first(root, span.before.revision, span.after.revision),
    )  # fmt: skip


def _later_first(root: Path, before: str | None, after: str | None) -> bool:
    """Whether the first of two commits grew from the second; the files as they are now are never said to be earlier."""
    return before is not None and after is not None and git_refs.holds(root, before, after)


_TEXTS: tuple[type[Record], ...] = (Edition, Theme, Recommendation)


def _related(states: Iterable[PartlyRead]) -> Iterable[str]:
    """What a comparison of the texts needs beside what changed: themes, predecessors and successors."""
    for state in states:
        for each in state.all(Recommendation):
            yield each.id
            yield from each.continues
            yield from (each.theme,) if each.theme else ()
            yield from (successor for entry in each.progress for successor in entry.successors)
        for edition in state.all(Edition):
            yield from (edition.id, *((edition.predecessor,) if edition.predecessor else ()))
        for theme in state.all(Theme):
            yield from (theme.id, *theme.continues)
            yield from (earlier for goal in theme.goals for earlier in goal.continues)


def read_money(states: States) -> None:
    """Reads the rest of what the sums of calls are made of, where the money of a call changed; else nothing."""
    from kic.documents.money_effects import touched_calls  # noqa: PLC0415

    calls = touched_calls(states.changed)
    for state in (states.before, states.after):
        if isinstance(state, PartlyRead) and calls:
            state.read_ids(calls)
            state.read_below(
                *(f"applications/{call}/{part}/" for call in calls for part in ("decisions", "payments"))
            )


# -- the two sides ---------------------------------------------------------------------------------------


class _Contents:
    """Contents of git by their ids, fetched once for both states."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, bytes] = {}

    def want(self, oids: Iterable[str]) -> None:
        """Fetches what is not known yet, in one call; ids that are of no revision are left out."""
        missing = [each for each in oids if each and each not in self._known]
        self._known.update(git.blobs(self._root, missing))

    def __getitem__(self, oid: str) -> bytes:
        return self._known[oid]


class _Side(msgspec.Struct, frozen=True):
    """One state: its files with the ids of their contents (none: of the work tree), and how to get them."""

    label: str
    oids: Mapping[str, str]
    fetch: Fetch
    bytes_of: Mapping[str, bytes] = {}


def _side(root: Path, source: Source, revision: str | None, contents: _Contents) -> _Side:
    if revision is None:
        listed = source.paths()
        held = {path: content for path in listed if (content := content_of(source, path)) is not None}

        def from_files(paths: Sequence[str]) -> Mapping[str, bytes]:
            return {path: held[path] for path in paths if path in held}

        return _Side("", dict.fromkeys(listed, ""), from_files, held)
    tree = git.tree(root, revision, SETTINGS, *FOLDERS)
    oids = {path: oid for path, oid in tree.items() if encodable(path)}

    def from_git(paths: Sequence[str]) -> Mapping[str, bytes]:
        wanted = [path for path in paths if path in oids]
        contents.want(oids[path] for path in wanted)
        return {path: contents[oids[path]] for path in wanted}

    return _Side(revision, oids, from_git)


def _same(before: _Side, after: _Side, path: str) -> bool:
    """Whether a file of the work tree is that of the revision, as git sees it (CRLF for LF changes nothing)."""
    for tree, files in ((before, after), (after, before)):
        content, oid = files.bytes_of.get(path), tree.oids.get(path)
        if content is not None and oid:
            return blob_id(content, oid) == oid or (
                b"\r\n" in content and blob_id(content.replace(b"\r\n", b"\n"), oid) == oid
            )
    return before.bytes_of.get(path) == after.bytes_of.get(path) is not None
