"""The wording of an element on a day, where an amendment that is recorded takes effect later.

An amendment holds from the day of its effect, else from the day of its act. Its words stand in the records already;
those before stand in git, in the state before the commit that carried the amendment. Of each text the value counts
that it had before the first amendment that was not in force. Where git does not tell it, that is said and nothing is
guessed: the element keeps the wording of today and is named.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kic.core.record import Entry, Record
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import PartialDate, certainly_after
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.in_force.trimming import Drop, Edit, Set
from kic.domain.revisions import Amendment

WORDS: Mapping[type[Record], tuple[str, ...]] = {
    Edition: ("title", "summary", "vision", "horizon", "counts", "pages"),
    Theme: ("number", "title", "variants", "vision", "goals"),
    Recommendation: ("number", "title", "text", "provenance", "theme", "goals"),
}
"""The fields that are the text of the concept, by kind of element. The others are about it."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A commit that carried amendments and changed an element: its file before and after.

    `amendments` are those that arrived with it. `before` is None where the element did not exist, or where nothing is
    known of the time before: then `beginning` says why.
    """

    amendments: frozenset[str]
    before: Entry | None
    after: Entry | None
    beginning: Text | None = None


class Untold(msgspec.Struct, frozen=True):
    """An element whose wording on the day git does not tell, the amendments that it hangs on, and why."""

    element: str
    amendments: tuple[str, ...]
    reason: Text


Told = Sequence[Step] | Text
"""The steps of an element, the oldest first; or why git does not tell them."""
Tell = Callable[[Mapping[str, tuple[str, ...]]], Mapping[str, Told]]
"""Asks git once: for each path of an element's file, the amendments of which the steps are wanted."""


def effect(amendment: Amendment) -> PartialDate:
    """The day from which an amendment holds: its effect, else its act."""
    return amendment.effective or amendment.date


def holds(amendment: Amendment, day: datetime.date) -> bool:
    """Whether the amendment is in force on a day."""
    return not certainly_after(effect(amendment), day)


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What is different of an element on a day: edits of its record, or that it was not there, or what is not told."""

    path: str
    edits: tuple[Edit, ...] = ()
    absent: bool = False
    untold: Untold | None = None


def wordings(repository: Snapshot, day: datetime.date, tell: Tell | None) -> Iterator[Wording]:
    """The elements that amendments not in force on the day have changed. git is asked only if there is one."""
    amendments = repository.all(Amendment)
    later = {each.id for each in amendments if not holds(each, day)}
    if not later:
        return
    concerned: dict[str, dict[str, None]] = {}
    for amendment in amendments:
        for named in amendment.elements:
            for path in _paths(repository, named.element):
                concerned.setdefault(path, {})[amendment.id] = None
    wanted = {path: tuple(those) for path, those in concerned.items() if not later.isdisjoint(those)}
    told = tell(wanted) if tell is not None else {}
    for path, ids in wanted.items():
        steps = told.get(path, text("git was not asked"))
        yield _wording(repository.entries[path], ids, steps, later)


def _paths(repository: Snapshot, element: str) -> Iterator[str]:
    """The file of an element: of a goal, that of its theme."""
    for entry in repository.entries_with(element):
        if type(entry.record) in WORDS:
            yield entry.path
    for owned in repository.owned(element):
        if type(owned.entry.record) in WORDS:
            yield owned.entry.path


def _wording(entry: Entry, ids: tuple[str, ...], told: Told, later: set[str]) -> Wording:
    waiting = tuple(each for each in ids if each in later)
    if isinstance(told, Text):
        return _untold(entry, waiting, told)
    lost = tuple(each for each in waiting if not any(each in step.amendments for step in told))
    if lost:
        return _untold(entry, lost, text("the recorded state that carried it did not change this element"))
    if any(each is not None and each.record is None for step in told for each in (step.before, step.after)):
        return _untold(entry, waiting, text("the state before it cannot be read"))
    steps = [(step, _held(step.amendments & {*ids}, later)) for step in told if step.amendments & {*ids}]
    first = next((step for step, held in steps if held is not True), None)
    if first is not None and first.beginning is not None:
        return _untold(entry, waiting, first.beginning)
    if first is not None and first.before is None:
        return Wording(path=entry.path, absent=True)
    edits: list[Edit] = []
    assert entry.record is not None
    for field in WORDS[type(entry.record)]:
        changing = [(step, held) for step, held in steps if _differs(step, field)]
        order = [held for _, held in changing]
        waits = order.index(False) if False in order else len(order)
        if None in order or any(order[waits:]):
            reason = text("an amendment that took effect earlier came into git later")
            return _untold(entry, waiting, reason)
        if waits < len(order):
            edits.append(_as_before(changing[waits][0].before, field))
    return Wording(path=entry.path, edits=tuple(edits))


def _untold(entry: Entry, amendments: tuple[str, ...], reason: Text) -> Wording:
    return Wording(path=entry.path, untold=Untold(entry.id or entry.path, amendments, reason))


def _held(carried: frozenset[str], later: set[str]) -> bool | None:
    """Whether what a commit carried was in force: all of it, nothing of it, or (None) some of it."""
    waiting = len(carried & later)
    return True if not waiting else False if waiting == len(carried) else None


def _differs(step: Step, field: str) -> bool:
    if step.before is None or step.after is None:
        return False
    return bool(getattr(step.before.record, field, None) != getattr(step.after.record, field, None))


def _as_before(before: Entry | None, field: str) -> Edit:
    assert before is not None
    declared: Any = before.declared
    if field not in declared:
        return Drop((field,))
    return Set((field,), getattr(before.record, field), declared[field])
