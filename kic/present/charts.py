"""Charts: hand-written SVG, the same numbers as a table, and as bars of text.

What a chart shows is told by pattern, word and number; colour only repeats it. The SVG is responsive without
scaling its letters (positions along the bar are shares of the width), depends on nothing outside, and is
the same for the same data. Colours stand as attributes for readers without style sheets; a page overrides
them by class, for the dark and for high contrast.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from kic.core.text import text
from kic.errors import Refused
from kic.present.bars import Segment, answers, bar, legend, progress
from kic.present.budget_chart import Budgets
from kic.present.chart_form import Form, of_records
from kic.present.delimited import delimited
from kic.present.drawing import (
    BAR,
    LINE,
    SCREEN,
    SPACE,
    Room,
    Table,
    box,
    letters,
    number_at,
    patterns,
    percent,
    pieces,
    tabled,
    text_lines,
)
from kic.present.flow_chart import Flow
from kic.present.language import Language
from kic.present.money_charts import Ranges, Ranked, Themes
from kic.present.safe import safe_line
from kic.present.series_chart import Series
from kic.present.timeline_chart import Timeline
from kic.present.width import wrapped

_FORMS: dict[str, type[Form]] = {
    "ranked": Ranked,
    "themes": Themes,
    "ranges": Ranges,
    "timeline": Timeline,
    "budget": Budgets,
    "flow": Flow,
    "series": Series,
}
_CLASSES = {"#": "done", "=": "going", "-": "ahead", "~": "postponed", "x": "ended", ".": "unknown"}
"""The style class of each sign of `kic.present.bars`."""


class Charts:
    """The charts of a document by name, in its language.

    `records` is the language of the records' words; what is said in another one than the document's is marked.
    """

    def __init__(self, charts: Mapping[str, Any], language: Language, records: str | None = None) -> None:
        self.language = language
        self.records = records if records != language.code else None
        self._charts = charts

    def foreign(self, value: Any) -> str | None:
        """The language of a value's words where it is not that of the document."""
        return self.records if of_records(value) else None

    def table(self, name: str) -> Table:
        """The numbers of a chart; raises Refused where the document has no chart of this name."""
        chart = self._named(name)
        if chart["form"] in _FORMS:
            return _FORMS[chart["form"]](chart, self.language, self.records).table()
        return self._stacked_table(chart)

    def note(self, name: str) -> str:
        """What a reader has to know besides: how it was counted, the day of the data, and the source."""
        chart, say = self._named(name), self.language.say
        said = [self._word(each) for each in chart.get("notes", ())]
        if chart.get("as_of") is not None:
            said.append(say("State of the data: {date}.", date=chart["as_of"]))
        if chart.get("source"):
            said.append(say("Source: {source}.", source=self._word(chart["source"])))
        return " ".join(said)

    def csv(self, name: str) -> bytes:
        """The numbers as a CSV file; each row tells the day of the data, and the source unless it has its own."""
        chart, shown = self._named(name), self.table(name)
        about = [
            (self.language.say(title), chart[key] if key == "as_of" else self._word(chart[key]))
            for key, title in (("as_of", "State of the data"), ("source", "Source"))
            if chart.get(key) and self.language.say(title) not in shown.head
        ]
        head = [*shown.head, *(title for title, _ in about)]
        return delimited(
            head, ((*row, *(value for _, value in about)) for row in shown.values), self.language
        )

    def __iter__(self) -> Iterator[str]:
        """The names of the charts, in the order of the document's data."""
        return iter(self._charts)

    def folded(self, name: str) -> bool:
        """Whether a page shows the table only on demand, because the document tells the numbers anyway."""
        return bool(self._named(name).get("folded"))

    def svgs(self, name: str, room: Room = SCREEN) -> list[str]:
        """The picture in pieces, one below the other, each with title and description; words have so much room.

        Each is 100 % wide and at most about half a page of paper high.
        """
        chart = self._named(name)
        if chart["form"] in _FORMS:
            form = _FORMS[chart["form"]](chart, self.language, self.records, room)
            drawn = list(form.pieces(f"chart-{name}"))
        else:
            drawn = list(self._stacked(chart, f"chart-{name}", room))
        title, description = self._word(chart["title"]), self._word(chart["description"])
        shown = []
        for number, (piece, body, height) in enumerate(drawn, 1):
            named = title
            if len(drawn) > 1:
                named = self.language.say(
                    "{title}, part {number} of {parts}", title=title, number=number, parts=len(drawn)
                )
            shown.append(
                f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="100%"'
                f' height="{height}" font-family="sans-serif" font-size="14"'
                f' aria-labelledby="{piece}-title {piece}-text">\n'
                f'<title id="{piece}-title">{escape(named)}</title>\n'
                f'<desc id="{piece}-text">{escape(description)}</desc>\n'
                f"<defs>\n{patterns(piece)}</defs>\n{body}</svg>\n"
            )
        return shown

    def lines(self, name: str, columns: int) -> list[str]:
        """The chart as lines of text, at most so many columns wide where that is possible."""
        chart = self._named(name)
        if chart["form"] in _FORMS:
            drawn = _FORMS[chart["form"]](chart, self.language, self.records).lines(columns)
        else:
            drawn = self._stacked_lines(chart, columns)
        note = self.note(name)
        return [self._word(chart["title"]), "", *drawn, *(["", *wrapped(note, columns)] if note else ())]

    def _named(self, name: str) -> Any:
        if name not in self._charts:
            raise Refused(
                "The document has no chart {name}.",
                help="Its charts are: {names}.",
                name=name,
                names=sorted(self._charts),
            )
        return self._charts[name]

    def _word(self, value: Any) -> str:
        return safe_line(" ".join(self.language.word(value).split("\n")))

    # -- progress: a bar for each theme ----------------------------------------------------------------

    def _classed(self, chart: Mapping[str, Any], counts: Mapping[str | None, int]) -> tuple[Segment, ...]:
        return answers(counts) if chart["form"] == "answers" else progress(counts)

    def _segments(self, chart: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[Segment, ...]:
        return self._classed(chart, {**row["counts"], None: row["without"]})

    def _all_segments(self, chart: Mapping[str, Any]) -> tuple[Segment, ...]:
        counts: dict[str | None, int] = {}
        for row in chart["rows"]:
            for status, count in {**row["counts"], None: row["without"]}.items():
                counts[status] = counts.get(status, 0) + count
        return self._classed(chart, counts)

    def _stacked_table(self, chart: Mapping[str, Any]) -> Table:
        say = self.language.say
        used = self._all_segments(chart)
        rows: list[tuple[Any, ...]] = []
        for row in chart["rows"]:
            amounts = {segment.sign: segment.amount for segment in self._segments(chart, row)}
            cells = [amounts.get(each.sign, 0) for each in used]
            rows.append((row["label"], *cells, sum(amounts.values())))
        if len(rows) > 1:
            sums = [each.amount for each in used]
            rows.append((text("Total"), *sums, sum(sums)))
        head = (
            self._word(chart["lead"]) if "lead" in chart else say("Theme"),
            *(self._word(each.words) for each in used),
            say("Total"),
        )
        return tabled(self._word(chart["title"]), head, rows, self.language)

    def _stacked_lines(self, chart: Mapping[str, Any], columns: int) -> list[str]:
        lines: list[str] = []
        for row in chart["rows"]:
            segments = self._segments(chart, row)
            lines += wrapped(self._word(row["label"]), columns)
            lines.append(f"{bar(segments, max(10, min(60, columns - 8)))} {self._sum(segments)}")
        return [*lines, "", *wrapped(legend(self._all_segments(chart), self.language), columns)]

    def _sum(self, segments: Sequence[Segment]) -> str:
        return self.language.number(sum(each.amount for each in segments))

    def _stacked(self, chart: Mapping[str, Any], name: str, room: Room) -> Iterator[tuple[str, str, int]]:
        def row(parts: list[str], row: Mapping[str, Any], name: str, top: int) -> int:
            segments = self._segments(chart, row)
            label = f"{self._word(row['label'])} ({self._sum(segments)})"
            top = text_lines(parts, wrapped(label, room.label), top, lang=self.foreign(row["label"]))
            _bar(parts, segments, name, top, self.language)
            return top + BAR + SPACE

        def foot(parts: list[str], name: str, top: int) -> int:
            for segment in self._all_segments(chart):
                parts.append(box("0", "26", top + 4, 14, f"{name}-", _CLASSES[segment.sign]))
                words = f"{self._word(segment.words)}: {self.language.number(segment.amount)}"
                parts.append(letters("36", top + 16, words))
                top += LINE + 6
            return top + 4

        return pieces(name, chart["rows"], row, foot)


def _bar(parts: list[str], segments: Sequence[Segment], name: str, top: int, language: Language) -> None:
    whole = sum(segment.amount for segment in segments)
    before = 0
    for segment in segments:
        x, wide = percent(before, whole), percent(segment.amount, whole)
        parts.append(box(x, wide, top, BAR, f"{name}-", _CLASSES[segment.sign]))
        middle = percent(2 * before + segment.amount, 2 * whole)
        parts.append(number_at(middle, top + 16, language.number(segment.amount)))
        before += segment.amount
