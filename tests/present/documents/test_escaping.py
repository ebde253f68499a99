"""Record text in Markdown shows exactly itself, at every place of a document."""

import re
import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kic.present.escaping import Written, escape_markdown, escape_paragraphs
from kic.present.safe import safe

parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

PLACES = {
    "paragraph": "{}",
    "after text": "Wort\n{}",
    "list": "- {}",
    "numbered": "1. {}",
    "heading": "## {}",
    "quotation": "> {}",
    "bold": "Das ist: **x{}x**",
    "cell": "| a | b |\n|---|---|\n| {} | z |",
    "first table line": "{}\n|---|---|",
    "link": "[x{}x](<https://example.org>)",
    "before a link": "{}[x](<https://example.org>)",
    "twice": "{0}{0}",
}


def shape(source):
    """The elements of the HTML, in order, and the words in them."""
    html = parser.render(source)
    return re.findall(r"<[^>]*>", html), re.sub(r"\s+", "", unescaped(re.sub(r"<[^>]*>", "", html)))


def unescaped(html):
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


TEXTS = st.one_of(
    st.text(alphabet="#|*_-=+~`<>[]()!&\\:.\n\t 1aä;$", min_size=1, max_size=14),
    st.text(min_size=1, max_size=12),
).filter(str.strip)


def judge(place, text):
    frame = PLACES[place]
    elements, words = shape(frame.format(escape_markdown(text)))
    expected_elements, expected = shape(frame.format("HARMLESS"))
    shown = re.sub(r"\s+", "", safe(re.sub("[\n\t\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]", "", text)))
    assert (elements, words) == (expected_elements, expected.replace("HARMLESS", shown))


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example("# Titel | <b>")
@example("---")
@example("1.")
@example(":-")
@example("```")
@example("&amp;")
@example("a!")
@example("1 #")
def test_text_stays_text(place, text):
    """The elements are those around a harmless word, and the words are the text (blanks aside)."""
    judge(place, text)


@pytest.mark.soak
@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=20_000, deadline=None)
@given(TEXTS)
def test_much_text_stays_text(place, text):
    judge(place, text)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Sprachcafé – für alle (z. B. Eltern)", "Sprachcafé – für alle (z. B. Eltern)"),
        ("Kinder & Jugend", "Kinder & Jugend"),
        ("5 € je Stunde; 3:1", "5 € je Stunde; 3:1"),
        ("a|b", r"a\|b"),
        ("eins\nzwei", "eins zwei"),
        ("14. Februar", r"14\. Februar"),
        ("14.02.2022", "14.02.2022"),
        ("Text\u202everdreht", r"Text\\u202everdreht"),
    ],
)
def test_no_more_is_escaped_than_needed(text, markdown):
    assert escape_markdown(text) == markdown


def test_paragraphs_stay_paragraphs():
    assert escape_paragraphs("Eins\nzwei.\n\n# Drei\n") == ["Eins zwei.", r"\# Drei"]


def test_one_blank_line_of_a_folded_text_is_a_paragraph_and_the_width_of_a_page_is_none():
    first = "Das Konzept beschreibt, wie die Stadt das Zusammenleben gestalten will. " * 3
    assert escape_paragraphs(f"{first}\nEs richtet sich an alle.\nUnd es gilt.") == [
        first.strip(),
        "Es richtet sich an alle.",
        "Und es gilt.",
    ]
    for width in (60, 72, 80, 100):
        assert escape_paragraphs(textwrap.fill(first, width)) == [first.strip()]


@pytest.mark.parametrize(
    "cut",
    [
        lambda text: text[1:],
        lambda text: text.replace("\\", ""),
        lambda text: text.upper(),
        lambda text: text.split("\\")[1],
        lambda text: text.strip("\\"),
    ],
)
def test_what_may_cut_an_escape_is_plain_text_again(cut):
    assert not isinstance(cut(Written(r"a\|b")), Written)
