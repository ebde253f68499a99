"""What a check spends its time on, stage by stage, in one process: milliseconds of process time as JSON.

`python tests/bench/stages.py FOLDER DAY ROUNDS`: the repository, the day to judge it on, how often.
"""

import datetime
import gc
import json
import resource
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

gc.set_threshold(2_000_000, 50, 50)  # as kic does

import yaml  # noqa: E402

from kic.core.rule import ordered, run  # noqa: E402
from kic.domain.chapters import KINDS  # noqa: E402
from kic.domain.privacy import rules as privacy  # noqa: E402
from kic.domain.rules import RULES  # noqa: E402
from kic.domain.settings import FORMAT, Settings, judged  # noqa: E402
from kic.present.findings import render  # noqa: E402
from kic.present.language import speak  # noqa: E402
from kic.store.reading import syntax  # noqa: E402
from kic.store.reading.committed import committed  # noqa: E402
from kic.store.reading.convert import quick as record  # noqa: E402
from kic.store.reading.load import is_record, load  # noqa: E402
from kic.store.reading.sources import Memory, WorkTree  # noqa: E402

COMPOSE = "compose() alone"
PERSONAL = "of which the search for personal data"


def measured(root: Path, today: datetime.date) -> dict[str, float]:
    """Milliseconds of each stage, once."""
    times: dict[str, float] = {}

    def spent() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(used.ru_utime + used.ru_stime for used in both)

    def timed(name: str, work: Callable[[], Any]) -> Any:
        gc.collect()
        start = spent()
        result = work()
        times[name] = (spent() - start) * 1000
        return result

    def contents() -> dict[str, bytes]:
        source = WorkTree(root)
        return {path: source.read(path) for path in source.paths()}

    files = timed("list and read the files", contents)
    sources = [content for path, content in files.items() if is_record(path, KINDS)]

    def compose() -> None:
        for source in sources:
            yaml.compose(source, Loader=yaml.CLoader)

    timed(COMPOSE, compose)
    gc.disable()  # as in `load`
    values = timed("YAML to plain values", lambda: [syntax.quick(source) for source in sources])
    timed("plain values to records", lambda: [record(value, KINDS) for value in values])
    gc.enable()
    snapshot = load(Memory(files), KINDS, newest=FORMAT)
    timed("compare with the committed state (git)", lambda: committed(root, KINDS, files))
    timed("references between records", snapshot.references)

    def judge() -> list[Any]:
        found = [*snapshot.diagnostics, *run(RULES, snapshot, today)]
        return ordered(judged(found, snapshot.only(Settings), today), snapshot)

    found = timed(f"{len(RULES)} rules, findings in order", judge)
    timed(PERSONAL, lambda: run(privacy.RULES, snapshot, today))
    timed(f"the report ({len(found)} findings)", lambda: render("text", found, snapshot, speak("en")))
    return times


def main() -> None:
    """Prints the medians."""
    root, today, rounds = Path(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2]), int(sys.argv[3])
    all_ = [measured(root, today) for _ in range(rounds)]
    json.dump({name: statistics.median(each[name] for each in all_) for name in all_[0]}, sys.stdout)


if __name__ == "__main__":
    main()
