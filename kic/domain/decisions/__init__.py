"""Decisions on a call: for now the problem that the engine gets; votes and awards come with meetings.

Everything that decides comes from the call's terms, the applications and the score sheets; an application
that takes no part for a formal reason (late, withdrawn ...) is no part of the problem.
"""

from kic.allocation import problem as allocation
from kic.core.snapshot import Snapshot
from kic.core.values import Money, Number
from kic.domain.applications import Application
from kic.domain.calls import Call, Terms
from kic.domain.scoring import ScoreSheet


def applications_of(repository: Snapshot, call: Call) -> tuple[Application, ...]:
    """The applications of a call, by number."""
    found = (each for each in repository.all(Application) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: (each.number, each.id)))


def sheets_of(repository: Snapshot, call: Call) -> tuple[ScoreSheet, ...]:
    """The score sheets of a call, by seat."""
    found = (each for each in repository.all(ScoreSheet) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: each.seat))


def problem_of(repository: Snapshot, call: Call) -> allocation.Problem:
    """The allocation problem of a call. A call of which the amount is not known has none to give: 0."""
    terms = call.terms
    marks: dict[str, dict[str, allocation.Marks]] = {}
    sheets = sheets_of(repository, call)
    for sheet in sheets:
        for application, mark in sheet.marks.items():
            marks.setdefault(application, {})[sheet.seat] = mark
    return allocation.Problem(
        budget=call.money.amount or Money(0),
        reserve=terms.reserve,
        grid=terms.grid,
        threshold=terms.threshold,
        rate=terms.max_rate,
        rule=terms.rule,
        on_no_fit=terms.on_no_fit,
        partial=terms.partial,
        unmet_floor=terms.unmet_floor,
        lot=terms.lot,
        caps=allocation.Caps(applicant=terms.caps.applicant, themes=dict(terms.caps.themes)),
        floors=allocation.Floors(themes=dict(terms.floors.themes)),
        scale=terms.scale,
        aggregate=terms.aggregate,
        trim=terms.trim,
        min_marks=terms.min_marks,
        criteria=_criteria(terms),
        seats=tuple(sheet.seat for sheet in sheets),
        applications=tuple(
            _posed(each, marks.get(each.id, {}))
            for each in applications_of(repository, call)
            if not each.ineligible
        ),
    )


def _criteria(terms: Terms) -> dict[str, Number]:
    return {criterion.id: criterion.weight for criterion in terms.criteria}


def _posed(application: Application, marks: dict[str, allocation.Marks]) -> allocation.Application:
    minimum = application.minimum
    least = None if minimum is None else minimum.amount or minimum.share
    return allocation.Application(
        id=application.id,
        applicant=application.applicant.body or application.applicant.person,
        themes=application.themes,
        requested=application.requested,
        eligible=application.eligible_costs,
        minimum=None if least is None else allocation.Minimum(least),
        marks=marks,
    )
