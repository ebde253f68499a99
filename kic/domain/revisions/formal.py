"""The amendments that lead from one text of the concept to another, as a council would be asked to resolve them.

Each instruction is data and sentence in one: a place and one of *strike*, *insert after* or *before*, *replace*,
*reword*, or what happens to a whole element. Every place refers to the old text, so the order in which they are read
does not matter; only where new and moved elements stand refers to what stands before them in the new text. What
`formal_applying.applied` makes of the old text and the list is the new text exactly. The style is that of German
amending laws (Handbuch der Rechtsförmlichkeit) and of amendments in city councils: place, then command.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from kic.domain.revisions.comparing import Class, Pairing
from kic.domain.revisions.elements import Element
from kic.domain.revisions.formal_applying import placings
from kic.domain.revisions.formal_instructions import (
    SINGLE,
    AnyInstruction,
    Assignment,
    Continuation,
    Creation,
    Name,
    Numbering,
    Purpose,
    Removal,
    Wording,
    fields,
    name,
    plain_number,
)
from kic.domain.revisions.formal_wording import edits


def amendments(pairings: Iterable[Pairing]) -> tuple[AnyInstruction, ...]:
    """The list that leads from the old text of these pairings to the new one, in the order of the new text.

    It needs all of them: only so is it known how elements are named and what stands in front of them.
    """
    pairings = tuple(pairings)
    olds, news = old_text(pairings), new_text(pairings)
    making = _Making(olds, news)
    found = tuple(each for pairing in pairings if not _unsaid(pairing) for each in making.of(pairing))
    return (*found, *placings(olds, news, found))


def old_text(pairings: Iterable[Pairing]) -> tuple[Element, ...]:
    """The elements of the old text, in its order."""
    return tuple(sorted((old for each in pairings for old in each.olds), key=lambda old: old.order))


def new_text(pairings: Iterable[Pairing]) -> tuple[Element, ...]:
    """The elements of the new text, in its order; what came and went between the two states is not among them.

    What cannot be read (`unread`) stands here as and where it was, as nothing can be said about it.
    """
    pairings = tuple(pairings)
    found = [
        new
        for each in pairings
        if not _unsaid(each) and (each.olds or Class.DROPPED not in each.classes)
        for new in each.news
    ]
    found.sort(key=lambda new: new.order)
    kept = {old.id for each in pairings if _unsaid(each) for old in each.olds}
    front: str | None = None
    for old in old_text(pairings) if kept else ():
        at = next((at for at, each in enumerate(found) if each.id == old.id), None)
        if old.id in kept:
            before = next((at for at, each in enumerate(found) if each.id == front), -1)
            found.insert(before + 1, old)
        if at is not None or old.id in kept:
            front = old.id
    return tuple(found)


def unread(pairings: Iterable[Pairing]) -> tuple[Element, ...]:
    """The elements of which the list says nothing, because they cannot be read on one of the two sides."""
    return tuple(new for each in pairings if _unsaid(each) for new in each.news)


def _unsaid(pairing: Pairing) -> bool:
    return Class.UNREADABLE in pairing.classes and bool(pairing.news)


def data(instructions: Iterable[AnyInstruction]) -> list[Any]:
    """The list as JSON data."""
    found: list[Any] = msgspec.to_builtins(list(instructions))
    return found


def from_data(rows: Any) -> tuple[AnyInstruction, ...]:
    """The list that `data` gave, which therefore says all of it; kic itself reads none back.

    Raises:
        msgspec.ValidationError: it is not such a list.
    """
    return msgspec.convert(rows, tuple[AnyInstruction, ...])


class _Making:
    """The instructions of each pairing, with the names of both texts at hand."""

    def __init__(self, olds: Sequence[Element], news: Sequence[Element]) -> None:
        self.olds = {each.id: each for each in olds}
        self.news = {each.id: each for each in news}
        self.known = {**self.olds, **self.news}
        self.front: dict[str, Element] = {}
        self.before: dict[str, str] = {}
        last: dict[tuple[str, str | None, str | None], Element] = {}
        for at, each in enumerate(news):
            key = (each.kind, each.edition, each.parent)
            if key in last:
                self.front[each.id] = last[key]
            last[key] = each
            if at:
                self.before[each.id] = news[at - 1].id

    def of(self, pairing: Pairing) -> Iterator[AnyInstruction]:
        """What is to be done for one pairing."""
        beside = [pair for pair in _beside(pairing) if pair[1] is None or pair[1].id in self.news]
        for old, new in beside:
            if old is not None and new is not None:
                yield from self._changed(old, new)
        for old, new in beside:
            if old is None and new is not None:
                origin = tuple(name(each) for each in pairing.olds)
                yield self._created(new, origin)
        for old, new in beside:
            if old is not None and new is None:
                into = tuple(name(self.news[each.id]) for each in pairing.news if each.id in self.news)
                yield Removal(name(old), into)

    def _named(self, id_: str | None) -> Name | None:
        if id_ is None:
            return None
        there = self.known.get(id_)
        return name(there) if there is not None else Name("theme", id_)

    def _goals(self, ids: Iterable[str]) -> tuple[Name, ...]:
        return tuple([name(self.known[id_]) if id_ in self.known else Name("goal", id_) for id_ in ids])

    def _created(self, new: Element, origin: tuple[Name, ...]) -> Creation:
        front = self.front.get(new.id)
        return Creation(
            element=name(new),
            edition=new.edition,
            texts=new.texts,
            parent=self._named(new.parent),
            goals=self._goals(new.goals),
            behind=name(front) if front is not None else None,
            after=self.before.get(new.id),
            origin=origin,
        )

    def _changed(self, old: Element, new: Element) -> Iterator[AnyInstruction]:
        this = name(old)
        if (old.id, old.edition) != (new.id, new.edition):
            yield Continuation(
                this,
                name(new),
                new.edition,
                self._named(new.parent),
                self._goals(new.goals),
                across=old.edition != new.edition,
            )
        else:
            if old.number != new.number:
                yield Numbering(this, plain_number(new.number))
            if old.parent != new.parent:
                yield Assignment(this, self._named(old.parent), self._named(new.parent))
            if old.goals != new.goals:
                gone = self._goals(each for each in old.goals if each not in new.goals)
                come = self._goals(each for each in new.goals if each not in old.goals)
                yield Purpose(this, gone, come, new.goals)
        was, is_ = dict(old.texts), dict(new.texts)
        for field in fields(new.kind, was, is_):
            for edit in edits(was.get(field), is_.get(field), single=field in SINGLE):
                yield Wording(this, field, edit)


def _beside(pairing: Pairing) -> list[tuple[Element | None, Element | None]]:
    """Each new element with the old one whose text it goes on with, each used once; then those that go."""
    free = {old.id: old for old in pairing.olds}
    declared = {change.after: change.before for change in pairing.changes if change.before and change.after}
    chosen: dict[str, Element] = {}
    for new in pairing.news:
        if new.id in free:
            chosen[new.id] = free.pop(new.id)
    for new in pairing.news:
        if new.id not in chosen and declared.get(new.id) in free:
            chosen[new.id] = free.pop(declared[new.id] or "")
    new_ones = {change.after for change in pairing.changes if change.before is None}
    for new in pairing.news:  # nothing but the place differs: no change of words says who belongs to whom
        if new.id not in chosen and new.id not in new_ones:
            same = next((id_ for id_, old in free.items() if old.texts == new.texts), None)
            if same is not None:
                chosen[new.id] = free.pop(same)
    pairs: list[tuple[Element | None, Element | None]] = [(chosen.get(new.id), new) for new in pairing.news]
    return [*pairs, *((old, None) for old in free.values())]
