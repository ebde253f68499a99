"""A file as a tree of segments: each entry of a block map or list with its comments, exact to the character.

A segment is what a person would cut out and paste elsewhere: the comments above an entry, the entry, and what belongs
behind it. Joined again, segments give the very text that they were cut from.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from kic.store.writing.outline import Outline


class Block(msgspec.Struct, frozen=True):
    """The entries of a block map or list; `listed` tells a list."""

    listed: bool
    entries: "tuple[Segment, ...]"


class Segment(msgspec.Struct, frozen=True):
    """One entry. Its text is `head`, the indentation, `lead`, and `inner` or nothing, and `tail`.

    `key` names it in a map and is None in a list. `head` are whole lines above it: comments and blank lines. `lead`
    is the entry itself; of one with a block inside, what stands before the first entry of that (`goals:` and its line
    break, or a dash). `tail` are lines behind it that are indented deeper than what follows. `indent` is the column
    that `lead` begins at: the first key behind a dash has no blanks of its own.
    """

    key: str | None
    model: Any
    head: str
    lead: str
    inner: Block | None
    tail: str
    indent: int


class Cut(msgspec.Struct, frozen=True):
    """A whole file: the text above the first key, its entries, and the text behind the last."""

    preface: str
    block: Block
    footer: str
    outline: Outline


def cut(outline: Outline) -> Cut | None:
    """The segments of a file; None where its root is no block map with something in it."""
    root = outline.root
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not root.value:
        return None
    start = outline.line_start(root.value[0][0].start_mark.index)
    if not outline.leads(root.value[0][0].start_mark.index):
        return None  # `--- key: value` and the like
    end = _behind(outline, root)
    return Cut(outline.text[:start], _block(outline, root, outline.model, start), outline.text[end:], outline)


def joined(block: Block, *, begun: bool = False) -> str:
    """The text of a block; `begun` tells that its first entry stands behind a dash."""
    return "".join(
        spelled(each, begun=begun and position == 0) for position, each in enumerate(block.entries)
    )


def spelled(segment: Segment, *, begun: bool = False) -> str:
    """The text of one segment."""
    inner = "" if segment.inner is None else joined(segment.inner, begun=_mid_line(segment.lead))
    blanks = "" if begun else " " * segment.indent
    return f"{segment.head}{blanks}{segment.lead}{inner}{segment.tail}"


def _mid_line(lead: str) -> bool:
    return not lead.endswith(("\n", "\r"))


def _behind(outline: Outline, node: Any) -> int:
    """Where the line after a node's last one begins."""
    end = outline.end(node)
    if end > 0 and outline.text[end - 1] in "\r\n":
        return end
    return outline.next_line(end)


def _block(outline: Outline, node: Any, model: Any, at: int) -> Block:
    listed = isinstance(node, yaml.SequenceNode)
    return Block(listed, tuple(_entries(outline, node, model, at, listed=listed)))


def _entries(outline: Outline, node: Any, model: Any, at: int, *, listed: bool) -> Iterator[Segment]:
    text = outline.text
    made: list[tuple[str | None, Any, int, int, Any]] = []
    for position, entry in enumerate(node.value):
        key, value = (None, entry) if listed else entry
        start = outline.dash(value) if key is None else key.start_mark.index
        end = max(_behind(outline, value), outline.next_line(start))
        below = model[position] if key is None else model[key.value]
        made.append((None if key is None else key.value, value, start, end, below))
    for position, (name, value, start, end, below) in enumerate(made):
        begun = not outline.leads(start)
        first = start if begun else outline.line_start(start)
        head = "" if begun else text[at:first]
        tail = ""
        if position + 1 < len(made):
            following = outline.line_start(made[position + 1][2])
            tail = _deeper(text[end:following], outline.column(made[position + 1][2]))
        at = end + len(tail)
        inner = None
        lead_end = end
        if _is_block(value):
            lead_end = _opening(outline, start, value)
            inner = _block(outline, value, below, lead_end)
        column = outline.column(start)
        yield Segment(name, below, head, text[start:lead_end], inner, tail, column)


def _is_block(node: Any) -> bool:
    return not isinstance(node, yaml.ScalarNode) and not node.flow_style and bool(node.value)


def _opening(outline: Outline, start: int, node: Any) -> int:
    """Where a block begins: in the line behind its key or dash, or behind the dash itself."""
    first = node.value[0]
    at = int(first[0].start_mark.index) if isinstance(first, tuple) else outline.dash(first)
    return outline.next_line(start) if outline.leads(at) else at


def _deeper(gap: str, column: int) -> str:
    """The first lines of what stands between two entries, as long as they are comments indented deeper."""
    taken = 0
    for line in gap.splitlines(keepends=True):
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
            break
        taken += len(line)
    return gap[:taken]
