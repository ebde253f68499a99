"""How numbers, money and dates are written in a language, after DIN 5008 for German.

Exact in, text out: nothing here computes with floats, and a value is never shown as exact when it was
rounded (the sign `≈` says so).
"""

import datetime
from typing import TYPE_CHECKING

import msgspec

from kic.core.values import Moment, Money, Number, PartialDate, Share

if TYPE_CHECKING:
    from fractions import Fraction

NBSP = "\u00a0"
LONGEST_DECIMALS = 9
GROUPED_FROM = 10_000  # below, a grouping mark would turn years into amounts: 2.026


class Notation(msgspec.Struct, frozen=True, kw_only=True):
    """The marks and words of one language. `{}` in a pattern is the number."""

    decimal: str
    group: str
    money: str
    percent: str
    days: str
    """A day as it stands in tables and messages: `{day}`, `{month}` and `{name}` of the month, `{year}`."""
    long_days: str
    """A day as it stands in running text and letters."""
    clock: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    """Short, from Monday on."""
    both: str
    """The word between the last two items of an enumeration."""
    either: str
    """The same where the items are alternatives."""
    truth: tuple[str, str]


GERMAN = Notation(
    decimal=",",
    group=".",
    money=f"{{}}{NBSP}€",
    percent=f"{{}}{NBSP}%",
    days="{day:02d}.{month:02d}.{year:04d}",
    long_days=f"{{day}}.{NBSP}{{name}} {{year}}",
    clock=f"{{date}}, {{time}}{NBSP}Uhr",
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    both="und",
    either="oder",
    truth=("nein", "ja"),
)  # fmt: skip

ENGLISH = Notation(
    decimal=".",
    group=",",
    money="€{}",
    percent="{}%",
    days=f"{{day}}{NBSP}{{name}} {{year}}",
    long_days=f"{{day}}{NBSP}{{name}} {{year}}",
    clock="{date}, {time}",
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    both="and",
    either="or",
    truth=("no", "yes"),
)  # fmt: skip


def money(amount: Money, notation: Notation) -> str:
    """`1.234,56 €` with a no-break space, `€1,234.56`; always two decimals, always grouped."""
    whole, cents = divmod(abs(amount.cents), 100)
    digits = f"{_grouped(whole, notation)}{notation.decimal}{cents:02d}"
    sign = "-" if amount.cents < 0 else ""
    return sign + notation.money.format(digits)


def number(value: "int | Number | Fraction", notation: Notation, places: int | None = None) -> str:
    """A number with all its decimals, or rounded half away from zero to `places`.

    A fraction without a finite spelling is shown to two decimals behind `≈`. Whole parts are grouped from
    five digits on, so that a year stays a year.
    """
    if isinstance(value, int):
        return _signed(value < 0, _spaced(abs(value), notation), "0" * (places or 0), notation)
    fraction = value.fraction if isinstance(value, Number) else value
    if places is None:
        if isinstance(value, Number):
            places = len(value.spelling.partition(".")[2])
        else:
            places = _finite_places(fraction.denominator)
    if places is None:
        return f"≈{NBSP}{number(fraction, notation, 2)}"
    scaled, rest = divmod(abs(fraction.numerator) * 10**places, fraction.denominator)
    if 2 * rest >= fraction.denominator:
        scaled += 1
    whole, decimals = divmod(scaled, 10**places)
    below = f"{decimals:0{places}d}" if places else ""
    return _signed(fraction < 0 and scaled > 0, _spaced(whole, notation), below, notation)


def percent(value: "Share | Fraction", notation: Notation, places: int | None = None) -> str:
    """`75 %` with a no-break space, `75%`; a fraction is a share of one."""
    if isinstance(value, Share):
        return notation.percent.format(number(Number(value.spelling[:-1]), notation, places))
    return notation.percent.format(number(value * 100, notation, places))


def date(day: datetime.date, notation: Notation, *, long: bool = False) -> str:
    """`22.11.2026`, long `22. November 2026`; `22 November 2026`."""
    pattern = notation.long_days if long else notation.days
    return pattern.format(day=day.day, month=day.month, name=notation.months[day.month - 1], year=day.year)


def partial_date(value: PartialDate, notation: Notation, *, long: bool = False) -> str:
    """A date as far as it is known: `14.02.2022`, `Juni 2022`, `2013`."""
    if value.month is None:
        return f"{value.year:04d}"
    if value.day is None:
        return f"{notation.months[value.month - 1]} {value.year:04d}"
    return date(value.earliest, notation, long=long)


def moment(value: Moment, notation: Notation, *, long: bool = False) -> str:
    """`31.03.2026, 23:59 Uhr`; `31 March 2026, 23:59`."""
    local = value.local
    clock = f"{local.hour:02d}:{local.minute:02d}"
    return notation.clock.format(date=date(local.date(), notation, long=long), time=clock)


def enumeration(words: "list[str]", last: str) -> str:
    """`a, b und c` with the word before the last item; a dash for none."""
    if not words:
        return "–"
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _signed(negative: bool, whole: str, decimals: str, notation: Notation) -> str:
    # a plain hyphen: the minus sign U+2212 is missing in the code pages of older consoles
    return ("-" if negative else "") + (f"{whole}{notation.decimal}{decimals}" if decimals else whole)


def _spaced(whole: int, notation: Notation) -> str:
    return _grouped(whole, notation) if whole >= GROUPED_FROM else str(whole)


def _grouped(whole: int, notation: Notation) -> str:
    return f"{whole:,}".replace(",", notation.group)


def _finite_places(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator has; None past nine or without end."""
    for places in range(LONGEST_DECIMALS + 1):
        if 10**places % denominator == 0:
            return places
    return None
