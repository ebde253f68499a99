"""Proposing and taking back changes: plans applied in memory, judged by the rules, then given to the writer."""

import datetime
from collections.abc import Callable, Sequence

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.plan import Change, CreateFile, Plan
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.errors import Unavailable
from kic.repository.judging import brought
from kic.store.reading.file_laws import UNREADABLE
from kic.store.reading.load import Committed, load
from kic.store.reading.sources import Changed, Source
from kic.store.writing.compute import changes


class Proposal(msgspec.Struct, frozen=True):
    """A plan's finished bytes and what the rules say of the state that would result.

    `findings` are those that the change would bring; `refused` tells that an error is among them. `unread`
    are the files that could not be read before: what comes to light in them was there already, and mending
    their spelling must not wait until all else in them is right.
    """

    plan: Plan
    changes: tuple[Change, ...]
    after: Snapshot
    findings: Sequence[Diagnostic]
    unread: frozenset[str] = frozenset()

    @property
    def refused(self) -> bool:
        """Whether the rules refuse the change."""
        return any(
            finding.severity is Severity.ERROR and finding.place.path not in self.unread
            for finding in self.findings
        )


def propose(
    source: Source,
    before: Snapshot,
    plan: Plan,
    today: datetime.date,
    *,
    committed: Committed | None = None,
    head: Callable[[str, str], bytes] | None = None,
) -> Proposal:
    """Applies a plan in memory and asks every rule about the result.

    `committed` finds the last commit's side of what differs from it after the plan: rules about history need it
    also where nothing differed before. `head` gives the first lines of a new record by path and kind.

    Unavailable if the system refused a file of the state: without it sums are too small, a step for all of a call
    leaves somebody out, and no rule can tell. A file whose content is wrong is another matter: a plan may mend it.
    """
    for each in before.diagnostics:
        if each.law is UNREADABLE:
            raise Unavailable(
                "{path} cannot be read, and every change is judged by all records. Nothing was written.",
                help="kic check names the reason. When the file can be read again, the same command does it.",
                path=each.place.path,
            )

    def read(path: str) -> bytes | None:
        entry = before.entries.get(path)
        if entry is not None:
            return entry.source
        return source.read(path) if path in before.files else None

    made = changes(plan, read)
    if head is not None:
        made = _headed(plan, made, head)
    after = load(Changed(source, made), KINDS, newest=FORMAT, reuse=before, committed=committed)
    findings = brought(before, after, today)
    unread = frozenset(path for path, entry in before.entries.items() if entry.record is None)
    return Proposal(plan, made, after, findings, unread)


def _headed(plan: Plan, made: tuple[Change, ...], head: Callable[[str, str], bytes]) -> tuple[Change, ...]:
    kinds = {edit.path: str(edit.value.get("kind")) for edit in plan.edits if isinstance(edit, CreateFile)}
    return tuple(
        msgspec.structs.replace(each, after=head(each.path, kinds[each.path]) + each.after)
        if each.path in kinds and each.before is None and each.after is not None
        else each
        for each in made
    )


def same(first: Proposal, second: Proposal) -> bool:
    """Whether two proposals write the same bytes over the same bytes and bring the same findings."""
    return first.changes == second.changes and [d.identity for d in first.findings] == [
        d.identity for d in second.findings
    ]
