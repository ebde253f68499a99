"""The auditor's pack: complete, computed again, the same bytes each time, without personal data or hidden marks."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from kic.domain.privacy.forms import births, emails, ibans, phones, tax_ids
from tests.cli.inprocess import call
from tests.cli.test_surroundings import git

CALLS = ("2024-1", "2025-1", "2025-2", "2026-1")
TABLES = (
    "accounts",
    "awards",
    "changes",
    "conditions",
    "decisions",
    "exceptions",
    "files",
    "findings",
    "minutes",
    "notices",
    "objections",
    "payments",
    "reports",
)


def packed(city: Path, name: str, target: Path, lang: str = "de") -> dict[str, bytes]:
    done = call("audit", name, "-o", str(target), folder=city, lang=lang)
    assert done.code == 0, done.err
    with zipfile.ZipFile(target) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


@pytest.mark.parametrize("name", CALLS)
def test_the_pack_is_complete(name, built_city, tmp_path):
    files = packed(built_city, name, tmp_path / "audit.zip")
    assert sorted(files) == ["README.md", *(f"{each}.csv" for each in TABLES if each < "d"), "data.json",
                             *(f"{each}.csv" for each in TABLES if each > "d")]  # fmt: skip
    data = json.loads(files["data.json"])["data"]["tables"]
    for table in TABLES:
        rows = list(csv.reader(io.StringIO(files[f"{table}.csv"].decode("utf-8-sig")), delimiter=";"))
        assert len(rows) - 1 == len(data[table])
    assert len(data["accounts"]) == len(list((built_city / "applications" / name).glob(f"{name}-0*.yaml")))


@pytest.mark.parametrize("name", ["2024-1", "2025-1"])
def test_every_decision_of_the_demo_city_comes_out_again(name, built_city):
    tables = json.loads(call("audit", name, "--format", "json", folder=built_city).out)["data"]["tables"]
    assert tables["decisions"]
    for decision in tables["decisions"]:
        assert decision["recomputed"]["message_id"] == "agrees: the same inputs give the same proposal"
    for award in tables["awards"]:
        assert award["decided"] == award["proposed"] or award["deviation"], "a deviation has its reason"


def test_items_that_depart_from_the_plan_and_were_recognised_are_exceptions(built_city):
    tables = json.loads(call("audit", "2024-1", "--format", "json", folder=built_city).out)["data"]["tables"]
    found = [each for each in tables["exceptions"] if each["record"] == "2024-1-007-pv1"]
    assert [each["date"] for each in found] == ["2025-03-05", "2025-03-05"]
    assert all(each["reason"].startswith("Mehrkosten von weniger als drei Prozent") for each in found)


def test_what_earlier_calls_awarded_is_told_apart_from_the_money_of_a_second_call(built_city):
    tables = json.loads(call("audit", "2025-2", "--format", "json", folder=built_city).out)["data"]["tables"]
    (decision,) = tables["decisions"]
    assert (decision["budget"], decision["elsewhere"]) == ("26000.00", "44000.00")


def test_an_auditor_finds_the_way_of_the_money_the_sample_and_why_somebody_takes_no_part(built_city):
    data = json.loads(call("audit", "2025-1", "--format", "json", folder=built_city).out)["data"]
    tables = data["tables"]
    assert (data["facts"]["budget"], data["facts"]["passed_on"]) == ("44000.00", "26000.00")
    facts = [data["facts"][each] for each in ("granted", "cuts", "awarded")]
    assert facts == ["43450.00", "689.80", "42760.20"], "the same sums as the funding report's"
    (decision,) = tables["decisions"]
    assert decision["budget"] == "70000.00", "as it was when it was decided"
    (late,) = (each for each in tables["exceptions"] if each["record"] == "2025-1-008")
    assert late["reason"]["values"] == {"received": "2025-03-15T09:03", "deadline": "2025-03-14T12:00"}
    (examined,) = (each for each in tables["reports"] if each["report"] == "2025-1-001-pv1")
    assert examined["sample"][0]["values"] == {
        "numbers": ["2", "3", "14", "15"],
        "seed": "eaa148bb30f9ab33",
    }
    steps = [each for each in tables["notices"] if each["notice"] == "2025-1-002-n2"]
    assert [bool(each["reason"]) for each in steps] == [True, False, False], "the notice's, not the waiver's"


def test_a_mark_that_was_changed_afterwards_is_said(city):
    sheet = next((city / "applications/2024-1/scores").glob("*.yaml"))
    lines = sheet.read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if "2024-1-001:" in line)
    lines[at] = "  2024-1-001: abstain"
    sheet.write_text(
        "\n".join(line for n, line in enumerate(lines) if not (n > at and line.startswith("   "))) + "\n"
    )
    shown = call("audit", "2024-1", folder=city, lang="en").out
    assert "differs" in shown or "though the inputs have changed" in shown
    assert "Files differ from the revision named here" in shown


def test_the_same_state_gives_the_same_bytes(built_city, tmp_path):
    packed(built_city, "2024-1", tmp_path / "one.zip")
    packed(built_city, "2024-1", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("name", CALLS)
def test_no_personal_data(name, built_city, tmp_path):
    files = packed(built_city, name, tmp_path / "audit.zip", "en" if name == "2024-1" else "de")
    digest_free = {
        each: content for each, content in files.items() if each not in ("files.csv", "decisions.csv")
    }
    for each, content in digest_free.items():
        if each in ("README.md", "data.json"):
            continue
        for finder in (emails, ibans, phones, births, tax_ids):
            words = content.decode("utf-8-sig").replace(",", " , ").replace(";", " ; ")
            assert [words[s.start : s.end] for s in finder(words)] == [], each


def test_nothing_of_the_overlay_and_no_hidden_mark(city):
    call("person", "add", "p-0007", "--name", "Erika Muster", "--yes", folder=city)
    call("call", "stage", "2026-1", "nobody", "--yes", folder=city)
    shown = call("audit", "2026-1", folder=city).out
    assert "Erika" not in shown
    data = json.loads(call("audit", "2026-1", "--format", "json", folder=city).out)["data"]["tables"]
    assert {row["score"] for row in data["awards"]} <= {None}


def test_files_with_their_digests_and_the_revision(built_city):
    from hashlib import sha256

    data = json.loads(call("audit", "2024-1", "--format", "json", folder=built_city).out)["data"]
    assert data["facts"]["revision"] == git(built_city, "rev-parse", "HEAD").strip()
    rows = data["tables"]["files"]
    assert rows
    assert "kic.yaml" in {row["path"] for row in rows}
    for row in rows:
        assert row["digest"] == sha256((built_city / row["path"]).read_bytes()).hexdigest()


def test_money_agrees_with_the_accounts(built_city):
    data = json.loads(call("audit", "2024-1", "--format", "json", folder=built_city).out)["data"]

    def cents(rows, key):
        return sum(int(row[key].replace(".", "")) for row in rows if row[key])

    assert cents(data["tables"]["accounts"], "paid") == int(data["facts"]["paid"].replace(".", ""))
    booked = [
        row for row in data["tables"]["payments"] if row["event"] == "booked" and row["kind"] == "payout"
    ]
    assert cents(booked, "amount") >= cents(data["tables"]["accounts"], "paid")


def test_into_a_folder_that_is_empty(built_city, tmp_path):
    assert call("audit", "2024-1", "-o", str(tmp_path / "pack"), folder=built_city).code == 0
    assert (tmp_path / "pack/README.md").read_text().startswith("# ")
    assert call("audit", "2024-1", "-o", str(tmp_path / "pack"), folder=built_city).code == 2


def test_a_formula_is_a_text(city):
    path = next((city / "applications/2026-1").glob("2026-1-001.yaml"))
    path.write_text(path.read_text().replace("title: ", "title: '=HYPERLINK(1)' #", 1))
    done = call("audit", "2026-1", "-o", str(city / "pack"), folder=city)
    assert done.code == 0
    for file in (city / "pack").glob("*.csv"):
        assert ";=HYPERLINK" not in file.read_text("utf-8-sig")
