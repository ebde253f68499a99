"""An indicator over time: recorded values as full dots, targets as rings, on a scale that begins at zero."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from kic.core.text import text
from kic.core.values import Number, PartialDate
from kic.present.chart_form import Form
from kic.present.drawing import LINE, Table, letters, number_at, text_lines
from kic.present.width import in_items, wrapped

_HIGH, _ABOVE = 100, 26
"""Pixels: from the lowest to the highest value, and the room for numbers above."""
_SIGN, _APART = 270, 150
"""How wide a sign of a number is on a narrow screen, and the room between two numbers; unit as in `_Point.x`."""
_LEFT, _RIGHT = 1000, 9000
"""Numbers nearer to an edge than this do not stand in the middle above their dot."""


class _Point(NamedTuple):
    x: int
    """In hundredths of a per cent of the width."""
    y: int
    """In pixels below the top of the room."""
    date: PartialDate
    value: Number
    target: bool


class Series(Form):
    """Rows have `date` (as exact as it is known), `value`, `target` (whether it is one) and `source`.

    The chart has the indicator's title (`indicator`) and `unit`.
    """

    def table(self) -> Table:
        """Values, then targets, each in the order of time."""
        say = self.language.say
        value = say("{title} ({unit})", title=self.chart["indicator"], unit=self.chart["unit"])
        head = (say("As of"), self.word(value), say("Kind"), say("Source"))
        kinds = {False: text("recorded value"), True: text("target")}
        rows = [(row["date"], row["value"], kinds[row["target"]], row["source"]) for row in self._sorted()]
        return self.tabled(head, rows)

    def lines(self, columns: int) -> list[str]:
        """A bar for each value, at most so many columns wide where that is possible."""
        cells = self.cells(columns, 34)
        least, most = self._scale()
        lines: list[str] = []
        for row in self._sorted():
            reach = -(-(row["value"].billionths - least) * cells // (most - least))
            sign = "=" if row["target"] else "#"
            label = self._label(row["date"], target=row["target"])
            lines.append(f"[{sign * reach:{cells}}] {self._amount(row['value'])}, {label}")
        return lines

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture in one piece: name, elements, height in pixels."""
        parts: list[str] = []
        points = self._points()
        top = text_lines(parts, in_items(self._told(), self.room.label + 2), 0, small=True) + _ABOVE
        parts.append(_line((0, top + _HIGH), (10_000, top + _HIGH)))
        values = [point for point in points if not point.target]
        for before, after in pairwise(values):
            parts.append(_line((before.x, top + before.y), (after.x, top + after.y), css="k-trend", wide=2))
        start = values[-1] if values else None
        for point in points:
            if point.target and start is not None:
                parts.append(_line((start.x, top + start.y), (point.x, top + point.y), dashed=True))
                start = point
        parts += [_dot(_share(point.x), top + point.y, target=point.target) for point in points]
        for point in self._labelled(points):
            words = self.language.number(point.value)
            parts.append(number_at(_share(point.x), top + point.y - 10, words, anchor=_anchor(point)))
        top += _HIGH + LINE
        first, last = min(points, key=lambda each: each.x), max(points, key=lambda each: each.x)
        parts.append(letters("0", top, self.language.date(first.date), small=True))
        parts.append(letters("100%", top, self.language.date(last.date), small=True, end=True))
        top = self._legend(parts, top + 8, targets=any(point.target for point in points))
        yield name, "".join(parts), top

    def _legend(self, parts: list[str], top: int, *, targets: bool) -> int:
        say = self.language.say
        for target, words in ((False, say("recorded value")), *([(True, say("target"))] if targets else ())):
            parts.append(_dot("13", top + 11, target=target))
            for line in wrapped(words, self.room.legend):
                parts.append(letters("36", top + 16, line))
                top += LINE
        return top + 8

    # -- words -----------------------------------------------------------------------------------------

    def _told(self) -> list[str]:
        """The last value and the targets; what the scale is."""
        say = self.language.say
        said = [
            f"{self._label(row['date'], target=row['target'])}: {self._amount(row['value'])}"
            for row in [*[each for each in self._sorted() if not each["target"]][-1:], *self._targets()]
        ]
        by_value = sorted(
            (Number("0"), *(row["value"] for row in self.rows)), key=lambda each: each.billionths
        )
        scale = say("Scale from {least} to {most}", least=by_value[0], most=by_value[-1])
        return [*said, scale]

    def _label(self, date: PartialDate, *, target: bool) -> str:
        return self.language.say("Target by {date}", date=date) if target else self.language.date(date)

    def _amount(self, value: Number) -> str:
        return f"{self.language.number(value)}\N{NO-BREAK SPACE}{self.word(self.chart['unit'])}"

    # -- places ----------------------------------------------------------------------------------------

    def _sorted(self) -> list[Any]:
        return sorted(self.rows, key=lambda row: (row["target"], row["date"].earliest))

    def _targets(self) -> list[Any]:
        return [row for row in self._sorted() if row["target"]]

    def _scale(self) -> tuple[int, int]:
        """From zero to the highest value, from the lowest where that is below zero; in billionths."""
        values = [row["value"].billionths for row in self.rows]
        least, most = min(0, *values), max(0, *values)
        return least, max(most, least + 1)

    def _points(self) -> list[_Point]:
        days = [row["date"].earliest.toordinal() for row in self._sorted()]
        first, span = min(days), max(max(days) - min(days), 1)
        least, most = self._scale()
        return [
            _Point(
                200 + (day - first) * 9600 // span,
                _HIGH - (row["value"].billionths - least) * _HIGH // (most - least),
                row["date"],
                row["value"],
                row["target"],
            )
            for day, row in zip(days, self._sorted(), strict=True)
        ]

    def _labelled(self, points: list[_Point]) -> list[_Point]:
        """Whose numbers stand in the picture: targets, the last, the first, the highest, the lowest, as room allows."""
        values = [point for point in points if not point.target]
        wanted = [point for point in points if point.target]
        if values:
            by_value = sorted(values, key=lambda each: each.value.billionths)
            wanted += [values[-1], values[0], by_value[-1], by_value[0]]
        placed: list[_Point] = []
        for point in [*wanted, *values]:
            first, last = self._extent(point)
            others = [self._extent(other) for other in placed]
            if all(last + _APART <= start or end + _APART <= first for start, end in others):
                placed.append(point)
        return placed

    def _extent(self, point: _Point) -> tuple[int, int]:
        """From where to where the number of a point reaches on the width."""
        wide = len(self.language.number(point.value)) * _SIGN
        start = point.x - {"start": 0, "middle": wide // 2, "end": wide}[_anchor(point)]
        return start, start + wide


def _anchor(point: _Point) -> str:
    return "start" if point.x < _LEFT else "end" if point.x > _RIGHT else "middle"


def _share(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _line(
    start: tuple[int, int], end: tuple[int, int], *, css: str = "k-line", wide: int = 1, dashed: bool = False
) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<line class="{css}" x1="{_share(start[0])}" x2="{_share(end[0])}" y1="{start[1]}" y2="{end[1]}"'
        f' stroke="#4a4a4a" stroke-width="{2 if dashed else wide}"{dashes}/>\n'
    )


def _dot(x: str, y: int, *, target: bool) -> str:
    css, radius, fill = ("k-ring", 6, "#fff") if target else ("k-dot", 5, "#14532d")
    return f'<circle class="{css}" cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="#1a1a1a" stroke-width="2"/>\n'
