"""`kic meeting invite`: the invitation went out."""

from typing import Annotated

import typer

from kic.cli.groups.meetings import MeetingId
from kic.cli.options import DryRun, Format, Yes, day_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.meetings import Meeting

EXAMPLES = """
kic meeting invite 2026-12-03
kic meeting invite 2026-12-03 --sent 20.11.2026
kic meeting invite 2026-12-03 --sent 2026-11-20 --dry-run
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    sent: Annotated[
        str | None,
        typer.Option("--sent", metavar=_("YYYY-MM-DD"), help=_("The day it went out; else today.")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import invite  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    day = day_of(sent, "--sent") if sent is not None else session.today
    return conclude(
        session,
        invite(session.repository.snapshot, found, day),
        command="meeting invite",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step=f"kic meeting show {found.id}",
    )
