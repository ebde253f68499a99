"""The folder beside a site in which a new one is made, and what a run that was killed has left in it.

A run holds a lock in its folder as long as it lives. A folder whose lock is free belongs to nobody any more: the old
site in it goes back where there is no other, the rest is cleared away. So a power cut between two names costs nothing.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NEW, OLD = "new", "old"
_LOCK = "lock"


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, locked; cleared away at the end, unless the old site lies in it and nowhere else."""
    from filelock import FileLock  # noqa: PLC0415  # 50 ms that only a run that writes pays

    made = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    try:
        with FileLock(made / _LOCK):
            yield made
    finally:
        if folder.exists() or not (made / OLD).exists():
            shutil.rmtree(made, ignore_errors=True)


def tidied(folder: Path, refuse_foreign: Callable[[Path], object]) -> bool:
    """Puts right what runs that were killed have left beside `folder`; whether there was anything.

    `refuse_foreign` raises where a folder holds what kic did not write; then it stays. Raises OSError.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415

    found = False
    for made in sorted(each for each in folder.parent.iterdir() if each.name.startswith(_prefix(folder))):
        if made.is_symlink() or not (made / _LOCK).is_file():
            continue  # none of ours, or one that another run is making right now
        try:
            with FileLock(made / _LOCK, timeout=0):
                if (made / OLD).exists():
                    if folder.exists():
                        refuse_foreign(made / OLD)
                    else:
                        (made / OLD).rename(folder)
        except Timeout:  # that run is still at work
            continue
        shutil.rmtree(made, ignore_errors=True)
        found = True
    return found


def _prefix(folder: Path) -> str:
    return f".{folder.name}.kic-"
