"""An application that was recorded otherwise than it was received is corrected, as the officer does it."""

from pathlib import Path

import pytest

from tests.cli.inprocess import call
from tests.domain.deciding import Asked, office

FOUR = [Asked(6000, 90, 75), Asked(3000, 80), Asked(2000, 70, 50), Asked(800, 65)]
ID = "2026-1-002"
FILE = f"applications/2026-1/{ID}.yaml"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A call that is not decided; the application has costs of 3,750, own money of 750, and asks for 3,000 EUR."""
    for path, content in office(FOUR).files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def corrected(town: Path, *options: str, code: int = 0, lang: str = "de") -> str:
    """What is said; the command ends with this code."""
    done = call("application", "set", ID, *options, "--yes", folder=town, lang=lang)
    assert done.code == code, done.err
    return (done.out + done.err).replace("\N{NO-BREAK SPACE}", " ")


def changed(town: Path, *options: str) -> tuple[list[str], list[str]]:
    """The lines that a correction takes out of the file, and those that it brings."""
    before = (town / FILE).read_text("utf-8").splitlines()
    corrected(town, *options)
    after = (town / FILE).read_text("utf-8").splitlines()
    return [each for each in before if each not in after], [each for each in after if each not in before]


@pytest.mark.parametrize(
    ("options", "gone", "come"),
    [
        (("--title", "Vorhaben zwei"), ["title: Vorhaben 2"], ["title: Vorhaben zwei"]),
        (("--summary", "Kurz."), ["summary: Ein Vorhaben mit der Nummer 2."], ["summary: Kurz."]),
        (("--start", "03.02.2027"), ["  start: 2027-02-01"], ["  start: 2027-02-03"]),
        (("--end", "30.06.2027"), ["  end: 2027-05-31"], ["  end: 2027-06-30"]),
        (("--minimum", "2.500,00"), [], ["minimum:", "  amount: 2500.00"]),
    ],
)
def test_only_what_is_named_changes(town, options, gone, come):
    assert changed(town, *options) == (gone, come)


def test_a_least_award_as_a_share_takes_the_place_of_an_amount(town):
    corrected(town, "--minimum", "2.500,00")
    assert changed(town, "--minimum", "75%") == (["  amount: 2500.00"], ["  share: 75%"])


def test_lines_of_the_plans_are_named_and_the_others_stay(town):
    gone, come = changed(
        town, "--cost", "honorare=3.500,00", "--cost", "Miete=300", "--own", "Eigene Mittel=800"
    )
    assert gone == ["    amount: 3750.00", "    amount: 750.00"]
    assert come == ["    amount: 3500.00", "  - item: Miete", "    amount: 300.00", "    amount: 800.00"]


def test_zero_takes_a_line_out(town):
    corrected(town, "--cost", "Miete=300", "--own", "Eigene Mittel=1.050,00")
    gone, _come = changed(town, "--cost", "Miete=0", "--own", "Eigene Mittel=750")
    assert gone == ["  - item: Miete", "    amount: 300.00", "    amount: 1050.00"]


def test_what_is_requested_stands_in_the_record_and_in_its_plan(town):
    corrected(town, "--requested", "2.900,00", "--own", "Eigene Mittel=850")
    assert (town / FILE).read_text("utf-8").count("2900.00") == 2


def test_a_promise_that_is_not_given_yet_stays_doubtful(town):
    corrected(town, "--third-party", "Spende=100", "--own", "Eigene Mittel=650", "--not-secured", "Spende")
    corrected(town, "--third-party", "Spende=150", "--own", "Eigene Mittel=600")
    text = (town / FILE).read_text("utf-8")
    assert "fund: third_party\n    amount: 150.00\n    secured: false" in text
    assert text.count("secured: false") == 1


def test_a_name_of_several_lines_names_none_of_them(town):
    path = town / FILE
    twice = "  - item: Honorare\n    amount: 3000.00\n  - item: Honorare\n    amount: 750.00\n"
    path.write_text(
        path.read_text("utf-8").replace("  - item: Honorare\n    amount: 3750.00\n", twice), "utf-8"
    )
    before = path.read_bytes()
    assert "mehrere Positionen heißen" in corrected(town, "--cost", "Honorare=700,00", code=2)
    assert path.read_bytes() == before


def test_plans_that_do_not_balance_are_refused(town):
    before = (town / FILE).read_bytes()
    said = corrected(town, "--cost", "Honorare=3.700,00", code=1)
    assert "KIC520" in said
    assert (town / FILE).read_bytes() == before


def test_what_stands_there_already_is_nothing_to_change(town):
    before = (town / FILE).read_bytes()
    assert "Es gibt nichts zu ändern." in corrected(
        town, "--title", "Vorhaben 2", "--cost", "Honorare=3.750,00"
    )
    assert (town / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", "Es ist nichts angegeben, was geändert werden soll."),
        ("en", "Nothing is given that is to be changed."),
    ],
)
def test_without_an_option_it_says_what_can_be_said(town, lang, said):
    assert said in corrected(town, code=2, lang=lang)


def test_after_the_decision_its_inputs_stay(town):
    assert call("meeting", "award", "2026-1", "sitzung-2026-11", "--yes", folder=town).code == 0
    said = corrected(town, "--requested", "2.900,00", "--own", "Eigene Mittel=850", code=1)
    assert "KIC770" in said
    assert "3000.00" in (town / FILE).read_text("utf-8")
