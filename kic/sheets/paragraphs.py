"""The paragraphs of a text document, each with its level as a heading, its number and where it stands.

    paragraphs_of(word: Word) -> tuple[Paragraph, ...]

Numbers that the program counts itself (`2.1` before a heading) are counted here too. What was struck with tracked
changes, and hidden text, are left out, and the paragraph says so; footnotes, pictures and text boxes are named, their
words are not read.
"""

import enum
import re
from collections.abc import Iterator
from typing import NamedTuple

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


class TableCell(NamedTuple):
    """Where in which table of a text a paragraph stands; all count from 0, and merged cells cover more than one."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph. `place` is its number in the text, or its line in a Markdown file; both count from 1.

    `level` is that of a heading, from 1, a title's 0. `label` is the number that the program counts before it; `bold`
    says that all of its words are bold. `first` tells an item's beginning from what goes on in it. `passed` names what
    is in it and was not read. `cell` is that of the table, the outer one where a table stands in another.
    """

    place: int
    words: str
    form: Form = Form.TEXT
    level: int = 0
    label: str = ""
    bold: bool = False
    first: bool = False
    passed: tuple[str, ...] = ()
    cell: TableCell | None = None


_AROUND = ("w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:smartTag")
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
    return tuple(each for each in reader.read(word.body) if each.words or each.passed)


class _Reader:
    """Goes through a text and counts paragraphs and numbered headings."""

    def __init__(self, word: Word) -> None:
        self._styles = word.styles
        self._numbers = _Numbers(word.numbering)
        self._place = 0
        self._tables = 0

    def read(self, node: Node, cell: TableCell | None = None) -> Iterator[Paragraph]:
        """The paragraphs inside an element, which stands in this cell."""
        for each in node.elements:
            if each.name == "w:p":
                self._place += 1
                yield self._paragraph(each, cell)
            elif each.name == "w:tbl" and cell is None:
                yield from self._table(each)
            elif each.name in (*_AROUND, "w:tbl", "w:tr", "w:tc"):
                yield from self.read(each, cell)

    def _table(self, node: Node) -> Iterator[Paragraph]:
        rows = [list(_cells(row)) for row in _inside(node, "w:tr")]
        below: dict[int, int] = {}  # how many cells of the next rows go on in a column
        heights = []
        for row in reversed(rows):
            heights.append({column: 1 + below.get(column, 0) for column, *_ in row})
            below = {column: 1 + below.get(column, 0) for column, _, above, _ in row if above}
        for number, (row, height) in enumerate(zip(rows, reversed(heights), strict=True)):
            for column, columns, _, held in row:
                where = TableCell(self._tables, number, column, height[column], columns)
                yield from self.read(held, where)
        self._tables += 1

    def _paragraph(self, node: Node, cell: TableCell | None) -> Paragraph:
        about = node.first("w:pPr")
        style = about.value("w:pStyle") if about is not None else None
        name, level = self._styles.get(style or "", ("", 0))
        outline = about.value("w:outlineLvl") if about is not None else None
        if outline is not None and outline.isascii() and outline.isdigit() and int(outline) < 9:  # noqa: PLR2004
            level = int(outline) + 1
        number = about.first("w:numPr") if about is not None else None
        label = self._numbers.label(number, level)
        form = _form(name, level, table=cell is not None, item=number is not None and not level)
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
            first=form in (Form.ITEM, Form.TABLE) and label is not None and not level,
            passed=tuple(dict.fromkeys(passed)),
            cell=cell,
        )


def _inside(node: Node, name: str) -> Iterator[Node]:
    """The elements of this name, right inside or in what programs put around them."""
    for each in node.elements:
        if each.name == name:
            yield each
        elif each.name in _AROUND:
            yield from _inside(each, name)


def _cells(row: Node) -> Iterator[tuple[int, int, bool, Node]]:
    """The cells of a row: their columns, how many columns they cover, whether they go on from the cell above."""
    about = row.first("w:trPr")
    column = _count(about.value("w:gridBefore")) if about is not None else 0
    for each in _inside(row, "w:tc"):
        look = each.first("w:tcPr")
        merged = look.first("w:vMerge") if look is not None else None
        columns = max(1, _count(look.value("w:gridSpan"))) if look is not None else 1
        above = merged is not None and merged.attributes.get("w:val", "continue") == "continue"
        yield column, columns, above, each
        column += columns


def _count(spelled: str | None) -> int:
    return int(spelled) if spelled is not None and re.fullmatch("[0-9]{1,3}", spelled) else 0


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
