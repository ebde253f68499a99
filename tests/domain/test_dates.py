"""Dates of which perhaps only the month or the year is known: what is certain, and what may be."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from kic.core.values import Moment, PartialDate, certainly_after


def spelled(date: datetime.date) -> st.SearchStrategy:
    """The day in every precision that can mean it."""
    return st.sampled_from(
        [
            date,
            PartialDate(date.year),
            PartialDate(date.year, date.month),
            PartialDate(date.year, date.month, date.day),
            Moment(datetime.datetime.combine(date, datetime.time(23, 59))),
        ]
    )


DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2022, 12, 31))


@given(DAYS, DAYS, st.data())
def test_what_may_be_in_order_is_never_called_certainly_after(first, second, data):
    one, other = data.draw(spelled(first)), data.draw(spelled(second))
    if first <= second:
        assert not certainly_after(one, other)
    if certainly_after(one, other):
        assert not certainly_after(other, one)


def test_certainly_after():
    day = PartialDate.parse
    assert certainly_after(day("2022-07"), day("2022-06"))
    assert certainly_after(day("2022-07-01"), datetime.date(2022, 6, 30))
    assert certainly_after(Moment.parse("2022-07-01T00:00"), day("2022-06"))
    assert not certainly_after(day("2022-06-30"), day("2022-06"))
    assert not certainly_after(day("2022"), day("2022-01-01"))
