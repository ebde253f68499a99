"""What kic costs, beside what anything costs: medians and ratios of one run, in a plain table.

`python tests/bench/run.py` (`make bench`) takes some minutes on two processors and asserts nothing. It makes
what it measures: the demo city, and repositories of generated records, each in git as an office has them.

Both sides of each comparison run from compiled bytecode, in turn (A B A B), after a round that is not counted.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import allocations
import commits
import generate
import letters
import public_site
import stages
import voting
from timing import Program, Times, in_turn, ratio, wall_ratio

import kic
from kic.domain.chapters import KINDS
from kic.store import schema

HERE = Path(__file__).parent
BARE = """\
import typer

app = typer.Typer()


@app.command()
def main(name: str = "x") -> None:
    print(name)


app()
"""
COMPOSE = """\
import pathlib
import sys

import yaml

for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    yaml.compose(path.read_bytes(), Loader=yaml.CLoader)
"""
DEMO_DAY = "2026-11-22"
"""A day on which the demo city has been written for."""


class Bench:
    """The folder with everything that is measured, and the environment that all programs run in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(Path(kic.__file__).parent.parent),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),  # compiled anew, whatever the installation has
            "KIC_LANG": "de",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        (folder / "bare.py").write_text(BARE, encoding="utf-8")
        (folder / "compose.py").write_text(COMPOSE, encoding="utf-8")

    def kic(self, *words: str, at: Path | None = None) -> Program:
        """A command of kic."""
        return self._python(f"kic {words[-1]}", "-m", "kic", *words, at=at)

    def bare(self) -> Program:
        """A Typer program that prints one word."""
        return self._python("a bare Typer command", str(self.folder / "bare.py"))

    def compose(self, at: Path) -> Program:
        """Every file through libyaml's `compose()`, and nothing else."""
        return self._python("compose() alone", str(self.folder / "compose.py"), str(at))

    def others(self, at: Path) -> tuple[Program, Program]:
        """yamllint on the folder, and check-jsonschema on the files of each kind with the kind's own schema."""
        kinds: dict[str, list[str]] = defaultdict(list)
        for path in sorted(at.rglob("*.yaml")):
            first = path.read_text(encoding="utf-8").partition("\n")[0]
            kinds[first.removeprefix("kind: ")].append(str(path))
        lines = []
        for kind, paths in kinds.items():
            target = self.folder / f"{kind}.schema.json"
            target.write_text(json.dumps(schema.schema(KINDS)[kind]), encoding="utf-8")
            lines.append((sys.executable, "-m", "check_jsonschema", "--schemafile", str(target), *paths))
        lint = (sys.executable, "-m", "yamllint", "-d", "default", str(at))
        return (
            Program("yamllint", (lint,), str(self.folder)),
            Program("check-jsonschema", tuple(lines), str(self.folder)),
        )

    def demo_city(self, name: str = "city") -> Path:
        """The demo city, as `kic demo` writes it."""
        city = self.folder / name
        self._do([sys.executable, "-m", "kic", "--today", DEMO_DAY, "demo", "--yes", str(city)])
        return city

    def generated(self, records: int) -> Path:
        """A repository of so many records, committed."""
        root = self.folder / f"records-{records}"
        for path, content in generate.files(records).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        who = ("-c", "user.name=kic", "-c", "user.email=kic@example.org")
        for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "All")):
            self._do(["git", "-C", str(root), *words])
        return root

    def with_history(self, records: int, number: int) -> Path:
        """A repository of so many records with so many commits."""
        root = self.folder / "history"
        root.mkdir()
        commits.history(root, generate.files(records), number)
        return root

    def git(self, *words: str, at: Path) -> Program:
        """git itself, writing its answer to nowhere."""
        name = " ".join(("git", *words[:2]))
        return Program(name, (("git", "--no-pager", *words),), str(at))

    def some(self, root: Path) -> Path:
        """A folder with few of the files: enough for a first round of another tool."""
        few = self.folder / "few"
        for path in sorted(root.rglob("*.yaml"))[::500]:
            (few / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, few / path.relative_to(root))
        return few

    def stages(self, root: Path, rounds: int) -> dict[str, float]:
        """Milliseconds of each stage of a check."""
        line = [sys.executable, str(HERE / "stages.py"), str(root), generate.TODAY, str(rounds)]
        found: dict[str, float] = json.loads(self._do(line))
        return found

    def _python(self, name: str, *words: str, at: Path | None = None) -> Program:
        return Program(name, ((sys.executable, *words),), str(at or self.folder))

    def _do(self, line: list[str]) -> bytes:
        return subprocess.run(line, env=self.environment, check=True, capture_output=True).stdout


def check(bench: Bench, root: Path) -> Program:
    """A whole `kic check` of generated records."""
    return bench.kic("--today", generate.TODAY, "check", at=root)


def start(bench: Bench, rounds: int) -> Iterator[str]:
    """What every command costs, and the check of the demo city."""
    city = bench.demo_city()
    records = sum(1 for _ in city.rglob("*.yaml"))
    programs = [
        bench.bare(),
        bench.kic("--version"),
        bench.kic("--help"),
        bench.kic("--today", DEMO_DAY, "check", at=city),
        bench.kic("--today", DEMO_DAY, at=city)._replace(name="kic (the steps of the day)"),
        bench.kic("--today", DEMO_DAY, "list", at=city),
        bench.kic("--today", DEMO_DAY, "find", "Oeffentlichkeit", at=city)._replace(name="kic find"),
    ]
    bare, version_, help_, checked, today, listed, found = in_turn(
        programs, rounds, bench.environment, warm=2
    )
    yield f"Against a bare Typer command ({rounds} rounds; the demo city has {records} records)"
    yield from table(
        bare,
        [
            (version_, "no slower"),
            (help_, "< 150 ms"),
            (checked, "< 2.5"),
            (today, "a tenth above check"),
            (listed, "all records read"),
            (found, "< 100 ms above list"),
        ],
    )
    spread = [seconds * 1000 for seconds in sorted(bare.process)]
    quarter = len(spread) // 4
    yield (
        f"  noise: the bare command took {spread[0]:.0f} to {spread[-1]:.0f} ms, half of them"
        f" {spread[quarter]:.0f} to {spread[-1 - quarter]:.0f}; wall clock to process time"
        f" {statistics.median(w / p for w, p in zip(bare.wall, bare.process, strict=True)):.2f}"
    )


def many(bench: Bench, records: int, rounds: int) -> Iterator[str]:
    """The check of many records against reading them, and what the rest goes to."""
    root = bench.generated(records)
    sizes = [path.stat().st_size for path in root.rglob("*.yaml")]
    compose, checked = in_turn([bench.compose(root), check(bench, root)], rounds, bench.environment)
    yield f"Against libyaml's compose() alone ({rounds} rounds; {len(sizes)} records of {statistics.mean(sizes):.0f} bytes)"
    yield from table(compose, [(checked, "< 3.5")])
    yield ""
    yield "Where the check of these records spends its time (one process, median of 3)"
    parts = bench.stages(root, 3)
    base = parts.pop(stages.COMPOSE)
    for name, spent in parts.items():
        yield f"  {name:44}{spent:9.0f} ms{spent / base:8.2f} x compose()"
    yield f"  {'compose() of the same bytes, for comparison':44}{base:9.0f} ms{1:8.2f}"
    yield f"  {'search for personal data, of the whole check':44}{parts[stages.PERSONAL] / _whole(parts):12.1%}"


def _whole(parts: dict[str, float]) -> float:
    """All stages together; the search for personal data is a part of judging."""
    return sum(spent for name, spent in parts.items() if name != stages.PERSONAL)


def growth(bench: Bench, records: int, rounds: int) -> Iterator[str]:
    """Whether the time grows with the records, and not faster."""
    sizes = [records // 8, records // 4, records // 2, records]
    roots = [bench.folder / f"records-{size}" for size in sizes]
    for size, root in zip(sizes, roots, strict=True):
        if not root.is_dir():
            bench.generated(size)
    empty, *times = in_turn(
        [bench.bare(), *(check(bench, root) for root in roots)], rounds, bench.environment
    )
    yield f"How a check grows ({rounds} rounds)"
    for root, each in zip(roots, times, strict=True):
        count = sum(1 for _ in root.rglob("*.yaml"))
        each_one = (each.median - empty.median) / count * 1e6
        yield f"  {count:6} records{each.median * 1000:9.0f} ms{each_one:8.0f} µs a record above a bare command"


def others(bench: Bench, records: int, rounds: int) -> Iterator[str]:
    """The same files through the usual tools: syntax and schema only, no rule between records."""
    root = bench.folder / f"records-{records}"
    if not root.is_dir():
        root = bench.generated(records)
    lint, schemas = bench.others(root)
    in_turn(bench.others(bench.some(root)), 1, bench.environment, warm=0)  # so that their bytecode is there
    checked, linted, validated = in_turn(
        [check(bench, root), lint, schemas], rounds, bench.environment, warm=0
    )
    both = Times(
        "yamllint and check-jsonschema",
        [a + b for a, b in zip(linted.process, validated.process, strict=True)],
        [a + b for a, b in zip(linted.wall, validated.wall, strict=True)],
    )
    count = sum(1 for _ in root.rglob("*.yaml"))
    names = f"yamllint {version('yamllint')}, check-jsonschema {version('check-jsonschema')}"
    yield f"Against {names} on the same {count} files ({rounds} round)"
    yield from table(checked, [(linted, ""), (validated, ""), (both, "at least 20")])


def looking_back(bench: Bench, records: int, number: int, rounds: int) -> Iterator[str]:
    """What a difference and a record's history cost in a long history, beside git's own answers."""
    began = time.monotonic()
    root = bench.with_history(records, number)
    count = sum(1 for _ in root.rglob("*.yaml"))
    place = f"concept/recommendations/{commits.EDITED}.yaml"
    yield (
        f"Looking back over {number} commits of {count} records ({rounds} rounds; made in"
        f" {time.monotonic() - began:.0f} s)"
    )
    spans = [f"HEAD~{back}..HEAD" for back in (1, 20, number // 2)]
    differing = [_differing(root, span) for span in spans]
    stat, bare, everything, *diffs = in_turn(
        [
            bench.git("diff", "--stat", spans[1].replace("..", " ").split()[0], "HEAD", at=root),
            bench.bare(),
            check(bench, root),
            *(bench.kic("diff", "--stat", span, at=root) for span in spans),
        ],
        rounds,
        bench.environment,
    )
    rows = [
        (each._replace(name=f"kic diff {span}: {n} of {count} differ"), "")
        for each, span, n in zip(diffs, spans, differing, strict=True)
    ]
    yield from table(
        stat._replace(name=f"{stat.name} {spans[1]}"),
        [(bare, ""), *rows, (everything._replace(name="kic check: every record read"), "")],
    )
    log, empty, history, blame = in_turn(
        [
            bench.git("log", "--follow", "--format=%H", "--raw", "--", place, at=root),
            bench.bare(),
            bench.kic("history", commits.EDITED, at=root),
            bench.kic("blame", commits.EDITED, at=root),
        ],
        rounds,
        bench.environment,
    )
    words = ("kic history of it", "kic blame of it")
    rows = [
        (each._replace(name=name), f"{_above(each, empty, log):.2f} above a bare command: at most 3")
        for each, name in zip((history, blame), words, strict=True)
    ]
    yield from table(log._replace(name="git log --follow of one record"), [(empty, ""), *rows])
    plain, changed = in_turn(
        [check(bench, root), bench.kic("--today", generate.TODAY, "check", "--base", "HEAD~50", at=root)],
        rounds,
        bench.environment,
    )
    judged = changed._replace(name="kic check --base HEAD~50")
    yield from table(plain._replace(name="kic check"), [(judged, "at most 1.5")])


def _above(times: Times, bare: Times, base: Times) -> float:
    """The median ratio to the base of what is left without a bare command."""
    each_round = zip(times.process, bare.process, base.process, strict=True)
    return statistics.median((one - empty) / other for one, empty, other in each_round)


def _differing(root: Path, span: str) -> int:
    line = ["git", "-C", str(root), "diff", "--name-only", *span.split("..")]
    return len(subprocess.run(line, check=True, capture_output=True).stdout.splitlines())


def table(base: Times, rows: list[tuple[Times, str]]) -> Iterator[str]:
    """Medians of process time and wall clock, of both the ratio to the first line, and what it is to be.

    Who waits feels the clock; process time tells what was worked, on however many cores.
    """
    yield f"  {'':44}{'process':>12}{'ratio':>8}{'wall':>12}{'ratio':>8}  wanted"
    yield _row(base, "1", "1", "")
    for times, wanted in rows:
        yield _row(times, f"{ratio(times, base):.2f}", f"{wall_ratio(times, base):.2f}", wanted)


def _row(times: Times, share: str, wall_share: str, wanted: str) -> str:
    process, wall = times.median * 1000, statistics.median(times.wall) * 1000
    return f"  {times.name:44}{process:9.0f} ms{share:>8}{wall:9.0f} ms{wall_share:>8}  {wanted}".rstrip()


def machine() -> str:
    """What this ran on."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {load};"
        f" Python {platform.python_version()}, Typer {version('typer')}, PyYAML {version('pyyaml')},"
        f" msgspec {version('msgspec')}, {_git()}"
    )


def _git() -> str:
    said = subprocess.run(["git", "--version"], check=True, stdout=subprocess.PIPE).stdout
    return said.decode().strip().replace("git version", "git")


def main() -> None:
    """Prints each comparison as it is done."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--rounds", type=int, default=25, help="of the short comparisons")
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--long-rounds", type=int, default=5, help="of the comparisons with many records")
    options.add_argument(
        "--commits", type=int, default=2_000, help="of the history, which has as many records"
    )
    options.add_argument("--records-for-others", type=int, default=10_000)
    chosen = options.parse_args()
    began = time.monotonic()
    print(f"kic {kic.__version__} on {machine()}")
    print(
        "Medians of process time (user and system, git's and children's included) and by the clock; ratios are medians of the rounds' own."
    )
    with tempfile.TemporaryDirectory(prefix="kic-bench-") as folder:
        bench = Bench(Path(folder))
        for part in (
            start(bench, chosen.rounds),
            many(bench, chosen.records, chosen.long_rounds),
            growth(bench, chosen.records, 3),
            others(bench, chosen.records_for_others, 1),
            looking_back(bench, chosen.commits, chosen.commits, chosen.long_rounds),
            letters.lines(bench.demo_city("letters-city"), bench.environment, 3),
            public_site.lines(bench.demo_city("site-city"), bench.environment, 5),
            allocations.lines(chosen.long_rounds),
            voting.lines(),
        ):
            print(flush=True)
            for line in part:
                print(line, flush=True)
    print(f"\nIn {time.monotonic() - began:.0f} s; at the end the load was {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
