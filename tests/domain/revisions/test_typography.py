"""What is only typography, and what is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.domain.revisions.typography import only_typography, plain

THE_SAME = {
    "German and typewriter quotes": ("„Wohnen in Kaiserslautern“", '"Wohnen in Kaiserslautern"'),
    "German and French quotes": ("„Wohnen“", "»Wohnen«"),
    "French quotes the other way": ("»Wohnen«", "«Wohnen»"),
    "English quotes": ("„Wohnen“", "“Wohnen”"),
    "single quotes": ("‚Wohnen‘", "'Wohnen'"),
    "an apostrophe": ("Wie geht’s", "Wie geht's"),
    "a space that does not break": ("10\u00a0Jahre", "10 Jahre"),
    "a narrow space": ("z.\u202fB.", "z. B."),
    "no space in an abbreviation": ("z.B. im Verein", "z. B. im Verein"),
    "a longer abbreviation": ("i.d.R. im Verein", "i. d. R. im Verein"),
    "two spaces": ("Satz.  Noch einer.", "Satz. Noch einer."),
    "spaces at the end of a line": ("Satz. \nNoch einer.", "Satz.\nNoch einer."),
    "where prose was folded": ("Die Stadt\nbaut Lernpatenschaften\nauf.", "Die Stadt baut Lernpatenschaften auf."),
    "how many blank lines": ("Erster Absatz.\n\n\nZweiter Absatz.\n", "Erster Absatz.\n\nZweiter Absatz."),
    "ends of lines of another system": ("- eins\r\n- zwei", "- eins\n- zwei"),
    "from-to between figures": ("10-12 Jahre", "10–12 Jahre"),
    "from-to with spaces": ("10 – 12 Jahre", "10-12 Jahre"),
    "a dash": ("Vereine - auch kleine - wirken mit", "Vereine – auch kleine – wirken mit"),
    "a long dash": ("Vereine—auch kleine—wirken mit", "Vereine – auch kleine – wirken mit"),
    "a typewriter's dash": ("Vereine -- auch kleine", "Vereine – auch kleine"),
    "a hyphen that does not break": ("Kita\u2011Lotsen", "Kita-Lotsen"),
    "a soft hyphen": ("Lern\u00adpaten\u00adschaften", "Lernpatenschaften"),
    "a place to break": ("Bürger\u200binnen", "Bürgerinnen"),
    "the sign of minus": ("\u22125 Grad", "-5 Grad"),
    "three dots": ("und so weiter …", "und so weiter ..."),
    "umlauts in two characters": (unicodedata.normalize("NFD", "Förderung für Ältere"), "Förderung für Ältere"),
    "joined letters": ("Pﬂege und Oﬃzielles", "Pflege und Offizielles"),
    "per cent": ("10 %", "10%"),
    "paragraph": ("§22 GemO", "§ 22 GemO"),
    "marks of a list": ("• eins\n• zwei", "- eins\n- zwei"),
    "how long a table's rule is": ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n| ----- | -- |\n| 1 | 2 |"),
    "how wide a table's cells are": ("| a   | b |\n|---|---|", "| a | b |\n|---|---|"),
}  # fmt: skip

NOT_THE_SAME = {
    "case": ("die Beratung", "die beratung"),
    "a comma": ("Kurse, die helfen", "Kurse die helfen"),
    "a full stop": ("Kurse helfen", "Kurse helfen."),
    "a hyphen that goes": ("Kita-Lotsen", "Kitalotsen"),
    "a hyphen that becomes a space": ("Kita-Lotsen", "Kita Lotsen"),
    "a minus that goes": ("-5 Grad", "5 Grad"),
    "a minus that was a dash": ("Ziel: -5 %", "Ziel: - 5 %"),
    "a minus before a number after another": ("10 -12", "10-12"),
    "spelling": ("daß", "dass"),
    "umlauts written out": ("für", "fuer"),
    "an apostrophe that goes": ("geht's", "gehts"),
    "a gender star": ("Bürger*innen", "Bürger:innen"),
    "a space that goes": ("zu Hause", "zuhause"),
    "a raised figure": ("10 m²", "10 m2"),
    "separators of numbers": ("1.000", "1,000"),
    "an interval that loses a figure": ("10–12", "1012"),
    "a joiner where it makes another word": ("می\u200cخواهم", "میخواهم"),
    "quotes that go": ("„Wohnen“", "Wohnen"),
    "single for double quotes": ("„Wohnen“", "‚Wohnen‘"),
    "an item that joins the one above": ("- eins\n- zwei", "- eins zwei"),
    "an item that was prose": ("eins\n- zwei", "eins - zwei"),
    "an item set in further": ("- eins\n- zwei", "- eins\n  - zwei"),
    "a numbered list": ("1. eins\n2. zwei", "- eins\n- zwei"),
    "two paragraphs that become one": ("Eins.\n\nZwei.", "Eins. Zwei."),
    "rows of a table that become one": ("| a |\n| b |", "| a | | b |"),
    "a dash between words that was a hyphen": ("Vereine—Verbände", "Vereine-Verbände"),
    "long dash for a compound's hyphen, with spaces": ("Nord - Süd", "Nord-Süd"),
}


@pytest.mark.parametrize("name", THE_SAME)
def test_only_typography(name: str) -> None:
    old, new = THE_SAME[name]
    assert plain(old) == plain(new)
    assert only_typography(old, new)
    assert only_typography(new, old)


@pytest.mark.parametrize("name", NOT_THE_SAME)
def test_a_change(name: str) -> None:
    old, new = NOT_THE_SAME[name]
    assert plain(old) != plain(new)
    assert not only_typography(old, new)


def test_the_same_text_differs_in_nothing() -> None:
    assert not only_typography("„Wohnen“", "„Wohnen“")


_PARTS = st.lists(
    st.sampled_from(
        [
            "Wort",
            "zu",
            "10",
            "12",
            "%",
            "§",
            "z.",
            "B.",
            "-",
            "–",
            "—",
            "--",
            "„",
            "“",
            "'",
            " ",
            "  ",
            "\u00a0",
            "\n",
            "\n\n",
            "\n- ",
            "\n  • ",
            "|",
            "---",
            "…",
            "u\u0308",
            "\u0308",
            "\u00ad",
            "\u200c",
            "a",
            "ﬁ",
            "\r\n",
            "\t",
            "#",
        ]
    ),
    max_size=25,
).map("".join)


@given(st.one_of(_PARTS, st.text(max_size=40)))
def test_the_plain_form_is_plain(words: str) -> None:
    assert plain(plain(words)) == plain(words)


@given(st.one_of(_PARTS, st.text(max_size=40)))
def test_the_unicode_form_makes_no_difference(words: str) -> None:
    assert plain(unicodedata.normalize("NFD", words)) == plain(unicodedata.normalize("NFC", words))


@given(_PARTS, _PARTS)
def test_letters_and_figures_are_never_typography(old: str, new: str) -> None:
    if plain(old) == plain(new):
        assert _kernel(old) == _kernel(new)


def _kernel(words: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", words.replace("…", "")) if each.isalnum())
