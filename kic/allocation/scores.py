"""From marks to scores (docs/allocation.md, section 1), exactly.

Marks are decimals, so sums are kept as whole numbers in units of `10**-9` of the scale times the sum of
weights, and divided once at the end. A seat that gave no mark counts nowhere, in no sum and no number.
"""

import math
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec

from kic.allocation.problem import Aggregate, Application, Problem, Silence
from kic.core.values import Number

if TYPE_CHECKING:
    from fractions import Fraction

DECIMALS = 9
"""So many decimals a Number has at most."""
TRIMMED_FROM = 5
"""From so many marks on a trimmed mean drops some."""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """What the seats' marks of one application come to; None where there is no mark and no stated score.

    `value` ranks; `plain` is what the threshold looks at (the plain mean for `centred`, else `value`).
    `lead` is the mean mark in the criterion with the highest weight. `marks` and `abstentions` are numbers
    of seats; an exclusion is neither. `by_seat` holds each seat's weighted mark as a whole number.
    """

    value: "Fraction | None"
    plain: "Fraction | None"
    lead: "Fraction | None"
    stated: bool
    marks: int
    abstentions: int
    by_seat: dict[str, int]


class Sheet(msgspec.Struct, frozen=True):
    """The weighted marks of one application by seat, and those in the leading criterion, in whole units."""

    weighted: dict[str, int]
    lead: dict[str, int]
    abstentions: int

    def without(self, seat: str) -> "Sheet":
        """The sheet if this seat had said nothing."""
        if seat not in self.weighted:
            return self
        return Sheet(
            {each: mark for each, mark in self.weighted.items() if each != seat},
            {each: mark for each, mark in self.lead.items() if each != seat},
            self.abstentions,
        )


class Scoring(msgspec.Struct, frozen=True):
    """The marks of a problem in whole numbers: `unit` of them are 1 on the scale.

    `weights` are whole numbers in proportion to those of the criteria, `total` is their sum (1 without
    criteria), `lead` the criterion with the highest weight. `sheets` are by application id.
    """

    weights: dict[str, int]
    total: int
    lead: str | None
    unit: int
    sheets: dict[str, Sheet]


def scores(problem: Problem) -> dict[str, Score]:
    """The score of every application by id, those with a fixed award included."""
    return of_sheets(problem, scoring(problem))


def scoring(problem: Problem) -> Scoring:
    """The marks of a problem in whole numbers."""
    weights = {name: weight.billionths for name, weight in problem.criteria.items()}
    shared = math.gcd(*weights.values()) or 1
    weights = {name: weight // shared for name, weight in weights.items()}
    total = sum(weights.values()) or 1
    lead = max(weights, key=lambda name: weights[name], default=None)
    sheets = {each.id: _sheet(each, weights, total, lead) for each in problem.applications}
    return Scoring(weights, total, lead, total * 10**DECIMALS, sheets)


def of_sheets(problem: Problem, known: Scoring) -> dict[str, Score]:
    """The scores that these marks give."""
    sheets, unit = known.sheets, known.unit
    means = _seat_means(sheets.values()) if problem.aggregate is Aggregate.CENTRED else _SeatMeans({}, 1)
    stated: dict[str, Fraction] = {}
    found: dict[str, Score] = {}
    for each in problem.applications:
        if each.score is not None:
            spelling = each.score.spelling
            if spelling not in stated:
                stated[spelling] = each.score.fraction
            found[each.id] = _score(problem, sheets[each.id], unit, means, stated[spelling])
        else:
            found[each.id] = _score(problem, sheets[each.id], unit, means, None)
    return found


def of_sheet(problem: Problem, sheet: Sheet, unit: int) -> Score:
    """The score of one application from its marks alone, which centred marks do not give."""
    assert problem.aggregate is not Aggregate.CENTRED
    return _score(problem, sheet, unit, _SeatMeans({}, 1), None)


def _score(
    problem: Problem, sheet: Sheet, unit: int, means: "_SeatMeans", stated: "Fraction | None"
) -> Score:
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    number = len(sheet.weighted)
    value = plain = stated
    if stated is None and number:
        if problem.aggregate is Aggregate.CENTRED:
            marks = sum(sheet.weighted.values())
            plain = Fraction(marks, number * unit)
            expected = sum(means.scaled[seat] for seat in sheet.weighted)
            value = Fraction(marks * means.scale - expected, number * unit * means.scale)
        else:
            value = plain = _aggregated(sheet.weighted.values(), problem, unit)
    return Score(
        value=value,
        plain=plain,
        lead=Fraction(sum(sheet.lead.values()), number * 10**DECIMALS) if number else None,
        stated=stated is not None,
        marks=number,
        abstentions=sheet.abstentions,
        by_seat=sheet.weighted,
    )


def flipped(problem: Problem, above: Score, below: Score) -> bool:
    """Whether two neighbours in the ranking change order on the seats that marked both.

    The marks of these seats are put together as the problem says; a seat's own mean cancels out, so
    `centred` compares plain means. Stated scores have no seats.
    """
    if above.stated or below.stated or above.by_seat.keys() == below.by_seat.keys():
        return False
    common = [seat for seat in above.by_seat if seat in below.by_seat]
    if not common:
        return False
    higher = _aggregated([above.by_seat[seat] for seat in common], problem, 1)
    lower = _aggregated([below.by_seat[seat] for seat in common], problem, 1)
    return higher < lower


def _sheet(each: Application, weights: dict[str, int], total: int, lead: str | None) -> Sheet:
    weighted: dict[str, int] = {}
    leading: dict[str, int] = {}
    abstentions = 0
    for seat, marks in each.marks.items():
        value = marks.value
        if isinstance(value, Number):
            mark = value.billionths
            weighted[seat] = mark * total
            leading[seat] = mark
        elif isinstance(value, dict):
            assert lead is not None
            weighted[seat] = sum([weight * value[name].billionths for name, weight in weights.items()])
            leading[seat] = value[lead].billionths
        elif value is Silence.ABSTAIN:
            abstentions += 1
    return Sheet(weighted, leading, abstentions)


class _SeatMeans(msgspec.Struct):
    """Each seat's mean over what it marked, in units times `scale`, so that all are whole numbers."""

    scaled: dict[str, int]
    scale: int


def _seat_means(sheets: Collection[Sheet]) -> _SeatMeans:
    sums: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for sheet in sheets:
        for seat, mark in sheet.weighted.items():
            sums[seat] = sums.get(seat, 0) + mark
            numbers[seat] = numbers.get(seat, 0) + 1
    scale = math.lcm(*numbers.values())
    return _SeatMeans({seat: sums[seat] * (scale // numbers[seat]) for seat in sums}, scale)


def _aggregated(marks: Iterable[int], problem: Problem, unit: int) -> "Fraction":
    """Mean, trimmed mean or median of some marks, of which there is at least one."""
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    ordered = sorted(marks)
    number = len(ordered)
    drop = 0
    if problem.aggregate is Aggregate.MEDIAN:
        drop = (number - 1) // 2
    elif problem.aggregate is Aggregate.TRIMMED and number >= TRIMMED_FROM:
        drop = min(problem.trim, (number - 1) // 2)  # the median is the most that can be trimmed
    kept = ordered[drop : number - drop]
    return Fraction(sum(kept), len(kept) * unit)
