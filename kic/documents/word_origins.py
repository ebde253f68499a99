"""Where each word of a text comes from: a text is followed through its versions, and words keep their origin.

What stays between two versions keeps its origin, and so does what was only spelled in another way; the rest is of the
version in which it is new. A text that goes on from several others takes from each what it kept of it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kic.domain.revisions.typography import only_typography
from kic.domain.revisions.words import Mark, marked

_WORD = re.compile(r"\w")


class Stretch(NamedTuple):
    """Characters of a text that have one origin."""

    words: str
    origin: object


Stretches = tuple[Stretch, ...]
"""A text, from its first character to its last."""


def follow_words(text: str, earlier: Sequence[Stretches], origin: object) -> Stretches:
    """A text with the origins that its words have in earlier texts; what none of them has is of `origin`."""
    origins: list[object] = [_NEW] * len(text)
    for each in earlier:
        _take(text, each, origins)
    return _joined(text, [origin if each is _NEW else each for each in origins])


_NEW = object()


def _take(text: str, earlier: Stretches, origins: list[object]) -> None:
    """Fills in the origins of what stayed, where there is none yet."""
    old = "".join(stretch.words for stretch in earlier)
    known = [stretch.origin for stretch in earlier for _ in stretch.words]
    at_old = at_new = 0
    struck = ""
    for piece in marked(old, text):
        size = len(piece.words)
        if piece.mark is Mark.KEEP:
            _fill(origins, at_new, known[at_old : at_old + size])
            at_old, at_new, struck = at_old + size, at_new + size, ""
        elif piece.mark is Mark.STRIKE:
            at_old, struck = at_old + size, piece.words
        else:
            if struck and only_typography(struck, piece.words):
                before = known[at_old - len(struck) : at_old]
                _fill(origins, at_new, [before[min(i, len(before) - 1)] for i in range(size)])
            at_new, struck = at_new + size, ""


def _fill(origins: list[object], start: int, found: Iterable[object]) -> None:
    for place, each in enumerate(found, start):
        if origins[place] is _NEW:
            origins[place] = each


def _joined(text: str, origins: list[object]) -> Stretches:
    """Neighbours of one origin as one; signs and blanks alone go with the words before them, else behind them."""
    found: list[Stretch] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or origins[place] != origins[start]:
            words = text[start:place]
            if found and (found[-1].origin == origins[start] or not _WORD.search(words)):
                found[-1] = Stretch(found[-1].words + words, found[-1].origin)
            elif found and not _WORD.search(found[-1].words):
                found[-1] = Stretch(found[-1].words + words, origins[start])
            else:
                found.append(Stretch(words, origins[start]))
            start = place
    return tuple(found)
