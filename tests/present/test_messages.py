"""The catalogue tool, on a small tree of code and templates."""

import pytest

from hatch_build import compile_catalogues
from kic.present.language import Language
from tests import messages
from tests.messages import Id

CODE = '''
from kic.core.text import plural, text

class KicError(Exception): ...
class UsageError(KicError): ...
class Odd(UsageError): ...

class Colour(enum.Enum):
    """Colours."""
    RED = "red"
    DARK_RED = "dark_red"
    NUMBER = 3

class Needs(enum.Enum):
    NOT_SHOWN = "not shown"

@rule("KIC123", "slug")
def broken(repository):
    """First sentence
    over two lines.

    Why: because.

        example: stays
    """
    yield text("in {place} " "together", place=1)
    yield plural("{n} thing", "{n} things", n=2)
    yield text("yes" if n else "no")

LAW = Law("KIC124", "other", Severity.ERROR, "Other law.")
LAW = law("KIC125", "third", manual="""Third law.

    Fix: mend.""")

def usage():
    "abc".count("x")
    raise Odd("No {thing}.", help="Try {other}.", thing=1)
    print(_("Said."), N_("Marked."), language.say("Shown."), language.count("{n} a", "{n} as", 2))
'''
TEMPLATE = """{# no #}<p>{{ _("In a template") }} {{ say("Of {x}", x=1) }} {{ ngettext("{n} page", "{n} pages", 3) }}
{{ value | unknown_filter }} {{ _(computed) }} {{ _("A" if x else "B") }}</p>"""

EXPECTED = {
    Id("Colour", "red"), Id("Colour", "dark_red"),
    Id("", "First sentence over two lines."), Id("", "because."), Id("", "Other law."), Id("", "Third law."),
    Id("", "mend."), Id("", "in {place} together"), Id("", "{n} thing", "{n} things"), Id("", "yes"), Id("", "no"),
    Id("", "No {thing}."), Id("", "Try {other}."), Id("", "Said."), Id("", "Marked."), Id("", "Shown."),
    Id("", "{n} a", "{n} as"), Id("", "In a template"), Id("", "Of {x}"), Id("", "{n} page", "{n} pages"), Id("", "A"), Id("", "B"),
}  # fmt: skip


@pytest.fixture
def tree(tmp_path):
    """A package with one module and one template."""
    (tmp_path / "kic/templates").mkdir(parents=True)
    (tmp_path / "kic/code.py").write_text(CODE, "utf-8")
    (tmp_path / "kic/templates/page.html.j2").write_text(TEMPLATE, "utf-8")
    return tmp_path


def from_tree(tree):
    """What was found in the tree; the record classes are always those of kic."""
    found = messages.collect(tree)
    return {
        key for key, where in found.ids.items() if where & {"kic/code.py", "kic/templates/page.html.j2"}
    }, found


def test_every_kind_of_id_is_found(tree):
    ids, found = from_tree(tree)
    assert ids == EXPECTED
    assert found.faults == []
    assert {Id("field", "responsible"), Id("kind", "goal"), Id("kind", "theme")} <= found.ids.keys()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("text(sentence)", "kic/code.py:1: text() needs a literal"),
        ("plural('one', many, n=1)", "kic/code.py:1: plural() needs literals"),
        ("text('to {0}')", "kic/code.py: 'to {0}': {0} is no plain name"),
        ("text('{a.b}')", "kic/code.py: '{a.b}': {a.b} is no plain name"),
        (
            "text('x', plural('x', 'xs', n=1))",
            "kic/code.py: 'x' stands with two plurals, or with and without one",
        ),
    ],
)
def test_ids_that_cannot_work_are_reported(tree, line, fault):
    (tree / "kic/code.py").write_text(line, "utf-8")
    assert fault in messages.collect(tree).faults


def test_merging_keeps_words_adds_new_ids_and_tells_what_went(tree, tmp_path):
    file = tmp_path / "kic.po"
    _, found = from_tree(tree)
    assert messages.merge(found, file) == []
    entries = {key: words for key, (words, _fuzzy) in messages.read(file).items()}
    entries[Id("", "No {thing}.")] = ("Kein {thing}.",)
    entries[Id("", "{n} thing", "{n} things")] = ("ein Ding", "{n} Dinge")
    entries[Id("", "gone")] = ("weg",)
    messages.write(file, entries, found.ids, "de")

    assert messages.merge(found, file) == ["gone = weg"]
    after = messages.read(file)
    assert after[Id("", "No {thing}.")] == (("Kein {thing}.",), False)
    assert after[Id("", "{n} thing", "{n} things")] == (("ein Ding", "{n} Dinge"), False)
    assert after[Id("", "Said.")] == (("",), False)
    assert Id("", "gone") not in after


@pytest.mark.parametrize(
    ("key", "words", "problem"),
    [
        (Id("", "No {thing}."), ("",), "untranslated"),
        (Id("", "No {thing}."), ("Kein {ding}.",), "placeholders differ"),
        (Id("", "No {thing}."), ("Keines.",), "placeholders differ"),
        (Id("", "{n} thing", "{n} things"), ("ein Ding", "Dinge"), "placeholders differ"),
        (Id("", "{n} thing", "{n} things"), ("{x} Ding", "{n} Dinge"), "placeholders differ"),
        (Id("", "not in the code"), ("weg",), "obsolete"),
    ],
)
def test_problems_of_a_catalogue(tree, tmp_path, key, words, problem):
    file = tmp_path / "kic.po"
    _, found = from_tree(tree)
    good = {each: (each.id, each.plural) if each.plural else (each.id,) for each in found.ids}
    good[Id("", "{n} thing", "{n} things")] = ("ein Ding", "{n} Dinge")  # the one may leave out the number
    messages.write(file, good, found.ids, "de")
    assert messages.problems(found, file) == []
    messages.write(file, good | {key: words}, found.ids, "de")
    (said,) = messages.problems(found, file)
    assert said.startswith(problem)


def test_fuzzy_and_missing_entries_are_problems(tree, tmp_path):
    file = tmp_path / "kic.po"
    _, found = from_tree(tree)
    file.write_text(
        'msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "Said."\nmsgstr "Gesagt."\n\n#~ msgid "x"\n#~ msgstr "y"\n',
        "utf-8",
    )
    problems = messages.problems(found, file)
    assert any(each.startswith("fuzzy: ") and "Said." in each for each in problems)
    assert any(each.startswith("missing: ") and "Marked." in each for each in problems)
    assert any(each.startswith("obsolete: ") for each in problems)


def test_the_build_hook_compiles_what_the_language_reads(tree, monkeypatch):
    file = tree / "kic/locale/de/LC_MESSAGES/kic.po"
    _, found = from_tree(tree)
    words = {Id("", "No {thing}."): ("Kein {thing}.",), Id("Colour", "dark_red"): ("dunkelrot",),
             Id("", "{n} thing", "{n} things"): ("{n} Ding", "{n} Dinge")}  # fmt: skip
    messages.write(file, words, found.ids, "de")
    (compiled,) = compile_catalogues(tree)
    once = compiled.read_bytes()
    compiled.write_bytes(b"earlier")
    with compiled.open("rb") as opened:
        compile_catalogues(tree)
        assert opened.read() == b"earlier", "who reads it meanwhile reads the whole of one"
    assert compiled.read_bytes() == once
    assert {each.name for each in compiled.parent.iterdir()} == {"kic.po", "kic.mo"}

    monkeypatch.setattr("kic.present.language._LOCALE", tree / "kic/locale")
    german = Language("de")
    assert german.say("No {thing}.", thing="Ding") == "Kein Ding."
    assert [german.count("{n} thing", "{n} things", n) for n in (0, 1, 2)] == ["0 Dinge", "1 Ding", "2 Dinge"]
    assert german.label("Colour", "dark_red") == "dunkelrot"
    assert german.label("Colour", "red") == "red"
    assert Language("en").say("No {thing}.", thing=1) == "No 1."
