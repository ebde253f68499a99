"""Kinds of records as people type them."""

import pytest

from kic.cli.kinds import kind_meant, known_kind
from kic.cli.topics.words import WORDS
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.present.language import Language, speak


class Reader:
    """Somebody who reads a language; the rest of a session is not asked for."""

    def __init__(self, code: str) -> None:
        self.language: Language = speak(code)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("recommendation", "recommendation"),
        ("Recommendations", "recommendation"),
        ("bodies", "body"),
        ("Handlungsempfehlungen", "recommendation"),
        ("Empfehlung", "recommendation"),
        ("MASSNAHMEN", "recommendation"),
        ("Maßnahme", "recommendation"),
        ("Antrag", "application"),
        ("Anträge", "application"),
        ("ANTRAEGE", "application"),
        ("Beschlüsse", "resolution"),
        ("Sitze", "seat"),
        ("Sitzungen", "meeting"),
        ("Stellen", "body"),
        ("Ereignisse", "event"),
        ("Förderaufrufe", "call"),
        ("aufruf", "call"),
        ("Bewertungsbögen", "scores"),
    ],
)
@pytest.mark.parametrize("code", ["de", "en"])
def test_a_kind_is_known_by_its_words_in_both_languages(word: str, kind: str, code: str) -> None:
    assert kind_meant(Reader(code), word, KINDS) == kind  # type: ignore[arg-type]  # only its language is asked


def test_every_word_of_the_glossary_for_a_kind_means_it() -> None:
    for term in WORDS.terms:
        if term.label is not None and term.label[0] == "kind" and term.label[1] in KINDS:
            for word in (term.german, term.english):
                assert kind_meant(Reader("de"), word, KINDS) == term.label[1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "guess"),
    [
        ("Handlungsempfelung", "Handlungsempfehlung"),
        ("Empfelung", "Handlungsempfehlung"),  # the end of a compound
        ("Antragg", "Projektantrag"),
        ("Beschied", "Bescheid"),
        ("recomendation", "recommendation"),
    ],
)
def test_a_slip_is_answered_with_a_word_that_can_be_typed(word: str, guess: str) -> None:
    with pytest.raises(UsageError) as raised:
        known_kind(Reader("de"), word, KINDS)  # type: ignore[arg-type]
    assert guess in raised.value.values["names"]
