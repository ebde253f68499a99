"""Files that a command line names, spreadsheets and texts, read as bytes."""

from pathlib import Path

from kic.core.refusals import reason_of
from kic.errors import Unavailable, UsageError

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
        raise UsageError("{path} cannot be read: {reason}", path=file, reason=reason_of(error)) from error
