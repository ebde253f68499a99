"""What must hold of the table of base rates (§ 247 BGB), from which interest is computed."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.periods.defaults import DEFAULTS
from kic.domain.periods.rules import rows_order
from kic.domain.settings import Settings

_HIGHEST_RATE = 15
_BILLION = 1_000_000_000


@rule("KIC128", "base-rate-day")
def base_rate_day(repository: Snapshot) -> Iterator[Finding]:
    """A base rate holds from 1 January or from 1 July on.

    Why: It changes on these days alone. A rate of another day is a typing mistake, and interest would be computed with
    it for half a year.

    Fix: Enter the first day of the half-year, as the Bundesbank announces it.

    Source: § 247(1) BGB.
    """
    settings = repository.only(Settings)
    for position, rate in enumerate(settings.base_rates if settings else ()):
        if (rate.since.month, rate.since.day) not in ((1, 1), (7, 1)):
            assert settings is not None
            yield found(
                settings,
                ("base_rates", position, "since"),
                text("{day} is neither 1 January nor 1 July", day=rate.since),
                help=text("enter the first day of the half-year (§ 247 BGB)"),
            )


@rule("KIC129", "base-rates-order")
def base_rates_order(repository: Snapshot) -> Iterator[Finding]:
    """The table of base rates is in the order of time, each half-year once.

    Why: Two rates of one half-year leave open with which one interest is claimed.

    Fix: Sort the rows, or take the wrong one of the two out.

    Source: § 247 BGB: one rate for each half-year.
    """
    settings = repository.only(Settings)
    if settings is not None:
        yield from rows_order(
            repository, settings, ("base_rates",), [rate.since for rate in settings.base_rates]
        )


@rule("KIC130", "base-rate-implausible")
def base_rate_implausible(repository: Snapshot) -> Iterator[Finding]:
    """A base rate lies between -15 and 15 per cent.

    Why: A number far beyond lacks its decimal point: 127 instead of 1.27. Interest claimed with it would be a hundred
    times too high.

    Fix: Write it with a point: `1.27`.

    Source: § 247 BGB; announcements of the Deutsche Bundesbank.
    """
    settings = repository.only(Settings)
    for position, rate in enumerate(settings.base_rates if settings else ()):
        if abs(rate.percent.billionths) > _HIGHEST_RATE * _BILLION:
            assert settings is not None
            yield found(
                settings,
                ("base_rates", position, "percent"),
                text("a base rate of {percent} per cent cannot be right", percent=rate.percent),
                help=text("write it with a point, such as 1.27"),
            )


@rule("KIC131", "base-rate-differs", requires=(base_rate_implausible,))
def base_rate_differs(repository: Snapshot) -> Iterator[Finding]:
    """A base rate that kic knows is entered as it was announced.

    Why: Interest that is claimed with a wrong rate makes the notice unlawful in this part.

    Fix: Compare it with the announcement of the Bundesbank and correct it, or take it out.

    Source: § 247(2) BGB: the Deutsche Bundesbank announces the rate.
    """
    settings = repository.only(Settings)
    known = {each.value.since: each for each in DEFAULTS.base_rates}
    for position, rate in enumerate(settings.base_rates if settings else ()):
        announced = known.get(rate.since)
        if announced is not None and announced.value.percent != rate.percent:
            assert settings is not None
            yield found(
                settings,
                ("base_rates", position, "percent"),
                text(
                    "{percent} per cent from {day} on, announced were {announced}",
                    percent=rate.percent,
                    day=rate.since,
                    announced=announced.value.percent,
                ),
                help=text("the announcement: {source}", source=announced.source),
            )


@rule("KIC132", "base-rate-gap", Severity.WARNING, requires=(base_rate_day, base_rates_order))
def base_rate_gap(repository: Snapshot) -> Iterator[Finding]:
    """Between the first and the last base rate no half-year is missing.

    Why: Interest over a half-year whose rate is not known cannot be computed, and is not guessed. That a rate stayed
    the same is announced too.

    Fix: Add the row, also if the rate did not change.

    Source: § 247 BGB: the rate is announced for each half-year.
    """
    settings = repository.only(Settings)
    if settings is None or not settings.base_rates:
        return
    known = {each.value.since for each in DEFAULTS.base_rates} | {each.since for each in settings.base_rates}
    for position, rate in enumerate(settings.base_rates):
        following = _half_year_after(rate.since)
        later = [day for day in known if day > rate.since]
        if later and following is not None and following not in known:
            yield found(
                settings,
                ("base_rates", position),
                text(
                    "the rate from {day} on is missing; the next known one is of {next}",
                    day=following,
                    next=min(later),
                ),
                help=text("add the row, also if the rate did not change"),
            )


def _half_year_after(day: datetime.date) -> datetime.date | None:
    """The first day of the next half-year; none after the last one that the calendar has."""
    if day.month == 1:
        return datetime.date(day.year, 7, 1)
    return datetime.date(day.year + 1, 1, 1) if day.year < datetime.MAXYEAR else None


RULES: tuple[Rule, ...] = (
    base_rate_day,
    base_rates_order,
    base_rate_implausible,
    base_rate_differs,
    base_rate_gap,
)
