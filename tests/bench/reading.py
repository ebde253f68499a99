"""How fast reading is: medians for 10,000 generated records, and the ratio to libyaml's `compose()` alone.

Where kic is installed: `python tests/bench/reading.py [RECORDS] [ROUNDS]`.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable

import yaml
from generate import files

from kic.domain.chapters import KINDS
from kic.store import syntax
from kic.store.convert import quick as record
from kic.store.load import load
from kic.store.sources import Memory


def median(rounds: int, work: Callable[[], object]) -> float:
    """Seconds, the median of some rounds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Prints one line for each stage."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    made = files(records)
    contents = list(made.values())
    print(f"{len(made)} records, {sum(map(len, contents)) / len(made):.0f} bytes each")
    values = [syntax.quick(content) for content in contents]
    assert syntax.UNREAD not in values
    assert all(record(value, KINDS) is not None for value in values)

    def alone() -> None:
        for content in contents:
            yaml.compose(content, Loader=yaml.CLoader)

    def plain() -> None:
        for content in contents:
            syntax.quick(content)

    def convert() -> None:
        for value in values:
            record(value, KINDS)

    def whole() -> None:
        snapshot = load(Memory(made), KINDS, newest=1)
        assert not snapshot.diagnostics

    def index() -> None:
        snapshot = load(Memory(made), KINDS, newest=1)
        snapshot.references()

    base = median(rounds, alone)
    for name, work in (
        ("compose() alone", alone), ("bytes to plain values", plain), ("plain values to records", convert),
        ("load (all of it)", whole), ("load and references", index),
    ):  # fmt: skip
        took = base if work is alone else median(rounds, work)
        print(f"{name:26} {took * 1000:8.0f} ms  {took / base:5.2f} x")


if __name__ == "__main__":
    main()
