"""Manual pages: a docstring becomes sections, in both languages."""

import pytest

from kic.core.diagnostic import Law, Severity
from kic.present.language import speak
from kic.present.manual import Paragraph, first_sentence, page, page_data, paragraphs
from tests.present.samples import UNKNOWN

PAGE = """\
KIC990 unknown-reference (error)

A reference names a record that exists.

Why
  A reference to nothing is a promise
  that nobody can keep.

Fix
  Correct the id, or add the record.

Source
  Interface of kic, section 1.

    theme: t2

Wrong
  KIC990 concept/themes/t1.yaml:1:10 error unknown-reference

Right
  concept/themes/t1.yaml
  -edition: 2021
  +edition: 2022
"""


def test_the_page():
    assert page(
        UNKNOWN,
        speak("en"),
        finding="KIC990 concept/themes/t1.yaml:1:10 error unknown-reference\n",
        mended=["concept/themes/t1.yaml", "-edition: 2021", "+edition: 2022"],
        width=40,
    ) == PAGE  # fmt: skip


def test_headings_are_in_the_language_of_the_run():
    german = page(UNKNOWN, speak("de")).splitlines()
    assert german[0] == "KIC990 unknown-reference (Fehler)"
    assert [line for line in german if line in ("Warum", "Abhilfe", "Quelle")] == [
        "Warum",
        "Abhilfe",
        "Quelle",
    ]


@pytest.mark.parametrize(
    ("manual", "expected"),
    [
        ("One line.", [Paragraph("", "One line.")]),
        ("One\n    line\n\n    Why: two\n    lines.", [Paragraph("", "One line"), Paragraph("Why", "two lines.")]),
        ("A: no section.", [Paragraph("", "A: no section.")]),
        ("Text.\n\n        code:\n          deeper", [Paragraph("", "Text."), Paragraph("", "code: deeper")]),
        ("Text.\n\nMore.\n\n    code:\n      deeper", [
            Paragraph("", "Text."), Paragraph("", "More."), Paragraph("example", "    code:\n      deeper")]),
        ("", []),
    ],
)  # fmt: skip
def test_paragraphs_fold_white_space(manual, expected):
    assert list(paragraphs(manual)) == expected


def test_a_law_without_a_manual_has_its_slug():
    assert first_sentence(Law("KIC999", "some-slug", Severity.NOTE, ""), speak("de")) == "some-slug"


def test_data_for_scripts():
    data = page_data(UNKNOWN, speak("en"))
    assert data["summary"] == "A reference names a record that exists."
    assert [each["section"] for each in data["paragraphs"]] == [None, "why", "fix", "source", "example"]
