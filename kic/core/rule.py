"""Rules: pure functions from snapshots to findings.

A rule is a function with a code; its docstring is its manual page. The decorators return a `Rule` and
register nothing: each chapter lists its rules in a table at its end, and `kic.domain.rules` lists those
tables. Rules never see each other's results; where one cause would give two findings, the second rule
names the first in `requires` and is silent about records that the first has found fault with.
"""

import datetime
import enum
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Fix, Law, Related, Severity
from kic.core.place import Aim, Field, Place
from kic.core.record import Entry, Record
from kic.core.snapshot import Snapshot
from kic.core.text import Text


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule yields: the offender and the field; the runner adds code, severity and place."""

    at: Record | Entry | Place
    field: Field
    message: Text
    help: Text | None
    aim: Aim
    related: tuple[Related, ...]
    fix: Fix | None


def found(
    at: Record | Entry | Place,
    field: Field | str,
    message: Text,
    *,
    help: Text | None = None,  # noqa: A002
    aim: Aim = Aim.VALUE,
    related: Iterable[Related] = (),
    fix: Fix | None = None,
) -> Finding:
    """A finding about this field of a record (or entry); `()` is the whole record."""
    path: Field = (field,) if isinstance(field, str) else field
    return Finding(at=at, field=path, message=message, help=help, aim=aim, related=tuple(related), fix=fix)


class Needs(enum.Enum):
    """What a rule looks at."""

    SNAPSHOT = "snapshot"
    TODAY = "snapshot and today"
    CHANGE = "before and after"


Function = Callable[..., Iterator[Finding]]


class Rule(msgspec.Struct, frozen=True):
    """A law with the function that finds where it is broken."""

    law: Law
    function: Function
    needs: Needs
    requires: tuple["Rule", ...] = ()


Decorator = Callable[[Function], Rule]


def _decorator(
    code: str, slug: str, severity: Severity, needs: Needs, requires: tuple[Rule, ...]
) -> Decorator:
    def decorate(function: Function) -> Rule:
        return Rule(Law(code, slug, severity, function.__doc__ or ""), function, needs, requires)

    return decorate


def rule(
    code: str, slug: str, severity: Severity = Severity.ERROR, *, requires: tuple[Rule, ...] = ()
) -> Decorator:
    """A rule about one state: `def law(repository: Snapshot) -> Iterator[Finding]`."""
    return _decorator(code, slug, severity, Needs.SNAPSHOT, requires)


def dated_rule(
    code: str, slug: str, severity: Severity = Severity.ERROR, *, requires: tuple[Rule, ...] = ()
) -> Decorator:
    """A rule about one state and a day: `def law(repository: Snapshot, today: date)`."""
    return _decorator(code, slug, severity, Needs.TODAY, requires)


def change_rule(
    code: str, slug: str, severity: Severity = Severity.ERROR, *, requires: tuple[Rule, ...] = ()
) -> Decorator:
    """A rule about a change: `def law(before: Snapshot, after: Snapshot)`; findings lie in `after`."""
    return _decorator(code, slug, severity, Needs.CHANGE, requires)


def run(
    rules: Iterable[Rule],
    snapshot: Snapshot,
    today: datetime.date,
    *,
    before: Snapshot | None = None,
) -> list[Diagnostic]:
    """Everything that the rules say of a snapshot, unsorted. Rules about a change need `before`."""
    diagnostics: list[Diagnostic] = []
    offenders: dict[str, set[str]] = {}
    for each in rules:
        if each.needs is Needs.CHANGE:
            if before is None:
                continue
            findings = each.function(before, snapshot)
        elif each.needs is Needs.TODAY:
            findings = each.function(snapshot, today)
        else:
            findings = each.function(snapshot)
        for finding in findings:  # most rules find nothing
            diagnostic = _placed(each.law, finding, snapshot)
            path = diagnostic.place.path
            if any(path in offenders.get(need.law.code, ()) for need in each.requires):
                continue
            offenders.setdefault(each.law.code, set()).add(path)
            diagnostics.append(diagnostic)
    return diagnostics


def _placed(law: Law, finding: Finding, snapshot: Snapshot) -> Diagnostic:
    at: Any = finding.at
    if isinstance(at, Record):
        at = snapshot.entry(at)
    if isinstance(at, Place):
        place, record = at, None
        if (entry := snapshot.entries.get(at.path)) is not None:
            record = entry.id
    else:
        place, record = Place(at.path, finding.field, finding.aim), at.id
    return Diagnostic(
        law=law,
        message=finding.message,
        place=place,
        help=finding.help,
        severity=law.severity,
        record=record,
        related=finding.related,
        fix=finding.fix,
    )


def ordered(diagnostics: Iterable[Diagnostic], snapshot: Snapshot) -> list[Diagnostic]:
    """In the stable order of all outputs: path, line, column, code, then the sentence."""

    def key(diagnostic: Diagnostic) -> Any:
        span = snapshot.span(diagnostic.place)
        return (
            diagnostic.place.path,
            span.line,
            span.column,
            diagnostic.law.code,
            str(diagnostic.message),
        )

    return sorted(diagnostics, key=key)
