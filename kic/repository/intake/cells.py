"""Cells of a sheet become values, each checked where it stands; what cannot be read is a finding at its cell.

Amounts and days are never guessed (`kic.sheets.meaning`). Texts that hold an address, a number or an account of a
person make their row wait and are not shown.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.near import near
from kic.core.pattern import pattern
from kic.core.place import START
from kic.core.record import Entry
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Misread
from kic.domain.privacy import rules as privacy
from kic.domain.settings import Settings
from kic.present.safe import safe
from kic.sheets import Cell, Kind, Sheet, Workbook, meaning, misread, problem
from kic.sheets.laws import MISREAD

T = TypeVar("T")

_MARKS = str.maketrans("", "", "\u061c\u200e\u200f\n\t")
"""What a record may hold although it is not shown as it is."""
_pseudonym = pattern(r"p-[0-9]{4}", re.ASCII)


class Words:
    """What the cells may write for the ids of a kind: the id itself, a number, a title, or a word of the intake."""

    def __init__(self, known: Iterable[tuple[str, Iterable[str]]], own: Mapping[str, str]) -> None:
        self._ids: dict[str, set[str]] = {}
        for each, names in known:
            for name in (each, *names):
                self._ids.setdefault(_folded(name), set()).add(each)
        ids = {each for found in self._ids.values() for each in found}
        for word, each in own.items():
            if each in ids:
                self._ids[_folded(word)] = {each}

    def learn(self, id: str, name: str) -> None:  # noqa: A002
        """One more id with its name."""
        for word in (id, name):
            self._ids.setdefault(_folded(word), set()).add(id)

    def id_of(self, word: str) -> str | None:
        """The one id that is meant; None if there is none, or more than one."""
        found = self._ids.get(_folded(word), set())
        return next(iter(found)) if len(found) == 1 else None

    def near(self, word: str) -> tuple[str, ...]:
        """The ids of near names."""
        names = near(_folded(word), self._ids)
        return tuple(dict.fromkeys(each for name in names for each in sorted(self._ids[name])))


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


class CellReader:
    """Reads cells of one sheet and gathers what was found wrong with them."""

    def __init__(self, snapshot: Snapshot, book: Workbook, sheet: Sheet) -> None:
        self._snapshot, self._book = snapshot, book
        self._sheet: Sheet = sheet
        self._found: list[Diagnostic] = []
        self._texts: dict[str, tuple[Cell, str]] = {}

    def _every(
        self, heading_row: int, read: Callable[[int], T]
    ) -> tuple[tuple[T, ...], tuple[int, ...], tuple[Diagnostic, ...]]:
        """Each row below the headings with something in it: what was read, the numbers of those that wait, and why."""
        rows: dict[int, T] = {}
        waiting: set[int] = set()
        findings: list[Diagnostic] = []
        uneven = self._uneven()
        for number in self._sheet.row_numbers:
            if number <= heading_row:
                continue
            if number in uneven:
                waiting.add(number)  # its cells stand in the wrong columns: one finding says it all
                continue
            self._found = []
            row = read(number)
            if self._found:
                waiting.add(number)
                findings += self._found
            else:
                rows[number] = row
        personal = self._personal()
        waiting.update(each.place.span.line for each in personal if each.place.span is not None)
        good = tuple(row for number, row in rows.items() if number not in waiting)
        return good, tuple(sorted(waiting)), (*findings, *personal)

    def _uneven(self) -> frozenset[int]:
        """Rows whose cells stand in the wrong columns."""
        return frozenset(
            d.place.span.line for d in self._book.findings if d.place.span and d.law.slug == "uneven-row"
        )

    def _is_empty(self, cell: Cell) -> bool:
        """Whether nothing is meant here; of merged cells, the value of one may be meant for all."""
        return cell.empty and self._sheet.merged_at(cell.row, cell.column) is None

    def _value(self, cell: Cell, read: Callable[[Cell], T]) -> T | None:
        """What the cell means; None where it is empty, and, with a finding, where it cannot be read."""
        fault = problem(self._book, self._sheet, cell)
        if fault is not None:
            self._found.append(fault)
        elif not cell.empty:
            try:
                return read(cell)
            except Misread as reason:
                self._found.append(misread(self._book, self._sheet, cell, reason))
        return None

    def _words(self, cell: Cell) -> str:
        words = meaning.words(cell)
        plain = words.translate(_MARKS)
        if safe(plain) != plain:
            raise Misread(text("a control character or another invisible one stands in it"))
        self._texts[cell.name] = (cell, words)
        return words

    def _pseudonym(self, cell: Cell) -> str | None:
        """`p-0007`; whatever else stands there is not shown, since it may be a name."""
        word = str(cell.value).strip().casefold()
        fault = problem(self._book, self._sheet, cell) if cell.kind is not Kind.FORMULA else None
        if fault is not None:
            self._found.append(fault)
        elif cell.kind is not Kind.TEXT or _pseudonym().fullmatch(word) is None:
            self._say(MISREAD, cell, text("a pseudonym such as p-0007 is expected here, never a name"))
        else:
            return word
        return None

    def _say(self, law: Any, cell: Cell, said: Text, help: Text | None = None) -> None:  # noqa: A002
        self._found.append(self._book.finding(law, self._sheet, cell, said, help=help))

    def _personal(self) -> list[Diagnostic]:
        """Texts that were read and hold an address, a number or an account of a person, as findings without them."""
        texts = {
            name: Entry(path=name, source=words.encode(), locate=lambda _field, _aim: START)
            for name, (_cell, words) in self._texts.items()
        }
        settings = {e.path: e for e in self._snapshot if isinstance(e.record, Settings)}
        laid = Snapshot({**settings, **texts})
        found: list[Diagnostic] = []
        for each in run(privacy.RULES, laid, datetime.date.min):
            if each.place.path in self._texts:
                cell = self._texts[each.place.path][0]
                found.append(
                    msgspec.structs.replace(
                        self._book.finding(each.law, self._sheet, cell, each.message),
                        help=text("take it out of the sheet; it belongs in the private overlay"),
                    )
                )
        return found
