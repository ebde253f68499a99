"""Why a value does not fit its type: the value is walked down its declaration, every field and item alone.

msgspec names only the first fault. Here each leaf is given to the same judge, so that all faults are found
and none that is no fault. `misfits` is only asked when the whole value was refused.
"""

import datetime
import enum
import functools
import re
import types
import typing
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import msgspec

from kic.core import spelling
from kic.core.diagnostic import Fix, Law
from kic.core.ids import DEVICES, PATTERN, Id, is_id
from kic.core.near import did_you_mean, near
from kic.core.place import Aim, Field
from kic.core.record import refs_to
from kic.core.text import Keyword, Text, keywords, plural, text
from kic.core.values import Count, Misread, Moment, Money, Number, PartialDate, Share
from kic.store.reading import value_laws
from kic.store.reading.judge import judge

GUESSES = 40
"""So many unknown keys of one file get a did-you-mean; more of them have another cause."""

_TRUE = frozenset(("true", "yes", "on", "ja", "1"))
_FALSE = frozenset(("false", "no", "off", "nein", "0"))


class Misfit(msgspec.Struct, frozen=True):
    """One fault of a value: which law, in words, and where in the value."""

    law: Law
    message: Text
    field: Field
    aim: Aim = Aim.VALUE
    help: Text | None = None
    fix: Fix | None = None


def fits(value: Any, annotation: Any) -> bool:
    """The one judge."""
    try:
        judge(value, annotation)
    except Exception:  # noqa: BLE001  # whatever a type's own reader raises is a no
        return False
    return not (_is_own_id(annotation) and value in DEVICES)


def _is_own_id(annotation: Any) -> bool:
    """Whether this names the record or part itself; a reference to a device finds nothing anyway."""
    return annotation is Id


def _is_id(annotation: Any) -> bool:
    return annotation is Id or bool(refs_to(annotation)) or _pattern(annotation) == PATTERN


def _pattern(annotation: Any) -> str | None:
    if typing.get_origin(annotation) is Annotated:
        for meta in annotation.__metadata__:
            if isinstance(meta, msgspec.Meta) and meta.pattern is not None:
                return meta.pattern
    return None


def misfits(value: Any, annotation: Any, field: Field = ()) -> Iterator[Misfit]:
    """Every fault of a value of this type; none if it fits."""
    origin = typing.get_origin(annotation)
    if origin in (types.UnionType, typing.Union):
        yield from _union(value, annotation, field)
    elif _is_id(annotation):
        yield from _id(value, field, own=_is_own_id(annotation))
    elif origin is Annotated:
        yield from _annotated(value, annotation, field)
    elif origin in (tuple, list, set, frozenset):
        yield from _items(value, annotation, field)
    elif origin is dict:
        yield from _entries(value, annotation, field)
    elif isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield from _struct(value, annotation, field)
    elif not fits(value, annotation):
        inside = getattr(annotation, "inside", None) if isinstance(value, dict) else None
        within = list(misfits(value, inside, field)) if inside is not None else []
        yield from within or [_leaf(value, annotation, field)]


# -- collections -------------------------------------------------------------------------------------------


def _union(value: Any, annotation: Any, field: Field) -> Iterator[Misfit]:
    kinds = [each for each in typing.get_args(annotation) if each is not type(None)]
    if value is None and len(kinds) < len(typing.get_args(annotation)):
        return
    if len(kinds) > 1:
        if any(fits(value, each) for each in kinds):
            return
        kinds = _candidates(value, kinds)
    if len(kinds) == 1:
        yield from misfits(value, kinds[0], field)
    else:
        yield _wrong_type(value, annotation, field)


def _candidates(value: Any, kinds: list[Any]) -> list[Any]:
    """Of several types the one that is meant: by its tag, else by whether it is a map, a list or text."""
    shaped = [each for each in kinds if _shape(each) is type(value)]
    for each in shaped:
        config = getattr(each, "__struct_config__", None)
        if config is not None and config.tag_field and value.get(config.tag_field) == config.tag:
            return [each]
    return shaped


def _shape(annotation: Any) -> type[Any]:
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _shape(typing.get_args(annotation)[0])
    if origin is dict or (isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)):
        return dict
    if origin in (tuple, list, set, frozenset):
        return list
    return bool if annotation is bool else str


def _items(value: Any, annotation: Any, field: Field) -> Iterator[Misfit]:
    if not isinstance(value, list):
        yield _wrong_type(value, annotation, field)
        return
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple and arguments[-1:] != (...,):
        if len(arguments) != len(value):
            message = plural("expected: one item", "expected: {n} items", n=len(arguments))
            yield Misfit(value_laws.WRONG_TEXT, message, field)
        for position, (item, inner) in enumerate(zip(value, arguments, strict=False)):
            yield from misfits(item, inner, (*field, position))
        return
    inner = arguments[0]
    for position, item in enumerate(value):
        yield from misfits(item, inner, (*field, position))


def _entries(value: Any, annotation: Any, field: Field) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield _wrong_type(value, annotation, field)
        return
    keys, values = typing.get_args(annotation)
    for key, item in value.items():
        for misfit in misfits(key, keys, (*field, key)):
            yield msgspec.structs.replace(misfit, aim=Aim.KEY, fix=None)
        yield from misfits(item, values, (*field, key))


class _Shape(msgspec.Struct, frozen=True):
    """The fields of a class by the names that stand in files."""

    fields: dict[str, Any]
    required: tuple[str, ...]
    tag_field: str | None
    closed: bool


@functools.cache
def _shape_of(cls: type[msgspec.Struct]) -> _Shape:
    fields = msgspec.structs.fields(cls)
    config = cls.__struct_config__
    return _Shape(
        {each.encode_name: each.type for each in fields},
        tuple(each.encode_name for each in fields if each.required),
        config.tag_field,
        config.forbid_unknown_fields,
    )


def _struct(value: Any, cls: type[msgspec.Struct], field: Field) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield _wrong_type(value, cls, field)
        return
    shape = _shape_of(cls)
    meant: set[str] = set()
    guesses = 0
    for key, item in value.items():
        if key in shape.fields:
            yield from misfits(item, shape.fields[key], (*field, key))
        elif key == shape.tag_field:
            if item != cls.__struct_config__.tag:
                yield _unknown_value(item, (str(cls.__struct_config__.tag),), (*field, key))
        elif shape.closed:
            guesses += 1
            free = [name for name in shape.fields if name not in value] if guesses <= GUESSES else []
            misfit = _unknown_key(key, free, field)
            if misfit.fix is not None:
                meant.add(misfit.fix.replacement)
            yield misfit
    for name in shape.required:
        # A misspelled key has been named already: one cause, one finding.
        if name not in value and name not in meant:
            yield Misfit(
                value_laws.MISSING_KEY,
                text("the key {key} is missing", key=name),
                field,
                Aim.KEY,
                text("add {key}: it takes {expected}", key=name, expected=expected(shape.fields[name])),
            )


def _unknown_key(key: str, free: list[str], field: Field) -> Misfit:
    guesses = near(key, free) or near(key.casefold(), free)
    fix = Fix(guesses[0]) if len(guesses) == 1 else None
    message = text("the key {key} is not known here", key=key)
    return Misfit(value_laws.UNKNOWN_KEY, message, (*field, key), Aim.KEY, did_you_mean(guesses), fix)


# -- leaves ------------------------------------------------------------------------------------------------


def _id(value: Any, field: Field, *, own: bool) -> Iterator[Misfit]:
    if not isinstance(value, str):
        yield _wrong_type(value, Id, field)
    elif own and value in DEVICES:
        message = text("{id} is the name of a device on Windows and cannot be an id", id=value)
        yield Misfit(value_laws.ODD_ID, message, field)
    elif not is_id(value) and value not in DEVICES:
        guess = re.sub(r"[\s_.]+", "-", value.strip().lower())
        yield Misfit(
            value_laws.ODD_ID,
            text("{id} is not an id: small letters, digits and hyphens, at most 63", id=value)
            if value
            else text("an id cannot be empty"),
            field,
            help=did_you_mean((guess,)) if is_id(guess) else None,
        )


def _annotated(value: Any, annotation: Any, field: Field) -> Iterator[Misfit]:
    """A type with a pattern or bounds: first what is wrong with the value itself, then the bounds."""
    inner = list(misfits(value, typing.get_args(annotation)[0], field))
    yield from inner
    if inner or fits(value, annotation):
        return
    for meta in annotation.__metadata__:
        if isinstance(meta, msgspec.Meta) and not fits(value, Annotated[annotation.__origin__, meta]):
            yield Misfit(value_laws.WRONG_TEXT, _bound(value, meta), field)
            return
    yield _wrong_type(value, annotation, field)


def _bound(value: Any, meta: msgspec.Meta) -> Text:
    """Which bound of a text or list is broken."""
    items = isinstance(value, list | dict)
    if meta.min_length is not None and len(value) < meta.min_length:
        n = meta.min_length
        if items:
            return plural("expected: at least one item", "expected: at least {n} items", n=n)
        return plural("the text must not be empty", "expected: at least {n} characters", n=n)
    if meta.max_length is not None and len(value) > meta.max_length:
        n = meta.max_length
        if items:
            return plural("expected: at most one item", "expected: at most {n} items", n=n)
        return plural("expected: at most one character", "expected: at most {n} characters", n=n)
    choices = re.fullmatch(r"\^\(?([\w|-]+?)\)?(?:\$|\\Z)", meta.pattern or "")
    if choices is not None:
        return text("expected: one of {values}", values=tuple(choices[1].split("|")))
    return text("expected: a text of the form {pattern}", pattern=meta.pattern or "")


def _leaf(value: Any, annotation: Any, field: Field) -> Misfit:
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum) and isinstance(value, str):
        return _unknown_value(value, keywords(annotation), field)
    if typing.get_origin(annotation) is Literal and isinstance(value, str):
        return _unknown_value(value, tuple(map(str, typing.get_args(annotation))), field)
    if annotation is bool and isinstance(value, str):
        word = value.casefold()
        fix = Fix("true") if word in _TRUE else Fix("false") if word in _FALSE else None
        help_ = did_you_mean((fix.replacement,)) if fix else None
        return Misfit(value_laws.WRONG_TYPE, _expected_found(value, annotation), field, help=help_, fix=fix)
    own = getattr(annotation, "parse", None) if isinstance(value, str) else None
    own = own or getattr(annotation, "read", None)
    if own is not None:
        try:
            own(value)
        except Misread as misread:
            return _misread(value, annotation, misread.text, field)
        except Exception:  # noqa: BLE001  # a reader that fails in another way refuses as well
            return _wrong_type(value, annotation, field)
    if annotation in _CLOCKS and isinstance(value, str):
        return _misread(value, annotation, _CLOCKS[annotation], field)
    return _wrong_type(value, annotation, field)


_CLOCKS: dict[Any, Text] = {
    datetime.date: text("expected a date such as 2026-03-31"),
    datetime.datetime: text("expected a day and time such as 2026-03-31T23:59"),
    datetime.time: text("expected a time such as 18:30"),
}


_GERMAN: dict[Any, Callable[[str], Any]] = {
    datetime.date: spelling.day,
    PartialDate: spelling.day,
    datetime.datetime: spelling.moment,
    Moment: spelling.moment,
    Money: spelling.amount,
    Number: spelling.number,
    Share: spelling.share,
}
"""Readers of what people in Germany write where a record wants its own spelling."""


def _misread(value: Any, annotation: Any, message: Text, field: Field) -> Misfit:
    """With a fix where the spelling can mean only one value, with the reason where it can mean two."""
    reader = _GERMAN.get(annotation)
    if reader is None or not isinstance(value, str):
        words = near(value, getattr(annotation, "words", ())) if isinstance(value, str) else ()
        return Misfit(value_laws.MISREAD, message, field, help=did_you_mean(words))
    try:
        guess = str(reader(value))
    except spelling.Ambiguous as ambiguous:
        return Misfit(value_laws.MISREAD, message, field, help=ambiguous.text)
    except Misread:
        return Misfit(value_laws.MISREAD, message, field)
    if not fits(guess, annotation):
        return Misfit(value_laws.MISREAD, message, field)
    return Misfit(value_laws.MISREAD, message, field, help=did_you_mean((guess,)), fix=Fix(guess))


def _unknown_value(value: Any, values: tuple[str | Keyword, ...], field: Field) -> Misfit:
    if not isinstance(value, str):
        message = text("expected: one of {values}", values=values)
        return Misfit(value_laws.WRONG_TYPE, message, field)
    keys = [str(each) for each in values]
    guesses = near(value, keys) or near(value.casefold().replace("-", "_"), keys)
    return Misfit(
        value_laws.UNKNOWN_VALUE,
        text("{value} is not known here; expected: one of {values}", value=value, values=values),
        field,
        help=did_you_mean(guesses),
        fix=Fix(guesses[0]) if len(guesses) == 1 else None,
    )


# -- words -------------------------------------------------------------------------------------------------


def _wrong_type(value: Any, annotation: Any, field: Field) -> Misfit:
    return Misfit(value_laws.WRONG_TYPE, _expected_found(value, annotation), field)


def _expected_found(value: Any, annotation: Any) -> Text:
    return text("expected: {expected}; found: {found}", expected=expected(annotation), found=_found(value))


def expected(annotation: Any) -> Text:
    """What a type takes, in words."""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if _is_id(annotation):
        return text("an id")
    if origin is Annotated:
        return expected(arguments[0])
    if origin in (types.UnionType, typing.Union):
        kinds = [each for each in arguments if each is not type(None)]
        return expected(kinds[0]) if len(kinds) == 1 else text("one of several sorts of value")
    if origin in (tuple, list, set, frozenset):
        needed = _needed(arguments[0])
        return text("a list, each item with {keys}", keys=", ".join(needed)) if needed else text("a list")
    if origin is dict or (isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)):
        needed = _needed(annotation)
        return (
            text("a map with {keys}", keys=", ".join(needed)) if needed else text("a map of keys with values")
        )
    if annotation is bool:
        return text("true or false")
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return text("one of {values}", values=keywords(annotation))
    if annotation in (datetime.date, datetime.datetime, datetime.time):
        return text("a date or time")
    if annotation in _NAMES:
        return _NAMES[annotation]
    return text("a text") if annotation is str else text("a value of the sort {name}", name=_name(annotation))


def _needed(annotation: Any) -> list[str]:
    """The keys that a map of this sort cannot do without."""
    if not (isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)):
        return []
    tag = annotation.__struct_config__.tag_field
    needed = [field.encode_name for field in msgspec.structs.fields(annotation) if field.required]
    return [tag, *needed] if tag else needed


_NAMES: dict[Any, Text] = {
    Count: text("a whole number"),
    Money: text("an amount"),
    Number: text("a number"),
    Share: text("a share in per cent"),
    PartialDate: text("a date"),
    Moment: text("a day and time"),
}


def _name(annotation: Any) -> str:
    return str(getattr(annotation, "__name__", annotation))


def _found(value: Any) -> Text:
    if value is None:
        return text("null")
    if isinstance(value, bool):
        return text("true") if value else text("false")
    if isinstance(value, dict):
        return text("a map of keys with values")
    if isinstance(value, list):
        return text("a list")
    return text("a text")
