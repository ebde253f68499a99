"""Changes of words within one sentence, each with the quotation that makes its place the only one.

A change is cut at the borders of words in both wordings. As many words before it are quoted as are needed; where even
that does not help, the edit counts which occurrence is meant.
"""

from bisect import bisect_right
from itertools import accumulate

import msgspec

from kic.domain.revisions.formal_edits import Act, Edit, Spot, occurrences
from kic.domain.revisions.formal_places import tokens
from kic.domain.revisions.typography import only_typography
from kic.domain.revisions.words import Mark, marked

HALF = 0.55
"""From this share of struck or inserted signs on, a sentence is given anew."""
MOST = 4
"""With more edits than this in one sentence, nobody could follow."""
REACH = 6
"""So many words before a place may be quoted to say which place it is."""
_COUPLE = 2
_QUOTES = frozenset("„“”‟«»\"‚‘’‛‹›'")
_SPAN = 12
"""Up to so many words, typographic changes are shown as one phrase."""

Splice = tuple[int, int, str]
"""From, to (in the old unit) and what stands there then."""


def quoted(old: str, new: str, spot: Spot) -> list[Edit] | None:
    """The edits that lead from one unit to the other; None if it is better given anew."""
    splices = _splices(old, new)
    plainly = only_typography(old, new)
    if plainly and len(splices) > 1 and _quotes(splices, old):
        splices = _spanned(splices, old)
    struck = sum(end - start for start, end, _ in splices)
    inserted = sum(len(words) for _, _, words in splices)
    too_much = struck > HALF * len(old) or inserted > HALF * len(new) or len(splices) > MOST
    if too_much and len(old) > 1 and not _small(splices, old):
        return None
    found = [_quoted(old, splice, spot) for splice in splices]
    return (
        [_editorial(edit, surely=plainly) for edit in found if edit is not None]
        if None not in found
        else None
    )


def _editorial(edit: Edit, *, surely: bool) -> Edit:
    if not (surely or only_typography(edit.old, edit.new)):
        return edit
    return msgspec.structs.replace(edit, editorial=True)


def _quotes(splices: list[Splice], old: str) -> bool:
    """Whether quotation marks change: nobody could read them quoted one by one."""
    return any(set(old[start:end] + words) <= _QUOTES for start, end, words in splices)


def _spanned(splices: list[Splice], old: str) -> list[Splice]:
    """One change from the first to the last, if what stands between is short."""
    start, end = splices[0][0], splices[-1][1]
    if _words(old[start:end]) > _SPAN:
        return splices
    parts, at = [], start
    for first, last, words in splices:
        parts += [old[at:first], words]
        at = last
    return [(start, end, "".join(parts))]


def _small(splices: list[Splice], old: str) -> bool:
    """One or two words for one or two others are quoted as such, however much of a short phrase they are."""
    if len(splices) != 1:
        return False
    start, end, new = splices[0]
    return (start, end) != (0, len(old)) and max(_words(old[start:end]), _words(new)) <= _COUPLE


def _words(text: str) -> int:
    return sum(_has_word(token) for token in tokens(text))


def _splices(old: str, new: str) -> list[Splice]:
    """The changes of words between two units, cut at the borders of words on both sides, in order."""
    borders_old, borders_new = _borders(old), _borders(new)
    found: list[tuple[int, int, int, int]] = []
    a = b = begun_a = begun_b = 0
    for piece in [*marked(old, new), None]:
        if piece is None or piece.mark is Mark.KEEP:
            if (begun_a, begun_b) != (a, b):
                found.append((begun_a, a, begun_b, b))
            size = len(piece.words) if piece is not None else 0
            a, b = a + size, b + size
            begun_a, begun_b = a, b
        elif piece.mark is Mark.STRIKE:
            a += len(piece.words)
        else:
            b += len(piece.words)
    widened: list[tuple[int, int, int, int]] = []
    for change in found:
        start, end, first, last = _widened(old, new, change, borders_old, borders_new)
        if widened and start <= widened[-1][1]:
            start, _, first, _ = widened.pop()
        widened.append((start, end, first, last))
    return [(start, end, new[first:last]) for start, end, first, last in widened]


def _borders(words: str) -> tuple[int, ...]:
    return tuple(accumulate(map(len, tokens(words)), initial=0))


def _at_border(at: int, borders: tuple[int, ...]) -> bool:
    return borders[bisect_right(borders, at) - 1] == at


def _widened(
    old: str,
    new: str,
    change: tuple[int, int, int, int],
    borders_old: tuple[int, ...],
    borders_new: tuple[int, ...],
) -> tuple[int, int, int, int]:
    """Until it begins and ends between words in both texts, and is more than space."""
    start, end, first, last = change

    def left() -> bool:
        return start > 0 and first > 0 and old[start - 1] == new[first - 1]

    def right() -> bool:
        return end < len(old) and last < len(new) and old[end] == new[last]

    while True:
        while left() and not (_at_border(start, borders_old) and _at_border(first, borders_new)):
            start, first = start - 1, first - 1
        while right() and not (_at_border(end, borders_old) and _at_border(last, borders_new)):
            end, last = end + 1, last + 1
        if old[start:end].strip() or new[first:last].strip() or not (left() or right()):
            return start, end, first, last
        if left():
            start, first = start - 1, first - 1
        if right():
            end, last = end + 1, last + 1


def _quoted(old: str, splice: Splice, spot: Spot) -> Edit | None:
    """A change of words with as much of its surroundings as makes the place the only one; None if none can."""
    start, end, new = splice
    struck = old[start:end]
    borders = _borders(old)
    if struck.strip():
        act = Act.REPLACE if new.strip() else Act.STRIKE
        for at in _further(borders, old, start):
            lonely = (
                not _has_word(old[at:end]) and start > 0
            )  # a sign alone is quoted with the word before it
            if not lonely and len(occurrences(old[at:end].strip(), old)) == 1:
                return Edit(act, spot, after=old[at:start], old=struck, new=new)
        return _numbered(Edit(act, spot, old=struck, new=new), old, start)
    befores = [at for at in _further(borders, old, start) if _has_word(old[at:start])]
    for at in befores:
        if len(occurrences(old[at:end].strip(), old)) == 1:
            return Edit(Act.INSERT_AFTER, spot, after=old[at:start], old=struck, new=new)
    afters = [at for at in borders if at > end and _has_word(old[end:at])][:REACH]
    for at in afters:
        if len(occurrences(old[start:at].strip(), old)) == 1:
            return Edit(Act.INSERT_BEFORE, spot, old=struck, before=old[end:at], new=new)
    if befores:
        return _numbered(
            Edit(Act.INSERT_AFTER, spot, after=old[befores[0] : start], old=struck, new=new), old, start
        )
    if afters:
        return _numbered(
            Edit(Act.INSERT_BEFORE, spot, old=struck, before=old[end : afters[0]], new=new), old, start
        )
    return None


def _further(borders: tuple[int, ...], old: str, start: int) -> list[int]:
    """Places further and further left, each before a word, REACH words at most."""
    at = bisect_right(borders, start) - 1
    found = [start]
    for border in reversed(borders[:at]):
        if old[border].isalnum():
            found.append(border)
            if len(found) > REACH:
                break
    return found


def _has_word(words: str) -> bool:
    return any(sign.isalnum() for sign in words)


def _numbered(edit: Edit, old: str, start: int) -> Edit | None:
    """The edit with the number of its occurrence."""
    quoted = edit.after + edit.old + edit.before
    core = start - len(edit.after) + len(quoted) - len(quoted.lstrip())
    found = occurrences(quoted.strip(), old)
    if core not in found:
        return None
    nth = found.index(core) + 1 if len(found) > 1 else 0
    return Edit(edit.act, edit.spot, edit.after, edit.old, edit.new, edit.before, nth)
