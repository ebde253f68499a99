"""Marks of changed words in parsed Markdown: as elements of HTML, and as signs on the terminal."""

import re
from typing import TYPE_CHECKING

from kic.present.language import Language
from kic.present.marks import BREAK, INSERTED, MARK, STRUCK, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

_SPLIT = re.compile(f"( *{BREAK} *|{MARK.pattern[1:-1]})")
SIGNS = {STRUCK[0]: "[-", STRUCK[1]: "-]", INSERTED[0]: "{+", INSERTED[1]: "+}"}
"""What stands around struck and inserted words where there are only signs, as in git's word-diff."""
_OWN_SIGN = re.compile(r"(\\*)(\[-|-\]|\{\+|\+\})")


def is_texts(inline: "Token") -> bool:
    """Whether a header cell says that its table is one of texts side by side."""
    return TEXTS in inline.content


def as_html(children: "Iterable[Token]", language: Language, *, paragraphs: bool) -> "Iterator[Token]":
    """Marks as `del` and `ins` with words for who does not see them; breaks end a paragraph, or a line."""
    from markdown_it.token import Token  # noqa: PLC0415

    def raw(html: str) -> Token:
        return Token("html_inline", "", 0, content=html)

    shown = _elements(language)
    depth = 0
    if paragraphs:
        yield raw("<p>")
    for child in children:
        depth += child.nesting
        for part in _parts(child):
            if isinstance(part, str):
                inside = depth or not paragraphs
                yield raw(shown[part] if part != BREAK else "<br>" if inside else "</p>\n<p>")
            else:
                yield part
    if paragraphs:
        yield raw("</p>")


def _elements(language: Language) -> dict[str, str]:
    """What each mark is in HTML, with words for who does not see it."""
    from html import escape  # noqa: PLC0415  # the terminal needs none of it

    struck, inserted = escape(language.say("[struck: ")), escape(language.say("[inserted: "))
    return {
        STRUCK[0]: f'<del><span class="unseen">{struck}</span>',
        STRUCK[1]: '<span class="unseen">]</span></del>',
        INSERTED[0]: f'<ins><span class="unseen">{inserted}</span>',
        INSERTED[1]: '<span class="unseen">]</span></ins>',
        TEXTS: "",
    }


def tags(line: str, language: Language) -> str:
    """A line of escaped HTML with its marks as elements; a break ends the paragraph that the line stands in."""
    shown = _elements(language) | {BREAK: "</p>\n<p>"}
    return MARK.sub(lambda found: shown[found[0]], line)


def signed(marked: str) -> str:
    """Marked words in one line: signs for marks, a stroke for a break; a sign of the text's own gets a backslash."""
    if MARK.search(marked) is None:
        return marked
    parts = MARK.split(marked)
    return "".join(
        " / " if part == BREAK else SIGNS.get(part, _own(part) if MARK.fullmatch(part) is None else "")
        for part in parts
    )


def _own(words: str) -> str:
    r"""Words in which no sign can be taken for a mark: `[-` becomes `[\-`, and backslashes before it are doubled."""
    return _OWN_SIGN.sub(lambda found: f"{found[1] * 2}{found[2][0]}\\{found[2][1]}", words)


def as_signs(children: "Iterable[Token]") -> "Iterator[Token]":
    """Marks as signs around the words; breaks end the line."""
    from markdown_it.token import Token  # noqa: PLC0415

    children = list(children)
    marked = any(child.type == "text" and MARK.search(child.content) is not None for child in children)
    for child in children:
        for part in _parts(child):
            if not isinstance(part, str):
                own = marked and part.type == "text"
                yield part.copy(content=_own(part.content)) if own else part
            elif part == BREAK:
                yield Token("hardbreak", "br", 0)
            elif part in SIGNS:
                yield Token("text", "", 0, content=SIGNS[part])


def _parts(child: "Token") -> "Iterator[Token | str]":
    """A token's text between marks, and the marks; any other token as it is."""
    if child.type != "text" or MARK.search(child.content) is None:
        yield child
        return
    for part in _SPLIT.split(child.content):
        if MARK.fullmatch(part.strip(" ")):
            yield part.strip(" ")
        elif part:
            yield child.copy(content=part)
