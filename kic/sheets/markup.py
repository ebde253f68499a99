"""XML of office files, read as a stream of elements, with nothing that a hostile file could use.

A document type is refused, so there are no entities, outer files or attributes by default; nothing is fetched.
"""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from kic.core.text import text
from kic.sheets.package import Broken

DEEPEST = 64

Begin = Callable[[str, Mapping[str, str]], None]
End = Callable[[str, str], None]
Start = Callable[[str, dict[str, str]], None]
Words = Callable[[str], None]

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)
_LINK = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
LINK = "link:"
"""Stands before the name of an attribute that names a relationship, `r:id`."""


def read_elements(content: bytes, part: str, begin: Begin, end: End) -> None:
    """Calls `begin(path, attributes)` and `end(path, text)` for each element of the formats that kic knows.

    The path is that of the names from the root on: `worksheet/sheetData/row/c`. Elements of other formats, and what
    is inside them, are passed over. Raises Broken for what is no XML, for a document type and for depths over 64.
    """
    reading = _Reading(part, begin, end)
    parse(content, part, reading.start, reading.finish, reading.characters)


def parse(content: bytes, part: str, start: Start, finish: Words, characters: Words) -> None:
    """Calls `start(name, attributes)`, `finish(name)` and `characters(text)` as an XML part is read.

    Names are those of expat: name space, blank, local name. Raises Broken for what is no XML and for a document type.
    """

    def refuse(*_declared: object) -> None:
        raise Broken(text("the part {part} of the file declares a document type, as attacks do", part=part))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)  # this is all of it
    except (expat.ExpatError, ValueError, LookupError):
        raise Broken(text("the part {part} of the file is damaged", part=part)) from None


class _Reading:
    """Where a parser is: the names from the root on, their texts, and how deep inside elements of other formats."""

    def __init__(self, part: str, begin: Begin, end: End) -> None:
        self._part, self._begin, self._end = part, begin, end
        self._path: list[str] = []
        self._words: list[list[str]] = []
        self._strange = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        space, _, local = name.rpartition(" ")
        if len(self._path) + self._strange >= DEEPEST:
            raise Broken(text("the part {part} of the file is nested too deeply", part=self._part))
        if self._strange or space not in _MAIN:
            self._strange += 1
            return
        self._path.append(local)
        self._words.append([])
        self._begin("/".join(self._path), _named(attributes))

    def finish(self, _name: str) -> None:
        """An element ends."""
        if self._strange:
            self._strange -= 1
            return
        self._end("/".join(self._path), "".join(self._words.pop()))
        self._path.pop()

    def characters(self, data: str) -> None:
        """Text inside an element."""
        if self._words and not self._strange:
            self._words[-1].append(data)


def _named(attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes without a name space by their names, and those that name relationships."""
    named = {}
    for name, value in attributes.items():
        space, _, local = name.rpartition(" ")
        if not space:
            named[local] = value
        elif space in _LINK:
            named[LINK + local] = value
    return named
