"""Two officers and a shared repository, without a word of git: what they record, send and fetch, and what stops them.

Every stop ends with what happened, that nothing is lost and what to do, and with its exit code (docs/interface.md, section 3).
"""

import contextlib
import datetime
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kic.core.plan import Change
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.errors import Refused
from kic.present.language import speak
from kic.repository.sharing.copy import ready
from kic.repository.sharing.getting import apart, fetched, merge
from kic.repository.sharing.recording import takeable
from kic.repository.sharing.remotes import shared_of
from kic.repository.sharing.wording import message_of
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.cli.conftest import Ran
from tests.cli.inprocess import call

GOOD = Path(__file__).resolve().parents[1] / "gallery/_good"
HE_01 = "concept/recommendations/he-01.yaml"
HE_03 = "concept/recommendations/he-03.yaml"
ENTRY = "  - date: {day}\n    status: in_progress\n    light: green\n    note: {note}\n"
TODAY = "2026-11-22"


class Two(NamedTuple):
    """The copies of two officers, joined to one shared repository."""

    here: Path
    there: Path
    shared: Path


@pytest.fixture(autouse=True)
def no_other_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of this computer's git settings counts."""
    for key in [name for name in os.environ if name.startswith(("GIT_", "KIC_"))]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


@pytest.fixture(scope="session")
def built_pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small office, recorded, in a shared repository, and two copies of it that find it beside them."""
    folder = tmp_path_factory.mktemp("pair")
    shutil.copytree(GOOD, folder / "first")
    (folder / "first/.gitignore").write_text(".kic/\n.kic-*.tmp\nprivate/\n")
    (folder / "first/.gitattributes").write_text("* text=auto eol=lf\n*.yaml merge=kic\n")
    git(folder / "first", "init", "-q", "-b", "main", "--template=")
    who(folder / "first")
    git(folder / "first", "add", "-A")
    git(folder / "first", "commit", "-q", "-m", "Anfangsbestand der Stelle")
    git(folder, "clone", "-q", "--bare", "--template=", "first", "shared.git")
    (folder / "shared.git/hooks").mkdir()
    for name in ("here", "there"):
        git(folder, "clone", "-q", "--template=", "shared.git", name)
        git(folder / name, "remote", "set-url", "origin", "../shared.git")
        who(folder / name)
    shutil.rmtree(folder / "first")
    return folder


@pytest.fixture
def two(built_pair: Path, tmp_path: Path) -> Two:
    shutil.copytree(built_pair, tmp_path, dirs_exist_ok=True)
    return Two(tmp_path / "here", tmp_path / "there", tmp_path / "shared.git")


def git(folder: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout.strip()


def who(folder: Path) -> None:
    git(folder, "config", "user.name", "Stabsstelle Integration")
    git(folder, "config", "user.email", "integration@musterstadt.example")


def kic(folder: Path, *words: str, lang: str = "de") -> Ran:
    return call(*words, folder=folder, today=TODAY, lang=lang)


def entry(folder: Path, note: str = "Geht voran.", day: str = "2026-05-01", path: str = HE_01) -> None:
    with (folder / path).open("a", encoding="utf-8", newline="") as file:
        file.write(ENTRY.format(day=day, note=note))


def done(folder: Path, *words: str, code: int = 0) -> Ran:
    ran = kic(folder, *words, *(() if "--dry-run" in words else ("--yes",)))
    assert ran.code == code, ran.out + ran.err
    return ran


def told(ran: Ran, *words: str) -> None:
    for each in words:
        assert each in ran.out + ran.err


def protect(shared: Path, *, also: str = "") -> None:
    """The main branch takes nothing directly, as a code host protects it."""
    hook = shared / "hooks/pre-receive"
    hook.write_text(
        "#!/bin/sh\nwhile read old new ref; do\n"
        f'  case "$ref" in refs/heads/main{also}) echo "GH006: Protected branch update failed" >&2; exit 1 ;; esac\n'
        "done\n"
    )
    hook.chmod(0o755)


# -- save --------------------------------------------------------------------------------------------------


def test_a_change_is_shown_named_from_itself_and_recorded(two: Two) -> None:
    entry(two.here, "Zwölf neue Patinnen.")
    shown = kic(two.here, "save", "--dry-run")
    assert shown.code == 0
    assert "+    note: Zwölf neue Patinnen." in shown.out
    assert git(two.here, "log", "-1", "--format=%s") == "Anfangsbestand der Stelle"
    told(done(two.here, "save"), "Festgehalten als")
    assert git(two.here, "log", "-1", "--format=%s") == "Handlungsempfehlung he-01: Fortschritt"
    assert "Zwölf neue Patinnen." in git(two.here, "log", "-1", "--format=%b")
    assert git(two.here, "status", "--porcelain") == ""
    told(done(two.here, "save"), "Nichts unterscheidet sich")


@pytest.mark.soak
def test_the_message_speaks_the_language_of_the_office_or_is_given(two: Two) -> None:
    entry(two.here)
    assert kic(two.here, "save", "--yes", lang="en").code == 0
    assert git(two.here, "log", "-1", "--format=%s") == "recommendation he-01: Progress"
    entry(two.here, day="2026-05-02")
    done(two.here, "save", "--message", "Bericht der Schulen vom Mai nachgetragen")
    assert git(two.here, "log", "-1", "--format=%B") == "Bericht der Schulen vom Mai nachgetragen"


def test_several_records_are_named_and_the_rest_counted(two: Two) -> None:
    for name in ("he-01", "he-03"):
        entry(two.here, path=f"concept/recommendations/{name}.yaml")
    (two.here / "concept/terms/w-geschichte.yaml").unlink()
    done(two.here, "save", "--with-errors")
    subject, _, body = git(two.here, "log", "-1", "--format=%B").partition("\n")
    assert subject == "Geändert: Handlungsempfehlung he-01, he-03 und 1 weitere"
    assert "- Entfernt: " in body


KEY = "leitung@stadt.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43 + "\n"


def test_the_list_of_signers_is_recorded_with_the_settings_that_name_it(two: Two) -> None:
    with (two.here / "kic.yaml").open("a", encoding="utf-8") as file:
        file.write("signatures:\n  signers: allowed_signers\n")
    for words in (("check",), ("save", "--yes")):
        ran = kic(two.here, *words)
        assert ran.code == 1
        told(ran, "KIC118 kic.yaml:", "die Liste allowed_signers")
    (two.here / "allowed_signers").write_text(KEY, "utf-8")
    assert "KIC118" not in kic(two.here, "check").out
    done(two.here, "save")
    assert git(two.here, "status", "--porcelain") == ""
    assert git(two.here, "show", "HEAD:allowed_signers") == KEY.strip()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_first_line_of_a_merge_cuts_no_id(language: str) -> None:
    before = GOOD / HE_01
    old = before.read_bytes()
    for length in range(4, 60):
        path = f"concept/recommendations/he-{'x' * length}.yaml"
        new = old.replace(b"id: he-01", b"id: he-" + b"x" * length)
        states = [load(Memory({path: each}), KINDS, newest=FORMAT) for each in (new, new + b"note: x\n")]
        change = Change(path, new, new + b"note: x\n")
        for merging in (True, False):
            said = message_of(speak(language), *states, [change], merging=merging).splitlines()[0]
            assert len(said) <= 72
            assert "he-x" not in said or f"he-{'x' * length}" in said, said


def test_of_the_files_that_are_named_those_are_recorded_that_differ(two: Two) -> None:
    (two.here / "brief.md").write_text("Ein Brief.\n", "utf-8")
    done(two.here, "save", "kic.yaml", "he-03", "brief.md")
    assert git(two.here, "show", "--format=", "--name-only") == "brief.md"
    told(kic(two.here, "save", "kic.yaml", "he-03", "--yes"), "Bei kic.yaml unterscheidet sich nichts")
    entry(two.here)
    for misspelt, meant in (
        ("kic.yam", "kic.yaml"),
        ("he-1", "he-01"),
        ("he-01.yml", "he-01"),
        ("breif.md", "brief.md"),
        ("nix", None),
    ):
        refused = kic(two.here, "save", "he-01", misspelt, "--yes")
        assert refused.code == 2
        told(refused, f"Eine Datei oder einen Datensatz {misspelt} gibt es nicht.")
        told(
            refused, f"Meinten Sie {meant}" if meant else "kic save ohne Pfad zeigt, was sich unterscheidet."
        )


def test_an_empty_name_is_not_the_whole_folder(two: Two) -> None:
    """As a variable leaves it that nobody set."""
    entry(two.here)
    told(kic(two.here, "save", "", "--yes"), "Der Name ist leer; bitte eine Datei oder einen Ordner nennen.")
    assert git(two.here, "status", "--porcelain").strip()


def test_a_file_elsewhere_is_not_recorded(two: Two, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("Ein Brief.\n", "utf-8")
    refused = kic(two.here, "save", str(tmp_path / "brief.md"), "--yes")
    assert refused.code == 2
    told(refused, f"{tmp_path / 'brief.md'} liegt nicht in {two.here}")


def test_part_of_the_changes_by_id_path_or_a_path_as_windows_writes_it(two: Two) -> None:
    for name in ("he-01", "he-03"):
        entry(two.here, path=f"concept/recommendations/{name}.yaml")
    told(done(two.here, "save", "HE-01"), "1 weitere geänderte Datei bleibt für später")
    assert git(two.here, "status", "--porcelain") == f"M {HE_03}"
    told(kic(two.here, "save", "he-01", "--yes"), "Bei he-01 unterscheidet sich nichts")
    entry(two.here, day="2026-05-02")
    done(two.here, "save", "concept\\recommendations\\he-03.yaml")
    assert git(two.here, "status", "--porcelain") == f"M {HE_01}"


def test_what_does_not_belong_to_kic_is_left_out_unless_it_is_named(two: Two) -> None:
    (two.here / "Telefonliste.txt").write_text("Vorzimmer\n")
    (two.here / "private").mkdir(mode=0o700)
    git(two.here, "config", "core.excludesFile", os.devnull)
    (two.here / ".gitignore").write_text(".kic/\n")
    entry(two.here)
    (two.here / "private/persons.txt").write_text("x\n")
    ran = kic(two.here, "save", "--dry-run", "--format", "json")
    assert {(each["path"], each["why"]) for each in json.loads(ran.out)["data"]["left_out"]} == {
        ("Telefonliste.txt", "elsewhere"),
        ("private/persons.txt", "private"),
    }
    named = kic(two.here, "save", "--dry-run", "--format", "json", "Telefonliste.txt", "private")
    found = json.loads(named.out)["data"]
    assert [each["path"] for each in found["files"]] == ["Telefonliste.txt"]
    assert ("private/persons.txt", "private") in {(each["path"], each["why"]) for each in found["left_out"]}


def test_what_kic_keeps_for_itself_is_never_recorded(two: Two) -> None:
    """Not even where nobody told git to pass it over, and it is named."""
    (two.here / ".gitignore").write_text("")
    entry(two.here)
    (two.here / ".kic").mkdir(exist_ok=True)
    (two.here / ".kic/notiz").write_text("x\n")
    ran = kic(two.here, "save", "--dry-run", "--format", "json", ".kic", HE_01)
    found = json.loads(ran.out)["data"]
    assert [each["path"] for each in found["files"]] == [HE_01]
    assert (".kic/notiz", "private") in {(each["path"], each["why"]) for each in found["left_out"]}


def test_errors_stop_it_unless_let_through_and_older_ones_do_not(two: Two) -> None:
    with (two.here / HE_01).open("a", encoding="utf-8") as file:
        file.write("reveiw_by: 2027-01-01\n")
    refused = kic(two.here, "save", "--yes")
    assert refused.code == 1
    told(refused, "KIC030", "Die Änderungen bringen Fehler mit; festgehalten wurde nichts", "--with-errors")
    assert git(two.here, "log", "--format=%s") == "Anfangsbestand der Stelle"
    done(two.here, "save", "--with-errors")
    entry(two.here, path=HE_03)
    told(done(two.here, "save"), "1 Fehler bestand schon vorher")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (HE_01, "  - date: 2026-05-01\n    status: in_progress\n    note: Ruf 0631 3654001 an.\n"),
        pytest.param(
            "templates/gruss.md.j2", "Rückfragen unter Tel. 0631 3654001.\n", marks=pytest.mark.soak
        ),
        ("README.md", "Konto: DE89 3704 0044 0532 0130 00\n"),
    ],
)
def test_personal_data_is_never_recorded(two: Two, path: str, words: str) -> None:
    (two.here / path).parent.mkdir(exist_ok=True)
    with (two.here / path).open("a", encoding="utf-8") as file:
        file.write(words)
    for more in ((), ("--with-errors",)):
        ran = kic(two.here, "save", path, "--yes", *more)
        assert ran.code == 1
        told(ran, "Dies enthält personenbezogene Daten; festgehalten wurde nichts")
    assert git(two.here, "log", "--format=%s") == "Anfangsbestand der Stelle"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Update", "sagt nicht, was geändert wurde"),
        ("Anruf von 0631 3654001 eingetragen", "personenbezogene"),
    ],
)
def test_a_message_too_is_judged(two: Two, message: str, words: str) -> None:
    entry(two.here)
    ran = kic(two.here, "save", "--message", message, "--yes")
    assert ran.code == 1
    told(ran, words)


def test_a_name_that_the_private_overlay_knows_stays_out_of_the_message(two: Two) -> None:
    """A title may be the name of an applicant's project, and so the name of a person."""
    done(two.here, "person", "add", "p-0007", "--name", "Erika Muster", "--email", "erika@web.example")
    entry(two.here, "Gespräch mit Erika Muster.")
    ran = kic(two.here, "save", "--yes")
    assert ran.code == 1
    told(ran, "personenbezogene Daten")


def test_line_ends_of_windows_are_no_change_and_are_recorded_as_lf(two: Two) -> None:
    path = two.here / HE_01
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    told(done(two.here, "save"), "Nichts unterscheidet sich")
    with path.open("ab") as file:
        file.write(ENTRY.format(day="2026-05-01", note="Von Windows.").replace("\n", "\r\n").encode())
    shown = kic(two.here, "save", "--dry-run")
    assert [
        line for line in shown.out.splitlines() if line.startswith(("-", "+")) and line[1] != line[0]
    ] == [
        "+  - date: 2026-05-01",
        "+    status: in_progress",
        "+    light: green",
        "+    note: Von Windows.",
    ]
    done(two.here, "save")
    assert b"\r" not in subprocess.check_output(["git", "show", f"HEAD:{HE_01}"], cwd=two.here)


def test_a_first_record_begins_the_history_and_asks_under_which_name(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "new")
    told(kic(tmp_path / "new", "save", "--yes"), "--as fehlt")
    assert not (tmp_path / "new/.git").exists()
    told(kic(tmp_path / "new", "save", "--yes", "--as", "Amt"), "braucht einen Namen und eine Adresse")
    done(tmp_path / "new", "save", "--as", "Stabsstelle Integration <integration@musterstadt.example>")
    assert git(tmp_path / "new", "log", "--format=%an <%ae>") == (
        "Stabsstelle Integration <integration@musterstadt.example>"
    )
    assert git(tmp_path / "new", "status", "--porcelain", "--", "concept", "applications", "kic.yaml") == ""
    ran = kic(tmp_path / "new", "send", "--yes")
    assert ran.code == 3
    told(ran, "mit keinem gemeinsamen Bestand verbunden", "kic send --to ADRESSE")
    ran = kic(tmp_path / "new", "send", "--to", str(tmp_path / "emtpy.git"), "--yes")
    assert ran.code == 3
    told(ran, "keinen Bestand", "geändert wurde nichts")
    git(tmp_path, "init", "-q", "--bare", "-b", "master", "empty.git")
    told(done(tmp_path / "new", "send", "--to", str(tmp_path / "empty.git")), "Gesendet:")
    assert git(tmp_path / "empty.git", "log", "--format=%s", "main") == git(
        tmp_path / "new", "log", "--format=%s"
    )
    # The other repository names a branch that nobody has sent; whoever copies it gets the one that is there.
    with contextlib.chdir(tmp_path):
        call("get", "--from", "empty.git", "copied", "--yes", folder=None, today=TODAY)
    assert (tmp_path / "copied/kic.yaml").exists()
    told(done(tmp_path / "copied", "get"), "gibt es nichts Neues")


def test_an_empty_shared_repository_gives_an_empty_copy(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "empty.git")
    with contextlib.chdir(tmp_path):
        ran = call("get", "--from", "empty.git", "copied", "--yes", folder=None, today=TODAY, lang="de")
    assert ran.code == 0
    told(ran, "keine kic.yaml")


def test_nobody_is_asked_where_nobody_can_answer(two: Two) -> None:
    entry(two.here)
    for words in (("save",), ("save", "--dry-run"), ("send",), ("get",)):
        ran = call("--no-input", *words, folder=two.here, today=TODAY)
        assert ran.code == (2 if words == ("save",) else 0), (words, ran.err)


def test_a_step_from_before_is_not_taken_back_while_a_merge_waits(two: Two) -> None:
    done(two.here, "status", "he-01", "in_progress", "--light", "green", "--note", "x")
    for folder, day in ((two.here, "2027-03-31"), (two.there, "2027-09-30")):
        text = (folder / HE_01).read_text("utf-8")
        (folder / HE_01).write_text(text.replace("review_by: 2027-06-30", f"review_by: {day}"), "utf-8")
        done(folder, "save")
    done(two.there, "send")
    assert kic(two.here, "get", "--yes").code == 1
    waits = kic(two.here, "undo")
    assert waits.code == 5
    told(waits, "beide Fassungen sind erhalten", "kic get --give-up")


# -- undo --------------------------------------------------------------------------------------------------


def test_undo_takes_back_the_record_then_the_change_itself(two: Two) -> None:
    assert kic(two.here, "status", "he-01", "in_progress", "--note", "Weiter so.", "--yes").code == 0
    done(two.here, "save")
    told(done(two.here, "undo", "--dry-run"), "Zuletzt festgehalten und nicht gesendet")
    told(done(two.here, "undo"), "Dieser Stand ist zurückgenommen")
    assert git(two.here, "log", "--format=%s") == "Anfangsbestand der Stelle"
    assert git(two.here, "status", "--porcelain") == f"M {HE_01}"
    told(done(two.here, "undo"), "Vorgang 1 wurde rückgängig gemacht")
    assert git(two.here, "status", "--porcelain") == ""
    told(kic(two.here, "undo", "--yes"), "nichts rückgängig zu machen")


def test_what_was_sent_is_not_taken_out_of_the_history(two: Two) -> None:
    assert kic(two.here, "status", "he-01", "in_progress", "--note", "Weiter so.", "--yes").code == 0
    done(two.here, "save")
    done(two.here, "send")
    told(done(two.here, "undo"), "Vorgang 1 wurde rückgängig gemacht")
    assert git(two.here, "log", "-1", "--format=%s") == "Handlungsempfehlung he-01: Fortschritt"
    assert git(two.here, "status", "--porcelain") == f"M {HE_01}"


@pytest.mark.soak
def test_what_somebody_recorded_with_git_is_not_taken_back(two: Two) -> None:
    entry(two.here)
    git(two.here, "commit", "-qam", "Von Hand festgehalten")
    assert kic(two.here, "undo", "--yes").code == 1
    assert git(two.here, "log", "-1", "--format=%s") == "Von Hand festgehalten"


# -- send and get ------------------------------------------------------------------------------------------


def test_what_one_sends_the_other_gets(two: Two) -> None:
    entry(two.here)
    done(two.here, "save")
    told(done(two.here, "send", "--dry-run"), "1 Stand wird an", "Handlungsempfehlung he-01: Fortschritt")
    assert git(two.shared, "log", "-1", "--format=%s", "main") == "Anfangsbestand der Stelle"
    told(done(two.here, "send"), "Gesendet:")
    told(done(two.here, "send"), "hat alles, was hier festgehalten ist")
    told(done(two.there, "get", "--dry-run"), "Andere haben 1 Stand", "Geht voran.")
    assert "Geht voran." not in (two.there / HE_01).read_text("utf-8")
    found = json.loads(done(two.there, "get", "--format", "json").out)["data"]
    assert (found["result"], [each["subject"] for each in found["records"]]) == (
        "forwarded",
        ["Handlungsempfehlung he-01: Fortschritt"],
    )
    assert "Geht voran." in (two.there / HE_01).read_text("utf-8")
    told(done(two.there, "get"), "gibt es nichts Neues")


def test_two_entries_of_one_log_are_joined_without_a_question(two: Two) -> None:
    """Also in a repository that says nothing of kic's way to merge."""
    for folder, note in ((two.here, "Hier gemeldet."), (two.there, "Dort gemeldet.")):
        entry(folder, note, day="2026-05-02" if folder == two.here else "2026-05-01")
        (folder / ".gitattributes").write_text("* text=auto eol=lf\n")
        done(folder, "save")
    done(two.there, "send")
    early = kic(two.here, "send", "--yes")
    assert early.code == 4
    told(early, "Andere haben etwas gesendet, das hier noch fehlt; von hier wurde nichts gesendet", "kic get")
    found = json.loads(done(two.here, "get", "--format", "json").out)["data"]
    assert found["result"] == "merged"
    text = (two.here / HE_01).read_text("utf-8")
    assert text.index("Dort gemeldet.") < text.index("Hier gemeldet.")
    done(two.here, "send")
    done(two.there, "get")
    assert (two.there / HE_01).read_text("utf-8") == text


def test_a_conflict_is_told_in_words_of_the_records_and_settled_by_choosing(two: Two) -> None:
    for folder, day in ((two.here, "2027-03-31"), (two.there, "2027-09-30")):
        text = (folder / HE_01).read_text("utf-8")
        (folder / HE_01).write_text(text.replace("review_by: 2027-06-30", f"review_by: {day}"), "utf-8")
        done(folder, "save")
    done(two.there, "send")
    ran = kic(two.here, "get", "--yes", "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["data"]["waiting"] == [HE_01]
    told(ran, "Überprüfung bis: auf beiden Seiten geändert", "kic conflict choose")
    told(ran, "  hier: 31.03.2027\n  dort: 30.09.2027\n")
    for words in (("save",), ("send",), ("get",)):
        waits = kic(two.here, *words, "--yes")
        assert waits.code == 5
        told(waits, "beide Fassungen sind erhalten", "kic conflict list")
    assert kic(two.here, "conflict", "choose", "he-01", "--other", "--yes").code == 0
    done(two.here, "save")
    assert "review_by: 2027-09-30" in (two.here / HE_01).read_text("utf-8")
    assert git(two.here, "log", "-1", "--format=%p").count(" ") == 1
    assert takeable(two.here) is None, "what was joined is not taken apart by undo"
    done(two.here, "send")


@pytest.mark.soak
def test_a_merge_in_which_nothing_of_the_others_is_chosen_is_ended_too(two: Two) -> None:
    for folder, day in ((two.here, "2027-03-31"), (two.there, "2027-09-30")):
        text = (folder / HE_01).read_text("utf-8")
        (folder / HE_01).write_text(text.replace("review_by: 2027-06-30", f"review_by: {day}"), "utf-8")
        done(folder, "save")
    done(two.there, "send")
    assert kic(two.here, "get", "--yes").code == 1
    assert kic(two.here, "conflict", "choose", "he-01", "--keep", "--yes").code == 0
    done(two.here, "save")
    assert git(two.here, "log", "-1", "--format=%s") == (
        "Geholt, was andere gesendet haben, und mit dem Eigenen zusammengeführt"
    )
    assert git(two.here, "status", "--porcelain") == ""
    told(done(two.here, "send"), "Gesendet:")


@pytest.mark.soak
def test_a_merge_may_be_given_up_and_begun_again(two: Two) -> None:
    for folder, day in ((two.here, "2027-03-31"), (two.there, "2027-09-30")):
        text = (folder / HE_01).read_text("utf-8")
        (folder / HE_01).write_text(text.replace("review_by: 2027-06-30", f"review_by: {day}"), "utf-8")
        done(folder, "save")
    done(two.there, "send")
    before = git(two.here, "rev-parse", "HEAD")
    assert kic(two.here, "get", "--yes").code == 1
    told(done(two.here, "get", "--give-up"), "Alles ist wie vor kic get")
    assert (git(two.here, "rev-parse", "HEAD"), git(two.here, "status", "--porcelain")) == (before, "")
    told(kic(two.here, "get", "--give-up", "--yes"), "Hier wartet keine Zusammenführung")
    assert kic(two.here, "get", "--yes").code == 1


@pytest.mark.parametrize("choice", [pytest.param("--keep", marks=pytest.mark.soak), "--other"])
def test_a_file_that_one_took_out_and_the_other_changed(two: Two, choice: str) -> None:
    (two.here / HE_03).unlink()
    done(two.here, "save", "--with-errors")
    entry(two.there, path=HE_03)
    done(two.there, "save")
    done(two.there, "send")
    ran = kic(two.here, "get", "--yes")
    assert ran.code == 1
    told(ran, f"{HE_03}: auf dieser Seite herausgenommen, auf der anderen geändert")
    assert kic(two.here, "save", "--yes").code == 5
    assert kic(two.here, "conflict", "choose", "he-03", choice, "--yes").code == 0
    done(two.here, "save", "--with-errors")
    assert (two.here / HE_03).exists() is (choice == "--other")
    assert git(two.here, "status", "--porcelain") == ""


def test_a_text_that_is_no_record_is_chosen_as_a_whole(two: Two) -> None:
    guideline = "concept/richtlinie-2025.md"
    for folder, word in ((two.here, "Hier"), (two.there, "Dort")):
        (folder / guideline).write_text(f"{word} steht etwas anderes.\n", "utf-8")
        done(folder, "save", "--with-errors")
    done(two.there, "send", "--with-errors")
    told(kic(two.here, "get", "--yes"), f"{guideline}: auf beiden Seiten geändert")
    assert kic(two.here, "save", "--yes").code == 5
    assert kic(two.here, "conflict", "choose", guideline, "--other", "--yes").code == 0
    done(two.here, "save", "--with-errors")
    assert (two.here / guideline).read_text("utf-8") == "Dort steht etwas anderes.\n"


@pytest.mark.soak
def test_where_git_cannot_run_the_driver_no_side_is_lost(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kic.repository.sharing.getting.program", lambda: "no-such-program")
    for folder, day in ((two.here, "2027-03-31"), (two.there, "2027-09-30")):
        text = (folder / HE_01).read_text("utf-8")
        (folder / HE_01).write_text(text.replace("review_by: 2027-06-30", f"review_by: {day}"), "utf-8")
        entry(folder, path=HE_03, day=day.replace("2027", "2026"))
        done(folder, "save", "--with-errors")
    done(two.there, "send", "--with-errors")
    told(kic(two.here, "get", "--yes"), "Überprüfung bis: auf beiden Seiten geändert")
    assert git(two.here, "diff", "--name-only", "--diff-filter=U") == HE_01
    assert (two.here / HE_03).read_text("utf-8").count("Geht voran.") == 2


def test_what_is_right_alone_may_be_wrong_together(two: Two) -> None:
    """Two officers give one number to two recommendations: each was right, together it is an error."""
    for folder, name in ((two.here, "he-04"), (two.there, "he-05")):
        text = (
            (folder / HE_03)
            .read_text("utf-8")
            .replace("id: he-03", f"id: {name}")
            .replace("number: 3", "number: 4")
        )
        (folder / f"concept/recommendations/{name}.yaml").write_text(text, "utf-8")
        done(folder, "save", "--with-errors")
    done(two.there, "send", "--with-errors")
    ran = kic(two.here, "get", "--yes")
    assert ran.code == 1
    told(ran, "Jede Seite für sich war richtig; zusammen ist es das nicht")
    assert git(two.here, "status", "--porcelain") == ""


def test_what_is_not_recorded_yet_is_never_overwritten(two: Two) -> None:
    entry(two.there, "Dort gemeldet.")
    done(two.there, "save")
    done(two.there, "send")
    entry(two.here, "Hier gemeldet.", day="2026-05-02")
    ran = kic(two.here, "get", "--yes")
    assert ran.code == 1
    told(ran, f"noch nicht festgehalten ist: {HE_01}", "kic save")
    assert "Hier gemeldet." in (two.here / HE_01).read_text("utf-8")
    done(two.here, "save")
    done(two.here, "get")
    assert {"Hier gemeldet.", "Dort gemeldet."} <= {
        line.strip().removeprefix("note: ") for line in (two.here / HE_01).read_text("utf-8").splitlines()
    }


@pytest.mark.soak
def test_others_changes_come_although_another_file_is_not_recorded(two: Two) -> None:
    entry(two.there)
    done(two.there, "save")
    done(two.there, "send")
    entry(two.here, path=HE_03)
    done(two.here, "get")
    assert git(two.here, "status", "--porcelain") == f"M {HE_03}"
    told(done(two.here, "send"), "1 geänderte Datei ist noch nicht festgehalten und wird nicht gesendet")


def test_a_new_officer_gets_a_copy_of_her_own(two: Two, tmp_path: Path) -> None:
    told(kic(tmp_path, "get", "--from", "shared.git", "mine", "--dry-run"), "Eine Kopie von shared.git")
    assert not (tmp_path / "mine").exists()
    with contextlib.chdir(tmp_path):
        assert call("get", "--from", "shared.git", "mine", "--yes", folder=None, today=TODAY).code == 0
        again = call("get", "--from", "shared.git", "mine", "--yes", folder=None, today=TODAY)
        assert again.code == 1
        assert "ist nicht leer; kopiert wurde nichts" in again.err
        assert call("get", "--from", "-x", "other", "--yes", folder=None, today=TODAY).code == 2
        assert call("get", "--from", "nowhere.git", "other", "--yes", folder=None, today=TODAY).code == 3
    assert (tmp_path / "mine/.git/hooks/commit-msg").exists()
    assert "kic" in git(tmp_path / "mine", "config", "merge.kic.driver")
    told(done(tmp_path / "mine", "get"), "gibt es nichts Neues")
    told(kic(two.here, "get", "mine", "--yes"), "gehört zu --from")


FOREIGN = (".kic/journal", "private/persons/np-1.yaml")


def shares(folder: Path, *paths: str) -> str:
    """Somebody records by git what git was told to leave out, and sends it."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("fremd\n")
    git(folder, "add", "--force", *paths)
    git(folder, "commit", "-q", "-m", "Ablage")
    git(folder, "push", "-q", "origin", "HEAD:main")
    return git(folder, "rev-parse", "HEAD")


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_a_copy_in_which_nothing_is_recorded_yet_gets_what_others_sent(tmp_path: Path, form: str) -> None:
    """With ids of either kind: the files without a commit are compared with an empty state."""
    office, new = tmp_path / "office", tmp_path / "new"
    shutil.copytree(GOOD, office)
    git(tmp_path, "init", "-q", "--bare", "-b", "main", f"--object-format={form}", "shared.git")
    for folder in (office, new):
        git(tmp_path, "init", "-q", "-b", "main", f"--object-format={form}", "--template=", folder.name)
        git(folder, "remote", "add", "origin", "../shared.git")
        who(folder)
    git(office, "add", "-A")
    git(office, "commit", "-q", "-m", "Anfangsbestand der Stelle")
    git(office, "push", "-q", "origin", "main")
    (new / "kic.yaml").write_bytes((office / "kic.yaml").read_bytes() + b"# noch nicht festgehalten\n")
    told(kic(new, "get", "--yes"), "was hier noch nicht festgehalten ist: kic.yaml")
    assert not (new / "concept").exists()


@pytest.mark.parametrize("path", [*FOREIGN, ".KIC/journal", "Private/np-1.yaml", "private"])
def test_what_belongs_to_one_computer_is_not_taken_in_from_others(two: Two, path: str) -> None:
    """A journal of others would count in place of the files that stand here."""
    shares(two.there, path)
    was = git(two.here, "rev-parse", "HEAD")
    for words in (("--dry-run",), ("--yes",)):
        ran = kic(two.here, "get", *words)
        assert ran.code == 1
        told(ran, path, "nichts wurde übernommen")
    assert git(two.here, "rev-parse", "HEAD") == was
    assert not (two.here / path).exists()
    told(kic(two.here, "get", "--yes", lang="en"), "nothing was taken in")
    git(two.there, "rm", "-q", "--cached", path)
    git(two.there, "commit", "-q", "-m", "Ohne Ablage")
    git(two.there, "push", "-q", "origin", "HEAD:main")
    done(two.here, "get")


def test_nor_where_it_would_be_joined_with_records_of_ones_own(two: Two) -> None:
    tip = shares(two.there, *FOREIGN)
    entry(two.here)
    done(two.here, "save")
    copy = ready(two.here)
    found = apart(copy, fetched(copy, shared_of(copy), asks=False))
    assert found.shared.tip == tip
    with pytest.raises(Refused, match="must not be shared"):
        merge(copy, found, speak("de"), datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), str)
    assert git(two.here, "status", "--porcelain") == ""
    assert not any((two.here / path).exists() for path in FOREIGN)


@pytest.mark.parametrize("before", [False, True])
def test_no_copy_is_made_of_what_holds_it(two: Two, tmp_path: Path, before: bool) -> None:
    shares(two.there, *FOREIGN)
    if before:
        (tmp_path / "mine").mkdir()
    with contextlib.chdir(tmp_path):
        ran = call("get", "--from", "shared.git", "mine", "--yes", folder=None, today=TODAY, lang="de")
    assert ran.code == 1
    told(ran, *FOREIGN, "nichts wurde kopiert")
    assert (tmp_path / "mine").exists() == before
    assert not before or not any((tmp_path / "mine").iterdir())


# -- reviews -----------------------------------------------------------------------------------------------


def test_where_main_is_protected_a_review_is_opened_and_gone_on_with(two: Two) -> None:
    protect(two.shared)
    entry(two.here)
    done(two.here, "save")
    first = json.loads(done(two.here, "send", "--format", "json").out)["data"]
    assert first["review"].startswith("review/2026-11-22-")
    assert (first["sent"], first["ask_at"]) == (True, None)
    told(done(two.here, "send"), f"liegt in der Durchsicht {first['review']}")
    entry(two.here, day="2026-05-02")
    done(two.here, "save")
    told(done(two.here, "send"), f"Zur Durchsicht gesendet als {first['review']}")
    assert git(two.shared, "rev-parse", first["review"]) == git(two.here, "rev-parse", "HEAD")
    assert git(two.shared, "log", "-1", "--format=%s", "main") == "Anfangsbestand der Stelle"
    git(two.shared, "update-ref", "refs/heads/main", first["review"])  # somebody has agreed
    told(done(two.here, "send"), "hat alles, was hier festgehalten ist")
    entry(two.here, day="2026-05-03")
    done(two.here, "save")
    again = json.loads(done(two.here, "send", "--format", "json").out)["data"]
    assert again["review"] not in (None, first["review"])


@pytest.mark.soak
def test_a_review_can_be_asked_for_and_the_host_may_say_where(two: Two) -> None:
    hook = two.shared / "hooks/post-receive"
    hook.write_text(
        "#!/bin/sh\necho 'Create a pull request by visiting:'\necho '  https://host.example/pull/new/x'\n"
    )
    hook.chmod(0o755)
    entry(two.here)
    done(two.here, "save")
    told(done(two.here, "send", "--review"), "Hier um die Durchsicht bitten: https://host.example/pull/new/x")


@pytest.mark.soak
def test_where_a_review_is_refused_too_it_says_why_and_nothing_is_lost(two: Two) -> None:
    protect(two.shared, also="|refs/heads/review/*")
    entry(two.here)
    done(two.here, "save")
    ran = kic(two.here, "send", "--yes")
    assert ran.code == 1
    told(ran, "GH006: Protected branch update failed", "auch nicht zur Durchsicht", "bleibt festgehalten")


# -- what must not be sent -----------------------------------------------------------------------------------


def test_personal_data_is_not_sent_and_what_was_taken_out_again_is_still_on_the_way(two: Two) -> None:
    before = (two.here / HE_01).read_text("utf-8")
    entry(two.here, "Ruf 0631 3654001 an.")
    git(two.here, "commit", "-qam", "Anruf eingetragen bei he-01")
    ran = kic(two.here, "send", "--yes", "--with-errors")
    assert ran.code == 1, "no option lets personal data out"
    told(ran, "KIC081", "personenbezogene Daten; gesendet wurde nichts")
    (two.here / HE_01).write_text(before, "utf-8")
    entry(two.here, "Angerufen.")
    done(two.here, "save", "--with-errors")
    ran = kic(two.here, "send", "--yes", "--with-errors")
    assert ran.code == 1
    told(ran, "KIC081", "personenbezogene Daten; gesendet wurde nichts", "kic undo")


@pytest.mark.parametrize("path", ["NOTIZ.txt", "kic.yaml"])
def test_personal_data_in_what_is_no_record_is_not_sent_either(two: Two, path: str) -> None:
    before = (two.here / path).read_bytes() if (two.here / path).exists() else b""
    (two.here / path).write_bytes(before + b"# Konto: DE89 3704 0044 0532 0130 00\n")
    git(two.here, "add", path)
    git(two.here, "commit", "-qm", f"Vermerk in {path} eingetragen")
    if before:  # what is taken out again goes along all the same
        (two.here / path).write_bytes(before)
        git(two.here, "commit", "-qam", "Vermerk wieder entfernt")
        entry(two.here)
        done(two.here, "save")
    told(kic(two.here, "send", "--yes"), "KIC082", "personenbezogene Daten")
    assert git(two.shared, "log", "--format=%s", "main") == "Anfangsbestand der Stelle"


@pytest.mark.parametrize(("path", "named"), [("brief.docx", True), ("liste.bin", True), ("bild.png", False)])
def test_a_document_that_was_taken_out_again_is_named_when_it_is_sent(
    two: Two, path: str, named: bool
) -> None:
    """The history keeps it. It is no reason to refuse, as one that is still there is none."""
    (two.here / path).write_bytes(
        b"\x89PNG\r\n\x1a\n" if path == "bild.png" else b"PK\x03\x04\x00\xff\xfe\x81"
    )
    git(two.here, "add", path)
    git(two.here, "commit", "-qm", "Anlage abgelegt")
    git(two.here, "rm", "-q", path)
    git(two.here, "commit", "-qm", "Anlage wieder entfernt")
    entry(two.here)
    done(two.here, "save")
    ran = kic(two.here, "send", "--yes")
    assert ran.code == 0
    assert ("KIC078" in ran.out + ran.err, path in ran.out + ran.err) == (named, named)


def test_private_files_and_messages_with_persons_are_not_sent(two: Two) -> None:
    (two.here / "private").mkdir(mode=0o700)
    (two.here / "private/persons.txt").write_text("x\n")
    git(two.here, "add", "-f", "private/persons.txt")
    git(two.here, "commit", "-qm", "Liste der Personen abgelegt")
    told(kic(two.here, "send", "--yes"), "private Dateien: private/persons.txt. Gesendet wurde nichts")
    git(two.here, "reset", "-q", "--hard", "origin/main")
    entry(two.here)
    git(two.here, "commit", "-qam", "Auf Anruf von 0631 3654001 eingetragen")
    told(kic(two.here, "send", "--yes"), "KIC081", "personenbezogene Daten")
    assert git(two.shared, "log", "--format=%s", "main") == "Anfangsbestand der Stelle"


@pytest.mark.soak
def test_errors_are_not_sent_unless_let_through(two: Two) -> None:
    with (two.here / HE_01).open("a", encoding="utf-8") as file:
        file.write("reveiw_by: 2027-01-01\n")
    done(two.here, "save", "--with-errors")
    ran = kic(two.here, "send", "--yes")
    assert ran.code == 1
    told(ran, "Was gesendet würde, bringt Fehler mit; gesendet wurde nichts")
    done(two.here, "send", "--with-errors")


# -- what stands in the way ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "words"),
    [
        pytest.param("ssh://office@host.invalid/x.git", "nicht erreichbar", marks=pytest.mark.soak),
        ("https://name:geheim@127.0.0.1:1/x.git", "nicht erreichbar"),
        pytest.param("nowhere.git", "keinen Bestand", marks=pytest.mark.soak),
    ],
)
def test_without_a_way_there_it_says_so_and_nothing_is_lost(two: Two, address: str, words: str) -> None:
    entry(two.here)
    done(two.here, "save")
    git(two.here, "remote", "set-url", "origin", address)
    for command in ("send", "get"):
        ran = kic(two.here, command, "--yes")
        assert ran.code == 3, ran.err
        told(ran, words)
        assert "geheim" not in ran.out + ran.err


def test_a_password_is_not_waited_for(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that asks who is there: git gives up at once, as nobody sees its question."""
    helper = two.here.parent / "git-remote-asks"
    helper.write_text(
        "#!/bin/sh\necho \"fatal: could not read Username for 'https://host': terminal prompts disabled\" >&2\nexit 128\n"
    )
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{helper.parent}{os.pathsep}{os.environ['PATH']}")
    git(two.here, "remote", "set-url", "origin", "asks://host/x.git")
    ran = kic(two.here, "get", "--yes")
    assert ran.code == 3
    told(ran, "fragt, wer Sie sind", "um Zugang")


def test_a_hook_that_says_no_is_heard_and_everything_stays(two: Two) -> None:
    hook = two.here / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'Freitags wird nichts festgehalten.' >&2\nexit 1\n")
    hook.chmod(0o755)
    shutil.copy(two.here / HE_03, two.here / "concept/recommendations/he-04.yaml")
    entry(two.here)
    ran = kic(two.here, "save", "--with-errors", "--yes")
    assert ran.code == 1
    told(ran, "Freitags wird nichts festgehalten.", "Ihre Dateien sind unverändert")
    assert git(two.here, "status", "--porcelain") == f"M {HE_01}\n?? concept/recommendations/he-04.yaml"


def test_a_lock_of_git_is_told_and_respected(two: Two) -> None:
    entry(two.here)
    (two.here / ".git/index.lock").touch()
    for command in ("save", "send", "get"):
        ran = kic(two.here, command, "--yes")
        assert ran.code == 4
        told(ran, "git arbeitet hier gerade oder wurde unterbrochen", "index.lock")


def detached(folder: Path) -> None:
    git(folder, "checkout", "-q", "--detach")


def rebasing(folder: Path) -> None:
    (folder / ".git/rebase-merge").mkdir()


def picking(folder: Path) -> None:
    (folder / ".git/CHERRY_PICK_HEAD").write_text(git(folder, "rev-parse", "HEAD") + "\n")


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        (detached, "auf keinem Zweig"),
        pytest.param(rebasing, "(rebase)", marks=pytest.mark.soak),
        pytest.param(picking, "(cherry-pick)", marks=pytest.mark.soak),
    ],
)
def test_a_state_that_kic_did_not_make_is_named_and_left_alone(
    two: Two, begin: Callable[[Path], None], words: str
) -> None:
    entry(two.here)
    begin(two.here)
    for command in ("save", "send", "get"):
        ran = kic(two.here, command, "--yes")
        assert ran.code == 3
        told(ran, words)
    assert git(two.here, "log", "--format=%s") == "Anfangsbestand der Stelle"


def test_a_copy_without_anything_in_common_is_not_joined(two: Two, tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "other")
    done(tmp_path / "other", "save", "--as", "Amt <amt@musterstadt.example>")
    ran = kic(tmp_path / "other", "send", "--to", str(two.shared), "--yes")
    assert ran.code == 1
    told(ran, "haben nichts gemeinsam; geändert wurde nichts")
    assert git(tmp_path / "other", "remote") == ""


@pytest.mark.soak
def test_a_shallow_copy_fetches_what_it_needs_to_merge(two: Two, tmp_path: Path) -> None:
    for day in ("2026-05-01", "2026-05-02", "2026-05-03"):
        entry(two.there, day=day)
        done(two.there, "save")
    done(two.there, "send")
    git(tmp_path, "clone", "-q", "--depth=1", two.shared.as_uri(), "short")
    who(tmp_path / "short")
    entry(tmp_path / "short", path=HE_03)
    done(tmp_path / "short", "save")
    entry(two.there, day="2026-05-04")
    done(two.there, "save")
    done(two.there, "send")
    done(tmp_path / "short", "get")
    done(tmp_path / "short", "send")


@pytest.mark.soak
def test_a_linked_work_tree_and_a_folder_below_the_top(two: Two) -> None:
    git(two.here, "worktree", "add", "-q", "-b", "nebenan", "../beside")
    entry(two.here.parent / "beside")
    done(two.here.parent / "beside", "save")
    assert git(two.here, "log", "-1", "--format=%s", "nebenan") == "Handlungsempfehlung he-01: Fortschritt"
    below = two.here / "bestand"
    shutil.copytree(GOOD, below)
    git(two.here, "add", "bestand")
    git(two.here, "commit", "-q", "-m", "Zweiter Bestand darunter")
    entry(below)
    entry(two.here)
    done(below, "save")
    assert git(two.here, "show", "--name-only", "--format=", "HEAD") == f"bestand/{HE_01}"


@pytest.mark.soak
def test_a_copy_that_another_holds_as_a_part(two: Two, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "outer")
    git(
        tmp_path / "outer",
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(two.shared),
        "part",
    )
    who(tmp_path / "outer/part")
    entry(tmp_path / "outer/part")
    done(tmp_path / "outer/part", "save")
    told(done(tmp_path / "outer/part", "send"), "Gesendet:")


def test_a_file_that_changes_while_it_is_looked_at_is_not_recorded(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kic.repository.sharing import recording

    entry(two.here)
    real = recording.record

    def slow(*arguments: object) -> str:
        entry(two.here, "Von anderer Hand.", day="2026-05-02")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(recording, "record", slow)
    ran = kic(two.here, "save", "--yes")
    assert ran.code == 4
    told(ran, "Eine Datei wurde geändert, während Sie sie ansahen")
    assert "Von anderer Hand." in (two.here / HE_01).read_text("utf-8")


def test_another_is_faster_between_the_look_and_the_sending(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kic.repository.sharing import sending

    for folder in (two.here, two.there):
        entry(folder, path=HE_01 if folder == two.here else HE_03)
        done(folder, "save")
    real = sending.push

    def late(*arguments: object, **more: object) -> object:
        git(two.there, "push", "-q")
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "push", late)
    ran = kic(two.here, "send", "--yes")
    assert ran.code == 4
    told(ran, "Andere haben inzwischen etwas gesendet", "kic get")
    assert git(two.shared, "log", "-1", "--format=%H", "main") == git(two.there, "rev-parse", "HEAD")


def test_another_kic_that_writes_is_waited_for_and_then_named(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kic.store.writing import lock

    entry(two.here)
    (two.here / ".kic").mkdir()
    short = functools.partial(lock.held, wait=0.1)
    with lock.held(two.here):
        monkeypatch.setattr(lock, "held", short)
        ran = kic(two.here, "save", "--yes")
    assert ran.code == 4
    assert git(two.here, "status", "--porcelain") == f"M {HE_01}"


def test_a_git_that_does_not_get_on_is_ended_with_all_that_it_has_started(two: Two) -> None:
    from kic.repository.sharing.failures import failure
    from kic.store.git_acting import UNANSWERED, act

    git(two.here, "config", "alias.wait", "!sleep 61 & sleep 61")
    ended = act(two.here, "wait", seconds=0.3)
    assert ended.returncode == UNANSWERED
    assert failure(ended).exit_code == 3


# -- killed ------------------------------------------------------------------------------------------------


def killings() -> Iterator[object]:
    """Every command at three moments; between them, and for longer, with `soak`."""
    for words in (("save",), ("get",), ("send",)):
        for moment in range(150, 1350, 100):
            marks = () if moment in (350, 550, 750) else (pytest.mark.soak,)
            yield pytest.param(words, moment, marks=marks)


def kill_all(below: Path) -> None:
    """Every process that works in this folder, git and its driver too, as a power cut would."""
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (each / "cwd").resolve().is_relative_to(below):
                os.kill(int(each.name), signal.SIGKILL)


@pytest.mark.system
@pytest.mark.parametrize(("words", "moment"), list(killings()))
def test_killed_at_any_moment_nothing_is_lost_and_it_can_be_done_again(
    two: Two, words: tuple[str, ...], moment: int
) -> None:
    """All is killed after so many milliseconds; what kic says to do then brings it to its end."""
    entry(two.there, "Dort gemeldet.", day="2026-05-02")
    done(two.there, "save")
    if words != ("send",):
        done(two.there, "send")
    entry(two.here, "Hier gemeldet.")
    if words != ("save",):
        done(two.here, "save")
    process = subprocess.Popen(
        [sys.executable, "-m", "kic", "--lang", "de", "--today", TODAY, *words, "--yes"],
        cwd=two.here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    time.sleep(moment / 1000)
    kill_all(two.here.parent)
    process.wait()
    lock = two.here / ".git/index.lock"
    if lock.exists():
        assert kic(two.here, *words, "--yes").code == 4
        lock.unlink()
    if (two.here / ".git/MERGE_HEAD").exists():
        done(two.here, "get", "--give-up")
    if git(two.here, "status", "--porcelain", "-uno"):
        done(two.here, "save")
    done(two.here, *words)
    text = (two.here / HE_01).read_text("utf-8")
    assert text.count("Hier gemeldet.") == 1
    assert git(two.here, "fsck", "--no-dangling") == ""
    if words == ("get",):
        assert text.count("Dort gemeldet.") == 1
    told(done(two.here, "save"), "Nichts unterscheidet sich")
