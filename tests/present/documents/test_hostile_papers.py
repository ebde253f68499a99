"""Hostile text in every free text of every record, through every document and letter, as page, DOCX and PDF.

The demo city is taken with a text put before each free text of its records and of its private overlay: first a
harmless word, then hostile ones. No form may have other elements than with the harmless word, and none may lose a
character.
"""

import datetime
import io
import json
import os
import re
import types
import typing
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import msgspec
import pypdf
import pytest

from kic.core.record import Entry, declared
from kic.core.snapshot import Snapshot
from kic.documents.catalogue import DOCUMENTS, REVISIONS, YEAR, Wanted
from kic.documents.letters import Directory
from kic.documents.letters.catalogue import LETTERS
from kic.domain.committee import Seat
from kic.domain.privacy.overlay import Address, Contact, Member, Person
from kic.present.escaping import escape_paragraphs
from kic.present.safe import safe
from kic.present.templating import Look
from kic.repository.rendering import Press
from kic.repository.repository import Repository
from kic.repository.writing import meant, written
from tests.cli.inprocess import call
from tests.present.documents.test_hostile import BREAKS, STRINGS, Elements

TODAY = datetime.date(2026, 11, 22)
CALLS = ("2024-1", "2025-2", "2026-1")
BEFORE = (
    ("application", "ask", "2026-1-004", "--paper", "Satzung", "--on", "10.11.2026", "--due", "30.11.2026"),
    ("notice", "revoke", "2025-2-003", "--known", "10.11.2026", "--reason", "Zweck verfehlt"),
    ("notice", "hear", "2025-2-003", "--due", "07.12.2026"),
)
"""So that there is a letter of each sort."""
STRUCTURAL = {
    "guideline", "file", "path", "time_zone", "seed", "voucher", "logo", "color", "version", "lot", "problem", "kic",
    "land", "currency", "product", "account", "code", "record", "field", "heading", "website", "file_digest",
}  # fmt: skip
"""Texts that name files, numbers or fields: they are no words that somebody writes."""
WITHOUT_FONT = re.compile("[\u2e80-\u9fff\U0001f000-\U000e007f\u06de]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALL = frozenset((*DOCUMENTS, *LETTERS))
SHORT = frozenset(("recommendation-sheet", "call-text", "council-paper", "meeting-agenda", *LETTERS))
"""Papers with few texts, through which hundreds of strings go in reasonable time."""
TOGETHER = 60
"""So many naughty strings go through the documents at once."""


# -- the city with another text in front of each of its own ------------------------------------------------


class Paper(NamedTuple):
    """A document or letter and its context."""

    name: str
    context: dict[str, Any]


def replaced(value: Any, annotation: Any, put: Callable[[str], str]) -> Any:
    """A value of a record with every free text changed, as its declared type tells what is one."""
    if annotation is str:
        return put(value)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        inner = [each for each in arguments if each is not type(None)]
        return value if value is None or len(inner) != 1 else replaced(value, inner[0], put)
    if origin is tuple:
        return tuple(replaced(each, arguments[0], put) for each in value)
    if isinstance(value, msgspec.Struct):
        changed = {
            each.name: replaced(getattr(value, each.name), each.type, put)
            for each in declared(type(value))
            if each.name not in STRUCTURAL and getattr(value, each.name) is not None
        }
        return msgspec.structs.replace(value, **changed)
    return value


def with_text(snapshot: Snapshot, put: Callable[[str], str]) -> Snapshot:
    def other(entry: Entry) -> Entry:
        record = entry.record
        return (
            entry
            if record is None
            else msgspec.structs.replace(entry, record=replaced(record, type(record), put))
        )

    entries = {path: other(entry) for path, entry in snapshot.entries.items()}
    return Snapshot(entries, files=snapshot.files, label=snapshot.label, read=snapshot.content)


def everybody(snapshot: Snapshot, put: Callable[[str], str]) -> dict[str, Any]:
    """An entry of the private overlay for each person, member and organisation."""
    fields: dict[str, Any] = {
        "name": put("Erika Muster"),
        "salutation": put("Frau"),
        "address": Address(street=put("Weg 1"), postcode="99999", city=put("Ort")),
        "note": put("Vermerk"),
    }
    found: dict[str, Any] = {}
    for entry in snapshot.entries_of("body"):
        found[str(entry.id)] = Contact(id=entry.id, position=put("Vorstand"), **fields)
    for entry in snapshot.entries_of("application"):
        applicant = getattr(getattr(entry.record, "applicant", None), "person", None)
        if applicant is not None:
            found[str(applicant)] = Person(id=applicant, **fields)
    for seat in snapshot.all(Seat):
        for term in seat.terms:
            for who in (term.holder, term.deputy):
                if who is not None:
                    found[str(who)] = Member(id=who, **fields)
    return found


def papers(snapshot: Snapshot, directory: Directory) -> Iterator[Paper]:
    """Every document, about the last of its kind, and a letter of each sort; synopses have a test of their own."""
    for name, document in DOCUMENTS.items():
        about = None
        if document.about == REVISIONS:
            continue
        if document.about is not None:
            ids = (
                [str(entry.id) for entry in snapshot.entries_of(document.about)]
                if document.about != YEAR
                else ["2025"]
            )
            about = ids[-1]
        yield Paper(name, document.context(snapshot, TODAY, Wanted(id=about, directory=directory)))
    for name in LETTERS:
        ids = [each for call_ in CALLS for each in meant(snapshot, name, call_)]
        assert ids, name
        for letter in written(snapshot, TODAY, name, tuple(ids[:1]), directory):
            yield Paper(name, letter.context)


# -- what a form shows, and what it is made of -------------------------------------------------------------


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFC", words))


def in_docx(file: bytes) -> tuple[str, Counter[str]]:
    """The words of a DOCX, and how many of each element it has, runs and their properties left out."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    kinds = Counter(each.tag.removeprefix(W) for each in body.iter())
    shape = {kind: kinds[kind] for kind in ("tbl", "tr", "tc", "hyperlink", "numPr", "sectPr")}
    shape["p"] = (
        kinds["p"] - kinds["drawing"]
    )  # a picture with longer words comes in more pieces, a paragraph each
    return "".join(each.text or "" for each in body.iter(f"{W}t")), Counter(shape)


def in_pdf(file: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


class Shape(NamedTuple):
    """The elements of a paper as a page and as DOCX."""

    page: list[Any]
    docx: Counter[str]


class Office:
    """The demo city as it lies there, and the forms of its papers with a text before each of its own."""

    def __init__(self, root: Path) -> None:
        repository = Repository(root, today=TODAY)
        self.snapshot = repository.snapshot
        self._source = repository.source

    def forms(
        self, before: str, *, pdf: bool, names: frozenset[str] = ALL
    ) -> Iterator[tuple[str, Elements, str, Counter[str], str | None]]:
        """Each paper: its name, its page, words and elements of its DOCX, words of its PDF."""

        def put(text: str) -> str:
            return f"{before} {text}"

        changed = with_text(self.snapshot, put)
        with Press(self._source, "de") as press:
            for paper in papers(changed, everybody(self.snapshot, put)):
                if paper.name not in names:
                    continue
                page = Elements(press.as_text(paper.name, paper.context, "html", Look()))
                words, kinds = in_docx(press.file(paper.name, paper.context, "docx"))
                file = in_pdf(press.file(paper.name, paper.context, "pdf")) if pdf else None
                yield paper.name, page, words, kinds, file


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    root = tmp_path_factory.mktemp("hostile") / "city"
    assert call("demo", "--no-git", "--yes", str(root), folder=None).code == 0
    for words in BEFORE:
        assert call(*words, "--yes", folder=root).code == 0
    return Office(root)


@pytest.fixture(scope="module")
def harmless(office: Office) -> dict[str, Shape]:
    return {name: Shape(page.elements, kinds) for name, page, _, kinds, _ in office.forms("Wort", pdf=False)}


def judge(
    strings: list[str],
    office: Office,
    harmless: dict[str, Shape],
    *,
    pdf: bool,
    names: frozenset[str] = ALL,
) -> None:
    seen = set()
    for name, page, words, kinds, file in office.forms(" ".join(strings), pdf=pdf, names=names):
        seen.add(name)
        for string in strings:
            shown = squeezed(safe(BREAKS.sub(" ", string)))
            assert shown in squeezed(page.words), (name, "html", string)
            assert shown in squeezed(words), (name, "docx", string)
            assert file is None or shown in squeezed(file), (name, "pdf", string)
        assert page.elements == harmless[name].page, name
        assert kinds == harmless[name].docx, name
    assert seen == names & harmless.keys()


PUT_IN = [
    each
    for each in STRINGS
    if len(escape_paragraphs(each)) == 1 and len(each) < 200 and not WITHOUT_FONT.search(each)
]


def test_hostile_text_stays_text_in_every_document_and_letter(
    office: Office, harmless: dict[str, Shape]
) -> None:
    assert len(PUT_IN) > 20
    judge(PUT_IN, office, harmless, pdf=False)


@pytest.mark.corpora  # not for the corpora, but for the time that it takes to set every paper
def test_hostile_text_is_all_there_on_paper(office: Office, harmless: dict[str, Shape]) -> None:
    judge(PUT_IN, office, harmless, pdf=True)


@pytest.mark.corpora
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_every_naughty_string_stays_text_in_every_document_and_letter(
    office: Office, harmless: dict[str, Shape], every: int
) -> None:
    """Every fourth bundle of them by default: each is put into all papers."""
    found = json.loads((Path(os.environ["KIC_CORPORA"]) / "blns.json").read_text("utf-8"))
    strings = [each for each in found if BREAKS.sub("", each) and len(escape_paragraphs(each)) == 1]
    assert len(strings) > 400
    for first in range(0, len(strings), TOGETHER * every):
        judge(strings[first : first + TOGETHER], office, harmless, pdf=False, names=SHORT)
