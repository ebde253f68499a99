"""Which items of two sequences stay, in their order: rare items first, as they anchor the rest.

An own engine instead of `difflib`, whose time grows with the product of frequent words (a text of 20,000 words has a
thousand times "und") and whose longest common block need not be a sensible one. Time here is about linear: anchors are
items that both sides have once (patience), then the rarest; small rests are solved exactly, large rests
without an anchor are given up as changed.
"""

from bisect import bisect_left
from collections import Counter

Run = tuple[int, int, int]
"""Place in the first, place in the second, number of items that are the same from there on."""

_EXACT = 2500
"""Up to this product of lengths a rest is solved exactly."""
_DEPTH = 40
"""So often a rest is divided again; what is left then counts as changed."""
_RARE = 16
"""A pair of this many places at most may still anchor."""


def align(old: list[str], new: list[str]) -> list[Run]:
    """Runs of items that stay: in order, not overlapping, none empty, neighbours joined."""
    codes: dict[str, int] = {}
    a = [codes.setdefault(word, len(codes)) for word in old]
    b = [codes.setdefault(word, len(codes)) for word in new]
    pairs: list[Run] = []
    waiting = [(0, len(a), 0, len(b), 0)]
    while waiting:
        a_low, a_high, b_low, b_high, depth = waiting.pop()
        head, tail = _same_ends(a, a_low, a_high, b, b_low, b_high)
        pairs.append((a_low, b_low, head))
        a_low, b_low, a_high, b_high = a_low + head, b_low + head, a_high - tail, b_high - tail
        pairs.append((a_high, b_high, tail))
        if (a_high - a_low) * (b_high - b_low) <= _EXACT:
            pairs.extend(_exactly(a, a_low, a_high, b, b_low, b_high))
            continue
        a_at, b_at = a_low, b_low
        for i, j in _anchors(a, a_low, a_high, b, b_low, b_high) if depth < _DEPTH else ():
            pairs.append((i, j, 1))
            waiting.append((a_at, i, b_at, j, depth + 1))
            a_at, b_at = i + 1, j + 1
        if (a_at, b_at) != (a_low, b_low):
            waiting.append((a_at, a_high, b_at, b_high, depth + 1))
    return _joined(pairs)


def _same_ends(
    a: list[int], a_low: int, a_high: int, b: list[int], b_low: int, b_high: int
) -> tuple[int, int]:
    """How many items are the same at the beginning, and of the rest at the end."""
    head, most = 0, min(a_high - a_low, b_high - b_low)
    while head < most and a[a_low + head] == b[b_low + head]:
        head += 1
    tail = 0
    while tail < most - head and a[a_high - tail - 1] == b[b_high - tail - 1]:
        tail += 1
    return head, tail


def _joined(pairs: list[Run]) -> list[Run]:
    runs: list[Run] = []
    for i, j, n in sorted(pair for pair in pairs if pair[2]):
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + n)
        else:
            runs.append((i, j, n))
    return runs


def _anchors(
    a: list[int], a_low: int, a_high: int, b: list[int], b_low: int, b_high: int
) -> list[tuple[int, int]]:
    """Places of items that surely belong together, ascending on both sides; none if there are no rare ones."""
    often_a, often_b = Counter(a[a_low:a_high]), Counter(b[b_low:b_high])
    place = {b[j]: j for j in range(b_low, b_high) if often_b[b[j]] == 1}
    once = [(i, place[a[i]]) for i in range(a_low, a_high) if often_a[a[i]] == 1 and a[i] in place]
    if once:
        return _ascending(once)
    rarest = min(
        (code for code in often_a if code in often_b),
        key=lambda code: (often_a[code] * often_b[code], code),
        default=None,
    )
    if rarest is None or often_a[rarest] * often_b[rarest] > _RARE:
        return []
    places_b = [j for j in range(b_low, b_high) if b[j] == rarest]
    best, found = 0, (0, 0)
    for i in (i for i in range(a_low, a_high) if a[i] == rarest):
        for j in places_b:
            n = 1
            while i + n < a_high and j + n < b_high and a[i + n] == b[j + n]:
                n += 1
            if n > best:
                best, found = n, (i, j)
    return [found]


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs (ascending in the first) that is ascending in the second."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for position, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        if place == len(tails):
            tails.append(j)
            at.append(position)
        else:
            tails[place], at[place] = j, position
        before.append(at[place - 1] if place else -1)
    chosen: list[tuple[int, int]] = []
    position = at[-1] if at else -1
    while position >= 0:
        chosen.append(pairs[position])
        position = before[position]
    return chosen[::-1]


def _exactly(a: list[int], a_low: int, a_high: int, b: list[int], b_low: int, b_high: int) -> list[Run]:
    """A longest common subsequence."""
    width = b_high - b_low
    rows = [[0] * (width + 1)]
    for i in range(a_high - 1, a_low - 1, -1):
        below, row = rows[-1], [0] * (width + 1)
        item = a[i]
        for j in range(width - 1, -1, -1):
            if item == b[b_low + j]:
                row[j] = below[j + 1] + 1
            else:
                row[j] = below[j] if below[j] >= row[j + 1] else row[j + 1]  # noqa: FURB136  # a call takes longer
        rows.append(row)
    rows.reverse()
    pairs: list[Run] = []
    i = j = 0
    while i < a_high - a_low and j < width:
        if a[a_low + i] == b[b_low + j]:
            pairs.append((a_low + i, b_low + j, 1))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
