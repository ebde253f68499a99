"""`kic save`: record what changed, with a message written from the changes themselves."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text

if TYPE_CHECKING:
    from kic.repository.sharing.copy import Copy
    from kic.repository.sharing.saving import Saving

EXAMPLES = """
kic save
kic save --dry-run
kic save he-07 --message "Stand der Einstellungstests nachgetragen"
"""


def command(  # options, as they came
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|PATH]...", help=_("Only these records, files or folders; else all.")),
    ] = None,
    message: Annotated[
        str | None,
        typer.Option("--message", metavar=_("TEXT"), help=_("What was changed and why; else kic writes it.")),
    ] = None,
    with_errors: Annotated[
        bool, typer.Option("--with-errors", help=_("Also what brings errors; never personal data."))
    ] = False,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as", metavar=_("'OFFICE <ADDRESS>'"), help=_("Under which name this copy records from now on.")
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.sharing import say_left_out, who_records  # noqa: PLC0415
    from kic.repository.sharing import recording, saving  # noqa: PLC0415
    from kic.repository.sharing.places import meant  # noqa: PLC0415

    repository = session.repository
    root = repository.root
    if not dry_run:
        recording.finish_writing(root)
    copy = _copy(session, paths or [])
    wanted = meant(repository, copy, paths or [])
    found = saving.prepared(root, copy, session.today, session.language, wanted=wanted, message=message)
    say_left_out(session, found.left_out)
    if not found.changes and not (copy is not None and copy.merging):
        session.talk(text("Nothing differs from what was recorded last."))
        _answered(session, output, found, None)
        waits = copy is not None and recording.takeable(root) is not None
        session.next_step("kic send" if waits else "kic today")
        return 0
    _show(session, found, as_patch=dry_run and output != "json")
    saving.refuse(found, with_errors=with_errors)
    session.talk("")
    session.talk(text("It will be called:"))
    session.talk(found.message.rstrip("\n"))
    if dry_run:
        return _answered(session, output, found, None)
    who = who_records(session, root if copy is not None else None, as_)
    session.confirm(
        text("Nothing has been recorded here yet. Begin a history with this?")
        if copy is None
        else text("Record this?"),
        yes=yes,
    )
    if copy is None:
        copy = _begun(session)
    if who is not None:
        recording.tell_who(root, *who)
    revision = recording.record(root, copy, found, session.now)
    session.talk(text("Recorded as {revision}: {subject}", revision=revision[:7], subject=found.subject))
    _answered(session, output, found, revision)
    session.next_step("kic send")
    return 0


def _copy(session: Session, paths: list[str]) -> "Copy | None":
    """Where it is recorded; None where the history is yet to begin. A merge has to be ready to be ended."""
    from kic.errors import Refused, Unfinished  # noqa: PLC0415
    from kic.repository.merging import waiting  # noqa: PLC0415
    from kic.repository.sharing.choosing import undecided  # noqa: PLC0415
    from kic.repository.sharing.copy import begun  # noqa: PLC0415

    root = session.repository.root
    copy = begun(root, may_merge=True)
    if copy is not None and copy.merging:
        if paths:
            raise Refused("A merge is recorded as a whole; leave {paths} out.", paths=tuple(paths))
        if any(waiting(session.repository.snapshot)) or undecided(root):
            raise Unfinished(
                "Conflicts wait for a choice; nothing was recorded, and both versions are kept.",
                help="kic conflict list shows them, kic conflict choose ID --keep or --other settles one.",
            )
    return copy


def _begun(session: Session) -> "Copy":
    from kic.cli.hooking import lay_hook  # noqa: PLC0415
    from kic.repository.sharing.copy import ready  # noqa: PLC0415
    from kic.repository.sharing.recording import begin_history  # noqa: PLC0415

    root = session.repository.root
    begin_history(root)
    lay_hook(session, root)
    return ready(root)


def _show(session: Session, found: "Saving", *, as_patch: bool) -> None:
    """The changes in words and as a patch, then what the rules say of them."""
    from kic.cli.changing import say_changes, say_withheld, show_changes, told_apart  # noqa: PLC0415
    from kic.cli.sharing import say_findings  # noqa: PLC0415
    from kic.core.patch import unified  # noqa: PLC0415
    from kic.repository.sharing.saving import state_with  # noqa: PLC0415

    say_changes(session, found.before, found.after, found.changes)
    if as_patch:
        open_, withheld = told_apart(found.changes, found.after)
        session.data(unified(open_, session.repository.below_top).decode("utf-8", "surrogateescape"))
        say_withheld(session, withheld)
    else:
        show_changes(session, found.changes, found.after)
    say_findings(session, (*found.findings, *found.message_findings), state_with(found))
    if found.older:
        session.talk(
            plural(
                "{n} error was there before; kic check shows it.",
                "{n} errors were there before; kic check shows them.",
                n=found.older,
            )
        )


def _answered(session: Session, output: str, found: "Saving", revision: str | None) -> int:
    if output == "json":
        from kic.cli.changing import kind_of_change  # noqa: PLC0415
        from kic.cli.sharing import findings_data  # noqa: PLC0415

        data = {
            "revision": revision,
            "subject": found.subject if found.changes else None,
            "message": found.message if found.changes else None,
            "files": [{"path": each.path, "change": kind_of_change(each)} for each in found.changes],
            "left_out": [{"path": each.path, "why": each.why.value} for each in found.left_out],
            "findings": findings_data(found.findings),
        }
        session.json("save", data)
    return 0
