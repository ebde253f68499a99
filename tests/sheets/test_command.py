"""`kic application import` and `sheet`, as the officer types them."""

import json

import pytest

from tests.cli.inprocess import call
from tests.domain.good import good
from tests.sheets.samples import BODIES, CALL, matrix, xlsx


@pytest.fixture
def office(tmp_path):
    """A repository with an open call, beside it a sheet of thirteen applications."""
    root = tmp_path / "office"
    files = good() | {"applications/2026-2/call.yaml": CALL}
    for id_, name in BODIES.items():
        files[f"concept/bodies/{id_}.yaml"] = (
            f"kind: body\nid: {id_}\ninvented: true\nname: {name}\nbody: association\n"
        )
    for path, words in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(words, "utf-8")
    (tmp_path / "a.xlsx").write_bytes(xlsx(matrix()))
    return root


def test_thirteen_applications_in_one_go_and_again_nothing(office):
    sheet = str(office.parent / "a.xlsx")
    dry = call("application", "import", "2026-2", sheet, "--dry-run", folder=office)
    assert dry.code == 0, dry.err
    assert "+++ b/applications/2026-2/2026-2-013.yaml" in dry.out
    assert not (office / "applications/2026-2/2026-2-013.yaml").exists()
    done = call("application", "import", "2026-2", sheet, "--yes", "--format", "json", folder=office)
    assert done.code == 0, done.err
    data = json.loads(done.out)["data"]
    assert len(data["created"]) == 13
    assert [each["code"] for each in data["findings"]] == ["KIC058"]
    again = call("application", "import", "2026-2", sheet, "--yes", folder=office)
    assert (again.code, again.out) == (0, "")
    assert "13 unverändert" in again.err


def test_a_finding_of_the_rules_names_the_cell(office):
    """The file that it lies in is not there yet: whoever imports has the sheet."""
    rows = "Antragsteller;Titel;Kurzbeschreibung;Eingang;Beginn;Ende;Themenfelder;Kosten;Eigenmittel;Beantragt\n{}\n"
    sheet = office.parent / "c.csv"
    name = next(iter(BODIES.values()))
    sheet.write_text(
        rows.format(f"{name};Chor;Ein Chor.;31.03.2026 10:00;01.02.2027;01.08.2025;t1;5000;500;4500"), "utf-8"
    )
    refused = call("application", "import", "2026-2", str(sheet), "--yes", folder=office)
    assert refused.code == 1
    assert "KIC509" in refused.err
    assert "c.csv:2:6: kommt von hier, Zelle F2" in refused.err


def test_one_bad_cell_refuses_all_and_names_it(office):
    rows = matrix()
    rows[5][10] = "ca. 500"
    sheet = office.parent / "b.xlsx"
    sheet.write_bytes(xlsx(rows))
    refused = call("application", "import", "2026-2", str(sheet), "--yes", folder=office)
    assert refused.code == 1
    assert "Blatt Anträge, Zelle K6: ca. 500 ist nicht lesbar" in refused.err
    assert not (office / "applications/2026-2/2026-2-001.yaml").exists()
    answer = call("application", "import", "2026-2", str(sheet), "--format", "json", folder=office)
    assert answer.code == 1
    assert [each["severity"] for each in json.loads(answer.out)["findings"]].count("error") == 1
    partly = call("application", "import", "2026-2", str(sheet), "--yes", "--only-readable", folder=office)
    assert partly.code == 0, partly.err
    assert "1 Zeile ist nicht lesbar: 6." in partly.err
    assert not (office / "applications/2026-2/2026-2-005.yaml").exists()
    assert (office / "applications/2026-2/2026-2-013.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("2026-2", "nirgends.xlsx"), 2, "nirgends.xlsx"),
        (("2026-9", "a.xlsx"), 2, "2026-9"),
        (("2026-2", "a.xlsx", "--sheet", "Antrag"), 2, "Anträge"),
        (("2026-2", "a.xlsx", "--column", "Titel=titl"), 2, "title"),
        (("2026-2", "a.xlsx", "--take", "both"), 2, "sheet"),
        (("2026-2", "a.xlsx", "--received", "neulich"), 2, "--received"),
    ],
)
def test_misuse_says_what_is_possible(office, monkeypatch, arguments, code, words):
    monkeypatch.chdir(office.parent)
    ran = call("application", "import", *arguments, folder=office)
    assert ran.code == code, ran.err
    assert words in ran.err


def test_the_sheet_goes_out_and_is_not_overwritten(office):
    path = office.parent / "leer.xlsx"
    assert call("application", "sheet", "2026-2", "-o", str(path), folder=office).code == 0
    assert path.read_bytes().startswith(b"PK")
    assert call("application", "sheet", "2026-2", "-o", str(path), folder=office).code == 3
    below_a_file = str(path / "leer.xlsx")
    assert call("application", "sheet", "2026-2", "-o", below_a_file, folder=office).code == 3
    assert (
        call("application", "sheet", "2026-2", "-o", str(path.with_suffix(".ods")), folder=office).code == 2
    )
