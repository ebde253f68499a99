"""What all forms of charts share: a chart's data, its words in a language, and the three ways to show it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kic.present.drawing import Table, tabled
from kic.present.language import Language
from kic.present.safe import safe_line


class Form:
    """A chart's data, and its words in a language. Each form says how it is a table, lines of text, a picture."""

    def __init__(self, chart: Mapping[str, Any], language: Language) -> None:
        self.chart, self.language = chart, language
        self.rows: list[Mapping[str, Any]] = chart["rows"]

    def table(self) -> Table:
        """The numbers."""
        raise NotImplementedError

    def lines(self, columns: int) -> list[str]:
        """The picture in signs, at most so many columns wide where that is possible."""
        raise NotImplementedError

    def pieces(self, name: str) -> Iterator[tuple[str, str, int]]:
        """The picture's pieces: name, elements, and how many pixels high each is."""
        raise NotImplementedError

    def word(self, value: Any) -> str:
        """A value in one line."""
        return safe_line(" ".join(self.language.word(value).split("\n")))

    def cells(self, columns: int, aside: int = 4) -> int:
        """How many signs a bar has, with so many columns beside it."""
        return max(10, min(60, columns - aside))

    def tabled(self, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
        """A table with the chart's title."""
        return tabled(self.word(self.chart["title"]), head, rows, self.language)
