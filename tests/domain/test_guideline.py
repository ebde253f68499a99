"""The guideline of a call: its digest is compared, whatever line ends git checks a text out with."""

import datetime
import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from kic.core.plan import Plan, SetField
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.calls.guideline_rules import digest, is_digest_of
from kic.domain.chapters import KINDS
from kic.domain.rules import RULES
from kic.errors import Changed
from kic.repository.repository import Repository
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import changed

TODAY = datetime.date(2026, 11, 22)
NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
CALL = "applications/2026-1/call.yaml"
PATH = "concept/richtlinie-2025.md"
FILE = f"    file: {PATH}\n"
FROZEN = "  frozen: 2026-08-20\n"
LF = "# Förderrichtlinie\n\nHöchstens 5.000 EUR.\n".encode()
CRLF = LF.replace(b"\n", b"\r\n")
PDF = b"%PDF-1.7\n\0\r\n\x81 stream"


def sha(content: bytes) -> str:
    return sha256(content).hexdigest()


def guidelines(
    content: bytes | None, recorded: str | None, *, frozen: bool = True, file: bool = True
) -> list[str]:
    """What the rules about guidelines say when the call records this and the file holds that."""
    texts = changed()
    call = texts[CALL]
    line = next(each for each in call.splitlines(keepends=True) if each.startswith("    digest: "))
    call = call.replace(line, f"    digest: {recorded}\n" if recorded else "")
    call = call if frozen else call.replace(FROZEN, "")
    call = call if file else call.replace(FILE, "")
    files = {path: each.encode() for path, each in texts.items()} | {CALL: call.encode()}
    del files[PATH]
    if content is not None:
        files[PATH] = content
    return [
        f"{each.law.code} {'.'.join(map(str, each.place.field))}: {each.message}"
        for each in run(RULES, load(Memory(files), KINDS), TODAY)
        if each.law.code in {"KIC430", "KIC431"}
    ]


OTHER = f"KIC431 terms.guideline.digest: this is not the digest of {PATH}"
ABSENT = f"KIC431 terms.guideline.file: the terms are fixed since 2026-08-20, but {PATH} has no digest"


@pytest.mark.parametrize(
    ("content", "recorded", "expected"),
    [
        (LF, sha(LF), []),
        (CRLF, sha(LF), []),  # core.autocrlf has checked the text out
        (CRLF, sha(CRLF), []),  # committed so, or the digest was taken there
        (LF, sha(CRLF), []),  # the digest was taken from a checkout with CRLF
        (LF + b"x", sha(LF), [OTHER]),
        (CRLF + b"x", sha(LF), [OTHER]),
        (LF.replace(b"5.000", b"9.000"), sha(LF), [OTHER]),
        (b"", sha(LF), [OTHER]),
        (PDF, sha(PDF), []),
        (PDF.replace(b"\r\n", b"\n"), sha(PDF), [OTHER]),  # no text: each byte counts
        (LF, None, [ABSENT]),
        (None, sha(LF), [f"KIC430 terms.guideline.file: there is no file {PATH}"]),
        (None, None, [f"KIC430 terms.guideline.file: there is no file {PATH}"]),
    ],
    ids=[
        "same", "crlf-checkout", "crlf", "digest-of-crlf", "longer", "longer-crlf", "another-sum", "empty",
        "pdf", "other-pdf", "no-digest", "no-file", "no-file-no-digest",
    ],
)  # fmt: skip
def test_a_guideline_is_the_one_that_was_fixed(content, recorded, expected):
    assert guidelines(content, recorded) == expected


def test_before_the_terms_are_frozen_only_a_wrong_digest_is_wrong():
    assert guidelines(LF, None, frozen=False) == []
    assert guidelines(LF + b"x", sha(LF), frozen=False) == [OTHER]


def test_a_digest_belongs_to_a_file():
    assert guidelines(LF, sha(LF), file=False) == [
        "KIC431 terms.guideline.digest: there is a digest, but no file that it could belong to"
    ]
    assert guidelines(LF, None, file=False) == []  # a guideline of which only the name is known


def test_the_digest_of_a_text_is_that_of_its_lf_form():
    assert digest(LF) == digest(CRLF) == sha(LF)
    assert digest(PDF) == sha(PDF)
    assert not is_digest_of(sha(b"a\nb"), b"a\rb")  # a lone CR is no line end of git's


class Counting(Memory):
    """Counts what is read; the guideline cannot be."""

    def __init__(self, files: dict[str, bytes], locked: str = "") -> None:
        super().__init__(files)
        self.locked = locked
        self.seen: list[str] = []

    def read(self, path: str) -> bytes:
        self.seen.append(path)
        if path == self.locked:
            raise PermissionError(13, "Permission denied", path)
        return super().read(path)


def counted(locked: str = "") -> tuple[Counting, Snapshot]:
    source = Counting({path: each.encode() for path, each in changed().items()}, locked)
    return source, load(source, KINDS)


def test_other_files_are_read_once_and_only_when_asked_for():
    source, snapshot = counted()
    assert PATH not in source.seen
    assert snapshot.looked_at == {}
    for _ in range(3):
        assert snapshot.content(PATH) == changed()[PATH].encode()
    assert source.seen.count(PATH) == 1
    assert list(snapshot.looked_at) == [PATH]
    seen = len(source.seen)
    assert snapshot.content(CALL) == changed()[CALL].encode()  # a record has been read already
    assert len(source.seen) == seen


@pytest.mark.parametrize(
    "path", ["", "../kic.yaml", "/etc/hostname", "concept/../kic.yaml", "concept", "private/a.md"]
)
def test_no_path_leads_out_of_the_listed_files(path):
    source, snapshot = counted()
    seen = len(source.seen)
    assert snapshot.content(path) is None
    assert len(source.seen) == seen
    assert not snapshot.has_file(path)


def test_a_file_that_cannot_be_read_is_a_finding():
    _source, snapshot = counted(locked=PATH)
    found = [each for each in run(RULES, snapshot, datetime.date(2026, 11, 22)) if each.law.code == "KIC431"]
    assert [str(each.message) for each in found] == [
        f"{PATH} cannot be read, so that nobody can tell whether it has changed"
    ]
    assert snapshot.looked_at == {}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The good repository with the digest left out of its call, committed."""
    for path, content in changed().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(re.sub(r" {4}digest: .*\n", "", content).encode())
    who = ("-c", "user.name=kic", "-c", "user.email=kic@example.org", "-c", "core.autocrlf=false")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "All")):
        subprocess.run(["git", "-C", tmp_path, *words], check=True)
    return tmp_path


def test_a_revision_gives_the_guideline_as_it_was(root: Path):
    was = (root / PATH).read_bytes()
    (root / PATH).write_bytes(LF)
    repository = Repository(root, today=TODAY)
    assert repository.snapshot.content(PATH) == LF
    assert repository.at("HEAD").content(PATH) == was


def test_what_is_written_rests_on_the_guideline_that_was_looked_at(root: Path):
    repository = Repository(root, today=TODAY)
    was = digest((root / PATH).read_bytes())
    plan = Plan(text("Fix the guideline"), (SetField(CALL, ("terms", "guideline", "digest"), was),))
    proposal = repository.propose(plan)
    assert not proposal.refused
    (root / PATH).write_bytes(LF)  # somebody changes it while the question is on the screen
    with pytest.raises(Changed):
        repository.commit(proposal, "Fix the guideline", NOW)
    assert was not in (root / CALL).read_text("utf-8")
    assert repository.propose(plan).refused
    (root / PATH).write_bytes(changed()[PATH].encode())
    again = Repository(root, today=TODAY)
    again.commit(again.propose(plan), "Fix the guideline", NOW)
    assert was in (root / CALL).read_text("utf-8")
