"""What git keeps beside the records is searched for personal data by every `check`; what it does not keep is not."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from kic.core import plain_file
from kic.store import git as git_store
from kic.store.reading import beside
from tests.cli.inprocess import call

LETTER = "Sehr geehrte Damen und Herren,\nbitte auf DE89 3704 0044 0532 0130 00.\n"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo city on a branch of its own; its base is `main`."""
    for key in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(key)
    git(city, "config", "user.name", "office")
    git(city, "config", "user.email", "office@example.invalid")
    git(city, "branch", "-M", "main")
    return city


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def write(folder: Path, path: str, content: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(content, "utf-8")


def found(folder: Path, *more: str) -> list[tuple[str, str]]:
    """Code and path of each finding about what must not enter git."""
    done = call("check", "--format", "json", *more, folder=folder)
    findings = json.loads(done.out)["findings"]
    return [(each["code"], each["path"]) for each in findings if each["code"].startswith(("KIC07", "KIC08"))]


def test_what_is_added_with_plain_git_is_found_before_it_is_committed(office: Path) -> None:
    write(office, ".gitignore", "ignoriert.txt\n")
    for path in (
        "brief.txt",
        "docs/brief.md",
        "ignoriert.txt",
        "docs/scan.pdf",
        "neu.txt",
        "weg.txt",
        "sub/a.txt",
    ):
        write(office, path, LETTER)
    assert found(office) == [], "git does not know them yet"
    git(office, "add", "brief.txt", "docs", "weg.txt", "sub")
    (office / "weg.txt").unlink()
    (office / "sub" / "a.txt").unlink()
    (office / "sub").rmdir()
    (office / "sub").symlink_to(office / "docs")
    expected = [("KIC082", "brief.txt"), ("KIC082", "docs/brief.md"), ("KIC078", "docs/scan.pdf")]
    assert found(office) == expected
    assert found(office, "docs") == expected[1:]
    shown = call("check", folder=office, lang="en").out
    assert "KIC082 brief.txt:2:11 error bank-account" in shown

    (office / "brief.txt").write_text("Sehr geehrte Damen und Herren,\n", "utf-8")
    assert found(office) == expected[1:], "what counts is the file as it is now"


def test_a_change_answers_for_the_letters_that_it_brings(office: Path) -> None:
    write(office, "docs/alt.md", LETTER)
    git(office, "add", "docs")
    git(office, "commit", "-q", "-m", "Ein Schreiben von früher")
    git(office, "checkout", "-q", "-b", "pull")
    write(office, "docs/neu.md", LETTER)
    git(office, "add", "docs")
    git(office, "commit", "-q", "-m", "Ein weiteres Schreiben")
    assert found(office, "--base", "main") == [("KIC082", "docs/alt.md"), ("KIC082", "docs/neu.md")]
    assert found(office, "--base", "main", "--changed") == [("KIC082", "docs/neu.md")]
    he_07 = office / "concept/recommendations/he-07.yaml"
    he_07.write_text("# Anmerkung\n" + he_07.read_text("utf-8"), "utf-8")
    assert found(office, "--base", "main", "--changed") == [("KIC082", "docs/neu.md")]
    review = call("review", "main..pull", folder=office).out
    assert "docs/neu.md" in review
    assert "docs/alt.md" not in review


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these systems have no such names")
def test_of_a_commit_nothing_is_read_that_is_too_large_to_be_searched(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(office, "brief.txt", LETTER)
    write(office, "protokoll.txt", LETTER + "x" * plain_file.LARGEST)
    (office / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * plain_file.LARGEST)
    git(office, "add", "-A")
    git(office, "commit", "-m", "Briefe")
    read: list[int] = []

    def blobs(folder: Path, oids: Iterable[str]) -> dict[str, bytes]:
        contents = whole(folder, oids)
        read.extend(map(len, contents.values()))
        return contents

    whole = git_store.blobs
    monkeypatch.setattr(git_store, "blobs", blobs)
    files = beside.in_commit(office, "HEAD")
    contents = beside.contents_of_commit(office, "HEAD", files)
    assert {"protokoll.txt", "bild.png"} <= set(files)
    assert contents["brief.txt"] == LETTER.encode()
    assert contents["protokoll.txt"] is plain_file.Closed.TOO_LARGE
    assert "bild.png" not in contents
    assert max(read) <= plain_file.LARGEST
    assert contents == beside.contents(office, files), "and of the folder the same"


def test_names_that_are_no_utf_8_hide_nothing(office: Path) -> None:
    for name in ("Grüße.txt", "Grüße.pdf"):
        Path(os.fsdecode(os.fsencode(office) + b"/" + name.encode("latin-1"))).write_text(LETTER, "utf-8")
    write(office, "Grüße.txt", LETTER)
    git(office, "add", "--all")
    expected = [("KIC078", "Gr\\xfc\\xdfe.pdf"), ("KIC082", "Gr\\xfc\\xdfe.txt"), ("KIC082", "Grüße.txt")]
    assert found(office) == expected
    git(office, "commit", "-q", "-m", "Aus einem alten Archiv")
    write(office, "docs/neu.md", LETTER)
    git(office, "add", "docs")
    assert found(office, "--base", "HEAD") == [*expected, ("KIC082", "docs/neu.md")]
    assert found(office, "--base", "HEAD", "--changed") == [("KIC082", "docs/neu.md")]


def test_a_change_does_not_say_itself_where_its_letters_are_not_searched(office: Path) -> None:
    settings = (office / "kic.yaml").read_text("utf-8")
    git(office, "checkout", "-q", "-b", "pull")
    write(office, "kic.yaml", settings + "program_folders: [docs]\n")
    write(office, "docs/neu.md", LETTER)
    write(office, "docs/scan.pdf", "%PDF")
    git(office, "add", "docs", "kic.yaml")
    git(office, "commit", "-q", "-m", "Ein Schreiben")
    assert found(office) == []
    hidden = [("KIC082", "docs/neu.md"), ("KIC078", "docs/scan.pdf")]
    assert found(office, "--base", "main") == hidden
    assert found(office, "--base", "main", "--changed") == hidden
    shown = call("check", "--base", "main", folder=office, lang="en").out
    assert "the program folder docs counts only once it is merged" in shown
    assert "rules judge by program_folders" not in shown

    git(office, "checkout", "-q", "main")
    git(office, "merge", "-q", "pull")
    git(office, "checkout", "-q", "-b", "later")
    write(office, "kic.yaml", settings)
    git(office, "commit", "-q", "-a", "-m", "Ordner wieder heraus")
    assert found(office, "--base", "main") == [], (
        "what the base leaves out is left out until it says otherwise"
    )
    assert "docs is taken out; that counts" in call("check", "--base", "main", folder=office, lang="en").out


def test_a_finding_beside_the_records_is_accepted_by_its_path(office: Path) -> None:
    write(office, "docs/satzung.pdf", "%PDF")
    settings = (office / "kic.yaml").read_text("utf-8")
    waiver = "  - {code: KIC078, record: docs/satzung.pdf, until: 2027-12-31, reason: Öffentlich.}\n"
    write(office, "kic.yaml", settings.replace("waivers:\n", "waivers:\n" + waiver))
    git(office, "add", "docs")
    assert found(office) == []
    git(office, "rm", "-q", "--cached", "docs/satzung.pdf")
    done = call("check", "--format", "json", "kic.yaml", folder=office)
    assert [each["code"] for each in json.loads(done.out)["findings"]] == ["KIC110"], (
        "and only while git keeps it"
    )


def test_writing_goes_on_beside_an_old_letter_and_sends_none(office: Path) -> None:
    write(office, "docs/brief.md", LETTER)
    git(office, "add", "docs")
    done = call("status", "he-07", "in_progress", "--note", "Geht voran.", "--yes", folder=office)
    assert done.code == 0, done.err
    assert call("save", "docs", "--yes", folder=office).code == 1
    assert call("save", "concept", "--yes", folder=office).code == 0


def test_a_document_that_cannot_be_searched_is_named_before_it_is_recorded(office: Path) -> None:
    """Once, by what would be recorded: a file that stays out is not told of, nor one that is there already."""
    for path in ("a.pdf", "docs/b.docx", "docs/c.docx"):
        (office / path).parent.mkdir(exist_ok=True)
        (office / path).write_bytes(b"%PDF\0")
    said = call("save", "a.pdf", "docs/b.docx", "--dry-run", folder=office)
    named = [line.split(":")[0] for line in (said.out + said.err).splitlines() if line.startswith("KIC078")]
    assert named == ["KIC078 a.pdf", "KIC078 docs/b.docx"]
    done = call("save", "a.pdf", "--yes", folder=office)
    assert done.code == 0, done.err
    assert "KIC078 a.pdf" in done.out + done.err
    assert "KIC089" not in done.err, "kic does not refuse words of its own"
    (office / "a.pdf").write_bytes(b"%PDF\0more")
    assert "KIC078" not in call("save", "a.pdf", "--dry-run", folder=office).err
    settings = (office / "kic.yaml").read_text("utf-8")
    waiver = "  - {code: KIC078, record: docs/b.docx, until: 2027-12-31, reason: Öffentlich.}\n"
    write(office, "kic.yaml", settings.replace("waivers:\n", "waivers:\n" + waiver))
    assert "KIC078 docs" not in call("save", "kic.yaml", "docs/b.docx", "--dry-run", folder=office).err


def test_a_text_that_cannot_be_searched_is_named_or_read_wherever_it_passes(
    office: Path, tmp_path: Path
) -> None:
    (office / "offen.txt").write_bytes(LETTER.encode("utf-16-le"))
    (office / "zu.txt").write_bytes(LETTER.encode() + b"\0")
    write(office, "lang.csv", "x" * (plain_file.LARGEST + 1))
    write(office, "unten.txt", "# ------------------------ >8 ------------------------\n" + LETTER)
    said = call("save", "zu.txt", "lang.csv", "--dry-run", folder=office)
    assert [line.split(":")[0] for line in (said.out + said.err).splitlines() if line.startswith("KIC")] == [
        "KIC078 lang.csv",
        "KIC078 zu.txt",
    ]
    for path in ("offen.txt", "unten.txt"):
        done = call("save", path, "--yes", folder=office)
        assert (done.code, f"KIC082 {path}" in done.out + done.err) == (1, True), done.err

    git(tmp_path, "clone", "-q", "--bare", str(office), str(tmp_path / "shared.git"))
    git(office, "remote", "add", "origin", str(tmp_path / "shared.git"))
    git(office, "add", "offen.txt", "zu.txt", "lang.csv")
    expected = [("KIC078", "lang.csv"), ("KIC082", "offen.txt"), ("KIC078", "zu.txt")]
    assert found(office) == expected
    git(office, "-c", f"core.hooksPath={os.devnull}", "commit", "-q", "-m", "Drei Listen dazu")
    assert found(office, "--base", "HEAD~1", "--changed") == expected
    git(office, "rm", "-q", "offen.txt")
    git(office, "commit", "-q", "-m", "Eine Liste wieder heraus")
    assert "KIC082 offen.txt@" in call("send", "--yes", folder=office).err, "what is on the way is read too"


@pytest.mark.parametrize("content", [b"", b"DIRC", b"no index of git, but longer than its checksum"])
def test_where_git_cannot_tell_what_it_keeps_check_says_so(office: Path, content: bytes) -> None:
    (office / ".git" / "index").write_bytes(content)
    done = call("check", folder=office, lang="en")
    assert done.code == 3
    assert "git cannot read its own list of the files that it keeps" in done.err
    git(office, "read-tree", "HEAD")
    assert call("check", folder=office).code == 0, "what help names mends it"


def test_the_office_may_record_and_send_its_own_number(office: Path) -> None:
    settings = (office / "kic.yaml").read_text("utf-8")
    assert "  telephone: " not in settings
    write(office, "kic.yaml", settings.replace("letterhead:\n", "letterhead:\n  telephone: 0631 2312-0\n"))
    write(office, "docs/wir.md", "Telefon 0631 2312-4711\n")
    git(office, "add", "docs")
    assert found(office) == []
    done = call(
        "save", "docs", "kic.yaml", "--message", "Rufnummer 0631 2312-0 ergänzt", "--yes", folder=office
    )
    assert done.code == 0, done.err


def test_a_letter_that_is_on_its_way_is_told_once(office: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(office), str(tmp_path / "shared.git"))
    git(office, "remote", "add", "origin", str(tmp_path / "shared.git"))
    write(office, "docs/brief.md", LETTER)
    git(office, "add", "docs")
    git(office, "-c", f"core.hooksPath={os.devnull}", "commit", "-q", "-m", "Ein Schreiben dazu")
    done = call("send", "--yes", folder=office)
    assert (done.code, (done.out + done.err).count("KIC082")) == (1, 1)


def test_the_projects_own_root_holds_no_letter() -> None:
    done = call("check", "--format", "json", folder=ROOT)
    codes = {each["code"] for each in json.loads(done.out)["findings"]}
    assert not {code for code in codes if code.startswith(("KIC078", "KIC079", "KIC08"))}


def test_a_program_folder_that_is_no_text_is_told_once(office: Path) -> None:
    settings = (office / "kic.yaml").read_text("utf-8")
    write(office, "kic.yaml", settings + "program_folders: [[docs], {docs: 1}]\n")
    done = call("check", "--base", "main", "--format", "json", folder=office)
    codes = [each["code"] for each in json.loads(done.out)["findings"] if each["path"] == "kic.yaml"]
    assert codes == ["KIC032", "KIC032"]
