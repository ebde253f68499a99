"""The formal list as it is read: the same replacement said once with its places, else element after element."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from kic.core.text import Label, Text, text
from kic.domain.revisions.formal_edits import Act, Edit
from kic.domain.revisions.formal_instructions import AnyInstruction, Wording
from kic.domain.revisions.formal_sentences import Line, line


class Point(msgspec.Struct, frozen=True):
    """A sentence of the list, with the words that stand below it."""

    sentence: Text
    wording: tuple[tuple[Label | None, str], ...] = ()


class Article(msgspec.Struct, frozen=True):
    """What belongs together: one sentence, or several below a heading."""

    heading: Text | None
    points: tuple[Point, ...]


_OFTEN = 3
"""From so many elements on, the same replacement is said once with its places."""


def articles(instructions: Iterable[AnyInstruction]) -> tuple[Article, ...]:
    """The list as it is read: first what is replaced in many places alike, then one element after the other."""
    instructions = tuple(instructions)
    alike: dict[tuple[str, str], list[Wording]] = {}
    for each in instructions:
        if isinstance(each, Wording) and _alone(each.edit):
            alike.setdefault((each.edit.old, each.edit.new), []).append(each)
    shared = [every for every in alike.values() if len({each.element for each in every}) >= _OFTEN]
    said = {id(each) for every in shared for each in every}
    rest = [each for each in instructions if id(each) not in said]
    elements = [tuple(map(line, each)) for _, each in groupby(rest, key=lambda each: each.element)]
    return (*map(_shared, shared), *map(_of_one, elements))


def _alone(edit: Edit) -> bool:
    """Whether it is a replacement that needs no words around it to be found."""
    return edit.act is Act.REPLACE and not (edit.after or edit.nth or edit.editorial)


def _shared(every: Sequence[Wording]) -> Article:
    edit = every[0].edit
    heading = text(
        "“{old}” is replaced by “{new}” in each of these places:", old=edit.old.strip(), new=edit.new.strip()
    )
    return Article(heading, tuple([Point(line(each).place) for each in every]))


def _of_one(lines: Sequence[Line]) -> Article:
    if len(lines) == 1:
        return Article(None, (Point(lines[0].sentence, lines[0].wording),))
    heading = text("{element} is amended as follows:", element=lines[0].element)
    return Article(heading, tuple([Point(_within_element(each), each.wording) for each in lines]))


def _within_element(said: Line) -> Text:
    """The sentence where the element stands above it."""
    if said.within is None:
        return said.command
    return text("{place}: {command}", place=said.within, command=said.command)
