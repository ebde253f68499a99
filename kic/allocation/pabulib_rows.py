"""The rows of a Pabulib file: cells between semicolons, with the line and the columns where they stand.

A cell that begins with a quotation mark ends with one; two of them inside mean one, and line ends inside
belong to the cell. Elsewhere a quotation mark is a character like others. Lines end with CR, LF or both.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from kic.core.place import Span

LINE_END = re.compile(r"\r\n|\r|\n")
MOST_LINES = 100
"""A quoted cell with more lines than these has lost its closing mark."""


class Row(NamedTuple):
    """The cells of a row; `spans` are found only where they are wanted."""

    line: int
    cells: tuple[str, ...]
    source: tuple[str, ...]
    """The row's lines as they stand."""

    def span(self, place: int) -> Span:
        """Where a cell stands; the end of the row if there is none."""
        for number, span in enumerate(_spans(self.line, self.source)):
            if number == place:
                return span
        last = self.line + len(self.source) - 1
        end = len(self.source[-1]) + 1
        return Span(last, end, last, end)

    def whole(self) -> Span:
        """The whole row."""
        last = self.line + len(self.source) - 1
        return Span(self.line, 1, last, len(self.source[-1]) + 1)

    def part(self, place: int, number: int) -> Span:
        """Where the part of a cell stands, of those between its commas; the whole cell if quoted."""
        span = self.span(place)
        if span.line != span.end_line or self.source[0][span.column - 1 : span.column] == '"':
            return span
        start = span.column
        for each, part in enumerate(self.source[0][span.column - 1 : span.end_column - 1].split(",")):
            if each == number:
                before = len(part) - len(part.lstrip())
                end = start + before + max(len(part.strip()), 1)
                return Span(span.line, start + before, span.line, end)
            start += len(part) + 1
        return span


class Unclosed(ValueError):
    """A quotation mark that is never closed; `span` is where it stands."""

    def __init__(self, span: Span) -> None:
        self.span = span
        super().__init__(str(span))


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and its encoding; anything that is not Unicode is read as Windows-1252 or Latin-1.

    A second byte order mark, which converting a file that has one may leave, is dropped, too.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace").removeprefix("\ufeff"), encoding
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "latin-1"


def as_shown(content: bytes) -> bytes:
    """The file in UTF-8 with plain line ends, so that the lines of findings can be shown."""
    return "\n".join(LINE_END.split(decoded(content)[0])).encode()


def rows(text: str) -> Iterator[Row]:
    """The rows that are not empty; raises Unclosed."""
    lines = LINE_END.split(text)
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if '"' not in line:
            cells = tuple(cell.strip() for cell in line.split(";"))
            if any(cells):
                yield Row(number, cells, (line,))
            continue
        first = number
        while (open_ := _open_quote(lines[first - 1 : number])) is not None:
            if number == min(len(lines), first + MOST_LINES):
                at = Span(open_[0] + first, open_[1] + 1, open_[0] + first, open_[1] + 2)
                raise Unclosed(at)
            number += 1
        source = tuple(lines[first - 1 : number])
        yield Row(first, tuple(cell.strip() for cell in _quoted("\n".join(source))), source)


def _open_quote(lines: list[str]) -> tuple[int, int] | None:
    """Line (from 0) and column of the quotation mark that these lines leave open."""
    joined = "\n".join(lines)
    for start, end, closed in _cells(joined):
        if not closed:
            before = joined[:start]
            blanks = len(joined[start:end]) - len(joined[start:end].lstrip())
            return before.count("\n"), start - (before.rfind("\n") + 1) + blanks
    return None


def _cells(joined: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each cell, and whether its quotation mark, if any, is closed."""
    start = 0
    while True:
        at = start
        while at < len(joined) and joined[at] in " \t":
            at += 1
        closed = True
        if at < len(joined) and joined[at] == '"':
            close = at + 1
            while True:
                close = joined.find('"', close)
                if close < 0 or joined[close : close + 2] != '""':
                    break
                close += 2
            closed = close >= 0
            at = close + 1 if closed else len(joined)
        end = joined.find(";", at)
        if end < 0:
            yield start, len(joined), closed
            return
        yield start, end, closed
        start = end + 1


def _quoted(joined: str) -> Iterator[str]:
    for start, end, _ in _cells(joined):
        cell = joined[start:end].strip()
        if cell.startswith('"'):
            close = 1
            while True:
                close = cell.find('"', close)
                if cell[close : close + 2] != '""':
                    break
                close += 2
            cell = cell[1:close].replace('""', '"') + cell[close + 1 :]
        yield cell


def _spans(line: int, source: tuple[str, ...]) -> Iterator[Span]:
    joined = "\n".join(source)
    for start, end, _ in _cells(joined):
        cell = joined[start:end]
        first = start + len(cell) - len(cell.lstrip())
        last = max(first, start + len(cell.rstrip()))
        yield Span(*_at(joined, line, first), *_at(joined, line, last))


def _at(joined: str, line: int, offset: int) -> tuple[int, int]:
    before = joined[:offset]
    return line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1
