"""How a pack of tables goes out: to the screen, into a folder, into a ZIP file."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.outgoing import lay_all, lay_one
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.pack import Pack
from kic.core.text import plural
from kic.errors import UsageError

Destination = Annotated[
    str | None,
    typer.Option("-o", metavar=_("DIR|FILE.zip"), help=_("Write all files there: the page, tables, data.")),
]


def hand_over(session: Session, pack: Pack, *, command: str, destination: str | None, output: str) -> int:
    """Shows the page, or the data, or writes the files of a pack; gives the exit code."""
    from kic.present.packing import data_of, files_of, page, zipped  # noqa: PLC0415

    if destination is None:
        if output == "json":
            session.json(command, data_of(pack))
        else:
            session.data(page(pack, session.language))
        return 0
    files = files_of(pack, session.language, command)
    target = Path(destination)
    if target.suffix.lower() == ".zip":
        lay_one(session, target, zipped(files))
    else:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError("{folder} is not empty; name an empty or a new folder.", folder=target)
        lay_all(session, {target / name: content for name, content in files.items()})
    session.talk(plural("Written: {path}, {n} file", "Written: {path}, {n} files", n=len(files), path=target))
    if output == "json":
        session.json(command, {"path": str(target), "files": tuple(files)})
    return 0
