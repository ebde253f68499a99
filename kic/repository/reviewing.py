"""A change as its reviewer looks at it: what differs, what is wrong with it, what it does to money, who has to act."""

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.agenda import Due
from kic.domain.agenda.everything import agenda
from kic.domain.scoring.visibility import concealed
from kic.repository.comparing import States
from kic.repository.gate import Base
from kic.repository.judging import Judgement
from kic.repository.naming_revisions import Named
from kic.repository.of_change import state_before

_RANGE = re.compile(r"(?P<before>.+?)\.\.\.?(?P<after>.*)")


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A change: both states as far as they differ, its findings, and what it makes due (or takes from the agenda)."""

    states: States
    judgement: Judgement
    due: tuple[Due, ...]
    done: tuple[Due, ...]


class Changing(Protocol):
    """A repository, as far as a review asks it."""

    root: Path
    base: str | None
    today: datetime.date

    @property
    def snapshot(self) -> Snapshot:
        """The state."""
        ...

    @property
    def gate(self) -> Base | None:
        """The base of the change that is judged."""
        ...

    def against(self, name: str) -> "Changing":
        """The same, judged as a change."""
        ...

    def of_change(self, base: str, tip: str, revision: str | None) -> "Changing":
        """The state of a revision, judged as a change."""
        ...

    def compare(self, spelled: str | None) -> States:
        """Two states."""
        ...

    def named(self, name: str) -> Named:
        """What a name means."""
        ...

    def check(self, *, within: Sequence[str] = (), changed: bool = False) -> Judgement:
        """The findings."""
        ...


def review(repository: Changing, spelled: str) -> Review:
    """The change of `A..B`, or of `A` to what is there now. Raises UsageError as `against` and `compare`."""
    split = _RANGE.fullmatch(spelled)
    if split is None:
        changed = repository.against(spelled)
        assert changed.base is not None
        states = repository.compare(changed.base)
        states = _named(states, spelled)
    else:
        before, after = split["before"], split["after"] or "HEAD"
        states = repository.compare(f"{before}...{after}")
        parted, revision = states.span.before.revision, states.span.after.revision
        if parted is None or states.span.editions is not None:
            return review(repository, before)
        tip = repository.named(before).revision or parted
        changed = repository.of_change(parted, tip, revision)
    judgement = changed.check(changed=True)
    assert changed.gate is not None
    earlier = state_before(repository.root, changed.snapshot, changed.gate)
    due, done = _agendas(earlier, changed.snapshot, repository.today)
    return Review(states=states, judgement=judgement, due=due, done=done)


def _named(states: States, name: str) -> States:
    """With the base under the name that it was asked for by."""
    revision = states.span.before.revision
    meaning = text("where it parted from {name}", name=name)
    before = Named(name=name, meaning=meaning, revision=revision, committed=states.span.before.committed)
    return msgspec.structs.replace(states, span=msgspec.structs.replace(states.span, before=before))


def _agendas(
    before: Snapshot, after: Snapshot, today: datetime.date
) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """What the change makes due, and what is due no more; of what a call shows to nobody yet, nothing."""
    was, now = agenda(before, today), agenda(after, today)
    known, left = (frozenset((each.record, each.key, each.date) for each in dues) for dues in (was, now))
    return (
        tuple(
            each for each in now if (each.record, each.key, each.date) not in known and _shown(after, each)
        ),
        tuple(
            each for each in was if (each.record, each.key, each.date) not in left and _shown(before, each)
        ),
    )


def _shown(state: Snapshot, due: Due) -> bool:
    return not any(concealed(state, entry.path) for entry in state.entries_with(due.record))
