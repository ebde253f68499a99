"""When a day ends on a municipality's clock."""

import datetime


def last_second(day: datetime.date, zone: str) -> int:
    """The last second of a day in a time zone, counted from 1970.

    Where the system has no time zones, as Windows without their package, Central European time is computed: summer
    time from the last Sunday of March to that of October, since 1996.
    """
    import zoneinfo  # noqa: PLC0415

    last = datetime.datetime.combine(day, datetime.time(23, 59, 59))
    try:
        return int(last.replace(tzinfo=zoneinfo.ZoneInfo(zone)).timestamp())
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        summer = _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)
        return int(last.replace(tzinfo=datetime.UTC).timestamp()) - 3600 * (2 if summer else 1)


def _last_sunday(year: int, month: int) -> datetime.date:
    last = datetime.date(year, month, 31)
    return last - datetime.timedelta(days=(last.weekday() + 1) % 7)
