"""Charts: hand-written SVG, the same numbers as a table, and as bars of text.

What a chart shows is told by pattern, word and number; colour only repeats it. The SVG is responsive without
scaling its letters (positions along the bar are shares of the width), depends on nothing outside, and is
the same for the same data. Colours stand as attributes for readers without style sheets; a page overrides
them by class, for the dark and for high contrast.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from kic.core.values import Money, total
from kic.errors import Refused
from kic.present.bars import Segment, bar, legend, progress
from kic.present.language import Language
from kic.present.safe import safe_line
from kic.present.width import width, wrapped

_CLASSES = {"#": "done", "=": "going", "-": "ahead", "~": "postponed", "x": "ended", ".": "unknown"}
"""The style class of each sign of `kic.present.bars`."""
_LABEL = 40
"""Characters of a label's line: what fits into 300 pixels."""
_LINE, _BAR, _SPACE = 18, 22, 14
"""Heights in pixels: a line of letters, a bar, the space below a row."""

_PAPER = '<rect class="k-paper" width="8" height="8" fill="#fff"/>'
_PATTERN = (
    '<pattern id="{id}-{kind}" width="8" height="8" patternUnits="userSpaceOnUse"{turn}>{shapes}</pattern>\n'
)
_SHAPES = {
    "going": (
        '<rect class="k-blue" width="8" height="8" fill="#1d5fa0"/>'
        '<rect class="k-paper" width="2" height="8" fill="#fff"/>'
    ),
    "ahead": _PAPER + '<circle class="k-blue" cx="4" cy="4" r="1.6" fill="#1d5fa0"/>',
    "postponed": _PAPER + '<rect class="k-brown" width="4" height="8" fill="#8f4a00"/>',
    "ended": _PAPER + '<path class="k-line" d="M0 0L8 8M8 0L0 8" stroke="#4a4a4a" stroke-width="1.4"/>',
}


class Table(NamedTuple):
    """A chart's numbers: words and numbers as they are shown. The first column names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Charts:
    """The charts of a document by name, in its language."""

    def __init__(self, charts: Mapping[str, Any], language: Language) -> None:
        self.language = language
        self._charts = charts

    def table(self, name: str) -> Table:
        """The numbers of a chart; raises Refused where the document has no chart of this name."""
        chart = self._named(name)
        make = {"stacked": self._stacked_table, "ranked": self._ranked_table}
        return make[chart["form"]](chart)

    def folded(self, name: str) -> bool:
        """Whether a page shows the table only on demand, because the document tells the numbers anyway."""
        return bool(self._named(name).get("folded"))

    def svg(self, name: str) -> str:
        """The picture, with title and description; 100 % wide, in pixels high."""
        chart = self._named(name)
        draw = {"stacked": self._stacked, "ranked": self._ranked}
        body, height = draw[chart["form"]](chart, f"chart-{name}")
        title, description = self._word(chart["title"]), self._word(chart["description"])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="100%" height="{height}"'
            f' font-family="sans-serif" font-size="14"'
            f' aria-labelledby="chart-{name}-title chart-{name}-text">\n'
            f'<title id="chart-{name}-title">{escape(title)}</title>\n'
            f'<desc id="chart-{name}-text">{escape(description)}</desc>\n'
            f"<defs>\n{_patterns(f'chart-{name}')}</defs>\n{body}</svg>\n"
        )

    def lines(self, name: str, columns: int) -> list[str]:
        """The chart as lines of text, at most so many columns wide where that is possible."""
        chart = self._named(name)
        draw = {"stacked": self._stacked_lines, "ranked": self._ranked_lines}
        return [self._word(chart["title"]), "", *draw[chart["form"]](chart, columns)]

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

    def _segments(self, row: Mapping[str, Any]) -> tuple[Segment, ...]:
        return progress({**row["counts"], None: row["without"]})

    def _all_segments(self, chart: Mapping[str, Any]) -> tuple[Segment, ...]:
        counts: dict[str | None, int] = {}
        for row in chart["rows"]:
            for status, count in {**row["counts"], None: row["without"]}.items():
                counts[status] = counts.get(status, 0) + count
        return progress(counts)

    def _stacked_table(self, chart: Mapping[str, Any]) -> Table:
        say, number = self.language.say, self.language.number
        used = self._all_segments(chart)
        rows = []
        for row in chart["rows"]:
            amounts = {segment.sign: segment.amount for segment in self._segments(row)}
            cells = [number(amounts.get(each.sign, 0)) for each in used]
            rows.append((self._word(row["label"]), *cells, number(sum(amounts.values()))))
        if len(rows) > 1:
            sums = [number(each.amount) for each in used]
            rows.append((say("Total"), *sums, number(sum(each.amount for each in used))))
        head = (say("Theme"), *(self._word(each.words) for each in used), say("Total"))
        return Table(self._word(chart["title"]), head, tuple(rows))

    def _stacked_lines(self, chart: Mapping[str, Any], columns: int) -> list[str]:
        lines: list[str] = []
        for row in chart["rows"]:
            segments = self._segments(row)
            lines += wrapped(self._word(row["label"]), columns)
            lines.append(f"{bar(segments, max(10, min(60, columns - 8)))} {self._sum(segments)}")
        return [*lines, "", *wrapped(legend(self._all_segments(chart), self.language), columns)]

    def _sum(self, segments: Sequence[Segment]) -> str:
        return self.language.number(sum(each.amount for each in segments))

    def _stacked(self, chart: Mapping[str, Any], name: str) -> tuple[str, int]:
        parts: list[str] = []
        top = 0
        for row in chart["rows"]:
            segments = self._segments(row)
            label = f"{self._word(row['label'])} ({self._sum(segments)})"
            top = _text_lines(parts, wrapped(label, _LABEL), top)
            _bar(parts, segments, name, top, self.language)
            top += _BAR + _SPACE
        for segment in self._all_segments(chart):
            parts.append(_box("0", "26", top + 4, 14, f"{name}-", _CLASSES[segment.sign]))
            words = f"{self._word(segment.words)}: {self.language.number(segment.amount)}"
            parts.append(_words("36", top + 16, words))
            top += _LINE + 6
        return "".join(parts), top + 4

    # -- allocation: the ranked list with the line -----------------------------------------------------

    def _ranked_table(self, chart: Mapping[str, Any]) -> Table:
        say, language = self.language.say, self.language
        rows: list[tuple[str, ...]] = [
            (
                self._word(row["label"]),
                language.number(row["rank"]),
                language.number(row["score"], 2) if row["score"] is not None else "–",
                language.money(row["requested"]),
                language.money(row["award"]),
            )
            for row in chart["rows"]
        ]
        sums = [language.money(total(row[key] for row in chart["rows"])) for key in ("requested", "award")]
        rows.append((say("Total"), "", "", *sums))
        head = (say("Application"), say("Rank"), say("Score"), say("Requested"), say("Proposed award"))
        return Table(self._word(chart["title"]), head, tuple(rows))

    def _outcome(self, row: Mapping[str, Any]) -> str:
        say, requested, award = self.language.say, row["requested"], row["award"]
        if not award:
            return say("not funded, requested {requested}", requested=requested)
        if award == requested:
            return say("{award} as requested", award=award)
        return say("{award} of {requested}", award=award, requested=requested)

    def _rows(self, chart: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
        """Label, row, and whether the line lies below it."""
        for place, row in enumerate(chart["rows"], 1):
            label = f"{self.language.number(row['rank'])}. {self._word(row['label'])}"
            yield label, row, place == chart["line"] and place < len(chart["rows"])

    def _ranked_lines(self, chart: Mapping[str, Any], columns: int) -> list[str]:
        most = _most(chart)
        cells = max(10, min(60, columns - 4))
        lines: list[str] = []
        for label, row, line_below in self._rows(chart):
            asked = -(-row["requested"].cents * cells // most)
            given = -(-row["award"].cents * cells // most)
            drawn = "#" * given + "." * (asked - given)
            lines += [*wrapped(f"{label} – {self._outcome(row)}", columns), f"[{drawn:{cells}}]"]
            if line_below:
                words = f"-- {self.language.say('the money reaches to here')} "
                lines.append(words + "-" * max(2, cells + 2 - width(words)))
        say = self.language.say
        return [*lines, "", f"# {say('Proposed award')} · . {say('Requested')}"]

    def _ranked(self, chart: Mapping[str, Any], name: str) -> tuple[str, int]:
        most = _most(chart)
        parts: list[str] = []
        top = 0
        for label, row, line_below in self._rows(chart):
            top = _text_lines(parts, wrapped(label, _LABEL), top)
            parts.append(_words("0", top + 14, self._outcome(row), small=True))
            top += _LINE + 2
            asked, given = (_percent(row[key].cents, most) for key in ("requested", "award"))
            parts.append(_box("0", asked, top, _BAR, f"{name}-", "unknown"))
            if row["award"]:
                kind = "done" if row["award"] == row["requested"] else "going"
                parts.append(_box("0", given, top, _BAR, f"{name}-", kind))
            top += _BAR + _SPACE
            if line_below:
                words = self.language.say("the money reaches to here")
                parts.append(
                    f'<line class="k-line" x1="0" x2="100%" y1="{top}" y2="{top}" stroke="#4a4a4a"'
                    ' stroke-width="2" stroke-dasharray="8 4"/>\n'
                )
                parts.append(_words("0", top + 16, words, small=True))
                top += _LINE + _SPACE
        say = self.language.say
        for kind, words in (
            ("done", say("proposed award, as requested")),
            ("going", say("proposed award, less than requested")),
            ("unknown", say("requested, not covered")),
        ):
            parts.append(_box("0", "26", top + 4, 14, f"{name}-", kind))
            parts.append(_words("36", top + 16, words))
            top += _LINE + 6
        return "".join(parts), top + 4


def _patterns(name: str) -> str:
    turned = ' patternTransform="rotate(45)"'
    return "".join(
        _PATTERN.format(id=name, kind=kind, turn=turned if kind == "going" else "", shapes=shapes)
        for kind, shapes in _SHAPES.items()
    )


def _most(chart: Mapping[str, Any]) -> int:
    amounts: list[Money] = [row[key] for row in chart["rows"] for key in ("requested", "award")]
    return max((amount.cents for amount in amounts), default=0) or 1


def _text_lines(parts: list[str], lines: Sequence[str], top: int) -> int:
    for line in lines:
        parts.append(_words("0", top + 14, line))
        top += _LINE
    return top + 4


def _words(x: str, y: int, words: str, *, small: bool = False) -> str:
    size = ' font-size="13"' if small else ""
    return f'<text class="k-ink" x="{x}" y="{y}" fill="#1a1a1a"{size}>{escape(words)}</text>\n'


def _bar(parts: list[str], segments: Sequence[Segment], name: str, top: int, language: Language) -> None:
    whole = sum(segment.amount for segment in segments)
    before = 0
    for segment in segments:
        x, wide = _percent(before, whole), _percent(segment.amount, whole)
        parts.append(_box(x, wide, top, _BAR, f"{name}-", _CLASSES[segment.sign]))
        middle = _percent(2 * before + segment.amount, 2 * whole)
        parts.append(
            f'<text class="k-number" x="{middle}" y="{top + 16}" text-anchor="middle" font-weight="bold"'
            ' fill="#1a1a1a" stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke">'
            f"{escape(language.number(segment.amount))}</text>\n"
        )
        before += segment.amount


def _box(x: str, wide: str, top: int, height: int, patterns: str, kind: str) -> str:
    if kind == "done":
        fill, extra = "#14532d", ""
    elif kind == "unknown":
        fill, extra = "#fff", ' stroke-dasharray="4 3"'
    else:
        fill, extra = f"url(#{patterns}{kind})", ""
    return (
        f'<rect class="k-{kind}" x="{x}" y="{top}" width="{wide}" height="{height}" fill="{fill}"'
        f' stroke="#1a1a1a" stroke-width="1"{extra}/>\n'
    )


def _percent(part: int, whole: int) -> str:
    """A share of the width with at most two decimals, computed in integers."""
    hundredths = (part * 10_000 + whole // 2) // whole if whole else 0
    full, rest = divmod(hundredths, 100)
    return f"{full}.{rest:02d}".rstrip("0").rstrip(".") + "%"
