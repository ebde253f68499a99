"""Text documents of Word, LibreOffice and others (DOCX), read as a tree under limits; nothing of them is run.

    read_word(content: bytes, name: str) -> Word                    never raises because of content
    Word.body, .styles, .properties, .findings, .readable

Kept are the elements of the text itself and the ticks of Word 2010; pictures, macros and outer files are never opened.
Runs that Word does not show have the name HIDDEN, so that nothing reads them as words of the text.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.place import START, Place
from kic.core.text import Text, text
from kic.sheets import text_laws as laws
from kic.sheets.filetype import MORE_TO_DO, Family, file_type
from kic.sheets.markup import parse
from kic.sheets.package import Broken, Package, TooLarge

DEEPEST = 160
MOST_ELEMENTS = 400_000
"""Elements of one part; a text of 300 pages has about a third of that."""

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": "p",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties": "p",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "v",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes": "v",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_TEXT = "word/document.xml"
HIDDEN = "kic:hidden"
"""What runs of hidden text are called; they are there in full, and nobody who looks at the document sees them."""
_SAVE_ANEW = text("open it in the program that wrote it and save it as a Word document (.docx)")
_ONCE_MORE = text(
    "ask for the file once more; or open it, look whether all is there, and save it anew as .docx"
)
_NAME_ANOTHER = text("name a text document of Word (.docx)")
_TO_DO = {
    **MORE_TO_DO,
    Family.WORKBOOK: _NAME_ANOTHER,
    Family.SHEET: _NAME_ANOTHER,
    Family.FIXED: text(
        "nothing is read from a PDF, a picture or a scan: ask for the document that it was made from (.docx; a form "
        "also as .xlsx), or type in what it says"
    ),
}


class Node:
    """An element: its name with a short prefix (`w:p`), its attributes likewise, and what it holds in order."""

    __slots__ = ("attributes", "content", "name")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.content: list[Node | str] = []

    @property
    def elements(self) -> "Iterator[Node]":
        """The elements right inside."""
        return (each for each in self.content if isinstance(each, Node))

    def first(self, name: str) -> "Node | None":
        """The first element of this name right inside."""
        return next((each for each in self.elements if each.name == name), None)

    def value(self, name: str) -> str | None:
        """The `w:val` of the first element of this name right inside."""
        found = self.first(name)
        return found.attributes.get("w:val") if found is not None else None

    def walk(self) -> "Iterator[Node]":
        """Every element inside, in the order of the text."""
        stack = [self.elements]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
            else:
                yield node
                stack.append(node.elements)

    @property
    def text(self) -> str:
        """All characters inside."""
        parts = [each for each in self.content if isinstance(each, str)]
        parts += [each for node in self.walk() for each in node.content if isinstance(each, str)]
        return "".join(parts)


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """A text document. `body` is None where it could not be read; the findings say why.

    `styles` are the styles by their ids with their names in lower case and the level of their heading (0 for none).
    `properties` are those that programs add to a file, by their names.
    """

    name: str
    body: Node | None = None
    styles: Mapping[str, tuple[str, int]] = {}
    numbering: Node | None = None
    properties: Mapping[str, str] = {}
    findings: tuple[Diagnostic, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether reading found no error."""
        return not any(each.severity is Severity.ERROR for each in self.findings)


def read_word(content: bytes, name: str) -> Word:
    """The text document in these bytes; `name` is what findings call the file. Never raises because of content."""
    try:
        return _read(content, name)
    except Broken as broken:
        return _failed(name, laws.BROKEN_TEXT, broken.text, help=_ONCE_MORE)
    except TooLarge as large:
        return _failed(name, laws.BROKEN_TEXT, large.text)


def is_word(content: bytes) -> bool:
    """Whether these bytes are a text document of Word rather than a spreadsheet or anything else."""
    try:
        found = file_type(content)
    except (Broken, TooLarge):
        return False
    return found is not None and found.family is Family.DOCUMENT


def _failed(name: str, law: Law, message: Text, help: Text | None = None) -> Word:  # noqa: A002
    return Word(name=name, findings=(diagnose(law, message, Place(name, span=START), help=help),))


def _read(content: bytes, name: str) -> Word:
    found = file_type(content)
    if found is None or found.family is not Family.DOCUMENT:
        kind = found.what if found is not None else text("this is no text document of Word")
        todo = _TO_DO.get(found.family, _SAVE_ANEW) if found is not None else _SAVE_ANEW
        return _failed(name, laws.NO_TEXT, kind, help=todo)
    package = Package(content)
    body = tree(package.part(_TEXT), _TEXT).first("w:body")
    if body is None:
        raise Broken(text("the part {part} of the file is damaged", part=_TEXT))
    styles = _part(package, "word/styles.xml")
    _hide(body, _hiding(styles))
    return Word(
        name=name,
        body=body,
        styles=_styles(styles),
        numbering=_part(package, "word/numbering.xml"),
        properties=_properties(_part(package, "docProps/custom.xml")),
    )


def _part(package: Package, name: str) -> Node | None:
    return tree(package.part(name), name) if name in package.names else None


def tree(content: bytes, part: str) -> Node:
    """The root element of a part. Raises Broken for what is no XML or goes beyond the limits."""
    building = _Building(part)
    parse(content, part, building.start, building.finish, building.characters)
    return next(building.root.elements)


class _Building:
    """Where a parser is in the tree that it builds."""

    def __init__(self, part: str) -> None:
        self._part = part
        self.root = Node("", {})
        self._open = [self.root]
        self._left = MOST_ELEMENTS

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._left -= 1
        if len(self._open) > DEEPEST:
            raise Broken(text("the part {part} of the file is nested too deeply", part=self._part))
        if not self._left:
            raise TooLarge(text("the part {part} of the file has more than {most} elements", part=self._part,
                                most=MOST_ELEMENTS))  # fmt: skip
        node = Node(_short(name), {_short(key): value for key, value in attributes.items()})
        self._open[-1].content.append(node)
        self._open.append(node)

    def finish(self, _name: str) -> None:
        """An element ends."""
        self._open.pop()

    def characters(self, data: str) -> None:
        """Text inside an element; that of elements of other formats is not the document's own."""
        if self._open[-1].name.startswith(("w:", "v:")):
            self._open[-1].content.append(data)


@lru_cache(4096)
def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    if not space:
        return local
    return f"{_SPACES.get(space, '?')}:{local}"


def _styles(root: Node | None) -> dict[str, tuple[str, int]]:
    """Styles with the level of their heading, that of the style which they are based on where they say none."""
    raw: dict[str, tuple[str, int | None, str | None]] = {}
    for style in root.elements if root is not None else ():
        id_ = style.attributes.get("w:styleId")
        if style.name == "w:style" and id_ is not None:
            name = (style.value("w:name") or id_).casefold()
            paragraph = style.first("w:pPr")
            outline = paragraph.value("w:outlineLvl") if paragraph is not None else None
            raw[id_] = (name, _level(name, outline), style.value("w:basedOn"))
    found = {}
    for id_, (name, own, _base) in raw.items():
        level, seen, base = own, {id_}, raw[id_][2]
        while level is None and base is not None and base in raw and base not in seen:
            seen.add(base)
            _name, level, base = raw[base]
        found[id_] = (name, level or 0)
    return found


def _hiding(root: Node | None) -> frozenset[str]:
    """The styles whose words are hidden, by themselves or by what they are based on."""
    own: dict[str, tuple[bool | None, str | None]] = {}
    for style in root.elements if root is not None else ():
        id_ = style.attributes.get("w:styleId")
        if style.name == "w:style" and id_ is not None:
            own[id_] = (_vanishes(style.first("w:rPr")), style.value("w:basedOn"))
    found = set()
    for id_, said in own.items():
        (hides, base), seen = said, {id_}
        while hides is None and base is not None and base in own and base not in seen:
            seen.add(base)
            hides, base = own[base]
        if hides:
            found.add(id_)
    return frozenset(found)


def _vanishes(look: Node | None) -> bool | None:
    """Whether words of this look are hidden; None where it does not say."""
    found = look.first("w:vanish") if look is not None else None
    return None if found is None else found.attributes.get("w:val", "true") not in ("false", "0", "off")


def _hide(node: Node, hiding: frozenset[str], paragraph: str | None = None) -> None:
    """Renames the runs of hidden text below an element; a run's own look goes before its style's."""
    for each in node.elements:
        if each.name == "w:r":
            look = each.first("w:rPr")
            hidden = _vanishes(look)
            if hidden is None:
                style = look.value("w:rStyle") if look is not None else None
                hidden = style in hiding or paragraph in hiding
            if hidden:
                each.name = HIDDEN
                continue
        about = each.first("w:pPr") if each.name == "w:p" else None
        _hide(each, hiding, (about.value("w:pStyle") if about is not None else None)
              if each.name == "w:p" else paragraph)  # fmt: skip


def _level(name: str, outline: str | None) -> int | None:
    """The level of a heading, by its outline or by the names that Word gives its styles in every language."""
    if outline is not None and outline.isascii() and outline.isdigit():
        return int(outline) + 1 if int(outline) < 9 else 0  # noqa: PLR2004  # 9 is body text
    words, _, digit = name.rpartition(" ")
    if words in ("heading", "überschrift", "titre") and digit.isascii() and digit.isdigit():
        return int(digit)
    return None


def _properties(root: Node | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in root.elements if root is not None else ():
        if each.name == "p:property" and "name" in each.attributes:
            found[each.attributes["name"]] = each.text
    return found
