"""Deciding: a meeting's results and a proposal become a recorded decision; an award changes afterwards."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from kic import __version__
from kic.allocation.engine import allocate
from kic.allocation.problem import PartialAward
from kic.allocation.proposal import Proposal, Tie
from kic.core.plan import Plan
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.accounts.calls import free_on
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.decisions import AwardEntry, AwardEvent, Decision, SettledTie
from kic.domain.decisions.changed import changed_settings
from kic.domain.decisions.moves import Deviation, awards_of, change_award, record_decision
from kic.domain.decisions.of_call import applications_of, decisions_of, room_for, waiting_of
from kic.domain.decisions.posing import least_of, problem_of
from kic.domain.decisions.ties import outcome_of
from kic.domain.meetings import Meeting
from kic.domain.scoring.visibility import refuse_sealed
from kic.errors import Refused, UsageError
from kic.repository.allocating import optioned


class Settled(msgspec.Struct, frozen=True):
    """How a tie was settled: the order that was chosen, and by what (a vote, the lot ...)."""

    order: tuple[str, ...]
    by: str


def decide(
    repository: Snapshot,
    call: Call,
    meeting: Meeting,
    *,
    options: Mapping[str, Any],
    deviations: Mapping[str, Deviation],
    ties: Sequence[Settled] = (),
    note: str | None = None,
) -> tuple[Plan, Proposal]:
    """The plan that records what a meeting decided on a call, and the proposal that it rests on.

    `options` are settings of the allocation in place of the call's own (None: as it is); only those that differ
    are recorded. Raises UsageError where a deviation
    or a tie names what the meeting did not decide; Refused where nothing of the call was decided in it, the
    marks are sealed or the call cannot be allocated.
    """
    refuse_sealed(repository, call)
    posed = problem_of(repository, call, meeting=meeting)
    problem = optioned(posed, options)
    changed = changed_settings(posed, problem)
    proposal = allocate(problem, details=False)
    _refuse_unknown(proposal, deviations)
    settled = [_settled(proposal, each) for each in ties]
    amounts = {each.id: each.award for each in proposal.standings.values()}
    for tie, chosen in settled:
        amounts |= outcome_of(tie, chosen.order)
    awards = awards_of(meeting, call, amounts, deviations)
    if not awards:
        raise Refused(
            "No item of the meeting {meeting} has decided on applications of the call {call}.",
            help="Add an item about {call}, and its result: kic meeting item, kic meeting vote."
            if amounts
            else "All of them are decided already; a later change of an amount is an entry: kic meeting amend.",
            meeting=meeting.id,
            call=call.id,
        )
    left = tuple(id_ for id_ in deviations if id_ not in {each.application for each in awards})
    if left:
        raise UsageError(
            "The meeting {meeting} has not decided on {ids}.",
            help="Record the result of its item first: kic meeting vote, kic meeting result.",
            meeting=meeting.id,
            ids=left,
        )
    plan = record_decision(
        repository,
        call,
        meeting,
        proposal,
        awards=awards,
        ties=[
            SettledTie(applications=tie.ids, order=chosen.order, settled_by=chosen.by)
            for tie, chosen in settled
        ],
        changed=changed,
        kic=__version__,
        note=note,
    )
    return plan, proposal


def _refuse_unknown(proposal: Proposal, deviations: Mapping[str, Deviation]) -> None:
    for id_ in deviations:
        if id_ not in proposal.standings:
            raise UsageError(
                "{id} takes no part in this allocation.",
                help="Those that do: {ids}",
                id=id_,
                ids=tuple(proposal.standings),
            )


def _settled(proposal: Proposal, chosen: Settled) -> tuple[Tie, Settled]:
    for tie in proposal.ties:
        if sorted(tie.ids) == sorted(chosen.order):
            return tie, chosen
    raise UsageError(
        "{ids} are no tie at the line.",
        help="The ties: {ties}" if proposal.ties else "This proposal has no tie at the line.",
        ids=chosen.order,
        ties=tuple(", ".join(tie.ids) for tie in proposal.ties),
    )


def decision_on(repository: Snapshot, application: Application) -> Decision:
    """The last decision that gave an application an award or a refusal. Raises Refused if there is none."""
    call = repository.get(Call, application.call)
    for decision in reversed(decisions_of(repository, call) if call is not None else ()):
        if application.id in decision.standing:
            return decision
    raise Refused(
        "Nothing is decided on {id} yet.",
        help="What a meeting decided is recorded with kic meeting award {call} MEETING.",
        id=application.id,
        call=application.call,
    )


def decline(repository: Snapshot, application: Application, day: datetime.date, reason: str | None) -> Plan:
    """The award is declined: the whole of it is free again."""
    decision = decision_on(repository, application)
    entry = AwardEntry(
        date=day,
        application=application.id,
        event=AwardEvent.DECLINED,
        before=decision.standing[application.id],
        after=Money(0),
        reason=reason,
    )
    return change_award(repository, decision, entry)


class MovingUp(msgspec.Struct, frozen=True):
    """Who moves up with how much; `passed` are those before it on the list, with what is open to each of them."""

    decision: Decision
    application: str
    amount: Money
    free: Money
    passed: tuple[tuple[str, Money], ...] = ()


def next_in_line(
    repository: Snapshot, call: Call, day: datetime.date, skip: Collection[str] = ()
) -> MovingUp:
    """The first of the waiting list whom the free money fits. Raises Refused where there is nobody.

    `skip` are waiting applications that are passed over for another reason; raises UsageError for one that does
    not wait.
    """
    waiting = waiting_of(repository, call, day)
    if not waiting:
        raise Refused("The call {id} has no waiting list.", id=call.id)
    for id_ in skip:
        if id_ not in waiting:
            raise UsageError("{id} is not on the waiting list.", help="Waiting: {ids}", id=id_, ids=waiting)
    free = free_on(repository, call)
    decisions = decisions_of(repository, call)
    served = {id_ for each in decisions for id_, amount in each.standing.items() if amount.cents} | {
        entry.application for each in decisions for entry in each.entries if entry.after < entry.before
    }
    passed: list[tuple[str, Money]] = []
    skipped: list[str] = []
    for id_ in waiting:
        application = repository.get(Application, id_)
        if id_ in served or application is None:
            continue
        if id_ in skip:
            skipped.append(id_)
            continue
        decision = decision_on(repository, application)
        most = next((each.admissible for each in decision.proposal if each.application == id_), Money(0))
        room = room_for(repository, call, application, free)
        amount = _fitting(call, application, most, room)
        if amount.cents:
            return MovingUp(decision, id_, amount, free, tuple(passed))
        passed.append((id_, room))
    if not passed and not skipped:
        raise Refused("Nobody waits any more: all on the waiting list of {id} have moved up.", id=call.id)
    raise Refused(
        "Nobody on the waiting list fits the {free} that are free.",
        help="Waiting: {ids}",
        free=free,
        ids=(*(id_ for id_, _room in passed), *skipped),
    )


def not_decided(repository: Snapshot, call: Call) -> tuple[str, ...]:
    """The applications that take part and on which nothing is decided yet: they may need the free money."""
    told = {each.application for one in decisions_of(repository, call) for each in one.awards}
    applications = applications_of(repository, call)
    return tuple(each.id for each in applications if not each.ineligible and each.id not in told)


def _fitting(call: Call, application: Application, admissible: Money, room: Money) -> Money:
    """The admissible amount, or a part on the grid that reaches the declared minimum; else 0."""
    if admissible <= room:
        return admissible
    least = least_of(application, call)
    if least is None or call.terms.partial is not PartialAward.DECLARED:
        return Money(0)
    part = Money(room.cents - room.cents % call.terms.grid.cents)
    return part if part >= least else Money(0)


def move_up(
    repository: Snapshot, moving: MovingUp, amount: Money | None, day: datetime.date, reason: str | None
) -> Plan:
    """The next on the waiting list gets an award from the free money."""
    entry = AwardEntry(
        date=day,
        application=moving.application,
        event=AwardEvent.MOVED_UP,
        before=moving.decision.standing.get(moving.application, Money(0)),
        after=moving.amount if amount is None else amount,
        reason=reason,
    )
    return change_award(repository, moving.decision, entry)


def passed_over(moving: MovingUp) -> Text | None:
    """Why those before it were passed over, as the entry's reason; None if nobody was for want of money."""
    if not moving.passed:
        return None
    return text(
        "Passed over, as less is open to each than it needs: {list}",
        list=tuple(text("{id} ({room} open)", id=id_, room=room) for id_, room in moving.passed),
    )


def amend(  # an entry's parts
    repository: Snapshot,
    application: Application,
    amount: Money,
    day: datetime.date,
    *,
    meeting: str | None = None,
    item: str | None = None,
    reason: str | None = None,
    correction: bool = False,
) -> Plan:
    """Another amount for an award that stands: reduced, raised, or corrected."""
    decision = decision_on(repository, application)
    before = decision.standing[application.id]
    event = AwardEvent.REDUCED if amount < before else AwardEvent.RAISED
    entry = AwardEntry(
        date=day,
        application=application.id,
        event=AwardEvent.CORRECTED if correction else event,
        before=before,
        after=amount,
        meeting=meeting,
        item=item,
        reason=reason,
    )
    return change_award(repository, decision, entry)
