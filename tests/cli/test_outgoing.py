"""Files that a command lays where a person said: whole, with the folders that they need, and no slip unnoticed."""

from pathlib import Path

import pytest

from tests.cli.inprocess import call


def test_a_folder_that_was_made_for_a_file_is_named(built_city: Path, tmp_path: Path) -> None:
    """`Ablgae` is a slip of the pen: the file would lie where nobody looks for it."""
    target = tmp_path / "Ablgae/2026/blatt.ics"
    done = call("agenda", "--ics", str(target), folder=built_city)
    assert f"Den Ordner {tmp_path / 'Ablgae'} gab es noch nicht; er wurde angelegt." in done.err.splitlines()
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR")
    again = call("agenda", "--ics", str(target), folder=built_city)
    assert "angelegt" not in again.err


@pytest.mark.parametrize(
    "line",
    [
        ("export", "jsonl"),
        ("sheet", "out", "body"),
    ],
    ids=" ".join,
)
def test_a_folder_that_was_made_for_several_files_is_named_once(
    built_city: Path, tmp_path: Path, line: tuple[str, ...]
) -> None:
    target = tmp_path / "Ablgae/2026"
    named = str(target if line[0] == "export" else target / "Stellen.xlsx")
    done = call(*line, "-o", named, folder=built_city)
    assert done.code == 0, done.err
    said = f"Den Ordner {tmp_path / 'Ablgae'} gab es noch nicht; er wurde angelegt."
    assert done.err.splitlines().count(said) == 1, done.err
    assert "angelegt" not in done.err.replace(said, "")


@pytest.mark.parametrize(
    "line",
    [
        ("agenda", "--ics"),
        ("application", "sheet", "2026-1", "-o"),
        ("audit", "2024-1", "-o"),
        ("export", "jsonl", "-o"),
    ],
    ids=" ".join,
)
def test_a_file_in_the_place_of_a_folder_is_said_to_be_the_reason(
    built_city: Path, tmp_path: Path, line: tuple[str, ...]
) -> None:
    (tmp_path / "notiz").write_text("x")
    done = call(*line, str(tmp_path / "notiz/neu.zip"), folder=built_city)
    assert done.code in (2, 3)
    assert "notiz" in done.err
    assert "gibt es schon" not in done.err
