"""How much two elements have in common: a guess for people, no ground for anything."""

import re
from collections import Counter

from kic.domain.revisions.elements import Element
from kic.domain.revisions.typography import plain

_FROM = 50
_COMMON = 40
"""A word that more elements than this have tells none apart; it keeps the time linear."""


def likeliest(olds: list[Element], news: list[Element]) -> tuple[tuple[str, str, int], ...]:
    """`(old id, new id, per cent)` of elements of one kind, each once, the most alike first."""
    bags = {each.id: _bag(each) for each in news} if olds else {}
    holders: dict[tuple[str, str], list[str]] = {}
    for each in news if olds else ():
        for word in bags[each.id]:
            holders.setdefault((each.kind, word), []).append(each.id)
    pairs: list[tuple[int, str, str]] = []
    for old in olds:
        bag = _bag(old)
        shared = Counter(
            id_ for word in bag if len(found := holders.get((old.kind, word), ())) <= _COMMON for id_ in found
        )
        for id_, _ in shared.most_common(3):
            other = bags[id_]
            both = sum((bag & other).values())
            per_cent = 200 * both // max(1, sum(bag.values()) + sum(other.values()))
            if per_cent >= _FROM:
                pairs.append((-per_cent, old.id, id_))
    found_old: set[str] = set()
    found_new: set[str] = set()
    chosen: list[tuple[str, str, int]] = []
    for negative, old_id, new_id in sorted(pairs):
        if old_id not in found_old and new_id not in found_new:
            chosen.append((old_id, new_id, -negative))
            found_old.add(old_id)
            found_new.add(new_id)
    return tuple(chosen)


def _bag(each: Element) -> Counter[str]:
    words = " ".join(words for _, words in each.texts)
    return Counter(word for word in re.findall(r"\w+", plain(words).lower()) if len(word) > 2)  # noqa: PLR2004
