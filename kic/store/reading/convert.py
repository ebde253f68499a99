"""From a plain value to a record: one judge (msgspec), and every fault where it refuses.

A value that msgspec accepts is a record; of one that it refuses `kic.store.reading.misfits` says all that is wrong.
So a value either becomes a record or gets at least one finding, never both and never neither.
"""

import functools
import re
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from kic.core.diagnostic import Diagnostic, Law, diagnose
from kic.core.ids import DEVICES
from kic.core.place import Aim, Field, Place
from kic.core.plan import Plain
from kic.core.record import Locate, Part, Record, declared, walk
from kic.core.text import Text, text
from kic.store.reading.judge import judge, reason
from kic.store.reading.syntax import RECORD, UNREAD, Limits, Locator

T = TypeVar("T")
Kinds = Mapping[str, type[Record]]
"""Every kind of record by its name; the domain's table, passed in."""


class Converted(msgspec.Struct, frozen=True):
    """What became of a value: a record, or what is wrong with it; kind and id as far as they are readable."""

    kind: str | None
    id: str | None
    record: Record | None
    faults: tuple[Diagnostic, ...] = ()


def quick(value: Any, kinds: Kinds) -> Record | None:
    """The record of a value in which nothing is wrong; else None."""
    try:
        cls = kinds[value["kind"]]
        record = judge(value, cls)
    except Exception:  # noqa: BLE001  # a type's own reader may raise anything; `convert` finds out
        return None
    return None if _device(record) else record


def convert(value: Plain, path: str, kinds: Kinds) -> Converted:
    """The record of a value, or every fault of it. `path` tells the kind where the file does not."""
    record = quick(value, kinds)
    if record is not None:
        return Converted(value["kind"], record.id, record)
    return _refused(value, path, kinds)


def _device(record: Record) -> bool:
    """Whether the record, or a part of it, is called like a device: no pattern can forbid that."""
    if record.id in DEVICES:
        return True
    return _has_parts(type(record)) and any(
        not kinds and part.id in DEVICES for _, kinds, part in walk(record)
    )


@functools.cache
def _has_parts(cls: type[msgspec.Struct]) -> bool:
    """Whether values of this class can hold parts with ids of their own."""
    return issubclass(cls, Part) or any(_holds_parts(each.type) for each in declared(cls))


def _holds_parts(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, msgspec.Struct) and _has_parts(annotation)
    return any(map(_holds_parts, typing.get_args(annotation)))


def _refused(value: Plain, path: str, kinds: Kinds) -> Converted:
    from kic.store.reading import file_laws, value_laws  # noqa: PLC0415  # only paid for by a value that does not fit
    from kic.store.reading.misfits import Misfit, misfits  # noqa: PLC0415

    if not isinstance(value, dict):
        place = Place(path)
        return Converted(
            None, None, None, (diagnose(file_laws.NOT_A_MAP, text("the file is no map"), place),)
        )
    name = value.get("id")
    id_ = name if isinstance(name, str) and name else None
    faults: list[Diagnostic] = []

    def say(law: Law, message: Text, field: Field, aim: Aim = Aim.VALUE, **more: Any) -> None:
        faults.append(diagnose(law, message, Place(path, field, aim), record=id_, **more))

    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        by_path = kind_of_path(path, kinds)
        _say_kind(value, kind, by_path, kinds, say)
        if kind is not None or by_path is None:
            return Converted(by_path, id_, None, tuple(faults))
        kind = by_path
    cls = kinds[kind]
    found: list[Misfit] = list(misfits(value, cls))
    for each in found:
        say(each.law, each.message, each.field, each.aim, help=each.help, fix=each.fix)
    if not faults:
        say(
            value_laws.UNCONVERTED,
            text("the record does not fit its kind: {reason}", reason=reason(value, cls)),
            (),
        )
    return Converted(kind, id_, None, tuple(faults))


def _say_kind(value: dict[str, Any], kind: Any, by_path: str | None, kinds: Kinds, say: Any) -> None:
    """The kind is missing, is no text, or is none that there is."""
    from kic.core.diagnostic import Fix  # noqa: PLC0415
    from kic.core.near import did_you_mean, near  # noqa: PLC0415
    from kic.store.reading import value_laws  # noqa: PLC0415

    if "kind" not in value:
        help_ = (
            text("add the line: kind: {kind}", kind=by_path)
            if by_path
            else text(
                "add a line such as kind: application; expected: one of {kinds}", kinds=", ".join(kinds)
            )
        )
        say(value_laws.NO_KIND, text("the record does not say of what kind it is"), (), Aim.KEY, help=help_)
        return
    if not isinstance(kind, str):
        say(
            value_laws.UNKNOWN_KIND,
            text("the kind is no word; expected: one of {kinds}", kinds=", ".join(kinds)),
            ("kind",),
        )
        return
    guesses = near(kind, kinds) or ((by_path,) if by_path else ())
    say(
        value_laws.UNKNOWN_KIND,
        text("the kind {kind} is not known; expected: one of {kinds}", kind=kind, kinds=", ".join(kinds)),
        ("kind",),
        help=did_you_mean(guesses),
        fix=Fix(guesses[0]) if len(guesses) == 1 else None,
    )


@functools.cache
def _layout(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{[a-z_]+\}", template)
    return re.compile("[^/]+".join(re.escape(part) for part in parts))


def kind_of_path(path: str, kinds: Kinds) -> str | None:
    """The kind whose layout a path has, the one with the fewest open places; None if that is not one."""
    nearest = kinds_of_path(path, kinds)
    return nearest.pop() if len(nearest) == 1 else None


def kinds_of_path(path: str, kinds: Kinds) -> set[str]:
    """The kinds whose layout a path has with the fewest open places: several where kinds share a folder."""
    found: dict[int, set[str]] = {}
    depth = path.count("/")
    for kind, cls in kinds.items():
        for each in cls.layouts:
            near_enough = each.count("/") == depth and path.startswith(each.partition("{")[0])
            if near_enough and _layout(each).fullmatch(path):
                found.setdefault(each.count("{"), set()).add(kind)
    return found[min(found)] if found else set()


def read_value(
    source: bytes, path: str, cls: type[T], limits: Limits = RECORD
) -> tuple[T | None, list[Diagnostic], Locate]:
    """A value of a class from YAML or JSON text that is no record, such as a problem file.

    None where anything is wrong; the findings name all of it.
    """
    from kic.store.reading import faults, value_laws  # noqa: PLC0415
    from kic.store.reading.misfits import misfits  # noqa: PLC0415

    reading = faults.read(source, path, limits)
    found = list(reading.faults)
    locate = Locator(source, limits)
    if reading.value is UNREAD:
        return None, found, locate
    try:
        value = judge(reading.value, cls)
    except Exception:  # noqa: BLE001  # see `quick`
        wrong = [
            diagnose(each.law, each.message, Place(path, each.field, each.aim), help=each.help, fix=each.fix)
            for each in misfits(reading.value, cls)
        ]
        if not wrong:
            sentence = text("the value does not fit: {reason}", reason=reason(reading.value, cls))
            wrong = [diagnose(value_laws.UNCONVERTED, sentence, Place(path))]
        return None, found + wrong, locate
    return (value if reading.sure else None), found, locate
