"""Periods as the law counts them: §§ 187-193 BGB, § 31 VwVfG.

A period that an event starts (a delivery, a decision) does not count the day of the event (§ 187(1) BGB). One of
months ends on the day with the event's number, or the last day of a shorter month (§ 188(2), (3)). If the end
is a Saturday, a Sunday or a public holiday, the next working day takes its place (§ 193 BGB, § 31(3) VwVfG). A fixed
date is no period and is not moved. All dates are days of the municipality's calendar; `land` is its two letters,
None for the holidays that all Länder share.
"""

import datetime

import msgspec

from kic.domain.periods.holidays import DAY, is_working_day

_FEBRUARY, _SHORT = 2, (4, 6, 9, 11)


class Period(msgspec.Struct, frozen=True):
    """A period: the day of the event, the day on which it would end, and that on which it does (inclusive)."""

    event: datetime.date
    unmoved: datetime.date
    end: datetime.date

    @property
    def moved(self) -> bool:
        """Whether the end fell on a Saturday, a Sunday or a public holiday."""
        return self.end != self.unmoved


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The day with the same number so many months later, or the last of that month (§ 188(2), (3) BGB).

    `months` may be negative. Nothing lies beyond the calendar's last year 9999: there, its last day.
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.max if months > 0 else datetime.date.min
    return datetime.date(year, month + 1, min(day.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    if month == _FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in _SHORT else 31


def next_working_day(day: datetime.date, land: str | None) -> datetime.date:
    """The day itself if it is a working day, else the next that is one (§ 193 BGB, § 31(3) VwVfG)."""
    while not is_working_day(day, land) and day < datetime.date.max:
        day += DAY
    return day


def month_period(event: datetime.date, months: int, land: str | None) -> Period:
    """A period of months that begins with an event (§ 187(1), § 188(2) and (3) BGB); a year is 12."""
    return _period(event, months_later(event, months), land)


def day_period(event: datetime.date, days: int, land: str | None) -> Period:
    """A period of days that begins with an event: the event's day does not count (§ 187(1), § 188(1) BGB)."""
    return _period(event, _later(event, days), land)


def _period(event: datetime.date, end: datetime.date, land: str | None) -> Period:
    return Period(event, end, next_working_day(end, land))


def _later(day: datetime.date, days: int) -> datetime.date:
    if days > (datetime.date.max - day).days:
        return datetime.date.max
    return day + days * DAY


def end_of_year_period(event: datetime.date, years: int) -> datetime.date:
    """The last day of limitation that begins with the end of the event's year (§ 199(1) BGB): a 31 December.

    Not moved to a working day although § 193 BGB may allow it: who has to act in time does not count on that.
    """
    return datetime.date(min(event.year + years, datetime.MAXYEAR), 12, 31)


def working_days_later(event: datetime.date, days: int, land: str | None) -> datetime.date:
    """The last of so many working days after the event; the event's day does not count, 0 is the day itself."""
    day = event
    for _ in range(days):
        if day == datetime.date.max:
            break
        day = next_working_day(day + DAY, land)
    return day


def latest_day_before(event: datetime.date, full_days: int) -> datetime.date:
    """The latest day that leaves so many whole days before the event, such as an invitation to a meeting.

    Counted backwards and not moved: a shorter time would be against whom the period protects.
    """
    if full_days + 1 > (event - datetime.date.min).days:
        return datetime.date.min
    return event - (full_days + 1) * DAY
