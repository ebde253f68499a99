"""The matrix of a call: what each seat says of each application, as far as the stage allows, and what to discuss."""

import datetime
from fractions import Fraction

import msgspec

from kic.allocation.engine import allocate
from kic.allocation.faults import faults
from kic.allocation.outcome import Outcome
from kic.allocation.problem import AllocationRule
from kic.core.snapshot import Snapshot
from kic.domain.calls import Call, Visibility
from kic.domain.decisions.of_call import applications_of, sheets_of
from kic.domain.decisions.posing import problem_shown
from kic.domain.scoring.spread import (
    Reason,
    Said,
    Severity,
    Spread,
    reasons,
    said_by_seat,
    severities,
    spread,
)
from kic.domain.scoring.stage_rules import outstanding
from kic.domain.scoring.visibility import shows_marks
from kic.domain.settings import Discussion, Settings
from kic.errors import Refused


class MarkedApplication(msgspec.Struct, frozen=True, kw_only=True):
    """One application: how its marks lie, and why to discuss it."""

    id: str
    number: int
    title: str
    spread: Spread
    discuss: tuple[Reason, ...]


class MarkingSeat(msgspec.Struct, frozen=True, kw_only=True):
    """One seat: when it handed in, and, if the stage allows, what it says of each application."""

    id: str
    received: datetime.date
    marks: dict[str, Said] | None
    severity: Severity | None


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """Seats by applications; where marks are shown to nobody yet, `applications` is None, and seats have no marks."""

    call: str
    stage: Visibility
    seats: tuple[MarkingSeat, ...]
    outstanding: tuple[str, ...]
    applications: tuple[MarkedApplication, ...] | None
    line: Fraction | None


def matrix(repository: Snapshot, call: Call) -> Matrix:
    """The matrix of a call; applications that take no part are left out."""
    sheets = sheets_of(repository, call)
    missing = outstanding(repository, call)
    if not shows_marks(repository, call.id):
        hidden = tuple(
            MarkingSeat(id=each.seat, received=each.received, marks=None, severity=None) for each in sheets
        )
        return Matrix(
            call=call.id,
            stage=call.marks_visible,
            seats=hidden,
            outstanding=missing,
            applications=None,
            line=None,
        )
    records = [each for each in applications_of(repository, call) if not each.ineligible]
    wanted = {each.id for each in records}
    rows = {
        seat: {about: one for about, one in row.items() if about in wanted}
        for seat, row in said_by_seat(repository, call).items()
    }
    severe = severities(rows)
    settings = repository.only(Settings)
    bounds = settings.discussion if settings else Discussion()
    line = _line(repository, call)
    applications = []
    for each in records:
        lying = spread(rows, each.id)
        why = reasons(call, lying, line, bounds.wide.fraction, bounds.near.fraction)
        applications.append(
            MarkedApplication(id=each.id, number=each.number, title=each.title, spread=lying, discuss=why)
        )
    return Matrix(
        call=call.id,
        stage=call.marks_visible,
        seats=tuple(
            MarkingSeat(
                id=each.seat,
                received=each.received,
                marks=rows.get(each.seat, {}),
                severity=severe.get(each.seat),
            )
            for each in sheets
        ),
        outstanding=missing,
        applications=tuple(applications),
        line=line,
    )


def _line(repository: Snapshot, call: Call) -> Fraction | None:
    """The lowest score that the proposal funds by rank; None where there is no such line."""
    if call.terms.rule is not AllocationRule.RANKED:
        return None
    try:
        problem = problem_shown(repository, call)
    except Refused:
        return None
    if any(True for _fault in faults(problem, "")):
        return None
    standings = allocate(problem).standings.values()
    scores = [
        each.score
        for each in standings
        if each.score is not None and each.outcome in (Outcome.FUNDED, Outcome.PARTIAL)
    ]
    unfunded = any(each.outcome is Outcome.UNFUNDED for each in standings)
    return min(scores, default=None) if unfunded else None
