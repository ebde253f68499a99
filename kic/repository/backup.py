"""When the private overlay was last copied to a safe place: git does not keep it, so nobody else has it.

Who makes the copy, an officer or a script of the computer centre, writes the day into the file `last-backup` of the
overlay (`kic doctor --backed-up` does it too). kic copies nothing itself: where personal
data may lie is not for it to decide.
"""

import datetime
from pathlib import Path

from kic.core.refusals import reason_of
from kic.core.text import text
from kic.errors import Refused, Unavailable
from kic.repository.overlay import folder_of
from kic.repository.symptoms import Health, Symptom

MARKER = "last-backup"
DAYS = 31
"""After so many days without a copy, doctor warns: more than a month of entries would be lost."""


def last_backup(folder: Path) -> datetime.date | None:
    """The day that is entered in an overlay's marker; None where there is none, or no day in it."""
    try:
        return datetime.date.fromisoformat((folder / MARKER).read_text("ascii").strip()[:10])
    except (OSError, ValueError):
        return None


def backup(folder: Path, today: datetime.date) -> Symptom:
    """Whether an overlay with entries was copied lately, as far as somebody said so."""
    day = last_backup(folder)
    if day is None:
        advice = text(
            "No copy of it is known, and git keeps none. Copy the folder to a safe place; kic doctor --backed-up "
            "notes the day."
        )
        return Symptom(name="private backup", value=None, health=Health.BAD, advice=advice)
    late = not datetime.timedelta() <= today - day <= datetime.timedelta(DAYS)
    return Symptom(
        name="private backup",
        value=day,
        origin=MARKER,
        health=Health.NOTICE if late else Health.GOOD,
        advice=text("Copy the folder to a safe place again; kic doctor --backed-up notes the day.")
        if late
        else None,
    )


def note_backup(root: Path, today: datetime.date) -> Path:
    """Notes that the overlay was copied on this day; gives the marker's path. Raises Refused where there is none."""
    folder = folder_of(root)
    if not folder.is_dir():
        raise Refused("There is no folder for personal data here, so there is nothing to copy.")
    try:
        (folder / MARKER).write_text(f"{today.isoformat()}\n", "ascii")
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=folder / MARKER, reason=reason_of(error)
        ) from error
    return folder / MARKER
