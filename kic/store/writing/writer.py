"""The one writer: several files change together or not at all, whatever happens in between.

A commit takes the lock, finishes or clears away what an interrupted one left, compares every file with
what was read, and then: (1) stages the journal with old and new contents, (2) writes each new content
beside its file, (3) renames the journal into place, which is the commitment, (4) renames each content
over its file, (5) synchronises the folders, (6) moves the journal into the log. Everything that needs
room on the disk happens before the commitment; a failure there takes everything back. After it, the
operation is always finished, by this process or by the next command.

Readers need no lock: `pending` gives the contents that count in place of unfinished files.

A plan that also concerns the private overlay is two commits with a Writer each, the overlay first: a crash
between them leaves personal data that no record names yet, or (erasing) data already gone, never a record
that leads nowhere.

Not promised: a program that ignores the lock and writes into a file in the instant between its last
comparison and its replacement loses that text to the log (`.kic/log` keeps old contents as they were
read); hard links to a file are broken; on Windows a power loss may take back the last operation.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kic.core.layout import JOURNAL, OWN
from kic.core.plan import Change
from kic.core.refusals import reason_of
from kic.errors import Changed, Refused, Unavailable, Unfinished
from kic.store.paths import checked
from kic.store.writing import journal, lock, oplog
from kic.store.writing.files import Disk, Folder, digest, folder_of, folders_of, write_new
from kic.store.writing.journal import STAGED, Damaged, Operation, Piece

UNFINISHED = f"{OWN}/unfinished"
"""Where the new contents are put for a person when an operation cannot be finished safely."""


class Pending(NamedTuple):
    """The state to read: contents in place of files (None: no file), and the number of the last operation.

    Read files after `pending` and ask again afterwards: if the number differs, read anew.
    """

    number: int
    overrides: Mapping[str, bytes | None]


class Writer:
    """Writes below one root. `wait` is how long to wait for the lock, in seconds."""

    __slots__ = ("_disk", "_held", "_root")

    def __init__(
        self,
        root: Path,
        *,
        wait: float = lock.WAIT,
        disk: Disk | None = None,
        held: Callable[[], contextlib.AbstractContextManager[None]] | None = None,
    ) -> None:
        """`disk` and `held` are swapped by tests."""
        self._root = root
        self._disk: Disk = Folder(root) if disk is None else disk
        self._held = held or (lambda: lock.held(root, wait=wait))

    # -- reading -------------------------------------------------------------------------------------------

    def pending(self) -> Pending:
        """What counts in place of files while an operation is unfinished. Takes no lock, writes nothing.

        Raises Unfinished where a file is neither as before nor as after an unfinished operation.
        """
        while True:
            content = self._read(JOURNAL)
            if content is None:
                return Pending(self._last(), {})
            operation = self._operation(content)
            if self._read(oplog.entry(operation.number)) == content:
                return Pending(operation.number, {})  # finished; a power loss left both names of the journal
            foreign = [p for p in operation.pieces if not journal.known(p, self._read(p.path))]
            if not foreign:
                return Pending(operation.number, {piece.path: piece.after for piece in operation.pieces})
            if self._read(JOURNAL) == content:
                raise self._unfinished(foreign[0].path, JOURNAL)

    def log(self) -> tuple[Operation, ...]:
        """The operations of this root, the newest first; an unfinished one included."""
        try:
            found = oplog.read(self._disk)
        except OSError as error:
            raise _unreadable(oplog.LOG, error) from error
        content = self._read(JOURNAL)
        if content is None:
            return found
        current = self._operation(content)
        return found if found and found[0].number == current.number else (current, *found)

    # -- writing -------------------------------------------------------------------------------------------

    def commit(
        self,
        changes: Iterable[Change],
        title: str,
        *,
        time: datetime.datetime,
        read_digests: Mapping[str, str | None] | None = None,
    ) -> int:
        """Make these changes, all or none; returns the number of the operation (of the last, if none change).

        `read_digests` are the digests (`files.digest`; None: no file) of everything that the decision
        rests on, best of the whole snapshot: a rule judged on it holds only if none of that has changed.
        The changed files are compared in any case. Raises Changed or Locked (nothing is written),
        Unavailable (disk full, no right; nothing is written, or it says that the next command finishes)
        or Unfinished (an older operation cannot be finished).
        """
        pieces = tuple(Piece(checked(c.path), c.before, c.after) for c in changes if c.before != c.after)
        with self._writing():
            for path, expected in (read_digests or {}).items():
                if digest(self._read(path)) != expected:
                    raise _changed(path)
            return self._commit(pieces, title, time, None) if pieces else self._last()

    def undo(self, title: str, *, time: datetime.datetime, number: int | None = None) -> int:
        """Take back an operation (the newest that is not undone); returns the number of the new operation.

        Raises Changed where one of its files is not as it left it, Refused where there is nothing to undo.
        """
        with self._writing():
            operations = oplog.read(self._disk)
            operation = (
                oplog.undoable(operations)
                if number is None
                else next((o for o in operations if o.number == number and not o.forgotten), None)
            )
            if operation is None:
                raise Refused("There is nothing to undo.")
            if operation.number in {other.undoes for other in operations}:
                raise Refused("Operation {number} is undone already.", number=operation.number)
            pieces = tuple(Piece(c.path, c.before, c.after) for c in oplog.reversal(operation))
            return self._commit(pieces, title, time, operation.number)

    def recover(self) -> None:
        """Finish or clear away what an interrupted operation left; every writing call does so first."""
        names = self._disk.names(OWN) if self._disk.is_folder(OWN) else []
        if any(name == "journal" or name.endswith(".tmp") for name in names):
            with self._writing():
                pass

    def abandon(self) -> None:
        """Give up an operation that cannot be finished.

        Its files get their old content back, except those that someone else has changed: they stay. Raises
        Unavailable where that fails half-way; the operation is then still unfinished, and this may be called again.
        """
        with self._writing(recover=False):
            content = self._read(JOURNAL)
            if content is None:
                return
            operation = self._operation(content)
            try:
                for position, piece in enumerate(operation.pieces):
                    if digest(self._read(piece.path)) == digest(piece.after):
                        self._put(operation, position, piece.before)
                self._sync(operation)
                self._disk.rename(JOURNAL, STAGED)
            except OSError as error:
                raise Unavailable(
                    "Giving the operation up failed half-way ({reason}): some files are old again, others still new.",
                    help="Call kic undo again; it goes on where this ended.",
                    reason=reason_of(error),
                ) from error
            with contextlib.suppress(OSError):  # it is given up; the next command clears the rest away
                self._clear(operation)
                self._forget_unfinished()

    def forget(self) -> None:
        """Clear the log, so that no old content remains and nothing can be undone; numbers go on."""
        with self._writing():
            last = self._last()
            for number in oplog.numbers(self._disk):
                if number != last:
                    self._disk.unlink(oplog.entry(number))
            if last:
                stub = Operation(number=last, time="", title="", pieces=(), forgotten=True)
                write_new(self._disk, STAGED, journal.encode(stub))
                self._disk.rename(STAGED, oplog.entry(last))
            self._disk.sync_folder(oplog.LOG)

    # -- the machine -----------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _writing(self, *, recover: bool = True) -> Iterator[None]:
        """The lock held, `.kic` in order, nothing unfinished. OSErrors leave as Unavailable."""
        try:
            if self._disk.is_link(OWN):
                raise Refused("{path} is a link; kic writes only real files and folders.", path=OWN)
            if not self._disk.is_folder(OWN):
                self._disk.mkdir(OWN)
            with self._held():
                if self._read(f"{OWN}/.gitignore") != b"*\n":
                    write_new(self._disk, f"{OWN}/.gitignore.tmp", b"*\n")
                    self._disk.rename(f"{OWN}/.gitignore.tmp", f"{OWN}/.gitignore")
                if not self._disk.is_folder(oplog.LOG):
                    self._disk.mkdir(oplog.LOG)
                if recover:
                    self._recover()
                yield
        except OSError as error:
            raise _unavailable(error) from error

    def _commit(
        self, pieces: tuple[Piece, ...], title: str, time: datetime.datetime, undoes: int | None
    ) -> int:
        for piece in pieces:
            self._refuse_links(piece.path)
        operation = Operation(
            number=self._last() + 1,
            time=time.isoformat(timespec="seconds"),
            title=title,
            pieces=pieces,
            folders=self._missing_folders(pieces),
            undoes=undoes,
        )
        self._compare(operation)
        try:
            self._stage(operation)
            self._compare(operation)
            self._disk.rename(STAGED, JOURNAL)
            self._disk.sync_folder(OWN)
        except BaseException as error:
            if not self._take_back(operation):
                raise Unavailable(
                    "Writing failed and could not be taken back yet; the next command brings it to an end."
                ) from error
            raise
        self._finish(operation)
        return operation.number

    def _compare(self, operation: Operation) -> None:
        """Every file is still as it was read."""
        for piece in operation.pieces:
            if digest(self._read(piece.path)) != digest(piece.before):
                raise _changed(piece.path)

    def _stage(self, operation: Operation) -> None:
        """Everything that needs room: the journal first, since it lists what to clean up."""
        write_new(self._disk, STAGED, journal.encode(operation))
        self._disk.sync_folder(OWN)
        self._disk.sync_folder("")
        for folder in operation.folders:
            self._disk.mkdir(folder)
        for position, piece in enumerate(operation.pieces):
            if piece.after is not None:
                like = None if piece.before is None else piece.path
                write_new(self._disk, operation.temporary(position), piece.after, like)

    def _take_back(self, operation: Operation) -> bool:
        """All as before; False where that fails, and the next command has to see to it."""
        try:
            if self._read(JOURNAL) is not None:
                self._disk.rename(JOURNAL, STAGED)
                self._disk.sync_folder(OWN)
        except OSError:
            return False
        with contextlib.suppress(OSError):
            self._clear(operation)
        return True

    def _clear(self, operation: Operation) -> None:
        """Remove what was staged for an operation, the list of it last."""
        for position in range(len(operation.pieces)):
            self._disk.unlink(operation.temporary(position))
        for folder in reversed(operation.folders):
            self._disk.rmdir(folder)
        for folder in folders_of(operation.paths):
            self._disk.sync_folder(folder)
        self._disk.unlink(STAGED)

    def _recover(self) -> None:
        """Roll a committed operation forward, clear an uncommitted one away."""
        content = self._read(JOURNAL)
        if content is not None and self._read(oplog.entry(self._operation(content).number)) == content:
            self._disk.unlink(JOURNAL)  # finished; a power loss left both names
        elif content is not None:
            operation = self._operation(content)
            foreign = [n for n, p in enumerate(operation.pieces) if not journal.known(p, self._read(p.path))]
            if foreign:
                raise self._keep(operation, foreign)
            for piece in operation.pieces:
                self._refuse_links(piece.path)
            self._disk.sync_folder(OWN)
            self._disk.sync_folder("")
            self._finish(operation)
            self._forget_unfinished()
        staged = self._read(STAGED)
        if staged is not None:
            try:
                operation = journal.decode(staged)
            except Damaged:
                self._disk.unlink(STAGED)  # cut while it was written: nothing else was begun
            else:
                self._clear(operation)
        for name in self._disk.names(OWN):
            if name.endswith(".tmp"):
                self._disk.unlink(f"{OWN}/{name}")

    def _finish(self, operation: Operation) -> None:
        """Everything after the commitment; may be begun again at any point. Unavailable where it is to be."""
        try:
            self._carry_out(operation)
        except OSError as error:
            raise Unavailable(
                "The change is recorded, but not yet in all files ({reason}); the next command finishes it.",
                reason=reason_of(error),
            ) from error

    def _carry_out(self, operation: Operation) -> None:
        for position, piece in enumerate(operation.pieces):
            now = self._read(piece.path)
            if digest(now) == digest(piece.after):
                self._disk.unlink(operation.temporary(position))
            elif digest(now) == digest(piece.before):
                self._put(operation, position, piece.after)
            else:
                raise self._keep(operation, [position])
        self._sync(operation)
        self._disk.rename(JOURNAL, oplog.entry(operation.number))
        self._disk.sync_folder(oplog.LOG)
        self._disk.sync_folder(OWN)
        with contextlib.suppress(OSError):
            oplog.prune(self._disk)

    def _put(self, operation: Operation, position: int, content: bytes | None) -> None:
        """The file has this content, in one step."""
        path = operation.pieces[position].path
        temporary = operation.temporary(position)
        if content is None:
            self._disk.unlink(path)
            return
        if self._read(temporary) != content:
            for folder in reversed(folders_of([path])):
                if folder and not self._disk.is_folder(folder):
                    self._disk.mkdir(folder)
            like = None if self._read(path) is None else path
            write_new(self._disk, temporary, content, like)
        self._disk.rename(temporary, path)

    def _sync(self, operation: Operation) -> None:
        """All names are on the disk; folders that lost their last file go, as with git."""
        folders = folders_of(operation.paths)
        emptied = {folder_of(p.path) for p in operation.pieces if self._read(p.path) is None}
        for folder in folders:
            if folder in emptied and folder and self._disk.rmdir(folder):
                emptied.add(folder_of(folder))
            else:
                self._disk.sync_folder(folder)

    # -- small things --------------------------------------------------------------------------------------

    def _read(self, path: str) -> bytes | None:
        try:
            return self._disk.read(path)
        except IsADirectoryError:
            raise Unavailable("{path} is a folder where a file is expected.", path=path) from None
        except OSError as error:
            raise _unreadable(path, error) from error

    def _last(self) -> int:
        try:
            return max(oplog.numbers(self._disk), default=0)
        except OSError as error:
            raise _unreadable(oplog.LOG, error) from error

    def _missing_folders(self, pieces: tuple[Piece, ...]) -> tuple[str, ...]:
        needed = folders_of(piece.path for piece in pieces if piece.after is not None)
        return tuple(folder for folder in reversed(needed) if folder and not self._disk.is_folder(folder))

    def _refuse_links(self, path: str) -> None:
        """Nothing on the way to a file, and not the file itself, is a link."""
        for name in (path, *folders_of([path])):
            if name and self._disk.is_link(name):
                raise Refused("{path} is a link; kic writes only real files and folders.", path=name)

    def _operation(self, content: bytes) -> Operation:
        try:
            return journal.decode(content)
        except Damaged:
            raise Unfinished(
                "The journal {journal} is damaged, so an interrupted operation cannot be finished.",
                help="Compare the files with what you expect, then remove {journal}.",
                journal=JOURNAL,
            ) from None

    def _keep(self, operation: Operation, foreign: list[int]) -> Unfinished:
        """Both versions are kept: the file as it is, and what the operation wanted beside it."""
        first = operation.pieces[foreign[0]].path
        kept = JOURNAL
        for position in foreign:
            piece = operation.pieces[position]
            if piece.after is None:
                continue
            name = f"{UNFINISHED}/{piece.path}"
            for folder in reversed(folders_of([name])):
                if folder and not self._disk.is_folder(folder):
                    self._disk.mkdir(folder)
            temporary = f"{OWN}/unfinished.tmp"
            write_new(self._disk, temporary, piece.after)
            self._disk.rename(temporary, name)
            kept = name if kept == JOURNAL else kept
        return self._unfinished(first, kept)

    def _unfinished(self, path: str, kept: str) -> Unfinished:
        return Unfinished(
            "{path} was changed while an operation was unfinished; the operation's version is kept in {kept}.",
            help="Put the version that you want at {path}, or give the operation up with `kic undo`.",
            path=path,
            kept=kept,
        )

    def _forget_unfinished(self) -> None:
        """Remove the copies that were laid out for a person."""
        self._remove_tree(UNFINISHED)

    def _remove_tree(self, folder: str) -> None:
        for name in self._disk.names(folder):
            path = f"{folder}/{name}"
            if self._disk.is_folder(path):
                self._remove_tree(path)
            else:
                self._disk.unlink(path)
        if self._disk.is_folder(folder):
            self._disk.rmdir(folder)


def _changed(path: str) -> Changed:
    return Changed(
        "{path} was changed since it was read; nothing was written.",
        help="The file stays as it is now. Look at it; then do this again, or change by hand what is left to change.",
        path=path,
    )


def _unreadable(path: str, error: OSError) -> Unavailable:
    return Unavailable("{path} cannot be read: {reason}", path=path, reason=reason_of(error))


def _unavailable(error: OSError) -> Unavailable:
    return Unavailable(
        "Writing failed, nothing was changed: {reason}",
        help="Do it again when that is mended.",
        reason=reason_of(error),
    )
