"""What a page promises: one file, no request, structure that can be heard, contrast that can be seen."""

import base64
import hashlib
import re
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from kic.errors import Refused
from kic.present.charts import Charts
from kic.present.language import speak
from kic.present.page import _SHIPPED, page
from kic.present.templating import Renderer, render, show

DOCUMENTS = ("implementation-report", "allocation-paper")


class Tree(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.tags = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.fixture(scope="module")
def pages(city):
    with Renderer() as renderer:
        return {
            name: render(name, city.contexts()[name], to="html", language="de", renderer=renderer)
            for name in DOCUMENTS
        }


@pytest.fixture(params=DOCUMENTS)
def made(request, pages):
    return pages[request.param]


def small(source, about=None, **others):
    return page(source, Charts({}, speak("de")), about or {}, **others)


def test_it_says_its_language_and_has_one_title(made):
    tree = Tree(made)
    assert tree.of("html") == [{"lang": "de"}]
    assert len(tree.of("h1")) == 1
    assert re.search(r"<title>[^<]+ – Musterstadt</title>", made)


def test_headings_leave_no_level_out(made):
    levels = [int(tag[1]) for tag, _ in Tree(made).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_landmarks_and_skip_link(made):
    tree = Tree(made)
    assert [tag for tag, _ in tree.tags if tag in ("header", "nav", "main", "footer")] == [
        "header",
        "main",
        "nav",
        "footer",
    ]
    assert tree.of("a")[0] == {"class": "skip", "href": "#content"}


def test_ids_are_unique_and_links_within_the_page_arrive(made):
    tree = Tree(made)
    ids = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [a["href"][1:] for a in tree.of("a") if a["href"].startswith("#")]
    targets += [i for _, attrs in tree.tags for i in (attrs.get("aria-labelledby") or "").split()]
    assert set(targets) <= set(ids)


def test_tables_have_header_cells_with_scope_and_captions(made):
    tree = Tree(made)
    assert all(attrs.get("scope") in ("col", "row") for attrs in tree.of("th"))
    tables = re.findall(r"<table>.*?</table>", made, re.DOTALL)
    assert tables
    for table in tables:
        body = table.partition("<tbody>")[2]
        assert all("<th" in row for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)), (
            "each row has a name"
        )
        head = re.findall(r"<th[^>]*>(.*?)</th>", table.partition("</thead>")[0])
        assert all(head), "no header cell is empty"


def test_only_the_first_facts_have_no_caption(made):
    """A table without a caption is one whose heading says everything."""
    tables = re.findall(r"<table>(.*?)</table>", made, re.DOTALL)
    assert sum("<caption" not in table for table in tables) <= 1


def test_nothing_is_requested_and_nothing_runs(made):
    tree = Tree(made)
    assert not tree.of("script", "link", "img", "iframe", "object", "embed", "form", "base")
    assert not [
        name for _, attrs in tree.tags for name in attrs if name.startswith("on") or name in ("style", "src")
    ]
    assert not re.search(r"url\((?!#)|@import", made)
    assert all(re.match(r"#|https?://|mailto:", attrs["href"]) for attrs in tree.of("a"))


def test_the_policy_allows_the_style_sheet_and_nothing_else(made):
    sheet = re.search(r"<style>(.*?)</style>", made, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made)[1]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("sheet", ["p{}</style><script>", "<!-- p{}"])
def test_a_style_sheet_that_could_end_its_element_is_refused(sheet):
    with pytest.raises(Refused, match=r"templates/page\.css"):
        small("# T", style=sheet)


def test_an_own_style_sheet_replaces_the_shipped_one():
    made = small("# T", style="p { color: red }")
    assert "<style>p { color: red }</style>" in made
    assert "--paper" not in made


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[a](https://example.org)", '<p><a href="https://example.org">a</a></p>'),
        ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("[a](file:///etc/passwd)", "<p>[a](file:///etc/passwd)</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("https://example.org", "<p>https://example.org</p>"),
    ],
)
def test_what_templates_may_write(markdown, html):
    assert html in small(markdown)


@pytest.mark.parametrize(
    "markdown", ["![a](https://example.org/x.png)", "Text ![a](chart:progress)", "- ![a](chart:none)"]
)
def test_images_are_charts(markdown):
    with pytest.raises(Refused):
        small(markdown)


def test_a_chart_that_is_not_there_is_refused_with_those_that_are(city):
    context = city.contexts()["implementation-report"]
    for to in ("md", "html", "terminal"):
        with pytest.raises(Refused) as refused:
            show("![x](chart:progres)\n", context, to=to, language="de")
        assert refused.value.values == {"name": "progres", "names": ["progress", "series-1"]}


def palette(sheet, place):
    block = re.search(place + r".*?:root \{(.*?)\}", sheet, re.DOTALL)[1]
    return dict(re.findall(r"--(\w+): (#[0-9a-f]+);", block))


def luminance(color):
    digits = color[1:] if len(color) == 7 else "".join(c * 2 for c in color[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("place", ["", r"prefers-color-scheme: dark", r"@media print"])
def test_colours_have_contrast(place):
    """WCAG 1.4.3 and 1.4.11: words 4.5:1 on the page and on shaded ground, lines and fillings 3:1."""
    colors = palette(_SHIPPED.read_text("utf-8"), place)
    for ground in ("paper", "shade"):
        for words in ("ink", "soft", "link"):
            assert contrast(colors[words], colors[ground]) >= 4.5, (words, ground)
    for shape in ("blue", "green", "brown", "rule"):
        assert contrast(colors[shape], colors["paper"]) >= 3, shape


def test_same_headings_get_different_anchors():
    made = small("# T\n\n## Größe\n\n## Größe\n\n## 中文\n\n## 中文\n")
    assert re.findall(r'<h2 id="([^"]*)"', made) == ["s-groesse", "s-groesse-2", "s", "s-2"]


def test_shares_of_a_bar_fill_it(pages):
    drawn = re.search(r"<svg.*?</svg>", pages["implementation-report"], re.DOTALL)[0]
    rows = {}
    for x, y, width in re.findall(r'<rect class="k-\w+" x="([\d.]+)%" y="(\d+)" width="([\d.]+)%"', drawn):
        rows.setdefault(y, []).append((Fraction(x), Fraction(width)))
    assert rows
    for parts in rows.values():
        assert abs(sum(width for _, width in parts) - 100) < Fraction(1, 10)
