"""`kic meeting cancel`: the meeting does not take place."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.meetings import MeetingId
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.meetings import Meeting

EXAMPLES = """
kic meeting cancel 2026-12-03 --reason "Die Vorlagen liegen noch nicht vor."
kic meeting cancel 2026-12-03 --reason "Der Saal ist gesperrt." --dry-run
kic meeting cancel 2026-12-03 --reason "Der Saal ist gesperrt." --dry-run --format json
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar=_("TEXT"), help=_("Why; it is kept in the meeting's note.")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import cancel  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    why = ask(session, reason, option="--reason", question=text("Why is it cancelled?"), parse=words_of)
    return conclude(
        session,
        cancel(session.repository.snapshot, found, why),
        command="meeting cancel",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step="kic list meeting",
    )
