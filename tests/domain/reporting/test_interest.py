"""Interest on what goes back: half-years computed by hand, § 49a(3) VwVfG and § 247 BGB."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.values import Money, Number
from kic.domain.reporting.interest import half_year, interest
from kic.domain.settings import BaseRate

D = datetime.date
FIVE = Number("5")


def table(**rates: str) -> list[BaseRate]:
    """`h2025_2="1.27"`: the second half-year of 2025."""
    return [
        BaseRate(
            since=D(int(key[1:5]), 1 if key[-1] == "1" else 7, 1), percent=Number(value), source="§ 247 BGB"
        )
        for key, value in rates.items()
    ]


RATES = table(h2025_1="2.27", h2025_2="1.27", h2026_1="1.27")


def test_one_half_year():
    # 1,000 EUR from 1 January 2026 (not counted) to 30 June (counted): 180 days of 365 at 1.27 + 5 = 6.27 %.
    # 1,000 x 0.0627 x 180 / 365 = 30.9205...: 30.92.
    due = interest(Money(100_000), D(2026, 1, 1), D(2026, 6, 30), RATES, FIVE)
    assert [(each.days, each.base) for each in due.spans] == [(180, Number("1.27"))]
    assert due.exact == Fraction(100_000) * Fraction("6.27") / 100 * Fraction(180, 365)
    assert due.amount == Money.parse("30.92")


def test_the_rate_changes_at_midyear():
    # 465 EUR from 31 May 2025 to 31 August 2025: 30 days of June at 7.27 %, 62 of July and August at 6.27 %.
    # 465 x (0.0727 x 30 + 0.0627 x 62) / 365 = 465 x 6.0684 / 365 = 7.7309...: 7.73.
    due = interest(Money(46_500), D(2025, 5, 31), D(2025, 8, 31), RATES, FIVE)
    assert [(each.first, each.last, each.days) for each in due.spans] == [
        (D(2025, 6, 1), D(2025, 6, 30), 30),
        (D(2025, 7, 1), D(2025, 8, 31), 62),
    ]
    assert due.amount == Money.parse("7.73")


def test_a_leap_year_has_366_days():
    # 36,600 EUR for one day of 2028 at 5 %: 36,600 x 0.05 / 366 = 5.00. In 2027 it is 36,600 x 0.05 / 365 = 5.0136.
    rates = table(h2027_1="0", h2028_1="0")
    assert interest(Money(3_660_000), D(2028, 2, 28), D(2028, 2, 29), rates, FIVE).amount == Money.parse(
        "5.00"
    )
    assert interest(Money(3_660_000), D(2027, 2, 27), D(2027, 2, 28), rates, FIVE).amount == Money.parse(
        "5.01"
    )


def test_an_unknown_half_year_gives_no_sum():
    # The table ends with the first half of 2026; that the rate did not change in July would be a guess.
    due = interest(Money(100_000), D(2026, 6, 1), D(2026, 7, 1), RATES, FIVE)
    assert due.amount is None
    assert due.unknown == (D(2026, 7, 1),)
    # Up to the last known day there is a sum: 29 days.
    assert interest(Money(100_000), D(2026, 6, 1), D(2026, 6, 30), RATES, FIVE).amount == Money.parse("4.98")


def test_what_came_back_bears_no_more_interest():
    # 1,000 EUR from 1 January 2026; 600 came on 11 January. Ten days (2 to 11 January) on 1,000, ten (12 to 21) on 400:
    # 0.0627 / 365 x (10 x 1,000 + 10 x 400) = 2.4049...: 2.40.
    due = interest(
        Money(100_000), D(2026, 1, 1), D(2026, 1, 21), RATES, FIVE, repaid=[(D(2026, 1, 11), Money(60_000))]
    )
    assert [(each.days, each.principal) for each in due.spans] == [(10, Money(100_000)), (10, Money(40_000))]
    assert due.amount == Money.parse("2.40")
    # All of it came: from the next day on nothing is owed, and no rate is needed for it.
    paid = interest(
        Money(100_000), D(2026, 6, 1), D(2026, 12, 1), RATES, FIVE, repaid=[(D(2026, 6, 30), Money(100_000))]
    )
    assert paid.unknown == ()
    assert paid.spans[-1].last == D(2026, 6, 30)


def test_the_day_of_the_event_alone_bears_nothing():
    due = interest(Money(100_000), D(2026, 1, 1), D(2026, 1, 1), RATES, FIVE)
    assert (due.spans, due.amount) == ((), Money(0))


def test_a_base_rate_below_zero_lowers_the_five_points():
    # -0.88 % (as from 2016 to 2022) and 5 points: 4.12 %. 1,000 EUR for 365 days of 2021: 41.20.
    rates = table(h2021_1="-0.88", h2021_2="-0.88")
    assert interest(Money(100_000), D(2020, 12, 31), D(2021, 12, 31), rates, FIVE).amount == Money.parse(
        "41.20"
    )


def test_money_that_was_not_used_promptly():
    # 3,000 EUR were paid on 1 January 2026. 1,000 were spent on 15 January, within 60 days: no interest. After
    # 2 March (60 days) 2,000 are left; 500 were spent on 12 March, the rest on 1 April.
    # Ten days (3 to 12 March) on 2,000, twenty (13 March to 1 April) on 1,500: 0.0627 / 365 x 50,000 = 8.589...
    used = [(D(2026, 3, 12), Money(50_000)), (D(2026, 4, 1), Money(150_000))]
    due = interest(Money(200_000), D(2026, 3, 2), D(2026, 6, 30), RATES, FIVE, repaid=used)
    assert [(each.days, each.principal) for each in due.spans] == [(10, Money(200_000)), (20, Money(150_000))]
    assert due.amount == Money.parse("8.58")


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (D(2026, 1, 1), D(2026, 1, 1)),
        (D(2026, 6, 30), D(2026, 1, 1)),
        (D(2026, 7, 1), D(2026, 7, 1)),
        (D(2026, 12, 31), D(2026, 7, 1)),
    ],
)
def test_half_years(day, first):
    assert half_year(day) == first


days = st.dates(D(2020, 1, 1), D(2030, 12, 31))
ALL = [
    BaseRate(since=D(year, month, 1), percent=Number(f"{(year * 7 + month) % 5}.37"), source="-")
    for year in range(2019, 2034)
    for month in (1, 7)
]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10_000_000), days, days, days)
def test_two_parts_of_a_time_bear_what_the_whole_bears(cents, a, b, c):
    first, middle, last = sorted((a, b, c))
    whole = interest(Money(cents), first, last, ALL, FIVE)
    parts = [interest(Money(cents), *span, ALL, FIVE) for span in ((first, middle), (middle, last))]
    assert whole.exact == sum(part.exact for part in parts)
    assert sum(each.days for each in whole.spans) == (last - first).days


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10_000_000), days, st.integers(0, 500))
def test_day_by_day_says_the_same(cents, since, length):
    until = since + datetime.timedelta(days=length)
    rates = {each.since: Fraction(each.percent.spelling) for each in ALL}
    by_day = Fraction(0)
    for n in range(1, length + 1):
        day = since + datetime.timedelta(days=n)
        year = (D(day.year + 1, 1, 1) - D(day.year, 1, 1)).days
        by_day += cents * (rates[D(day.year, 1 if day.month < 7 else 7, 1)] + 5) / 100 / year
    assert interest(Money(cents), since, until, ALL, FIVE).exact == by_day


@pytest.mark.parametrize("since", [D.min, D(9999, 6, 30), D(9999, 12, 31), D.max])
def test_the_ends_of_the_calendar_are_no_fault(since):
    repaid = [(D.max, Money(100)), (D.min, Money(100))]
    due = interest(
        Money(100_000), since, D.max if since.year > 9000 else D(1, 12, 31), RATES, FIVE, repaid=repaid
    )
    assert due.amount is None or not due.spans
