"""Times of day that a clock never shows, or shows twice, because of summer time.

In the Europe/Berlin zone there is no 02:30 on the last Sunday of March, and there are two on that of October.
"""

import datetime
import enum

from kic.core.values import Moment

_CALM_FROM = 4
"""In Europe clocks are changed at 01:00 UTC, so that from this hour on every time of day is there once."""


class Clock(enum.Enum):
    """What is wrong with a time of day in its time zone."""

    NEVER = "never"
    TWICE = "twice"


def fault(moment: Moment, zone: str) -> Clock | None:
    """What is wrong with this moment in this time zone; None if nothing is, or the zone is not known."""
    local = moment.local
    if zone.startswith("Europe/") and local.hour >= _CALM_FROM:
        return None
    import zoneinfo  # noqa: PLC0415  # 4 ms; few deadlines lie in the first hours of a day

    try:
        tz = zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None  # KIC102 says so
    first, second = local.replace(tzinfo=tz, fold=0), local.replace(tzinfo=tz, fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    back = first.astimezone(datetime.UTC).astimezone(tz).replace(tzinfo=None)
    return Clock.TWICE if back == local else Clock.NEVER
