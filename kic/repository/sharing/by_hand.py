"""Files that somebody changed or deleted by hand, and what was recorded of them last."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kic.core.layout import ENDING, OWN, SETTINGS
from kic.core.near import near
from kic.core.plan import Change
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.store import git
from kic.store.branches import id_of_path
from kic.store.reading.sources import WorkTree


def recorded_again(root: Path, named: Sequence[str]) -> tuple[Change, ...]:
    """The changes that give these files, and those of folders or records, what was recorded last.

    Raises UsageError for what was never recorded: to take it away would lose it; and for the root itself.
    """
    held: dict[str, str] = {}
    for name in named:
        if not name:  # it would be the folder where one is
            raise UsageError(
                "The name is empty; name a file or a folder.",
                help="kic save --dry-run shows which files differ.",
            )
        for path in _spellings(root, name):
            found = git.head_tree(root, path) or {}
            if found:
                held |= found
                break
        else:
            of_record = _of_record(root, name)
            if not of_record:
                raise _nothing_recorded(root, name)
            held |= of_record
    contents = git.blobs(root, held.values())
    changes = []
    for path, oid in sorted(held.items()):
        file = root / path
        now = file.read_bytes() if file.is_file() else None
        if now != contents[oid]:
            changes.append(Change(path, now, contents[oid]))
    return tuple(changes)


def without_settings(folder: Path) -> Path | None:
    """The nearest folder upwards that has lost its kic.yaml: kic has written there, or it was recorded.

    None where there is none. What lies above the top of a history is not looked at.
    """
    here = Path(os.path.abspath(folder))  # noqa: PTH100  # as `find_root`
    for each in (here, *here.parents):
        if (each / OWN).is_dir() or git.head_tree(each, SETTINGS):
            return each
        if os.path.lexists(each / ".git"):
            return None
    return None


def _nothing_recorded(root: Path, name: str) -> UsageError:
    """Why nothing can be given back here, with the names that are near."""
    spellings = tuple(_spellings(root, name))
    if not spellings:
        spelled = name.replace("\\", "/")
        if any(os.path.abspath(start / spelled) == str(root) for start in (Path(), root)):  # noqa: PTH100
            return UsageError(
                "{path} is everything that is kept here; name a file or a folder.",
                help="kic save --dry-run shows which files differ.",
                path=name,
            )
    recorded = git.listing(root, "HEAD") if git.head(root) else {}
    if any(path in recorded and recorded[path].mode == git.SYMLINK for path in spellings):
        return UsageError("{path} was recorded as a link, and links are not given back.", path=name)
    ids = {id_of_path(path, KINDS): path for path in recorded if path.endswith(ENDING)}
    is_new = any(os.path.lexists(root / path) for path in spellings) or any(
        id_of_path(path, KINDS) == name.lower() for path in WorkTree(root).paths() if path.endswith(ENDING)
    )
    if is_new or SETTINGS in spellings:
        return UsageError(
            "{path} was never recorded, so there is nothing to go back to.",
            help="The file is there and new: kic save records it; where nobody needs it, it is deleted by hand."
            if is_new
            else "It comes back only from the recycle bin, a backup or somebody's copy; else kic init makes a new one "
            "in an empty folder, to be moved here.",
            path=name,
        )
    close = near(name.lower(), {each for each in ids if each} | set(recorded)) or near(name, recorded)
    ending = sorted((each for each in ids if each and each.endswith(f"-{name.lower()}")), reverse=True)
    return UsageError(
        "There is no file and no record {path}.",
        help="Did you mean {names}?"
        if close or ending
        else "kic list KIND shows the ids; kic undo without a name takes back the last operation.",
        path=name,
        names=close or tuple(ending[:3]),
    )


def _of_record(root: Path, name: str) -> dict[str, str]:
    """The file that was recorded of the record with this id, told by the file itself: paths do not tell each."""
    records = {path: oid for path, oid in (git.head_tree(root) or {}).items() if path.endswith(ENDING)}
    # A name typed in bytes that are no UTF-8 is found in no file: what it becomes here never stands in one.
    spelled = re.escape(name.lower()).encode("utf-8", "surrogatepass")
    told = re.compile(rb"""^id:[ \t]+["']?%b["']?[ \t\r]*(?:#.*)?$""" % spelled, re.MULTILINE)
    contents = git.blobs(root, records.values())
    return {path: oid for path, oid in records.items() if told.search(contents[oid])}


def _spellings(root: Path, name: str) -> Iterator[str]:
    """The path in the repository that is meant from here, or from its root; the file may be gone."""
    spelled = name.replace("\\", "/")
    for start in (Path(), root):
        path = Path(os.path.abspath(start / spelled))  # noqa: PTH100  # resolve() would follow links
        if path != root and path.is_relative_to(root):
            yield path.relative_to(root).as_posix()
