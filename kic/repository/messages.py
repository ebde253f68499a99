"""A commit message in a file, judged with what the repository's settings and git say."""

import os
from pathlib import Path

from kic.core.diagnostic import Diagnostic
from kic.core.layout import SETTINGS
from kic.core.refusals import reason_of
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.privacy.message import judge_message
from kic.domain.privacy.rules import office_numbers, own_domain
from kic.domain.settings import Settings
from kic.errors import Unavailable
from kic.store.git_settings import setting
from kic.store.reading.load import read_entry


def judged_message(path: Path, name: str, root: Path | None) -> tuple[list[Diagnostic], Snapshot]:
    """The findings of the message in a file that is called `name`, with the state for their places.

    Without a repository (`root` is None) no address is the municipality's own. Raises Unavailable.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Unavailable("{path} cannot be read: {reason}", path=name, reason=reason_of(error)) from error
    return judged_words(source, name, root, comment=_comment())


def judged_words(
    source: bytes, name: str, root: Path | None, *, comment: str | None = None, a_file: bool = False
) -> tuple[list[Diagnostic], Snapshot]:
    """The same of a message that stands in no file yet; or of what `a_file` holds that goes along with it."""
    settings = _settings(root) if root is not None else None
    people = _people(root) if root is not None else {}
    return judge_message(
        name,
        source,
        own_domain=own_domain(settings),
        comment=comment,
        a_file=a_file,
        people=people,
        of_the_office=office_numbers(settings),
    )


def _people(root: Path) -> dict[str, str]:
    """The names that the private overlay knows, where there is one."""
    from kic.repository.overlay import overlay_of, people_of  # noqa: PLC0415

    overlay = overlay_of(root)
    return people_of(overlay.snapshot) if overlay is not None else {}


def _settings(root: Path) -> Settings | None:
    """The settings alone: the hook of a commit has no need to read everything."""
    try:
        entry, _ = read_entry(SETTINGS, (root / SETTINGS).read_bytes(), KINDS)
    except OSError:
        return None
    return entry.record if isinstance(entry.record, Settings) else None


def _comment() -> str | None:
    """The sign of git's own lines, in a hook of a message that was edited: only then git takes them out.

    git sets GIT_INDEX_FILE for its hooks, and the editor `:` where none is opened.
    """
    if "GIT_INDEX_FILE" not in os.environ or os.environ.get("GIT_EDITOR") == ":":
        return None
    sign = setting(Path(), "core.commentChar")
    return sign if sign and sign != "auto" else "#"
