"""Periods worked out by hand from the law, each with its reasoning.

§ 187(1) BGB: the day of the event does not count. § 188(2): a period of weeks or months ends on the day that has the
name or number of the event's day. § 188(3): where the month has no such day, on its last. § 193 BGB, § 31(3) VwVfG:
an end on a Saturday, Sunday or public holiday moves to the next working day. § 41(2) VwVfG: fourth day after
posting. The holidays are those of Rheinland-Pfalz unless another Land is named. Easter was on 31.03.2024, 20.04.2025,
05.04.2026 and 28.03.2027.
"""

import datetime

import pytest

from kic.core.values import Count, Moment
from kic.domain.calls.clock import Clock, fault
from kic.domain.periods import law
from kic.domain.periods.delivery import (
    appeal,
    delivered,
    lawsuit,
    limitation_end,
    payout_from,
    proof_until,
    register_until,
    revocation_limit,
)
from kic.domain.settings import Municipality, Settings


def day(spelling: str) -> datetime.date:
    return datetime.date.fromisoformat(spelling)


def settings(land: str = "RP") -> Settings:
    return Settings(id="city", format=Count(1), municipality=Municipality(name="Stadt"), land=land)


MONTHS = [
    # event, months, Land, last day
    # The three worked examples of DOMAIN, section 3.4:
    ("2026-12-01", 1, "RP", "2027-01-04"),  # 01.01. is a holiday and a Friday, then a weekend: Monday
    ("2026-12-06", 1, "RP", "2027-01-06"),  # Epiphany, a Wednesday, is no holiday in Rheinland-Pfalz
    ("2027-01-31", 1, "RP", "2027-03-01"),  # February has no 31st: its last day, a Sunday; Monday
    # The same day where Epiphany is a holiday:
    ("2026-12-06", 1, "BW", "2027-01-07"),
    ("2026-12-06", 1, "BY", "2027-01-07"),
    ("2026-12-06", 1, "ST", "2027-01-07"),
    # Month ends:
    ("2026-01-31", 1, "RP", "2026-03-02"),  # 28.02.2026 is a Saturday: Monday, already in March
    ("2025-01-31", 1, "RP", "2025-02-28"),  # last day of February, a Friday
    ("2023-01-30", 1, "RP", "2023-02-28"),  # no 30th in February either; a Tuesday
    ("2023-01-29", 1, "RP", "2023-02-28"),  # nor a 29th outside a leap year
    ("2024-01-29", 1, "RP", "2024-02-29"),  # a leap year has one; a Thursday
    ("2024-01-31", 1, "RP", "2024-02-29"),  # last day of February in a leap year
    ("2026-03-31", 1, "RP", "2026-04-30"),  # April has 30 days; a Thursday
    (
        "2026-02-28",
        1,
        "RP",
        "2026-03-30",
    ),  # the number counts, not the month's end: 28.03., a Saturday; Monday
    ("2026-04-30", 1, "RP", "2026-06-01"),  # 30.05. is a Saturday, not the 31st; Monday 01.06.
    ("2026-06-30", 6, "RP", "2026-12-30"),  # the 30th, not the end of December
    ("2025-12-31", 6, "RP", "2026-06-30"),  # June has no 31st; a Tuesday
    ("2026-08-31", 6, "RP", "2027-03-01"),  # 28.02.2027 is a Sunday
    ("2026-12-31", 2, "RP", "2027-03-01"),  # the same by another way: 28.02.2027
    # A year is twelve months:
    ("2024-02-29", 12, "RP", "2025-02-28"),  # no 29th in 2025; a Friday
    ("2023-02-28", 12, "RP", "2024-02-28"),  # the 28th, although February 2024 has 29 days; a Wednesday
    ("2024-02-29", 48, "RP", "2028-02-29"),  # from leap year to leap year; a Tuesday
    ("2026-12-01", 12, "RP", "2027-12-01"),  # a Wednesday
    # Holidays with a fixed day:
    ("2026-04-01", 1, "RP", "2026-05-04"),  # 01.05. is a holiday and a Friday: Monday
    ("2026-09-03", 1, "RP", "2026-10-05"),  # 03.10. is a Saturday besides: Monday
    ("2026-10-01", 1, "RP", "2026-11-02"),  # All Saints' Day is a Sunday: Monday
    ("2027-09-30", 1, "RP", "2027-11-02"),  # 30.10. Saturday, Sunday, Monday All Saints' Day: Tuesday
    ("2027-09-30", 1, "BE", "2027-11-01"),  # Berlin has no All Saints' Day: Monday
    ("2026-11-25", 1, "RP", "2026-12-28"),  # 25.12. Friday, 26.12. Saturday, Sunday: Monday
    ("2025-11-25", 1, "RP", "2025-12-29"),  # 25.12. Thursday, 26.12. Friday, a weekend: Monday
    ("2026-11-24", 1, "RP", "2026-12-24"),  # Christmas Eve is no holiday; a Thursday
    ("2026-11-30", 1, "RP", "2026-12-30"),  # a Wednesday between the years is a working day
    ("2025-12-01", 1, "RP", "2026-01-02"),  # 01.01.2026 is a Thursday: Friday
    # Holidays that move with Easter:
    ("2024-02-29", 1, "RP", "2024-04-02"),  # Good Friday 29.03., weekend, Easter Monday: Tuesday
    ("2026-03-03", 1, "RP", "2026-04-07"),  # Good Friday 03.04., weekend, Easter Monday: Tuesday
    ("2026-03-06", 1, "RP", "2026-04-07"),  # Easter Monday: Tuesday
    ("2026-03-02", 1, "RP", "2026-04-02"),  # Maundy Thursday is a working day
    ("2026-04-14", 1, "RP", "2026-05-15"),  # Ascension Day 14.05. (39 days after Easter): Friday
    ("2026-04-25", 1, "RP", "2026-05-26"),  # Whit Monday 25.05. (50 days): Tuesday
    ("2026-05-04", 1, "RP", "2026-06-05"),  # Corpus Christi 04.06. (60 days): Friday
    ("2026-05-04", 1, "BE", "2026-06-04"),  # no holiday in Berlin
    ("2026-05-04", 1, "SN", "2026-06-04"),  # nor in Saxony as a whole
    # Holidays of some Länder and years:
    (
        "2017-08-31",
        2,
        "RP",
        "2017-11-02",
    ),  # Reformation Day 2017 was one everywhere, then All Saints' Day: Thursday
    ("2018-08-31", 2, "RP", "2018-10-31"),  # and in 2018 no longer in Rheinland-Pfalz; a Wednesday
    ("2018-08-31", 2, "NI", "2018-11-01"),  # but from 2018 on in Lower Saxony
    ("2016-08-31", 2, "NI", "2016-10-31"),  # and not before; a Monday
    ("2018-02-08", 1, "BE", "2018-03-08"),  # Women's Day was no holiday yet; a Thursday
    ("2019-02-08", 1, "BE", "2019-03-11"),  # from 2019 on it is, a Friday: Monday
    ("2023-02-08", 1, "MV", "2023-03-09"),  # in Mecklenburg-Vorpommern from 2023 on; Wednesday: Thursday
    ("2020-04-08", 1, "BE", "2020-05-11"),  # 08.05.2020, a Friday, was a holiday once: Monday
    (
        "2026-10-18",
        1,
        "SN",
        "2026-11-19",
    ),  # Buß- und Bettag 18.11.2026, the Wednesday before 23.11.: Thursday
    ("2026-10-18", 1, "RP", "2026-11-18"),  # abolished elsewhere since 1995
    ("2026-07-15", 1, "SL", "2026-08-17"),  # 15.08. is a Saturday in any case: Monday
    ("2025-07-15", 1, "SL", "2025-08-18"),  # Assumption Day, a Friday, in Saarland: Monday
    ("2025-07-15", 1, "RP", "2025-08-15"),  # in Rheinland-Pfalz a Friday like others
    ("2024-08-20", 1, "TH", "2024-09-23"),  # Children's Day, a Friday, in Thuringia since 2019: Monday
]


@pytest.mark.parametrize(("event", "months", "land", "end"), MONTHS)
def test_a_period_of_months(event: str, months: int, land: str, end: str) -> None:
    assert law.month_period(day(event), months, land).end == day(end)


WEEKS_AND_DAYS = [
    ("2026-11-23", 14, "2026-12-07"),  # two weeks from a Monday: a Monday
    ("2026-12-11", 14, "2026-12-28"),  # Friday 25.12., Saturday, Sunday: Monday
    ("2026-11-21", 7, "2026-11-30"),  # from Saturday to Saturday 28.11.: Monday
    ("2026-12-22", 10, "2027-01-04"),  # 01.01.2027 is a Friday and a holiday: Monday of the new year
    ("2024-02-27", 3, "2024-03-01"),  # 28.02., 29.02., 01.03.: a Friday
    ("2025-02-25", 3, "2025-02-28"),  # 26., 27., 28.02.: a Friday
    ("2026-03-26", 7, "2026-04-02"),  # over the beginning of summer time: days are days
    ("2026-10-22", 7, "2026-10-29"),  # and over its end
]


@pytest.mark.parametrize(("event", "days", "end"), WEEKS_AND_DAYS)
def test_a_period_of_days(event: str, days: int, end: str) -> None:
    assert law.day_period(day(event), days, "RP").end == day(end)


DELIVERY = [
    # posted, fourth (before 2025 third) day, careful day
    ("2026-11-27", "2026-12-01", "2026-12-01"),  # Friday: Saturday 1, Sunday 2, Monday 3, Tuesday 4
    ("2026-12-02", "2026-12-06", "2026-12-07"),  # a Sunday: it stays; who is careful counts from Monday
    ("2027-01-27", "2027-01-31", "2027-02-01"),  # a Sunday, the last of the month
    (
        "2024-12-30",
        "2025-01-02",
        "2025-01-02",
    ),  # posted before 2025: the third day, also if that lies in 2025
    ("2024-12-31", "2025-01-03", "2025-01-03"),  # the last day of the old law
    (
        "2025-01-01",
        "2025-01-05",
        "2025-01-06",
    ),  # the first of the new: a Sunday; carefully Monday, no holiday here
    ("2025-01-02", "2025-01-06", "2025-01-06"),  # a Monday
    ("2026-12-21", "2026-12-25", "2026-12-28"),  # on Christmas Day; carefully the Monday after
    ("2026-04-02", "2026-04-06", "2026-04-07"),  # on Easter Monday; carefully Tuesday
    ("2028-02-26", "2028-03-01", "2028-03-01"),  # a leap year: 27., 28., 29.02., 01.03.
    ("2027-02-26", "2027-03-02", "2027-03-02"),  # 27., 28.02., 01., 02.03.
    ("2026-12-29", "2027-01-02", "2027-01-04"),  # over the change of the year: a Saturday; carefully Monday
]


@pytest.mark.parametrize(("posted", "expected", "careful"), DELIVERY)
def test_a_letter_counts_as_delivered(posted: str, expected: str, careful: str) -> None:
    found = delivered(day(posted), settings())
    assert found is not None
    assert (found.day, found.careful, found.proved) == (day(expected), day(careful), False)


PROVED = [
    # posted 27.11.2026, so computed 01.12.2026
    ({"proved": "2026-12-04"}, "2026-12-04"),  # it came later: that day counts (§ 41(2) sentence 3)
    (
        {"proved": "2026-11-30"},
        "2026-12-01",
    ),  # it came earlier: a plain letter is delivered on the fourth day
    ({"proved": "2026-11-30", "proof_decides": True}, "2026-11-30"),  # return receipt, or handed over
    (
        {"proved": "2026-12-04", "fiction": False},
        "2026-12-04",
    ),  # formal service: the day in the record of service
    ({"fiction": False}, None),  # formal service without a record: not delivered
]


@pytest.mark.parametrize(("known", "expected"), PROVED)
def test_a_proved_day(known: dict[str, object], expected: str | None) -> None:
    if "proved" in known:
        known = known | {"proved": day(str(known["proved"]))}
    found = delivered(day("2026-11-27"), settings(), **known)
    assert (found.day if found else None) == (day(expected) if expected else None)


REMEDIES = [
    # posted, right instruction, last day, first day of finality, careful first day of finality
    ("2026-11-27", True, "2027-01-04", "2027-01-05", "2027-01-05"),  # delivered 01.12.
    (
        "2026-12-02",
        True,
        "2027-01-06",
        "2027-01-07",
        "2027-01-08",
    ),  # 06.12.; carefully 07.12., 07.01., 08.01.
    (
        "2027-01-27",
        True,
        "2027-03-01",
        "2027-03-02",
        "2027-03-02",
    ),  # 31.01.; carefully 01.02. gives the same end
    ("2026-11-23", True, "2026-12-28", "2026-12-29", "2026-12-29"),  # 27.11., so 27.12., a Sunday: Monday
    (
        "2025-01-27",
        True,
        "2025-02-28",
        "2025-03-01",
        "2025-03-01",
    ),  # 31.01.; finality is no period: a Saturday
    ("2024-01-29", True, "2024-03-01", "2024-03-02", "2024-03-02"),  # third day 01.02.2024
    ("2026-12-21", True, "2027-01-25", "2027-01-26", "2027-01-29"),  # 25.12.; carefully 28.12., so 28.01.
    ("2026-11-27", False, "2027-12-01", "2027-12-02", "2027-12-02"),  # a year from 01.12.2026 (§ 58(2) VwGO)
    ("2024-02-26", False, "2025-02-28", "2025-03-01", "2025-03-01"),  # a year from 29.02.2024
]


@pytest.mark.parametrize(("posted", "instructed", "end", "final", "careful"), REMEDIES)
def test_the_end_of_the_time_for_an_objection(
    posted: str, instructed: bool, end: str, final: str, careful: str
) -> None:
    delivery = delivered(day(posted), settings())
    assert delivery is not None
    remedy = appeal(delivery, settings(), instructed=instructed)
    assert (remedy.end, remedy.final, remedy.careful_final) == (day(end), day(final), day(careful))


LAWSUITS = [
    ("2026-10-05", "2026-11-05"),  # a month from Monday 05.10.: a Thursday
    ("2026-09-30", "2026-10-30"),  # the 30th, a Friday
    ("2026-05-14", "2026-06-15"),  # 14.06. is a Sunday: Monday
    ("2026-12-31", "2027-02-01"),  # 31.01.2027 is a Sunday: Monday
]


@pytest.mark.parametrize(("served", "end"), LAWSUITS)
def test_the_end_of_the_time_for_a_lawsuit(served: str, end: str) -> None:
    assert lawsuit(day(served), settings()).end == day(end)


REVOCATION = [
    # known, careful last day, last day by § 31(3) VwVfG
    ("2026-10-20", "2027-10-20", "2027-10-20"),  # a Wednesday
    ("2025-10-31", "2026-10-31", "2026-11-02"),  # a Saturday, then All Saints' Day on a Sunday: Monday
    ("2024-02-29", "2025-02-28", "2025-02-28"),  # no 29th in 2025
    ("2025-12-25", "2026-12-25", "2026-12-28"),  # Christmas Day on a Friday
]


@pytest.mark.parametrize(("known", "careful", "end"), REVOCATION)
def test_the_year_for_taking_an_award_back(known: str, careful: str, end: str) -> None:
    found = revocation_limit(day(known), settings())
    assert (found.unmoved, found.end) == (day(careful), day(end))


LIMITATION = [
    ("2025-05-05", "2028-12-31"),  # from the end of 2025 three years (§§ 195, 199(1) BGB)
    ("2025-12-31", "2028-12-31"),  # the last day of the year gives no more
    ("2026-01-01", "2029-12-31"),  # and the first of the next a whole year
]


@pytest.mark.parametrize(("arisen", "last"), LIMITATION)
def test_limitation(arisen: str, last: str) -> None:
    assert limitation_end(day(arisen), settings()) == day(last)


REGISTER = [
    ("2026-01-02", "RP", "2026-01-30"),  # 05.-09.01. (5), 12.-16. (10), 19.-23. (15), 26.-30. (20)
    ("2026-01-02", "BW", "2026-02-02"),  # Epiphany, a Tuesday, falls out: one day more, a Monday
    (
        "2026-12-14",
        "RP",
        "2027-01-13",
    ),  # 15.-18. (4), 21.-24. (8), 28.-31. (12), 04.-08.01. (17), 11.-13. (20)
    (
        "2026-04-01",
        "RP",
        "2026-05-04",
    ),  # 02.04. (1), 07.-10. (5), 13.-17. (10), -24. (15), -30. (19), 04.05. (20)
    (
        "2026-05-08",
        "RP",
        "2026-06-10",
    ),  # 11.-13. (3), 15. (4), -22. (9), 26.-29. (13), -03.06. (16), 05. (17), 08.-10.
]


@pytest.mark.parametrize(("granted", "land", "last"), REGISTER)
def test_twenty_working_days(granted: str, land: str, last: str) -> None:
    assert register_until(day(granted), settings(land)) == day(last)


FULL_DAYS = [
    # meeting, full days, latest day of the invitation
    ("2026-12-03", 4, "2026-11-28"),  # between them 29., 30.11., 01., 02.12.; a Saturday is a day, too
    ("2027-01-04", 4, "2026-12-30"),  # 31.12., 01., 02., 03.01.
    ("2028-03-01", 4, "2028-02-25"),  # 26., 27., 28., 29.02. of a leap year
    ("2027-03-01", 4, "2027-02-24"),  # 25., 26., 27., 28.02.
    ("2026-03-30", 4, "2026-03-25"),  # 29.03. has 23 hours and is a day
    ("2026-10-26", 4, "2026-10-21"),  # 25.10. has 25 hours and is one day
    ("2026-12-03", 0, "2026-12-02"),  # no full day: the day before
]


@pytest.mark.parametrize(("meeting", "days", "latest"), FULL_DAYS)
def test_full_days_before_a_meeting(meeting: str, days: int, latest: str) -> None:
    assert law.latest_day_before(day(meeting), days) == day(latest)


def test_a_proof_of_use_is_due_six_months_after_the_period() -> None:
    assert proof_until(day("2026-12-31"), settings()) == day("2027-06-30")  # June has no 31st; a Wednesday
    assert proof_until(day("2026-08-31"), settings()) == day("2027-03-01")  # 28.02.2027 is a Sunday: Monday


def test_money_is_paid_two_months_ahead_at_most() -> None:
    assert payout_from(day("2026-08-31"), settings()) == day("2026-06-30")  # June has no 31st
    assert payout_from(day("2026-04-30"), settings()) == day("2026-02-28")  # February has no 30th


def test_working_days_between_the_years() -> None:
    # 24.12. is a working day, 25. and 26.12. are holidays, 28.-31. are four, 01.01. is a holiday, 04.01. one
    assert law.working_days_later(day("2026-12-23"), 6, "RP") == day("2027-01-04")


CLOCK = [
    # Summer time begins on the last Sunday of March at 02:00 and ends on the last of October at 03:00.
    ("2026-03-29T01:59", None),  # the last minute of winter time
    ("2026-03-29T02:00", Clock.NEVER),  # the clock goes from 01:59 to 03:00
    ("2026-03-29T02:59", Clock.NEVER),
    ("2026-03-29T03:00", None),  # the first minute of summer time
    ("2026-10-25T01:59", None),
    ("2026-10-25T02:00", Clock.TWICE),  # from 02:59 the clock goes back to 02:00
    ("2026-10-25T02:59", Clock.TWICE),
    ("2026-10-25T03:00", None),
    ("2027-03-28T02:30", Clock.NEVER),  # 28.03. is the last Sunday of March 2027
    ("2027-10-31T02:30", Clock.TWICE),  # and 31.10. that of October
    ("2026-03-31T23:59", None),  # the usual deadline: two days into summer time
]


@pytest.mark.parametrize(("moment", "expected"), CLOCK)
def test_deadlines_when_the_clock_changes(moment: str, expected: Clock | None) -> None:
    assert fault(Moment.parse(moment), "Europe/Berlin") is expected


def test_there_are_enough_cases() -> None:
    tables = (MONTHS, WEEKS_AND_DAYS, DELIVERY, PROVED, REMEDIES, LAWSUITS, REVOCATION, LIMITATION, REGISTER)
    assert sum(map(len, (*tables, FULL_DAYS, CLOCK))) >= 80
