"""How the themes, goals and recommendations of a text begin: by a word and a number, by a number alone, by a level.

    Beginnings.of({"theme": ("Kapitel",), "recommendation": ("1.1", "###")}) -> Beginnings

Cities call the parts of their concepts by many words. The usual ones are known; what a text has besides is told: a word
that stands before the number (`Kapitel`), a number with as many parts (`1.1`), a heading's level (`###`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kic.core.text import text
from kic.core.values import Misread
from kic.repository.intake.headings import folded
from kic.sheets.paragraphs import Form, Paragraph

KINDS = ("theme", "goal", "recommendation")
LONGEST_TITLE = 200
"""Characters of a title; a longer paragraph that begins like one is a sentence."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "theme": (
        "themenfeld",
        "handlungsfeld",
        "themenbereich",
        "handlungsbereich",
        "aktionsfeld",
        "thema",
        "theme",
    ),
    "recommendation": (
        "handlungsempfehlung",
        "empfehlung",
        "he",
        "maßnahme",
        "massnahme",
        "maßnahmenvorschlag",
        "recommendation",
        "measure",
    ),
    "goal": (
        "ziel",
        "strategisches ziel",
        "operatives ziel",
        "leitziel",
        "handlungsziel",
        "oberziel",
        "teilziel",
        "goal",
    ),
}
_MARK = r"\s*[:.)\u2013\u2014-]*\s*"
_APART = r"(?:\s*[:\u2013\u2014]\s*|\s+-\s+)"
_PART = r"[0-9]{1,4}"  # what is longer counts nothing in a concept
_PARTS = rf"{_PART}(?:\.{_PART})*"
_NUMBER = rf"({_PARTS}[a-z]?|(?-i:[IVX]{{1,12}}|[A-Z](?:[. ]?{_PART})*))(?!\w)"
NUMBERED = re.compile(rf"({_PARTS})[.)]?\s+(.+)", re.DOTALL)
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Beginning(NamedTuple):
    """The beginning of an element: its number, empty where it has none, its title, and whether a mark parts them.

    `word` is what it is called, empty where it is known by its number or level alone.
    """

    kind: str
    number: str
    title: str
    parted: bool
    word: str = ""


class _Shapes(NamedTuple):
    """What begins elements of a kind, besides the usual words."""

    words: tuple[str, ...]
    parts: frozenset[int]
    levels: frozenset[int]


class Beginnings:
    """Tells which paragraphs begin an element."""

    def __init__(self, told: Mapping[str, _Shapes] | None = None) -> None:
        self._told = {kind: (told or {}).get(kind, _NOTHING) for kind in KINDS}
        mine = {word for shapes in self._told.values() for word in shapes.words}
        self._words = {
            kind: (*self._told[kind].words, *(each for each in _WORDS[kind] if each not in mine))
            for kind in KINDS
        }
        self._patterns = {kind: _pattern(words) for kind, words in self._words.items()}
        self._unnumbered = {kind: _unnumbered(words) for kind, words in self._words.items()}

    @classmethod
    def of(cls, told: Mapping[str, Sequence[str]]) -> "Beginnings":
        """From what was told of each kind. Raises Misread with the spelling that is none of the three."""
        return cls({kind: _shapes(spelled) for kind, spelled in told.items()})

    def words(self, kind: str) -> tuple[str, ...]:
        """The words that elements of a kind are called by, in small letters."""
        return self._words[kind]

    def named(self, kind: str, words: str) -> Beginning | None:
        """An element of this kind that is called by a word and has a number."""
        match = self._patterns[kind].fullmatch(words)
        if match is None:
            return None
        number = _arabic(match[2]) if kind == "theme" else match[2].replace(" ", "")
        return Beginning(kind, number, match[4].strip(), parted=bool(match[3].strip()), word=folded(match[1]))

    def unnumbered(self, kind: str, words: str) -> Beginning | None:
        """An element whose heading calls it by a word alone: `Handlungsfeld: Sprache`."""
        match = self._unnumbered[kind].fullmatch(words)
        return (
            None
            if match is None
            else Beginning(kind, "", match[2].strip(), parted=True, word=folded(match[1]))
        )

    def shaped(self, each: Paragraph, words: str) -> Beginning | None:
        """An element by the number or the level alone that was told of its kind."""
        heading = each.form is Form.HEADING
        if not (heading or each.bold) or len(words) > LONGEST_TITLE:
            return None
        numbered = NUMBERED.fullmatch(words)
        number, title = (numbered[1], numbered[2].strip()) if numbered else ("", words)
        for kind, shapes in self._told.items():
            parts = number.count(".") + 1 if number else 0
            if parts in shapes.parts or (heading and each.level in shapes.levels):
                return Beginning(kind, number, title, parted=True)
        return None

    def begins(self, each: Paragraph, words: str) -> bool:
        """Whether a heading begins any element."""
        return (
            any(self.named(kind, words) or self.unnumbered(kind, words) for kind in KINDS)
            or self.shaped(each, words) is not None
        )


_NOTHING = _Shapes((), frozenset(), frozenset())


def _shapes(spelled: Sequence[str]) -> _Shapes:
    words, parts, levels = [], set(), set()
    for each in map(str.strip, spelled):
        if re.fullmatch(r"#{1,6}", each):
            levels.add(len(each))
        elif re.fullmatch(r"\d+(\.\d+)*\.?", each):
            parts.add(each.strip(".").count(".") + 1)
        elif any(map(str.isalpha, each)) and not any(map(str.isdigit, each)):
            words.append(" ".join(each.casefold().split()))
        else:
            raise Misread(
                text("{spelling} is no word, no number such as 1.1 and no level such as ##", spelling=each)
            )
    return _Shapes(tuple(words), frozenset(parts), frozenset(levels))


def _either(words: Sequence[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in longest)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(
        rf"({_either(words)})(?:\s+nr\.?)?[\s-]+{_NUMBER}({_MARK})(.*)", re.IGNORECASE | re.DOTALL
    )


def _unnumbered(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"({_either(words)}){_APART}(\S.*)", re.IGNORECASE | re.DOTALL)


def _arabic(number: str) -> str:
    """A number of digits; Roman ones and single letters are turned."""
    if number[0].isdigit():
        return number
    if not set(number) <= set(_ROMAN):
        return str(ord(number) - ord("A") + 1) if len(number) == 1 else number
    values = [_ROMAN[each] for each in number]
    total = sum(
        -each if any(each < later for later in values[i + 1 :]) else each for i, each in enumerate(values)
    )
    return str(total)


class Heading(NamedTuple):
    """Headings of a text that look alike: how they would be told, how many there are, and the first."""

    spelling: str
    many: int
    first: str


def headings_alike(paragraphs: Sequence[Paragraph]) -> Iterator[Heading]:
    """The headings of a text by their numbers or levels, in its order, for somebody who has to tell what they are."""
    found: dict[str, list[str]] = {}
    for each in paragraphs:
        words = f"{each.label} {each.words}".strip() if any(map(str.isdigit, each.label)) else each.words
        numbered = NUMBERED.fullmatch(words)
        if each.form is Form.HEADING and words:
            spelling = ".".join("1" * (numbered[1].count(".") + 1)) if numbered else "#" * each.level
            if spelling:
                found.setdefault(spelling, []).append(words)
    for spelling, words_ in found.items():
        yield Heading(spelling, len(words_), words_[0])
