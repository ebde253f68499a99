"""Values that records are made of, read from the spelling of a scalar and kept exact.

YAML readers guess types from spelling and turn money into floats. Here the declared type decides: each
class parses the text of the scalar itself and refuses what it does not mean. `parse` raises ValueError
with a Text; `str` gives the canonical spelling back. `VALUE_TYPES` is the table that the reader and the
schema generator use.
"""

import datetime
import functools
import re
from typing import TYPE_CHECKING, Any, ClassVar

from kic.core.text import Text, text

if TYPE_CHECKING:
    from fractions import Fraction


class Misread(ValueError):
    """The spelling does not mean a value of the type; `text` says what was expected."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


class TooLarge(Misread):
    """A value of the type, but larger than any that can be written; `text` names the largest."""


class Count(int):
    """A whole number from 0 on, at most nine digits, without sign or leading zeros."""

    pattern: ClassVar[str] = r"^(0|[1-9][0-9]{0,8})$"

    @classmethod
    def parse(cls, spelling: str) -> "Count":
        """`25`; raises Misread."""
        if re.fullmatch(r"0|[1-9][0-9]{0,8}", spelling, re.ASCII) is None:
            raise Misread(text("expected a whole number such as 25"))
        return cls(spelling)


LARGEST = 10**15 - 1
"""The largest amount that can be written, in cents: thirteen digits before the dot."""


class Money:
    """An amount in integer cents; the currency is the repository's. Never a float."""

    __slots__ = ("cents",)
    pattern: ClassVar[str] = r"^-?(0|[1-9][0-9]{0,12})(\.[0-9]{2})?$"
    cents: int

    def __init__(self, cents: int) -> None:
        self.cents = cents

    @classmethod
    def parse(cls, spelling: str) -> "Money":
        """`1234.50` or `1234`: a dot, two decimals or none, no separators; raises Misread."""
        found = re.fullmatch(r"(-?)(0|[1-9][0-9]{0,12})(?:\.([0-9]{2}))?", spelling, re.ASCII)
        if found is None:
            if re.fullmatch(r"-?[1-9][0-9]{13,}(\.[0-9]{2})?", spelling, re.ASCII):
                raise TooLarge(text("too large; amounts go up to {most}", most=cls(LARGEST)))
            raise Misread(text("expected an amount such as 1234.50 (a dot, two decimals, no separators)"))
        sign, whole, rest = found.groups()
        cents = int(whole) * 100 + int(rest or 0)
        return cls(-cents if sign else cents)

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{whole}.{rest:02d}"

    def __repr__(self) -> str:
        return f"Money({self})"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and self.cents == other.cents

    def __lt__(self, other: "Money") -> bool:
        return self.cents < other.cents

    def __le__(self, other: "Money") -> bool:
        return self.cents <= other.cents

    def __gt__(self, other: "Money") -> bool:
        return self.cents > other.cents

    def __ge__(self, other: "Money") -> bool:
        return self.cents >= other.cents

    def __hash__(self) -> int:
        return hash(self.cents)

    def __bool__(self) -> bool:
        return self.cents != 0


def total(amounts: Any) -> Money:
    """The sum of amounts; zero for none."""
    return Money(sum(amount.cents for amount in amounts))


def exactly(value: "Fraction") -> dict[str, str]:
    """`{"exact": "15/2", "decimal": "7.50"}` (docs/interface.md, section 5); half a hundredth goes away from zero."""
    hundredths, rest = divmod(abs(value.numerator) * 100, value.denominator)
    hundredths += 2 * rest >= value.denominator
    return {"exact": str(value), "decimal": str(Money(-hundredths if value < 0 else hundredths))}


@functools.lru_cache(maxsize=4096)  # marks and the ends of their scale come again and again
def _exact(spelling: str) -> "Fraction":
    from fractions import Fraction  # noqa: PLC0415  # 2 ms that a command without numbers does not pay

    return Fraction(spelling)


@functools.lru_cache(maxsize=4096)
def _billionths(spelling: str) -> int:
    whole, _, decimals = spelling.partition(".")
    return int(whole + decimals.ljust(9, "0"))


class Number:
    """An exact decimal number such as a mark, a weight or an indicator's value.

    `fraction` is its value; `billionths` too, as a whole number for rules that need no more than to compare.
    """

    __slots__ = ("spelling",)
    pattern: ClassVar[str] = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?$"
    spelling: str

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling

    @classmethod
    def parse(cls, spelling: str) -> "Number":
        """`82` or `7.5`; raises Misread."""
        if re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?", spelling, re.ASCII) is None:
            raise Misread(text("expected a number such as 82 or 7.5 (with a dot, no separators)"))
        return cls(spelling)

    @property
    def fraction(self) -> "Fraction":
        """The exact value."""
        return _exact(self.spelling)

    @property
    def billionths(self) -> int:
        """The exact value in units of 0.000000001: no number has more than nine decimals."""
        return _billionths(self.spelling)

    def __str__(self) -> str:
        return self.spelling

    def __repr__(self) -> str:
        return f"Number({self.spelling})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and self.billionths == other.billionths

    def __hash__(self) -> int:
        return hash(self.billionths)


class Share:
    """A share of a whole, written in per cent: `75%`, `12.5%`; `fraction` is 3/4, 1/8."""

    __slots__ = ("spelling",)
    pattern: ClassVar[str] = r"^(100(\.0{1,6})?|[1-9]?[0-9](\.[0-9]{1,6})?)%$"
    spelling: str

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling

    @classmethod
    def parse(cls, spelling: str) -> "Share":
        """`75%`, from 0% to 100%; raises Misread."""
        if re.fullmatch(r"(100(\.0{1,6})?|[1-9]?[0-9](\.[0-9]{1,6})?)%", spelling, re.ASCII) is None:
            raise Misread(text("expected a share from 0% to 100%, such as 75%"))
        return cls(spelling)

    @property
    def fraction(self) -> "Fraction":
        """The exact value, from 0 to 1."""
        return _exact(self.spelling[:-1]) / 100

    @property
    def billionths(self) -> int:
        """The exact value, from 0 to 1,000,000,000: per cent have at most six decimals."""
        return _billionths(self.spelling[:-1]) // 100

    def __str__(self) -> str:
        return self.spelling

    def __repr__(self) -> str:
        return f"Share({self.spelling})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Share) and self.billionths == other.billionths

    def __hash__(self) -> int:
        return hash(self.billionths)


class PartialDate:
    """A date of which perhaps only the year or the month is known: `2022-02-14`, `2022-06`, `2013`."""

    __slots__ = ("day", "month", "year")
    pattern: ClassVar[str] = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
    year: int
    month: int | None
    day: int | None

    def __init__(self, year: int, month: int | None = None, day: int | None = None) -> None:
        self.year = year
        self.month = month
        self.day = day

    @classmethod
    def parse(cls, spelling: str) -> "PartialDate":
        """`2022-02-14`, `2022-02` or `2022`, a day that exists; raises Misread."""
        found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", spelling, re.ASCII)
        expected = text("expected a date such as 2022-02-14, or 2022-02 or 2022 where no more is known")
        if found is None:
            raise Misread(expected)
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        try:
            datetime.date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise Misread(expected) from None
        return cls(year, month, day)

    @property
    def complete(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    @property
    def earliest(self) -> datetime.date:
        """The first day that this can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day that this can mean."""
        if self.day is not None:
            return self.earliest
        if self.month is None or self.month == 12:  # noqa: PLR2004
            return datetime.date(self.year, 12, 31)
        return datetime.date(self.year, self.month + 1, 1) - datetime.timedelta(days=1)

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def __repr__(self) -> str:
        return f"PartialDate({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash((self.year, self.month, self.day))


class Moment:
    """A day and a time of day on the municipality's clock: `2026-03-31T23:59`.

    The time zone is a setting of the repository (Europe/Berlin), so a deadline needs no offset that is
    wrong in summer.
    """

    __slots__ = ("local",)
    pattern: ClassVar[str] = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"
    local: datetime.datetime

    def __init__(self, local: datetime.datetime) -> None:
        self.local = local

    @classmethod
    def parse(cls, spelling: str) -> "Moment":
        """`2026-03-31T23:59`; raises Misread."""
        expected = text("expected a day and time such as 2026-03-31T23:59")
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", spelling, re.ASCII) is None:
            raise Misread(expected)
        try:
            return cls(datetime.datetime.fromisoformat(spelling))
        except ValueError:
            raise Misread(expected) from None

    def __str__(self) -> str:
        return self.local.isoformat(timespec="minutes")

    def __repr__(self) -> str:
        return f"Moment({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.local == other.local

    def __hash__(self) -> int:
        return hash(self.local)


def certainly_after(
    first: "datetime.date | PartialDate | Moment", second: "datetime.date | PartialDate | Moment"
) -> bool:
    """Whether the first day lies after the second, whatever days the two may mean."""
    return _days(first)[0] > _days(second)[1]


def _days(day: "datetime.date | PartialDate | Moment") -> tuple[datetime.date, datetime.date]:
    """The first and the last day that this can mean."""
    if isinstance(day, PartialDate):
        return day.earliest, day.latest
    if isinstance(day, Moment):
        return day.local.date(), day.local.date()
    return day, day


VALUE_TYPES: tuple[type[Any], ...] = (Count, Money, Number, Share, PartialDate, Moment)
"""Every value type that is read from one scalar's text."""
