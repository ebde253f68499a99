"""What decisions gave an application, day by day: notices are measured by it.

Looked up for each notice, so the chains of all awards are made once for a snapshot.
"""

import datetime
import functools
from collections.abc import Mapping

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.calls import Call
from kic.domain.decisions import Decision
from kic.domain.decisions.of_call import decisions_of
from kic.domain.notices import Notice


class Given(msgspec.Struct, frozen=True):
    """What a decision gave an application: at first, and after each later entry, in the order of the file."""

    first: Money
    entries: tuple[tuple[datetime.date, Money], ...]

    @property
    def now(self) -> Money:
        """The amount after all entries."""
        return self.entries[-1][1] if self.entries else self.first

    def on(self, day: datetime.date) -> tuple[Money, Money]:
        """The amounts at the beginning and at the end of a day: a notice of that day may tell either."""
        at_start = at_end = self.first
        for date, amount in self.entries:
            if date <= day:
                at_end = amount
            if date < day:
                at_start = amount
        return at_start, at_end


@functools.lru_cache(maxsize=4)
def _given(repository: Snapshot) -> Mapping[tuple[str, str], Given]:
    found: dict[tuple[str, str], Given] = {}
    for decision in repository.all(Decision):
        changes: dict[str, list[tuple[datetime.date, Money]]] = {}
        for entry in decision.entries:
            changes.setdefault(entry.application, []).append((entry.date, entry.after))
        for award in decision.awards:
            found[decision.id, award.application] = Given(
                award.amount, tuple(changes.pop(award.application, ()))
            )
        for application, entries in changes.items():  # an entry on what was not awarded: KIC751 speaks of it
            found[decision.id, application] = Given(Money(0), tuple(entries))
    return found


def given_by(repository: Snapshot, decision: str | None, application: str) -> Given | None:
    """What a decision gave an application; None if there is no such decision, or it says nothing of it."""
    return _given(repository).get((decision or "", application))


def resting(repository: Snapshot, notice: Notice) -> Given | None:
    """What the decision that a notice names gave its application."""
    return given_by(repository, notice.decision, notice.application)


def last_given(repository: Snapshot, call: Call | None, application: str) -> tuple[Decision, Given] | None:
    """The last decision of a call that speaks of an application, and what it gave; None if none does."""
    for decision in reversed(decisions_of(repository, call) if call is not None else ()):
        found = given_by(repository, decision.id, application)
        if found is not None:
            return decision, found
    return None
