"""The demo city read into snapshots, each distinct file once."""

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.record import Entry, Record
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.store.reading.convert import convert
from kic.store.reading.faults import read
from kic.store.reading.syntax import Locator

R = TypeVar("R", bound=Record)

CITY = Path(__file__).parents[2] / "kic" / "demo" / "city"
FILES = {
    path.relative_to(CITY).as_posix(): path.read_bytes() for path in sorted(CITY.rglob("*")) if path.is_file()
}


@functools.cache
def _entry(path: str, source: bytes) -> tuple[Entry, tuple[Diagnostic, ...]]:
    reading = read(source, path)
    made = convert(reading.value, path, KINDS)
    entry = Entry(
        path=path,
        source=source,
        kind=made.kind,
        id=made.id,
        record=made.record,
        declared=reading.value,
        locate=Locator(source),
    )
    return entry, (*reading.faults, *made.faults)


def snapshot(files: Mapping[str, bytes], committed: Snapshot | None = None) -> Snapshot:
    made = {path: _entry(path, source) for path, source in files.items() if path.endswith(".yaml")}
    return Snapshot(
        {path: entry for path, (entry, _) in made.items()},
        files=files,
        diagnostics=[fault for _, faults in made.values() for fault in faults],
        committed=committed,
        read=files.__getitem__,
    )


@functools.cache
def city() -> Snapshot:
    return snapshot(FILES)


def records(cls: type[R]) -> tuple[R, ...]:
    return tuple(city().all(cls))


def errors(found: Iterable[Diagnostic]) -> list[str]:
    return [
        f"{each.place.path}: {each.law.code} {each.message}"
        for each in found
        if each.severity is Severity.ERROR
    ]
