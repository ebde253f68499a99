"""No output of kic shows a mark before the call's stage allows it: every command is run, every output searched.

The marks of one call are numbers that occur nowhere else (`37.12583`). Its sheets are also broken in every way that
makes findings quote them: off the scale, misread, with unknown keys, cut off, in the wrong folder.
"""

import itertools
import random
import re
import shlex
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from kic.cli.commands.check import FORMATS
from kic.cli.table import leaves
from tests.cli.conftest import Ran
from tests.cli.inprocess import call

CALL = "applications/2026-1/call.yaml"
SCORES = "applications/2026-1/scores"
ELSEWHERE = {"demo", "init", "completion"}
"""Commands that show nothing of a repository, or write a new one."""

MINE = [
    "find {first}", "find {first} --format json", "show 2026-1-s01", "show 2026-1-s02 --format json", "show 2026-1-s07", "show 2026-1-s08", "show 2026-1-s09",
    "show 2026-1", "show 2026-1-001 --format json", "show k26-wirkung",
    "list scores", "list scores --format json", "list scores --where call=2026-1",
    "list scores --where marks.2026-1-002={first}", "history 2026-1-s01", "history 2026-1-s02 --format json",
    "diff", "diff --format json", "diff --markdown", "diff --stat", "diff HEAD~1", "diff HEAD~1..HEAD --format json",
    "diff 2026-1-s01", "diff applications/2026-1/scores", "diff concept/lost.yaml", "diff HEAD~9 --kind scores",
    "blame 2026-1-s01", "blame 2026-1-s02 --format json",
    "review", "review --format json", "review HEAD~1", "review HEAD~1..HEAD", "review HEAD~1..HEAD --format json",
    "today", "today --all --format json",
    "check --changed", "check --base HEAD~1 --changed --format sarif", "check --base HEAD~1 --format json",
    "check applications/2026-1/scores", "check --notes", "check --strict", "check --fix", "check --fix --dry-run",
    "check --fix --dry-run --format json",
    "allocate 2026-1", "allocate 2026-1 --format json", "allocate 2026-1 --emit-problem",
    "allocate 2026-1 --explain 2026-1-001", "render allocation-paper 2026-1", "render allocation-paper 2026-1 --to html",
    "log", "log --format json", "undo --dry-run", "undo", "overview", "doctor", "schema", "schema scores",
    "score matrix 2026-1", "score matrix 2026-1 --format json", "score discuss 2026-1",
    "score discuss 2026-1 --format json", "score enter s03 2026-1-001 {typed}", "score enter s03 2026-1-001 {typed} --dry-run",
    "score enter s03 2026-1-001 {typed} --dry-run --format json", "score enter s03 2026-1-001 {typed}x",
    "score enter s03 2026-1-001 1{typed}", "score enter s03 2026-1-001 k26-wirkung={typed} nothing={typed}",
    "score enter s03 2026-1-001 {typed} {typed}",
    "score out 2026-1 -o sheets --csv", "score in sheets/2026-1-s03.csv", "score in sheets/2026-1-s03.csv --format json",
    "score in sheets/filled.csv", "score in sheets/filled.csv --dry-run", "score in sheets/filled.csv --dry-run --format json",
    "score in sheets/odd.csv", "score in sheets/odd.csv --format json",
    "meeting disclose s03 2026-1-001 --state excluded --by member --dry-run",
    "meeting disclose s03 2026-1-001 --state excluded --by member",
    *(f"check --format {format_}" for format_ in FORMATS),
]  # fmt: skip


class Marks:
    """Numbers with five decimals, each once; `every` are those that were given so far."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.every: list[str] = []

    def __call__(self) -> str:
        mark = f"{self._random.randint(21, 98)}.{self._random.randint(10000, 99998)}"
        if mark in self.every or mark.endswith("0"):
            return self()
        self.every.append(mark)
        return mark


def spoiled(folder: Path, stage: str) -> Marks:
    """Gives the call's sheets marks that occur nowhere else, spoils some of the sheets, and commits all of it."""
    mark = Marks(7)
    terms = folder / CALL
    text = terms.read_text("utf-8").replace("step: 5", "step: 0.00001")
    terms.write_text(re.sub("marks_visible: .*", f"marks_visible: {stage}", text), "utf-8")
    for sheet in sorted((folder / SCORES).glob("*.yaml")):
        words = re.sub(
            r"(?<=: )\d+(?=[,}\n])", lambda _: mark(), sheet.read_text("utf-8").partition("marks:")[2]
        )
        sheet.write_text(sheet.read_text("utf-8").partition("marks:")[0] + "marks:" + words, "utf-8")
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(folder))
    subprocess.run([*git, "commit", "-qam", "Bewertungen"], check=True)

    def change(name: str, old: str, new: str) -> None:
        path = folder / SCORES / name
        found = re.sub(old, new, path.read_text("utf-8"), count=1)
        assert found != path.read_text("utf-8"), name
        path.write_text(found, "utf-8")

    change("s01.yaml", r"(2026-1-002: )\{.*", rf"\g<1>{mark()}")  # history
    change("s02.yaml", r"(2026-1-001: )\S+", rf"\g<1>1{mark()}")  # off the scale
    change("s05.yaml", r"(2026-1-001: \{)k26-wirkung", r"\1k26-wirkungg")  # a fix, and a line that is quoted
    change("s06.yaml", r"(2026-1-001: )\S.*", rf"\g<1>{mark().replace('.', ',')}")  # misread
    change("s07.yaml", r"\n  2026-1-002: ", f"\n  {mark()}: {mark()}\n  2026-1-002: ")  # a mark as a key
    change("s08.yaml", r"marks:", f"remark: {mark()}\nmarks:")  # an unknown key
    change("s09.yaml", r"(2026-1-001: )", rf"\1[{mark()}, ")  # no YAML any more
    change("s10.yaml", r"(2026-1-001: )", rf"\1&a {mark()} # ")  # an anchor
    change("s12.yaml", r"\n  2026-1-002: ", f"\n  2026-1-001: {mark()}\n  2026-1-002: ")  # a key twice
    (folder / SCORES / "notes.txt").write_text(f"s03: {mark()}\n", "utf-8")
    (folder / "concept/committee/s-odd.yaml").write_text(
        (folder / SCORES / "s14.yaml").read_text("utf-8"), "utf-8"
    )
    (folder / "concept/lost.yaml").write_text(f"marks:\n  2026-1-001: [{mark()}\n", "utf-8")
    return mark


def filled(path: Path, marks: list[str]) -> str:
    """The CSV sheet with one mark after the other in its cells."""
    following = itertools.cycle(marks)
    rows = [row.split(";") for row in path.read_bytes().decode("utf-8-sig").split("\r\n")]
    for row in rows:
        if re.match("2026-1-0", row[0]) and "§" not in row[8]:
            row[4:8] = [next(following).replace(".", ",") for _ in range(4)]
    return "\ufeff" + "\r\n".join(";".join(row) for row in rows)


def examples() -> list[list[str]]:
    """The examples of every command that looks at a repository."""
    found = []
    for name, command in leaves():
        if name in ELSEWHERE:
            continue
        module = import_module(f"kic.cli.commands.{command.module}")
        lines = [line.partition(">")[0] for line in module.EXAMPLES.strip().splitlines()]
        assert lines, name
        found += [shlex.split(line)[1:] for line in lines if line.startswith("kic ")]
    return found


def told(done: Ran, marks: list[str]) -> list[str]:
    """The marks that an output shows, with point or comma."""
    words = (done.out + done.err).replace(",", ".")
    return [mark for mark in marks if mark in words]


def run_all(folder: Path, marks: Marks, lines: list[list[str]], lang: str) -> list[tuple[str, list[str]]]:
    """Every line with the marks that its output shows."""
    found = []
    for line in lines:
        done = call(*line, folder=folder, lang=lang)
        assert done.code != 70, (line, done.err)
        found.append((" ".join(line), told(done, marks.every)))
    return found


def mine(marks: Marks) -> list[list[str]]:
    typed = marks()
    return [line.format(first=marks.every[0], typed=typed).split() for line in MINE]


def sheets(folder: Path, marks: Marks, where: Path) -> None:
    """Filled-in sheets of two seats in `where`, one of them with marks in places that are refused."""
    assert call("score", "out", "2026-1", "-o", str(where), "--csv", "--replace", folder=folder).code == 0
    more = [marks() for _ in range(60)]
    words = filled(where / "2026-1-s13.csv", more)
    (where / "filled.csv").write_bytes(words.encode())
    odd = words.replace("2026-1-003;", "2026-1-993;", 1).replace(
        ";" + more[0].replace(".", ","), f";={more[0]}*1", 1
    )
    odd = odd.replace("Antrag", marks(), 1) + f"\r\n;{marks()};;;;;;;{marks()}"
    (where / "odd.csv").write_bytes(odd.encode())


@pytest.mark.parametrize(
    ("lang", "every"),
    [
        ("de", False),
        pytest.param("en", False, marks=pytest.mark.soak),
        pytest.param("de", True, marks=pytest.mark.soak),
    ],
)
def test_nobody_sees_a_mark(
    city: Path, lang: str, every: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines that come nearest to the marks; with `every`, each example of each command too."""
    monkeypatch.chdir(tmp_path)
    marks = spoiled(city, "nobody")
    sheets(city, marks, tmp_path / "sheets")
    # An operation that undo could show, and log names.
    done = call("score", "enter", "s04", "2026-1-001", marks(), "--yes", folder=city, lang=lang)
    assert told(done, marks.every) == []
    lines = mine(marks) + (examples() if every else [])
    shown = [(line, seen) for line, seen in run_all(city, marks, lines, lang) if seen]
    assert shown == []


def test_the_committee_sees_them(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lines show marks where they should: the search above is no search for nothing."""
    monkeypatch.chdir(tmp_path)
    marks = spoiled(city, "committee")
    sheets(city, marks, tmp_path / "sheets")
    shown = {line for line, seen in run_all(city, marks, mine(marks), "en") if seen}
    for line in (
        "show 2026-1-s01", "show 2026-1-s02 --format json", "today --all --format json", "history 2026-1-s01", "check --format json",
        "check --format sarif", "check --format junit", "check --format github", "check --format gitlab", "check --format text",
        "allocate 2026-1 --emit-problem", "score in sheets/filled.csv --dry-run", "score in sheets/odd.csv",
    ):  # fmt: skip
        assert line in shown, line
