"""The auditor's pack: the document with the findings, digests and the revision of the state at hand."""

from hashlib import sha256

from kic.core.pack import Pack
from kic.documents.audit import audit
from kic.documents.audit_scope import paths_of
from kic.domain.calls import Call
from kic.errors import Unavailable
from kic.repository.judging import judge
from kic.repository.repository import Repository
from kic.store import git
from kic.store.git_differences import any_differs


def audit_of(repository: Repository, call: Call) -> Pack:
    """The pack of a call as it stands now."""
    snapshot = repository.snapshot
    contents = {path: snapshot.content(path) for path in paths_of(snapshot, call)}
    digests = {path: sha256(content).hexdigest() for path, content in contents.items() if content is not None}
    try:
        revision = git.work_tree_head(repository.root)
    except Unavailable:
        revision = None
    return audit(
        snapshot,
        call,
        judge(snapshot, repository.today).diagnostics,  # the private overlay is no part of the state
        digests=digests,
        revision=revision,
        changed=revision is not None and any_differs(repository.root, digests),
        today=repository.today,
    )
