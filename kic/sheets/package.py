"""A file that somebody sends, and the zip file it usually is: opened with limits, and nothing of it written anywhere.

A zip file may claim anything: a kilobyte that unpacks to gigabytes, the same name twice, a path that leads out of
a folder. Parts are unpacked in memory, only those that are asked for, each with its checksum, and all of them
together never beyond LARGEST_CONTENT.
"""

import io
import struct
import zipfile
import zlib

from kic.core.text import Text, text

ZIP = b"PK\x03\x04"
"""How a zip file begins."""
LARGEST_FILE = 20_000_000
"""Bytes of a file that is read at all."""
LARGEST_CONTENT = 100_000_000
"""Bytes that all parts of a spreadsheet may have together when they are unpacked."""
MOST_PARTS = 2_000
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError,
    ValueError, IndexError, OverflowError,
)  # fmt: skip
"""What Python's zipfile raises for damaged files of all sorts."""


class Broken(Exception):
    """The file is damaged, or is not what it claims to be; `text` says what was found."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


class TooLarge(Exception):
    """The file is or claims to be larger than any real spreadsheet of applications; `text` says which limit."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


class Package:
    """The parts of a zip file by their names. Raises Broken and TooLarge."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except _BROKEN:
            raise Broken(text("the file is damaged or was cut off: its parts cannot be listed")) from None
        self.names = frozenset(info.filename for info in infos)
        if len(self.names) != len(infos):
            raise Broken(text("the file holds two parts of one name"))
        if len(infos) > MOST_PARTS:
            raise TooLarge(text("the file holds more than {most} parts", most=MOST_PARTS))
        if sum(info.file_size for info in infos) > LARGEST_CONTENT:
            raise TooLarge(_unpacked())
        self._left = LARGEST_CONTENT

    def part(self, name: str) -> bytes:
        """The bytes of a part, whose checksum fits. Raises Broken, also where there is none, and TooLarge."""
        if name not in self.names:
            raise Broken(text("the part {part} of the file is missing", part=name))
        try:
            with self._zip.open(name) as stream:
                content = stream.read(self._left + 1)
        except _BROKEN:
            raise Broken(text("the part {part} of the file is damaged", part=name)) from None
        self._left -= len(content)
        if self._left < 0:
            raise TooLarge(_unpacked())
        return content

    @property
    def kind(self) -> str | None:
        """What kind of file it says to be; those of Office say nothing."""
        if "mimetype" not in self.names:
            return None
        return self.part("mimetype")[:100].decode("ascii", "replace").strip()


def _unpacked() -> Text:
    return text("unpacked, the file is larger than {most} bytes", most=LARGEST_CONTENT)
