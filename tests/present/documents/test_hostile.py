"""Hostile text in every text field of every record: no document gets a new element, attribute or escape code.

The documents are rendered with one string in place of every text, and compared with those of a harmless word.
"""

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kic.present.escaping import escape_paragraphs
from kic.present.safe import safe
from kic.present.templating import Renderer, render, show

DOCUMENTS = ("implementation-report", "allocation-paper")
BREAKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")

STRINGS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></style></svg><script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "[Klick](javascript:alert(1))",
    "![Bild](https://example.org/zaehler.png)",
    "![Verlauf](chart:progress)",
    "[x]: https://example.org 'y'",
    "<https://example.org>",
    "| a | b |\n|---|---|\n| c | d |",
    "# Überschrift\n\n## Zweite",
    "Zeile\n---",
    "```\ncode",
    "~~~",
    "    eingerückt",
    "1. Punkt\n2. Punkt",
    "> Zitat",
    "&lt;b&gt; &#60;b&#62; &copy;",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "{0.__class__} %s %(x)s {n}",
    "\\",
    "**fett** _kursiv_ `code`",
    "\x1b[31mrot\x1b[0m\x07",
    "rück\u202ewärts\u2066",
    "Ende\r\nNeu\x85Neu\u2028Neu",
    "null\x00byte",
    "\ud800 allein",
    "\U000e0041\ufeff",
    "\u06de \u0646\u0635 \u200f \u4e2d\u6587 \U0001f469\u200d\U0001f469\u200d\U0001f467",
    "a" * 500,
)  # fmt: skip


class Elements(HTMLParser):
    """The elements of a page with their attributes, charts' letters left out; and all its words."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.words = ""
        self.drawing = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.drawing = self.drawing or tag == "svg"
        if not self.drawing and not (tag == "a" and self.web(attrs)):
            known = {name: value for name, value in attrs if name not in ("id", "href", "aria-labelledby")}
            self.elements.append((tag, tuple(known.items())))

    def web(self, attrs):
        return re.match(r"https?://|mailto:", dict(attrs).get("href") or "")

    def handle_endtag(self, tag):
        if tag == "svg":
            self.drawing = False

    def handle_data(self, data):
        self.words += data


@pytest.fixture(scope="module")
def renderer():
    with Renderer() as started:
        yield started


@pytest.fixture(scope="module")
def harmless(city, renderer):
    contexts = city.contexts(lambda _text: "Wort")
    return {
        name: Elements(render(name, contexts[name], to="html", language="en", renderer=renderer)).elements
        for name in DOCUMENTS
    }


def squeezed(text):
    return re.sub(r"\s+", "", text)


def judge(string, city, renderer, harmless):
    contexts = city.contexts(lambda _text: string)
    for name in DOCUMENTS:
        source = renderer.markdown(name, contexts[name], language="en")
        page = show(source, contexts[name], to="html", language="en")
        seen = Elements(page)
        shown = squeezed(safe(BREAKS.sub(" ", string)))
        assert shown in squeezed(seen.words), "the text is there, as it is"
        elements = seen.elements
        if len(escape_paragraphs(string)) == 1:
            assert elements == harmless[name]
        else:  # a text of several paragraphs may have several, and nothing else
            assert [each for each in elements if each[0] != "p"] == [e for e in harmless[name] if e[0] != "p"]
        for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
            kinds = {each.tag.partition("}")[2] for each in ElementTree.fromstring(drawing).iter()}
            assert kinds <= {
                "svg",
                "title",
                "desc",
                "defs",
                "pattern",
                "rect",
                "circle",
                "path",
                "line",
                "text",
            }
        text = show(source, contexts[name], to="terminal", language="en")
        assert safe(text) == text, "nothing steers the terminal"
        assert safe(source) == source


@pytest.mark.parametrize("string", STRINGS)
def test_text_stays_text_in_every_field_and_form(string, city, renderer, harmless):
    judge(string, city, renderer, harmless)


@pytest.mark.corpora
def test_every_naughty_string_stays_text(city, renderer, harmless):
    strings = json.loads((Path(os.environ["KIC_CORPORA"]) / "blns.json").read_text("utf-8"))
    strings = [string for string in strings if BREAKS.sub("", string)]
    assert len(strings) > 400
    for string in strings:
        judge(string, city, renderer, harmless)
