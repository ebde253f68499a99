"""The rows of a synopsis: each element beside what it became, with its changed words, and why.

Built from the comparison of two states (`kic.domain.revisions`), and the same for the document and for JSON.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.documents.naming import called
from kic.domain.concept.structure import Theme
from kic.domain.revisions.acts import Act, ActKind, Reason, acts
from kic.domain.revisions.comparing import Aspect, Class, Move, Pairing, compare
from kic.domain.revisions.elements import Element
from kic.domain.revisions.words import Mark, Piece, marked


class Written(msgspec.Struct, frozen=True):
    """A field's words in pieces. `rewritten`: hardly a word stays, so that marks would say nothing.

    `same`: the words are those of the other side.
    """

    field: str
    pieces: tuple[Piece, ...]
    rewritten: bool = False
    same: bool = False


class Part(msgspec.Struct, frozen=True):
    """An element on one side: its number and title, and its texts, with what changed against the other side."""

    element: Element
    number: tuple[Piece, ...]
    title: tuple[Piece, ...]
    texts: tuple[Written, ...]


class Row(msgspec.Struct, frozen=True):
    """What stands in one row: a pairing, both sides in parts, its theme, and what explains it.

    `theme` is the id of the theme under which it stands; None for an edition and for what has no theme.
    """

    pairing: Pairing
    reason: Reason
    edition: str | None
    theme: str | None
    olds: tuple[Part, ...]
    news: tuple[Part, ...]
    moves: tuple[Text, ...]

    @property
    def own_acts(self) -> tuple[Act, ...]:
        """The acts but the adoption of an edition, which is said once for all rows."""
        return tuple(act for act in self.reason.acts if act.kind is not ActKind.EDITION)

    @property
    def rewritten(self) -> bool:
        """Whether a text that goes on was worded anew."""
        return any(each.rewritten for part in (*self.olds, *self.news) for each in part.texts)


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows are wanted: all that changed where nothing is said, but for mere typography.

    Ids are those of old or new elements, or of their themes.
    """

    themes: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    classes: tuple[Class, ...] = ()
    unchanged: bool = False
    editorial: bool = False

    def takes(self, row: "Row") -> bool:
        """Whether the row is to be shown."""
        classes = row.pairing.classes
        if self.classes:
            if not set(classes) & set(self.classes):
                return False
        elif classes in ((Class.UNCHANGED,), (Class.EDITORIAL,)):
            wanted = self.unchanged if classes == (Class.UNCHANGED,) else self.editorial
            if not wanted:
                return False
        there = (*row.pairing.olds, *row.pairing.news)
        if self.themes and not any(
            name in self.themes for each in there for name in (each.id, each.parent) if name
        ):
            return False
        return not self.elements or any(each.id in self.elements for each in there)

    @property
    def narrowed(self) -> bool:
        """Whether not all that changed is wanted."""
        return bool(self.themes or self.elements or self.classes)


def rows(
    before: Snapshot,
    after: Snapshot,
    editions: tuple[str, str] | None,
    elements: tuple[str, ...] = (),
    *,
    backwards: bool = False,
) -> tuple[Row, ...]:
    """Every element of both states or editions, in the order of the comparison; only these, where some are named."""
    every = compare(before, after, editions, backwards=backwards)
    pairings = every
    if elements:
        named = {*elements}
        pairings = tuple(each for each in every if any(one.id in named for one in (*each.olds, *each.news)))
    made = acts(before, after, pairings, editions)
    places = _places(every)
    return tuple(
        _row(before, after, pairing, reason, places) for pairing, reason in zip(pairings, made, strict=True)
    )


def _places(pairings: Sequence[Pairing]) -> dict[str, str]:
    """For an old theme the new one that it became, under which what is gone from it stands."""
    return {
        old.id: pairing.news[0].id
        for pairing in pairings
        if pairing.kind == "theme" and pairing.news
        for old in pairing.olds
    }


def _row(before: Snapshot, after: Snapshot, pairing: Pairing, reason: Reason, places: dict[str, str]) -> Row:
    olds, news = _sides(pairing)
    # What could not be read says nothing of its theme; its other side may.
    first = next(
        (each for each in (*pairing.news, *pairing.olds) if each.readable), (*pairing.news, *pairing.olds)[0]
    )
    theme = first.id if first.kind == "theme" else first.parent
    if first not in pairing.news:
        theme = places.get(theme, theme) if theme else None
    return Row(
        pairing=pairing,
        reason=reason,
        edition=first.edition,
        theme=theme,
        olds=olds,
        news=news,
        moves=tuple(_told(before, after, pairing, each) for each in pairing.moves if _worth(pairing, each)),
    )


# -- the words -------------------------------------------------------------------------------------------


def _sides(pairing: Pairing) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both sides; elements that go on as each other are marked against each other, the others stand as they are."""
    partner = _partners(pairing)
    olds = {old.id: old for old in pairing.olds}
    backwards = {old: new for new, old in partner.items()}
    news = {new.id: new for new in pairing.news}
    left = tuple(_part(old, news.get(backwards.get(old.id, "")), new_side=False) for old in pairing.olds)
    right = tuple(_part(new, olds.get(partner.get(new.id, "")), new_side=True) for new in pairing.news)
    return left, right


def _partners(pairing: Pairing) -> dict[str, str]:
    """For a new element the old one whose text it goes on with; nothing is known of what could not be read."""
    if Class.UNREADABLE in pairing.classes:
        return {}
    if len(pairing.olds) == len(pairing.news) == 1:
        return {pairing.news[0].id: pairing.olds[0].id}
    partner = {change.after: change.before for change in pairing.changes if change.before and change.after}
    olds = {old.id for old in pairing.olds}
    return {new.id: new.id for new in pairing.news if new.id in olds} | {
        new: old for new, old in partner.items() if new is not None and old is not None
    }


def _part(element: Element, other: Element | None, *, new_side: bool) -> Part:
    def against(words: str, others: str) -> tuple[Piece, ...]:
        return marked(others, words) if new_side else marked(words, others)

    def whole(words: str) -> tuple[Piece, ...]:
        return (Piece(Mark.KEEP, words),) if words else ()

    number = "" if element.number is None else str(element.number)
    title = element.title or element.id
    if other is None:
        texts = tuple(Written(field, whole(words)) for field, words in element.texts if field != "title")
        return Part(element, whole(number), whole(title), texts)
    other_number = "" if other.number is None else str(other.number)
    counted_anew = element.edition != other.edition
    texts = tuple(_texts(element, other, against, whole))
    titles = against(title, other.title or other.id)
    if any(each.rewritten for each in texts) and not _stays(titles):
        titles = whole(title)
    return Part(element, whole(number) if counted_anew else against(number, other_number), titles, texts)


def _texts(
    element: Element,
    other: Element,
    against: Callable[[str, str], tuple[Piece, ...]],
    whole: Callable[[str], tuple[Piece, ...]],
) -> Iterator[Written]:
    for field, words in element.texts:
        if field == "title":
            continue
        others = other.words(field)
        if words == others:
            yield Written(field, whole(words), same=True)
            continue
        pieces = against(words, others)
        if others and not _stays(pieces):
            yield Written(field, whole(words), rewritten=True)
        else:
            yield Written(field, pieces)


def _stays(pieces: Sequence[Piece]) -> bool:
    """Whether any word stays."""
    return any(each.mark is Mark.KEEP and each.words.strip() for each in pieces)


# -- what moved ------------------------------------------------------------------------------------------


def _worth(pairing: Pairing, move: Move) -> bool:
    """Each edition counts anew, which is seen in the headings; what could not be read did not move."""
    if Class.UNREADABLE in pairing.classes:
        return False
    return move.aspect is not Aspect.NUMBER or pairing.olds[0].edition == pairing.news[0].edition


def _told(before: Snapshot, after: Snapshot, pairing: Pairing, move: Move) -> Text:
    old = tuple(_named(before, each) for each in move.old)
    new = tuple(_named(after, each) for each in move.new)
    several = len(pairing.news) > 1
    said = _sentence(move.aspect, old, new)
    return (
        text("{element}: {sentence}", element=_named(after, move.element), sentence=said) if several else said
    )


def _sentence(aspect: Aspect, old: tuple[Any, ...], new: tuple[Any, ...]) -> Text:
    if aspect is Aspect.ORDER:
        return text("Its place among the goals of its theme is another.")
    if aspect is Aspect.GOALS:
        return text("Goals before: {old}; now: {new}.", old=old or None, new=new or None)
    if aspect is Aspect.NUMBER:
        return text("Number before: {old}; now: {new}.", old=old or None, new=new or None)
    if aspect is Aspect.THEME:
        return text("Theme before: {old}; now: {new}.", old=old or None, new=new or None)
    return text("Edition before: {old}; now: {new}.", old=old or None, new=new or None)


def _named(state: Snapshot, id: str) -> str | Text:  # noqa: A002
    theme = state.get(Theme, id)
    if theme is not None:
        return text("{number} {title}", number=theme.number, title=theme.title)
    return called(state, id)
