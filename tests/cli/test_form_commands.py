"""`kic form`: out to applicants and back into records, and persons into the private overlay alone."""

import json
import re
from pathlib import Path

import pytest

from kic.cli import marking
from kic.cli.grid import Cells, Grid
from kic.cli.session import Session
from kic.domain.calls import Call
from kic.repository.forms.asking import FormKind
from kic.repository.repository import Repository
from tests.cli.filling import APPLICATION, ON, came_back
from tests.cli.inprocess import call

CAME = ("--received", "16.10.2026, 11:30")


def tracked(city: Path) -> str:
    """Everything in the repository but the private overlay."""
    files = [each for each in city.rglob("*") if each.is_file() and not {"private", ".git"} & set(each.parts)]
    return "".join(each.read_text("utf-8", "replace") for each in files if each.suffix == ".yaml")


def test_an_application_goes_out_comes_back_and_its_person_stays_apart(city: Path, tmp_path: Path) -> None:
    """The call's papers stand in the form; what is not ticked is told, and the application is taken in all the same."""
    assert call("call", "set", "2026-1", "--paper", "Satzung des Vereins", "--yes", folder=city).code == 0
    out = tmp_path / "Formulare"
    assert call("form", "out", "2026-1", "application", "-o", str(out), folder=city).code == 0
    assert [each.name for each in out.iterdir()] == ["Projektantrag-2026-1.docx"]

    snapshot = Repository(city, today=ON).snapshot
    inbox = tmp_path / "Posteingang"
    inbox.mkdir()
    (inbox / "~$Antrag.docx").write_bytes(b"left behind by Word")
    (inbox / "Antrag Kopie.docx").write_bytes(
        came_back(snapshot, FormKind.APPLICATION, "2026-1", APPLICATION)
    )
    shown = call("form", "in", str(inbox), *CAME, "--new-bodies", "--dry-run", folder=city, lang="en")
    assert shown.code == 0, shown.err
    assert "KIC165" in shown.err
    assert "Satzung des Vereins: not said to be attached" in shown.err
    assert not (city / "private").exists()
    assert "Erika" not in shown.out + shown.err

    unknown = call("form", "in", str(inbox), *CAME, "--dry-run", folder=city, lang="en")
    assert unknown.code == 1
    assert "if it is a new one, --new-bodies records it" in unknown.err

    done = call("form", "in", str(inbox), *CAME, "--new-bodies", "--yes", "--format", "json", folder=city)
    assert done.code == 0, done.err
    data = json.loads(done.out)["data"]
    assert (len(data["created"]), data["bodies"], data["private"]) == (
        1,
        ["v-radio-neuenlauter"],
        ["v-radio-neuenlauter"],
    )
    entry = (city / "private/contacts/v-radio-neuenlauter.yaml").read_text("utf-8")
    assert "name: Erika Muster" in entry
    assert "iban: DE02120300000000202051" in entry
    assert not any(words in tracked(city) for words in ("Erika", "Lindenweg", "DE0212", "radio.example"))

    again = call(
        "form",
        "in",
        str(inbox),
        "--received",
        "20.10.2026, 09:00",
        "--new-bodies",
        "--yes",
        folder=city,
        lang="en",
    )
    assert (again.code, "There is nothing to change." in again.err) == (0, True), again.err


@pytest.mark.parametrize("kind", ["interim", "final", "proof"])
def test_no_report_is_asked_for_where_nothing_was_awarded(
    built_city: Path, tmp_path: Path, kind: str
) -> None:
    done = call(
        "form", "out", "2026-1-013", kind, "-o", str(tmp_path / "b.docx"), folder=built_city, lang="en"
    )
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert "No award notice was issued on 2026-1-013" in done.err


def test_a_field_that_is_missing_is_named_once(built_city: Path, tmp_path: Path) -> None:
    snapshot = Repository(built_city, today=ON).snapshot
    values = {name: value for name, value in APPLICATION.items() if not name.startswith("themes")}
    (tmp_path / "a.docx").write_bytes(came_back(snapshot, FormKind.APPLICATION, "2026-1", values))
    done = call("form", "in", str(tmp_path / "a.docx"), *CAME, "--new-bodies", "--dry-run", folder=built_city)
    assert done.code == 1
    assert "es fehlt: Themenfelder" not in done.err
    assert "Themenfelder: " in done.err


def test_an_account_that_cannot_be_right_is_told_without_being_shown(
    built_city: Path, tmp_path: Path
) -> None:
    """The check digits are wrong; nothing of the form is taken, and the number appears nowhere."""
    snapshot = Repository(built_city, today=ON).snapshot
    values = {**APPLICATION, "private.iban": "DE03 1203 0000 0000 2020 51"}
    (tmp_path / "a.docx").write_bytes(came_back(snapshot, FormKind.APPLICATION, "2026-1", values))
    done = call(
        "form", "in", str(tmp_path / "a.docx"), *CAME, "--new-bodies", "--yes", folder=built_city, lang="en"
    )
    assert done.code == 1
    assert "IBAN: the check digits of the IBAN are wrong" in done.err
    assert "2020" not in done.err.replace("2026", "")


def test_what_a_form_leaves_empty_is_said_before_it_is_written(built_city: Path, tmp_path: Path) -> None:
    """It is asked first, since the record came in by hand; then the fields that become empty are named."""
    snapshot = Repository(built_city, today=ON).snapshot
    content = came_back(snapshot, FormKind.APPLICATION, "2026-1-001", {"work_in_kind": None, "minimum": None})
    (tmp_path / "a.docx").write_bytes(content)
    line = ("form", "in", str(tmp_path / "a.docx"), *CAME, "--dry-run")
    asked = call(*line, folder=built_city, lang="en")
    assert asked.code == 1
    assert "of 2026-1-001 differs from the record, which came in by another way" in asked.err
    assert "Say with --take sheet or --take record whose word counts for these fields." in asked.err
    done = call(*line, "--take", "sheet", folder=built_city, lang="en")
    assert done.code == 0, done.err
    assert "2026-1-001 loses what stands empty there: " in done.err
    assert not done.err.rstrip().endswith(": new:")


def test_a_form_that_goes_out_after_the_deadline_says_so(built_city: Path, tmp_path: Path) -> None:
    """Not one that is made for an application that is there: what is corrected came in time."""
    late = "what comes in now is recorded as late."
    for about, said in (("2026-1", True), ("2026-1-001", False)):
        out = str(tmp_path / f"{about}.docx")
        done = call("form", "out", about, "application", "-o", out, folder=built_city, lang="en")
        assert (done.code, late in done.err) == (0, said), done.err


def test_other_commands_say_which_one_reads_a_form(built_city: Path, tmp_path: Path) -> None:
    """Whoever gives a form to the import of sheets learns the right command."""
    file = tmp_path / "f.xlsx"
    assert call("form", "out", "2025-2-003", "proof", "-o", str(file), folder=built_city).code == 0
    for line in (
        ("application", "import", "2026-1"),
        ("report", "receive", "2025-2-003", "proof_of_use", "--file"),
    ):
        done = call(*line, str(file), folder=built_city, lang="en")
        assert (done.code, f"It is read with kic form in {file}." in done.err) == (2, True), done.err


def test_report_forms_of_a_call_are_a_file_for_each_award(built_city: Path, tmp_path: Path) -> None:
    """Each with the name of its application."""
    done = call("form", "out", "2025-2", "interim", "-o", str(tmp_path), "--to", "xlsx", folder=built_city)
    assert done.code == 0
    assert "Zwischenbericht-2025-2-003.xlsx" in {each.name for each in tmp_path.iterdir()}


def test_a_table_shows_no_marks_that_the_call_shows_to_nobody(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands there already is shown only where the call's stage lets it be seen."""
    seen: list[Grid] = []

    def look(_session: Session, grid: Grid, **_: bool) -> Cells | None:
        seen.append(grid)

    monkeypatch.setattr(marking, "filled", look)
    monkeypatch.setattr(Session, "can_ask", True)
    path = city / "applications/2026-1/call.yaml"
    for stage in ("office", "nobody"):
        path.write_text(
            path.read_text("utf-8").replace("marks_visible: office", f"marks_visible: {stage}"), "utf-8"
        )
        session = Session(folder=str(city), today=ON)
        record = session.repository.find(Call, "2026-1")
        marking.marks_from_paper(session, record, "s05", deputy=False, on=None, one_by_one=False)
    assert [bool(each.held) for each in seen] == [True, False]


@pytest.mark.parametrize(
    ("step", "typed", "taken"),
    [
        ("5", "75", True),
        ("5", "77", False),
        ("0.5", "77,5", True),
        ("1", "101", False),
        ("1", "-1", False),
        ("0", "77", True),  # check says of such a scale that it is none; no mark can be measured by it
    ],
)
def test_a_table_takes_the_marks_that_are_on_the_scale_of_the_call(
    city: Path, monkeypatch: pytest.MonkeyPatch, step: str, typed: str, *, taken: bool
) -> None:
    seen: list[Grid] = []
    monkeypatch.setattr(marking, "filled", lambda _session, grid, **_: seen.append(grid))
    monkeypatch.setattr(Session, "can_ask", True)
    path = city / "applications/2026-1/call.yaml"
    path.write_text(re.sub(r"step: [\d.]+", f"step: {step}", path.read_text("utf-8")), "utf-8")
    session = Session(folder=str(city), today=ON)
    record = session.repository.find(Call, "2026-1")
    marking.marks_from_paper(session, record, "s05", deputy=False, on=None, one_by_one=False)
    reason = seen[0].check(0, 0, typed)
    assert (reason is None) is taken, reason
