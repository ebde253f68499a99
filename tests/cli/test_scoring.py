"""The commands about marks as the office uses them, with the mistakes that happen."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.inprocess import call

SAMPLE = Path(__file__).parent / "samples/2026-1-s19.csv"
SCORES = "applications/2026-1/scores"


def sheet(city: Path, seat: str) -> str:
    return (city / SCORES / f"{seat}.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (["70"], "  2026-1-003: 70\n"),
        (["70,0"], "  2026-1-003: 70.0\n"),
        (["Enthaltung"], "  2026-1-003: abstain\n"),
        (["abstain"], "  2026-1-003: abstain\n"),
    ],
)
def test_marks_from_paper(city: Path, typed: list[str], line: str) -> None:
    done = call("score", "enter", "s02", "2026-1-003", *typed, "--on", "19.11.2026", "--yes", folder=city)
    assert done.code == 0, done.err
    assert line in sheet(city, "s02")
    assert "received: 2026-11-19\n" in sheet(city, "s02")


def test_a_new_sheet_begins_with_the_first_marks(city: Path) -> None:
    marks = ["k26-wirkung=85", "k26-kosten=75", "k26-beteiligung=90", "k26-umsetzung=80"]
    assert call("score", "enter", "s19", "2026-1-003", *marks, "--yes", folder=city).code == 0
    assert "seat: s19\nreceived: 2026-11-22\nmarks:\n  2026-1-003:\n    k26-wirkung: 85\n" in sheet(
        city, "s19"
    )


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["82"], 1, "KIC603"),
        (["viel"], 2, "cannot be read"),
        (["1.234"], 2, "cannot be read"),
        (["70", "75"], 2, "2 marks are given"),
        (["k26-wirkungg=70"], 2, "does not have"),
        (["k26-wirkung=70"], 1, "KIC605"),
        (["excluded"], 1, "KIC622"),
    ],
)
def test_what_cannot_be_entered(city: Path, typed: list[str], code: int, said: str) -> None:
    before = sheet(city, "s02")
    done = call("score", "enter", "s02", "2026-1-003", *typed, "--yes", folder=city, lang="en")
    assert done.code == code
    assert said in done.err
    assert sheet(city, "s02") == before


def test_a_mark_of_an_excluded_seat_is_refused(city: Path) -> None:
    done = call("score", "enter", "s04", "2026-1-008", "70", "--yes", folder=city, lang="en")
    assert done.code == 1
    assert "KIC620" in done.err


def test_a_disclosure_reaches_sheet_matrix_and_allocation(city: Path) -> None:
    before = json.loads(call("allocate", "2026-1", "--format", "json", folder=city).out)["data"][
        "applications"
    ]
    words = ["meeting", "disclose", "s02", "2026-1-003", "--state", "excluded", "--by", "member", "--yes"]
    assert call(*words, folder=city).code == 0
    assert "  2026-1-003: excluded\n" in sheet(city, "s02")
    after = json.loads(call("allocate", "2026-1", "--format", "json", folder=city).out)["data"][
        "applications"
    ]
    assert after["2026-1-003"]["marks"] == before["2026-1-003"]["marks"] - 1
    assert after["2026-1-003"]["abstentions"] == before["2026-1-003"]["abstentions"]
    matrix = json.loads(call("score", "matrix", "2026-1", "--format", "json", folder=city).out)["data"]
    (seat,) = [each for each in matrix["seats"] if each["id"] == "s02"]
    assert seat["marks"]["2026-1-003"] == "excluded"


def test_the_same_exclusion_is_disclosed_once(city: Path) -> None:
    words = ["meeting", "disclose", "s02", "2026-1-003", "--state", "excluded", "--by", "member", "--yes"]
    seat = city / "concept/committee/s02.yaml"
    assert call(*words, "--on", "2026-11-20", folder=city).code == 0
    once = seat.read_bytes()
    again = call(*words, "--on", "2026-11-21", folder=city, lang="en")
    assert again.code == 0
    assert "There is nothing to change." in again.err
    assert seat.read_bytes() == once
    more = call(*words, "--on", "2026-11-21", "--reference", "Akte, Blatt 40", folder=city)
    assert more.code == 0
    assert b"Akte, Blatt 40" in seat.read_bytes()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", "Niemand hat dieses Blatt ausgefüllt; es bleibt außen vor"),
        ("en", "nobody has filled in this sheet, so it is left out"),
    ],
)
def test_a_sheet_that_nobody_has_filled_in_does_not_block_the_others(
    city: Path, tmp_path: Path, lang: str, said: str
) -> None:
    folder = tmp_path / "back"
    assert call("score", "out", "2026-1", "-o", str(folder), "--csv", "--seat", "s13", folder=city).code == 0
    shutil.copy(SAMPLE, folder)
    done = call(
        "score", "in", str(folder), "--on", "2026-11-20", "--yes", "--format", "json", folder=city, lang=lang
    )
    assert done.code == 0, done.err
    assert said in done.err
    data = json.loads(done.out)["data"]
    assert data["seats"] == ["s19"]
    assert data["left_out"] == [str(folder / "2026-1-s13.csv")]
    assert not (city / SCORES / "s13.yaml").exists()


def test_where_no_sheet_is_filled_in_nothing_is_written(city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "back"
    assert call("score", "out", "2026-1", "-o", str(folder), "--csv", "--seat", "s13", folder=city).code == 0
    done = call("score", "in", str(folder), "--yes", folder=city, lang="en")
    assert done.code == 1
    assert "Nobody has filled in these sheets; nothing was written." in done.err


def test_a_doubt_is_settled_by_a_body_only(city: Path) -> None:
    disclose = ["meeting", "disclose", "s02", "2026-1-003", "--yes"]
    assert call(*disclose, "--state", "unclear", "--on", "2026-11-20", folder=city).code == 0
    refused = call(*disclose, "--state", "not_excluded", "--by", "member", folder=city, lang="en")
    assert refused.code == 1
    assert "KIC623" in refused.err
    assert "--by" in refused.err
    assert call(*disclose, "--state", "not_excluded", "--by", "committee", folder=city).code == 0


def test_nothing_is_settled_without_saying_what(city: Path) -> None:
    done = call("meeting", "disclose", "s02", "2026-1-003", folder=city, lang="en")
    assert done.code == 2
    assert "--state" in done.err


def test_sheets_that_are_there_are_not_written_over(city: Path, tmp_path: Path) -> None:
    out = ["score", "out", "2026-1", "-o", str(tmp_path / "sheets"), "--csv", "--seat", "s19"]
    assert call(*out, folder=city).code == 0
    (tmp_path / "sheets/2026-1-s19.csv").write_text("filled in", "utf-8")
    assert call(*out, folder=city).code == 1
    assert (tmp_path / "sheets/2026-1-s19.csv").read_text("utf-8") == "filled in"
    assert call(*out, "--replace", folder=city).code == 0


def test_a_filled_sheet_becomes_one_operation(city: Path) -> None:
    done = call("score", "in", str(SAMPLE), "--on", "2026-11-20", "--yes", folder=city)
    assert done.code == 0, done.err
    assert sheet(city, "s19").count("k26-wirkung: 70") == 12
    assert "  2026-1-005: abstain\n" in sheet(city, "s19")
    again = call("score", "in", str(SAMPLE), "--on", "2026-11-20", "--yes", folder=city, lang="en")
    assert again.code == 0
    assert "There is nothing to change." in again.err


@pytest.mark.parametrize(
    ("old", "new", "name", "said"),
    [
        ("[seat];s19", "[seat];s20", "2026-1-s19.csv", "KIC644"),  # another seat than the file is named after
        ("[seat];s19", "[seat];s20", "zurück.csv", "KIC644"),  # a file of another name: the sheet has a mark
        ("[call];2026-1", "[call];2026-9", "2026-1-s19.csv", "KIC644"),
        (";70;", ";7O;", "2026-1-s19.csv", "KIC050"),
        (";70;", ";82;", "2026-1-s19.csv", "KIC646"),
        ("2026-1-003;", "2026-1-303;", "2026-1-s19.csv", "KIC645"),
        (";70;75;", ";;75;", "2026-1-s19.csv", "KIC648"),
    ],
)
def test_a_sheet_that_was_changed_is_refused(
    city: Path, tmp_path: Path, old: str, new: str, name: str, said: str
) -> None:
    text = SAMPLE.read_bytes().decode()
    assert old in text
    (tmp_path / name).write_bytes(text.replace(old, new, 1).encode())
    done = call("score", "in", str(tmp_path / name), "--yes", folder=city, lang="en")
    assert done.code == 1
    assert said in done.err
    assert re.search(r"cell [A-Z]+\d+", done.err)
    assert not (city / SCORES / "s19.yaml").exists()


def test_two_sheets_of_one_seat_are_one_too_many(city: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "copy.csv")
    done = call("score", "in", str(SAMPLE), str(tmp_path / "copy.csv"), "--yes", folder=city, lang="en")
    assert done.code == 1
    assert "two sheets of the same seat: s19" in done.err


def test_the_matrix_shows_what_the_stage_allows(city: Path) -> None:
    shown = json.loads(call("score", "matrix", "2026-1", "--format", "json", folder=city).out)["data"]
    assert len(shown["seats"]) == 20
    assert shown["outstanding"] == ["s13", "s19"]
    terms = city / "applications/2026-1/call.yaml"
    terms.write_text(
        terms.read_text("utf-8").replace("marks_visible: office", "marks_visible: nobody"), "utf-8"
    )
    hidden = json.loads(call("score", "matrix", "2026-1", "--format", "json", folder=city).out)["data"]
    assert hidden["applications"] is None
    assert {(each["marks"], each["severity"]) for each in hidden["seats"]} == {(None, None)}
    assert [each["received"] for each in hidden["seats"]] == [each["received"] for each in shown["seats"]]
    for line in (["allocate", "2026-1"], ["render", "allocation-paper", "2026-1"]):
        done = call(*line, folder=city, lang="en")
        assert done.code == 1
        assert "kic call stage 2026-1 office" in done.err


def test_a_change_that_may_not_be_seen_is_named_with_its_digests(city: Path) -> None:
    terms = city / "applications/2026-1/call.yaml"
    terms.write_text(
        terms.read_text("utf-8").replace("marks_visible: office", "marks_visible: nobody"), "utf-8"
    )
    done = call("score", "enter", "s02", "2026-1-003", "70", "--dry-run", folder=city, lang="en")
    assert done.code == 0
    assert done.out == ""
    assert len(re.findall(r"\b[0-9a-f]{64}\b", done.err)) == 2
