"""What a record of the changes would hold: the bytes, what the rules say of them, and the message.

The changes are judged upon the last record, not upon the files that stay out of it. Personal data is never recorded,
whatever else is let through.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.layout import FOLDERS, SETTINGS, is_of_state
from kic.core.place import START
from kic.core.plain_file import Closed, held
from kic.core.plan import Change
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.privacy import laws
from kic.domain.privacy.rules import SEARCHES
from kic.domain.settings import FORMAT
from kic.errors import Refused
from kic.present.language import Language
from kic.repository.judging import judge, new_findings
from kic.repository.messages import judged_words
from kic.repository.overlay import overlay_of
from kic.repository.sharing.copy import Copy
from kic.repository.sharing.unsaved import LeftOut, unsaved
from kic.repository.sharing.wording import message_of, plain_message
from kic.repository.signatures.asked import about_list_in
from kic.store.reading.committed import since
from kic.store.reading.load import load
from kic.store.reading.sources import Changed, Memory, Revision, Source

MESSAGE = "message"
"""What the message is called where its findings are shown."""
PRIVATE = frozenset(
    {*(each.law.code for each in SEARCHES), laws.PERSON_NAMED.code, laws.OVERLAY_IN_GIT.code, "KIC115"}
)
"""Findings that nothing lets through: what they name must not enter a history."""


class Saving(msgspec.Struct, frozen=True, kw_only=True):
    """What would be recorded: the changes, both states, what the rules say of them, and the message.

    `copy` is None where the history is yet to begin. `findings` are those that the changes bring, `older` the number of
    errors that were there before. `tracked` are the paths that git knows.
    """

    copy: Copy | None
    changes: tuple[Change, ...]
    before: Snapshot
    after: Snapshot
    findings: Sequence[Diagnostic]
    older: int
    left_out: tuple[LeftOut, ...]
    tracked: frozenset[str]
    message: str
    message_findings: Sequence[Diagnostic]
    message_state: Snapshot

    @property
    def private(self) -> tuple[Diagnostic, ...]:
        """Findings of personal data, in files and in the message."""
        found = (*self.findings, *self.message_findings)
        return tuple(each for each in found if each.law.code in PRIVATE and each.severity is Severity.ERROR)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors that the changes bring."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


def prepared(
    root: Path,
    copy: Copy | None,
    today: datetime.date,
    language: Language,
    *,
    wanted: Sequence[str] = (),
    message: str | None = None,
) -> Saving:
    """What a record would hold; nothing is written. Raises what `unsaved` raises."""
    found = unsaved(root, copy, wanted)
    head = copy.head if copy is not None else None
    source = Revision(root, head) if head else Memory({})
    before = load(source, KINDS, newest=FORMAT)
    read = tuple(each for each in found.changes if each.path == SETTINGS or each.path.startswith(_READ))
    committed = since(root, KINDS) if head else None
    recorded = _Recorded(source, read, beside=[each for each in found.changes if each not in read])
    after = load(recorded, KINDS, newest=FORMAT, reuse=before, committed=committed)
    now = judge(after, today, about_list_in(after, Changed(source, found.changes), today)).diagnostics
    listed = about_list_in(before, source, today)
    known = [
        *judge(before, today, listed, only={each.law.code for each in now}).diagnostics,
        *_theirs(root, copy, today),
    ]
    brought = new_findings(known, now)
    findings = [*brought, *_beside(root, before, after, found.changes, read)]
    words, said, state = _worded(root, language, before, after, found.changes, message, copy)
    return Saving(
        copy=copy,
        changes=found.changes,
        before=before,
        after=after,
        findings=findings,
        older=_errors(now) - _errors(brought),
        left_out=found.left_out,
        tracked=found.tracked,
        message=words,
        message_findings=said,
        message_state=state,
    )


_READ = tuple(f"{each}/" for each in FOLDERS)


class _Recorded(Changed):
    """A source with the changes of a record: those of the state, and the files that it brings `beside` the state.

    What these say is searched apart from the rules (`_beside` below); that they are there the rules have to know.
    """

    def __init__(self, source: Source, changes: Sequence[Change], *, beside: Sequence[Change]) -> None:
        super().__init__(source, changes)
        self._changed = {each.path: each.after for each in beside if not is_of_state(each.path)}

    def beside(self) -> Sequence[str]:
        """The files that git would keep beside the state."""
        kept = {path for path in super().beside() if path not in self._changed}
        return sorted(kept.union(path for path, after in self._changed.items() if after is not None))

    def contents(self, paths: Iterable[str]) -> Mapping[str, bytes | Closed]:
        """What those of them hold that do not change, and what cannot be searched of those that do."""
        asked = tuple(paths)
        changed = {path: held(self._changed[path] or b"") for path in asked if path in self._changed}
        closed = {path: said for path, said in changed.items() if isinstance(said, Closed)}
        return {**super().contents(path for path in asked if path not in changed), **closed}


def _errors(findings: Sequence[Diagnostic]) -> int:
    return sum(each.severity is Severity.ERROR for each in findings)


def _theirs(root: Path, copy: Copy | None, today: datetime.date) -> Sequence[Diagnostic]:
    """Findings of the state that is being merged: it is not this record that brings them."""
    if copy is None or not copy.merging:
        return ()
    return judge(load(Revision(root, "MERGE_HEAD"), KINDS, newest=FORMAT), today).diagnostics


def _beside(
    root: Path, before: Snapshot, after: Snapshot, changes: Sequence[Change], read: Sequence[Change]
) -> list[Diagnostic]:
    """Names that the private overlay knows, and personal data in files that the rules do not read."""
    found: list[Diagnostic] = []
    overlay = overlay_of(root)
    if overlay is not None:
        found += overlay.newly_named(before, after, [each.path for each in read])
    for each in changes:
        if each in read and not each.path.startswith("templates/"):
            continue
        after_ = held(each.after) if each.after is not None else None
        if not isinstance(after_, bytes):
            continue  # what cannot be searched is named by a rule
        said, _state = judged_words(after_, each.path, root, a_file=True)
        found += [one for one in said if one.law.code in PRIVATE and not was_there(one, each.before, after_)]
    return found


def was_there(finding: Diagnostic, before: bytes | None, after: bytes) -> bool:
    """Whether the line of this text was the same before: a template may name the office's own number."""
    span = finding.place.span
    known = held(before) if before is not None else None
    if span is None or not isinstance(known, bytes):
        return False
    lines = after.decode("utf-8", "replace").split("\n")
    return lines[span.line - 1] in known.decode("utf-8", "replace").split("\n")


def _worded(
    root: Path,
    language: Language,
    before: Snapshot,
    after: Snapshot,
    changes: Sequence[Change],
    message: str | None,
    copy: Copy | None,
) -> tuple[str, Sequence[Diagnostic], Snapshot]:
    """The message and what is wrong with it. One that kic writes gives up its details where a person is in them."""
    if message is not None:
        words = message.strip() + "\n"
        return (words, *judged_words(words.encode(), MESSAGE, root))
    words = message_of(language, before, after, changes, merging=copy is not None and copy.merging)
    found, state = judged_words(words.encode(), MESSAGE, root)
    if any(each.law.code in PRIVATE for each in found):
        words = plain_message(language, before, after, changes)
        found, state = judged_words(words.encode(), MESSAGE, root)
    own = [each for each in found if each.law.code != laws.MESSAGE_EMPTY.code]  # `New: a.pdf` is all there is
    return words, own, state


def state_with(saving: Saving) -> Snapshot:
    """The state in which the places of all findings are found, also of files that hold no record."""
    more = {
        each.path: Entry(path=each.path, source=each.after, locate=lambda _field, _aim: START)
        for each in saving.changes
        if each.after is not None and each.path not in saving.after.entries
    }
    return (
        Snapshot({**saving.after.entries, **more, **saving.message_state.entries}) if more else saving.after
    )


def refuse(saving: Saving, *, with_errors: bool) -> None:
    """Raises Refused where the record must not be made: personal data, or errors that nobody let through."""
    if saving.private:
        raise Refused(
            "This holds personal data; nothing was recorded. What a history holds cannot be taken out again.",
            help="Take it out, or move it to the private overlay (kic person add), and record then.",
        )
    if any(each.severity is Severity.ERROR for each in saving.message_findings):
        raise Refused("The message does not say what was changed; nothing was recorded.")
    if saving.errors and not with_errors:
        raise Refused(
            "The changes bring errors; nothing was recorded.",
            help="Mend them, record the other files by naming these, or record all the same with --with-errors.",
        )
