"""DOCX files: what Word and LibreOffice get, in the styles that the office can change."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from kic.present.charts import Charts
from kic.present.language import speak
from kic.present.typesetting.docx import docx
from kic.present.typesetting.pandoc import Pandoc
from kic.present.typesetting.pdf import Typesetter
from tests.present.typesetting import reference
from tests.present.typesetting.test_pdf import HOSTILE, PAPER, PROGRESS


def made(source: str, own: dict[str, bytes] | None = None) -> zipfile.ZipFile:
    with Pandoc() as pandoc, Typesetter() as typesetter:
        return zipfile.ZipFile(
            io.BytesIO(docx(source, Charts(PROGRESS, speak("de")), pandoc, typesetter, own))
        )


def document(file: zipfile.ZipFile) -> str:
    return file.read("word/document.xml").decode()


def words(file: zipfile.ZipFile) -> str:
    shown = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", document(file)))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, sign)
    return shown


def test_title_headings_tables_and_pictures_have_their_styles_and_words() -> None:
    file = made(PAPER)
    body = document(file)
    assert re.findall(r'<w:pStyle w:val="(Title|Heading\d)"', body) == ["Title", "Heading1", "Heading1"]
    assert body.count("<w:tblHeader") == 2
    assert '<w:pStyle w:val="TableCaption"' in body
    assert re.findall(r'descr="([^"]+)"', body)
    assert "50.000,00\u00a0€" in words(file) or "50.000,00 €" in words(file)
    assert b"Vergabevorlage 2026" in file.read("docProps/core.xml")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_words(hostile: str) -> None:
    from kic.present.escaping import escape_markdown

    file = made(f"# Titel\n\nText {escape_markdown(hostile)} Ende.\n")
    assert hostile.replace(" ", "") in words(file).replace(" ", "").replace("\u00a0", "")


def test_the_same_document_is_the_same_bytes() -> None:
    with Pandoc() as pandoc, Typesetter() as typesetter:
        charts = Charts(PROGRESS, speak("de"))
        assert docx(PAPER, charts, pandoc, typesetter) == docx(PAPER, charts, pandoc, typesetter)


def test_the_office_restyles_with_its_own_reference() -> None:
    own = reference.built()
    restyled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(own)) as old, zipfile.ZipFile(restyled, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Arial", b"Verdana"))
    file = made(PAPER, {"reference.docx": restyled.getvalue()})
    assert b"Verdana" in file.read("word/styles.xml")


def test_the_shipped_reference_is_the_one_that_is_built() -> None:
    shipped = (Path(reference.__file__).parents[3] / "kic/templates/reference.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(shipped)) as found:
        assert {name: found.read(name).decode() for name in found.namelist()} == {
            name: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content
            for name, content in reference.FILES.items()
        }


WIDE = """\
# Bericht

| Themenfeld | übernommen | teilweise übernommen | nicht übernommen | zur Kenntnis genommen | ohne Antwort | Summe |
|---|--:|--:|--:|--:|--:|--:|
| 3 Begegnung, Zusammenhalt und Antirassismus | 6 | 1 | 1 | 1 | 2 | 11 |

Darunter geht es weiter.
"""
BOLD_LETTER = 122
"""Twips that a letter of a bold title takes, rather more than less: Arial 9.5, 0.64 em."""
CELL_MARGINS = 160


def test_no_title_of_a_column_is_broken_within_a_word_and_the_text_below_stands_apart() -> None:
    body = document(made(WIDE))
    grid = [int(each) for each in re.findall(r'<w:gridCol w:w="(\d+)"', body)]
    line = 11906 - 1417 - 1134
    columns = [each * line / sum(grid) for each in grid]
    for wide, title in zip(
        columns[1:], ("übernommen", "übernommen", "übernommen", "Kenntnis", "Antwort", "Summe"), strict=True
    ):
        assert wide >= len(title) * BOLD_LETTER + CELL_MARGINS, title
    below = body[body.index("</w:tbl>") :]
    assert below.index('<w:spacing w:before="140" />') < below.index("Darunter")


def test_short_rows_stand_on_one_page_and_the_last_three_together() -> None:
    rows = "".join(f"| Vorhaben {n} | {n}.000,00 € |\n" for n in range(6))
    long = " ".join(["Wort"] * 400)
    body = document(made(f"# Titel\n\n| Name | Betrag |\n|---|--:|\n{rows}"))
    of_rows = [
        ("cantSplit" in row, "keepNext" in row) for row in re.findall(r"<w:tr>.*?</w:tr>", body, re.DOTALL)
    ]
    assert of_rows == [(True, True), *[(True, False)] * 3, *[(True, True)] * 2, (True, False)]
    body = document(made(f"# Titel\n\n| Name | Text |\n|---|---|\n| Lang | {long} |\n"))
    assert ["cantSplit" in row for row in re.findall(r"<w:tr>.*?</w:tr>", body, re.DOTALL)] == [True, False]


def test_a_picture_has_its_title_in_the_style_of_captions() -> None:
    body = document(made(PAPER))
    (before,) = [part for part in body.split("</w:p>") if "<w:drawing" in part]
    picture = body.index(before)
    titles = re.findall(r'<w:pStyle w:val="TableCaption" ?/>.*?</w:p>', body[:picture], re.DOTALL)
    assert "Umsetzungsstand je Themenfeld" in titles[-1]
