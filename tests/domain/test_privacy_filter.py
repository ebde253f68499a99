"""The filter that spares most records the search for accounts lets every account through."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kic.domain.privacy.forms import ibans
from kic.domain.privacy.rules import _may_hold_account

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
    assert _may_hold_account(f"note: {account}\n".encode())


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
    assert _may_hold_account(words.encode())


@pytest.mark.parametrize(
    "words", ["vom 18. Juli 2025 an", "bis 2030 werden die Ziele geprüft", "am 12.03.2024"]
)
def test_dates_in_sentences_are_spared_the_search(words):
    assert not _may_hold_account(words.encode())
