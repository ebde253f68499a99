"""What is known and how: sources, gaps, and the mark of invented data.

Facts are kept apart from what is unknown or only approximate. A gap is data: the field says that it is
not known, every output shows it, and `check` notes it. Nothing is filled in silently.
"""

import enum
import functools
import re
import types
import typing
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from kic.core.diagnostic import Fix, Related, Severity
from kic.core.near import did_you_mean, near
from kic.core.record import Entry, Group, Record, declared
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import PartialDate


class GapState(enum.Enum):
    """How a field is not fully known."""

    UNKNOWN = "unknown"
    APPROXIMATE = "approximate"
    PARTIAL = "partial"
    DERIVED = "derived"


class Gap(Group, frozen=True, kw_only=True):
    """A field of this record whose value is missing (unknown) or not exact (the other states)."""

    field: str
    state: GapState
    note: str | None = None


class Source(Group, frozen=True, kw_only=True):
    """Where a fact was found: a publication, its date as far as known, and the place in it."""

    title: str
    date: PartialDate | None = None
    reference: str | None = None


class Documented(Record, frozen=True, kw_only=True):
    """A record with its sources and gaps.

    `expected` are the fields without which the record is incomplete, although a file may lack them: each
    is there or is named in `gaps` as unknown.
    """

    expected: ClassVar[tuple[str, ...]] = ()

    invented: bool = False
    sources: tuple[Source, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def gap(self, field: str) -> Gap | None:
        """What is said of a field that is not fully known."""
        for each in self.gaps:
            if each.field == field:
                return each
        return None

    def tells(self, field: str) -> bool:
        """Whether a gap speaks of this field, or of one around or inside it (`money` and `money.amount`)."""
        return any(
            each.field == field or each.field.startswith(f"{field}.") or field.startswith(f"{each.field}.")
            for each in self.gaps
        )

    @property
    def wanted(self) -> tuple[str, ...]:
        """The expected fields of this record in its present state; a draft may want fewer."""
        return self.expected


# -- what must hold ------------------------------------------------------------------------------------

TITLE_LENGTH = 140
"""Titles up to this length fit a list, a letter's subject and 360Giving's field."""


@rule("KIC150", "not-fully-known", Severity.NOTE)
def not_fully_known(repository: Snapshot) -> Iterator[Finding]:
    """What is unknown or not exact is said wherever it is shown.

    Why: A reader has to tell a fact from an estimate. The note keeps what is missing in sight without
    stopping anybody.

    Fix: When it becomes known, enter the value with its source and take the gap out. Until then nothing has
    to be done.

    Source: Rule of kic: nothing is filled in silently.
    """
    said = {
        GapState.UNKNOWN: text("{field} is not known"),
        GapState.APPROXIMATE: text("{field} is known only approximately"),
        GapState.PARTIAL: text("{field} is known only in part"),
        GapState.DERIVED: text("{field} is derived, not taken from a source"),
    }
    for record in documented(repository):
        fields = [gap.field for gap in record.gaps]
        for position, gap in enumerate(record.gaps):
            if fields.count(gap.field) > 1 or _misstated(repository.entry(record), gap):
                continue  # another finding says what is wrong with this gap
            message = said[gap.state]
            yield found(record, ("gaps", position), Text(message.id, {"field": gap.field}))


@rule("KIC151", "expected-field-missing")
def expected_field_missing(repository: Snapshot) -> Iterator[Finding]:
    """What belongs to a record is there, or the record says that it is not known.

    Why: A missing line can mean "there is none", "not known" or "forgotten". A gap that is written down is
    a fact, a missing line is a riddle.

    Fix: Enter the value. If it is not known, add it to `gaps`:

        gaps:
          - field: closes
            state: unknown

    Source: Rule of kic: nothing is filled in silently.
    """
    for record in documented(repository):
        for field in record.wanted:
            if not _has_value(getattr(record, field)) and not record.tells(field):
                yield found(
                    record,
                    field,
                    text("{field} is missing and no gap says why", field=field),
                    help=text("enter it, or add it to gaps with the state unknown"),
                )


@rule("KIC152", "gap-for-no-field")
def gap_for_no_field(repository: Snapshot) -> Iterator[Finding]:
    """A gap names a field of its record.

    Why: A gap with a misspelled field says nothing about the field that was meant.

    Fix: Correct the name. Fields inside others are written with a dot: `money.amount`.

    Source: Data model of kic (`kic schema`).
    """
    for record in documented(repository):
        for position, gap in enumerate(record.gaps):
            if _exists(record, gap.field):
                continue
            guesses = near(gap.field, (field.encode_name for field in msgspec.structs.fields(type(record))))
            yield found(
                record,
                ("gaps", position, "field"),
                text("this record has no field {field}", field=gap.field),
                help=did_you_mean(guesses) or text("name a field of this record"),
                fix=Fix(guesses[0]) if len(guesses) == 1 else None,
            )


@rule("KIC153", "gap-contradicts-value")
def gap_contradicts_value(repository: Snapshot) -> Iterator[Finding]:
    """An unknown field has no value, and a field that is known in part or approximately has one.

    Why: A gap that was left behind marks a good value as doubtful; one without a value hides that nothing
    is known.

    Fix: Take the gap out, or correct its state.

    Source: Rule of kic: nothing is filled in silently.
    """
    for record in documented(repository):
        for position, gap in enumerate(record.gaps):
            if not _exists(record, gap.field) or not _misstated(repository.entry(record), gap):
                continue
            yield found(
                record,
                ("gaps", position, "state"),
                text("{field} is said to be unknown, but it has a value", field=gap.field)
                if gap.state is GapState.UNKNOWN
                else text("{field} has no value, so its state is unknown", field=gap.field),
                help=text("take the gap out, or correct its state"),
            )


@rule("KIC154", "gap-twice")
def gap_twice(repository: Snapshot) -> Iterator[Finding]:
    """A record speaks of a gap once.

    Why: Two states for one field cannot both be true.

    Fix: Take one of the two out.

    Source: Data model of kic.
    """
    for record in documented(repository):
        first: dict[str, int] = {}
        for position, gap in enumerate(record.gaps):
            earlier = first.setdefault(gap.field, position)
            if earlier != position:
                yield found(
                    record,
                    ("gaps", position, "field"),
                    text("{field} is named as a gap twice", field=gap.field),
                    help=text("take one of the two out"),
                    related=[Related(repository.place(record, "gaps", earlier), text("first named here"))],
                )


@rule("KIC155", "blank-text")
def blank_text(repository: Snapshot) -> Iterator[Finding]:
    """A text has words.

    Why: An empty title or text leaves a hole in every list and letter, and looks as if it had been checked.

    Fix: Write the text, or take the line out and name the field in `gaps`.

    Source: Rule of kic: nothing is filled in silently.
    """
    for record in documented(repository):
        for field in _texts(type(record)):
            value = getattr(record, field)
            if value is not None and not value.strip():
                yield found(
                    record,
                    field,
                    text("{field} is empty, expected words", field=field),
                    help=text("write it, or take the line out"),
                )


@rule("KIC156", "title-too-long", Severity.WARNING)
def title_too_long(repository: Snapshot) -> Iterator[Finding]:
    """A title has at most 140 characters.

    Why: Titles stand in lists, in the subject of letters and in open data. A longer one is a text.

    Fix: Shorten the title; the rest belongs into the text or the summary. An adopted title stays as it is:
    waive the finding with the reason.

    Source: 360Giving standard: titles under 140 characters.
    """
    for record in documented(repository):
        title = getattr(record, "title", None)
        if title is not None and len(title) > TITLE_LENGTH:
            yield found(
                record,
                "title",
                text(
                    "the title has {n} characters, expected at most {most}", n=len(title), most=TITLE_LENGTH
                ),
                help=text("shorten it; the rest belongs into the text"),
            )


@functools.lru_cache(maxsize=1)  # seven rules ask
def documented(repository: Snapshot) -> tuple[Documented, ...]:
    """Every readable record with sources and gaps, in path order."""
    return tuple([each.record for each in repository if isinstance(each.record, Documented)])


def _misstated(entry: Entry, gap: Gap) -> bool:
    """Whether a gap names no field, or says of it what is not so."""
    assert entry.record is not None
    has_value = _has_value(_written(entry, gap.field))
    return not _exists(entry.record, gap.field) or has_value is (gap.state is GapState.UNKNOWN)


def _has_value(value: Any) -> bool:
    return value is not None and value not in ((), [], {})


_step = re.compile(r"[^.\[\]]+")


def _exists(record: Record, spelling: str) -> bool:
    """Whether the record's type has this field, given as `closes`, `money.amount` or `values[0].date`."""
    declared: Any = type(record)
    for step in (steps := _step.findall(spelling)):
        declared = _bare(declared)
        origin, arguments = typing.get_origin(declared), typing.get_args(declared)
        if origin is tuple and step.isdigit():
            declared = arguments[0]
        elif origin is dict:
            declared = arguments[1]
        elif step in (fields := _fields(declared)):
            declared = fields[step]
        else:
            return False
    return bool(steps)


def _written(entry: Entry, spelling: str) -> Any:
    """What stands in the file at this field; None where nothing does. Defaults do not count."""
    value = entry.declared
    for step in _step.findall(spelling):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _bare(annotation: Any) -> Any:
    """The type behind `Annotated` and `| None`."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if origin in (types.UnionType, typing.Union):
        inner = [a for a in typing.get_args(annotation) if a is not types.NoneType]
        return _bare(inner[0])
    return annotation


@functools.cache
def _fields(cls: Any) -> dict[str, Any]:
    if not (isinstance(cls, type) and issubclass(cls, msgspec.Struct)):
        return {}
    return {field.key: field.type for field in declared(cls)}


@functools.cache
def _texts(cls: type[Record]) -> tuple[str, ...]:
    """The fields of a record that are plain texts."""
    return tuple(field.name for field in declared(cls) if _bare(field.type) is str and field.name != "id")


RULES: tuple[Rule, ...] = (
    not_fully_known,
    expected_field_missing,
    gap_for_no_field,
    gap_contradicts_value,
    gap_twice,
    blank_text,
    title_too_long,
)
