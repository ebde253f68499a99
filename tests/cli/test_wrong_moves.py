"""The wrong moves of a beginner: each ends with what happened, with nothing lost, and with what to do next.

A move is what is done outside kic beforehand, and the line that is typed then. That nothing is lost is seen in the
files: outside git and kic's own folder everything is as it was, byte for byte.
"""

import csv
import datetime
import errno
import io
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from kic.store.writing import lock
from kic.store.writing.files import Folder
from kic.store.writing.writer import Writer
from tests.cli.conftest import TODAY, Ran, share
from tests.cli.handbook import typed
from tests.cli.inprocess import call

HE_07 = "concept/recommendations/he-07.yaml"


def nothing(_city: Path) -> None:
    """What is done beforehand in most moves."""


class Move(NamedTuple):
    """A wrong move.

    `code` is the exit code; `says` and `advises` are pieces of what kic says in German: what happened, and what to do
    next.
    """

    name: str
    line: str
    code: int
    says: str
    advises: str
    before: Callable[[Path], None] = nothing


# -- what was done before ------------------------------------------------------------------------------------


def edited(path: str, old: str, new: str, *, encoding: str = "utf-8") -> Callable[[Path], None]:
    """A file changed in some editor."""

    def edit(city: Path) -> None:
        text = (city / path).read_text("utf-8")
        assert old in text
        (city / path).write_bytes(text.replace(old, new, 1).encode(encoding))

    return edit


def copied(city: Path) -> None:
    """The file manager's own copy."""
    shutil.copy(city / HE_07, city / "concept/recommendations/he-07 - Kopie.yaml")


def deleted(city: Path) -> None:
    (city / "concept/themes/t2.yaml").unlink()


def old_excel(city: Path) -> None:
    """An .xls, given another name."""
    (city / "Anträge.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))


def half_sent(city: Path) -> None:
    """A sheet whose end the mail has cut off."""
    sheet(city)
    path = city / "Anträge.xlsx"
    path.write_bytes(path.read_bytes()[:-2000])


def sheet(city: Path) -> None:
    done = call("application", "sheet", "2026-1", "-o", str(city / "Anträge.xlsx"), "--filled", folder=city)
    assert done.code == 0, done.err


def status(city: Path) -> None:
    done = call("status", "he-07", "in_progress", "--light", "green", "--note", "x", "--yes", folder=city)
    assert done.code == 0, done.err


def status_and_edited(city: Path) -> None:
    status(city)
    edited(HE_07, "\nreview_by:", "\n# von Hand\nreview_by:")(city)


MOVES = (
    # -- typed wrongly
    Move("a command misspelt", "kic chek", 2, "Den Befehl „chek“ gibt es nicht", "Meinten Sie check?"),
    Move("an option misspelt", "kic check --strickt", 2, "--strickt", "Meinten Sie --strict?"),
    Move("an id without its zero", "kic show he-7", 2, "„he-7“ gibt es nicht", "Meinten Sie he-07?"),
    Move("a call for a year", "kic call new 2027-1", 2, "JAHR braucht eine ganze Zahl", "kic call new --help"),
    Move("an application for a report", "kic report examine 2025-2-003", 2, "Projektantrag", "kic list report zeigt"),
    Move("an id that is not there", "kic show he-77", 2, "„he-77“ gibt es nicht", "Meinten Sie he-27"),
    Move("a status in own words", "kic status he-07 fertig", 2, "kein zulässiger Wert", "implemented (umgesetzt)"),
    Move("a day that is none", "kic status he-07 in_progress --on 31.2.2026", 2, "31.2.2026", "einen Tag wie"),
    Move("an amount that means two", "kic allocate 2026-1 --budget 1.000", 2, "Tausender oder Nachkommastellen", "1000."),
    Move("a global option behind", "kic check --lang en", 2, "--lang steht vor dem Befehl", "Zum Beispiel: kic --lang"),
    Move("a file misspelt", "kic application import 2026-1 Antraege.xlsx", 2, "gibt es nicht", "Meinten Sie Anträge.xlsx?", sheet),
    # -- too early, too much
    Move("money before a notice", "kic payment request 2026-1-006 --yes", 2, "hat keinen Bescheid", "Zuwendungsbescheid"),
    Move("a notice before the decision", "kic notice draft 2026-1-001 --yes", 1, "2026-1", "kic "),
    Move("words of the council changed", "kic concept edit he-07 --title Neu --yes", 1, "es wurde nichts geschrieben", "--reason"),
    Move("a closed call opened once more", "kic call open 2026-1 --yes", 1, "lassen diese Änderung nicht zu", "Hilfe: "),
    Move("nobody there to answer", "kic status he-07 in_progress --note x", 2, "kein Terminal", "Mit --yes antworten"),
    Move("nothing to undo", "kic undo --yes", 1, "nichts rückgängig", "kic log"),
    Move("undone after an edit", "kic undo --yes", 4, "es wurde nichts geschrieben", "von Hand", status_and_edited),
    # -- files, and what other programs make of them
    Move("saved as ANSI", f"kic check {HE_07}", 1, "UTF-8", "Hilfe: ", edited(HE_07, "title: Viel", "title: Ü Viel", encoding="latin-1")),
    Move("a tab in a record", f"kic check {HE_07}", 1, "Tab", "Hilfe: ", edited(HE_07, "\nreview_by: ", "\n\treview_by: ")),
    Move("a copy left beside", "kic check concept/recommendations", 1, "he-07 - Kopie.yaml", "Hilfe: ", copied),
    Move("a record deleted", "kic check concept/recommendations/he-08.yaml", 1, "t2", "Hilfe: ", deleted),
    Move("a sheet of old Excel", "kic application import 2026-1 Anträge.xlsx --yes", 1, "älteren Format .xls", ".xlsx) speichern", old_excel),
    Move("a sheet cut off", "kic application import 2026-1 Anträge.xlsx --yes", 1, "es wurde nichts geschrieben", "Hilfe: ", half_sent),
)  # fmt: skip


def state(city: Path) -> dict[str, bytes]:
    """Every file outside git and kic's own folder."""
    return {
        path.relative_to(city).as_posix(): path.read_bytes()
        for path in sorted(city.rglob("*"))
        if path.is_file() and ".git" not in path.parts and ".kic" not in path.parts
    }


def ends_well(done: Ran, code: int, *pieces: str) -> None:
    """What happened and what to do next are said, and it is no bug."""
    said = " ".join((done.out + done.err).split())
    assert done.code == code, said
    for piece in pieces:
        assert piece in said
    assert "Traceback" not in said


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_wrong_move_ends_well(
    move: Move, built_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nothing was done to beforehand is the one city of all tests: no move writes into it."""
    city = built_city
    if move.before is not nothing:
        city = tmp_path / "city"
        shutil.copytree(built_city, city, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    monkeypatch.chdir(city)
    move.before(city)
    before = state(city)
    ends_well(call(*shlex.split(move.line)[1:], folder=None, today=TODAY), move.code, move.says, move.advises)
    assert state(city) == before


# -- at the keyboard -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["status", "show he-07", "check", "agenda"])
def test_in_the_wrong_folder(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = call(*line.split(), folder=None)
    ends_well(done, 3, "Hier ist kein Bestand", "kic init") if line != "status" else ends_well(
        done, 2, "ID", "--help"
    )
    assert list(tmp_path.iterdir()) == []


ASKED = "kic meeting plan"
ANSWERS = ("18.01.2027", "17:00", "Erste Sitzung 2027")


@pytest.mark.parametrize("key", ["^C", "^D"])
def test_ctrl_c_at_each_prompt(key: str, city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever question it is, nothing is written, and the next time all are asked again."""
    monkeypatch.chdir(city)
    before = state(city)
    for answered in range(len(ANSWERS) + 1):
        shown = typed(ASKED, lang="de", today=TODAY, answers=(*ANSWERS[:answered], key))
        assert shown.code == 130, shown.screen
        assert "darüber hinaus wurde nichts geschrieben" in shown.screen
    assert state(city) == before
    assert typed(ASKED, lang="de", today=TODAY, answers=ANSWERS).code == 0


@pytest.mark.parametrize("answer", ["n", "nein", "vielleicht", "Ja bitte"])
def test_another_answer_than_yes(answer: str, city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(city)
    before = state(city)
    shown = typed("kic status he-07 in_progress --note x", lang="de", today=TODAY, answers=(answer,))
    assert shown.code == 1
    assert shown.screen.rstrip().endswith("Es wurde nichts geschrieben.")
    assert state(city) == before


AFTERNOON = (
    "call new 2027 --like 2026-1 --amount 50.000,00 --decision 2027-02",
    "call freeze 2027-1",
    "call open 2027-1 --announced 22.11.2026 --place Amtsblatt --opens 22.11.2026 --closes '15.01.2027, 23:59'",
    "meeting disclose s13 2026-1-003 --state excluded --by member",
    "notice remind 2025-2-003 proof_of_use",
    "report examine 2025-2-007-vn1",
)


def test_half_a_year_in_one_afternoon_and_then_undone(city: Path) -> None:
    before = state(city)
    for line in AFTERNOON:
        done = call(*shlex.split(line), "--yes", folder=city)
        assert done.code == 0, (line, done.err)
    assert state(city) != before
    for _line in AFTERNOON:
        assert call("undo", "--yes", folder=city).code == 0
    assert state(city) == before
    ends_well(call("undo", "--yes", folder=city), 1, "nichts rückgängig", "kic log")


# -- sheets that went through other hands ------------------------------------------------------------------


def test_a_sheet_that_came_back_with_another_name_changes_nothing(city: Path) -> None:
    sheet(city)
    renamed = city / "AW_ Anträge (3) Kopie.xlsx"
    (city / "Anträge.xlsx").rename(renamed)
    done = call("application", "import", "2026-1", str(renamed), "--yes", folder=city)
    assert done.code == 0, done.err


def test_a_sheet_saved_as_csv_with_semicolons(city: Path) -> None:
    """As Excel does it in Germany: semicolons, Windows-1252, days as 11.01.2027. The call keeps how columns are read."""
    sheet(city)
    before = state(city)
    page = openpyxl.load_workbook(city / "Anträge.xlsx").worksheets[0]
    with (city / "Anträge.csv").open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([as_excel_says(cell.value) for cell in row] for row in page.iter_rows())
    done = call("application", "import", "2026-1", str(city / "Anträge.csv"), "--yes", folder=city)
    ends_well(done, 0, "Windows-1252")
    (city / "Anträge.csv").unlink()
    after = state(city)
    assert {path for path in after if after[path] != before.get(path)} <= {"applications/2026-1/call.yaml"}


def as_excel_says(value: object) -> str:
    """A cell's value as it is shown: a share in per cent."""
    if isinstance(value, float) and value < 1:
        return f"{value:.0%}"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y %H:%M" if value.time() != datetime.time() else "%d.%m.%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else "" if value is None else str(value)


def test_a_sheet_that_is_open_in_excel(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows lets nobody else read or write it then."""
    sheet(city)
    before = state(city)

    read = Path.read_bytes

    def busy(path: Path) -> bytes:
        if path.suffix == ".xlsx":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", busy)
        done = call("application", "import", "2026-1", str(city / "Anträge.xlsx"), "--yes", folder=city)
    ends_well(done, 2, "Anträge.xlsx", "dort schließen")
    assert state(city) == before


# -- the surroundings ----------------------------------------------------------------------------------------


def test_a_full_disk(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(city)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "create", full)
        done = call("status", "he-07", "in_progress", "--note", "x", "--yes", folder=city)
    ends_well(done, 3, "es wurde nichts geändert", "Noch einmal versuchen")
    assert state(city) == before
    status(city)


def test_a_link_is_not_given_back(city: Path) -> None:
    (city / "brief.md").symlink_to("kic.yaml")
    share(city, city.parent / "shared.git")
    for words in (("add", "brief.md"), ("commit", "-q", "-m", "Verknüpfung")):
        subprocess.run(["git", *words], cwd=city, check=True)
    (city / "brief.md").unlink()
    ends_well(call("undo", "brief.md", "--yes", folder=city), 2, "Verknüpfungen werden nicht zurückgegeben")


def test_what_changed_since_is_not_offered_to_be_taken_back(city: Path) -> None:
    """Not even shown: the question would be asked in vain."""
    status_and_edited(city)
    for words in (("undo",), ("undo", "--dry-run")):
        seen = call(*words, folder=city)
        ends_well(
            seen, 4, "hat sich seit Vorgang 1 geändert", f"kic undo {HE_07}", "kic history he-07", "von Hand"
        )
        assert "light" not in seen.out


IDS_NOT_IN_PATHS = (
    ("2025-1-004-n1", "applications/2025-1/notices/2025-1-004-n1.yaml"),
    ("2024-1-s01", "applications/2024-1/scores/s01.yaml"),
    ("s01", "concept/committee/s01.yaml"),
    ("k2022", "concept/concept.yaml"),
)
"""Two kinds share the folder of notices; sheets lie under their seat's id, and an edition under none."""


def test_files_that_were_changed_or_deleted_by_hand(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets back what was recorded, one or a whole folder, and that too is a step that can be taken back."""
    share(city, city.parent / "shared.git")
    record, folder = city / "concept/recommendations/he-12.yaml", city / "concept/indicators"
    before = state(city)
    record.unlink()
    (folder / "i-kita.yaml").write_text("x", "utf-8")
    seen = call("check", folder=city)
    assert "kic undo he-12" in seen.out + seen.err
    done = call("undo", "concept/recommendations/he-12.yaml", str(folder), "--yes", folder=city)
    ends_well(done, 0, "Als Vorgang 1 geschrieben")
    assert state(city) == before
    again = call("undo", str(record), "--yes", folder=city)
    ends_well(again, 0, "Es gibt nichts zu ändern.")
    ends_well(call("undo", "--yes", folder=city), 0, "Der Vorgang 1 wurde rückgängig gemacht.")
    assert not record.exists()
    ends_well(
        call("undo", "HE-12", "--yes", folder=city),
        0,
        "Wie zuletzt festgehalten: " + record.relative_to(city).as_posix(),
    )
    assert record.exists()
    for id_, path in IDS_NOT_IN_PATHS:
        (city / path).unlink()
        ends_well(call("undo", id_, "--yes", folder=city), 0, f"Wie zuletzt festgehalten: {path}")
    ends_well(
        call("undo", "he-99", "--yes", folder=city), 2, "Datensatz he-99 gibt es nicht", "Meinten Sie he-"
    )
    ends_well(call("undo", "001", "--yes", folder=city), 2, "Meinten Sie 2026-1-001")
    ends_well(
        call("undo", "gibtsnicht", "--yes", folder=city),
        2,
        "Eine Datei oder einen Datensatz gibtsnicht gibt es nicht.",
        "kic undo ohne Namen nimmt den letzten Vorgang zurück",
    )
    ends_well(call("undo", "\udcff", "--yes", folder=city), 2, "gibt es nicht")  # bytes that are no UTF-8
    (city / "neu.yaml").write_text("x", "utf-8")
    ends_well(call("undo", "neu.yaml", "--yes", folder=city), 2, "neu.yaml wurde noch nie festgehalten")
    assert "Meinten Sie" not in call("undo", "neu.yaml", "--yes", folder=city).err
    for misspelt, said in (("kic.yam", "kic.yaml"), ("he-122", "he-12"), (HE_07.replace("he-", "he"), HE_07)):
        ends_well(call("undo", misspelt, "--yes", folder=city), 2, "Meinten Sie", said)
    ends_well(call("undo", ".", "--yes", folder=city), 2, "eine Datei oder einen Ordner nennen")
    monkeypatch.chdir(city / "concept")  # also where it would be a folder below
    ends_well(call("undo", "", "--yes", folder=None), 2, "Der Name ist leer")
    assert (city / "neu.yaml").exists()


class Full(io.RawIOBase):
    """A file on a disk that has no room left."""

    def writable(self) -> bool:
        return True

    def write(self, _words: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "words", ["application sheet 2026-1", "report sheet 2025-2-003", "contribution sheet bt-2021-auftakt"]
)
def test_a_sheet_onto_a_file_that_is_there_names_the_way_on(city: Path, words: str) -> None:
    there = city.parent / "da.xlsx"
    there.write_bytes(b"x")
    done = call(*words.split(), "-o", str(there), folder=city)
    ends_well(done, 3, "ist bereits vorhanden", "Mit -o einen anderen Namen angeben")
    assert there.read_bytes() == b"x"


def test_a_form_that_finds_a_full_disk_leaves_nothing_behind(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next try would meet a file that is there already, and empty."""
    opened, out = Path.open, city.parent / "Antrag.docx"

    def cut(path: Path, mode: str = "r", *more: Any, **other: Any) -> Any:
        stream = opened(path, mode, *more, **other)
        if path != out:
            return stream
        stream.close()
        return io.BufferedWriter(Full())

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", cut)
        done = call("form", "out", "2026-1", "application", "-o", str(out), folder=city)
    ends_well(done, 3, "kein Platz")
    assert not out.exists()


def test_a_demo_city_that_finds_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kic.store.fast_import.check_out", full)
    (tmp_path / "leer").mkdir()
    for name in ("neu", "leer"):
        done = call("demo", str(tmp_path / name), "--yes", folder=tmp_path)
        ends_well(done, 3, "Platz schaffen, dann den Befehl wiederholen")
    assert [each.name for each in tmp_path.rglob("*")] == ["leer"]


def test_two_at_once(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(city)
    monkeypatch.setitem(Writer.__init__.__kwdefaults__, "wait", 0.0)
    with lock.held(city):
        done = call("status", "he-07", "in_progress", "--note", "x", "--yes", folder=city)
    ends_well(done, 4, "nichts geschrieben")
    assert state(city) == before


def test_no_network_on_send(city: Path, tmp_path: Path) -> None:
    """The shared folder's drive is not connected."""
    before = state(city)
    done = call("send", "--to", str(tmp_path / "Laufwerk"), "--yes", folder=city)
    ends_well(done, 3, "Laufwerk")
    assert state(city) == before
