"""Two texts as one with marks: which words were struck, which inserted, which stay.

Words are compared, never letters: a compound, a gender form, a number with its unit and a date are one word. The marks
are exact (what stays and what is struck give the old text byte for byte, what stays and what is inserted the new one)
and made to be read: rows of a table and items of a list are compared with each other; a few words that happen to stay
between long changes are marked with them; what has little in common is struck and inserted whole.
"""

import enum
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from kic.domain.revisions.aligning import Run, align
from kic.domain.revisions.tokens import CONTENT, Tokens, weight


class Mark(enum.Enum):
    """What became of some words."""

    KEEP = "keep"
    STRIKE = "strike"
    INSERT = "insert"


class Piece(msgspec.Struct, frozen=True):
    """Words with their mark; never empty."""

    mark: Mark
    words: str


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts as one; neighbouring pieces differ in their marks, and a strike stands before its insert."""
    if old == new:
        return (Piece(Mark.KEEP, old),) if old else ()
    before, after = Tokens(old), Tokens(new)
    return tuple(_pieces(before, after, _changes(before, after)))


class _Change(NamedTuple):
    """Words from `a` to `a_end` of the old text that became those from `b` to `b_end` of the new one."""

    a: int
    a_end: int
    b: int
    b_end: int


# -- which piece belongs to which ------------------------------------------------------------------------------

_MOST_PAIRS = 400
"""Up to this product of numbers, pieces of a changed stretch are compared each with each."""
_ALIKE = 0.35
"""Share of weight that two pieces have in common, from which on one is the other, changed."""
_SAME = 0.85
"""From here on several pieces and one are the same words, with other ends of lines."""

_Pair = tuple[int, int, int, int]
"""Words from the first to the second number became those from the third to the fourth."""


def _changes(before: Tokens, after: Tokens) -> list[_Change]:
    """What changed, in order: whole pieces where they have no counterpart, words within those that have one."""
    changes: list[_Change] = []
    a = b = 0
    for a_low, a_high, b_low, b_high in [
        *_pairs(before, after),
        (len(before.words),) * 2 + (len(after.words),) * 2,
    ]:
        n = 0
        while a + n < a_low and b + n < b_low and before.words[a + n] == after.words[b + n] == "\n":
            n += 1
        a, b, n = a + n, b + n, 0
        while (
            a_low - n > a
            and b_low - n > b
            and before.words[a_low - n - 1] == after.words[b_low - n - 1] == "\n"
        ):
            n += 1
        if (a, b) != (a_low - n, b_low - n):
            changes.append(_Change(a, a_low - n, b, b_low - n))
        changes.extend(_within(before, after, (a_low, a_high, b_low, b_high)))
        a, b = a_high, b_high
    return changes


def _pairs(before: Tokens, after: Tokens) -> list[_Pair]:
    """Pieces that stay or go on changed, in order."""
    old, new = before.units(), after.units()
    runs = align(
        [before.text[before.starts[a] : before.ends[end - 1]] for a, end in old],
        [after.text[after.starts[b] : after.ends[end - 1]] for b, end in new],
    )
    pairs: list[_Pair] = []
    i = j = 0
    for i_next, j_next, n in [*runs, (len(old), len(new), 0)]:
        pairs.extend(_alike(before, after, old[i:i_next], new[j:j_next]))
        pairs.extend((*old[i_next + k], *new[j_next + k]) for k in range(n))
        i, j = i_next + n, j_next + n
    return pairs


def _alike(
    before: Tokens, after: Tokens, old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> list[_Pair]:
    """Of a stretch that changed, the pieces that go on: in order, so that together they share the most."""
    if not old or not new:
        return []
    if len(old) == len(new) == 1 or len(old) * len(new) > _MOST_PAIRS:
        return [(old[0][0], old[-1][1], new[0][0], new[-1][1])]
    bags = [_bag(before, unit) for unit in old]
    others = [_bag(after, unit) for unit in new]
    if 1 in {len(old), len(new)} and _share(_sum(bags), _sum(others)) >= _SAME:  # joined, or cut in pieces
        return [(old[0][0], old[-1][1], new[0][0], new[-1][1])]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    shares = [[_share(bag, other) for other in others] for bag in bags]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            with_it = best[i + 1][j + 1] + shares[i][j] if shares[i][j] >= _ALIKE else 0.0
            best[i][j] = max(with_it, best[i + 1][j], best[i][j + 1])
    pairs: list[_Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((*old[i], *new[j]))
            i, j = i + 1, j + 1
    return pairs


def _bag(tokens: Tokens, unit: tuple[int, int]) -> Counter[str]:
    bag: Counter[str] = Counter()
    for word in tokens.words[unit[0] : unit[1]]:
        bag[word] += weight(word)
    return bag


def _sum(bags: list[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for bag in bags:
        total.update(bag)
    return total


def _share(bag: Counter[str], other: Counter[str]) -> float:
    return 2 * sum((bag & other).values()) / max(1, sum(bag.values()) + sum(other.values()))


# -- within a piece -------------------------------------------------------------------------------------------

_FEW = 2 * CONTENT
"""Two words of content on either side: a shorter change is no reason to swallow what stays beside it."""
_MANY = 6
"""So often the weight of small words that stay has a change beside them to have that they go with it."""
_LITTLE = 0.3
"""Share of the shorter text below which nothing is said to stay."""
_PHRASE = 5 * CONTENT
"""Five words of content in a row: whoever sees them stay sees that this is the same text."""
_SLIDE = 60
"""So many words an insertion may slide to a better place."""


def _within(before: Tokens, after: Tokens, pair: _Pair) -> list[_Change]:
    a_low, a_high, b_low, b_high = pair
    old, new = before.words[a_low:a_high], after.words[b_low:b_high]
    if old == new:
        return []
    runs = [(a_low + i, b_low + j, n) for i, j, n in align(old, new)]
    changes: list[_Change] = []
    a, b = a_low, b_low
    for i, j, n in [*_slid(before, after, runs, pair), (a_high, b_high, 0)]:
        if (i, j) != (a, b):
            change = _Change(a, i, b, j)
            while changes and _swallows(before, after, changes[-1], change):
                change = _Change(changes[-1].a, change.a_end, changes[-1].b, change.b_end)
                changes.pop()
            changes.append(change)
        a, b = i + n, j + n
    return [_Change(*pair)] if _other_text(before, after, changes, pair) else changes


def _slid(before: Tokens, after: Tokens, runs: list[Run], pair: _Pair) -> list[Run]:
    """Moves what was only inserted, or only struck, to where a sentence begins, if it may stand there too."""
    runs = [(pair[0], pair[2], 0), *runs, (pair[1], pair[3], 0)]
    for position in range(len(runs) - 1):
        a, b, n = runs[position]
        a2, b2, n2 = runs[position + 1]
        if (a + n == a2) == (b + n == b2):
            continue
        tokens, low, high = (after, b + n, b2) if a + n == a2 else (before, a + n, a2)
        shift = _best_shift(tokens, low, high, n, n2)
        runs[position] = (a, b, n + shift)
        runs[position + 1] = (a2 + shift, b2 + shift, n2 - shift)
    return [run for run in runs if run[2]]


def _best_shift(tokens: Tokens, low: int, high: int, left: int, right: int) -> int:
    words = tokens.words
    best, shift = tokens.begins_piece(low), 0
    for step in range(1, min(right, _SLIDE) + 1):
        if words[low + step - 1] != words[high + step - 1]:
            break
        if (worth := tokens.begins_piece(low + step)) > best:
            best, shift = worth, step
    for step in range(1, min(left, _SLIDE) + 1):
        if words[low - step] != words[high - step]:
            break
        if (worth := tokens.begins_piece(low - step)) > best:
            best, shift = worth, -step
    return shift


def _size(before: Tokens, after: Tokens, change: _Change) -> int:
    return max(before.weight(change.a, change.a_end), after.weight(change.b, change.b_end))


def _swallows(before: Tokens, after: Tokens, left: _Change, right: _Change) -> bool:
    """Whether two changes are read as one: little stays between them, and both are long; or mere small words do."""
    between = before.words[left.a_end : right.a]
    if "\n" in between:
        return False
    least, most = sorted((_size(before, after, left), _size(before, after, right)))
    kept = before.weight(left.a_end, right.a)
    if least >= _FEW and 2 * kept <= least:
        return True
    return most >= _MANY * max(kept, CONTENT) and all(weight(word) < CONTENT for word in between)


def _other_text(before: Tokens, after: Tokens, changes: list[_Change], pair: _Pair) -> bool:
    """Whether so little stays that the old text was replaced, not changed. Mere insertions replace nothing."""
    kept, longest, a = 0, 0, pair[0]
    for low, high in [*((change.a, change.a_end) for change in changes), (pair[1], pair[1])]:
        run = before.weight(a, low)
        kept, longest, a = kept + run, max(longest, run), high
    shorter = min(before.weight(pair[0], pair[1]), after.weight(pair[2], pair[3]))
    return kept < _LITTLE * shorter and longest < _PHRASE


# -- exact pieces ---------------------------------------------------------------------------------------------


def _pieces(before: Tokens, after: Tokens, changes: list[_Change]) -> Iterator[Piece]:
    """The spaces between words go to the change that they stand in, unless both texts have them."""
    kept: list[str] = []
    struck: list[str] = []
    inserted: list[str] = []
    for old, new in _stretches(before, after, changes):
        if old == new:
            head, tail = len(old), 0
        else:
            head = _common_space(old, new)
            tail = _common_space(old[head:][::-1], new[head:][::-1])
        if old[:head]:
            yield from _flushed(kept, struck, inserted)
            kept.append(old[:head])
        struck.append(old[head : len(old) - tail])
        inserted.append(new[head : len(new) - tail])
        if tail:
            yield from _flushed(kept, struck, inserted)
            kept.append(old[-tail:])
    yield from _flushed(kept, struck, inserted)
    if kept:
        yield Piece(Mark.KEEP, "".join(kept))


def _flushed(kept: list[str], struck: list[str], inserted: list[str]) -> Iterator[Piece]:
    """What has come together, if there is a change in it; what stays may still grow."""
    strike, insert = "".join(struck), "".join(inserted)
    if strike or insert:
        for mark, words in ((Mark.KEEP, "".join(kept)), (Mark.STRIKE, strike), (Mark.INSERT, insert)):
            if words:
                yield Piece(mark, words)
        kept.clear()
    struck.clear()
    inserted.clear()


def _common_space(old: str, new: str) -> int:
    """How many spaces both begin with."""
    n, most = 0, min(len(old), len(new))
    while n < most and old[n] == new[n] and old[n].isspace():
        n += 1
    return n


def _stretches(before: Tokens, after: Tokens, changes: list[_Change]) -> Iterator[tuple[str, str]]:
    """Both texts cut side by side, words that stay and what stands between them in turn, or at once if equal."""
    a_at = b_at = a = b = 0
    for change in [*changes, None]:
        a_stop = change.a if change else len(before.words)
        if a < a_stop:
            a_last, b_last = before.ends[a_stop - 1], after.ends[b + a_stop - a - 1]
            if (same := before.text[a_at:a_last]) == after.text[b_at:b_last]:
                yield same, same
                a_at, b_at, a, b = a_last, b_last, a_stop, b + a_stop - a
        while a < a_stop:
            yield before.text[a_at : before.starts[a]], after.text[b_at : after.starts[b]]
            yield before.words[a], after.words[b]
            a_at, b_at = before.ends[a], after.ends[b]
            a, b = a + 1, b + 1
        a_end, b_end = (change.a_end, change.b_end) if change else (a, b)
        a_next = before.starts[a_end] if a_end < len(before.words) else len(before.text)
        b_next = after.starts[b_end] if b_end < len(after.words) else len(after.text)
        yield before.text[a_at:a_next], after.text[b_at:b_next]
        a, b, a_at, b_at = a_end, b_end, a_next, b_next
