"""Where the money went, a year to the cent, and the journal for hledger: on the command line, with mistakes."""

import json
import re
import subprocess
from pathlib import Path

import jsonschema_rs
import pytest

from tests.cli.conftest import TODAY
from tests.cli.handbook import typed
from tests.cli.inprocess import run


def say(out: str) -> str:
    """Output with plain spaces, on one line."""
    return " ".join(out.replace("\u00a0", " ").split())


# -- tracing ---------------------------------------------------------------------------------------------


def test_the_whole_names_what_has_no_money_and_how_it_is_shared(built_city: Path) -> None:
    out = say(run("trace", cwd=built_city).out)
    assert "Mittel je Themenfeld" in out
    assert "Handlungsempfehlungen ohne Mittel" in out
    assert "zu gleichen Teilen, auf den Cent" in out


def test_a_figure_explains_itself_down_to_file_and_line(built_city: Path) -> None:
    out = run("trace", "2025-1-003", cwd=built_city).out
    places = re.findall(r"(\S+\.yaml):(\d+)$", out, re.MULTILINE)
    assert len(places) > 5
    for path, line in places:
        stands = (built_city / path).read_text("utf-8").splitlines()[int(line) - 1]
        assert re.search(r"amount|after|requested", stands), (path, line, stands)


def test_a_former_recommendation_names_who_carries_its_money_on(built_city: Path) -> None:
    out = say(run("trace", "m-21", cwd=built_city).out)
    assert "Ihre Mittel gehen an he-13 über." in out
    assert "keine Mittel verzeichnet" not in out
    assert json.loads(run("trace", "m-21", "--format", "json", cwd=built_city).out)["data"]["trace"][
        "goes_on"
    ] == ["he-13"]


def test_all_of_a_grant_is_not_one_of_one_part(built_city: Path) -> None:
    out = say(run("trace", "t4-z3", cwd=built_city).out)
    assert "2024-1-008: der ganze Betrag, über he-23" in out
    assert "2024-1-012: einer von 2 gleichen Teilen von 6.500,00 €, über he-23" in out


def test_why_is_the_same_as_the_trace(built_city: Path) -> None:
    trace = run("trace", "he-18", cwd=built_city).out
    assert trace in run("show", "he-18", "--why", cwd=built_city).out
    with_money = json.loads(run("show", "he-18", "--why", "--format", "json", cwd=built_city).out)["data"]
    assert (
        with_money["money"]
        == json.loads(run("trace", "he-18", "--format", "json", cwd=built_city).out)["data"]["trace"]
    )
    assert "money" not in json.loads(run("show", "he-18", "--format", "json", cwd=built_city).out)["data"]


@pytest.mark.parametrize("id", ["2025", "2025-2", "2025-2-004", "t6", "t6-z1", "he-18", "v-radio", "p-0003"])
def test_every_explained_figure_is_the_sum_of_its_lines(built_city: Path, id: str) -> None:
    done = run("trace", id, "--format", "json", cwd=built_city)
    answer = json.loads(done.out)
    schema = json.loads(run("schema", "trace", cwd=built_city).out)
    assert [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(answer)] == []
    assert answer["data"]["trace"]["figures"]
    for figure in answer["data"]["trace"]["figures"]:
        assert cents(figure["amount"]) == sum(cents(each["amount"]) for each in figure["because"])


def cents(amount: str) -> int:
    whole, _, rest = amount.removeprefix("-").partition(".")
    return (-1 if amount.startswith("-") else 1) * (int(whole) * 100 + int(rest))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trace", "t99"], "„t99“"),
        (["trace", "p-9999"], "p-9999"),
        (["trace", "2025", "--as-of", "gestern"], "--as-of"),
        (["trace", "s01"], "Mittel werden für Themenfeld"),
        (["trace", "1999"], "„1999“"),
        (["trace", "t1", "--call", "2025-2"], "--call steht ohne ID"),
        (["trace", "--call", "he-07"], "he-07"),
        (["show", "s01", "--why"], "Mittel werden für Themenfeld"),
        (["year", "show", "1999"], "Die Jahre sind 2024"),
        (["year", "show", "zweitausend"], "Die Jahre sind 2024"),
        (["year", "close", "2024", "--yes"], "bereits am"),
        (["year", "carry-over", "2025-1", "500"], "--decided"),
        (["year", "carry-over", "2025-1", "viel", "--decided", "12.12.2025"], "BETRAG"),
        (["year", "carry-over", "t1", "500", "--decided", "12.12.2025"], "t1"),
        (["export"], "hledger"),
        (["export", "hledgr"], "Meinten Sie hledger"),
        (["export", "hledger", "--year", "1999"], "Die Jahre sind 2024"),
        (["export", "hledger", "--call", "2031-1"], "2031-1"),
    ],
    ids=" ".join,
)
def test_mistakes_are_usage_errors_that_say_what_there_is(
    built_city: Path, words: list[str], said: str
) -> None:
    done = run(*words, cwd=built_city)
    assert done.code == 2, done.err
    assert said in say(done.err)
    assert done.out == ""


def test_a_grant_is_traced_as_it_was_on_a_day(built_city: Path) -> None:
    def figures(day: str) -> dict[str, str]:
        done = run("trace", "2025-1-003", "--as-of", day, "--format", "json", cwd=built_city)
        return {each["figure"]: each["amount"] for each in json.loads(done.out)["data"]["trace"]["figures"]}

    before = figures("2025-06-02")
    assert (before["awarded"], before["in_force"], before["paid"]) == ("6450.00", "6450.00", "3700.00")
    later = figures("31.12.2025")
    assert (later["awarded"], later["in_force"], later["paid"]) == ("5900.00", "5900.00", "5900.00")
    assert figures("2025-04-15")["in_force"] == "0.00", "posted, and not delivered yet"


@pytest.mark.parametrize(
    ("id", "of"),
    [("2025-1-003-n2", "2025-1-003"), ("2025-1-003-p1", "2025-1-003"), ("2025-1-d1", "2025-1"), ("T6", "t6")],
)
def test_what_belongs_to_an_application_or_call_is_traced_as_that(built_city: Path, id: str, of: str) -> None:
    found = json.loads(run("trace", id, "--format", "json", cwd=built_city).out)["data"]["trace"]
    assert found["id"] == of


def test_an_applicant_is_traced_over_all_calls(built_city: Path) -> None:
    found = json.loads(run("trace", "v-radio", "--format", "json", cwd=built_city).out)["data"]["trace"]
    assert found["kind"] == "applicant"
    assert {each["id"][:6] for each in found["grants"]} >= {"2024-1", "2025-2"}


@pytest.mark.parametrize(
    "words",
    [["trace"], ["trace", "t1"], ["year", "show", "2025"], ["export", "hledger"], ["show", "t1", "--why"]],
    ids=" ".join,
)
def test_no_sum_is_shown_that_a_file_may_be_missing_from(city: Path, words: list[str]) -> None:
    payment = city / "applications/2025-1/payments/2025-1-003-p1.yaml"
    payment.write_text(payment.read_text("utf-8").replace("amount: 3700.00", "amount: viel"), "utf-8")
    done = run(*words, cwd=city)
    assert done.code == 1
    assert "2025-1-003-p1.yaml ist nicht lesbar" in done.err


def test_an_unreadable_payment_is_one_finding_and_no_open_account(city: Path) -> None:
    payment = city / "applications/2024-1/payments/2024-1-005-p1.yaml"
    payment.write_text(payment.read_text("utf-8").replace("amount: ", "amount: x"), "utf-8")
    found = json.loads(run("check", "--format", "json", cwd=city).out)["findings"]
    assert {each["code"] for each in found if each["severity"] == "error"} == {"KIC034"}


# -- years -----------------------------------------------------------------------------------------------


def test_a_year_with_open_accounts_is_not_closed(city: Path) -> None:
    done = run("year", "close", "2025", "--yes", cwd=city)
    assert done.code == 1
    assert "KIC951" in done.err
    assert "kic call settle 2025-1" in done.err
    assert "closed: 2026" not in (city / "kic.yaml").read_text("utf-8")


def test_no_more_is_carried_over_than_is_left(city: Path) -> None:
    more = [
        "year",
        "carry-over",
        "2025-1",
        "550,01",
        "--decided",
        "12.12.2025",
        "--note",
        "Kämmerei",
        "--yes",
    ]
    done = run(*more, cwd=city)
    assert done.code == 1
    assert "KIC957" in done.err
    done = run(*(each.replace("550,01", "550,00") for each in more), cwd=city)
    assert done.code == 0, done.err
    assert "carried_over:\n  amount: 550.00" in (city / "applications/2025-1/call.yaml").read_text("utf-8")


def test_a_year_shows_every_cent(built_city: Path) -> None:
    data = json.loads(run("year", "show", "2025", "--format", "json", cwd=built_city).out)["data"]
    figures = {each["figure"]: cents(each["amount"]) for each in data["year"]["figures"]}
    parts = ("uncalled", "reserve", "unallocated", "net", "still_to_pay")
    assert figures["budget"] == sum(figures[name] for name in parts)
    assert data["year"]["open"], "some of it is overdue"


@pytest.mark.parametrize(
    ("line", "words"), [("year show 2025", "2.400,00 €"), ("show he-09", "kic history nennt")]
)
def test_sentences_below_a_table_fit_a_terminal(
    line: str, words: str, built_city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere each stays one line."""
    monkeypatch.chdir(built_city)
    shown = typed(f"kic {line}", lang="de", today=TODAY).screen
    assert words in " ".join(shown.split())
    assert all(len(each) <= 80 for each in shown.splitlines()), shown
    whole = run(*line.split(), cwd=built_city).out
    assert any(len(each) > 80 and words in " ".join(each.split()) for each in whole.splitlines())


# -- the journal -----------------------------------------------------------------------------------------


def test_the_journal_goes_to_a_file_and_says_the_same(built_city: Path, tmp_path: Path) -> None:
    file = tmp_path / "below" / "stadt.journal"
    done = run("export", "hledger", "-o", str(file), cwd=built_city)
    assert (done.code, done.out) == (0, "")
    assert file.read_text("utf-8") == run("export", "hledger", cwd=built_city, lang="en").out
    part = run("export", "hledger", "--year", "2025", "--call", "2025-2", cwd=built_city).out
    assert "2025-1:" not in part.replace("commitment:2025:2025-1:unallocated", "")
    assert "2025-2" in part


@pytest.mark.system
def test_hledger_accepts_what_the_command_writes(built_city: Path, tmp_path: Path) -> None:
    for words in ([], ["--year", "2025"], ["--call", "2024-1"]):
        file = tmp_path / "stadt.journal"
        assert run("export", "hledger", "-o", str(file), *words, cwd=built_city).code == 0
        done = subprocess.run(["hledger", "-f", file, "check", "--strict"], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
