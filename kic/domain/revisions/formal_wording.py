"""Two wordings of one field as a short list of edits: what an amendment has to say, and nothing more.

First whole units are compared (sentences, list items, table rows), then the words within a pair of units. A sentence
that changes by more than about half is given anew as a whole, a row of a table also if it has more or fewer cells, and
so is a text of which hardly a sentence stays. What comes out is always carried out once before it is handed over: if it
did not give the new wording, byte for byte, the field would be given anew.
"""

import re
from collections import Counter

from kic.domain.revisions.aligning import align
from kic.domain.revisions.formal_edits import (
    Act,
    Cut,
    Edit,
    Spot,
    Unfit,
    applied,
    cut,
    laid_out,
    occurrences,
)
from kic.domain.revisions.formal_places import PARAGRAPH, ROW, tokens
from kic.domain.revisions.formal_quoting import HALF, quoted
from kic.domain.revisions.typography import only_typography, plain

ALIKE = 0.4
"""Two sentences that share this much may be one that was changed."""
_ESCAPED = re.compile(r"\\.")
_WIDE = 40_000
"""Beyond this product of numbers of sentences, pairs are not looked for: the run is given anew."""


def edits(old: str | None, new: str | None, *, single: bool = False) -> tuple[Edit, ...]:
    """What leads from one wording to the other; None is a field that is not there.

    `single` treats the field as one unit, as a title is.
    """
    if old == new:
        return ()
    if new is None:
        return (Edit(Act.ERASE, old=old or ""),)
    whole = (Edit(Act.WHOLE, old=old or "", new=new, editorial=only_typography(old or "", new)),)
    if not (old or "").strip() or not new.strip():
        return whole
    assert old is not None
    found = _Wording(old, new, single=single).edits()
    if found is None:
        return whole
    try:
        exact = applied(old, found, single=single) == new
    except Unfit:
        return whole
    return found if exact else whole


class _Wording:
    """The comparison of two wordings."""

    def __init__(self, old: str, new: str, *, single: bool) -> None:
        self.old, self.new = cut(old, single=single), cut(new, single=single)
        self.single = single
        self.borders: dict[int, tuple[int, int]] = {}
        """First and last unit of each paragraph of the old text; items and rows are in none."""
        self.many = len(self.old.units) > 1 and max(unit.paragraph for unit in self.old.units) > 1
        for at, unit in enumerate(self.old.units):
            self.borders[unit.paragraph] = (self.borders.get(unit.paragraph, (at, at))[0], at)
        self.partner: dict[int, int] = {}
        """New unit -> the old unit that it comes from, kept or changed."""
        self.run: dict[int, tuple[int, int]] = {}
        """First old unit of a run -> the new units that are given in its place."""
        self.dropped: list[int] = []
        self.shifted: dict[int, int] = {}
        """New unit -> the old unit of the same words that stood elsewhere."""

    def edits(self) -> tuple[Edit, ...] | None:
        """The edits; None if the whole field is better given anew."""
        self._pair()
        words = self._words()
        found = [*words, *self._units()]
        kept = sum(len(self.old.words[at]) for at in self.partner.values() if at not in self.run)
        kept -= sum(len(edit.old) for edit in words if edit.act is Act.REWORD)
        if kept < (1 - HALF) * len("".join(self.old.words)) * (0.5 if len(self.old.words) > 1 else 1):
            return None
        return tuple(sorted(self._every(found) + self._spaces(found), key=self._reading))

    # -- which unit became which -----------------------------------------------------------------------------------

    def _pair(self) -> None:
        old, new = self.old.words, self.new.words
        a = b = 0
        if self.single:
            self.partner[0] = 0
            return
        for i, j, n in [*align(list(old), list(new)), (len(old), len(new), 0)]:
            self._between(a, i, b, j)
            self.partner.update({j + k: i + k for k in range(n)})
            a, b = i + n, j + n
        self._shifts()

    def _between(self, a: int, a_end: int, b: int, b_end: int) -> None:
        """Units between those that stay: pairs that are alike, in order; what is left beside each other is a run."""
        if (a_end - a) * (b_end - b) > _WIDE:
            pairs: list[tuple[int, int]] = []
        else:
            pairs = _likest(self.old.words[a:a_end], self.new.words[b:b_end])
        for i, j in [*((a + i, b + j) for i, j in pairs), (a_end, b_end)]:
            self._rest(a, i, b, j)
            if i < a_end and j < b_end:
                self.partner[j] = i
            a, b = i + 1, j + 1

    def _rest(self, a: int, a_end: int, b: int, b_end: int) -> None:
        if a_end - a == b_end - b == 1 and not self._elsewhere(a, a_end, b, b_end):
            self.partner[b] = a
        elif a < a_end and b < b_end and not self._elsewhere(a, a_end, b, b_end):
            for j in range(b, b_end):
                self.partner[j] = a
            self.run[a] = (b, b_end)
            self.dropped.extend(range(a + 1, a_end))
        else:
            self.dropped.extend(range(a, a_end))

    def _elsewhere(self, a: int, a_end: int, b: int, b_end: int) -> bool:
        """Whether one of these units stands unchanged in the other text: then it was moved, not replaced."""
        return any(words in self.new.words for words in self.old.words[a:a_end]) or any(
            words in self.old.words for words in self.new.words[b:b_end]
        )

    def _shifts(self) -> None:
        places = {self.old.words[at]: at for at in reversed(self.dropped)}
        often = Counter(self.old.words)
        for j, words in enumerate(self.new.words):
            if j not in self.partner and words in places and often[words] == 1:
                self.shifted[j] = places.pop(words)
        gone = set(self.shifted.values())
        self.dropped = [at for at in self.dropped if at not in gone]

    # -- edits of words --------------------------------------------------------------------------------------------

    def _words(self) -> list[Edit]:
        found: list[Edit] = []
        for j, i in sorted(self.partner.items()):
            if i in self.run or self.old.words[i] == self.new.words[j]:
                continue
            old, new = self.old.words[i], self.new.words[j]
            anew = self.old.units[i].kind == ROW and _signs(old) != _signs(new)  # cells came or went
            within = None if anew else quoted(old, new, self._spot(i))
            if within is None:
                within = [
                    Edit(Act.REWORD, self._spot(i), old=old, new=new, editorial=only_typography(old, new))
                ]
            found += within
        return found

    def _every(self, found: list[Edit]) -> list[Edit]:
        """The same replacement wherever the words stand is one edit."""
        often = Counter(
            (edit.old, edit.new) for edit in found if edit.act is Act.REPLACE and not edit.old[0].isspace()
        )
        everywhere = {
            pair
            for pair, n in often.items()
            if n > 1
            and pair[0] == pair[0].strip()
            and n == sum(len(occurrences(pair[0], words)) for words in self.old.words)
        }
        kept: list[Edit] = []
        for edit in found:
            if edit.act is Act.REPLACE and (edit.old, edit.new) in everywhere:
                if (one := _everywhere(edit, often)) not in kept:
                    kept.append(one)
            else:
                kept.append(edit)
        return kept

    # -- edits of units --------------------------------------------------------------------------------------------

    def _units(self) -> list[Edit]:
        found = []
        for i, (b, b_end) in self.run.items():
            last = i
            while last + 1 in self.dropped and self._same_series(i, last + 1):
                last += 1
            self.dropped = [at for at in self.dropped if not i < at <= last]
            old, new = _joined(self.old, i, last + 1), _joined(self.new, b, b_end)
            found.append(Edit(Act.REWORD, self._spot(i, last), old=old, new=new))
        for first, last in self._runs():
            found.append(Edit(Act.DROP, self._spot(first, last), old=_joined(self.old, first, last + 1)))
        after: int | None = None
        j = 0
        while j < len(self.new.words):
            if j in self.partner:
                after = self.partner[j]
                j += 1
                continue
            target = None if after is None else self._spot(after)
            if j in self.shifted:
                moved = self.shifted[j]
                found.append(
                    Edit(
                        Act.SHIFT,
                        self._spot(moved),
                        old=self.old.words[moved],
                        lead=self._lead(j),
                        target=target,
                    )
                )
                j += 1
                continue
            end = j + 1
            while end < len(self.new.words) and end not in self.partner and end not in self.shifted:
                end += 1
            found.append(Edit(Act.ADD, new=_joined(self.new, j, end), lead=self._lead(j), target=target))
            j = end
        return found

    def _lead(self, j: int) -> str | None:
        return self.new.leads[j] if j else None

    def _runs(self) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        for at in sorted(self.dropped):
            if runs and runs[-1][1] == at - 1 and self._same_series(runs[-1][0], at):
                runs[-1] = (runs[-1][0], at)
            else:
                runs.append((at, at))
        return runs

    def _same_series(self, first: int, other: int) -> bool:
        one, two = self.old.units[first], self.old.units[other]
        return one.kind == two.kind and one.paragraph == two.paragraph

    def _spaces(self, found: list[Edit]) -> list[Edit]:
        """What stands between the units, where it is not what a reader would expect."""
        result = []
        items = laid_out(self.old, tuple(found))
        first = [self.partner.get(j) for j in range(len(self.new.words))]
        firsts: dict[int, int] = {}
        for j, i in enumerate(first):
            if i is not None:
                firsts.setdefault(i, j)
        for item in items[1:]:
            if item.at is None or item.at not in firsts:
                continue
            lead = self.new.leads[firsts[item.at]]
            if lead != item.usual:
                first_one, last = self.borders[self.old.units[item.at].paragraph]
                spot = self._spot(item.at, last if item.at == first_one else None)
                result.append(Edit(Act.SPACE, spot, old=item.usual, new=lead))
        if self.new.leads[0] != self.old.leads[0]:
            result.append(Edit(Act.SPACE, Spot("start"), old=self.old.leads[0], new=self.new.leads[0]))
        if self.new.tail != self.old.tail:
            result.append(Edit(Act.SPACE, Spot("end"), old=self.old.tail, new=self.new.tail))
        return result

    # -- places ----------------------------------------------------------------------------------------------------

    def _spot(self, at: int, last: int | None = None) -> Spot:
        if len(self.old.units) == 1:
            return Spot()
        unit = self.old.units[at]
        if last is not None and unit.paragraph and self.many and self._is_paragraph(at, last):
            return Spot(PARAGRAPH, number=unit.paragraph)
        end = self.old.units[last].number if last is not None and last > at else 0
        return Spot(unit.kind, unit.paragraph if self.many else 0, unit.number, end)

    def _is_paragraph(self, first: int, last: int) -> bool:
        paragraph = self.old.units[first].paragraph
        return (first, last) == self.borders[paragraph]

    def _reading(self, edit: Edit) -> tuple[int, int]:
        """Edits stand in the order of the places they name."""
        spot = edit.target if edit.act is Act.ADD else edit.spot
        if spot is None or spot.kind == "start":
            return -1, 0
        if spot.kind == "end":
            return len(self.old.units), 1
        if not spot.kind:
            return (-1, 1) if edit.every else (0, edit.act is Act.ADD)
        for at, unit in enumerate(self.old.units):
            if spot.kind == PARAGRAPH and unit.paragraph == spot.number:
                return at, False
            same = spot.paragraph in {0, unit.paragraph}
            if same and (unit.kind, unit.number) == (spot.kind, spot.number):
                return at, edit.act is Act.ADD
        return len(self.old.units), 0


def _signs(row: str) -> int:
    """How many signs between cells a row of a table has."""
    return _ESCAPED.sub("", row).count("|")


def _everywhere(edit: Edit, often: Counter[tuple[str, str]]) -> Edit:
    n = often[edit.old, edit.new]
    return Edit(Act.REPLACE, old=edit.old, new=edit.new, nth=n, every=True, editorial=edit.editorial)


def _joined(text: Cut, start: int, end: int) -> str:
    return "".join([(text.leads[at] if at > start else "") + text.words[at] for at in range(start, end)])


def _likest(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[int, int]]:
    """Pairs of units that are alike, in order: the choice that shares most."""
    if not old or not new:
        return []
    bags_old, bags_new = [_bag(words) for words in old], [_bag(words) for words in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_shared(one, two) for two in bags_new] for one in bags_old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            take = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new) and best[i][j] > 0:
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _bag(words: str) -> Counter[str]:
    return Counter(token for token in tokens(plain(words)) if not token.isspace())


def _shared(one: Counter[str], two: Counter[str]) -> float:
    """Which share of the signs of two units stands in both."""
    total = sum(len(word) * n for word, n in (one + two).items())
    both = sum(len(word) * n for word, n in (one & two).items())
    return 2 * both / total if total else 0.0
