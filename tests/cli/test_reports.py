"""An account as the officer leads it: from the sheet that goes out to the clawback, with mistakes, in both languages."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.cli.inprocess import call

Run = Callable[..., Ran]
PROOF = (
    "report", "receive", "2025-2-003", "proof_of_use", "--on", "20.11.2026",
    "--cost", "Fachberatung, 5 Stunden je Woche, 24 Wochen zu 32 Euro=3.800,00",
    "--cost", "Dolmetschen bei Hausbesuchen=1.680,00",
    "--cost", "Schulung und Aufwandspauschalen der Freiwilligen=1.260,00",
    "--cost", "Anteilige Verwaltung=620,00",
    "--own", "Eigenmittel=1.000,00",
    "--third-party", "Zuschuss der beteiligten Vermieterinnen und Vermieter=500,00",
    "--receipt", "1; 12.09.2025; Fachberatung, 5 Stunden je Woche, 24 Wochen zu 32 Euro; 3.800,00",
    "--receipt", "2; 30.10.2025; dolmetschen bei hausbesuchen; 1.680,00; Einsätze Juli bis Oktober",
    "--receipt", "3; 14.11.2025; Schulung und Aufwandspauschalen der Freiwilligen; 1.260,00",
    "--receipt", "4; 15.12.2025; Anteilige Verwaltung; 620,00",
)  # fmt: skip


@pytest.fixture
def at(city: Path) -> Run:
    """Runs a command in the city, without a terminal."""
    return lambda *words, lang="en", today="2026-11-22": call(*words, folder=city, lang=lang, today=today)


def plain(said: str) -> str:
    """On one line, with common blanks."""
    return " ".join(said.split())


def figures(at: Run, id_: str = "2025-2-007") -> dict:
    return json.loads(at("report", "show", id_, "--format", "json").out)["data"]


def test_from_the_account_to_the_clawback(at):
    # Award 5,900 as shortfall; 7,360 were spent, 1,500 came from others: 5,860. What was paid stays the payments'.
    assert at(*PROOF, "--yes").code == 0
    done = at("report", "examine", "2025-2-003-vn1", "--yes", "--format", "json")
    assert done.code == 0, done.err
    note = json.loads(done.out)["data"]
    assert (note["eligible"], note["funds"], note["final"]) == ("7360.00", "1500.00", "5860.00")
    assert at("notice", "settle", "2025-2-003", "--yes").code == 0
    seen = figures(at, "2025-2-003")
    assert (seen["examined"], seen["final"], seen["award"]) == ("2025-2-003-pv1", "5860.00", "5900.00")


def test_a_clawback_with_its_interest(at):
    # 2,900 were paid; 3,620.50 less 725.00 are 2,895.50: 4.50 have to come back.
    assert at("report", "examine", "2025-2-007-vn1", "--yes").code == 0
    refused = at("notice", "clawback", "2025-2-007", "--interest-since", "12.09.2025", "--yes")
    assert refused.code == 1
    assert "KIC938" in refused.err, "nothing has lowered the award yet"
    assert at("notice", "settle", "2025-2-007", "--yes").code == 0
    assert at("notice", "issue", "2025-2-007", "--yes").code == 0
    done = at("notice", "clawback", "2025-2-007", "--interest-since", "12.09.2025", "--yes")
    assert done.code == 0, done.err
    assert "no base rate is known for the half-years from: 1 July 2026" in plain(done.err)
    seen = figures(at)
    assert (seen["fixed"], seen["claim"], seen["interest"]["amount"]) == ("2895.50", "4.50", None)
    assert seen["interest"]["unknown"] == ["2026-07-01"]


def test_the_reasons_are_in_the_language_of_the_city(at, city: Path):
    at("report", "examine", "2025-2-007-vn1", "--yes", lang="en")
    at("notice", "settle", "2025-2-007", "--yes", lang="en")
    (draft,) = [
        path.read_text("utf-8")
        for path in (city / "applications/2025-2/notices").glob("2025-2-007-n*.yaml")
        if "notice: settlement" in path.read_text("utf-8")
    ]
    assert "Anerkannte Ausgaben: 3.620,50" in " ".join(draft.split())


def test_cuts_exceptions_and_objections(at):
    done = at(
        "report", "examine", "2025-2-007-vn1", "--cut", "flyer=45,00; not_eligible; Werbung für den Verein.",
        "--object", "1=Die Rechnung fehlt", "--accept", "versicherung=Der Versicherer bestätigt sie.",
        "--seed", "Los vom 20.11.2026", "--yes", "--format", "json",
    )  # fmt: skip
    assert done.code == 0, done.err
    note = json.loads(done.out)["data"]
    assert (note["eligible"], note["final"]) == ("3575.50", "2850.50")
    assert 1 in note["sampled"]
    assert figures(at)["cuts"] == [
        {
            "item": "Flyer und Plakate",
            "amount": "45.00",
            "cut": "not_eligible",
            "reason": "Werbung für den Verein.",
        }
    ]


def test_an_overrun_is_cut_by_itself_and_accepted_only_with_a_reason(at):
    # Flyer were planned with 420.00: up to 504.00. With 600.00 on receipts 96.00 lie above.
    more = ("--cost", "Flyer und Plakate=600,00", "--receipt", "4; 19.11.2025; Flyer und Plakate; 600,00")
    assert at("report", "figures", "2025-2-007-vn1", *more, "--yes").code == 0
    done = at("report", "examine", "2025-2-007-vn1", "--dry-run", "--format", "json")
    assert json.loads(done.out)["data"]["eligible"] == "3719.50"
    accepted = at(
        "report", "examine", "2025-2-007-vn1", "--accept", "Flyer=Alle Druckereien haben erhöht.", "--dry-run",
        "--format", "json",
    )  # fmt: skip
    assert json.loads(accepted.out)["data"]["eligible"] == "3815.50"


def test_what_is_missing_is_asked_for_and_comes(at):
    asked = ("report", "ask", "2025-2-007-vn1", "--paper", "Belege 3 und 5", "--due", "07.12.2026", "--yes")
    assert at(*asked).code == 0
    line = json.loads(at("report", "list", "2025-2-007", "--open", "--format", "json").out)["data"][-1]
    assert (line["state"], line["missing"]) == ("incomplete", ["Belege 3 und 5"])
    assert at("report", "papers", "2025-2-007-vn1", "--yes", today="2026-11-30").code == 0
    assert at("report", "complete", "2025-2-007-vn1", "--yes", today="2026-11-30").code == 0
    again = at("report", "papers", "2025-2-007-vn1", "--yes", today="2026-11-30")
    assert (again.code, "--paper" in again.err) == (2, True)


def test_a_sheet_goes_out_and_its_file_is_never_written_over(at, tmp_path: Path):
    file = tmp_path / "Nachweis.xlsx"
    assert at("report", "sheet", "2025-2-003", "-o", str(file)).code == 0
    before = file.read_bytes()
    assert at("report", "sheet", "2025-2-003", "-o", str(file)).code == 3
    assert file.read_bytes() == before
    empty = at("report", "receive", "2025-2-003", "proof_of_use", "--file", str(file), "--yes")
    assert empty.code == 2
    assert "no costs, no financing and no receipts" in empty.err


def test_receipts_from_a_csv_file(at, tmp_path: Path):
    file = tmp_path / "belege.csv"
    file.write_text(
        "Nr.;Datum;Posten;Betrag;Zweck\n1;12.09.2025;Anteilige Verwaltung;620,00;Umlage\n", "utf-8"
    )
    done = at("report", "receive", "2025-2-003", "proof_of_use", "--file", str(file), "--dry-run")
    assert done.code == 0, done.err
    assert "amount: 620.00" in done.out
    file.write_text("Nr.;Datum;Posten;Betrag\n1;12.09.25x;Anteilige Verwaltung;620,00\n", "utf-8")
    broken = at("report", "receive", "2025-2-003", "proof_of_use", "--file", str(file), "--yes", lang="de")
    assert broken.code == 1
    assert "es wurde nichts geschrieben" in broken.err


MISTAKES = [
    (("report", "receive", "2025-2-003", "proof"), 2, "proof_of_use"),
    (("report", "receive", "2025-2-003"), 2, "interim|final|proof_of_use"),
    (("report", "receive", "2025-2-003", "interim", "--from", "01.08.2025"), 2, "--to"),
    (("report", "receive", "2025-2-003", "interim", "--receipt", "1; gestern"), 2, "7; 12.03.2027"),
    (("report", "receive", "2025-2-003", "interim", "--on", "2027-01-05", "--yes"), 1, "KIC901"),
    (("report", "receive", "2026-1-003", "interim", "--yes"), 1, "KIC900"),
    (("report", "show", "he-07"), 2, ""),
    (("report", "list", "he-07"), 2, "neither a call nor an application"),
    (("report", "figures", "2025-2-007-vn1"), 2, "--file"),
    (("report", "examine", "2025-2-007-vn1", "--cut", "Flyer=45,00"), 2, "not_eligible"),
    (("report", "examine", "2025-2-007-vn1", "--cut", "Flier=45,00; other; x"), 2, "Flyer und Plakate"),
    (("report", "examine", "2025-2-007-vn1", "--cut", "Flyer=45,00; teuer; x"), 2, "not_economical"),
    (("report", "examine", "2025-2-007-vn1", "--accept", "Flyer"), 2, "Preise"),
    (("report", "examine", "2025-2-007-vn1", "--object", "vier=fehlt"), 2, "4=Rechnung fehlt"),
    (("report", "examine", "2025-2-007-vn1", "--object", "44=fehlt", "--yes"), 1, "KIC944"),
    (("report", "examine", "2025-2-007-vn1", "--role", "r-kaemmerei", "--yes"), 1, "KIC922"),
    (("report", "examine", "2025-2-007-vn1", "--on", "01.04.2026", "--yes"), 1, "KIC920"),
    (("report", "sheet", "2025-2-003", "-o", "nachweis.ods"), 2, ".xlsx"),
    (("notice", "settle", "2025-2-007"), 2, "kic report examine 2025-2-007-vn1"),
    (("notice", "clawback", "2025-2-007"), 2, "--interest-since"),
]


@pytest.mark.parametrize(
    ("words", "code", "said"), MISTAKES, ids=[" ".join(each[0][:6]) for each in MISTAKES]
)
def test_mistakes_are_answered(at, words, code, said):
    done = at(*words)
    assert done.code == code, done.err
    assert said in done.err


def test_no_instalment_is_ordered_while_an_account_is_missing(at):
    """2025-2-003 owes its proof of use since the end of June: its second instalment waits."""
    listed = json.loads(at("report", "list", "--open", "--format", "json").out)["data"]
    assert ("2025-2-003", "proof_of_use", "overdue") in {
        (each["application"], each["report"], each["state"]) for each in listed
    }
    at("payment", "certify", "2025-2-003-p2", "--yes")
    ordered = at("payment", "order", "2025-2-003-p2", "--yes")
    assert ordered.code == 1
    assert "KIC911" in ordered.err
    assert "while the proof of use on 2025-2-003 was missing, due on 30 June 2026" in plain(ordered.err)


def test_a_fixed_grant_is_lowered_by_a_revocation_alone(at, city: Path):
    """Costs of 2,620.50 are below the fixed award of 2,900: revoked in part, heard, settled, claimed back."""
    shutil.rmtree(city / ".git")  # the notice is made another one, which no history has to know
    for path, *changes in (
        ("applications/2025-2/notices/2025-2-007-n1.yaml", ("financing: shortfall", "financing: fixed")),
        (
            "reports/2025-2-007/2025-2-007-vn1.yaml",
            ("amount: 2200.00", "amount: 1200.00"),
            ("amount: 1650.00", "amount: 650.00"),
            ("amount: 725.00", "amount: 0.00"),
        ),
    ):
        text = (city / path).read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (city / path).write_text(text, "utf-8")
    done = at("report", "examine", "2025-2-007-vn1", "--yes", "--format", "json")
    assert json.loads(done.out)["data"]["needs_revocation"] is True
    refused = at("notice", "settle", "2025-2-007", "--yes")
    assert (refused.code, "KIC935" in refused.err) == (1, True)
    for today, *words in (
        ("2026-11-22", "notice", "revoke", "2025-2-007", "--amount", "2.620,50", "--known", "22.11.2026",
         "--reason", "Die Ausgaben lagen unter dem Festbetrag."),
        ("2026-11-23", "notice", "hear", "2025-2-007", "--due", "10.12.2026"),
        ("2026-12-11", "notice", "issue", "2025-2-007"),
        ("2026-12-12", "notice", "settle", "2025-2-007"),
        ("2026-12-12", "notice", "issue", "2025-2-007"),
        ("2026-12-14", "notice", "clawback", "2025-2-007", "--waive-interest", "Sofort angezeigt und gezahlt."),
    ):  # fmt: skip
        done = at(*words, "--yes", today=today)
        assert done.code == 0, (words, done.err)
    seen = figures(at)
    assert (seen["award"], seen["fixed"], seen["claim"]) == ("2620.50", "2620.50", "279.50")
    assert seen["needs_revocation"] is False
