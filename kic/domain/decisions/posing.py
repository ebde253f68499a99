"""The allocation problem of a call, as the engine gets it.

Everything that decides comes from the call's terms, the applications and the score sheets; an application
that takes no part for a formal reason (late, withdrawn ...) is no part of the problem. Where one of them
cannot be read there is no problem to pose: the proposal from the rest would look exact and be another one.
"""

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from kic.allocation import problem as allocation
from kic.allocation.amounts import declared_minimum
from kic.core.snapshot import Snapshot
from kic.core.values import Money, Number, PartialDate, total
from kic.domain.applications import Application
from kic.domain.calls import Call, Terms
from kic.domain.decisions import Award, AwardEvent, Decision
from kic.domain.decisions.changed import posed_again
from kic.domain.meetings import Item, Meeting, Result
from kic.domain.scoring import ScoreSheet
from kic.domain.scoring.bias import counted
from kic.errors import Refused


def applications_of(repository: Snapshot, call: Call) -> tuple[Application, ...]:
    """The applications of a call, by number."""
    found = (each for each in repository.all(Application) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: (each.number, each.id)))


def sheets_of(repository: Snapshot, call: Call) -> tuple[ScoreSheet, ...]:
    """The score sheets of a call, by seat."""
    found = (each for each in repository.all(ScoreSheet) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: each.seat))


@functools.lru_cache(maxsize=4)  # asked for each call and decision
def _decided(repository: Snapshot) -> Mapping[str, tuple[Decision, ...]]:
    found: dict[str, list[Decision]] = {}
    for each in repository.all(Decision):
        found.setdefault(each.call, []).append(each)
    return {
        call: tuple(sorted(each, key=lambda one: (one.date, _number(one), one.id)))
        for call, each in found.items()
    }


def _number(decision: Decision) -> int:
    """The number at the end of its id; 0 where there is none."""
    number = decision.id.rpartition("-d")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def decisions_of(repository: Snapshot, call: Call) -> tuple[Decision, ...]:
    """The decisions on a call, in the order of time."""
    return _decided(repository).get(call.id, ())


class Turn(NamedTuple):
    """When a decision is taken, among all of a year: by day, then by call, then by number."""

    day: datetime.date
    call: int
    number: float

    @classmethod
    def of(cls, call: Call, decision: Decision) -> "Turn":
        """That of a recorded decision."""
        return cls(decision.date, call.number, _number(decision))

    @classmethod
    def at(cls, call: Call, meeting: Meeting) -> "Turn":
        """That of a decision which a meeting takes and nobody has recorded yet: behind those of its day."""
        return cls(meeting.starts.local.date(), call.number, float("inf"))

    def stood(self, decision: Decision) -> dict[str, Money]:
        """The awards of an earlier decision as they stood when the day began."""
        return decision.standing_on(self.day - datetime.timedelta(days=self.day > datetime.date.min))


def _earlier(repository: Snapshot, call: Call, turn: Turn | None) -> Iterator[tuple[Call, Decision]]:
    """The decisions on this call and on earlier ones of its year that come before a turn; None: all of them."""
    for id_, decisions in _decided(repository).items():
        of = repository.get(Call, id_)
        if of is None or of.year != call.year or of.number > call.number:
            continue
        for each in decisions:
            if turn is None or Turn.of(of, each) < turn:
                yield of, each


def fixed_of(
    repository: Snapshot, call: Call, turn: Turn | None = None
) -> tuple[tuple[allocation.FixedAward, ...], Money]:
    """The awards that are decided already when it is this call's turn; without a turn, as they stand now.

    These are the awards of earlier calls of the same year and of earlier decisions on this call, as they
    stood then. The sum is that of other calls' awards: money that is not this call's own.
    """
    fixed: list[allocation.FixedAward] = []
    elsewhere = Money(0)
    for of, earlier in _earlier(repository, call, turn):
        standing = earlier.standing if turn is None else turn.stood(earlier)
        given = {id_: amount for id_, amount in standing.items() if amount.cents}
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


def awarded_elsewhere(repository: Snapshot, decision: Decision) -> Money:
    """What earlier calls of the year had awarded when a decision was taken: in its `basis.budget`, not its call's."""
    return _elsewhere(repository)[decision.id]


@functools.lru_cache(maxsize=4)  # asked for each letter of refusal
def _elsewhere(repository: Snapshot) -> dict[str, Money]:
    found = {}
    for decision in repository.all(Decision):
        call = repository.get(Call, decision.call)
        found[decision.id] = (
            Money(0) if call is None else fixed_of(repository, call, Turn.of(call, decision))[1]
        )
    return found


def item_for(meeting: Meeting, call: Call, application: str) -> Item | None:
    """The item under which a meeting dealt with an application; None if it did not.

    An item that names it goes before one that names its call, a later one before an earlier one. One that was
    only noted or taken off the agenda counts if there is no other.
    """
    named = [each for each in meeting.items if application in each.about]
    about = named or [each for each in meeting.items if call.id in each.about]
    dealt = [each for each in about if each.result not in (None, Result.NOTED, Result.WITHDRAWN)]
    return next(reversed(dealt or about), None)


def waits(meeting: Meeting | None, call: Call, award: Award) -> bool:
    """Whether a refused application may wait for free money: not if the vote on it was lost."""
    item = item_for(meeting, call, award.application) if meeting is not None else None
    return item is None or item.result is not Result.REJECTED


def _settled_before(
    repository: Snapshot, call: Call, turn: Turn | None, meeting: Meeting | None
) -> frozenset[str]:
    """Applications on which nothing is left to decide: refused for good, or declined.

    Who stands on a waiting list takes part again, and who was refused does where a meeting takes it up anew.
    """
    gone: set[str] = set()
    for of, decision in _earlier(repository, call, turn):
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


def waiting_of(repository: Snapshot, call: Call, on: datetime.date | None = None) -> tuple[str, ...]:
    """Who stands on the waiting lists of a call's decisions up to a day, in the order of moving up.

    The last proposal tells the order; who has no rank in it follows in the order of the older ones. Those who
    have moved up since are still named.
    """
    ranks: dict[str, tuple[int, int]] = {}
    waiting: dict[str, None] = {}
    for age, decision in enumerate(decisions_of(repository, call)):
        if on is not None and decision.date > on:
            break
        waiting |= dict.fromkeys(decision.waiting_list)
        ranks |= {each.application: (-age, each.rank) for each in decision.proposal if each.rank is not None}
    last = (1, 0)
    return tuple(sorted(waiting, key=lambda id_: ranks.get(id_, last)))


def room_for(repository: Snapshot, call: Call, application: Application, free: Money) -> Money:
    """The most that an application could get now: what is free of the call's money, and of its caps."""
    left = [free.cents]
    fixed, _elsewhere = fixed_of(repository, call)
    caps = call.terms.caps
    applicant = _applicant(application)
    if caps.applicant is not None and applicant is not None:
        used = sum(each.amount.cents for each in fixed if each.applicant == applicant)
        left.append(caps.applicant.cents - used)
    for theme in application.themes:
        if theme in caps.themes:
            used = sum(each.amount.cents for each in fixed if theme in each.themes)
            left.append(caps.themes[theme].cents - used)
    return Money(max(0, min(left)))


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


def free_money(repository: Snapshot, call: Call, on: datetime.date | None = None) -> Money:
    """What is left of a call's money when all its awards as they stand are paid; the reserve is part of it.

    What another call gives as this one's remainder is not this one's any more. The amount has to be known. What
    notices and settlements set free is not counted: `kic.domain.accounts.calls.free_on` does.
    """
    assert call.money.amount is not None
    given = sum(
        amount.cents
        for decision in decisions_of(repository, call)
        for amount in decision.standing_on(on).values()
    )
    return Money(call.money.amount.cents - passed_on(repository, call).cents - given)


def passed_on(repository: Snapshot, call: Call) -> Money:
    """The money that other calls give as the remainder of this one."""
    return total(
        each.money.amount
        for each in repository.all(Call)
        if each.money.remainder_of == call.id and each.money.amount is not None
    )


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
