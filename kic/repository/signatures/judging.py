"""The findings about signatures of a change, where its base branch asks for them."""

import datetime
from pathlib import Path

from kic.core.diagnostic import Diagnostic
from kic.core.layout import SETTINGS
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.settings import Settings, Signatures
from kic.repository.gate import Base
from kic.repository.signatures.commits import Guard, editions
from kic.repository.signatures.guarded import adopts, read
from kic.repository.signatures.laws import Signature, about_list, not_verified, signature_findings
from kic.repository.signatures.signers import Signers, signers
from kic.store import git
from kic.store.git_signatures import verify
from kic.store.git_trees import Span, span


def about_signatures(
    root: Path, after: Snapshot, base: Base, tip: str, today: datetime.date, revision: str | None = None
) -> list[Diagnostic]:
    """What is to be said of the signatures of a change to the branch at `tip`; nothing where that asks for none.

    `revision` is where the change ends; None is what is checked out. What is not committed has no signature yet.
    """
    if base.settings is None and _may_ask(root, tip):
        message = text(
            "kic.yaml of the base branch cannot be read, so it is not known whose signatures count"
        )
        return [not_verified(message, SETTINGS, text("put it right on the base branch"))]
    asked = base.settings.signatures if base.settings is not None else None
    end = revision or git.head(root)
    settings = after.only(Settings)
    if asked is None:
        begun = settings.signatures if settings is not None else None
        return [] if begun is None or end is None else about_list(begun, _list(root, end, begun, today))
    if end is None:
        return []
    listed = _list(root, tip, asked, today)
    found = about_list(asked, listed)
    commits = span(root, tip, end)
    if commits.inside and _cut(root, commits):
        help_ = text("git fetch --unshallow brings the older revisions")
        message = text("this clone is shallow, so what its commits change is not known")
        return [*found, not_verified(message, SETTINGS, help_)]
    touching = Guard(root, commits, _adopted(root, after, tip), asked.signers).touching()
    if not touching:
        return found
    verdicts = verify(root, touching, listed.in_force if listed is not None else b"")
    judged = [
        Signature(each, commits.inside[each].date.date(), paths, *verdicts[each])
        for each, paths in touching.items()
    ]
    return [*found, *signature_findings(judged)]


def _may_ask(root: Path, tip: str) -> bool:
    """Whether the settings of a revision, which cannot be read, may ask for signatures."""
    files = git.tree(root, tip, SETTINGS)
    return any(b"signatures" in content for content in git.blobs(root, files.values()).values())


def _list(root: Path, revision: str, asked: Signatures, today: datetime.date) -> Signers | None:
    """The list of signers in a revision; None where it has none."""
    files = git.tree(root, revision, asked.signers)
    if asked.signers not in files:
        return None
    return signers(git.blobs(root, files.values())[files[asked.signers]], today)


def _cut(root: Path, commits: Span) -> bool:
    """Whether the clone ends within the change."""
    return any(not each.parents for each in commits.inside.values()) and git.shallow(root)


def _adopted(root: Path, after: Snapshot, tip: str) -> frozenset[str]:
    """The editions that are adopted where the change parted, or on the branch that it goes to."""
    before = after.committed
    unchanged = [
        entry
        for entry in after.entries_of("edition")
        if before is None or (entry.path in before.files and entry.path not in before.entries)
    ]
    files = editions(root, tip)
    contents = git.blobs(root, files.values())
    entries = [
        *unchanged,
        *(before.entries_of("edition") if before is not None else ()),
        *(read(path, contents[oid]) for path, oid in files.items()),
    ]
    return frozenset(filter(None, map(adopts, entries)))
