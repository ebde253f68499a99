"""Tables that are filled in with the arrow keys: what keys do, what is shown, and that nothing is written unasked."""

from pathlib import Path

import pytest

from kic.cli.grid import Cells, Column, Grid, Line, Sheet
from kic.core.text import Text, text
from kic.present.language import speak
from kic.present.width import width
from tests.cli.inprocess import call
from tests.cli.terminal import at_terminal

UP, DOWN, RIGHT, LEFT, SAVE, ESCAPE = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1bOQ", "\x1b"


def a_number(_row: int, _column: int, words: str) -> Text | None:
    return None if words.isdigit() else text("expected a whole number such as 25")


def grid(rows: int = 3, columns: int = 2, **more: object) -> Grid:
    lines = tuple(
        Line(head=f"{n:03d}", name=f"Projekt {n}", locked="excl." if n == 2 else "")
        for n in range(1, rows + 1)
    )
    heads = tuple(Column(head=f"Kriterium {n}", name=f"Kriterium {n}") for n in range(1, columns + 1))
    return Grid(title="Bewertungen", rows=lines, columns=heads, check=a_number, **more)  # type: ignore[arg-type]


def typed(sheet: Sheet, *keys: str) -> Sheet:
    for key in keys:
        sheet.press(key)
    return sheet


@pytest.mark.parametrize(
    ("keys", "cells"),
    [
        (("7", "5", "tab", "8", "save"), {(0, 0): "75", (0, 1): "8"}),
        (("7", "down", "down", "9", "save"), {(0, 0): "7", (2, 0): "9"}),
        (("7", "tab", "tab", "9", "save"), {(0, 0): "7", (2, 0): "9"}),  # the closed line is passed over
        (
            ("7", "left", "right", "left", "8", "save"),
            {(0, 0): "8"},
        ),  # a cell that is entered anew is written anew
        (("7", "5", "backspace", "save"), {(0, 0): "7"}),
        (("7", "5", "right", "left", "delete", "save"), {}),
        (("down", "7", "save"), {}),  # a closed line takes nothing
    ],
)
def test_keys_fill_in_cells(keys: tuple[str, ...], cells: Cells) -> None:
    """Digits write, arrows and tab move, deleting empties."""
    sheet = typed(Sheet(grid(), speak("en")), *keys)
    assert (sheet.done, sheet.cells) == (True, cells)


def test_a_cell_that_cannot_be_read_is_not_left() -> None:
    """The reason stands below; put right, the cell lets go."""
    sheet = typed(Sheet(grid(), speak("en")), "7", "x", "down")
    assert (sheet.row, sheet.done) == (0, None)
    assert any("! expected a whole number such as 25" in each for each in sheet.lines(79, 23))
    assert typed(sheet, "backspace", "save").cells == {(0, 0): "7"}


def test_what_does_not_fit_together_is_shown_before_it_is_done() -> None:
    """The judge of the whole names the cell, and the table stays open there."""
    whole = grid(judge=lambda cells: (2, 1, text("a mark is missing here")) if (2, 1) not in cells else None)
    sheet = typed(Sheet(whole, speak("en")), "7", "save")
    assert (sheet.done, sheet.row, sheet.column) == (None, 2, 1)
    assert typed(sheet, "5", "save").done is True


def test_escape_leaves() -> None:
    """Whatever was typed."""
    assert typed(Sheet(grid(), speak("en")), "7", "escape").done is False


@pytest.mark.parametrize("size", [(79, 23), (39, 9), (119, 39)])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_any_size_of_terminal_shows_the_open_cell(size: tuple[int, int], lang: str) -> None:
    """Thirty lines and nine columns are walked through; the open cell is always seen, and no line is too long."""
    sheet = Sheet(grid(30, 9), speak(lang))
    for key in ("down",) * 29 + ("right",) * 8 + ("up",) * 12 + ("home",):
        sheet.press(key)
        lines = sheet.lines(*size)
        assert len(lines) <= size[1]
        assert max(map(width, lines)) <= size[0]
        assert sum("[" in each for each in lines) == 1
        line, column = sheet.at
        assert lines[line - 1][column - 1] == "]"


# -- at a terminal -------------------------------------------------------------------------------------


def test_a_sheet_of_marks_is_typed_shown_and_written_on_a_yes(city: Path) -> None:
    """Down, four marks, F2; then the change and the question."""
    path = city / "applications/2026-1/scores/s05.yaml"
    keys = f"{DOWN}75\t80\t85\t90{SAVE}"
    code, shown = at_terminal(
        "score",
        "enter",
        "2026-1",
        "s05",
        cwd=city,
        typed=(("Esc leaves", keys), ("Write this? [y/N]", "y\n")),
    )
    assert code == 0, shown
    assert "+  2026-1-002: {k26-wirkung: 75, k26-beteiligung: 80, k26-umsetzung: 85, k26-kosten: 90}" in shown
    assert (
        "2026-1-002: {k26-wirkung: 75, k26-beteiligung: 80, k26-umsetzung: 85, k26-kosten: 90}"
        in path.read_text("utf-8")
    )


@pytest.mark.parametrize("left", [ESCAPE, "\x03"])
def test_leaving_a_table_writes_nothing(built_city: Path, left: str) -> None:
    """Escape and Ctrl-C, in the middle of it."""
    city = built_city
    before = (city / "applications/2026-1/scores/s05.yaml").read_bytes()
    code, shown = at_terminal(
        "score", "enter", "2026-1", "s05", cwd=city, typed=(("Esc leaves", f"75\t{left}"),)
    )
    assert code == (1 if left == ESCAPE else 130), shown
    assert (city / "applications/2026-1/scores/s05.yaml").read_bytes() == before


def test_marks_are_asked_for_one_after_another_where_a_table_cannot_be_shown(built_city: Path) -> None:
    """A terminal that cannot move its cursor gets questions; a mark off the scale is asked for again."""
    typed_ = [("001 ", "\n")] * 4 + [
        ("002 ", "175\n"),
        ("expected a mark from 0 to 100", "75\n"),
        ("002 ", "\x03"),
    ]
    code, shown = at_terminal(
        "score", "enter", "2026-1", "s05", cwd=built_city, typed=tuple(typed_), TERM="dumb"
    )
    assert code == 130, shown


def test_the_votes_of_a_meeting_are_typed_as_a_table(city: Path) -> None:
    """More votes than members is said at once; what is right becomes the votes of the items."""
    for line in ("attend 2026-12-03 --all", "exclude 2026-12-03 2"):
        assert call("meeting", *line.split(), "--yes", folder=city, today="2026-12-04").code == 0
    keys = f"{DOWN}99\t0\t0{SAVE}"
    code, shown = at_terminal(
        "--today", "2026-12-04", "meeting", "vote", "2026-12-03", "--dry-run", cwd=city,
        typed=(("Esc leaves", keys), ("members vote here", f"12\t9\t0{SAVE}"), ("at the items 2", "Der Antrag wird gefördert.\n")),
    )  # fmt: skip
    assert code == 0, shown
    assert "+    proposal: Der Antrag wird gefördert.\n" in shown
    assert "+      in_favour: 12\n+      against: 9\n+      abstentions: 0\n" in shown


def test_a_table_needs_a_terminal(built_city: Path) -> None:
    """Without one, the command says what to give instead."""
    done = call("score", "enter", "2026-1", "s05", folder=built_city, lang="en")
    assert (done.code, "on a terminal only" in done.err) == (2, True)
