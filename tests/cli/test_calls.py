"""A call and its applications as the officer leads them, from nothing to closed, with mistakes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.cli.inprocess import call
from tests.cli.terminal import at_terminal

Run = Callable[..., Ran]

NEW = ("call", "new", "2027", "--like", "2026-1", "--amount", "50.000,00", "--yes")
OPENED = (
    "call", "open", "2027-1", "--announced", "05.02.2027", "--place", "Amtsblatt", "--opens", "05.02.2027",
    "--closes", "31.03.2027, 23:59", "--yes",
)  # fmt: skip
RADIO = (
    "application", "add", "2027-1", "--applicant", "association", "--body", "v-radio", "--title", "Radio der Nachbarn",
    "--summary", "Zehn Sendungen.", "--themes", "t3", "--recommendation", "he-15", "--start", "01.06.2027",
    "--end", "30.11.2027", "--received", "09.02.2027, 11:30", "--cost", "Technik=800,00", "--cost", "Honorare=400,00",
    "--own", "Vereinsmittel=240,00", "--yes",
)  # fmt: skip


@pytest.fixture
def at(city: Path) -> Run:
    """Runs a command in the city on a day."""
    return in_folder(city)


def in_folder(folder: Path) -> Run:
    """Runs commands in this folder, in English: the day comes first."""
    return lambda today, *words: call(*words, folder=folder, lang="en", today=today)


@pytest.fixture(scope="module")
def opened_city(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city with an open call 2027-1, to look at."""
    folder = tmp_path_factory.mktemp("opened") / "city"
    shutil.copytree(built_city, folder, symlinks=True)
    run = in_folder(folder)
    for today, words in (
        ("2027-01-20", NEW),
        ("2027-01-20", ("call", "freeze", "2027-1", "--yes")),
        ("2027-02-05", OPENED),
    ):
        assert run(today, *words).code == 0
    return folder


@pytest.fixture
def open_city(opened_city: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    folder = tmp_path / "opened"
    shutil.copytree(opened_city, folder, symlinks=True)
    return folder


@pytest.fixture
def opened(open_city: Path) -> Run:
    """Runs commands in it."""
    return in_folder(open_city)


def codes(done: Ran) -> list[str]:
    """The findings that a refused command names."""
    return [line.split()[0] for line in done.err.splitlines() if line.startswith("KIC")]


def test_a_new_call_takes_the_terms_of_a_former_one_but_not_what_is_fixed_anew(at, city):
    assert at("2027-01-20", *NEW).code == 0
    written = (city / "applications/2027-1/call.yaml").read_text("utf-8")
    assert "state: draft" in written
    assert "max_rate: 80%" in written
    assert "weight: 40" in written
    for anew in ("frozen:", "lot:", "digest:", "closes:", "decision_expected:"):
        assert anew not in written


def test_the_next_call_of_a_year_gets_the_next_number(at, city):
    done = at("2026-11-22", "call", "new", "2025", "--amount", "1", "--title", "Dritte Runde", "--yes")
    assert codes(done) == ["KIC402"], "the year's money is given already"
    again = at(
        "2026-11-22",
        "call",
        "new",
        "2025",
        "--like",
        "2025-2",
        "--amount",
        "0",
        "--remainder-of",
        "2025-2",
        "--yes",
    )
    assert again.code == 0, again.err
    assert "number: 3" in (city / "applications/2025-3/call.yaml").read_text("utf-8")


def test_opening_needs_what_applicants_have_to_know(at):
    assert at("2027-01-20", *NEW).code == 0
    done = at("2027-02-05", "call", "open", "2027-1", "--yes")
    assert done.code == 1
    assert sorted(codes(done)) == ["KIC151", "KIC405", "KIC442", "KIC442", "KIC455"]
    assert all(option in done.err.splitlines()[-1] for option in ("--closes", "--announced", "--opens"))


@pytest.mark.parametrize(
    ("closes", "said"), [("28.03.2027 02:30", "no 02:30"), ("31.10.2027 02:30", "02:30 twice")]
)
def test_a_deadline_in_the_hour_of_summer_time_is_refused(at, closes, said):
    assert at("2027-01-20", *NEW).code == 0
    done = at("2027-02-05", *OPENED[:-2], closes, "--yes")
    assert done.code == 1
    assert "KIC443" in codes(done)
    assert said in done.err


def test_a_call_closes_with_its_deadline(opened):
    assert codes(opened("2027-03-30", "call", "close", "2027-1", "--yes")) == ["KIC444"]
    assert opened("2027-03-31", "call", "close", "2027-1", "--yes").code == 0
    assert codes(opened("2027-04-01", "call", "settle", "2027-1", "--yes"))[0] == "KIC423"
    assert opened("2027-04-01", "call", "stage", "2027-1", "office", "--yes").code == 0


def test_marks_are_not_shown_while_the_call_is_open(opened):
    assert codes(opened("2027-03-30", "call", "stage", "2027-1", "office", "--yes")) == ["KIC449"]


def test_a_reservation_is_fulfilled_on_a_day_that_has_come(opened):
    note = ("call", "reservation", "2027-1", "open", "--note", "Vorbehaltlich der Haushaltssatzung.", "--yes")
    assert opened("2027-02-06", *note).code == 0
    fulfilled = ("call", "reservation", "2027-1", "fulfilled", "--on", "20.02.2027", "--yes")
    assert codes(opened("2027-02-19", *fulfilled)) == ["KIC446"]
    assert opened("2027-02-20", *fulfilled).code == 0


def test_an_application_is_taken_in_and_made_complete(opened, open_city):
    assert codes(opened("2027-02-10", *RADIO, "--requested", "950,00")) == ["KIC520"]
    done = opened("2027-02-10", *RADIO, "--requested", "960,00", "--format", "json")
    assert json.loads(done.out)["data"]["id"] == "2027-1-001"
    asked = ("application", "ask", "2027-1-001", "--paper", "Satzung", "--due", "24.02.2027", "--yes")
    assert opened("2027-02-10", *asked).code == 0
    assert codes(opened("2027-02-11", "application", "complete", "2027-1-001", "--yes")) == ["KIC534"]
    assert codes(opened("2027-02-24", "application", "lapse", "2027-1-001", "--yes")) == ["KIC535"]
    assert opened("2027-02-24", "application", "receive", "2027-1-001", "--paper", "satz", "--yes").code == 0
    assert opened("2027-02-24", "application", "complete", "2027-1-001", "--yes").code == 0
    written = (open_city / "applications/2027-1/2027-1-001.yaml").read_text("utf-8")
    assert written.endswith(
        """\
papers:
  - date: 2027-02-10
    event: asked
    papers:
      - Satzung
    due: 2027-02-24
  - date: 2027-02-24
    event: received
    papers:
      - Satzung
  - date: 2027-02-24
    event: complete
"""
    )


def test_papers_that_did_not_come_put_an_application_out(opened, open_city):
    assert opened("2027-02-10", *RADIO, "--requested", "960,00").code == 0
    asked = ("application", "ask", "2027-1-001", "--paper", "Satzung", "--due", "24.02.2027", "--yes")
    assert opened("2027-02-10", *asked).code == 0
    assert codes(opened("2027-02-25", "check", "applications/2027-1")) == []
    assert opened("2027-02-25", "application", "lapse", "2027-1-001", "--yes").code == 0
    assert "ineligible:\n  - incomplete\n" in (open_city / "applications/2027-1/2027-1-001.yaml").read_text(
        "utf-8"
    )


def test_reasons_have_codes_and_words(opened):
    assert opened("2027-02-10", *RADIO, "--requested", "960,00").code == 0
    reject = ("application", "reject", "2027-1-001", "--yes")
    assert codes(opened("2027-02-11", *reject, "--reason", "late")) == ["KIC506"]
    assert codes(opened("2027-02-11", *reject, "--reason", "incomplete")) == ["KIC536"]
    unknown = opened("2027-02-11", *reject, "--reason", "not_entiteld")
    assert unknown.code == 2
    assert "not_entitled" in unknown.err
    withdrawn = opened("2027-02-11", *reject, "--reason", "withdrawn")
    assert "kic application withdraw 2027-1-001" in withdrawn.err
    assert (
        opened("2027-02-11", *reject, "--reason", "not_entitled", "--note", "Kein Sitz in der Stadt.").code
        == 0
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--person", "Max Muster"), "pseudonym such as p-0007"),
        (("--person", "p-7"), "pseudonym such as p-0007"),
    ],
)
def test_no_name_of_a_person_gets_into_a_record(opened_city, words, said):
    done = in_folder(opened_city)(
        "2027-02-10", "application", "add", "2027-1", "--applicant", "private_person", *words
    )
    assert done.code == 2
    assert said in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--cost", "Technik"), "Honorare=3.200,00, not Technik"),
        (("--cost", "=800"), "Honorare=3.200,00"),
        (("--cost", "Technik=1.200"), "thousands or decimals"),
        (("--body", "v-radoi"), "v-radio"),
        (("--body", "kultur"), "v-kulturwerkstatt"),
        (("--received", "09/02/2027 11:30"), "31.03.2027, 23:59"),
        (("--themes", "t9"), "t9"),
        (("--not-secured", "Vereinsmitel"), "Vereinsmittel"),
    ],
)
def test_mistakes_name_the_option_and_what_was_meant(opened_city, words, said):
    done = in_folder(opened_city)("2027-02-10", *RADIO[:-1], "--requested", "960,00", *words)
    assert done.code == 2
    assert said in done.err


def test_a_new_organisation_gets_its_record_with_the_application(opened, open_city):
    words = [word if word != "v-radio" else "v-chor" for word in RADIO]
    done = opened("2027-02-10", *words, "--requested", "960,00", "--body-name", "Chor der Vielfalt e. V.")
    assert done.code == 0, done.err
    assert "name: Chor der Vielfalt e. V." in (open_city / "concept/bodies/v-chor.yaml").read_text("utf-8")


def test_an_adapted_plan_changes_only_the_lines_that_are_named(city):
    words = ("application", "adapt", "2025-2-006", "--cost", "Bastelmaterial=215,00", "--yes")
    done = call(*words, folder=city, lang="en")
    assert "KIC540" in codes(done)
    done = call(*words, "--cost", "Plakate und Handzetel=200", folder=city, lang="en")
    assert "Plakate und Handzetel is a new line" in done.err
    done = call(*words, "--cost", "Plakate und Handzettel=200", folder=city, lang="en")
    assert done.code == 0, done.err


def test_an_adapted_plan_keeps_what_is_said_of_a_line_and_lines_of_one_name(city):
    """The own money is not promised yet, and two lines are called alike: neither is anybody's to change unasked."""
    record = city / "applications/2025-2/2025-2-006.yaml"
    before = record.read_text("utf-8")
    again = "      - item: Eigenmittel\n        fund: own\n        amount: 195.00\n"
    halves = (
        "      - item: Spenden\n        fund: third_party\n        amount: 97.50\n        secured: false\n"
        * 2
    )
    record.write_text(before.replace(again, halves), "utf-8")
    words = ("application", "adapt", "2025-2-006", "--cost", "Bastelmaterial=215,00", "--yes")
    done = call(*words, "--cost", "Plakate und Handzettel=200", folder=city, lang="en")
    assert done.code == 0, done.err
    assert record.read_text("utf-8").count(halves) == 2
    done = call(*words, "--third-party", "Spenden=60", folder=city, lang="en")
    assert (done.code, "several lines are called Spenden" in done.err) == (2, True)


def test_what_was_applied_for_before_is_shown_with_its_sums(city):
    done = call("application", "double", "2026-1", "--format", "json", folder=city)
    (pair,) = json.loads(done.out)["data"]
    assert (pair["application"]["id"], pair["other"]["id"]) == ("2026-1-013", "2025-2-008")
    assert (pair["timing"], pair["same_applicant"]) == ("earlier_year", True)
    assert call("application", "double", "t1", folder=city).code == 2
    shown = call("application", "double", "2024-1-002", folder=city, lang="de").out
    assert "2025-1-002" in shown
    assert "Titel, anderes Jahr" in shown


def test_every_field_is_asked_for_at_a_terminal(city):
    assert call(*NEW, folder=city, today="2026-11-20").code == 0
    early = [word.replace("02.2027", "11.2026").replace("31.03.2027", "15.01.2027") for word in OPENED]
    assert call(*early, folder=city, today="2026-11-20").code == 0
    code, shown = at_terminal(
        "application", "add", "2027-1", cwd=city, lang="en",
        typed=(
            ("Who applies:", "association\n"),
            ("Organisation", "radio\n"),
            ("Title:", "Radio der Nachbarn\n"),
            ("Summary:", "Zehn Sendungen.\n"),
            ("Themes", "t33\n"),
            ("Themes", "t3\n"),
            ("Recommendations:", "he-15\n"),
            ("Begins on:", "1.3.2027\n"),
            ("Ends on:", "30.6.2027\n"),
            ("Came in", "21.11.2026 10:00\n"),
            ("Cost and amount:", "Technik=1.200\n"),
            ("Cost and amount:", "Technik=1.200,00\n"),
            ("Cost and amount:", "\n"),
            ("Own money", "Vereinsmittel=240\n"),
            ("Own money", "\n"),
            ("Income", "\n"),
            ("Money of others", "\n"),
            ("Other public money", "\n"),
            ("Requested from the city: [€960.00]", "\n"),
            ("Least award", "75%\n"),
            ("input tax? [y/N]", "n\n"),
            ("[y/N]", "y\n"),
        ),
    )  # fmt: skip
    assert code == 0, shown
    written = (city / "applications/2027-1/2027-1-001.yaml").read_text("utf-8")
    assert "requested: 960.00\nminimum:\n  share: 75%\n" in written
