"""`kic meeting close`: the meeting is over."""

from typing import Annotated

import typer

from kic.cli.groups.meetings import MeetingId
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.meetings import Meeting, Result

EXAMPLES = """
kic meeting close 2026-11-12
kic meeting close 2026-11-12 --no-quorum
kic meeting close 2026-11-12 --dry-run
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    no_quorum: Annotated[
        bool, typer.Option("--no-quorum", help=_("Every item without a result lacked a quorum."))
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import close  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    lacked = no_quorum or any(item.result is Result.NO_QUORUM for item in found.items)
    return conclude(
        session,
        close(session.repository.snapshot, found, no_quorum=no_quorum),
        command="meeting close",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step=f"kic meeting second {found.id} --date ..."
        if lacked
        else f"kic meeting minutes {found.id} --written ...",
    )
