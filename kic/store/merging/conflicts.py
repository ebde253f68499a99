"""Conflicts of a merge, written into the file as comments, found there again and settled.

    # kic-conflict both: ...words...
    #| title: what the other side has
    title: what this side has

The file still parses and means what this side meant; the other side's text stands above it. Until somebody chooses,
`check` fails (KIC028), and git keeps the file as unmerged.
"""

import enum
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from kic.errors import Refused
from kic.store.merging.lists import alike
from kic.store.merging.segments import Block, Cut, Segment, cut, joined, spelled
from kic.store.merging.three_way import MISSING, Conflict, Merger, lines_of_both, model_of
from kic.store.writing.outline import Outline

MARK = "# kic-conflict "
_OTHER = "#| "
_LINE = re.compile(r"^ *# kic-conflict ([a-z-]+)(?: \(([^)\n]+)\))?: ?(.*)$")
_THEIR = re.compile(r"^ *#\|(?: (.*))?$")


class Sort(enum.Enum):
    """What happened: both changed it, one removed what the other changed, or the file as a whole is unclear."""

    BOTH = "both"
    REMOVED_HERE = "removed-here"
    REMOVED_THERE = "removed-there"
    WHOLE = "whole"


_NONE: tuple[Conflict, ...] = ()
Words = Callable[[Conflict], str]
"""A sentence about a conflict, in one line."""


class Outcome(msgspec.Struct, frozen=True):
    """A merged file and the conflicts that are marked in it."""

    source: bytes
    conflicts: tuple[Conflict, ...]


class Open(msgspec.Struct, frozen=True):
    """A conflict that is marked in a file: its line (from 1), sort, the key it is about, words, the other's text."""

    line: int
    sort: Sort
    name: str | None
    words: str
    theirs: str


def merge(base: bytes, ours: bytes, theirs: bytes, path: str, words: Words) -> Outcome:
    """This side's file with what the other side did to it. Raises Refused where one of them is no UTF-8.

    Lines end as this side's do. What cannot be merged entry by entry keeps this side's file whole, with the other's
    below it as comments.
    """
    if theirs in (base, ours):
        return Outcome(ours, ())
    if ours == base:
        return Outcome(theirs, ())
    crlf = b"\r\n" in ours
    was, mine, others = (_plain(each, path) for each in (base, ours, theirs))
    if others in (was, mine):
        merged, conflicts = mine, _NONE
    elif mine == was:
        merged, conflicts = others, _NONE
    else:
        merged, conflicts = _merged(was, mine, others, path, words)
    text = merged.replace("\n", "\r\n") if crlf else merged
    bom = b"\xef\xbb\xbf" if ours.startswith(b"\xef\xbb\xbf") else b""
    return Outcome(bom + text.encode(), conflicts)


def _plain(source: bytes, path: str) -> str:
    """The text with LF and a last line break, without a byte order mark."""
    try:
        text = source.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refused("{path} cannot be merged: it is not UTF-8.", path=path) from None
    return text if not text or text.endswith("\n") else text + "\n"


def _merged(base: str, ours: str, theirs: str, path: str, words: Words) -> tuple[str, tuple[Conflict, ...]]:
    cuts = [_cut(each, path) for each in (base, ours, theirs)]
    mine, others = cuts[1], cuts[2]
    if mine is None or others is None or (cuts[0] is None and base.strip()):
        return _whole(ours, theirs, words)
    if cuts[0] is None and not _one_record(mine.outline.model, others.outline.model):
        return _whole(ours, theirs, words)
    merger = Merger(lambda conflict: _marked(conflict, words))
    was = cuts[0]
    block = merger.block(was.block if was else None, mine.block, others.block, ())
    preface = lines_of_both(was.preface if was else "", mine.preface, others.preface)
    footer = lines_of_both(was.footer if was else "", mine.footer, others.footer)
    text = preface + joined(block) + footer
    if not _kept(text, block, (was, mine, others), path):
        return _whole(ours, theirs, words)
    return text, tuple(merger.conflicts)


_NAMES = ("kind", "id", "number")


def _one_record(ours: Any, theirs: Any) -> bool:
    """Whether two files that both sides added are about the same, and not two records with one number."""
    mine, others = ({k: v for k, v in each.items() if k not in _NAMES} for each in (ours, theirs))
    return alike(mine, others)


def _cut(text: str, path: str) -> Cut | None:
    try:
        return cut(Outline(text.encode(), path))
    except Refused:
        return None


def _kept(text: str, block: Block, sides: tuple[Cut | None, Cut, Cut], path: str) -> bool:
    """Whether the merged text reads as it is meant, with every comment that nobody took out."""
    try:
        after = Outline(text.encode(), path)
    except Refused:
        return False
    if after.model != model_of(block):
        return False
    base, ours, theirs = [_comments(each.outline) if each is not None else set() for each in sides]
    wanted = (ours - base) | (theirs - base) | (base & ours & theirs)
    there = _comments(after)
    return all(each in there or any(each in other for other in there) for each in wanted)


def _comments(outline: Outline) -> set[str]:
    return {outline.text[start:end].rstrip() for start, end in outline.comments}


# -- marking -----------------------------------------------------------------------------------------------


def _sort(conflict: Conflict) -> Sort:
    if conflict.ours is MISSING:
        return Sort.REMOVED_HERE
    return Sort.REMOVED_THERE if conflict.theirs is MISSING else Sort.BOTH


def _marked(conflict: Conflict, words: Words) -> str:
    last = conflict.field[-1] if conflict.field else ""
    name = f" ({last})" if isinstance(last, str) and last and ")" not in last else ""
    sentence = " ".join(words(conflict).split())
    head = f"{MARK}{_sort(conflict).value}{name}: {sentence}"
    if conflict.ours is MISSING:
        return head  # what the other side changed stays in its place
    return "\n".join([head, *_commented(conflict.theirs_text)])


def _commented(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield (_OTHER + line).rstrip()


def _whole(ours: str, theirs: str, words: Words) -> tuple[str, tuple[Conflict, ...]]:
    conflict = Conflict((), None, None, theirs)
    sentence = " ".join(words(conflict).split())
    lines = [f"{MARK}{Sort.WHOLE.value}: {sentence}", *_commented(theirs)]
    return ours + "".join(f"{line}\n" for line in lines), (conflict,)


# -- settling ----------------------------------------------------------------------------------------------


def open_conflicts(source: bytes) -> tuple[Open, ...]:
    """The conflicts that are marked in a file, from top to bottom."""
    found: list[Open] = []
    if MARK.encode() not in source:
        return ()
    lines = source.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    told = _told(source)
    for position, line in enumerate(lines):
        if told is not None and position not in told:
            continue  # words of a text that look like it
        if (head := _LINE.match(line)) and head[1] in {each.value for each in Sort}:
            theirs = []
            for below in lines[position + 1 :]:
                if (other := _THEIR.match(below)) is None:
                    break
                theirs.append(other[1] or "")
            found.append(
                Open(position + 1, Sort(head[1]), head[2], head[3], "".join(f"{x}\n" for x in theirs))
            )
    return tuple(found)


def _told(source: bytes) -> frozenset[int] | None:
    """The lines (from 0) that begin with a comment; None where the file cannot be read, so that any may."""
    try:
        outline = Outline(_plain(source, "").encode(), "")
    except Refused:
        return None
    return frozenset(
        outline.text.count("\n", 0, start)
        for start, _end in outline.comments
        if not outline.text[outline.line_start(start) : start].strip()
    )


def settled(source: bytes, line: int, *, theirs: bool, path: str) -> bytes:
    """The file with the conflict of this line settled: this side's entry stays, or the other's takes its place.

    Raises Refused where the file cannot be edited safely, or no conflict is marked there.
    """
    found = next((each for each in open_conflicts(source) if each.line == line), None)
    if found is None:
        raise Refused("{path} has no conflict in line {line}.", path=path, line=line)
    crlf = b"\r\n" in source
    lines = _plain(source, path).splitlines(keepends=True)
    behind = line + len(found.theirs.splitlines())
    if found.sort is Sort.WHOLE:
        result = found.theirs if theirs else "".join([*lines[: line - 1], *lines[behind:]])
    else:
        result = "".join([*lines[: line - 1], *lines[behind:]])
        removes = Sort.REMOVED_THERE if theirs else Sort.REMOVED_HERE
        if found.sort is removes or (theirs and found.sort is Sort.BOTH):
            result = _exchanged(result, line, found, path)
    if result.strip():
        Outline(result.encode(), path)  # Refused, if it could not be read
    bom = b"\xef\xbb\xbf" if source.startswith(b"\xef\xbb\xbf") else b""
    return bom + (result.replace("\n", "\r\n") if crlf else result).encode()


def both_sides(source: bytes, line: int, path: str) -> tuple[Any, Any]:
    """What the record says with this side's words for the conflict of this line, and what with the other's.

    Plain values as they were read; MISSING for a file that holds nothing. Raises Refused as `settled` does.
    """
    mine, others = (_model(settled(source, line, theirs=theirs, path=path), path) for theirs in (False, True))
    return mine, others


def _model(source: bytes, path: str) -> Any:
    return Outline(source, path).model if source.strip() else MISSING


def _exchanged(text: str, line: int, found: Open, path: str) -> str:
    """The text with the entry below the mark taken out, or replaced by the other side's."""
    whole = cut(Outline(text.encode(), path))
    lines = text.splitlines()
    while line <= len(lines) and lines[line - 1].lstrip(" ").startswith("#"):
        line += 1
    way = None
    if whole is not None:
        way = next(
            (
                way
                for way, at, segment in _walk(whole.block, len(whole.preface.splitlines()) + 1)
                if at == line and segment.key == found.name
            ),
            None,
        )
    if whole is None or way is None:
        raise Refused("{path} cannot be edited safely.", path=path)
    block = _put(whole.block, way, found.theirs if found.sort is Sort.BOTH else None)
    return whole.preface + (joined(block) if block is not None else "") + whole.footer


def _walk(block: Block, line: int) -> Iterator[tuple[tuple[int, ...], int, Segment]]:
    """Every segment with the way to it and the line (from 1) that it begins in, the outer ones first."""
    for position, segment in enumerate(block.entries):
        at = line + segment.head.count("\n")
        yield (position,), at, segment
        if segment.inner is not None:
            for way, below, inner in _walk(segment.inner, at + segment.lead.count("\n")):
                yield (position, *way), below, inner
        line += spelled(segment).count("\n")


def _put(block: Block, way: tuple[int, ...], text: str | None) -> Block | None:
    """The block with another text for the segment of this way, or without it; None where nothing is left."""
    position, below = way[0], way[1:]
    segment = block.entries[position]
    if below:
        assert segment.inner is not None
        inner = _put(segment.inner, below, text)
        put = [] if inner is None else [msgspec.structs.replace(segment, inner=inner)]
    elif text is None:
        put = []
    else:
        blanks = " " * segment.indent
        lines = [blanks + each if each.strip() else each for each in text.splitlines(keepends=True)]
        lead = "".join(lines)[segment.indent :]
        put = [msgspec.structs.replace(segment, lead=lead, inner=None, tail="")]
    entries = (*block.entries[:position], *put, *block.entries[position + 1 :])
    return Block(block.listed, entries) if entries else None
