"""What stays on one computer and must not come from a shared repository: kic's own folder and the private overlay.

A journal from elsewhere would count in place of the files, and personal data would lie where nobody looks for it.
"""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from kic.core.layout import OWN
from kic.domain.privacy.overlay import FOLDER
from kic.errors import Refused
from kic.store import git
from kic.store.paths import printable

_APART = frozenset({OWN, FOLDER.removesuffix("/")})


def refuse_brought(root: Path, here: str | None, there: str) -> None:
    """Raises Refused where a state of others has such files, and the one that is recorded here has not the same."""
    known = _held(root, here) if here else {}
    brought = sorted(printable(path) for path, item in _held(root, there).items() if known.get(path) != item)
    if brought:
        raise Refused(
            "Others have sent files that must not be shared: {paths}. It was fetched; nothing was taken in.",
            help="The private overlay and kic's own folder belong to one computer. Tell whoever looks after the shared "
            "repository to take them out of it.",
            paths=brought,
        )


def refuse_copied(folder: Path, tip: str, address: str, *, keep: bool) -> None:
    """Raises Refused where a copy that was just made, without its files, has such; then the copy is gone.

    With `keep` the folder was there before, and stays, empty.
    """
    held = sorted(printable(path) for path in _held(folder, tip))
    if not held:
        return
    shutil.rmtree(folder, onerror=_writable)
    if keep:
        folder.mkdir()
    raise Refused(
        "{address} holds files that must not be shared: {paths}. Nothing was copied.",
        help="The private overlay and kic's own folder belong to one computer. Tell whoever looks after the shared "
        "repository to take them out of it.",
        address=address,
        paths=held,
    )


def _held(root: Path, revision: str) -> dict[str, git.Item]:
    """Such files of a recorded state, also as a system names them that ignores case and dots at the end."""
    return {
        path: item
        for path, item in git.listing(root, revision).items()
        if path.partition("/")[0].rstrip(". ").casefold() in _APART
    }


def _writable(again: Callable[[str], object], path: str, _error: object) -> None:
    """Makes a file of git writable, which Windows else keeps from being taken away."""
    Path(path).chmod(stat.S_IWRITE)
    again(path)
