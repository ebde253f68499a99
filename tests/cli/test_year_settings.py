"""What is entered once a year, or once a half-year: the budget, its announcement, the base rate, a call's account."""

from pathlib import Path

import pytest
import yaml

from tests.cli.inprocess import call


def settings(city: Path) -> dict:
    return yaml.load((city / "kic.yaml").read_text(), yaml.BaseLoader)


def test_a_budget_year_is_added_and_later_announced(city):
    words = ("year", "budget", "2027", "--amount", "50.000,00", "--source", "Haushaltssatzung 2027, Entwurf")
    assert call(*words, "--yes", folder=city).code == 0
    done = call(
        "year", "budget", "2027", "--announced", "11.02.2027", "--yes", folder=city, today="2027-02-12"
    )
    assert done.code == 0, done.err
    assert settings(city)["budget"][-1] == {
        "year": "2027",
        "amount": "50000.00",
        "source": "Haushaltssatzung 2027, Entwurf",
        "announced": "2027-02-11",
    }


def test_a_budget_below_what_calls_promise_is_refused(city):
    done = call("year", "budget", "2026", "--amount", "40.000,00", "--yes", folder=city)
    assert (done.code, "KIC402" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("year", "budget", "2031"), "--amount"),
        (("year", "budget", "2026"), "2026-02-11"),
        (("year", "base-rate", "2026-07-01", "1,27"), "--source"),
        (("year", "base-rate", "2026-07-01", "viel", "--source", "x"), "viel"),
        (("year", "base-rate", "gestern", "1,27", "--source", "x"), "gestern"),
        (("call", "set", "2026-1", "--account", " "), "--account"),
    ],
)
def test_what_is_missing_or_not_understood_is_named(city, words, named):
    before = (city / "kic.yaml").read_bytes()
    done = call(*words, "--yes", folder=city)
    assert (done.code, named in done.err) == (2, True), done.err
    assert (city / "kic.yaml").read_bytes() == before


def test_a_base_rate_is_added_as_it_is_published(city):
    done = call("year", "base-rate", "01.07.2026", "1,27 %", "--source", "Bundesbank", "--yes", folder=city)
    assert done.code == 0, done.err
    assert settings(city)["base_rates"][-1] == {
        "since": "2026-07-01",
        "percent": "1.27",
        "source": "Bundesbank",
    }


def test_a_new_call_is_booked_where_its_model_was_but_in_its_own_year(city):
    words = ("call", "new", "2027", "--like", "2026-1", "--amount", "50000", "--account", "5419.02 Neu")
    assert call(*words, "--yes", folder=city).code == 0
    made = yaml.load((city / "applications/2027-1/call.yaml").read_text(), yaml.BaseLoader)
    assert made["accounting"] == {"year": "2027", "product": "351.7 Integration", "account": "5419.02 Neu"}


def test_a_call_without_a_model_needs_product_and_account(city):
    words = ("call", "new", "2027", "--amount", "50000", "--product", "351.7")
    done = call(*words, "--yes", folder=city)
    assert (done.code, "--account" in done.err) == (2, True)


@pytest.mark.parametrize("day", ["02.07.2026", "30.06.2026", "2026-12-31", "01.04.2026"])
def test_a_base_rate_begins_with_a_half_year(day, city):
    before = (city / "kic.yaml").read_bytes()
    done = call("year", "base-rate", day, "1,27", "--source", "Bundesbank", "--yes", folder=city)
    assert (done.code, "KIC128" in done.err) == (1, True), "§ 247 BGB: 1 January and 1 July"
    assert (city / "kic.yaml").read_bytes() == before


def test_a_base_rate_may_be_entered_until_the_end_of_the_calendar(city):
    done = call(
        "year", "base-rate", "9999-12-31", "1,27", "--source", "Bundesbank", "--yes", folder=city, lang="en"
    )
    assert (done.code, "is neither 1 January nor 1 July" in done.err) == (1, True), done.err
    assert (
        call("year", "base-rate", "9999-07-01", "1,27", "--source", "Bundesbank", "--yes", folder=city).code
        == 0
    )


def test_nothing_is_carried_over_by_a_decision_that_is_still_to_come(city):
    words = ("year", "carry-over", "2025-1", "500", "--note", "Kämmerei", "--dry-run", "--decided")
    done = call(*words, "2030-12-12", folder=city)
    assert (done.code, "KIC959" in done.err) == (1, True), done.err
    assert call(*words, "2025-12-12", folder=city).code == 0
