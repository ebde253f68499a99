"""Values in HTML templates: everything that a template shows is escaped, and record text says its language.

The sandbox is that of all templates (`kic.present.sandbox`); only what it writes is another language. A template
cannot declare text safe: there is no such filter, and what holds marks of its own is made here.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from kic.present.escaping import Written, paragraphs_of
from kic.present.language import Language
from kic.present.marked_tokens import tags
from kic.present.marks import line, side
from kic.present.safe import safe, safe_line

CHART = ("\ufdd8", "\ufdd9")
"""Around the name of a picture, which is put in after the template was filled: no record text holds these."""

_ITEM = re.compile(r"[-*•–] +")
_ADDRESS = re.compile(r"(https?://|mailto:)[^\s<>\"\\]+\Z")


def written(language: Language, in_words: Callable[[Language, Any], str], value: Any) -> Written:
    """Any value as HTML text, also good between the quotes of an attribute."""
    if isinstance(value, Written):
        return value
    return Written(escape(safe(in_words(language, value)), quote=True))


def filters(language: Language, in_words: Callable[[Language, Any], str]) -> dict[str, Callable[..., Any]]:
    """The filters that make HTML."""

    def paragraphs(value: Any, name: str = "") -> Written:
        """A longer text as paragraphs and lists; `name` is the class of each."""
        return _blocks(in_words(language, value), f' class="{escape(name)}"' if name else "")

    def web(address: Any, title: Any = None) -> Written:
        """A link to the web or to e-mail; anything else as text."""
        shown = written(language, in_words, address if title is None else title)
        if not isinstance(address, str) or _ADDRESS.match(address) is None:
            return shown
        return Written(f'<a href="{escape(safe_line(address))}" rel="noreferrer">{shown}</a>')

    def marked(pieces: Any, shown: str) -> Written:
        """The `old` or the `new` side of a text in pieces (mark, words), with its changed words marked."""
        return Written(tags(escape(line(side(pieces, shown), safe), quote=False), language))

    def iso(value: Any) -> Written:
        """A day for machines, as in `<time datetime>`."""
        return Written(escape(str(value), quote=True))

    def lang(code: Any) -> Written:
        """The attribute for an element whose words are in another language than the page; nothing for None."""
        return Written(f' lang="{escape(safe_line(str(code)), quote=True)}"' if code else "")

    return {"iso": iso, "lang": lang, "marked": marked, "paragraphs": paragraphs, "web": web}


def _blocks(text: str, named: str) -> Written:
    """The paragraphs of a text; those that begin as items become lists."""
    shown: list[str] = []
    items: list[str] = []
    for part in [*paragraphs_of(text), ""]:
        words = escape(safe_line(" ".join(part.split())))
        if found := _ITEM.match(words):
            items.append(f"<li>{words[found.end() :]}</li>")
            continue
        if items:
            shown.append(f"<ul{named}>{''.join(items)}</ul>")
            items = []
        if words:
            shown.append(f"<p{named}>{words}</p>")
    return Written("\n".join(shown))


def chart(name: str) -> Written:
    """The place of a picture in a template."""
    return Written(f"{CHART[0]}{name}{CHART[1]}")
