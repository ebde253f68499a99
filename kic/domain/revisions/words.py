"""Two texts as one with marks: which words were struck, which inserted, which stay.

Words are compared, never letters: a compound, a gender form, a number with its unit and a date are one word. The marks
are exact (what stays and what is struck give the old text byte for byte, what stays and what is inserted the new one) and
made to be read: a few words that happen to stay between long changes are marked with them, and texts that have
little in common are struck and inserted whole.
"""

import enum
import re
from collections.abc import Iterator

import msgspec

from kic.domain.revisions.aligning import align

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jänner"
_UNITS = "%|‰|€|°C|°|Euro|EUR|Prozent|Tsd\\.|Mio\\.|Mrd\\.|km|m²|m2|ha|kg|Stunden|Tage|Wochen|Monate|Jahre"
_S = "[ \u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"""
    (?P<space>[^\S\n]+)
  | \n
  | \d{{1,2}}\.{_S}?(?:{_MONTHS})(?:{_S}\d{{4}})?(?!\w)              # 14. Februar 2022
  | §§?{_S}?\d+[a-z]?                                                 # § 22
  | [+−-]?\d+(?:[.,:/–-]\d+)*\.?(?:{_S}?(?:{_UNITS})(?!\w))+        # 1.234,50 Euro, 10-12 %
  | \d+(?:[.,:/–-]\d+)*(?:\.(?=\d|{_S}[a-zäöü]))?\w*                  # 14.02.2022, 2., 3b
  | (?:[^\W\d_]\.{_S}?){{1,3}}[^\W\d_]\.                              # z. B., i. d. R.
  | (?:Abs|Art|Nr|Kap|Ziff|bzw|ca|evtl|ggf|inkl|vgl|usw|etc|sog|zzgl|Dr|Prof|St|Str)\.
  | [^\W_][\w\u0300-\u036f\u00ad]*                                    # a word, with its accents
    (?:(?:/-|[-‐‑:*_/·’'&])(?=[^\W_])[\w\u0300-\u036f\u00ad]+         # Kita-Lotsen, Bürger:innen, und/oder
      |\((?:in|innen|r|n|en|e|s)\)                                    # Schüler(innen)
    )*
    -?                                                                # Vor- und Nachteile
  | \.\.\.|\|
  | (?:.[\u0300-\u036f]*)
    """,
    re.VERBOSE,
)

_WEAK = frozenset(
    "aber alle allem allen als am an auch auf aus bei beim bis da damit dann das dass dem den der deren des dessen die "
    "dies diese diesem diesen dieser dieses durch ein eine einem einen einer eines er es für gegen hat haben ihr ihre "
    "ihrem ihren ihrer im in ins ist mit nach nicht noch nur ob oder sein seine seiner sich sie sind so sowie über um "
    "und unter vom von vor war was wenn werden wie wird wo zu zum zur zwischen the a an of to in and or is are for".split()
)
"""Words that any two texts share; that they stay says little."""


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
    before, after = _Tokens(old), _Tokens(new)
    runs = align(before.words, after.words)
    changes = _readable(before, after, _slid(before, after, runs))
    return tuple(_pieces(before, after, changes))


def old_text(pieces: tuple[Piece, ...]) -> str:
    """The old text again."""
    return "".join(piece.words for piece in pieces if piece.mark is not Mark.INSERT)


def new_text(pieces: tuple[Piece, ...]) -> str:
    """The new text again."""
    return "".join(piece.words for piece in pieces if piece.mark is not Mark.STRIKE)


class _Tokens:
    """The words of a text with their places; spaces are not words, an end of a line is one."""

    __slots__ = ("ends", "starts", "text", "weights", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(text):
            if match.lastgroup != "space":
                self.words.append(match[0])
                self.starts.append(match.start())
                self.ends.append(match.end())
        self.weights = [_weight(word) for word in self.words]

    def begins_piece(self, at: int) -> int:
        """How good a place before this word is for the beginning of a change."""
        if at == 0 or at >= len(self.words) or self.words[at - 1] == "\n":
            return 4
        before = self.words[at - 1]
        if before[-1] in ".!?:" and self.words[at][:1].isupper():
            return 3
        return 1 if before[-1] in ",;–-(„" else 0


def _weight(word: str) -> int:
    """How much it says that a word stays: four for a word of content."""
    if word == "\n":
        return 4
    if not word[0].isalnum():
        return 1 if word != "§" else 2
    return 2 if word.lower() in _WEAK else 4


Run = tuple[int, int, int]
"""Old place, new place, number of words that are the same from there on."""


def _slid(before: _Tokens, after: _Tokens, runs: list[Run]) -> list[Run]:
    """Moves what was only inserted, or only struck, to where a sentence or a line begins, if it may stand there too."""
    runs = [*runs, (len(before.words), len(after.words), 0)]
    if runs[0][:2] != (0, 0):
        runs.insert(0, (0, 0, 0))
    for position in range(len(runs) - 1):
        a, b, n = runs[position]
        a2, b2, n2 = runs[position + 1]
        if (a + n == a2) == (b + n == b2):
            continue
        tokens, low, high = (after, b + n, b2) if a + n == a2 else (before, a + n, a2)
        shift = _best_shift(tokens, low, high, n, n2)
        if shift:
            runs[position] = (a, b, n + shift)
            runs[position + 1] = (a2 + shift, b2 + shift, n2 - shift)
    return [run for run in runs if run[2]]


_SLIDE = 60


def _best_shift(tokens: _Tokens, low: int, high: int, left: int, right: int) -> int:
    words = tokens.words
    best, shift = tokens.begins_piece(low) + (high == len(words)), 0
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


class _Change(msgspec.Struct):
    """Words from `a` to `a_end` of the old text that became those from `b` to `b_end` of the new one."""

    a: int
    a_end: int
    b: int
    b_end: int


_FEW = 8
"""Two words of content on either side: a shorter change is no reason to swallow what stays beside it."""
_LITTLE = 0.3
_PHRASE = 20
"""Five words of content in a row: whoever sees them stay sees that this is the same text."""


def _readable(before: _Tokens, after: _Tokens, runs: list[Run]) -> list[_Change]:
    """The changes between what stays, few words that stay between long changes swallowed."""
    total = [0]
    for weight in before.weights:
        total.append(total[-1] + weight)
    total_new = [0]
    for weight in after.weights:
        total_new.append(total_new[-1] + weight)

    def size(change: _Change) -> int:
        return max(total[change.a_end] - total[change.a], total_new[change.b_end] - total_new[change.b])

    changes: list[_Change] = []
    a = b = 0
    for old, new, n in [*runs, (len(before.words), len(after.words), 0)]:
        if (old, new) != (a, b):
            change = _Change(a, old, b, new)
            while changes and _swallows(before, changes[-1], change, size, total):
                last = changes.pop()
                change = _Change(last.a, change.a_end, last.b, change.b_end)
            changes.append(change)
        a, b = old + n, new + n
    return _whole(before, after, changes, total, total_new)


def _swallows(before: _Tokens, left: _Change, right: _Change, size: object, total: list[int]) -> bool:
    assert callable(size)
    least = min(size(left), size(right))
    kept = total[right.a] - total[left.a_end]
    return bool(least >= _FEW and 2 * kept <= least and "\n" not in before.words[left.a_end : right.a])


def _whole(
    before: _Tokens, after: _Tokens, changes: list[_Change], total: list[int], total_new: list[int]
) -> list[_Change]:
    """Texts that share little are struck and inserted whole."""
    if not changes:
        return changes
    kept, longest, a = 0, 0, 0
    for change in [*changes, _Change(len(before.words), 0, 0, 0)]:
        run = total[change.a] - total[a]
        kept, longest, a = kept + run, max(longest, run), change.a_end
    if kept < _LITTLE * min(total[-1], total_new[-1]) and longest < _PHRASE:
        return [_Change(0, len(before.words), 0, len(after.words))]
    return changes


def _pieces(before: _Tokens, after: _Tokens, changes: list[_Change]) -> Iterator[Piece]:
    """Exact pieces: the spaces between words go to the change that they stand in, unless both texts have them."""
    kept: list[str] = []
    for old, new, stays in _stretches(before, after, changes):
        if stays:
            kept.append(old)
            continue
        head = _common_space(old, new)
        tail = _common_space(old[head:][::-1], new[head:][::-1])
        kept.append(old[:head])
        struck, inserted = old[head : len(old) - tail], new[head : len(new) - tail]
        if struck or inserted:
            if "".join(kept):
                yield Piece(Mark.KEEP, "".join(kept))
            kept = []
            if struck:
                yield Piece(Mark.STRIKE, struck)
            if inserted:
                yield Piece(Mark.INSERT, inserted)
        kept.append(old[len(old) - tail :])
    if "".join(kept):
        yield Piece(Mark.KEEP, "".join(kept))


def _common_space(old: str, new: str) -> int:
    """How many spaces both begin with."""
    n = 0
    while n < min(len(old), len(new)) and old[n] == new[n] and old[n].isspace():
        n += 1
    return n


def _stretches(before: _Tokens, after: _Tokens, changes: list[_Change]) -> Iterator[tuple[str, str, bool]]:
    """Both texts cut side by side: `(old, new, whether it stays)`, words and gaps in turn."""
    a_at = b_at = a = b = 0
    for change in [*changes, None]:
        a_stop = change.a if change else len(before.words)
        while a < a_stop:  # words that stay, with whatever stands before each
            old_gap, new_gap = before.text[a_at : before.starts[a]], after.text[b_at : after.starts[b]]
            yield old_gap, new_gap, old_gap == new_gap
            yield before.words[a], after.words[b], True
            a_at, b_at = before.ends[a], after.ends[b]
            a, b = a + 1, b + 1
        a_end, b_end = (change.a_end, change.b_end) if change else (a, b)
        a_next = before.starts[a_end] if a_end < len(before.words) else len(before.text)
        b_next = after.starts[b_end] if b_end < len(after.words) else len(after.text)
        old, new = before.text[a_at:a_next], after.text[b_at:b_next]
        yield old, new, old == new
        a, b, a_at, b_at = a_end, b_end, a_next, b_next
