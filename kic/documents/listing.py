"""Lists of records of one kind, narrowed by conditions on their fields."""

import enum
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from kic.core.near import near
from kic.core.record import Entry, Record
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, keywords
from kic.core.values import Money, total
from kic.documents.double import awards
from kic.documents.naming import known_title, title_of
from kic.domain.applications import Application, Ineligible, PapersEvent
from kic.domain.calls import Call
from kic.domain.chapters import KINDS
from kic.domain.concept.edition_rules import editions_worked_on
from kic.domain.concept.recommendation import Light, Recommendation, Status
from kic.domain.decisions import Decision
from kic.domain.scoring.visibility import discreet_entry
from kic.errors import UsageError

COLUMNS: dict[str, tuple[str, ...]] = {
    "recommendation": ("edition", "theme", "status", "light", "date"),
    "theme": ("edition", "number"),
    "edition": ("adopted", "published"),
    "resolution": ("date", "body", "number"),
    "event": ("date", "event"),
    "indicator": ("unit",),
    "body": ("body",),
    "seat": ("voice", "group", "expertise"),
    "council": ("start", "end"),
    "call": ("year", "state", "closes", "amount"),
    "application": ("call", "applicant", "state", "requested", "award"),
    "scores": ("call", "seat", "received"),
    "meeting": ("starts", "form", "state"),
    "decision": ("call", "meeting", "date", "award"),
    "notice": ("application", "notice", "amount"),
    "payment": ("application", "payment", "instalment", "amount"),
    "report": ("application", "report", "received"),
    "examination": ("application", "date", "eligible", "funds", "final"),
}
"""Which fields stand beside id and title."""

OF_AN_EDITION = ("theme", "recommendation")
"""Kinds whose records each edition has anew."""

DERIVED = ("status", "light", "date")
"""Fields of a recommendation that come from the last entry of its log."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list: the record's id and title and the values of the kind's columns."""

    id: str
    title: str | None
    path: str
    values: dict[str, Any]
    readable: bool


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a list; `left_out` of other editions are left out, those of `editions` are shown."""

    records: tuple[Listed, ...]
    editions: tuple[str, ...] = ()
    left_out: int = 0


def listing(
    repository: Snapshot,
    kind: str,
    conditions: Sequence[str] = (),
    *,
    every: bool = False,
) -> Listing:
    """The records of a kind that meet every condition `KEY=VALUE`, in path order.

    Of what belongs to an edition, only that of the editions in force, unless `every` edition is wanted or a
    condition says which; then those in force come first. A condition on a list field holds if any item equals
    the value. Raises UsageError for an unknown kind or key.
    """
    if kind not in KINDS:
        raise UsageError(
            "There is no kind {name}.",
            help="Did you mean {names}?" if near(kind, KINDS) else "The kinds are {kinds}.",
            name=kind,
            names=near(kind, KINDS),
            kinds=tuple(
                Text("{kind} ({label})", {"kind": each, "label": Label("kind", each)}) for each in KINDS
            ),
        )
    wanted = [_condition(kind, condition) for condition in conditions]
    given = awards(repository) if kind == "application" else {}
    entries = [
        entry
        for entry in (discreet_entry(repository, each) for each in repository.entries_of(kind))
        if all(_meets(entry, key, value) for key, value in wanted)
    ]
    if kind not in OF_AN_EDITION:
        return Listing(records=tuple(_listed(repository, kind, entry, given) for entry in entries))
    current = editions_worked_on(repository)
    # A record that does not say its edition, or cannot be read, is always shown.
    others = [entry for entry in entries if _edition(entry) not in (*current, "")]
    first = [entry for entry in entries if _edition(entry) in (*current, "")]
    if every or not current or any(key == "edition" for key, _ in wanted):
        return Listing(records=tuple(_listed(repository, kind, entry) for entry in (*first, *others)))
    return Listing(
        records=tuple(_listed(repository, kind, entry) for entry in first),
        editions=tuple(sorted(current)),
        left_out=len(others),
    )


def _listed(
    repository: Snapshot, kind: str, entry: Entry, given: Mapping[str, Money] | None = None
) -> Listed:
    return Listed(
        id=entry.id or entry.path,
        title=title_of(entry.record),
        path=entry.path,
        values={column: _shown(repository, entry, column, given or {}) for column in COLUMNS.get(kind, ())},
        readable=entry.record is not None,
    )


def _edition(entry: Entry) -> str:
    declared: Any = entry.declared
    return _spelling(declared.get("edition")) if isinstance(declared, dict) else ""


def _condition(kind: str, condition: str) -> tuple[str, str]:
    key, equals, value = condition.partition("=")
    if not equals:
        raise UsageError("A condition is KEY=VALUE, not {condition}.", condition=condition)
    keys = {field.encode_name for field in msgspec.structs.fields(KINDS[kind])}
    if kind == "recommendation":
        keys.update(DERIVED)
    if kind == "application":
        keys.add("state")
    if key.partition(".")[0] not in keys:
        raise UsageError(
            "A {kind} has no field {key}.",
            help="Did you mean {names}?" if near(key, keys) else "Its fields are {keys}.",
            kind=kind,
            key=key,
            names=near(key, keys),
            keys=tuple(sorted(keys)),
        )
    _refuse_impossible(kind, key, value)
    return key, value


def _refuse_impossible(kind: str, key: str, value: str) -> None:
    """A value that no record can have would give an empty list, which reads like an answer."""
    declared: Any = {"status": Status, "light": Light}.get(key) if kind == "recommendation" else None
    if declared is None:
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(KINDS[kind])}
        declared = fields.get(key)
    if not (isinstance(declared, type) and issubclass(declared, enum.Enum)):
        return
    allowed = tuple(each.value for each in declared)
    if value and value not in allowed:
        raise UsageError(
            "{word} is no value of {option}.",
            help="Did you mean {names}?" if near(value, allowed) else "The values are {allowed}.",
            word=value,
            option=key,
            names=near(value, allowed),
            allowed=keywords(declared),
        )


def _shown(repository: Snapshot, entry: Entry, column: str, given: Mapping[str, Money]) -> Any:
    """A value of a column; some columns stand in no field of their own."""
    record: Any = entry.record
    if isinstance(record, Application) and column == "applicant":
        who = record.applicant
        return (known_title(repository, who.body) if who.body else who.person) or who.body
    if isinstance(record, Application) and column == "award":
        return given.get(record.id)
    if isinstance(record, Decision) and column == "award":
        return total(record.standing.values())
    if isinstance(record, Call) and column == "amount":
        return record.money.amount if record.money is not None else None
    return _value(entry, column)


def standing_of(application: Application) -> Ineligible | PapersEvent | None:
    """Why an application takes no part, else the last step in making it complete; None before the first."""
    if application.ineligible:
        return application.ineligible[0]
    return application.papers[-1].event if application.papers else None


def _value(entry: Entry, column: str) -> Any:
    record: Record | None = entry.record
    if isinstance(record, Recommendation) and column in DERIVED:
        return getattr(record.latest, column, None)
    if isinstance(record, Application) and column == "state":
        return standing_of(record)
    return getattr(record, column, None)


def _meets(entry: Entry, key: str, value: str) -> bool:
    derived = isinstance(entry.record, Recommendation) and key in DERIVED
    if derived or (isinstance(entry.record, Application) and key == "state"):
        return _spelling(_value(entry, key)) == value
    found: Any = entry.declared
    for step in key.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, list):
        return any(_spelling(item) == value for item in found)
    return _spelling(found) == value


def _spelling(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "value", value))
