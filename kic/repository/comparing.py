"""Two states to compare, of which only what differs is read.

git (or the bytes of the work tree) tells which files differ; one `cat-file` fetches both sides of them. The rest is
known by its path, and read where somebody asks for it by id: the title of what a changed record names, the successor
of a merged recommendation. Two editions are compared whole: in one state, every word of both is looked at.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from kic.core.layout import FOLDERS, SETTINGS
from kic.core.record import Entry, Record
from kic.core.snapshot import Owned, P, R, Snapshot
from kic.domain.chapters import KINDS
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.settings import FORMAT
from kic.repository.naming_revisions import Span
from kic.store import git
from kic.store.committed import blob_id
from kic.store.load import is_record, load
from kic.store.paths import encodable
from kic.store.sources import Memory, Revision, Source

Fetch = Callable[[Sequence[str]], Mapping[str, bytes]]
"""The bytes of files of one state; a file that cannot be read is left out."""

_NAMELESS = frozenset({"call", "concept"})
"""Stems of files whose id is not their name: the folder's is, or it stands inside."""
_WITH_MORE = ("concept.yaml", "themes", SETTINGS, "councils")
"""Files, or folders of them, with ids inside that no path tells: editions, goals, roles, groups."""


class PartlyRead(Snapshot):
    """A state of which some records are read. `entries` are these; more are read when asked for by id.

    `all`, `parts`, `references` and `incoming` know only what has been read. `files` are all files of the state.
    """

    __slots__ = ("_fetch", "_paths_of", "_tried")

    def __init__(self, paths: Iterable[str], fetch: Fetch, label: str) -> None:
        super().__init__({}, files=paths, label=label, read=self._one)
        self._fetch = fetch
        self._paths_of: dict[str, list[str]] | None = None
        self._tried: set[str] = set()

    # -- reading more ----------------------------------------------------------------------------------

    def read_ids(self, ids: Iterable[str], *, inside: bool = True) -> None:
        """Reads the records and parts with these ids, all in one go; unknown ones are left out.

        `inside`: also where the id may stand inside a file that is not called so.
        """
        wanted = [each for each in dict.fromkeys(ids) if each not in self._tried]
        self._tried.update(wanted)
        missing = [each for each in wanted if not super(PartlyRead, self).entries_with(each)]
        by_name = self._by_name()
        self.read_paths(path for each in missing for path in by_name.get(each, ()))
        for others in _WITH_MORE if inside else ():
            if all(map(self._has, missing)):
                break
            self.read_paths(path for path in self.files if _in(path, others))

    def names(self, id: str) -> bool:  # noqa: A002
        """Whether a file is called by this id."""
        return id in self._by_name()

    def read_paths(self, paths: Iterable[str]) -> None:
        """Reads these files, where they are records that have not been read yet."""
        wanted = [
            each for each in dict.fromkeys(paths) if each not in self.entries and is_record(each, KINDS)
        ]
        if wanted:
            more = load(_Chosen(self._fetch((SETTINGS, *wanted)), wanted, self.label), KINDS, newest=FORMAT)
            super().__init__(
                {**self.entries, **more.entries}, files=self.files, label=self.label,
                diagnostics=(*self.diagnostics, *more.diagnostics), read=self._one,
            )  # fmt: skip

    def read_below(self, *folders: str) -> None:
        """Reads every record below these folders, such as `concept/`."""
        self.read_paths(path for path in self.files if path.startswith(folders))

    def _one(self, path: str) -> bytes:
        found = self._fetch((path,))
        if path not in found:
            raise FileNotFoundError(path)
        return found[path]

    def _has(self, id: str) -> bool:  # noqa: A002
        return bool(super().entries_with(id) or super().owned(id))

    def _by_name(self) -> dict[str, list[str]]:
        if self._paths_of is None:
            self._paths_of = {}
            for path in self.files:
                folder, _, name = path.rpartition("/")
                stem = name.removesuffix(".yaml")
                named = folder.rpartition("/")[2] if stem in _NAMELESS else stem
                self._paths_of.setdefault(named, []).append(path)
        return self._paths_of

    # -- asked by id -----------------------------------------------------------------------------------

    def get(self, cls: type[R], id: str | None) -> R | None:  # noqa: A002
        """As of a whole state."""
        self.read_ids((id,) if id else ())
        return super().get(cls, id)

    def entries_with(self, id: str) -> tuple[Entry, ...]:  # noqa: A002
        """As of a whole state."""
        self.read_ids((id,))
        return super().entries_with(id)

    def kind_of(self, id: str) -> str | None:  # noqa: A002
        """As of a whole state."""
        self.read_ids((id,))
        return super().kind_of(id)

    def part(self, cls: type[P], id: str | None) -> P | None:  # noqa: A002
        """As of a whole state."""
        self.read_ids((id,) if id else ())
        return super().part(cls, id)

    def owned(self, id: str) -> tuple[Owned, ...]:  # noqa: A002
        """As of a whole state."""
        self.read_ids((id,))
        return super().owned(id)


def _in(path: str, wanted: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name == wanted or folder.rpartition("/")[2] == wanted


class _Chosen(Memory):
    """Files of a state of which only some are records to be read; the format of the state is known all the same."""

    def __init__(self, files: Mapping[str, bytes], wanted: Sequence[str], label: str) -> None:
        super().__init__(files, label)
        self._wanted = sorted(each for each in wanted if each in files)

    def paths(self) -> Sequence[str]:
        """Those that are read."""
        return self._wanted


class States(msgspec.Struct, frozen=True, kw_only=True):
    """Two states and the paths at which they differ, sorted; `unchanged` is the number of records that do not.

    `whole` says that both were read completely, as they are for two editions. `now` is the work tree, of which nothing
    is read unless asked for: what may be shown is what may be shown today.
    """

    span: Span
    before: Snapshot
    after: Snapshot
    changed: tuple[str, ...]
    unchanged: int
    now: Snapshot
    whole: bool = False


def compare_states(root: Path, source: Source, span: Span) -> States:
    """The two states of a span. `source` is the work tree. Raises Unavailable for a newer format."""
    if span.editions is not None:
        revision = span.after.revision
        state = load(source if revision is None else Revision(root, revision), KINDS, newest=FORMAT)
        return States(
            span=span, before=state, after=state, changed=(), unchanged=0, now=partly_read(source), whole=True
        )
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
    )  # fmt: skip


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


def partly_read(source: Source) -> PartlyRead:
    """The state of the work tree, of which nothing is read before somebody asks for it."""

    def from_files(paths: Sequence[str]) -> Mapping[str, bytes]:
        found = {path: _read(source, path) for path in paths}
        return {path: content for path, content in found.items() if content is not None}

    return PartlyRead(source.paths(), from_files, source.label)


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
        held = {path: content for path in listed if (content := _read(source, path)) is not None}

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


def _read(source: Source, path: str) -> bytes | None:
    try:
        return source.read(path)
    except OSError:
        return None


def _same(before: _Side, after: _Side, path: str) -> bool:
    """Whether a file of the work tree is that of the revision, as git sees it (CRLF for LF changes nothing)."""
    for tree, files in ((before, after), (after, before)):
        content, oid = files.bytes_of.get(path), tree.oids.get(path)
        if content is not None and oid:
            return blob_id(content, oid) == oid or (
                b"\r\n" in content and blob_id(content.replace(b"\r\n", b"\n"), oid) == oid
            )
    return before.bytes_of.get(path) == after.bytes_of.get(path) is not None
