"""What a change does to money: sums before and after, for each call and year that it touches.

Awards are those of the committee's decisions as they stand after all entries, payments what was booked as paid less
what came back, without interest. What a call shows to nobody yet is left out, and named.
"""

import enum
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kic.core.layout import SETTINGS
from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.calls import Call
from kic.domain.decisions import Decision
from kic.domain.payments import Payment, PaymentKind
from kic.domain.scoring.visibility import concealed_between
from kic.domain.settings import Settings


class Sum(enum.Enum):
    """What is added up."""

    BUDGET = "budget"
    CALL_MONEY = "call_money"
    AWARDED = "awarded"
    PAID = "paid"


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """One sum that is another after the change; None where it is not known, or there is none.

    Without a call it is that of the whole year.
    """

    year: int | None
    call: str | None = None
    what: Sum
    before: Money | None
    after: Money | None

    @property
    def difference(self) -> Money:
        """How much more it is; what is not known counts as nothing."""
        return Money((self.after.cents if self.after else 0) - (self.before.cents if self.before else 0))


class Effects(msgspec.Struct, frozen=True):
    """All sums that change, by year and call; `withheld` are calls whose awards are shown to nobody yet."""

    sums: tuple[Effect, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """The same for scripts, with the differences."""
        told = [{**msgspec.structs.asdict(each), "difference": each.difference} for each in self.sums]
        return {"money": told, "withheld": self.withheld}


def touched_calls(changed: Sequence[str]) -> tuple[str, ...]:
    """The calls whose money changed files can touch, by their paths."""
    found: dict[str, None] = {}
    for path in changed:
        folder, _, rest = path.partition("/")
        call, _, inside = rest.partition("/")
        if folder == "applications" and inside.partition("/")[0] in ("call.yaml", "decisions", "payments"):
            found[call] = None
    return tuple(sorted(found))


def effects(
    before: Snapshot, after: Snapshot, changed: Sequence[str], *, current: Snapshot | None = None
) -> Effects:
    """The sums that differ. Of the calls that `touched_calls` names, both states hold all decisions and payments.

    Awards that a call hides in one of the states or in the `current` one are withheld.
    """
    today = after if current is None else current
    found = list(_budgets(before, after)) if SETTINGS in changed else []
    withheld = []
    for call in touched_calls(changed):
        records = [state.get(Call, call) for state in (before, after)]
        year = next((int(each.year) for each in reversed(records) if each is not None), None)
        was, now = (each.money.amount if each is not None else None for each in records)
        sums = [(Sum.CALL_MONEY, was, now)]
        folder = f"applications/{call}/decisions/"
        if any(concealed_between(before, after, today, p) for p in changed if p.startswith(folder)):
            withheld.append(call)
        else:
            sums.append((Sum.AWARDED, _awarded(before, call), _awarded(after, call)))
        sums.append((Sum.PAID, _paid(before, call), _paid(after, call)))
        found += [
            Effect(year=year, call=call, what=what, before=was, after=now)
            for what, was, now in sums
            if was != now
        ]
    return Effects(tuple(sorted(found, key=_place)), tuple(withheld))


def _place(each: Effect) -> tuple[int, str]:
    return (each.year or 0, each.call or "")


def _budgets(before: Snapshot, after: Snapshot) -> Iterator[Effect]:
    was, now = (_by_year(state.only(Settings)) for state in (before, after))
    for year in sorted({*was, *now}):
        if was.get(year) != now.get(year):
            yield Effect(year=year, what=Sum.BUDGET, before=was.get(year), after=now.get(year))


def _by_year(settings: Settings | None) -> dict[int, Money | None]:
    return {int(each.year): each.amount for each in settings.budget} if settings is not None else {}


def _awarded(state: Snapshot, call: str) -> Money | None:
    standing: dict[str, Money] = {}
    decisions = [each for each in state.all(Decision) if each.call == call]
    for each in sorted(decisions, key=lambda decision: (decision.date, decision.id)):
        standing.update(each.standing)
    return Money(sum(amount.cents for amount in standing.values())) if decisions else None


def _paid(state: Snapshot, call: str) -> Money | None:
    booked = [each for each in state.all(Payment) if each.call == call and each.booked]
    if not booked:
        return None
    signs = {PaymentKind.PAYOUT: 1, PaymentKind.REPAYMENT: -1, PaymentKind.INTEREST: 0}
    return Money(sum(signs[each.payment] * each.amount.cents for each in booked))
