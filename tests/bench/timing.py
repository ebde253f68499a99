"""Processes in turn, A B A B, so that a machine that slows down slows all of them: medians and paired ratios.

What is counted is process time: user and system seconds of a process and of those that it waited for, as the
operating system accounts for them when the process is reaped (POSIX).
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Program(NamedTuple):
    """A command line with the folder that it runs in; several one after the other count as one."""

    name: str
    lines: tuple[tuple[str, ...], ...]
    folder: str


class Times(NamedTuple):
    """Seconds of each round of one program."""

    name: str
    process: list[float]
    wall: list[float]

    @property
    def median(self) -> float:
        """Seconds of process time."""
        return statistics.median(self.process)


def ratio(a: Times, b: Times) -> float:
    """The median of the ratios of process times, round by round."""
    return statistics.median(one / other for one, other in zip(a.process, b.process, strict=True))


def wall_ratio(a: Times, b: Times) -> float:
    """The same by the clock."""
    return statistics.median(one / other for one, other in zip(a.wall, b.wall, strict=True))


def in_turn(
    programs: Sequence[Program], rounds: int, environment: Mapping[str, str], *, warm: int = 1
) -> list[Times]:
    """Each program once a round; the first `warm` rounds are not counted."""
    times = [Times(program.name, [], []) for program in programs]
    for number in range(warm + rounds):
        for program, each in zip(programs, times, strict=True):
            process, wall = _once(program, environment)
            if number >= warm:
                each.process.append(process)
                each.wall.append(wall)
    return times


def _once(program: Program, environment: Mapping[str, str]) -> tuple[float, float]:
    process = 0.0
    start = time.perf_counter()
    for line in program.lines:
        started = subprocess.Popen(
            line, cwd=program.folder, env=dict(environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert started.stderr is not None
        said = started.stderr.read()
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        started.stderr.close()
        if started.returncode not in (0, 1):  # 1: the other tools found something
            sys.stderr.buffer.write(said)
            raise SystemExit(f"{' '.join(line)[:200]} ended with {started.returncode}")
        process += used.ru_utime + used.ru_stime
    return process, time.perf_counter() - start
