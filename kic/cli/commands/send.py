"""`kic send`: share what is recorded here; by a review branch where the shared one takes nothing directly."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.errors import Changed, Refused

if TYPE_CHECKING:
    from kic.repository.sharing.copy import Copy
    from kic.repository.sharing.getting import Apart
    from kic.repository.sharing.remotes import Shared

EXAMPLES = """
kic send
kic send --dry-run
kic send --review
"""


def command(  # options, as they came
    context: typer.Context,
    review: Annotated[
        bool, typer.Option("--review", help=_("Ask for a review, also where sending directly would do."))
    ] = False,
    with_errors: Annotated[
        bool, typer.Option("--with-errors", help=_("Also what brings errors; never personal data."))
    ] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar=_("ADDRESS"), help=_("Join this copy to a shared repository, once.")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.repository.sharing import getting, remotes, sending  # noqa: PLC0415
    from kic.store.git_differences import same  # noqa: PLC0415

    copy = _copy(session, to, yes=yes, dry_run=dry_run)
    reached = to is None or dry_run
    try:
        shared = getting.fetched(copy, remotes.shared_of(copy), asks=session.can_ask)
        found = getting.apart(copy, shared)
        reached = True
    finally:
        if not reached:
            remotes.part(copy.root)
    _say_unsaved(session, copy)
    if found.there:
        raise Changed(
            "Others have sent something that is not here yet; nothing was sent.",
            help="kic get fetches it and joins it with what you have; then send again.",
        )
    assert copy.head is not None
    if not found.here or (shared.tip is not None and same(copy.root, shared.tip, copy.head)):
        session.talk(text("{address} has all that is recorded here.", address=shared.address))
        if not dry_run:
            sending.remember_review(copy, None)
        return _answered(session, output, shared, found)
    opened = sending.open_review(copy) if sending.still_open(copy, shared) else None
    if opened is not None and sending.tip_of(copy, shared, opened) == copy.head:
        session.talk(text("All of it is in the review {branch}, which waits to be taken in.", branch=opened))
        return _answered(session, output, shared, found, review=opened)
    _judged(session, copy, found, opened or shared.branch, with_errors=with_errors)
    if dry_run:
        return _answered(session, output, shared, found)
    session.confirm(text("Send this?"), yes=yes)
    if not review and opened is None:
        done = sending.push(copy, shared, shared.branch, asks=session.can_ask)
        if done.answer is sending.Reception.TAKEN:
            sending.follow(copy, shared)
            sending.remember_review(copy, None)
            session.talk(text("Sent: {address} has all that is recorded here.", address=shared.address))
            _answered(session, output, shared, found, sent=True)
            session.next_step("kic overview")
            return 0
        session.talk(
            text(
                "{address} takes nothing directly on {branch}. It says: {words}",
                address=shared.address,
                branch=shared.branch,
                words=done.words or "–",
            )
        )
        session.confirm(text("Send it as a review instead, so that somebody can agree to it?"), yes=yes)
    return _review(session, copy, found, opened, output)


def _copy(session: Session, to: str | None, *, yes: bool, dry_run: bool) -> "Copy":
    """Where it is sent from, joined to a shared repository if that is asked for."""
    from kic.repository.sharing.copy import ready  # noqa: PLC0415
    from kic.repository.sharing.recording import finish_writing  # noqa: PLC0415
    from kic.repository.sharing.remotes import join  # noqa: PLC0415

    root = session.repository.root
    if not dry_run:
        finish_writing(root)
    copy = ready(root)
    if copy.head is None:
        raise Refused("Nothing has been recorded here yet.", help="kic save records what is here.")
    if to is not None and not dry_run:
        session.confirm(text("Join this copy to the shared repository {address}?", address=to), yes=yes)
        join(root, to)
    return copy


def _say_unsaved(session: Session, copy: "Copy") -> None:
    from kic.repository.sharing.unsaved import unsaved  # noqa: PLC0415

    waiting = len(unsaved(copy.root, copy).changes)
    if waiting:
        session.talk(
            plural(
                "{n} changed file is not recorded yet and is not sent; kic save records it.",
                "{n} changed files are not recorded yet and are not sent; kic save records them.",
                n=waiting,
            )
        )


def _judged(session: Session, copy: "Copy", found: "Apart", branch: str, *, with_errors: bool) -> None:
    """Shows what is sent where, and what the rules say of it; raises Refused where it must not be sent."""
    from kic.cli.sharing import say_findings, say_records  # noqa: PLC0415
    from kic.documents.change import summary  # noqa: PLC0415
    from kic.repository.sharing import remotes, sending  # noqa: PLC0415

    shared = found.shared
    going = sending.outgoing(copy, found, session.today)
    session.talk(
        plural(
            "{n} step is sent to {address}, branch {branch}:",
            "{n} steps are sent to {address}, branch {branch}:",
            n=len(found.here),
            address=shared.address,
            branch=branch,
        )
    )
    say_records(session, found.here)
    session.talk("")
    for line in summary(going.before, going.state, going.changes):
        session.talk(line)
    say_findings(session, going.findings, going.state)
    session.show_findings(going.told, going.told_state)
    sending.refuse(going, with_errors=with_errors)
    if remotes.visibility(copy.root, shared.name) in (remotes.SeenBy.PUBLIC, remotes.SeenBy.PUBLIC_HOST):
        session.talk(
            text(
                "{address} is on a host where everybody may see what is not closed; kic doctor says more.",
                address=shared.address,
            )
        )


def _review(session: Session, copy: "Copy", found: "Apart", opened: str | None, output: str) -> int:
    from kic.repository.sharing import sending  # noqa: PLC0415

    shared = found.shared
    branch = opened or sending.new_review(copy, session.today)
    done = sending.push(copy, shared, branch, asks=session.can_ask)
    if done.answer is sending.Reception.REFUSED:
        raise Refused(
            "The shared repository does not take it as a review either; nothing was sent. It says: {words}",
            help="Do what it asks, or ask whoever looks after it. What is recorded here stays recorded.",
            words=done.words or "–",
        )
    sending.remember_review(copy, branch)
    address = done.address or sending.review_address(shared, branch)
    session.talk(text("Sent as the review {branch}.", branch=branch))
    session.talk(
        text("Ask for the review here: {address}", address=address)
        if address
        else text(
            "Ask whoever looks after the shared repository to take in the branch {branch}.", branch=branch
        )
    )
    session.talk(text("Once it is taken in, kic get brings it; until then you can go on working here."))
    _answered(session, output, shared, found, review=branch, where=address, sent=True)
    session.next_step("kic get")
    return 0


def _answered(  # one answer for every way it may end
    session: Session,
    output: str,
    shared: "Shared",
    found: "Apart",
    *,
    review: str | None = None,
    where: str | None = None,
    sent: bool = False,
) -> int:
    from kic.repository.sharing.getting import summary_data  # noqa: PLC0415

    if output == "json":
        data = {
            "sent": sent,
            "address": shared.address,
            "branch": shared.branch,
            "review": review,
            "ask_at": where,
            "records": summary_data(found.here),
        }
        session.json("send", data)
    return 0
