"""What stands of a call: its applications and sheets, its decisions in their turn, and what these leave.

A decision rests on the earlier ones of its year: their awards use up money and caps, their waiting lists wait.
"""

import datetime
import functools
from collections.abc import Iterator, Mapping

import msgspec

from kic.allocation import problem as allocation
from kic.core.snapshot import Snapshot
from kic.core.values import Money, total
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.decisions import Award, Decision
from kic.domain.meetings import Item, Meeting, Result
from kic.domain.scoring import ScoreSheet


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


class Turn(msgspec.Struct, frozen=True, order=True):
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


def earlier(repository: Snapshot, call: Call, turn: Turn | None) -> Iterator[tuple[Call, Decision]]:
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
    for of, decision in earlier(repository, call, turn):
        standing = decision.standing if turn is None else turn.stood(decision)
        given = {id_: amount for id_, amount in standing.items() if amount.cents}
        for id_, amount in given.items():
            application = repository.get(Application, id_)
            fixed.append(
                allocation.FixedAward(
                    id=id_,
                    amount=amount,
                    themes=application.themes if application is not None else (),
                    applicant=applicant_of(application) if application is not None else None,
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
    applicant = applicant_of(application)
    if caps.applicant is not None and applicant is not None:
        used = sum(each.amount.cents for each in fixed if each.applicant == applicant)
        left.append(caps.applicant.cents - used)
    for theme in application.themes:
        if theme in caps.themes:
            used = sum(each.amount.cents for each in fixed if theme in each.themes)
            left.append(caps.themes[theme].cents - used)
    return Money(max(0, min(left)))


def free_money(repository: Snapshot, call: Call) -> Money:
    """What is left of a call's money when all its awards as they stand are paid; the reserve is part of it.

    What another call gives as this one's remainder is not this one's any more. The amount has to be known. What
    notices and settlements set free is not counted: `kic.domain.accounts.calls.free_on` does.
    """
    assert call.money.amount is not None
    given = sum(
        amount.cents for decision in decisions_of(repository, call) for amount in decision.standing.values()
    )
    return Money(call.money.amount.cents - passed_on(repository, call).cents - given)


def passed_on(repository: Snapshot, call: Call) -> Money:
    """The money that other calls give as the remainder of this one."""
    return total(
        each.money.amount
        for each in repository.all(Call)
        if each.money.remainder_of == call.id and each.money.amount is not None
    )


def applicant_of(application: Application) -> str | None:
    """Who applies: an organisation's id, or a private person's pseudonym."""
    return application.applicant.body or application.applicant.person
