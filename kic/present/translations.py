"""The compiled catalogue (`kic.mo`) of a language, read as far as it is needed.

The standard library decodes all 4,000 messages at every start, in 5 ms; here only those that are said are looked
for. The file is of kic's own build: in the order of its messages, UTF-8, and with the plural forms of German: one,
and many.
"""

import struct
from bisect import bisect_left
from pathlib import Path

_MAGIC = 0x950412DE


class Translations:
    """Words by message id. What a catalogue does not have is said as the id, a label as its key in words."""

    def __init__(self, data: bytes = b"") -> None:
        self._data = data
        self._count = 0
        for order in "<>":
            if data[:4] == struct.pack(order + "I", _MAGIC):
                self._count, self._ids, self._texts = struct.unpack_from(order + "3I", data, 8)
                self._order = order

    def gettext(self, message: str) -> str:
        """The words of a message; of one with a plural, those for one."""
        found = self._found(message)
        return message if found is None else found.partition("\0")[0]

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The words for this count."""
        found = self._found(one)
        if found is None:
            return one if n == 1 else many
        forms = found.split("\0")
        return forms[0] if n == 1 else forms[-1]

    def pgettext(self, context: str, key: str) -> str:
        """The word for a key in a context: a field's begins with a capital letter."""
        found = self._found(f"{context}\4{key}")
        if found is not None:
            return found
        words = key.replace("_", " ").replace("-", " ")
        return words[:1].upper() + words[1:] if context == "field" else words

    def _found(self, message: str) -> str | None:
        key = message.encode("utf-8", "surrogatepass")
        position = bisect_left(range(self._count), key, key=self._message)
        if position == self._count or self._message(position).partition(b"\0")[0] != key:
            return None
        return self._at(self._texts, position).decode()

    def _message(self, position: int) -> bytes:
        """The message of this number; of one with a plural, both forms: `one NUL many`."""
        return self._at(self._ids, position)

    def _at(self, table: int, position: int) -> bytes:
        length, start = struct.unpack_from(self._order + "2I", self._data, table + 8 * position)
        return self._data[start : start + length]


def translations(path: Path) -> Translations:
    """The catalogue of this file; an empty one if it cannot be read."""
    try:
        return Translations(path.read_bytes())
    except OSError:
        return Translations()
