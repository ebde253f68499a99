"""A repository, opened: its states as snapshots, and the verbs on them.

The current state is read once and kept. Nothing here prints, asks, exits or reads the clock.
"""

import datetime
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kic.core.layout import OWN, SETTINGS
from kic.core.near import near
from kic.core.plan import Plan
from kic.core.record import Record, kind_of
from kic.core.snapshot import Snapshot
from kic.core.text import Label
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT, Settings
from kic.errors import Changed, Refused, Unavailable, UsageError
from kic.repository.judging import Judgement, fixes, judge
from kic.store import git
from kic.store.reading.committed import since
from kic.store.reading.load import TooNew, format_of, load
from kic.store.reading.sources import Revision, Source, WorkTree

if TYPE_CHECKING:
    from kic.core.diagnostic import Diagnostic
    from kic.documents.catalogue import Wanted
    from kic.domain.in_force import InForce
    from kic.present.templating import Form, Look
    from kic.repository.blaming import Traced
    from kic.repository.changing import Proposal
    from kic.repository.comparing import States
    from kic.repository.gate import Base
    from kic.repository.naming_revisions import Named
    from kic.repository.overlay import Overlay
    from kic.repository.record_history import Revised
    from kic.repository.rendering import FileForm
    from kic.repository.reviewing import Review
    from kic.store.reading.ahead import Ahead
    from kic.store.writing.journal import Operation
    from kic.store.writing.writer import Pending, Writer

R = TypeVar("R", bound=Record)

_RETRIES = 20
"""How often a proposal is made and written anew because somebody else wrote meanwhile."""
_ATTEMPTS = 5
"""How often a state is read anew because an operation was finished while it was read."""


class Repository:
    """The repository in `root`, looked at on the day `today`.

    With `as_of` its snapshot is what was in force on that day (`kic.domain.in_force`), and that day is `today` to all
    that looks. Such a view is never written to.
    """

    def __init__(
        self,
        root: Path,
        *,
        today: datetime.date,
        as_of: datetime.date | None = None,
        base: str | None = None,
        tip: str | None = None,
        revision: str | None = None,
        ahead: "Ahead | None" = None,
    ) -> None:
        self.root = root
        self.base = base
        """The revision (full id) that rules about a change compare with; None is the one that is checked out."""
        self._tip = tip or base
        self._revision = revision
        self._ahead = ahead
        self.today = as_of or today
        self._calendar = today
        self._as_of = as_of
        self._pasts: dict[str, tuple[Snapshot, str]] = {}

    # -- states ----------------------------------------------------------------------------------------

    @cached_property
    def writer(self) -> "Writer":
        """The one way to change files here."""
        from kic.store.writing.writer import Writer  # noqa: PLC0415  # commands that only look do not load it

        return Writer(self.root)

    def _pending(self) -> "Pending | None":
        """What counts in place of files; None where kic has never written."""
        return self.writer.pending() if (self.root / OWN).is_dir() else None

    @cached_property
    def _current(self) -> tuple[Source, Snapshot]:
        if self._revision is not None:
            committed_then = Revision(self.root, self._revision)
            then = since(self.root, KINDS, base=self.base)
            return committed_then, load(committed_then, KINDS, newest=FORMAT, committed=then)
        ahead, self._ahead = self._ahead, None
        for attempt in range(_ATTEMPTS):
            pending = self._pending()
            source = WorkTree(self.root, overrides=pending.overrides if pending else None)
            committed = since(self.root, KINDS, base=self.base)
            try:
                snapshot = load(
                    source,
                    KINDS,
                    newest=FORMAT,
                    committed=committed,
                    elsewhere=partial(self._elsewhere, source),
                    ahead=ahead,
                )
            except TooNew as error:
                if self._recorded_format() not in range(1, FORMAT + 1):
                    raise
                raise Unavailable(
                    "This repository has format {format}; this kic reads formats up to {newest}.",
                    help="If that is a typing error, kic undo kic.yaml gives back what was recorded; "
                    "else install a newer kic, one that reads format {format}.",
                    **error.values,
                ) from error
            if attempt == _ATTEMPTS - 1 or self._pending() == pending:
                break
        if ahead is not None:
            ahead.end()
        return source, snapshot

    def _recorded_format(self) -> int | None:
        """The format that the recorded settings name."""
        try:
            recorded = git.content(self.root, "HEAD", SETTINGS)
        except Unavailable:
            return None  # without git
        return format_of(recorded) if recorded is not None else None

    def _elsewhere(self, source: Source) -> frozenset[str]:
        """The ids that are in use on any branch; asked when a new one is chosen."""
        from kic.store.branches import ids_elsewhere  # noqa: PLC0415

        return ids_elsewhere(self.root, KINDS, source)

    @property
    def source(self) -> Source:
        """The files of the current state, an unfinished operation counted as finished."""
        return self._current[0]

    @cached_property
    def templates(self) -> Source:
        """Where the office's own templates come from: this state, or the base branch where a change is judged."""
        return self.source if self._tip is None else Revision(self.root, self._tip)

    @property
    def snapshot(self) -> Snapshot:
        """The current state, or what was in force on the day that is looked at."""
        return self._current[1] if self._as_of is None else self._in_force.snapshot

    @property
    def in_force(self) -> "InForce | None":
        """What was in force on the day that is looked at; None where it is the current state."""
        return None if self._as_of is None else self._in_force

    @cached_property
    def _in_force(self) -> "InForce":
        from kic.domain.in_force import in_force  # noqa: PLC0415  # few commands look at another day
        from kic.repository.earlier_wordings import telling  # noqa: PLC0415

        assert self._as_of is not None
        current = self._current[1]
        return in_force(current, self._as_of, today=self._calendar, tell=telling(self.root, current))

    def against(self, name: str) -> "Repository":
        """The same repository, whose change is judged from where it parted from this state (a branch, a date).

        Raises UsageError for a name that means no state, and where the clone holds no revision in common.
        """
        from kic.repository.naming_revisions import base_of  # noqa: PLC0415

        base, tip = base_of(self.root, self._files(), name)  # what is read is read once
        ahead, self._ahead = self._ahead, None
        return Repository(self.root, today=self.today, base=base, tip=tip, ahead=ahead)

    def review(self, spelled: str) -> "Review":
        """A change with all that a reviewer asks of it (`kic.repository.reviewing`).

        `A..B` is what B brings since it parted from A, `A` what is there now. Raises UsageError as `against`.
        """
        from kic.repository.reviewing import review  # noqa: PLC0415

        return review(self, spelled)

    def of_change(self, base: str, tip: str, revision: str | None) -> "Repository":
        """The state of a revision (None: as it is now), judged as a change since `base` to the branch at `tip`."""
        return Repository(self.root, today=self.today, base=base, tip=tip, revision=revision)

    def at(self, revision: str) -> Snapshot:
        """The state at a git revision; raises UsageError if there is no such revision."""
        return load(Revision(self.root, revision), KINDS, newest=FORMAT)

    def compare(self, spelled: str | None) -> "States":
        """The two states that `A..B` names (`kic.repository.naming_revisions`), of which only what differs is read.

        Raises UsageError for a name that means nothing or two things, and where there is no history.
        """
        from kic.repository.comparing import compare_states  # noqa: PLC0415
        from kic.repository.naming_revisions import name_span  # noqa: PLC0415

        source = self._files()
        return compare_states(self.root, source, name_span(self.root, source, spelled))

    def named(self, name: str) -> "Named":
        """The commit that a revision, date, edition or resolution means; UsageError as `compare`."""
        from kic.repository.naming_revisions import name_revision  # noqa: PLC0415

        return name_revision(self.root, self._files(), name)

    def _files(self) -> Source:
        """The files as they are now, or at the revision that is looked at, without reading them."""
        if self._revision is not None:
            return Revision(self.root, self._revision)
        pending = self._pending()
        return WorkTree(self.root, overrides=pending.overrides if pending else None)

    # -- finding ---------------------------------------------------------------------------------------

    def known(self, id: str) -> str:  # noqa: A002
        """The id in its own spelling, given in any case; raises UsageError with the near ones."""
        wanted = id.lower()
        if self.snapshot.kind_of(wanted) is None:
            if self._as_of is not None and self._current[1].kind_of(wanted) is not None:
                raise self._not_yet(wanted)
            ids = self.snapshot.ids()
            ending = sorted((each for each in ids if each.endswith(f"-{wanted}")), reverse=True)
            close = near(wanted, ids) or tuple(ending[:3])
            raise UsageError(
                "There is no record {id}.",
                help="Did you mean {names}?" if close else "kic list KIND shows the ids.",
                id=id,
                names=close,
            )
        return wanted

    def _not_yet(self, id: str) -> UsageError:  # noqa: A002
        from kic.domain.in_force.begins import begin  # noqa: PLC0415

        current = self._current[1]
        entries = (*current.entries_with(id), *(owned.entry for owned in current.owned(id)))
        known = [begin(current, entry.record) for entry in entries if entry.record is not None]
        begun = min(known, default=self.today)
        if not self.today < begun <= self._calendar:
            return UsageError("{id} was not there yet on {day}.", id=id, day=self.today)
        return UsageError(
            "{id} was not there yet on {day}: it begins on {begun}.", id=id, day=self.today, begun=begun
        )

    def find(self, cls: type[R], id: str) -> R:  # noqa: A002
        """The record of this class; raises UsageError if the id is another kind's or cannot be read."""
        known = self.known(id)
        record = self.snapshot.get(cls, known)
        if record is None:
            kind = self.snapshot.kind_of(known)
            if kind == kind_of(cls):
                raise UsageError(
                    "{id} cannot be read as it stands.",
                    help="kic check says what is wrong with it.",
                    id=known,
                )
            raise UsageError(
                "{id} is no {wanted} but a {kind}.",
                help="kic list {key} shows which there are.",
                id=known,
                key=kind_of(cls),
                wanted=Label("kind", kind_of(cls)),
                kind=Label("kind", kind or ""),
            )
        return record

    # -- verbs -----------------------------------------------------------------------------------------

    def check(self, *, within: Sequence[str] = (), changed: bool = False) -> Judgement:
        """Every finding of the current state; with `within`, of these files and folders only.

        Where a change is judged (`against`), severities and waivers are those of its base, and what it does to the gate
        is said too. With `changed`, only what lies in changed files or was not there before the change.
        """
        if self._ahead is not None:
            from kic.domain.tables import asked  # noqa: F401, PLC0415  # in the time in which the files are parsed
        base = self.gate
        if base is None:
            judgement = judge(self.snapshot, self.today, [*self._beside(), *self._of_signers()])
        else:
            from kic.repository.gate import gate_findings  # noqa: PLC0415

            more = [*self._beside(), *gate_findings(self.snapshot, base), *self._of_signatures(base)]
            judgement = judge(self.snapshot, self.today, more, weighed_by=base.settings)
            if changed:
                from kic.repository.of_change import of_change  # noqa: PLC0415

                judgement = of_change(judgement, self.root, base, self.today)
        return judgement.within(self.relative(path) for path in within) if within else judgement

    @cached_property
    def gate(self) -> "Base | None":
        """The base of the change that is judged; None where a state is."""
        if self.base is None or self._tip is None:
            return None
        from kic.repository.gate import base_state  # noqa: PLC0415

        return base_state(self.root, self.base, self._tip, self._current[1], revision=self._revision)

    def _of_signatures(self, base: "Base") -> "Sequence[Diagnostic]":
        """What is wrong with the signatures of the change, where its base or the change itself asks for any."""
        after = self.snapshot.only(Settings)
        known = [each for each in (base.settings, after) if each is not None]
        off = base.settings is not None and all(each.signatures is None for each in known)
        if off or self._tip is None:
            return ()
        from kic.repository.signatures.judging import about_signatures  # noqa: PLC0415

        return about_signatures(self.root, self.snapshot, base, self._tip, self._calendar, self._revision)

    def _of_signers(self) -> "Sequence[Diagnostic]":
        """What is wrong with the list of signers, where the settings ask for signatures."""
        settings = self.snapshot.only(Settings)
        if settings is None or settings.signatures is None:
            return ()
        from kic.repository.signatures.asked import about_list_in  # noqa: PLC0415

        return about_list_in(self.snapshot, self._files(), self._calendar)

    def _beside(self) -> "Sequence[Diagnostic]":
        """What is wrong with the private overlay, where there is one, and with a change across branches and times."""
        overlay = self._overlay()
        found = overlay.findings(self.snapshot) if overlay is not None else ()
        if self.base is None or self._tip is None:
            return found
        from kic.repository.branch_ids import beyond_two_states  # noqa: PLC0415

        more = beyond_two_states(self.root, self.snapshot, self.base, self._tip, self.today, self._revision)
        return [*found, *more]

    def _overlay(self) -> "Overlay | None":
        """The private overlay; most copies have none."""
        import os  # noqa: PLC0415

        if "KIC_PRIVATE" not in os.environ and not os.path.isdir(self.root / "private"):  # noqa: PTH112
            return None
        from kic.repository.overlay import overlay_of  # noqa: PLC0415

        return overlay_of(self.root)

    def fixes(self, within: Sequence[str] = ()) -> Plan | None:
        """A plan of every mend with one safe answer; None if there is none."""
        return fixes(self.check(within=within))

    def propose(self, plan: Plan) -> "Proposal":
        """The plan applied in memory and judged; nothing is written."""
        from kic.repository.changing import propose  # noqa: PLC0415

        if self._as_of is not None:
            raise UsageError(
                "--as-of shows what was in force on a day; nothing is changed there.",
                help="Leave --as-of out. --on says the day on which something happened.",
            )
        committed = since(self.root, KINDS, base=self.base)
        proposal = propose(
            self.source, self.snapshot, plan, self.today, committed=committed, head=self._head()
        )
        overlay = self._overlay()
        if overlay is None:
            return proposal
        import msgspec  # noqa: PLC0415

        paths = [change.path for change in proposal.changes]
        named = overlay.newly_named(self.snapshot, proposal.after, paths)
        return msgspec.structs.replace(proposal, findings=[*proposal.findings, *named]) if named else proposal

    def _head(self) -> "Callable[[str, str], bytes] | None":
        """What new records begin with: where there are schemas for editors, the line that names theirs."""
        if not (self.root / "schemas").is_dir():
            return None
        from functools import partial  # noqa: PLC0415

        from kic.repository.editor import head_of  # noqa: PLC0415

        return partial(head_of, self.root)

    def commit(self, proposal: "Proposal", title: str, now: datetime.datetime) -> int:
        """Writes a proposal's changes as one operation and gives its number.

        Everything that the rules looked at must still be as it was read. Where something else changed in
        between, the plan is proposed anew, and written only if that gives the very same change.
        """
        from kic.repository.changing import same  # noqa: PLC0415

        for _attempt in range(_RETRIES):
            try:
                return self.writer.commit(
                    proposal.changes, title, time=now, read_digests=self._digests(proposal)
                )
            except Changed as changed:
                self.__dict__.pop("_current", None)
                try:
                    again = self.propose(proposal.plan)
                except Refused:
                    raise changed from None  # what was to be changed is there no more
                if not same(proposal, again):
                    raise
        raise Changed("Others keep writing here; nothing was written.", help="Try again in a moment.")

    def _digests(self, proposal: "Proposal") -> dict[str, str | None]:
        """What was read of every record file, and of the other files that a rule looked at."""
        from kic.store.writing.files import digest  # noqa: PLC0415

        overridden = self.writer.pending().overrides
        written = {change.path for change in proposal.changes}
        others = {p: c for p, c in proposal.after.looked_at.items() if p not in written}
        contents = {**others, **self.snapshot.looked_at, **{e.path: e.source for e in self.snapshot}}
        return {path: digest(content) for path, content in contents.items() if path not in overridden}

    def operations(self) -> "tuple[Operation, ...]":
        """What kic has written here, the newest first."""
        return self.writer.log()

    def undoable(self) -> "Operation":
        """The operation that `undo` takes back; raises Refused if there is none."""
        from kic.store.writing.oplog import undoable  # noqa: PLC0415

        found = undoable(self.writer.log())
        if found is None:
            raise Refused(
                "There is nothing to take back.",
                help="kic log shows what was written, and what was taken back.",
            )
        return found

    def past(self, id: str) -> "tuple[Snapshot, str]":  # noqa: A002
        """A state in which a record is read with what its history needs, and the id in its own spelling; read once.

        Of many records only those are read that say something of it. UsageError as `known`.
        """
        from kic.repository.past import past  # noqa: PLC0415

        if id not in self._pasts:
            state = past(self.root, self._files(), lambda: self.snapshot, id.lower())
            self._pasts[id] = (self.snapshot, self.known(id)) if state is None else (state, id.lower())
        return self._pasts[id]

    def history(self, id: str) -> "tuple[Revised, ...]":  # noqa: A002
        """The revisions of a record or part, the newest first, and behind them those of its predecessors."""
        from kic.repository.past import revisions  # noqa: PLC0415

        state, known = self.past(id)
        return revisions(self.root, state, lambda: self.snapshot, known)

    def blame(self, id: str, fields: tuple[str, ...] = ()) -> "tuple[Traced, ...]":  # noqa: A002
        """The origin of the words of a record's texts, or of some of them.

        Raises UsageError for a field that holds no text, and Refused for what a call shows to nobody yet.
        """
        from kic.repository.past import origins  # noqa: PLC0415

        state, known = self.past(id)
        return origins(self.root, state, lambda: self.snapshot, known, fields)

    @property
    def below_top(self) -> str:
        """The root's path below git's top folder, with a slash at the end; empty at the top and outside of git."""
        from kic.store import git  # noqa: PLC0415

        return git.prefix(self.root) if git.find_top(self.root) is not None else ""

    def render(self, document: str, wanted: "Wanted", *, to: "Form", language: str, look: "Look") -> str:
        """A finished document (`kic.documents.catalogue` names them)."""
        from kic.repository.rendering import rendered  # noqa: PLC0415

        return rendered(
            self.templates,
            self.snapshot,
            self._calendar,
            document,
            wanted,
            to=to,
            language=language,
            look=look,
        )

    def file(self, document: str, wanted: "Wanted", *, to: "FileForm", language: str) -> bytes:
        """A finished document as a file: PDF or DOCX."""
        from kic.repository.rendering import filed  # noqa: PLC0415

        return filed(
            self.templates, self.snapshot, self._calendar, document, wanted, to=to, language=language
        )

    def figures(self, document: str, wanted: "Wanted", *, language: str) -> dict[str, bytes]:
        """The numbers of a document's pictures as CSV files by their names."""
        from kic.repository.rendering import figures  # noqa: PLC0415

        return figures(self.snapshot, self._calendar, document, wanted, language=language)

    def relative(self, path: str) -> str:
        """A path from the command line as the repository names it; raises UsageError outside of it."""
        import os  # noqa: PLC0415

        spellings = dict.fromkeys((path, path.replace("\\", "/")))  # as Windows shows it, from a mail perhaps
        for start, spelling in ((start, each) for each in spellings for start in (Path(), self.root)):
            try:
                absolute = Path(os.path.abspath(start / spelling))  # noqa: PTH100  # resolve() would follow links
                there = absolute.is_relative_to(self.root) and absolute.exists()
            except OSError:
                continue  # the current folder was removed, or nothing can bear such a name
            if there:
                relative = absolute.relative_to(self.root).as_posix()
                return "" if relative == "." else relative
        raise UsageError("There is no file or folder {path} in this repository.", path=path)
