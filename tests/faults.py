"""Faults at every system call: runs a writing command again and again under strace, each time with one fault.

For any command line and any folder: `every_fault` first lets the command run undisturbed, which gives the
paths it touches below the folder and how often it makes each system call on them. Then, for every such call,
the folder is laid out anew and the command runs with a kill before that call, or with an error in its place.
After the next command (`settle`) everything must be as before or as after the undisturbed run.
"""

import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

TRACED = "%file,%desc"
READING = frozenset(
    ("newfstatat", "fstat", "stat", "lstat", "statx", "lseek", "read", "pread64", "getdents64", "access", "faccessat2",
     "readlink", "readlinkat", "getxattr", "fgetxattr", "ioctl", "getcwd", "fcntl")
)  # fmt: skip
"""Calls that change nothing: a kill before one leaves the same state as a kill before the next other call."""

State = dict[str, bytes]


class Fault(NamedTuple):
    """A kill before, or an error in place of, the nth call of this name on a path below the folder."""

    call: str
    number: int
    how: str

    @property
    def injection(self) -> str:
        what = "signal=KILL" if self.how == "KILL" else self.how if "=" in self.how else f"error={self.how}"
        return f"inject={self.call}:{what}:when={self.number}"


def every_fault(
    command: list[str],
    root: Path,
    *,
    prepare: Callable[[], None],
    settle: Callable[[], None],
    hows: Iterable[str] = ("KILL",),
    pick: Callable[[list[Fault]], list[Fault]] = list,
    codes: Iterable[int] | None = None,
) -> int:
    """Judges all faults that `pick` leaves; returns how many. `prepare` fills the empty folder.

    `codes` are the exit codes that the command may have after an error. `hows` are `KILL`, names of errors
    (`ENOSPC`), or `retval=N` for a short write.
    """
    lay_out(root, prepare)
    old = contents(root)
    calls, paths = calls_of(command, root)
    settle()
    new = contents(root)
    assert old != new, "the command writes nothing"
    faults = pick(
        [Fault(call, n, how) for how in hows for call, times in calls.items() for n in range(1, times + 1)]
    )
    for fault in faults:
        lay_out(root, prepare)
        done = strike(command, paths, fault)
        assert fault.how != "KILL" or done.returncode in (-9, 137), (fault, "was not struck")
        assert "Traceback" not in done.stderr, (fault, done.stderr)
        assert codes is None or fault.how == "KILL" or done.returncode in codes, (fault, done.returncode)
        settle()
        now = contents(root)
        assert now in (old, new), (fault, done.stderr, difference(now, old, new))
        assert now == new or done.returncode != 0, (fault, "success was claimed")
        assert not list(root.rglob("*.tmp")), fault
    return len(faults)


def calls_of(command: list[str], root: Path) -> tuple[Counter[str], list[str]]:
    """How often the command makes each call on paths below the folder, and which paths these are."""
    copy = root.with_name(root.name + ".copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    log = root.with_name(root.name + ".strace")
    base = ["strace", "-f", "-qq", "-e", f"trace={TRACED}", "-o", str(log)]
    subprocess.run([*base, "-y", *command], check=True, capture_output=True)
    text = log.read_text(encoding="utf-8", errors="replace")
    found = re.findall(rf"{re.escape(str(root))}(?:/[^\"<>, ]*)?(?=[\"<>])", text)
    paths = sorted(set(found) | {str(root)})
    shutil.rmtree(root)
    copy.rename(root)
    only = [part for path in paths for part in ("-P", path)]
    subprocess.run([*base, *only, *command], check=True, capture_output=True)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    calls = Counter(match[1] for line in lines if (match := re.match(r"(?:\d+ +)?(\w+)\(", line)))
    return Counter({call: times for call, times in calls.items() if call not in ("execve", "chdir")}), paths


def strike(command: list[str], paths: list[str], fault: Fault) -> subprocess.CompletedProcess[str]:
    """One run with one fault."""
    only = [part for path in paths for part in ("-P", path)]
    # The program stops at calls of this name alone; strace 6.1 delivers no signal then, so a kill has to go without.
    quick = [] if fault.how == "KILL" else ["--seccomp-bpf"]
    injected = [
        "strace",
        "-f",
        *quick,
        "-qq",
        "-o",
        "/dev/null",
        *only,
        "-e",
        f"trace={fault.call}",
        "-e",
        fault.injection,
    ]
    return subprocess.run([*injected, *command], check=False, capture_output=True, text=True)


def lay_out(root: Path, prepare: Callable[[], None]) -> None:
    """An empty folder, filled by `prepare`."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    prepare()


def contents(root: Path) -> State:
    """Every file below the folder but what lies in `.kic` and `.git`."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (".kic", ".git")
    }


def difference(now: State, old: State, new: State) -> dict[str, str]:
    """Which files are old and which are new."""
    return {
        name: "old" if now.get(name) == old.get(name) else "new" if now.get(name) == new.get(name) else "torn"
        for name in {*now, *old, *new}
        if old.get(name) != new.get(name) or now.get(name) != old.get(name)
    }


def writing_calls(faults: list[Fault]) -> list[Fault]:
    """Only the faults at calls that change something."""
    return [fault for fault in faults if fault.call not in READING]


def some(number: int, seed: int = 1) -> Callable[[list[Fault]], list[Fault]]:
    """A repeatable choice of so many faults."""

    def choose(faults: list[Fault]) -> list[Fault]:
        return sorted(random.Random(seed).sample(faults, min(number, len(faults))))

    return choose
