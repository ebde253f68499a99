"""Where money flows: from calls over themes to recipients, as bands between boxes; bars where these are too many."""

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from kic.core.text import text
from kic.core.values import Money
from kic.present.chart_form import Form
from kic.present.drawing import (
    BAR,
    LINE,
    SPACE,
    Table,
    box,
    letters,
    named,
    number_at,
    percent,
    pieces,
    text_lines,
)
from kic.present.width import wrapped

MOST_NODES = 12
"""With more boxes nobody can follow the bands."""
_PLACES = ("from", "over", "to")
_SIGNS = ("ABCDEFGHIJKL", "123456789", "abcdefghijkl")
_HEIGHT, _GAP = 110, 17
"""Pixels: of a column's boxes together, and between two of them."""
_LEFT = (0, 470, 940)
_WIDE = 60
"""Where each column begins and how wide it is, in thousandths of the width."""
_TITLE = 24
"""Pixels for the columns' titles."""


class _Node(NamedTuple):
    column: int
    number: int
    sign: str
    label: str
    amount: Money
    lang: str | None


class Flow(Form):
    """Rows have an amount and a number each of `from`, `over` and `to` in the columns of these names.

    A column has a `title` and the `labels` of its boxes. All amounts are above zero.
    """

    def table(self) -> Table:
        """Each way with its amount, and their sum."""
        rows = [
            (*(self._columns()[place]["labels"][row[place]] for place in _PLACES), row["amount"])
            for row in self.rows
        ]
        whole = Money(sum(row["amount"].cents for row in self.rows))
        rows.append((text("Total"), None, None, whole))
        head = (
            *(self.word(self._columns()[place]["title"]) for place in _PLACES),
            self.language.say("Awarded"),
        )
        return self.tabled(head, rows)

    def lines(self, columns: int) -> list[str]:
        """Bars for each column's boxes: bands cannot be drawn of signs."""
        cells, most = self.cells(columns), self._whole() or 1
        lines: list[str] = []
        for position, place in enumerate(_PLACES):
            title = self.word(self._columns()[place]["title"])
            lines += [*([""] if position else []), *wrapped(f"{'> ' * position}{title}", columns)]
            for node in self._nodes(position):
                drawn = "#" * -(-node.amount.cents * cells // most)
                lines += [
                    *wrapped(f"{node.label} – {self.language.money(node.amount)}", columns),
                    f"[{drawn:{cells}}]",
                ]
        return lines

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture's pieces: name, elements, and how many pixels high each is."""
        drawn = sum(len(self._nodes(position)) for position in range(len(_PLACES))) <= MOST_NODES
        rows: list[Any] = ["bands"] if drawn else []
        for position, place in enumerate(_PLACES):
            rows += [self._columns()[place]["title"], *self._nodes(position)]

        def row(parts: list[str], each: Any, name: str, top: int) -> int:
            if isinstance(each, _Node):
                return self._key(parts, each, top) if drawn else self._bar(parts, each, name, top)
            if each == "bands":
                return self._bands(parts, top)
            top += SPACE // 2
            parts.append(letters("0", top + 14, self.word(each), bold=True))
            return top + LINE + 4

        return pieces(name, rows, row, lambda _parts, _name, top: top)

    # -- bands -----------------------------------------------------------------------------------------

    def _bands(self, parts: list[str], top: int) -> int:
        for position, x in enumerate(("0", "50%", "100%")):
            title = self.word(self._columns()[_PLACES[position]]["title"])
            parts.append(letters(x, top + 14, title, middle=position == 1, end=position > 1))
        top += _TITLE
        nodes = [self._nodes(position) for position in range(len(_PLACES))]
        height = _HEIGHT + _GAP * (max(len(each) for each in nodes) - 1)
        starts = [self._starts(each, height) for each in nodes]
        parts.append(
            f'<svg x="0" y="{top}" width="100%" height="{height}" viewBox="0 0 1000 {height}"'
            ' preserveAspectRatio="none">\n'
        )
        for position in range(len(_PLACES) - 1):
            parts += self._between(position, starts, nodes)
        parts.append("</svg>\n")
        for position, column in enumerate(nodes):
            x = f"{_LEFT[position] / 10:g}%"
            for node in column:
                y, high = starts[position][node.number], self._high(node.amount.cents)
                parts.append(f'<g data-box="{node.sign}">\n')
                parts.append(
                    f'<rect class="k-done" x="{x}" y="{_px(top * 100 + y)}" width="{_WIDE / 10:g}%"'
                    f' height="{_px(max(high, 100))}" fill="#14532d" stroke="#1a1a1a" stroke-width="1"/>\n'
                )
                middle = f"{(_LEFT[position] + _WIDE // 2) / 10:g}%"
                parts.append(number_at(middle, top + (y + high // 2) // 100 + 5, node.sign))
                parts.append("</g>\n")
        return top + height + SPACE

    def _between(
        self, position: int, starts: list[dict[int, int]], nodes: list[list[_Node]]
    ) -> Iterator[str]:
        """The bands from one column to the next, so that those of a box lie below one another.

        Each names its two boxes (`data-ends`), so that a script can show those of one.
        """
        signs = [{node.number: node.sign for node in column} for column in nodes[position : position + 2]]
        start, end = _PLACES[position], _PLACES[position + 1]
        amounts: dict[tuple[int, int], int] = {}
        for row in self.rows:
            way = (row[start], row[end])
            amounts[way] = amounts.get(way, 0) + row["amount"].cents
        left, right = dict(starts[position]), dict(starts[position + 1])
        x, after = _LEFT[position] + _WIDE, _LEFT[position + 1]
        middle = (x + after) // 2
        for (source, target), cents in sorted(amounts.items()):
            high = self._high(cents)
            above, below = left[source], left[source] + high
            over, under = right[target], right[target] + high
            left[source], right[target] = below, under
            ends = f"{signs[0][source]} {signs[1][target]}"
            yield (
                f'<path class="k-flow" data-ends="{ends}"'
                f' d="M{x} {_px(above)}C{middle} {_px(above)} {middle} {_px(over)} {after}'
                f" {_px(over)}V{_px(under)}C{middle} {_px(under)} {middle} {_px(below)} {x} {_px(below)}Z"
                '" fill="#1d5fa0" fill-opacity=".25" stroke="#1a1a1a" stroke-width=".7"'
                ' vector-effect="non-scaling-stroke"/>\n'
            )

    def _starts(self, nodes: list[_Node], height: int) -> dict[int, int]:
        """Where each box begins, in hundredths of a pixel; a column with fewer boxes stands in the middle."""
        used = sum(self._high(node.amount.cents) for node in nodes) + _GAP * 100 * (len(nodes) - 1)
        y = (height * 100 - used) // 2
        found = {}
        for node in nodes:
            found[node.number] = y
            y += self._high(node.amount.cents) + _GAP * 100
        return found

    def _high(self, cents: int) -> int:
        """How high an amount is, in hundredths of a pixel."""
        return cents * _HEIGHT * 100 // (self._whole() or 1)

    # -- words and bars --------------------------------------------------------------------------------

    def _key(self, parts: list[str], node: _Node, top: int) -> int:
        words = f"{node.label}: {self.language.money(node.amount)}"
        parts.append(f'<g data-box="{node.sign}" data-words="{escape(node.label)}"{named(node.lang)}>\n')
        parts.append(letters("2", top + 14, node.sign, bold=True))
        for line in wrapped(words, self.room.label - 3):
            parts.append(letters("22", top + 14, line))
            top += LINE
        parts.append("</g>\n")
        return top + 2

    def _bar(self, parts: list[str], node: _Node, name: str, top: int) -> int:
        words = f"{node.label}: {self.language.money(node.amount)}"
        top = text_lines(parts, wrapped(words, self.room.label + 2), top, small=True, lang=node.lang)
        parts.append(box("0", percent(node.amount.cents, self._whole()), top, BAR // 2, f"{name}-", "done"))
        return top + BAR // 2 + SPACE

    def _columns(self) -> dict[str, Any]:
        found: dict[str, Any] = self.chart["columns"]
        return found

    def _nodes(self, position: int) -> list[_Node]:
        """The boxes of a column with what flows through each, in its order."""
        place = _PLACES[position]
        amounts: dict[int, int] = {}
        for row in self.rows:
            amounts[row[place]] = amounts.get(row[place], 0) + row["amount"].cents
        labels, signs = self._columns()[place]["labels"], _SIGNS[position]
        return [
            _Node(
                column=position,
                number=number,
                sign=signs[at % len(signs)],
                label=self.word(labels[number]),
                amount=Money(amounts[number]),
                lang=self.foreign(labels[number]),
            )
            for at, number in enumerate(sorted(amounts))
        ]

    def _whole(self) -> int:
        found: int = sum(row["amount"].cents for row in self.rows)
        return found


def _px(hundredths: int) -> str:
    """Pixels with at most two decimals."""
    full, rest = divmod(hundredths, 100)
    return f"{full}.{rest:02d}".rstrip("0").rstrip(".")
