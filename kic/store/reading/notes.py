"""What reading one file finds, as it is found."""

import re
import unicodedata
from bisect import bisect_right

from yaml.nodes import Node

from kic.core.diagnostic import Diagnostic, Law, Related, diagnose
from kic.core.place import Aim, Field, Place, Span
from kic.core.shell import pathspec
from kic.core.text import Text, plural, text
from kic.store.reading.file_laws import EMPTY

MOST = 20
"""So many findings of one law in one file are shown singly; one more counts the rest."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)
ESCAPED_CONTROL = re.compile(CONTROL.pattern.replace("\x0e", "\x0d"))
"""In quotes, `\\r` is no line ending but a control character too."""
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Stop(Exception):
    """The rest of the file has no meaning that could be read."""


class Notes:
    """The faults of one file with the text they lie in; `faults` grow, `sure` falls once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.text = ""
        self.sure = True
        self._faults: list[Diagnostic] = []
        self._count: dict[str, int] = {}
        self._rest: dict[str, int] = {}
        self._lines: tuple[str, list[int]] = ("", [0])

    def say(
        self,
        law: Law,
        message: Text,
        span: Span,
        *,
        field: Field = (),
        help: Text | None = None,  # noqa: A002
        related: tuple[Related, ...] = (),
    ) -> None:
        """Notes a fault; of one law only MOST singly."""
        count = self._count[law.code] = self._count.get(law.code, 0) + 1
        if count > MOST + 1:
            return
        if count > MOST:
            self._rest[law.code] = len(self._faults)
        place = Place(self.path, field, Aim.VALUE, span)
        self._faults.append(diagnose(law, message, place, help=help, related=related))

    def empty(self, message: Text) -> None:
        """A file without a record."""
        advice = text(
            "get the content back with git checkout -- {path}, or delete the file if the record is to go",
            path=pathspec(self.path),
        )
        self.say(EMPTY, message, Span(1, 1, 1, 1), help=advice)

    @property
    def silent(self) -> bool:
        """Whether nothing was found yet."""
        return not self._faults

    def faults(self) -> tuple[Diagnostic, ...]:
        """All faults; where there are more of one law than are shown, the last one says how many."""
        shown = list(self._faults)
        for code, position in self._rest.items():
            n = self._count[code] - MOST
            message = plural(
                "and one more of this kind in this file", "and {n} more of this kind in this file", n=n
            )
            shown[position] = diagnose(shown[position].law, message, shown[position].place)
        return tuple(shown)

    def span(self, start: int, end: int) -> Span:
        """The span of these character indexes."""
        if self._lines[0] is not self.text:
            self._lines = (self.text, [0, *(found.end() for found in re.finditer("\n", self.text))])
        lines = self._lines[1]
        first = bisect_right(lines, start) - 1
        last = bisect_right(lines, end) - 1
        return Span(first + 1, start - lines[first] + 1, last + 1, end - lines[last] + 1)

    def head(self, node: Node) -> Span:
        """The first line of a node."""
        start = node.start_mark.index
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else len(self.text)].rstrip()
        return self.span(start, start + max(1, len(line)))

    def odd_character(self, law: Law, character: str, span: Span, field: Field = ()) -> None:
        """A character that may not stand in a record, by its number and, where it has one, its name."""
        number = f"U+{ord(character):04X}"
        name = unicodedata.name(character, "")
        if name:
            message = text("the character {number} ({name}) is not allowed", number=number, name=name)
        else:
            message = text("the character {number} is not allowed", number=number)
        self.say(law, message, span, field=field)
