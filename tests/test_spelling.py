"""Dates, amounts and numbers as people write them: read where they mean one thing, refused where they mean two."""

# ruff: noqa: RUF001

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core import spelling
from kic.core.spelling import Ambiguous
from kic.core.values import Misread, Money

DAYS = st.dates(datetime.date(1000, 1, 1))
CENTS = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22", "2026-11-22"), ("22.11.2026", "2026-11-22"), ("1.3.2026", "2026-03-01"),
        (" 1. 3. 2026 ", "2026-03-01"), ("29.02.2028", "2028-02-29"), ("1.\u00a03.\u00a02026", "2026-03-01"),
    ],
)  # fmt: skip
def test_days(written, meant):
    assert str(spelling.day(written)) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1234.50", "1234.50"), ("1234", "1234.00"), ("1.234,50", "1234.50"), ("1234,50", "1234.50"),
        ("1 234,50 €", "1234.50"), ("1\u202f234,50\u00a0€", "1234.50"), ("€ 5,00", "5.00"), ("5,00 Euro", "5.00"),
        ("EUR 1.234.567", "1234567.00"), ("1,234.50", "1234.50"), ("12 000", "12000.00"), ("20,-", "20.00"),
        ("20,– €", "20.00"), ("-3,20", "-3.20"), ("\u22123,20", "-3.20"), ("6900 €", "6900.00"), ("0", "0.00"),
    ],
)  # fmt: skip
def test_amounts(written, meant):
    assert str(spelling.amount(written)) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("82", "82"), ("7.5", "7.5"), ("7,5", "7.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("0,125", "0.125"),
        ("0.125", "0.125"), ("1234,567", "1234.567"), ("1,2345", "1.2345"), ("1.234.567", "1234567"), ("-0,5", "-0.5"),
    ],
)  # fmt: skip
def test_numbers(written, meant):
    assert str(spelling.number(written)) == meant


def test_shares_and_moments():
    assert [str(spelling.share(each)) for each in ("75%", "12,5 %", "0.125\u00a0%")] == [
        "75%",
        "12.5%",
        "0.125%",
    ]
    for written in ("2026-03-31T23:59", "31.03.2026, 23:59 Uhr", "31.3.2026 23.59", "2026-03-31 23:59"):
        assert str(spelling.moment(written)) == "2026-03-31T23:59"


@pytest.mark.parametrize(
    ("reader", "written", "reason"),
    [
        (spelling.amount, "1.234", "1.234 can mean thousands or decimals; thousands are clear without a mark: 1234"),
        (spelling.amount, "1,234 €", "1,234 can mean thousands or decimals; thousands are clear without a mark: 1234"),
        (spelling.amount, "-12.000", "-12.000 can mean thousands or decimals; thousands are clear without a mark: 12000"),
        (spelling.number, "1.234", "1.234 can mean thousands or decimals; thousands are clear without a mark: 1234"),
        (spelling.day, "03/04/2026", "with slashes or hyphens, the day can stand first or the month"),
        (spelling.day, "3-4-26", "with slashes or hyphens, the day can stand first or the month"),
        (spelling.day, "22.11.26", "the year needs four digits"),
        (spelling.moment, "22.11.26, 12:00", "the year needs four digits"),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_is_refused_with_the_reason(reader, written, reason):
    with pytest.raises(Ambiguous) as refused:
        reader(written)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("reader", "spellings"),
    [
        (spelling.day, ("", "30.02.2026", "2026-02-30", "22.11.", "2026/11/22", "46348", "22. November 2026", "٢٢.١١.٢٠٢٦")),
        (spelling.amount, ("", "€", "12,5", "12.5", "1,2345", "1.23.456,00", "1.234.56", "01.234,00", "1 00", "1_000", "1e3", "+5",
                           "5,00 $", "1.234,567", "5-", "1 234.567,00", "٥", "12345678901234567")),
        (spelling.number, ("", "7,", ",5", "1e3", "01", "1..2", "0.123.456", "NaN")),
        (spelling.share, ("75", "101%", "-1%", "1.2.3%")),
        (spelling.moment, ("31.03.2026", "31.03.2026 24:00", "31.02.2026 12:00", "2026-03-31T24:00", "x" * 9 + " " * 10_000)),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(reader, spellings):
    for written in spellings:
        with pytest.raises(Misread):
            reader(written)


@given(DAYS)
def test_a_day_in_every_spelling(day):
    for written in (
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}. {day.month}. {day.year}",
        day.isoformat(),
    ):
        assert spelling.day(written) == day


@given(CENTS)
def test_an_amount_in_every_spelling(cents):
    money = Money(cents)
    grouped = f"{abs(cents) // 100:,}"
    sign, decimals = "-" if cents < 0 else "", f"{abs(cents) % 100:02d}"
    for written in (
        str(money),
        f"{sign}{grouped.replace(',', '.')},{decimals}",
        f"{sign}{grouped.replace(',', ' ')},{decimals} €",
        f"{sign}{grouped}.{decimals}",
        f"EUR {sign}{grouped.replace(',', '.')},{decimals}",
    ):
        assert spelling.amount(written) == money


@given(st.from_regex(r"-?[0-9]{1,3}([., ]?[0-9]{1,3}){0,3}", fullmatch=True))
def test_a_number_is_read_in_one_way_or_not_at_all(written):
    """Whichever mark is held to be the decimals' and whichever the thousands': one reading is left, or none."""
    digits = written.removeprefix("-")
    readings = set()
    for thousands in (".", ",", " "):
        for point in {".", ","} - {thousands}:
            whole, _, rest = digits.partition(point)
            groups = whole.split(thousands)
            plain = len(groups) == 1 or (
                1 <= len(groups[0]) <= 3 and all(len(each) == 3 for each in groups[1:]) and groups[0] != "0"
            )
            joined = "".join(groups)
            if (
                plain
                and joined.isdigit()
                and (joined == "0" or not joined.startswith("0"))
                and (rest.isdigit() or point not in digits)
            ):
                readings.add((joined, rest))
    try:
        number = spelling.number(written)
    except Ambiguous:
        assert len(readings) > 1
    except Misread:
        assert not readings or any(len(rest) > 9 for _, rest in readings)
    else:
        assert {(str(number).removeprefix("-").partition(".")[0], str(number).partition(".")[2])} == readings


@given(st.text(max_size=30) | st.text(alphabet="0123456789.,- €/:TUhr%", max_size=20))
def test_no_text_does_more_than_be_refused(written):
    for reader in (spelling.day, spelling.moment, spelling.amount, spelling.number, spelling.share):
        with contextlib.suppress(Misread):
            reader(written)
