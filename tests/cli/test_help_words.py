"""The German help is German, the glossary and the catalogue have one word for one thing, and man reads the pages."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kic.cli.helping import Page, Part
from kic.cli.man_pages import man_page
from kic.cli.topics.words import WORDS, Term
from tests.cli.conftest import TODAY
from tests.cli.handbook import typed
from tests.cli.inprocess import call
from tests.messages import GERMAN, read_po

WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")
TYPED = re.compile(r"`[^`]*`|\{\w+\}|\bkic( [a-z0-9-]+)+|--[a-z-]+|\b[\w/-]+\.(yaml|csv|xlsx|zip)\b")
"""What is typed or a file's name: the same in both languages."""

FORMATS = (
    "text json github gitlab forgejo sarif junit terminal md html pdf docx xlsx csv jsonl ttl jsonld rdf"
)
TAKEN_AS_THEY_ARE = {
    **dict.fromkeys(FORMATS.split(), "the name of a format or of a code host"),
    **dict.fromkeys(("de", "en", "uk", "ar"), "the code of a language"),
    **dict.fromkeys(("RP", "NW"), "the letters of a Land"),
    **dict.fromkeys(("ID", "URL", "IBAN", "BIC"), "an abbreviation that German has too"),
    **dict.fromkeys(
        ("hybrid", "video", "name", "zip", "organisation", "median"), "the German word is the same"
    ),
}
"""Values and placeholders without a German word beside them, each with the reason."""

PAGES = """
import json, sys
import msgspec
from kic.cli import helping, words
from kic.present.language import Language

words.settle(Language("de"))
from kic.cli.app import application
from kic.cli.man_pages import man_pages
from kic.cli.table import BY_NAME, Group, leaves
from kic.cli.topics.pages import TOPICS

root = application()
root = root.context_class(root, info_name="kic")
names = [(), *((e.name,) for e in BY_NAME.values() if isinstance(e, Group)), *(tuple(n.split()) for n, _ in leaves())]
print(json.dumps({
    "pages": [helping.page_of(root, each) for each in names],
    "topics": {
        name: [words._(meaning) for _, meaning in getattr(topic, "rows", ())] for name, topic in TOPICS.items()
    },
    "titles": [words._(topic.title) for topic in TOPICS.values()],
    "man": dict(man_pages(root)),
}))
"""
"""Every page in German, from a process of its own: the language is settled once for each."""


@pytest.fixture(scope="module")
def german() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", PAGES],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    found["pages"] = [
        Page(*each[:4], tuple(Part(title, rows) for title, rows in each[4]), each[5])
        for each in found["pages"]
    ]
    return found


@pytest.fixture(scope="module")
def catalogue() -> list[tuple[str, str, str]]:
    """Every entry: context, English, German; both numbers of one that has two."""
    entries = []
    with GERMAN.open("rb") as file:
        for message in read_po(file, locale="de"):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and all(words):  # what somebody is about to translate is judged elsewhere
                entries += [(message.context or "", *both) for both in zip(ids, words, strict=True)]
    return entries


@pytest.fixture(scope="module")
def english(catalogue: list[tuple[str, str, str]]) -> set[str]:
    """Words that stand in English messages and in no German one."""
    ours = {word for _context, _id, words in catalogue for word in words_of(words)}
    theirs = {
        word
        for context, id_, _words in catalogue
        for word in words_of(id_.replace("_", " " if context else "_"))
    }
    return theirs - ours


def words_of(text: str) -> list[str]:
    """Its words in small letters, without what is typed."""
    return [word.casefold() for word in WORD.findall(TYPED.sub(" ", text))]


def test_no_english_is_left_in_the_german_help(german: dict[str, Any], english: set[str]) -> None:
    """Names of commands and options are typed, so they stay. A value stays where its German word stands behind it."""
    assert {"show", "the", "without", "else", "change"} <= english
    assert not {"land", "name", "die", "oder"} & english
    left = {
        f"{page.path}: {wrong}"
        for page in german["pages"]
        for wrong in [
            *unglossed(page),
            *(word for text in told(page) for word in words_of(text) if word in english),
        ]
        if wrong not in TAKEN_AS_THEY_ARE
    }
    assert left == set()


def told(page: Page) -> Iterator[str]:
    """The prose of a page: without examples, names and values that have a gloss."""
    yield from (page.summary, page.closing)
    for part in page.parts:
        yield part.title
        yield from (re.sub(r"[a-z0-9_+-]+ \(|\([a-z_]+\)", " ", meaning) for _term, meaning in part.rows)


def unglossed(page: Page) -> Iterator[str]:
    """Values that an option offers without a German word for them, and placeholders that are not German."""
    for part in page.parts:
        for term, meaning in part.rows:
            for offered in re.findall(r"[^\s\[\]\"]*\|[^\s\[\]\"]*", term):
                for value in filter(None, offered.replace("...", "").split("|")):
                    glossed = f"{value} (" in meaning or f"({value})" in meaning
                    if value.islower() and not glossed:
                        yield value


def test_placeholders_are_german(german: dict[str, Any], english: set[str]) -> None:
    left = {
        f"{page.path}: {word}"
        for page in german["pages"]
        for text in (page.usage, *(term for part in page.parts for term, _meaning in part.rows))
        for word in re.findall(r"\b[A-Z]{2,}\b", text)
        if word.casefold() in english and word not in TAKEN_AS_THEY_ARE
    }
    assert left == set()


def test_no_english_is_left_in_the_topics(german: dict[str, Any], english: set[str]) -> None:
    """Terms on the left and files to copy are typed as they stand; the glossary shows both languages."""
    for words in [*german["titles"], *(each for meanings in german["topics"].values() for each in meanings)]:
        assert not set(words_of(words)) & english - TAKEN_AS_THEY_ARE.keys(), words


@pytest.mark.parametrize(
    "line", ["--help", "notice --help", "application add --help", "help words", "help dates"]
)
def test_a_page_fits_a_narrow_terminal(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples stay whole, so that they can be copied, and so does what is typed as one word."""
    monkeypatch.chdir(tmp_path)
    shown = typed(f"kic {line}", lang="de", today=TODAY).screen.splitlines()
    assert all(len(each) < 80 for each in shown if not each.startswith(("  kic ", "Aufruf", "Usage"))), shown


# -- the glossary ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", [each for each in WORDS.terms if each.label], ids=lambda term: term.english)
def test_the_glossary_says_what_the_catalogue_says(term: Term, catalogue: list[tuple[str, str, str]]) -> None:
    assert term.label is not None
    labels = [words for context, id_, words in catalogue if (context, id_) == term.label]
    assert labels == [term.german]


OTHERWISE = {
    "A kind of record, such as recommendation; without it, all kinds.": "what is typed",
    "A kind of record, such as recommendation; or status, the status query.": "what is typed",
    "add a line such as kind: application; expected: one of {kinds}": "what is typed",
    "Correct the amounts. An amendment of the sum also says the instalments anew.": "of a sum, not of the text",
    "{voting} voting members, the quorum is not set": "the number, not the ability",
    "Items of meetings on this call": "part of the German word for item",
    "take over the result of the meeting's item": "part of the German word for item",
    "Keeper of the minutes": "an office of its own",
    "Calls for applications: open, change, close": "part of the German word for call",
    "An objection to a receipt that the list has not can be held against nobody.": "to a receipt, no remedy",
    "{amount} are claimed back, and no incoming payment is ordered": "Annahmeanordnung",
    "§ 25 GemHVO RLP: who certified should not also give the payment order.": "the law's verb",
    "issued on {date}, but the hearing can be answered until {due}": "the answer, as § 28 VwVfG calls it",
    "findings are weighed as on the base branch until this is merged": "said by the verb",
}
"""Sentences that say something else, each with the reason."""
LONGEST = 80
"""Letters of a sentence that is held to the glossary: those of the command line; manuals explain in other words, too."""


@pytest.mark.parametrize("term", [each for each in WORDS.terms if each.stems], ids=lambda term: term.english)
def test_a_term_has_one_german_word(term: Term, catalogue: list[tuple[str, str, str]]) -> None:
    """Wherever the catalogue's English has the word, its German has the glossary's."""
    named = re.compile(rf"\b{re.escape(term.english)}s?\b", re.IGNORECASE)
    wrong = [
        (id_, words)
        for context, id_, words in catalogue
        if not context
        and len(id_) < LONGEST
        and id_ not in OTHERWISE
        and named.search(TYPED.sub(" ", id_))
        and not any(stem.casefold() in words.casefold() for stem in term.stems)
    ]
    assert wrong == []
    assert any(stem.casefold() in term.german.casefold() for stem in term.stems)


# -- manual pages -------------------------------------------------------------------------------------------


def test_there_is_a_manual_page_for_everything(german: dict[str, Any]) -> None:
    assert {f"{page.path.replace(' ', '-')}.1" for page in german["pages"]} <= set(german["man"])
    assert {f"kic-{name}.7" for name in german["topics"]} <= set(german["man"])


def test_roff_says_what_the_page_says() -> None:
    """Leading dots, backslashes and quotes are words there, and a hyphen can be copied."""
    page = Page(
        "kic x",
        "What 'it' does.",
        "kic x [A]",
        (".hidden \\n --a 'b'",),
        (Part("Options", (("--a", '"q"'),)),),
        "",
    )
    roff = man_page(page)
    assert "\\&.hidden \\en \\-\\-a \\(aqb\\(aq" in roff
    assert "\\fB\\-\\-a\\fR" in roff
    assert "\\(dqq\\(dq" in roff
    assert all(
        line.startswith((".TH", ".SH", ".TP", ".PP", ".nf", ".fi", ".nh", ".ad"))
        for line in roff.splitlines()
        if line.startswith(".")
    )


@pytest.mark.system
@pytest.mark.soak
def test_groff_reads_every_page_without_a_warning(german: dict[str, Any], tmp_path: Path) -> None:
    program = shutil.which("groff")
    assert program, "groff is missing: apt-get install groff"
    for name, roff in german["man"].items():
        (tmp_path / name).write_text(roff, "utf-8")
    done = subprocess.run(
        [program, "-ww", "-Kutf8", "-man", "-Tutf8", "-z", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        check=True,
    )
    assert done.stderr.decode() == ""


def test_all_manual_pages_are_written_where_man_looks(tmp_path: Path) -> None:
    done = call("help", "--man", "-o", str(tmp_path), folder=None)
    assert done.code == 0, done.err
    assert (tmp_path / "de/man1/kic-call-open.1").read_text("utf-8").startswith('.TH "KIC\\-CALL\\-OPEN" "1"')
    assert (tmp_path / "de/man7/kic-exit-codes.7").is_file()
    one = call("help", "--man", "call", "open", folder=None)
    assert one.out == (tmp_path / "de/man1/kic-call-open.1").read_text("utf-8")
