"""The allocation problem of a call, as the engine gets it.

Everything that decides comes from the call's terms, the applications and the score sheets; an application
that takes no part for a formal reason (late, withdrawn ...) is no part of the problem. Where one of them
cannot be read there is no problem to pose: the proposal from the rest would look exact and be another one.
"""

import datetime

from kic.allocation import problem as allocation
from kic.allocation.amounts import declared_minimum
from kic.core.snapshot import Snapshot
from kic.core.values import Money, Number, total
from kic.domain.applications import Application
from kic.domain.calls import Call, Terms
from kic.domain.decisions import Decision
from kic.domain.scoring import ScoreSheet
from kic.domain.scoring.bias import counted
from kic.errors import UsageError


def applications_of(repository: Snapshot, call: Call) -> tuple[Application, ...]:
    """The applications of a call, by number."""
    found = (each for each in repository.all(Application) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: (each.number, each.id)))


def sheets_of(repository: Snapshot, call: Call) -> tuple[ScoreSheet, ...]:
    """The score sheets of a call, by seat."""
    found = (each for each in repository.all(ScoreSheet) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: each.seat))


def decisions_of(repository: Snapshot, call: Call) -> tuple[Decision, ...]:
    """The decisions on a call, in the order of time."""
    found = (each for each in repository.all(Decision) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: (each.date, each.id)))


def fixed_of(
    repository: Snapshot, call: Call, decision: Decision | None = None
) -> tuple[tuple[allocation.FixedAward, ...], Money]:
    """The awards that are decided already when this call is decided (by `decision`, or now).

    These are the awards of earlier calls of the same year and of earlier decisions on this call, as they
    stood then. The sum is that of other calls' awards: money that is not this call's own.
    """
    fixed: list[allocation.FixedAward] = []
    elsewhere = Money(0)
    for earlier in repository.all(Decision):
        of = repository.get(Call, earlier.call)
        if of is None or of.year != call.year or of.number > call.number:
            continue
        if decision is not None and (earlier.date, earlier.id) >= (decision.date, decision.id):
            continue
        day = None if decision is None else decision.date
        given = {id_: amount for id_, amount in earlier.standing_on(day).items() if amount.cents}
        for id_, amount in given.items():
            application = repository.get(Application, id_)
            fixed.append(
                allocation.FixedAward(
                    id=id_,
                    amount=amount,
                    themes=application.themes if application is not None else (),
                    applicant=_applicant(application) if application is not None else None,
                )
            )
        if of.id != call.id:
            elsewhere += total(given.values())
    return tuple(sorted(fixed, key=lambda each: each.id)), elsewhere


def problem_of(repository: Snapshot, call: Call, decision: Decision | None = None) -> allocation.Problem:
    """The allocation problem of a call: as it is now, or as it was for a decision.

    Awards of earlier calls of the year are fixed: they count towards caps and floors, and their sum is added
    to the call's own money, so that it is this money that is left (44,000 + 26,000 = 70,000).

    Raises UsageError where the records do not tell all of it: the amount is not known, an application or a
    score sheet of the call cannot be read, or marks name an application that the call does not have.
    """
    if call.money.amount is None:
        raise UsageError("The amount of the call {id} is not known, so nothing can be allocated.", id=call.id)
    _refuse_unreadable(repository, call)
    terms = call.terms
    applications = applications_of(repository, call)
    known = {each.id for each in applications}
    marks: dict[str, dict[str, allocation.Marks]] = {}
    sheets = sheets_of(repository, call)
    for sheet in sheets:
        for application, mark in sheet.marks.items():
            if application not in known:
                raise UsageError(
                    "The seat {seat} marks {id}, which is no application of the call {call}.",
                    help="kic check says what is wrong with it.",
                    seat=sheet.seat,
                    id=application,
                    call=call.id,
                )
            marks.setdefault(application, {})[sheet.seat] = counted(
                repository, sheet, application, mark, call
            )
    fixed, elsewhere = fixed_of(repository, call, decision)
    return allocation.Problem(
        budget=call.money.amount + elsewhere,
        fixed=fixed,
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
            _posed(each, marks.get(each.id, {})) for each in applications if not each.ineligible
        ),
    )


def free_money(repository: Snapshot, call: Call, on: datetime.date | None = None) -> Money:
    """What is left of a call's money when all its awards as they stand are paid; the reserve is part of it."""
    assert call.money.amount is not None
    given = sum(
        amount.cents
        for decision in decisions_of(repository, call)
        for amount in decision.standing_on(on).values()
    )
    return Money(call.money.amount.cents - given)


def _refuse_unreadable(repository: Snapshot, call: Call) -> None:
    folder = f"applications/{call.id}/"
    for entry in (*repository.entries_of("application"), *repository.entries_of("scores")):
        if entry.record is None and entry.path.startswith(folder):
            raise UsageError(
                "{path} cannot be read, so the allocation would be wrong.",
                help="kic check says what is wrong with it.",
                path=entry.path,
            )


def _criteria(terms: Terms) -> dict[str, Number]:
    return {criterion.id: criterion.weight for criterion in terms.criteria}


def least_of(application: Application, call: Call) -> Money | None:
    """The least award with which the project can be done, as the allocation reckons it; None if none is declared."""
    cents = declared_minimum(_posed(application, {}), call.terms.grid.cents)
    return None if cents is None else Money(cents)


def _applicant(application: Application) -> str | None:
    return application.applicant.body or application.applicant.person


def _posed(application: Application, marks: dict[str, allocation.Marks]) -> allocation.Application:
    minimum = application.minimum
    least = None if minimum is None else minimum.amount or minimum.share
    return allocation.Application(
        id=application.id,
        applicant=_applicant(application),
        themes=application.themes,
        requested=application.requested,
        eligible=application.eligible_costs,
        minimum=None if least is None else allocation.Minimum(least),
        marks=marks,
    )
