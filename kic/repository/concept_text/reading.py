"""A concept's file as paragraphs: DOCX and Markdown alike.

read_concept(content: bytes, file: str) -> Read                 never raises because of content
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from kic.core.diagnostic import Diagnostic, Severity, diagnose
from kic.core.place import START, Place
from kic.core.text import text
from kic.sheets.paragraphs import Form, Paragraph, TableCell, paragraphs_of
from kic.sheets.text_laws import BROKEN_TEXT, NO_TEXT
from kic.sheets.wordfile import read_word

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_MARKDOWN = 5_000_000
"""Bytes of a Markdown file that is read; a concept of 300 pages has a fifth of that."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""How lines are broken inside a cell of Markdown, which has no other way."""
_BOLD = re.compile(r"\*\*(.+)\*\*", re.DOTALL)


class Read(msgspec.Struct, frozen=True):
    """The paragraphs of a file; `lines` tells that their places are lines, and not numbers of paragraphs."""

    file: str
    paragraphs: tuple[Paragraph, ...] = ()
    lines: bool = False
    findings: tuple[Diagnostic, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether reading found no error."""
        return not any(each.severity is Severity.ERROR for each in self.findings)


def read_concept(content: bytes, file: str) -> Read:
    """The paragraphs of a file. What is no text has none, and an error among the findings."""
    if file.casefold().endswith((".md", ".markdown", ".txt")) and not content.startswith(b"PK\x03\x04"):
        return _markdown(content, file)
    word = read_word(content, file)
    return Read(file, paragraphs_of(word), findings=word.findings)


def _markdown(content: bytes, file: str) -> Read:
    place = Place(file, span=START)
    if len(content) > MOST_MARKDOWN:
        said = text("the file is larger than {most} bytes", most=MOST_MARKDOWN)
        return Read(file, findings=(diagnose(BROKEN_TEXT, said, place),))
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Read(file, findings=(diagnose(NO_TEXT, text("the file is no UTF-8"), place),))
    if not words.strip():
        return Read(file, findings=(diagnose(BROKEN_TEXT, text("the file is empty"), place),))
    return Read(file, tuple(_paragraphs(words)), lines=True)


def _paragraphs(words: str) -> Iterator[Paragraph]:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(words)
    reader = _Tokens()
    for token in tokens:
        if token.type in ("inline", "fence", "code_block", "html_block"):
            yield reader.paragraph(token)
        else:
            reader.take(token)


class _Tokens:
    """Where among quotations, lists and tables the reader of a Markdown text is."""

    def __init__(self) -> None:
        self._inside = {"blockquote": 0, "list_item": 0, "table": 0}
        self._level = 0
        self._begins, self._label = False, ""
        self._ordered: list[bool] = []
        self._cell = TableCell(-1, -1, -1)

    def take(self, token: "Token") -> None:
        """The beginning or the end of something."""
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in self._inside:
            self._inside[kind] += token.nesting
        if token.nesting > 0:
            self._count_cells(kind)
        if kind == "heading":
            self._level = int(token.tag[1:]) if token.nesting > 0 else 0
        elif kind in ("bullet_list", "ordered_list"):
            if token.nesting > 0:
                self._ordered.append(kind == "ordered_list")
            else:
                self._ordered.pop()
        elif kind == "list_item" and token.nesting > 0:
            self._begins = True
            self._label = f"{token.info}." if self._ordered[-1] else ""

    def _count_cells(self, kind: str) -> None:
        table, row, column, *_ = self._cell
        if kind == "table":
            self._cell = TableCell(table + 1, -1, -1)
        elif kind == "tr":
            self._cell = TableCell(table, row + 1, -1)
        elif kind in ("th", "td"):
            self._cell = TableCell(table, row, column + 1)

    def paragraph(self, token: "Token") -> Paragraph:
        """The words of a block, and what sort it is."""
        shown, passed = _inline(token)
        form = self._form()
        first = self._begins and form is Form.ITEM
        words = token.content.strip()
        self._begins = False
        if form is Form.TABLE:
            shown = _BREAK.sub("\n", shown)
        return Paragraph(
            place=(token.map[0] + 1) if token.map else 1,
            words=" ".join(shown.split()) if self._level else _folded(shown),
            form=form,
            level=self._level,
            label=self._label if first else "",
            bold=_BOLD.fullmatch(words) is not None and "**" not in words[2:-2],
            first=first,
            passed=passed,
            cell=self._cell if form is Form.TABLE else None,
        )

    def _form(self) -> Form:
        if self._level:
            return Form.HEADING
        for kind, form in (("table", Form.TABLE), ("list_item", Form.ITEM), ("blockquote", Form.QUOTE)):
            if self._inside[kind]:
                return form
        return Form.TEXT


def _folded(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()


def _inline(token: "Token") -> tuple[str, tuple[str, ...]]:
    """The words of a line of Markdown without its marks, and what in it is no words."""
    if token.type != "inline":
        return token.content, ("code",)
    parts: list[str] = []
    passed: list[str] = []
    for each in token.children or ():
        if each.type in ("text", "code_inline", "html_inline"):
            parts.append(each.content)
        elif each.type == "softbreak":
            parts.append(" ")
        elif each.type == "hardbreak":
            parts.append("\n")
        elif each.type == "image":
            passed.append("picture")
    return "".join(parts), tuple(passed)
