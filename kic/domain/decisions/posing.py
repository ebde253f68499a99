"""The allocation problem of a call, as the engine gets it.

Everything that decides comes from the call's terms, the applications and the score sheets; an application
that takes no part for a formal reason (late, withdrawn ...) is no part of the problem. Where one of them
cannot be read there is no problem to pose: the proposal from the rest would look exact and be another one.
"""

import msgspec

from kic.allocation import problem as allocation
from kic.allocation.amounts import declared_minimum
from kic.core.snapshot import Snapshot
from kic.core.values import Money, Number, PartialDate
from kic.domain.applications import Application
from kic.domain.calls import Call, Terms
from kic.domain.decisions import AwardEvent, Decision
from kic.domain.decisions.changed import posed_again
from kic.domain.decisions.of_call import (
    Turn,
    applicant_of,
    applications_of,
    decisions_of,
    earlier,
    fixed_of,
    sheets_of,
)
from kic.domain.meetings import Meeting
from kic.domain.scoring.bias import counted
from kic.errors import Refused


def _settled_before(
    repository: Snapshot, call: Call, turn: Turn | None, meeting: Meeting | None
) -> frozenset[str]:
    """Applications on which nothing is left to decide: refused for good, or declined.

    Who stands on a waiting list takes part again, and who was refused does where a meeting takes it up anew.
    """
    gone: set[str] = set()
    for of, decision in earlier(repository, call, turn):
        if of.id != call.id:
            continue
        standing = decision.standing if turn is None else turn.stood(decision)
        declined = {
            each.application
            for each in decision.entries
            if each.event is AwardEvent.DECLINED and (turn is None or each.date < turn.day)
        }
        for id_, amount in standing.items():
            if not amount.cents and (id_ in declined or id_ not in decision.waiting_list):
                gone.add(id_)
            else:
                gone.discard(id_)
    if meeting is not None:
        gone -= {id_ for item in meeting.items for id_ in item.about}
    return frozenset(gone)


def problem_of(
    repository: Snapshot, call: Call, decision: Decision | None = None, *, meeting: Meeting | None = None
) -> allocation.Problem:
    """The allocation problem of a call: as it is now, as it was for a decision, or as it is for a meeting.

    A decision rests on what held when its day began: awards that were changed that day or later, and bias
    that was disclosed later, are no part of it. An application on which an earlier decision left nothing to
    decide takes no part.

    Awards of earlier calls of the year are fixed: they count towards caps and floors, and their sum is added
    to the call's own money, so that it is this money that is left (44,000 + 26,000 = 70,000).

    Raises Refused where the records do not tell all of it: the amount is not known, an application or a
    score sheet of the call cannot be read, marks name an application that the call does not have, or two
    tiers begin at the same score.
    """
    amount = call.money.amount
    if amount is None:
        raise Refused("The amount of the call {id} is not known, so nothing can be allocated.", id=call.id)
    _refuse_unreadable(repository, call)
    turn = None
    if decision is not None:
        turn, meeting = Turn.of(call, decision), repository.get(Meeting, decision.meeting)
    elif meeting is not None:
        turn = Turn.at(call, meeting)
    if turn is not None:
        day = turn.day
        call = msgspec.structs.replace(call, decided=PartialDate(day.year, day.month, day.day))
    terms = call.terms
    applications = applications_of(repository, call)
    known = {each.id for each in applications}
    marks: dict[str, dict[str, allocation.Marks]] = {}
    sheets = sheets_of(repository, call)
    for sheet in sheets:
        for application, mark in counted(repository, sheet, call).items():
            if application not in known:
                raise Refused(
                    "The seat {seat} marks {id}, which is no application of the call {call}.",
                    help="kic check says what is wrong with it.",
                    seat=sheet.seat,
                    id=application,
                    call=call.id,
                )
            marks.setdefault(application, {})[sheet.seat] = mark
    fixed, elsewhere = fixed_of(repository, call, turn)
    settled = _settled_before(repository, call, turn, meeting)
    return allocation.Problem(
        budget=amount + elsewhere,
        fixed=fixed,
        reserve=terms.reserve,
        grid=terms.grid,
        threshold=terms.threshold,
        rate=terms.max_rate,
        rule=terms.rule,
        on_no_fit=terms.on_no_fit,
        partial=terms.partial,
        unmet_floor=terms.unmet_floor,
        utility=terms.utility,
        completion=terms.completion,
        objective=terms.objective,
        tiers=_tiers(call),
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
            for each in applications
            if not each.ineligible and each.id not in settled
        ),
    )


def problem_shown(repository: Snapshot, call: Call) -> allocation.Problem:
    """What a proposal is shown for: as it was for the first decision, once all is decided; else as it is now.

    A call of which nothing is left to decide has no proposal any more but the one that its meeting had.
    It is posed with the settings that the decision was computed with. Raises Refused as `problem_of` does,
    UsageError for a recorded setting that cannot be read.
    """
    decisions = decisions_of(repository, call)
    told = {award.application for each in decisions for award in each.awards}
    left = any(not each.ineligible and each.id not in told for each in applications_of(repository, call))
    if left or not decisions:
        return problem_of(repository, call)
    return posed_again(problem_of(repository, call, decisions[0]), decisions[0])


def _refuse_unreadable(repository: Snapshot, call: Call) -> None:
    folder = f"applications/{call.id}/"
    for entry in (*repository.entries_of("application"), *repository.entries_of("scores")):
        if entry.record is None and entry.path.startswith(folder):
            raise Refused(
                "{path} cannot be read, so the allocation would be wrong.",
                help="kic check says what is wrong with it.",
                path=entry.path,
            )


def _tiers(call: Call) -> allocation.Tiers | None:
    tiers = call.terms.tiers
    bands = {tier.score: tier.rate for tier in tiers}
    if len(bands) < len(tiers):
        raise Refused("Two tiers of the call {id} begin at the same score.", id=call.id)
    return allocation.Tiers(bands) if tiers else None


def _criteria(terms: Terms) -> dict[str, Number]:
    return {criterion.id: criterion.weight for criterion in terms.criteria}


def least_of(application: Application, call: Call) -> Money | None:
    """The least award with which the project can be done, as the allocation reckons it; None if none is declared."""
    cents = declared_minimum(_posed(application, {}), call.terms.grid.cents)
    return None if cents is None else Money(cents)


def _posed(application: Application, marks: dict[str, allocation.Marks]) -> allocation.Application:
    minimum = application.minimum
    least = None if minimum is None else minimum.amount or minimum.share
    return allocation.Application(
        id=application.id,
        applicant=applicant_of(application),
        themes=application.themes,
        requested=application.requested,
        eligible=application.eligible_costs,
        minimum=None if least is None else allocation.Minimum(least),
        marks=marks,
    )
