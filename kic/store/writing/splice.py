"""Edits inside a YAML file that leave every other character where it was.

An edit is located by node positions, the new scalar or block is emitted in the file's own indentation
and line ending, the characters are put in place, and the result is read again: the meaning must differ
only at the intended place, and every comment outside removed lines must still be there. Otherwise the
edit is Refused and nothing is touched.
"""

from collections.abc import Iterable
from typing import Any

from kic.core.place import Field, spelled
from kic.core.plan import Append, RemoveField, RenameKey, SetField
from kic.errors import Refused
from kic.store.reading import faults
from kic.store.reading.syntax import UNREAD
from kic.store.writing import cuts, emit
from kic.store.writing.outline import Outline, Span

FieldEdit = SetField | Append | RemoveField | RenameKey


def edit(source: bytes, edits: Iterable[FieldEdit], path: str) -> bytes:
    """The file after these edits, in order. Raises Refused where one cannot be made safely.

    An edit that changes nothing leaves the bytes as they are. A map or list that is set anew is compared
    with the old one, so that equal parts keep their spelling and comments. Comments inside a removed
    field go with its lines; a replacement that would lose one is refused.
    """
    for wanted in edits:
        for single in _singles(Outline(source, path), wanted):
            source = _spliced(Outline(source, path), single)
    return source


# -- what an edit means ----------------------------------------------------------------------------------


def _singles(outline: Outline, wanted: FieldEdit) -> Iterable[FieldEdit]:
    """The edit in pieces that each touch one place: a new map or list is compared with the old one."""
    if isinstance(wanted, Append):
        old = _value(outline, wanted.field)
        item = emit.plain(wanted.value)
        if old is None or old is _MISSING:
            yield SetField(wanted.path, wanted.field, [item])
        elif isinstance(old, list):
            yield Append(wanted.path, wanted.field, item)
        else:
            raise _refused(outline, "{field} in {path} is not a list", wanted.field)
    elif isinstance(wanted, SetField):
        yield from _differences(
            wanted.path, wanted.field, _value(outline, wanted.field), emit.plain(wanted.value)
        )
    else:
        yield wanted


def _differences(path: str, field: Field, old: Any, new: Any) -> Iterable[FieldEdit]:
    if _same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        for key in (key for key in old if key not in new):
            yield RemoveField(path, (*field, key))
        for key, value in new.items():
            yield from _differences(path, (*field, key), old.get(key, _MISSING), value)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _list_differences(path, field, old, new)
    else:
        yield SetField(path, field, new)


def _list_differences(path: str, field: Field, old: list[Any], new: list[Any]) -> Iterable[FieldEdit]:
    """Removed items (where the rest stays in order), changed items one by one, appended items."""
    kept = _kept(old, new)
    if len(new) < len(old) and kept is None:
        yield SetField(path, field, new)
        return
    if kept is not None:
        for position in reversed([p for p in range(len(old)) if p not in kept]):
            yield RemoveField(path, (*field, position))
        return
    for position, value in enumerate(new[: len(old)]):
        yield from _differences(path, (*field, position), old[position], value)
    for value in new[len(old) :]:
        yield Append(path, field, value)


def _kept(old: list[Any], new: list[Any]) -> set[int] | None:
    """The positions of `old` that make up `new`, where `new` is what is left after removals; else None."""
    kept: set[int] = set()
    position = 0
    for value in new:
        while position < len(old) and not _same(old[position], value):
            position += 1
        if position == len(old):
            return None
        kept.add(position)
        position += 1
    return kept


class _Missing:
    """There is no such field."""


_MISSING = _Missing()


def _same(one: Any, other: Any) -> bool:
    """Equal plain values; the order of keys has no meaning."""
    if isinstance(one, str) and isinstance(other, str):
        return str(one) == str(other)
    return type(one) is type(other) and bool(one == other)


def _value(outline: Outline, field: Field) -> Any:
    value = outline.model
    for step in field:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step, _MISSING)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return _MISSING
    return value


def _refused(outline: Outline, sentence: str, field: Field, **values: Any) -> Refused:
    return Refused(sentence, path=outline.path, field=spelled(field), **values)


# -- one edit --------------------------------------------------------------------------------------------


def _spliced(outline: Outline, wanted: FieldEdit) -> bytes:
    """The source after one edit, read again and compared."""
    expected = _expected(outline, wanted)
    lost: list[Span] = []
    if isinstance(wanted, SetField):
        found = cuts.set_field(outline, wanted.field, wanted.value)
    elif isinstance(wanted, Append):
        found = cuts.append(outline, wanted.field, wanted.value)
    elif isinstance(wanted, RenameKey):
        found = cuts.rename(outline, wanted.field, wanted.key)
    else:
        found, lost = cuts.remove(outline, wanted.field)
    text, at = "", 0
    for cut in sorted(found):
        text += outline.text[at : cut.start] + cut.text
        at = cut.end
    text += outline.text[at:]
    source = ("\ufeff" if outline.bom else "").encode() + text.encode()
    _verify(outline, source, wanted, expected, lost)
    return source


def _verify(outline: Outline, source: bytes, wanted: FieldEdit, expected: Any, lost: list[Span]) -> None:
    unsafe = "{field} in {path} cannot be changed without touching other parts; edit the file by hand"
    try:
        after = Outline(source, outline.path)
    except Refused as error:
        raise _refused(outline, unsafe, wanted.field) from error
    if after.model != expected or not _read_alike(outline, source, expected):
        raise _refused(outline, unsafe, wanted.field)
    gone = [span for span in outline.comments if not any(s <= span[0] < e for s, e in lost)]
    before = [outline.text[s:e] for s, e in gone]
    now = [after.text[s:e] for s, e in after.comments]
    if before != now:
        span = next(
            (g for g, b, n in zip(gone, before, [*now, *[""] * len(gone)], strict=False) if b != n), (0, 0)
        )
        raise _refused(
            outline,
            "{field} in {path} cannot be changed without losing the comment in line {line}; edit it by hand",
            wanted.field,
            line=outline.line_number(span[0]),
        )


def _read_alike(outline: Outline, source: bytes, expected: Any) -> bool:
    """Whether kic's own reader finds what was meant, if it found what stood there before."""
    if faults.read(outline.source, outline.path).value != outline.model:
        return True
    after = faults.read(source, outline.path).value
    return after is not UNREAD and bool(after == expected)


def _expected(outline: Outline, wanted: FieldEdit) -> Any:
    """The plain value of the file as it should be after the edit."""
    if not wanted.field:
        if isinstance(wanted, SetField) and outline.model is None and isinstance(wanted.value, dict):
            return wanted.value
        raise _refused(outline, "{path} can only be changed field by field", wanted.field)
    return _changed(outline, {} if outline.model is None else outline.model, wanted.field, wanted)


def _changed(outline: Outline, value: Any, rest: Field, wanted: FieldEdit) -> Any:
    """A copy of the value with the edit made below it."""
    if not rest:
        assert isinstance(wanted, SetField | Append)
        return [*value, wanted.value] if isinstance(wanted, Append) else wanted.value
    step, below = rest[0], rest[1:]
    if value is None and isinstance(step, str) and isinstance(wanted, SetField):
        value = {}
    if isinstance(value, dict) and isinstance(step, str):
        if step in value or isinstance(wanted, SetField):
            return _changed_map(outline, value, rest, wanted)
    elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        if below or isinstance(wanted, SetField | Append):
            return [*value[:step], _changed(outline, value[step], below, wanted), *value[step + 1 :]]
        if isinstance(wanted, RemoveField):
            return value[:step] + value[step + 1 :]
    raise _refused(outline, "there is no {field} in {path}", wanted.field)


def _changed_map(outline: Outline, value: dict[str, Any], rest: Field, wanted: FieldEdit) -> Any:
    step, below = rest[0], rest[1:]
    assert isinstance(step, str)
    if not below and isinstance(wanted, RemoveField):
        return {k: v for k, v in value.items() if k != step}
    if not below and isinstance(wanted, RenameKey):
        if wanted.key in value:
            raise _refused(outline, "{path} has a field {key} already", wanted.field, key=wanted.key)
        return {(wanted.key if k == step else k): v for k, v in value.items()}
    return {**value, step: _changed(outline, value.get(step), below, wanted)}
