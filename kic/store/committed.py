"""What the work tree has changed since HEAD, as a snapshot of HEAD's side of it.

Rules about what may only grow compare with it. git hashes nothing here: the ids of the work tree's bytes are
computed as git does, one `ls-tree` gives HEAD's, and only contents that differ are fetched and read.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from kic.core.snapshot import Snapshot
from kic.store import git
from kic.store.convert import Kinds
from kic.store.load import Committed, is_record, load
from kic.store.sources import FOLDERS, SETTINGS, Memory

_SHA1_LENGTH = 40


def since(root: Path, kinds: Kinds, *, format: int | None = None) -> Committed:  # noqa: A002
    """For `load(..., committed=...)`: HEAD's side of what differs, once the work tree's bytes are known."""
    return lambda contents: committed(root, kinds, contents, format=format)


def committed(
    root: Path,
    kinds: Kinds,
    contents: Mapping[str, bytes],
    *,
    format: int | None = None,  # noqa: A002
) -> Snapshot | None:
    """HEAD's records that differ from these contents or are missing among them, labelled with the revision.

    None without git, before the first commit, or where nothing differs. Contents that differ from HEAD only
    in CRLF instead of LF (git's autocrlf) do not differ.
    """
    if not git.is_repository(root):
        return None
    revision = git.head(root)
    if revision is None:
        return None
    changed = {
        path: oid
        for path, oid in git.tree(root, revision, SETTINGS, *FOLDERS).items()
        if is_record(path, kinds) and not _same(contents.get(path), oid)
    }
    if not changed:
        return None
    blobs = git.blobs(root, changed.values())
    files = {path: blobs[oid] for path, oid in changed.items()}
    return load(Memory(files, revision), kinds, format=format)


def _same(content: bytes | None, oid: str) -> bool:
    if content is None:
        return False
    return blob_id(content, oid) == oid or (
        b"\r\n" in content and blob_id(content.replace(b"\r\n", b"\n"), oid) == oid
    )


def blob_id(content: bytes, like: str = "") -> str:
    """The id that git gives a content: SHA-1, or SHA-256 where `like` is an id of that length."""
    head = b"blob %d\0" % len(content)
    if len(like) > _SHA1_LENGTH:
        return hashlib.sha256(head + content).hexdigest()
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()
