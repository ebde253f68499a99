"""PDF files: what a reader of the screen and of the page gets from Markdown, and what hostile text cannot do."""

import datetime
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdf
import pytest

from kic.core.text import text
from kic.errors import Refused
from kic.present.charts import Charts
from kic.present.escaping import escape_markdown
from kic.present.language import speak
from kic.present.typesetting.pandoc import Pandoc
from kic.present.typesetting.pdf import Typesetter, Unshown

ABOUT = {"title": "Vergabevorlage 2026", "owner": "Stadt Neuenlauter", "office": "Stabsstelle Integration"}
PAPER = """\
# Vergabevorlage 2026

Der Ausschuss hat **50.000,00 €** zu vergeben.

## Vorschlag

**Vorgeschlagene Bewilligungen**

| Antrag | Betrag |
|---|--:|
| **Lernpaten** | 8.800,00 € |
| **Nachbarschaftsküche** | 7.350,00 € |

![Umsetzungsstand je Themenfeld](chart:progress)

## Begründung

- Zuerst dies.
- Dann das.
"""
PROGRESS = {
    "progress": {
        "form": "stacked",
        "title": text("Progress per theme"),
        "description": text("How far the recommendations are."),
        "rows": [
            {"label": "Bildung", "counts": {"planned": 1, "implemented": 2}, "without": 0},
            {"label": "Sprache", "counts": {"in_progress": 3}, "without": 1},
        ],
    }
}


@pytest.fixture(scope="module")
def pandoc() -> Iterator[Pandoc]:
    with Pandoc() as started:
        yield started


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    with Typesetter() as started:
        yield started


def made(source: str, pandoc: Pandoc, typesetter: Typesetter, charts: dict[str, Any] | None = None) -> bytes:
    return typesetter.paper(source, Charts(charts or {}, speak("de")), ABOUT, pandoc)


def words(pdf: bytes) -> str:
    """The text of a PDF in reading order, without what breaks lines: blanks, hyphens at line ends, page furniture."""
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return squeezed("".join(pages))


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFC", words))


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """The tags of the structure tree in reading order, each with the text that stands for a picture."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S).removeprefix("/"), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        walk(opened.Root.StructTreeRoot)
    return found


def test_a_pdf_is_tagged_and_says_its_title_language_and_chapters(
    pandoc: Pandoc, typesetter: Typesetter
) -> None:
    pdf = made(PAPER, pandoc, typesetter, PROGRESS)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.Lang) == "de-DE"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert str(opened.docinfo["/Title"]) == "Vergabevorlage 2026"
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        with opened.open_outline() as outline:
            (title,) = outline.root
            assert title.title == "Vergabevorlage 2026"
            assert [chapter.title for chapter in title.children] == ["Vorschlag", "Begründung"]


def test_tables_have_header_cells_captions_and_pictures_their_words(
    pandoc: Pandoc, typesetter: Typesetter
) -> None:
    found = tags(made(PAPER, pandoc, typesetter, PROGRESS))
    kinds = [kind for kind, _ in found]
    assert kinds.count("Table") == 2  # the awards, and the numbers of the chart
    assert kinds.count("TH") == 2 + 6
    assert "Caption" in kinds
    pictures = [alt for kind, alt in found if kind == "Figure"]
    assert pictures
    assert all(pictures)


def test_the_text_in_reading_order_has_every_word_and_amount(pandoc: Pandoc, typesetter: Typesetter) -> None:
    found = words(made(PAPER, pandoc, typesetter, PROGRESS))
    expected = (
        "50.000,00€",
        "VorgeschlageneBewilligungen",
        "Lernpaten8.800,00€",
        "Nachbarschaftsküche7.350,00€",
        "Begründung",
    )
    positions = [found.find(each) for each in expected]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_the_same_document_is_the_same_bytes(pandoc: Pandoc, typesetter: Typesetter) -> None:
    first = made(PAPER, pandoc, typesetter, PROGRESS)
    made("# Etwas anderes\n", pandoc, typesetter)
    assert made(PAPER, pandoc, typesetter, PROGRESS) == first
    with Pandoc() as other, Typesetter() as press:
        assert made(PAPER, other, press, PROGRESS) == first


HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": canvas',
    "#{ while true {} }",
    "$ sum_(i=0)^n $",
    "[eckig] {geschweift} <spitz> `Haken`",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    "=HYPERLINK(1)",
    "*fett* _kursiv_ ~~durch~~",
    "// Kommentar /* auch */",
    "@quelle <marke>",
    "\\u{41} \\ \\\\",
    "1. Punkt",
    "| a | b |",
    "Nguyễn Thị Ánh, Łódź, Škoda, Αθήνα, Київ",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_inert_visible_and_complete(
    hostile: str, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    shown = escape_markdown(hostile)
    source = f"# Titel {shown}\n\nText {shown} Ende.\n\n**Tabelle {shown}**\n\n| A | B |\n|---|--:|\n| {shown} | {shown} |\n\n- {shown}\n"
    found = words(made(source, pandoc, typesetter))
    assert found.count(squeezed(hostile)) >= 6


def test_ten_thousand_characters_without_a_blank_are_all_there(
    pandoc: Pandoc, typesetter: Typesetter
) -> None:
    found = words(made("# Lang\n\n" + "abcdefghij" * 1000 + "\n", pandoc, typesetter))
    assert found.count("j") >= 1000


@pytest.mark.parametrize("before", ["", "- ", "1. Text:\n\n   1. "])
def test_no_word_leaves_the_paper(before: str, pandoc: Pandoc, typesetter: Typesetter) -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 12
    pdf = made(f"# Lang\n\n{before}Ein Wort „{word}“ und Ende.\n", pandoc, typesetter)
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert words(pdf).replace("\u200b", "").count(word) == 1
    assert max(len(line) for line in page.extract_text().splitlines()) < 120


@pytest.mark.parametrize(
    "name", ["جمعية السلام", "ተስፋ", "தமிழ் மன்றம்", "עמותה", "საქართველო", "Հայաստան", "ไทย", "मित्र"]
)
def test_names_in_other_scripts_have_a_font(name: str, pandoc: Pandoc, typesetter: Typesetter) -> None:
    assert made(f"# Antrag\n\n{name}\n", pandoc, typesetter).startswith(b"%PDF")


def test_a_character_without_a_font_is_named(pandoc: Pandoc, typesetter: Typesetter) -> None:
    with pytest.raises(Unshown) as caught:
        made("# Antrag\n\nVerein 日本\n", pandoc, typesetter)
    assert caught.value.values["characters"] == ("日 (U+65E5)", "本 (U+672C)")
    assert made("# Antrag\n\nVerein\n", pandoc, typesetter), "the next document is not harmed"


CHAPTERS = """\
# Bescheid

Sehr geehrte Damen und Herren,

## Kosten

1. Eins

1. Zwei
## Nach einer Aufzählung ohne Leerzeile

**Raten**

| Nummer | Betrag |
|---|--:|
| **1** | 5,00 € |

## Zitat

> ## darin
>
> - Punkt
## Schluss
Mit freundlichen Grüßen  \nIm Auftrag
"""


@pytest.mark.parametrize("landscape", [False, True])
def test_chapters_converted_apart_are_the_same_as_the_whole(pandoc: Pandoc, landscape: bool) -> None:
    whole = pandoc.typst(
        CHAPTERS + "\n[nowhere]: x\n", landscape=landscape
    )  # a link's definition keeps it in one
    assert pandoc.typst(CHAPTERS, landscape=landscape) == whole
    assert pandoc.typst(CHAPTERS, landscape=landscape) == whole  # from what was converted before


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_no_chapter_begins_in_a_fence(pandoc: Pandoc, fence: str) -> None:
    assert "## kein Kapitel" in pandoc.typst(f"## Kapitel\n\n{fence}\nText\n## kein Kapitel\n{fence}\n")


def test_a_layout_of_the_office_comes_first_and_a_broken_one_says_where(pandoc: Pandoc) -> None:
    own = b'#let data = json("data.json")\n#let picture(a, b) = []\n#let numbers(..a) = []\n#let paper(body) = {\n  undefined-name\n}\n'
    with Typesetter({"paper.typ": own}) as press, pytest.raises(Refused) as caught:
        made("# Titel\n", pandoc, press)
    assert str(caught.value.values["reason"]) == "templates/paper.typ:5:2: unknown variable: undefined-name"


def test_a_picture_that_kic_did_not_give_is_only_its_words(pandoc: Pandoc, typesetter: Typesetter) -> None:
    found = words(made("# Titel\n\nVor ![Das Wappen](/etc/hostname) nach.\n", pandoc, typesetter))
    assert "VorDasWappennach." in found


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("before", range(33, 36))
def test_a_table_of_few_rows_stands_on_one_page(before: int, pandoc: Pandoc, typesetter: Typesetter) -> None:
    filling = "\n\n".join(["Ein Absatz."] * before)
    rows = "".join(f"| Rate {n} | {n}.000,00 € |\n" for n in range(1, 5))
    pdf = made(
        f"# Titel\n\n{filling}\n\n**Raten**\n\n| Nummer | Betrag |\n|---|--:|\n{rows}", pandoc, typesetter
    )
    assert [page.count("Rate ") for page in pages_of(pdf) if "Rate " in page] == [4]


@pytest.mark.parametrize("before", range(33, 36))
@pytest.mark.parametrize(
    "ends",
    [
        "Mit Gruß  \nIm Auftrag  \n\u00a0  \n\u00a0  \nLeitung",
        "\\_\\_\\_\\_\\_\\_  \nVorsitz\n\n\\_\\_\\_\\_\\_\\_  \nSchrift",
    ],
)
def test_nobody_signs_on_a_page_without_words(
    ends: str, before: int, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    filling = "\n\n".join(["Ein Absatz."] * before)
    *_, last = pages_of(made(f"# Titel\n\n{filling}\n\nDer letzte Satz.\n\n{ends}\n", pandoc, typesetter))
    assert ("Der letzte Satz." in last) == (("Leitung" in last) or ("Schrift" in last))
    assert ("Im Auftrag" in last) == ("Leitung" in last)
    assert ("Vorsitz" in last) == ("Schrift" in last)


def test_a_line_that_parts_is_a_line(pandoc: Pandoc, typesetter: Typesetter) -> None:
    """In a template of the office."""
    pdf = made("# Titel\n\nVorher.\n\n---\n\nNachher.\n", pandoc, typesetter)
    assert "Vorher.Nachher." in words(pdf)


WIDE = """\
# Förderbericht

**Förderaufrufe**

| Förderaufruf | Zustand | Verfügbare Mittel | Beantragt | Bewilligt | Ausgezahlt (abzüglich Rückzahlungen) | Offen |
|---|---|--:|--:|--:|--:|--:|
| **Förderaufruf zum Integrationskonzept** | entschieden | 70.000,00 € | 76.800,00 € | 43.450,00 € | 42.760,20 € | 0,00 € |
"""


def test_a_wide_table_keeps_numbers_and_short_words_on_a_line(pandoc: Pandoc, typesetter: Typesetter) -> None:
    lines = made_lines(WIDE, pandoc, typesetter)
    for whole in (
        "70.000,00 €",
        "76.800,00 €",
        "43.450,00 €",
        "42.760,20 €",
        "entschieden",
        "Verfügbare",
        "Bewilligt",
    ):
        assert any(whole in line for line in lines), whole
    assert sum("konzept" in line for line in lines) == 1
    assert not any(line.strip() in ("Inte-", "Förder-") for line in lines)


def made_lines(source: str, pandoc: Pandoc, typesetter: Typesetter) -> list[str]:
    pages = pages_of(made(source, pandoc, typesetter))
    return unicodedata.normalize("NFKC", "\n".join(pages)).split("\n")


@pytest.mark.parametrize("rows", [41, 42])
def test_no_row_stands_alone_on_the_last_page(rows: int, pandoc: Pandoc, typesetter: Typesetter) -> None:
    body = "".join(f"| Vorhaben {n} | {n}.000,00 € |\n" for n in range(1, rows + 1))
    pages = pages_of(
        made(f"# Titel\n\n**Vorhaben**\n\n| Name | Betrag |\n|---|--:|\n{body}", pandoc, typesetter)
    )
    counts = [page.count("Vorhaben ") for page in pages]
    assert sum(counts) == rows
    assert all(count >= 3 for count in counts)


@pytest.mark.parametrize(("before", "rows"), [(30, 5), (33, 5), (32, 12), (34, 12)])
def test_a_table_begins_with_its_chapter_and_no_row_stands_alone_at_the_foot(
    before: int, rows: int, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    """The text before fills the page so far that the heading and the sentence would fit, or these and one row."""
    body = "".join(f"| Vorhaben {n} | Verein {n} | {n}.000,00 € |\n" for n in range(1, rows + 1))
    text = "Zeile.\n\n" * before
    pdf = made(
        f"# Titel\n\n{text}## Vorschlag\n\nBeschlossen werden soll:\n\n**Bewilligungen**\n\n"
        f"| Name | Verein | Betrag |\n|---|---|--:|\n{body}",
        pandoc,
        typesetter,
    )
    counts = [page.count("Vorhaben ") for page in pages_of(pdf)]
    assert sum(counts) == rows
    assert all(count >= 2 for count in counts if count)
    (whole,) = [page for page in pages_of(pdf) if "Beschlossen werden soll" in page]
    assert "Vorschlag" in whole
    assert "Vorhaben 2 " in whole
    kinds = [kind for kind, _ in tags(pdf)]
    assert kinds[kinds.index("H2") + 1] == "P", "it is still a paragraph"


def test_a_row_of_a_few_lines_is_not_cut_by_the_end_of_a_page(pandoc: Pandoc, typesetter: Typesetter) -> None:
    row = " ".join(f"Wort{n}" for n in range(40))
    body = "".join(f"| Zeile {n} | {row} |\n" for n in range(30))
    pages = pages_of(made(f"# Titel\n\n| Name | Text |\n|---|---|\n{body}", pandoc, typesetter))
    assert len(pages) > 2
    assert [page.count("Wort0 ") for page in pages] == [page.count("Wort39") for page in pages]


def test_long_last_rows_go_on_over_pages(pandoc: Pandoc, typesetter: Typesetter) -> None:
    """Kept together they would run out of the page."""
    long = " ".join(f"Wort{n}" for n in range(900))
    body = "".join(f"| Zeile {n} | {long} |\n" for n in range(6))
    said = words(made(f"# Titel\n\n| Name | Text |\n|---|---|\n{body}", pandoc, typesetter))
    assert [said.count(f"Wort{n}Wort{n + 1}") for n in (5, 450, 897)] == [6, 6, 6]


HEADED = "## Nach Themenfeldern\n\nEin Vorhaben mit mehreren Themenfeldern zählt mehrfach.\n\n"


@pytest.mark.parametrize("before", range(28, 38))
@pytest.mark.parametrize(
    ("after", "begins"),
    [
        ("![Umsetzungsstand je Themenfeld](chart:progress)", "Umsetzungsstand je"),
        ("> Ein eigenes Themenfeld aufnehmen.", "Ein eigenes Themenfeld aufnehmen."),
    ],
)
def test_a_heading_and_its_sentence_stand_where_the_picture_or_quotation_begins(
    after: str, begins: str, before: int, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    source = "# Titel\n\n" + "Zeile.\n\n" * before + HEADED + after + "\n"
    (whole,) = [
        page for page in pages_of(made(source, pandoc, typesetter, PROGRESS)) if "zählt mehrfach" in page
    ]
    assert "Nach Themenfeldern" in whole
    assert begins in whole


@pytest.mark.parametrize("before", range(24, 36))
def test_the_sentence_below_a_short_table_stands_on_its_page(
    before: int, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    rows = "".join(f"| Rate {n} | {n}.000,00 € |\n" for n in range(1, 4))
    source = (
        "# Titel\n\n"
        + "Zeile.\n\n" * before
        + f"**Raten**\n\n| Nummer | Betrag |\n|---|--:|\n{rows}\nNicht abgeschlossen.\n"
    )
    (whole,) = [page for page in pages_of(made(source, pandoc, typesetter)) if "Nicht abgeschlossen" in page]
    assert whole.count("Rate ") == 3


@pytest.mark.parametrize("before", range(30, 38))
def test_a_list_of_a_few_lines_is_not_parted_by_the_end_of_a_page(
    before: int, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    points = "".join(f"- Angabe {n}\n" for n in range(1, 6))
    source = "# Titel\n\n" + "Zeile.\n\n" * before + points
    assert [
        page.count("Angabe") for page in pages_of(made(source, pandoc, typesetter)) if "Angabe" in page
    ] == [5]


def test_a_long_list_goes_on_over_pages(pandoc: Pandoc, typesetter: Typesetter) -> None:
    points = "".join(f"- Angabe {n}\n" for n in range(1, 90))
    counts = [page.count("Angabe") for page in pages_of(made("# Titel\n\n" + points, pandoc, typesetter))]
    assert len(counts) > 1
    assert sum(counts) == 89


@pytest.mark.parametrize("before", range(28, 38))
def test_in_a_list_of_amendments_a_word_stands_where_its_quotation_begins(
    before: int, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    source = (
        "# Titel\n\n"
        + "Zeile.\n\n" * before
        + "1. Ziel 2 wird neu gefasst.\n\n   Wortlaut:\n\n   > Begegnungen im Alltag.\n"
    )
    (whole,) = [page for page in pages_of(made(source, pandoc, typesetter)) if "Wortlaut" in page]
    assert "Begegnungen im Alltag." in whole


def test_a_short_word_of_a_heading_is_not_parted_where_its_column_holds_it(
    pandoc: Pandoc, typesetter: Typesetter
) -> None:
    source = (
        "# Stand\n\n| Handlungsempfehlung | Status | Ampel | Letzter Eintrag |\n|---|---|---|---|\n"
        + "| **Kita-Lotsinnen und Kita-Lotsen in allen Stadtteilen der Stadt** | in Umsetzung | Grün | 15.09.2026 |\n"
        * 3
    )
    lines = made_lines(source, pandoc, typesetter)
    assert any("Eintrag" in line for line in lines)


def test_the_address_of_a_letter_stands_where_din_5008_form_b_puts_it(
    pandoc: Pandoc, typesetter: Typesetter
) -> None:
    """Measured from the upper left edge of the page in millimetres, at the baseline of a line."""
    letter = {
        "sender": "Stadt Neuenlauter · Rathausplatz 1",
        "recipient": ["Lernbrücke e. V.", "z. Hd. des Vorstands", "Am Ufer 2", "99999 Neuenlauter"],
        "file": "10-4/2026",
        "application": "2026-1-001",
        "office": "Stabsstelle",
        "email": "integration@neuenlauter.example",
        "place": "Neuenlauter",
        "date": datetime.date(2026, 11, 22),
        "footer": [],
        "logo": None,
        "color": None,
    }
    pdf = typesetter.paper("# Bescheid\n\nText.\n", Charts({}, speak("de")), ABOUT, pandoc, letter)
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    found: dict[str, tuple[float, float]] = {}

    def visit(said: str, around: list[float], matrix: list[float], *_: Any) -> None:
        x, y = matrix[4], matrix[5]
        place = (around[0] * x + around[4], around[3] * y + around[5])
        if said.strip():
            found[said.strip()] = (place[0] / 72 * 25.4, 297 - place[1] / 72 * 25.4)

    page.extract_text(visitor_text=visit)
    below = {word: y for word, (_, y) in found.items()}
    assert 45 < below["Stadt Neuenlauter · Rathausplatz 1"] < 62.7 < below["Lernbrücke e. V."] < 68
    assert below["99999 Neuenlauter"] < 90
    assert round(found["Lernbrücke e. V."][0]) == 25
    assert round(found["Aktenzeichen"][0]) == 125
