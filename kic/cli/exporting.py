"""How an export goes out: to the screen, into a file, into a folder or a ZIP file; and what is said of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from kic.cli.outgoing import lay_all, lay_one, write_file
from kic.cli.session import Session
from kic.core.refusals import reason_of
from kic.core.text import plural
from kic.errors import Unavailable, UsageError

if TYPE_CHECKING:
    from kic.repository.exporting import Exported


def into_file(session: Session, exported: "Exported", target: Path | None) -> None:
    """The one file of an export: to the screen, to this file, or under its own name into this folder."""
    ((name, content),) = exported.files.items()
    if target is None:
        session.data(content.decode())
    else:
        if target.is_dir():
            target /= name
        write_file(session, target, content)
    for each in exported.remarks:
        session.talk(each)


def into_folder(session: Session, exported: "Exported", target: Path) -> None:
    """All files of an export into a folder or a ZIP file.

    A folder that holds anything else is refused: files of an earlier export, for the public or not, would stay between
    the new ones.
    """
    files = dict(exported.files)
    if target.suffix.lower() == ".zip":
        from kic.present.packing import zipped  # noqa: PLC0415

        lay_one(session, target, zipped(files))
    else:
        _refuse_others(target, files)
        lay_all(session, {target / name: content for name, content in files.items()})
    session.talk(plural("Written: {path}, {n} file", "Written: {path}, {n} files", n=len(files), path=target))
    for each in exported.remarks:
        session.talk(each)


def _refuse_others(folder: Path, files: dict[str, bytes]) -> None:
    try:
        others = (
            sorted(each.name for each in folder.iterdir() if each.name not in files)
            if folder.exists()
            else []
        )
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=folder, reason=reason_of(error)
        ) from error
    if others:
        raise UsageError(
            "{folder} holds other files, such as {name}; nothing was written.",
            help="Name a new folder, or one that holds an earlier export of the same kind only.",
            folder=folder,
            name=others[0],
        )
