"""Public holidays of the Länder: the days on which a period of law does not end.

Computed here, because a library for the holidays of the world takes longer to import than a whole `kic check`;
the tests compare all Länder and years with one (DECISIONS). Only days that hold in a whole Land are known. Those
of single municipalities are not, and a period that ends on one has to be moved by hand: Mariä Himmelfahrt (15
August) in the Bavarian municipalities with more Catholics than Protestants (in Saarland it holds everywhere), the
Augsburger Friedensfest (8 August) in the city of Augsburg, Fronleichnam in a few municipalities of Saxony and
Thuringia. Rheinland-Pfalz has none of these. Easter Sunday and Whit Sunday are holidays in Brandenburg alone;
as Sundays they count anywhere. Right from 1995 on: until 1994 the Buß- und Bettag was a holiday in every Land.
"""

import datetime
import functools
from collections.abc import Callable, Iterator

from kic.core.text import Text, text

DAY = datetime.timedelta(days=1)

_THREE_KINGS = frozenset({"BW", "BY", "ST"})
_CORPUS_CHRISTI = frozenset({"BW", "BY", "HE", "NW", "RP", "SL"})
_ALL_SAINTS = frozenset({"BW", "BY", "NW", "RP", "SL"})
_REFORMATION = frozenset({"BB", "MV", "SN", "ST", "TH"})
_REFORMATION_SINCE_2018 = frozenset({"HB", "HH", "NI", "SH"})
_EASTER_MONDAY, _ASCENSION, _WHIT_SUNDAY, _WHIT_MONDAY, _CORPUS_CHRISTI_DAY = 1, 39, 49, 50, 60
_SATURDAY = 5


def easter(year: int) -> datetime.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, as printed by Meeus)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, of_leaps = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    fours, of_fours = divmod(of_century, 4)
    weekday = (32 + 2 * of_leaps + 2 * fours - epact - of_fours) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return datetime.date(year, month, day + 1)


@functools.lru_cache(maxsize=512)
def holidays(land: str | None, year: int) -> dict[datetime.date, Text]:
    """The public holidays of a Land (two letters) in a year, by day, with their names; do not change the dict.

    `land` None gives those that hold in every Land. Nothing is raised: a Land that is none has only these too.
    """
    return dict(sorted(_days(land, year), key=_first))


def is_working_day(day: datetime.date, land: str | None) -> bool:
    """Whether the day is neither a Saturday nor a Sunday nor a public holiday (§ 193 BGB, § 31(3) VwVfG)."""
    return day.weekday() < _SATURDAY and day not in holidays(land, day.year)


def _first(pair: tuple[datetime.date, Text]) -> datetime.date:
    return pair[0]


def _days(land: str | None, year: int) -> Iterator[tuple[datetime.date, Text]]:
    sunday = easter(year)

    def on(month: int, day: int) -> datetime.date:
        return datetime.date(year, month, day)

    yield on(1, 1), text("New Year's Day")
    yield sunday - 2 * DAY, text("Good Friday")
    yield sunday + _EASTER_MONDAY * DAY, text("Easter Monday")
    yield on(5, 1), text("Labour Day")
    yield sunday + _ASCENSION * DAY, text("Ascension Day")
    yield sunday + _WHIT_MONDAY * DAY, text("Whit Monday")
    yield on(10, 3), text("Day of German Unity")
    yield on(12, 25), text("Christmas Day")
    yield on(12, 26), text("second day of Christmas")
    yield from _of_the_land(land or "", year, sunday, on)


def _of_the_land(  # noqa: C901  # one line for each day and Land is the clearest
    land: str, year: int, sunday: datetime.date, on: Callable[[int, int], datetime.date]
) -> Iterator[tuple[datetime.date, Text]]:
    if land in _THREE_KINGS:
        yield on(1, 6), text("Epiphany")
    if (land == "BE" and year >= 2019) or (land == "MV" and year >= 2023):  # noqa: PLR2004
        yield on(3, 8), text("International Women's Day")
    if land == "BB":
        yield sunday, text("Easter Sunday")
        yield sunday + _WHIT_SUNDAY * DAY, text("Whit Sunday")
    if land == "BE" and year in (2020, 2025):
        yield on(5, 8), text("anniversary of the liberation")
    if land == "BE" and year == 2028:  # noqa: PLR2004
        yield on(6, 17), text("anniversary of the uprising of 1953")
    if land in _CORPUS_CHRISTI:
        yield sunday + _CORPUS_CHRISTI_DAY * DAY, text("Corpus Christi")
    if land == "SL":
        yield on(8, 15), text("Assumption Day")
    if land == "TH" and year >= 2019:  # noqa: PLR2004
        yield on(9, 20), text("Universal Children's Day")
    if (
        land in _REFORMATION
        or (land in _REFORMATION_SINCE_2018 and year >= 2018)  # noqa: PLR2004
        or (land and year == 2017)  # noqa: PLR2004  # 500 years, everywhere
    ):
        yield on(10, 31), text("Reformation Day")
    if land in _ALL_SAINTS:
        yield on(11, 1), text("All Saints' Day")
    if land == "SN":
        christmas_eve = on(12, 24)
        fourth_advent = christmas_eve - ((christmas_eve.weekday() + 1) % 7) * DAY
        yield fourth_advent - 32 * DAY, text("Day of Repentance and Prayer")
