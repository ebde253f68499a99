"""A source read into a snapshot. Nothing that stands in a file ends it, and every fault is found.

A record that does not convert stays as a stub with its kind, id and place as far as they can be read, so that
references to it hold. Files that hold no record (templates, README.md) are in `Snapshot.files` only.
"""

import errno
import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kic.core.diagnostic import Diagnostic, Severity, diagnose
from kic.core.layout import ENDING, PUBLISHED, RECORD_FOLDERS, SETTINGS
from kic.core.pattern import pattern
from kic.core.place import START, Aim, Place
from kic.core.plan import Plain
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.errors import Unavailable
from kic.store.reading import file_laws, value_laws
from kic.store.reading.convert import Kinds, convert, kind_of_path
from kic.store.reading.convert import quick as quick_record
from kic.store.reading.sources import Source, unreadable
from kic.store.reading.syntax import UNREAD, Locator, Reading
from kic.store.reading.syntax import quick as quick_value

if TYPE_CHECKING:
    from kic.store.reading.ahead import Ahead

Upgrade = Callable[[str, Plain], Plain]
UPGRADES: Mapping[int, Upgrade] = {}
"""For each older format the pure function `(path, value) -> value` that makes the next one of it."""

Committed = Callable[[Mapping[str, bytes]], Snapshot | None]
"""Finds the committed state when the bytes of all records are known (`kic.store.reading.committed.since`)."""


def load(
    source: Source,
    kinds: Kinds,
    *,
    newest: int | None = None,
    format: int | None = None,  # noqa: A002
    reuse: Snapshot | None = None,
    committed: Snapshot | Committed | None = None,
    elsewhere: Callable[[], frozenset[str]] | None = None,
    ahead: "Ahead | None" = None,
) -> Snapshot:
    """The state of a source.

    `newest` is the newest format that is understood: Unavailable (exit code 3) if the repository's is newer.
    `format` stands for the settings' where the source has none. Entries of `reuse` whose bytes are the same
    are taken over with their findings (after a plan, only what it touches is read anew). `elsewhere` tells the ids that
    are in use beside the state. What `ahead` has of the files already is not parsed again.
    """
    listed = source.paths()
    diagnostics: list[Diagnostic] = [*source.faults()]
    entries: dict[str, Entry] = {}
    found: Sequence[Diagnostic]
    known = _known(reuse)
    version = _format(source, newest) or format
    upgrades = _upgrades(version, newest)
    with _no_collection():
        for path in listed:
            if not is_record(path, kinds):
                diagnostics.extend(_misnamed(path))
                continue
            try:
                content = source.read(path)
            except OSError as error:
                entries[path], found = _unread(path, error, kinds)
            else:
                old = reuse.entries.get(path) if reuse is not None else None
                if old is not None and old.source == content and not _was_unread(old):
                    entries[path], found = old, known.get(path, ())
                else:
                    parsed = ahead.take(content) if ahead is not None else UNREAD
                    entries[path], found = read_entry(path, content, kinds, upgrades, parsed)
            diagnostics.extend(found)
    diagnostics.extend(_no_format(entries.get(SETTINGS)))
    before: Snapshot | Callable[[], Snapshot | None] | None = None
    if callable(committed):
        before = partial(committed, {path: entry.source for path, entry in entries.items()})
    else:
        before = committed
    return Snapshot(
        entries,
        files=listed,
        diagnostics=diagnostics,
        label=source.label,
        committed=before,
        read=source.read,
        elsewhere=elsewhere,
        aside=source,
    )


def is_record(path: str, kinds: Kinds) -> bool:
    """Whether a file of this path holds a record: the settings, and `*.yaml` in the folders of records."""
    if not path.endswith(ENDING):
        return False
    if path.startswith(PUBLISHED):
        return kind_of_path(path, kinds) is not None
    return path == SETTINGS or path.startswith(RECORD_FOLDERS)


def read_entry(
    path: str, content: bytes, kinds: Kinds, upgrades: tuple[Upgrade, ...] = (), parsed: Plain = UNREAD
) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """One record file: what it says and all that is wrong with it. Never raises because of the content.

    `parsed` is what `kic.store.reading.syntax.quick` made of the content, where somebody has asked it already.
    """
    value = parsed if parsed is not UNREAD else quick_value(content)
    if value is not UNREAD:
        for upgrade in upgrades:
            value = upgrade(path, value)
        record = quick_record(value, kinds)
        if record is not None:
            entry = Entry(
                path=path, source=content, kind=value["kind"], id=record.id, record=record, declared=value,
                locate=Locator(content),
            )  # fmt: skip
            return entry, ()
        return _faulty(path, content, Reading(value), kinds)
    from kic.store.reading.faults import examine  # noqa: PLC0415  # only paid for by a file that needs it

    reading = examine(content, path)
    if reading.value is not UNREAD:
        for upgrade in upgrades:
            reading = msgspec.structs.replace(reading, value=upgrade(path, reading.value))
    return _faulty(path, content, reading, kinds)


def _faulty(
    path: str, content: bytes, reading: Reading, kinds: Kinds
) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """An entry in which something may be wrong."""
    if reading.value is UNREAD:
        kind, id_ = _guessed(path, content, kinds)
        entry = Entry(path=path, source=content, kind=kind, id=id_, locate=Locator(content))
        return entry, _named(reading.faults, id_)
    converted = convert(reading.value, path, kinds)
    entry = Entry(
        path=path,
        source=content,
        kind=converted.kind,
        id=converted.id,
        record=converted.record if reading.sure else None,
        declared=reading.value,
        locate=Locator(content),
    )
    return entry, _named(reading.faults, converted.id) + tuple(_new(converted.faults, reading))


def _new(faults: tuple[Diagnostic, ...], reading: Reading) -> Iterator[Diagnostic]:
    """The misfits of a value that do not follow from a fault of its text: one cause, one finding."""
    named = {each.field for each in reading.faults if each.severity is Severity.ERROR and each.field}
    for each in faults:
        if each.field in named or (not reading.sure and each.law is value_laws.MISSING_KEY):
            continue
        yield each


def _named(faults: tuple[Diagnostic, ...], id: str | None) -> tuple[Diagnostic, ...]:  # noqa: A002
    return tuple(msgspec.structs.replace(each, record=id) for each in faults) if id else faults


_LINE = rb"^%s:[ \t]+[\"']?([a-z0-9_-]{1,63})[\"']?[ \t]*(?:#.*)?\r?$"
_KIND = pattern(_LINE % b"kind", re.MULTILINE)
_ID = pattern(_LINE % b"id", re.MULTILINE)


_FORMAT = re.compile(rb"^format:[ \t]+[\"']?([0-9]{1,9})[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
MAX_GUESS = 10_000
"""So many bytes at the beginning of a file are searched for such lines."""


def _guessed(path: str, content: bytes, kinds: Kinds) -> tuple[str | None, str | None]:
    """Kind and id of a file that cannot be read: from lines that look like them, else from the path."""
    found = _KIND().search(content[:MAX_GUESS])
    kind = found[1].decode() if found else None
    if kind not in kinds:
        kind = kind_of_path(path, kinds)
    named = _ID().search(content[:MAX_GUESS])
    if named is not None:
        return kind, named[1].decode()
    if kind is not None and any(layout.endswith(f"/{{id}}{ENDING}") for layout in kinds[kind].layouts):
        return kind, path.rpartition("/")[2].removesuffix(ENDING)
    return kind, None


def _unread(path: str, error: OSError, kinds: Kinds) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """A file whose bytes could not be had."""
    kind, id_ = _guessed(path, b"", kinds)
    entry = Entry(path=path, source=b"", kind=kind, id=id_, locate=lambda _field, _aim: START)
    if error.errno == errno.EFBIG:
        message = text("the file is far too large to be a record")
        fault = diagnose(file_laws.TOO_LARGE, message, Place(path, (), Aim.VALUE, START), record=id_)
    else:
        fault = msgspec.structs.replace(unreadable(path, error), record=id_)
    return entry, (fault,)


def _was_unread(entry: Entry) -> bool:
    """Whether the entry's bytes could perhaps not be had, so that equal ones say nothing."""
    return not entry.source and entry.declared is None


def _misnamed(path: str) -> tuple[Diagnostic, ...]:
    """A record that would be overlooked for its ending."""
    stem, dot, ending = path.rpartition(".")
    if not dot or ending.casefold() not in {"yaml", "yml"} or path.endswith(ENDING):
        return ()
    if not path.startswith(RECORD_FOLDERS) or path.startswith(PUBLISHED):
        return ()
    message = text("the name of a record ends with .yaml, not with .{ending}", ending=ending)
    help_ = text("rename the file to {name}", name=f"{stem.rpartition('/')[2]}{ENDING}")
    return (diagnose(file_laws.FILE_ENDING, message, Place(path, (), Aim.VALUE, START), help=help_),)


def _known(reuse: Snapshot | None) -> dict[str, list[Diagnostic]]:
    known: dict[str, list[Diagnostic]] = {}
    for each in reuse.diagnostics if reuse is not None else ():
        known.setdefault(each.place.path, []).append(each)
    return known


class TooNew(Unavailable):
    """The settings name a format that this kic does not read."""


def format_of(settings: bytes) -> int | None:
    """The format that the settings name, as far as it can be read."""
    found = _FORMAT.search(settings[:MAX_GUESS])
    return int(found[1]) if found is not None else None


def _format(source: Source, newest: int | None) -> int | None:
    """The repository's format, as far as it can be read. Raises TooNew where it is newer than `newest`."""
    try:
        version = format_of(source.read(SETTINGS))
    except OSError:
        return None
    if version is not None and newest is not None and version > newest:
        raise TooNew(
            "this repository has format {format}; this kic reads formats up to {newest}",
            help="install a newer kic, one that reads format {format}",
            format=version,
            newest=newest,
        )
    return version


def _no_format(entry: Entry | None) -> tuple[Diagnostic, ...]:
    """Format 0 never was."""
    declared = entry.declared if entry is not None else None
    if entry is None or not isinstance(declared, dict) or declared.get("format") != "0":
        return ()
    message = text("there is no format 0; the first one is 1")
    return (diagnose(value_laws.FORMAT, message, Place(SETTINGS, ("format",)), record=entry.id),)


def _upgrades(version: int | None, newest: int | None) -> tuple[Upgrade, ...]:
    if version is None or newest is None:
        return ()
    return tuple(UPGRADES[each] for each in range(version, newest) if each in UPGRADES)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cycle collector: reading makes very many objects and no cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
