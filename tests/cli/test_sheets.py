"""`kic sheet`: records out as sheets and back, and the yearly status query, on the demo city.

The three-way comparison and spoiled files have tests of their own: tests/sheets/test_round_trip.py and
test_spoiled_returns.py.
"""

import email
import email.policy
import json
import subprocess
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from kic.cli.table import leaves
from kic.cli.topics.sheets import SHEETS as TOPIC
from kic.domain.chapters import KINDS
from kic.repository.sheets.columns import LEFT_OUT, SHOWN, WITHOUT, columns_of, columns_of_list, lists_of
from kic.repository.sheets.incoming import SHEETS
from tests.cli.inprocess import call

HEADING = 5
"""The row of the headings of a status query."""


def edited(path: Path, change: Callable[[Any], None], to: Path | None = None) -> Path:
    """The file after somebody worked on it."""
    book = openpyxl.load_workbook(path)
    change(book.worksheets[1])
    book.save(to or path)
    return to or path


def answered(path: Path, answers: dict[str, dict[str, Any]], to: Path | None = None) -> Path:
    """A status query with these answers: by the recommendation's id, what is filled in under which key."""

    def change(sheet: Any) -> None:
        columns = {str(c.value).rpartition("[")[2][:-1]: c.column for c in sheet[HEADING] if c.value}
        for cells in sheet.iter_rows(min_row=HEADING + 1):
            for key, value in answers.get(cells[0].value, {}).items():
                sheet.cell(cells[0].row, columns[key]).value = value

    return edited(path, change, to)


@pytest.fixture(scope="module")
def queries(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The status query of the demo city, a file for each body."""
    folder = tmp_path_factory.mktemp("query")
    done = call(
        "sheet", "out", "status", "--by", "body", "--due", "31.12.2026", "-o", str(folder), folder=built_city
    )
    assert done.code == 0, done.err
    return folder


# -- records -------------------------------------------------------------------------------------------


def test_a_change_in_a_sheet_is_shown_in_words_and_written_once(city: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "Stellen.xlsx"
    assert call("sheet", "out", "Stelle", "-o", str(sheet), folder=city).code == 0

    def change(page: Any) -> None:
        page["C2"] = "Amt neu"

    edited(sheet, change)
    done = call("sheet", "in", str(sheet), "--yes", folder=city)
    assert done.code == 0, done.err
    assert "1 geändert und 39 unverändert" in done.err
    assert "Amt neu" in done.err
    again = call("sheet", "in", str(sheet), "--yes", folder=city)
    assert (again.code, "Es gibt nichts zu ändern." in again.err) == (0, True)
    assert call("undo", "--yes", folder=city).code == 0


def test_a_broken_law_refuses_and_names_the_cell(built_city: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "Empfehlungen.xlsx"
    call("sheet", "out", "recommendation", "-o", str(sheet), "--where", "theme=t2", folder=built_city)

    def change(page: Any) -> None:
        page["I2"] = "t99"

    edited(sheet, change)
    done = call("sheet", "in", str(sheet), "--yes", folder=built_city)
    assert done.code == 1
    assert "Blatt Handlungsempfehlung, Zelle I2" in done.err
    assert "nichts geschrieben" in done.err


def test_a_field_that_changed_on_both_sides_waits_for_an_answer(city: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "Empfehlungen.xlsx"
    call("sheet", "out", "recommendation", "-o", str(sheet), folder=city)

    def change(page: Any) -> None:
        next(row for row in page.iter_rows() if row[0].value == "he-08")[3].value = "Im Bogen"

    edited(sheet, change)
    file = city / "concept/recommendations/he-08.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join("title: Im Bestand\n" if e.startswith("title:") else e for e in lines), "utf-8")
    done = call("sheet", "in", str(sheet), "--yes", folder=city)
    assert done.code == 1
    assert "im Bogen steht Im Bogen, im Datensatz Im Bestand" in done.err
    assert "--take sheet oder --take record" in done.err
    taken = call("sheet", "in", str(sheet), "--take", "record", "--yes", folder=city)
    assert taken.code == 0
    assert "title: Im Bestand" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("out", "boddy", "-o", "x.xlsx"), 2, "body"),
        (("out", "body", "-o", "x.csv"), 2, ".xlsx"),
        (("out", "scores", "-o", "x.xlsx"), 2, "kic score out"),
        (("out", "settings", "-o", "x.xlsx"), 2, "kic.yaml"),
        (("out", "body", "-o", "x.xlsx", "--mail"), 2, "kic sheet out status"),
        (("out", "status", "--by", "theme", "-o", "x"), 2, "--by"),
        (("out", "status", "--by", "body", "--body", "nobody", "-o", "x"), 2, "nobody"),
        (
            ("out", "status", "--by", "body", "--unanswered-since", "03/04/2026", "-o", "x"),
            2,
            "--unanswered-since",
        ),
        (("in", "nowhere.xlsx"), 2, "nowhere.xlsx"),
        (("in", "kic.yaml"), 1, "KIC042"),
    ],
)
def test_mistakes_say_what_to_do_and_write_nothing(
    words: tuple[str, ...],
    code: int,
    named: str,
    built_city: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kic.yaml").write_text("a")
    done = call("sheet", *words, folder=built_city)
    assert (done.code, named in done.err) == (code, True), done.err
    assert [each.name for each in tmp_path.iterdir()] == ["kic.yaml"]


def test_a_sheet_that_is_there_is_not_overwritten(built_city: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "Stellen.xlsx"
    sheet.write_text("ausgefüllt")
    done = call("sheet", "out", "body", "-o", str(sheet), folder=built_city)
    assert (done.code, sheet.read_text()) == (1, "ausgefüllt")
    assert call("sheet", "out", "body", "-o", str(sheet), "--replace", folder=built_city).code == 0


def bare(annotation: Any) -> Any:
    """The type behind `Annotated`, `| None` and a list."""
    inner = [each for each in typing.get_args(annotation) if each not in (types.NoneType, Ellipsis)]
    return bare(inner[0]) if inner and typing.get_origin(annotation) is not dict else annotation


def fields_of(cls: Any, way: str = "") -> Iterator[str]:
    """All fields of a record, those of its groups and of the entries of its lists too."""
    for each in msgspec.structs.fields(cls):
        inner = bare(each.type)
        yield f"{way}{each.encode_name}"
        if isinstance(inner, msgspec.StructMeta):
            yield from fields_of(inner, f"{way}{each.encode_name}.")


@pytest.mark.parametrize("kind", SHEETS)
def test_each_field_of_a_kind_stands_in_a_sheet_or_is_named_as_left_out(kind: str) -> None:
    """Whatever a kind gets; `intake` is how a sheet of applications is read."""
    lists = {
        name: {f"{name}.{column.key}" for column in columns_of_list(kind, name)} for name in lists_of(kind)
    }
    told = {column.key for column in columns_of(kind)}.union(lists, *lists.values())
    missing = [
        each
        for each in fields_of(KINDS[kind])
        if each not in told
        and not any(other.startswith(f"{each}.") for other in told)
        and each.rpartition(".")[2] not in ("id", "invented")
        and each.partition(".")[0] != "intake"
        and not any(f"{each}.".startswith(f"{left}.") for left in LEFT_OUT.get(kind, ()))
    ]
    assert missing == []


def test_what_no_sheet_can_hold_is_named_as_the_sheet_goes_out_with_its_command(
    built_city: Path, tmp_path: Path
) -> None:
    for kind, lists in LEFT_OUT.items():
        file = tmp_path / f"{kind}.xlsx"
        done = call("sheet", "out", kind, "-o", str(file), folder=built_city, lang="en")
        page = openpyxl.load_workbook(file).worksheets[0]
        instructions = [cell.value for row in page.rows for cell in row]
        assert lists
        for command in lists.values():
            assert f"which comes from {command}." in done.err
            assert any(f": comes from {command}." in str(each) for each in instructions)


def on_sheet(path: Path, key: str, row: str, values: dict[str, Any]) -> None:
    """Types values into the sheet whose first heading has this key, in the row of this id, or the first empty one."""
    book = openpyxl.load_workbook(path)
    (sheet,) = [each for each in book if str(each.cell(1, 1).value).endswith(f"[{key}]")]
    columns = {str(cell.value).rpartition("[")[2][:-1]: cell.column for cell in sheet[1]}
    rows = (cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value in (row, None))
    at = next(rows, sheet.max_row + 1)
    sheet.cell(at, 1).value = row
    for column, value in values.items():
        sheet.cell(at, columns[column]).value = value
    book.save(path)


@pytest.mark.parametrize(
    ("kind", "key", "row", "values", "written"),
    [
        (
            "notice",
            "notice.conditions.id",
            "2025-2-003-n1.vor-003-vermietung",
            {"blocks": "1; 2"},
            "+    blocks: [1, 2]",
        ),
        (
            "meeting",
            "meeting.items.exclusions.id",
            "2026-11-12.top-2.1",
            {"left": "Raum verlassen"},
            "+        left: room",
        ),
        ("call", "call.terms.criteria.id", "2026-1.k26-wirkung", {"title": "Bleibt"}, "+      title: Bleibt"),
        ("call", "call.terms.tiers.id", "2026-1", {"score": 3, "rate": "50 %"}, "+    - score: 3"),
        ("meeting", "meeting.items.id", "2026-12-03.top-1", {"title": "Anfang"}, "+    title: Anfang"),
        ("meeting", "meeting.present.id", "2026-12-03", {"seat": "s01"}, "+  - seat: s01"),
    ],
)
def test_lists_have_sheets_of_their_own_beside_the_records(
    built_city: Path, tmp_path: Path, kind: str, key: str, row: str, values: dict[str, Any], written: str
) -> None:
    """An entry that is there is changed by its id; a row with the record's id alone is one more."""
    file = tmp_path / "b.xlsx"
    call("sheet", "out", kind, "-o", str(file), folder=built_city)
    on_sheet(file, key, row, values)
    done = call("sheet", "in", str(file), "--dry-run", folder=built_city)
    assert written in done.out + done.err, done.err


def test_an_entry_within_an_entry_is_one_more_there_and_judged_at_its_cell(
    built_city: Path, tmp_path: Path
) -> None:
    """Whoever was not there cannot have left; an item that is not there has no exclusions."""
    key, values = "meeting.items.exclusions.id", {"seat": "s05", "left": "Raum verlassen"}
    for row, said in (
        ("2026-11-12.top-2", ("KIC712", "Blatt Ausschlüsse, Zelle B")),
        ("2026-11-12", ("etwa 2026-11-12.top-1", "Zelle A")),
        ("2026-11-12.top-22", ("Meinten Sie 2026-11-12.top-2", "Zelle A")),
    ):
        file = tmp_path / f"{row}.xlsx"
        call("sheet", "out", "meeting", "-o", str(file), folder=built_city)
        on_sheet(file, key, row, values)
        done = call("sheet", "in", str(file), "--yes", folder=built_city)
        assert done.code == 1
        assert all(each in done.err for each in said), done.err


@pytest.mark.parametrize(
    ("kind", "key", "row", "values", "command"),
    [
        ("meeting", "meeting.items.id", "2026-12-03", {"title": "Verschiedenes"}, "kic meeting item"),
        ("call", "call.terms.criteria.id", "2026-1", {"title": "Neu", "weight": 1}, "kic call terms"),
    ],
)
def test_an_entry_with_an_id_of_its_own_is_made_by_the_command_that_is_named(
    built_city: Path, tmp_path: Path, kind: str, key: str, row: str, values: dict[str, Any], command: str
) -> None:
    file = tmp_path / "b.xlsx"
    call("sheet", "out", kind, "-o", str(file), folder=built_city)
    on_sheet(file, key, row, values)
    done = call("sheet", "in", str(file), "--yes", folder=built_city)
    assert done.code == 1
    assert f"anzulegen mit {command}" in done.err


@pytest.mark.parametrize(
    ("kind", "key", "row", "values", "command"),
    [
        ("decision", "decision.awards.id", "2025-1-d1.1", {"amount": 1}, "kic meeting award"),
        ("call", "call.terms.caps.themes.id", "2026-1.t3", {"amount": 1}, "kic call terms"),
        ("recommendation", "recommendation.progress.id", "he-01.1", {"note": "anders"}, "kic status"),
        ("seat", "seat.disclosures.id", "s22.1", {"reference": "anders"}, "kic meeting disclose"),
    ],
)
def test_what_was_decided_is_shown_locked_with_the_command_that_changes_it(
    built_city: Path, tmp_path: Path, kind: str, key: str, row: str, values: dict[str, Any], command: str
) -> None:
    """Also where somebody has taken the locks off."""
    file = tmp_path / "b.xlsx"
    call("sheet", "out", kind, "-o", str(file), folder=built_city)
    on_sheet(file, key, row, values)
    done = call("sheet", "in", str(file), "--yes", folder=built_city)
    assert done.code == 1
    assert "steht hier nur zur Ansicht" in done.err
    assert f"Zu ändern mit {command}" in done.err
    first = openpyxl.load_workbook(file).worksheets[0]
    assert f"Geändert wird es mit {command}." in " ".join(str(each.value) for line in first for each in line)


def test_commands_that_sheets_name_are_there() -> None:
    every = (*SHOWN.values(), *LEFT_OUT.values())
    named = {each.removeprefix("kic ") for lists in every for each in lists.values()}
    assert named <= {name for name, _command in leaves()}


def test_the_help_on_sheets_names_what_is_in_none_of_them() -> None:
    terms = {term for term, _meaning in TOPIC}
    assert {command for lists in LEFT_OUT.values() for command in lists.values()} <= terms
    assert set(WITHOUT.values()) <= terms


def test_sheets_of_two_kinds_are_not_read_together(built_city: Path, tmp_path: Path) -> None:
    for kind in ("body", "event"):
        call("sheet", "out", kind, "-o", str(tmp_path / f"{kind}.xlsx"), folder=built_city)
    done = call("sheet", "in", str(tmp_path), "--yes", folder=built_city)
    assert done.code == 2
    assert "Stelle und Ereignis" in done.err


# -- the status query ----------------------------------------------------------------------------------


def test_each_responsible_body_gets_its_own_file(queries: Path, built_city: Path) -> None:
    files = sorted(each.name for each in queries.iterdir())
    assert "status-a-jugend.xlsx" in files
    sheet = openpyxl.load_workbook(queries / "status-a-jugend.xlsx").worksheets[1]
    asked = [cells[0].value for cells in sheet.iter_rows(min_row=HEADING + 1)]
    listed = json.loads(
        call(
            "list", "recommendation", "--where", "responsible=a-jugend", "--format", "json", folder=built_city
        ).out
    )
    closed = ("implemented", "dropped", "replaced", "merged", "split")
    assert asked == [e["id"] for e in listed["data"] if e["values"]["status"] not in closed]


def test_answers_of_all_bodies_are_one_change_and_the_silent_ones_are_named(
    queries: Path, city: Path, tmp_path: Path
) -> None:
    answered(
        queries / "status-a-bildung.xlsx",
        {"he-02": {"status": "Daueraufgabe", "light": "grün", "note": "An fünf Schulen."}},
        tmp_path / "AW Statusabfrage.xlsx",
    )
    answered(
        queries / "status-a-personal.xlsx",
        {
            "he-07": {
                "status": "umgesetzt",
                "evidence": "Bericht vom 12.11.2026, Seite 4",
                "date": "12.11.2026",
            }
        },
        tmp_path / "zurück (2).xlsx",
    )
    done = call("sheet", "in", str(tmp_path), "--yes", "--format", "json", folder=city)
    assert done.code == 0, done.err
    data = json.loads(done.out)["data"]
    assert [each["path"] for each in data["files"]] == [
        "concept/recommendations/he-02.yaml",
        "concept/recommendations/he-07.yaml",
    ]
    log = (city / "concept/recommendations/he-07.yaml").read_text("utf-8")
    assert log.endswith(
        "  - date: 2026-11-12\n    status: implemented\n"
        "    evidence:\n      - Bericht vom 12.11.2026, Seite 4\n    reported_by: a-personal\n"
    )
    silent = {each["body"]: each["ids"] for each in data["unanswered"]}
    assert "he-02" not in silent["a-bildung"]
    assert "he-03" in silent["a-bildung"]
    assert "a-jugend" in silent
    again = call("sheet", "in", str(tmp_path), "--yes", folder=city, today="2026-12-01")
    assert (again.code, "Es gibt nichts zu ändern." in again.err) == (0, True), again.err


def test_who_has_not_answered_is_asked_once_more_with_a_draft_of_a_mail(city: Path, tmp_path: Path) -> None:
    entry = "kind: contact\nid: a-jugend\nname: Erika Muster\nsalutation: Frau\nemail: jugend@stadt.example\n"
    folder = city / "private/contacts"
    folder.mkdir(parents=True)
    (city / "private").chmod(0o700)
    (folder / "a-jugend.yaml").write_text(entry, "utf-8")
    call("status", "he-01", "ongoing", "--note", "Läuft.", "--on", "20.11.2026", "--yes", folder=city)
    done = call(
        "sheet", "out", "status", "--by", "body", "--unanswered-since", "01.11.2026", "--due", "15.12.2026",
        "--mail", "-o", str(tmp_path), "--format", "json", folder=city,
    )  # fmt: skip
    data = json.loads(done.out)["data"]
    assert "a-bildung" in data["without_address"]
    [path] = data["mails"]
    mail = email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default)
    assert mail["To"] == "jugend@stadt.example"
    assert mail["Subject"] == "Erinnerung: Statusabfrage, Jugendamt"
    text = mail.get_body().get_content()
    assert "Wir haben am 01.11.2026 danach gefragt" in text
    assert "15.12.2026" in text
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "status-a-jugend.xlsx"
    sheet = openpyxl.load_workbook(tmp_path / "status-a-jugend.xlsx").worksheets[1]
    assert "he-01" not in [cells[0].value for cells in sheet.iter_rows(min_row=HEADING + 1)]


def test_who_answered_for_an_earlier_day_is_not_asked_again(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is what was entered since the query went out, whatever day it names."""
    monkeypatch.setenv("KIC_NEXT", "1")

    def git(*words: str) -> str:
        return subprocess.run(("git", "-C", city, *words), check=True, capture_output=True, text=True).stdout

    def ids(folder: Path) -> set[str]:
        sheets = [openpyxl.load_workbook(each).worksheets[1] for each in sorted(folder.glob("*.xlsx"))]
        return {str(row[0].value) for sheet in sheets for row in sheet.iter_rows(min_row=HEADING + 1)}

    if not (city / ".git").exists():
        git("init", "-q")
    git("add", "-A")
    git("-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-q", "--allow-empty", "-m", "Start")
    sent, back, more = tmp_path / "sent", tmp_path / "back", tmp_path / "more"
    asking = ("sheet", "out", "status", "--by", "body")
    assert call(*asking, "-o", str(sent), folder=city, today="2026-11-22").code == 0
    back.mkdir()
    more.mkdir()
    early = {"status": "in Umsetzung", "date": "15.11.2026", "note": "Läuft."}
    answered(sent / "status-a-jugend.xlsx", {"he-09": early}, back / "a.xlsx")
    done = call("sheet", "in", str(back), "--yes", folder=city, today="2026-11-25")
    assert done.code == 0, done.err
    answered(sent / "status-a-bildung.xlsx", {"he-02": early}, more / "b.xlsx")
    done = call("sheet", "in", str(more), "--dry-run", folder=city, today="2026-11-26")
    silent = done.err.partition("Noch ohne Antwort")[2]
    assert ("he-03" in silent, "he-09" in silent) == (True, False), silent
    head = git("rev-parse", "HEAD").strip()
    words = f"--unanswered-since 2026-11-22 --query {head[:10]}"
    assert f"kic sheet out status --by body {words} -o Erinnerung --mail" in silent
    again = call(*asking, *words.split(), "-o", str(tmp_path / "again"), folder=city, today="2026-11-26")
    assert again.code == 0, again.err
    assert ("he-03" in ids(tmp_path / "again"), "he-09" in ids(tmp_path / "again")) == (True, False)
    # the answer to the reminder counts from the query, not from the reminder
    third = tmp_path / "third"
    third.mkdir()
    answered(tmp_path / "again/status-a-bildung.xlsx", {"he-02": early}, third / "b.xlsx")
    done = call("sheet", "in", str(third), "--dry-run", folder=city, today="2026-12-05")
    assert words in done.err
    assert "he-09" not in done.err.partition("Noch ohne Antwort")[2]
    # logs that no commit has: the day has to do
    rest = call(*asking, "-o", str(tmp_path / "rest"), folder=city, today="2026-12-06")
    assert rest.code == 0, rest.err
    fourth = tmp_path / "fourth"
    fourth.mkdir()
    answered(tmp_path / "rest/status-a-bildung.xlsx", {"he-02": early}, fourth / "b.xlsx")
    done = call("sheet", "in", str(fourth), "--dry-run", folder=city, today="2026-12-07")
    assert "--unanswered-since 2026-12-06 -o" in done.err, done.err


def test_a_query_is_named_with_the_day_on_which_it_went_out(built_city: Path, tmp_path: Path) -> None:
    done = call("sheet", "out", "status", "--query", "HEAD", "-o", str(tmp_path / "x"), folder=built_city)
    assert (done.code, "--unanswered-since" in done.err) == (2, True), done.err


@pytest.mark.parametrize(
    ("id", "filled", "cell", "words"),
    [
        ("he-01", {"note": "Läuft."}, "G6", "der neue Stand fehlt"),
        ("he-01", {"status": "fertig"}, "G6", "keines der Wörter"),
        ("he-01", {"status": "umgesetzt"}, "J6", "ohne Nachweis"),
        ("he-01", {"status": "in Umsetzung", "light": "rot"}, "I6", "ohne Begründung"),
        ("he-01", {"status": "in Umsetzung", "date": "03/04/2026"}, "L6", "Schrägstrichen"),
        ("he-01", {"status": "in Umsetzung", "date": "01.01.2030"}, "L6", "heute ist"),
        ("he-01", {"status": "=A1"}, "G6", "Formel"),
        ("he-01", {"before": "umgesetzt"}, "D6", "nicht auszufüllen"),
        ("he-01", {"title": "Etwas anderes"}, "B6", "nicht auszufüllen"),
        ("he-01", {"hint": "Bitte anrufen!"}, "M6", "verloren"),
        ("he-01", {"status.id": "he-99"}, "A6", "gibt es nicht"),
        ("he-01", {"status.id": "he-02"}, "B6", "nicht auszufüllen"),
        ("he-09", {"status.id": "he-01"}, "A7", "schon eine Zeile"),
    ],
)
def test_an_answer_that_is_not_clear_is_refused_at_its_cell(
    id: str, filled: dict[str, Any], cell: str, words: str, queries: Path, built_city: Path, tmp_path: Path
) -> None:
    returned = answered(queries / "status-a-jugend.xlsx", {id: filled}, tmp_path / "zurück.xlsx")
    done = call("sheet", "in", str(returned), "--yes", folder=built_city)
    assert done.code == 1, done.err
    assert f"Zelle {cell}" in done.err
    assert words in done.err


def test_what_can_be_read_is_taken_meanwhile_if_that_is_asked_for(
    queries: Path, built_city: Path, tmp_path: Path
) -> None:
    answers = {"he-01": {"status": "in Umsetzung"}, "he-09": {"status": "fertig"}}
    answered(queries / "status-a-jugend.xlsx", answers, tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes((queries / "status-a-bildung.xlsx").read_bytes()[:3000])
    refused = call("sheet", "in", str(tmp_path), "--yes", folder=built_city)
    assert (refused.code, "--only-readable" in refused.err) == (1, True)
    done = call("sheet", "in", str(tmp_path), "--only-readable", "--dry-run", folder=built_city)
    assert done.code == 0, done.err
    assert ("he-01.yaml" in done.out, "he-09.yaml" in done.out) == (True, False)
    assert "1 Zeile wartet" in done.err
    assert "KIC042" in done.err
    assert "Zelle G7: fertig" in done.err


def test_bodies_that_contradict_each_other_are_named_both(
    queries: Path, built_city: Path, tmp_path: Path
) -> None:
    answered(queries / "status-a-bildung.xlsx", {"he-16": {"status": "Daueraufgabe"}}, tmp_path / "a.xlsx")
    answered(
        queries / "status-a-personal.xlsx",
        {"he-16": {"status": "zurückgestellt", "note": "Kein Geld"}},
        tmp_path / "b.xlsx",
    )
    done = call("sheet", "in", str(tmp_path), "--yes", folder=built_city)
    assert done.code == 1
    assert "he-16: hier zurückgestellt" in done.err
    assert "dagegen Daueraufgabe" in done.err


def test_a_log_that_went_on_meanwhile_is_not_overruled_unasked(
    queries: Path, city: Path, tmp_path: Path
) -> None:
    returned = answered(
        queries / "status-a-jugend.xlsx", {"he-01": {"status": "in Umsetzung"}}, tmp_path / "a.xlsx"
    )
    call("status", "he-01", "ongoing", "--note", "Läuft.", "--yes", folder=city)
    done = call("sheet", "in", str(returned), "--yes", folder=city)
    assert done.code == 1
    assert "im letzten Eintrag vom 22.11.2026 Daueraufgabe" in done.err
    kept = call("sheet", "in", str(returned), "--take", "record", "--yes", folder=city)
    assert (kept.code, "Es gibt nichts zu ändern." in kept.err) == (0, True)
    added = call("sheet", "in", str(returned), "--take", "sheet", "--dry-run", folder=city)
    assert "+    status: in_progress" in added.out


def test_the_query_goes_by_its_name_and_is_named_among_the_kinds(built_city: Path, tmp_path: Path) -> None:
    named = call(
        "sheet", "out", "Statusabfrage", "--by", "body", "-o", str(tmp_path / "Abfrage"), folder=built_city
    )
    assert named.code == 0, named.err
    unknown = call("sheet", "out", "quatsch", "-o", str(tmp_path / "x.xlsx"), folder=built_city)
    assert "status (Statusabfrage), edition (Fassung)" in unknown.err


def test_the_query_reads_in_english_too(built_city: Path, tmp_path: Path) -> None:
    call("sheet", "out", "status", "--body", "a-jugend", "-o", str(tmp_path), folder=built_city, lang="en")
    returned = answered(
        tmp_path / "status-a-jugend.xlsx", {"he-01": {"status": "in progress", "light": "green"}}
    )
    done = call("sheet", "in", str(returned), "--dry-run", folder=built_city)
    assert "+    status: in_progress" in done.out
    assert "+    reported_by: a-jugend" in done.out
