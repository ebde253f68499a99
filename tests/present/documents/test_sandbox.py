"""Templates of a repository get data and nothing else; whatever they do ends in a sentence with a place."""

import time

import pytest

from kic.core.tagged import Stated, tag
from kic.core.values import Money
from kic.errors import KicError, Refused, UsageError
from kic.present.templating import Renderer, read_templates

CONTEXT = tag(
    {
        "title": "# a|b",
        "sum": Money(123456),
        "names": ["x|y", "<b>"],
        "gap": Stated(None, "unknown"),
        "about": Stated("viel", "approximate"),
        "nothing": None,
    }
)


@pytest.fixture(scope="module")
def renderer():
    with Renderer(seconds=2) as started:
        yield started


def fill(renderer, source, language="de", **others):
    templates = {"paper.md.j2": source, **others}
    return renderer.markdown("paper", CONTEXT, language=language, templates=templates)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("{{ title }}", r"\# a\|b"),
        ("**{{ title }}**", r"**\# a\|b**"),
        ("{{ sum }}", "1.234,56\u00a0€"),
        ("{{ title ~ sum }}", "\\# a\\|b1.234,56\u00a0€"),
        ("{{ '|' }}", r"\|"),
        ("{{ names|join(', ') }}", r"x\|y, \<b>"),
        ("{{ title|upper }}", r"\# A\|B"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(title) }}", r"*\# a\|b*"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(title) ~ title }}", r"*\# a\|b*\# a\|b"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(title) + title }}", r"*\# a\|b*\# a\|b"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ title + m(title) }}", r"\# a\|b*\# a\|b*"),
        ("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ [m(title), title]|join(' ') }}", r"*\# a\|b* \# a\|b"),
        ("{% macro m() %}*{{ caller() }}*{% endmacro %}{% call m() %}{{ title }}{% endcall %}", r"*\# a\|b*"),
        ("{% set x %}*{{ title }}*{% endset %}{{ x }}", r"*\# a\|b*"),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", r"\# a\|b"),
        ("{{ _('{n} things', n=title) }}", r"\# a\|b things"),
        ("{{ title|link }}", r"\# a\|b"),
        ("{{ 'https://example.org/?a=1&b=2'|link(title) }}", r"[\# a\|b](<https://example.org/?a=1&b=2>)"),
        ("{{ 'javascript:alert(1)'|link('x') }}", "x"),
        ("{{ 'https://a>b <x'|link }}", r"https://a>b \<x"),
        ("{{ about }}", "viel (ungefähr)"),
        ("- {{ title }}{% if sum %}!{% endif %}\n- b", "- \\# a\\|b!\n- b"),
    ],
)
def test_what_a_template_puts_out_is_escaped_once(source, markdown, renderer):
    assert fill(renderer, source) == f"{markdown}\n"


def test_what_is_not_known_says_so(renderer):
    assert fill(renderer, "{{ gap }} {{ nothing }} {{ [gap]|length }}", "en") == "not known – 1\n"


ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ _.__globals__ }}",
    "{{ count.__code__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ (1).__reduce__() }}",
    "{{ names.append('x') }}",
    "{{ names.__setitem__(0, 'x') }}",
    "{{ '{0.__class__}'.format(title) }}",
    "{{ '{0.__class__}'.format_map({'0': title}) }}",
    "{{ title|attr('__class__') }}",
    "{{ title|safe }}",
    "{{ names|tojson }}",
    "{{ lipsum.__globals__['os'].popen('id') }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ title.format.__globals__ }}",
    "{% set x = ''|string|map(attribute='__class__')|list %}{{ x[0].__mro__ }}",
    "{% import 'os' as os %}",
    "{% include '../../kic.yaml' %}",
    "{% include '/etc/passwd' %}",
)


@pytest.mark.parametrize("source", ESCAPES)
def test_escapes_are_refused_with_a_place(source, renderer):
    with pytest.raises(Refused) as refused:
        fill(renderer, f"Text\n{source}")
    assert str(refused.value).startswith("templates/paper.md.j2:2: ")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            "a\n{{ foo }}",
            "templates/paper.md.j2:2: the template uses a name that its document does not have: 'foo'",
        ),
        ("a\n\n{{ title.foo }}", "templates/paper.md.j2:3: the template uses a name"),
        ("a\n{% if %}", "templates/paper.md.j2:2: the template is not well formed"),
        (
            "{{ title|nix }}",
            "templates/paper.md.j2:1: the template is not well formed: No filter named 'nix'",
        ),
        (
            "a\n{% include 'b.j2' %}",
            "templates/paper.md.j2:2: the template asks for b.j2, which is not there.",
        ),
        ("a\n{% include 'part.j2' %}", "templates/part.j2:2: the template uses a name"),
        (
            "{% filter upper %}{{ title }}{% endfilter %}",
            "templates/paper.md.j2:1: the template is not well formed",
        ),
        ("{{ 1 / 0 }}", "templates/paper.md.j2:1: the template failed: ZeroDivisionError"),
        (
            "a\n{% macro f() %}{{ f() }}{% endmacro %}\n{{ f() }}",
            "templates/paper.md.j2:2: the template failed: Rec",
        ),
    ],
)
def test_faults_name_template_and_line(source, sentence, renderer):
    with pytest.raises(Refused) as refused:
        fill(renderer, source, **{"part.j2": "x\n{{ foo }}"})
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    "source",
    [
        "a\n{{ 'a' * 10**9 }}",
        "a\n{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    ],
)
def test_memory_is_limited(source):
    # Much time: filling the memory of a busy machine takes longer than a template may.
    with Renderer(seconds=60) as patient:
        with pytest.raises(Refused, match=r"paper\.md\.j2:2: .* used up its memory"):
            fill(patient, source)
        assert fill(patient, "{{ title }}") == "\\# a\\|b\n", "the process serves on"


def test_time_is_limited_and_the_line_is_told():
    loop = "a\n{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}"
    with Renderer(seconds=0.5) as quick, pytest.raises(Refused) as refused:
        fill(quick, loop)
    assert refused.value.values["place"] == "templates/paper.md.j2:2"
    assert "was stopped after" in refused.value.sentence


def test_a_process_that_hears_no_signal_is_ended_from_outside(monkeypatch):
    """As on Windows, or in one long step of C code: the parent's clock ends it."""
    with Renderer(seconds=0.2) as quick:
        started = time.monotonic()
        with pytest.raises(KicError, match=r"paper\.md\.j2(:1)?: the template was stopped"):
            fill(quick, "{{ (9 ** (9 ** 9)) % 7 }}")
        assert time.monotonic() - started < 60, "a guard against hanging, no measurement"


def test_after_the_end_of_its_process_a_renderer_says_so():
    with Renderer() as ended:
        ended.close()
        with pytest.raises((Refused, ValueError)):
            fill(ended, "a")


def test_the_process_opens_no_file(renderer):
    """Imports that Jinja does late would open files: everything a template can need is there before."""
    source = (
        "{{ [3, 1]|sort }} {{ 'ä|€'|title }} {{ {'a': 1}|dictsort }} {{ names|unique|list }} {{ 1.5|round }}"
    )
    assert fill(renderer, source).startswith("1 und 3")


def test_own_templates_come_first_and_may_use_shipped_ones(city, renderer):
    context = city.contexts()["implementation-report"]
    own = {"implementation-report.md.j2": "# Eigener Bericht\n\n{{ municipality }}"}
    assert (
        renderer.markdown("implementation-report", context, language="de", templates=own)
        == "# Eigener Bericht\n\nMusterstadt\n"
    )
    shipped = {"own.md.j2": "{% include 'implementation-report.md.j2' %}"}
    assert "Musterstadt" not in own
    assert renderer.markdown("own", context, language="de", templates=shipped).startswith("# ")


def test_an_unknown_document_is_a_usage_error(renderer):
    with pytest.raises(UsageError) as wrong:
        renderer.markdown("implementation-reprot", {}, language="de")
    assert wrong.value.values["names"][0] == "implementation-report.md.j2"


def test_templates_of_a_folder(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "head.j2").write_text("Kopf", "utf-8")
    (tmp_path / "page.css").write_text("p {}", "utf-8")
    (tmp_path / "notes.txt").write_text("nicht gemeint", "utf-8")
    (tmp_path / "elsewhere.j2").symlink_to(__file__)
    assert read_templates(tmp_path) == {"page.css": "p {}", "parts/head.j2": "Kopf"}
    assert read_templates(tmp_path / "none") == {}
    (tmp_path / "latin.j2").write_bytes(b"\xe4")
    with pytest.raises(Refused, match=r"templates/latin\.j2 is not text"):
        read_templates(tmp_path)


EVERYTHING = ("implementation-report", "allocation-paper")


@pytest.mark.parametrize("document", EVERYTHING)
def test_shipped_templates_need_every_name_they_use(document, city, renderer):
    """A context without one of its names is refused, so a missing name never shows as nothing."""
    context = dict(city.contexts()[document])
    used = [name for name in context if name not in ("page", "charts")]
    source_names = [name for name in used if _uses(document, name)]
    assert source_names
    for name in source_names:
        rest = {key: value for key, value in context.items() if key != name}
        with pytest.raises(Refused):
            renderer.markdown(document, rest, language="en")


def _uses(document, name):
    import jinja2
    from jinja2 import nodes

    from kic.present.templating import _SHIPPED

    tree = jinja2.Environment().parse((_SHIPPED / f"{document}.md.j2").read_text("utf-8"))
    return any(each.name == name and each.ctx == "load" for each in tree.find_all(nodes.Name))
