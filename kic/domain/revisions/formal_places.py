r"""Places in a text as an amendment names them: paragraphs, sentences, list items, table rows; and words.

A text is cut without loss: units (what can be named) and what lies between them. Places count as a reader counts:
sentences within their paragraph, list items and table rows through the whole text.
"""

import re
from collections.abc import Iterator

import msgspec

SENTENCE = "sentence"
ITEM = "item"
ROW = "row"
PARAGRAPH = "paragraph"
"""All sentences of one; the other kinds are single units."""

_MARKS = (  # combining marks of the scripts that occur: they belong to the letter before them
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u0900-\u0903\u093a-\u094f\u0b82\u0bbe-\u0bcd\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u200d\u200c\u00ad\U0001f3fb-\U0001f3ff"
)
_LETTERS = rf"\w[\w{_MARKS}]*"
TOKEN = re.compile(
    rf"\s+"
    rf"|{_LETTERS}(?:(?:[-\u2010\u2011'’*:/_]|(?<=\d)[.,](?=\d)){_LETTERS})*"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|[.]{{2,}}"
    rf"|[^\w\s](?:\u200d[^\w\s]|[{_MARKS}])*"
)
"""Words with their inner hyphens, gender signs and decimal points; runs of space; single signs."""

_BLANK = re.compile(r"\s*\n[^\S\n]*\n\s*|\s*\r[^\S\r\n]*\r\s*")
_LINE = re.compile(r"[^\r\n]+")
_ITEM = re.compile(r"\s*(?:[-*+•–‣◦]|\d{1,3}[.)]|\(?[a-zA-Z]\))\s+\S")
_MONTHS = "(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|March|May|October|December)"
_ORDINAL_FIRST = re.compile(rf"\s*\d{{1,2}}\.\s+{_MONTHS}")
_END = re.compile(r"(?:[.!?…]+|\.{2,})[\"'”“’‘»«›‹)\]]*(?=\s)")
_ORDINAL = 2
"""Numbers of so many figures with a stop are ordinals (3. Runde), unless a sentence evidently begins."""
_LAST_WORD = re.compile(r"[\w]+\Z")
_STARTS = re.compile(r"\s+[\"'„“‚»«›‹(\[*]*(?:[^\W\d_]|\d|[^\w\s])")

ABBREVIATIONS = frozenset(
    (  # noqa: SIM905  # a list of words is read as one
        "abb abs abschn abzgl allg anl anm art aufl az bd bsp bspw bzgl bzw ca chr co dgl dipl dr ehem "
        "einschl engl etc etw evtl exkl ff geb gem ggf ggfs gegr gez grds hg hr hrsg inkl insb insbes jg jhd "
        "jhdt kap lfd lit lt max mind min mio mrd mtl nr nrn pos prof rd reg rn rspr sog sonst spez st std "
        "stellv str tab tel tsd usw usf verf vgl vorl wg ziff zit zz zzgl zzt"
    ).split()
)
"""German abbreviations that end in a stop, in lower case; single letters (z. B., d. h., i. d. R.) count as well."""
MAY_END = frozenset(("etc", "ff", "f", "usw", "usf", "V", "v"))
"""Those that also stand at the end of a sentence (usw., etc., e. V.): the next word decides."""
STARTERS = frozenset(
    (  # noqa: SIM905  # a list of words is read as one
        "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Es Sie Er Wir Ihr Im In Am An Auf Aus Bei Beim "
        "Bis Damit Dabei Dafür Daher Dazu Dies Diese Dieser Dieses Durch Für Gegen Hier Hierzu Ihre Mit Nach "
        "Nicht Nur Ob Ohne Seit So Über Um Und Unter Vom Von Vor Während Weil Wenn Wer Wie Zu Zum Zur Zudem "
        "Zwischen Alle Als Auch Außerdem Jede Jeder Jedes Kein Keine Sobald Sofern Soweit Sowie The A An It "
        "They We This These For With If"
    ).split()
)
"""Words with which sentences begin: after a number or an abbreviation that may end a sentence."""


class Unit(msgspec.Struct, frozen=True):
    """A part of a text that has a name: `kind`, its number and (sentences) its paragraph, and where it stands."""

    kind: str
    paragraph: int
    number: int
    start: int
    end: int


def tokens(words: str) -> tuple[str, ...]:
    """The words, signs and spaces of a text; joined they are the text."""
    return tuple(found[0] for found in TOKEN.finditer(words))


def units(text: str) -> tuple[Unit, ...]:
    """The sentences, list items and table rows in their order; between them is nothing but space."""
    found: list[Unit] = []
    counted = {ITEM: 0, ROW: 0}
    paragraph = 0
    for start, end in _paragraphs(text):
        sentences = 0
        for kind, first, last in _blocks(text, start, end):
            if kind != SENTENCE:
                counted[kind] += 1
                found.append(Unit(kind, 0, counted[kind], first, last))
                continue
            for one, other in _sentences(text, first, last):
                if not sentences:
                    paragraph += 1
                sentences += 1
                found.append(Unit(SENTENCE, paragraph, sentences, one, other))
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _BLANK.finditer(text):
        start, end = _trimmed(text, at, found.start())
        if start < end:
            yield start, end
        at = found.end()
    start, end = _trimmed(text, at, len(text))
    if start < end:
        yield start, end


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Runs of prose lines, each list item with the lines that continue it, each table row."""
    kind, first, last = "", start, start
    for found in _LINE.finditer(text, start, end):
        line = found[0]
        if not line.strip():
            continue
        if line.lstrip().startswith("|"):
            this = ROW
        elif _ITEM.match(line) and not _ORDINAL_FIRST.match(line):
            this = ITEM
        else:
            this = kind if kind in {SENTENCE, ITEM} else SENTENCE
            if this == kind:
                last = found.end()
                continue
        if kind == ROW == this and not line.strip(" \t|:-"):  # the line below a table's heads belongs to them
            last = found.end()
            continue
        if kind:
            yield kind, *_trimmed(text, first, last)
        kind, first, last = this, found.start(), found.end()
    if kind:
        yield kind, *_trimmed(text, first, last)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _END.finditer(text, start, end):
        if found.start() >= at and _ends(text, found.start(), found.end(), end):
            yield at, found.end()
            at = found.end()
            while at < end and text[at].isspace():
                at += 1
    if at < end:
        yield at, end


def _ends(text: str, stop: int, after: int, limit: int) -> bool:
    """Whether a sentence ends at this sign: not after an abbreviation or an ordinal number."""
    following = _STARTS.match(text, after, limit)
    if following is None:
        return False
    first = following[0].lstrip()
    if first.strip("\"'„“‚»«›‹([*").islower():
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    before = _LAST_WORD.search(text, max(0, stop - 40), stop)
    if before is None:
        return True
    word = before[0]
    next_word = re.match(r"\w+", text[following.end() - 1 : following.end() + 30])
    starter = next_word is not None and next_word[0] in STARTERS
    if word.isdecimal():
        return len(word) > _ORDINAL or starter
    if len(word) == 1 or word.lower() in ABBREVIATIONS or word.endswith("str"):  # Beispielstr. 5
        return starter and word in MAY_END
    return True
