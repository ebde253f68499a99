"""Files beside the records: texts are searched for personal data wherever git keeps them, documents are named."""

import time

import pytest

from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.privacy import rules
from kic.domain.privacy.names import persons_in_records
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

SETTINGS = """\
kind: settings
id: stadt
format: 1
municipality:
  name: Stadt
  website: https://www.stadt.example
land: RP
letterhead:
  sender: Stadt · Rathausplatz 1
  address: [Stadt]
  place: Stadt
  telephone: {telephone}
"""
NUMBER = "0631 2312-0"


def state(
    beside: dict[str, str | bytes],
    files: dict[str, str] | None = None,
    telephone: str = NUMBER,
    more: str = "",
) -> Snapshot:
    """A repository with these files beside its state."""
    inside = {"kic.yaml": SETTINGS.format(telephone=telephone) + more} | (files or {})
    return load(
        Memory(
            {path: words.encode() for path, words in inside.items()},
            beside={path: w if isinstance(w, bytes) else w.encode() for path, w in beside.items()},
        ),
        KINDS,
    )


def found(repository: Snapshot, today) -> list[tuple[str, str, int]]:
    """Code, path and line of each finding of personal data or of a document."""
    return sorted(
        (each.law.code, each.place.path, repository.span(each.place).line)
        for each in run(rules.RULES, repository, today)
    )


LETTER = "Sehr geehrte Damen und Herren,\nbitte auf DE89 3704 0044 0532 0130 00.\n"


@pytest.mark.parametrize(
    "path",
    ["brief.txt", "Brief", "docs/brief.md", "eingang/2026/mail.eml", "liste.CSV", "schemas/brief.html"],
)
def test_a_letter_that_was_saved_beside_the_records_is_searched(path, today):
    assert found(state({path: LETTER}), today) == [("KIC082", path, 2)]


def test_what_spreadsheet_programs_call_unicode_text_is_text(today):
    assert found(state({"liste.txt": LETTER.encode("utf-16")}), today) == [("KIC082", "liste.txt", 2)]


def test_a_name_of_a_file_is_searched_whatever_it_holds(today):
    assert found(state({"scans/0151-23125042.png": PNG}), today) == [("KIC081", "scans/0151-23125042.png", 1)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_another_form_of_unicode_is_searched_too(encoding, today):
    assert found(state({"liste.txt": LETTER.encode(encoding)}), today) == [("KIC082", "liste.txt", 2)]


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
CHINESE = "各位女士、先生、請參加融合委員會的會議、時間是十一月二十二日。\n" * 40


@pytest.mark.parametrize(
    "content",
    [
        PNG,
        PNG + LETTER.encode() + b" " * 1_000_000,
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"\0\0\x01\0\x01\0",
        b"wOF2\0\x01\0\0",
        b"\0\x01\0\0\0\x12",
        b"OTTO\0\x0c",
        b"",
        CHINESE.encode("utf-16"),
    ],
    ids=["png", "long png", "jpeg", "webp", "ico", "woff2", "ttf", "otf", "empty", "Chinese text"],
)
def test_nothing_is_said_of_pictures_fonts_and_texts_without_persons(content, today):
    assert found(state({"a": content}), today) == []


@pytest.mark.parametrize(
    "content",
    [
        LETTER.encode() + b"\0",
        LETTER.encode("utf-32-le"),
        b"\xff\xfe" + LETTER.encode(),
        "Liste\n".encode("utf-16") + LETTER.encode(),
        LETTER.encode() + b" " * 1_000_000,
        b"OTTO M\xfcller\0",
        b"ID3\x04\0\0",
        b"\x1f\x8b\x08\0",
        "Liste".encode("utf-16-le") + b"\n",
    ],
    ids=[
        "zero byte",
        "utf-32 unmarked",
        "wrong mark",
        "two encodings",
        "long",
        "padded",
        "sound",
        "gzip",
        "cut",
    ],
)
def test_what_may_hold_words_that_cannot_be_searched_is_named(content, today):
    assert found(state({"docs/a.png": content}), today) == [("KIC078", "docs/a.png", 1)]


def test_in_the_folders_of_records_too(today):
    files = {"reports/2025-1-001/belege.csv": "a\0b", "concept/fremd.csv": "a\0b", "concept/README": "a\0b"}
    assert found(state({}, files), today) == [
        ("KIC078", "concept/README", 1),
        ("KIC078", "reports/2025-1-001/belege.csv", 1),
    ], "a file that belongs nowhere is another finding (KIC064)"


def test_the_folder_of_a_program_is_not_read(today):
    beside = {"kic/brief.txt": LETTER, "kic/a.bin": b"a\0"}
    assert found(state(beside, more="program_folders: [kic]\n"), today) == []


def test_the_folder_of_a_program_is_left_out_whole_and_no_other(today):
    beside = {"kic/a/b.txt": LETTER, "kicker/b.txt": LETTER, "docs/kic/b.txt": LETTER}
    assert [path for _, path, _ in found(state(beside, more="program_folders: [kic]\n"), today)] == [
        "docs/kic/b.txt",
        "kicker/b.txt",
    ]


def test_the_private_overlay_in_git_is_another_finding(today):
    assert found(state({"private/persons/p-0001.txt": LETTER, ".kic/log.txt": LETTER}), today) == []


@pytest.mark.parametrize(
    ("telephone", "number", "harmless"),
    [
        (NUMBER, "0631 2312-0", True),
        (NUMBER, "+49 631 2312-4711", True),
        (NUMBER, "(0631) 2312 4711", True),
        (NUMBER, "0631 2313-4711", False),
        ("0631 23120", "0631 23120", True),
        ("0631 23120", "0631 231204711", False),
    ],
)
def test_the_office_may_name_its_own_numbers_in_its_texts(telephone, number, harmless, today):
    codes = [
        code for code, *_ in found(state({"README.md": f"Telefon {number}\n"}, telephone=telephone), today)
    ]
    assert codes == ([] if harmless else ["KIC081"])


def test_the_office_may_name_its_own_addresses(today):
    words = "integration@stadt.example, erika.muster@web.de\n"
    assert found(state({"README.md": words}), today) == [("KIC080", "README.md", 1)]


def test_documents_are_named_where_no_record_names_them(today):
    files = {
        "reports/2025-1-001/nachweis.pdf": "%PDF",
        "reports/published/2025/bericht.pdf": "%PDF",
        "concept/notes.yaml": "kind: note\nfile: docs/richtlinie.pdf\n",
    }
    beside = {"brief.DOCX": b"PK", "docs/richtlinie.pdf": b"%PDF", "docs/logo.png": PNG, "docs/a.md": "a"}
    assert found(state(beside, files), today) == [
        ("KIC078", "brief.DOCX", 1),
        ("KIC078", "reports/2025-1-001/nachweis.pdf", 1),
    ]


def test_names_of_the_overlay_are_found_in_letters_too():
    repository = state({"brief.txt": "An\nErika Muster\n", "Erika Muster.docx": b"PK"})
    places = [(id_, place.path) for id_, place in persons_in_records(repository, {"p-0001": "Erika Muster"})]
    assert places == [("p-0001", "brief.txt"), ("p-0001", "Erika Muster.docx")]


def test_a_list_with_thousands_of_numbers_is_searched_in_time_that_grows_as_it_does(today) -> None:
    many = "Tel. 0631 123456; geb. 1.2.1990; DE89 3704 0044 0532 0130 00; erika (at) web.de; "
    beginning = time.process_time()
    here = state({"liste.csv": many * 3_000, "zeilen.csv": (many + "\n") * 3_000})
    places = [(each.place.path, here.span(each.place)) for each in run(rules.RULES, here, today)]
    assert time.process_time() - beginning < 15, "it takes a second, and took minutes"
    assert len(places) == 2 * 4 * 3_000
    assert {span.line for path, span in places if path == "liste.csv"} == {1}
    assert {span.line for path, span in places if path == "zeilen.csv"} == {*range(1, 3_001)}
    assert {span.column for path, span in places if path == "zeilen.csv"} == {6, 24, 34, 63}
