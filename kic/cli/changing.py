"""How every writing command goes: show the change, let the rules judge it, ask, write, say what is next."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kic.cli.session import Session
from kic.core.diagnostic import Diagnostic, Severity
from kic.core.layout import ENDING, PUBLISHED
from kic.core.plan import Change, Plan
from kic.core.text import Text, plural, text
from kic.errors import Refused
from kic.present.safe import Styled, safe, write

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot

MOST_LINES = 400
"""Of a change that is larger, a terminal gets the first part, and one line for each file that is left."""
MOST_FILES = 40


class Done(NamedTuple):
    """What became of a plan: the number of the operation (None if nothing was written), changes, the state after."""

    number: int | None
    changes: tuple[Change, ...]
    after: "Snapshot | None" = None


def conclude(  # noqa: PLR0913  # a command's options, as they came
    session: Session,
    plan: Plan,
    *,
    command: str,
    yes: bool,
    dry_run: bool,
    output: str = "text",
    data: Mapping[str, Any] | None = None,
    question: Text | None = None,
    next_step: str | None = None,
    options: Mapping[str, str] | None = None,
    placed: Callable[[Diagnostic], Diagnostic] | None = None,
) -> int:
    """The end of a writing command: carries the plan out, answers `--format json`, names the next command.

    The answer's `data` are the operation's number, the files and what the command adds (its schema is
    `kic.present.answers.shapes.written`). `options` name the option that fills a field, for whom the rules
    refuse because of it; `placed` adds to a finding of the rules where it comes from, such as a cell of a sheet.
    Gives the exit code; raises what `carry_out` raises.
    """
    done = carried_out(
        session,
        plan,
        yes=yes,
        dry_run=dry_run,
        question=question,
        patch_is_data=output != "json",
        options=options,
        placed=placed,
    )
    if output == "json":
        files = [{"path": change.path, "change": kind_of_change(change)} for change in done.changes]
        session.json(command, {**(data or {}), "operation": done.number, "files": files})
    if not dry_run and session.says_next:
        step = None
        if done.after is not None:
            entries = (done.after.entries.get(change.path) for change in done.changes)
            step = step_on(
                session, done.after, (entry.id for entry in entries if entry is not None and entry.id)
            )
        if (step := step or next_step) is not None:
            session.next_step(step)
    return 0


def step_on(session: Session, state: "Snapshot", ids: Iterable[str]) -> str | None:
    """The command of the next step on one of these records, as `kic` alone would show it; None where it has none."""
    from kic.documents.today import next_after  # noqa: PLC0415

    step = next_after(state, session.today, set(ids))
    return None if step is None else step.command.line


def carry_out(
    session: Session,
    plan: Plan,
    *,
    yes: bool,
    dry_run: bool,
    question: Text | None = None,
    patch_is_data: bool = True,
) -> int | None:
    """As `carried_out`, for who needs the operation's number alone."""
    return carried_out(
        session, plan, yes=yes, dry_run=dry_run, question=question, patch_is_data=patch_is_data
    ).number


def carried_out(
    session: Session,
    plan: Plan,
    *,
    yes: bool,
    dry_run: bool,
    question: Text | None = None,
    patch_is_data: bool = True,
    options: Mapping[str, str] | None = None,
    placed: Callable[[Diagnostic], Diagnostic] | None = None,
) -> Done:
    """Shows a plan and, if the rules and the person agree, writes it.

    The patch of a `--dry-run` goes to standard output, unless something else is the data of this call. Raises
    Refused when the rules say no (their findings are said first) or the answer is no.
    """
    from kic.core.patch import unified  # noqa: PLC0415

    proposal = session.repository.propose(plan)
    if not proposal.changes:
        session.talk(text("There is nothing to change."))
        return Done(None, ())
    say_changes(session, session.repository.snapshot, proposal.after, proposal.changes)
    if dry_run and patch_is_data and not proposal.refused:
        open_, withheld = told_apart(proposal.changes, proposal.after)
        session.data(unified(open_, session.repository.below_top).decode("utf-8", "surrogateescape"))
        say_withheld(session, withheld)
    else:
        show_changes(session, proposal.changes, proposal.after)
    # What stands in the way comes last: there it is read, however much else there is to say.
    ordered = sorted(proposal.findings, key=lambda each: proposal.refused and each.severity is Severity.ERROR)
    session.show_findings(map(placed, ordered) if placed is not None else ordered, proposal.after)
    if proposal.refused:
        filling = _filling(proposal.findings, options or {})
        raise Refused(
            "The rules refuse this change; nothing was written.",
            help="What is missing or wrong here is given with {options}." if filling else "",
            options=filling,
        )
    if dry_run:
        return Done(None, proposal.changes)
    session.confirm(question or text("Write this?"), yes=yes)
    number = session.repository.commit(proposal, session.language.say(plan.title), session.now)
    session.talk(text("Written as operation {number}: {title}", number=number, title=plan.title))
    return Done(number, proposal.changes, proposal.after)


def say_changes(session: Session, before: "Snapshot", after: "Snapshot", changes: Sequence[Change]) -> None:
    """The changes in words, a line for each record, to standard error: who agrees to them reads them first."""
    from kic.documents.change import summary  # noqa: PLC0415

    for line in summary(before, after, changes):
        session.talk(line)
    session.talk("")


def _filling(findings: Sequence[Diagnostic], options: Mapping[str, str]) -> tuple[str, ...]:
    """The options of this command that fill the fields of errors, each once."""
    fields = [step for each in findings if each.severity is Severity.ERROR for step in map(str, each.field)]
    return tuple(dict.fromkeys(options[step] for step in fields if step in options))


def told_apart(changes: Sequence[Change], state: "Snapshot") -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The changes that may be shown, and those of files whose marks the call shows to nobody in this state."""
    from kic.domain.scoring.visibility import concealed  # noqa: PLC0415

    withheld = tuple(change for change in changes if concealed(state, change.path))
    return tuple(change for change in changes if change not in withheld), withheld


def say_withheld(session: Session, withheld: Sequence[Change]) -> None:
    """Names the files whose patch is not shown, with the digests by which they are known again."""
    from hashlib import sha256  # noqa: PLC0415

    for change in withheld:
        before, after = (
            "-" if content is None else sha256(content).hexdigest()
            for content in (change.before, change.after)
        )
        session.talk(
            text(
                "{path}: the patch is not shown, as the call shows its marks to nobody yet. "
                "SHA-256 before: {before}, after: {after}",
                path=change.path,
                before=before,
                after=after,
            )
        )


def show_changes(session: Session, changes: Sequence[Change], state: "Snapshot | None" = None) -> None:
    """The changes as a patch, to standard error; on a terminal a large one is cut, and its rest named.

    What the call shows to nobody in this `state` is named only; without one, the files are no repository's.
    """
    from kic.core.patch import unified  # noqa: PLC0415

    if state is not None:
        changes, withheld = told_apart(changes, state)
        say_withheld(session, withheld)
    changes = tuple(change for change in changes if not _is_copy(change))
    patches = [unified((change,), binary=False).decode("utf-8", "replace") for change in changes]
    shown = len(patches)
    if sys.stderr.isatty() and sum(patch.count("\n") for patch in patches) > MOST_LINES:
        shown = _fitting(patches)
    for patch in patches[:shown]:
        write(sys.stderr, _colored(patch) if session.colors(sys.stderr) else patch)
    if shown < len(patches):
        _summary(session, changes[shown:], patches[shown:], cut=shown == 0)


def _is_copy(change: Change) -> bool:
    """Whether it is what is published: a document to be read as such, of which the words above name the file."""
    return change.path.startswith(PUBLISHED) and not change.path.endswith(ENDING)


def _fitting(patches: Sequence[str]) -> int:
    """How many of the patches fit into `MOST_LINES`; the first one alone may not."""
    lines = 0
    for number, patch in enumerate(patches):
        lines += patch.count("\n")
        if lines > MOST_LINES:
            return number
    return len(patches)


def _summary(session: Session, changes: Sequence[Change], patches: Sequence[str], *, cut: bool) -> None:
    if cut:  # the first file alone is too large: its beginning is worth more than nothing
        first = "".join(patches[0].splitlines(keepends=True)[:MOST_LINES])
        write(sys.stderr, _colored(first) if session.colors(sys.stderr) else first)
        session.talk(text("... {path} goes on.", path=changes[0].path))
        changes, patches = changes[1:], patches[1:]
    if changes:
        session.talk(plural("... {n} more file:", "... {n} more files:", n=len(changes)))
    for change, patch in list(zip(changes, patches, strict=True))[:MOST_FILES]:
        write(sys.stderr, f"  {session.language.say(_named(change, patch))}\n")
    if len(changes) > MOST_FILES:
        session.talk(plural("... and {n} other.", "... and {n} others.", n=len(changes) - MOST_FILES))
    session.talk(text("With --dry-run, everything is shown."))


def _named(change: Change, patch: str) -> Text:
    lines = [line[:1] for line in patch.partition("\n@@")[2].splitlines()]
    added, removed = lines.count("+"), lines.count("-")
    if change.before is None:
        return plural("{path}: new, {n} line", "{path}: new, {n} lines", path=change.path, n=added)
    if change.after is None:
        return text("{path}: deleted", path=change.path)
    return text("{path}: changed, +{added} -{removed}", path=change.path, added=added, removed=removed)


def kind_of_change(change: Change) -> str:
    """`created`, `deleted` or `changed`."""
    return "created" if change.before is None else "deleted" if change.after is None else "changed"


_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m", "d": "\x1b[1m"}


def _colored(patch: str) -> Styled:
    """A patch in the usual colours; whatever its lines hold is made visible first."""
    lines = []
    for line in safe(patch).split("\n"):
        color = "" if line.startswith(("+++", "---")) else _COLORS.get(line[:1], "")
        lines.append(f"{color}{line}\x1b[0m" if color else line)
    return Styled("\n".join(lines))
