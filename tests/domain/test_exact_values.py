"""The two exact forms of a number are the same value, in every spelling that is allowed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.values import Number, Share

UNIT = 10**9


@given(st.from_regex(Number.pattern.replace("$", r"\Z"), fullmatch=True))
def test_a_number_in_billionths(spelling):
    number = Number.parse(spelling)
    assert Fraction(number.billionths, UNIT) == number.fraction == Fraction(spelling)


@given(st.from_regex(Share.pattern.replace("$", r"\Z"), fullmatch=True))
def test_a_share_in_billionths(spelling):
    share = Share.parse(spelling)
    assert Fraction(share.billionths, UNIT) == share.fraction == Fraction(spelling[:-1]) / 100


@pytest.mark.parametrize(
    ("spelling", "billionths"),
    [("0", 0), ("-0.5", -500_000_000), ("7.50", 7_500_000_000), ("-0.000000001", -1), ("999999999999999", 999_999_999_999_999 * UNIT)],
)  # fmt: skip
def test_numbers_written_out(spelling, billionths):
    assert Number.parse(spelling).billionths == billionths


@pytest.mark.parametrize(
    ("spelling", "billionths"), [("100%", UNIT), ("12.5%", 125_000_000), ("0.000001%", 10), ("0%", 0)]
)
def test_shares_written_out(spelling, billionths):
    assert Share.parse(spelling).billionths == billionths


def test_equal_in_any_spelling():
    assert len({Number("7.5"), Number("7.50"), Number("7.500")}) == 1
    assert len({Share("50%"), Share("50.0%"), Share("50.5%")}) == 2
