"""Where a repository's files come from: the work tree, a revision, or memory.

A source lists paths (relative to the root, with `/`) and gives bytes. It never follows a symbolic link and
never leaves the root. What is wrong with names and links is a finding; a file that cannot be read raises
OSError, which `kic.store.reading.load` turns into one.
"""

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kic.core.diagnostic import Diagnostic, Law, Related, diagnose
from kic.core.layout import ENDING, FOLDERS, SETTINGS
from kic.core.place import START, Aim, Place
from kic.core.plain_file import Closed, held
from kic.core.plan import Change
from kic.core.refusals import reason_of
from kic.core.text import Text, text
from kic.store.paths import encodable, odd_name, printable
from kic.store.reading import file_laws
from kic.store.windows import WINDOWS, long_path

if TYPE_CHECKING:
    from kic.store import git

MAX_READ = 16_000_000
"""No file of a repository is larger than this; records have a lower limit of their own."""
_STAGED = re.compile(r"\.kic-[0-9]+-[0-9]+\.tmp")
"""What a writer has laid beside a file that it is about to replace (`Operation.temporary`): no part of a state."""


class Source(Protocol):
    """A state of a repository's files."""

    @property
    def label(self) -> str:
        """Which state this is: a revision's id, or empty for the work tree and for memory."""
        ...

    def paths(self) -> Sequence[str]:
        """Every file, sorted."""
        ...

    def read(self, path: str) -> bytes:
        """A file's bytes; raises OSError."""
        ...

    def faults(self) -> Sequence[Diagnostic]:
        """What listing the files found."""
        ...

    def beside(self) -> Sequence[str]:
        """The files that git keeps beside these in the repository (`kic.store.reading.beside`), sorted."""
        ...

    def contents(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What those of the files beside hold, as `kic.core.plain_file.held`; without those of which it is nothing."""
        ...


class WorkTree:
    """The files of a folder as they are now.

    `overrides` are contents that count instead of the files' own (None: the file counts as deleted). With
    them reading goes through the journal of an unfinished operation without writing anything.
    """

    label = ""

    def __init__(self, root: Path, overrides: Mapping[str, bytes | None] | None = None) -> None:
        self.root = root
        self._overrides = dict(overrides or {})
        self._paths: list[str] | None = None
        self._beside: Mapping[str, str] | None = None
        self._faults: list[Diagnostic] = []

    def paths(self) -> Sequence[str]:
        """Every regular file of the settings and the four folders, overrides applied; listed once."""
        if self._paths is None:
            found = {path for path in self._list() if self._overrides.get(path, b"") is not None}
            found.update(path for path, content in self._overrides.items() if content is not None)
            self._paths = sorted(found)
        return self._paths

    def read(self, path: str) -> bytes:
        """The bytes now, or those that override them; OSError if it cannot be read or is far too large."""
        if path in self._overrides:
            content = self._overrides[path]
            if content is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
            return content
        # Links were left out of the list; one put there since is refused here, where the system can.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NONBLOCK", 0)  # a pipe that lies in a file's place is not waited for
        handle = os.open(self._full(path), flags)
        try:
            said = os.fstat(handle)
            if stat.S_ISFIFO(said.st_mode):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
            size = said.st_size
            if size > MAX_READ:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)
            content = os.read(handle, size + 1)
            while len(content) > size:  # it grew, or the system gave less than asked
                more = os.read(handle, MAX_READ)
                size = len(content) + len(more)
                content += more
                if not more or size > MAX_READ:
                    break
            while len(content) < size and (more := os.read(handle, size - len(content))):
                content += more
            return content
        finally:
            os.close(handle)

    def _full(self, path: str) -> str:
        full = os.path.join(self.root, path)  # noqa: PTH118  # 10,000 Path objects cost 30 ms
        return long_path(os.path.abspath(full)) if WINDOWS else full  # noqa: PTH100  # links are not followed

    def faults(self) -> Sequence[Diagnostic]:
        """Links, odd names, and folders that cannot be read."""
        self.paths()
        return tuple(self._faults)

    def beside(self) -> Sequence[str]:
        """What git's index lists; asked once."""
        return tuple(self._aside())

    def contents(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What these files hold now."""
        from kic.store.reading import beside  # noqa: PLC0415  # as above

        known = self._aside()
        return beside.contents(self.root, {each: known[each] for each in paths})

    def _aside(self) -> Mapping[str, str]:
        from kic.store.reading import beside  # noqa: PLC0415  # git, as below

        if self._beside is None:
            self._beside = beside.in_index(self.root)
        return self._beside

    def _list(self) -> Iterator[str]:
        try:
            names = sorted(os.listdir(self.root))  # noqa: PTH208  # see `_scan`
        except OSError as error:
            self._faults.append(unreadable("", error))
            return
        for name in names:
            if name == SETTINGS or name in FOLDERS:
                yield from self._entry(self._full(name), name)

    def _scan(self, folder: str, inside: str) -> Iterator[str]:
        try:
            with os.scandir(long_path(folder)) as scan:
                entries = sorted(
                    (e for e in scan if not (e.name.endswith(".tmp") and _STAGED.fullmatch(e.name))),
                    key=lambda entry: entry.name,
                )
        except OSError as error:
            self._faults.append(unreadable(printable(inside), error))
            return
        self._faults.extend(name_faults(inside, [entry.name for entry in entries]))
        for entry in entries:
            path = f"{inside}/{entry.name}"
            if entry.is_symlink():
                self._faults.append(symlink(path))
            elif not encodable(entry.name):
                continue  # named above; a path that is no text cannot be in any output
            elif entry.is_dir():
                if entry.name != ".git":
                    yield from self._scan(entry.path, path)
            elif entry.is_file():
                yield path
            else:
                self._faults.append(_fault(file_laws.UNREADABLE, text("this is no regular file"), path))

    def _entry(self, full: str, name: str) -> Iterator[str]:
        if os.path.islink(full):  # noqa: PTH114
            self._faults.append(symlink(name))
        elif os.path.isdir(full):  # noqa: PTH112
            if name == SETTINGS:
                self._faults.append(_fault(file_laws.UNREADABLE, text("this is no regular file"), name))
            else:
                yield from self._scan(full, name)
        elif name == SETTINGS:
            yield name


class Revision:
    """The files of a commit; `rev` is anything that git takes for one (UsageError if it is not known)."""

    def __init__(self, root: Path, rev: str) -> None:
        from kic.store import git  # noqa: PLC0415  # subprocess costs 8 ms that the work tree does not need

        self.root = root
        self._git = git
        self.label = git.resolve(root, rev)
        self._listing: dict[str, git.Item] | None = None
        self._contents: dict[str, bytes] = {}
        self._beside: Mapping[str, str] | None = None
        self._faults: list[Diagnostic] = []

    def paths(self) -> Sequence[str]:
        """Every regular file of the settings and the four folders."""
        return sorted(self._files())

    def read(self, path: str) -> bytes:
        """The bytes at that commit. The first call fetches all records at once, other files come singly."""
        files = self._files()
        if path not in files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        oid = files[path].oid
        if oid not in self._contents:
            wanted = [oid]
            if not self._contents:
                wanted += [item.oid for name, item in files.items() if name.endswith(ENDING)]
            self._contents.update(self._git.blobs(self.root, wanted))
        return self._contents[oid]

    def faults(self) -> Sequence[Diagnostic]:
        """Links and odd names."""
        self._files()
        return tuple(self._faults)

    def beside(self) -> Sequence[str]:
        """What the commit holds beside the state; asked once."""
        return tuple(self._aside())

    def contents(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What these files hold at that commit."""
        from kic.store.reading import beside  # noqa: PLC0415  # as in `WorkTree`

        known = self._aside()
        return beside.contents_of_commit(self.root, self.label, {each: known[each] for each in paths})

    def _aside(self) -> Mapping[str, str]:
        from kic.store.reading import beside  # noqa: PLC0415  # as in `WorkTree`

        if self._beside is None:
            self._beside = beside.in_commit(self.root, self.label)
        return self._beside

    def _files(self) -> "dict[str, git.Item]":
        if self._listing is None:
            self._listing = {}
            folders: dict[str, set[str]] = {}
            for path, item in self._git.listing(self.root, self.label, SETTINGS, *FOLDERS).items():
                steps = path.split("/")
                for depth in range(1, len(steps)):
                    folders.setdefault("/".join(steps[:depth]), set()).add(steps[depth])
                if item.mode == self._git.SYMLINK:
                    self._faults.append(symlink(path))
                elif item.mode == self._git.SUBMODULE:
                    self._faults.append(_fault(file_laws.UNREADABLE, text("this is no regular file"), path))
                elif encodable(path):
                    self._listing[path] = item
            for folder, names in sorted(folders.items()):
                self._faults.extend(name_faults(folder, sorted(names)))
        return self._listing


class Memory:
    """Files that are held in memory."""

    def __init__(
        self, files: Mapping[str, bytes], label: str = "", *, beside: Mapping[str, bytes] | None = None
    ) -> None:
        self.label = label
        self._files = dict(files)
        self._beside = dict(beside or {})

    def paths(self) -> Sequence[str]:
        """Every file, sorted."""
        return sorted(self._files)

    def read(self, path: str) -> bytes:
        """The bytes; FileNotFoundError if there is no such file."""
        try:
            return self._files[path]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path) from None

    def faults(self) -> Sequence[Diagnostic]:
        """None: names in memory are those of a source or of a test."""
        return ()

    def beside(self) -> Sequence[str]:
        """Those that were given as such."""
        return sorted(self._beside)

    def contents(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What these of them hold."""
        return {path: said for path in paths if (said := held(self._beside[path])) is not None}


class Changed:
    """Another source with the changes of a plan applied, in memory."""

    def __init__(self, source: Source, changes: Iterable[Change]) -> None:
        self.label = source.label
        self._source = source
        self._after = {change.path: change.after for change in changes}

    def paths(self) -> Sequence[str]:
        """Every file as it would be, sorted."""
        kept = {path for path in self._source.paths() if path not in self._after}
        return sorted(kept.union(path for path, after in self._after.items() if after is not None))

    def read(self, path: str) -> bytes:
        """The bytes as they would be."""
        if path not in self._after:
            return self._source.read(path)
        after = self._after[path]
        if after is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return after

    def faults(self) -> Sequence[Diagnostic]:
        """Those of the source."""
        return self._source.faults()

    def beside(self) -> Sequence[str]:
        """Those of the source: a plan changes none of them."""
        return self._source.beside()

    def contents(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What they hold in the source."""
        return self._source.contents(paths)


def _fault(law: Law, message: Text, path: str, related: tuple[Related, ...] = ()) -> Diagnostic:
    return diagnose(law, message, Place(printable(path), (), Aim.VALUE, START), related=related)


def symlink(path: str) -> Diagnostic:
    """A link that is not followed."""
    return _fault(file_laws.SYMLINK, text("this is a symbolic link; it is not followed"), path)


def unreadable(path: str, error: OSError) -> Diagnostic:
    """A file or folder that the system refuses."""
    return _fault(
        file_laws.UNREADABLE, text("this cannot be read: {reason}", reason=reason_of(error)), path or "."
    )


def name_faults(folder: str, names: Sequence[str]) -> Iterator[Diagnostic]:
    """What is wrong with the names of one folder's files and folders, alone and beside each other."""
    seen: dict[str, str] = {}
    for name in names:
        path = f"{folder}/{name}"
        message = odd_name(name)
        if message is not None:
            yield _fault(file_laws.FILE_NAME, message, path)
            continue
        same = name if name.isascii() and name.islower() else unicodedata.normalize("NFC", name).casefold()
        if same in seen:
            related = Related(Place(f"{folder}/{seen[same]}", (), Aim.VALUE, START), text("the other one"))
            message = text("the name differs from {other} only in its spelling", other=seen[same])
            yield _fault(file_laws.FILE_NAME, message, path, (related,))
        seen.setdefault(same, name)
