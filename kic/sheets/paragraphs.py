"""The paragraphs of a text document, each with its level as a heading, its number and where it stands.

    paragraphs_of(word: Word) -> tuple[Paragraph, ...]

Numbers that the program counts itself (`2.1` before a heading) are counted here too. What was struck with tracked
changes, and hidden text, are left out, and the paragraph says so; footnotes, pictures and text boxes are named, their
words are not read.
"""

import enum
from collections.abc import Iterator

import msgspec

from kic.sheets.controls import hidden_in, words_of
from kic.sheets.wordfile import Node, Word


class Form(enum.Enum):
    """What sort of paragraph it is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph. `place` is its number in the text, or its line in a Markdown file; both count from 1.

    `level` is that of a heading, from 1, a title's 0. `label` is the number that the program counts before it; `bold`
    says that all of its words are bold. `first` tells an item's beginning from what goes on in it. `passed` names what
    is in it and was not read.
    """

    place: int
    words: str
    form: Form = Form.TEXT
    level: int = 0
    label: str = ""
    bold: bool = False
    first: bool = False
    passed: tuple[str, ...] = ()


_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_PASSED = {
    "w:footnoteReference": "footnote",
    "w:endnoteReference": "footnote",
    "w:drawing": "picture",
    "w:pict": "picture",
    "w:object": "picture",
    "w:txbxContent": "text box",
    "w:commentReference": "comment",
}


def paragraphs_of(word: Word) -> tuple[Paragraph, ...]:
    """Every paragraph with words, in the order of the text."""
    if word.body is None:
        return ()
    reader = _Reader(word)
    return tuple(each for each in reader.read(word.body, table=False) if each.words or each.passed)


class _Reader:
    """Goes through a text and counts paragraphs and numbered headings."""

    def __init__(self, word: Word) -> None:
        self._styles = word.styles
        self._numbers = _Numbers(word.numbering)
        self._place = 0

    def read(self, node: Node, *, table: bool) -> Iterator[Paragraph]:
        """The paragraphs inside an element."""
        for each in node.elements:
            if each.name == "w:p":
                self._place += 1
                yield self._paragraph(each, table=table)
            elif each.name in ("w:tbl", "w:tr", "w:tc"):
                yield from self.read(each, table=True)
            elif each.name in ("w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:smartTag"):
                yield from self.read(each, table=table)

    def _paragraph(self, node: Node, *, table: bool) -> Paragraph:
        about = node.first("w:pPr")
        style = about.value("w:pStyle") if about is not None else None
        name, level = self._styles.get(style or "", ("", 0))
        outline = about.value("w:outlineLvl") if about is not None else None
        if outline is not None and outline.isascii() and outline.isdigit() and int(outline) < 9:  # noqa: PLR2004
            level = int(outline) + 1
        number = about.first("w:numPr") if about is not None else None
        label = self._numbers.label(number, level)
        form = _form(name, level, table=table, item=number is not None and not level)
        passed = [_PASSED[each.name] for each in node.walk() if each.name in _PASSED]
        if any(each.name in _TRACKED for each in node.walk()):
            passed.append("tracked change")
        if hidden_in(node):
            passed.append("hidden text")
        return Paragraph(
            place=self._place,
            words=" ".join(words_of(node).replace("\n", " ").split()) if level else _lines(words_of(node)),
            form=form,
            level=level,
            label=label if label is not None else "",
            bold=_bold(node),
            first=form is Form.ITEM and label is not None,
            passed=tuple(dict.fromkeys(passed)),
        )


def _lines(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()


def _form(name: str, level: int, *, table: bool, item: bool) -> Form:
    if table:
        return Form.TABLE
    if level or name in ("title", "titel"):
        return Form.HEADING
    if "caption" in name or "beschriftung" in name:
        return Form.CAPTION
    if name in ("block text", "blocktext", "quote", "intense quote", "zitat", "intensives zitat"):
        return Form.QUOTE
    return Form.ITEM if item else Form.TEXT


def _bold(node: Node) -> bool:
    """Whether all words are bold."""
    runs = [each for each in node.walk() if each.name == "w:r" and words_of(each).strip()]
    return bool(runs) and all(_is_bold(each) for each in runs)


def _is_bold(run: Node) -> bool:
    look = run.first("w:rPr")
    bold = look.first("w:b") if look is not None else None
    return bold is not None and bold.attributes.get("w:val", "1") not in ("0", "false", "off")


class _Numbers:
    """Counts the numbers that a program writes before paragraphs."""

    def __init__(self, root: Node | None) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str]] = {}
        self._lists: dict[str, str] = {}
        self._heading: dict[int, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for each in root.elements if root is not None else ():
            if each.name == "w:abstractNum":
                self._abstract(each)
            elif each.name == "w:num":
                id_ = each.attributes.get("w:numId")
                abstract = each.value("w:abstractNumId")
                if id_ is not None and abstract is not None:
                    self._lists[id_] = abstract

    def _abstract(self, node: Node) -> None:
        id_ = node.attributes.get("w:abstractNumId", "")
        for each in node.elements:
            depth = each.attributes.get("w:ilvl", "")
            if each.name == "w:lvl" and depth.isascii() and depth.isdigit():
                self._levels[id_, int(depth)] = (
                    each.value("w:numFmt") or "decimal",
                    each.value("w:lvlText") or "",
                )

    def label(self, number: Node | None, _level: int) -> str | None:
        """The number before a paragraph, empty for a bullet; None where a paragraph goes on in an item or has none."""
        if number is None:
            return None
        id_, depth = number.value("w:numId") or "", number.value("w:ilvl") or "0"
        abstract = self._lists.get(id_)
        if abstract is None or not (depth.isascii() and depth.isdigit()):
            return None
        form, words = self._levels.get((abstract, int(depth)), ("bullet", ""))
        if form == "bullet":
            return "" if words.strip() else None
        if form == "none":
            return None
        counts = self._counts.setdefault(abstract, {})
        counts[int(depth)] = counts.get(int(depth), 0) + 1
        for deeper in [each for each in counts if each > int(depth)]:
            del counts[deeper]
        for step in range(9):
            words = words.replace(f"%{step + 1}", str(counts.get(step, 1)))
        return words if form == "decimal" else ""
