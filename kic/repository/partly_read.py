"""A state of which only some records are read: those that somebody asks for.

Which files there are is known by their paths; a record is found by the name of its file, or by what stands in it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kic.core.layout import SETTINGS
from kic.core.record import Entry
from kic.core.snapshot import Owned, P, R, Snapshot
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.store.reading.load import is_record, load
from kic.store.reading.sources import Memory, Source

Fetch = Callable[[Sequence[str]], Mapping[str, bytes]]
"""The bytes of files of one state; a file that cannot be read is left out."""

_NAMELESS = frozenset({"call", "concept"})
"""Stems of files whose id is not their name: the folder's is, or it stands inside."""
_WITH_MORE = ("concept.yaml", "themes", SETTINGS, "councils")
"""Files, or folders of them, with ids inside that no path tells: editions, goals, roles, groups."""


def partly_read(source: Source) -> "PartlyRead":
    """The state of the work tree, of which nothing is read before somebody asks for it."""

    def from_files(paths: Sequence[str]) -> Mapping[str, bytes]:
        found = {path: content_of(source, path) for path in paths}
        return {path: content for path, content in found.items() if content is not None}

    return PartlyRead(source.paths(), from_files, source.label)


def content_of(source: Source, path: str) -> bytes | None:
    """The bytes of a file of a source; None if it cannot be read."""
    try:
        return source.read(path)
    except OSError:
        return None


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

    def read_naming(self, ids: Iterable[str], *folders: str) -> None:
        """Reads every record below these folders whose file names one of these ids.

        The bytes tell: an id stands in a file as it is spelled, unless a backslash spells one of its letters.
        """
        words = tuple(each.encode() for each in ids)
        contents = self._fetch(
            [each for each in self.files if each.startswith(folders) and each not in self.entries]
        )
        self.read_paths(
            path
            for path, content in contents.items()
            if b"\\" in content or any(word in content for word in words)
        )

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
