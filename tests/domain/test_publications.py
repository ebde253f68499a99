"""What must hold of frozen publications, beyond the gallery's examples: line ends, folders, lines of corrections."""

import datetime
import textwrap

import pytest

from kic.core.fingerprint import fingerprint
from kic.core.rule import run
from kic.domain.chapters import KINDS
from kic.domain.publications import Publication
from kic.domain.publications.rules import RULES
from kic.domain.publishing.frozen_tables import public_publications
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

TODAY = datetime.date(2026, 11, 22)
FOLDER = "reports/published"
BODY = b"a;b\r\n1;2\r\n"


def manifest(
    id: str = "pub-2026-1",
    files: dict[str, bytes] | None = None,
    published: str = "2026-03-02",
    more: str = "",
) -> bytes:
    head = textwrap.dedent(f"""\
        kind: publication
        id: {id}
        title: Daten
        published: {published}
        resolved_by: a-soziales
        document: open-data
        form: csv
        language: de
        made: 2026-03-01
        revision: {"0a" * 20}
        made_with:
          - name: kic
            release: 0.1.0
        {more}
        files:
        """)
    listed = "".join(
        f"  - path: {path}\n    size: {len(content)}\n    sha256: {fingerprint(content)}\n"
        for path, content in (files or {"a.csv": BODY}).items()
    )
    return (head.replace("\n\nfiles", "\nfiles") + listed).encode()


def found(files: dict[str, bytes], before: dict[str, bytes] | None = None) -> list[tuple[str, str]]:
    """Code and sentence of every finding."""
    laid = {f"{FOLDER}/{path}": content for path, content in files.items()}
    committed = {f"{FOLDER}/{path}": content for path, content in (before or {}).items()}
    state = load(Memory(laid), KINDS, format=1)
    past = load(Memory(committed), KINDS, format=1) if before is not None else None
    return [(each.law.code, str(each.message)) for each in run(RULES, state, TODAY, before=past)]


GOOD = {"pub-2026-1/manifest.yaml": manifest(), "pub-2026-1/a.csv": BODY}


def test_nothing_is_wrong_with_what_is_as_it_was() -> None:
    assert found(GOOD) == []
    assert found(GOOD, before=GOOD) == []


def test_line_ends_that_git_puts_in_on_windows_are_no_change() -> None:
    lines = b"# Bericht\n\nText\n"
    files = {
        "pub-2026-1/manifest.yaml": manifest(files={"b.md": lines}),
        "pub-2026-1/b.md": b"# Bericht\r\n\r\nText\r\n",
    }
    assert found(files) == []


def test_line_ends_that_git_takes_away_are_named_as_such() -> None:
    [(code, sentence)] = found({**GOOD, "pub-2026-1/a.csv": BODY.replace(b"\r\n", b"\n")})
    assert code == "KIC975"
    assert "git has changed its line ends" in sentence


def test_a_file_of_the_same_length_is_another_file_all_the_same() -> None:
    [(code, _)] = found({**GOOD, "pub-2026-1/a.csv": b"a;b\r\n1;3\r\n"})
    assert code == "KIC975"


def test_folders_below_a_publication_belong_to_it() -> None:
    files = {"daten/a.csv": BODY, "b.csv": BODY}
    laid = {"pub-2026-1/manifest.yaml": manifest(files=files)}
    whole = {**laid, **{f"pub-2026-1/{path}": content for path, content in files.items()}}
    assert found(whole) == []
    [(code, sentence)] = found({**whole, "pub-2026-1/daten/c.csv": BODY})
    assert (code, sentence) == ("KIC977", "pub-2026-1 was published without this file")


def test_a_record_inside_a_publication_is_no_record() -> None:
    inside = {"concept/themes/t1.yaml": b"kind: theme\nid: t1\n"}
    laid = {"pub-2026-1/manifest.yaml": manifest(files=inside)}
    assert found({**laid, "pub-2026-1/concept/themes/t1.yaml": b"kind: theme\nid: t1\n"}) == []


def test_what_git_and_kic_need_may_lie_there() -> None:
    assert found({**GOOD, ".gitattributes": b"* -text\n", "pub-2026-2/.gitkeep": b""}) == []


def test_files_beside_the_folders_have_no_manifest() -> None:
    assert [code for code, _ in found({**GOOD, "zahlen.csv": BODY, "brief.pdf": b"%PDF"})] == ["KIC978"]


def test_a_manifest_that_cannot_be_read_says_nothing_of_its_files() -> None:
    assert found({"pub-2026-1/manifest.yaml": b"kind: publication\nid: [\n", "pub-2026-1/a.csv": BODY}) == []


def test_a_file_that_is_named_twice() -> None:
    twice = manifest() + b"  - path: a.csv\n    size: 10\n    sha256: " + fingerprint(BODY).encode() + b"\n"
    assert found({**GOOD, "pub-2026-1/manifest.yaml": twice}) == [
        ("KIC976", "reports/published/pub-2026-1/a.csv is named twice")
    ]


@pytest.mark.parametrize(
    "path", ["../a.csv", "/a.csv", ".git/a", "daten/../a.csv", "daten//a.csv", "a\\b.csv", ""]
)
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    state = load(
        Memory({f"{FOLDER}/pub-2026-1/manifest.yaml": manifest(files={f"'{path}'": BODY})}), KINDS, format=1
    )
    assert [each.law.code for each in state.diagnostics] == ["KIC035"]


def correction(
    number: int, corrects: int, published: str = "2026-03-09", reason: str = "Zahl"
) -> dict[str, bytes]:
    name = f"pub-2026-{number}"
    more = f"corrects: pub-2026-{corrects}\nreason: {reason}"
    return {
        f"{name}/manifest.yaml": manifest(
            name, published=published, more=more.replace("\n", "\n        ")
        ).replace(b"\n        ", b"\n"),
        f"{name}/a.csv": BODY,
    }


def test_only_documents_for_the_public_are_offered_again() -> None:
    """One that should never have been published (KIC982) is not spread further."""
    papers = manifest("pub-2026-2").replace(b"document: open-data", b"document: allocation-paper")
    later = manifest("pub-2027-1", published="2027-01-04")
    names = ("pub-2026-1", "pub-2026-2", "pub-2027-1")
    laid = {
        f"{FOLDER}/{name}/manifest.yaml": each
        for name, each in zip(names, (manifest(), papers, later), strict=True)
    }
    state = load(Memory(laid), KINDS, format=1)
    assert {each.id for each in state.all(Publication)} == set(names)
    assert [each.id for each in public_publications(state, TODAY)] == ["pub-2026-1"]


def test_corrections_are_one_line() -> None:
    assert found({**GOOD, **correction(2, 1), **correction(3, 2)}) == []
    assert found({**GOOD, **correction(2, 1), **correction(3, 1)}) == [
        ("KIC979", "pub-2026-1 was corrected by pub-2026-2 already")
    ]


def test_a_correction_is_later_than_what_it_corrects() -> None:
    [(code, sentence)] = found({**GOOD, **correction(2, 1, published="2026-03-01")})
    assert (code, sentence) == ("KIC979", "pub-2026-1 was published on 2026-03-02, not before this one")
    [(code, _)] = found({**GOOD, **correction(2, 2)})
    assert code == "KIC979"


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        (b"title: Daten", b"title: Zahlen"),
        (b"resolved_by: a-soziales", b"resolved_by: a-bildung"),
        (b"made: 2026-03-01", b"made: 2026-02-28"),
        (b"0a0a", b"0b0b"),
    ],
)
def test_no_word_of_a_committed_manifest_changes(was: bytes, is_now: bytes) -> None:
    changed = {**GOOD, "pub-2026-1/manifest.yaml": manifest().replace(was, is_now)}
    assert [code for code, _ in found(changed, before=GOOD)] == ["KIC980"]
    assert found(changed) == [], "without a commit nobody knows what it said"


def test_a_publication_that_is_gone() -> None:
    assert found({}, before=GOOD) == [("KIC980", "the publication pub-2026-1 is gone")]


@pytest.mark.parametrize(
    ("was", "is_now", "twice"),
    [
        (b"title: Daten", b"title: Zahlen", True),
        (b"resolved_by: a-soziales", b"resolved_by: a-bildung", True),
        (b"published: 2026-03-02", b"published: 2026-03-09", True),
        (b"made: 2026-03-01", b"made: 2026-02-28", False),
        (b"language: de", b"language: en", False),
        (b"0a0a", b"0b0b", False),
    ],
)
def test_one_publication_has_one_id(was: bytes, is_now: bytes, twice: bool) -> None:
    """The number decides, not the order of the letters: 10 comes after 9."""
    again = manifest("pub-2026-10").replace(was, is_now)
    first = {"pub-2026-9/manifest.yaml": manifest("pub-2026-9"), "pub-2026-9/a.csv": BODY}
    said = "pub-2026-9 is the same publication: document, arguments, recorded state and bytes"
    assert found({**first, "pub-2026-10/manifest.yaml": again, "pub-2026-10/a.csv": BODY}) == (
        [("KIC983", said)] if twice else []
    )
