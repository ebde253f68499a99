"""The log of operations in `.kic/log`: what was done, and the old contents by which it can be undone.

Each file is the journal of one finished operation, named by its number. Only the last KEEP are kept, so
no more than that many steps can be undone.
"""

from collections.abc import Sequence

from kic.core.layout import OWN
from kic.core.plan import Change
from kic.store.writing.files import Disk
from kic.store.writing.journal import Damaged, Operation, decode

LOG = f"{OWN}/log"
KEEP = 100
"""Operations that are kept; older ones are removed when a new one is finished."""


def entry(number: int) -> str:
    """The file of an operation; names sort like numbers."""
    return f"{LOG}/{number:010d}"


def numbers(disk: Disk) -> list[int]:
    """The numbers of the operations in the log, ascending."""
    return [int(name) for name in disk.names(LOG) if name.isascii() and name.isdigit()]


def read(disk: Disk) -> tuple[Operation, ...]:
    """The operations of the log, the newest first. A damaged entry is shown as forgotten, not left out."""
    found = []
    for number in reversed(numbers(disk)):
        content = disk.read(entry(number))
        if content is None:
            continue  # removed meanwhile by a writer, as too old
        try:
            found.append(decode(content))
        except Damaged:
            found.append(Operation(number=number, time="", title="", pieces=(), forgotten=True))
    return tuple(found)


def undoable(operations: Sequence[Operation]) -> Operation | None:
    """The newest operation that is not undone and undoes nothing itself; None if there is none."""
    undone = {operation.undoes for operation in operations}
    for operation in sorted(operations, key=lambda operation: -operation.number):
        if operation.undoes is None and operation.number not in undone:
            return None if operation.forgotten else operation
    return None


def reversal(operation: Operation) -> tuple[Change, ...]:
    """The changes that take an operation back."""
    return tuple(Change(piece.path, piece.after, piece.before) for piece in operation.pieces)


def prune(disk: Disk) -> None:
    """Remove all but the last KEEP operations."""
    for number in numbers(disk)[:-KEEP]:
        disk.unlink(entry(number))
