"""A revision with people in it: forty contributions from a sheet, answered, carried out by an amendment, reported.

It reads as the officer lives it, mistakes included; after every command `kic check` finds no error.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran
from tests.cli.inprocess import call

EVENT = "bt-2026-9"
HEADINGS = ("Nr", "Eingang", "Von", "Pseudonym", "Betrifft", "Vorschlag", "Begründung", "Nennung", "Telefon")
BODIES = ("v-radio", "v-garten", "Volkshochschule", "beirat", "Fraktion Junge Stadt")
ELEMENTS = ("he-07", "he-08", "t2", "Jugendforum", "")


def sheet(path: Path, *, mistakes: bool) -> Path:
    """Forty rows as they were typed after a workshop; with mistakes, four of them cannot be read."""
    rows: list[tuple[Any, ...]] = [HEADINGS]
    for n in range(1, 41):
        private = n % 4 == 0
        rows.append(
            (
                n,
                "20.11.2026",
                "" if private else BODIES[n % 5],
                f"p-{700 + n:04}" if private else "",
                "he-21" if ELEMENTS[n % 5] == "Jugendforum" else ELEMENTS[n % 5],
                f"Vorschlag {n}: Kurse auch am Abend.",
                "Wer arbeitet, kann vormittags nicht." if n % 3 else "",
                "ja" if n % 2 and not private else "",
                "0631 1234567",
            )
        )
    if mistakes:
        rows[3] = (*rows[3][:2], "Frau Beispiel", *rows[3][3:])
        rows[7] = (*rows[7][:4], "he-777", *rows[7][5:])
        rows[11] = (*rows[11][:1], "31.02.2026", *rows[11][2:])
        rows[19] = (*rows[19][:5], "", *rows[19][6:])
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(rows)
    path.write_text(stream.getvalue(), "utf-8")
    return path


class Office:
    """The integration office: one folder, and a look at the whole after each command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def does(self, *words: str, code: int = 0) -> Ran:
        done = call(*words, folder=self.folder)
        assert done.code == code, (words, done.out[-3000:], done.err[-5000:])
        checked = call("check", folder=self.folder)
        assert checked.code == 0, (words, checked.out[-5000:])
        return done

    def writes(self, *words: str) -> Ran:
        return self.does(*words, "--yes")

    def data(self, *words: str) -> Any:
        return json.loads(call(*words, "--format", "json", folder=self.folder).out)["data"]


@pytest.fixture
def office(city: Path) -> Office:
    return Office(city)


def test_from_forty_notes_to_a_report(office: Office, tmp_path: Path) -> None:
    hold(office)
    ids = take_in(office, tmp_path)
    answer(office, ids)
    amend(office, ids)
    report(office, ids)


def hold(office: Office) -> None:
    """An event is recorded before its day; how many came is entered when they have come."""
    planned = ("--form", "workshop", "--title", "Werkstatt Sprache und Beteiligung")
    office.writes("consultation", "add", EVENT, *planned, "--date", "2026-11-20")
    office.does(
        "consultation", "add", "bt-2027-1", *planned, "--date", "20.01.2027", "--participants", "30", code=1
    )
    office.writes("consultation", "set", EVENT, "--participants", "44")
    assert "unknown" not in (office.folder / f"concept/consultations/{EVENT}.yaml").read_text("utf-8")


def take_in(office: Office, tmp_path: Path) -> list[str]:
    """Four rows cannot be read and are named; the list comes back corrected; importing it again changes nothing."""
    importing = ("contribution", "import")
    bad = sheet(tmp_path / "Zettel.csv", mistakes=True)
    refused = office.does(*importing, str(bad), "--consultation", EVENT, "--yes", code=1)
    for cell in ("C4", "E8", "B12", "F20"):
        assert cell in refused.err, cell
    office.writes(*importing, str(bad), "--consultation", EVENT, "--only-readable")
    good = sheet(tmp_path / "Zettel korrigiert.csv", mistakes=False)
    office.writes(*importing, str(good), "--consultation", EVENT)
    again = office.writes(*importing, str(good), "--consultation", EVENT)
    assert "40 unverändert" in again.err
    found = office.data("contribution", "list", "--consultation", EVENT)
    assert len(found) == 40
    assert not any(
        "0631" in path.read_text("utf-8") for path in office.folder.glob("concept/contributions/*.yaml")
    )
    return sorted(each["id"] for each in found)


def answer(office: Office, ids: list[str]) -> None:
    """All get an answer: without a reason none but "taken over"; a promise that nothing keeps is a warning."""
    office.does("contribution", "answer", ids[0], "not_taken_over", "--yes", code=1)
    office.does("contribution", "answer", "s-2026-9999", "noted", "--reason", "Später.", "--yes", code=2)
    office.does("contribution", "answer", ids[0], "vielleicht", "--yes", code=2)
    office.writes(
        "contribution",
        "answer",
        f"{ids[0]}..{ids[19]}",
        "not_taken_over",
        "--reason",
        "Die Räume sind abends belegt.",
    )
    office.writes(
        "contribution", "answer", *ids[20:30], "noted", "--reason", "Für die nächste Fortschreibung."
    )
    office.writes("contribution", "answer", *ids[30:39], "taken_over", "--by", "a-integration")
    promised = call("check", "--strict", folder=office.folder)
    assert "KIC282" in promised.out, "taken over, but where?"
    left = office.data("contribution", "list", "--open", "--consultation", EVENT)
    assert [each["id"] for each in left] == [ids[39]]
    office.writes("contribution", "answer", ids[39], "in_part", "--reason", "Am Samstag, nicht am Abend.")
    assert office.data("contribution", "list", "--open", "--consultation", EVENT) == []


def amend(office: Office, ids: list[str]) -> None:
    """New words and the act in one change; the contributions that it carries out say so from then on."""
    words = "In jedem Stadtteil gibt es Sprachkurse, auch am Abend."
    carried = [option for each in ids[30:] for option in ("--contribution", each)]
    resolved = (
        "--resolution",
        "b-2026-11",
        "--effective",
        "2026-11-09",
        "--reason",
        "Werkstatt vom 20.11.2026",
    )
    office.does("concept", "edit", "he-08", "--vision", words, *resolved, "--yes", code=2)
    office.does("concept", "edit", "he-08", "--text", words, "--resolution", "b-9999", "--yes", code=2)
    office.writes("concept", "edit", "he-08", "--text", words, *resolved, *carried)
    record = office.data("show", ids[30])["record"]
    assert [each.get("carried_by") for each in record["answers"]] == [None, "ae-2026-2"]
    assert words in (office.folder / "concept/recommendations/he-08.yaml").read_text("utf-8")
    assert not any(
        each["record"] in ids
        for each in json.loads(call("check", "--format", "json", folder=office.folder).out)["findings"]
    )


def report(office: Office, ids: list[str]) -> None:
    """Events, answers and reasons stand there; no pseudonym and nobody who did not agree does."""
    for language, person in (("de", "Privatperson"), ("en", "private person")):
        told = call(
            "render",
            "consultation-report",
            "--since",
            "2026-11-20",
            "--to",
            "md",
            folder=office.folder,
            lang=language,
        )
        assert told.code == 0, told.err
        assert person in told.out
        assert "p-07" not in told.out
        assert "Werkstatt Sprache und Beteiligung" in told.out
        assert "Die Räume sind abends belegt." in told.out
    shown = office.data("consultation", "list")
    assert next(each for each in shown if each["id"] == EVENT)["contributions"] == len(ids)


def test_a_finding_of_the_rules_names_the_cell(city: Path, tmp_path: Path) -> None:
    """The file that it lies in is not there yet: whoever imports has the sheet."""
    file = tmp_path / "Beiträge.csv"
    file.write_text(
        "Herkunft;Textstelle;Vorschlag;Eingegangen\nJugendamt;he-09;Mehr Kurse.;20.01.2020\n", "utf-8"
    )
    done = call(
        "contribution", "import", str(file), "--consultation", "bt-2026-schriftlich", "--yes", folder=city
    )
    assert done.code == 1
    assert "KIC285" in done.err
    assert "Beiträge.csv:2:4: kommt von hier, Zelle D2" in done.err


def test_lists_are_filtered_and_the_unanswered_come_first(office: Office) -> None:
    every = office.data("contribution", "list")
    answered = [each["answer"] is not None for each in every]
    assert answered == sorted(answered), "without an answer first"
    assert {each["contributor"] for each in office.data("contribution", "list", "--from", "person")} == {
        "person"
    }
    refused = office.data("contribution", "list", "--answer", "not_taken_over")
    assert {each["answer"] for each in refused} == {"not_taken_over"}
    inside = office.data("contribution", "list", "--element", "t2")
    assert len({each["element"] for each in inside}) > 1, "a theme, its goals and its recommendations"


def test_without_a_terminal_a_missing_answer_names_its_option(office: Office) -> None:
    for words, option in (
        (("consultation", "add"), "--form"),
        (("contribution", "add"), "--proposal"),
        (("contribution", "add", "--proposal", "Mehr Kurse."), "--from"),
        (("contribution", "answer", "s-2026-03"), "--answer"),
        (("concept", "amend", "he-07", "--resolution", "b-2026-11"), "--title"),
        (("rendition", "add", "he-07", "--url", "https://x.invalid/"), "summary|translation|easy_language"),
    ):
        done = call(*words, "--yes", folder=office.folder)
        assert (done.code, option in done.err) == (2, True), (words, done.err)


def test_a_text_file_is_read_within_bounds_and_beside_no_other_words(office: Office, tmp_path: Path) -> None:
    words = tmp_path / "he-09.txt"
    words.write_text("In jedem Stadtteil gibt es einen Kurs.\n", "utf-8")
    edit = (
        "concept",
        "edit",
        "he-09",
        "--resolution",
        "b-2026-11",
        "--reason",
        "Antrag im Rat",
        "--text-file",
    )
    assert "+  In jedem Stadtteil gibt es einen Kurs.\n" in office.does(*edit, str(words), "--dry-run").out
    endless = office.does(*edit, "/dev/zero", code=2)
    assert "/dev/zero" in endless.err
    twice = office.does(*edit, str(words), "--text", "Anderes.", code=2)
    assert "--text-file" in twice.err
    words.write_bytes("Größe".encode("latin-1"))
    assert "UTF-8" in office.does(*edit, str(words), code=2).err


def test_who_is_named_twice_was_looked_at_once(office: Office) -> None:
    review = ("concept", "review", "ae-2025-1", "i-bevoelkerung", "I-Bevoelkerung")
    done = office.does(*review, "--result", "unchanged", "--note", "Passt.", "--dry-run")
    assert done.out.count("+    record: i-bevoelkerung") == 1
