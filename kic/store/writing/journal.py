"""The journal: one operation as one file, complete and checked, so that it can be finished or undone.

While an operation runs the journal lies at `.kic/journal`; its appearance there is the moment of
commitment. Finished, the same file moves into the log (`kic.store.writing.oplog`). The first line holds a SHA-256
of the rest, so that a half or damaged journal is recognised.
"""

import msgspec

from kic.core.layout import JOURNAL
from kic.errors import Refused
from kic.store.paths import checked
from kic.store.writing.files import digest, folder_of

STAGED = f"{JOURNAL}.tmp"
"""The journal before commitment: a list of what has to be cleaned up if it never comes to that."""

_HEAD = "kic-operation 1 "


class Damaged(ValueError):
    """The bytes are no complete operation."""


class Piece(msgspec.Struct, frozen=True):
    """One file of an operation: its content before and after; None where there is no file."""

    path: str
    before: bytes | None
    after: bytes | None


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One writing command: what it made of which files, when (ISO 8601, from the caller) and why.

    `folders` are those it made, the outermost first. `undoes` is the number of the operation that this
    one takes back. A `forgotten` operation only keeps its number (see `Writer.forget`).
    """

    number: int
    time: str
    title: str
    pieces: tuple[Piece, ...]
    folders: tuple[str, ...] = ()
    undoes: int | None = None
    forgotten: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that the operation changed."""
        return tuple(piece.path for piece in self.pieces)

    def temporary(self, position: int) -> str:
        """The name under which a piece's new content is written before it replaces the old."""
        folder = folder_of(self.pieces[position].path)
        name = f".kic-{self.number}-{position}.tmp"
        return f"{folder}/{name}" if folder else name


def encode(operation: Operation) -> bytes:
    """The operation as the bytes of a journal."""
    body = msgspec.json.encode(operation)
    return _head(body) + b"\n" + body


def decode(data: bytes) -> Operation:
    """The operation of a journal; raises Damaged where it is cut or altered.

    A journal may have come with a folder or a copy from elsewhere: one that names what kic never writes is none.
    """
    head, _, body = data.partition(b"\n")
    if head != _head(body):
        raise Damaged
    try:
        operation = msgspec.json.decode(body, type=Operation)
        for path in (*operation.paths, *operation.folders):
            checked(path)
    except (msgspec.DecodeError, Refused) as error:
        raise Damaged from error
    return operation


def _head(body: bytes) -> bytes:
    return f"{_HEAD}{digest(body)}".encode()


def known(piece: Piece, content: bytes | None) -> bool:
    """Whether a file is as it was before the operation or as it is after it."""
    return digest(content) in (digest(piece.before), digest(piece.after))
