"""A repository at a moment, as a value: entries, an index over them, and what reading them found.

Everything kic says is a function of snapshots. Nothing here reads a file or a clock.
"""

import copy
import errno
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, Self, TypeVar

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.place import START, Aim, Field, Place, Span
from kic.core.plain_file import Closed
from kic.core.record import Entry, Part, Record, kind_of, walk

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=Part)


class Reference(msgspec.Struct, frozen=True):
    """One record's field that names another record or part."""

    entry: Entry
    field: Field
    kinds: tuple[str, ...]
    target: str


class Owned(NamedTuple):
    """A part with the entry and field where it stands."""

    entry: Entry
    field: Field
    part: Part


class Aside(Protocol):
    """What git keeps in a repository beside its state."""

    def beside(self) -> Sequence[str]:
        """The paths, sorted."""
        ...

    def contents(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What these files hold, as `kic.core.plain_file.held`; without those of which it is nothing."""
        ...


class Snapshot:
    """Immutable. `entries` by path in path order; `files` are all paths, records or not.

    `label` says which state this is (a revision, or empty for the work tree); `diagnostics` are the
    findings of reading. `committed` is the state that the work tree grew from, where there is one and it
    differs: rules about append-only logs compare with it. Only they ask git for it. `read` gives the bytes
    of a file that holds no record, and is only asked by a rule that looks at such a file. `elsewhere` tells the ids
    that are in use beside this state (on other branches); only who chooses a new id asks. `aside` tells
    what git keeps in the repository that is none of `files`; only rules about what must not enter git ask. `lost`
    are those `files` of the base of a change that what is checked out has no more: `kic undo` does not give them back.
    """

    __slots__ = (
        "_aside", "_beside", "_by_id", "_by_kind", "_committed", "_contents", "_counting", "_elsewhere", "_incoming",
        "_owner", "_parts", "_read", "_records", "_references", "diagnostics", "entries", "files", "label", "lost",
    )  # fmt: skip

    def __init__(
        self,
        entries: Mapping[str, Entry],
        *,
        files: Iterable[str] = (),
        diagnostics: Iterable[Diagnostic] = (),
        label: str = "",
        committed: "Snapshot | Callable[[], Snapshot | None] | None" = None,
        read: Callable[[str], bytes] | None = None,
        elsewhere: Callable[[], frozenset[str]] | None = None,
        aside: "Aside | None" = None,
    ) -> None:
        self.entries = dict(sorted(entries.items()))
        self.files = tuple(sorted(files)) or tuple(self.entries)
        self.diagnostics = tuple(diagnostics)
        self.label = label
        self.lost: frozenset[str] = frozenset()
        self._committed = committed
        self._read = read
        self._elsewhere: Callable[[], frozenset[str]] | frozenset[str] = elsewhere or frozenset()
        self._aside = aside
        self._beside: tuple[str, ...] | None = None
        self._counting: tuple[Record | None] | None = None
        self._contents: dict[str, bytes | None] = {}
        self._by_id: dict[str, list[Entry]] = {}
        self._by_kind: dict[str, list[Entry]] = {}
        self._records: dict[type[Record], tuple[Any, ...]] = {}
        for entry in self.entries.values():
            if entry.id is not None:
                self._by_id.setdefault(entry.id, []).append(entry)
            if entry.kind is not None:
                self._by_kind.setdefault(entry.kind, []).append(entry)
        self._references: tuple[Reference, ...] | None = None
        self._parts: dict[str, list[Owned]] | None = None
        self._owner: dict[int, Entry] | None = None
        self._incoming: dict[str, list[Reference]] | None = None

    @property
    def committed(self) -> "Snapshot | None":
        """The state that this one grew from, found when it is first asked for; None if it is the same."""
        if callable(self._committed):
            self._committed = self._committed()
        return self._committed

    def lacked(self, lost: Iterable[str]) -> Self:
        """The same state as the base of a change which has recorded that these files are gone."""
        made = copy.copy(self)
        made.lost = frozenset(lost)
        return made

    def judged_by(self, settings: Record | None) -> Self:
        """The same state as the outcome of a change, about which other settings than its own decide."""
        made = copy.copy(self)
        made._counting = (settings,)  # noqa: SLF001  # its own copy
        return made

    def counting(self, cls: type[R]) -> R | None:
        """The settings that decide what is looked at here: those of the base of a change, else the state's own."""
        if self._counting is None:
            return self.only(cls)
        (settings,) = self._counting
        return settings if isinstance(settings, cls) else None

    @property
    def elsewhere(self) -> frozenset[str]:
        """Ids of records and pseudonyms of persons that are in use beside this state, found when first asked for."""
        if callable(self._elsewhere):
            self._elsewhere = self._elsewhere()
        return self._elsewhere

    def taken(self, id: str) -> bool:  # noqa: A002
        """Whether a new record may not have this id: one has it here, readable or not, or elsewhere."""
        return bool(self._by_id.get(id)) or id in self.elsewhere

    def highest(self, kind: str, begin: str) -> int:
        """The highest number that an id with this beginning ends with, here or elsewhere; 0 where there is none."""
        ids = (*(entry.id or "" for entry in self._by_kind.get(kind, ())), *self.elsewhere)
        numbers = (each.removeprefix(begin) for each in ids if each.startswith(begin))
        return max((int(each) for each in numbers if each.isascii() and each.isdigit()), default=0)

    # -- files -----------------------------------------------------------------------------------------

    def content(self, path: str) -> bytes | None:
        """The bytes of a file, a record or not; None if there is none of this path, or it cannot be read.

        Read once, when first asked for, and only what `files` names: no path leads out of the repository.
        """
        entry = self.entries.get(path)
        if entry is not None:
            return entry.source
        if path not in self._contents:
            self._contents[path] = self._fetched(path)
        return self._contents[path]

    def read(self, path: str) -> bytes:
        """The same bytes; raises FileNotFoundError where there are none."""
        content = self.content(path)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return content

    @property
    def looked_at(self) -> Mapping[str, bytes]:
        """The files without a record that have been read so far: what has been said rests on them too."""
        return {path: content for path, content in self._contents.items() if content is not None}

    def has_file(self, path: str) -> bool:
        """Whether there is a file of this path, a record or not."""
        at = bisect_left(self.files, path)
        return at < len(self.files) and self.files[at] == path

    @property
    def beside(self) -> tuple[str, ...]:
        """Every file that git keeps in the repository beside `files`, sorted; found when first asked for."""
        if self._beside is None:
            self._beside = tuple(self._aside.beside()) if self._aside is not None else ()
        return self._beside

    def contents_beside(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What these files of `beside` hold: a text in UTF-8, or why it cannot be searched; without pictures."""
        there = frozenset(self.beside)
        wanted = [path for path in paths if path in there]
        return self._aside.contents(wanted) if self._aside is not None and wanted else {}

    def _fetched(self, path: str) -> bytes | None:
        if self._read is None or not self.has_file(path):
            return None
        try:
            return self._read(path)
        except OSError:
            return None

    # -- records ---------------------------------------------------------------------------------------

    def all(self, cls: type[R]) -> tuple[R, ...]:
        """Every record of this class that could be read, in path order."""
        found = self._records.get(cls)
        if found is None:
            entries = self._by_kind.get(kind_of(cls), ())
            found = self._records[cls] = tuple([e.record for e in entries if e.record is not None])
        return found

    def get(self, cls: type[R], id: str | None) -> R | None:  # noqa: A002
        """The record of this class and id, or None."""
        for entry in self._by_id.get(id or "", ()):
            if isinstance(entry.record, cls):
                return entry.record
        return None

    def only(self, cls: type[R]) -> R | None:
        """The record of a kind of which a repository has one, such as the settings; the first by path."""
        found = self.all(cls)
        return found[0] if found else None

    def entries_of(self, kind: str) -> tuple[Entry, ...]:
        """Entries of a kind, stubs included, in path order."""
        return tuple(self._by_kind.get(kind, ()))

    def entries_with(self, id: str) -> tuple[Entry, ...]:  # noqa: A002
        """Entries that claim this id (more than one is a finding), stubs included."""
        return tuple(self._by_id.get(id, ()))

    def entry(self, record: Record) -> Entry:
        """The entry that a record of this snapshot came from."""
        if self._owner is None:  # by identity: many files may claim one id, and rules ask for each of them
            self._owner = {id(entry.record): entry for entry in self if entry.record is not None}
        entry = self._owner.get(id(record))
        if entry is None:
            raise KeyError(record.id)
        return entry

    def ids(self) -> tuple[str, ...]:
        """Every id of a record or part, sorted."""
        return tuple(sorted({*self._by_id, *self._part_index()}))

    def kind_of(self, id: str) -> str | None:  # noqa: A002
        """The kind of the record or part with this id, stubs included; None if there is none."""
        for entry in self._by_id.get(id, ()):
            return entry.kind
        for owned in self._part_index().get(id, ()):
            return owned.part.part_kind
        return None

    # -- parts and references ------------------------------------------------------------------------

    def part(self, cls: type[P], id: str | None) -> P | None:  # noqa: A002
        """The part of this class and id, such as a goal; or None."""
        for owned in self._part_index().get(id or "", ()):
            if isinstance(owned.part, cls):
                return owned.part
        return None

    def parts(self, cls: type[P]) -> tuple[tuple[Entry, Field, P], ...]:
        """Every part of this class with its entry and field."""
        return tuple(
            (o.entry, o.field, o.part)
            for owners in self._part_index().values()
            for o in owners
            if isinstance(o.part, cls)
        )

    def owned(self, id: str) -> tuple[Owned, ...]:  # noqa: A002
        """Where parts with this id stand."""
        return tuple(self._part_index().get(id, ()))

    def references(self) -> tuple[Reference, ...]:
        """Every reference of every readable record, in path and reading order."""
        self._walk()
        assert self._references is not None
        return self._references

    def incoming(self, id: str) -> tuple[Reference, ...]:  # noqa: A002
        """The references that name this id."""
        if self._incoming is None:
            self._incoming = {}
            for reference in self.references():
                self._incoming.setdefault(reference.target, []).append(reference)
        return tuple(self._incoming.get(id, ()))

    def _part_index(self) -> dict[str, list[Owned]]:
        self._walk()
        assert self._parts is not None
        return self._parts

    def _walk(self) -> None:
        if self._references is not None:
            return
        references: list[Reference] = []
        parts: dict[str, list[Owned]] = {}
        for entry in self.entries.values():
            if entry.record is None:
                continue
            for field, kinds, value in walk(entry.record):
                if kinds:
                    references.append(Reference(entry, field, kinds, value))
                else:
                    parts.setdefault(value.id, []).append(Owned(entry, field, value))
        self._references = tuple(references)
        self._parts = parts

    # -- places ----------------------------------------------------------------------------------------

    def place(self, record: Record, *field: Any, aim: Aim = Aim.VALUE) -> Place:
        """The symbolic place of a record's field."""
        return Place(self.entry(record).path, field, aim)

    def span(self, place: Place) -> Span:
        """Line and column of a place; the file's start where it has no readable text."""
        if place.span is not None:
            return place.span
        entry = self.entries.get(place.path)
        return entry.locate(place.field, place.aim) if entry else START

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)
