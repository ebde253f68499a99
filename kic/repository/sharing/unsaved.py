"""What differs from what was recorded last: the files that kic records, and those that it leaves alone."""

import enum
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from kic.core.layout import BESIDE, OWN, SETTINGS, is_kept
from kic.core.plan import Change
from kic.errors import UsageError
from kic.repository.sharing.copy import Copy
from kic.store import git, git_settings
from kic.store.paths import encodable, odd_name
from kic.store.reading.sources import WorkTree


class LeftOutFor(enum.Enum):
    """Why a file is not recorded."""

    PRIVATE = "private"
    ELSEWHERE = "elsewhere"
    LINK = "link"
    NAME = "name"
    OTHER_REPOSITORY = "other_repository"
    NOT_NAMED = "not_named"


class LeftOut(msgspec.Struct, frozen=True):
    """A changed file that is not recorded, from the root, and why."""

    path: str
    why: LeftOutFor


class Unsaved(msgspec.Struct, frozen=True):
    """Changes since the last record, by path, and what is left out. `tracked` are paths that git knows already."""

    changes: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    tracked: frozenset[str]


_NEVER = (OWN, ".git", "private")


def unsaved(root: Path, copy: Copy | None, wanted: Sequence[str] = ()) -> Unsaved:
    """What differs from the last record; without one (`copy` is None, or nothing recorded yet) everything is new.

    Without `wanted` those are the settings, the folders of records and templates, and what belongs to them; with it,
    whatever lies at these paths or below. What is private is never among them. Raises UsageError where nothing differs
    at any of these paths, or for one where nothing is; Unavailable and Unfinished as reading does.
    """
    from kic.store.writing.writer import Writer  # noqa: PLC0415  # who only counts what differs does not load it

    overrides = Writer(root).pending().overrides if (root / OWN).is_dir() else {}
    source = WorkTree(root, overrides=overrides)
    listed = _signers(source)
    if copy is None:
        more = (listed,) if listed is not None and (root / listed).is_file() else ()
        found = dict.fromkeys((*source.paths(), *_beside(root), *more), False)
    else:
        found = git.differing(root)
        found |= {path: found.get(path, False) for path in overrides}
    recorded = git.listing(root, copy.head) if copy is not None and copy.head else {}
    private = _private_below(root)
    left, chosen = [], []
    for path in sorted(found):
        named = path == listed or _is_below(path, wanted)
        why = _why_not(root, path, private, recorded, named=named)
        if why is None and wanted and not _is_below(path, wanted):
            why = LeftOutFor.NOT_NAMED
        if why is None:
            chosen.append(path)
        else:
            left.append(LeftOut(path, why))
    _needs_something(
        root, wanted, [*chosen, *(each.path for each in left if each.why is not LeftOutFor.NOT_NAMED)]
    )
    before = git.blobs(root, (recorded[path].oid for path in chosen if path in recorded))
    rewritten = _line_ends(root, chosen) if copy is not None else frozenset()
    changes = []
    for path in chosen:
        was = before[recorded[path].oid] if path in recorded else None
        now = _content(source, path)
        if now is not None and b"\r\n" in now and (path in rewritten) and not (was and b"\r\n" in was):
            now = now.replace(b"\r\n", b"\n")
        if was != now:
            changes.append(Change(path, was, now))
    return Unsaved(tuple(changes), tuple(left), frozenset(path for path in chosen if found[path]))


def _beside(root: Path) -> Iterable[str]:
    yield from (each for each in BESIDE if (root / each).is_file())
    if (root / "schemas").is_dir():
        yield from sorted(
            p.relative_to(root).as_posix() for p in (root / "schemas").rglob("*") if p.is_file()
        )


def _why_not(
    root: Path, path: str, private: str | None, recorded: Mapping[str, git.Item], *, named: bool
) -> LeftOutFor | None:
    first = path.partition("/")[0]
    if first in _NEVER or (private is not None and _is_below(path, (private,))):
        return LeftOutFor.PRIVATE
    if not (is_kept(path) or named):
        return LeftOutFor.ELSEWHERE
    if path.endswith("/") or (path in recorded and recorded[path].mode == git.SUBMODULE):
        return LeftOutFor.OTHER_REPOSITORY
    if os.path.islink(root / path):  # noqa: PTH114  # resolves nothing
        return LeftOutFor.LINK
    if path not in recorded and (not encodable(path) or any(odd_name(each) for each in path.split("/"))):
        return LeftOutFor.NAME
    return None


def _private_below(root: Path) -> str | None:
    """Where the private overlay lies below the root, if it does."""
    from kic.repository.overlay import folder_of  # noqa: PLC0415  # nor this

    folder = folder_of(root)
    try:
        return folder.relative_to(Path(os.path.abspath(root))).as_posix()  # noqa: PTH100  # links are not followed
    except ValueError:
        return None


def _is_below(path: str, places: Iterable[str]) -> bool:
    return any(not place or path == place or path.startswith(f"{place.rstrip('/')}/") for place in places)


def _signers(source: WorkTree) -> str | None:
    """The list of those who may sign, where the settings name one: it is recorded with them."""
    content = _content(source, SETTINGS)
    if content is None or b"signatures" not in content:
        return None
    from kic.repository.signatures.asked import list_of  # noqa: PLC0415

    return list_of(content)


def _needs_something(root: Path, wanted: Sequence[str], found: Sequence[str]) -> None:
    """Something has to differ at one of the paths at least, and at each that does not exist (any more)."""
    differ = {each for each in wanted if any(_is_below(path, (each,)) for path in found)}
    for each in wanted:
        if each not in differ and not (differ and os.path.lexists(root / each)):
            raise UsageError(
                "Nothing differs at {path} from what was recorded last.",
                help="kic save without a path shows what differs.",
                path=each or ".",
            )


def _line_ends(root: Path, paths: Sequence[str]) -> frozenset[str]:
    """The paths whose line ends git makes LF when it records them."""
    if not paths:
        return frozenset()
    always = git_settings.setting(root, "core.autocrlf") in ("true", "input")
    told = git_settings.attributes(root, paths, "text")
    return frozenset(
        path
        for path, values in told.items()
        if values["text"] in ("set", "auto") or (values["text"] == "unspecified" and always)
    )


def _content(source: WorkTree, path: str) -> bytes | None:
    try:
        return source.read(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
