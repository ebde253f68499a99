"""A document's Markdown on the terminal, by rich: headings, lists, quotations, tables, charts of signs.

Legible without colour: headings are underlined, lists have dashes. What rich does otherwise is left out: titles
in the middle, coloured code, addresses hidden behind words, pictures for images.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markdown_it.token import Token
from rich.markdown import (
    BlockQuote,
    Heading,
    ListElement,
    ListItem,
    Markdown,
    MarkdownElement,
    Paragraph,
    TableElement,
)
from rich.segment import Segment
from rich.text import Text

from kic.present.charts import Charts
from kic.present.console import held, printed
from kic.present.markdown import chart_of, parse
from kic.present.marked_tokens import as_signs
from kic.present.marks import TEXTS, kept, unmarked
from kic.present.safe import Styled, safe
from kic.present.tables import Column, laid_out
from kic.present.texts import texts_laid_out

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import MarkdownContext

_UNDER = {"h1": "=", "h2": "-"}
_QUOTED = 2
"""Columns that a quotation is set in."""


def for_terminal(source: str, charts: Charts, *, width: int, color: bool) -> str:
    """Lines of at most `width` columns; headings underlined, and bold if `color`."""
    shown = printed(_Document(parse(held(kept(source, safe))), charts), width, color=color).strip("\n") + "\n"
    return Styled(shown) if color else shown


class _Lines(MarkdownElement):
    """Lines as they are; one that is too long goes on below."""

    def __init__(self, lines: str) -> None:
        self.lines = lines

    @classmethod
    def create(cls, markdown: Markdown, token: "Token") -> "_Lines":  # noqa: ARG003
        return cls(token.content.rstrip("\n"))

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield Text(self.lines, overflow="fold")


class _Rule(_Lines):
    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield Text("-" * options.max_width)


class _Chart(_Lines):
    def __init__(self, name: str, charts: Charts) -> None:
        self.name = name
        self.charts = charts

    @classmethod
    def create(cls, markdown: Markdown, token: "Token") -> "_Chart":
        assert isinstance(markdown, _Document)
        return cls(token.content, markdown.charts)

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield Text(held("\n".join(self.charts.lines(self.name, options.max_width))), overflow="fold")


class _Heading(Heading):
    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        lines = self.text.wrap(console, options.max_width, overflow="fold")
        for line in lines:
            line.rstrip()
        if self.tag in _UNDER:
            lines.append(Text(_UNDER[self.tag] * max(line.cell_len for line in lines)))
            yield Text()
        yield from lines


class _Paragraph(Paragraph):
    """`tight` is one that CommonMark sets without a blank line: in a list whose items lie close."""

    tight = False

    @classmethod
    def create(cls, markdown: Markdown, token: "Token") -> "_Paragraph":  # noqa: ARG003
        made = cls(justify="left")
        made.tight = token.hidden
        return made


class _Quote(BlockQuote):
    def __init__(self) -> None:
        self.children: list[MarkdownElement] = []

    def on_child_close(self, context: "MarkdownContext", child: MarkdownElement) -> bool:  # noqa: ARG002
        self.children.append(child)
        return False

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield from _set_in(" " * _QUOTED, self.children, console, options)


class _Item(ListItem):
    def __init__(self) -> None:
        self.children: list[MarkdownElement] = []

    def on_child_close(self, context: "MarkdownContext", child: MarkdownElement) -> bool:  # noqa: ARG002
        self.children.append(child)
        return False


class _List(ListElement):
    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        ordered = self.list_type == "ordered_list_open"
        loose = False
        for number, item in enumerate(self.items, self.list_start or 0):
            assert isinstance(item, _Item)
            if loose:
                yield Segment.line()
            yield from _set_in(f"{number}. " if ordered else "- ", item.children, console, options)
            loose = any(isinstance(child, Paragraph) and not _close(child) for child in item.children)


def _close(child: MarkdownElement) -> bool:
    return isinstance(child, _Paragraph) and child.tight


def _set_in(
    sign: str, children: Sequence[MarkdownElement], console: "Console", options: "ConsoleOptions"
) -> "RenderResult":
    """The children behind a sign, which only the first line has. Nothing is cut that is too wide."""
    inside = options.update(width=max(options.max_width - len(sign), 1))
    before: MarkdownElement | None = None
    for child in children:
        if before is not None and not _close(before):
            yield Segment.line()
        for line in Segment.split_lines(console.render(child, inside)):
            yield Segment(sign)
            yield from line
            yield Segment.line()
            sign = " " * len(sign)
        before = child


class _Table(TableElement):
    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        assert self.header is not None
        assert self.header.row is not None
        columns = [
            Column(cell.content.plain, right=cell.justify == "right") for cell in self.header.row.cells
        ]
        rows = self.body.rows if self.body is not None else []
        cells = [[cell.content for cell in row.cells] for row in rows]
        if columns and columns[0].title.startswith(TEXTS):
            yield from texts_laid_out([unmarked(each.title) for each in columns], cells, options.max_width)
            return
        yield laid_out(columns, cells, limit=options.max_width)


class _Document(Markdown):
    elements = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Lines,
        "code_block": _Lines,
        "blockquote_open": _Quote,
        "hr": _Rule,
        "paragraph_open": _Paragraph,
        "bullet_list_open": _List,
        "ordered_list_open": _List,
        "list_item_open": _Item,
        "table_open": _Table,
        "chart": _Chart,
    }

    def __init__(self, tokens: "list[Token]", charts: Charts) -> None:
        super().__init__("", hyperlinks=False)
        self.charts = charts
        self.parsed = list(_prepared(tokens))


def _prepared(tokens: "list[Token]") -> "Iterator[Token]":
    """The tokens with each chart as one token, and links as words with their address behind them."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        name = chart_of(tokens, position)
        if name is not None:
            yield Token("chart", "", 0, content=name)
            position += 3
            continue
        if token.type == "inline":
            token.children = list(_unlinked(token.children or []))
            if not token.content.startswith(TEXTS):
                token.children = list(as_signs(token.children))
        yield token
        position += 1


def _unlinked(children: "list[Token]") -> "Iterator[Token]":
    address: str | None = None
    words = ""
    for child in children:
        if child.type == "link_open":
            address, words = str(child.attrs.get("href", "")), ""
        elif child.type == "link_close":
            if address and not address.startswith("#") and not words.endswith(address):
                yield Token("text", "", 0, content=f" ({address})")
        else:
            words += child.content
            yield child
