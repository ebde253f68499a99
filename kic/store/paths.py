"""Which paths may be written: inside the root, portable, and none of kic's or git's own."""

import re

from kic.core.ids import DEVICES
from kic.errors import Refused

LONGEST = 255
"""Bytes of a name that every usual file system takes."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


def checked(path: str) -> str:
    """The path itself, if it may be written: inside the root, portable, and none of kic's or git's own.

    Raises Refused. Links are looked at when writing (`kic.store.writer`).
    """
    parts = path.split("/")
    for part in parts:
        bad = (
            not part
            or part in (".", "..")
            or _FORBIDDEN.search(part)
            or part.endswith((".", " "))
            or part.split(".")[0].strip().lower() in DEVICES
            or len(part.encode("utf-8", "surrogatepass")) > LONGEST
        )
        if bad:
            raise Refused("{path} is not a path that may be written", path=path)
    if parts[0].lower() in (".git", ".kic"):
        raise Refused("{path} is not a path that may be written", path=path)
    return path
