"""What was deleted or changed at the top of a repository, and what kic says where there is nothing to do."""

import errno
from pathlib import Path

import pytest

from kic.core.refusals import reason_of
from kic.present.language import speak
from tests.cli.inprocess import call
from tests.cli.test_ids_across_branches import git


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A new repository with its history."""
    done = call("init", "stadt", "--name", "Stadt Musterstadt", "--land", "RP", "--yes", folder=tmp_path)
    assert done.code == 0, done.err
    city = tmp_path / "stadt"
    saved = call("save", "--as", "Stelle <stelle@stadt.example>", "--yes", folder=city)
    assert saved.code == 0, saved.err
    return city


@pytest.mark.parametrize("line", ["", "today", "check", "save", "undo", "list recommendation"])
@pytest.mark.parametrize("below", ["", "concept"])
def test_settings_that_were_deleted_come_back_with_undo(begun: Path, line: str, below: str) -> None:
    """Every command says that nothing else is lost and how they come back, never to begin a new repository."""
    before = (begun / "kic.yaml").read_bytes()
    (begun / "kic.yaml").unlink()
    done = call(*line.split(), folder=begun / below)
    assert done.code == 3
    assert "alle anderen Dateien sind unberührt" in " ".join(done.err.split())
    assert "kic undo kic.yaml holt sie zurück" in done.err
    assert "kic init" not in done.out + done.err
    back = call("undo", "kic.yaml", "--yes", folder=begun / below)
    assert back.code == 0, back.err
    assert (begun / "kic.yaml").read_bytes() == before
    assert call("check", folder=begun).code == 0


def test_a_format_that_was_typed_wrongly_is_taken_back_with_undo(begun: Path) -> None:
    """No state can be read then, but what was recorded of the settings is known."""
    settings = begun / "kic.yaml"
    before = settings.read_bytes()
    assert b"format: 1\n" in before
    settings.write_bytes(before.replace(b"format: 1\n", b"format: 99\n"))
    done = call("check", folder=begun, lang="en")
    assert done.code == 3
    said = " ".join(done.err.split())
    assert "kic undo kic.yaml gives back what was recorded; else install a newer kic" in said
    other = call("undo", "kic.yaml", "concept", "--dry-run", folder=begun)
    assert (other.code, "-format: 99" in other.out) == (0, True), other.err
    back = call("undo", "kic.yaml", "--yes", folder=begun)
    assert back.code == 0, back.err
    assert settings.read_bytes() == before
    assert call("check", folder=begun).code == 0


def test_a_newer_format_that_was_recorded_needs_a_newer_kic(begun: Path) -> None:
    settings = begun / "kic.yaml"
    settings.write_bytes(settings.read_bytes().replace(b"format: 1\n", b"format: 99\n"))
    git(begun, "commit", "-q", "-a", "-m", "Format 99 eines neueren kic")  # a word alone: refused by the hook
    done = call("check", folder=begun, lang="en")
    assert (done.code, "install a newer kic" in done.err, "kic undo" in done.err) == (3, True, False)


def test_settings_that_were_never_recorded_are_named_as_gone(tmp_path: Path) -> None:
    (tmp_path / ".kic").mkdir()
    done = call("check", folder=tmp_path)
    assert (done.code, "Papierkorb" in done.err) == (3, True)
    refused = call("undo", "kic.yaml", "--yes", folder=tmp_path)
    assert (refused.code, "Papierkorb" in refused.err, "kic init" in refused.err) == (2, True, True)


def test_what_is_there_and_was_never_recorded_is_recorded_or_deleted_by_hand(tmp_path: Path) -> None:
    """Before anything was recorded, and a file that is new since."""
    assert call("init", ".", "--name", "Stadt X", "--land", "RP", "--yes", folder=tmp_path).code == 0
    for name in ("kic.yaml", "concept/concept.yaml"):
        done = call("undo", name, folder=tmp_path)
        assert (done.code, "kic save hält sie fest" in done.err) == (2, True), done.err
    saved = call("save", "--as", "Stelle <stelle@stadt.example>", "--yes", folder=tmp_path)
    assert saved.code == 0, saved.err
    (tmp_path / "brief.md").write_text("Ein Brief.\n", "utf-8")
    done = call("undo", "brief.md", folder=tmp_path)
    assert (done.code, "kic save hält sie fest" in done.err) == (2, True), done.err


def test_a_folder_without_records_is_no_lost_repository(tmp_path: Path) -> None:
    done = call("check", folder=tmp_path)
    assert (done.code, "kic init" in done.err) == (3, True)


def test_the_start_page_counts_what_would_be_recorded(begun: Path) -> None:
    """The list of signers too, once the settings name it."""
    (begun / "allowed_signers").write_text("")
    assert "nicht festgehalten" not in call("today", folder=begun).out
    with (begun / "kic.yaml").open("a", encoding="utf-8") as file:
        file.write("signatures:\n  signers: allowed_signers\n")
    assert "2 Dateien sind geändert und nicht festgehalten: kic save" in call("today", folder=begun).out


@pytest.mark.parametrize("number", [errno.ENXIO, errno.ENODEV, errno.EINVAL])
def test_what_is_no_file_is_called_so_in_the_readers_words(number: int) -> None:
    """Pipes, sockets and devices, whatever the system calls its refusal."""
    said = reason_of(OSError(number, "No such device or address"))
    assert speak("de").say(said).startswith("Keine gewöhnliche Datei")


def test_where_nothing_can_be_written_or_given_back_the_next_step_is_said(begun: Path) -> None:
    done = call("sheet", "out", "body", "-o", str(begun / "kic.yaml" / "b.xlsx"), folder=begun)
    assert done.code == 3
    assert "Die Datensätze sind unverändert" in " ".join(done.err.split())
    never = call("undo", "he-99", folder=begun)
    assert (never.code, "kic list ART zeigt die Kennungen" in never.err) == (2, True), never.err
