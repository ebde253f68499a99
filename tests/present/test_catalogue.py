"""The catalogues are complete: every message has German words with the same placeholders."""

import re

import pytest
from babel.messages.pofile import read_po

from kic.present.manual import EXAMPLE, paragraphs
from kic.repository.laws import LAWS
from tests import messages
from tests.messages import Id


@pytest.fixture(scope="module")
def collected():
    """Every message of the source, read once."""
    return messages.collect()


def test_german_is_complete(collected):
    assert messages.problems(collected) == []


def test_english_says_only_what_differs_from_its_ids(collected):
    assert messages.problems(collected, messages.ENGLISH, partial=True) == []


def test_the_file_is_as_the_tool_writes_it(collected, tmp_path):
    """So that a merge shows in the diff only what changed; the names of files may lag behind."""

    def without_places(content):
        return [line for line in content.splitlines() if not line.startswith("#:")]

    copy = tmp_path / "kic.po"
    copy.write_bytes(messages.GERMAN.read_bytes())
    messages.merge(collected, copy)
    once = copy.read_text("utf-8")
    messages.merge(collected, copy)
    assert copy.read_text("utf-8") == once
    assert without_places(once) == without_places(messages.GERMAN.read_text("utf-8"))


def test_every_manual_page_is_collected(collected):
    """Laws are found by their literals; this asks the laws themselves."""
    found = collected.ids
    asked = [
        (law.code, each.id) for law in LAWS for each in paragraphs(law.manual) if each.section != EXAMPLE
    ]
    assert len(asked) > len(LAWS) > 50
    assert [(code, words) for code, words in asked if Id("", words) not in found] == []


MASCULINE = re.compile(
    r"(?<!Empfängerinnen und )(?<!Empfängerin oder )(?<!Antragstellerin oder den )(?<!Antragstellerin oder der )"
    r"\b(?:Zuwendungsempfängers?|Empfängers?|Antragstellers?|Sachbearbeiters?|Teilnehmers?)\b(?!innen)"
)


def test_people_are_not_all_men_in_german():
    with messages.GERMAN.open("rb") as file:
        catalogue = read_po(file)
    said = [
        words
        for message in catalogue
        for words in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert [words for words in said if MASCULINE.search(words)] == []
