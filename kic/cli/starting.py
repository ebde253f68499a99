"""How a new folder is filled: by init with a beginning, by demo with a whole city."""

import sys
from collections.abc import Mapping
from pathlib import Path

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.plan import Change
from kic.core.text import text
from kic.errors import Refused, UsageError
from kic.present.safe import write


def begin(session: Session, folder: Path, files: Mapping[str, bytes], *, yes: bool, dry_run: bool) -> bool:
    """Writes the files of a new repository into a folder that has none yet; True if they were written."""
    from kic.core.patch import unified  # noqa: PLC0415
    from kic.repository.starting import write_new  # noqa: PLC0415

    _complete(folder, dry_run=dry_run)
    _refuse_taken(folder, files)
    _ask_the_rules(session, files)
    if dry_run:
        patch = unified(tuple(Change(path, None, content) for path, content in sorted(files.items())))
        session.data(patch.decode("utf-8", "surrogateescape"))
        return False
    for path in sorted(files):
        write(sys.stderr, f"  {folder / path}\n")
    session.confirm(text("Write these files?"), yes=yes)
    write_new(folder, files, _("A new repository"), session.now)
    return True


def write_demo(session: Session, folder: Path, *, with_git: bool, yes: bool) -> None:
    """Writes the demo city into an empty or new folder."""
    from kic.repository.starting import demo_files, write_demo_with_history, write_new  # noqa: PLC0415

    files = demo_files()
    _complete(folder)
    if folder.is_dir() and any(child.name != ".kic" for child in folder.iterdir()):
        raise UsageError("{folder} is not empty; name an empty or a new folder.", folder=folder)
    session.talk(
        text(
            "Stadt Neuenlauter: a fictional city, every text invented. {n} files go to {folder}.",
            n=len(files),
            folder=folder,
        )
    )
    session.confirm(text("Write these files?"), yes=yes)
    if with_git:
        write_demo_with_history(folder, files)
    else:
        write_new(folder, files, _("A new repository"), session.now)


def _complete(folder: Path, *, dry_run: bool = False) -> None:
    """Finishes or clears away what an interrupted `init` or `demo` left in the folder."""
    if not dry_run and (folder / ".kic").is_dir():
        from kic.store.writing.writer import Writer  # noqa: PLC0415

        Writer(folder).recover()


def _ask_the_rules(session: Session, files: Mapping[str, bytes]) -> None:
    """Raises Refused, after its findings, where the new repository would not pass `check`."""
    from kic.repository.starting import judged  # noqa: PLC0415

    judgement = judged(files, session.today)
    if judgement.fails():
        session.show_findings(judgement.diagnostics, judgement.snapshot)
        raise Refused("The rules refuse this change; nothing was written.")


def _refuse_taken(folder: Path, files: Mapping[str, bytes]) -> None:
    taken = [path for path in files if (folder / path).exists()]
    if taken:
        raise UsageError(
            "{path} is already there; a new repository begins in a folder without it.", path=folder / taken[0]
        )
