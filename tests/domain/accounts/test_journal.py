"""The journal for hledger: accepted by the program, equal in every balance, without names of persons."""

import re
import subprocess

import pytest

from kic.core.values import Money
from kic.domain.accounts.journal import journal
from kic.domain.chapters import KINDS
from kic.present.hledger import name, written
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.demo.reading import city as demo_city
from tests.domain.accounts.hledger import agree, balances, checked, export, sums
from tests.domain.accounts.random_year import Office
from tests.gallery.cases import HERE, tree

CALL = "applications/2025-2/call.yaml"
P1 = "applications/2025-2/payments/2025-2-001-p1.yaml"


def state(*edits: tuple[str, str, str]):
    """The gallery's settled call, with some edits."""
    files = {**tree(HERE / "_good"), **tree(HERE / "_accounted")}
    for path, old, new in edits:
        text = files[path].decode()
        assert old in text
        files[path] = text.replace(old, new).encode()
    return load(Memory(files), KINDS)


@pytest.fixture(scope="module")
def city():
    return demo_city()


def text(snapshot, **wanted) -> str:
    return written(
        journal(snapshot, **wanted), lambda place: f"{place.path}:{snapshot.span(place).line}", title="Probe"
    )


# -- what it says --------------------------------------------------------------------------------------


def test_the_journal_of_a_settled_grant():
    shown = text(state(), call="2025-2")
    assert (
        "2025-09-08 * v-bruecke | paid\n"
        "    ; year:2025, call:2025-2, application:2025-2-001, voucher:2025-000417\n"
        "    ; source:applications/2025-2/payments/2025-2-001-p1.yaml:22\n"
        "    cash:2025:2025-2:v-bruecke:2025-2-001:paid  4000.00 EUR\n"
        "    treasury:2025:351.7 Integration:5419.01 Zusch%C3%BCsse  -4000.00 EUR\n"
    ) in shown
    assert (
        "2025-07-15 * v-bruecke | award\n"
        "    ; year:2025, call:2025-2, application:2025-2-001\n"
        "    ; source:applications/2025-2/decisions/2025-2-d1.yaml:31\n"
        "    commitment:2025:2025-2:awarded:v-bruecke:2025-2-001  6000.00 EUR\n"
        "    commitment:2025:2025-2:unallocated  -6000.00 EUR\n"
    ) in shown


def test_every_transaction_adds_up_to_nothing_and_days_go_forward():
    transactions = journal(state())
    assert all(sum(posting.amount.cents for posting in each.postings) == 0 for each in transactions)
    days = [each.date for each in transactions]
    assert days == sorted(days)


def test_a_year_and_a_call_are_cut_out_whole():
    whole, year, call = (journal(state(), **each) for each in ({}, {"year": 2025}, {"call": "2025-2"}))
    assert set(year) == {each for each in whole if each.year == 2025}
    assert set(call) == {each for each in whole if each.call == "2025-2"}
    assert set(call) < set(year) < set(whole)


def test_money_that_the_bank_sent_back_is_there_again():
    bounced = (
        "    voucher: 2025-000417\n  - date: 2025-09-11\n    event: bounced\n    note: Konto erloschen\n"
    )
    after = balances(state((P1, "    voucher: 2025-000417\n", bounced)))
    assert ("cash", "2025", "2025-2", "v-bruecke", "2025-2-001", "paid") in after
    assert after["cash", "2025", "2025-2", "v-bruecke", "2025-2-001", "paid"] == Money(200_000)


@pytest.mark.parametrize(
    ("step", "spelled"),
    [
        ("351.7 Integration", "351.7 Integration"),
        ("a:b", "a%3Ab"),
        ("a  b", "a %20b"),
        (" a ", "%20a%20"),
        ("a;b", "a%3Bb"),
        ("(a)", "%28a%29"),
        ("Zuschüsse", "Zusch%C3%BCsse"),
        ("100%", "100%25"),
        ("a\tb\nc", "a%09b%0Ac"),
        ("", "%"),
    ],
)
def test_any_name_of_an_account_is_one_step_and_no_other_names(step, spelled):
    assert name(("treasury", step)) == f"treasury:{spelled}"


def test_no_two_names_fall_together():
    odd = [
        "a b",
        "a  b",
        "a   b",
        " a b",
        "a b ",
        "a%20b",
        "a %20b",
        "a:b",
        "a%3Ab",
        "a%253Ab",
        "",
        "%",
        "%25",
    ]
    assert len({name((each,)) for each in odd}) == len(odd)


def test_private_persons_stand_there_under_their_pseudonyms(city):
    shown = text(city)
    assert re.search(r"\* p-\d{4} \|", shown)
    assert "person" not in shown.lower()


# -- what hledger says of it -----------------------------------------------------------------------------


@pytest.mark.system
def test_hledger_agrees_on_the_settled_call(tmp_path):
    agree(state(), tmp_path / "a.journal")


@pytest.mark.system
def test_hledger_agrees_on_the_demo_city(city, tmp_path):
    agree(city, tmp_path / "city.journal")
    for year in (2024, 2025, 2026):
        checked(export(city, tmp_path / "year.journal", year=year))
    checked(export(city, tmp_path / "call.journal", call="2025-2"))


@pytest.mark.system
@pytest.mark.parametrize(
    "odd", ["5419; // :: (x)", "  two  spaces  ", "=5 @ {3}", "Zuschüsse\u00a0\u2003€", "*!;|", "'\"`~"]
)
def test_hledger_takes_any_name_of_a_budget_account(odd, tmp_path):
    quoted = '"' + odd.replace("\\", "\\\\").replace('"', '\\"') + '"'
    odd_state = state(
        (CALL, "account: 5419.01 Zuschüsse", f"account: {quoted}"),
        (P1, "voucher: 2025-000417", f"voucher: {quoted}"),
    )
    agree(odd_state, tmp_path / "odd.journal")
    assert name(("treasury", "2025", "351.7 Integration", odd)) in sums(tmp_path / "odd.journal")


@pytest.mark.system
def test_hledger_finds_what_was_changed_by_hand(tmp_path):
    file = export(state(), tmp_path / "a.journal")
    file.write_text(file.read_text("utf-8").replace(" 4000.00 EUR", " 4000.01 EUR", 1), "utf-8")
    done = subprocess.run(["hledger", "-f", file, "check", "--strict"], capture_output=True, check=False)
    assert done.returncode != 0


@pytest.mark.system
def test_hledger_agrees_after_every_fifth_step_of_a_random_year(tmp_path):
    for number, now in enumerate(Office(2).live(50)):
        if number % 5 == 0:
            agree(now, tmp_path / "random.journal")


@pytest.mark.system
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(5))
def test_hledger_agrees_after_every_step_of_whole_random_years(seed, tmp_path):
    for now in Office(seed).live(200):
        agree(now, tmp_path / "random.journal")
