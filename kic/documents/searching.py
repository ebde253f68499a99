"""What is found for a few words: over all records and the texts beside them, grouped by kind, the best first.

Every word has to be there, in whatever field, as `kic.core.folding` reads it; also inside a longer word, so that
`ausschuss` is found in `Begleitausschuss`. Words of six letters or more are found with one typing error too, theirs or
the record's, at the beginning of a longer word where nothing fits better or the word is long. A day and an amount are
found in the spelling of records, however they were typed, and so is an id: `HE 9` is `he-09`. Marks that the call
shows to nobody are not searched, so that finding nothing tells nothing of them.
"""

import enum
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from kic.core.folding import Folded, fold, slip
from kic.core.place import Field
from kic.core.record import Entry, declared
from kic.core.snapshot import Snapshot
from kic.core.text import Keyword
from kic.documents.naming import title_of
from kic.domain.concept.edition_rules import editions_worked_on
from kic.domain.scoring.visibility import concealed, discreet_entry

FILE = "file"
"""What stands for the kind of a file that holds no record."""
TOLERANT = 6
"""Letters from which on a word is found with a typing error."""
LONG = 9
"""Letters from which on the beginning of a longer word may have the error, as in `Förderantrag` and `Förderanträge`."""
AROUND = 60
"""Characters that a context shows at most on each side of what was found."""
TEXTS = (
    ".md",
    ".txt",
    ".csv",
    ".tsv",
    ".j2",
    ".html",
    ".htm",
    ".xml",
    ".json",
    ".jsonl",
    ".ics",
    ".eml",
    ".typ",
)
"""Endings of files that are text; others are not searched."""
LARGEST = 1_000_000
"""Bytes of the largest file that is searched."""

_ENTRY, _FIELD = "\x01", "\x00"
_EDGES = ".,;:!?\"'()[]{}«»„“”‚‘’…"  # noqa: RUF001  # quotation marks

Word = Callable[[Any], str]
"""How a value is called in the language of the reader: `implemented (umgesetzt)`."""


class Match(enum.Enum):
    """How well something fits: by its id, its title, whole words, parts of words, or with a typing error."""

    ID = "id"
    TITLE = "title"
    WORDS = "words"
    PART = "part"
    SIMILAR = "similar"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A record or file. `context` are the words around what was found, which stands in it at `marks`.

    `field` is where they stand, of a file its line; empty where the title or the id says it all. `places` are the
    fields in which some word was found.
    """

    kind: str
    id: str
    title: str | None
    path: str
    match: Match
    field: Field
    context: str
    marks: tuple[tuple[int, int], ...]
    places: int


class Term(msgspec.Struct, frozen=True):
    """A word that is searched, folded, with other spellings of what it means, and as it was typed."""

    spellings: tuple[str, ...]
    typed: str = ""

    @property
    def tolerant(self) -> bool:
        """Whether it is found with a typing error."""
        return len(self.spellings[0]) >= TOLERANT and self.spellings[0].isalpha()


class _Searched(msgspec.Struct, frozen=True):
    """A record or file with its texts: first its id, then its title, then the others with their fields."""

    kind: str
    id: str
    title: str | None
    path: str
    texts: list[tuple[Field, str]]
    former: bool


def terms_of(spelled: str) -> tuple[Term, ...]:
    """The words to search for; empty where nothing but signs was typed."""
    found = []
    for word in spelled.split():
        folded = fold(word.strip(_EDGES))
        if folded:
            meant = [fold(each) for each in _meant(word)]
            found.append(Term(tuple(dict.fromkeys((folded, *meant))), word))
    return tuple(dict.fromkeys(found))


def _meant(word: str) -> Iterator[str]:
    """A day or an amount as records spell it."""
    if not any(map(str.isdigit, word)):
        return
    from kic.core.spelling import amount, day  # noqa: PLC0415
    from kic.core.values import Misread  # noqa: PLC0415

    for read in (day, amount):
        try:
            yield str(read(word))
        except Misread:
            continue


def search(
    repository: Snapshot, terms: Sequence[Term], word: Word, *, kinds: Sequence[str] = ()
) -> tuple[Found, ...]:
    """Everything that holds all the terms: the kinds in the order of their best record, in each the best first.

    `kinds` narrows it. Linear in the length of all texts.
    """
    searched = list(_searched(repository, word, kinds))
    if not searched:
        return ()
    whole = fold(_ENTRY.join(_FIELD.join([words for _, words in each.texts]) for each in searched))
    entries = whole.split(_ENTRY)
    hits = [_spread(whole, entries, term) for term in terms]
    wanted = _as_id(" ".join(term.typed for term in terms))
    ranked = []
    for position, (each, folded) in enumerate(zip(searched, entries, strict=True)):
        places = [spots[position] for spots in hits if position in spots]
        if _as_id(each.id) == wanted:
            ranked.append(((_BY_ID, each.former, position), _by_id(each)))
        elif len(places) == len(terms):
            grade, found = _found(each, folded.split(_FIELD), places)
            ranked.append(((grade, each.former, position), found))
    ranked.sort(key=lambda pair: pair[0])
    best: dict[str, int] = {}
    for _, found in ranked:
        best.setdefault(found.kind, len(best))
    return tuple(sorted((found for _, found in ranked), key=lambda found: best[found.kind]))


# -- what is searched --------------------------------------------------------------------------------------


def _searched(repository: Snapshot, word: Word, kinds: Sequence[str]) -> Iterator[_Searched]:
    current = editions_worked_on(repository)
    for entry in repository:
        if kinds and entry.kind not in kinds:
            continue
        seen = discreet_entry(repository, entry)
        title = title_of(seen.record)
        texts: list[tuple[Field, str]] = [((), entry.id or entry.path), ((), _plain(title or ""))]
        texts += _texts(seen, word)
        edition = getattr(seen.record, "edition", None)
        former = bool(current) and isinstance(edition, str) and edition not in current
        yield _Searched(entry.kind or FILE, entry.id or entry.path, title, entry.path, texts, former)
    if kinds and FILE not in kinds:
        return
    for path in repository.files:
        if path in repository.entries or not path.lower().endswith(TEXTS) or concealed(repository, path):
            continue
        content = repository.content(path)
        if content is not None and len(content) <= LARGEST:
            lines = content.decode("utf-8", "replace").splitlines()
            numbered: list[tuple[Field, str]] = [((n,), _plain(line)) for n, line in enumerate(lines, 1)]
            yield _Searched(FILE, path, None, path, [((), path), ((), ""), *numbered], former=False)


def _texts(entry: Entry, word: Word) -> list[tuple[Field, str]]:
    """The texts of a record with their fields; of one that cannot be read what is there."""
    found: list[tuple[Field, str]] = []
    if entry.record is not None:
        for each in declared(type(entry.record)):
            if each.name not in ("id", "title", "name"):
                _collect(getattr(entry.record, each.name), (each.key,), word, found)
    elif entry.declared is not None:
        _collect(entry.declared, (), word, found)
    else:
        lines = entry.source.decode("utf-8", "replace").splitlines()
        found += [((number,), _plain(line)) for number, line in enumerate(lines, 1)]
    return found


def _collect(  # noqa: C901  # a branch for each sort of value
    value: Any, field: Field, word: Word, found: list[tuple[Field, str]]
) -> None:
    kind = type(value)
    if kind is str:
        found.append((field, _plain(value)))
    elif kind is tuple or kind is list:
        for position, item in enumerate(value):
            _collect(item, (*field, position), word, found)
    elif isinstance(value, msgspec.Struct):
        for each in declared(type(value)):
            inside = getattr(value, each.name)
            if inside is not None and inside != ():
                _collect(inside, (*field, each.key), word, found)
    elif kind is dict:
        for key, item in value.items():
            found.append(((*field, str(key)), _plain(str(key))))
            _collect(item, (*field, str(key)), word, found)
    elif isinstance(value, enum.Enum):
        found.append((field, word(Keyword(kind.__name__, str(value.value)))))
    elif value is not None and kind is not bool:
        found.append((field, str(value)))


def _plain(words: str) -> str:
    """Without what keeps texts apart here."""
    if _ENTRY in words or _FIELD in words:
        return words.replace(_ENTRY, " ").replace(_FIELD, " ")
    return words


# -- where a word stands -----------------------------------------------------------------------------------


class _Spot(msgspec.Struct, frozen=True):
    """What was found in an entry for a term: the words as they stand there, with how well they fit."""

    words: str
    similar: bool


def _spread(whole: str, entries: Sequence[str], term: Term) -> dict[int, list[_Spot]]:
    """For each entry (by its number) the words in it that a term stands for; linear in the text."""
    found: dict[int, list[_Spot]] = {}
    for spelling in term.spellings:
        for number, words in enumerate(entries):
            if spelling in words:
                found.setdefault(number, []).append(_Spot(spelling, similar=False))
    if term.tolerant:
        ends = list(_occurrences(whole, _ENTRY))
        inside = not found or len(term.spellings[0]) >= LONG
        for at, words in _slips(whole, term.spellings[0], inside=inside):
            spots = found.setdefault(bisect_right(ends, at), [])
            if all(spot.words != words for spot in spots):
                spots.append(_Spot(words, similar=True))
    return found


def _occurrences(whole: str, part: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + len(part))


def _slips(whole: str, word: str, *, inside: bool) -> Iterator[tuple[int, str]]:
    """Words that are one typing error away, and with `inside` also those that begin so.

    One error leaves one half of a word as it is, unless it swaps the letters in the middle.
    """
    half = len(word) // 2
    swapped = f"{word[: half - 1]}{word[half]}{word[half - 1]}{word[half + 1 :]}"
    begins = {at for part in (word[:half], swapped) for at in _occurrences(whole, part)}
    begins |= {
        at - half + shift
        for at in _occurrences(whole, word[half:])
        for shift in (-1, 0, 1)
        if at - half + shift >= 0
    }
    for at in begins:
        if at and whole[at - 1].isalnum():
            continue
        end = at
        while end < len(whole) and whole[end].isalnum():
            end += 1
        token = whole[at:end]
        if word in token:
            continue
        if slip(word, token):
            yield at, token
        elif inside:
            for length in (len(word), len(word) + 1, len(word) - 1):
                if length < len(token) and slip(word, token[:length]):
                    yield at, token[:length]
                    break


# -- how well it fits, and where to look -------------------------------------------------------------------


def _found(each: _Searched, folded: Sequence[str], places: Sequence[Sequence[_Spot]]) -> tuple[int, Found]:
    """How well an entry fits (the least is best), and what is shown of it."""
    wanted = [spot for spots in places for spot in spots]
    grades = [min(_grade(folded, spot) for spot in spots) for spots in places]
    grade = max(grades)
    holding = [n for n, words in enumerate(folded) if any(spot.words in words for spot in wanted)]
    where = max(
        holding,
        key=lambda n: (sum(any(spot.words in folded[n] for spot in spots) for spots in places), n == 1, -n),
    )
    field, words = each.texts[where]
    context, marks = _context(words, [spot.words for spot in wanted])
    if where == 0 and each.title is not None:
        context, marks = " ".join(each.title.split()), ()
    return grade, Found(
        kind=each.kind,
        id=each.id,
        title=each.title,
        path=each.path,
        match=_MATCHES[grade],
        field=field,
        context=context,
        marks=marks,
        places=len(holding),
    )


def _as_id(spelled: str) -> tuple[str, ...]:
    """Letters and numbers of an id in turn, without zeros before a number, so that `HE 9` is `he-09`."""
    return tuple(each.lstrip("0") for each in _IN_IDS.findall(spelled.casefold()))


def _by_id(each: _Searched) -> Found:
    """A record whose id was typed."""
    return Found(
        kind=each.kind,
        id=each.id,
        title=each.title,
        path=each.path,
        match=Match.ID,
        field=(),
        context=" ".join((each.title or each.id).split()),
        marks=(),
        places=1,
    )


_IN_IDS = re.compile(r"[^\W\d_]+|\d+")
_MATCHES = (Match.ID, Match.TITLE, Match.TITLE, Match.WORDS, Match.PART, Match.SIMILAR)
_BY_ID, _IN_TITLE, _INSIDE_TITLE, _WORDS, _PART, _SIMILAR = range(6)


def _grade(folded: Sequence[str], spot: _Spot) -> int:
    if spot.similar:
        return _SIMILAR
    if folded[0] == spot.words:
        return _BY_ID
    if _begins(folded[1], spot.words):
        return _IN_TITLE
    if spot.words in folded[1]:
        return _INSIDE_TITLE
    return _WORDS if any(_begins(words, spot.words) for words in folded) else _PART


def _begins(words: str, part: str) -> bool:
    """Whether a word begins with the part."""
    return any(not at or not words[at - 1].isalnum() for at in _occurrences(words, part))


def _context(words: str, parts: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around the first of the parts, in one line, and where all of the parts stand in it."""
    line = " ".join(words.split())
    folded = Folded(line)
    spans = sorted(
        {folded.original(at, at + len(part)) for part in parts for at in _occurrences(folded.words, part)}
    )
    begin, end = spans[0]
    shown, start, stop, before = _cut(line, begin, end)
    marks: list[tuple[int, int]] = []
    for first, after in spans:
        if stop >= after and first - start + before >= (marks[-1][1] if marks else 0):
            marks.append((first - start + before, after - start + before))
    return shown, tuple(marks)


def _cut(line: str, begin: int, end: int) -> tuple[str, int, int, int]:
    """The line around a span, cut between words: the words, where they start and stop, how many signs stand before."""
    start, stop = max(0, begin - AROUND), min(len(line), end + AROUND)
    if start:
        blank = line.find(" ", start, begin)
        start = blank + 1 if blank >= 0 else start
    if stop < len(line):
        blank = line.rfind(" ", end, stop)
        stop = blank if blank >= 0 else stop
    before, behind = ("… " if start else ""), (" …" if stop < len(line) else "")
    return f"{before}{line[start:stop]}{behind}", start, stop, len(before)
