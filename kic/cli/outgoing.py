"""Files that a command lays where a person said: each whole or not at all, with the folders that it needs."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kic.cli.table import N_
from kic.core.refusals import reason_of
from kic.core.text import text
from kic.errors import Unavailable

if TYPE_CHECKING:
    from kic.cli.session import Session

BUSY = N_("If it is open in another program, such as Excel, close it there and do it again; nothing is lost.")

AGAIN = N_("The records are as they were. Make room or name another folder, and do it again.")


def lay_one(session: "Session", path: Path, content: bytes, *, new: bool = False) -> None:
    """Lays a file. A folder that was made for it is named: it may be a slip of the pen.

    Raises Unavailable where it cannot be written; with `new` also where something lies there already.
    """
    made = _missing(path)
    _lay(path, content, new=new)
    if made is not None:
        _say_made(session, made)


def write_file(session: "Session", path: Path, content: bytes) -> None:
    """Lays a file as `lay_one`, and says so."""
    lay_one(session, path, content)
    session.talk(text("Written: {path}", path=path))


def lay_all(session: "Session", files: Mapping[Path, bytes]) -> None:
    """Lays files as `lay_one`; each folder that was made is named once. Raises Unavailable at the first that fails."""
    made = dict.fromkeys(each for each in map(_missing, files) if each is not None)
    for path, content in files.items():
        _lay(path, content, new=False)
    for folder in made:
        _say_made(session, folder)


def _missing(path: Path) -> Path | None:
    """The outermost folder that has to be made for a file."""
    return next((each for each in reversed(path.parents) if not each.exists()), None)


def _say_made(session: "Session", folder: Path) -> None:
    session.talk(text("The folder {path} was not there; it was made.", path=folder))


def _lay(path: Path, content: bytes, *, new: bool) -> None:
    from kic.store.writing.outgoing_file import lay, lay_new  # noqa: PLC0415

    try:
        (lay_new if new else lay)(path, content)
    except OSError as error:
        if new and isinstance(error, FileExistsError) and path.exists():
            raise Unavailable(
                "{path} is there already.",
                help="Nothing was written. Give another name with -o.",
                path=path,
            ) from None
        raise Unavailable(
            "{path} cannot be written: {reason}",
            help=BUSY if isinstance(error, PermissionError) else AGAIN,
            path=path,
            reason=reason_of(error),
        ) from error
