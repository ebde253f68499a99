"""A table that is filled in with the arrow keys, for what stands on paper: marks, votes.

    filled(session, Grid(...)) -> Cells | None      what was typed by (row, column); None where Escape left

The table itself (`Grid`, `Sheet`) knows no terminal: keys go in, lines come out. Where a terminal cannot move its
cursor, or on wish, the cells are asked for one after another. Nothing is written here: what was typed goes into the
plan, the shown change and the question that every command has.
"""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from kic.core.text import Text, text
from kic.present.safe import safe_line, spelled_for
from kic.present.width import padded, width

if TYPE_CHECKING:
    from kic.cli.session import Session
    from kic.present.language import Language

Cells = dict[tuple[int, int], str]
Check = Callable[[int, int, str], Text | None]
"""Why a text cannot stand in a cell; None where it can."""
Judge = Callable[[Cells], tuple[int, int, Text] | None]
"""The first cell of the whole that does not fit the others, with the reason."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its short name, its name, and for a locked one the reason, which stands in its cells."""

    head: str
    name: str
    locked: str = ""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its short heading, its name, and what is typed there."""

    head: str
    name: str


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be filled in. `held` is what stands there already, `hint` says what a cell takes."""

    title: str
    rows: tuple[Line, ...]
    columns: tuple[Column, ...]
    check: Check
    judge: Judge = lambda _cells: None
    held: Mapping[tuple[int, int], str] = {}
    hint: str = ""


class Sheet:
    """A grid while it is filled in: the cell that is open, what was typed, and what is wrong with it."""

    WIDEST = 14

    def __init__(self, grid: Grid, language: "Language") -> None:
        self.grid, self._language = grid, language
        self.cells: Cells = dict(grid.held)
        self.message: Text | None = None
        self._fresh = True
        self._top = self._first = 0
        open_rows = [number for number, row in enumerate(grid.rows) if not row.locked]
        self.row = open_rows[0] if open_rows else 0
        self.column = 0
        self.done: bool | None = None
        self.at = (1, 1)
        """Line and column of the open cell in the last lines, from 1: there the terminal's cursor belongs."""

    # -- keys --------------------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """One key. `done` becomes True with the whole accepted, False where it is left."""
        self.message = None
        if key == "escape":
            self.done = False
        elif key == "save":
            self._finish()
        elif key in _MOVES:
            if self._leave_cell():
                self._move(key)
        elif key in ("backspace", "delete"):
            self._type("" if key == "delete" or self._fresh else self._words[:-1])
        elif len(key) == 1:
            self._type(key if self._fresh else self._words + key)

    @property
    def _words(self) -> str:
        return self.cells.get((self.row, self.column), "")

    def _type(self, words: str) -> None:
        if self.grid.rows and self.grid.rows[self.row].locked:
            self.message = text("this line is closed: {reason}", reason=self.grid.rows[self.row].locked)
            return
        self._fresh = False
        if words.strip():
            self.cells[self.row, self.column] = words
        else:
            self.cells.pop((self.row, self.column), None)

    def _leave_cell(self) -> bool:
        """Whether the open cell may be left: it is empty, or what stands there can stand there."""
        words = self._words.strip()
        if words:
            self.message = self.grid.check(self.row, self.column, words)
            if self.message is not None:
                return False
            self.cells[self.row, self.column] = words
        self._fresh = True
        return True

    def _finish(self) -> None:
        if not self._leave_cell():
            return
        wrong = self.grid.judge(self.cells)
        if wrong is None:
            self.done = True
            return
        self.row, self.column, self.message = wrong

    def _move(self, key: str) -> None:
        rows, columns = len(self.grid.rows), len(self.grid.columns)
        if key in ("tab", "enter", "back-tab"):
            step = -1 if key == "back-tab" else 1
            place = self.row * columns + self.column
            for _ in range(rows * columns):
                place = (place + step) % (rows * columns)
                if not self.grid.rows[place // columns].locked:
                    break
            self.row, self.column = divmod(place, columns)
            return
        down, right = _MOVES[key]
        self.row = min(max(self.row + down, 0), rows - 1)
        self.column = min(max(self.column + right, 0), columns - 1)

    # -- lines -------------------------------------------------------------------------------------------

    def lines(self, wide: int, high: int) -> list[str]:
        """What is shown on a terminal of this size: title, headings, rows, the open cell in words, the keys."""
        say = self._language.say
        heads = max((width(row.head) for row in self.grid.rows), default=0)
        cell = min(max((width(each.head) for each in self.grid.columns), default=4) + 2, self.WIDEST)
        many = max(1, min(len(self.grid.columns), (wide - heads - 1) // cell))
        deep = max(1, min(len(self.grid.rows), high - 7))
        self._first = _into_view(self._first, self.column, many)
        self._top = _into_view(self._top, self.row, deep)
        shown = [_cut(safe_line(self.grid.title), wide), ""]
        columns = range(self._first, min(self._first + many, len(self.grid.columns)))
        names = "".join(_box(_cut(self.grid.columns[each].head, cell - 2), cell) for each in columns)
        more = "".join(("<" if self._first else "", ">" if columns.stop < len(self.grid.columns) else ""))
        shown.append(_cut(f"{padded('', heads)} {names}{more}", wide))
        across = heads + 1 + (self.column - self._first + 1) * cell
        self.at = (len(shown) + 1 + self.row - self._top, across)
        for number in range(self._top, min(self._top + deep, len(self.grid.rows))):
            row = self.grid.rows[number]
            cells = "".join(self._cell(number, each, cell) for each in columns)
            shown.append(_cut(f"{padded(row.head, heads)} {cells}", wide))
        shown += ["", *self._below(wide)]
        keys = text("Arrows move, F2 or Ctrl-S is done, Del empties, Esc leaves without a change.")
        shown.append(_cut(say(keys), wide))
        return shown[:high]

    def _cell(self, row: int, column: int, cell: int) -> str:
        words = self.cells.get((row, column), "") or self.grid.rows[row].locked
        words = _cut(safe_line(words), cell - 2)
        if (row, column) == (self.row, self.column):
            return padded(f"[{words}]", cell, right=True)
        return _box(words or "\u00b7", cell)

    def _below(self, wide: int) -> list[str]:
        row, column = self.grid.rows[self.row], self.grid.columns[self.column]
        about = safe_line(f"{row.head} {row.name}: {column.name or column.head}")
        said = self._language.say(self.message) if self.message is not None else self.grid.hint
        count = f"{self.row + 1}/{len(self.grid.rows)}"
        return [
            _cut(f"{count}  {about}", wide),
            _cut(f"{'! ' if self.message is not None else ''}{said}", wide),
        ]


_MOVES = {
    "up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1), "home": (0, -1000), "end": (0, 1000),
    "page-up": (-10, 0), "page-down": (10, 0), "tab": (0, 1), "back-tab": (0, -1), "enter": (1, 0),
}  # fmt: skip


def _into_view(first: int, wanted: int, many: int) -> int:
    return min(max(first, wanted - many + 1), wanted)


def _box(words: str, cell: int) -> str:
    return padded(words, cell - 1, right=True) + " "


def _cut(words: str, wide: int) -> str:
    if width(words) <= wide:
        return words
    kept = ""
    for character in words:
        if width(kept + character) >= wide:
            break
        kept += character
    return kept + "\u2026"


# -- at a terminal -------------------------------------------------------------------------------------


def filled(session: "Session", grid: Grid, *, one_by_one: bool = False) -> Cells | None:
    """What somebody at the terminal filled in; None where Escape left. Raises KeyboardInterrupt (Ctrl-C)."""
    from kic.cli.keys import understands_sequences  # noqa: PLC0415

    if one_by_one or not understands_sequences():
        return _asked(session, grid)
    return _typed(session, grid)


_BEGIN, _END = "\x1b[?1049h", "\x1b[?1049l"
_CLEAR = "\x1b[H\x1b[J"


def _typed(session: "Session", grid: Grid) -> Cells | None:
    import shutil  # noqa: PLC0415

    from kic.cli.keys import Keys  # noqa: PLC0415

    sheet = Sheet(grid, session.language)
    _draw(_BEGIN)
    try:
        with Keys() as keys:
            while sheet.done is None:
                wide, high = shutil.get_terminal_size((80, 24))
                _draw(_CLEAR, "\r\n".join(map(safe_line, sheet.lines(wide - 1, high - 1))))
                _draw("\x1b[{};{}H".format(*sheet.at))
                sheet.press(keys.read())
    finally:
        _draw(_END)
    return sheet.cells if sheet.done else None


def _draw(codes: str, words: str = "") -> None:
    """Our own codes that move the cursor, and words in which everything unsafe was made visible."""
    stream = sys.stderr
    stream.write(codes + spelled_for(stream.encoding, words))
    stream.flush()


def _asked(session: "Session", grid: Grid) -> Cells:
    """The cells one after another; an empty line leaves one as it is, `-` empties it."""
    cells: Cells = dict(grid.held)
    session.talk(grid.title)
    session.talk(text("An empty line leaves a cell as it is, - empties it; Ctrl-C leaves without a change."))
    while True:
        for number, row in enumerate(grid.rows):
            if row.locked:
                session.talk(f"{row.head} {row.name}: {row.locked}")
                continue
            for place, column in enumerate(grid.columns):
                _ask_cell(
                    session,
                    grid,
                    cells,
                    (number, place),
                    f"{row.head} {row.name}, {column.name or column.head}",
                )
        wrong = grid.judge(cells)
        if wrong is None:
            return cells
        session.talk(wrong[2])


def _ask_cell(session: "Session", grid: Grid, cells: Cells, place: tuple[int, int], question: str) -> None:
    while True:
        held = cells.get(place, "")
        words = session.line(safe_line(f"{question}{f' [{held}]' if held else ''}:"))
        if words == "-":
            cells.pop(place, None)
            return
        if not words:
            return
        fault = grid.check(*place, words)
        if fault is None:
            cells[place] = words
            return
        session.talk(fault)
