"""`kic undo`: take back the last operation through the same machine, or the last record while nobody has it.

With files, what was done to them by hand is taken back: they get what was recorded last.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.layout import SETTINGS
from kic.core.plan import Change
from kic.core.shell import word
from kic.core.text import Text, plural, text
from kic.errors import Changed, Unavailable, Unfinished

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot

EXAMPLES = """
kic undo
kic undo --dry-run
kic undo concept/recommendations/he-12.yaml
"""


def command(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=f"[ID|{_('FILE')}]...",
            help=_(
                "Records or files that get back what was recorded last, also deleted ones; else the last step is meant."
            ),
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> int:
    session: Session = context.obj
    from kic.cli.changing import say_withheld, show_changes, told_apart  # noqa: PLC0415
    from kic.core.patch import unified  # noqa: PLC0415
    from kic.store.writing.oplog import reversal  # noqa: PLC0415

    if files:
        session.open_lost()
        return _by_hand(session, files, yes=yes, dry_run=dry_run)
    if _given_up(session, yes=yes, dry_run=dry_run):
        return 0
    if _unrecorded(session, yes=yes, dry_run=dry_run):
        return 0
    operation = session.repository.undoable()
    changes = reversal(operation)
    _refuse_later(session, operation.number, changes)
    state = session.repository.snapshot
    if dry_run:
        shown, withheld = told_apart(changes, state)
        session.data(unified(shown, session.repository.below_top).decode("utf-8", "surrogateescape"))
        say_withheld(session, withheld)
        return 0
    show_changes(session, changes, state)
    session.confirm(
        text("Take back operation {number}, {title}?", number=operation.number, title=operation.title),
        yes=yes,
    )
    title = session.language.say(text("Operation {number} taken back", number=operation.number))
    session.repository.writer.undo(title, time=session.now, number=operation.number)
    session.talk(text("Operation {number} is taken back.", number=operation.number))
    session.next_step("kic log")
    return 0


def _refuse_later(session: Session, number: int, changes: Sequence[Change]) -> None:
    """Says before anything is asked that a file has changed since: then an operation is not taken back."""
    from kic.domain.chapters import KINDS  # noqa: PLC0415
    from kic.repository.sharing.copy import copy_of, ready  # noqa: PLC0415
    from kic.store.branches import id_of_path  # noqa: PLC0415
    from kic.store.reading.sources import WorkTree  # noqa: PLC0415

    repository = session.repository
    files = WorkTree(repository.root, overrides=repository.writer.pending().overrides)
    for change in changes:
        try:
            now = files.read(change.path)
        except (FileNotFoundError, NotADirectoryError):
            now = None
        except OSError:
            continue  # writing says what is in the way
        if now == change.before:
            continue
        copy = copy_of(repository.root)
        if copy is not None and copy.merging:
            ready(repository.root)  # what was recorded last lacks what others sent: it is no way back
        id_ = id_of_path(change.path, KINDS)
        raise Changed(
            "{path} has changed since operation {number}, so it can no longer be taken back; nothing was written.",
            help="kic history {id} shows what came since. kic undo {path} gives the file back what was recorded last; "
            "anything else is changed by hand."
            if id_
            else "kic undo {path} gives the file back what was recorded last; anything else is changed by hand.",
            path=word(change.path),
            number=number,
            id=id_ or "",
        )


def _by_hand(session: Session, files: Sequence[str], *, yes: bool, dry_run: bool) -> int:
    """Gives files what was recorded last, as a step of its own, which can be taken back like any other."""
    from kic.cli.changing import say_withheld, show_changes, told_apart  # noqa: PLC0415
    from kic.core.patch import unified  # noqa: PLC0415
    from kic.repository.sharing.by_hand import recorded_again  # noqa: PLC0415

    repository = session.repository
    changes = recorded_again(repository.root, files)
    if not changes:
        session.talk(text("There is nothing to change."))
        session.next_step("kic log")
        return 0
    state = _state(session, changes)
    if dry_run:
        shown, withheld = told_apart(changes, state) if state is not None else (changes, ())
        session.data(unified(shown, repository.below_top).decode("utf-8", "surrogateescape"))
        say_withheld(session, withheld)
        return 0
    show_changes(session, changes, state)
    session.confirm(
        plural("Give this file back what was recorded last?", "Give these files back what was recorded last?",
               n=len(changes)),
        yes=yes,
    )  # fmt: skip
    title = session.language.say(
        text("As recorded last: {paths}", paths=tuple(each.path for each in changes))
    )
    number = repository.writer.commit(changes, title, time=session.now)
    session.talk(text("Written as operation {number}: {title}", number=number, title=title))
    session.next_step("kic check")
    return 0


def _state(session: Session, changes: Sequence[Change]) -> "Snapshot | None":
    """The current state; None where the settings forbid reading it and nothing but they come back."""
    try:
        return session.repository.snapshot
    except Unavailable:
        if any(each.path != SETTINGS for each in changes):
            raise
        return None


def _given_up(session: Session, *, yes: bool, dry_run: bool) -> bool:
    """Gives up an interrupted operation that cannot be finished, because its files changed meanwhile."""
    writer = session.repository.writer
    try:
        writer.pending()
    except Unfinished as unfinished:
        if dry_run:
            raise
        session.talk(Text(unfinished.sentence, unfinished.values))
        session.confirm(
            text(
                "Give the interrupted operation up? Its other files get their old content; foreign edits stay."
            ),
            yes=yes,
        )
        writer.abandon()
        session.talk(text("The interrupted operation is given up."))
        return True
    return False


def _unrecorded(session: Session, *, yes: bool, dry_run: bool) -> bool:
    """Takes back what `kic save` recorded last, if that was the last step here and nobody has it; files stay."""
    from kic.repository.sharing.copy import in_git  # noqa: PLC0415

    root = session.repository.root
    if not in_git(root):
        return False
    from kic.repository.sharing.recording import take_back, takeable  # noqa: PLC0415

    saved = takeable(root)
    if saved is None:
        return False
    session.talk(
        text(
            "Recorded last, and not sent: {revision}, {subject}. Your files stay as they are, not recorded.",
            revision=saved.revision[:7],
            subject=saved.subject,
        )
    )
    if dry_run:
        return True
    session.confirm(text("Take this step back?"), yes=yes)
    take_back(root, saved)
    session.talk(
        text(
            "This step is taken back; every file is as it was. Another kic undo takes back the change itself."
        )
    )
    session.next_step("kic save")
    return True
