r"""The handbook as a script: every console block in `docs/` is typed at a keyboard, and shows what the terminal showed.

A block has one command and what comes of it:

    ```console
    $ kic agenda
    ...
    ```

Between blocks, in comments that no reader sees, stands what is to be known for playing them:

    <!-- city: decided -->           the repository in which the recipe begins (`CITIES`); none: an empty folder
    <!-- on: 2026-12-04 -->          the day from here on
    <!-- office: fill-applications -->  what somebody does outside kic (`OFFICE`)
    <!-- lines: 12 -->              how many lines of the next output are shown; `12+4`: and the last four
    <!-- ends: 1 -->                 the exit code of the next command; `0` where nothing is said
    <!-- types: 2, j -->             what is typed at the questions of the next command; else yes to each
                                     (`ENTER`: an empty line)

The terminal has 80 columns and no colour. Commands are typed by the reader into sh or PowerShell alike.
"""

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kic.cli.main import main

DOCS = Path(__file__).parents[2] / "docs"
COLUMNS = "80"
Office = Callable[[Path], None]
LANGUAGES = ("de", "en")
YES = {"de": "j", "en": "y"}

MARK = re.compile(r"<!-- (\w+): (.*?) -->")
BLOCK = re.compile(r"```console\n\$ (.*)\n((?:.*\n)*?)```\n")
COMMIT = re.compile(r"(Festgehalten als|Recorded as|- Revision:) ([0-9a-f]{7,})")
"""The id of a commit depends on who made it, and when."""
TOKEN = re.compile(f"{MARK.pattern}|{BLOCK.pattern}")


class Shown(NamedTuple):
    """A command of the handbook, played."""

    line: str
    code: int
    screen: str


class Screen(io.TextIOWrapper):
    """A terminal that remembers what it shows: output, talk and what is typed, in the order in which it came."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined]


class Keyboard:
    """Standard input with somebody at it, who answers the questions in turn; then yes to each.

    `^C` and `^D` are the keys of these names.
    """

    encoding = "utf-8"

    def __init__(self, screen: Screen, answers: list[str], default: str) -> None:
        self.screen, self.answers, self.default = screen, answers, default
        self.buffer = self

    def isatty(self) -> bool:
        return True

    def readline(self) -> bytes:
        answer = self.answers.pop(0) if self.answers else self.default
        self.screen.write(f"{answer}\n")
        if answer == "^C":
            raise KeyboardInterrupt
        return b"" if answer == "^D" else f"{answer}\n".encode()


def typed(line: str, *, lang: str, today: str, answers: tuple[str, ...] = ()) -> Shown:
    """What the terminal shows when this line is typed in the current folder, on this day."""
    words = shlex.split(line)
    assert words[0] == "kic", line
    screen = Screen()
    before = sys.stdin, sys.stdout, sys.stderr
    environment = os.environ.copy()
    os.environ |= {"COLUMNS": COLUMNS, "NO_COLOR": "1", "KIC_LANG": lang}
    try:
        sys.stdin = Keyboard(screen, [*answers], YES[lang])  # type: ignore[assignment]
        sys.stdout = sys.stderr = screen
        code = main(["--lang", lang, "--today", today, *words[1:]])
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        os.environ.clear()
        os.environ |= environment
    return Shown(line, code, screen.text())


def _any_commit(found: re.Match[str]) -> str:
    whole = "0a1b2c3d4e" * 4
    return f"{found[1]} {whole if len(found[2]) == len(whole) else whole[:7]}"


def cut(screen: str, lines: str) -> str:
    """The output as a block has it: without trailing blanks, and cut where a mark says so."""
    shown = [line.rstrip() for line in screen.replace("\u00a0", " ").rstrip().split("\n")]
    if lines:
        first, _, last = lines.partition("+")
        head, tail = int(first), int(last or 0)
        if len(shown) > head + tail + 1:
            shown = [*shown[:head], "...", *(shown[-tail:] if tail else [])]
    return "\n".join(shown)


class Recipe:
    """One page of the handbook, played from its first mark to its last block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lang = path.parent.name
        self.source = path.read_text("utf-8")

    @property
    def commands(self) -> list[str]:
        """The lines that are typed."""
        return [found[1] for found in BLOCK.finditer(self.source)]

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The marks, in their order."""
        return [(found[1], found[2]) for found in MARK.finditer(self.source)]

    def city(self) -> str:
        """The state in which it begins."""
        return next((value for name, value in self.marks if name == "city"), "none")

    def played(self, folder: Path, office: dict[str, Office]) -> Iterator[tuple[str, Shown]]:
        """Each block as it stands, with what is shown when it is played in this folder."""
        today, pending = "2026-11-22", dict[str, str]()
        with contextlib.chdir(folder):
            for found in TOKEN.finditer(self.source):
                name, value, line, _written = found.groups()
                if name == "on":
                    today = value
                elif name == "office":
                    office[value](folder)
                elif name is not None:
                    pending[name] = value
                else:
                    keys = filter(None, pending.get("types", "").split(", "))
                    answers = tuple("" if each == "ENTER" else each for each in keys)
                    shown = typed(line, lang=self.lang, today=today, answers=answers)
                    assert shown.code == int(pending.get("ends", "0")), f"{line}\n{shown.screen}"
                    screen = COMMIT.sub(_any_commit, shown.screen.replace(f"{folder}/", ""))
                    yield found[0], shown._replace(screen=cut(screen, pending.get("lines", "")))
                    pending = {}

    def rewritten(self, folder: Path, office: dict[str, Office]) -> str:
        """The page with its outputs as they are today."""
        blocks = iter([*self.played(folder, office)])

        def replace(_found: re.Match[str]) -> str:
            _before, shown = next(blocks)
            body = f"{shown.screen}\n" if shown.screen else ""
            return f"```console\n$ {shown.line}\n{body}```\n"

        return BLOCK.sub(replace, self.source)


def recipes(lang: str) -> list[Recipe]:
    """The recipes of a language, in their order."""
    return [Recipe(path) for path in sorted((DOCS / lang).glob("[0-9][0-9]-*.md"))]
