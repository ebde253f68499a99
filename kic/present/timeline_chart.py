"""The timeline of deadlines: a lane for each kind, what is overdue at its left end, then the days that come."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kic.present.chart_form import Form
from kic.present.drawing import (
    LINE,
    SPACE,
    Table,
    box,
    legend_lines,
    letters,
    number_at,
    pieces,
    text_lines,
)
from kic.present.width import wrapped

NEAR = 90
"""Days that come first: what has to be prepared now."""
_LATE, _WAITS = ("0", "12%"), ("13%", "12%")
"""Where a lane shows how much is overdue, and how much waits: x and width."""
_FIRST = 28
"""Where the days begin, in per cent of the width."""
_BAR = 18
_MOST_DIGIT = 9


class _Lane(NamedTuple):
    kind: Any
    overdue: list[datetime.date]
    waiting: list[datetime.date]
    ahead: list[datetime.date]


class Timeline(Form):
    """Rows have `date`, `state` (overdue, open, ahead), `kind`, `what` and `record`, in the order of the agenda.

    The chart's `today` is where the days begin, `days` how far they reach.
    """

    def table(self) -> Table:
        """Each deadline with its day; the days until then are below zero where it has passed."""
        say = self.language.say
        head = (say("What"), say("Day"), say("Days until then"), say("State"), say("Kind"), say("Record"))
        rows = [
            (row["what"], row["date"], self._until(row["date"]), self._state(row), row["kind"], row["record"])
            for row in self.rows
        ]
        return self.tabled(head, rows)

    def lines(self, columns: int) -> list[str]:
        """The picture in signs, at most so many columns wide where that is possible."""
        cells = self.cells(columns, 14)
        lines: list[str] = []
        for lane in self._lanes():
            lines += wrapped(f"{self._name(lane)} – {self._told(lane)}", columns)
            late = f"x{len(lane.overdue)}" if lane.overdue else ""
            waits = f"o{len(lane.waiting)}" if lane.waiting else ""
            lines.append(f"{late:>4} {waits:>4} [{self._signs(lane, cells)}]")
        legend = f"{' · '.join(f'{sign} {words}' for sign, words in self._legend())}. {self._scale()}"
        return [*lines, "", *wrapped(legend, columns)]

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture's pieces: name, elements, and how many pixels high each is."""
        return pieces(name, self._lanes(), self._row, self._foot)

    def _row(self, parts: list[str], lane: _Lane, name: str, top: int) -> int:
        told = f"{self._name(lane)}: {self._told(lane)}"
        top = text_lines(parts, wrapped(told, self.room.label + 2), top, small=True)
        for (x, wide), kind, found in ((_LATE, "ended", lane.overdue), (_WAITS, "ahead", lane.waiting)):
            if found:
                parts.append(box(x, wide, top, _BAR, f"{name}-", kind))
                middle = "6%" if kind == "ended" else "19%"
                parts.append(number_at(middle, top + 14, self.language.number(len(found))))
        parts.append(box(f"{_FIRST}%", f"{100 - _FIRST}%", top, _BAR, f"{name}-", "unknown"))
        parts.append(_border(self._x(NEAR), top - 3, top + _BAR + 3))
        for day, number in sorted(Counter(lane.ahead).items()):
            x = self._x(self._until(day))
            parts.append(_mark(x, top + 1, top + _BAR - 1, wide=7 if number == 1 else 24))
            if number > 1:
                parts.append(number_at(x, top + 14, self.language.number(number)))
        return top + _BAR + SPACE - 2

    def _foot(self, parts: list[str], name: str, top: int) -> int:
        days = self.chart["days"]
        say, count = self.language.say, self.language.count
        parts.append(letters(f"{_FIRST}%", top + 8, say("today"), small=True))
        shown = count("{n} day", "{n} days", NEAR)
        parts.append(letters(self._x(NEAR), top + 8, shown, small=True, middle=True))
        parts.append(letters("100%", top + 8, count("{n} day", "{n} days", days), small=True, end=True))
        top += LINE
        (_, overdue), (_, waiting), (_, due), (_, border) = self._legend()
        top = legend_lines(parts, wrapped(overdue, self.room.legend), "ended", name, top)
        top = legend_lines(parts, wrapped(waiting, self.room.legend), "ahead", name, top)
        for line, words in ((_mark("13", top + 2, top + 20), due), (None, border)):
            parts.append(line if line is not None else _border("13", top + 2, top + 20))
            for each in wrapped(words, self.room.legend):
                parts.append(letters("36", top + 16, each))
                top += LINE
            top += 6
        return top + 4

    # -- words -----------------------------------------------------------------------------------------

    def _lanes(self) -> list[_Lane]:
        """By kind, in the order in which the agenda first names it: what has been overdue longest comes first."""
        lanes: dict[str, _Lane] = {}
        for row in self.rows:
            lane = lanes.setdefault(str(row["kind"].value), _Lane(row["kind"], [], [], []))
            self._days_of(lane, row).append(row["date"])
        return list(lanes.values())

    def _days_of(self, lane: _Lane, row: Mapping[str, Any]) -> list[datetime.date]:
        return {"overdue": lane.overdue, "open": lane.waiting}.get(str(row["state"].value), lane.ahead)

    def _name(self, lane: _Lane) -> str:
        name = self.word(lane.kind)
        return name[:1].upper() + name[1:]

    def _told(self, lane: _Lane) -> str:
        count, said = self.language.count, []
        if lane.overdue:
            said.append(
                count(
                    "{n} overdue since {date}",
                    "{n} overdue, the longest since {date}",
                    len(lane.overdue),
                    date=min(lane.overdue),
                )
            )
        if lane.waiting:
            said.append(
                count(
                    "{n} waiting since {date}",
                    "{n} waiting, the longest since {date}",
                    len(lane.waiting),
                    date=min(lane.waiting),
                )
            )
        soon = [each for each in lane.ahead if self._until(each) <= NEAR]
        later = len(lane.ahead) - len(soon)
        if soon:
            said.append(
                count(
                    "{n} in the next {days} days, on {date}",
                    "{n} in the next {days} days, the first on {date}",
                    len(soon),
                    days=NEAR,
                    date=min(soon),
                )
            )
        if later:
            first = min(each for each in lane.ahead if self._until(each) > NEAR)
            said.append(count("{n} later, on {date}", "{n} later, the first on {date}", later, date=first))
        return "; ".join(said)

    def _state(self, row: Mapping[str, Any]) -> str:
        say, until = self.language.say, self._until(row["date"])
        if row["state"].value == "overdue":
            return self.language.count("overdue for {n} day", "overdue for {n} days", -until)
        if row["state"].value == "open":
            return say("waiting, no day is set")
        return say("today") if not until else self.language.count("in {n} day", "in {n} days", until)

    def _legend(self) -> tuple[tuple[str, str], ...]:
        say = self.language.say
        return (
            ("x", say("overdue")),
            ("o", say("waiting, no day is set")),
            ("1", say("due on a day; a number says how many")),
            (":", say("{days} days from today", days=NEAR)),
        )

    def _scale(self) -> str:
        return self.language.say(
            "The bars reach from {date} over {days} days.", date=self.chart["today"], days=self.chart["days"]
        )

    # -- places ----------------------------------------------------------------------------------------

    def _until(self, day: datetime.date) -> int:
        found: int = (day - self.chart["today"]).days
        return found

    def _x(self, days: int) -> str:
        """Where a day lies on the width, a little inside of both ends."""
        hundredths = _FIRST * 100 + 100 + days * (9800 - _FIRST * 100) // self.chart["days"]
        return f"{hundredths // 100}.{hundredths % 100:02d}%"

    def _signs(self, lane: _Lane, cells: int) -> str:
        """`..1...2..:...1`: how many are due in each part of the days."""
        whole = self.chart["days"] + 1
        counted = Counter(min(cells - 1, self._until(day) * cells // whole) for day in lane.ahead)
        border = NEAR * cells // whole
        return "".join(
            ("+" if counted[cell] > _MOST_DIGIT else str(counted[cell]))
            if counted[cell]
            else ":"
            if cell == border
            else "."
            for cell in range(cells)
        )


def _mark(x: str, top: int, bottom: int, *, wide: int = 7) -> str:
    return (
        f'<line class="k-mark" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="#1a1a1a"'
        f' stroke-width="{wide}"/>\n'
    )


def _border(x: str, top: int, bottom: int) -> str:
    return (
        f'<line class="k-line" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="#4a4a4a" stroke-width="2"'
        ' stroke-dasharray="4 3"/>\n'
    )
