"""What templates of the site write of values: escaped text, paragraphs, links, marks, languages of parts."""

import pytest

from kic.core.values import Money
from kic.errors import Refused
from kic.present.site.building import build
from kic.present.templating import Renderer
from tests.present.site.leaves import Leaf, framed

LINES = """Erster Absatz, der
über zwei Zeilen geht.

- ein <b>Punkt</b>
- noch einer

Letzter."""


@pytest.fixture(scope="module")
def filled():
    """Fills a template of this text with these values."""
    with Renderer() as renderer:

        def fill(template, language="de", **values):
            return renderer.html("try", values, language=language, templates={"try.html.j2": template})

        yield fill


@pytest.mark.parametrize(
    ("template", "values", "written"),
    [
        ("{{ a }}", {"a": "<script>&\"'"}, "&lt;script&gt;&amp;&quot;&#x27;"),
        ('<a title="{{ a }}">', {"a": '" onclick="x'}, '<a title="&quot; onclick=&quot;x">'),
        ("{{ a }}", {"a": "\u202eabc\ufdd8progress\ufdd9"}, "\\u202eabc\\ufdd8progress\\ufdd9"),
        ("{{ a }}", {"a": "{{ 7*7 }}"}, "{{ 7*7 }}"),
        ("{% set b = a ~ '<i>' %}{{ b }}", {"a": "<"}, "&lt;&lt;i&gt;"),
        ("{{ a|join('<br>') }}", {"a": ["<", ">"]}, "&lt;<br>&gt;"),
        ("{{ a|upper }}", {"a": "<b>"}, "&lt;B&gt;"),
        ("{{ a|web }}", {"a": "https://www.neuenlauter.example/a?b&c"},
         '<a href="https://www.neuenlauter.example/a?b&amp;c" rel="noreferrer">https://www.neuenlauter.example/a?b&amp;c</a>'),
        ("{{ a|web }}", {"a": "javascript:alert(1)"}, "javascript:alert(1)"),
        ("{{ a|web('da') }}", {"a": 'https://x.example/" onload="y'}, "da"),
        ("<p{{ a|lang }}>", {"a": "de"}, '<p lang="de">'),
        ("<p{{ a|lang }}>", {"a": None}, "<p>"),
        ("<p{{ a|lang }}>", {"a": '"><script>'}, '<p lang="&quot;&gt;&lt;script&gt;">'),
        ("{{ a|marked('old') }}", {"a": [["keep", "ein "], ["strike", "<alter>"], ["insert", "neuer"], ["keep", " Text"]]},
         'ein <del><span class="unseen">[gestrichen: </span>&lt;alter&gt;<span class="unseen">]</span></del> Text'),
        ("{{ a }}", {"a": {"$": "money", "v": str(Money(123450))}}, "1.234,50\u00a0€"),
        ("{{ chart('a') }}", {}, "\ufdd8a\ufdd9"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_text(filled, template, values, written):
    assert filled(template, **values) == written


def test_a_text_has_its_paragraphs_and_lists(filled):
    assert filled("{{ a|paragraphs }}", a=LINES) == (
        "<p>Erster Absatz, der über zwei Zeilen geht.</p>\n"
        "<ul><li>ein &lt;b&gt;Punkt&lt;/b&gt;</li><li>noch einer</li></ul>\n"
        "<p>Letzter.</p>"
    )


@pytest.mark.parametrize(
    "template",
    ["{{ a|safe }}", "{{ a|replace('x', 'y') }}", "{{ a.__class__ }}", "{% filter upper %}{% endfilter %}"],
)
def test_a_template_cannot_declare_text_safe(filled, template):
    with pytest.raises(Refused):
        filled(template, a="<b>")


# -- files -----------------------------------------------------------------------------------------------

TEMPLATE = {
    "site/plain.html.j2": '<p>{{ root }}|{{ base }}|{{ page_title }}</p>{% if charts_of is defined %}{{ chart("one") }}{% endif %}'
}


def made(*leaves):
    with Renderer() as renderer:
        return build(leaves, framed(), renderer, TEMPLATE)


def test_links_are_relative_to_where_a_page_lies():
    files = made(Leaf(address="a.html"), Leaf(address="b/c.html"), Leaf(address="b/d/e.html"))
    assert files["a.html"] == b"<p>||T</p>\n"
    assert files["b/d/e.html"] == b"<p>../../|../../|T</p>\n"
    assert files["en/b/c.html"] == b"<p>../|../../|T</p>\n"


def test_a_former_address_leads_on_and_says_where_to():
    files = made(Leaf(address="b/new.html", former=("b/old.html", "older.html"), title="<Neu>"))
    assert b'content="0; url=../b/new.html"' in files["b/old.html"]
    assert b'<a href="b/new.html">&lt;Neu&gt;</a>' in files["older.html"]
    assert b'<a href="b/new.html" lang="de">&lt;Neu&gt;</a>' in files["en/older.html"]
    assert b'<h1 lang="de">&lt;Neu&gt;</h1>' in files["en/older.html"]


def test_no_two_pages_have_one_address_also_where_case_does_not_count():
    with pytest.raises(Refused) as refused:
        made(Leaf(address="a.html"), Leaf(address="b.html", former=("A.html",)))
    assert refused.value.values["address"] == "A.html"


def test_the_numbers_of_a_picture_lie_beside_the_page():
    chart = {
        "form": "stacked", "title": "Stand", "description": "Zahlen", "as_of": None, "source": "Stadt",
        "rows": [{"label": "Eins", "counts": {"implemented": 2}, "without": 1}],
    }  # fmt: skip
    files = made(Leaf(address="b/c.html", context={"charts": {"one": chart}, "charts_of": True}))
    assert b'<a href="../daten/b-c-one.csv" download>' in files["b/c.html"]
    assert b'<a href="../../en/daten/b-c-one.csv" download>' in files["en/b/c.html"]
    assert files["daten/b-c-one.csv"].decode("utf-8-sig").splitlines()[1].startswith("Eins;2;1;3")
    assert "Theme" in files["en/daten/b-c-one.csv"].decode("utf-8-sig")
