"""A git history made from states: how the demo city gets its past.

One `git fast-import` writes every commit; 30 commits of 300 files take a tenth of a second. Dates and
authors come from the stages, so the same stages always give the same commit ids.
"""

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from kic.store import git

NOON = datetime.timedelta(hours=11)
"""Commits are dated to noon in Germany, near enough for a day."""


class Stage(Protocol):
    """One commit: its day, subject, author (a role) and the files that it changes (None: it goes)."""

    @property
    def date(self) -> datetime.date:
        """The day of the commit."""
        ...

    @property
    def subject(self) -> str:
        """The commit's one line."""
        ...

    @property
    def author(self) -> str:
        """The role that made it."""
        ...

    @property
    def changes(self) -> Mapping[str, bytes | None]:
        """The new contents by path."""
        ...


def begin(folder: Path) -> None:
    """Makes an empty git repository whose branch is main. Raises Unavailable where git is missing."""
    git.run(folder, "init", "--quiet", "--initial-branch=main", "--template=")


def add(folder: Path, stages: Iterable[Stage], *, mail: str, onto: str | None = None) -> None:
    """Lets main go through these states, after the commit `onto` where there is one.

    `mail` is the address of all authors; it names a place, not a person.
    """
    stream = b"".join(_stream(stages, mail, onto))
    git.run(folder, "fast-import", "--quiet", "--date-format=raw", stdin=stream)


def check_out(folder: Path) -> None:
    """Gives the work tree the last state."""
    git.run(folder, "reset", "--quiet", "--hard", "main")


def _stream(stages: Iterable[Stage], mail: str, onto: str | None) -> Iterable[bytes]:
    for stage in stages:
        moment = datetime.datetime.combine(stage.date, datetime.time(), datetime.UTC) + NOON
        who = f"{stage.author} <{mail}> {int(moment.timestamp())} +0100".encode()
        yield b"commit refs/heads/main\n"
        yield b"author " + who + b"\ncommitter " + who + b"\n"
        yield _data(stage.subject.encode() + b"\n")
        if onto is not None:
            yield f"from {onto}\n".encode()
            onto = None
        for path, content in sorted(stage.changes.items()):
            if content is None:
                yield b"D " + _quoted(path) + b"\n"
            else:
                yield b"M 100644 inline " + _quoted(path) + b"\n" + _data(content)
        yield b"\n"


def _data(content: bytes) -> bytes:
    return b"data %d\n" % len(content) + content + b"\n"


def _quoted(path: str) -> bytes:
    return b'"' + path.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'
