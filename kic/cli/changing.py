"""How every writing command goes: show the change, let the rules judge it, ask, write, say what is next."""

import sys

from kic.cli.session import Session
from kic.core.plan import Plan
from kic.core.text import Text, text
from kic.errors import Refused
from kic.present.safe import write


def carry_out(
    session: Session,
    plan: Plan,
    *,
    yes: bool,
    dry_run: bool,
    question: Text | None = None,
    patch_is_data: bool = True,
) -> int | None:
    """Shows a plan and, if the rules and the person agree, writes it.

    The patch of a `--dry-run` goes to standard output, unless something else is the data of this call.
    Returns the operation's number; None if nothing was to be written (`--dry-run`, or no change). Raises
    Refused when the rules say no (their findings are said first) or the answer is no.
    """
    from kic.core.patch import unified  # noqa: PLC0415
    from kic.present.findings import render  # noqa: PLC0415

    proposal = session.repository.propose(plan)
    if not proposal.changes:
        session.talk(text("There is nothing to change."))
        return None
    patch = unified(proposal.changes)
    if dry_run and patch_is_data and not proposal.refused:
        session.data(patch.decode("utf-8", "surrogateescape"))
    else:
        write(sys.stderr, patch.decode("utf-8", "replace"))
    if proposal.findings:
        write(
            sys.stderr,
            render(
                "text",
                proposal.findings,
                proposal.after,
                session.language,
                color=session.colors(sys.stderr),
            ),
        )
    if proposal.refused:
        raise Refused("The rules refuse this change; nothing was written.")
    if dry_run:
        return None
    session.confirm(question or text("Write this?"), yes=yes)
    number = session.repository.commit(proposal, session.language.say(plan.title), session.now)
    session.talk(text("Written as operation {number}: {title}", number=number, title=plan.title))
    return number
