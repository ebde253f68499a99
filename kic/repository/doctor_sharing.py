"""What doctor looks at of the shared repository: who may see it, and whether this clock fits what was recorded."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from kic.core.text import Text, text
from kic.errors import Refused, UsageError
from kic.repository.sharing.remotes import SeenBy, addresses, host_and_path, visibility
from kic.repository.symptoms import Health, Symptom
from kic.store import git, git_settings
from kic.store.git_log import newest_day

FAR = datetime.timedelta(days=2 * 366)
"""A clock that is so far ahead of the newest record is rather wrong than the office idle."""


def clock(root: Path, today: datetime.date) -> Iterator[Symptom]:
    """Whether the day that is reckoned from can be, seen from the newest record."""
    newest = newest_day(root)
    if newest is None:
        return  # nothing is recorded yet
    advice = None
    if today < newest:
        advice = text(
            "That is later than today, {today}. If the clock of this computer is slow, set it: dates of acts and "
            "deadlines would be wrong.",
            today=today,
        )
    elif today - newest > FAR:
        advice = text(
            "That is long before today, {today}. If the clock of this computer is fast, set it: deadlines would count "
            "as missed.",
            today=today,
        )
    health = Health.BAD if today < newest else Health.NOTICE if advice else Health.GOOD
    yield Symptom(name="newest record", value=newest, health=health, advice=advice)


def shared(root: Path) -> Iterator[Symptom]:
    """Each shared repository with its address, and who may see it as far as can be known without asking it."""
    known = addresses(root)
    if not known:
        yield Symptom(
            name="shared repository",
            value=None,
            health=Health.NOTICE,
            advice=text(
                "What is recorded here is only here. kic send --to ADDRESS joins it to a shared repository."
            ),
        )
    for name, address in known.items():
        seen = visibility(root, name)
        yield Symptom(
            name="shared repository",
            value=address,
            origin=name,
            health=_HEALTH.get(seen, Health.GOOD),
            advice=_advice(seen, name, address),
        )


_HEALTH = {
    SeenBy.PUBLIC: Health.BAD,
    SeenBy.PUBLIC_HOST: Health.NOTICE,
    SeenBy.UNPROTECTED: Health.NOTICE,
}


def _advice(seen: SeenBy, name: str, address: str) -> Text | None:
    if seen is SeenBy.PUBLIC:
        return text(
            "It is entered as open to everybody. A working repository holds refused applications, marks and "
            "pseudonyms: only what kic publish and kic export write belongs there."
        )
    if seen is SeenBy.PUBLIC_HOST:
        found = host_and_path(address)
        return text(
            "{host} shows to everybody what is not closed, and kic does not ask over the network. Look at it without "
            "being logged in; if it is closed, kic doctor --closed {name} notes that.",
            host=found[0] if found else address,
            name=name,
        )
    if seen is SeenBy.UNPROTECTED:
        return text(
            "What is sent there can be read and changed on the way; use an address with https or ssh."
        )
    return None


def note_closed(root: Path, name: str) -> None:
    """Notes that somebody has made sure that a shared repository is closed to others. UsageError for an unknown one."""
    if git.find_top(root) is None:
        raise Refused("Nothing of this folder is recorded yet; kic save begins a history.")
    known = addresses(root)
    if name not in known:
        raise UsageError(
            "This copy knows no shared repository {name}.",
            help="It knows {names}." if known else "kic send --to ADDRESS joins it to one.",
            name=name,
            names=tuple(known),
        )
    git_settings.enter(root, f"remote.{name}.kicVisibility", "internal")
