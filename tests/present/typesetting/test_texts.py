"""Long texts side by side on paper: struck and underlined words, headers on each page, rows that go on."""

import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf
import pypdf
import pytest

from kic.present.charts import Charts
from kic.present.escaping import escape_marked
from kic.present.language import speak
from kic.present.marks import BREAK, TEXTS, TURNED
from kic.present.typesetting.docx import docx
from kic.present.typesetting.pandoc import Pandoc
from kic.present.typesetting.pdf import Typesetter
from tests.present.typesetting import reference
from tests.present.typesetting.test_pdf import HOSTILE, squeezed, tags, words

LONG = "Donaudampfschifffahrtsgesellschaft" * 12
HEAD = f"# Synopse\n\n## Themenfeld 1\n\n| {TEXTS}Bisheriger Text | Neuer Text | Grund |\n|---|---|---|\n"
MARKED = [("keep", "Menschen mit "), ("strike", "Hintergrund"), ("insert", "Geschichte"), ("keep", " hier")]
ABOUT = {"title": "Synopse", "owner": "Stadt", "office": "Stabsstelle", "landscape": True}


def row(*pieces: tuple[str, str]) -> str:
    old = escape_marked([each for each in pieces if each[0] != "insert"])
    new = escape_marked([each for each in pieces if each[0] != "strike"])
    return f"| **Nr. 1** {BREAK} {old} | **Nr. 1** {BREAK} {new} | **geändert** {BREAK} Antrag: Beirat |\n"


@pytest.fixture(scope="module")
def pandoc() -> Iterator[Pandoc]:
    with Pandoc() as started:
        yield started


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    with Typesetter() as started:
        yield started


@pytest.fixture
def charts() -> Charts:
    return Charts({}, speak("de"))


def document(source: str, charts: Charts, pandoc: Pandoc, typesetter: Typesetter) -> str:
    made = docx(source, charts, pandoc, typesetter, landscape=True)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        return file.read("word/document.xml").decode()


def test_docx_strikes_and_underlines_words_in_a_table_on_its_side(
    charts: Charts, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    body = document(HEAD + row(*MARKED), charts, pandoc, typesetter)
    runs = {
        words: set(re.findall(r"<w:(strike|u)\b", properties))
        for properties, words in re.findall(
            r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r>", body
        )
    }
    assert runs["Hintergrund"] == {"strike"}
    assert runs["Geschichte"] == {"u"}
    assert not any(runs[each] for each in runs if each not in ("Hintergrund", "Geschichte"))
    (page,) = re.findall("<w:pgSz [^>]*>", body)
    assert dict(re.findall(r'w:(\w+)="(\w+)"', page)) == {"w": "16838", "h": "11906", "orient": "landscape"}
    widths = [int(each) for each in re.findall(r'<w:gridCol w:w="(\d+)"', body)]
    assert 16838 - 1417 - 1134 - len(widths) <= sum(widths) <= 16838 - 1417 - 1134
    assert body.count("<w:tblHeader") == 1
    assert body.count("<w:cantSplit") == 2


def test_an_office_s_own_file_of_styles_is_turned_too(
    charts: Charts, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(reference.built())) as old, zipfile.ZipFile(plain, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<w:pg(Sz|Mar)[^>]*/>", b"", old.read(name)))
    for styles in (reference.built(), plain.getvalue()):
        made = docx(
            HEAD + row(*MARKED), charts, pandoc, typesetter, {"reference.docx": styles}, landscape=True
        )
        with zipfile.ZipFile(io.BytesIO(made)) as file:
            assert b"<w:strike" in file.read("word/document.xml")


def test_a_long_row_of_docx_goes_on_on_the_next_page(
    charts: Charts, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    body = document(HEAD + row(("keep", "Wort " * 500)), charts, pandoc, typesetter)
    assert body.count("<w:cantSplit") == 1  # the header


def test_a_cell_has_its_paragraphs(charts: Charts, pandoc: Pandoc, typesetter: Typesetter) -> None:
    body = document(HEAD + row(("keep", "eins\n\nzwei")), charts, pandoc, typesetter)
    cell = re.findall(r"<w:tc>.*?</w:tc>", body, re.DOTALL)[3]
    assert ["".join(re.findall(r"<w:t[^>]*>([^<]*)", each)) for each in cell.split("</w:p>")[:-1]] == [
        "Nr. 1", "eins", "zwei",
    ]  # fmt: skip


def test_pdf_repeats_the_header_on_each_page_and_stays_accessible(
    charts: Charts, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    source = HEAD + row(*MARKED, ("keep", " und so weiter" * 12)) * 30
    made = typesetter.paper(source, charts, ABOUT, pandoc)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) > 3
    assert all("Bisheriger Text" in page.extract_text() for page in pages)
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    kinds = [kind for kind, _ in tags(made)]
    assert kinds.count("TH") == 3
    assert kinds.count("TR") == 31
    with pikepdf.open(io.BytesIO(made)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_a_row_longer_than_a_page_goes_on(charts: Charts, pandoc: Pandoc, typesetter: Typesetter) -> None:
    made = typesetter.paper(HEAD + row(("keep", "Wort und Wort. " * 900)), charts, ABOUT, pandoc)
    assert words(made).count("Wort") == 2 * 2 * 900


def test_a_word_without_end_stays_in_its_column(
    charts: Charts, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    made = typesetter.paper(HEAD + row(("keep", LONG), ("insert", "x" * 300)), charts, ABOUT, pandoc)
    edges: list[float] = []
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    page.extract_text(
        visitor_text=lambda text, cm, tm, _font, size: (
            edges.append(cm[4] + tm[4] + len(text.strip()) * size * 0.3) if text.strip() else None
        )
    )
    assert max(edges) < page.mediabox.width - 40
    assert squeezed("x" * 300) in words(made).replace("\u200b", "")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_in_its_cell(
    hostile: str, charts: Charts, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    source = HEAD + row(("keep", f"Text {hostile} "), ("insert", hostile), ("keep", " Ende"))
    body = document(source, charts, pandoc, typesetter)
    assert body.count("<w:tc>") == 6
    assert not re.search(r"<w:(hyperlink|instrText|object|drawing|altChunk)", body)
    made = typesetter.paper(source, charts, ABOUT, pandoc)
    assert words(made).count(squeezed(hostile)) == 3
    assert [kind for kind, _ in tags(made)].count("TD") == 3


def test_pages_of_a_pack_lie_on_their_side_where_they_have_to(
    charts: Charts, pandoc: Pandoc, typesetter: Typesetter
) -> None:
    source = (
        f"# Vorlage\n\nText.\n\n{TURNED[0]}\n\n{HEAD}{row(*MARKED)}\n\n{TURNED[1]}\n\n# Anlage\n\nText.\n"
    )
    made = typesetter.paper(source, charts, {**ABOUT, "landscape": False}, pandoc)
    boxes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert [box.width > box.height for box in boxes] == [False, True, False]
