"""Kills and errors at the system calls of every writing command: all old or all new, nothing left over."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kic.store.writing.writer import Writer
from tests.cli.conftest import TODAY
from tests.cli.inprocess import call
from tests.domain.good import good
from tests.faults import Fault, every_fault, lay_out, some, strike, writing_calls
from tests.gallery.cases import HERE, tree

HOWS = ("KILL", "ENOSPC", "EIO")
PLACES = 3
"""Places of each command and kind of fault in the reduced run."""
MANY_PLACES = 40
"""And with `-m soak`; the writer alone is struck at every call (tests/store/writing/test_faults.py)."""
CODES = (0, 1, 2, 3)
"""1 and 2 where a record could not be read: a finding, or a record that the command names; 3 before a change of such
a state is written. Never 4, 5 or 70."""
RECORD = "concept/recommendations/he-01.yaml"
ENTRY = ("status", "he-01", "in_progress", "--light", "green", "--note", "Läuft.", "--yes")


class Writing(NamedTuple):
    """A writing command and the state that it starts from."""

    words: tuple[str, ...]
    prepare: Callable[[Path], None]


def repository(root: Path) -> None:
    for path, content in good().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")


def misspelled(root: Path) -> None:
    """Two mends in one file."""
    repository(root)
    text = (root / RECORD).read_text(encoding="utf-8")
    wrong = text.replace("title:", "titel:", 1).replace("theme:", "thema:", 1)
    (root / RECORD).write_text(wrong, encoding="utf-8")


def written(root: Path) -> None:
    repository(root)
    assert call(*ENTRY, folder=root).code == 0


def begun(root: Path) -> None:
    assert call("init", ".", "--name", "Stadt Musterstadt", "--land", "RP", "--yes", folder=root).code == 0


def empty(root: Path) -> None:
    assert root.is_dir()


def office(*folders: str) -> dict[str, bytes]:
    """The gallery's office, with some of its shared folders over it."""
    found: dict[str, bytes] = {}
    for folder in ("_good", *folders):
        found |= tree(HERE / folder)
    return found


def lay(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def drafted(root: Path) -> None:
    """An award and a refusal that nobody has issued yet."""
    files = office("_noticed")
    notices = {path: words.partition(b"steps:\n")[0] for path, words in files.items() if "/notices/" in path}
    lay(root, files | notices)


LIST = "Buchungen.csv"
TREASURY = (
    "Buchungstag=date",
    "Beleg=voucher",
    "Konto=account",
    "Empfänger=ignored",
    "Verwendungszweck=purpose",
)
ROW = "20.11.2026;2026-004711;5419.01;Lernbrücke e. V.;Zuschuss 2026-1-001-p1;-4.000,00\n"


def released(root: Path) -> None:
    """A payout that the treasury has booked, which is not known here yet; nor is how its list is read."""
    files = office("_decided", "_paying")
    payment = "applications/2026-1/payments/2026-1-001-p1.yaml"
    files[payment] = files[payment].partition(b"  - date: 2026-11-20\n    event: booked\n")[0]
    head, _, rest = files["kic.yaml"].partition(b"treasury:\n")
    files["kic.yaml"] = head + b"severities:\n" + rest.partition(b"severities:\n")[2]
    heading = ";".join(each.partition("=")[0] for each in (*TREASURY, "Betrag=amount"))
    lay(root, {**files, LIST: f"{heading}\n{ROW}".encode()})


def accounted(root: Path) -> None:
    """A year of which everything is accounted for."""
    lay(root, office("_accounted"))


COMMANDS = {
    "status": Writing(ENTRY, repository),
    "check --fix": Writing(("check", "--fix", "--yes"), misspelled),
    "undo": Writing(("undo", "--yes"), written),
    "undo of init": Writing(("undo", "--yes"), begun),
    "init": Writing(("init", ".", "--name", "Stadt Musterstadt", "--land", "RP", "--yes"), empty),
    "demo": Writing(("demo", ".", "--no-git", "--yes"), empty),
    "notice issue": Writing(("notice", "issue", "2025-2", "--on", "2025-07-21", "--yes"), drafted),
    "payment import": Writing(
        (
            *("payment", "import", f"{{root}}/{LIST}", "--role", "r-buchung"),
            *(word for each in (*TREASURY, "Betrag=amount") for word in ("--column", each)),
            "--yes",
        ),
        released,
    ),
    "year close": Writing(("year", "close", "2025", "--yes"), accounted),
}


@pytest.fixture(autouse=True)
def without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for name in [name for name in os.environ if name.startswith(("KIC_", "GIT_"))]:
        monkeypatch.delenv(name)


def struck(root: Path, name: str, how: str, pick: Callable[[list[Fault]], list[Fault]]) -> int:
    words, prepare = COMMANDS[name]

    def settle() -> None:
        """Whoever looks sees what the next writing command will make of it; then that command comes."""
        seen = call("check", "--format", "json", folder=root)
        Writer(root).recover()
        then = call("check", "--format", "json", folder=root)
        assert seen == then or (seen.code, then.code) == (1, 3), "taking back all of it leaves no repository"
        assert seen.code in (0, 1, 3)

    return every_fault(
        [
            sys.executable,
            "-m",
            "kic",
            "--today",
            TODAY,
            "-C",
            str(root),
            *(each.format(root=root) for each in words),
        ],
        root,
        prepare=lambda: prepare(root),
        settle=settle,
        hows=[how],
        pick=pick,
        codes=CODES,
    )


@pytest.mark.system
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("name", COMMANDS)
def test_faults_at_five_places(tmp_path: Path, name: str, how: str) -> None:
    taken = some(PLACES, seed=len(name))
    assert struck(tmp_path / "city", name, how, lambda faults: taken(writing_calls(faults))) == PLACES


@pytest.mark.soak
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("name", COMMANDS)
def test_faults_at_many_places(tmp_path: Path, name: str, how: str) -> None:
    taken = some(MANY_PLACES, seed=len(how))
    assert struck(tmp_path / "city", name, how, lambda faults: taken(writing_calls(faults))) == MANY_PLACES


@pytest.mark.system
@pytest.mark.parametrize("when", [3, 60, 290], ids=["before commitment", "midway", "near the end"])
def test_an_interrupted_demo_is_completed_by_calling_it_again(tmp_path: Path, when: int) -> None:
    root = tmp_path / "city"
    lay_out(root, lambda: None)
    command = [sys.executable, "-m", "kic", "-C", str(root), "demo", ".", "--no-git", "--yes"]
    call_of = "rename" if when > 3 else "fsync"
    paths = [str(root), *(str(root / name) for name in _names_of_the_demo(tmp_path))]
    assert strike(command, paths, Fault(call_of, when, "KILL")).returncode in (-9, 137)
    again = call("demo", ".", "--no-git", "--yes", folder=root)
    assert again.code in (0, 2), "2: the first one was brought to its end, and the folder is not empty"
    assert call("check", folder=root).code == 0
    assert not list(root.rglob("*.tmp"))


def _names_of_the_demo(tmp_path: Path) -> list[str]:
    whole = tmp_path / "whole"
    assert call("demo", str(whole), "--no-git", "--yes", folder=None).code == 0
    found = (path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
    names = sorted(path.as_posix() for path in found if path.parts[0] != ".kic")
    shutil.rmtree(whole)
    temporary = [f"{Path(name).parent}/.kic-1-{n}.tmp" for n, name in enumerate(names)]
    return [*names, *(name.removeprefix("./") for name in temporary), ".kic/journal.tmp"]
