"""The merge of three trees of segments: what one side changed is taken over, what both changed is told.

Maps are merged key by key. Items of a list are known by an id or number where all have one, else by what they say, in
the order of the list; what both sides added at one place is kept from both, by date where all of it is dated. A
conflict keeps this side's entry and carries the other side's text with it: nothing is thrown away.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import yaml

from kic.core.place import Field
from kic.store.merging.lists import (
    all_dated,
    any_moved,
    date_of,
    fates_of,
    in_one,
    in_order,
    key_of,
    naming,
)
from kic.store.merging.segments import Block, Segment, spelled


class Conflict(msgspec.Struct, frozen=True):
    """What both sides changed differently, or one removed and the other changed.

    `field` is the way to it; models are plain values, `MISSING` where a side has none. `theirs_text` is the other
    side's spelling, to be written down beside this side's.
    """

    field: Field
    ours: Any
    theirs: Any
    theirs_text: str


MISSING: Any = msgspec.UNSET


class _Unclear(Exception):
    """Both sides changed the order of a list, each in another way."""


Marker = Callable[[Conflict], str]
"""The comment lines that tell a conflict, without indentation."""


class Merger:
    """Merges blocks; `mark` words conflicts as comment lines."""

    def __init__(self, mark: Marker) -> None:
        self._mark = mark
        self.conflicts: list[Conflict] = []

    # -- blocks ----------------------------------------------------------------------------------------

    def block(self, base: Block | None, ours: Block, theirs: Block, field: Field) -> Block:
        """One block from two that came from one; `base` is None where both sides began it."""
        if ours.listed:
            entries = self._items(base.entries if base else (), ours.entries, theirs.entries, field)
        else:
            entries = self._keys(base.entries if base else (), ours.entries, theirs.entries, field)
        return Block(ours.listed, tuple(entries))

    def _keys(
        self, base: Sequence[Segment], ours: Sequence[Segment], theirs: Sequence[Segment], field: Field
    ) -> list[Segment]:
        """The entries of a map, in this side's order; new ones of the other stand behind what they stood behind."""
        known_base = {each.key: each for each in base}
        known_theirs = {each.key: each for each in theirs}
        mine = {each.key for each in ours}
        behind: dict[str | None, list[Segment]] = {}
        last: str | None = None
        for each in theirs:
            if each.key in mine:
                last = each.key
            else:
                behind.setdefault(last, []).append(each)
        made: list[Segment] = []
        waiting = list(behind.get(None, ()))

        def added() -> None:
            for each in waiting:
                made.extend(self._entry(known_base.get(each.key), None, each, (*field, each.key or "")))
            waiting.clear()

        for each in ours:
            key = each.key
            if key in known_base or key in known_theirs:
                added()  # what this side put in at the same place stands before it
            made.extend(self._entry(known_base.get(key), each, known_theirs.get(key), (*field, key or "")))
            waiting += behind.get(key, ())
        added()
        return _aligned(made, ours or theirs)

    def _items(
        self, base: Sequence[Segment], ours: Sequence[Segment], theirs: Sequence[Segment], field: Field
    ) -> list[Segment]:
        """The items of a list. Raises `_Unclear` where nobody can say in which order they stand."""
        name = naming(base, ours, theirs)
        mine, others = fates_of(base, ours, name), fates_of(base, theirs, name)
        moved = any_moved(base, mine, name), any_moved(base, others, name)
        if any(moved) or not any(isinstance(e.model, dict | list) for e in (*base, *ours, *theirs)):
            keys = [[key_of(each, name) for each in side] for side in (base, ours, theirs)]
            if all(len({*each}) == len(each) for each in keys):
                return self._by_key(base, ours, theirs, name, field, moved)
            if any(moved):
                raise _Unclear
        made: list[Segment] = []
        for position in range(len(base) + 1):
            made.extend(self._added(mine.added[position], others.added[position], name, field))
            if position < len(base):
                at = (*field, len(made))
                made.extend(self._entry(base[position], mine.kept[position], others.kept[position], at))
        return _aligned(made, ours or theirs)

    def _by_key(
        self,
        base: Sequence[Segment],
        ours: Sequence[Segment],
        theirs: Sequence[Segment],
        name: str | None,
        field: Field,
        moved: tuple[bool, bool],
    ) -> list[Segment]:
        """The items of a list in which each is there once: in the order of the side that changed it.

        Raises `_Unclear` where both did, each in another way.
        """
        was, mine, others = ({key_of(each, name): each for each in side} for side in (base, ours, theirs))
        if all(moved) and [each for each in mine if each in others] != [
            each for each in others if each in mine
        ]:
            raise _Unclear
        made: list[Segment] = []
        for key in in_one(*((others, mine) if moved[1] else (mine, others)), was):
            at = (*field, len(made))
            made.extend(self._entry(was.get(key), mine.get(key), others.get(key), at))
        return _aligned(made, ours or theirs)

    def _added(
        self, ours: Sequence[Segment], theirs: Sequence[Segment], name: str | None, field: Field
    ) -> list[Segment]:
        """What both sides put in at one place."""
        if not ours or not theirs:
            return [*ours, *theirs]
        made: list[Segment] = []
        known = {key_of(each, name): each for each in theirs}
        for each in ours:
            twin = known.pop(key_of(each, name), None)
            made.extend([each] if twin is None else self._entry(None, each, twin, (*field, len(made))))
        rest = [each for each in theirs if key_of(each, name) in known]
        if all_dated([*made, *rest]) and in_order(made) and in_order(rest):
            return sorted([*made, *rest], key=date_of)  # stable: this side's first on the same day
        return [*made, *rest]

    # -- entries ---------------------------------------------------------------------------------------

    def _entry(
        self, base: Segment | None, ours: Segment | None, theirs: Segment | None, field: Field
    ) -> Iterator[Segment]:
        if ours is None or theirs is None:
            yield from self._one_sided(base, ours, theirs, field)
        elif _text(ours) == _text(theirs) or (base is not None and _text(theirs) == _text(base)):
            yield ours
        elif base is not None and _text(ours) == _text(base):
            yield _at(theirs, ours.indent)
        else:
            yield self._both(base, ours, theirs, field)

    def _one_sided(
        self, base: Segment | None, ours: Segment | None, theirs: Segment | None, field: Field
    ) -> Iterator[Segment]:
        """An entry that one side, or neither, has."""
        left = ours if ours is not None else theirs
        if left is None:
            return
        if base is None:
            yield left
        elif _text(left) != _text(base):
            conflict = Conflict(
                field,
                MISSING if ours is None else ours.model,
                MISSING if theirs is None else theirs.model,
                "" if theirs is None else _whole(theirs),
            )
            self.conflicts.append(conflict)
            # The changed entry stays in both cases: what was removed can be removed again.
            yield msgspec.structs.replace(left, head=left.head + self._lines(conflict, left.indent))

    def _both(self, base: Segment | None, ours: Segment, theirs: Segment, field: Field) -> Segment:
        """An entry that both sides changed, or both began."""
        head = lines_of_both(base.head if base else "", ours.head, theirs.head)
        tail = lines_of_both(base.tail if base else "", ours.tail, theirs.tail)
        blocks = ours.inner, theirs.inner
        if blocks[0] is not None and blocks[1] is not None and blocks[0].listed == blocks[1].listed:
            was = base.inner if base is not None else None
            if was is not None and was.listed != blocks[0].listed:
                was = None
            before = len(self.conflicts)
            try:
                inner = self.block(was, blocks[0], blocks[1], field)
            except _Unclear:
                del self.conflicts[before:]  # the list is told as one
            else:
                lead = _lead(base, ours, theirs)
                if not ours.lead.endswith(("\n", "\r")) and len(self.conflicts) > before:
                    inner, hoisted = _hoisted(inner)
                    head += "".join(f"{' ' * ours.indent}{line}\n" for line in hoisted)
                return Segment(ours.key, model_of(inner), head, lead, inner, tail, ours.indent)
        chosen = _chosen(base, ours, theirs)
        if chosen is None:
            chosen = _list_of_both(base, ours, theirs) or _map_of_both(base, ours, theirs)
        if chosen is None:
            conflict = Conflict(field, ours.model, theirs.model, _whole(theirs))
            self.conflicts.append(conflict)
            head += self._lines(conflict, ours.indent)
            chosen = ours
        return msgspec.structs.replace(chosen, head=head, tail=tail, indent=ours.indent)

    def _lines(self, conflict: Conflict, indent: int) -> str:
        return "".join(f"{' ' * indent}{line}\n" for line in self._mark(conflict).splitlines())


# -- texts -----------------------------------------------------------------------------------------------


def _text(segment: Segment) -> str:
    return spelled(segment)


def _whole(segment: Segment) -> str:
    return spelled(msgspec.structs.replace(_at(segment, 0), head=""))


def _chosen(base: Segment | None, ours: Segment, theirs: Segment) -> Segment | None:
    """The side whose value counts where the other changed none, with the comments of both; else None."""
    if base is not None and _same(theirs.model, base.model):
        chosen, other = ours, theirs
    elif base is not None and _same(ours.model, base.model):
        chosen, other = _at(theirs, ours.indent), ours
    elif _same(ours.model, theirs.model):
        chosen, other = ours, theirs
    else:
        return None
    lost = _comments(other) - _comments(chosen) - (_comments(base) if base is not None else set())
    if not lost:
        return chosen
    return None if len(_text(other).splitlines()) > 1 and other.inner is None else _with(chosen, sorted(lost))


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _with(segment: Segment, comments: Sequence[str]) -> Segment:
    lines = "".join(f"{' ' * segment.indent}{each}\n" for each in comments)
    return msgspec.structs.replace(segment, tail=segment.tail + lines)


def _comments(segment: Segment) -> set[str]:
    """Comments of an entry's own lines; `#` in quotes may be counted, which only makes it more careful."""
    return {"#" + line.split(" #", 1)[1].rstrip() for line in segment.lead.splitlines() if " #" in line}


def _list_of_both(base: Segment | None, ours: Segment, theirs: Segment) -> Segment | None:
    """A list of plain values on one line, such as `goals: [a, b]`: each side's additions and removals."""
    sides = [each.model for each in (base, ours, theirs) if each is not None]
    if base is None or not all(_plain_list(each) for each in sides) or ours.inner or theirs.inner:
        return None
    if len(ours.lead.splitlines()) != 1 or "#" in ours.lead or "#" in theirs.lead:
        return None
    removed = {*base.model} - {*theirs.model}
    added = [each for each in theirs.model if each not in base.model and each not in ours.model]
    kept = [each for each in ours.model if each not in removed]
    if [each for each in base.model if each in kept] != [each for each in kept if each in base.model]:
        return None  # this side changed the order, the other the members: somebody has to say
    model = [*kept, *added]
    from kic.store.writing import emit  # noqa: PLC0415  # ruamel.yaml words it; few merges come here

    start = ours.lead.index("[")
    end = ours.lead.rindex("]") + 1
    return msgspec.structs.replace(
        ours, model=model, lead=ours.lead[:start] + emit.inline(model) + ours.lead[end:]
    )


def _map_of_both(base: Segment | None, ours: Segment, theirs: Segment) -> Segment | None:
    """A map of plain values on one line, such as marks `{a: 3, b: 4}`, of which each side changed other keys."""
    sides = [each.model for each in (base, ours, theirs) if each is not None]
    if base is None or not all(map(_plain_map, sides)) or any(each.inner for each in (base, ours, theirs)):
        return None
    if any(len(each.lead.splitlines()) != 1 or "#" in each.lead for each in (ours, theirs)):
        return None
    spellings = _spellings(ours.lead), _spellings(theirs.lead)
    made: dict[str, Any] = {}
    words: list[str] = []
    for key in dict.fromkeys((*ours.model, *theirs.model)):
        was, mine, others = (side.get(key, MISSING) for side in sides)
        if mine != was and others not in (was, mine):
            return None  # both changed it
        value, spelling = (others, spellings[1]) if mine == was else (mine, spellings[0])
        if value is not MISSING:
            made[key] = value
            words.append(spelling[key])
    start = ours.lead.index("{")
    end = ours.lead.rindex("}") + 1
    lead = f"{ours.lead[:start]}{{{', '.join(words)}}}{ours.lead[end:]}"
    return msgspec.structs.replace(ours, model=made, lead=lead)


def _spellings(lead: str) -> dict[str, str]:
    """How each entry of a map on one line is written, by its key."""
    text = lead[lead.index("{") : lead.rindex("}") + 1]
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    return {key.value: text[key.start_mark.index : value.end_mark.index] for key, value in node.value}


def _plain_map(model: Any) -> bool:
    return isinstance(model, dict) and bool(model) and all(isinstance(each, str) for each in model.values())


def _plain_list(model: Any) -> bool:
    return (
        isinstance(model, list)
        and bool(model)
        and all(isinstance(each, str) for each in model)
        and len({*model}) == len(model)
    )


def _lead(base: Segment | None, ours: Segment, theirs: Segment) -> str:
    """The line that opens a block; of two changed ones this side's, with the comment of the other."""
    if base is not None and ours.lead == base.lead:
        return theirs.lead if theirs.lead.count("\n") == ours.lead.count("\n") else ours.lead
    return ours.lead


def lines_of_both(base: str, ours: str, theirs: str) -> str:
    """Comment and blank lines above an entry: what one side changed, and of both the lines that came."""
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    known = {line.strip() for text in (base, ours) for line in text.splitlines()}
    more = [line for line in theirs.splitlines(keepends=True) if line.strip() not in known]
    return ours + "".join(line if line.endswith("\n") else line + "\n" for line in more)


def _hoisted(block: Block) -> tuple[Block, list[str]]:
    """A block behind a dash, where no comment can stand above the first entry, and those comments."""
    first = block.entries[0]
    if not first.head:
        return block, []
    lines = [line.strip() for line in first.head.splitlines()]
    entries = (msgspec.structs.replace(first, head=""), *block.entries[1:])
    return Block(block.listed, entries), lines


def _aligned(segments: Sequence[Segment], like: Sequence[Segment]) -> list[Segment]:
    """Entries of one block in one column."""
    if not like:
        return list(segments)
    return [_at(each, like[0].indent) for each in segments]


def _at(segment: Segment, indent: int) -> Segment:
    """An entry in another column, all its lines moved alike."""
    by = indent - segment.indent
    if by == 0:
        return segment

    def moved(text: str, *, first: bool) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(
            line
            if (position == 0 and not first) or not line.strip()
            else " " * by + line
            if by > 0
            else line[min(-by, len(line) - len(line.lstrip(" "))) :]
            for position, line in enumerate(lines)
        )

    inner = segment.inner
    if inner is not None:
        inner = Block(inner.listed, tuple(_at(each, each.indent + by) for each in inner.entries))
    return msgspec.structs.replace(
        segment,
        head=moved(segment.head, first=True),
        lead=moved(segment.lead, first=False),
        tail=moved(segment.tail, first=True),
        inner=inner,
        indent=indent,
    )


def model_of(block: Block) -> Any:
    """The plain value of a block."""
    if block.listed:
        return [each.model for each in block.entries]
    return {each.key: each.model for each in block.entries}
