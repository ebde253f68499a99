"""The filters that spare most records the search for personal data let every piece of it through."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kic.domain.privacy.forms import births, emails, ibans, phones, tax_ids
from kic.domain.privacy.marks import (
    Shapes,
    may_hold_account,
    may_hold_birth,
    may_hold_email,
    may_hold_phone,
    may_hold_tax_number,
)

BREAKS = ("", " ", "-", ".", "\u00a0", "\u2009", "\n", "\r\n  # ")
ACCOUNTS = [
    re.sub("[^A-Za-z0-9]", "", line[spot.start : spot.end])
    for line in (Path(__file__).parent / "personal/accounts.txt").read_text("utf-8").splitlines()[1:]
    for spot in ibans(line)
]


@pytest.mark.parametrize(
    "account", ["RO49AAAA1B31007593840000", "MT84MALT011000012345MTLCAST001S", "DE89 3704 0044 0532 0130 00"]
)
def test_letters_within_an_account_do_not_hide_it(account):
    assert list(ibans(account))
    assert may_hold_account(Shapes(f"note: {account}\n".encode()))


@given(
    st.sampled_from(ACCOUNTS),
    st.sampled_from(BREAKS),
    st.integers(1, 5),
    st.tuples(*[st.sampled_from(("", "Konto ", "am 3. Mai: ", "ü", ", ", "x "))] * 2),
)
def test_what_is_found_is_never_filtered_out(whole, between, every, around):
    spelled = between.join(whole[at : at + every] for at in range(0, len(whole), every))
    words = f"{around[0]}{spelled} {around[1]}"
    assume(list(ibans(words)))
    assert may_hold_account(Shapes(words.encode()))


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u202f", "\u2003", "\t"])
def test_no_blank_hides_an_address_whose_at_is_spelled(blank):
    words = f"vorname.nachname (at{blank}) web.de"
    assert list(emails(words))
    assert may_hold_email(Shapes(f"note: {words}\n".encode()))


@pytest.mark.parametrize(
    "words", ["vom 18. Juli 2025 an", "bis 2030 werden die Ziele geprüft", "am 12.03.2024"]
)
def test_dates_in_sentences_are_spared_the_search(words):
    assert not may_hold_account(Shapes(words.encode()))


@pytest.mark.parametrize(
    "words",
    [
        "unter 0631 3651234",
        "unter\u00a00631 3651234",
        "Büro \u20130631 3651234",
        "(0631) 3651234",
        "0171 2345678",
        "00 49 631 3651234",
        "00\u200949\u2009631\u20093651234",
        "+49 631 3651234",
    ],
)
def test_no_blank_or_dash_hides_a_telephone_number(words):
    assert list(phones(words))
    assert may_hold_phone(Shapes(f"note: {words}\n".encode()))


@given(
    st.sampled_from(("", "unter\u00a0", "\u00fc ", "ab (", "Büro \u2013", "x ")),
    st.sampled_from(("+49", "00", "0049", "0631", "(0631)", "0171", "02")),
    st.sampled_from(("", " ", "\u00a0", "\u2009", "/", "-", "\u2011", " / ", ".")),
    st.lists(st.sampled_from(("1", "23", "365", "1234", "00")), min_size=2, max_size=5),
    st.sampled_from(("", "\n", ", ", "a", "_")),
)
def test_no_telephone_number_is_filtered_out(before, beginning, between, groups, after):
    words = before + between.join((beginning, *groups)) + after
    assert may_hold_phone(Shapes(words.encode())) or not list(phones(words))


@pytest.mark.parametrize(
    "words", ["seed: 084a59ae2a8d81fe", "date: 2025-03-13", "time: 18:00", "final: 1200.00"]
)
def test_seeds_days_and_sums_are_spared_the_search(words):
    assert not may_hold_phone(Shapes(f"{words}\n".encode()))


BLANKS = ("", " ", "\u00a0", "\u2009", "\u3000", "\t", "\n  ", "\r\n")


@pytest.mark.parametrize(
    "words",
    ["StNr\u00a012/345/67890", "St.-\u2009Nr.:\t12/345/67890", "Steuer-\nNummer\r\n12/345/67890"],
)
def test_no_blank_hides_a_tax_number(words):
    assert list(tax_ids(words))
    assert may_hold_tax_number(Shapes(f"note: {words}\n".encode()))


@given(
    st.sampled_from(("Steuer", "St", "St.", "St.-", "steuerliche ", "Id", "ID-", "Tax", "tax_")),
    st.sampled_from(BLANKS),
    st.sampled_from(
        ("ID", "IdNr", "ID-Nummer", "Nr", "nummer", "Identifikationsnummer", "id", "No", "number")
    ),
    st.sampled_from(("", ".", ":", '="')),
    st.sampled_from(BLANKS),
    st.sampled_from(("12/345/67890", "12 345 678 901", "12345678901", "12.345.67890")),
)
def test_no_tax_number_is_filtered_out(one, between, other, sign, behind, number):
    words = f"{one}{between}{other}{sign}{behind}{number}"
    assert may_hold_tax_number(Shapes(words.encode())) or not list(tax_ids(words))


@pytest.mark.parametrize(
    "day", ["12.03.1984", "12. M\u00e4rz 1984", "12 March 1984", "1984-03-12", "3\u00a0M\u00e4rz 1984"]
)
@pytest.mark.parametrize("blank", BLANKS[:6])
def test_no_birth_behind_a_star_is_filtered_out(day, blank):
    words = f"Anna Muster (*{blank}{day})"
    assert may_hold_birth(Shapes(words.encode())) or not list(births(words))
