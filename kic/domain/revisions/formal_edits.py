"""One edit of a text as an amendment words it, and carrying edits out.

Every place refers to the old text. Words are found by quoting them: a quotation must stand there exactly once, or the
edit says which one is meant. What is quoted is compared word by word, so that „und“ is not found inside „Hund“.
"""

import enum
from collections.abc import Iterable
from itertools import accumulate

import msgspec

from kic.domain.revisions.formal_places import ITEM, PARAGRAPH, ROW, SENTENCE, Unit, tokens, units
from kic.errors import UsageError


class Act(enum.Enum):
    """What an edit does: to words, to units (sentences, list items, table rows), or to the whole field."""

    REPLACE = "replace"
    STRIKE = "strike"
    INSERT_AFTER = "insert_after"
    INSERT_BEFORE = "insert_before"
    REWORD = "reword"
    DROP = "drop"
    ADD = "add"
    SHIFT = "shift"
    SPACE = "space"
    WHOLE = "whole"
    ERASE = "erase"


ON_WORDS = frozenset((Act.REPLACE, Act.STRIKE, Act.INSERT_AFTER, Act.INSERT_BEFORE))


class Unfit(UsageError):
    """An edit does not fit the text that it is applied to: what it quotes is not there, or not only once."""


class Spot(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A unit of the old text; without a kind the only one there is, or the whole field.

    `paragraph` is 0 where the text has one paragraph only. `to` is the last of a run of units.
    """

    kind: str = ""
    paragraph: int = 0
    number: int = 0
    to: int = 0


class Edit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One edit. `old` is taken away, `new` put there; `after` and `before` are the words at the place.

    `nth` says which occurrence is meant where the quotation stands several times; with `every`, all of the field are
    meant and it says how many. `editorial`: only typography changes. `lead` is the space before what ADD and SHIFT
    put; None: that of the beginning. `target` is the unit after which they put it; None: at the beginning.
    """

    act: Act
    spot: Spot = Spot()
    after: str = ""
    old: str = ""
    new: str = ""
    before: str = ""
    nth: int = 0
    every: bool = False
    editorial: bool = False
    lead: str | None = None
    target: Spot | None = None


class Cut(msgspec.Struct, frozen=True):
    """A text in its units: `words[i]` is a unit, `leads[i]` the space before it, `tail` what follows the last."""

    units: tuple[Unit, ...]
    words: tuple[str, ...]
    leads: tuple[str, ...]
    tail: str


def cut(text: str, *, single: bool = False) -> Cut:
    """The text in its units; with `single` as one unit, as a title is."""
    found = units(text)
    if single and found:
        found = (Unit(SENTENCE, 1, 1, found[0].start, found[-1].end),)
    starts = [unit.start for unit in found]
    ends = [0, *[unit.end for unit in found]]
    return Cut(
        units=found,
        words=tuple([text[unit.start : unit.end] for unit in found]),
        leads=tuple([text[end:start] for end, start in zip(ends, starts, strict=False)]),
        tail=text[ends[-1] :],
    )


def applied(text: str | None, edits: Iterable[Edit], *, single: bool = False) -> str | None:
    """The text after the edits; None is a field that is not there.

    Raises:
        Unfit: an edit names a place or quotes words that this text does not have, or not only once.
    """
    edits = tuple(edits)
    for edit in edits:
        if edit.act in {Act.WHOLE, Act.ERASE}:
            return edit.new if edit.act is Act.WHOLE else None
    if text is None:
        raise Unfit("The list changes words of a text that is not there.")
    if not edits:
        return text
    return _Composing(cut(text, single=single), edits).text()


class Item(msgspec.Struct):
    """A unit on its way into the new text: its words, the space before it if the list says so, where it was."""

    words: str
    lead: str | None
    at: int | None
    usual: str = ""


def laid_out(old: Cut, edits: tuple[Edit, ...]) -> list[Item]:
    """The units of the new text in order, with the space that usually stands before each."""
    return _Composing(old, edits).items()


class _Composing:
    """The new text out of the units of the old one."""

    def __init__(self, old: Cut, edits: tuple[Edit, ...]) -> None:
        self.old = old
        self.words: list[str | None] = list(self._worded(edits))
        self.leads: dict[int, str] = {}
        self.attached: dict[int, list[Item]] = {}
        self.start: str | None = None
        self.tail = old.tail
        for edit in edits:
            if edit.act not in ON_WORDS:
                self._take(edit)

    def text(self) -> str:
        return "".join(
            [(item.usual if item.lead is None else item.lead) + item.words for item in self.items()]
        ) + (self.tail)

    def items(self) -> list[Item]:
        found = list(self.attached.get(-1, ()))
        inherited = ""
        for at, words in enumerate(self.words):
            own = self.old.leads[at] if at else ""
            if words is None:
                inherited = max(own, inherited, key=_breaks)
            else:
                usual = max(own, inherited, key=_breaks) or _usual(self.old.units[at].kind)
                found.append(Item(words, self.leads.get(at), at, usual))
                inherited = ""
            found += self.attached.get(at, ())
        if found:
            first = self.start if self.start is not None else (self.old.leads[0] if self.old.leads else "")
            found[0].lead = first
        return found

    def _take(self, edit: Edit) -> None:
        if edit.act is Act.SPACE and edit.spot.kind in {"start", "end"}:
            if edit.spot.kind == "start":
                self.start = edit.new
            else:
                self.tail = edit.new
            return
        target = -1 if edit.target is None else places(self.old, edit.target)[-1]
        if edit.act is Act.ADD:
            self.attached.setdefault(target, []).append(Item(edit.new, edit.lead, None, " "))
            return
        run = places(self.old, edit.spot)
        if edit.act is Act.SPACE:
            self.leads[run[0]] = edit.new
            return
        if edit.act is Act.SHIFT:
            words = self.old.words[run[0]]
            self.attached.setdefault(target, []).append(
                Item(words, edit.lead, None, _usual(self.old.units[run[0]].kind))
            )
        for at in run:
            self.words[at] = None
        if edit.act is Act.REWORD:
            self.words[run[0]] = edit.new

    def _worded(self, edits: tuple[Edit, ...]) -> list[str]:
        """The units with the edits of words carried out."""
        splices: dict[int, list[tuple[int, int, str]]] = {}
        for edit in edits:
            if edit.act not in ON_WORDS:
                continue
            if edit.every:
                for at, words in enumerate(self.old.words):
                    splices.setdefault(at, []).extend(
                        (start, start + len(edit.old), edit.new) for start in occurrences(edit.old, words)
                    )
                continue
            at = places(self.old, edit.spot)[0]
            start = located(edit, self.old.words[at])
            splices.setdefault(at, []).append((start, start + len(edit.old), edit.new))
        return [_spliced(words, splices.get(at, [])) for at, words in enumerate(self.old.words)]


def _breaks(space: str) -> tuple[int, int]:
    return space.count("\n"), len(space)


def _usual(kind: str) -> str:
    return "\n" if kind in {ITEM, ROW} else " "


def _spliced(words: str, splices: list[tuple[int, int, str]]) -> str:
    if not splices:
        return words
    parts, at = [], 0
    for start, end, new in sorted(splices):
        if start < at:
            raise Unfit("Two entries of the list change the same words.")
        parts += [words[at:start], new]
        at = end
    return "".join([*parts, words[at:]])


def places(old: Cut, spot: Spot) -> tuple[int, ...]:
    """The positions of the units that a spot names.

    Raises:
        Unfit: there is no such unit, or the spot means the only one and there are several.
    """
    if not spot.kind:
        if len(old.units) == 1:
            return (0,)
    elif spot.kind == PARAGRAPH:
        if whole := tuple([at for at, unit in enumerate(old.units) if unit.paragraph == spot.number]):
            return whole
    else:
        last = max(spot.to, spot.number)
        found = tuple(
            [
                at
                for at, unit in enumerate(old.units)
                if unit.kind == spot.kind
                and spot.number <= unit.number <= last
                and (unit.kind != SENTENCE or unit.paragraph == (spot.paragraph or 1))
            ]
        )
        if len(found) == last - spot.number + 1:
            return found
    raise Unfit("The text has no place {number} of this kind that the list names.", number=spot.number)


def located(edit: Edit, words: str) -> int:
    """Where the words that an edit takes away begin in its unit.

    Raises:
        Unfit: the quotation is not there, or several times and the edit does not say which.
    """
    quoted = edit.after + edit.old + edit.before
    core = quoted.strip()
    found = occurrences(core, words)
    if not found or (len(found) > 1 and not edit.nth) or edit.nth > len(found):
        raise Unfit("{words} does not stand exactly once where the list looks for it.", words=core)
    start = found[max(edit.nth, 1) - 1] - (len(quoted) - len(quoted.lstrip()))
    if start < 0 or words[start : start + len(quoted)] != quoted:
        raise Unfit("The spaces around {words} are not those of the list.", words=core)
    return start + len(edit.after)


def occurrences(core: str, words: str) -> list[int]:
    """Where a quotation stands, compared word by word; overlapping ones count."""
    sought = tokens(core)
    if not sought or core not in words:
        return []
    parts = tokens(words)
    starts = list(accumulate(map(len, parts), initial=0))
    size = len(sought)
    first = sought[0]
    return [
        starts[at]
        for at, part in enumerate(parts[: len(parts) - size + 1])
        if part == first and parts[at : at + size] == sought
    ]
