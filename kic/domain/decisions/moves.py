"""What can happen to decisions: proposals, without judgement. The rules say what may be.

A meeting decides, and the decision is recorded with the proposal that it rests on. Afterwards it only gains
entries: an award is declined, the next of the waiting list moves up, an amount is changed.
"""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kic.allocation.digest import digest
from kic.allocation.proposal import Proposal
from kic.core.plan import Append, CreateFile, Edit, Plan, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money
from kic.domain.calls import Call, CallState
from kic.domain.decisions import Award, AwardEntry, Decision, SettledTie
from kic.domain.decisions.of_call import applications_of, decisions_of, item_for, waits
from kic.domain.meetings import TAKEN, Meeting, Result


class Deviation(msgspec.Struct, frozen=True):
    """Another amount than the proposed one, with the reason."""

    amount: Money
    reason: str


def awards_of(
    meeting: Meeting, call: Call, amounts: Mapping[str, Money], deviations: Mapping[str, Deviation]
) -> tuple[Award, ...]:
    """What a meeting's results make of the proposed amounts.

    A rejected item is a refusal; an item without a decision gives no award at all. A deviation stands as it is
    given, also where the item was rejected: the rules judge it.
    """
    awards = []
    for id_, proposed in amounts.items():
        item = item_for(meeting, call, id_)
        if item is None:
            continue
        deviation = deviations.get(id_)
        if item.result in TAKEN:
            amount = proposed if deviation is None else deviation.amount
            reason = None if deviation is None else deviation.reason
        elif item.result is Result.REJECTED:
            amount = Money(0) if deviation is None else deviation.amount
            reason = item.reason if deviation is None else deviation.reason
        else:
            continue
        awards.append(Award(application=id_, item=item.id, amount=amount, deviation=reason))
    return tuple(awards)


def record_decision(  # noqa: PLR0913  # what a decision consists of
    repository: Snapshot,
    call: Call,
    meeting: Meeting,
    proposal: Proposal,
    *,
    awards: Iterable[Award],
    ties: Iterable[SettledTie] = (),
    changed: Mapping[str, str] | None = None,
    kic: str,
    note: str | None = None,
) -> Plan:
    """The decision of a meeting on a call; and the call as decided, if nothing of it is left to decide.

    Who was refused by a lost vote does not wait. `changed` are the settings of the allocation that were not
    the call's own, `kic` the version that computed.
    """
    day = meeting.starts.local.date()
    number = next(n for n in itertools.count(1) if not repository.entries_with(f"{call.id}-d{n}"))
    guideline = call.terms.guideline
    awards = tuple(awards)
    given = {each.application for each in awards if each.amount.cents}
    refused = {each.application for each in awards if not each.amount.cents and waits(meeting, call, each)}
    waiting = [each for each in proposal.waiting_list if each in refused - given]
    decision: dict[str, Any] = {
        "kind": "decision",
        "id": f"{call.id}-d{number}",
        "invented": call.invented or None,
        "call": call.id,
        "meeting": meeting.id,
        "date": day,
        "basis": _without_none(
            {
                "kic": kic,
                "rule": proposal.rule,
                "problem": digest(proposal.problem),
                "budget": proposal.budget,
                "guideline": guideline.digest if guideline is not None else None,
                "lot": proposal.problem.lot,
                "changed_options": dict(changed or {}),
            }
        ),
        "proposal": [_without_none(each) for each in proposed_of(proposal)],
        "ties": [
            {
                "applications": list(tie.applications),
                "order": list(tie.order),
                "settled_by": tie.settled_by,
            }
            for tie in ties
        ],
        "awards": [
            _without_none(
                {
                    "application": each.application,
                    "item": each.item,
                    "amount": each.amount,
                    "deviation": each.deviation,
                }
            )
            for each in awards
        ],
        "waiting_list": waiting,
        "note": note,
    }
    edits: list[Edit] = [
        CreateFile(f"applications/{call.id}/decisions/{decision['id']}.yaml", _without_none(decision))
    ]
    path = repository.entry(call).path
    done = {each.application for each in awards}
    done |= {each.application for one in decisions_of(repository, call) for each in one.awards}
    if all(each.ineligible or each.id in done for each in applications_of(repository, call)):
        if call.state not in (CallState.DECIDED, CallState.SETTLED):  # a late decision takes no step back
            edits.append(SetField(path, ("state",), CallState.DECIDED))
        if call.decided is None:
            edits.append(SetField(path, ("decided",), day))
    return Plan(
        text("Decision on the call {call} in {meeting}", call=call.id, meeting=meeting.id), tuple(edits)
    )


def proposed_of(proposal: Proposal) -> list[dict[str, Any]]:
    """What a decision keeps of a proposal, an entry for each application by id."""
    return [
        {
            "application": each.id,
            "rank": each.rank,
            "score": None if each.score is None else str(each.score),
            "admissible": each.admissible,
            "amount": each.award,
            "outcome": each.outcome,
            "cause": each.cause,
        }
        for each in sorted(
            proposal.standings.values(), key=lambda each: (each.rank is None, each.rank, each.id)
        )
    ]


def change_award(repository: Snapshot, decision: Decision, entry: AwardEntry) -> Plan:
    """Adds an entry to a decision: an award declined, moved up, reduced, raised or corrected."""
    written = {
        "date": entry.date,
        "application": entry.application,
        "event": entry.event,
        "before": entry.before,
        "after": entry.after,
        "meeting": entry.meeting,
        "item": entry.item,
        "reason": entry.reason,
    }
    return Plan(
        text("Award of {id}: {event}", id=entry.application, event=entry.event),
        (Append(repository.entry(decision).path, ("entries",), _without_none(written)),),
    )


def _without_none(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if value not in (None, [], {}, ())}
