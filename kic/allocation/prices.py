"""What a cent under each limit is worth at most: prices that bound every selection from above.

A linear programme over shares of applications, solved exactly by a dual simplex method that passes many
breakpoints in one step, first with the money alone, then with each limit that it breaks. Any prices that are
not negative give a true bound, so giving up early costs time in the search and never correctness.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from fractions import Fraction

STEPS = 60
"""So many steps are made at most for one set of limits."""
MOST = 12
"""So many limits are priced at most."""


class Model(msgspec.Struct, frozen=True):
    """Whole values of items, and rows `sum of coefficients <= cap`, the money first.

    `columns` are the coefficients of each item by row; that of the money is above 0. A floor is a row with
    negative coefficients.
    """

    values: list[int]
    caps: list[int]
    columns: list[dict[int, int]]


def prices(model: Model) -> "list[Fraction]":
    """A price for each row, not negative."""
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    zero = Fraction(0)
    found = [zero] * len(model.caps)
    rows = [0]
    for _ in range(MOST):
        relaxed = _Relaxed(model, rows)
        relaxed.solve()
        found = [zero] * len(model.caps)
        for row, price in zip(rows, relaxed.prices(), strict=True):
            found[row] = max(price, zero)
        broken = relaxed.broken()
        if not broken or len(rows) + len(broken) > MOST:
            break
        rows = sorted((*rows, *broken))
    return found


class _Relaxed:
    """The linear programme with some of the rows; a variable past the items is the slack of a row."""

    def __init__(self, model: Model, rows: Sequence[int]) -> None:
        self.model = model
        self.rows = list(rows)
        self.items = len(model.values)
        self.full = [value > 0 for value in model.values]
        self.basis = [self.items + place for place in range(len(rows))]
        self.matrix = [[column.get(row, 0) for row in rows] for column in model.columns]
        self.inverse: list[list[Fraction]] = []

    def solve(self) -> None:
        """Steps until no limit is broken, none can be kept, or there were too many."""
        for _ in range(STEPS):
            self.inverse = self._inverted()
            if not self._step():
                return
        self.inverse = self._inverted()

    def prices(self) -> "list[Fraction]":
        """The price of each row under the present basis."""
        worth = [self.model.values[each] if each < self.items else 0 for each in self.basis]
        return [
            sum((w * line[row] for w, line in zip(worth, self.inverse, strict=True)), start=self._zero())
            for row in range(len(self.rows))
        ]

    def broken(self) -> list[int]:
        """Rows of the model that are not here and that the present shares break."""
        shares = self._shares()
        used = [self._zero()] * len(self.model.caps)
        for item, column in enumerate(self.model.columns):
            share = shares.get(item, int(self.full[item]))
            if share:
                for row, coefficient in column.items():
                    used[row] += coefficient * share
        return [row for row, cap in enumerate(self.model.caps) if row not in self.rows and used[row] > cap]

    def _zero(self) -> "Fraction":
        return self._fraction(0, 1)

    def _column(self, variable: int) -> list[int]:
        if variable < self.items:
            return self.matrix[variable]
        return [int(place == variable - self.items) for place in range(len(self.rows))]

    def _inverted(self) -> "list[list[Fraction]]":
        """The inverse of the basis by elimination."""
        zero = self._zero()
        size = len(self.rows)
        columns = [self._column(each) for each in self.basis]
        work = [
            [zero + columns[place][row] for place in range(size)]
            + [zero + int(row == place) for place in range(size)]
            for row in range(size)
        ]
        for place in range(size):
            pivot = next(row for row in range(place, size) if work[row][place])
            work[place], work[pivot] = work[pivot], work[place]
            inverse = self._fraction(work[place][place].denominator, work[place][place].numerator)
            work[place] = [each * inverse for each in work[place]]
            for row in range(size):
                if row != place and work[row][place]:
                    factor = work[row][place]
                    work[row] = [
                        each - factor * other for each, other in zip(work[row], work[place], strict=True)
                    ]
        return [line[size:] for line in work]

    def _shares(self) -> "dict[int, Fraction]":
        """The value of each variable in the basis."""
        basic = set(self.basis)
        rest = [self._zero() + self.model.caps[row] for row in self.rows]
        for item, full in enumerate(self.full):
            if full and item not in basic:
                for place, coefficient in enumerate(self.matrix[item]):
                    if coefficient:
                        rest[place] -= coefficient
        return {
            variable: sum((a * b for a, b in zip(line, rest, strict=True)), start=self._zero())
            for variable, line in zip(self.basis, self.inverse, strict=True)
        }

    def _leaving(self) -> "tuple[int, Fraction] | None":
        """The place in the basis that breaks its bounds most, and by how much (below 0, or above 1)."""
        worst, found = self._zero(), None
        for place, (variable, share) in enumerate(self._shares().items()):
            if variable >= self.items:
                over = min(share, worst * 0)
                size = -over * self._fraction(1, 1 + abs(self.model.caps[self.rows[variable - self.items]]))
            else:
                over = share if share < 0 else max(share - 1, worst * 0)
                size = abs(over)
            if size > worst:
                worst, found = size, (place, over)
        return found

    @staticmethod
    def _fraction(numerator: int, denominator: int) -> "Fraction":
        from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

        return Fraction(numerator, denominator)

    def _step(self) -> bool:
        """Exchange one variable of the basis; False if nothing is broken or nothing helps."""
        leaving = self._leaving()
        if leaving is None:
            return False
        place, over = leaving
        sign = 1 if over < 0 else -1
        line = self.inverse[place]
        scale = math.lcm(*(each.denominator for each in line))
        whole = [sign * each.numerator * (scale // each.denominator) for each in line]
        price = self.prices()
        common = math.lcm(*(each.denominator for each in price))
        priced = [each.numerator * (common // each.denominator) for each in price]
        passed = self._breakpoints(whole, priced, common)
        slope = abs(over) * scale
        for at, (_, variable, steepness) in enumerate(passed):
            slope -= steepness
            if slope <= 0 or variable >= self.items:
                for _, other, _ in passed[:at]:
                    self.full[other] = not self.full[other]
                left = self.basis[place]
                if left < self.items:
                    self.full[left] = over > 0
                self.basis[place] = variable
                return True
        return False

    def _breakpoints(self, whole: list[int], priced: list[int], common: int) -> list[tuple[int, int, int]]:
        """Where items change sides as prices move this way: (how far, variable, steepness), nearest first."""
        basic = set(self.basis)
        found = []
        rows = range(len(self.rows))
        for item, value in enumerate(self.model.values):
            if item in basic:
                continue
            column = self.matrix[item]
            moved = sum(whole[row] * column[row] for row in rows if column[row])
            if moved > 0 if self.full[item] else moved < 0:
                reduced = value * common - sum(priced[row] * column[row] for row in rows if column[row])
                found.append((max((reduced << 80) // moved, 0), item, abs(moved)))
        found += [
            (max((priced[place] << 80) // -whole[place], 0), self.items + place, 0)
            for place in rows
            if self.items + place not in basic and whole[place] < 0
        ]
        return sorted(found)
