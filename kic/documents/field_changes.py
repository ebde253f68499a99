"""What changed in a record, field by field, in words: of two states of its file as it was read.

The history of a record and the question before a change is written say it with these words.
"""

import datetime
import enum
import functools
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kic.allocation.problem import Marks, Silence
from kic.core.place import Field
from kic.core.record import declared, refs_to
from kic.core.text import Label, Text, plural, text
from kic.core.values import Moment, Money, Number, Share
from kic.domain.chapters import KINDS

MOST = 8
"""Changed fields shown for one record; the rest is counted."""
SHORT = 60
"""Characters of a text that are shown."""
ENTRIES = 3
"""Entries of a list that are shown where some come or go; the sentence counts all."""


class Referred(str):
    """An id that names another record or part; who knows the state can say its title."""

    __slots__ = ()


_Worded = (
    type[Referred] | type[enum.Enum] | type[Money] | type[Moment] | type[Number] | type[Share] | type[bool]
)
_Types = Mapping[str, tuple[_Worded, ...]]
"""For a key of a kind's file, the types whose values have words of their own."""

_MARK = (Silence, Number)
"""What a mark is read as, which is a value of its own and no union of types."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TELLS_ITSELF = frozenset({"id", "title", "name", "item", "note", "date"})
"""Fields whose value needs no word for the field before it, as dates and values of enums do not."""
_COLUMN = {"heading", "field"}
"""A column of a sheet that was read, known by its heading: which field it is read as was said before."""


class FieldChange(msgspec.Struct, frozen=True):
    """A field that changed, in words. The rest that is only counted has no field.

    `texts` are both texts of a field that holds words of its own and no id, amount or the like.
    """

    field: Field
    words: Text
    texts: tuple[str, str] | None = None


def changed_fields(before: Any, after: Any) -> tuple[FieldChange, ...]:
    """The changed fields between two plain values of a record's file, the first `MOST` of them, then their number."""
    return _summed(all_changes(before, after))


def all_changes(before: Any, after: Any) -> tuple[FieldChange, ...]:
    """Every changed field between two plain values of a record's file."""
    kind = after.get("kind") if isinstance(after, dict) else None
    return tuple(_changes(before, after, (), types_of(kind) if isinstance(kind, str) else {}))


@functools.cache
def types_of(kind: str) -> _Types:
    """The types that are shown in words, such as enums and money; a key may have several in one file."""
    found: dict[str, list[_Worded]] = {}
    waiting: list[Any] = [KINDS[kind]] if kind in KINDS else []
    seen = set(waiting)
    while waiting:
        for field in declared(waiting.pop()):
            for each in _leaves(field.type):
                if not isinstance(each, type):
                    continue
                if issubclass(each, msgspec.Struct) and each not in seen:
                    seen.add(each)
                    waiting.append(each)
                elif issubclass(each, (Referred, enum.Enum, Money, Moment, Number, Share, bool)):
                    found.setdefault(field.key, []).append(each)
    return {key: tuple(dict.fromkeys(each)) for key, each in found.items()}


def worded(key: str, value: Any, types: _Types) -> Any:
    """A plain value as what it is, so that it is shown in words; a long text shortened, a map field by field."""
    if isinstance(value, dict):
        if value.keys() == _COLUMN:
            return value["heading"]
        return joined(list(_fields(value, types)))
    if isinstance(value, list):
        shown = [worded(key, each, types) for each in value[:ENTRIES]]
        return tuple(shown if len(value) <= ENTRIES else [*shown, text("{n} more", n=len(value) - ENTRIES)])
    if isinstance(value, str | bool):
        return _scalar(key, value, types)
    return value


def path_of(field: Field) -> Text:
    """The way to a field in words, step by step; an item of an agenda is called so."""
    steps: list[Any] = []
    for step in field:
        if isinstance(step, str):
            steps.append(_key(step))
        elif field[0] == "items" and len(steps) == 1:
            steps = [text("item {number}", number=step + 1)]
        else:
            steps.append(step + 1)
    return joined(steps, " › ")  # noqa: RUF001


def _key(step: str) -> Label | Referred:
    """A field by its label; a map's key that is an id, such as `2026-1-001` or `a3`, is no field."""
    is_field = step.isidentifier() and not any(sign.isdigit() for sign in step)
    return Label("field", step) if is_field else Referred(step)


def joined(parts: Sequence[Any], between: str = ", ") -> Text:
    """Values one after the other."""
    return Text(
        between.join(f"{{w{i}}}" for i in range(len(parts))), {f"w{i}": part for i, part in enumerate(parts)}
    )


def _fields(value: Mapping[Any, Any], types: _Types) -> Iterator[Any]:
    for key, inner in value.items():
        if inner is None or inner in ([], {}) or (key == "id" and "title" in value):
            continue
        shown = worded(str(key), inner, types)
        if key in _TELLS_ITSELF or isinstance(shown, enum.Enum):
            yield shown
        else:
            yield Text("{field} {words}", {"field": _key(str(key)), "words": shown})


def _leaves(annotation: Any) -> Iterator[Any]:
    inner = () if refs_to(annotation) else typing.get_args(annotation)
    if not inner:
        yield from _MARK if annotation is Marks else (Referred if refs_to(annotation) else annotation,)
    for each in inner:
        yield from _leaves(each)


def _changes(before: Any, after: Any, field: Field, types: _Types) -> Iterator[FieldChange]:
    if before == after:
        return
    steps = [step for step in reversed(field) if isinstance(step, str)]
    # The values of a map, such as marks, are of the type of the field that holds the map.
    name = next((step for step in steps if step in types), steps[0] if steps else "")
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _changes(before.get(key), after.get(key), (*field, key), types)
    elif isinstance(before, list | None) and isinstance(after, list):
        yield from _entries(before or [], after, field, types)
    elif before is None and after == {}:  # it holds only what is kept for kic's own use
        yield FieldChange(field, text("changed"))
    elif before is None:
        yield FieldChange(field, text("new: {words}", words=worded(name, after, types)))
    elif after is None:
        yield FieldChange(field, text("removed: {words}", words=worded(name, before, types)))
    elif _short(before, after):
        was, now = worded(name, before, types), worded(name, after, types)
        texts = (before, after) if type(was) is type(now) is str else None
        said = text("{before} becomes {after}", before=was, after=now)
        if texts is not None and (
            " " in was or " " in now
        ):  # the end of one text and the beginning of the other
            said = text("“{before}” becomes “{after}”", before=was, after=now)
        yield FieldChange(field, said, texts)
    else:
        both = isinstance(before, str) and isinstance(after, str)
        yield FieldChange(field, text("changed"), (before, after) if both else None)


def _short(before: Any, after: Any) -> bool:
    """Whether both can be told; of two long texts it is not said what is another in them."""
    if isinstance(before, str) and isinstance(after, str):
        return len(before) + len(after) < 2 * SHORT
    return True


def whole(field: Field, value: Any, types: _Types) -> Any:
    """A plain value of a field in words; a text stands there whole, since somebody has to choose between two."""
    name = next((step for step in reversed(field) if isinstance(step, str)), "")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    shown = worded(name, value, types)
    return value if isinstance(value, str) and isinstance(shown, str) and shown.endswith("…") else shown


def _entries(before: list[Any], after: list[Any], field: Field, types: _Types) -> Iterator[FieldChange]:
    """A list: entries of one id, or of one place in a list as long as before, are compared; others come and go."""
    name = str(field[-1]) if field else ""
    keys = _keys(before), _keys(after)
    if (
        len(set(keys[0])) == len(keys[0])
        and len(set(keys[1])) == len(keys[1])
        and None not in keys[0] + keys[1]
    ):
        known = dict(zip(keys[0], before, strict=True))
        kept = set(keys[1])
        for position, (key, entry) in enumerate(zip(keys[1], after, strict=True)):
            if key in known:
                yield from _changes(known[key], entry, (*field, position), types)
        added = [entry for key, entry in zip(keys[1], after, strict=True) if key not in known]
        removed = [entry for key, entry in zip(keys[0], before, strict=True) if key not in kept]
    elif len(before) == len(after) and all(isinstance(each, dict) for each in (*before, *after)):
        for position, (was, now) in enumerate(zip(before, after, strict=True)):
            yield from _changes(was, now, (*field, position), types)
        return
    elif after[: len(before)] == before:  # an entry of a log may say what an earlier one said
        added, removed = after[len(before) :], []
    else:
        was_there, is_there = set(map(repr, before)), set(map(repr, after))
        added = [entry for entry in after if repr(entry) not in was_there]
        removed = [entry for entry in before if repr(entry) not in is_there]
        if not added and not removed:
            yield FieldChange(field, text("changed"))
    if added:
        yield FieldChange(
            field,
            plural(
                "{n} entry added: {words}",
                "{n} entries added: {words}",
                n=len(added),
                words=_several(name, added, types),
            ),
        )
    if removed:
        yield FieldChange(
            field,
            plural(
                "{n} entry removed: {words}",
                "{n} entries removed: {words}",
                n=len(removed),
                words=_several(name, removed, types),
            ),
        )


def _keys(entries: list[Any]) -> list[Any]:
    """What an entry is known by; None where it has no id."""
    return [each.get("id") if isinstance(each, dict) else None for each in entries]


def _several(name: str, entries: list[Any], types: _Types) -> Text:
    shown = [worded(name, each, types) for each in entries[:ENTRIES]]
    return joined(shown if len(entries) <= ENTRIES else [*shown, "…"], "; ")


def _scalar(key: str, value: str | bool, types: _Types) -> Any:
    if isinstance(value, bool):
        return value
    words = " ".join(value.split())
    for each in types.get(key, ()):
        if issubclass(each, Referred):
            continue
        try:
            if issubclass(each, bool):
                return {"true": True, "false": False}[words]
            return each(words) if issubclass(each, enum.Enum) else each.parse(words)
        except (KeyError, ValueError):
            continue
    if Referred in types.get(key, ()):  # last: `themes` are ids here and amounts by id there
        return Referred(words)
    if _DIGEST.fullmatch(words):
        return words[:10] + "…"
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def _summed(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    if len(changes) <= MOST:
        return changes
    rest = plural("and {n} more change", "and {n} more changes", n=len(changes) - MOST)
    return (*changes[:MOST], FieldChange((), rest))
