"""`kic agenda`: every deadline, overdue first."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.outgoing import lay_one
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.refusals import reason_of
from kic.core.text import plural
from kic.errors import Refused, Unavailable, UsageError

if TYPE_CHECKING:
    from kic.domain.agenda import Due

AHEAD = 90
"""Days that the agenda looks ahead unless told otherwise."""

_DIGITS = 6

EXAMPLES = """
kic agenda
kic agenda --days 365
kic agenda --ics Termine.ics
"""


def _days(spelling: str) -> int:
    if not (spelling.isascii() and spelling.isdigit() and len(spelling) <= _DIGITS):
        raise UsageError("--days needs a whole number of days such as 90, not {spelling}.", spelling=spelling)
    return int(spelling)


def command(
    context: typer.Context,
    days: Annotated[
        int | None,
        typer.Option(
            "--days",
            metavar=_("N"),
            parser=_days,
            help=_("So many days ahead; else 90, and everything for a calendar file."),
        ),
    ] = None,
    ics: Annotated[
        str | None,
        typer.Option(
            "--ics", metavar=_("FILE"), help=_("Write a calendar file that other calendars can import.")
        ),
    ] = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    from kic.domain.agenda.everything import agenda, within  # noqa: PLC0415

    session: Session = context.obj
    session.look_on(as_of)
    every = agenda(session.repository.snapshot, session.today)
    unread = _unread(session)
    if ics is not None:
        chosen = every if days is None else within(every, session.today, days)
        _write_calendar(session, ics, chosen, unread, as_json=output == "json")
        return 0
    ahead = AHEAD if days is None else days
    dues = within(every, session.today, ahead)
    if output == "json":
        answer = {"today": session.today, "days": ahead, "due": dues, "file": None, "unread": unread}
        session.json("agenda", answer)
        return 0
    from kic.cli.agenda_page import show_agenda  # noqa: PLC0415

    session.out(show_agenda(session, dues, ahead, len(every) - len(dues)))
    _talk_of_unread(session, unread)
    session.next_step(f"kic show {dues[0].record}" if dues else "kic overview")
    return 0


def _unread(session: Session) -> tuple[str, ...]:
    """The files whose dates are not known, for nothing in them could be read as a record."""
    return tuple(entry.path for entry in session.repository.snapshot if entry.record is None)


def _talk_of_unread(session: Session, unread: tuple[str, ...]) -> None:
    if unread:
        session.talk(
            plural(
                "{n} file cannot be read, so that dates may be missing or wrong: {paths}",
                "{n} files cannot be read, so that dates may be missing or wrong: {paths}",
                n=len(unread),
                paths=unread,
            )
        )


def _write_calendar(
    session: Session, file: str, dues: "tuple[Due, ...]", unread: tuple[str, ...], *, as_json: bool
) -> None:
    from kic.domain.agenda import DueState  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415
    from kic.present.calendar import calendar  # noqa: PLC0415

    settings = session.repository.snapshot.only(Settings)
    made = calendar(dues, settings.municipality.name if settings else "", session.language)
    path = Path(file)
    _refuse_other_files(path)
    lay_one(session, path, made)
    if as_json:
        answer = {"today": session.today, "days": None, "due": dues, "file": file, "unread": unread}
        session.json("agenda", answer)
        return
    events = sum(due.state is not DueState.OPEN for due in dues)
    session.talk(plural("{n} date written to {path}.", "{n} dates written to {path}.", n=events, path=path))
    _talk_of_unread(session, unread)


def _refuse_other_files(path: Path) -> None:
    """A mistyped name must not cost a record: only a calendar is written over."""
    if not path.exists():
        return
    try:
        if path.is_dir() or not path.is_file():
            raise UsageError("{path} is no file that could be written.", path=path)
        with path.open("rb") as opened:
            begins = opened.read(15)
    except OSError as error:
        raise Unavailable("{path} cannot be read: {reason}", path=path, reason=reason_of(error)) from error
    if begins != b"BEGIN:VCALENDAR":
        raise Refused(
            "{path} is there already and is no calendar file. Nothing was written.",
            help="Name another file, such as Termine.ics.",
            path=path,
        )
