"""Files that a command line names, spreadsheets and texts: read as bytes, and written where none lies yet."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from kic.cli.outgoing import BUSY, lay_all
from kic.cli.session import Session
from kic.cli.table import N_
from kic.cli.words import _
from kic.core.refusals import reason_of
from kic.errors import Refused, Unavailable, UsageError

NewFile = Annotated[
    str, typer.Option("-o", metavar=_("FILE"), help=_("The file to write; it must not exist yet."))
]
ELSEWHERE = N_("Name the file with its folder, or drag it into this window; nothing was changed.")
MOST = 20_000_000
"""Bytes of a file; larger ones are not opened."""


def content_of(file: str) -> bytes:
    """What the file holds. Raises UsageError where it cannot be read, Unavailable where it is larger than `MOST`."""
    path = Path(file)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a device may never end
            raise UsageError("There is no file {path}.", path=file)
        if path.stat().st_size > MOST:
            raise Unavailable(
                "{path} is larger than {most} bytes, which is more than kic reads.", path=file, most=MOST
            )
        return path.read_bytes()
    except OSError as error:
        close = _beside(path) if isinstance(error, FileNotFoundError) else ()
        raise UsageError(
            "{path} cannot be read: {reason}",
            help=BUSY
            if isinstance(error, PermissionError)
            else "Did you mean {names}?"
            if close
            else ELSEWHERE,
            path=file,
            reason=reason_of(error),
            names=close,
        ) from error


def _beside(path: Path) -> tuple[str, ...]:
    """Files in the same folder whose names are near."""
    from kic.core.near import near  # noqa: PLC0415

    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return ()
    return tuple(str(path.parent / name) for name in near(path.name, names))


def sheets_of(named: Iterable[str]) -> list[str]:
    """The files that are meant: of a folder its sheets; a pattern that the shell left as it is, as on Windows.

    Office programs leave files that begin with `~$` beside an open sheet; they are none. Raises UsageError where a
    folder or pattern has no sheet.
    """
    files: list[str] = []
    for name in named:
        path = Path(name)
        if path.is_dir():
            inside = [each for ending in ("xlsx", "csv") for each in path.glob(f"*.{ending}")]
        elif any(sign in path.name for sign in "*?") and not path.exists():
            inside = list(path.parent.glob(path.name))
        else:
            files.append(name)
            continue
        sheets = sorted(str(each) for each in inside if not each.name.startswith(("~$", ".")))
        if not sheets:
            raise UsageError("There is no sheet in {path}.", path=name)
        files += sheets
    return list(dict.fromkeys(files))


def write_sheets(session: Session, files: Mapping[Path, bytes], *, replace: bool) -> None:
    """Writes sheets, their folders too. Raises Refused, before anything is written, where one is there already."""
    there = tuple(path.name for path in files if path.exists())
    if there and not replace:
        raise Refused(
            "These sheets are there already: {files}. Nothing was written.",
            help="--replace writes them anew; what was filled in there would be lost.",
            files=there,
        )
    lay_all(session, files)


def new_sheet(file: str) -> Path:
    """Where a new sheet goes. Raises UsageError for what is no name of an XLSX file."""
    path = Path(file)
    if path.suffix.casefold() != ".xlsx":
        raise UsageError("{path} does not end with .xlsx, and no other format is written.", path=file)
    return path


def refuse_form(content: bytes, file: str) -> None:
    """Raises UsageError where a file is a form of kic, which another command reads."""
    from kic.repository.forms.reading import is_form  # noqa: PLC0415

    if is_form(content, file):
        raise UsageError("{path} is a form.", help="It is read with kic form in {path}.", path=file)
