"""Two states of a concept, element by element: what each became, and what sort of change that is.

Elements are the same by their id, or go on as others by declared succession; never by number, place or likeness. Every
element of the old and of the new text stands in exactly one pairing, so that nothing is shown twice or lost.
"""

import enum
from collections.abc import Iterable, Iterator

import msgspec

from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import ancestors
from kic.domain.revisions import TEXT_FIELDS
from kic.domain.revisions.aligning import align
from kic.domain.revisions.elements import Element, elements
from kic.domain.revisions.likeness import likeliest
from kic.domain.revisions.placing import in_order
from kic.domain.revisions.succession import Declared, Groups
from kic.domain.revisions.typography import only_typography


class Class(enum.Enum):
    """What sort of change an element has seen; it may stand in several.

    New, dropped, merged, split and replaced say what became of elements; changed (text), renamed (title) and moved
    (theme, goals, order, number) of one that stays; editorial says that nothing but typography changed. Unreadable: on
    one side there is a record that could not be read, so nothing more is said.
    """

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    REPLACED = "replaced"
    DROPPED = "dropped"
    EDITORIAL = "editorial"
    UNREADABLE = "unreadable"
    UNCHANGED = "unchanged"


class TextChange(msgspec.Struct, frozen=True):
    """A field's words on both sides, empty where there are none; `before` and `after` are the ids of the elements."""

    field: str
    old: str
    new: str
    before: str | None = None
    after: str | None = None
    editorial: bool = False


class Aspect(enum.Enum):
    """What of an element's place in the concept changed."""

    EDITION = "edition"
    THEME = "theme"
    GOALS = "goals"
    ORDER = "order"
    NUMBER = "number"


class Move(msgspec.Struct, frozen=True):
    """A change of place: ids of themes or goals, or a number; `element` is the id of the new one.

    For the order of goals, the id of the element that stood or stands in front; empty for the first.
    """

    aspect: Aspect
    old: tuple[str, ...]
    new: tuple[str, ...]
    element: str


class Pairing(msgspec.Struct, frozen=True):
    """Old elements and what they became.

    `through` are elements that came and went between the two states. `changes` hold every field that differs: each
    old text once, each new text once. `moves` also hold what is no class of its own: another number of what goes on
    as another element.
    """

    olds: tuple[Element, ...]
    news: tuple[Element, ...]
    classes: tuple[Class, ...]
    changes: tuple[TextChange, ...] = ()
    moves: tuple[Move, ...] = ()
    through: tuple[Element, ...] = ()

    @property
    def id(self) -> str:
        """An id to speak of it: that of the new element, else of the old one."""
        return (self.news or self.olds)[0].id

    @property
    def kind(self) -> str:
        """The kind of its elements."""
        return (self.news or self.olds)[0].kind

    @property
    def unchanged(self) -> bool:
        """Whether there is nothing to show."""
        return self.classes == (Class.UNCHANGED,)


def compare(
    before: Snapshot,
    after: Snapshot,
    editions: tuple[str, str] | None = None,
    *,
    backwards: bool = False,
) -> tuple[Pairing, ...]:
    """What became of each element.

    Without `editions` each edition is compared with itself in the two states: an element that is dropped, replaced,
    merged or split within its edition has left the text. With `editions` the text of the first one in `before` is
    compared with that of the second one in `after` (the two states may be one). In the order of the new text; what is
    gone stands at the place that it had.

    What went on as what is declared in one direction; where the second text came before the first one, it is read
    backwards: what was merged is split, what was new is dropped. Of two editions their records tell, of two states
    `backwards` does.
    """
    if backwards if editions is None else is_backwards(before, after, editions):
        turned = (editions[1], editions[0]) if editions is not None else None
        return tuple(_Comparison(after, before, turned, backwards=True).pairings())
    return tuple(_Comparison(before, after, editions).pairings())


def is_backwards(before: Snapshot, after: Snapshot, editions: tuple[str, str]) -> bool:
    """Whether the second edition came before the first one."""
    for state in (before, after):
        later = state.get(Edition, editions[0])
        if later is not None and editions[1] in ancestors(state, later):
            return True
    return False


class _Comparison:
    def __init__(
        self,
        before: Snapshot,
        after: Snapshot,
        editions: tuple[str, str] | None,
        *,
        backwards: bool = False,
    ) -> None:
        self.backwards = backwards
        self.declared = Declared(before, after)
        self.across = editions is not None and editions[0] != editions[1]
        self.old = elements(before, editions[0] if editions else None)
        self.new = elements(after, editions[1] if editions else None)
        # Records of editions in between, and those that left their text, can still lead on.
        self.known_after = elements(after) if editions else self.new
        self.known = {*self.known_after, *(elements(before) if editions else self.old)}
        self.ends = editions if self.across else None
        self.front_old, self.front_new, self.out_of_order = _goal_order(self.old, self.new)

    # -- who belongs together --------------------------------------------------------------------------

    def pairings(self) -> Iterator[Pairing]:
        """One for each group, in the order of the concept."""
        stands_old = {key for key in self.old if not self._left_before(key)}
        stands_new = {key for key in self.new if not self._left_after(key)}
        groups, alone = self._groups(stands_old, stands_new)
        self.groups = groups
        members: dict[str, tuple[list[str], list[str], list[str]]] = {}
        for key in self.old:
            if key in stands_old and key not in alone:
                members.setdefault(groups.of(key), ([], [], []))[0].append(key)
        for key in self.new:
            if key in stands_new and key not in alone:
                members.setdefault(groups.of(key), ([], [], []))[1].append(key)
        rest: list[str] = []
        for key in {**self.old, **self.new}:
            if key not in alone and not (key in stands_old or key in stands_new):
                if (group := groups.of(key)) in members:
                    members[group][2].append(key)
                else:
                    rest.append(key)
        self.spanning = {group for group, (olds, news, _) in members.items() if olds and news}
        found: list[Pairing] = []
        for olds, news, through in members.values():
            found.extend(self._of_group(olds, news, through))
        found.extend(
            self._pairing([key] if key in self.old else [], [key] if key in self.new else [], [])
            for key in alone
        )
        found.extend(self._left_over(key) for key in rest)
        return iter(in_order(found, (self.old if self.backwards else self.new).values()))

    def _left_before(self, key: str) -> bool:
        return self.declared.superseded_before(key) if self.across else self.declared.gone_before(key)

    def _left_after(self, key: str) -> bool:
        return self.declared.gone_after(key)

    def _groups(self, stands_old: set[str], stands_new: set[str]) -> tuple[Groups, dict[str, None]]:
        """Groups of what leads on from the old to the new text, and those that are their own pair: gone in both."""
        groups = Groups()
        alone = {
            key: None
            for key in self.old
            if key not in stands_old and key not in stands_new and (key in self.new or not self.across)
        }
        if self.ends is not None:
            groups.join(*self.ends)
        waiting = [*stands_old, *(key for key in self.new if key not in self.old and key not in stands_new)]
        if self.across:
            waiting.extend(key for key in self.old if key not in stands_old and key not in alone)
        seen = {*waiting, *alone}
        while waiting:
            key = waiting.pop()
            for target in self.declared.onward(key):
                if target in self.known and self._leads(key, target, stands_new):
                    groups.join(key, target)
                    if target not in seen:
                        seen.add(target)
                        waiting.append(target)
        return groups, alone

    def _leads(self, key: str, target: str, stands_new: set[str]) -> bool:
        """Whether a declared succession is a step on the way from the old to the new text."""
        declared = self.declared
        same_edition = declared.edition(key) == declared.edition(target)
        if key == target:
            return False
        if key in stands_new:  # it stays; what is new may go on with a part of it
            return (
                (self.across or same_edition)
                and key in self.old
                and target in stands_new
                and target not in self.old
            )
        if self.across:
            return True
        if target in self.old:  # into one that was there already: a step only if it is taken now
            return same_edition and not declared.known_before(key, target)
        return same_edition or key not in self.known_after

    # -- what it is ----------------------------------------------------------------------------------------

    def _of_group(self, olds: list[str], news: list[str], through: list[str]) -> Iterator[Pairing]:
        if news and olds:
            yield self._pairing(olds, news, through)
            return
        for position, key in enumerate(olds):
            yield self._pairing([key], [], through if position == 0 else [])
        for position, key in enumerate(news):
            yield self._pairing([], [key], through if position == 0 else [])

    def _left_over(self, key: str) -> Pairing:
        """Something that came and went at once, or had left the text before and is nowhere now."""
        if key in self.new and key not in self.old:
            pairing = self._pairing([], [key], [])
            return msgspec.structs.replace(pairing, classes=(Class.NEW, Class.DROPPED))
        return self._pairing([key] if key in self.old else [], [key] if key in self.new else [], [])

    def _pairing(self, old_keys: list[str], new_keys: list[str], through_keys: list[str]) -> Pairing:
        olds, news = [self.old[key] for key in old_keys], [self.new[key] for key in new_keys]
        through = [self.new.get(key) or self.old[key] for key in through_keys]
        for old in olds:  # its record stays after it has left the text, and may have been changed with that
            left = self.new.get(old.id)
            if (
                left is not None
                and old.id not in new_keys
                and left.texts != old.texts
                and left not in through
            ):
                through.append(left)
        beside = self._beside(olds, news)
        changes = tuple(change for old, new in beside for change in _text_changes(old, new))
        moves = tuple(move for old, new in beside if old and new for move in self._moves(old, new))
        pairing = Pairing(
            olds=tuple(olds),
            news=tuple(news),
            classes=self._classes(olds, news, changes, moves),
            changes=changes,
            moves=moves,
            through=tuple(through),
        )
        return _turned(pairing, beside) if self.backwards else pairing

    def _beside(
        self, olds: list[Element], news: list[Element]
    ) -> list[tuple[Element | None, Element | None]]:
        """Each new element with the old one whose text it goes on with, each used once; then the rest.

        The same id first, then the one that is declared, in the order of the old text.
        """
        free = {old.id: old for old in olds}
        chosen: dict[str, Element] = {}
        for new in news:
            if new.id in free:
                chosen[new.id] = free.pop(new.id)
        direct: dict[str, list[str]] = {}
        for old in olds:
            for target in self.declared.onward(old.id):
                direct.setdefault(target, []).append(old.id)
        for new in sorted(news, key=lambda each: len(direct.get(each.id, ()))):
            if new.id not in chosen:
                id_ = next((id_ for id_ in direct.get(new.id, ()) if id_ in free), None)
                if id_ is not None:
                    chosen[new.id] = free.pop(id_)
        for new in news:  # by way of others that came and went
            if new.id not in chosen and new.id not in direct and free:
                chosen[new.id] = free.pop(next(iter(free)))
        pairs: list[tuple[Element | None, Element | None]] = [(chosen.get(new.id), new) for new in news]
        return [*pairs, *((old, None) for old in free.values())]

    def _classes(
        self,
        olds: list[Element],
        news: list[Element],
        changes: tuple[TextChange, ...],
        moves: tuple[Move, ...],
    ) -> tuple[Class, ...]:
        if self._unclear(olds, news):
            return (Class.UNREADABLE,)
        if not olds or not news:
            return (Class.DROPPED if olds else Class.NEW,)
        beside = [change for change in changes if change.before and change.after]
        real = {change.field for change in beside if not change.editorial}
        one = len(olds) == len(news) == 1
        held = {
            Class.MERGED: len(olds) > 1,
            Class.SPLIT: len(news) > 1,
            Class.REPLACED: one and olds[0].id != news[0].id and olds[0].edition == news[0].edition,
            Class.CHANGED: bool(real - {"title"}),
            Class.RENAMED: "title" in real,
            Class.MOVED: any(self._is_move(move, {old.id for old in olds}) for move in moves),
            Class.EDITORIAL: one and bool(beside) and not real,
        }
        return tuple(each for each, holds in held.items() if holds) or (Class.UNCHANGED,)

    @staticmethod
    def _is_move(move: Move, ids: set[str]) -> bool:
        """What goes on as another element has another number of course; that is no move."""
        return move.aspect is not Aspect.EDITION and (move.aspect is not Aspect.NUMBER or move.element in ids)

    def _unclear(self, olds: list[Element], news: list[Element]) -> bool:
        """Whether a record that could not be read forbids to say more; the same broken bytes on both sides do not."""
        unread = {each.unread for each in (*olds, *news)}
        if unread != {None}:
            return not (len(unread) == 1 and olds and news)
        return (not news and self._unknown(olds, self.new)) or (not olds and self._unknown(news, self.old))

    @staticmethod
    def _unknown(side: list[Element], other: dict[str, Element]) -> bool:
        """Whether goals are missing on the other side only because their theme could not be read there."""
        themes = [other.get(each.parent or "") for each in side if each.kind == "goal"]
        return any(theme is not None and not theme.readable for theme in themes)

    def _moves(self, old: Element, new: Element) -> Iterator[Move]:
        if old.edition != new.edition and not self.across and old.kind != "edition":
            yield Move(Aspect.EDITION, _given(old.edition), _given(new.edition), new.id)
        if self._elsewhere(old.parent, new.parent):
            yield Move(Aspect.THEME, _given(old.parent), _given(new.parent), new.id)
        if old.kind == "recommendation" and self._other_goals(old.goals, new.goals):
            yield Move(Aspect.GOALS, old.goals, new.goals, new.id)
        if old.number != new.number:
            yield Move(Aspect.NUMBER, _given(old.number), _given(new.number), new.id)
        if new.id in self.out_of_order:
            yield Move(
                Aspect.ORDER, _given(self.front_old.get(old.id)), _given(self.front_new.get(new.id)), new.id
            )

    def _elsewhere(self, old: str | None, new: str | None) -> bool:
        """Whether a theme is another one; themes of two editions are the same if that is declared.

        Where of neither it is known what it became or came from, nothing is said.
        """
        if old == new:
            return False
        if old is None or new is None:
            return not self.across
        was, is_ = self.groups.of(old), self.groups.of(new)
        return was != is_ and (not self.across or was in self.spanning or is_ in self.spanning)

    def _other_goals(self, old: tuple[str, ...], new: tuple[str, ...]) -> bool:
        if set(old) == set(new):
            return False
        was, is_ = {self.groups.of(id_) for id_ in old}, {self.groups.of(id_) for id_ in new}
        if self.across:
            was, is_ = was & self.spanning, is_ & self.spanning
        return was != is_


_TURNED = {
    Class.NEW: Class.DROPPED,
    Class.DROPPED: Class.NEW,
    Class.MERGED: Class.SPLIT,
    Class.SPLIT: Class.MERGED,
}


def _turned(pairing: Pairing, beside: Iterable[tuple[Element | None, Element | None]]) -> Pairing:
    """The same read backwards; `beside` says which of its elements stand beside each other."""
    olds = {new.id: old.id for old, new in beside if old and new}
    known = {_TURNED.get(each, each) for each in pairing.classes}
    return Pairing(
        olds=pairing.news,
        news=pairing.olds,
        classes=tuple(each for each in Class if each in known),
        changes=tuple(
            TextChange(each.field, each.new, each.old, each.after, each.before, each.editorial)
            for each in pairing.changes
        ),
        moves=tuple(Move(each.aspect, each.new, each.old, olds[each.element]) for each in pairing.moves),
        through=pairing.through,
    )


def _given(value: object) -> tuple[str, ...]:
    return () if value is None else (str(value),)


def _text_changes(old: Element | None, new: Element | None) -> Iterator[TextChange]:
    kind = (new or old or Element("", "", None, "", None, None, ())).kind
    for field in TEXT_FIELDS.get(kind, ()):
        was, is_ = old.words(field) if old else "", new.words(field) if new else ""
        if was != is_:
            yield TextChange(
                field,
                was,
                is_,
                old.id if old else None,
                new.id if new else None,
                old is not None and new is not None and only_typography(was, is_),
            )


def _goal_order(
    old: dict[str, Element], new: dict[str, Element]
) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    lists: list[dict[str, list[str]]] = []
    fronts: list[dict[str, str]] = []
    for side in (old, new):
        goals: dict[str, list[str]] = {}
        front: dict[str, str] = {}
        for key, each in side.items():
            if each.kind == "goal":
                siblings = goals.setdefault(each.parent or "", [])
                if siblings:
                    front[key] = siblings[-1]
                siblings.append(key)
        lists.append(goals)
        fronts.append(front)
    moved: set[str] = set()
    for parent, now in lists[1].items():
        was = lists[0].get(parent, [])
        both = set(was) & set(now)
        first, second = [key for key in was if key in both], [key for key in now if key in both]
        if first != second:
            kept = {first[i + step] for i, _, n in align(first, second) for step in range(n)}
            moved.update(both - kept)
    return fronts[0], fronts[1], frozenset(moved)


def likely(pairings: Iterable[Pairing]) -> tuple[tuple[str, str, int], ...]:
    """Guesses: which new element may go on with which dropped one, and how many of a hundred words they share.

    Only a hint to declare it; no class rests on it. Elements of one kind, each at most once, from 50 on.
    """
    dropped = [
        old
        for pairing in pairings
        if Class.DROPPED in pairing.classes and not pairing.news
        for old in pairing.olds
    ]
    new = [each for pairing in pairings if pairing.classes == (Class.NEW,) for each in pairing.news]
    return likeliest(dropped, new)
