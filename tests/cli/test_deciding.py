"""Recording what a meeting decided, and what becomes of the awards, as the officer does it."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.inprocess import call
from tests.domain.deciding import Asked, Office, item, name, office

DECISION = "applications/2026-1/decisions/2026-1-d1.yaml"
FOUR = [Asked(6000, 90, 75), Asked(3000, 80), Asked(2000, 70, 50), Asked(800, 65)]


def written(made: Office, folder: Path) -> Path:
    for path, content in made.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A call of 10,000 EUR, a meeting that was held, nothing recorded of it."""
    return written(office(FOUR), tmp_path)


@pytest.fixture
def awarded(town: Path) -> Path:
    done = call("meeting", "award", "2026-1", "sitzung-2026-11", "--yes", folder=town)
    assert done.code == 0, done.err
    return town


def plain(shown: str) -> str:
    """With blanks that may break."""
    return shown.replace("\N{NO-BREAK SPACE}", " ")


def run(town: Path, *arguments: str, lang: str = "de", code: int = 0) -> str:
    """Everything that the command says; it ends with this code."""
    done = call("meeting", *arguments, folder=town, lang=lang)
    assert done.code == code, done.err
    return plain(done.out + done.err)


def test_award_records_the_decision_and_the_call_as_decided(town):
    said = run(town, "award", "2026-1", "sitzung-2026-11", "--yes")
    assert "Vorgeschlagen sind 10.000,00 € von 10.000,00 €; Abweichungen: 0." in said
    assert "state: decided" in (town / "applications/2026-1/call.yaml").read_text("utf-8")
    assert call("check", folder=town).code == 0


def test_show_tells_whether_the_decision_comes_out_again(awarded):
    """The say-so for a stranger who holds the files alone; a mark that is changed afterwards turns it over."""

    def shown() -> str:
        return " ".join(call("show", "2026-1-d1", folder=awarded, lang="en").out.split())

    assert (
        "Computed again agrees: the terms, applications and marks in the files give this proposal" in shown()
    )
    sheets = sorted((awarded / "applications/2026-1/scores").glob("*.yaml"))
    sheet = next(each for each in sheets if ": 90" in each.read_text("utf-8"))
    sheet.write_text(sheet.read_text("utf-8").replace(": 90", ": 85"), "utf-8")
    assert f"Computed again does not agree; kic check says where: kic check {DECISION}" in shown()
    sheet.unlink()
    (awarded / "applications/2026-1/call.yaml").unlink()
    assert "Computed again this cannot be computed again: the files of the call cannot be read" in shown()


def test_the_answer_names_the_decision(town):
    done = call("meeting", "award", "2026-1", "sitzung-2026-11", "--yes", "--format", "json", folder=town)
    data = json.loads(done.out)["data"]
    assert data["id"] == "2026-1-d1"
    assert DECISION in {each["path"] for each in data["files"]}


def test_a_dry_run_writes_nothing(town):
    said = run(town, "award", "2026-1", "sitzung-2026-11", "--dry-run")
    assert "+    amount: 6000.00" in said
    assert not (town / DECISION).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--instead", "2026-1-001", "--because", "x"), "KENNUNG=BETRAG"),
        (("--instead", "2026-1-001=5000"), "Zu jedem --instead gehört ein --because"),
        (("--instead", "2026-1-001=viel", "--because", "x"), "erwartet einen Betrag"),
        (("--instead", "2026-1-099=5000", "--because", "x"), "nimmt an dieser Vergabe nicht teil"),
        (("--tie", "2026-1-001,2026-1-002", "--tie-by", "Los"), "keinen Gleichstand"),
        (("--rule", "irgendwie"), "nicht zulässig"),
    ],
)
def test_a_slip_of_the_command_line_says_what_is_meant(town, words, said):
    assert said in run(town, "award", "2026-1", "sitzung-2026-11", *words, "--yes", code=2)
    assert not (town / DECISION).exists()


def test_too_much_is_refused_with_law_and_place(town):
    words = ("--instead", "2026-1-001=12.000,00", "--because", "mehr", "--yes")
    said = run(town, "award", "2026-1", "sitzung-2026-11", *words, lang="en", code=1)
    assert "the awards of 2026-1 exceed its money of €10,000.00" in said
    assert "€6,000.00 was asked for" in said
    assert not (town / DECISION).exists()


def test_marks_that_nobody_may_see_yet_keep_from_deciding(tmp_path):
    made = office(FOUR)
    made.edit("applications/2026-1/call.yaml", "marks_visible: office", "marks_visible: nobody")
    said = run(written(made, tmp_path), "award", "2026-1", "sitzung-2026-11", "--yes", code=1)
    assert "10.000" not in said


def test_an_item_that_was_carried_with_changes_is_pointed_out(tmp_path):
    made = office(FOUR, items=item(2, name(2), "carried"))
    text = made.files["concept/meetings/sitzung-2026-11.yaml"].decode()
    head, _, tail = text.rpartition("result: carried")
    changed = f"{head}result: amended\n    wording: Bewilligt werden 2.500 Euro.{tail}"
    made.files["concept/meetings/sitzung-2026-11.yaml"] = changed.encode()
    folder = written(made, tmp_path)
    assert "Mit Änderungen angenommen: top-2" in run(
        folder, "award", "2026-1", "sitzung-2026-11", "--dry-run"
    )
    words = ("--instead", "2026-1-002=2.500,00", "--because", "Die Raummiete entfällt.", "--dry-run")
    assert "Mit Änderungen" not in run(folder, "award", "2026-1", "sitzung-2026-11", *words)


def test_every_option_of_the_allocation_is_kept_with_the_decision(town):
    options = {
        "rule": "equal-shares",
        "utility": "score",
        "completion": "greedy",
        "objective": "score-euro",
        "on_no_fit": "stop",
        "partial": "none",
        "budget": "9000.00",
    }
    words = [word for name_, value in options.items() for word in (f"--{name_.replace('_', '-')}", value)]
    run(town, "award", "2026-1", "sitzung-2026-11", *words, "--yes")
    lines = (
        (town / DECISION).read_text("utf-8").partition("changed_options:\n")[2].replace("'", "").split("\n")
    )
    assert [line.strip() for line in lines[: len(options)]] == [
        f"{name_}: {value}" for name_, value in options.items()
    ]
    assert call("check", folder=town).code == 0
    shown = json.loads(call("allocate", "2026-1", "--format", "json", folder=town).out)["data"]
    assert (shown["rule"], shown["budget"]) == ("equal-shares", "9000.00"), "what the meeting had before it"
    marks = town / "applications/2026-1/scores/s02.yaml"
    marks.write_text(marks.read_text("utf-8").replace("2026-1-002: 80", "2026-1-002: 75"), "utf-8")
    done = call("check", folder=town)
    assert done.code == 1
    assert "KIC770" in done.out


def test_a_declined_award_goes_to_the_next_in_line(awarded):
    run(awarded, "decline", "2026-1-002", "--note", "Verein verzichtet, Schreiben vom 20.11.2026", "--yes")
    run(awarded, "move-up", "2026-1", "--yes")
    text = (awarded / DECISION).read_text("utf-8")
    assert re.findall(r"event: (\w+)\n    before: (\S+)\n    after: (\S+)", text) == [
        ("declined", "3000.00", "0.00"),
        ("moved_up", "0.00", "800.00"),
    ]
    assert "Es wartet niemand mehr" in run(awarded, "move-up", "2026-1", "--yes", code=1)
    shown = plain(call("show", "2026-1-004", folder=awarded).out)
    assert "nachgerückt am 22.11.2026, seitdem 800,00 €" in shown
    assert "top-1 Förderaufruf 2026" in shown
    assert call("check", folder=awarded).code == 0


def test_what_is_not_decided_yet_is_said_before_its_money_goes(tmp_path):
    town = written(office(FOUR, items=item(2, name(2), "postponed")), tmp_path)
    run(town, "award", "2026-1", "sitzung-2026-11", "--yes")
    assert "Noch nicht entschieden: 2026-1-002." in run(town, "move-up", "2026-1", "--dry-run")
    said = run(town, "decline", "2026-1-002", "--yes", code=1)
    assert "Über 2026-1-002 ist noch nichts entschieden." in said
    assert "kic meeting award 2026-1" in said


def test_who_is_skipped_is_skipped_with_a_reason(awarded):
    run(awarded, "decline", "2026-1-002", "--yes")
    assert "Zu --skip gehört --note" in run(
        awarded, "move-up", "2026-1", "--skip", "2026-1-004", "--yes", code=2
    )
    said = run(awarded, "move-up", "2026-1", "--skip", "2026-1-001", "--note", "x", "--yes", code=2)
    assert "steht nicht auf der Nachrückliste" in said


def test_an_amendment_says_why_and_more_needs_a_vote(awarded):
    assert "ohne Begründung" in run(awarded, "amend", "2026-1-001", "5.000,00", "--yes", code=1)
    run(awarded, "amend", "2026-1-001", "5.000,00", "--note", "Das Projekt wird kleiner.", "--yes")
    said = run(awarded, "amend", "2026-1-001", "5500", "--note", "Doch mehr.", "--yes", lang="en", code=1)
    assert "more money needs a vote" in said
    words = ("--meeting", "SITZUNG-2026-11", "--item", "TOP-1", "--note", "Mehrbedarf.", "--yes")
    run(awarded, "amend", "2026-1-001", "5500", *words)
    shown = call("show", "2026-1-001", folder=awarded, lang="en").out
    assert "since then €5,500.00" in shown


def test_the_overview_counts_awards_as_they_stand(awarded):
    before = json.loads(call("overview", "--format", "json", folder=awarded).out)["data"]["calls"]
    run(awarded, "decline", "2026-1-002", "--yes")
    after = json.loads(call("overview", "--format", "json", folder=awarded).out)["data"]["calls"]
    (first,), (second,) = ([each for each in calls if each["id"] == "2026-1"] for calls in (before, after))
    assert (first["committed"], first["free"]) == ("10000.00", "0.00")
    assert (second["committed"], second["free"]) == ("7000.00", "3000.00")
