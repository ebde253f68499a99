"""How the marks of a call lie: mean, range and deviation of an application, severity of a seat. Exact throughout.

A mark by criteria counts as their weighted mean. A seat's severity is its mean distance from the mean of the
*other* seats, over the applications that both marked: below zero it marks lower than they do. Only the standard
deviation (of these marks, not estimated for others) is rounded, to two decimals.
"""

import enum
import math
from collections.abc import Mapping
from fractions import Fraction

import msgspec

from kic.allocation.problem import Marks, Silence
from kic.core.snapshot import Snapshot
from kic.core.values import Number
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.scoring import ScoreSheet
from kic.domain.scoring.bias import counted

Said = Fraction | Silence
"""What a seat says of an application: one number, or why there is none."""


class Reason(enum.Enum):
    """Why an application should be talked about before the vote."""

    SPREAD = "spread"
    THRESHOLD = "threshold"
    LINE = "line"
    FEW_MARKS = "few_marks"


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """The marks of one application. Without a mark, everything but the numbers of seats is None."""

    marks: int
    abstentions: int
    exclusions: int
    mean: Fraction | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    deviation: str | None = None

    @property
    def range(self) -> Fraction:
        """From the lowest to the highest mark."""
        return Fraction(0) if self.least is None or self.most is None else self.most - self.least


class Severity(msgspec.Struct, frozen=True, kw_only=True):
    """How much a seat's marks lie above or below those of the others, and on how many common applications."""

    value: Fraction
    applications: int


def said(call: Call, marks: Marks) -> Said | None:
    """One number for a seat's marks; None for marks that do not fit the call's criteria (check says why)."""
    value = marks.value
    if isinstance(value, Silence):
        return value
    if isinstance(value, Number):
        return value.fraction
    weights = {each.id: each.weight.fraction for each in call.terms.criteria}
    total = sum(weights.values(), Fraction(0))
    if total <= 0 or not value.keys() >= weights.keys():
        return None
    return sum((weights[name] * value[name].fraction for name in weights), Fraction(0)) / total


def said_by_seat(repository: Snapshot, call: Call) -> dict[str, dict[str, Said]]:
    """What counts of each seat's sheet, by seat and application; a seat that is excluded gives no mark."""
    found: dict[str, dict[str, Said]] = {}
    known = {each.id for each in repository.all(Application) if each.call == call.id}
    for sheet in repository.all(ScoreSheet):
        if sheet.call != call.id:
            continue
        row = found.setdefault(sheet.seat, {})
        for about, marks in counted(repository, sheet, call).items():
            one = said(call, marks) if about in known else None
            if one is not None:
                row[about] = one
    return dict(sorted(found.items()))


def spread(rows: Mapping[str, Mapping[str, Said]], about: str) -> Spread:
    """How the marks of one application lie."""
    every = [row[about] for row in rows.values() if about in row]
    marks = [each for each in every if isinstance(each, Fraction)]
    abstentions = sum(each is Silence.ABSTAIN for each in every)
    exclusions = sum(each is Silence.EXCLUDED for each in every)
    if not marks:
        return Spread(marks=0, abstentions=abstentions, exclusions=exclusions)
    mean = sum(marks, Fraction(0)) / len(marks)
    variance = sum(((each - mean) ** 2 for each in marks), Fraction(0)) / len(marks)
    return Spread(
        marks=len(marks),
        abstentions=abstentions,
        exclusions=exclusions,
        mean=mean,
        least=min(marks),
        most=max(marks),
        deviation=_root(variance),
    )


def _root(value: Fraction) -> str:
    """The square root, rounded half up to two decimals."""
    thousandths = math.isqrt(value.numerator * 10**6 // value.denominator)
    hundredths = (thousandths + 5) // 10
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def severities(rows: Mapping[str, Mapping[str, Said]]) -> dict[str, Severity]:
    """The severity of every seat that marked something which others marked, too."""
    sums: dict[str, Fraction] = {}
    numbers: dict[str, int] = {}
    for row in rows.values():
        for about, mark in row.items():
            if isinstance(mark, Fraction):
                sums[about] = sums.get(about, Fraction(0)) + mark
                numbers[about] = numbers.get(about, 0) + 1
    found: dict[str, Severity] = {}
    for seat, row in rows.items():
        distances = [
            mark - (sums[about] - mark) / (numbers[about] - 1)
            for about, mark in row.items()
            if isinstance(mark, Fraction) and numbers[about] > 1
        ]
        if distances:
            value = sum(distances, Fraction(0)) / len(distances)
            found[seat] = Severity(value=value, applications=len(distances))
    return found


def reasons(
    call: Call, each: Spread, line: Fraction | None, wide: Fraction, near: Fraction
) -> tuple[Reason, ...]:
    """Why to discuss an application. `wide` and `near` are shares of the scale's width; without a scale, of nothing.

    SPREAD: its range is at least `wide`. THRESHOLD and LINE: its mean is at most `near` away from them.
    """
    found: list[Reason] = []
    scale = call.terms.scale
    if each.marks < call.terms.min_marks:
        found.append(Reason.FEW_MARKS)
    if each.mean is None or scale is None:
        return tuple(found)
    width = scale.max.fraction - scale.min.fraction
    if each.marks > 1 and each.range >= wide * width:
        found.append(Reason.SPREAD)
    threshold = call.terms.threshold
    if threshold is not None and abs(each.mean - threshold.fraction) <= near * width:
        found.append(Reason.THRESHOLD)
    if line is not None and abs(each.mean - line) <= near * width:
        found.append(Reason.LINE)
    return tuple(found)
