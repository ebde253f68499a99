"""What the work tree has changed since HEAD, as a snapshot of HEAD's side of it.

Rules about what may only grow compare with it. git hashes nothing here: the ids of the work tree's bytes are
computed as git does, one `ls-tree` gives HEAD's, and only contents that differ are fetched and read.
"""

from collections.abc import Mapping
from pathlib import Path

from kic.core.layout import FOLDERS, SETTINGS
from kic.core.snapshot import Snapshot
from kic.store import git
from kic.store.reading.convert import Kinds
from kic.store.reading.load import Committed, is_record, load
from kic.store.reading.sources import Memory

try:
    from _sha1 import sha1  # type: ignore[import-not-found]  # hashlib loads OpenSSL for it: 3 ms
except ImportError:  # a Python built without
    from hashlib import sha1

_SHA1_LENGTH = 40


def since(
    root: Path,
    kinds: Kinds,
    *,
    base: str | None = None,
    format: int | None = None,  # noqa: A002
) -> Committed:
    """For `load(..., committed=...)`: what differs from HEAD, or from a base, once the work tree's bytes are known."""
    return lambda contents: committed(root, kinds, contents, base=base, format=format)


def committed(
    root: Path,
    kinds: Kinds,
    contents: Mapping[str, bytes],
    *,
    base: str | None = None,
    format: int | None = None,  # noqa: A002
) -> Snapshot | None:
    """HEAD's records that differ from these contents or are missing among them, labelled with the revision.

    Those of the revision `base`, if one is given. The snapshot's `files` are all of that revision, so that who asks
    knows what was there and did not change. None without git, before the first commit, or where nothing differs.
    Contents that differ only in CRLF instead of LF (git's autocrlf) do not differ.
    """

    def differing(files: Mapping[str, str]) -> dict[str, str]:
        records = {path: oid for path, oid in files.items() if is_record(path, kinds)}
        return {path: oid for path, oid in records.items() if not _same(contents.get(path), oid)}

    # The usual case first, in one call: nothing differs. Only then does it matter what HEAD is.
    if base is None:
        head = git.head_tree(root, SETTINGS, *FOLDERS)
        if head is not None and not differing(head):
            return None
    revision = base or git.work_tree_head(root)
    if revision is None:
        return None
    listed = git.tree(root, revision, SETTINGS, *FOLDERS)
    changed = differing(listed)
    if not changed and base is None:
        return None
    blobs = git.blobs(root, changed.values())
    files = {path: blobs[oid] for path, oid in changed.items()}
    read = load(Memory(files, revision), kinds, format=format)
    state = Snapshot(
        read.entries,
        files=listed,
        diagnostics=read.diagnostics,
        label=revision,
        read=lambda path: files[path],
    )
    return state.lacked(listed.keys() - (git.head_tree(root, SETTINGS, *FOLDERS) or {})) if base else state


def _same(content: bytes | None, oid: str) -> bool:
    return content is not None and same_content(content, oid)


def same_content(content: bytes, oid: str) -> bool:
    """Whether git's content of this id is this one, LF in place of CRLF where that makes it so."""
    return blob_id(content, oid) == oid or (
        b"\r\n" in content and blob_id(content.replace(b"\r\n", b"\n"), oid) == oid
    )


def blob_id(content: bytes, like: str = "") -> str:
    """The id that git gives a content: SHA-1, or SHA-256 where `like` is an id of that length."""
    head = b"blob %d\0" % len(content)
    if len(like) > _SHA1_LENGTH:
        from hashlib import sha256  # noqa: PLC0415  # few repositories have such ids; see sha1

        return sha256(head + content).hexdigest()
    name: str = sha1(head + content, usedforsecurity=False).hexdigest()
    return name
