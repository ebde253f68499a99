"""The elements of a concept's text: editions, themes, goals and recommendations, as one list in its order.

Whatever is said about a change is said about elements. A record that could not be read keeps its place as an element
with what could be made out; none is left out silently.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.revisions import TEXT_FIELDS


class Element(msgspec.Struct, frozen=True):
    """A piece of the concept's text at a moment.

    `texts` are pairs of field and words, only those that are there. `parent` is the theme of a goal or a
    recommendation, `order` the place among all elements of the state, from 0 on. `unread` are the bytes of a record
    that could not be read; its other values are what could be made out.
    """

    id: str
    kind: str
    edition: str | None
    path: str
    number: int | None
    title: str | None
    texts: tuple[tuple[str, str], ...]
    parent: str | None = None
    goals: tuple[str, ...] = ()
    order: int = 0
    unread: bytes | None = None

    @property
    def readable(self) -> bool:
        """Whether the record converted."""
        return self.unread is None

    def words(self, field: str) -> str:
        """The words of a field; empty if there are none."""
        return next((words for name, words in self.texts if name == field), "")


def elements(state: Snapshot, edition: str | None = None) -> dict[str, Element]:
    """The elements of all editions, or of one, by id, in the order of the concept.

    Editions stand in the order of their succession; in each, first the edition itself, then theme after theme with its
    goals and its recommendations by number, then recommendations without a theme. Unreadable records whose edition is
    not known belong to every edition. Where several files claim one id, the first has it and the others stand under
    their paths.
    """
    found: dict[str, Element] = {}
    for element in _ordered(list(_read(state)), _ages(state)):
        if edition is None or element.edition in (edition, None):
            key = element.id if element.id not in found else f"{element.path}#{element.id}"
            found[key] = msgspec.structs.replace(element, order=len(found))
    return found


def _read(state: Snapshot) -> Iterator[Element]:
    """Elements as the files hold them; those of the readable first, so that an id is theirs."""
    entries = [entry for kind in ("edition", "theme", "recommendation") for entry in state.entries_of(kind)]
    for entry in entries:
        record = entry.record
        if isinstance(record, Edition):
            yield _element(entry, "edition", record, edition=record.id)
        elif isinstance(record, Theme):
            yield _element(entry, "theme", record, edition=record.edition, number=record.number)
            for goal in record.goals:
                yield _element(entry, "goal", goal, edition=record.edition, parent=record.id)
        elif isinstance(record, Recommendation):
            yield _element(
                entry,
                "recommendation",
                record,
                edition=record.edition,
                number=record.number,
                parent=record.theme,
                goals=record.goals,
            )
    for entry in entries:
        if entry.record is None:
            yield from _made_out(entry)


def _element(entry: Entry, kind: str, record: Any, **values: Any) -> Element:
    texts = tuple(
        (field, words)
        for field in TEXT_FIELDS[kind]
        if isinstance(words := getattr(record, field, None), str) and words
    )
    return Element(
        id=record.id, kind=kind, path=entry.path, title=record.title, texts=texts, **_defaults(values)
    )


def _defaults(values: dict[str, Any]) -> dict[str, Any]:
    return {"number": None, **values}


def _made_out(entry: Entry) -> Iterator[Element]:
    """What can be made out of a record that could not be read, with its goals."""
    value = entry.declared if isinstance(entry.declared, dict) else {}
    id_ = entry.id or entry.path
    kind = entry.kind or ""
    edition = id_ if kind == "edition" else _words(value, "edition")
    yield _guess(
        entry,
        kind,
        id_,
        value,
        edition=edition,
        parent=_words(value, "theme") if kind == "recommendation" else None,
        goals=tuple(each for each in _items(value, "goals") if isinstance(each, str))
        if kind == "recommendation"
        else (),
    )
    for goal in _items(value, "goals") if kind == "theme" else ():
        if isinstance(goal, dict) and (goal_id := _words(goal, "id")):
            yield _guess(entry, "goal", goal_id, goal, edition=edition, parent=id_)


def _guess(entry: Entry, kind: str, id_: str, value: dict[Any, Any], **values: Any) -> Element:
    number = _words(value, "number")
    return Element(
        id=id_,
        kind=kind,
        path=entry.path,
        number=int(number) if number is not None and number.isascii() and number.isdigit() else None,
        title=_words(value, "title"),
        texts=tuple((field, words) for field in TEXT_FIELDS[kind] if (words := _words(value, field))),
        unread=entry.source,
        **values,
    )


def _words(value: dict[Any, Any], key: str) -> str | None:
    found = value.get(key)
    return str(found) if isinstance(found, str) and found else None


def _items(value: dict[Any, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _ages(state: Snapshot) -> dict[str, tuple[int, str, str]]:
    """A key for each edition that puts predecessors first: generation, first known date, id."""
    editions = {edition.id: edition for edition in state.all(Edition)}
    generation: dict[str, int] = {}
    for edition in editions.values():
        chain: dict[str, None] = {}
        at: str | None = edition.id
        while at in editions and at not in generation and at not in chain:
            chain[at] = None
            at = editions[at].predecessor
        base = generation.get(at or "", -1)
        for distance, id_ in enumerate(reversed(chain), start=1):
            generation[id_] = base + distance
    return {id_: (generation[id_], _day(edition), id_) for id_, edition in editions.items()}


def _day(edition: Edition) -> str:
    day = edition.adopted or edition.drafted or edition.published
    return str(day) if day is not None else "9999"


_RANK = {"edition": 0, "theme": 1, "goal": 2, "recommendation": 3}


def _ordered(read: list[Element], ages: dict[str, tuple[int, str, str]]) -> list[Element]:
    """Stable: goals keep the order of their theme."""
    last = (10**9, "", "")
    themes = {each.id: _numbered(each) for each in read if each.kind == "theme"}
    nowhere = (10**9, "")

    def key(each: Element) -> Any:
        theme = _numbered(each) if each.kind == "theme" else themes.get(each.parent or "", nowhere)
        if each.kind == "edition":
            theme = (-1, "")
        own = _numbered(each) if each.kind == "recommendation" else nowhere
        age = ages.get(each.edition or "", (last[0] - 1, "", each.edition) if each.edition else last)
        return (age, theme, _RANK.get(each.kind, 9), own)

    order: Callable[[Element], Any] = key
    return sorted(read, key=order)


def _numbered(each: Element) -> tuple[int, str]:
    return (each.number if each.number is not None else 10**9 - 1, each.id)
