"""Money to give against what is awarded and paid: a bar within a bar within a frame."""

from collections.abc import Iterator, Mapping
from typing import Any

from kic.core.text import text
from kic.core.values import Money, total
from kic.present.chart_form import Form
from kic.present.drawing import (
    BAR,
    SPACE,
    Table,
    box,
    legend_lines,
    percent,
    pieces,
    text_lines,
)
from kic.present.width import in_items, wrapped

_INNER = 10
"""How high the bar of what is paid is, within that of what is awarded."""
_MEASURES = ("budget", "awarded", "paid")
"""What is drawn of a row, from the outside to the inside."""
_SIGNS = {"budget": ".", "awarded": "=", "paid": "#"}


_KINDS = {"budget": "unknown", "awarded": "going", "paid": "done"}


class Budgets(Form):
    """Rows have `label`, and `budget`, `awarded` and `paid` as amounts, or None where nobody knows.

    `passed_on` of a row is the part of its budget that later calls give; one that is `remainder` has such a part for
    its budget. What is not awarded is the budget less what was passed on and what is awarded; nothing is said of it
    where a row is `undecided`, since awards may still come. The total counts money
    that was passed on from row to row once. A chart that is `unbudgeted` tells awards and payments of what has no
    budget of its own.
    """

    def table(self) -> Table:
        """The numbers, with what is not awarded of each budget."""
        rows = [self._cells_of(row) for row in self.rows]
        if len(rows) > 1:
            twice = any(row.get("remainder") for row in self.rows)
            label = text("Total, each euro counted once") if twice else text("Total")
            rows.append(self._cells_of({"label": label, **self._whole()}))
        return self.tabled((self.word(self.chart["what"]), *self._head().values()), rows)

    def _head(self) -> dict[str, str]:
        """The columns after the first: they are read from left to right as they are calculated."""
        say, words = self.language.say, self._words()
        if self._measures() != _MEASURES:
            return words
        passed_on = {"passed_on": say("Passed on to a later call")} if self._passes_on() else {}
        return {
            "budget": words["budget"],
            **passed_on,
            "awarded": words["awarded"],
            "left": say("Not awarded"),
            "paid": words["paid"],
        }

    def _passes_on(self) -> bool:
        return any(_cents(row.get("passed_on")) for row in self.rows)

    def lines(self, columns: int) -> list[str]:
        """The picture in signs, at most so many columns wide where that is possible."""
        cells, most = self.cells(columns), self._most()
        lines: list[str] = []
        for row in self.rows:
            reach = {key: -(-_cents(row[key]) * cells // most) for key in self._measures()}
            drawn = ""
            for key in reversed(self._measures()):
                drawn += _SIGNS[key] * (reach[key] - len(drawn))
            lines += [
                *wrapped(f"{self.word(row['label'])} – {self._told(row)}", columns),
                f"[{drawn:{cells}}]",
            ]
        legend = " · ".join(f"{_SIGNS[key]} {words}" for key, words in reversed(self._words().items()))
        return [*lines, "", *wrapped(legend, columns)]

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture's pieces: name, elements, and how many pixels high each is."""
        return pieces(name, self.rows, self._row, self._foot)

    def _row(self, parts: list[str], row: Mapping[str, Any], name: str, top: int) -> int:
        most = self._most()
        label = wrapped(self.word(row["label"]), self.room.label)
        top = text_lines(parts, label, top, lang=self.foreign(row["label"])) - 4
        top = text_lines(
            parts, in_items(self._items(row, self._short()), self.room.label + 2), top, small=True
        )
        for key in self._measures():
            if _cents(row[key]):
                high = _INNER if key == "paid" else BAR
                wide = percent(_cents(row[key]), most)
                parts.append(box("0", wide, top + (BAR - high) // 2, high, f"{name}-", _KINDS[key]))
        return top + BAR + SPACE

    def _foot(self, parts: list[str], name: str, top: int) -> int:
        for key, words in self._words().items():
            top = legend_lines(parts, wrapped(words, self.room.legend), _KINDS[key], name, top)
        return top + 4

    def _measures(self) -> tuple[str, ...]:
        return _MEASURES[1:] if self.chart.get("unbudgeted") else _MEASURES

    def _words(self) -> dict[str, str]:
        say = self.language.say
        words = {
            "budget": say("Money to give"),
            "awarded": say("Awarded"),
            "paid": say("Paid, less what came back"),
        }
        return {key: words[key] for key in self._measures()}

    def _told(self, row: Mapping[str, Any]) -> str:
        return "; ".join(self._items(row, self._words()))

    def _short(self) -> dict[str, str]:
        """The words above a bar, below which the legend says all."""
        return self._words() | {"paid": self.language.say("Paid")}

    def _items(self, row: Mapping[str, Any], measures: Mapping[str, str]) -> list[str]:
        unknown = self.language.say("not known")
        told = {
            key: f"{words}: {unknown if row[key] is None else self.language.money(row[key])}"
            for key, words in measures.items()
        }
        if _cents(row.get("passed_on")):
            told["budget"] += " " + self.language.say("(passed on: {amount})", amount=row["passed_on"])
        return list(told.values())

    def _cells_of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        cells = {key: row[key] if row[key] is not None else text("not known") for key in self._measures()}
        if self._measures() == _MEASURES:
            passed_on = row.get("passed_on") or Money(0)
            known = row["budget"] is not None and row["awarded"] is not None and not row.get("undecided")
            cells |= {
                "passed_on": passed_on,
                "left": row["budget"] - passed_on - row["awarded"] if known else None,
            }
        return (row["label"], *(cells[key] for key in self._head()))

    def _whole(self) -> dict[str, Any]:
        """The sums; what is not known of one row is not known of all."""
        sums: dict[str, Any] = {"undecided": any(row.get("undecided") for row in self.rows)}
        for key in self._measures():
            given = [row[key] for row in self.rows if key != "budget" or not row.get("remainder")]
            sums[key] = None if None in given else total(given)
        kept = total(row["budget"] for row in self.rows if row.get("remainder") and row["budget"] is not None)
        sums["passed_on"] = total(row["passed_on"] for row in self.rows if row.get("passed_on")) - kept
        return sums

    def _most(self) -> int:
        return max((_cents(row[key]) for row in self.rows for key in self._measures()), default=0) or 1


def _cents(amount: Money | None) -> int:
    """What can be drawn of an amount: nothing of one that is not known or below zero."""
    return max(0, amount.cents) if amount is not None else 0
