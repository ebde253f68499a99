"""A site laid into a folder, whole or not at all.

The folder is built beside its place and swapped in by renaming, so that who reads it sees the old site or the new one.
A marker in it lists what kic wrote with the digests. A folder without the marker, or with anything in it that kic did
not write, is never replaced: nothing that somebody laid there is lost. What a run that was killed left beside the
folder, the next one puts right (`kic.repository.site_aside`).
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kic.core.layout import SETTINGS
from kic.core.refusals import reason_of
from kic.errors import Refused, Unavailable, UsageError
from kic.repository.site_aside import NEW, OLD, aside, tidied

MARKER = ".kic-site"
"""The file that says that a folder is a site of kic, and which files it wrote."""


class SiteDifference(msgspec.Struct, frozen=True):
    """What a new site changes in a folder: paths of files, sorted.

    `tidied`: what runs that were killed had left beside it was put right.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0
    tidied: bool = False


def difference(folder: Path, files: Mapping[str, bytes]) -> SiteDifference:
    """What would change in the folder; raises Refused where it holds what kic did not write."""
    there = _written(folder)
    new = {name: _digest(content) for name, content in files.items()}
    return SiteDifference(
        added=tuple(sorted(new.keys() - there.keys())),
        changed=tuple(sorted(name for name in new.keys() & there.keys() if new[name] != there[name])),
        removed=tuple(sorted(there.keys() - new.keys())),
        same=sum(there.get(name) == digest for name, digest in new.items()),
    )


def refuse_foreign(folder: Path) -> None:
    """Raises Refused where the folder holds what kic did not write, before a site is made in vain."""
    _written(folder)


def replace(folder: Path, files: Mapping[str, bytes]) -> SiteDifference:
    """Lays the files into the folder in place of the site that is there.

    Raises Refused as `difference`, UsageError for a folder that cannot be one of a site, Unavailable where it cannot be
    written; then the folder is as it was.
    """
    try:
        tidy = folder.parent.is_dir() and tidied(folder, refuse_foreign)
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=folder, reason=reason_of(error)
        ) from error
    found = msgspec.structs.replace(difference(folder, files), tidied=tidy)
    if not (found.added or found.changed or found.removed):
        return found
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with aside(folder) as beside:
            _swap(folder, files, beside)
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=folder, reason=reason_of(error)
        ) from error
    return found


def _swap(folder: Path, files: Mapping[str, bytes], beside: Path) -> None:
    new, old = beside / NEW, beside / OLD
    _lay(new, files)
    try:
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:  # Ctrl-C between the two names is no reason to lose the old site
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise


def keep_out_of_git(folder: Path) -> None:
    """Makes the folder, if it is not there yet, such that git does not see what lies in it."""
    if folder.exists():
        return
    try:
        folder.mkdir(parents=True)
        try:
            (folder / ".gitignore").write_text("*\n", "utf-8")
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=folder, reason=reason_of(error)
        ) from error


def usable(folder: Path, root: Path) -> Path:
    """The folder as an absolute path; raises UsageError where it holds, or is, the repository or one of its records."""
    target = folder.absolute()
    resolved, home = target.resolve(), root.resolve()
    holds = resolved == home or resolved in home.parents
    inside = home in resolved.parents and resolved.relative_to(home).parts[0].casefold() in _RESERVED
    if target.is_symlink() or holds or inside or (resolved / SETTINGS).exists():
        raise UsageError(
            "{folder} cannot hold a site.",
            help="Name a folder that is not part of the repository, such as {example}.",
            folder=folder,
            example="build/site",
        )
    return target


_RESERVED = frozenset({"concept", "applications", "reports", "templates", "private", ".kic", ".git"})
"""Folders of a repository, whether they are there yet or not; some systems tell no small letters from large ones."""


def _lay(folder: Path, files: Mapping[str, bytes]) -> None:
    made: set[Path] = set()
    folder.mkdir()
    folder.chmod(0o755)
    for name, content in files.items():
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content)
    listed = {name: _digest(content) for name, content in sorted(files.items())}
    (folder / MARKER).write_text(json.dumps({"kic": "site", "files": listed}, indent=1) + "\n", "utf-8")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _written(folder: Path) -> dict[str, str]:
    """The files that kic wrote into the folder, with their digests; empty where there is nothing."""
    try:
        if not folder.exists():
            return {}
        if not folder.is_dir():
            raise UsageError("{folder} is not a folder.", folder=folder)
        there = {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.is_symlink() or not path.is_dir()
        }
        marker = there.pop(MARKER, None)
        if not there and marker is None:
            return {}
        listed = _listed(marker)
        if listed is None:
            raise Refused(
                "{folder} holds files that kic did not write, such as {name}; nothing was written.",
                help="Name a new folder, or one that kic publish has written.",
                folder=folder,
                name=min(there, default=MARKER),
            )
        digests = {
            name: "" if path.is_symlink() else _digest(path.read_bytes()) for name, path in there.items()
        }
    except OSError as error:
        raise Unavailable("{path} cannot be read: {reason}", path=folder, reason=reason_of(error)) from error
    foreign = sorted(name for name, digest in digests.items() if listed.get(name) != digest)
    if foreign:
        raise Refused(
            "{name} in {folder} was added or changed since kic wrote the site; nothing was written.",
            help="Lay it somewhere else, or remove it, or name a new folder: the site is replaced as a whole.",
            name=foreign[0],
            folder=folder,
        )
    return digests


def _listed(marker: Path | None) -> dict[str, str] | None:
    """What the marker lists; None where it is none of kic."""
    if marker is None or marker.is_symlink():
        return None
    try:
        said = json.loads(marker.read_text("utf-8"))
        if said["kic"] == "site":
            return {str(name): str(digest) for name, digest in said["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    return None
