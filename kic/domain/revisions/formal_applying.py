"""Carrying a list of amendments out: the old text in, exactly the new text out."""

from collections.abc import Iterable, Sequence

import msgspec

from kic.domain.revisions.aligning import align
from kic.domain.revisions.elements import Element
from kic.domain.revisions.formal_edits import Edit, Unfit
from kic.domain.revisions.formal_edits import applied as worded
from kic.domain.revisions.formal_instructions import (
    SINGLE,
    AnyInstruction,
    Assignment,
    Continuation,
    Creation,
    Name,
    Numbering,
    Placing,
    Purpose,
    Removal,
    Wording,
    fields,
    name,
)


def applied(olds: Iterable[Element], instructions: Iterable[AnyInstruction]) -> tuple[Element, ...]:
    """The new text: its elements in order, counted from 0; without the paths of files, which are no part of a text.

    Raises:
        Unfit: an instruction names an element, a place or words that the old text does not have, or not only once.
    """
    instructions = tuple(instructions)
    found = _carried(olds, instructions)
    at = {each.id: each for each in found}
    order = [each.id for each in found]
    for each in instructions:
        if isinstance(each, Placing):
            if each.element.id not in at or (each.after is not None and each.after not in at):
                raise Unfit("The list places {id}, which the text does not have.", id=each.element.id)
            order.remove(each.element.id)
            order.insert(order.index(each.after) + 1 if each.after is not None else 0, each.element.id)
    return tuple([msgspec.structs.replace(at[id_], order=place) for place, id_ in enumerate(order)])


def text_alone(elements: Iterable[Element]) -> tuple[Element, ...]:
    """The elements as `applied` gives them: without paths and bytes of files, counted anew from 0."""
    return tuple(
        msgspec.structs.replace(each, path="", unread=None, order=place, title=dict(each.texts).get("title"))
        for place, each in enumerate(elements)
    )


def placings(
    olds: Sequence[Element], news: Sequence[Element], instructions: tuple[AnyInstruction, ...]
) -> tuple[Placing, ...]:
    """What has to be said about the order: nothing where numbers and themes say it."""
    now = [each.id for each in _carried(olds, instructions)]
    then = [each.id for each in news]
    kept = {then[j + k] for _, j, n in align(now, then) for k in range(n)}
    front: dict[tuple[str, str | None, str | None], Element] = {}
    found: list[Placing] = []
    for at, each in enumerate(news):
        key = (each.kind, each.edition, each.parent)
        if each.id not in kept:
            behind = front.get(key)
            found.append(Placing(name(each), name(behind) if behind else None, then[at - 1] if at else None))
        front[key] = each
    return tuple(found)


def _carried(olds: Iterable[Element], instructions: tuple[AnyInstruction, ...]) -> list[Element]:
    """All but the placings, in the order that numbers and themes give."""
    there = {each.id: each for each in text_alone(olds)}
    after: dict[str, Element | None] = dict(there)
    words: dict[tuple[str, str], list[Edit]] = {}
    created: list[Creation] = []
    for each in instructions:
        id_ = each.element.id
        if isinstance(each, Creation):
            created.append(each)
            continue
        if isinstance(each, Placing):
            continue
        element = after.get(id_)
        if element is None:
            raise Unfit("The list changes {id}, which the text does not have.", id=id_)
        if isinstance(each, Wording):
            words.setdefault((id_, each.field), []).append(each.edit)
        else:
            after[id_] = _placed(element, each)
    for (id_, field), edits in words.items():
        element = after[id_]
        if element is None:
            raise Unfit("The list changes {id}, which it strikes.", id=id_)
        after[id_] = _with(
            element, field, worded(dict(there[id_].texts).get(field), edits, single=field in SINGLE)
        )
    return _arranged(_inserted([each for each in after.values() if each is not None], created))


def _placed(
    element: Element, instruction: Numbering | Assignment | Purpose | Continuation | Removal
) -> Element | None:
    change = msgspec.structs.replace
    if isinstance(instruction, Numbering):
        return change(element, number=instruction.number)
    if isinstance(instruction, Assignment):
        return change(element, parent=_id(instruction.theme))
    if isinstance(instruction, Purpose):
        return change(element, goals=instruction.goals)
    if isinstance(instruction, Continuation):
        return change(
            element,
            id=instruction.by.id,
            kind=instruction.by.kind,
            number=instruction.by.number,
            edition=instruction.edition,
            parent=_id(instruction.parent),
            goals=tuple([each.id for each in instruction.goals]),
        )
    return None


def _id(named: Name | None) -> str | None:
    return named.id if named is not None else None


def _with(element: Element, field: str, words: str | None) -> Element:
    texts = dict(element.texts)
    if words is None:
        texts.pop(field, None)
    else:
        texts[field] = words
    ordered = tuple((each, texts[each]) for each in fields(element.kind, texts))
    return msgspec.structs.replace(element, texts=ordered, title=texts.get("title"))


def _inserted(kept: list[Element], created: list[Creation]) -> list[Element]:
    """The elements that stay with the new ones among them, each after the one in front of it if that is there."""
    following: dict[str | None, list[Creation]] = {}
    ids = {each.id for each in kept} | {each.element.id for each in created}
    if len(ids) != len(kept) + len(created):
        raise Unfit("The list gives two elements the same id.")
    for each in created:
        following.setdefault(each.after if each.after in ids else None, []).append(each)
    found: list[Element] = []

    def follow(id_: str | None) -> None:
        waiting = list(reversed(following.pop(id_, [])))
        while waiting:
            new = waiting.pop()
            found.append(_new(new))
            waiting.extend(reversed(following.pop(new.element.id, [])))

    follow(None)
    for element in kept:
        found.append(element)
        follow(element.id)
    for rest in list(following):  # a circle of new elements, each after the other
        follow(rest)
    return found


def _new(creation: Creation) -> Element:
    return Element(
        id=creation.element.id,
        kind=creation.element.kind,
        edition=creation.edition,
        path="",
        number=creation.element.number,
        title=dict(creation.texts).get("title"),
        texts=creation.texts,
        parent=_id(creation.parent),
        goals=tuple([each.id for each in creation.goals]),
    )


_RANK = {"edition": 0, "theme": 1, "goal": 2, "recommendation": 3}
_LAST = 10**9


def _arranged(found: list[Element]) -> list[Element]:
    """In the order of a concept: editions as they come, themes and recommendations by number, goals as they come."""
    editions: dict[str | None, int] = {}
    for each in found:
        editions.setdefault(each.edition, len(editions))
    themes = {each.id: _numbered(each) for each in found if each.kind == "theme"}

    def key(each: Element) -> tuple[int, tuple[int, str], int, tuple[int, str]]:
        theme = _numbered(each) if each.kind == "theme" else themes.get(each.parent or "", (_LAST, ""))
        if each.kind == "edition":
            theme = (-1, "")
        own = _numbered(each) if each.kind == "recommendation" else (_LAST, "")
        return editions[each.edition], theme, _RANK.get(each.kind, len(_RANK)), own

    return sorted(found, key=key)


def _numbered(each: Element) -> tuple[int, str]:
    return (each.number if each.number is not None else _LAST - 1, each.id)
