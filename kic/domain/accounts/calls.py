"""The account of a call on a day: its money is its reserve, what is fixed, what is awarded and what is free.

Reductions and settlements set money free again. What is free may go to the waiting list, or to a second call over
the remainder; money that was reclaimed and has not come back is not free yet.
"""

import datetime
import functools
from collections.abc import Mapping

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money
from kic.domain.accounts.figures import NOTHING, Figure, Line, above_zero, one, together
from kic.domain.accounts.grants import Grant, grants
from kic.domain.calls import Call, CallState
from kic.domain.decisions.of_call import decisions_of


class CallAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A call's money: `budget` is the sum of `reserve`, `fixed`, `awarded` and `unallocated`, to the cent.

    `amount` is what the call has to give, `passed_on` what other calls give of it as its remainder, `budget` the
    rest. `fixed` is held by awards of earlier decisions, `awarded` by those of the last one. `unallocated` below zero
    is money that is not there.

    `unreadable` are the files of the call of which nobody can say what they hold: no sum is sure without them.
    Where single applications are not recorded, `awarded` is what the call's figures tell, `untraced` the same: nobody
    knows here what was paid of it. Where not even that is known, the rest of the budget is `unknown`, not unallocated.
    """

    call: str
    year: int
    state: CallState
    known: bool
    recorded: bool
    amount: Figure
    passed_on: Figure
    reserve: Figure
    fixed: Figure
    awarded: Figure
    untraced: Figure
    unknown: Figure
    carried_over: Figure
    grants: tuple[Grant, ...]
    unreadable: tuple[str, ...]

    @property
    def budget(self) -> Figure:
        """The call's money without what others give of it."""
        return self.amount - self.passed_on

    @property
    def granted(self) -> Figure:
        """What was awarded, before anything of it fell away; of a call without applications what its figures tell."""
        return together(each.awarded for each in self.grants) + self.untraced

    @property
    def cuts(self) -> Figure:
        """What final sums, changes and revocations took from awards."""
        return self.granted - self.held

    @property
    def not_awarded(self) -> Figure:
        """What was not awarded, the reserve included; cuts do not count, as they came later."""
        return self.budget - self.granted - self.unknown

    @property
    def held(self) -> Figure:
        """What all grants of the call hold."""
        return self.fixed + self.awarded

    @property
    def unallocated(self) -> Figure:
        """What nobody holds and is not kept back."""
        return self.budget - self.reserve - self.held - self.unknown

    @property
    def free(self) -> Figure:
        """What nobody holds, the reserve included: the most that a second call over the remainder may give."""
        return self.budget - self.held

    @property
    def requested(self) -> Figure:
        """What was asked for."""
        return together(each.requested for each in self.grants)

    @property
    def ordered(self) -> Figure:
        """What is on its way to grantees."""
        return together(each.ordered for each in self.grants)

    @property
    def paid(self) -> Figure:
        """What was booked as paid."""
        return together(each.paid for each in self.grants)

    @property
    def returned(self) -> Figure:
        """What came back."""
        return together(each.returned for each in self.grants)

    @property
    def interest(self) -> Figure:
        """Interest on what came back: income of the city, not money of the call."""
        return together(each.interest for each in self.grants)

    @property
    def still_to_pay(self) -> Figure:
        """What is bound and not paid yet."""
        return together(each.still_to_pay for each in self.grants)

    @property
    def excess(self) -> Figure:
        """What is to come back."""
        return together(each.excess for each in self.grants)

    @property
    def released(self) -> Figure:
        """What flowed back from declined, reduced, revoked and settled awards."""
        return together(each.released for each in self.grants)

    @property
    def open(self) -> tuple[Grant, ...]:
        """The grants whose accounts are open."""
        return tuple(each for each in self.grants if each.counts and each.open_points)


@functools.lru_cache(maxsize=4)
def call_accounts(repository: Snapshot, on: datetime.date | None = None) -> Mapping[str, CallAccount]:
    """Every call's account at the end of a day; None: after all entries."""
    of_call: dict[str, list[Grant]] = {}
    for grant in grants(repository, on).values():
        of_call.setdefault(grant.call, []).append(grant)
    calls = repository.all(Call)
    passed: dict[str, list[Line]] = {}
    for call in calls:
        source, amount = call.money.remainder_of, call.money.amount
        if source is not None and amount is not None and source != call.id:
            what = text("given by {call} as the remainder", call=call.id)
            line = Line(amount, what, repository.place(call, "money", "amount"))
            passed.setdefault(source, []).append(line)
    return {
        call.id: _account(repository, call, of_call.get(call.id, ()), Figure(tuple(passed.get(call.id, ()))))
        for call in calls
    }


def _account(
    repository: Snapshot, call: Call, accounts: "list[Grant] | tuple[()]", passed_on: Figure
) -> CallAccount:
    amount = NOTHING
    if call.money.amount is not None:
        amount = one(call.money.amount, text("money of the call"), repository.place(call, "money", "amount"))
    decisions = decisions_of(repository, call)
    last = decisions[-1].id if decisions else None
    fixed = together(each.held for each in accounts if each.decision != last)
    awarded = together(each.held for each in accounts if each.decision == last)
    figures, untraced = call.figures, NOTHING
    if not decisions and figures is not None and figures.committed is not None:
        place = repository.place(call, "figures", "committed")
        untraced = one(figures.committed, text("committed, told by the figures of the call"), place)
        awarded += untraced
    budget = amount - passed_on
    reserve = _reserve(repository, call, above_zero(budget - fixed - awarded))
    told = bool(decisions) or bool(untraced.lines) or not _decided_somehow(call)
    carried = NOTHING
    if call.carried_over is not None:
        carried = one(
            call.carried_over.amount,
            text("carried over, decided on {date}", date=call.carried_over.decided),
            repository.place(call, "carried_over", "amount"),
        )
    return CallAccount(
        call=call.id,
        year=int(call.year),
        state=call.state,
        known=call.money.amount is not None,
        recorded=bool(decisions),
        amount=amount,
        passed_on=passed_on,
        reserve=reserve,
        fixed=fixed,
        awarded=awarded,
        untraced=untraced,
        unknown=NOTHING if told else budget - reserve,
        carried_over=carried,
        grants=tuple(accounts),
        unreadable=unreadable(repository).get(call.id, ()),
    )


@functools.lru_cache(maxsize=4)
def unreadable(repository: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """The files of calls, and of reports on their applications, that hold no record that could be read, by call."""
    found: dict[str, list[str]] = {}
    for entry in repository:
        folder, _, rest = entry.path.partition("/")
        if entry.record is None and folder in ("applications", "reports"):
            owner = rest.partition("/")[0]
            call = owner if folder == "applications" else owner.rpartition("-")[0]
            found.setdefault(call, []).append(entry.path)
    return {call: tuple(paths) for call, paths in found.items()}


def _decided_somehow(call: Call) -> bool:
    """Whether awards were given of which nothing is recorded: it was decided, or its record says it does not know."""
    return call.state in (CallState.DECIDED, CallState.SETTLED) or call.tells("decided")


def _reserve(repository: Snapshot, call: Call, left: Figure) -> Figure:
    """What is still there of the reserve: it is used up last, and set free when the call is settled."""
    kept = min(call.terms.reserve.cents, left.cents)
    if kept <= 0 or call.state is CallState.SETTLED:
        return NOTHING
    return one(Money(kept), text("reserve"), repository.place(call, "terms", "reserve"))


def free_on(repository: Snapshot, call: Call) -> Money:
    """What a call can still give: its money less what its grants hold and what other calls give of it.

    Unlike `kic.domain.decisions.of_call.free_money` it knows what notices, settlements and payments made of awards.
    """
    return call_accounts(repository)[call.id].free.amount
