"""Lines of a block-style YAML file, found by their indentation: enough for files whose layout is known.

A key's block is its line and every deeper line below it; an entry's block is its dash line and the
deeper lines below. Comment and blank lines belong to what follows them.
"""

import re

import msgspec


class Layout(msgspec.Struct, frozen=True):
    """A text that ends with a newline."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.split("\n")[:-1]


Span = tuple[int, int]
"""The first line and the line behind the last, counted from 0."""


def block_of(layout: Layout, field: str) -> Span | None:
    """The lines of a field `a.b`, or None where it is not there."""
    lines, span, indent = layout.lines, (0, len(layout.lines)), 0
    for key in field.split("."):
        opening = re.compile(rf" {{{indent}}}{re.escape(key)}:(?: |$)")
        first = next((at for at in range(*span) if opening.match(lines[at])), None)
        if first is None:
            return None
        span = (first, _end(lines, first, span[1], indent))
        below = next((lines[at] for at in range(first + 1, span[1]) if _speaks(lines[at])), "")
        indent = _depth(below)
    return span


def blocks_of(layout: Layout, field: str) -> list[Span]:
    """The lines of a field wherever it stands; `list[].field` is that field of each entry of a list."""
    head, listed, rest = field.partition("[].")
    if not listed:
        return [span] if (span := block_of(layout, field)) else []
    lines, found = layout.lines, []
    for first, end in items_of(layout, head):
        indent = _depth(lines[first]) + len("- ")
        opening = re.compile(rf" {{{indent}}}{re.escape(rest)}:(?: |$)")
        found += [
            (at, _end(lines, at, end, indent)) for at in range(first + 1, end) if opening.match(lines[at])
        ]
    return found


def items_of(layout: Layout, field: str) -> list[Span]:
    """The lines of each entry of a list that is written one entry under the other; empty for other lists."""
    lines, whole = layout.lines, block_of(layout, field)
    if whole is None:
        return []
    dashes = [at for at in range(whole[0] + 1, whole[1]) if lines[at].lstrip().startswith(("- ", "-\n"))]
    if not dashes:
        return []
    indent = _depth(lines[dashes[0]])
    firsts = [at for at in dashes if _depth(lines[at]) == indent]
    return [(first, _end(lines, first, whole[1], indent, item=True)) for first in firsts]


def without(layout: Layout, spans: list[Span]) -> Layout:
    """Without these lines and the comments that stand right above them."""
    lines, gone = layout.lines, set[int]()
    for first, end in spans:
        gone.update(range(first, end))
        above = first - 1
        while above > 0 and lines[above].lstrip().startswith("#"):
            gone.add(above)
            above -= 1
    return Layout("".join(line + "\n" for at, line in enumerate(lines) if at not in gone))


def with_scalar(layout: Layout, field: str, value: str) -> Layout:
    """With another plain value in a field that stands on one line."""
    span = block_of(layout, field)
    assert span is not None
    assert span[1] == span[0] + 1
    lines = layout.lines
    key, _, _ = lines[span[0]].partition(":")
    lines[span[0]] = f"{key}: {value}"
    return Layout("".join(line + "\n" for line in lines))


def _end(lines: list[str], first: int, limit: int, indent: int, *, item: bool = False) -> int:
    """Behind the last line that is deeper than the first; a list may stand right under its key."""
    end = first + 1
    for at in range(first + 1, limit):
        if not _speaks(lines[at]):
            continue
        depth = _depth(lines[at])
        listed = depth == indent and not item and lines[at].lstrip().startswith("- ")
        if depth <= indent and not listed:
            break
        end = at + 1
    return end


def _speaks(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
