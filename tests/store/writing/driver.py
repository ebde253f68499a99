"""A program for the fault tests: one plan through Writer, or one increment of a counter.

`driver.py ROOT plan NAME`      commits one of the plans that `prepare` laid the ground for
`driver.py ROOT recover`        what every next writing command does first
`driver.py ROOT count FILE...`  adds one to the counter in each file, all together, again if they changed
"""

import datetime
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from kic.core.plan import Change  # noqa: E402
from kic.errors import Changed, KicError, Locked  # noqa: E402
from kic.store.writing.files import digest  # noqa: E402
from kic.store.writing.writer import Writer  # noqa: E402

NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)

SIZES = {"one": 1, "six": 6, "forty": 40}


def plan(name: str) -> tuple[Change, ...]:
    """A change of so many files: most are edited, some are new, some go."""
    return tuple(
        Change(
            f"folder-{n % 3}/record-{n}.yaml" if n != 5 else "new/folder/record-5.yaml",
            None if n % 6 == 5 else b"value: old\n" * 5,
            None if n % 6 == 4 else b"value: new\n" * (n + 1),
        )
        for n in range(SIZES[name])
    )


def prepare(root: Path, name: str) -> None:
    for change in plan(name):
        if change.before is not None:
            path = root / change.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(change.before)


def count(root: Path, files: list[str]) -> None:
    """Reads, adds one, commits; once more where another process was faster."""
    while True:
        writer = Writer(root, wait=60)
        before = {name: (root / name).read_bytes() for name in files}
        changes = [
            Change(name, old, b"count: %d\n" % (int(old.split()[1]) + 1)) for name, old in before.items()
        ]
        try:
            writer.commit(
                changes, "count", time=NOW, read_digests={name: digest(old) for name, old in before.items()}
            )
        except (Changed, Locked):
            time.sleep(0.001)
        else:
            return


def main(root: str, verb: str, *rest: str) -> int:
    writer = Writer(Path(root), wait=60)
    try:
        if verb == "plan":
            writer.commit(plan(rest[0]), "driver", time=NOW)
        elif verb == "recover":
            writer.recover()
        else:
            times, *files = rest
            for _ in range(int(times)):
                count(Path(root), files)
    except KicError as error:
        print(type(error).__name__, error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
