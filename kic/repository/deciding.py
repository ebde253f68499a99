"""Deciding: a meeting's results and a proposal become a recorded decision; an award changes afterwards."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from kic import __version__
from kic.allocation.engine import allocate
from kic.allocation.proposal import Proposal, Tie
from kic.core.plan import Plan
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.decisions import AwardEntry, AwardEvent, Decision, SettledTie
from kic.domain.decisions.moves import Deviation, awards_of, change_award, record_decision
from kic.domain.decisions.posing import decisions_of, free_money, least_of, problem_of
from kic.domain.meetings import Meeting
from kic.errors import UsageError
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
    options: Mapping[str, str | None],
    deviations: Mapping[str, Deviation],
    ties: Sequence[Settled] = (),
    note: str | None = None,
) -> tuple[Plan, Proposal]:
    """The plan that records what a meeting decided on a call, and the proposal that it rests on.

    `options` are settings of the allocation that are not the call's own. Raises UsageError where a deviation
    or a tie names what the proposal does not have, or where no item of the meeting deals with the call.
    """
    changed = {name: value for name, value in options.items() if value is not None}
    values: dict[str, Any] = dict(changed)
    if "budget" in changed:
        values["budget"] = Money.parse(changed["budget"])
    proposal = allocate(optioned(problem_of(repository, call), values), details=False)
    _refuse_unknown(proposal, deviations)
    settled = [_settled(proposal, each) for each in ties]
    amounts = {each.id: each.award for each in proposal.standings.values()}
    for tie, chosen in settled:
        amounts |= _variant(tie, chosen.order)
    awards = awards_of(meeting, call, amounts, deviations)
    if not awards:
        raise UsageError(
            "No item of the meeting {meeting} has decided on applications of the call {call}.",
            help="Add an item about {call}, and its result: kic meeting item, kic meeting vote.",
            meeting=meeting.id,
            call=call.id,
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


def _variant(tie: Tie, order: Sequence[str]) -> dict[str, Money]:
    """The outcome of an order: who comes first gets the most that any outcome gives it, and so on."""
    chosen = max(tie.variants, key=lambda variant: [variant.get(id_, Money(0)).cents for id_ in order])
    return {id_: chosen.get(id_, Money(0)) for variant in tie.variants for id_ in variant}


def decision_on(repository: Snapshot, application: Application) -> Decision:
    """The last decision that gave an application an award or a refusal. Raises UsageError if there is none."""
    call = repository.get(Call, application.call)
    for decision in reversed(decisions_of(repository, call) if call is not None else ()):
        if application.id in decision.standing:
            return decision
    raise UsageError(
        "Nothing is decided on {id} yet.",
        help="kic meeting award {call} records what a meeting decided.",
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
    """Who moves up with how much; `passed` are those before it on the list that the free money does not fit."""

    decision: Decision
    application: str
    amount: Money
    free: Money
    passed: tuple[str, ...]


def next_in_line(repository: Snapshot, call: Call, day: datetime.date) -> MovingUp:
    """The first of the waiting list whom the free money fits. Raises UsageError where there is nobody."""
    decisions = [each for each in decisions_of(repository, call) if each.waiting_list]
    if not decisions:
        raise UsageError("The call {id} has no waiting list.", id=call.id)
    decision = decisions[-1]
    free = free_money(repository, call, day)
    admissible = {each.application: each.admissible for each in decision.proposal}
    done = {each.application for each in decision.entries if each.event is AwardEvent.MOVED_UP}
    passed: list[str] = []
    for id_ in decision.waiting_list:
        if id_ in done:
            continue
        amount = _fitting(repository, call, id_, admissible.get(id_, Money(0)), free)
        if amount.cents:
            return MovingUp(decision, id_, amount, free, tuple(passed))
        passed.append(id_)
    raise UsageError(
        "Nobody on the waiting list fits the {free} that are free.",
        help="Waiting: {ids}",
        free=free,
        ids=tuple(passed) or ("0",),
    )


def _fitting(repository: Snapshot, call: Call, id_: str, admissible: Money, free: Money) -> Money:
    """The admissible amount, or the part that fits if it reaches the declared minimum; else 0."""
    application = repository.get(Application, id_)
    if application is None or free.cents <= 0:
        return Money(0)
    if admissible <= free:
        return admissible
    part = Money(free.cents - free.cents % call.terms.grid.cents)
    least = least_of(application, call)
    return part if least is not None and part >= least else Money(0)


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
    """Why those before it were passed over, as the entry's reason; None if nobody was."""
    if not moving.passed:
        return None
    return text(
        "{ids}: the free money of {free} does not reach their least amount",
        ids=moving.passed,
        free=moving.free,
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
