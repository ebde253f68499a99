"""What all forms of charts share: a chart's data, its words in a language, and the three ways to show it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kic.core.text import Text
from kic.present.drawing import SCREEN, Room, Table, tabled
from kic.present.language import Language
from kic.present.safe import safe_line

_FIELD = re.compile(r"\{[^{}]*\}")


def of_records(value: Any) -> bool:
    """Whether a value's words are those of a record: a string, or a sentence that has no words of its own."""
    if isinstance(value, Text):
        return not _lettered(_FIELD.sub("", value.id)) and any(map(of_records, value.values.values()))
    return isinstance(value, str) and _lettered(value)


def _lettered(words: str) -> bool:
    return any(map(str.isalpha, words))


class Form:
    """A chart's data, and its words in a language. Each form says how it is a table, lines of text, a picture.

    `records` is the language of the records' words, where it is another one. `room` is that of a picture's lines.
    """

    def __init__(
        self, chart: Mapping[str, Any], language: Language, records: str | None = None, room: Room = SCREEN
    ) -> None:
        self.chart, self.language, self.records, self.room = chart, language, records, room
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

    def foreign(self, value: Any) -> str | None:
        """The language of a label's words where it is not that of the picture."""
        return self.records if of_records(value) else None

    def word(self, value: Any) -> str:
        """A value in one line."""
        return safe_line(" ".join(self.language.word(value).split("\n")))

    def cells(self, columns: int, aside: int = 4) -> int:
        """How many signs a bar has, with so many columns beside it."""
        return max(10, min(60, columns - aside))

    def tabled(self, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
        """A table with the chart's title."""
        return tabled(self.word(self.chart["title"]), head, rows, self.language)
