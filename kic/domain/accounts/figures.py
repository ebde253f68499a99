"""Figures that explain themselves: an amount is the sum of its lines, and each line stands in a file."""

from collections.abc import Iterable

import msgspec

from kic.core.place import Place
from kic.core.text import Text
from kic.core.values import Money


class Line(msgspec.Struct, frozen=True):
    """One summand of a figure: the amount with its sign, what it is, and the field of the file that says so."""

    amount: Money
    what: Text
    place: Place


class Figure(msgspec.Struct, frozen=True):
    """An amount with where it comes from. `amount` is the sum of its lines, to the cent."""

    lines: tuple[Line, ...] = ()

    @property
    def cents(self) -> int:
        """The amount in cents."""
        return sum(line.amount.cents for line in self.lines)

    @property
    def amount(self) -> Money:
        """The sum of the lines."""
        return Money(self.cents)

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.lines + other.lines)

    def __neg__(self) -> "Figure":
        return Figure(tuple([Line(-line.amount, line.what, line.place) for line in self.lines]))

    def __sub__(self, other: "Figure") -> "Figure":
        return self + -other

    def __bool__(self) -> bool:
        return self.cents != 0


NOTHING = Figure()
"""A figure of zero that rests on no file."""


def one(amount: Money, what: Text, place: Place) -> Figure:
    """A figure of a single line."""
    return Figure((Line(amount, what, place),))


def together(figures: Iterable[Figure]) -> Figure:
    """The sum of figures, with all their lines in order."""
    return Figure(tuple([line for each in figures for line in each.lines]))


def above_zero(figure: Figure) -> Figure:
    """The figure, or nothing where it is below zero: what is still to be paid is never a debt."""
    return figure if figure.cents > 0 else NOTHING


def equal_shares(cents: int, parts: int) -> tuple[int, ...]:
    """Cents in equal parts that sum up to them: the largest remainder, where all remainders are equal.

    So each part gets the whole cents of the quotient, and the first parts one cent more until nothing is left:
    10 cents in 3 parts are 4, 3, 3. A larger amount never gives a smaller part, so what is paid of a share stays
    within what is awarded of it. An amount below zero is shared like its opposite.
    """
    whole, rest = divmod(abs(cents), parts)
    sign = -1 if cents < 0 else 1
    return tuple([sign * (whole + (position < rest)) for position in range(parts)])
