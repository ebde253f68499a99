"""The folder beside a site in which a new one is made, and what a run that was killed has left in it.

A run holds a lock in its folder as long as it lives. A folder whose lock is free belongs to nobody any more: the old
site in it goes back where there is no other, the rest is cleared away. So a power cut between two names costs nothing.
"""

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

NEW, OLD = "new", "old"
_GONE = "gone"
"""An old site that is being cleared away: half of one has no marker any more that says who wrote it."""
_LOCK = "lock"


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, locked; cleared away at the end, unless the old site lies in it and nowhere else."""
    from filelock import FileLock  # noqa: PLC0415  # 50 ms that only a run that writes pays

    made = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    try:
        with FileLock(made / _LOCK):
            try:
                yield made
            finally:
                if folder.exists() or not (made / OLD).exists():
                    _empty(made)
    finally:
        _remove(made)


def tidied(folder: Path, refuse_foreign: Callable[[Path], object]) -> bool:
    """Puts right what runs that were killed have left beside `folder`; whether there was anything.

    `refuse_foreign` raises where a folder holds what kic did not write; then it stays. Raises OSError.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415

    found = False
    for made in _beside(folder):
        if not (made / _LOCK).is_file():
            found |= _remove(made)  # killed at its last step
            continue
        try:
            with FileLock(made / _LOCK, timeout=0):
                if (made / OLD).exists():
                    if folder.exists():
                        refuse_foreign(made / OLD)
                    else:
                        (made / OLD).rename(folder)
                _empty(made)
        except Timeout:  # that run is still at work
            continue
        _remove(made)
        found = True
    return found


def _beside(folder: Path) -> list[Path]:
    """The folders that runs have made for this site: of their name, and with nothing in them but what is ours."""
    named = re.compile(re.escape(_prefix(folder)) + "[a-z0-9_]+")  # as mkdtemp ends them: no other site's
    found = [each for each in sorted(folder.parent.iterdir()) if named.fullmatch(each.name)]
    return [
        each
        for each in found
        if each.is_dir()
        and not each.is_symlink()
        and {path.name for path in each.iterdir()} <= {NEW, OLD, _GONE, _LOCK}
    ]


def _empty(made: Path) -> None:
    """Clears all away but the lock, by which what a kill leaves is known as ours."""
    with contextlib.suppress(OSError):
        if (made / OLD).exists():
            (made / OLD).rename(made / _GONE)
    for name in (NEW, _GONE):
        shutil.rmtree(made / name, ignore_errors=True)


def _remove(made: Path) -> bool:
    """Takes the folder itself away where nothing is in it but the lock; whether it is gone."""
    with contextlib.suppress(OSError):
        if all(path.name == _LOCK for path in made.iterdir()):
            (made / _LOCK).unlink(missing_ok=True)
            made.rmdir()
    return not made.exists()


def _prefix(folder: Path) -> str:
    return f".{folder.name}.kic-"
