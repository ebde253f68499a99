"""What the officer reads before the patch: a line in words for each record that changes, in both languages."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from kic.core.plan import Change
from kic.core.snapshot import Snapshot
from kic.documents.change import summary
from kic.documents.field_changes import changed_fields, path_of
from kic.present.language import speak
from tests.cli.inprocess import call

NEW_CALL = (
    "call", "new", "2027", "--like", "2026-1", "--amount", "50.000,00", "--title", "Förderaufruf 2027",
    "--closes", "12.03.2027 12:00",
)  # fmt: skip


def words(city: Path, *line: str, lang: str = "de") -> list[str]:
    """The lines before the patch, of a command that is only looked at."""
    done = call(*line, "--dry-run", "--format", "json", folder=city, lang=lang)
    assert done.code == 0, done.err
    told, _, patch = done.err.replace("\N{NO-BREAK SPACE}", " ").partition("\n\n")
    assert not patch or "diff --git" in patch
    return told.splitlines()


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        (
            "de",
            (
                "Neu: Förderaufruf 2027-1 „Förderaufruf 2027“"
                " (Mittel: 50.000,00 €, Antragsschluss: 12.03.2027, 12:00 Uhr, Stand: Entwurf)"
            ),
        ),
        (
            "en",
            (
                "New: call 2027-1, Förderaufruf 2027"
                " (Money: €50,000.00, Closes: 12 March 2027, 12:00, State: draft)"
            ),
        ),
    ],
)
def test_a_new_record_is_told_with_its_title_and_telling_fields(city: Path, lang: str, line: str) -> None:
    assert words(city, *NEW_CALL, lang=lang) == [line]


def test_a_changed_record_is_told_with_what_was_added(city: Path) -> None:
    assert words(city, "status", "he-07", "ongoing", "--note", "Läuft dauerhaft.") == [
        (
            "Handlungsempfehlung he-07 „Vielfalt bei Ausbildung und Einstellung in der Stadtverwaltung“: "
            "Fortschritt: 1 Eintrag ergänzt: 22.11.2026, Daueraufgabe, Läuft dauerhaft."
        )
    ]


def test_a_vote_is_told_with_its_item_and_its_result(city: Path) -> None:
    (line,) = words(
        city,
        "meeting",
        "vote",
        "2026-11-12",
        "1",
        "--for",
        "5",
        "--against",
        "3",
        "--abstain",
        "1",
        "--ballot",
    )
    assert line.startswith("Sitzung 2026-11-12 „Herbstsitzung des Begleitausschusses, zweite Einladung“: ")
    assert "TOP 1 › Abstimmung › Dagegen: 0 wird zu 3" in line  # noqa: RUF001


def test_what_a_record_refers_to_is_told_with_its_title(city: Path) -> None:
    (line,) = words(
        city, "meeting", "disclose", "s16", "2026-1-009", "--state", "unclear", "--on", "2026-11-18"
    )
    assert line.startswith("Sitz s16 „")
    assert ": Anzeigen zur Befangenheit: 1 Eintrag ergänzt: 18.11.2026, Gegenstand 2026-1-009 „" in line
    assert line.endswith("“, unklar")


def test_the_words_come_before_the_patch_and_the_data_stay_the_patch_alone(city: Path) -> None:
    looked_at = call(*NEW_CALL, "--dry-run", folder=city)
    assert looked_at.out.startswith("diff --git a/applications/2027-1/call.yaml ")
    assert looked_at.err.startswith("Neu: Förderaufruf 2027-1")
    written = call(*NEW_CALL, "--yes", folder=city)
    assert written.err.startswith("Neu: Förderaufruf 2027-1")
    assert written.err.index("Neu: Förderaufruf 2027-1") < written.err.index("diff --git")
    patch = subprocess.run(
        ["git", "apply", "--check", "-R"], cwd=city, input=looked_at.out.encode(), check=False
    )
    assert patch.returncode == 0, "what was shown is what was written"


def test_of_many_files_the_first_are_told_and_the_rest_counted() -> None:
    nothing = Snapshot({})
    files = [Change(f"{number:02d}.txt", None, b"") for number in range(20)]
    told = [speak("de").say(line) for line in summary(nothing, nothing, files)]
    assert told == [*(f"{number:02d}.txt: neu" for number in range(12)), "… und 8 weitere"]


@pytest.mark.parametrize("stage", ["nobody", "office"])
def test_marks_that_nobody_may_see_are_no_words(city: Path, stage: str) -> None:
    """The same command tells of a sheet by its number only, or by its seat and marks."""
    terms = city / "applications/2026-1/call.yaml"
    lines = [line for line in terms.read_text("utf-8").splitlines() if not line.startswith("marks_visible")]
    terms.write_text("\n".join([*lines, f"marks_visible: {stage}", ""]), "utf-8")
    sheet = next((city / "applications/2026-1/scores").glob("*.yaml"))
    seat = sheet.stem
    done = call("score", "enter", seat, "2026-1-001", "37.5", "--yes", folder=city)
    first = done.err.splitlines()[0]
    if stage == "nobody":
        assert first == "1 Bewertungsbogen geändert, noch für niemanden sichtbar"
    else:
        assert first.startswith("Bewertungsbogen ")
        assert ": Punkte › 2026-1-001 „" in first  # noqa: RUF001
        assert first.endswith(" wird zu 37,5")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"title": "Ein Chor"}, {"title": "Zwei Chöre"}, ["Titel: „Ein Chor“ wird zu „Zwei Chöre“"]),
        ({"money": {"amount": "1.00"}}, {"money": {"amount": "2.50"}}, ["Mittel › Betrag: 1,00 € wird zu 2,50 €"]),  # noqa: RUF001
        ({"themes": ["t1", "t2"]}, {"themes": ["t2", "t3"]},
         ["Themenfelder: 1 Eintrag ergänzt: t3", "Themenfelder: 1 Eintrag entfernt: t1"]),
        ({"themes": ["t1", "t2"]}, {"themes": ["t2", "t1"]}, ["Themenfelder: geändert"]),
        ({"topics": ["a"]}, {"topics": ["a", "a"]}, ["Schwerpunkte: 1 Eintrag ergänzt: a"]),
        ({"state": "draft"}, {}, ["Stand: entfernt: Entwurf"]),
        ({}, {"themes": ["t1", "t2", "t3", "t4", "t5"]}, ["Themenfelder: 5 Einträge ergänzt: t1; t2; t3; …"]),
        ({"note": "a" * 80}, {"note": "b" * 80}, ["Anmerkung: geändert"]),
        ({}, {"intake": {"sheet": "Anträge", "columns": [{"heading": "Eingang", "field": "received"}]}},
         ["Übernahme: neu: Blatt Anträge, Spalten Eingang"]),
    ],
)  # fmt: skip
def test_fields_in_words(before: dict[str, Any], after: dict[str, Any], said: list[str]) -> None:
    german = speak("de")
    found = changed_fields({"kind": "call", **before}, {"kind": "call", **after})
    shown = [f"{german.say(path_of(each.field))}: {german.say(each.words)}" for each in found]
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in shown] == said


def test_an_id_in_the_way_to_a_field_stays_as_it_is_written() -> None:
    german = speak("de")
    assert german.say(path_of(("a3", "title"))) == "a3 › Titel"  # noqa: RUF001
    assert german.say(path_of(("a3-z1", "title"))) == "a3-z1 › Titel"  # noqa: RUF001
