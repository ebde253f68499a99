"""Markdown of documents: as it is, and as the body of an HTML page; `terminal` has it for the terminal.

CommonMark with tables; HTML in it is text, links lead to the web, to e-mail or within the page. An image
is a chart and stands alone: `![Progress per theme](chart:progress)`. A paragraph of bold text alone, directly
before a table, is the table's caption; a body cell that begins a row in bold names the row.
"""

import re
from functools import cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kic.errors import Refused
from kic.present.charts import Charts
from kic.present.drawing import Table, named
from kic.present.escaping import escape_markdown
from kic.present.marked_tokens import as_html, is_texts
from kic.present.marks import as_tags, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CHART_LINE = re.compile(r"^!\[[^\n]*\]\(chart:([a-z0-9-]+)\)$", re.MULTILINE)
_LINK = re.compile(r"(https?://|mailto:|#|chart:)", re.IGNORECASE)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  # 30 ms that only documents pay

    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "xhtmlOut": False}).enable("table")
    allowed: Any = lambda address: _LINK.match(address.strip()) is not None  # noqa: E731
    parser.validateLink = allowed  # type: ignore[method-assign]
    return parser


def parse(source: str) -> "list[Token]":
    """The tokens of a document's Markdown."""
    return _parser().parse(source)


# -- Markdown -------------------------------------------------------------------------------------------


def with_tables(source: str, charts: Charts) -> str:
    """The same Markdown with each chart as a table."""
    drawn = _CHART_LINE.sub(
        lambda found: pipe_table(charts.table(found[1])) + noted(charts, found[1]), source
    )
    return as_tags(drawn)


def noted(charts: Charts, name: str) -> str:
    """The note of a chart as a paragraph of its own, to stand behind something; nothing where it has none."""
    note = charts.note(name)
    return f"\n\n{escape_markdown(note)}" if note else ""


def pipe_table(shown: Table) -> str:
    """A table of numbers with its caption, as Markdown."""
    rules = ["--:" if number else "---" for number in shown.numeric]
    rows = [[escape_markdown(cell) for cell in row] for row in shown.rows]
    lines = [[escape_markdown(cell) for cell in shown.head], rules, *([f"**{r[0]}**", *r[1:]] for r in rows)]
    return f"**{escape_markdown(shown.caption)}**\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in lines)


# -- HTML -----------------------------------------------------------------------------------------------


class Body:
    """A document as HTML: `opening` up to the first chapter, `html` from there on.

    `title` are the words of its first heading, `contents` its chapters: anchor and words.
    """

    def __init__(self, source: str, charts: Charts) -> None:
        from markdown_it.token import Token  # noqa: PLC0415

        self.title = ""
        self.contents: list[tuple[str, str]] = []
        self._raw: Callable[[str], Token] = lambda html: Token("html_block", "", 0, content=html)
        self._used: set[str] = set()
        self._tables = 0
        self._language = charts.language
        tokens = list(self._charted(parse(source), charts))
        self._headings(tokens)
        parser = _parser()
        shown = list(self._tabled(tokens))
        chapter = next((i for i, each in enumerate(shown) if each.tag == "h2"), len(shown))
        self.opening: str = parser.renderer.render(shown[:chapter], parser.options, {})
        self.html: str = parser.renderer.render(shown[chapter:], parser.options, {})

    def _charted(self, tokens: "list[Token]", charts: Charts) -> "Iterator[Token]":
        """Paragraphs that are a chart become figures."""
        position = 0
        while position < len(tokens):
            name = chart_of(tokens, position)
            if name is None:
                yield tokens[position]
                position += 1
            else:
                yield self._raw(figure(charts, name))
                position += 3

    def _headings(self, tokens: "list[Token]") -> None:
        for opening, inline in pairwise(tokens):
            if opening.type != "heading_open":
                continue
            words = unmarked(plain(inline))
            anchor = self._anchor(words)
            opening.attrSet("id", anchor)
            if opening.tag == "h1" and not self.title:
                self.title = words
            if opening.tag == "h2":
                self.contents.append((anchor, words))

    def _anchor(self, words: str) -> str:
        folded = re.sub(r"[^a-z0-9]+", "-", words.lower().translate(_UMLAUTS)).strip("-")[:60].strip("-")
        anchor = base = f"s-{folded}" if folded else "s"
        number = 1
        while anchor in self._used:
            number += 1
            anchor = f"{base}-{number}"
        self._used.add(anchor)
        return anchor

    def _tabled(self, tokens: "list[Token]") -> "Iterator[Token]":
        """Tables get captions, scopes and a frame that scrolls; alignment becomes a class."""
        position = 0
        while position < len(tokens):
            caption = _caption(tokens, position)
            if caption is not None:
                position += 3
            token = tokens[position]
            if token.type == "table_open":
                end = next(i for i in range(position, len(tokens)) if tokens[i].type == "table_close")
                make = self._texts if is_texts(tokens[position + 4]) else self._table
                yield from make(tokens[position : end + 1], caption)
                position = end
            else:
                yield self._marked(token)
            position += 1

    def _table(self, tokens: "list[Token]", caption: "Token | None") -> "Iterator[Token]":
        self._tables += 1
        name = f"table-{self._tables}"
        named = f' role="group" aria-labelledby="{name}"' if caption else ""
        yield self._raw(f'<div class="table" tabindex="0"{named}>\n')
        yield tokens[0]
        if caption is not None:
            yield self._raw(f'<caption id="{name}">{escape(unmarked(plain(caption)))}</caption>\n')
        first = False
        for position, token in enumerate(tokens[1:], 1):
            aligned = "right" in str(token.attrs.pop("style", ""))
            if aligned:
                token.attrSet("class", "number")
            if token.type == "tr_open":
                first = True
            elif token.type == "th_open":
                token.attrSet("scope", "col")
            elif token.type == "td_open" and first and _is_bold(tokens[position + 1]):
                token.tag = tokens[position + 2].tag = "th"
                token.attrSet("scope", "row")
                first = False
            yield self._marked(token)
        yield self._raw("</div>\n")

    def _texts(self, tokens: "list[Token]", caption: "Token | None") -> "Iterator[Token]":
        """A table of long texts: never wider than the page; the roles hold where cells stand one below the other."""
        yield self._raw('<div class="texts">\n')
        tokens[0].attrSet("role", "table")
        yield tokens[0]
        if caption is not None:
            yield self._raw(f"<caption>{escape(unmarked(plain(caption)))}</caption>\n")
        roles = {"thead_open": "rowgroup", "tbody_open": "rowgroup", "tr_open": "row", "td_open": "cell"}
        titles: list[str] = []
        column = 0
        for position, token in enumerate(tokens[1:], 1):
            if token.type in roles:
                token.attrSet("role", roles[token.type])
            if token.type == "tr_open":
                column = 0
            elif token.type == "th_open":
                titles.append(unmarked(plain(tokens[position + 1])))
                token.attrSet("role", "columnheader")
                token.attrSet("scope", "col")
            elif token.type == "td_open":
                token.attrSet("data-column", titles[column])
                column += 1
            within = token.type == "inline" and tokens[position - 1].type == "td_open"
            yield self._marked(token, paragraphs=within)
        yield self._raw("</div>\n")

    def _marked(self, token: "Token", *, paragraphs: bool = False) -> "Token":
        if token.children is not None:
            token.children = list(as_html(token.children, self._language, paragraphs=paragraphs))
        return token


def _caption(tokens: "list[Token]", position: int) -> "Token | None":
    kinds = [token.type for token in tokens[position : position + 4]]
    if kinds == ["paragraph_open", "inline", "paragraph_close", "table_open"]:
        inline = tokens[position + 1]
        return inline if _is_bold(inline) else None
    return None


def _is_bold(inline: "Token") -> bool:
    """Whether the text is bold from its first to its last character, and bold once."""
    children = inline.children or []
    kinds = [child.type for child in children if child.type != "text" or child.content]
    return len(kinds) > 1 and kinds[0] == "strong_open" and kinds.index("strong_close") == len(kinds) - 1


def chart_of(tokens: "list[Token]", position: int) -> str | None:
    """The chart that a paragraph consists of; raises Refused for an image that is none or not alone."""
    if tokens[position].type != "paragraph_open":
        inline = tokens[position]
        alone = False
    else:
        inline = tokens[position + 1]
        alone = True
    images = (
        [child for child in inline.children or () if child.type == "image"] if inline.type == "inline" else []
    )
    if not images:
        return None
    address = str(images[0].attrs.get("src", ""))
    if not alone or len(inline.children or ()) != 1 or not address.startswith("chart:"):
        raise Refused(
            "An image is a chart in a paragraph of its own, such as {example}; this is none: {address}",
            example="![Title](chart:progress)",
            address=address,
        )
    return address.removeprefix("chart:")


def figure(charts: Charts, name: str, more: str = "") -> str:
    """A chart as HTML: its picture, its note (with `more` behind it), and the same numbers as a table."""
    shown = charts.table(name)
    number = [' class="number"' if each else "" for each in shown.numeric]
    head = "".join(f'<th scope="col"{number[i]}>{escape(cell)}</th>' for i, cell in enumerate(shown.head))
    rows = "".join(
        f'<tr><th scope="row"{named(charts.foreign(values[0]))}>{escape(row[0])}</th>'
        + "".join(
            f"<td{number[i]}{named(charts.foreign(values[i]))}>{escape(cell)}</td>"
            for i, cell in enumerate(row[1:], 1)
        )
        + "</tr>\n"
        for row, values in zip(shown.rows, shown.values, strict=True)
    )
    caption = escape(shown.caption)
    summary = escape(charts.language.say("The same numbers as a table"))
    note = charts.note(name)
    told = f'<p class="source">{escape(note)}{more}</p>\n' if note or more else ""
    return (
        f'<figure>\n<figcaption id="figure-{name}">{caption}</figcaption>\n{"".join(charts.svgs(name))}{told}'
        f"<details{'' if charts.folded(name) else ' open'}>\n<summary>{summary}</summary>\n"
        f'<div class="table" tabindex="0" role="group" aria-labelledby="figure-{name}-table">\n<table>\n'
        f'<caption class="unseen" id="figure-{name}-table">{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n</details>\n</figure>\n"
    )


def plain(inline: "Token") -> str:
    """The words of an inline token, with the address behind a link's text where it differs."""
    words = ""
    address: str | None = None
    for child in inline.children or ():
        if child.type in ("text", "code_inline"):
            words += child.content
        elif child.type == "softbreak":
            words += " "
        elif child.type == "hardbreak":
            words += "\n"
        elif child.type == "image":
            words += child.content
        elif child.type == "link_open":
            address = str(child.attrs.get("href", ""))
        elif child.type == "link_close" and address is not None:
            words += "" if words.endswith(address) or address.startswith("#") else f" ({address})"
            address = None
    return words
