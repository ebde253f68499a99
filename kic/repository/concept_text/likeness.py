"""When words of a text and words of a record are the same: texts, titles, names that stand beside each other."""

import re
from collections.abc import Mapping

from kic.domain.revisions.typography import plain
from kic.repository.intake.headings import folded


def alike(one: object, other: object) -> bool:
    """Whether two texts are the same words: how they are broken into lines and set is no difference."""
    return " ".join(plain(str(one)).split()) == " ".join(plain(str(other)).split())


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same; a capital more or less is a slip."""
    return alike(one.casefold(), other.casefold())


_NEAR = 0.85


def near_titles(one: str, other: str) -> bool:
    """Whether two titles are the same one with a slip."""
    from difflib import SequenceMatcher  # noqa: PLC0415

    return SequenceMatcher(None, folded(one), folded(other)).ratio() >= _NEAR


_BETWEEN = re.compile(r"\s*(?:[,;/]|\b(?:und|sowie|and)\b)\s*")
_LONGEST_NAME = 10
"""Parts of a name that holds words such as "und" itself; no body has as many."""


def parted(words: str, known: Mapping[str, str]) -> list[str] | None:
    """The ids of names that stand beside each other; a name may hold an "und" itself. None where one is not known."""
    gaps = [(each.start(), each.end()) for each in _BETWEEN.finditer(words)]
    ends = [*gaps, (len(words), len(words))]
    after: dict[int, list[str] | None] = {len(words): []}
    for position, start in reversed([*enumerate((0, *(end for _, end in gaps)))]):
        if start in after:  # a comma at the end
            continue
        after[start] = None
        for end, next_ in reversed(ends[position : position + _LONGEST_NAME]):  # the longest name first
            id_, others = known.get(folded(words[start:end])), after[next_]
            if id_ is not None and others is not None:
                after[start] = [id_, *others]
                break
    return after[0]
