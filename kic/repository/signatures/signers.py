"""The list of those who may sign, in git's `allowed_signers` format, as it counts on a day."""

import datetime
import re
from typing import NamedTuple

_KEY = re.compile(r"\s(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+\s+AAAA[A-Za-z0-9+/]+={0,3}(?:\s|\Z)")
_VALID = re.compile(r"valid-(?P<side>before|after)=\"?(?P<day>\d{8})(?P<time>\d*)", re.IGNORECASE)


class Signers(NamedTuple):
    """What of a list counts on a day, and the lines that name no key."""

    in_force: bytes
    unreadable: tuple[int, ...]

    @property
    def nobody(self) -> bool:
        """Whether nobody may sign."""
        return not self.in_force


def signers(source: bytes, day: datetime.date) -> Signers:
    """A list without keys that are valid no more on a day, or not yet.

    git compares with the date that a commit gives itself; who has left may give any. So a key must also be valid when
    it is looked at.
    """
    kept: list[str] = []
    unreadable: list[int] = []
    for number, line in enumerate(source.decode("utf-8", "surrogateescape").split("\n"), 1):
        plain = line.strip()
        if not plain or plain.startswith("#"):
            continue
        if not _KEY.search(plain):
            unreadable.append(number)
        elif _in_force(plain, day):
            kept.append(plain)
    lines = "".join(f"{line}\n" for line in kept)
    return Signers(lines.encode("utf-8", "surrogateescape"), tuple(unreadable))


def _in_force(line: str, day: datetime.date) -> bool:
    today = f"{day:%Y%m%d}"
    for found in _VALID.finditer(line):
        named = found["day"]
        if found["side"].lower() == "after" and named > today:
            return False
        if found["side"].lower() == "before" and (named, found["time"].strip("0")) <= (today, ""):
            return False
    return True
