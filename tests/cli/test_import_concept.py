"""The text of a concept from DOCX and Markdown: what is found in it, what becomes of each text, and that nothing is lost."""

import io
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.present.escaping import escape_markdown
from kic.repository.concept_text.beginnings import Beginnings
from kic.repository.concept_text.likeness import parted
from kic.repository.concept_text.reading import read_concept
from kic.repository.concept_text.recognising import Recognised, recognised
from kic.repository.intake.new_bodies import id_of_body
from tests.cli.inprocess import call

ROOT = Path(__file__).parents[2]
TOLD = "Texte sind schon da, Wort für Wort."


# -- a rendered concept comes back ---------------------------------------------------------------------


@pytest.mark.parametrize(("to", "lang"), [("md", "de"), ("docx", "en")])
def test_the_rendered_concept_comes_back_unchanged(
    built_city: Path, tmp_path: Path, to: str, lang: str
) -> None:
    """Themes, Leitbilder, goals and recommendations of the demo city, from its own document in either language."""
    file = tmp_path / f"konzept.{to}"
    assert call("render", "concept", "--to", to, "-o", str(file), folder=built_city, lang=lang).code == 0
    done = call("import", "concept", str(file), "--dry-run", folder=built_city)
    assert done.code == 0, done.err
    assert (done.out, f"57 {TOLD}" in done.err) == ("", True)
    assert "Es gibt nichts zu ändern." in done.err


class Recommendation(NamedTuple):
    title: str
    text: tuple[str, ...]


class Theme(NamedTuple):
    title: str
    vision: str
    goals: tuple[tuple[str, str], ...]
    recommendations: tuple[Recommendation, ...]


_word = st.text("abcdefghijklmnopqrstuvwxyzäöüßABCÄÖÜ&*_[]`'\"()-,;!?§%", min_size=3, max_size=12).filter(
    lambda word: any(map(str.isalpha, word))
)
_title = st.lists(_word, min_size=2, max_size=6).map(lambda words: "Für " + " ".join(words))
_prose = st.lists(_word, min_size=4, max_size=25).map(lambda words: "Die " + " ".join(words) + ".")
_themes = st.lists(
    st.builds(
        Theme,
        _title,
        _prose,
        st.lists(st.tuples(_title, _prose), min_size=1, max_size=3).map(tuple),
        st.lists(st.builds(Recommendation, _title, st.lists(_prose, min_size=1, max_size=3).map(tuple)), min_size=1, max_size=4).map(tuple),
    ),
    min_size=1,
    max_size=3,
)  # fmt: skip


def as_rendered(themes: list[Theme]) -> str:
    """As `kic render concept` writes it: numbers alone before titles."""
    lines, number = ["# Integrationskonzept"], 0
    for place, theme in enumerate(themes, 1):
        lines += [
            f"## Themenfeld {place}: {escape_markdown(theme.title)}",
            "### Leitbild",
            f"> {escape_markdown(theme.vision)}",
        ]
        lines += ["### Ziele"]
        for title, words in theme.goals:
            lines += [f"- **{escape_markdown(title)}**", f"  {escape_markdown(words)}"]
        lines += ["### Handlungsempfehlungen"]
        for each in theme.recommendations:
            number += 1
            lines += [f"#### {number} {escape_markdown(each.title)}", *map(escape_markdown, each.text)]
    return "\n\n".join(lines) + "\n"


def as_a_council_writes(themes: list[Theme]) -> str:
    """Every element named by its word, goals numbered by their theme, recommendations as bold lines."""
    lines, number = ["# Integrationskonzept"], 0
    for place, theme in enumerate(themes, 1):
        lines += [
            f"# Themenfeld {place} \u2013 {escape_markdown(theme.title)}",
            f"**Leitbild:** {escape_markdown(theme.vision)}",
        ]
        for count, (title, words) in enumerate(theme.goals, 1):
            lines += [f"**Ziel {place}.{count}: {escape_markdown(title)}**", escape_markdown(words)]
        for each in theme.recommendations:
            number += 1
            lines += [
                f"**Handlungsempfehlung {number}: {escape_markdown(each.title)}**",
                *map(escape_markdown, each.text),
            ]
    return "\n\n".join(lines) + "\n"


def found_in(content: bytes, file: str) -> Recognised:
    read = read_concept(content, file)
    assert read.readable
    return recognised(read.paragraphs, ())


def folded(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("layout", [as_rendered, as_a_council_writes])
@given(themes=_themes)
@settings(max_examples=12, deadline=None)
def test_a_text_is_found_in_its_layouts_whatever_its_words(layout, themes: list[Theme]) -> None:
    """Number, title and words of each element; and nothing is left over."""
    found = found_in(layout(themes).encode(), "k.md")
    said = [
        (e.kind, e.number.rpartition(".")[2], folded(e.title)) for e in found.elements if e.kind != "edition"
    ]
    wanted, number = [], 0
    texts = {"theme": [], "goal": [], "recommendation": []}  # type: dict[str, list[str]]
    for place, theme in enumerate(themes, 1):
        wanted.append(("theme", str(place), folded(theme.title)))
        texts["theme"].append(theme.vision)
        for count, (title, words) in enumerate(theme.goals, 1):
            wanted.append(("goal", "" if layout is as_rendered else str(count), folded(title)))
            texts["goal"].append(words)
        for each in theme.recommendations:
            number += 1
            wanted.append(("recommendation", str(number), folded(each.title)))
            texts["recommendation"].append("\n\n".join(each.text))
    assert said == wanted
    assert found.left == ()
    for kind, field in (("theme", "vision"), ("goal", "text"), ("recommendation", "text")):
        held = [folded(e.texts[field]) for e in found.elements if e.kind == kind]
        assert held == list(map(folded, texts[kind]))


# -- into records --------------------------------------------------------------------------------------

TEXT = """\
# Integrationskonzept der Stadt, 2022

## Themenfeld 2: Sprachförderung

### Leitbild

Alle verstehen einander.

### Ziele

- Kurse für alle

### Handlungsempfehlungen

#### Handlungsempfehlung 7: Etablierung qualifizierter Lernpatenschaften

Freiwillige begleiten Kinder beim Lernen.

Zuständig: Amt für Wunder

#### Handlungsempfehlung 8: Sprachcafé

In jedem Stadtteil gibt es ein Sprachcafé:

- ohne Anmeldung,
- ohne Prüfung.

## Anhang

Siehe Karte.
"""


@pytest.fixture
def kaiserslautern(tmp_path: Path) -> Path:
    """The project's own records: most of the concept is not known."""
    folder = tmp_path / "kl"
    folder.mkdir()
    shutil.copy(ROOT / "kic.yaml", folder)
    shutil.copytree(ROOT / "concept", folder / "concept")
    (folder / "konzept.md").write_text(TEXT, "utf-8")
    return folder


def test_what_is_missing_is_entered_with_the_resolution_as_its_source(kaiserslautern: Path) -> None:
    """The one known recommendation gets its number and wording, the other becomes a record; gaps close."""
    done = call(
        "import", "concept", str(kaiserslautern / "konzept.md"), "--yes", folder=kaiserslautern, lang="en"
    )
    assert done.code == 0, done.err
    known = (kaiserslautern / "concept/recommendations/he-lernpatenschaften.yaml").read_text("utf-8")
    assert "text: Freiwillige begleiten Kinder beim Lernen.\n" in known
    assert "wording: adopted\n  source: Beschluss des neuen Integrationskonzepts\n" in known
    assert "number: 7\n" in known
    assert "field: text" not in known
    new = (kaiserslautern / "concept/recommendations/he-08.yaml").read_text("utf-8")
    assert "- ohne Anmeldung,\n  - ohne Prüfung." in new
    assert "field: responsible\n    state: unknown" in new
    theme = (kaiserslautern / "concept/themes/t2.yaml").read_text("utf-8")
    assert "vision: Alle verstehen einander.\n" in theme
    assert "id: t2-z1\n    title: Kurse für alle\n" in theme
    again = call(
        "import", "concept", str(kaiserslautern / "konzept.md"), "--dry-run", folder=kaiserslautern, lang="en"
    )
    assert (again.code, again.out) == (0, ""), again.err


FIRST_TEXT = """# Integrationskonzept der Stadt Musterstadt

## Themenfeld 1: Sprache

Leitbild: Alle verstehen einander.

### Ziele

- Kurse sind erreichbar

### Handlungsempfehlung 1: Kurse am Abend

Die Volkshochschule bietet Kurse am Abend an.

## Themenfeld 2: Wohnen

### Handlungsempfehlung 2: Wohnlotsen

Lotsen beraten Mieterinnen und Mieter.
"""


def test_the_first_text_of_a_new_repository_is_taken_with_what_it_leaves_open(tmp_path: Path) -> None:
    """A text seldom says which goal a recommendation serves and who is responsible: that is not known, and no error."""
    assert (
        call("init", "stadt", "--name", "Stadt Musterstadt", "--land", "RP", "--yes", folder=tmp_path).code
        == 0
    )
    city = tmp_path / "stadt"
    (city / "Konzept.md").write_text(FIRST_TEXT, "utf-8")
    done = call("import", "concept", str(city / "Konzept.md"), "--yes", folder=city)
    assert done.code == 0, done.err
    one = (city / "concept/recommendations/he-01.yaml").read_text("utf-8")
    assert "- field: goals\n    state: unknown\n  - field: responsible\n    state: unknown\n" in one
    two = (city / "concept/themes/t2.yaml").read_text("utf-8")
    assert "- field: vision\n    state: unknown\n  - field: goals\n    state: unknown\n" in two
    assert call("check", folder=city).code == 0


def test_a_goal_below_no_theme_says_how_a_theme_is_known(kaiserslautern: Path) -> None:
    """A heading of another form stays unread; the number of a recommendation would be no answer to that."""
    (kaiserslautern / "konzept.md").write_text(
        "# Konzept\n\n## A Sprache\n\n### Ziele\n\n- Kurse\n\n### Handlungsempfehlung 1: Abend\n\nAbends.\n",
        "utf-8",
    )
    done = call(
        "import", "concept", str(kaiserslautern / "konzept.md"), "--yes", folder=kaiserslautern, lang="en"
    )
    assert done.code == 1
    assert "Give its heading that form: Themenfeld 1: Sprache." in " ".join(done.err.split())
    assert "--same" not in done.err


def test_what_belongs_to_no_text_and_what_is_not_known_is_told_with_its_place(kaiserslautern: Path) -> None:
    """The name of a body that has no record, a part without a theme, and the records that the text lacks."""
    done = call(
        "import", "concept", str(kaiserslautern / "konzept.md"), "--dry-run", folder=kaiserslautern, lang="en"
    )
    assert "line 15: 7: Responsible is not entered, as it is not known here: Amt für Wunder" in done.err
    assert (
        f"line {TEXT[: TEXT.index('Siehe')].count(chr(10)) + 1}: below Anhang: belongs to no text of the concept: Siehe Karte."
        in done.err
    )
    assert "The text does not have" in done.err
    assert "he-kulturfestival" in done.err


def test_words_that_differ_stay_until_their_act_is_recorded(city: Path) -> None:
    """An adopted text in other words is told; with --replace the rules ask for the act."""
    file = city / "k.md"
    call("render", "concept", "--to", "md", "-o", str(file), folder=city)
    words = file.read_text("utf-8").replace("sechs Nachmittagen", "acht Nachmittagen")
    file.write_text(words, "utf-8")
    told = call("import", "concept", str(file), "--dry-run", folder=city, lang="en")
    assert "he-02 Elternwerkstatt an Grundschulen has other words and keeps them: Text" in told.err
    assert (told.code, told.out) == (0, "")
    refused = call("import", "concept", str(file), "--replace", "--yes", folder=city, lang="en")
    assert (refused.code, "KIC245" in refused.err) == (1, True)


def test_a_new_goal_that_a_text_names_twice_is_one_goal(built_city: Path, tmp_path: Path) -> None:
    """As where the goals are listed first and told one by one below."""
    (tmp_path / "konzept.md").write_text(
        "# Themenfeld 1: Bildung und Arbeit\n\n### Ziele\n\n**Ziel 1.9: Neues Ziel**\n\n**Ziel 1.9: Neues Ziel**\n\n"
        "Worte dazu.\n",
        "utf-8",
    )
    done = call("import", "concept", str(tmp_path / "konzept.md"), "--dry-run", folder=built_city, lang="en")
    added = [line for line in (done.out + done.err).splitlines() if line.startswith("+ ")]
    assert added == ["+  - id: t1-z5", "+    title: Neues Ziel", "+    text: Worte dazu."]
    assert "KIC215" in done.err, "that nothing serves it is told by its rule"


CHAPTERS = """# Konzept

## 1 Einleitung

### 1.1 Anlass

Der Rat hat beauftragt.

## 2 Sprache

Worum es geht.

### 2.1 Kurse

Kurse werden eingerichtet.

#### Umsetzung

Ab Herbst.

### 2.2 Paten

Paten werden gesucht.

## 3 Ausblick

Es geht weiter.
"""


class Found(NamedTuple):
    kind: str
    number: str
    title: str
    under: str
    text: str


def told_in(markdown: str, *passed_over: str, **told: tuple[str, ...]) -> tuple[list[Found], list[str]]:
    """The elements after the edition with their theme, and what belongs to none of them."""
    read = read_concept(markdown.encode(), "k.md")
    came = recognised(read.paragraphs, (), Beginnings.of(told), passed_over)
    under = [came.elements[each.theme].title if each.theme is not None else "" for each in came.elements]
    rows = zip(came.elements, under, strict=True)
    return [
        Found(each.kind, each.number, each.title, above, each.texts.get("text", "")) for each, above in rows
    ][1:], [each.words for each in came.left]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Handlungsfeld 2: Sprache", ("theme", "2", "Sprache")),
        ("Handlungsfeld II \u2013 Sprache", ("theme", "2", "Sprache")),
        ("Handlungsfeld B: Sprache", ("theme", "2", "Sprache")),
        ("Handlungsfeld: Sprache", ("theme", "", "Sprache")),
        ("Thema 2 Sprache", ("theme", "2", "Sprache")),
        ("Aktionsfeld 2 - Sprache", ("theme", "2", "Sprache")),
        ("Leitziel 1: Alle sprechen mit", ("goal", "1", "Alle sprechen mit")),
        ("Operatives Ziel 1.2: Kurse", ("goal", "1.2", "Kurse")),
        ("Empfehlung 7: Kurse", ("recommendation", "7", "Kurse")),
        ("Empfehlung Nr. 7 Kurse", ("recommendation", "7", "Kurse")),
        ("Maßnahme 2.1 Kurse", ("recommendation", "2.1", "Kurse")),
        ("Maßnahme B.1: Kurse", ("recommendation", "B.1", "Kurse")),
        ("MASSNAHME 7: Kurse", ("recommendation", "7", "Kurse")),
        ("Maßnahme \u2013 Kurse", ("recommendation", "", "Kurse")),
        (f"Maßnahme {'7' * 5}: Kurse", None),
        ("Maßnahme \u0667: Kurse", None),
        (f"Handlungsfeld {'I' * 100_000}: Sprache", None),
        ("Themenfelder im Überblick", None),
        ("Empfehlung zur Umsetzung", None),
        ("Ziel und Zweck", None),
    ],
)
def test_the_words_that_cities_use_begin_what_they_name(
    heading: str, expected: tuple[str, str, str] | None
) -> None:
    found, left = told_in(f"# Konzept\n\n## Vorwort\n\n## {heading}\n")
    assert [each[:3] for each in found] == ([expected] if expected else [])
    assert (heading in left) is (expected is None)


def test_numbered_chapters_are_what_is_told_of_them() -> None:
    """A chapter without anything in it is no theme, one that is passed over is left with all below it."""
    found, left = told_in(CHAPTERS, "1", theme=("1",), recommendation=("1.1",))
    assert found == [
        ("theme", "2", "Sprache", "", ""),
        (
            "recommendation",
            "2.1",
            "Kurse",
            "Sprache",
            "Kurse werden eingerichtet.\n\nUmsetzung\n\nAb Herbst.",
        ),
        ("recommendation", "2.2", "Paten", "Sprache", "Paten werden gesucht."),
    ]
    assert left == [
        "1 Einleitung", "1.1 Anlass", "Der Rat hat beauftragt.", "Worum es geht.", "3 Ausblick", "Es geht weiter.",
    ]  # fmt: skip


def test_levels_and_other_words_are_told_too() -> None:
    words = (
        "# Konzept\n\n## Baustein 1 Sprache\n\n### Ziele\n\n- Mitreden\n\n### Kurse\n\nText.\n\n### Paten\n"
    )
    found, left = told_in(words, theme=("Baustein",), recommendation=("###",))
    assert [(each.kind, each.title, each.under) for each in found] == [
        ("theme", "Sprache", ""),
        ("goal", "Mitreden", "Sprache"),
        ("recommendation", "Kurse", "Sprache"),
        ("recommendation", "Paten", "Sprache"),
    ]
    assert left == []


def test_a_text_whose_headings_say_nothing_shows_them_and_how_they_are_told(
    kaiserslautern: Path, tmp_path: Path
) -> None:
    file = tmp_path / "k.md"
    file.write_text(CHAPTERS, "utf-8")
    done = call("import", "concept", str(file), "--dry-run", folder=kaiserslautern, lang="en")
    assert done.code == 1
    assert (
        "  1: 3 headings, the first is 1 Einleitung\n  1.1: 3 headings, the first is 1.1 Anlass\n" in done.err
    )
    assert "--theme Kapitel --recommendation 1.1" in done.err
    told = ("--theme", "1", "--recommendation", "1.1", "--skip", "Einleitung")
    done = call("import", "concept", str(file), *told, "--dry-run", folder=kaiserslautern, lang="en")
    assert "Numbers such as 2.1 are not entered: records have whole ones." in done.err
    wrong = call(
        "import", "concept", str(file), "--theme", "1x", "--dry-run", folder=kaiserslautern, lang="en"
    )
    assert (wrong.code, "1x is no word, no number such as 1.1 and no level such as ##." in wrong.err) == (
        2,
        True,
    )


def test_a_number_with_another_title_is_asked_about(city: Path) -> None:
    """Seven is another recommendation here: nothing is written until somebody says which is meant."""
    file = city / "k.md"
    file.write_text(
        "## Themenfeld 1: Bildung und Arbeit\n\n### Handlungsempfehlung 7: Ein Spielplatz\n\nEr ist neu.\n",
        "utf-8",
    )
    asked = call("import", "concept", str(file), "--yes", folder=city, lang="en")
    assert asked.code == 1
    assert "it is not clear which record this is; perhaps he-07" in asked.err
    refused = call("import", "concept", str(file), "--same", "7=new", "--dry-run", folder=city, lang="en")
    assert ("k2022-he-07 Ein Spielplatz is new" in refused.err, "KIC207" in refused.err) == (True, True)


def test_a_theme_without_a_name_is_called_by_its_heading(kaiserslautern: Path) -> None:
    """And one that is there already keeps its title: a number alone does not say that it has another one."""
    file = kaiserslautern / "k.md"
    file.write_text("# Konzept\n\n## Handlungsfeld 77\n\n## Handlungsfeld 1\n", "utf-8")
    done = call("import", "concept", str(file), "--dry-run", folder=kaiserslautern, lang="en")
    assert done.code == 0, done.err
    assert "t77 Handlungsfeld 77 is new, with: Title" in done.err
    assert "title: Handlungsfeld 77" in done.out
    assert "title: Handlungsfeld 1\n" not in done.out
    assert "other words" not in done.err


def test_a_text_that_repeats_itself_without_end_is_read_to_its_end(city: Path) -> None:
    """The same number and the same bodies a thousand times over, and names that can be parted in countless ways."""
    theme = "# Themenfeld 1: Bildung\n\n"
    again = theme + "## Handlungsempfehlung 7: X\n\nEin Text.\n\n" * 1_500
    known = {"amt": "a-eins", "amt, amt": "a-zwei"}
    assert parted(", ".join(["Amt"] * 3_000), {"amt": "a-eins"}) == ["a-eins"] * 3_000
    assert parted(", ".join(["Amt"] * 301), known) == ["a-zwei"] * 150 + ["a-eins"]
    assert parted(", ".join(["Amt"] * 300) + ", fremd", known) is None
    assert parted("Amt, Amt,", {"amt": "a-eins"}) == ["a-eins"] * 2
    file = city / "k.md"
    file.write_text(again, "utf-8")
    said = call("import", "concept", str(file), "--same", "7=new", "--dry-run", folder=city, lang="en")
    assert said.code == 1
    assert "k2022-he-07" in said.err


# -- files ---------------------------------------------------------------------------------------------

DOCUMENT = """\
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>Konzept</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Themenfeld 1: Bildung</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Num"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>
<w:r><w:t>Lernpatenschaften</w:t></w:r></w:p>
<w:p><w:r><w:t>Freiwillige </w:t></w:r><w:del w:id="1"><w:r><w:delText>lehren</w:delText></w:r></w:del>
<w:ins w:id="2"><w:r><w:t>begleiten</w:t></w:r></w:ins><w:r><w:t> Kinder.</w:t><w:footnoteReference w:id="3"/></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Num"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>
<w:r><w:t>Sprachcafé</w:t></w:r></w:p>
<w:sdt><w:sdtContent><w:p><w:r><w:t>Ein Café je Stadtteil.</w:t></w:r></w:p></w:sdtContent></w:sdt>
</w:body></w:document>"""
STYLES = """\
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Num"><w:name w:val="Empfehlung"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>"""
NUMBERS = """\
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>
<w:lvlText w:val="Handlungsempfehlung %1:"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def word(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def test_numbers_that_word_counts_itself_are_counted_here_too() -> None:
    """Headings by their styles' bases, struck words left out, and what was not read named with its place."""
    found = found_in(word(document=DOCUMENT, styles=STYLES, numbering=NUMBERS), "k.docx")
    said = [(each.kind, each.number, each.title, each.texts.get("text")) for each in found.elements[1:]]
    assert said == [
        ("theme", "1", "Bildung", None),
        ("recommendation", "1", "Lernpatenschaften", "Freiwillige begleiten Kinder."),
        ("recommendation", "2", "Sprachcafé", "Ein Café je Stadtteil."),
    ]
    assert [(each.place, each.passed) for each in found.left] == [(4, ("footnote", "tracked change"))]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("k.pdf", b"%PDF-1.7", "KIC160"),
        ("k.docx", b"PK\x03\x04", "KIC161"),
        ("k.md", b"", "KIC161"),
        ("k.md", b"\xff\xfe\x00", "KIC160"),
    ],
)
def test_other_files_say_what_they_are(
    built_city: Path, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    """And nothing is taken from them."""
    (tmp_path / name).write_bytes(content)
    done = call("import", "concept", str(tmp_path / name), "--yes", folder=built_city)
    assert (done.code, code in done.err) == (1, True)


def test_all_records_leave_as_csv_and_json_lines(built_city: Path, tmp_path: Path) -> None:
    """The help of the export says so, and it does."""
    shown = call("export", "--help", folder=built_city, lang="en").out
    assert "--all" in shown
    for form in ("csv", "jsonl"):
        done = call("export", form, "--all", "-o", str(tmp_path / form), folder=built_city)
        assert (done.code, any((tmp_path / form).iterdir())) == (0, True), done.err


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Radio der Nachbarn e. V.", "v-radio-nachbarn"),
        ("Elterncafés", "v-elterncafes"),
        ("Größe Łódź", "v-groesse-lodz"),
        ("Cafe\u0301 Çelik", "v-cafe-celik"),
        ("!", "v"),
    ],
)
def test_ids_that_are_made_of_names_keep_their_letters(name: str, id_: str) -> None:
    assert id_of_body(name) == id_
