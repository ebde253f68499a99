"""Items of a list on two sides: by what they are known, what became of each, and in which order they go on."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kic.store.merging.segments import Segment

_NAMES = ("id", "number")
"""What an item of a list is known by, if all items have it and no two the same."""
_LIKE = 0.5
"""Two items of which so great a part of the fields is the same are one item that was changed."""


class Fates(msgspec.Struct, frozen=True):
    """What became of each item of a list: `kept` (None: removed), and what was `added` before it."""

    kept: list[Segment | None]
    added: list[list[Segment]]


def naming(*sides: Sequence[Segment]) -> str | None:
    """The field that the items of all sides are known by; None where they are known by what they say."""
    for name in _NAMES:
        if all(
            all(isinstance(each.model, dict) and isinstance(each.model.get(name), str) for each in side)
            and len({each.model[name] for each in side}) == len(side)
            for side in sides
        ):
            return name
    return None


def key_of(segment: Segment, name: str | None) -> str:
    """What an item is known by."""
    if name is not None:
        return str(segment.model[name])
    return json.dumps(segment.model, sort_keys=True, ensure_ascii=False)


def fates_of(base: Sequence[Segment], side: Sequence[Segment], name: str | None) -> Fates:
    """What became of a list on one side."""
    kept: list[Segment | None] = [None] * len(base)
    added: list[list[Segment]] = [[] for _ in range(len(base) + 1)]
    keys = [key_of(each, name) for each in base], [key_of(each, name) for each in side]
    found = difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    for kind, first, last, begin, end in found:
        if kind == "equal":
            kept[first:last] = side[begin:end]
        else:
            _replaced(base, side, range(first, last), range(begin, end), name, kept, added)
    return Fates(kept, added)


def any_moved(base: Sequence[Segment], fates: Fates, name: str | None) -> bool:
    """Whether an item stands in another place: it went at one and came at another."""
    gone = {key_of(was, name) for was, now in zip(base, fates.kept, strict=True) if now is None}
    return any(key_of(each, name) in gone for some in fates.added for each in some)


def in_one(
    first: Mapping[str, Segment], second: Mapping[str, Segment], base: Mapping[str, Segment]
) -> Iterator[str]:
    """All keys in the order of `first`; those that only `second` has stand behind what they stood behind there."""
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for key in second:
        if key in first:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    waiting = behind.get(None, [])
    for key in first:
        if key in base or key in second:
            yield from waiting
            waiting = []
        yield key
        waiting = [*waiting, *behind.get(key, ())]
    yield from waiting


def _replaced(
    base: Sequence[Segment],
    side: Sequence[Segment],
    was: range,
    now: range,
    name: str | None,
    kept: list[Segment | None],
    added: list[list[Segment]],
) -> None:
    """Items that were changed in their places stay themselves; the others went or came."""
    at = was.start
    for position in now:
        like = next(
            (old for old in range(at, was.stop) if name is None and _may_be(base[old], side[position])), None
        )
        if like is None:
            added[at].append(side[position])
        else:
            kept[like] = side[position]
            at = like + 1


def _may_be(one: Segment, other: Segment) -> bool:
    """Whether one item may have become the other: enough of its fields say the same."""
    if not isinstance(one.model, dict) or not isinstance(other.model, dict):
        return False
    return alike(one.model, other.model)


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether at least half of the fields of two maps say the same."""
    keys = one.keys() | other.keys()
    same = sum(1 for key in keys if key in one and key in other and one[key] == other[key])
    return same >= _LIKE * len(keys)


def date_of(segment: Segment) -> str:
    """The date that an item says; empty where it says none."""
    found = segment.model.get("date") if isinstance(segment.model, dict) else None
    return found if isinstance(found, str) else ""


def all_dated(segments: Sequence[Segment]) -> bool:
    """Whether each item says a date."""
    return all(bool(date_of(each)) for each in segments)


def in_order(segments: Sequence[Segment]) -> bool:
    """Whether the items stand by date."""
    dates = [date_of(each) for each in segments]
    return dates == sorted(dates)
