"""The pictures of an allocation: the ranked list with the line, requests by theme, and which budgets fund whom."""

from collections.abc import Iterator, Mapping
from typing import Any

from kic.core.values import Money, total
from kic.present.chart_form import Form
from kic.present.drawing import (
    BAR,
    LINE,
    SPACE,
    Shown,
    Table,
    box,
    legend_lines,
    letters,
    percent,
    pieces,
    text_lines,
)
from kic.present.width import width, wrapped

WHOLE = 10_000
"""A bar over the whole width, in the units of a row's `share`."""
_SIGNS = {"full": "#", "admissible": "#", "part": "=", "none": "."}
_KINDS = {"full": "done", "admissible": "done", "part": "going", "none": "unknown"}


class Ranked(Form):
    """Applications in rank order: the bar is the score, its pattern and words say what is proposed."""

    def table(self) -> Table:
        """The numbers."""
        say = self.language.say
        rows: list[tuple[Any, ...]] = [
            (
                row["label"],
                row["rank"],
                Shown(row["score"], self._score(row)),
                row["requested"],
                row["award"],
                self._status(row),
            )
            for row in self.rows
        ]
        sums = [total(row[key] for row in self.rows) for key in ("requested", "award")]
        rows.append((say("Total"), None, None, *sums, None))
        head = (
            say("Application"),
            say("Rank"),
            say("Score"),
            say("Requested"),
            say("Proposed award"),
            say("Outcome"),
        )
        return self.tabled(head, rows)

    def lines(self, columns: int) -> list[str]:
        """The picture in signs, at most so many columns wide where that is possible."""
        cells = self.cells(columns)
        lines: list[str] = []
        for label, row, line_below in self._listed():
            drawn = _SIGNS[row["status"]] * -(-row["share"] * cells // WHOLE)
            lines += [
                *wrapped(f"{label} – {self._outcome(row)}", columns),
                f"[{drawn:{cells}}] {self._score(row)}",
            ]
            if line_below:
                words = f"-- {self._line()} "
                lines.append(words + "-" * max(2, cells + 2 - width(words)))
        legend = " · ".join(f"{_SIGNS[status]} {words}" for status, words in self._legend())
        return [*lines, "", *wrapped(f"{self._scale()} {legend}", columns)]

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture's pieces: name, elements, and how many pixels high each is."""
        return pieces(name, tuple(self._listed()), self._row, self._foot)

    def _row(self, parts: list[str], listed: tuple[str, Mapping[str, Any], bool], name: str, top: int) -> int:
        label, row, line_below = listed
        top = text_lines(parts, wrapped(label, self.room.label), top) - 4
        told = (self._outcome(row), f"{self.language.say('Score')} {self._score(row)}")
        small = [line for words in told for line in wrapped(words, self.room.label + 2)]
        top = text_lines(parts, small, top, small=True)
        parts.append(box("0", "100%", top, BAR, f"{name}-", "unknown"))
        if row["share"]:
            kind = _KINDS[row["status"]] if row["status"] != "none" else "ahead"
            parts.append(box("0", percent(row["share"], WHOLE), top, BAR, f"{name}-", kind))
        top += BAR + SPACE
        if line_below:
            parts.append(
                f'<line class="k-line" x1="0" x2="100%" y1="{top}" y2="{top}" stroke="#4a4a4a"'
                ' stroke-width="2" stroke-dasharray="8 4"/>\n'
            )
            top = text_lines(parts, wrapped(self._line(), self.room.label), top + 2, small=True) + SPACE - 4
        return top

    def _foot(self, parts: list[str], name: str, top: int) -> int:
        top = text_lines(parts, wrapped(self._scale(), self.room.label), top, small=True)
        for status, words in self._legend():
            kind = "ahead" if status == "none" else _KINDS[status]
            top = legend_lines(parts, wrapped(words, self.room.legend), kind, name, top)
        return top + 4

    def _score(self, row: Mapping[str, Any]) -> str:
        return self.language.number(row["score"], 2) if row["score"] is not None else "–"

    def _listed(self) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
        """Label, row, and whether the line lies below it."""
        for place, row in enumerate(self.rows, 1):
            label = f"{self.language.number(row['rank'])}. {self.word(row['label'])}"
            yield label, row, place == self.chart["line"] and place < len(self.rows)

    def _line(self) -> str:
        return self.language.say("the money reaches to here")

    def _scale(self) -> str:
        return self.language.say("A full bar is a score of {most}.", most=self.chart["most"])

    def _legend(self) -> tuple[tuple[str, str], ...]:
        say = self.language.say
        return (
            ("full", say("funded in full")),
            ("part", say("funded in part")),
            ("none", say("not funded")),
        )

    def _status(self, row: Mapping[str, Any]) -> str:
        known = {**dict(self._legend()), "admissible": self.language.say("funded in full")}
        return known[row["status"]]

    def _outcome(self, row: Mapping[str, Any]) -> str:
        say, requested, award = self.language.say, row["requested"], row["award"]
        if row["status"] == "none":
            return say("not funded, requested {requested}", requested=requested)
        if row["status"] == "full":
            return say("funded in full: {award}, as requested", award=award)
        if row["status"] == "admissible":
            return say(
                "funded in full as far as admissible: {award} of {requested}",
                award=award,
                requested=requested,
            )
        return say("funded in part: {award} of {requested}", award=award, requested=requested)


class Themes(Form):
    """For each theme what was requested (the frame) and what is proposed (solid within it)."""

    def table(self) -> Table:
        """The numbers."""
        say = self.language.say
        rows = [
            (row["label"], row["number"], row["requested"], row["award"])
            for row in (*self.rows, {"label": say("All applications, each once"), **self.chart["whole"]})
        ]
        head = (say("Theme"), say("Applications"), say("Requested"), self._given())
        return self.tabled(head, rows)

    def lines(self, columns: int) -> list[str]:
        """The picture in signs, at most so many columns wide where that is possible."""
        cells, most = self.cells(columns), self._most()
        lines: list[str] = []
        for row in self.rows:
            asked = -(-row["requested"].cents * cells // most)
            given = -(-row["award"].cents * cells // most)
            drawn = "#" * given + "." * (asked - given)
            lines += [
                *wrapped(f"{self.word(row['label'])} – {self._told(row)}", columns),
                f"[{drawn:{cells}}]",
            ]
        say = self.language.say
        legend = f"# {self._given()} · . {say('requested, not covered')}"
        return [*lines, "", *wrapped(legend, columns)]

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture's pieces: name, elements, and how many pixels high each is."""
        return pieces(name, self.rows, self._row, self._foot)

    def _row(self, parts: list[str], row: Mapping[str, Any], name: str, top: int) -> int:
        most = self._most()
        top = (
            text_lines(
                parts, wrapped(self.word(row["label"]), self.room.label), top, lang=self.foreign(row["label"])
            )
            - 4
        )
        top = text_lines(parts, wrapped(self._told(row), self.room.label + 2), top, small=True)
        if row["requested"]:
            parts.append(box("0", percent(row["requested"].cents, most), top, BAR, f"{name}-", "unknown"))
        if row["award"]:
            parts.append(box("0", percent(row["award"].cents, most), top, BAR, f"{name}-", "done"))
        return top + (BAR + SPACE if row["requested"] else SPACE // 2)

    def _foot(self, parts: list[str], name: str, top: int) -> int:
        say = self.language.say
        for kind, words in (("done", self._given()), ("unknown", say("requested, not covered"))):
            top = legend_lines(parts, wrapped(words, self.room.legend), kind, name, top)
        return top + 4

    def _given(self) -> str:
        """What the solid part is called: awards that are proposed, or that were given."""
        given = self.chart.get("given")
        return self.language.say("Proposed award") if given is None else self.word(given)

    def _most(self) -> int:
        amounts: list[Money] = [row[key] for row in self.rows for key in ("requested", "award")]
        return max((amount.cents for amount in amounts), default=0) or 1

    def _told(self, row: Mapping[str, Any]) -> str:
        if not row["requested"]:
            return self.language.say("nothing requested")
        return self.language.say("{award} of {requested}", award=row["award"], requested=row["requested"])


class Ranges(Form):
    """For each application the sums of money with which it would be funded, on a scale from 0 to `most`."""

    def table(self) -> Table:
        """The numbers."""
        say = self.language.say
        rows: list[tuple[Any, ...]] = []
        for row in self.rows:
            label = row["label"]
            if not row["ranges"]:
                rows.append((label, row["words"], Shown(None, "–")))
            rows += [
                (label, start, end if end is not None else say("without limit"))
                for start, end in row["ranges"] or ()
            ]
        head = (say("Application"), say("Funded from"), say("Funded to"))
        return self.tabled(head, rows)

    def lines(self, columns: int) -> list[str]:
        """The picture in signs, at most so many columns wide where that is possible."""
        cells, most = self.cells(columns), self.chart["most"].cents
        mark = min(cells - 1, self.chart["budget"].cents * cells // most)
        lines = [" " * (mark + 1) + "v"]
        for row in self.rows:
            drawn = "".join(
                "#" if _meets(row["ranges"], most * i // cells, most * (i + 1) // cells) else "."
                for i in range(cells)
            )
            lines += [
                *wrapped(f"{self.word(row['label'])} – {self.word(row['words'])}", columns),
                f"[{drawn}]",
            ]
        say = self.language.say
        legend = f"# {say('funded')} · . {say('not funded')} · v {self._budget()}. {self._scale()}"
        return [*lines, "", *wrapped(legend, columns)]

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture's pieces: name, elements, and how many pixels high each is."""
        return pieces(name, self.rows, self._row, self._foot)

    def _row(self, parts: list[str], row: Mapping[str, Any], name: str, top: int) -> int:
        most = self.chart["most"].cents
        mark = percent(self.chart["budget"].cents, most)
        top = (
            text_lines(
                parts, wrapped(self.word(row["label"]), self.room.label), top, lang=self.foreign(row["label"])
            )
            - 4
        )
        top = text_lines(parts, wrapped(self.word(row["words"]), self.room.label + 2), top, small=True)
        parts.append(box("0", "100%", top, BAR, f"{name}-", "unknown"))
        for start, end in row["ranges"] or ():
            first, last = start.cents, most if end is None else min(end.cents + 1, most)
            if first < last:
                x, wide = percent(first, most), percent(last - first, most)
                parts.append(box(x, wide, top, BAR, f"{name}-", "done"))
        for kind, thick, color in (("edge", 7, "#fff"), ("mark", 3, "#1a1a1a")):
            parts.append(
                f'<line class="k-{kind}" x1="{mark}" x2="{mark}" y1="{top - 3}" y2="{top + BAR + 3}"'
                f' stroke="{color}" stroke-width="{thick}"/>\n'
            )
        return top + BAR + SPACE

    def _foot(self, parts: list[str], name: str, top: int) -> int:
        parts.append(letters("0", top + 8, self.language.money(Money(0)), small=True))
        parts.append(letters("100%", top + 8, self.language.money(self.chart["most"]), small=True, end=True))
        top += LINE
        say = self.language.say
        for kind, words in (("done", say("funded")), ("unknown", say("not funded"))):
            top = legend_lines(parts, wrapped(words, self.room.legend), kind, name, top)
        parts.append(
            f'<line class="k-mark" x1="13" x2="13" y1="{top + 2}" y2="{top + 20}" stroke="#1a1a1a"'
            ' stroke-width="3"/>\n'
        )
        for line in wrapped(self._budget(), self.room.legend):
            parts.append(letters("36", top + 16, line))
            top += LINE
        return top + 8

    def _budget(self) -> str:
        return self.language.say("the money of the call, {budget}", budget=self.chart["budget"])

    def _scale(self) -> str:
        return self.language.say(
            "The bars reach from {least} to {most}.", least=Money(0), most=self.chart["most"]
        )


def _meets(ranges: Any, first: int, after: int) -> bool:
    """Whether one of the ranges has a cent from `first` up to, but not at, `after`."""
    return any(start.cents < after and (end is None or end.cents >= first) for start, end in ranges or ())
