"""Two texts as one with marks: exact, word by word, and made to be read.

`[-struck-]` and `{+inserted+}` stand in the texts as `git diff --word-diff` writes them.
"""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.domain.revisions.words import Mark, marked
from tests.domain.revisions.pairs import after_marks, before_marks

_FRAMES = {Mark.KEEP: "{}", Mark.STRIKE: "[-{}-]", Mark.INSERT: "{{+{}+}}"}


def shown(old: str, new: str) -> str:
    """The marks, written into the text."""
    pieces = marked(old, new)
    assert before_marks(pieces) == old
    assert after_marks(pieces) == new
    return "".join(_FRAMES[piece.mark].format(piece.words) for piece in pieces)


ONE_WORD = {
    "a compound": (
        "Die Kita-Lotsen helfen.",
        "Die Kitalotsen helfen.",
        "Die [-Kita-Lotsen-]{+Kitalotsen+} helfen.",
    ),
    "part of a compound": (
        "Menschen mit Migrationshintergrund wirken mit.",
        "Menschen mit Migrationsgeschichte wirken mit.",
        "Menschen mit [-Migrationshintergrund-]{+Migrationsgeschichte+} wirken mit.",
    ),
    "both sexes": (
        "Bürgerinnen und Bürger wirken mit.",
        "Einwohnerinnen und Einwohner wirken mit.",
        "[-Bürgerinnen und Bürger-]{+Einwohnerinnen und Einwohner+} wirken mit.",
    ),
    "a gender colon": (
        "Lehrkräfte und Schüler:innen",
        "Lehrkräfte und Schülerinnen und Schüler",
        "Lehrkräfte und [-Schüler:innen-]{+Schülerinnen und Schüler+}",
    ),
    "a gender star": (
        "Bürger*innen wirken mit",
        "Bürger:innen wirken mit",
        "[-Bürger*innen-]{+Bürger:innen+} wirken mit",
    ),
    "in brackets": ("Schüler(innen) lernen", "Schüler lernen", "[-Schüler(innen)-]{+Schüler+} lernen"),
    "a number with its unit": (
        "von 10 % auf 15 %",
        "von 10 % auf 20 %",
        "von 10 % auf [-15 %-]{+20 %+}",
    ),
    "an amount": (
        "mit 1.000,50 Euro im Jahr",
        "mit 1.500,50 Euro im Jahr",
        "mit [-1.000,50 Euro-]{+1.500,50 Euro+} im Jahr",
    ),
    "a date in figures": (
        "am 14.02.2022 beschlossen",
        "am 15.02.2022 beschlossen",
        "am [-14.02.2022-]{+15.02.2022+} beschlossen",
    ),
    "a date in words": (
        "am 14. Februar 2022 beschlossen",
        "am 14. März 2022 beschlossen",
        "am [-14. Februar 2022-]{+14. März 2022+} beschlossen",
    ),
    "an abbreviation": ("z. B. im Verein", "d. h. im Verein", "[-z. B.-]{+d. h.+} im Verein"),
    "a paragraph of a law": ("nach § 22 GemO", "nach § 24 GemO", "nach [-§ 22-]{+§ 24+} GemO"),
    "a hyphen that waits": (
        "Vor- und Nachteile",
        "Vorteile und Nachteile",
        "[-Vor--]{+Vorteile+} und Nachteile",
    ),
    "an umlaut in two characters": (
        "fu\u0308r alle",
        "fu\u0308r viele",
        "fu\u0308r [-alle-]{+viele+}",
    ),
}


@pytest.mark.parametrize("name", ONE_WORD)
def test_words_are_whole(name: str) -> None:
    old, new, expected = ONE_WORD[name]
    assert shown(old, new) == expected


READABLE = {
    "an insertion takes the space with it": (
        "Die Maßnahme wird geprüft.",
        "Die Maßnahme wird bis 2027 geprüft.",
        "Die Maßnahme wird {+bis 2027 +}geprüft.",
    ),
    "a sentence is inserted as a sentence": (
        "Ein Satz. Noch ein Satz.",
        "Ein Satz. Ein ganz neuer Satz. Noch ein Satz.",
        "Ein Satz. {+Ein ganz neuer Satz. +}Noch ein Satz.",
    ),
    "punctuation goes with what is struck": (
        "Die Stadt, die hilft, wächst.",
        "Die Stadt wächst.",
        "Die Stadt[-, die hilft,-] wächst.",
    ),
    "single words stay single": (
        "Bis 2028 sollen 80 Plätze in 3 Stadtteilen entstehen.",
        "Bis 2030 sollen 120 Plätze in 5 Stadtteilen entstehen.",
        "Bis [-2028-]{+2030+} sollen [-80-]{+120+} Plätze in [-3-]{+5+} Stadtteilen entstehen.",
    ),
    "a small word between long changes goes with them": (
        "Die Stadt lädt jedes Jahr alle Träger und freie Verbände zum Austausch ein.",
        "Die Stadt lädt regelmäßig beteiligte Schulen und örtliche Vereine zum Austausch ein.",
        (
            "Die Stadt lädt [-jedes Jahr alle Träger und freie Verbände-]"
            "{+regelmäßig beteiligte Schulen und örtliche Vereine+} zum Austausch ein."
        ),
    ),
    "another text is struck and inserted whole": (
        "Alte Regelung der Stadt zur Ordnung.",
        "Neue Satzung der Kommune mit Beteiligung.",
        "[-Alte Regelung der Stadt zur Ordnung.-]{+Neue Satzung der Kommune mit Beteiligung.+}",
    ),
    "a short text that grows stays": (
        "Sprachkurse.",
        "Sprachkurse finden künftig in allen Stadtteilen statt, auch am Abend und mit Kinderbetreuung.",
        "Sprachkurse{+ finden künftig in allen Stadtteilen statt, auch am Abend und mit Kinderbetreuung+}.",
    ),
    "an item of a list": (
        "- Erstens\n- Zweitens\n- Drittens\n",
        "- Erstens\n- Drittens\n- Viertens\n",
        "- Erstens\n[-- Zweitens\n-]- Drittens\n{+- Viertens\n+}",
    ),
    "a cell and a row of a table": (
        "| Jahr | Plätze |\n|---|---|\n| 2024 | 40 |\n| 2025 | 60 |\n",
        "| Jahr | Plätze |\n|---|---|\n| 2024 | 40 |\n| 2025 | 80 |\n| 2026 | 90 |\n",
        "| Jahr | Plätze |\n|---|---|\n| 2024 | 40 |\n| 2025 | [-60-]{+80+} |\n{+| 2026 | 90 |\n+}",
    ),
    "a paragraph": (
        "Erster Absatz.\n\nZweiter Absatz.",
        "Erster Absatz.\n\nEin Absatz dazwischen.\n\nZweiter Absatz.",
        "Erster Absatz.\n\n{+Ein Absatz dazwischen.\n\n+}Zweiter Absatz.",
    ),
    "a paragraph that is another one beside one that stays": (
        "Die Stadt fördert Sprachkurse.\n\nWohnungen sind knapp.",
        "Die Stadt fördert Sprachkurse.\n\nEhrenamt braucht Anerkennung und Räume.",
        "Die Stadt fördert Sprachkurse.\n\n[-Wohnungen sind knapp.-]{+Ehrenamt braucht Anerkennung und Räume.+}",
    ),
    "nothing before": ("", "Neu.", "{+Neu.+}"),
    "nothing left": ("Alt.", "", "[-Alt.-]"),
    "the same": ("Gleich.", "Gleich.", "Gleich."),
}


@pytest.mark.parametrize("name", READABLE)
def test_marks_are_made_to_be_read(name: str) -> None:
    old, new, expected = READABLE[name]
    assert shown(old, new) == expected


_PIECES = st.sampled_from(
    ["und", "die", "Stadt", "Kita-Lotsen", "Bürger:innen", "10 %", "§ 22", "z. B.", "14. Februar 2022", ".", ",", "–", "„", "“",
     " ", " ", " ", "\u00a0", "\n", "\n\n", "\n- ", "| ", " |\n", "u\u0308", "\u00ad", "\t", "\r", "\u2028", "…", "(", "innen)"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=60).map("".join))


@settings(max_examples=400, deadline=None)
@given(_TEXTS, _TEXTS)
def test_marks_are_exact(old: str, new: str) -> None:
    pieces = marked(old, new)
    assert before_marks(pieces) == old
    assert after_marks(pieces) == new


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=60), st.data())
def test_marks_of_a_changed_text_are_exact_and_in_order(parts: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts) - 1))
    length = data.draw(st.integers(0, 8))
    new = "".join([*parts[:at], *data.draw(st.lists(_PIECES, max_size=8)), *parts[at + length :]])
    pieces = marked("".join(parts), new)
    assert (before_marks(pieces), after_marks(pieces)) == ("".join(parts), new)
    assert all(piece.words for piece in pieces)
    for piece, following in itertools.pairwise(pieces):
        assert piece.mark is not following.mark
        assert (piece.mark, following.mark) != (Mark.INSERT, Mark.STRIKE)


@given(_TEXTS)
def test_nothing_is_marked_in_the_same_text(words: str) -> None:
    assert all(piece.mark is Mark.KEEP for piece in marked(words, words))


@pytest.mark.parametrize("sort", ["similar", "unrelated", "three words", "shuffled"])
def test_texts_of_twenty_thousand_words_are_marked_exactly(sort: str) -> None:
    random_ = random.Random(7)
    rare = [f"Wort{number}" for number in range(4000)]
    words = ["und", "die", "der", "in", "zu"] * 200 + rare if sort != "three words" else ["und", "die", "der"]
    old = [random_.choice(words) for _ in range(20000)]
    new = [random_.choice(words) for _ in range(20000)]
    if sort == "similar":
        new = [random_.choice(words) if random_.random() < 0.1 else word for word in old]
    if sort == "shuffled":
        new = random_.sample(old, len(old))
    pieces = marked(" ".join(old), " ".join(new))
    assert before_marks(pieces) == " ".join(old)
    assert after_marks(pieces) == " ".join(new)
    kept = sum(len(piece.words) for piece in pieces if piece.mark is Mark.KEEP)
    assert (kept > 80000) is (sort == "similar")
