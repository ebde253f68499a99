"""Interest on money that goes back: five points above the base rate, half-year by half-year, exact.

§ 49a(3) VwVfG for what is reclaimed, § 49a(4) for money that was not used promptly (interim interest, Zwischenzinsen).
The base rate changes on 1 January and 1 July (§ 247 BGB): a half-year that the table of `kic.yaml` has not is unknown,
and nothing is computed for it.

Days [M]: the day from which interest runs (`since`) is that of the event and is not counted (§ 187(1) BGB), the day on
which the money came (`until`) is; so the number of days is the difference of the two. A year has the days of its
calendar, 365 or 366. The sum of all days is exact, and rounded down to the cent once, at the end.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from kic.core.values import Money, Number
from kic.domain.settings import BaseRate

if TYPE_CHECKING:
    from fractions import Fraction

DAY_COUNT = "§ 187 Abs. 1 BGB; act/act [M]"
"""The convention by which days are counted, as it is shown beside a sum of interest."""

_DAY = datetime.timedelta(days=1)
_JULY = 7
_LEAP = 366


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Days at one rate on one sum: both days counted. `base` is None where the base rate is not known."""

    first: datetime.date
    last: datetime.date
    principal: Money
    base: Number | None
    source: str | None

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def year_days(self) -> int:
        """The days of the calendar year that the span lies in."""
        return _LEAP if datetime.date(self.first.year, 12, 31).timetuple().tm_yday == _LEAP else _LEAP - 1


class InterestDue(msgspec.Struct, frozen=True, kw_only=True):
    """Interest from a day on up to another. `amount` is None where a half-year's base rate is not known.

    `unknown` are the first days of the half-years that the table lacks; `points` are those above the base rate.
    """

    since: datetime.date
    until: datetime.date
    points: Number
    spans: tuple[Span, ...]
    unknown: tuple[datetime.date, ...]
    amount: Money | None

    @property
    def exact(self) -> "Fraction":
        """The sum in cents before rounding, of the half-years that are known."""
        from fractions import Fraction  # noqa: PLC0415

        return sum((_exact(each, self.points) for each in self.spans), Fraction(0))


def half_year(day: datetime.date) -> datetime.date:
    """The first day of the half-year that a day lies in: 1 January or 1 July."""
    return datetime.date(day.year, _JULY if day.month >= _JULY else 1, 1)


def last_of_half_year(day: datetime.date) -> datetime.date:
    """The last day of the half-year that a day lies in: 30 June or 31 December."""
    return datetime.date(day.year, 12, 31) if day.month >= _JULY else datetime.date(day.year, 6, 30)


def interest(
    principal: Money,
    since: datetime.date,
    until: datetime.date,
    rates: Iterable[BaseRate],
    points: Number,
    *,
    repaid: Sequence[tuple[datetime.date, Money]] = (),
) -> InterestDue:
    """Interest on a sum, day by day, half-year by half-year.

    `repaid` are parts that came back meanwhile: a part still bears interest on its day, and none from the next on. A
    base rate that is below -`points` gives no negative interest. No days give 0.
    """
    table = {each.since: each for each in rates}
    spans: list[Span] = []
    before = since  # the day up to which all is told; no day beyond the calendar's last is ever made
    while before < until:
        first = before + _DAY
        last = min((last_of_half_year(first), until, *(day for day, _ in repaid if day >= first)))
        left = principal.cents - sum(part.cents for day, part in repaid if day < first)
        rate = table.get(half_year(first))
        if left > 0:
            spans.append(
                Span(
                    first=first,
                    last=last,
                    principal=Money(left),
                    base=None if rate is None else rate.percent,
                    source=None if rate is None else rate.source,
                )
            )
        before = last
    unknown = tuple(dict.fromkeys(half_year(each.first) for each in spans if each.base is None))
    due = InterestDue(
        since=since, until=until, points=points, spans=tuple(spans), unknown=unknown, amount=None
    )
    return due if unknown else msgspec.structs.replace(due, amount=Money(_floor(due.exact)))


def _exact(span: Span, points: Number) -> "Fraction":
    """The interest of a span in cents."""
    from fractions import Fraction  # noqa: PLC0415

    if span.base is None:
        return Fraction(0)
    percent = max(Fraction(0), span.base.fraction + points.fraction)
    return span.principal.cents * percent / 100 * Fraction(span.days, span.year_days)


def _floor(value: "Fraction") -> int:
    return value.numerator // value.denominator
