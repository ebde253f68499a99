"""How a reader counts: sentences, list items, table rows; and what is one word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.domain.revisions.formal_places import tokens, units

SENTENCES = [
    ["Die Stadt berät.", "Sie hilft."],
    ["Vereine (z. B. der Förderverein e. V.) werden beraten.", "Das gilt auch für andere."],
    ["Kurse, Feste usw. werden gefördert.", "Mehr nicht."],
    ["Gefördert werden Kurse, Feste usw.", "Die Mittel sind begrenzt."],
    ["Es gilt § 3 Abs. 2 Nr. 4 i. V. m. § 22 GemO.", "Näheres regelt die Satzung."],
    ["Die 3. Runde beginnt am 1. Januar 2027.", "Anträge sind früh zu stellen."],
    ["Es sind 32.", "Die Liste folgt."],
    ["So war es 2022.", "Seither gilt anderes."],
    ["Die Mittel betragen ca. 50.000 Euro, d. h. 1.000 je Antrag.", "Mehr gibt es nicht."],
    ["Die Stadt sagt: „Wir helfen.“", "Das gilt."],
    ["Wer hilft?", "Alle!", "Das ist gut …", "Oder nicht?"],
    ["Das Büro liegt in der Beispielstr. 5 am Markt.", "Dr. und Prof. sind Titel."],
    ["Inkl. Material und ggf. Fahrt.", "Max. 500 Euro."],
    ["ein satz ohne stop"],
]


@pytest.mark.parametrize("sentences", SENTENCES, ids=[each[0] for each in SENTENCES])
def test_sentences_end_where_a_reader_sees_the_end(sentences):
    text = " ".join(sentences)
    assert [text[unit.start : unit.end] for unit in units(text)] == sentences


def test_paragraphs_items_and_rows_are_counted_apart():
    text = "Eins. Zwei.\n\nDrei:\n- a\n  weiter\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n1. Januar ist Neujahr.\n1. erstens\n2) zweitens\n\nEnde."
    assert [
        (unit.kind, unit.paragraph, unit.number, text[unit.start : unit.end]) for unit in units(text)
    ] == [
        ("sentence", 1, 1, "Eins."),
        ("sentence", 1, 2, "Zwei."),
        ("sentence", 2, 1, "Drei:"),
        ("item", 0, 1, "- a\n  weiter"),
        ("item", 0, 2, "- b"),
        ("row", 0, 1, "| x | y |\n|---|---|"),
        ("row", 0, 2, "| 1 | 2 |"),
        ("sentence", 3, 1, "1. Januar ist Neujahr."),
        ("item", 0, 3, "1. erstens"),
        ("item", 0, 4, "2) zweitens"),
        ("sentence", 4, 1, "Ende."),
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(["a", ".", " ", "\n", "- ", "|", "A", "1.", "„", "\r\n", "\u2028"])).map(
        "".join
    )
)
def test_nothing_but_space_lies_between_the_units(text):
    at = 0
    for unit in units(text):
        assert not text[at : unit.start].strip()
        assert text[unit.start : unit.end].strip() == text[unit.start : unit.end] != ""
        at = unit.end
    assert not text[at:].strip()


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_the_words_are_the_text(text):
    assert "".join(tokens(text)) == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aü\u0308.,- 1\u200d👩🎓*\n…"), st.data())
def test_some_words_in_a_row_are_the_same_words_by_themselves(text, data):
    """Otherwise a quotation might not be found again."""
    parts = tokens(text)
    start = data.draw(st.integers(0, len(parts)))
    end = data.draw(st.integers(start, len(parts)))
    assert tokens("".join(parts[start:end])) == parts[start:end]


@pytest.mark.parametrize(
    "word",
    [
        "Kita-Lotsen-Projekt",
        "Bürger*innen",
        "Bürger:innen",
        "Lehrer_innen",
        "und/oder",
        "1.234,50",
        "14.02.2022",
        "u\u0308ber",
        "👩‍🎓",
        "🇩🇪",
        "geht’s",
    ],
)
def test_one_word(word):
    assert tokens(word) == (word,)
